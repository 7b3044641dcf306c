//! Outbound messages.

mod get_outbound_provider;
mod list_outbound_providers;
mod send_outbound_message;
