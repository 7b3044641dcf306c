use livechat_sdk::messages::{SendOfflineMessage, SendOfflineMessageResponse};

use crate::{
    ServerError, World,
    operation::{Call, Response, Simulate},
    sim::looks_like_an_address,
};

impl Simulate for SendOfflineMessage {
    /// Nobody is written to, but the webhook is told.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let failed = |hint| Err(ServerError::plain("Error sending Omnichannel offline message").hint(hint));
        let settings = &call.world.settings;
        if !settings.flag("Livechat_display_offline_form") {
            return failed("the setting Livechat_display_offline_form is off");
        }
        if self.email.is_empty() {
            return failed("the visitor's address is empty");
        }
        let has_domain = self.email.rsplit_once('@').is_some_and(|(_, domain)| domain.contains('.'));
        if settings.flag("Livechat_validate_offline_email") && !has_domain {
            return failed("the visitor's address has no domain; real servers also look it up");
        }
        if !looks_like_an_address(recipient(self, call.world)) {
            return failed(
                "nobody gets it: neither has the department an address nor does the setting Livechat_offline_email hold one",
            );
        }
        call.world.tell_offline_message(&self.name, &self.email, &self.message, call.origin.now);
        Response::new(&SendOfflineMessageResponse::new("Livechat offline message sent"))
    }
}

/// The department's address, if there is such a department and it has one, or the workspace's.
fn recipient<'w>(message: &SendOfflineMessage, world: &'w World) -> &'w str {
    let department = message.department.as_deref().and_then(|department| world.department(department));
    let address = department.and_then(|department| department.email.as_deref()).filter(|email| !email.is_empty());
    address.unwrap_or_else(|| world.settings.text("Livechat_offline_email"))
}
