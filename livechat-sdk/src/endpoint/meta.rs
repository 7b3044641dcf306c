use std::fmt;

use super::{CallLimit, Module};

/// The metadata of an operation: method, routes, authentication, permissions, history.
///
/// Built in a `const`, so a malformed template does not compile:
///
/// ```
/// use livechat_sdk::endpoint::{Meta, Route};
///
/// const META: Meta = Meta::get(Route::new("/api/v1/livechat/visitor/{token}")).since("0.70.0");
/// assert_eq!(META.to_string(), "GET /api/v1/livechat/visitor/{token}");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meta {
    method: Method,
    route: Route,
    other_routes: &'static [Route],
    payload: Payload,
    header: Option<HeaderArgument>,
    query: Option<&'static str>,
    response_format: ResponseFormat,
    auth: Auth,
    permissions: Permissions,
    module: Option<Module>,
    since: Option<&'static str>,
    call_limit: Option<CallLimit>,
    idempotent: bool,
}

impl Meta {
    /// An operation that reads: arguments that the route does not name go into the query, and repeating it is safe.
    #[must_use]
    pub const fn get(route: Route) -> Self {
        Self::new(Method::Get, route, Payload::Query, true)
    }

    /// An operation with a JSON body that must not be repeated blindly.
    #[must_use]
    pub const fn post(route: Route) -> Self {
        Self::new(Method::Post, route, Payload::Json, false)
    }

    /// An operation that replaces, with a JSON body; repeating it is safe.
    #[must_use]
    pub const fn put(route: Route) -> Self {
        Self::new(Method::Put, route, Payload::Json, true)
    }

    /// An operation that removes, without arguments but those in its route.
    #[must_use]
    pub const fn delete(route: Route) -> Self {
        Self::new(Method::Delete, route, Payload::None, false)
    }

    const fn new(method: Method, route: Route, payload: Payload, idempotent: bool) -> Self {
        Self {
            method,
            route,
            other_routes: &[],
            payload,
            header: None,
            query: None,
            response_format: ResponseFormat::Json,
            auth: Auth::None,
            permissions: Permissions::All(&[]),
            module: None,
            since: None,
            call_limit: Some(CallLimit::DEFAULT),
            idempotent,
        }
    }

    /// Adds routes that some servers or some documentation have instead of the first.
    #[must_use]
    pub const fn or_at(mut self, routes: &'static [Route]) -> Self {
        self.other_routes = routes;
        self
    }

    /// Needs a login.
    #[must_use]
    pub const fn login(mut self) -> Self {
        self.auth = Auth::Login;
        self
    }

