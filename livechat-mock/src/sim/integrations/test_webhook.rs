use livechat_sdk::{Timestamp, integrations::TestWebhook};

use crate::{
    ServerError, World,
    operation::{Call, Response, Simulate},
    outgoing::{Answer, Finished, NOT_SENT, OutgoingCall, OutgoingRequest},
    webhook::{Test, Ticket, UNSENDABLE},
};

/// The error of a test whose receiver does not answer as it should.
const NO_ANSWER: &str = "error-invalid-webhook-response";

impl Simulate for TestWebhook {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        if call.world.settings.text("Livechat_webhookUrl").is_empty() {
            return Err(ServerError::plain("Webhook_URL_not_set"));
        }
        let test = call.world.test_webhook(call.origin.now);
        call.awaits(TestCall { test, ticket: None });
        Err(ServerError::plain(NO_ANSWER).hint(NOT_SENT))
    }
}

/// The test on its way.
#[derive(Debug)]
struct TestCall {
    test: Test,
    /// What the answer is for, once it was sent.
    ticket: Option<Ticket>,
}

impl OutgoingCall for TestCall {
    fn request(&mut self, world: &mut World, now: Timestamp) -> Result<OutgoingRequest, &'static str> {
        let taken = world.webhooks.take_test(self.test, now).ok_or(UNSENDABLE)?;
        self.ticket = Some(taken.ticket);
        Ok(OutgoingRequest { request: taken.request, timeout: taken.timeout })
    }

    fn finish(self: Box<Self>, answer: Answer, world: &mut World, now: Timestamp) -> Result<Finished, ServerError> {
        let Some(answer) = answer.for_webhook() else { return Ok(Finished::unchanged()) };
        let (is_success, shown) = (answer.is_success(), answer.to_string());
        if let Some(ticket) = self.ticket {
            world.webhooks.answer(&ticket, answer, now);
        }
        if is_success {
            return Ok(Finished::with(r#"{"success":true}"#));
        }
        Err(ServerError::plain(NO_ANSWER).hint(format!("the webhook's receiver: {shown}")))
    }
}
