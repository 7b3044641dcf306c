//! Faults, as JSON.

use std::time::Duration;

use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
#[cfg(feature = "mock")]
use {
    bytes::Bytes,
    http::{Method, Request, Uri},
};

use super::{
    Call,
    answer::{Problem, Result},
    operations,
};
use crate::{Fault, ServerError, ServerVersion, fault::Effect};

/// A fault as it is added.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Add {
    fault: Kind,
    /// The name of an operation.
    on: Option<String>,
    /// A word of realtime frames.
    frame: Option<String>,
    times: Option<u64>,
    #[serde(default)]
    after: u64,
}

/// What it does, under the names of the constructors of [`Fault`].
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Kind {
    Delay { millis: u64 },
    DelayBetween { min_millis: u64, max_millis: u64 },
    LoseResponse,
    Fail { status: u16, body: Option<Value> },
    Reset,
    Dribble { chunk_bytes: usize, pause_millis: u64 },
    DropSocket,
    DelayFrame { millis: u64 },
    DuplicateFrame,
    ReorderFrame,
    IgnorePing,
    RefuseSubscription,
    RefuseConnect,
    LoseWebhook,
    LoseWebhookAnswer,
    DuplicateWebhook,
    ReorderWebhook,
    DelayWebhook { millis: u64 },
}

pub(super) fn list(call: &Call<'_>) -> Result {
    let engine = call.state.engine();
    Ok(json!({"faults": engine.faults().map(show).collect::<Vec<_>>()}))
}

pub(super) fn add(call: &Call<'_>) -> Result {
    let Add { fault, on, frame, times, after } = call.read()?;
    if times == Some(0) {
        return Err(Problem::wrong(
            "times is at least 1; leave it out for a fault that stays until it is removed".to_owned(),
        ));
    }
    let mut fault = Fault::new(fault.effect(call.state.version())?).after(after);
    fault.operation = on.map(|on| operations::find(&on)).transpose()?.map(|it| it.meta.operation());
    if !fault.is_about_requests() && fault.operation.is_some() {
        return Err(Problem::wrong(
            "a fault of realtime or of webhooks is for no operation: leave \"on\" out".to_owned(),
        ));
    }
    if !fault.is_about_frames() && frame.is_some() {
        return Err(Problem::wrong(
            "\"frame\" is for faults that meet frames: drop_socket, delay_frame, duplicate_frame, reorder_frame"
                .to_owned(),
        ));
    }
    fault.frame = frame;
    fault.times = times;
    call.state.engine().add_fault(fault);
    list(call)
}

pub(super) fn clear(call: &Call<'_>) -> Result {
    call.state.engine().clear_faults();
    Ok(json!({}))
}

/// The request that adds a fault, for a recording; `None` if none does: here, durations are in milliseconds.
#[cfg(feature = "mock")]
pub(crate) fn added(fault: &Fault) -> Option<Request<Bytes>> {
    let durations = match &fault.effect {
        Effect::Delay { min, max } => [*min, *max],
        Effect::Dribble { pause: duration, .. } | Effect::DelayFrame(duration) | Effect::DelayWebhook(duration) => {
            [*duration; 2]
        }
        _ => [Duration::ZERO; 2],
    };
    if durations.iter().any(|duration| *duration != Duration::from_millis(millis(*duration))) {
        return None;
    }
    let mut shown = show(fault);
    if let Value::Object(fields) = &mut shown {
        fields.remove("met");
    }
    Some(request(Method::POST, shown.to_string().into()))
}

/// The request that removes all faults, for a recording.
#[cfg(feature = "mock")]
pub(crate) fn cleared() -> Option<Request<Bytes>> {
    Some(request(Method::DELETE, Bytes::new()))
}

#[cfg(feature = "mock")]
fn request(method: Method, body: Bytes) -> Request<Bytes> {
    let mut request = Request::new(body);
    *request.method_mut() = method;
    *request.uri_mut() = Uri::from_static("/__livechat-mock/faults");
    request
}

fn show(fault: &Fault) -> Value {
    let mut shown = json!({
        "fault": Kind::of(&fault.effect),
        "on": fault.operation.map(|operation| operation.to_string()),
        "times": fault.times,
        "after": fault.after,
        "met": fault.met(),
    });
    if let Some(frame) = fault.frame() {
        shown["frame"] = frame.into();
    }
    shown
}

