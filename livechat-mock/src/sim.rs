//! What the server does, operation by operation: `sim/<resource>/<operation>.rs`, as the SDK's tree.

mod agents;
mod answer;
mod appearance;
mod authentication;
mod contacts;
mod custom_fields;
mod departments;
mod files;
mod find;
mod inquiries;
mod list;
mod livechat;
mod messages;
mod rooms;
mod transcripts;
mod triggers;
mod users;
mod visitors;

use std::net::IpAddr;

use http::{HeaderMap, header::COOKIE};
use livechat_sdk::{Endpoint, Timestamp, UserId};

pub(crate) use self::{agents::agent_info, answer::Answer, authentication::open_login};
use crate::{
    ServerError, World,
    engine::{Form, FormError},
    limiter::Rate,
    shape::Shape,
};

/// An operation that the mock serves.
pub(crate) trait Simulate: Endpoint {
    /// What the server checks of the arguments before it looks at anything else.
    const SHAPE: Shape;

    /// A rate limit of its own, in place of the server's usual one.
    const RATE: Option<Rate> = None;

    /// Whether there is a rate limit at all.
    const IS_LIMITED: bool = true;

    /// What the server does. Without it, the mock answers the documented example.
    const ANSWER: Option<Behaviour<Self>> = None;
}

/// Does what the server does, and words its answer.
pub(crate) type Behaviour<E> = fn(&E, &mut Call<'_>) -> Result<Answer, ServerError>;

/// One call, after login, permissions and the shape of the arguments were checked.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    pub(crate) world: &'a mut World,
    pub(crate) now: Timestamp,
    /// Who is logged in.
    pub(crate) caller: Option<&'a UserId>,
    pub(crate) headers: &'a HeaderMap,
    /// The form that was sent to an operation that takes one.
    pub(crate) form: Result<Form, FormError>,
    pub(crate) from: IpAddr,
}

impl Call<'_> {
    /// Whether the caller has a permission.
    pub(crate) fn is_permitted(&self, permission: &str) -> bool {
        self.caller.is_some_and(|caller| self.world.is_permitted(caller, permission))
    }

    /// A cookie of the request.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        let cookies = self.headers.get(COOKIE)?.to_str().ok()?.split(';');
        cookies.filter_map(|cookie| cookie.trim().split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
    }
}

/// Replaces what is stored by what is given, if it is.
pub(crate) fn keep_or<T>(stored: &mut Option<T>, given: Option<T>) {
    *stored = given.or(stored.take());
}
