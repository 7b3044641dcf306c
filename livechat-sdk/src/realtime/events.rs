use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    sync::Arc,
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

/// A stream of a conversation's events. Created by [`Chat::events`](crate::Chat::events), [`Client::room_events`] and
/// [`Client::my_events`].
///
/// **Each message once, in order.** The stream begins with the conversation so far, oldest message first, unless
/// [`since`](Self::since) is set. It delivers each message once, as [`ChatEvent::MessageNew`]; later states are
/// [`ChatEvent::MessageChanged`], and never older than the one before. After a lost connection it subscribes again and
/// then reads missed messages from the history. A message that the server itself delivers late comes late: its
/// [`created_at`](crate::model::Message::created_at) says where it belongs. Changes and deletions that happened without
/// a connection are delivered for the messages on the pages of history that had to be read: the newest 50 at least.
///
/// **Connections.** It runs in a task of its own, from the first poll until it is dropped, and needs a tokio runtime with
/// time and I/O enabled; by a [transport](crate::transport) with a clock of its own, any tokio runtime. It pings after 20
/// seconds of silence and closes a connection after 40. It reconnects with delays from 0.5 up to 30 seconds, without an
/// end.
///
/// **Polling.** Where the server or a proxy refuses a WebSocket, three break in a row before the server said anything, or
/// none works for 12 seconds for whatever reason, it polls every 10 seconds, and tries another WebSocket a minute after
/// the last. Polling takes six of the ten calls a minute that servers allow for each operation. After a call that failed
/// it waits as long as the server asks, from 0.25 up to 30 seconds otherwise. Whatever the server answers, a stream makes
/// 50 calls at once at most, and five in a second after those.
///
/// **Slow readers** do not slow the connection down and lose no message: 256 events are buffered. While the buffer is
/// full, further new messages are skipped and read from the history once half of the buffer is consumed. Of several
/// buffered changes of a message, only the last one is kept. Typing events are dropped while the buffer is full.
///
/// **What cannot be read** is left out: of a message the part, or else the message. [`ChatEvent::Omitted`] reports each once,
/// and all others come in order.
///
/// **End.** The stream of one room ends after [`ChatEvent::Closed`]. Every stream ends after an error: see
/// [`RealtimeError`].
#[must_use = "a stream does nothing until it is polled"]
pub struct Events {
    start: Option<Start>,
    shared: Arc<Shared>,
}

/// The arguments of the driver, until it is started.
struct Start {
    scope: Scope,
    source: Source,
    since: Option<Timestamp>,
}

impl Events {
    pub(crate) fn of_visitor(client: &Client, room_id: RoomId, token: VisitorToken, username: Option<String>) -> Self {
        let shared = Arc::default();
        client.streams().follow(&room_id, &token, &shared);
        let scope = Scope::Visitor { room_id: room_id.clone(), token: token.clone(), username };
        Self::sharing(shared, scope, Source::visitor(client, room_id, token))
    }

    fn new(scope: Scope, source: Source) -> Self {
        Self::sharing(Arc::default(), scope, source)
    }

    fn sharing(shared: Arc<Shared>, scope: Scope, source: Source) -> Self {
        Self { start: Some(Start { scope, source, since: None }), shared }
    }

    /// Skips the messages up to this point in time, which is the [`created_at`](crate::model::Message::created_at) of
    /// the last known message. Changes of those are still delivered. It has no effect once the stream was polled.
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
    /// An error that a new connection would not fix: see [`RealtimeError`]. It is the last item.
    pub async fn next(&mut self) -> Option<Result<ChatEvent, RealtimeError>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    fn start(&self, start: Start) -> Result<(), RealtimeError> {
        let runtime = tokio::runtime::Handle::try_current().map_err(|_| RealtimeError::NoRuntime)?;
        let Start { scope, source, since } = start;
        let renews_login = scope.login().is_some() && source.client().renews_login();
        if !renews_login && scope.login().is_some_and(|token| token.expose().is_empty()) {
            return Err(RealtimeError::NoLogin);
        }
        let clock = source.client().transport_clock();
        let mut feed = Feed::new(scope, since, fastrand::Rng::new(), clock.now());
        if renews_login {
            feed.renew_login();
        }
        runtime.spawn(Driver::new(feed, source, clock, Arc::clone(&self.shared)));
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
    /// A stream of a room's events, for staff: messages, typing where the server sends it, and the end. Requires a
    /// login.
    ///
    /// The history is that of [`ListRoomMessages`](crate::messages::ListRoomMessages), which has the messages of
    /// visitor and agents and requires the permission `view-l-room`. System messages are delivered live only. Reply
    /// with [`Client::write_message`].
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
        Events::new(scope, Source::staff(self))
    }

    /// A stream of the messages in all livechat rooms that the logged-in user serves or joined: for bots. Requires a
    /// login.
    ///
    /// A room enters the stream with its first live message, and begins with its history, the messages from the queue
    /// included. With [`Events::since`] older messages are skipped. The stream reports closed rooms, and does not end.
    /// After a lost connection it reads the history of the rooms that it has seen; a room that was opened meanwhile
    /// enters with its next message. Rooms that are [closed](ChatEvent::Closed), or that the user [has no access
    /// to](ChatEvent::Left) any more, are not read again.
    ///
    /// It takes the permission `view-l-room`. Each room takes a call of
    /// [`ListRoomMessages`](crate::messages::ListRoomMessages), of which servers allow ten a minute: a user who serves
    /// many rooms should have the permission `api-bypass-rate-limit`.
    ///
    /// ```no_run
    /// use livechat_sdk::{ChatEvent, chat::WriteMessage};
    ///
    /// # async fn example(client: livechat_sdk::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let bot = client.log_in("bot", "its password").await?;
    /// let mut events = bot.my_events();
    /// while let Some(event) = events.next().await {
    ///     // Visitors' messages have a token.
    ///     if let ChatEvent::MessageNew(message) = event?
    ///         && let (Some(_), Some(room)) = (&message.token, &message.room_id)
    ///     {
    ///         bot.write_message(WriteMessage::new(room, format!("You said: {}", message.text))).await?;
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn my_events(&self) -> Events {
        Events::new(Scope::Mine { login: self.login_token() }, Source::staff(self))
    }

    /// The token of the login; blank without one.
    fn login_token(&self) -> AuthToken {
        self.auth_token().unwrap_or_else(|| AuthToken::from(""))
    }
}
