use livechat_sdk::{VisitorToken, triggers::TestExternalService};

use super::external_service::{Question, ask};
use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for TestExternalService {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let question = Question {
            trigger: "test-trigger".to_owned(),
            url: self.webhook_url.clone(),
            timeout: self.timeout,
            fallback: self.fallback_message.clone(),
            visitor: VisitorToken::from("1234567890"),
            metadata: self.extra_data.clone(),
        };
        Err(ask(question, call))
    }
}
