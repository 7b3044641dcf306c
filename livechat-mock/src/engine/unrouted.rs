//! Responses to requests that are for no operation.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use serde_json::json;

use super::{
    Engine,
    response::{error_response, not_found, text_response},
};
use crate::{ServerError, ServerVersion, hint};

impl Engine {
    /// What the server answers where the path has operations of other methods.
    pub(super) fn wrong_method(&self, methods: &[&'static str]) -> Response<Bytes> {
        let hint = hint::other_methods(methods);
        if self.version() > ServerVersion::V7_0 {
            return not_found(&hint);
        }
        let body = json!({"status": "error", "message": "API endpoint does not exist"});
        let mut response = error_response(&ServerError::new(405, body).hint(hint));
        if let Ok(allow) = HeaderValue::from_str(&methods.join(", ")) {
            response.headers_mut().insert(header::ALLOW, allow);
        }
        response
    }

    /// What the server answers to OPTIONS.
    pub(super) fn preflight(&self) -> Response<Bytes> {
        const OFF: &str = "CORS not enabled. Go to \"Admin > General > REST Api\" to enable it.";
        let settings = self.world().map(|world| &world.settings);
        let Some(settings) = settings.filter(|settings| settings.flag("API_Enable_CORS")) else {
            let mut response = text_response(StatusCode::METHOD_NOT_ALLOWED, Bytes::from_static(OFF.as_bytes()));
            response.headers_mut().remove(header::ACCESS_CONTROL_ALLOW_ORIGIN);
            return response;
        };
        let mut response = text_response(StatusCode::OK, Bytes::new());
        let headers = response.headers_mut();
        if let Ok(origin) = HeaderValue::from_str(settings.text("API_CORS_Origin")) {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        }
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_METHODS,
            HeaderValue::from_static("GET, POST, PUT, DELETE, HEAD, PATCH"),
        );
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            HeaderValue::from_static(
                "Origin, X-Requested-With, Content-Type, Accept, X-User-Id, X-Auth-Token, x-visitor-token, Authorization",
            ),
        );
        response
    }
}
