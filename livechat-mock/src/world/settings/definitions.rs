//! The settings that a server has: names, types and defaults.

use serde_json::{Value, json};

/// A setting that a server has.
#[derive(Debug)]
pub(crate) struct Definition {
    pub(crate) name: &'static str,
    pub(super) default: Default,
    /// Whether visitors' apps may read it.
    pub(crate) is_public: bool,
    /// Whether it is one of those that shape the widget.
    pub(crate) is_of_appearance: bool,
    /// Whether its value is for administrators alone.
    pub(crate) is_secret: bool,
    /// Whether the routes for settings do not know it.
    pub(crate) is_hidden: bool,
    /// What a server without a licence reads in place of any value, if the setting comes with one.
    unlicensed: Option<Default>,
    /// Whether servers do not mark it as the enterprise edition's, although it comes with the licence.
    is_unmarked: bool,
}

/// A default, and the type that goes with it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Default {
    Boolean(bool),
    Int(u64),
    /// A number that is no limit if it is negative.
    Limit(i64),
    Text(&'static str),
    Password(&'static str),
    Color(&'static str),
    Select(&'static str),
    /// Several of these keys.
    MultiSelect {
        keys: &'static [&'static str],
        default: &'static [&'static str],
    },
}

impl Default {
    fn value(self) -> Value {
        match self {
            Self::Boolean(value) => json!(value),
            Self::Int(value) => json!(value),
            Self::Limit(value) => json!(value),
            Self::Text(value) | Self::Password(value) | Self::Color(value) | Self::Select(value) => json!(value),
            Self::MultiSelect { default, .. } => json!(default),
        }
    }
}

impl Definition {
    const fn new(name: &'static str, default: Default) -> Self {
        Self {
            name,
            default,
            is_public: false,
            is_of_appearance: false,
            is_secret: false,
            is_hidden: false,
            unlicensed: None,
            is_unmarked: false,
        }
    }

    const fn public(mut self) -> Self {
        self.is_public = true;
        self
    }

    const fn of_appearance(mut self) -> Self {
        self.is_of_appearance = true;
        self
    }

    const fn secret(mut self) -> Self {
        self.is_secret = true;
        self
    }

    const fn hidden(mut self) -> Self {
        self.is_hidden = true;
        self
    }

    /// Of the enterprise edition; without a licence, its default counts.
    const fn enterprise(self) -> Self {
        let default = self.default;
        self.unlicensed(default)
    }

    /// Of the enterprise edition; without a licence, this value counts.
    const fn unlicensed(mut self, value: Default) -> Self {
        self.unlicensed = Some(value);
        self
    }

    /// Comes with the licence, and is not marked so.
    const fn unmarked(mut self) -> Self {
        self.is_unmarked = true;
        self
    }

    /// Whether it comes with the licence.
    pub(crate) fn takes_a_licence(&self) -> bool {
        self.unlicensed.is_some()
    }

    /// Whether servers mark it as the enterprise edition's.
    pub(crate) fn is_of_enterprise(&self) -> bool {
        self.takes_a_licence() && !self.is_unmarked
    }

    /// The value on a fresh server.
    pub(crate) fn default_value(&self) -> Value {
        self.default.value()
    }

    /// What a server without a licence reads in place of any value.
    pub(super) fn unlicensed_value(&self) -> Option<Value> {
        self.unlicensed.map(Default::value)
    }

    /// The server's name of the type.
    pub(crate) fn type_name(&self) -> &'static str {
        match self.default {
            Default::Boolean(_) => "boolean",
            Default::Int(_) | Default::Limit(_) => "int",
            Default::Text(_) => "string",
            Default::Password(_) => "password",
            Default::Color(_) => "color",
            Default::Select(_) => "select",
            Default::MultiSelect { .. } => "multiSelect",
        }
    }

    /// Whether a value is of the type.
    pub(super) fn takes(&self, value: &Value) -> bool {
        match self.default {
            Default::Boolean(_) => value.is_boolean(),
            Default::Int(_) => value.is_u64(),
            Default::Limit(_) => value.is_u64() || value.is_i64(),
            Default::Text(_) | Default::Password(_) | Default::Color(_) | Default::Select(_) => value.is_string(),
            Default::MultiSelect { .. } => value.is_array(),
        }
    }

    /// What a server makes of a value that is sent for the appearance; `None` if it skips it.
    pub(crate) fn coerce(&self, value: &Value) -> Option<Value> {
        match self.default {
            Default::Boolean(_) => Some(json!(*value == json!(true) || *value == json!("true"))),
            Default::Int(_) | Default::Limit(_) => Some(match value {
                Value::Number(_) => value.clone(),
                Value::String(text) => leading_digits(text),
                _ => json!(0),
            }),
            Default::MultiSelect { keys, .. } => {
                let is_key = |item: &Value| item.as_str().is_some_and(|key| keys.contains(&key));
                value.as_array().filter(|items| items.iter().all(is_key)).map(|_| value.clone())
            }
            Default::Text(_) | Default::Password(_) | Default::Color(_) | Default::Select(_) => Some(value.clone()),
        }
    }
}

