//! Methods, and what clients may write to streams.
//!
//! A method works on the world alone, so that it can be called over a socket or by REST. What it does to the connection it
//! returns, as an [`Effect`].

use std::{borrow::Cow, sync::LazyLock, time::Duration};

use livechat_sdk::{
    AuthToken, RoomId, Timestamp, UserId, VisitorToken,
    ddp::{DdpError, Ejson, TYPING, USER_ACTIVITY},
    model::Room,
};
use serde::Deserialize;
use serde_json::{Value, json};

pub(crate) use super::errors::{Failure, no_method};
use super::{
    errors,
    index::Stream,
    login::{self, Login},
    reading::is_token_of,
};
use crate::{
    ServerError, ServerVersion, World,
    contract::Contract,
    limiter::{self, Called, Limit, Limiter},
    world::{Draft, NOT_ALLOWED, NOT_KEPT},
};

/// How long a login is valid according to the response. The mock's logins do not expire.
const LOGIN_LASTS: Duration = Duration::from_secs(90 * 24 * 60 * 60);

/// The result of a method and its effect.
pub(crate) type Outcome = Result<Done, Failure>;

/// A method beside those of realtime itself.
pub(crate) trait Method: Send + Sync {
    fn name(&self) -> &'static str;

    /// Does what it is for, as this user, if there is a login.
    fn call(&self, params: &[Value], user: Option<&UserId>, world: &mut World, now: Timestamp) -> Outcome;

    /// How many calls of it are taken from all callers together.
    fn limit(&self) -> Option<Limit> {
        None
    }
}

/// Finds a method among those that servers of a version have beside those of realtime itself.
pub(crate) type Find = fn(&str, ServerVersion) -> Result<&'static dyn Method, Failure>;

/// What a call has access to.
pub(crate) struct Surroundings<'a> {
    pub(crate) user: Option<&'a UserId>,
    /// `None` in replay mode.
    pub(crate) world: Option<&'a mut World>,
    /// `None` where calls are not limited.
    pub(crate) limiter: Option<&'a mut Limiter>,
    pub(crate) find: Find,
    pub(crate) now: Timestamp,
}

