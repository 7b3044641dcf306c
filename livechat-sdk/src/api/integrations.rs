//! Integrations: the webhook that servers tell of conversations.

mod get_integration_settings;
mod set_integration_settings;
mod test_webhook;

pub use self::{
    get_integration_settings::{GetIntegrationSettings, GetIntegrationSettingsResponse},
    set_integration_settings::SetIntegrationSettings,
    test_webhook::TestWebhook,
};