    /// Needs a login with all of these permissions.
    #[must_use]
    pub const fn permissions(mut self, permissions: &'static [&'static str]) -> Self {
        self.auth = Auth::Login;
        self.permissions = Permissions::All(permissions);
        self
    }

    /// Needs a login with one of these permissions.
    #[must_use]
    pub const fn any_permission(mut self, permissions: &'static [&'static str]) -> Self {
        self.auth = Auth::Login;
        self.permissions = Permissions::Any(permissions);
        self
    }

    /// Needs a module of the server's licence.
    #[must_use]
    pub const fn module(mut self, module: Module) -> Self {
        self.module = Some(module);
        self
    }

    /// The server's version that introduced it.
    #[must_use]
    pub const fn since(mut self, version: &'static str) -> Self {
        self.since = Some(version);
        self
    }

    /// Has a rate limit of its own.
    #[must_use]
    pub const fn limited_to(mut self, limit: CallLimit) -> Self {
        self.call_limit = Some(limit);
        self
    }

    /// Has no rate limit.
    #[must_use]
    pub const fn unlimited(mut self) -> Self {
        self.call_limit = None;
        self
    }

    /// Marks the operation as idempotent: sending it twice has the effect of sending it once.
    #[must_use]
    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// Marks the operation as not idempotent.
    #[must_use]
    pub const fn not_idempotent(mut self) -> Self {
        self.idempotent = false;
        self
    }

    /// Arguments that the route does not name go into a JSON body.
    #[must_use]
    pub const fn json(mut self) -> Self {
        self.payload = Payload::Json;
        self
    }

    /// Arguments that the route does not name are fields of a form, which may have a file beside them.
    #[must_use]
    pub const fn multipart(mut self) -> Self {
        self.payload = Payload::Multipart;
        self
    }

    /// Sends the argument of this name in this header, whose name is in lower case.
    #[must_use]
    pub const fn header(mut self, argument: &'static str, name: &'static str) -> Self {
        let bytes = name.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            assert!(matches!(bytes[at], b'a'..=b'z' | b'0'..=b'9' | b'-'), "a header's name is in lower case");
            at += 1;
        }
        assert!(at > 0, "a header has a name");
        self.header = Some(HeaderArgument { argument, name });
        self
    }

    /// Sends the argument of this name in the query, though others go into a body.
    #[must_use]
    pub const fn query(mut self, argument: &'static str) -> Self {
        self.query = Some(argument);
        self
    }

    /// Has no arguments but those in its route.
    #[must_use]
    pub const fn no_payload(mut self) -> Self {
        self.payload = Payload::None;
        self
    }

    /// Responds with plain text. Its [`Response`](super::Endpoint::Response) reads and writes as a JSON string.
    #[must_use]
    pub const fn text_response(mut self) -> Self {
        self.response_format = ResponseFormat::Text;
        self
    }

    /// The HTTP method.
    #[must_use]
    pub const fn method(&self) -> Method {
        self.method
    }

    /// The route that the newest servers serve.
    #[must_use]
    pub const fn route(&self) -> &Route {
        &self.route
    }

    /// All routes; the one that the newest servers serve comes first.
    pub fn routes(&self) -> impl Iterator<Item = &Route> {
        std::iter::once(&self.route).chain(self.other_routes)
    }

    /// How arguments that are not part of the route are encoded.
    #[must_use]
    pub const fn payload(&self) -> Payload {
        self.payload
    }

    /// Whether all that is not in the path travels in a JSON body.
    pub(super) const fn is_all_json(&self) -> bool {
        matches!(self.payload, Payload::Json) && self.header.is_none() && self.query.is_none()
    }

    /// The argument that is sent in the query although there is a body, if there is one.
    #[must_use]
    pub const fn query_argument(&self) -> Option<&'static str> {
        self.query
    }

    /// The argument that is sent in a header, if there is one.
    #[must_use]
    pub const fn header_argument(&self) -> Option<HeaderArgument> {
        self.header
    }

    /// The format of a successful response.
    #[must_use]
    pub const fn response_format(&self) -> ResponseFormat {
        self.response_format
    }

    /// Whether a login is needed.
    #[must_use]
    pub const fn auth(&self) -> Auth {
        self.auth
    }

    /// The permissions that the login needs.
    #[must_use]
    pub const fn required_permissions(&self) -> Permissions {
        self.permissions
    }

    /// The module of the server's licence that is needed, if one is.
    #[must_use]
    pub const fn required_module(&self) -> Option<Module> {
        self.module
    }

    /// The server's version that introduced the operation, where that is documented.
    #[must_use]
    pub const fn version_added(&self) -> Option<&'static str> {
        self.since
    }

    /// How often servers let it be called; `None` where there is no limit.
    #[must_use]
    pub const fn call_limit(&self) -> Option<CallLimit> {
        self.call_limit
    }

    /// Whether the operation is idempotent.
    #[must_use]
    pub const fn is_idempotent(&self) -> bool {
        self.idempotent
    }

    /// The operation as errors and traces name it, on its first route.
    #[must_use]
    pub const fn operation(&self) -> Operation {
        Operation { method: self.method, template: self.route.template }
    }
}

impl fmt::Display for Meta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.operation().fmt(f)
    }
}

/// A path of an operation, with `{argument}` in place of each path argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    template: &'static str,
    form: RouteForm,
}

/// Where a route comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RouteForm {
    /// Servers serve it; the documentation may agree.
    Served,
    /// Only the documentation has it.
    Documented,
}

impl Route {
    /// A route that servers serve.
    #[must_use]
    pub const fn new(template: &'static str) -> Self {
        check_template(template);
        Self { template, form: RouteForm::Served }
    }

    /// A route that only the documentation has.
    #[must_use]
    pub const fn documented(template: &'static str) -> Self {
        check_template(template);
        Self { template, form: RouteForm::Documented }
    }

    /// The path with `{argument}` in place of each path argument.
    #[must_use]
    pub const fn template(&self) -> &'static str {
        self.template
    }

    /// Where the route comes from.
    #[must_use]
    pub const fn form(&self) -> RouteForm {
        self.form
    }

    /// The names of the path arguments, in order.
    pub fn arguments(&self) -> impl Iterator<Item = &'static str> {
        self.template
            .split('/')
            .filter_map(|segment| segment.strip_prefix('{').and_then(|segment| segment.strip_suffix('}')))
    }
}

