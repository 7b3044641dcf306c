//! The one table of operations, the SDK's and the mock's own auxiliary endpoints, with the routes that lead to them.

mod named;
#[cfg(test)]
mod requests;

use std::sync::LazyLock;

use bytes::Bytes;
use http::Request;
#[cfg(feature = "check")]
use livechat_sdk::EndpointInfo;
#[cfg(feature = "server")]
use livechat_sdk::endpoint;
use livechat_sdk::{ENDPOINTS, Endpoint, endpoint::Operation as OperationName};

#[cfg(feature = "server")]
pub(crate) use self::named::named;
pub use self::named::{UnknownOperationError, find_operations};
use crate::{
    ServerError, ServerVersion,
    arguments::{self, InPath, Incoming},
    auxiliary,
    operation::Operation,
    router::{Found, Router},
};

/// The operations, each at its place, and the routes to them.
pub(crate) struct Catalogue {
    operations: Vec<Operation>,
    router: Router,
}

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::new);

/// The table. It is made once, and all engines share it.
pub(crate) fn catalogue() -> &'static Catalogue {
    &CATALOGUE
}

impl Catalogue {
    fn new() -> Self {
        let mut infos = ENDPOINTS.iter();
        let mut operations = Vec::with_capacity(ENDPOINTS.len());
        macro_rules! add {
            ($($resource:ident { $($name:ident,)* })*) => {$($(
                operations.extend(infos.next().map(|info| Operation::of::<livechat_sdk::$resource::$name>(Some(info))));
            )*)*};
        }
        livechat_sdk::for_each_endpoint!(add);
        operations.extend(auxiliary::operations());
        let router = Router::new(operations.iter().map(|operation| &operation.meta));
        Self { operations, router }
    }

    pub(crate) fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The templates of all routes.
    #[cfg(feature = "server")]
    pub(crate) fn templates(&self) -> impl Iterator<Item = &'static str> {
        self.operations.iter().flat_map(|operation| operation.meta.routes()).map(endpoint::Route::template)
    }

    /// Where a request leads, in any version.
    #[cfg(any(feature = "server", test))]
    pub(crate) fn find<'p>(&self, method: &http::Method, path: &'p str) -> Found<'p> {
        self.router.find(method, path, |_| true)
    }

    /// The template of the route that a request takes, in any version; `None` if it leads nowhere.
    #[cfg(feature = "server")]
    pub(crate) fn template(&self, method: &http::Method, path: &str) -> Option<&'static str> {
        match self.find(method, path) {
            Found::Operation { template, .. } => Some(template),
            Found::OtherMethods(_) | Found::Later(_) | Found::Nothing => None,
        }
    }

    /// One of the SDK's operations.
    #[cfg(feature = "check")]
    pub(crate) fn of(&self, info: &EndpointInfo) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.info == Some(info))
    }

    /// Where a request leads on servers of a version. Newer ones take HEAD where they have GET.
    pub(crate) fn find_in<'p>(&self, request: &'p Request<Bytes>, version: ServerVersion) -> Found<'p> {
        let is_head = request.method() == http::Method::HEAD && version > ServerVersion::V7_0;
        let method = if is_head { &http::Method::GET } else { request.method() };
        self.router.find(method, request.uri().path(), |index| self.operation(index).is_in(version))
    }

    pub(crate) fn operation(&self, index: usize) -> &Operation {
        &self.operations[index]
    }

    /// Reads the arguments of a request as this operation's, if its body is not larger than the limit; `None` if the request
    /// is for something else.
    pub(crate) fn read<E: Endpoint>(
        &self,
        request: &Request<Bytes>,
        version: ServerVersion,
        limit: usize,
    ) -> Option<Result<E, ServerError>> {
        self.read_by(request, version, E::META.operation(), limit, |operation, in_path| {
            let incoming = Incoming { in_path, request };
            let read = arguments::read::<E>(incoming, operation.contracts.of(version), version)?;
            read.late.map_or(Ok(read.request), Err)
        })
    }

    /// The same as JSON.
    #[cfg(feature = "server")]
    pub(crate) fn read_json(
        &self,
        request: &Request<Bytes>,
        version: ServerVersion,
        name: OperationName,
        limit: usize,
    ) -> Option<Result<serde_json::Value, ServerError>> {
        self.read_by(request, version, name, limit, |operation, in_path| operation.arguments(in_path, request, version))
    }

    fn read_by<T>(
        &self,
        request: &Request<Bytes>,
        version: ServerVersion,
        name: OperationName,
        limit: usize,
        read: impl FnOnce(&Operation, &InPath<'_>) -> Result<T, ServerError>,
    ) -> Option<Result<T, ServerError>> {
        let Found::Operation { index, in_path, .. } = self.find_in(request, version) else { return None };
        let operation = self.operation(index);
        if operation.meta.operation() != name {
            return None;
        }
        if request.body().len() > limit {
            return Some(Err(ServerError::too_large(limit)));
        }
        Some(read(operation, &in_path))
    }

    /// Reads the arguments of a request as JSON; `None` if it is for no operation.
    pub(crate) fn arguments(
        &self,
        request: &Request<Bytes>,
        version: ServerVersion,
    ) -> Option<Result<serde_json::Value, ServerError>> {
        let Found::Operation { index, in_path, .. } = self.find_in(request, version) else { return None };
        Some(self.operation(index).arguments(&in_path, request, version))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_methods_are_missing_is_in_rest() {
        for (name, rest) in crate::methods::MISSING {
            let (method, path) = rest.split_once(' ').unwrap();
            let found = catalogue().find(&method.parse().unwrap(), path);
            assert!(matches!(found, Found::Operation { .. }), "{name}: {rest}");
        }
    }

    #[test]
    fn every_route_leads_to_its_operation() {
        for (expected, info) in ENDPOINTS.iter().enumerate() {
            for route in info.meta.routes() {
                let path = route.template().replace('{', "<").replace('}', ">");
                let Found::Operation { index, template, in_path } = catalogue().find(&info.meta.method().into(), &path)
                else {
                    panic!("{path} leads nowhere");
                };
                assert_eq!((index, template), (expected, route.template()));
                let names: Vec<_> = in_path.iter().map(|(name, _)| *name).collect();
                assert_eq!(names, route.arguments().collect::<Vec<_>>());
                assert!(in_path.iter().all(|(name, value)| *value == format!("<{name}>")));
            }
        }
        let of_the_sdk = catalogue().operations().iter().filter(|operation| operation.info.is_some());
        assert_eq!(of_the_sdk.count(), ENDPOINTS.len());
    }
}
