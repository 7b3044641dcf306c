//! Subscriptions, and who may read what.

use livechat_sdk::{
    UserId, VisitorToken,
    ddp::{DdpError, MY_MESSAGES, ServerFrame, SubOptions},
    model::Room,
};
use serde_json::Value;

use super::{
    Context, Hub, LONGEST_NAME, RejectedFrame, SUBSCRIPTIONS, SocketId,
    connection::Subscription,
    errors,
    index::{Reader, Stream},
};
use crate::{Edition, World};

/// The error for a rejected subscription, and the reason for the log.
struct Rejection {
    error: Box<DdpError>,
    why: &'static str,
}

impl Rejection {
    fn not_allowed(why: &'static str) -> Self {
        Self { error: errors::not_allowed().into(), why }
    }
}

impl Hub {
    pub(super) fn subscribe(
        &mut self,
        socket: SocketId,
        id: String,
        collection: &str,
        params: &[Value],
        context: &mut Context<'_>,
    ) -> Result<(), RejectedFrame> {
        let Some(connection) = self.connections.get(&socket) else { return Ok(()) };
        if connection.subscriptions.contains_key(&id) {
            return Ok(());
        }
        let user = reader(connection.user.as_ref(), context);
        let options = SubOptions::read(params.get(1));
        let granted = if connection.subscriptions.len() >= SUBSCRIPTIONS || id.len() > LONGEST_NAME {
            let message = format!(
                "livechat-mock allows {SUBSCRIPTIONS} subscriptions on a connection, with ids of {LONGEST_NAME} bytes"
            );
            let error = DdpError::new("too-many-subscriptions", Some(&message));
            Err(Rejection {
                error: error.into(),
                why: "a connection may have 1000 subscriptions, with ids of 256 bytes",
            })
        } else {
            grant(collection, params.first(), &options, user.as_ref(), context)
        };
        let reads = match granted {
            Ok(reads) => reads,
            Err(Rejection { error, why }) => {
                self.send(socket, &ServerFrame::Nosub { id, error: Some(*error) }, context.faults);
                return Err(RejectedFrame(format!("a sub of {}: {why}", known(collection)).into()));
            }
        };
        self.subscriptions += 1;
        let number = self.subscriptions;
        if let Some((stream, event)) = &reads {
            self.index.add(*stream, event, Reader { socket, number });
            if options.use_collection {
                self.send(socket, &ServerFrame::stream_added(stream.name(), event), context.faults);
            }
        }
        if let Some(connection) = self.connections.get_mut(&socket) {
            connection.subscriptions.insert(id.clone(), Subscription { reads, number, options });
        }
        self.send(socket, &ServerFrame::Ready { subs: vec![id] }, context.faults);
        Ok(())
    }

    /// Ends subscriptions that the user who is logged in now may not read.
    pub(super) fn revalidate(&mut self, socket: SocketId, context: &mut Context<'_>) {
        let Some(connection) = self.connections.get(&socket) else { return };
        let user = reader(connection.user.as_ref(), context);
        let is_over = |subscription: &Subscription| {
            let world = context.world.as_deref();
            subscription.reads.as_ref().zip(world).is_some_and(|((stream, event), world)| {
                may_read(*stream, event, &subscription.options, user.as_ref(), world).is_err()
            })
        };
        let over = connection.subscriptions.iter().filter(|(_, subscription)| is_over(subscription));
        let over: Vec<_> = over.map(|(id, _)| id.clone()).collect();
        for id in over {
            self.end(socket, &id);
            self.send(socket, &ServerFrame::Nosub { id, error: Some(errors::not_allowed()) }, context.faults);
        }
    }
}

/// The user who reads: the one who is logged in, or the administrator where every caller counts as such.
pub(super) fn reader(user: Option<&UserId>, context: &Context<'_>) -> Option<UserId> {
    let world = context.world.as_deref()?;
    user.cloned().or_else(|| context.no_auth.then(|| world.administrator().clone()))
}

/// What a subscription reads, if it may.
fn grant(
    collection: &str,
    event: Option<&Value>,
    options: &SubOptions,
    user: Option<&UserId>,
    context: &mut Context<'_>,
) -> Result<Option<(Stream, String)>, Rejection> {
    if context.faults.refuses_subscription() {
        return Err(Rejection::not_allowed("by a fault"));
    }
    if collection == "meteor.loginServiceConfiguration" {
        return Ok(None);
    }
    let Some(stream) = Stream::named(collection) else {
        let error = DdpError::new(404, Some(&format!("Subscription '{collection}' not found")));
        return Err(Rejection { error: error.into(), why: "there is no such collection" });
    };
    let Some(world) = context.world.as_deref() else {
        return Err(Rejection { error: errors::no_world().into(), why: "in replay mode there is no world" });
    };
    let Some(event) = event.and_then(Value::as_str) else {
        return Err(Rejection { error: errors::no_match().into(), why: "params[0] has to be the event's name" });
    };
    if event.is_empty() {
        let error = DdpError::new("invalid-event-name", None);
        return Err(Rejection { error: error.into(), why: "the event's name is empty" });
    }
    may_read(stream, event, options, user, world).map_err(Rejection::not_allowed)?;
    Ok(Some((stream, event.to_owned())))
}

/// Whether a visitor with these extra data, or a user, may read an event; if not, why.
fn may_read(
    stream: Stream,
    event: &str,
    options: &SubOptions,
    user: Option<&UserId>,
    world: &World,
) -> Result<(), &'static str> {
    if event.len() > LONGEST_NAME {
        return Err("the event's name is too long");
    }
    if (stream, event) == (Stream::RoomMessages, MY_MESSAGES) {
        return user.map(|_| ()).ok_or("without a login there are no rooms of one's own");
    }
    let room = match stream {
        Stream::NotifyRoom => event.split_once('/').map_or(event, |(room, _)| room),
        Stream::RoomMessages | Stream::LivechatRoom => event,
        Stream::CannedResponses => {
            let may_view = user.is_some_and(|user| world.is_permitted(user, "view-canned-responses"));
            let is_licensed = world.edition() == Edition::Enterprise;
            return if may_view && is_licensed { Ok(()) } else { Err(NO_CANNED_RESPONSES) };
        }
    };
    let Some(room) = world.room(room) else { return Err("there is no such room") };
    let (given, key) = match stream {
        Stream::NotifyRoom => (options.token(), "token"),
        _ => (options.visitor_token(), "visitorToken"),
    };
    if is_token_of(given.as_ref(), room) {
        return Ok(());
    }
    // Only visitors read this stream.
    if stream != Stream::LivechatRoom && user.is_some_and(|user| world.may_see(user, room)) {
        return Ok(());
    }
    Err(match (given.is_some(), user.is_some(), key) {
        (true, ..) => "the token is not the one that the room was opened with",
        (false, true, _) => "the user who is logged in may not see the room, and no visitor's token was given",
        (false, false, "token") => "params[1].args[0].token is missing",
        (false, false, _) => "params[1].args[0].visitorToken is missing",
    })
}

const NO_CANNED_RESPONSES: &str =
    "canned responses take a login with the permission view-canned-responses, and a licence";

/// Whether a token opened a room.
pub(super) fn is_token_of(token: Option<&VisitorToken>, room: &Room) -> bool {
    token.is_some() && room.visitor.token.as_ref() == token
}

/// A name for a log: one that clients make up may be anything.
fn known(collection: &str) -> &str {
    Stream::named(collection).map_or("an unknown collection", Stream::name)
}
