//! Method calls over a connection.

use std::borrow::Cow;

use livechat_sdk::{
    AuthToken, UserId,
    ddp::{ServerFrame, TYPING, USER_ACTIVITY, USER_TYPING, room_event},
};
use serde_json::{Value, json};

use super::{
    Context, Hub, RejectedFrame, SocketId,
    index::Stream,
    methods::{self, Done, Effect, Notification, Surroundings},
    reading::reader,
};

impl Hub {
    /// Calls a method. In any case, a `result` follows, and then an `updated`.
    pub(super) fn call(
        &mut self,
        socket: SocketId,
        id: String,
        method: &str,
        params: &[Value],
        context: &mut Context<'_>,
    ) -> Result<(), RejectedFrame> {
        let user = self.connections.get(&socket).and_then(|connection| reader(connection.user.as_ref(), context));
        let surroundings = Surroundings {
            user: user.as_ref(),
            world: context.world.as_deref_mut(),
            limiter: context.limiter.as_deref_mut(),
            find: context.find,
            now: context.now,
        };
        let outcome = methods::call(method, params, surroundings);
        let (result, error, why) = match outcome {
            Ok(Done { result, effect, dropped }) => {
                self.take_effect(socket, effect, context);
                (result, None, dropped)
            }
            Err(failure) => {
                let why = failure.unsaid().map_or(Cow::Borrowed("the result is an error"), Cow::Owned);
                (None, Some(failure.sanitized()), Some(why))
            }
        };
        self.send(socket, &ServerFrame::Result { id: id.clone(), result, error }, context.faults);
        self.send(socket, &ServerFrame::Updated { methods: vec![id] }, context.faults);
        why.map_or(Ok(()), |why| {
            Err(RejectedFrame(format!("the method {}: {why}", methods::known(method, context.find)).into()))
        })
    }

    fn take_effect(&mut self, socket: SocketId, effect: Effect, context: &mut Context<'_>) {
        match effect {
            Effect::None => {}
            Effect::LogIn(user, token) => {
                self.become_user(socket, Some(user), Some(token), context);
            }
            Effect::LogOut => {
                if let Some(token) = self.become_user(socket, None, None, context)
                    && let Some(world) = context.world.as_deref_mut()
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
            Effect::Notify(notification) => self.notify_others(socket, &notification, context),
        }
    }

    /// Sets who is logged in on a connection. Returns the token of the previous login.
    fn become_user(
        &mut self,
        socket: SocketId,
        user: Option<UserId>,
        token: Option<AuthToken>,
        context: &mut Context<'_>,
    ) -> Option<AuthToken> {
        let connection = self.connections.get_mut(&socket)?;
        connection.user = user;
        let before = std::mem::replace(&mut connection.login, token);
        self.revalidate(socket, context);
        before
    }

    fn notify_others(
        &mut self,
        socket: SocketId,
        Notification { room, is_old, args }: &Notification,
        context: &mut Context<'_>,
    ) {
        let Some(world) = context.world.as_deref() else { return };
        if !is_old {
            self.activity(world, room, Some(socket), args, context.faults);
            return;
        }
        // The event of old clients, which old servers also send as the event of new ones.
        let but = Some(socket);
        self.emit_but(but, Stream::NotifyRoom, &room_event(room, TYPING), context.faults, || args.clone());
        self.emit_but(but, Stream::NotifyRoom, &room_event(room, USER_ACTIVITY), context.faults, || {
            let activities = if args.get(1) == Some(&Value::Bool(true)) { json!([USER_TYPING]) } else { json!([]) };
            let mut mirrored = vec![args.first().cloned().unwrap_or_default(), activities];
            mirrored.extend(args.get(2).cloned());
            mirrored
        });
    }
}
