use std::sync::OnceLock;

use bytes::Bytes;
use http::Request;
use livechat_sdk::{EndpointInfo, endpoint::Meta};
use serde_json::Value;

use super::{Call, Simulate, WrittenResponse};
use crate::{
    ServerError, ServerVersion,
    arguments::{self, Arguments, Form, FormError, InPath, Incoming},
    contract::{Contract, Contracts},
    fixtures::{self, snake_case},
};

/// An operation, with its type erased.
pub(crate) struct Operation {
    pub(crate) meta: Meta,
    /// What the SDK's catalogue says of it; `None` for an auxiliary endpoint.
    pub(crate) info: Option<&'static EndpointInfo>,
    /// What servers demand of the arguments.
    pub(crate) contracts: Contracts,
    /// Whether the mock does what the server does; otherwise there is the example alone.
    pub(crate) is_stateful: bool,
    /// Whether its responses have media types of their own.
    #[cfg(feature = "server")]
    pub(crate) has_own_media_types: bool,
    /// The documented response, once it was looked up.
    example: OnceLock<Option<&'static str>>,
    /// The oldest version that has it; `None` if all are older.
    oldest: Option<ServerVersion>,
    prepare: fn(Incoming<'_>, &Contract, ServerVersion) -> Result<Prepared, ServerError>,
    arguments: fn(Incoming<'_>, &Contract, ServerVersion) -> Result<Value, ServerError>,
    /// The names of all arguments that it has; `None` if it takes any.
    #[cfg(feature = "server")]
    pub(crate) names: fn() -> Option<&'static [&'static str]>,
}

/// A request whose arguments were read, ready to be responded to.
pub(crate) struct Prepared {
    /// Does what the server does.
    pub(crate) respond: Responder,
    /// What was wrong with a body that counts as empty.
    pub(crate) hint: Option<String>,
    /// The form, where the operation takes one.
    pub(crate) form: Result<Form, FormError>,
    /// What the handler refuses after it looked at other things.
    pub(crate) late: Option<ServerError>,
}

/// A handler together with the arguments that it is for.
type Responder = Box<dyn FnOnce(&mut Call<'_>) -> Result<WrittenResponse, ServerError> + Send>;

impl Operation {
    pub(crate) fn of<E: Simulate>(info: Option<&'static EndpointInfo>) -> Self {
        Self {
            meta: E::META,
            info,
            contracts: Contracts::new(&E::META, E::CONTRACT, E::CONTENTS),
            is_stateful: E::IS_STATEFUL,
            #[cfg(feature = "server")]
            has_own_media_types: E::HAS_OWN_MEDIA_TYPES,
            example: OnceLock::new(),
            oldest: ServerVersion::ALL
                .into_iter()
                .find(|version| E::META.version_added().is_none_or(|since| version.is_at_least(since))),
            prepare: |incoming, contract, version| {
                let Arguments { request, hint, form, late } = arguments::read::<E>(incoming, contract, version)?;
                let respond = Box::new(move |call: &mut Call<'_>| {
                    let response = request.respond(call)?;
                    // A handler that forgot it refuses it all the same.
                    call.check_late()?;
                    Ok(WrittenResponse::from(response))
                });
                Ok(Prepared { respond, hint, form, late })
            },
            arguments: |incoming, contract, version| {
                let Arguments { request, late, .. } = arguments::read::<E>(incoming, contract, version)?;
                // A request is written as JSON wherever it is sent.
                late.map_or_else(|| Ok(serde_json::to_value(request).unwrap_or_default()), Err)
            },
            #[cfg(feature = "server")]
            names: arguments::names::<E>,
        }
    }

    /// The documented response.
    pub(crate) fn example(&self) -> Option<&'static str> {
        let find = || self.info.and_then(|info| fixtures::example(info.resource, &snake_case(info.name)));
        *self.example.get_or_init(find)
    }

    /// Whether servers of a version have it.
    pub(crate) fn is_in(&self, version: ServerVersion) -> bool {
        self.oldest.is_some_and(|oldest| version >= oldest)
    }

    /// Reads and checks the arguments of a request for this operation.
    pub(crate) fn prepare(
        &self,
        in_path: &InPath<'_>,
        request: &Request<Bytes>,
        version: ServerVersion,
    ) -> Result<Prepared, ServerError> {
        (self.prepare)(Incoming { in_path, request }, self.contracts.of(version), version)
    }

    /// Reads the arguments of a request for this operation, as JSON.
    pub(crate) fn arguments(
        &self,
        in_path: &InPath<'_>,
        request: &Request<Bytes>,
        version: ServerVersion,
    ) -> Result<Value, ServerError> {
        (self.arguments)(Incoming { in_path, request }, self.contracts.of(version), version)
    }
}
