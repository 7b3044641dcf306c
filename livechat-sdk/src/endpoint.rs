//! The definition of an operation.
//!
//! An operation is an ordinary serde struct that implements [`Endpoint`]: its fields are the arguments, its
//! [`Meta`] says how they travel. From this one definition follow the client's request, the mock server's route and
//! argument decoding, the fixtures' index and the coverage table.

mod call_limit;
#[cfg(feature = "decode")]
mod decode;
mod encode;
mod ignored;
mod lenient;
mod meta;
mod module;
mod response;
mod slot;
mod surrogates;

use serde::{Serialize, de::DeserializeOwned};

#[cfg(feature = "decode")]
pub use self::decode::{DecodeRequestError, decode};
#[cfg(test)]
pub(crate) use self::slot::Slot;
pub use self::{
    call_limit::{CallLimit, Caller},
    encode::{EncodedRequest, encode, encode_for},
    ignored::Ignored,
    meta::{Auth, HeaderArgument, Meta, Method, Operation, Payload, Permissions, ResponseFormat, Route, RouteForm},
    module::Module,
    response::{Decoded, Omission, ResponseError, read_response},
    surrogates::mend_surrogates,
};
pub(crate) use self::{
    encode::RESERVED,
    lenient::{decode_member, decode_value, fault_at, push_key},
    slot::Fill,
};
#[cfg(feature = "client")]
pub(crate) use self::{
    encode::secrets_of,
    response::{Odd, decode_success},
};

/// An operation of the API: its arguments, its response, and how both are encoded.
///
/// Send one with [`Client::send`](crate::Client::send).
pub trait Endpoint: Serialize + DeserializeOwned + Clone + std::fmt::Debug + Send + Sync + 'static {
    /// The response of a successful call.
    type Response: Serialize + DeserializeOwned + std::fmt::Debug + Send + 'static;

    /// The metadata: method, routes, authentication and so on.
    const META: Meta;

    /// What of this request the server did not take, as far as the response tells for sure.
    ///
    /// Servers pass over some arguments without an error, such as custom fields that the workspace does not define.
    /// Most responses do not tell: by default there are none.
    fn ignored(&self, _response: &Self::Response) -> Vec<Ignored> {
        Vec::new()
    }
}

/// An operation that takes a file beside its arguments.
///
/// Send one with `Client::upload`.
pub trait Upload: Endpoint {
    /// The name of the part of the form that has the file.
    const FILE_PART: &'static str;
}

/// An operation whose response is one page of a list.
pub trait Paged: Endpoint {
    /// What the list is of.
    type Item: Serialize + Send + 'static;

    /// How many items come before the page that is asked for.
    fn offset(&self) -> u64;

    /// Asks for the page that starts so many items after the first.
    fn seek(&mut self, offset: u64);

    /// Takes the items and the counters out of a response.
    fn into_page(response: Self::Response) -> Page<Self::Item>;
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items, in the order asked for.
    pub items: Vec<T>,
    /// How many items lie before the first of this page; `None` where the server does not say.
    pub offset: Option<u64>,
    /// How many items there are on all pages together; `None` where the server does not say.
    pub total: Option<u64>,
}

impl<T> Page<T> {
    /// A page of these items, with the counters that the server gave.
    #[must_use]
    pub fn new(items: Vec<T>, offset: Option<u64>, total: Option<u64>) -> Self {
        Self { items, offset, total }
    }
}