/// The integer that a text begins with, or 0.
fn leading_digits(text: &str) -> Value {
    let text = text.trim_start();
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let end = digits.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(digits.len());
    json!(digits[..end].parse::<i64>().map_or(0, |number| sign * number))
}

const fn boolean(name: &'static str, default: bool) -> Definition {
    Definition::new(name, Default::Boolean(default))
}

const fn int(name: &'static str, default: u64) -> Definition {
    Definition::new(name, Default::Int(default))
}

const fn text(name: &'static str, default: &'static str) -> Definition {
    Definition::new(name, Default::Text(default))
}

const fn password(name: &'static str, default: &'static str) -> Definition {
    Definition::new(name, Default::Password(default))
}

const fn color(name: &'static str, default: &'static str) -> Definition {
    Definition::new(name, Default::Color(default))
}

const fn select(name: &'static str, default: &'static str) -> Definition {
    Definition::new(name, Default::Select(default))
}

/// All settings. Those of other parts of a server are there as far as the mock goes by them.
pub(crate) const DEFINITIONS: &[Definition] = &[
    // Omnichannel.
    boolean("Livechat_enabled", true).public(),
    text("Livechat_title", "Rocket.Chat").public().of_appearance(),
    color("Livechat_title_color", "#C1272D").public().of_appearance(),
    boolean("Livechat_enable_message_character_limit", false).public().of_appearance(),
    int("Livechat_message_character_limit", 0).public().of_appearance(),
    boolean("Livechat_display_offline_form", true).public().of_appearance(),
    boolean("Livechat_clear_local_storage_when_chat_ended", false).public(),
    boolean("Livechat_validate_offline_email", true).public(),
    text("Livechat_offline_form_unavailable", "").public().of_appearance(),
    text("Livechat_offline_title", "Leave a message").public().of_appearance(),
    color("Livechat_offline_title_color", "#666666").public().of_appearance(),
    text("Livechat_offline_message", "").public().of_appearance(),
    text("Livechat_offline_email", "").of_appearance(),
    text("Livechat_offline_success_message", "").public().of_appearance(),
    boolean("Livechat_allow_switching_departments", true).public(),
    boolean("Livechat_show_agent_info", true).public().of_appearance(),
    boolean("Livechat_show_agent_email", true).public().of_appearance(),
    boolean("Omnichannel_allow_visitors_to_close_conversation", true).public().of_appearance(),
    boolean("Livechat_request_comment_when_closing_conversation", true).public(),
    boolean("Omnichannel_allow_force_close_conversations", false).public(),
    text("Livechat_conversation_finished_message", "").public().of_appearance(),
    text("Livechat_conversation_finished_text", "").public().of_appearance(),
    boolean("Livechat_registration_form", true).public().of_appearance(),
    boolean("Livechat_name_field_registration_form", true).public().of_appearance(),
    boolean("Livechat_email_field_registration_form", true).public().of_appearance(),
    text("Livechat_registration_form_message", "").public().of_appearance(),
    int("Livechat_guest_count", 1).hidden(),
    int("Livechat_Room_Count", 1).hidden(),
    boolean("Livechat_enabled_when_agent_idle", true).public(),
    text("Livechat_webhookUrl", ""),
    text("Livechat_secret_token", "").secret(),
    boolean("Livechat_webhook_on_start", false),
    boolean("Livechat_webhook_on_close", false),
    boolean("Livechat_webhook_on_chat_taken", false),
    boolean("Livechat_webhook_on_chat_queued", false),
    boolean("Livechat_webhook_on_forward", false),
    boolean("Livechat_webhook_on_offline_msg", false),
    boolean("Livechat_webhook_on_visitor_message", false),
    boolean("Livechat_webhook_on_agent_message", false),
    boolean("Livechat_webhook_on_capture", false),
    boolean("Send_visitor_navigation_history_livechat_webhook_request", false),
    int("Livechat_http_timeout", 5_000),
    text("Livechat_lead_email_regex", LEAD_EMAIL),
    text("Livechat_lead_phone_regex", LEAD_PHONE),
    select("Livechat_history_monitor_type", "url"),
    boolean("Livechat_Visitor_navigation_as_a_message", false).public(),
    boolean("Livechat_enable_business_hours", false).public(),
    boolean("Livechat_continuous_sound_notification_new_livechat_room", false).public(),
    boolean("Livechat_fileupload_enabled", true).public(),
    boolean("Livechat_enable_transcript", false).public(),
    boolean("Livechat_transcript_send_always", false).public(),
    boolean("Livechat_transcript_show_system_messages", false).public(),
    text("Livechat_transcript_message", "").public(),
    text("Livechat_transcript_email_subject", "").public(),
    boolean("Omnichannel_enable_department_removal", false).public(),
    text("Livechat_AllowedDomainsList", "").public(),
    boolean("Livechat_OfflineMessageToChannel_enabled", false).public(),
    text("Livechat_OfflineMessageToChannel_channel_name", "").public(),
    select("Livechat_Routing_Method", "Auto_Selection").public(),
    boolean("Livechat_accept_chats_with_no_agents", false),
    boolean("Livechat_assign_new_conversation_to_bot", false),
    int("Livechat_guest_pool_max_number_incoming_livechats_displayed", 0).public(),
    boolean("Livechat_show_queue_list_link", false).public(),
    text("Livechat_External_Queue_URL", ""),
    text("Livechat_External_Queue_Token", ""),
    int("Omnichannel_queue_delay_timeout", 5),
    boolean("Livechat_Allow_collect_and_store_HTTP_header_informations", false).public(),
    boolean("Livechat_force_accept_data_processing_consent", false).public(),
    text("Livechat_data_processing_consent_text", "").public(),
    select("Livechat_agent_leave_action", "none"),
    int("Livechat_agent_leave_action_timeout", 60),
    text("Livechat_agent_leave_comment", ""),
    int("Livechat_visitor_inactivity_timeout", 3_600),
    select("Omnichannel_call_provider", "none").public(),
    boolean("Omnichannel_Metrics_Ignore_Automatic_Messages", false).public(),
    boolean("Omnichannel_External_Frame_Enabled", false).public(),
    text("Omnichannel_External_Frame_URL", "").public(),
    text("Omnichannel_External_Frame_Encryption_JWK", "").public(),
    // Of the enterprise edition.
    select("Livechat_abandoned_rooms_action", "none").public().enterprise(),
    text("Livechat_abandoned_rooms_closed_custom_message", "").enterprise(),
    int("Omnichannel_max_fallback_forward_depth", 3).unlicensed(Default::Int(0)),
    boolean("Livechat_last_chatted_agent_routing", false).enterprise(),
    boolean("Omnichannel_contact_manager_routing", true).unlicensed(Default::Boolean(false)),
    select("Livechat_business_hour_type", "Single").public().enterprise(),
    boolean("Livechat_waiting_queue", false).public().enterprise(),
    text("Livechat_waiting_queue_message", "").enterprise(),
    int("Livechat_maximum_chats_per_agent", 0).enterprise(),
    boolean("Omnichannel_calculate_dispatch_service_queue_statistics", true).unlicensed(Default::Boolean(false)),
    int("Livechat_number_most_recent_chats_estimate_wait_time", 100).enterprise(),
    Definition::new("Livechat_max_queue_wait_time", Default::Limit(-1)).enterprise(),
    select("Omnichannel_sorting_mechanism", "Timestamp").public().unlicensed(Default::Select("")),
    text("Livechat_AdditionalWidgetScripts", "").enterprise(),
    text("Livechat_WidgetLayoutClasses", "").enterprise(),
    select("Livechat_widget_position", "right").public().of_appearance().enterprise(),
    text("Livechat_background", "").public().of_appearance().enterprise(),
    boolean("Livechat_hide_watermark", false).of_appearance().enterprise(),
    int("Livechat_auto_close_on_hold_chats_timeout", 3_600).unlicensed(Default::Int(0)),
    text("Livechat_auto_close_on_hold_chats_custom_message", "").enterprise(),
    boolean("Livechat_allow_manual_on_hold", false).public().enterprise(),
    boolean("Livechat_allow_manual_on_hold_upon_agent_engagement_only", true)
        .public()
        .unlicensed(Default::Boolean(false)),
    int("Livechat_auto_transfer_chat_timeout", 0).enterprise(),
    Definition::new(
        "Livechat_hide_system_messages",
        Default::MultiSelect { keys: SYSTEM_MESSAGES, default: &["uj", "ul", "livechat-close"] },
    )
    .public()
    .of_appearance()
    .enterprise(),
    // These two come with the enterprise edition, and are not marked as its own.
    boolean("Livechat_hide_expand_chat", false).of_appearance().enterprise().unmarked(),
    boolean("Accounts_Default_User_Preferences_omnichannelTranscriptPDF", false).public().enterprise().unmarked(),
    boolean("Livechat_Block_Unknown_Contacts", false).public().enterprise(),
    boolean("Livechat_Block_Unverified_Contacts", false).public().enterprise(),
    select("Livechat_Require_Contact_Verification", "never").public().enterprise(),
    boolean("Canned_Responses_Enable", true).unlicensed(Default::Boolean(false)),
    int("Resolved_Conflicts_Count", 0).hidden(),
    // Text messages.
    boolean("SMS_Enabled", false),
    select("SMS_Service", "twilio"),
    text("SMS_Default_Omnichannel_Department", ""),
    text("SMS_Twilio_Account_SID", "").secret(),
    text("SMS_Twilio_authToken", "").secret(),
    boolean("SMS_Twilio_FileUpload_Enabled", true).secret(),
    text("SMS_Twilio_FileUpload_MediaTypeWhiteList", MEDIA_TYPES).secret(),
    text("SMS_Voxtelesys_authToken", "").secret(),
    text("SMS_Voxtelesys_URL", "https://smsapi.voxtelesys.net/api/v1/sms").secret(),
    boolean("SMS_Voxtelesys_FileUpload_Enabled", true).secret(),
    text("SMS_Voxtelesys_FileUpload_MediaTypeWhiteList", MEDIA_TYPES).secret(),
    text("SMS_Mobex_gateway_address", ""),
    text("SMS_Mobex_restful_address", ""),
    text("SMS_Mobex_username", ""),
    password("SMS_Mobex_password", ""),
    text("SMS_Mobex_from_number", ""),
    text("SMS_Mobex_from_numbers_list", ""),
    // Other parts of the server.
    boolean("API_Allow_Infinite_Count", true),
    text("API_CORS_Origin", "*"),
    int("API_Default_Count", 50),
    boolean("API_Enable_CORS", false),
    boolean("API_Enable_Rate_Limiter", true),
    int("API_Enable_Rate_Limiter_Limit_Calls_Default", 10),
    int("API_Enable_Rate_Limiter_Limit_Time_Default", 60_000),
    int("API_Upper_Count_Limit", 100),
    boolean("FileUpload_Enabled", true),
    text("FileUpload_MediaTypeBlackList", "image/svg+xml"),
    text("FileUpload_MediaTypeWhiteList", ""),
    boolean("FileUpload_ProtectFiles", true),
    text("Default_Custom_Timezone", ""),
    select("Default_Timezone_For_Reporting", "server"),
    text("From_Email", ""),
    text("Language", "en"),
    boolean("Message_AllowDeleting", true),
    boolean("Message_AllowEditing", true),
    boolean("Message_CustomFields_Enabled", false),
    int("Message_MaxAllowedSize", 5_000),
    int("Message_QuoteChainLimit", 2),
    text("Site_Name", "Rocket.Chat").public(),
    text("Site_Url", "http://localhost:3000"),
    boolean("Store_Last_Message", true),
    boolean("UI_Use_Real_Name", false),
    select("Unread_Count_Omni", "all_messages").public(),
    Definition::new("FileUpload_MaxFileSize", Default::Limit(104_857_600)),
    Definition::new("Hide_System_Messages", Default::MultiSelect { keys: &[], default: &[] }),
];

/// The system messages that the widget may hide.
const SYSTEM_MESSAGES: &[&str] = &["uj", "ul", "livechat-close", "livechat-started", "livechat_transfer_history"];

const LEAD_EMAIL: &str = r"\b[A-Z0-9._%+-]+@(?:[A-Z0-9-]+\.)+[A-Z]{2,4}\b";
const LEAD_PHONE: &str = concat!(
    r"((?:\([0-9]{1,3}\)|[0-9]{2})[ \-]*?[0-9]{4,5}(?:[\-\s\_]{1,2})?[0-9]{4}(?:(?=[^0-9])|$)",
    r"|[0-9]{4,5}(?:[\-\s\_]{1,2})?[0-9]{4}(?:(?=[^0-9])|$))",
);
const MEDIA_TYPES: &str = "image/*,audio/*,video/*,text/*,application/pdf";