impl Kind {
    fn of(effect: &Effect) -> Self {
        match effect {
            Effect::Delay { min, max } if min == max => Self::Delay { millis: millis(*min) },
            Effect::Delay { min, max } => Self::DelayBetween { min_millis: millis(*min), max_millis: millis(*max) },
            Effect::LoseResponse => Self::LoseResponse,
            Effect::Fail(error) => Self::Fail { status: error.status(), body: Some(error.body().clone()) },
            Effect::Reset => Self::Reset,
            Effect::Dribble { chunk_bytes, pause } => {
                Self::Dribble { chunk_bytes: *chunk_bytes, pause_millis: millis(*pause) }
            }
            Effect::DropSocket => Self::DropSocket,
            Effect::DelayFrame(delay) => Self::DelayFrame { millis: millis(*delay) },
            Effect::DuplicateFrame => Self::DuplicateFrame,
            Effect::ReorderFrame => Self::ReorderFrame,
            Effect::IgnorePing => Self::IgnorePing,
            Effect::RefuseSubscription => Self::RefuseSubscription,
            Effect::RefuseConnect => Self::RefuseConnect,
            Effect::LoseWebhook => Self::LoseWebhook,
            Effect::LoseWebhookAnswer => Self::LoseWebhookAnswer,
            Effect::DuplicateWebhook => Self::DuplicateWebhook,
            Effect::ReorderWebhook => Self::ReorderWebhook,
            Effect::DelayWebhook(delay) => Self::DelayWebhook { millis: millis(*delay) },
        }
    }

    fn effect(self, version: ServerVersion) -> Result<Effect> {
        let millis = Duration::from_millis;
        Ok(match self {
            Self::Delay { millis: delay } => Fault::delay(millis(delay)),
            Self::DelayBetween { min_millis, max_millis } => {
                Fault::delay_between(millis(min_millis), millis(max_millis))
            }
            Self::LoseResponse => Fault::lose_response(),
            Self::Fail { status, body } => Fault::fail(server_error(status, body, version)?),
            Self::Reset => Fault::reset(),
            Self::Dribble { chunk_bytes, pause_millis } => Fault::dribble(chunk_bytes, millis(pause_millis)),
            Self::DropSocket => Fault::drop_socket(),
            Self::DelayFrame { millis: delay } => Fault::delay_frame(millis(delay)),
            Self::DuplicateFrame => Fault::duplicate_frame(),
            Self::ReorderFrame => Fault::reorder_frame(),
            Self::IgnorePing => Fault::ignore_ping(),
            Self::RefuseSubscription => Fault::refuse_subscription(),
            Self::RefuseConnect => Fault::refuse_connect(),
            Self::LoseWebhook => Fault::lose_webhook(),
            Self::LoseWebhookAnswer => Fault::lose_webhook_answer(),
            Self::DuplicateWebhook => Fault::duplicate_webhook(),
            Self::ReorderWebhook => Fault::reorder_webhook(),
            Self::DelayWebhook { millis: delay } => Fault::delay_webhook(millis(delay)),
        }
        .effect)
    }
}

/// Without a body, the server's own text where it is known.
pub(super) fn server_error(status: u16, body: Option<Value>, version: ServerVersion) -> Result<ServerError> {
    let known = status_of(status)?;
    if let Some(body) = body {
        return Ok(ServerError::new(status, body));
    }
    Ok(match status {
        401 => ServerError::not_logged_in(version),
        403 => ServerError::no_permission(),
        404 => ServerError::not_found(),
        429 => ServerError::too_many_requests(60),
        500 => ServerError::internal(version),
        _ => {
            let error = known.canonical_reason().unwrap_or("Error");
            ServerError::new(status, json!({"success": false, "error": error}))
        }
    })
}

/// The status of a response.
pub(super) fn status_of(status: u16) -> Result<StatusCode> {
    let known = StatusCode::from_u16(status).ok().filter(|status| (200..600).contains(&status.as_u16()));
    known.ok_or_else(|| Problem::wrong(format!("{status} is not the status of an answer; send one from 200 to 599")))
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
