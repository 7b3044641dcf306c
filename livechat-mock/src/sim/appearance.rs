//! Appearance.

mod get_appearance;
mod set_appearance;

/// The settings that the widget's appearance is made of. No others can be changed this way.
const SETTINGS: &[&str] = &[
    "Livechat_background",
    "Livechat_conversation_finished_message",
    "Livechat_conversation_finished_text",
    "Livechat_display_offline_form",
    "Livechat_email_field_registration_form",
    "Livechat_enable_message_character_limit",
    "Livechat_hide_expand_chat",
    "Livechat_hide_system_messages",
    "Livechat_hide_watermark",
    "Livechat_message_character_limit",
    "Livechat_name_field_registration_form",
    "Livechat_offline_email",
    "Livechat_offline_form_unavailable",
    "Livechat_offline_message",
    "Livechat_offline_success_message",
    "Livechat_offline_title",
    "Livechat_offline_title_color",
    "Livechat_registration_form",
    "Livechat_registration_form_message",
    "Livechat_show_agent_email",
    "Livechat_show_agent_info",
    "Livechat_title",
    "Livechat_title_color",
    "Livechat_widget_position",
];
