//! The workspace's settings, as far as the mock goes by them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Change, World, outbox::Outbox};

/// Values by the settings' names.
#[derive(Clone, Debug)]
pub(crate) struct Settings(BTreeMap<&'static str, Value>);

/// A setting that cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SettingError {
    /// No behaviour of the mock depends on a setting of this name.
    #[error("the mock does not go by a setting {name:?}; `World::settings` lists those that it does")]
    Unknown {
        /// The name.
        name: String,
    },
    /// The setting takes values of another type.
    #[error("the setting {name} takes values such as {example}")]
    WrongType {
        /// The name.
        name: &'static str,
        /// Its default.
        example: String,
    },
}

/// The settings of numbers that may be negative, which is no limit.
const SIGNED: &[&str] = &["FileUpload_MaxFileSize"];

impl Default for Settings {
    /// What a fresh server has.
    fn default() -> Self {
        Self(BTreeMap::from([
            ("API_Allow_Infinite_Count", json!(true)),
            ("API_CORS_Origin", json!("*")),
            ("API_Default_Count", json!(50)),
            ("API_Enable_CORS", json!(false)),
            ("API_Enable_Rate_Limiter_Limit_Calls_Default", json!(10)),
            ("API_Enable_Rate_Limiter_Limit_Time_Default", json!(60_000)),
            ("API_Upper_Count_Limit", json!(100)),
            ("FileUpload_Enabled", json!(true)),
            ("FileUpload_MaxFileSize", json!(104_857_600)),
            ("FileUpload_MediaTypeBlackList", json!("image/svg+xml")),
            ("FileUpload_MediaTypeWhiteList", json!("")),
            ("FileUpload_ProtectFiles", json!(true)),
            ("Hide_System_Messages", json!([])),
            ("Language", json!("en")),
            ("Livechat_Allow_collect_and_store_HTTP_header_informations", json!(false)),
            ("Livechat_Routing_Method", json!("Auto_Selection")),
            ("Livechat_Visitor_navigation_as_a_message", json!(false)),
            ("Livechat_accept_chats_with_no_agents", json!(false)),
            ("Livechat_allow_switching_departments", json!(true)),
            ("Livechat_background", json!("#FFFFFF")),
            ("Livechat_clear_local_storage_when_chat_ended", json!(false)),
            ("Livechat_conversation_finished_message", json!("")),
            ("Livechat_conversation_finished_text", json!("")),
            ("Livechat_data_processing_consent_text", json!("")),
            ("Livechat_display_offline_form", json!(true)),
            ("Livechat_email_field_registration_form", json!(true)),
            ("Livechat_enable_message_character_limit", json!(false)),
            ("Livechat_enable_transcript", json!(false)),
            ("Livechat_enabled", json!(true)),
            ("Livechat_enabled_when_agent_idle", json!(true)),
            ("Livechat_fileupload_enabled", json!(true)),
            ("Livechat_force_accept_data_processing_consent", json!(false)),
            ("Livechat_guest_count", json!(1)),
            ("Livechat_hide_expand_chat", json!(false)),
            ("Livechat_hide_system_messages", json!([])),
            ("Livechat_hide_watermark", json!(false)),
            ("Livechat_history_monitor_type", json!("url")),
            ("Livechat_message_character_limit", json!(0)),
            ("Livechat_name_field_registration_form", json!(true)),
            ("Livechat_offline_email", json!("")),
            ("Livechat_offline_form_unavailable", json!("")),
            ("Livechat_offline_message", json!("")),
            ("Livechat_offline_success_message", json!("")),
            ("Livechat_offline_title", json!("Leave a message")),
            ("Livechat_offline_title_color", json!("#666666")),
            ("Livechat_registration_form", json!(true)),
            ("Livechat_registration_form_message", json!("")),
            ("Livechat_request_comment_when_closing_conversation", json!(true)),
            ("Livechat_show_agent_email", json!(true)),
            ("Livechat_show_agent_info", json!(true)),
            ("Livechat_title", json!("Rocket.Chat")),
            ("Livechat_title_color", json!("#C1272D")),
            ("Livechat_transcript_message", json!("")),
            ("Livechat_transcript_send_always", json!(false)),
            ("Livechat_validate_offline_email", json!(true)),
            ("Livechat_waiting_queue", json!(false)),
            ("Livechat_waiting_queue_message", json!("")),
            ("Livechat_widget_position", json!("right")),
            ("Message_AllowDeleting", json!(true)),
            ("Message_AllowEditing", json!(true)),
            ("Message_QuoteChainLimit", json!(2)),
            ("Omnichannel_Metrics_Ignore_Automatic_Messages", json!(false)),
            ("Omnichannel_allow_force_close_conversations", json!(false)),
            ("Omnichannel_allow_visitors_to_close_conversation", json!(true)),
            ("Omnichannel_enable_department_removal", json!(true)),
            ("Site_Url", json!("http://localhost:3000")),
            ("Store_Last_Message", json!(true)),
            ("UI_Use_Real_Name", json!(false)),
            ("Unread_Count_Omni", json!("all_messages")),
        ]))
    }
}

