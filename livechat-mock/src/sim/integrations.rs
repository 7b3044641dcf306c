//! Integrations: the settings of the webhook, and its test.

mod get_integration_settings;
mod set_integration_settings;
mod test_webhook;
