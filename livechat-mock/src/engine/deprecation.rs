//! What servers say of routes and arguments that are going to disappear: three headers of the response.

use http::{HeaderMap, HeaderValue, Method, Request, header::HeaderName};

use crate::ServerVersion;

static TYPE: HeaderName = HeaderName::from_static("x-deprecation-type");
static MESSAGE: HeaderName = HeaderName::from_static("x-deprecation-message");
static VERSION: HeaderName = HeaderName::from_static("x-deprecation-version");

/// The version in which all of them are to be gone.
const REMOVAL: &str = "8.0.0";

/// A route that servers call deprecated: its method, its template, and the versions that say so.
struct Route {
    method: Method,
    template: &'static str,
    is_said_in: fn(ServerVersion) -> bool,
}

const ROUTES: [Route; 2] = [
    // Since the id travels in the path.
    Route {
        method: Method::DELETE,
        template: "/api/v1/canned-responses",
        is_said_in: |version| version >= ServerVersion::V7_13,
    },
    Route {
        method: Method::POST,
        template: "/api/v1/livechat/room.transfer",
        is_said_in: |version| version < ServerVersion::V8_0,
    },
];

/// The arguments of lists that servers before 8 call deprecated. The last one that is given is told of.
const PARAMETERS: [&str; 2] = ["query", "fields"];

/// Adds to a response what servers of a version say of its request.
pub(super) fn add<B>(headers: &mut HeaderMap, request: &Request<B>, template: &str, version: ServerVersion) {
    let is_it =
        |route: &Route| route.method == *request.method() && route.template == template && (route.is_said_in)(version);
    let (kind, what) = if ROUTES.iter().any(is_it) {
        ("endpoint-deprecation", format!("The endpoint \"{template}\""))
    } else if let Some(name) = parameter(request, version) {
        ("parameter-deprecation", format!("The parameter \"{name}\" of the endpoint \"{template}\""))
    } else {
        return;
    };
    headers.insert(&TYPE, HeaderValue::from_static(kind));
    headers.insert(&VERSION, HeaderValue::from_static(REMOVAL));
    let message = format!("{what} is deprecated and will be removed on version {REMOVAL}");
    if let Ok(message) = HeaderValue::from_str(&message) {
        headers.insert(&MESSAGE, message);
    }
}

fn parameter<B>(request: &Request<B>, version: ServerVersion) -> Option<&'static str> {
    let query = request.uri().query().filter(|_| version < ServerVersion::V8_0 && *request.method() == Method::GET)?;
    let is_given =
        |name: &str| query.split('&').any(|pair| pair.strip_prefix(name).is_some_and(|rest| rest.starts_with('=')));
    PARAMETERS.into_iter().find(|name| is_given(name))
}
