use http::{HeaderMap, HeaderName, HeaderValue, Request, StatusCode, header::CONTENT_TYPE};
use subtle::ConstantTimeEq;

use super::{Event, EventKey};
use crate::{
    endpoint::{Omission, mend_surrogates},
    secret::WebhookToken,
    wire::JsonObject,
};

/// The header in which servers send the secret of the workspace's webhook.
pub const SECRET_HEADER: HeaderName = HeaderName::from_static("x-rocketchat-livechat-token");

/// The largest body that is read, in bytes: 10 MiB. Give your web framework this limit, or a lower one: bodies of events about
/// whole conversations have all of their messages.
pub const MAX_BODY_SIZE: usize = 10 << 20;

/// One try of a server's to tell of an event.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Delivery {
    /// The event.
    pub event: Event,
    /// What tells the event from others: the same for each try.
    pub key: EventKey,
    /// What was left out of the event because it cannot be read, in the order of the body. Empty for nearly all.
    pub omitted: Vec<Omission>,
}

/// Why a request is no event of the workspace.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The request does not show the secret: anybody may have sent it.
    #[error("the request has not the secret of the webhook in its header X-RocketChat-Livechat-Token")]
    Secret,
    /// The body is larger than [`MAX_BODY_SIZE`].
    #[error("the body has {length} bytes, of which at most {MAX_BODY_SIZE} are read")]
    #[non_exhaustive]
    TooLarge {
        /// The size of the body, in bytes.
        length: usize,
    },
    /// The body is no JSON object.
    #[error("the body is no JSON object")]
    NotJson,
}

impl ReadError {
    /// The status to respond with: 401, 413 or 400. Servers give the event up at each of them.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Secret => StatusCode::UNAUTHORIZED,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotJson => StatusCode::BAD_REQUEST,
        }
    }
}

/// Reads a request of a workspace's webhook, if it shows the secret.
///
/// `secret` is what the workspace has in its setting `Livechat_secret_token`. It is compared in constant time, before anything
/// of the body is read. An empty one lets nothing in: a workspace without a secret cannot be told from anybody else.
///
/// Of an event, a value that does not have the form that its type demands is left out alone, which [`Delivery::omitted`]
/// reports. An event of an unknown kind is [`Event::Other`].
///
/// # Errors
///
/// A wrong, missing or repeated secret; a body that is too large, or no JSON object.
pub fn read(headers: &HeaderMap, body: &[u8], secret: &WebhookToken) -> Result<Delivery, ReadError> {
    let mut sent = headers.get_all(SECRET_HEADER).iter();
    let expected = secret.expose().as_bytes();
    match (sent.next(), sent.next()) {
        (Some(sent), None) if !expected.is_empty() && bool::from(sent.as_bytes().ct_eq(expected)) => read_trusted(body),
        _ => Err(ReadError::Secret),
    }
}

/// Reads a body that is known to come from a workspace: one that was stored after [`read`] let it in, say.
///
/// # Errors
///
/// A body that is too large, or no JSON object.
pub fn read_trusted(body: &[u8]) -> Result<Delivery, ReadError> {
    if body.len() > MAX_BODY_SIZE {
        return Err(ReadError::TooLarge { length: body.len() });
    }
    let object = match serde_json::from_slice::<JsonObject>(body) {
        Ok(object) => object,
        // JavaScript writes halves of characters.
        Err(_) => {
            mend_surrogates(body).and_then(|mended| serde_json::from_slice(&mended).ok()).ok_or(ReadError::NotJson)?
        }
    };
    let (event, omitted) = Event::from_body(object);
    Ok(Delivery { event, key: EventKey::of(body), omitted })
}

/// The request by which a server tells of an event: for tests of your own handler.
///
/// ```
/// use livechat_sdk::{
///     WebhookToken,
///     webhook::{self, Conversation, ConversationMessage, Event},
/// };
///
/// let hi = ConversationMessage::by_visitor("guest-7", "Hi!", "2026-01-01T00:00:00.000Z".parse()?);
/// let event = Event::Message(Box::new(Conversation::new("vp3D9H8ud6HYvRpvq").messages([hi])));
/// let secret = WebhookToken::from("s3cret");
/// let request = webhook::request(&event, &secret)?;
/// let delivery = webhook::read(request.headers(), request.body(), &secret)?;
/// assert_eq!(delivery.event, event);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// A secret that no HTTP header can carry.
pub fn request(event: &Event, secret: &WebhookToken) -> Result<Request<Vec<u8>>, http::Error> {
    let mut request = Request::post("/").header(CONTENT_TYPE, "application/json");
    if !secret.expose().is_empty() {
        let mut value = HeaderValue::try_from(secret.expose())?;
        value.set_sensitive(true);
        request = request.header(SECRET_HEADER, value);
    }
    // Each key of an event is a text: it can always be written.
    request.body(serde_json::to_vec(event).unwrap_or_default())
}
