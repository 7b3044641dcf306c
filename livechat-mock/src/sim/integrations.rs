//! Integrations. The settings are kept; nothing is sent.

mod get_integration_settings;
mod set_integration_settings;
mod test_webhook;
