//! Errors of methods and subscriptions.

use livechat_sdk::ddp::{DdpError, DdpErrorCode};
use serde_json::Value;

use crate::ServerError;

/// An argument has the wrong type.
pub(super) fn no_match() -> DdpError {
    DdpError::new(400, Some("Match failed"))
}

/// There is no world in replay mode.
pub(super) fn no_world() -> DdpError {
    DdpError::new(
        "not-allowed",
        Some("this livechat-mock replays examples and has no world; start it in stateful mode"),
    )
}

pub(super) fn not_allowed() -> DdpError {
    DdpError::new("not-allowed", None)
}

/// The error of a REST response, as DDP has it.
pub(super) fn from_server_error(error: &ServerError) -> DdpError {
    let body = error.body();
    let text = |key: &str| body.get(key).and_then(Value::as_str);
    let code = match body.get("error") {
        Some(Value::String(code)) => DdpErrorCode::Text(code.clone()),
        Some(Value::Number(code)) => DdpErrorCode::Number(code.as_i64().unwrap_or_default()),
        _ => DdpErrorCode::Number(error.status().into()),
    };
    let mut rejection = DdpError::new(code, text("message").or_else(|| text("reason")));
    rejection.details = body.get("details").cloned();
    rejection
}
