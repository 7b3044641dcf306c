use livechat_sdk::messages::{SendOfflineMessage, SendOfflineMessageResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for SendOfflineMessage {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let failed = || ServerError::plain("Error sending Omnichannel offline message");
        if !call.world.settings.flag("Livechat_display_offline_form") {
            return Err(failed().hint("the setting Livechat_display_offline_form is off"));
        }
        let is_address = self.email.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
        if call.world.settings.flag("Livechat_validate_offline_email") && !is_address {
            return Err(failed().hint("the address is none; real servers also look its domain up"));
        }
        Response::new(&SendOfflineMessageResponse::new("Livechat offline message sent"))
    }
}
