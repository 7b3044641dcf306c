//! Calls whose arguments and response are JSON, so that neither has to fit its type.

use std::{fmt, marker::PhantomData, pin::Pin};

use bytes::Bytes;
use livechat_sdk::{
    Client, Error,
    endpoint::{Endpoint, Meta},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// Calls an operation with these arguments.
pub(super) type Ask = fn(&Client, Value) -> Asking<'_>;

/// A call in flight.
pub(super) type Asking<'a> = Pin<Box<dyn Future<Output = Result<Answer, Error>> + Send + 'a>>;

/// A response with a status of success, as it came.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Bytes,
}

/// Calls an operation.
pub(super) fn ask<E: Endpoint>(client: &Client, arguments: Value) -> Asking<'_> {
    Box::pin(async move {
        let response = client.send_raw(Untyped::<E> { arguments, operation: PhantomData }).await?;
        Ok(Answer { status: response.status, body: response.bytes().clone() })
    })
}

/// An operation without its types.
struct Untyped<E> {
    arguments: Value,
    operation: PhantomData<fn() -> E>,
}

impl<E: Endpoint> Endpoint for Untyped<E> {
    type Response = Value;
    const META: Meta = E::META;
}

impl<E> Clone for Untyped<E> {
    fn clone(&self) -> Self {
        Self { arguments: self.arguments.clone(), operation: PhantomData }
    }
}

/// Without the arguments, which may be secret.
impl<E> fmt::Debug for Untyped<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Untyped").finish_non_exhaustive()
    }
}

impl<E> Serialize for Untyped<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.arguments.serialize(serializer)
    }
}

impl<'de, E> Deserialize<'de> for Untyped<E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { arguments: Value::deserialize(deserializer)?, operation: PhantomData })
    }
}
