//! What the mock does about an operation: the trait that the simulation implements, a call, and a response.

mod erased;

use std::{marker::PhantomData, net::IpAddr};

use bytes::Bytes;
use http::{HeaderMap, header::COOKIE};
use livechat_sdk::{Endpoint, Timestamp, UserId, endpoint::Ignored};
use serde::{Serialize, Serializer, ser::SerializeMap};

pub(crate) use self::erased::{Operation, Prepared};
use crate::{
    ServerError, ServerVersion, World,
    arguments::{Form, FormError},
    hint, json,
    limiter::Limiter,
    outgoing::OutgoingCall,
    world::Scope,
};

/// An operation that the mock serves.
#[diagnostic::on_unimplemented(
    message = "the mock does nothing about `{Self}` yet",
    label = "add `impl Simulate for {Self}` to livechat-mock/src/sim/<resource>/<operation>.rs, and its `mod` line",
    note = "for the documented example alone: `impl Simulate for {Self} {{ const IS_STATEFUL: bool = false; }}`"
)]
pub(crate) trait Simulate: Endpoint {
    /// What the handler demands of the arguments, in versions of whose validator nothing is published: in the notation of
    /// [`contract::notation`](crate::contract), without the path arguments. Most operations need nothing here.
    const CONTRACT: Option<&'static str> = None;

    /// What the handler matches after that, in all versions: where it calls [`Call::check_late`].
    const CONTENTS: Option<&'static str> = None;

    /// Whether there is a [`respond`](Self::respond). Without one, the mock responds with the documented example.
    const IS_STATEFUL: bool = true;

    /// Whether responses, errors among them, have media types that are no other operation's, such as a file's.
    #[cfg(feature = "server")]
    const HAS_OWN_MEDIA_TYPES: bool = false;

    /// Does what the server does, after login, permissions and arguments were checked.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        Err(ServerError::internal(call.world.server_version())
            .hint(format!("livechat-mock does not simulate {}", Self::META)))
    }
}

/// Where a request comes from, and when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin {
    pub(crate) address: IpAddr,
    pub(crate) now: Timestamp,
    pub(crate) source: Source,
}

/// Who sent a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// A client under test.
    Client,
    /// The page, which shows the server from outside: its requests meet no fault, count for no limit and are not logged.
    #[cfg(feature = "server")]
    Page,
}

impl Source {
    /// Whether the request leaves no trace of its own.
    pub(crate) fn is_untracked(self) -> bool {
        self != Self::Client
    }
}

/// One call, after login, permissions and arguments were checked.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    pub(crate) world: &'a mut World,
    /// Where it comes from, and when.
    pub(crate) origin: Origin,
    /// Who is logged in.
    pub(crate) caller: Option<&'a UserId>,
    pub(crate) headers: &'a HeaderMap,
    /// The form that was sent to an operation that takes one.
    pub(crate) form: Result<Form, FormError>,
    /// What is wrong with an argument that servers look at after others: for the handler to say, where it is its turn.
    pub(crate) late: Option<ServerError>,
    /// What counts calls of methods; `None` where they are not limited.
    pub(crate) limiter: Option<&'a mut Limiter>,
    /// What was probably meant, although the call succeeds: for the handler to say.
    pub(crate) hint: Option<String>,
    /// The call to another server that decides about the response.
    pub(crate) outgoing: Option<Box<dyn OutgoingCall>>,
}

impl Call<'_> {
    /// Lets a call to another server decide about the response. Until it is known what became of it, and where nothing is
    /// sent, the response is the handler's.
    pub(crate) fn awaits(&mut self, outgoing: impl OutgoingCall + 'static) {
        self.outgoing = Some(Box::new(outgoing));
    }

    /// Refuses an argument that servers look at after others.
    pub(crate) fn check_late(&mut self) -> Result<(), ServerError> {
        self.late.take().map_or(Ok(()), Err)
    }

    /// Says what was passed over, beside what was said of it before.
    pub(crate) fn add_hint(&mut self, hint: impl Into<String>) {
        self.hint = Some(hint::beside(self.hint.take(), hint));
    }

    /// Says of each of these arguments that it was passed over, by its place.
    pub(crate) fn hint_at(&mut self, places: impl IntoIterator<Item = String>, reason: &str) {
        for place in places {
            self.add_hint(Ignored::new(place, reason).to_string());
        }
    }

    /// Whether the caller has a permission.
    pub(crate) fn is_permitted(&self, permission: &str) -> bool {
        self.caller.is_some_and(|caller| self.world.is_permitted(caller, permission))
    }

    /// What the caller is restricted to by units; `None` if to nothing.
    pub(crate) fn scope(&self) -> Option<Scope> {
        self.caller.and_then(|caller| self.world.scope_of(caller))
    }

    /// A cookie of the request.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        let cookies = self.headers.get(COOKIE)?.to_str().ok()?.split(';');
        cookies.filter_map(|cookie| cookie.trim().split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
    }
}

