//! What comes of asking an external service.

use std::{fmt, time::Duration};

use bytes::Bytes;
use http::{
    HeaderValue, Request,
    header::{ACCEPT, CONTENT_TYPE},
};
use livechat_sdk::{Timestamp, VisitorToken, WebhookToken, model::ExternalServiceData, webhook::SECRET_HEADER};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    ServerError, World, json,
    operation::Call,
    outgoing::{Answer, Finished, NOT_SENT, OutgoingCall, OutgoingRequest},
};

/// The code of an answer that is none.
const NO_ANSWER: &str = "error-invalid-external-service-response";

/// How long a service has if its timeout is none.
const USUAL_TIMEOUT: Duration = Duration::from_millis(1000);
/// Timers of servers take no more milliseconds.
const LONGEST_TIMEOUT: f64 = 2_147_483_647.0;

/// What a service is asked, and for which trigger.
pub(super) struct Question {
    pub(super) trigger: String,
    pub(super) url: String,
    /// In milliseconds.
    pub(super) timeout: f64,
    /// The text for a visitor if the service does not respond.
    pub(super) fallback: String,
    pub(super) visitor: VisitorToken,
    pub(super) metadata: Vec<ExternalServiceData>,
}

/// Asks a service. The error is that of a service that does not respond, for where nothing is sent.
pub(super) fn ask(question: Question, call: &mut Call<'_>) -> ServerError {
    let secret = call.world.settings.text("Livechat_secret_token");
    if secret.is_empty() {
        return ServerError::plain("Livechat secret token is not configured");
    }
    let secret = WebhookToken::from(secret);
    let error = question.failed(NO_ANSWER, &question.unreachable()).hint(NOT_SENT);
    call.awaits(ServiceCall { question, secret });
    error
}

/// A question on its way.
struct ServiceCall {
    question: Question,
    secret: WebhookToken,
}

impl ServiceCall {
    /// The request; `None` if there is none for this address or this secret.
    fn to_send(&self) -> Option<OutgoingRequest> {
        let question = &self.question;
        let body = Body { metadata: &question.metadata, visitor: &question.visitor };
        let body = Bytes::from(serde_json::to_vec(&body).ok()?);
        let mut secret = HeaderValue::try_from(self.secret.expose()).ok()?;
        secret.set_sensitive(true);
        let request = Request::post(question.url.as_str())
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/json")
            .header(SECRET_HEADER, secret)
            .body(body);
        let request = request.ok().filter(|request| request.uri().authority().is_some())?;
        Some(OutgoingRequest { request, timeout: Some(limit(question.timeout)) })
    }
}

/// What a service is sent.
#[derive(Serialize)]
struct Body<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    metadata: &'a [ExternalServiceData],
    #[serde(rename = "visitorToken")]
    visitor: &'a VisitorToken,
}

impl OutgoingCall for ServiceCall {
    fn request(&mut self, _: &mut World, _: Timestamp) -> Result<OutgoingRequest, &'static str> {
        self.to_send().ok_or("the service's address or the workspace's secret cannot be sent")
    }

    fn finish(self: Box<Self>, answer: Answer, _: &mut World, _: Timestamp) -> Result<Finished, ServerError> {
        let question = &self.question;
        match answer {
            Answer::NotSent => Ok(Finished::unchanged()),
            Answer::Responded { status: 200, body, .. } => match contents(&body) {
                Some(contents) => question.answered(&contents).map(Finished::with),
                None => Err(question.failed(NO_ANSWER, "External service response does not match expected format")),
            },
            Answer::Responded { status, body, .. } => Err(question
                .failed(NO_ANSWER, &String::from_utf8_lossy(&body))
                .hint(format!("the service responded with status {status}"))),
            Answer::TimedOut(_) => Err(question.failed("error-timeout", "The user aborted a request.")),
            Answer::Failed(reason) => {
                Err(question.failed(NO_ANSWER, &question.unreachable()).hint(format!("the service: {reason}")))
            }
        }
    }
}

/// Shows no address, no token and no data: all may hold secrets.
impl fmt::Debug for ServiceCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceCall").field("trigger", &self.question.trigger).finish_non_exhaustive()
    }
}

impl Question {
    /// The text of a failure of the network.
    fn unreachable(&self) -> String {
        format!("request to {} failed", self.url)
    }

    fn failed(&self, code: &str, text: &str) -> ServerError {
        let body = json!({
            "triggerId": self.trigger,
            "error": code,
            "response": text,
            "fallbackMessage": self.fallback,
            "success": false,
        });
        ServerError::new(400, body)
    }

    fn answered(&self, contents: &[Value]) -> Result<Bytes, ServerError> {
        let body = json!({
            "triggerId": self.trigger,
            "response": {"statusCode": 200, "contents": contents},
            "success": true,
        });
        json::to_string(&body).map(Bytes::from).map_err(|_| self.failed(NO_ANSWER, &self.unreachable()))
    }
}

/// How long a service has.
fn limit(millis: f64) -> Duration {
    if millis > 0.0 { Duration::from_secs_f64(millis.min(LONGEST_TIMEOUT) / 1000.0) } else { USUAL_TIMEOUT }
}

/// The messages of a service, if they have the form that is demanded.
fn contents(body: &[u8]) -> Option<Vec<Value>> {
    let mut answer: Value = serde_json::from_slice(body).ok()?;
    let Value::Array(contents) = answer.get_mut("contents")?.take() else { return None };
    let is_message = |item: &Value| item["msg"].is_string() && item["order"].is_number();
    (!contents.is_empty() && contents.iter().all(is_message)).then_some(contents)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timeouts_have_bounds() {
        for (millis, expected) in [(0.0, 1000), (-5.0, 1000), (f64::NAN, 1000), (1.0, 1), (250.0, 250)] {
            assert_eq!(limit(millis), Duration::from_millis(expected), "{millis}");
        }
        assert_eq!(limit(f64::INFINITY), Duration::from_millis(2_147_483_647));
    }

    #[test]
    fn messages_have_text_and_place() {
        let good = br#"{"contents":[{"msg":"Hi","order":1,"more":true}],"else":0}"#;
        assert_eq!(contents(good), Some(vec![json!({"msg": "Hi", "order": 1, "more": true})]));
        for body in [
            "",
            "Hi",
            "[]",
            "null",
            r#"{"contents":[]}"#,
            r#"{"contents":{"msg":"Hi","order":1}}"#,
            r#"{"contents":["Hi"]}"#,
            r#"{"contents":[{"msg":"Hi"}]}"#,
            r#"{"contents":[{"msg":"Hi","order":"1"}]}"#,
            r#"{"contents":[{"msg":"Hi","order":1},{"msg":1,"order":2}]}"#,
        ] {
            assert_eq!(contents(body.as_bytes()), None, "{body}");
        }
    }
}