/// Checks that a template is absolute, that its segments are not empty and that an argument fills its segment.
const fn check_template(template: &str) {
    let bytes = template.as_bytes();
    assert!(!bytes.is_empty() && bytes[0] == b'/', "a route's template starts with a slash");
    assert!(bytes[bytes.len() - 1] != b'/', "a route's template does not end with a slash");
    let mut at = 0;
    let mut in_argument = false;
    while at < bytes.len() {
        let starts_segment = at > 0 && bytes[at - 1] == b'/';
        match bytes[at] {
            b'/' => {
                assert!(!in_argument, "an argument in a route's template is not closed");
                assert!(!starts_segment, "a route's template has an empty segment");
            }
            b'{' => {
                assert!(starts_segment, "an argument fills its segment of a route's template");
                in_argument = true;
            }
            b'}' => {
                assert!(in_argument && bytes[at - 1] != b'{', "an argument of a route's template has no name");
                assert!(
                    at + 1 == bytes.len() || bytes[at + 1] == b'/',
                    "an argument fills its segment of a route's template"
                );
                in_argument = false;
            }
            other => assert!(!matches!(other, b'?' | b'#' | b'%'), "a route's template is a plain path"),
        }
        at += 1;
    }
    assert!(!in_argument, "an argument in a route's template is not closed");
}

/// The HTTP methods of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Method {
    /// Reads (with the exception of `GET room`, which creates).
    Get,
    /// Writes.
    Post,
    /// Replaces.
    Put,
    /// Removes.
    Delete,
}

impl Method {
    /// The method's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl From<Method> for http::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => Self::GET,
            Method::Post => Self::POST,
            Method::Put => Self::PUT,
            Method::Delete => Self::DELETE,
        }
    }
}

/// How arguments that are not part of the route are encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Payload {
    /// There are none.
    None,
    /// In the query.
    Query,
    /// In a JSON object in the body.
    Json,
    /// In a form in the body, of the type `multipart/form-data`.
    Multipart,
}

/// An argument that is sent in a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HeaderArgument {
    /// The argument's name.
    pub argument: &'static str,
    /// The header's name, in lower case.
    pub name: &'static str,
}

/// The format of a successful response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResponseFormat {
    /// A JSON object.
    Json,
    /// Plain text.
    Text,
}

/// Whether an operation needs a login.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Auth {
    /// It does not: a visitor's token among the arguments is all there is.
    None,
    /// It does: `X-User-Id` and `X-Auth-Token`.
    Login,
}

/// The permissions that an operation's login needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Permissions {
    /// All of them; none are needed if the list is empty.
    All(&'static [&'static str]),
    /// One of them.
    Any(&'static [&'static str]),
}

impl Permissions {
    /// The permissions, whether all or one of them is needed.
    #[must_use]
    pub const fn names(self) -> &'static [&'static str] {
        match self {
            Self::All(names) | Self::Any(names) => names,
        }
    }

    /// Whether a caller has the permissions, given a function that looks one up.
    #[must_use]
    pub fn allow(self, has: impl Fn(&str) -> bool) -> bool {
        match self {
            Self::All(names) => names.iter().all(|name| has(name)),
            Self::Any(names) => names.iter().any(|name| has(name)),
        }
    }
}

/// An operation as errors and traces name it: method and path template, never the arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Operation {
    method: Method,
    template: &'static str,
}

impl Operation {
    /// The operation at one of its routes.
    #[must_use]
    pub const fn at(method: Method, route: &Route) -> Self {
        Self { method, template: route.template }
    }

    /// The HTTP method.
    #[must_use]
    pub const fn method(&self) -> Method {
        self.method
    }

    /// The path with `{argument}` in place of each path argument.
    #[must_use]
    pub const fn template(&self) -> &'static str {
        self.template
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.template)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_names_its_arguments() {
        let route = Route::new("/api/v1/livechat/visitors.chatHistory/room/{roomId}/visitor/{visitorId}");
        assert_eq!(route.arguments().collect::<Vec<_>>(), ["roomId", "visitorId"]);
        assert_eq!(Route::new("/api/v1/me").arguments().count(), 0);
    }

    #[test]
    fn permissions_are_needed_all_or_one() {
        let has = |name: &str| name == "a";
        assert!(Permissions::All(&[]).allow(has));
        assert!(Permissions::All(&["a"]).allow(has) && !Permissions::All(&["a", "b"]).allow(has));
        assert!(Permissions::Any(&["a", "b"]).allow(has) && !Permissions::Any(&["b"]).allow(has));
    }

    #[test]
    fn malformed_templates_are_refused() {
        for template in ["", "api", "/api/", "/a//b", "/a/{b", "/a/{}", "/a/x{b}", "/a/{b}x", "/a?b", "/{a/b}"] {
            let rejected = std::panic::catch_unwind(|| Route::new(Box::leak(template.to_owned().into_boxed_str())));
            assert!(rejected.is_err(), "{template}");
        }
    }
}
