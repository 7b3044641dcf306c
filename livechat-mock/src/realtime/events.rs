//! Sends changes of the world to subscribers.

use std::{collections::BTreeMap, sync::Arc};

use livechat_sdk::{
    CannedResponseId, DepartmentId, MessageId, RoomId, UserId,
    ddp::{DELETE_MESSAGE, Ejson, MY_MESSAGES, ServerFrame, TYPING, USER_ACTIVITY, USER_TYPING, room_event},
    model::{Message, UserStatus},
};
use serde::Serialize;
use serde_json::{Value, json};

use super::{Hub, SocketId, index::Stream, outgoing::text};
use crate::{Change, ServerVersion, World, fault::Faults, world::Follower};

/// The one event about canned responses.
const CANNED_RESPONSES: &str = "canned-responses";

impl Hub {
    /// Sends the changes that a follower has not read.
    pub(super) fn announce(&mut self, world: &World, follower: &Follower, faults: &mut Faults) {
        let Some(unread) = world.outbox.unread(follower) else { return };
        let mut queue_moved = false;
        for change in unread {
            match change {
                Change::Message { room, message } => self.message(world, room, message, faults),
                Change::MessageDeleted { room, message } => {
                    let event = room_event(room, DELETE_MESSAGE);
                    self.emit(Stream::NotifyRoom, &event, faults, || vec![json!({"_id": message})]);
                }
                Change::Agent { room, agent } => self.agent(world, room, agent.as_ref(), faults),
                Change::User(user) if world.user(user).is_none() => self.disconnect_user(user),
                Change::Presence { user, status } => self.presence(world, user, status, faults),
                Change::Activity { room, name, activities } => {
                    let mut args = vec![json!(name), json!(activities)];
                    if !activities.is_empty() {
                        args.push(json!({}));
                    }
                    self.activity(world, room, None, &args, faults);
                }
                Change::CannedResponse(id) => self.canned_response(world, id, faults),
                Change::Inquiry { .. } | Change::InquiryDeleted { .. } => queue_moved = true,
                // Servers send no events about the rest.
                _ => {}
            }
        }
        if queue_moved && world.tells_of_queue() {
            self.queue(world, faults);
        }
    }

    /// Sends an event to all subscribers.
    pub(super) fn emit(&mut self, stream: Stream, event: &str, faults: &mut Faults, args: impl FnOnce() -> Vec<Value>) {
        self.emit_but(None, stream, event, faults, args);
    }

    /// Sends an event to all subscribers but one connection.
    pub(super) fn emit_but(
        &mut self,
        but: Option<SocketId>,
        stream: Stream,
        event: &str,
        faults: &mut Faults,
        args: impl FnOnce() -> Vec<Value>,
    ) {
        let readers = self.index.readers(stream, event).iter().map(|reader| reader.socket);
        let readers: Vec<_> = readers.filter(|socket| Some(*socket) != but).collect();
        if readers.is_empty() {
            return;
        }
        let text = text(&ServerFrame::event(stream.name(), event, args()));
        for socket in readers {
            self.send_text(socket, "changed", text.clone(), faults);
        }
    }

    fn message(&mut self, world: &World, room: &RoomId, id: &MessageId, faults: &mut Faults) {
        // A message that was removed since is not sent.
        let Some(message) = world.messages.by_id(id.as_str()).filter(|message| message.hidden != Some(true)) else {
            return;
        };
        self.emit(Stream::RoomMessages, room.as_str(), faults, || vec![ejson(message)]);
        self.message_to_users(world, room, message, faults);
    }

    /// Sends a message to those who read all rooms that they may see.
    fn message_to_users(&mut self, world: &World, room: &RoomId, message: &Message, faults: &mut Faults) {
        let readers = self.index.readers(Stream::RoomMessages, MY_MESSAGES);
        let Some(room) = world.room(room).filter(|_| !readers.is_empty()) else { return };
        let readers: Vec<_> = readers
            .iter()
            .filter_map(|reader| Some((reader.socket, self.connections.get(&reader.socket)?.user.clone())))
            .collect();
        // By whether the user takes part in the room.
        let mut texts: BTreeMap<bool, Arc<str>> = BTreeMap::new();
        for (socket, user) in readers {
            let user = user.as_ref().unwrap_or_else(|| world.administrator());
            if !world.may_see(user, room) {
                continue;
            }
            let is_participant = world.subscriptions.get(&room.id, user).is_some();
            let text = texts.entry(is_participant).or_insert_with(|| {
                let about = json!({"roomParticipant": is_participant, "roomType": "l", "roomName": room.display_name});
                text(&ServerFrame::event(Stream::RoomMessages.name(), MY_MESSAGES, vec![ejson(message), about]))
            });
            self.send_text(socket, "changed", text.clone(), faults);
        }
    }

