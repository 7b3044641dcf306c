//! Webhooks: what a workspace tells of its conversations, received by your own web server.
//!
//! A workspace sends each event as `POST` to the address in its setting `Livechat_webhookUrl`; settings such as
//! `Livechat_webhook_on_close` choose which. [`SetIntegrationSettings`](crate::integrations::SetIntegrationSettings) sets
//! them all, and [`TestWebhook`](crate::integrations::TestWebhook) has an example sent.
//!
//! # Receive, acknowledge, handle once
//!
//! [`read`] is all that a handler needs. It works with every web framework: hand it the headers and the body.
//!
//! ```
//! use http::{HeaderMap, StatusCode};
//! use livechat_sdk::{WebhookToken, webhook::{self, Event, RecentEvents}};
//!
//! struct App {
//!     secret: WebhookToken,
//!     recent: RecentEvents,
//! }
//!
//! fn handle(app: &App, headers: &HeaderMap, body: &[u8]) -> StatusCode {
//!     let delivery = match webhook::read(headers, body, &app.secret) {
//!         Ok(delivery) => delivery,
//!         Err(error) => return error.status(),
//!     };
//!     if app.recent.insert(delivery.key) {
//!         match delivery.event {
//!             Event::Message(conversation) => println!("{:?}", conversation.messages),
//!             Event::Closed(conversation) => println!("{} was closed", conversation.room_id),
//!             _ => {}
//!         }
//!     }
//!     StatusCode::OK
//! }
//! # let app = App { secret: "s3cret".into(), recent: RecentEvents::default() };
//! # let event = Event::Closed(Box::new(livechat_sdk::webhook::Conversation::new("vp3D9H8ud6HYvRpvq")));
//! # let (parts, body) = webhook::request(&event, &app.secret)?.into_parts();
//! # assert_eq!(handle(&app, &parts.headers, &body), 200);
//! # assert_eq!(handle(&app, &HeaderMap::new(), &body), 401);
//! # Ok::<(), http::Error>(())
//! ```
//!
//! 1. **Receive.** A body that [`read`] refuses is answered with [`ReadError::status`], and the server gives it up.
//! 2. **Acknowledge** with status 200 and an empty body, and soon: hand work that takes longer than a second to a task or to a
//!    queue. The server stores the text of the answer in the room as its
//!    [`crm_data`](crate::model::Room::crm_data), which comes back with later events.
//! 3. **Handle once.** An event may come more than once, because an answer was late or lost. [`Delivery::key`] is the same
//!    then, and [`RecentEvents`] knows the last ones. If events must survive a restart of yours, implement [`EventStore`] on
//!    your database and call [`receive`]: the event is stored before it is acknowledged.
//!
//! # What servers promise
//!
//! As servers from 7 have it; what older ones do is not established.
//!
//! - An event is tried **five times** at most, with four times `Livechat_http_timeout` between two tries: 20 seconds, by
//!   default, so that the last try ends within two minutes. Servers do not keep what is to be sent over a restart of theirs.
//! - Only **status 200** is a success. 429, 500 and above, no answer within the time-out (5 seconds by default), and failed
//!   connections are tried again. Any other status, such as 204, 302 or 401, **gives the event up** at once.
//! - Events are **not ordered** among themselves, even of one room: go by the times in them.
//! - **No event has an id.** [`Delivery::key`] is made from the body. So two events whose bodies are equal cannot be told
//!   apart: a room edited twice and left the same, or handed on twice within a millisecond.
//! - Without a secret in `Livechat_secret_token`, the server sends no header, and [`read`] lets nothing in.

mod conversation;
mod event;
mod key;
mod offline_message;
mod once;
mod read;
#[cfg(test)]
mod tests;

pub use self::{
    conversation::{Conversation, ConversationAgent, ConversationMessage, ConversationVisitor, FileUpload},
    event::{Event, OtherEvent},
    key::EventKey,
    offline_message::{OfflineMessage, OfflineVisitor},
    once::{EventStore, ReceiveError, RecentEvents, receive},
    read::{Delivery, MAX_BODY_SIZE, ReadError, SECRET_HEADER, read, read_trusted, request},
};
