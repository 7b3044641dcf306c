//! What users write, by whichever way it comes: REST, a method over a socket, a method over REST.

use livechat_sdk::{
    JsonObject, MessageId, RoomId, Timestamp, UserId,
    chat::PostMessage,
    model::{Attachment, Message},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::World;
use crate::{
    ServerError,
    hint::{self, Wanted},
};

/// The code for a user who may not write into a room.
pub(crate) const NOT_ALLOWED: &str = "error-not-allowed";
/// The code for what servers keep of a message, and the mock does not.
pub(crate) const NOT_KEPT: &str = "invalid-params";

/// By how much the time of a message may differ from the server's, in milliseconds.
const OUT_OF_SYNC: u64 = 60_000;
/// From which difference on the time is the server's own, in milliseconds.
const INEXACT: u64 = 10_000;

/// A message that a user writes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Draft {
    #[serde(rename = "_id")]
    id: Option<MessageId>,
    rid: Option<RoomId>,
    msg: Option<String>,
    ts: Option<Timestamp>,
    alias: Option<String>,
    avatar: Option<String>,
    emoji: Option<String>,
    groupable: Option<bool>,
    attachments: Option<Vec<Attachment>>,
    tmid: Option<MessageId>,
    tshow: Option<bool>,
    #[serde(rename = "customFields")]
    custom_fields: Option<JsonObject>,
    /// What the mock does not keep.
    #[serde(flatten)]
    rest: JsonObject,
}

impl Draft {
    /// What `chat.postMessage` takes, which has other names for some of it.
    pub(crate) fn of_post(post: &PostMessage) -> Self {
        Self {
            rid: Some(post.room_id.clone()),
            msg: post.text.clone(),
            alias: post.alias.clone(),
            avatar: post.avatar.clone(),
            emoji: post.emoji.clone(),
            groupable: Some(false),
            attachments: Some(post.attachments.clone()),
            tmid: post.thread_id.clone(),
            custom_fields: post.custom_fields.clone(),
            ..Self::default()
        }
    }

    fn text(&self) -> &str {
        self.msg.as_deref().unwrap_or_default()
    }

    fn is_empty(&self) -> bool {
        self.text().is_empty() && self.attachments.as_ref().is_none_or(Vec::is_empty)
    }

    /// When it was written: the time that it has itself, if that is close to the server's.
    fn time(&self, now: Timestamp) -> Result<Timestamp, ServerError> {
        let given = self.ts.unwrap_or(now);
        let difference = given.as_millis().abs_diff(now.as_millis());
        if difference > OUT_OF_SYNC {
            return Err(invalid("Message timestamp is out of sync", "error-message-ts-out-of-sync")
                .hint("ts may be a minute off the mock's clock; leave it out"));
        }
        Ok(if difference > INEXACT { now } else { given })
    }

    /// The first key that the mock does not keep.
    fn not_kept(&self) -> Option<&str> {
        self.rest.iter().find(|(_, value)| !value.is_null()).map(|(key, _)| key.as_str())
    }

    fn add_to(&self, message: &mut Message, time: Timestamp) {
        message.created_at = time;
        message.alias.clone_from(&self.alias);
        message.avatar.clone_from(&self.avatar);
        message.emoji.clone_from(&self.emoji);
        message.groupable = self.groupable;
        message.attachments.clone_from(&self.attachments);
        message.thread_id.clone_from(&self.tmid);
        message.show_in_room = self.tshow;
        message.custom_fields.clone_from(&self.custom_fields);
    }
}