    fn agent(&mut self, world: &World, room: &RoomId, agent: Option<&UserId>, faults: &mut Faults) {
        self.emit(Stream::LivechatRoom, room.as_str(), faults, || match agent.and_then(|id| world.agent_info(id)) {
            Some(info) => vec![json!({"type": "agentData", "data": ejson(&info)})],
            None => vec![json!({"type": "agentData"})],
        });
    }

    /// Sends an agent's status to the visitors whose rooms the agent serves.
    fn presence(&mut self, world: &World, user: &UserId, status: &UserStatus, faults: &mut Faults) {
        if !world.settings.flag("Livechat_show_agent_info") {
            return;
        }
        for event in self.index.events(Stream::LivechatRoom) {
            let room = world.room(event.as_str());
            let serves = room.filter(|room| room.is_open()).and_then(|room| room.served_by.as_ref());
            if serves.is_some_and(|serving| serving.id.as_ref() == Some(user)) {
                self.emit(Stream::LivechatRoom, &event, faults, || {
                    vec![json!({"type": "agentStatus", "status": status})]
                });
            }
        }
    }

    /// Sends a typing notification. Old servers also send the event of old clients.
    pub(super) fn activity(
        &mut self,
        world: &World,
        room: &RoomId,
        but: Option<SocketId>,
        args: &[Value],
        faults: &mut Faults,
    ) {
        if world.server_version() == ServerVersion::V7_0
            && let Some(is_typing) = typing(args.get(1))
        {
            let mirrored = || vec![args.first().cloned().unwrap_or_default(), is_typing.into()];
            self.emit_but(but, Stream::NotifyRoom, &room_event(room, TYPING), faults, mirrored);
        }
        self.emit_but(but, Stream::NotifyRoom, &room_event(room, USER_ACTIVITY), faults, || args.to_vec());
    }

    /// Sends a canned response that was saved, or the id of one that was removed.
    fn canned_response(&mut self, world: &World, id: &CannedResponseId, faults: &mut Faults) {
        self.emit(Stream::CannedResponses, CANNED_RESPONSES, faults, || {
            let Some(response) = world.canned_response(id) else { return vec![json!({"type": "removed", "_id": id})] };
            let mut event = ejson(response);
            if let Value::Object(fields) = &mut event {
                fields.insert("type".to_owned(), "changed".into());
            }
            vec![event]
        });
    }

    /// Sends each waiting room its place in the queue, where it has changed.
    fn queue(&mut self, world: &World, faults: &mut Faults) {
        let mut counts: BTreeMap<Option<&DepartmentId>, u64> = BTreeMap::new();
        let mut spots = BTreeMap::new();
        for inquiry in world.waiting_inquiries() {
            let spot = counts.entry(inquiry.department.as_ref()).or_default();
            *spot += 1;
            spots.insert(inquiry.room_id.clone(), *spot);
            if self.spots.get(&inquiry.room_id) != Some(&*spot) {
                let spot = *spot;
                self.emit(Stream::LivechatRoom, inquiry.room_id.as_str(), faults, || {
                    vec![json!({"type": "queueData", "data": world.queue_info_at(inquiry, spot)})]
                });
            }
        }
        self.spots = spots;
    }
}

/// A value with dates as in EJSON.
fn ejson(value: &impl Serialize) -> Value {
    // None of the library's own types has anything that JSON cannot hold.
    serde_json::to_value(Ejson(value)).unwrap_or_default()
}

/// Whether activities say that somebody types; `None` if they are about something else.
fn typing(activities: Option<&Value>) -> Option<bool> {
    let activities = activities?.as_array()?;
    let types = activities.iter().any(|activity| activity == USER_TYPING);
    (types || activities.is_empty()).then_some(types)
}
