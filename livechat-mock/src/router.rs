//! The one table of operations and of the routes that lead to them: the SDK's catalogue, and the mock's own plain routes.

use std::{borrow::Cow, sync::LazyLock};

use http::Method;
use livechat_sdk::{
    ENDPOINTS, Endpoint, EndpointInfo,
    endpoint::{self, DecodeRequestError, Meta, Payload, Route},
};
use percent_encoding::percent_decode_str;
use serde::de::value::MapDeserializer;
use serde_json::Value;

use crate::{
    ServerError, fixtures,
    limiter::Rate,
    plain,
    shape::Shape,
    sim::{Answer, Call, Simulate},
};

/// An operation, with its type erased.
pub(crate) struct Operation {
    pub(crate) meta: Meta,
    /// What the SDK's catalogue says of it; `None` for a plain route.
    pub(crate) info: Option<&'static EndpointInfo>,
    /// The documented answer.
    pub(crate) example: Option<&'static str>,
    pub(crate) shape: Shape,
    /// A limit of its own, in place of the server's usual one.
    pub(crate) rate: Option<Rate>,
    pub(crate) is_limited: bool,
    /// Whether the arguments can be read.
    pub(crate) check: fn(Arguments<'_>) -> Result<(), ServerError>,
    /// What the server does. Without it, there is the example alone.
    pub(crate) answer: Option<Handler>,
}

/// Reads the arguments, and does what the server does with them.
type Handler = fn(Arguments<'_>, &mut Call<'_>) -> Result<Answer, ServerError>;

/// What a request has for an operation, after it was checked against the operation's [`Shape`].
pub(crate) enum Arguments<'a> {
    Query {
        in_path: &'a InPath<'a>,
        query: &'a str,
    },
    /// A body that has the operation's [`Shape`] as it stands.
    Json(&'a str),
    /// Path arguments included.
    Body(Value),
}

/// Path arguments: names, and values still percent-encoded.
pub(crate) type InPath<'a> = [(&'static str, &'a str)];

impl Arguments<'_> {
    /// Takes them as an operation's.
    pub(crate) fn read<E: Endpoint>(self) -> Result<E, ServerError> {
        let wrong = |place: &str| {
            let place = if place == "." { "an argument" } else { place };
            ServerError::plain("invalid-params").hint(format!("{place} has not the form that {} takes", E::META))
        };
        match self {
            Self::Query { in_path, query } => {
                let plain = query.is_empty().then(|| read_path_arguments(in_path)).flatten();
                plain.map_or_else(|| endpoint::decode(in_path, query, b"").map_err(|_| wrong(".")), Ok)
            }
            // What it cannot be read from directly (a key that is there twice) is read again from a value.
            Self::Json(text) => serde_json::from_str(text)
                .or_else(|_| Self::Body(serde_json::from_str(text).unwrap_or_default()).read()),
            Self::Body(value) => {
                serde_path_to_error::deserialize(value).map_err(|error| wrong(&error.path().to_string()))
            }
        }
    }
}

/// Reads arguments that are nothing but text, without the form that [`endpoint::decode`] writes and parses.
fn read_path_arguments<E: Endpoint>(in_path: &InPath<'_>) -> Option<E> {
    let fields = in_path.iter().map(|&(name, value)| (name, decode_segment(value)));
    E::deserialize(MapDeserializer::<_, serde::de::value::Error>::new(fields)).ok()
}

/// A path argument as it was meant. Most are sent as they are: to decode those would be to check once more that they are text.
pub(crate) fn decode_segment(text: &str) -> Cow<'_, str> {
    if text.contains('%') { percent_decode_str(text).decode_utf8_lossy() } else { Cow::Borrowed(text) }
}

/// Where a request leads.
pub(crate) enum Found<'p> {
    Operation {
        /// The operation's place in the table.
        index: usize,
        template: &'static str,
        in_path: Vec<(&'static str, &'p str)>,
    },
    /// There is such a path, with these methods.
    OtherMethods(Vec<&'static str>),
    Nothing,
}

pub(crate) struct Router {
    operations: Vec<Operation>,
    routes: matchit::Router<Vec<Entry>>,
}

/// One method of a path.
struct Entry {
    method: Method,
    index: usize,
    template: &'static str,
    names: Vec<&'static str>,
}

static ROUTER: LazyLock<Router> = LazyLock::new(Router::new);

/// The table. It is made once, and all engines share it.
pub(crate) fn router() -> &'static Router {
    &ROUTER
}

impl Router {
    fn new() -> Self {
        let operations = operations();
        let mut paths: Vec<(&'static str, Vec<Entry>)> = Vec::new();
        for (index, operation) in operations.iter().enumerate() {
            for route in operation.meta.routes() {
                let template = route.template();
                let names = route.arguments().collect();
                let entry = Entry { method: operation.meta.method().into(), index, template, names };
                match paths.iter_mut().find(|(path, _)| is_same_path(path, template)) {
                    Some((_, entries)) => entries.push(entry),
                    None => paths.push((template, vec![entry])),
                }
            }
        }
        let mut routes = matchit::Router::new();
        for (path, entries) in paths {
            let inserted = routes.insert(path, entries);
            debug_assert!(inserted.is_ok(), "{path}: {inserted:?}");
        }
        Self { operations, routes }
    }

    pub(crate) fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The templates of all routes.
    pub(crate) fn templates(&self) -> impl Iterator<Item = &'static str> {
        self.operations.iter().flat_map(|operation| operation.meta.routes()).map(Route::template)
    }

