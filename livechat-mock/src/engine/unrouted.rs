//! Responses to requests that are for no operation.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use serde_json::json;

use super::{
    Engine, Mode, realtime,
    response::{add_hint, allowed_headers, error_response, is_api, not_found, remove_cors, text_response},
};
use crate::{ServerError, ServerVersion, catalogue::catalogue, hint, router::Found};
use livechat_sdk::endpoint::Meta;

/// The page of the web application, which servers give for every path that is not theirs. Clients know it by this script.
const APPLICATION: &str = "<!DOCTYPE html>\n<html>\n<head><title>livechat-mock</title>\
    <script>__meteor_runtime_config__ = {}</script></head>\n<body>Nothing is here: this is the page that servers give for \
    every path.</body>\n</html>\n";

const APPLICATION_METHODS: HeaderValue = HeaderValue::from_static("OPTIONS, GET, HEAD");

impl Engine {
    pub(super) fn respond_unrouted(&self, found: &Found<'_>, request: &Request<Bytes>) -> Response<Bytes> {
        let (method, path) = (request.method(), request.uri().path());
        if Self::is_realtime(path) {
            return realtime::no_websocket();
        }
        let is_old = self.version() == ServerVersion::V7_0;
        match found {
            Found::OtherMethods(_) | Found::Operation { .. } if is_old && method == Method::OPTIONS => {
                self.preflight_of_7(request.headers())
            }
            _ if !is_old && method == Method::OPTIONS && is_api(path) => self.preflight(request.headers()),
            Found::OtherMethods(methods) if method != Method::OPTIONS => {
                self.wrong_method(methods, &hint::about_method(method.as_str(), path, methods))
            }
            Found::Later(index) => {
                self.nothing(request, &hint::later(&catalogue().operation(*index).meta, self.version()))
            }
            _ => self.nothing(request, &hint::about_path(method.as_str(), path)),
        }
    }

    /// What servers before 8.0 answer for an operation that they would have with a licence.
    pub(super) fn respond_unlicensed(&self, meta: &Meta, request: &Request<Bytes>) -> Response<Bytes> {
        let hint = meta.required_module().map(|module| hint::unlicensed(meta, module));
        self.nothing(request, &hint.unwrap_or_default())
    }

    /// What the server answers where the path has operations of other methods.
    fn wrong_method(&self, methods: &[&'static str], hint: &str) -> Response<Bytes> {
        if self.version() > ServerVersion::V7_0 {
            return not_found(hint);
        }
        let body = json!({"status": "error", "message": "API endpoint does not exist"});
        let mut response = error_response(&ServerError::new(405, body).hint(hint));
        if let Ok(allow) = HeaderValue::from_str(&methods.join(", ")) {
            response.headers_mut().insert(header::ALLOW, allow);
        }
        response
    }

    /// What the server answers where no operation is: the API's router or, elsewhere and with the old one, the web
    /// application.
    fn nothing(&self, request: &Request<Bytes>, hint: &str) -> Response<Bytes> {
        let (method, path) = (request.method(), request.uri().path());
        if is_api(path) && self.version() > ServerVersion::V7_0 {
            return not_found(hint);
        }
        let (status, content_type, body) = match *method {
            _ if matches!(path, "/favicon.ico" | "/robots.txt" | "/app.manifest") => (StatusCode::NOT_FOUND, None, ""),
            Method::GET | Method::HEAD => (StatusCode::OK, Some("text/html; charset=utf-8"), APPLICATION),
            Method::OPTIONS => (StatusCode::OK, None, ""),
            _ => (StatusCode::METHOD_NOT_ALLOWED, None, ""),
        };
        let mut response = Response::new(Bytes::from_static(body.as_bytes()));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        if let Some(content_type) = content_type {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        } else if status != StatusCode::NOT_FOUND {
            headers.insert(header::ALLOW, APPLICATION_METHODS);
        }
        add_hint(headers, hint);
        response
    }

    /// What the server answers to OPTIONS anywhere below `/api`.
    fn preflight(&self, headers: &HeaderMap) -> Response<Bytes> {
        let origin = headers.get(header::ORIGIN);
        if origin.is_none() && !headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD) {
            return plain(StatusCode::OK, "OK");
        }
        let Some(allowed) = self.allowed_origins() else { return cors_is_off() };
        match allowed_origin(allowed, origin) {
            Some(origin) => self.allow(origin, "OK"),
            None => refused(StatusCode::FORBIDDEN, "Invalid origin", hint::ORIGIN_IS_NOT_LISTED),
        }
    }

    /// What servers of 7.0 answer to OPTIONS where they have an operation. To an origin that is not allowed they say nothing.
    fn preflight_of_7(&self, headers: &HeaderMap) -> Response<Bytes> {
        if !headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD) {
            return plain(StatusCode::NOT_FOUND, "");
        }
        let Some(allowed) = self.allowed_origins() else { return cors_is_off() };
        match allowed_origin(allowed, headers.get(header::ORIGIN)) {
            Some(origin) => self.allow(origin, ""),
            None => refused(StatusCode::OK, "", hint::ORIGIN_IS_NOT_LISTED),
        }
    }

    /// The allowed origins; `None` where pages of other origins are not let in at all.
    fn allowed_origins(&self) -> Option<&str> {
        match &self.mode {
            Mode::Replay { cors, .. } => cors.as_deref(),
            Mode::Stateful { world, .. } => {
                let settings = &world.settings;
                settings.flag("API_Enable_CORS").then(|| settings.text("API_CORS_Origin"))
            }
        }
    }

    fn allow(&self, origin: HeaderValue, text: &'static str) -> Response<Bytes> {
        let mut response = plain(StatusCode::OK, text);
        let headers = response.headers_mut();
        if origin != "*" {
            headers.insert(header::VARY, HeaderValue::from_static("Origin"));
        }
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_METHODS,
            HeaderValue::from_static("GET, POST, PUT, DELETE, HEAD, PATCH"),
        );
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, allowed_headers(self.version()));
        response
    }
}

/// The origin that is let in: any, or one of a list, which servers compare in lower case with what was sent.
fn allowed_origin(allowed: &str, origin: Option<&HeaderValue>) -> Option<HeaderValue> {
    if allowed == "*" {
        return Some(HeaderValue::from_static("*"));
    }
    let origin = origin?;
    let is_listed = allowed.split(',').any(|listed| *origin == *listed.trim().to_lowercase());
    is_listed.then(|| origin.clone())
}

fn cors_is_off() -> Response<Bytes> {
    const OFF: &str = "CORS not enabled. Go to \"Admin > General > REST Api\" to enable it.";
    refused(StatusCode::METHOD_NOT_ALLOWED, OFF, hint::CORS_IS_OFF)
}

/// What a preflight gets that is not let in. Browsers show its page nothing of it: the hint is for the log.
fn refused(status: StatusCode, text: &'static str, hint: &str) -> Response<Bytes> {
    let mut response = plain(status, text);
    add_hint(response.headers_mut(), hint);
    response
}

/// A text without CORS headers.
fn plain(status: StatusCode, text: &'static str) -> Response<Bytes> {
    let mut response = text_response(status, Bytes::from_static(text.as_bytes()));
    remove_cors(response.headers_mut());
    response
}
