use livechat_sdk::{model::TriggerActionName, triggers::CallExternalService};

use super::external_service::{Question, ask};
use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for CallExternalService {
    /// The first action counts.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let trigger = call.world.trigger(&self.id).ok_or_else(|| ServerError::plain("Invalid trigger"))?;
        let action = trigger.actions.first().filter(|action| action.name == TriggerActionName::UseExternalService);
        let action =
            action.ok_or_else(|| ServerError::plain("Trigger is not configured to use an external service"))?;
        let params = action.params.clone().unwrap_or_default();
        let url = params.service_url.filter(|url| !url.is_empty());
        let url = url.ok_or_else(|| ServerError::plain("Invalid service URL"))?;
        let fallback = params.service_fallback_message.filter(|text| !text.is_empty());
        let question = Question {
            trigger: self.id.as_str().to_owned(),
            url,
            timeout: params.service_timeout.unwrap_or(5000.0),
            fallback: fallback.unwrap_or_else(|| "trigger-default-fallback-message".to_owned()),
            visitor: self.token.clone(),
            metadata: self.extra_data.clone(),
        };
        Err(ask(question, call))
    }
}
