use livechat_sdk::outbound::{GetOutboundProvider, GetOutboundProviderResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for GetOutboundProvider {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let provider = call.world.outbound_provider(&self.id).cloned();
        let mut provider = provider.ok_or_else(|| ServerError::plain("error-invalid-provider"))?;
        provider.templates.get_or_insert_default();
        Response::new(&GetOutboundProviderResponse::new(provider))
    }
}