/// The outcome of a method that succeeded.
#[derive(Debug, Default)]
pub(crate) struct Done {
    pub(crate) result: Option<Value>,
    pub(crate) effect: Effect,
    /// Why the call was ignored silently.
    pub(crate) dropped: Option<Cow<'static, str>>,
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

/// The argument of `livechat:setUpConnection`.
static GUEST: LazyLock<Contract> = LazyLock::new(|| Contract::stated("match {token:string}"));

/// The argument of `sendMessage`. Dates are looked at beside it.
static DRAFT: LazyLock<Contract> = LazyLock::new(|| {
    Contract::stated(
        "match {_id?:string, rid?:string, msg?:string, tmid?:string, t?:string, e2e?:string, tshow?:boolean, \
         groupable?:boolean, sentByEmail?:boolean, ts?:any, bot?:{...}, content?:{...}, e2eMentions?:{...}, \
         customFields?:{...}, federation?:{...}}",
    )
});

#[derive(Deserialize)]
struct Guest {
    token: VisitorToken,
}

/// The method that ties a connection to a visitor.
const SET_UP_CONNECTION: &str = "livechat:setUpConnection";
const SEND_MESSAGE: &str = "sendMessage";

/// How many messages a user may write in how long, unless a permission lifts the limit.
const SENDING: Limit = Limit { calls: 5, millis: 1000 };

/// Calls a method.
pub(crate) fn call(method: &str, params: &[Value], surroundings: Surroundings<'_>) -> Outcome {
    let Surroundings { user, world, limiter, find, now } = surroundings;
    let version = world.as_deref().map(World::server_version).unwrap_or_default();
    let world = || world.ok_or_else(|| Failure::from(errors::no_world()));
    match method {
        "login" => log_in(params, world()?, now),
        "logout" => Effect::LogOut.done(),
        SET_UP_CONNECTION if version.has_livechat_methods() => {
            let Guest { token } = argument(&GUEST, params)?;
            Effect::Guest(token).done()
        }
        SEND_MESSAGE => {
            let world = world()?;
            if !user.is_some_and(|user| world.is_permitted(user, "send-many-messages")) {
                count(limiter, SEND_MESSAGE, SENDING, limiter::Caller::User(user.cloned()), now)?;
            }
            send_message(params, user, world, now)
        }
        _ => match Stream::named(method) {
            Some(stream) => write(stream, params, user, world()?),
            None => {
                let method = find(method, version)?;
                if let Some(limit) = method.limit() {
                    count(limiter, method.name(), limit, limiter::Caller::Everybody, now)?;
                }
                method.call(params, user, world()?, now)
            }
        },
    }
}

/// Counts a call, and refuses it if it is one too many.
fn count(
    limiter: Option<&mut Limiter>,
    method: &'static str,
    limit: Limit,
    by: limiter::Caller,
    now: Timestamp,
) -> Result<(), Failure> {
    let quota = limiter.map(|limiter| limiter.take(Called::Method(method), limit, by, now));
    match quota.filter(|quota| quota.exceeded) {
        Some(quota) => Err(errors::too_many_calls(&quota, now).into()),
        None => Ok(()),
    }
}

/// A method's name for a log: one that clients make up may be anything.
pub(super) fn known(method: &str, find: Find) -> &str {
    const KNOWN: [&str; 4] = ["login", "logout", SET_UP_CONNECTION, SEND_MESSAGE];
    let known = KNOWN.into_iter().find(|known| *known == method);
    known
        .or_else(|| Stream::named(method).map(Stream::name))
        .or_else(|| find(method, ServerVersion::V7_0).ok().map(Method::name))
        .unwrap_or("of an unknown name")
}

fn log_in(params: &[Value], world: &mut World, now: Timestamp) -> Outcome {
    let login = params.first().and_then(|login| Login::deserialize(login).ok()).ok_or_else(login::no_match)?;
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

/// Writes a message as the user who calls. Servers keep to themselves why they refuse one, but for who may not write.
fn send_message(params: &[Value], user: Option<&UserId>, world: &mut World, now: Timestamp) -> Outcome {
    let is_date = |ts: &Value| ts["$date"].is_number();
    let draft: Draft = argument(&DRAFT, params)?;
    if params.first().and_then(|draft| draft.get("ts")).is_some_and(|ts| !is_date(ts)) {
        return Err(Failure::mismatch_of("Match error: Expected Date in field ts"));
    }
    let previews = params.get(1).filter(|previews| !previews.is_null()).map(Vec::<String>::deserialize);
    let previews = previews.transpose().map_err(|_| {
        Failure::mismatch_of("Match error: Failed Match.OneOf, Match.Maybe or Match.Optional validation")
    })?;
    let rejected = |code: &str, reason: Option<&str>| Failure::in_method(code, reason, SEND_MESSAGE);
    let user = user.ok_or_else(|| rejected("error-invalid-user", Some("Invalid user")))?;
    // Of the kinds that there are, users write one alone.
    let kind = params.first().and_then(|draft| draft["t"].as_str());
    if kind.is_some_and(|kind| kind != "e2e") {
        return Err(Failure::plain("Cannot send system messages using 'sendMessage'"));
    }
    match world.send(Some(user), &draft, &previews.unwrap_or_default(), now) {
        Ok(id) => {
            let message = world.message(&id);
            let result = message.and_then(|message| serde_json::to_value(Ejson(message)).ok());
            Ok(Done { result, ..Done::default() })
        }
        Err(error) => match error.body()["error"].as_str().unwrap_or_default() {
            NOT_ALLOWED => Err(rejected(NOT_ALLOWED, None)),
            NOT_KEPT => Err(rejected(NOT_KEPT, error.hint_text())),
            _ => Ok(Done { dropped: Some(unsaid(&error).into()), ..Done::default() }),
        },
    }
}

/// An error that the caller is not told.
fn unsaid(error: &ServerError) -> String {
    let text = error.body()["error"].as_str().unwrap_or_default();
    let hint = error.hint_text().map(|hint| format!(" ({hint})")).unwrap_or_default();
    format!("servers do not tell the caller what is wrong: {text}{hint}")
}

/// Writes to a stream. What the caller may not write is dropped silently.
fn write(stream: Stream, params: &[Value], user: Option<&UserId>, world: &World) -> Outcome {
    let event = params
        .first()
        .and_then(Value::as_str)
        .ok_or_else(|| Failure::mismatch_of("Match error: Expected string, got another type"))?;
    let dropped = |why: &'static str| Ok(Done { dropped: Some(why.into()), ..Done::default() });
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

/// The first argument of a method, which a contract describes.
fn argument<T: for<'de> Deserialize<'de>>(contract: &Contract, params: &[Value]) -> Result<T, Failure> {
    let Some(mut value) = params.first().cloned() else {
        return Err(Failure::mismatch_of("Match error: Expected object, got undefined"));
    };
    contract.check_body(&mut value, ServerVersion::default()).map_err(|error| Failure::mismatch(&error))?;
    T::deserialize(value).map_err(|_| Failure::mismatch_of("Match error: Failed Match.Where validation"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Dialect;

    #[test]
    fn arguments_are_described_as_contracts_are() {
        for contract in [&GUEST, &DRAFT] {
            assert_eq!(contract.dialect, Dialect::Match);
        }
    }
}
