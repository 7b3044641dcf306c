//! Methods of realtime, called by REST.

use std::fmt;

use livechat_sdk::{
    Endpoint, JsonObject,
    endpoint::{Meta, Route},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    ServerError, ServerVersion, json as servers_json, methods,
    operation::{Call, Response, Simulate},
    realtime::methods::{self as realtime, Done, Effect, Failure, Notification, Outcome, Surroundings},
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
        call_method(&self.message.0, call)
    }
}

impl Simulate for CallMethodAnonymously {
    /// The message travels as a text; nothing else is looked at.
    const CONTRACT: Option<&'static str> = Some("typed {message:string}");

    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        call_method(&self.message.0, call)
    }
}

/// What a call asks for.
struct Frame {
    /// A text, by rights. It is repeated as it is.
    id: Option<Value>,
    method: Option<String>,
    params: Option<Vec<Value>>,
}

impl Frame {
    fn read(message: &str, version: ServerVersion) -> Result<Self, ServerError> {
        let frame: Value = serde_json::from_str(message).map_err(|error| no_json(&error))?;
        let mut frame = match frame {
            Value::Object(frame) => frame,
            _ => JsonObject::new(),
        };
        let is_call = frame.len() == 4
            && ["msg", "id", "method"].iter().all(|key| frame.get(*key).is_some_and(Value::is_string))
            && frame.get("params").is_some_and(Value::is_array);
        if version < ServerVersion::V8_0 && !is_call {
            return Err(ServerError::plain("Invalid method call").hint(EXPECTED));
        }
        Ok(Self {
            id: frame.remove("id"),
            method: frame.get("method").and_then(Value::as_str).map(str::to_owned),
            params: frame.remove("params").and_then(|params| serde_json::from_value(params).ok()),
        })
    }
}

const EXPECTED: &str = r#"`message` is a text with JSON in it, as over a socket: {"msg":"method","id":"1","method":"sendMessage","params":[]}"#;

/// In the words of JavaScript, without a part of the text: it may hold a password.
fn no_json(error: &serde_json::Error) -> ServerError {
    // serde_json quotes nothing when it is the syntax that is wrong.
    ServerError::plain(servers_json::syntax_error(error)).hint(format!("{error}; {EXPECTED}"))
}

/// The result of a method, which travels as a text.
#[derive(Serialize)]
struct MethodResult {
    msg: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Failure>,
}

/// Calls the method that a message names, and answers the frame of its result.
fn call_method<E: Endpoint>(message: &str, call: &mut Call<'_>) -> Result<Response<E>, ServerError> {
    let version = call.world.server_version();
    let Frame { id, method, params } = Frame::read(message, version)?;
    let (result, error, hint) = match outcome(method.as_deref(), params.as_deref(), call) {
        Ok(Done { result, dropped, .. }) => (result, None, dropped.map(String::from)),
        Err(failure) => {
            let hint = failure.unsaid();
            (None, Some(failure), hint)
        }
    };
    let is_failure = error.is_some();
    let frame = servers_json::to_string(&MethodResult { msg: "result", id, result, error });
    let frame = frame.map_err(|_| ServerError::internal(version))?;
    if is_failure && version >= ServerVersion::V8_0 {
        return Err(ServerError::new(400, json!({"message": frame, "success": false})).explained(hint));
    }
    call.hint = hint;
    Response::one("message", &frame)
}

fn outcome(method: Option<&str>, params: Option<&[Value]>, call: &mut Call<'_>) -> Outcome {
    let Some(method) = method else { return Err(realtime::no_method("undefined").into()) };
    let Some(params) = params else { return Err(Failure::plain("`params` is missing, which is a list")) };
    let surroundings = Surroundings {
        user: call.caller,
        world: Some(call.world),
        limiter: call.limiter.as_deref_mut(),
        find: methods::find,
        now: call.origin.now,
    };
    let done = realtime::call(method, params, surroundings)?;
    match &done.effect {
        // There is no connection that the others could be about.
        Effect::Notify(Notification { room, args, .. }) => call.world.says(room, args),
        Effect::Guest(_) => return Err(Failure::plain("there is no connection whose end could be waited for")),
        Effect::None | Effect::LogIn(..) | Effect::LogOut => {}
    }
    Ok(done)
}