impl Settings {
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.0.iter().map(|(name, value)| (*name, value))
    }

    fn set(&mut self, name: &str, value: Value, outbox: &mut Outbox) -> Result<(), SettingError> {
        let name = self.check(name, &value)?;
        self.0.insert(name, value);
        outbox.push(Change::Setting(name));
        Ok(())
    }

    /// Whether a setting takes a value, and the setting's name.
    fn check(&self, name: &str, value: &Value) -> Result<&'static str, SettingError> {
        let Some((name, old)) = self.0.get_key_value(name) else {
            return Err(SettingError::Unknown { name: name.to_owned() });
        };
        let is_number = value.is_u64() || (value.is_i64() && SIGNED.contains(name));
        if std::mem::discriminant(old) != std::mem::discriminant(value) || (old.is_number() && !is_number) {
            return Err(SettingError::WrongType { name, example: old.to_string() });
        }
        Ok(name)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    pub(crate) fn flag(&self, name: &str) -> bool {
        self.0.get(name).and_then(Value::as_bool).unwrap_or_default()
    }

    pub(crate) fn number(&self, name: &str) -> u64 {
        self.0.get(name).and_then(Value::as_u64).unwrap_or_default()
    }

    /// A number that is a limit; `None` if it is negative.
    pub(crate) fn limit(&self, name: &str) -> Option<u64> {
        self.0.get(name).and_then(Value::as_u64)
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        self.0.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// A list of texts.
    pub(crate) fn texts(&self, name: &str) -> Vec<String> {
        let items = self.0.get(name).and_then(Value::as_array).into_iter().flatten();
        items.filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// Increments a number, and returns the new one.
    fn increment(&mut self, name: &'static str, outbox: &mut Outbox) -> u64 {
        let next = self.number(name).saturating_add(1);
        self.0.insert(name, Value::from(next));
        outbox.push(Change::Setting(name));
        next
    }
}

/// Settings.
impl World {
    /// The settings that the mock goes by, with their values, by name.
    pub fn settings(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.settings.iter()
    }

    /// Changes a setting. It takes effect with the next call.
    ///
    /// # Errors
    ///
    /// If the mock does not go by such a setting, or it takes values of another type.
    pub fn set_setting(&mut self, name: &str, value: impl Into<Value>) -> Result<(), SettingError> {
        self.settings.set(name, value.into(), &mut self.outbox)
    }

    /// Changes all of these settings, or none if one of them cannot be changed so.
    pub(crate) fn set_settings(&mut self, changes: Vec<(&str, Value)>) -> Result<(), SettingError> {
        for (name, value) in &changes {
            self.settings.check(name, value)?;
        }
        changes.into_iter().try_for_each(|(name, value)| self.set_setting(name, value))
    }

    /// The user name of the next guest.
    pub(crate) fn next_guest(&mut self) -> String {
        format!("guest-{}", self.settings.increment("Livechat_guest_count", &mut self.outbox))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_keeps_its_type() {
        let mut settings = Settings::default();
        let mut outbox = Outbox::default();
        let mut set = |settings: &mut Settings, name: &str, value: Value| settings.set(name, value, &mut outbox);
        set(&mut settings, "Livechat_history_monitor_type", json!("title")).unwrap();
        assert_eq!(settings.text("Livechat_history_monitor_type"), "title");
        for wrong in [json!(true), json!(null), json!(7)] {
            let error = set(&mut settings, "Livechat_history_monitor_type", wrong).unwrap_err();
            assert_eq!(error.to_string(), r#"the setting Livechat_history_monitor_type takes values such as "title""#);
        }
        assert!(set(&mut settings, "API_Default_Count", json!(-1)).is_err());
        set(&mut settings, "FileUpload_MaxFileSize", json!(-1)).unwrap();
        assert_eq!(settings.limit("FileUpload_MaxFileSize"), None);
        assert!(set(&mut settings, "FileUpload_MaxFileSize", json!(0.5)).is_err());
        set(&mut settings, "FileUpload_MaxFileSize", json!(7)).unwrap();
        assert_eq!(settings.limit("FileUpload_MaxFileSize"), Some(7));
        assert!(matches!(set(&mut settings, "Colour", json!(1)), Err(SettingError::Unknown { .. })));
        assert!(matches!(set(&mut settings, "", json!(1)), Err(SettingError::Unknown { .. })));
    }
}
