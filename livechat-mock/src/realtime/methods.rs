//! Methods, and what clients may write to streams.
//!
//! A method works on the world alone, so that it can be called over a socket or by REST. What it does to the connection it
//! returns, as an [`Effect`].

use std::time::Duration;

use livechat_sdk::{
    AuthToken, MessageId, RoomId, Timestamp, UserId, VisitorToken,
    ddp::{DdpError, Ejson, TYPING, USER_ACTIVITY},
    model::Room,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{errors, index::Stream, login::Login, reading::is_token_of};
use crate::{ServerVersion, World};

/// How long a login is valid according to the response. The mock's logins do not expire.
const LOGIN_LASTS: Duration = Duration::from_secs(90 * 24 * 60 * 60);

/// The result of a method and its effect.
pub(crate) type Outcome = Result<Done, Box<DdpError>>;

/// The outcome of a method that succeeded.
#[derive(Debug, Default)]
pub(crate) struct Done {
    pub(crate) result: Option<Value>,
    pub(crate) effect: Effect,
    /// Why the call was ignored silently.
    pub(crate) dropped: Option<&'static str>,
}

/// What a method does to its connection.
#[derive(Debug, Default)]
pub(crate) enum Effect {
    #[default]
    None,
    /// This user is logged in, with this token.
    LogIn(UserId, AuthToken),
    /// The user is logged out, and the token is invalid.
    LogOut,
    /// The visitor goes offline when the connection closes.
    Guest(VisitorToken),
    /// All other subscribers get what the caller wrote to the stream.
    Notify(Notification),
}

/// What a client writes to the stream of a room.
#[derive(Debug)]
pub(crate) struct Notification {
    pub(crate) room: RoomId,
    /// Whether it is the event of old clients.
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

/// The argument of `sendMessage`.
#[derive(Deserialize)]
struct Draft {
    #[serde(rename = "_id")]
    id: Option<MessageId>,
    rid: RoomId,
    msg: String,
}

/// Calls a method, as a user if there is a login. In replay mode there is no world.
pub(crate) fn call(
    method: &str,
    params: &[Value],
    user: Option<&UserId>,
    world: Option<&mut World>,
    now: Timestamp,
) -> Outcome {
    let world = || world.ok_or_else(|| Box::new(errors::no_world()));
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
            (false, _) => errors::from_server_error(&error),
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
    Ok(Done { result: Some(result), effect: Effect::LogIn(user, token), dropped: None })
}

/// Writes a message as the user who calls.
fn send_message(params: &[Value], user: Option<&UserId>, world: &mut World, now: Timestamp) -> Outcome {
    let rejected = |code: &str, reason: &str| {
        let mut error = DdpError::new(code, Some(reason));
        error.details = Some(json!({"method": "sendMessage"}));
        error
    };
    let user = user.ok_or_else(|| rejected("error-invalid-user", "Invalid user"))?;
    let Draft { id, rid, msg } = argument(params)?;
    let may_write = world.room(&rid).is_some_and(|room| room.is_open() && world.may_see(user, room));
    // The result is a message that exists already, but only if it is of this room.
    let known = id.as_ref().and_then(|id| world.messages.by_id(id.as_str()));
    if !may_write || known.is_some_and(|known| known.room_id.as_ref() != Some(&rid)) {
        return Err(rejected("error-not-allowed", "Not allowed").into());
    }
    let known = known.map(|known| known.id.clone());
    let written = known.or_else(|| world.agent_writes(&rid, id, user, &msg, now));
    let message = written.and_then(|id| world.messages.by_id(id.as_str()));
    let result = message.and_then(|message| serde_json::to_value(Ejson(message)).ok());
    Ok(Done { result, ..Done::default() })
}

/// Writes to a stream. What the caller may not write is dropped silently.
fn write(stream: Stream, params: &[Value], user: Option<&UserId>, world: &World) -> Outcome {
    let event = params.first().and_then(Value::as_str).ok_or_else(errors::no_match)?;
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
    Effect::Notify(Notification { room: room.id.clone(), is_old: about == TYPING, args: args.to_vec() }).done()
}

/// Whether a visitor, by the token, or a user, by name, may write to the stream of a room.
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
    params.first().and_then(|value| T::deserialize(value).ok()).ok_or_else(|| errors::no_match().into())
}