/// Messages of users.
impl World {
    /// Adds what a user writes, or finds the message of the room that has its id already. `previews` are the links that
    /// servers are to look into.
    pub(crate) fn send(
        &mut self,
        user: Option<&UserId>,
        draft: &Draft,
        previews: &[String],
        now: Timestamp,
    ) -> Result<MessageId, ServerError> {
        let time = draft.time(now)?;
        let limit = self.settings.number("Message_MaxAllowedSize");
        if draft.text().encode_utf16().count() as u64 > limit {
            return Err(invalid("Message size exceeds Message_MaxAllowedSize", "error-message-size-exceeded"));
        }
        if draft.is_empty() {
            return Err(invalid("Message cannot be empty", "error-invalid-message"));
        }
        let user = user.filter(|user| self.user(user).is_some_and(|user| user.username.is_some()));
        let user = user.ok_or_else(|| ServerError::reason("Invalid user", "error-invalid-user"))?;
        let room = draft
            .rid
            .as_ref()
            .ok_or_else(|| ServerError::plain("The 'rid' property on the message object is missing."))?;
        self.check_writing(user, room)?;
        let not_kept = draft.not_kept().or_else(|| (!previews.is_empty()).then_some("previewUrls"));
        if let Some(key) = not_kept {
            return Err(ServerError::plain(NOT_KEPT).hint(format!(
                "servers take {key}, and livechat-mock does not keep it: of a message it keeps _id, rid, msg, ts, alias, \
                 avatar, emoji, groupable, attachments, tmid, tshow and customFields"
            )));
        }
        if draft.custom_fields.is_some() && !self.settings.flag("Message_CustomFields_Enabled") {
            return Err(
                ServerError::plain("Custom fields not enabled").hint("the setting Message_CustomFields_Enabled is off")
            );
        }
        match draft.id.as_ref().and_then(|id| self.messages.by_id(id.as_str())) {
            Some(known) if known.room_id.as_ref() == Some(room) => Ok(known.id.clone()),
            Some(_) => Err(ServerError::plain(NOT_ALLOWED).hint("a message of another room has this _id already")),
            None => {
                let thread = draft.tmid.as_ref().map(|id| self.thread_of(room, id));
                let add = |new: &mut Message| {
                    draft.add_to(new, time);
                    new.thread_id.clone_from(&thread);
                };
                let id = self
                    .agent_writes_with(room, draft.id.clone(), user, draft.text(), add, now)
                    .ok_or_else(|| ServerError::internal(self.server_version()))?;
                if let Some(thread) = thread {
                    self.count_reply(&thread, room, user, time);
                }
                Ok(id)
            }
        }
    }

    /// The thread that a reply to this message belongs to: threads have none of their own.
    fn thread_of(&self, room: &RoomId, id: &MessageId) -> MessageId {
        let first = self.message(id).filter(|message| message.room_id.as_ref() == Some(room));
        first.and_then(|message| message.thread_id.clone()).unwrap_or_else(|| id.clone())
    }

    /// Tells the first message of a thread of a reply. One that is not in the room is told of nothing.
    fn count_reply(&mut self, thread: &MessageId, room: &RoomId, user: &UserId, time: Timestamp) {
        if self.message(thread).is_none_or(|message| message.room_id.as_ref() != Some(room)) {
            return;
        }
        self.modify_message(thread, |first| {
            first.reply_count = Some(first.reply_count.unwrap_or(0) + 1);
            first.last_reply_at = Some(time);
            let author = first.author.id.as_deref().map(UserId::from);
            let followers = first.replies.get_or_insert_default();
            for user in author.filter(|_| followers.is_empty()).iter().chain([user]) {
                if !followers.contains(user) {
                    followers.push(user.clone());
                }
            }
        });
    }

    fn check_writing(&self, user: &UserId, id: &RoomId) -> Result<(), ServerError> {
        let Some(room) = self.room(id) else {
            let error = ServerError::plain("error-invalid-room");
            return Err(hint::unknown(error, self, id.as_str(), Wanted::RoomId));
        };
        if !self.may_see(user, room) {
            return Err(ServerError::plain(NOT_ALLOWED).hint(
                "the caller may not see this room: it takes the permission view-livechat-rooms, or serving the room",
            ));
        }
        if room.is_open() { Ok(()) } else { Err(ServerError::plain("room-closed")) }
    }
}

/// An error of a message itself.
fn invalid(reason: &str, code: &str) -> ServerError {
    ServerError::reason(reason, code).details(json!({"method": "sendMessage"}))
}
