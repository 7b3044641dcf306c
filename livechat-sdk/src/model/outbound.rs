use std::collections::BTreeMap;

use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    id::ProviderId,
    open_enum::open_enum,
    time::Timestamp,
    wire::{JsonObject, null_as_default},
};

/// A provider of outbound messages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct OutboundProvider {
    /// The provider's id.
    #[field = false]
    pub provider_id: ProviderId,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_name: Option<String>,
    /// Whether its messages are made from templates.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub supports_templates: Option<bool>,
    /// How messages travel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_type: Option<OutboundProviderType>,
    /// The templates, by the phone number that they are sent from. A list of providers leaves them out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub templates: Option<BTreeMap<String, Vec<OutboundTemplate>>>,
}

impl OutboundProvider {
    /// A provider with nothing else set.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(provider_id: impl Into<ProviderId>) -> Self {
        Self {
            provider_id: provider_id.into(),
            provider_name: None,
            supports_templates: None,
            provider_type: None,
            templates: None,
        }
    }
}

open_enum! {
    /// How the messages of a provider travel.
    OutboundProviderType {
        /// To a phone.
        Phone = "phone",
        /// By e-mail.
        Email = "email",
    }
}

/// A template that a provider makes messages from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct OutboundTemplate {
    /// The template's id.
    #[field = false]
    pub id: String,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The language, such as `en_US`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What it is for, such as `whatsapp`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub template_type: Option<String>,
    /// The category, such as `utility`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Whether it may be used: `approved`, `rejected` or `pending`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// How good the provider takes it to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quality_score: Option<JsonObject>,
    /// Its parts: header, body and footer.
    #[serde(default, deserialize_with = "null_as_default")]
    pub components: Vec<JsonObject>,
    /// When it was created.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// Who created it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_by: Option<String>,
    /// When it was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified_at: Option<Timestamp>,
    /// Who changed it last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified_by: Option<String>,
    /// The namespace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// The account with the messenger.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waba_account_id: Option<String>,
    /// The number that it is sent from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    /// The provider's partner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partner_id: Option<String>,
    /// The provider's id of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// When the provider changed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_external: Option<String>,
    /// Why it was rejected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rejected_reason: Option<String>,
}

impl OutboundTemplate {
    /// A template with nothing else set.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: None,
            language: None,
            template_type: None,
            category: None,
            status: None,
            quality_score: None,
            components: Vec::new(),
            created_at: None,
            created_by: None,
            modified_at: None,
            modified_by: None,
            namespace: None,
            waba_account_id: None,
            phone_number: None,
            partner_id: None,
            external_id: None,
            updated_external: None,
            rejected_reason: None,
        }
    }
}
