use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    id::{DepartmentId, ProviderId, UserId},
    open_enum::open_enum,
    wire::{Acknowledged, number, required_number},
};

/// Sends an outbound message, made from a template of the provider's.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/omnichannel/outbound/providers/{id}/message` |
/// | Login | permission `outbound.send-messages` |
/// | Licence | module `outbound-messaging` |
/// | Since | 7.11.0 |
/// | Documented | the vendor's published types alone |
///
/// Who answers is given to the agent or to the department that are named.
///
/// # Errors
///
/// In this order: `error-invalid-department` if there is no such department, or the caller may not choose it;
/// `error-invalid-agent`, likewise; `error-agent-not-in-department`; `error-invalid-provider`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct SendOutboundMessage {
    /// The provider.
    #[field = false]
    pub id: ProviderId,
    /// Whom it goes to: a phone number, or an address.
    #[field = false]
    pub to: String,
    /// What it is: `template`.
    #[serde(rename = "type")]
    pub message_type: String,
    /// The number of the provider's that it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_provider_phone_number: Option<String>,
    /// The template.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<MessageTemplate>,
    /// The agent who is to get the conversation. Which ones a caller may name depends on permissions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<UserId>,
    /// The department that is to get the conversation. Without the permission `outbound.can-assign-queues` one of the
    /// caller's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department_id: Option<DepartmentId>,
}

impl SendOutboundMessage {
    /// Sends a message from this template of this provider.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(id: impl Into<ProviderId>, to: impl Into<String>, template: MessageTemplate) -> Self {
        Self {
            id: id.into(),
            to: to.into(),
            message_type: "template".to_owned(),
            template_provider_phone_number: None,
            template: Some(template),
            agent_id: None,
            department_id: None,
        }
    }
}

/// A template, and what is filled in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct MessageTemplate {
    /// The template's name.
    #[field = false]
    pub name: String,
    /// The language.
    #[field = false]
    pub language: TemplateLanguage,
    /// What is filled into its parts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<TemplateComponent>,
    /// The namespace that the name is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
}

impl MessageTemplate {
    /// The template of this name in this language, such as `en_US`.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(name: impl Into<String>, language: impl Into<String>) -> Self {
        let language = TemplateLanguage { code: language.into(), policy: None };
        Self { name: name.into(), language, components: Vec::new(), namespace: None }
    }
}

/// The language of a template.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TemplateLanguage {
    /// The language, such as `en_US`.
    pub code: String,
    /// What happens if there is no such translation: `deterministic` or `fallback`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
}

/// What is filled into a part of a template.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TemplateComponent {
    /// The part: `header`, `body`, `footer` or `button`.
    #[serde(rename = "type")]
    pub component_type: String,
    /// The values, in order.
    pub parameters: Vec<TemplateParameter>,
}

impl TemplateComponent {
    /// These values for this part.
    #[must_use]
    pub fn new(component_type: impl Into<String>, parameters: Vec<TemplateParameter>) -> Self {
        Self { component_type: component_type.into(), parameters }
    }
}

/// A value that is filled into a template.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TemplateParameter {
    /// The type, which says what else there is.
    #[serde(rename = "type")]
    pub parameter_type: TemplateParameterType,
    /// A text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// A price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<TemplateCurrency>,
    /// A point in time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_time: Option<TemplateDateTime>,
    /// Where a file is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// What the file is: `image`, `document` or `video`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// A document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<TemplateFile>,
    /// A video.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video: Option<TemplateFile>,
    /// An image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<TemplateFile>,
}

impl TemplateParameter {
    fn of(parameter_type: TemplateParameterType) -> Self {
        Self {
            parameter_type,
            text: None,
            currency: None,
            date_time: None,
            link: None,
            format: None,
            document: None,
            video: None,
            image: None,
        }
    }

    /// This text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: Some(text.into()), ..Self::of(TemplateParameterType::Text) }
    }

    /// This price.
    #[must_use]
    pub fn currency(currency: TemplateCurrency) -> Self {
        Self { currency: Some(currency), ..Self::of(TemplateParameterType::Currency) }
    }

    /// This point in time.
    #[must_use]
    pub fn date_time(date_time: TemplateDateTime) -> Self {
        Self { date_time: Some(date_time), ..Self::of(TemplateParameterType::DateTime) }
    }

    /// The file at this address, which is an `image`, a `document` or a `video`.
    #[must_use]
    pub fn media(link: impl Into<String>, format: impl Into<String>) -> Self {
        Self { link: Some(link.into()), format: Some(format.into()), ..Self::of(TemplateParameterType::Media) }
    }
}

open_enum! {
    /// The type of a value that is filled into a template.
    TemplateParameterType {
        /// A text.
        Text = "text",
        /// A price.
        Currency = "currency",
        /// A point in time.
        DateTime = "date_time",
        /// A file, by its address.
        Media = "media",
        /// A document.
        Document = "document",
        /// A video.
        Video = "video",
        /// An image.
        Image = "image",
    }
}

/// A price in a template.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TemplateCurrency {
    /// What is shown if it cannot be formatted.
    #[serde(rename = "fallbackValue")]
    pub fallback_value: String,
    /// The currency, such as `EUR`.
    pub code: String,
    /// The price, times 1000.
    #[serde(with = "required_number")]
    pub amount1000: f64,
}

impl TemplateCurrency {
    /// This price, which is given times 1000.
    #[must_use]
    pub fn new(code: impl Into<String>, amount1000: f64, fallback_value: impl Into<String>) -> Self {
        Self { fallback_value: fallback_value.into(), code: code.into(), amount1000 }
    }
}

/// A point in time in a template.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct TemplateDateTime {
    /// What is shown if it cannot be formatted.
    #[field = false]
    pub fallback_value: String,
    /// Seconds since 1970.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub timestamp: Option<f64>,
    /// The day of the week.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub day_of_week: Option<f64>,
    /// The day of the month.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub day_of_month: Option<f64>,
    /// The year.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub year: Option<f64>,
    /// The month.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub month: Option<f64>,
    /// The hour.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub hour: Option<f64>,
    /// The minute.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub minute: Option<f64>,
}

impl TemplateDateTime {
    /// A point in time that is shown so if it cannot be formatted.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(fallback_value: impl Into<String>) -> Self {
        Self {
            fallback_value: fallback_value.into(),
            timestamp: None,
            day_of_week: None,
            day_of_month: None,
            year: None,
            month: None,
            hour: None,
            minute: None,
        }
    }
}

/// A file in a template.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TemplateFile {
    /// Where it is.
    pub link: String,
    /// The name of a document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filename: Option<String>,
}

impl TemplateFile {
    /// The file at this address.
    #[must_use]
    pub fn new(link: impl Into<String>) -> Self {
        Self { link: link.into(), filename: None }
    }
}

impl Endpoint for SendOutboundMessage {
    type Response = Acknowledged;
    const META: Meta = Meta::post(Route::new("/api/v1/omnichannel/outbound/providers/{id}/message"))
        .permissions(&["outbound.send-messages"])
        .module(Module::OutboundMessaging)
        .since("7.11.0");
}
