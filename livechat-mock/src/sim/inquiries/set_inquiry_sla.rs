use livechat_sdk::{Acknowledged, inquiries::SetInquirySla, model::InquiryStatus};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for SetInquirySla {
    /// The newest servers have a typed route for it, whose schema is not published; what older ones say is in
    /// `contract/overrides.txt`.
    const CONTRACT: Option<&'static str> = Some("typed {roomId:string, sla:string}");

    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let inquiry = call.world.inquiry(&self.room_id);
        if inquiry.is_none_or(|inquiry| inquiry.status != Some(InquiryStatus::Queued)) {
            return Err(ServerError::plain("error-invalid-inquiry").hint("the room does not wait in the queue"));
        }
        let policy = call.world.sla_policy(&self.sla).filter(|_| !self.sla.is_empty()).cloned();
        let unknown = || ServerError::plain("error-invalid-sla").hint("no policy has this id or this exact name");
        let policy = policy.ok_or_else(unknown)?;
        let by = call.named_author("error-invalid-user")?;
        call.world.set_sla(&self.room_id, Some(policy), by, call.origin.now);
        Response::new(&Acknowledged::default())
    }
}
