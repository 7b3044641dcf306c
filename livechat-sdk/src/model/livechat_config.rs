use std::fmt;

use fieldwork::Fieldwork;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{
        self, MapAccess, SeqAccess,
        value::{MapAccessDeserializer, SeqAccessDeserializer},
    },
};
use serde_json::Value;

use super::{AgentInfo, ServedBy, Visitor};
use crate::{
    id::{DepartmentId, RoomId, TriggerId},
    wire::{JsonObject, null_as_default, number::NumberVisitor},
};

/// The configuration of a visitor's client, and the state of the visitor's conversation.
///
/// If the livechat is disabled, only [`enabled`](Self::enabled) is set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct LivechatConfig {
    /// Whether the livechat is enabled.
    #[field = false]
    pub enabled: bool,
    /// Whether an agent is available, in the requested department if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub online: Option<bool>,
    /// What the client requires and offers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<ConfigSettings>,
    /// Colours, titles and place on the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<ConfigTheme>,
    /// The workspace's own texts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub messages: Option<ConfigMessages>,
    /// The questions to ask after a conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub survey: Option<ConfigSurvey>,
    /// The triggers that are enabled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub triggers: Option<Vec<ConfigTrigger>>,
    /// The departments that are enabled and have agents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub departments: Option<Vec<ConfigDepartment>>,
    /// Sounds and emojis.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resources: Option<ConfigResources>,
    /// The custom fields to ask for (Enterprise): `_id`, `label`, `required`, `defaultValue`, and `regexp`, `type` and
    /// `options` where they are set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_fields: Option<Vec<JsonObject>>,
    /// Information for visitors in the queue (Enterprise).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue_info: Option<JsonObject>,
    /// The visitor, if the token is known.
    #[serde(rename = "guest", skip_serializing_if = "Option::is_none")]
    pub visitor: Option<Visitor>,
    /// The visitor's open room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room: Option<ConfigRoom>,
    /// The agent who serves it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<AgentInfo>,
}

impl LivechatConfig {
    /// A livechat that is enabled or not, with nothing else set.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(enabled: bool) -> Self {
        Self { enabled, ..Self::default() }
    }
}

/// What a visitor's client asks for and offers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct ConfigSettings {
    /// Whether visitors register before they write.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub registration_form: Option<bool>,
    /// Whether visitors may change the department of a conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub allow_switching_departments: Option<bool>,
    /// Whether registering asks for the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub name_field_registration_form: Option<bool>,
    /// Whether registering asks for the e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub email_field_registration_form: Option<bool>,
    /// Whether visitors may leave a message while no agent is available.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub display_offline_form: Option<bool>,
    /// Whether video calls are offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub video_call: Option<bool>,
    /// Whether visitors may send files.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub file_upload: Option<bool>,
    /// The workspace's language; empty if none is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Whether visitors are asked if they want a transcript.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub transcript: Option<bool>,
    /// Which [changes](crate::model::PageInfo::change) are stored as page visits: `url` or `title`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub history_monitor_type: Option<String>,
    /// Whether visitors have to agree to the processing of their data.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub force_accept_data_processing_consent: Option<bool>,
    /// Whether visitors see that they are waiting for an agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub show_connecting: Option<bool>,
    /// Whether the workspace hides its agents.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub agent_hidden_info: Option<bool>,
    /// Whether the client clears its storage once a conversation is closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub clear_local_storage_when_chat_ended: Option<bool>,
    /// The maximum length of a message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_text_length: Option<TextLimit>,
    /// The system messages that clients do not show, by [`MessageType`](crate::model::MessageType).
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub hidden_system_messages: Vec<String>,
    /// Whether the vendor's name is hidden.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub hide_watermark: Option<bool>,
    /// Whether visitors may close their conversations.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub visitors_can_close_chat: Option<bool>,
    /// The workspace's logo.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub livechat_logo: Option<JsonObject>,
}

/// The maximum length of a message: `false` or a number on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextLimit {
    /// No limit.
    Unlimited,
    /// This number of characters.
    Characters(u64),
}

impl TextLimit {
    /// The limit that a number stands for: none, if it is below zero.
    fn of(number: Option<f64>) -> Self {
        number.filter(|number| *number >= 0.0).map_or(Self::Unlimited, |number| Self::Characters(number as u64))
    }
}

