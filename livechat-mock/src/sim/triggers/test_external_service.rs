use livechat_sdk::triggers::TestExternalService;

use super::external_service::no_response;
use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for TestExternalService {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        Err(no_response("test-trigger", &self.webhook_url, &self.fallback_message, call))
    }
}
