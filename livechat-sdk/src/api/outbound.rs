//! Outbound messages: conversations that agents begin, through providers that apps add to a workspace.

mod get_outbound_provider;
mod list_outbound_providers;
mod send_outbound_message;

pub use self::{
    get_outbound_provider::{GetOutboundProvider, GetOutboundProviderResponse},
    list_outbound_providers::{ListOutboundProviders, ListOutboundProvidersResponse},
    send_outbound_message::{
        MessageTemplate, SendOutboundMessage, TemplateComponent, TemplateCurrency, TemplateDateTime, TemplateFile,
        TemplateLanguage, TemplateParameter, TemplateParameterType,
    },
};
