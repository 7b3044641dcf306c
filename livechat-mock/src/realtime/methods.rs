//! Methods, and what may be written to streams.

use std::time::Duration;

use livechat_sdk::{
    MessageId, RoomId, UserId, VisitorToken,
    authentication::LogIn,
    ddp::{DdpError, Ejson, ServerFrame, TYPING, USER_ACTIVITY, USER_TYPING},
    model::Room,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Hub, RefusedFrame, Scene, SocketId,
    index::Stream,
    reading::{is_token_of, reader},
    refusal,
};
use crate::{ServerVersion, World, sim::open_login};

/// How long a login is valid, as the server says. The mock's logins do not end.
const LOGIN_LASTS: Duration = Duration::from_secs(90 * 24 * 60 * 60);

/// What a method answers: a value, nothing, or an error. Beside it, why nothing was done although nothing is refused.
type Outcome = Result<(Option<Value>, Option<&'static str>), Box<DdpError>>;

const DONE: Outcome = Ok((None, None));

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Guest {
    token: VisitorToken,
}

/// A login as it comes over a socket.
#[derive(Deserialize)]
struct Login {
    user: Option<Name>,
    password: Option<Value>,
    resume: Option<Value>,
    totp: Option<Totp>,
}

#[derive(Deserialize)]
struct Name {
    username: Option<String>,
    email: Option<String>,
}

/// A login with a second factor.
#[derive(Deserialize)]
struct Totp {
    login: Box<Login>,
    code: String,
}

/// A message to be written.
#[derive(Deserialize)]
struct Draft {
    #[serde(rename = "_id")]
    id: Option<MessageId>,
    rid: RoomId,
    msg: String,
}

impl Hub {
    /// Calls a method. Whatever comes of it, there is a `result`, and then an `updated`.
    pub(super) fn call(
        &mut self,
        socket: SocketId,
        id: String,
        method: &str,
        params: &[Value],
        scene: &mut Scene<'_>,
    ) -> Result<(), RefusedFrame> {
        let (outcome, name) = match method {
            "login" => (self.log_in(socket, params, scene), "login"),
            "logout" => (self.log_out(socket, scene), "logout"),
            "livechat:setUpConnection" => (self.set_up(socket, params), "livechat:setUpConnection"),
            "sendMessage" => (self.send_message(socket, params, scene), "sendMessage"),
            _ => match Stream::named(method) {
                Some(stream) => (self.write(socket, stream, params, scene), stream.name()),
                None => {
                    let error = DdpError::new(404, Some(&format!("Method '{method}' not found")));
                    (Err(error.into()), "of an unknown name")
                }
            },
        };
        let (result, error, why) = match outcome {
            Ok((result, why)) => (result, None, why),
            Err(error) => (None, Some(*error), Some("it was answered with an error")),
        };
        self.send(socket, &ServerFrame::Result { id: id.clone(), result, error }, scene.faults);
        self.send(socket, &ServerFrame::Updated { methods: vec![id] }, scene.faults);
        why.map_or(Ok(()), |why| Err(RefusedFrame(format!("the method {name}: {why}").into())))
    }

    fn log_in(&mut self, socket: SocketId, params: &[Value], scene: &mut Scene<'_>) -> Outcome {
        let world = scene.world.as_deref_mut().ok_or_else(refusal::no_world)?;
        let login: Login = argument(params)?;
        let is_resumed = login.resume.is_some();
        let (user, token) = open_login(&login.request()?, world).map_err(|error| {
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
        let expires = Ejson(scene.now.saturating_add(LOGIN_LASTS));
        let kind = if is_resumed { "resume" } else { "password" };
        let result = json!({"id": user, "token": token, "tokenExpires": expires, "type": kind});
        self.become_user(socket, Some(user), scene);
        Ok((Some(result), None))
    }

    fn log_out(&mut self, socket: SocketId, scene: &mut Scene<'_>) -> Outcome {
        self.become_user(socket, None, scene);
        DONE
    }

    fn become_user(&mut self, socket: SocketId, user: Option<UserId>, scene: &mut Scene<'_>) {
        if let Some(connection) = self.connections.get_mut(&socket) {
            connection.user = user;
        }
        self.check_again(socket, scene);
    }

    /// Lets a visitor count as offline when the connection ends. The first one stays.
    fn set_up(&mut self, socket: SocketId, params: &[Value]) -> Outcome {
        let Guest { token } = argument(params)?;
        if let Some(connection) = self.connections.get_mut(&socket) {
            connection.guest.get_or_insert(token);
        }
        DONE
    }

    /// Writes a message as the user who is logged in.
    fn send_message(&mut self, socket: SocketId, params: &[Value], scene: &mut Scene<'_>) -> Outcome {
        let user = self.connections.get(&socket).and_then(|connection| reader(connection.user.as_ref(), scene));
        let world = scene.world.as_deref_mut().ok_or_else(refusal::no_world)?;
        let details = || json!({"method": "sendMessage"});
        let refused = |code: &str, reason: &str| {
            let mut error = DdpError::new(code, Some(reason));
            error.details = Some(details());
            error
        };
        let user = user.ok_or_else(|| refused("error-invalid-user", "Invalid user"))?;
        let Draft { id, rid, msg } = argument(params)?;
        let may_write = world.room(&rid).is_some_and(|room| room.is_open() && world.may_see(&user, room));
        if !may_write {
            return Err(refused("error-not-allowed", "Not allowed").into());
        }
        // A message that is there already is answered as it is, unless it is another room's.
        let known = id.as_ref().and_then(|id| world.messages.by_id(id.as_str()));
        if known.is_some_and(|message| message.room_id.as_ref() != Some(&rid)) {
            return Err(refused("error-not-allowed", "Not allowed").into());
        }
        let known = known.map(|message| message.id.clone());
        let written = known.or_else(|| world.agent_writes(&rid, id, &user, &msg, scene.now));
        let message = written.and_then(|id| world.messages.by_id(id.as_str()));
        Ok((message.and_then(|message| serde_json::to_value(Ejson(message)).ok()), None))
    }

    /// Passes on what a client says to all others who read it. What may not be written is dropped, and the client is
    /// told nothing.
    fn write(&mut self, socket: SocketId, stream: Stream, params: &[Value], scene: &mut Scene<'_>) -> Outcome {
        let event = params.first().and_then(Value::as_str).ok_or_else(refusal::no_match)?;
        let user = self.connections.get(&socket).and_then(|connection| reader(connection.user.as_ref(), scene));
        let world = scene.world.as_deref().ok_or_else(refusal::no_world)?;
        let dropped = |why| Ok((None, Some(why)));
        let is_old = world.server_version() == ServerVersion::V7_0;
        let is_known = |about: &str| about == USER_ACTIVITY || (about == TYPING && is_old);
        let named = event.split_once('/').filter(|(_, about)| stream == Stream::NotifyRoom && is_known(about));
        let Some((room, about)) = named else {
            return dropped("of streams, clients write only user-activity of stream-notify-room; it was dropped");
        };
        let room = RoomId::from(room);
        let Some(found) = world.room(&room) else { return dropped("there is no such room; it was dropped") };
        let args = params.get(1..).unwrap_or_default();
        if !may_write(found, args, user.as_ref(), world) {
            return dropped(
                "params[3].token is not the one that the room was opened with, nor is the name in params[1] that of a \
                 user who is logged in and may see the room; it was dropped",
            );
        }
        if about == TYPING {
            self.typing(&room, socket, event, args, scene);
        } else {
            self.activity(world, &room, Some(socket), args, scene.faults);
        }
        DONE
    }

    /// The words of old clients, which old servers also say in those of new ones.
    fn typing(&mut self, room: &RoomId, socket: SocketId, event: &str, args: &[Value], scene: &mut Scene<'_>) {
        let but = Some(socket);
        self.emit_but(but, Stream::NotifyRoom, event, scene.faults, || args.to_vec());
        let is_typing = args.get(1) == Some(&Value::Bool(true));
        let mirrored = || {
            let activities = if is_typing { json!([USER_TYPING]) } else { json!([]) };
            let mut mirrored = vec![args.first().cloned().unwrap_or_default(), activities];
            mirrored.extend(args.get(2).cloned());
            mirrored
        };
        let event = livechat_sdk::ddp::room_event(room, USER_ACTIVITY);
        self.emit_but(but, Stream::NotifyRoom, &event, scene.faults, mirrored);
    }
}

impl Login {
    /// As REST has it.
    fn request(self) -> Result<LogIn, Box<DdpError>> {
        let (login, code) = match self.totp {
            Some(Totp { login, code }) => (*login, Some(code)),
            None => (self, None),
        };
        let user = login.user.and_then(|name| name.username.or(name.email));
        let fields = [
            ("user", user.map(Value::from)),
            ("password", login.password),
            ("resume", login.resume),
            ("code", code.map(Value::from)),
        ];
        let fields = fields.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
        serde_json::from_value(Value::Object(fields.collect())).map_err(|_| refusal::no_match().into())
    }
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
