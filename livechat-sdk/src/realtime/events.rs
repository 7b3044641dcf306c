use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError, Weak},
    task::{Context, Poll},
};

use futures_core::Stream;

use super::{
    driver::Driver, error::RealtimeError, event::ChatEvent, feed::Feed, scope::Scope, shared::Shared, source::Source,
};
use crate::{
    client::Client,
    id::RoomId,
    secret::{AuthToken, VisitorToken},
    time::Timestamp,
};

/// What happens in a conversation, as it happens. Made by [`Chat::events`](crate::Chat::events),
/// [`Client::room_events`] and [`Client::my_events`].
///
/// **Each message once, in order.** The stream begins with the conversation so far, oldest message first, unless
/// [`since`](Self::since) says otherwise. It has each message once, as [`ChatEvent::MessageNew`]; later states of it are
/// [`ChatEvent::MessageChanged`], and never older than the one before. After a lost connection it subscribes anew and then
/// reads in the history what it missed. A message that the server itself tells late comes late: its `ts` says where it
/// belongs. Of messages that changed or were deleted while there was no connection, those that are told are the ones on
/// the pages of history that had to be read: the newest 50 at least.
///
/// **Connections.** It runs in a task of its own, from the first poll until it is dropped, and needs a tokio runtime with
/// time and I/O turned on. It pings after 20 seconds of silence and gives a connection up after 40; then, and whenever a
/// connection fails, it tries again after 0.5 seconds and up to 30, for ever. Where the server or a proxy refuses a
/// WebSocket, or three break in a row, it polls: every 10 seconds, while it tries for a WebSocket every minute. Polling
/// takes six of the ten calls a minute that servers allow for each operation.
///
/// **Slow readers** do not slow the connection down, and lose no message: 256 events wait, and while there is no room,
/// further new messages are left out, to be read in the history once half of the events are taken. Of several changes of
/// a message that wait, the last one counts. Who types is left out while there is no room.
///
/// **End.** After [`ChatEvent::Closed`] the stream of one room ends. After an error it ends, too: see [`RealtimeError`].
#[must_use = "a stream does nothing until it is polled"]
pub struct Events {
    start: Option<Start>,
    shared: Arc<Shared>,
}

/// What it takes to begin.
struct Start {
    scope: Scope,
    source: Source,
    since: Option<Timestamp>,
}

impl Events {
    pub(crate) fn of_visitor(
        client: Client,
        room_id: RoomId,
        token: VisitorToken,
        username: Option<String>,
        typist: &Typist,
    ) -> Self {
        let scope = Scope::Visitor { room_id: room_id.clone(), token: token.clone(), username };
        let events = Self::new(scope, Source::Visitor { client, room_id, token });
        typist.follow(&events.shared);
        events
    }

    fn new(scope: Scope, source: Source) -> Self {
        Self { start: Some(Start { scope, source, since: None }), shared: Arc::default() }
    }

    /// Leaves out the messages up to this moment, which is the `ts` of the last message that is known. What changes of
    /// those is told. Without effect once the stream was polled.
    pub fn since(mut self, ts: Timestamp) -> Self {
        if let Some(start) = &mut self.start {
            start.since = Some(ts);
        }
        self
    }

    /// The next event, or `None` at the end.
    ///
    /// # Errors
    ///
    /// What no new connection would put right: see [`RealtimeError`]. It is the last item.
    pub async fn next(&mut self) -> Option<Result<ChatEvent, RealtimeError>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    fn start(&self, start: Start) -> Result<(), RealtimeError> {
        let runtime = tokio::runtime::Handle::try_current().map_err(|_| RealtimeError::NoRuntime)?;
        let Start { scope, source, since } = start;
        if scope.login().is_some_and(|token| token.expose().is_empty()) {
            return Err(RealtimeError::NoLogin);
        }
        let now = tokio::time::Instant::now().into_std();
        let feed = Feed::new(scope, since, fastrand::Rng::new(), now);
        runtime.spawn(Driver::new(feed, source, Arc::clone(&self.shared)));
        Ok(())
    }
}

impl Stream for Events {
    type Item = Result<ChatEvent, RealtimeError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(start) = self.start.take()
            && let Err(error) = self.start(start)
        {
            self.shared.finish();
            return Poll::Ready(Some(Err(error)));
        }
        self.shared.poll_event(cx)
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        self.shared.leave();
    }
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").field("is_started", &self.start.is_none()).finish_non_exhaustive()
    }
}

impl Client {
    /// What happens in a room, for staff: messages, who types where the server tells, and the end. Needs a login.
    ///
    /// The history is that of [`ListRoomMessages`](crate::messages::ListRoomMessages), which has what visitor and agents
    /// wrote, and takes the permission `view-l-room`: what else the server notes is told as it happens, and is not caught
    /// up with. [`Client::write_message`] answers.
    ///
    /// ```no_run
    /// use livechat_sdk::ChatEvent;
    ///
    /// # async fn example(client: livechat_sdk::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let agent = client.log_in("agent", "their password").await?;
    /// let mut events = agent.room_events("vp3D9H8ud6HYvRpvq");
    /// while let Some(event) = events.next().await {
    ///     if let ChatEvent::MessageNew(message) = event? {
    ///         println!("{}", message.text);
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn room_events(&self, room_id: impl Into<RoomId>) -> Events {
        let scope = Scope::Room { room_id: room_id.into(), login: self.login_token() };
        Events::new(scope, Source::Staff { client: self.clone() })
    }

    /// What is written in all livechat rooms that the user who is logged in serves or joined: for bots. Needs a login.
    ///
    /// A room is in it from the first message that comes while the stream is read, and begins with what was said there
    /// before: what the visitor wrote in the queue, too. With [`Events::since`] older messages are left out. The stream
    /// tells when a room is closed, and does not end. After a lost connection it reads the history of the rooms that it
    /// has seen; a room that was new meanwhile comes with its next message.
    ///
    /// It takes the permission `view-l-room`. Each room takes a call of
    /// [`ListRoomMessages`](crate::messages::ListRoomMessages), of which servers allow ten a minute: a user who serves
    /// many rooms should have the permission `api-bypass-rate-limit`.
    ///
    /// ```no_run
    /// use livechat_sdk::ChatEvent;
    ///
    /// # async fn example(client: livechat_sdk::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let bot = client.log_in("bot", "its password").await?;
    /// let mut events = bot.my_events();
    /// while let Some(event) = events.next().await {
    ///     // Visitors' messages have a token.
    ///     if let ChatEvent::MessageNew(message) = event?
    ///         && let (Some(_), Some(room)) = (&message.token, &message.room_id)
    ///     {
    ///         bot.write_message(room, format!("You said: {}", message.text)).await?;
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn my_events(&self) -> Events {
        Events::new(Scope::Mine { login: self.login_token() }, Source::Staff { client: self.clone() })
    }

    /// The token of the login; blank without one.
    fn login_token(&self) -> AuthToken {
        self.auth_token().cloned().unwrap_or_else(|| AuthToken::from(""))
    }
}

/// Who types in a chat, told through the stream of events that was made last.
#[derive(Default)]
pub(crate) struct Typist(Mutex<Weak<Shared>>);

impl Typist {
    fn follow(&self, shared: &Arc<Shared>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Arc::downgrade(shared);
    }

    pub(crate) fn set(&self, is_typing: bool) {
        let shared = self.0.lock().unwrap_or_else(PoisonError::into_inner).upgrade();
        if let Some(shared) = shared {
            shared.set_typing(is_typing);
        }
    }
}

impl fmt::Debug for Typist {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Typist").finish_non_exhaustive()
    }
}