impl Serialize for TextLimit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Unlimited => serializer.serialize_bool(false),
            Self::Characters(limit) => serializer.serialize_u64(*limit),
        }
    }
}

impl<'de> Deserialize<'de> for TextLimit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct LimitVisitor;

        impl<'de> de::Visitor<'de> for LimitVisitor {
            type Value = TextLimit;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`false` or a number of characters")
            }

            // A limit that is switched on has a number: `true` without one limits nothing.
            fn visit_bool<E: de::Error>(self, _: bool) -> Result<TextLimit, E> {
                Ok(TextLimit::Unlimited)
            }

            fn visit_i64<E: de::Error>(self, limit: i64) -> Result<TextLimit, E> {
                NumberVisitor.visit_i64(limit).map(TextLimit::of)
            }

            fn visit_u64<E: de::Error>(self, limit: u64) -> Result<TextLimit, E> {
                NumberVisitor.visit_u64(limit).map(TextLimit::of)
            }

            fn visit_f64<E: de::Error>(self, limit: f64) -> Result<TextLimit, E> {
                NumberVisitor.visit_f64(limit).map(TextLimit::of)
            }

            fn visit_str<E: de::Error>(self, limit: &str) -> Result<TextLimit, E> {
                NumberVisitor.visit_str(limit).map(TextLimit::of)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<TextLimit, A::Error> {
                NumberVisitor.visit_map(map).map(TextLimit::of)
            }
        }

        deserializer.deserialize_any(LimitVisitor)
    }
}

/// Colours, titles and place on the page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct ConfigTheme {
    /// The title while an agent is available.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The colour while an agent is available.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// The title while no agent is available.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offline_title: Option<String>,
    /// The colour while no agent is available.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offline_color: Option<String>,
    /// The side of the page: `right`, unless the workspace says `left`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
    /// The background, in CSS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background: Option<String>,
    /// Whether the button that opens a window of its own is left out (servers from 8).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub hide_expand_chat: Option<bool>,
    /// The buttons under a message about a call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action_links: Option<ActionLinks>,
}

/// The buttons under a message about a call.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum ActionLinks {
    /// Those of each kind of call, as servers have it.
    ByType(ActionLinksByType),
    /// Those of one kind, as the published OpenAPI description has it.
    List(Vec<ActionLink>),
}

impl<'de> Deserialize<'de> for ActionLinks {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct LinksVisitor;

        impl<'de> de::Visitor<'de> for LinksVisitor {
            type Value = ActionLinks;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object or a list of action links")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ActionLinks, A::Error> {
                ActionLinksByType::deserialize(MapAccessDeserializer::new(map)).map(ActionLinks::ByType)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<ActionLinks, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(list)).map(ActionLinks::List)
            }
        }

        deserializer.deserialize_any(LinksVisitor)
    }
}

/// The buttons under a message about a call, by the kind of call.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ActionLinksByType {
    /// Of WebRTC calls (servers up to 7).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webrtc: Option<Vec<ActionLink>>,
    /// Of Jitsi calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jitsi: Option<Vec<ActionLink>>,
}

/// A button under a message about a call.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ActionLink {
    /// The icon's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// The key of the label.
    #[serde(rename = "i18nLabel", skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The name of the action.
    #[serde(rename = "method_id", skip_serializing_if = "Option::is_none")]
    pub method_id: Option<String>,
    /// The parameters of the action.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub params: Option<Value>,
}

/// The workspace's own texts. An empty one stands for the client's default.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct ConfigMessages {
    /// Over the form for messages while no agent is available.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offline_message: Option<String>,
    /// After such a message was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offline_success_message: Option<String>,
    /// Where there is no such form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offline_unavailable_message: Option<String>,
    /// After a conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation_finished_message: Option<String>,
    /// Below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation_finished_text: Option<String>,
    /// When a transcript is offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transcript_message: Option<String>,
    /// Over the form for registering.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registration_form_message: Option<String>,
    /// What visitors have to agree to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_processing_consent_text: Option<String>,
}

/// The questions to ask after a conversation: see [`SubmitSurvey`](crate::rooms::SubmitSurvey).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConfigSurvey {
    /// The questions: `satisfaction`, `agentKnowledge`, `agentResposiveness` (so spelt), `agentFriendliness`.
    #[serde(default, deserialize_with = "null_as_default")]
    pub items: Vec<String>,
    /// The ratings, from `1` to `5`.
    #[serde(default, deserialize_with = "null_as_default")]
    pub values: Vec<String>,
}

