use livechat_sdk::{
    model::OutboundProvider,
    outbound::{ListOutboundProviders, ListOutboundProvidersResponse},
};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for ListOutboundProviders {
    /// The vendor publishes types of it, and no validator.
    const CONTRACT: Option<&'static str> = Some("typed {type?:string in(\"phone\" \"email\")}");

    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let wanted = self.provider_type.as_ref();
        let is_wanted = |provider: &&OutboundProvider| wanted.is_none() || provider.provider_type.as_ref() == wanted;
        let short = |provider: &OutboundProvider| {
            let mut provider = provider.clone();
            provider.templates = None;
            provider
        };
        let providers = call.world.outbound_providers().filter(is_wanted).map(short).collect();
        Response::new(&ListOutboundProvidersResponse::new(providers))
    }
}
