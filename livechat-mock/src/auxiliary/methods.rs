//! Methods of realtime, called by REST.

use std::fmt;

use livechat_sdk::{
    Endpoint,
    ddp::ServerFrame,
    endpoint::{Meta, Route},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    ServerError, json,
    operation::{Call, Response, Simulate},
    realtime::methods::{self, Done, Effect, Notification},
};

/// Calls a method as the caller.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct CallMethod {
    /// Servers look at the one in the message alone.
    method: String,
    message: MethodMessage,
}

/// What may be a login with its password, and is not shown.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
struct MethodMessage(String);

impl fmt::Debug for MethodMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// Calls a method without a login.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct CallMethodAnonymously {
    method: String,
    message: MethodMessage,
}

impl Endpoint for CallMethod {
    type Response = Value;
    const META: Meta = Meta::post(Route::new("/api/v1/method.call/{method}")).login().unlimited();
}

impl Endpoint for CallMethodAnonymously {
    type Response = Value;
    const META: Meta = Meta::post(Route::new("/api/v1/method.callAnon/{method}")).unlimited();
}

impl Simulate for CallMethod {
    /// The message travels as a text; nothing else is looked at.
    const CONTRACT: Option<&'static str> = Some("typed {message:string}");

    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        Response::one("message", &result_of(&self.message.0, call)?)
    }
}

impl Simulate for CallMethodAnonymously {
    /// The message travels as a text; nothing else is looked at.
    const CONTRACT: Option<&'static str> = Some("typed {message:string}");

    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        Response::one("message", &result_of(&self.message.0, call)?)
    }
}

/// The frame of a method, which travels as a text.
#[derive(Deserialize)]
struct Frame {
    /// A text, or a number.
    id: Option<Value>,
    method: String,
    #[serde(default)]
    params: Vec<Value>,
}

/// Calls the method that a frame names, and gives the frame of its result, as text.
fn result_of(message: &str, call: &mut Call<'_>) -> Result<String, ServerError> {
    let Ok(Frame { id, method, params }) = serde_json::from_str(message) else {
        return Err(ServerError::plain("Invalid message").hint(
            r#"`message` is a text with JSON in it, as over a socket: {"msg":"method","id":"1","method":"sendMessage","params":[]}"#,
        ));
    };
    let id = match id {
        Some(Value::String(id)) => id,
        Some(id) => id.to_string(),
        None => String::new(),
    };
    let (result, error) = match methods::call(&method, &params, call.caller, Some(call.world), call.now) {
        Ok(Done { result, effect, .. }) => {
            // There is no connection that the others could be about.
            if let Effect::Notify(Notification { room, args, .. }) = effect {
                call.world.says(&room, &args);
            }
            (result, None)
        }
        Err(error) => (None, Some(*error)),
    };
    let frame = ServerFrame::Result { id, result, error };
    json::to_string(&frame).map_err(|_| ServerError::internal(call.world.server_version()))
}
