//! The providers of outbound messages, which apps bring on a server.

use livechat_sdk::{ProviderId, model::OutboundProvider};

use super::{Change, World, table::Record};

impl Record for OutboundProvider {
    type Id = ProviderId;

    fn id(&self) -> &ProviderId {
        &self.provider_id
    }

    fn id_mut(&mut self) -> &mut ProviderId {
        &mut self.provider_id
    }

    fn changed(&self, id: ProviderId) -> Option<Change> {
        Some(Change::OutboundProvider(id))
    }
}

impl World {
    /// The providers of outbound messages, in the order in which they were added.
    pub fn outbound_providers(&self) -> impl DoubleEndedIterator<Item = &OutboundProvider> {
        self.outbound_providers.iter()
    }

    /// The provider with this id.
    #[must_use]
    pub fn outbound_provider(&self, id: impl AsRef<str>) -> Option<&OutboundProvider> {
        self.outbound_providers.by_id(id.as_ref())
    }

    /// Adds a provider of outbound messages as it is, or replaces the one with the same id. If its id is empty, one is drawn.
    /// A server has those that apps bring.
    pub fn add_outbound_provider(&mut self, mut provider: OutboundProvider) -> ProviderId {
        if provider.provider_id.as_str().is_empty() {
            provider.provider_id = self.ids.hex().into();
        }
        let id = provider.provider_id.clone();
        self.outbound_providers.put(provider, &mut self.outbox);
        id
    }
}
