//! The page: both sides of chats, requests, webhooks, worlds, clock and faults, coverage. Plain files, compiled in; what is in it comes from the server's own API.

use bytes::Bytes;
use http::{
    HeaderValue, Method, Response, StatusCode,
    header::{
        CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, LOCATION, REFERRER_POLICY,
        X_CONTENT_TYPE_OPTIONS,
    },
};

/// A file of the page.
pub(super) struct Asset {
    pub(super) path: &'static str,
    content_type: &'static str,
    body: &'static str,
}

const SCRIPT: &str = "text/javascript; charset=utf-8";

static ASSETS: [Asset; 22] = [
    Asset { path: "/", content_type: "text/html; charset=utf-8", body: include_str!("page/index.html") },
    Asset {
        path: "/__livechat-mock/page/page.css",
        content_type: "text/css; charset=utf-8",
        body: include_str!("page/page.css"),
    },
    Asset {
        path: "/__livechat-mock/page/icon.svg",
        content_type: "image/svg+xml",
        body: include_str!("page/icon.svg"),
    },
    Asset { path: "/__livechat-mock/page/agents.js", content_type: SCRIPT, body: include_str!("page/agents.js") },
    Asset { path: "/__livechat-mock/page/api.js", content_type: SCRIPT, body: include_str!("page/api.js") },
    Asset { path: "/__livechat-mock/page/chats.js", content_type: SCRIPT, body: include_str!("page/chats.js") },
    Asset { path: "/__livechat-mock/page/dom.js", content_type: SCRIPT, body: include_str!("page/dom.js") },
    Asset { path: "/__livechat-mock/page/facts.js", content_type: SCRIPT, body: include_str!("page/facts.js") },
    Asset { path: "/__livechat-mock/page/figures.js", content_type: SCRIPT, body: include_str!("page/figures.js") },
    Asset { path: "/__livechat-mock/page/live.js", content_type: SCRIPT, body: include_str!("page/live.js") },
    Asset { path: "/__livechat-mock/page/markdown.js", content_type: SCRIPT, body: include_str!("page/markdown.js") },
    Asset { path: "/__livechat-mock/page/messages.js", content_type: SCRIPT, body: include_str!("page/messages.js") },
    Asset { path: "/__livechat-mock/page/page.js", content_type: SCRIPT, body: include_str!("page/page.js") },
    Asset { path: "/__livechat-mock/page/promises.js", content_type: SCRIPT, body: include_str!("page/promises.js") },
    Asset { path: "/__livechat-mock/page/requests.js", content_type: SCRIPT, body: include_str!("page/requests.js") },
    Asset { path: "/__livechat-mock/page/socket.js", content_type: SCRIPT, body: include_str!("page/socket.js") },
    Asset { path: "/__livechat-mock/page/steering.js", content_type: SCRIPT, body: include_str!("page/steering.js") },
    Asset { path: "/__livechat-mock/page/tables.js", content_type: SCRIPT, body: include_str!("page/tables.js") },
    Asset { path: "/__livechat-mock/page/typing.js", content_type: SCRIPT, body: include_str!("page/typing.js") },
    Asset { path: "/__livechat-mock/page/visitor.js", content_type: SCRIPT, body: include_str!("page/visitor.js") },
    Asset { path: "/__livechat-mock/page/webhooks.js", content_type: SCRIPT, body: include_str!("page/webhooks.js") },
    Asset { path: "/__livechat-mock/page/worlds.js", content_type: SCRIPT, body: include_str!("page/worlds.js") },
];

/// Nothing from elsewhere, nothing inline, and in nobody's frame: what visitors write is shown there. Their pictures come
/// from memory.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

static HEADERS: [(HeaderName, HeaderValue); 5] = [
    (CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (RESOURCE_POLICY, HeaderValue::from_static("same-origin")),
    (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (CACHE_CONTROL, HeaderValue::from_static("no-store")),
];

/// Which origins may embed a response.
pub(super) const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// The file of the page with this path.
pub(super) fn find(method: &Method, path: &str) -> Option<&'static Asset> {
    let is_read = matches!(*method, Method::GET | Method::HEAD);
    ASSETS.iter().find(|asset| is_read && asset.path == path)
}

/// Leads to the page of a world, from where the slash is missing at the end.
pub(super) fn below(world: &str, query: Option<&str>) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    // A header takes all that names of worlds and queries have.
    if let Ok(place) = HeaderValue::from_str(&format!("{world}/{query}")) {
        response.headers_mut().insert(LOCATION, place);
    }
    response
}

pub(super) fn response(asset: &Asset) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(asset.body.as_bytes()));
    let headers = response.headers_mut();
    headers.extend(HEADERS.iter().cloned());
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    response
}
