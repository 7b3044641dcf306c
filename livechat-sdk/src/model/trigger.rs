use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    id::TriggerId,
    open_enum::open_enum,
    time::Timestamp,
    wire::{null_as_default, number},
};

/// A trigger: an action of the widget when something happens on the site.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct Trigger {
    /// The trigger's id.
    #[serde(rename = "_id")]
    #[field = false]
    pub id: TriggerId,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether it is enabled.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub enabled: Option<bool>,
    /// Whether it runs at most once per visitor.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub run_once: Option<bool>,
    /// When it happens.
    #[serde(default, deserialize_with = "null_as_default")]
    pub conditions: Vec<TriggerCondition>,
    /// What happens.
    #[serde(default, deserialize_with = "null_as_default")]
    pub actions: Vec<TriggerAction>,
    /// When the record was last written.
    #[serde(rename = "_updatedAt", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
}

impl Trigger {
    /// A trigger with nothing else set.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(id: impl Into<TriggerId>) -> Self {
        Self {
            id: id.into(),
            name: None,
            description: None,
            enabled: None,
            run_once: None,
            conditions: Vec::new(),
            actions: Vec::new(),
            updated_at: None,
        }
    }
}

/// When a trigger happens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TriggerCondition {
    /// What has to happen.
    pub name: TriggerConditionName,
    /// Seconds, a number, for [`TimeOnSite`](TriggerConditionName::TimeOnSite); a text for
    /// [`PageUrl`](TriggerConditionName::PageUrl); of no meaning elsewhere, where it travels as `null`.
    #[serde(default)]
    pub value: Option<Value>,
}

impl TriggerCondition {
    /// The visitor has been on the site for so many seconds.
    #[must_use]
    pub fn time_on_site(seconds: u64) -> Self {
        Self { name: TriggerConditionName::TimeOnSite, value: Some(seconds.into()) }
    }

    /// The visitor is on a page with this address.
    #[must_use]
    pub fn page_url(url: impl Into<String>) -> Self {
        Self { name: TriggerConditionName::PageUrl, value: Some(Value::String(url.into())) }
    }

    /// The visitor opened the widget.
    #[must_use]
    pub fn chat_opened_by_visitor() -> Self {
        Self { name: TriggerConditionName::ChatOpenedByVisitor, value: None }
    }

    /// The visitor registered.
    #[must_use]
    pub fn after_guest_registration() -> Self {
        Self { name: TriggerConditionName::AfterGuestRegistration, value: None }
    }
}

/// What a trigger does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TriggerAction {
    /// The type of action.
    pub name: TriggerActionName,
    /// The parameters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub params: Option<TriggerParams>,
}

impl TriggerAction {
    /// Sends this text as this sender.
    #[must_use]
    pub fn send_message(sender: TriggerSender, text: impl Into<String>) -> Self {
        let params = TriggerParams { sender: Some(sender), text: Some(text.into()), ..TriggerParams::default() };
        Self { name: TriggerActionName::SendMessage, params: Some(params) }
    }

    /// Asks the service at this URL for the text, and sends the other one if it does not respond in time.
    #[must_use]
    pub fn use_external_service(url: impl Into<String>, timeout: u64, fallback: impl Into<String>) -> Self {
        let params = TriggerParams {
            service_url: Some(url.into()),
            service_timeout: Some(timeout as f64),
            service_fallback_message: Some(fallback.into()),
            ..TriggerParams::default()
        };
        Self { name: TriggerActionName::UseExternalService, params: Some(params) }
    }

    /// With these params.
    #[must_use]
    pub fn params(mut self, params: TriggerParams) -> Self {
        self.params = Some(params);
        self
    }
}

/// How an action is done.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct TriggerParams {
    /// The sender.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<TriggerSender>,
    /// The user name of the agent or bot, if the sender is [`Custom`](TriggerSender::Custom).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The text to send.
    #[serde(rename = "msg", skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Where the external service is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_url: Option<String>,
    /// How long to wait for the service. The documentation says seconds; its example has 5000.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub service_timeout: Option<f64>,
    /// The text to send if the service does not respond.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_fallback_message: Option<String>,
}

impl TriggerParams {
    /// Params of which none is set.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

open_enum! {
    /// The type of a trigger's condition.
    TriggerConditionName {
        /// The visitor has been on the site for some time.
        TimeOnSite = "time-on-site",
        /// The visitor is on a certain page.
        PageUrl = "page-url",
        /// The visitor opened the widget.
        ChatOpenedByVisitor = "chat-opened-by-visitor",
        /// The visitor registered.
        AfterGuestRegistration = "after-guest-registration",
    }

    /// The type of a trigger's action.
    TriggerActionName {
        /// It sends a message.
        SendMessage = "send-message",
        /// It asks another service.
        UseExternalService = "use-external-service",
    }

    /// The sender of a trigger's message.
    TriggerSender {
        /// The next agent.
        Queue = "queue",
        /// A certain agent or bot.
        Custom = "custom",
    }
}