/// The successful response of an operation, as it goes over the wire.
///
/// [`new`](Self::new) takes the operation's own type. Where a copy of records would cost more than all the rest,
/// [`one`](Self::one) and [`page`](Self::page) write the same JSON from borrowed records; the tests read every response
/// as the operation's type and compare.
#[derive(Debug)]
pub(crate) struct Response<E> {
    raw: WrittenResponse,
    operation: PhantomData<fn() -> E>,
}

/// A successful response, without its operation's type.
#[derive(Debug)]
pub(crate) struct WrittenResponse {
    /// JSON, if there are no headers.
    pub(crate) body: Bytes,
    /// In place of those that JSON has.
    pub(crate) headers: Option<Box<HeaderMap>>,
}

impl<E: Endpoint> Response<E> {
    /// The operation's response.
    pub(crate) fn new(response: &E::Response) -> Result<Self, ServerError> {
        Self::write(response)
    }

    /// A form of the response that other versions of the server have, and that reads as the operation's type.
    pub(crate) fn variant(response: &impl Serialize) -> Result<Self, ServerError> {
        Self::write(response)
    }

    /// `{"<key>": <value>, "success": true}`, without a copy of the value.
    pub(crate) fn one(key: &'static str, value: &impl Serialize) -> Result<Self, ServerError> {
        Self::write(&One { key, value })
    }

    /// A page of a list, without a copy of its items: `{"<key>": [<items>], "count", "offset", "total", "success": true}`.
    pub(crate) fn page<T: Serialize>(key: &'static str, page: &Page<'_, T>) -> Result<Self, ServerError> {
        Self::write(&Many { key, page })
    }

    /// Bytes that are no JSON, with their headers.
    pub(crate) fn bytes(body: Bytes, headers: HeaderMap) -> Self {
        Self { raw: WrittenResponse { body, headers: Some(Box::new(headers)) }, operation: PhantomData }
    }

    fn write(response: &impl Serialize) -> Result<Self, ServerError> {
        let mut body = Vec::with_capacity(USUAL_SIZE);
        match json::write(response, &mut body) {
            Ok(()) => Ok(Self { raw: WrittenResponse { body: body.into(), headers: None }, operation: PhantomData }),
            Err(error) => Err(ServerError::internal(ServerVersion::default())
                .hint(format!("livechat-mock could not write its response: {error}"))),
        }
    }
}

impl<E> From<Response<E>> for WrittenResponse {
    fn from(response: Response<E>) -> Self {
        response.raw
    }
}

/// Most responses are smaller, in bytes.
const USUAL_SIZE: usize = 512;

/// One page of a list.
#[derive(Debug)]
pub(crate) struct Page<'a, T> {
    pub(crate) items: Vec<&'a T>,
    pub(crate) offset: u64,
    pub(crate) total: u64,
}

struct One<'a, T> {
    key: &'static str,
    value: &'a T,
}

impl<T: Serialize> Serialize for One<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(self.key, self.value)?;
        map.serialize_entry("success", &true)?;
        map.end()
    }
}

struct Many<'a, T> {
    key: &'static str,
    page: &'a Page<'a, T>,
}

impl<T: Serialize> Serialize for Many<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(self.key, &self.page.items)?;
        map.serialize_entry("count", &self.page.items.len())?;
        map.serialize_entry("offset", &self.page.offset)?;
        map.serialize_entry("total", &self.page.total)?;
        map.serialize_entry("success", &true)?;
        map.end()
    }
}
