use livechat_sdk::{Acknowledged, inquiries::TakeInquiry, model::InquiryStatus};
use serde_json::json;

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for TakeInquiry {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let agent = self.user_id.as_ref().or(call.caller).filter(|agent| call.world.user(agent).is_some()).cloned();
        let Some(agent) = agent else { return Err(ServerError::plain("The user is invalid")) };
        let rejected = |reason: &str, code: &str| {
            Err(ServerError::reason(reason, code).details(json!({"method": "livechat:takeInquiry"})))
        };
        let Some(inquiry) = call.world.inquiries.by_id(&self.inquiry_id) else {
            return rejected("Inquiry not found", "error-not-found");
        };
        if inquiry.status == Some(InquiryStatus::Taken) {
            return rejected("Inquiry already taken", "error-inquiry-taken");
        }
        if !call.world.settings.flag("Livechat_enabled") || !call.world.may_take(&agent) {
            let reason = "Agent status is offline or Omnichannel service is not active";
            return rejected(reason, "error-agent-status-service-offline");
        }
        let room = inquiry.room_id.clone();
        call.world.check_taker(&agent, inquiry.department.as_ref())?;
        call.world.check_contact(&room)?;
        call.world.give_to(&room, &agent, call.origin.now);
        Response::new(&Acknowledged::default())
    }
}