    pub(crate) fn operation(&self, index: usize) -> &Operation {
        &self.operations[index]
    }

    pub(crate) fn find<'p>(&self, method: &Method, path: &'p str) -> Found<'p> {
        let Ok(found) = self.routes.at(path) else { return Found::Nothing };
        match found.value.iter().find(|entry| entry.method == method) {
            Some(entry) => Found::Operation {
                index: entry.index,
                template: entry.template,
                in_path: entry.names.iter().copied().zip(found.params.iter().map(|(_, value)| value)).collect(),
            },
            None => Found::OtherMethods(
                found.value.iter().map(|entry| self.operation(entry.index).meta.method().as_str()).collect(),
            ),
        }
    }
}

/// Whether two templates differ in the names of their arguments alone.
fn is_same_path(one: &str, other: &str) -> bool {
    let is_argument = |segment: &str| segment.starts_with('{');
    let same = |(one, other): (&str, &str)| one == other || (is_argument(one) && is_argument(other));
    one.split('/').count() == other.split('/').count() && one.split('/').zip(other.split('/')).all(same)
}

fn operations() -> Vec<Operation> {
    let mut infos = ENDPOINTS.iter();
    let mut operations = Vec::with_capacity(ENDPOINTS.len());
    macro_rules! add {
        ($($resource:ident { $($name:ident,)* })*) => {$($(
            operations.extend(infos.next().map(|info| operation::<livechat_sdk::api::$resource::$name>(Some(info))));
        )*)*};
    }
    livechat_sdk::for_each_endpoint!(add);
    operations.extend(plain::operations());
    operations
}

/// An operation of the catalogue, or a plain route.
pub(crate) fn operation<E: Simulate>(info: Option<&'static EndpointInfo>) -> Operation {
    Operation {
        meta: E::META,
        info,
        example: info.and_then(|info| fixtures::example(info.resource, &snake_case(info.name))),
        shape: E::SHAPE,
        rate: E::RATE,
        is_limited: E::IS_LIMITED,
        check: |arguments| arguments.read::<E>().map(drop),
        answer: match E::ANSWER {
            Some(_) => Some(|arguments, call| match E::ANSWER {
                Some(answer) => answer(&arguments.read()?, call),
                None => Err(ServerError::internal(call.world.server_version())),
            }),
            None => None,
        },
    }
}

/// `GetVisitor` as its file and its folder of fixtures are called: `get_visitor`.
pub(crate) fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for (at, letter) in name.char_indices() {
        if letter.is_ascii_uppercase() && at > 0 {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

/// Reads a request's arguments without checking anything else, if the request is one for this operation.
pub(crate) fn decode<E: Endpoint>(
    method: &Method,
    path: &str,
    query: &str,
    body: &[u8],
) -> Option<Result<E, DecodeRequestError>> {
    let Found::Operation { index, in_path, .. } = router().find(method, path) else { return None };
    let is_this_one = router().operation(index).meta.operation() == E::META.operation();
    let body = if E::META.payload() == Payload::Json { body } else { b"" };
    is_this_one.then(|| endpoint::decode(&in_path, query, body))
}

/// What the mock does about an operation.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Coverage {
    /// The operation.
    pub endpoint: &'static EndpointInfo,
    /// Whether it answers the documented example in replay mode.
    pub replayed: bool,
    /// Whether it behaves as on a real server in stateful mode. Otherwise it answers the example there too.
    pub stateful: bool,
}

/// What the mock does about each operation of the SDK's catalogue.
#[must_use]
pub fn coverage() -> Vec<Coverage> {
    let of = |operation: &Operation| {
        Some(Coverage {
            endpoint: operation.info?,
            replayed: operation.example.is_some(),
            stateful: operation.answer.is_some(),
        })
    };
    router().operations().iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_of_the_catalogue_leads_to_its_operation() {
        for (expected, info) in ENDPOINTS.iter().enumerate() {
            for route in info.meta.routes() {
                let path = route.template().replace('{', "<").replace('}', ">");
                let Found::Operation { index, template, in_path } = router().find(&info.meta.method().into(), &path)
                else {
                    panic!("{path} leads nowhere");
                };
                assert_eq!((index, template), (expected, route.template()));
                let names: Vec<_> = in_path.iter().map(|(name, _)| *name).collect();
                assert_eq!(names, route.arguments().collect::<Vec<_>>());
                assert!(in_path.iter().all(|(name, value)| *value == format!("<{name}>")));
            }
        }
        let of_the_catalogue = router().operations().iter().filter(|operation| operation.info.is_some());
        assert_eq!(of_the_catalogue.count(), ENDPOINTS.len());
    }

    #[test]
    fn other_paths_and_methods_do_not() {
        let find = |method, path| router().find(&method, path);
        for path in
            ["", "/", "*", "/api/v1/livechat/visitor/", "/api/v1/livechat/visitor/a/b", "/API/v1/me", "/api/v1/me/"]
        {
            assert!(matches!(find(Method::GET, path), Found::Nothing), "{path}");
        }
        let Found::OtherMethods(methods) = find(Method::DELETE, "/api/v1/me") else { panic!("there is no DELETE me") };
        assert_eq!(methods, ["GET"]);
    }
}
