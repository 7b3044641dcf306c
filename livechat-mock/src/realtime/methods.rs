//! Methods, and what may be written to streams.
//!
//! A method does what it can with the world alone, so that it may come over a socket or by REST. What it does to the
//! connection that it came over, it gives back.

use std::time::Duration;

use livechat_sdk::{
    AuthToken, MessageId, RoomId, Timestamp, UserId, VisitorToken,
    ddp::{DdpError, Ejson, TYPING, USER_ACTIVITY},
    model::Room,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{index::Stream, login::Login, reading::is_token_of, refusal};
use crate::{ServerVersion, World};

/// How long a login is valid, as the server says. The mock's logins do not end.
const LOGIN_LASTS: Duration = Duration::from_secs(90 * 24 * 60 * 60);

/// What a method answers, and what else it does.
pub(crate) type Outcome = Result<Done, Box<DdpError>>;

/// What came of a method that was not refused.
#[derive(Debug, Default)]
pub(crate) struct Done {
    pub(crate) result: Option<Value>,
    pub(crate) effect: Effect,
    /// Why nothing was done, although nothing is refused.
    pub(crate) dropped: Option<&'static str>,
}

/// What a method does beside the world.
#[derive(Debug, Default)]
pub(crate) enum Effect {
    #[default]
    None,
    /// The connection is this user's from now on, by this login.
    Become(UserId, AuthToken),
    /// The connection is nobody's any more, and its login is over.
    LogOut,
    /// The visitor is offline when the connection ends.
    Guest(VisitorToken),
    /// All others who read it are told what the caller does in a room.
    Say(Saying),
}

/// What somebody says about a room to all others who read it.
#[derive(Debug)]
pub(crate) struct Saying {
    pub(crate) room: RoomId,
    /// In the words of old clients.
    pub(crate) is_old: bool,
    pub(crate) args: Vec<Value>,
}

impl Effect {
    fn done(self) -> Outcome {
        Ok(Done { effect: self, ..Done::default() })
    }
}

#[derive(Deserialize)]
struct Guest {
    token: VisitorToken,
}

/// A message to be written.
#[derive(Deserialize)]
struct Draft {
    #[serde(rename = "_id")]
    id: Option<MessageId>,
    rid: RoomId,
    msg: String,
}

/// Calls a method as a user, or as nobody. Without a world, as in replay mode, there is little to call.
pub(crate) fn call(
    method: &str,
    params: &[Value],
    user: Option<&UserId>,
    world: Option<&mut World>,
    now: Timestamp,
) -> Outcome {
    let world = || world.ok_or_else(|| Box::new(refusal::no_world()));
    match method {
        "login" => log_in(params, world()?, now),
        "logout" => Effect::LogOut.done(),
        "livechat:setUpConnection" => {
            let Guest { token } = argument(params)?;
            Effect::Guest(token).done()
        }
        "sendMessage" => send_message(params, user, world()?, now),
        _ => match Stream::named(method) {
            Some(stream) => write(stream, params, user, world()?),
            None => Err(DdpError::new(404, Some(&format!("Method '{method}' not found"))).into()),
        },
    }
}

/// A method's name for a log: one that clients make up may be anything.
pub(super) fn known(method: &str) -> &str {
    const KNOWN: [&str; 4] = ["login", "logout", "livechat:setUpConnection", "sendMessage"];
    let known = KNOWN.into_iter().find(|known| *known == method);
    known.or_else(|| Stream::named(method).map(Stream::name)).unwrap_or("of an unknown name")
}

fn log_in(params: &[Value], world: &mut World, now: Timestamp) -> Outcome {
    let login: Login = argument(params)?;
    let is_resumed = login.resume.is_some();
    let (user, token) = world.open_login(&login.request()?).map_err(|error| {
        let is_unknown = error.body().get("error").is_some_and(|code| code == "Unauthorized");
        match (is_unknown, is_resumed) {
            (false, _) => refusal::of(&error),
            (true, false) => DdpError::new(403, Some("User not found")),
            (true, true) => {
                let reason = "You've been logged out by the server. Please log in again.";
                DdpError::new(403, Some(reason))
            }
        }
    })?;
    let expires = Ejson(now.saturating_add(LOGIN_LASTS));
    let kind = if is_resumed { "resume" } else { "password" };
    let result = json!({"id": user, "token": token, "tokenExpires": expires, "type": kind});
    Ok(Done { result: Some(result), effect: Effect::Become(user, token), dropped: None })
}

/// Writes a message as the user who calls.
fn send_message(params: &[Value], user: Option<&UserId>, world: &mut World, now: Timestamp) -> Outcome {
    let refused = |code: &str, reason: &str| {
        let mut error = DdpError::new(code, Some(reason));
        error.details = Some(json!({"method": "sendMessage"}));
        error
    };
    let user = user.ok_or_else(|| refused("error-invalid-user", "Invalid user"))?;
    let Draft { id, rid, msg } = argument(params)?;
    let may_write = world.room(&rid).is_some_and(|room| room.is_open() && world.may_see(user, room));
    // A message that is there already is answered as it is, but not to whom it does not concern.
    let known = id.as_ref().and_then(|id| world.messages.by_id(id.as_str()));
    if !may_write || known.is_some_and(|known| known.room_id.as_ref() != Some(&rid)) {
        return Err(refused("error-not-allowed", "Not allowed").into());
    }
    let known = known.map(|known| known.id.clone());
    let written = known.or_else(|| world.agent_writes(&rid, id, user, &msg, now));
    let message = written.and_then(|id| world.messages.by_id(id.as_str()));
    let result = message.and_then(|message| serde_json::to_value(Ejson(message)).ok());
    Ok(Done { result, ..Done::default() })
}

/// Looks whether somebody may say something to all others. If not it is dropped, and the caller is told nothing.
fn write(stream: Stream, params: &[Value], user: Option<&UserId>, world: &World) -> Outcome {
    let event = params.first().and_then(Value::as_str).ok_or_else(refusal::no_match)?;
    let dropped = |why| Ok(Done { dropped: Some(why), ..Done::default() });
    let has_typing = world.server_version() == ServerVersion::V7_0;
    let is_known = |about: &str| about == USER_ACTIVITY || (about == TYPING && has_typing);
    let named = event.split_once('/').filter(|(_, about)| stream == Stream::NotifyRoom && is_known(about));
    let Some((room, about)) = named else {
        return dropped("of streams, clients write only user-activity of stream-notify-room; it was dropped");
    };
    let Some(room) = world.room(room) else { return dropped("there is no such room; it was dropped") };
    let args = params.get(1..).unwrap_or_default();
    if !may_write(room, args, user, world) {
        return dropped(
            "params[3].token is not the one that the room was opened with, nor is the name in params[1] that of a user \
             who is logged in and may see the room; it was dropped",
        );
    }
    Effect::Say(Saying { room: room.id.clone(), is_old: about == TYPING, args: args.to_vec() }).done()
}

/// Whether a visitor, by the token, or a user, by name, may say something about a room.
fn may_write(room: &Room, args: &[Value], user: Option<&UserId>, world: &World) -> bool {
    let token = args.get(2).and_then(|extra| extra.get("token")).and_then(Value::as_str).map(VisitorToken::from);
    if is_token_of(token.as_ref(), room) {
        return true;
    }
    let Some(user) = user.filter(|user| world.may_see(user, room)).and_then(|user| world.user(user)) else {
        return false;
    };
    let name = if world.shows_real_names() { &user.name } else { &user.username };
    name.is_some() && args.first().and_then(Value::as_str) == name.as_deref()
}

/// The first argument of a method.
fn argument<T: for<'de> Deserialize<'de>>(params: &[Value]) -> Result<T, Box<DdpError>> {
    params.first().and_then(|value| T::deserialize(value).ok()).ok_or_else(|| refusal::no_match().into())
}
