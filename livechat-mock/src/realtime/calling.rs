//! Methods that come over a connection.

use livechat_sdk::{
    AuthToken, UserId,
    ddp::{ServerFrame, TYPING, USER_ACTIVITY, USER_TYPING, room_event},
};
use serde_json::{Value, json};

use super::{
    Hub, RefusedFrame, Scene, SocketId,
    index::Stream,
    methods::{self, Done, Effect, Saying},
    reading::reader,
};

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
        let user = self.connections.get(&socket).and_then(|connection| reader(connection.user.as_ref(), scene));
        let outcome = methods::call(method, params, user.as_ref(), scene.world.as_deref_mut(), scene.now);
        let (result, error, why) = match outcome {
            Ok(Done { result, effect, dropped }) => {
                self.take_effect(socket, effect, scene);
                (result, None, dropped)
            }
            Err(error) => (None, Some(*error), Some("it was answered with an error")),
        };
        self.send(socket, &ServerFrame::Result { id: id.clone(), result, error }, scene.faults);
        self.send(socket, &ServerFrame::Updated { methods: vec![id] }, scene.faults);
        why.map_or(Ok(()), |why| Err(RefusedFrame(format!("the method {}: {why}", methods::known(method)).into())))
    }

    fn take_effect(&mut self, socket: SocketId, effect: Effect, scene: &mut Scene<'_>) {
        match effect {
            Effect::None => {}
            Effect::Become(user, token) => {
                self.become_user(socket, Some(user), Some(token), scene);
            }
            Effect::LogOut => {
                if let Some(token) = self.become_user(socket, None, None, scene)
                    && let Some(world) = scene.world.as_deref_mut()
                {
                    world.log_out(&token);
                }
            }
            Effect::Guest(token) => {
                if let Some(connection) = self.connections.get_mut(&socket) {
                    // The first one stays.
                    connection.guest.get_or_insert(token);
                }
            }
            Effect::Say(saying) => self.say(socket, &saying, scene),
        }
    }

    /// Gives a connection to somebody, and answers the login that it had.
    fn become_user(
        &mut self,
        socket: SocketId,
        user: Option<UserId>,
        token: Option<AuthToken>,
        scene: &mut Scene<'_>,
    ) -> Option<AuthToken> {
        let connection = self.connections.get_mut(&socket)?;
        connection.user = user;
        let before = std::mem::replace(&mut connection.login, token);
        self.check_again(socket, scene);
        before
    }

    fn say(&mut self, socket: SocketId, Saying { room, is_old, args }: &Saying, scene: &mut Scene<'_>) {
        let Some(world) = scene.world.as_deref() else { return };
        if !is_old {
            self.activity(world, room, Some(socket), args, scene.faults);
            return;
        }
        // The words of old clients, which old servers also say in those of new ones.
        let but = Some(socket);
        self.emit_but(but, Stream::NotifyRoom, &room_event(room, TYPING), scene.faults, || args.clone());
        self.emit_but(but, Stream::NotifyRoom, &room_event(room, USER_ACTIVITY), scene.faults, || {
            let activities = if args.get(1) == Some(&Value::Bool(true)) { json!([USER_TYPING]) } else { json!([]) };
            let mut mirrored = vec![args.first().cloned().unwrap_or_default(), activities];
            mirrored.extend(args.get(2).cloned());
            mirrored
        });
    }
}