/// A trigger: automatic actions of the client, and their conditions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConfigTrigger {
    /// The trigger's id.
    #[serde(rename = "_id")]
    pub id: TriggerId,
    /// The actions: a `name`, and `params` in a format that depends on it.
    #[serde(default, deserialize_with = "null_as_default")]
    pub actions: Vec<JsonObject>,
    /// The conditions: a `name`, and a `value` in a format that depends on it.
    #[serde(default, deserialize_with = "null_as_default")]
    pub conditions: Vec<JsonObject>,
    /// Whether it runs once per visitor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run_once: Option<bool>,
}

impl ConfigTrigger {
    /// The trigger with this id, with nothing else set.
    #[must_use]
    pub fn new(id: impl Into<TriggerId>) -> Self {
        Self { id: id.into(), actions: Vec::new(), conditions: Vec::new(), run_once: None }
    }
}

/// A department, as far as it is shown to visitors.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConfigDepartment {
    /// The department's id.
    #[serde(rename = "_id")]
    pub id: DepartmentId,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether visitors may choose it when they register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub show_on_registration: Option<bool>,
    /// Whether visitors may send it messages while no agent is available.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub show_on_offline_form: Option<bool>,
    /// The departments that its conversations may be forwarded to (servers from 8).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub departments_allowed_to_forward: Option<Vec<DepartmentId>>,
}

impl ConfigDepartment {
    /// A department of this name.
    #[must_use]
    pub fn new(id: impl Into<DepartmentId>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: Some(name.into()),
            show_on_registration: None,
            show_on_offline_form: None,
            departments_allowed_to_forward: None,
        }
    }
}

/// Sounds and emojis.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConfigResources {
    /// Where the sound of a new message is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sound: Option<String>,
    /// The workspace's own emojis.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emojis: Option<Vec<Value>>,
}

/// A visitor's open room, as the configuration has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConfigRoom {
    /// The room's id.
    #[serde(rename = "_id")]
    pub id: RoomId,
    /// The department that it is with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department_id: Option<DepartmentId>,
    /// The agent who serves it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub served_by: Option<ServedBy>,
    /// Always true: closed rooms are left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<bool>,
}

impl ConfigRoom {
    /// An open room.
    #[must_use]
    pub fn new(id: impl Into<RoomId>) -> Self {
        Self { id: id.into(), department_id: None, served_by: None, open: Some(true) }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_limit_of_a_text_is_false_or_a_number() {
        for (json, limit) in [(json!(false), TextLimit::Unlimited), (json!(500), TextLimit::Characters(500))] {
            assert_eq!(serde_json::from_value::<TextLimit>(json.clone()).unwrap(), limit);
            assert_eq!(serde_json::to_value(limit).unwrap(), json);
        }
        assert!(serde_json::from_value::<TextLimit>(json!("many")).is_err());
    }

    #[test]
    fn action_links_are_an_object_or_a_list() {
        let link = json!({"icon": "phone", "i18nLabel": "Accept", "method_id": "join", "params": ""});
        for json in [json!({"webrtc": [link], "jitsi": []}), json!({"jitsi": [link]}), json!([link]), json!([])] {
            let links: ActionLinks = serde_json::from_value(json.clone()).unwrap();
            assert_eq!(serde_json::to_value(&links).unwrap(), json);
            assert_eq!(matches!(links, ActionLinks::List(_)), json.is_array());
        }
        assert!(serde_json::from_value::<ActionLinks>(json!("none")).is_err());
    }

    #[test]
    fn a_livechat_that_is_off_says_no_more() {
        let config: LivechatConfig = serde_json::from_str(r#"{"enabled":false}"#).unwrap();
        assert_eq!(config, LivechatConfig::new(false));
        assert_eq!(serde_json::to_string(&config).unwrap(), r#"{"enabled":false}"#);
    }

    #[test]
    fn null_is_nothing() {
        let config = json!({"enabled": true, "resources": {"sound": "s", "emojis": null}, "triggers": null});
        let config: LivechatConfig = serde_json::from_value(config).unwrap();
        assert_eq!((config.triggers, config.resources.unwrap().emojis), (None, None));
    }
}
