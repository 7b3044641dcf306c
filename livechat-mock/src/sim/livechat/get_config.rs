use livechat_sdk::{
    DepartmentId, JsonObject, UnitId, VisitorToken,
    livechat::{GetConfig, GetConfigResponse},
    model::{
        ActionLinks, ActionLinksByType, ConfigDepartment, ConfigMessages, ConfigResources, ConfigRoom, ConfigSettings,
        ConfigSurvey, ConfigTheme, ConfigTrigger, CustomField, CustomFieldScope, LivechatConfig, Room, TextLimit,
        Trigger, TriggerAction, TriggerActionName, Visitor,
    },
};
use serde::Serialize;
use serde_json::json;

use crate::{
    Edition, ServerError, ServerVersion, World, hint,
    operation::{Call, Response, Simulate},
    sim::{
        custom_fields::is_shown,
        rooms::{ITEMS, VALUES},
    },
    world::Settings,
};

impl Simulate for GetConfig {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let is_licensed = call.world.edition() == Edition::Enterprise;
        if self.business_unit.as_ref().is_some_and(|unit| !unit.as_str().is_empty()) && !is_licensed {
            call.add_hint(hint::without_licence("businessUnit"));
        }
        let world = &*call.world;
        if !world.settings.flag("Livechat_enabled") {
            return Response::new(&GetConfigResponse::new(LivechatConfig::new(false)));
        }
        let mut config = LivechatConfig::new(true)
            .online(world.online_agents(self.department.as_ref()).next().is_some())
            .settings(settings(&world.settings))
            .theme(theme(&world.settings))
            .messages(messages(&world.settings))
            .survey(survey())
            .triggers(triggers(world))
            .departments(departments(world, self.business_unit.as_ref()))
            .resources(resources(&world.settings));
        config.custom_fields = is_licensed.then(|| custom_fields(world));
        // An unknown token is no error.
        if let Some(visitor) = self.token.as_ref().and_then(|token| world.visitors.by_token(token.expose())) {
            config.visitor = Some(guest(visitor));
            let room = self.token.as_ref().and_then(|token| open_room(world, token));
            config.agent = room.and_then(|room| world.agent_info(room.served_by.as_ref()?.id.as_ref()?));
            let queue = room.and_then(|room| world.queue_info(&room.id));
            config.queue_info = queue.and_then(|queue| serde_json::to_value(queue).ok()?.as_object().cloned());
            config.room = room.map(shown_room);
        }
        Response::new(&GetConfigResponse::new(config))
    }
}

fn settings(settings: &Settings) -> ConfigSettings {
    let is_limited = settings.flag("Livechat_enable_message_character_limit");
    let limit = match settings.number("Livechat_message_character_limit") {
        _ if !is_limited => TextLimit::Unlimited,
        0 => TextLimit::Characters(settings.number("Message_MaxAllowedSize")),
        limit => TextLimit::Characters(limit),
    };
    ConfigSettings::default()
        .registration_form(settings.flag("Livechat_registration_form"))
        .allow_switching_departments(settings.flag("Livechat_allow_switching_departments"))
        .name_field_registration_form(settings.flag("Livechat_name_field_registration_form"))
        .email_field_registration_form(settings.flag("Livechat_email_field_registration_form"))
        .display_offline_form(settings.flag("Livechat_display_offline_form"))
        .video_call(false)
        .file_upload(settings.flag("Livechat_fileupload_enabled") && settings.flag("FileUpload_Enabled"))
        .language(settings.text("Language"))
        .transcript(settings.flag("Livechat_enable_transcript"))
        .history_monitor_type(settings.text("Livechat_history_monitor_type"))
        .force_accept_data_processing_consent(settings.flag("Livechat_force_accept_data_processing_consent"))
        .show_connecting(settings.text("Livechat_Routing_Method") == "Manual_Selection")
        .agent_hidden_info(!settings.flag("Livechat_show_agent_info"))
        .clear_local_storage_when_chat_ended(settings.flag("Livechat_clear_local_storage_when_chat_ended"))
        .limit_text_length(limit)
        .hidden_system_messages(settings.texts("Livechat_hide_system_messages"))
        .hide_watermark(settings.flag("Livechat_hide_watermark"))
        .visitors_can_close_chat(settings.flag("Omnichannel_allow_visitors_to_close_conversation"))
}

fn theme(settings: &Settings) -> ConfigTheme {
    let mut links = ActionLinksByType::default();
    links.jitsi = Some(Vec::new());
    ConfigTheme::default()
        .title(settings.text("Livechat_title"))
        .color(settings.text("Livechat_title_color"))
        .offline_title(settings.text("Livechat_offline_title"))
        .offline_color(settings.text("Livechat_offline_title_color"))
        .position(settings.text("Livechat_widget_position"))
        .background(settings.text("Livechat_background"))
        .hide_expand_chat(settings.flag("Livechat_hide_expand_chat"))
        .action_links(ActionLinks::ByType(links))
}

fn messages(settings: &Settings) -> ConfigMessages {
    let mut messages = ConfigMessages::default();
    for (message, setting) in [
        (&mut messages.offline_message, "Livechat_offline_message"),
        (&mut messages.offline_success_message, "Livechat_offline_success_message"),
        (&mut messages.offline_unavailable_message, "Livechat_offline_form_unavailable"),
        (&mut messages.conversation_finished_message, "Livechat_conversation_finished_message"),
        (&mut messages.conversation_finished_text, "Livechat_conversation_finished_text"),
        (&mut messages.transcript_message, "Livechat_transcript_message"),
        (&mut messages.registration_form_message, "Livechat_registration_form_message"),
        (&mut messages.data_processing_consent_text, "Livechat_data_processing_consent_text"),
    ] {
        *message = Some(settings.text(setting).to_owned());
    }
    messages
}

fn survey() -> ConfigSurvey {
    let mut survey = ConfigSurvey::default();
    survey.items = ITEMS.map(str::to_owned).to_vec();
    survey.values = VALUES.map(str::to_owned).to_vec();
    survey
}

fn resources(settings: &Settings) -> ConfigResources {
    let mut resources = ConfigResources::default();
    let site = settings.text("Site_Url").trim_end_matches('/');
    resources.sound = Some(format!("{site}/sounds/chime.mp3"));
    resources.emojis = Some(Vec::new());
    resources
}

/// Those that are switched on.
fn triggers(world: &World) -> Vec<ConfigTrigger> {
    fn objects(items: &[impl Serialize]) -> Vec<JsonObject> {
        let object = |item| serde_json::to_value(item).ok()?.as_object().cloned();
        items.iter().filter_map(object).collect()
    }
    // What is left to an external service takes a licence.
    let is_external = |action: &TriggerAction| action.name == TriggerActionName::UseExternalService;
    let is_licensed = world.edition() == Edition::Enterprise;
    let is_left_out = |trigger: &Trigger| !trigger.actions.is_empty() && trigger.actions.iter().all(is_external);
    let is_on = |trigger: &&Trigger| trigger.enabled == Some(true) && (is_licensed || !is_left_out(trigger));
    world
        .triggers()
        .filter(is_on)
        .map(|trigger| {
            let mut shown = ConfigTrigger::new(trigger.id.clone());
            shown.actions = objects(&trigger.actions);
            shown.conditions = objects(&trigger.conditions);
            shown.run_once = trigger.run_once;
            shown
        })
        .collect()
}

/// Those that visitors are asked for.
fn custom_fields(world: &World) -> Vec<JsonObject> {
    let is_asked_for = |field: &&CustomField| is_shown(field, &CustomFieldScope::Visitor) && field.public == Some(true);
    let shown = |field: &CustomField| {
        let options = field.options.as_deref().map(|options| options.split(',').collect::<Vec<_>>());
        let fields = [
            ("_id", Some(json!(field.key))),
            ("label", field.label.as_ref().map(|label| json!(label))),
            ("regexp", field.regexp.as_ref().map(|regexp| json!(regexp))),
            ("required", Some(json!(field.required == Some(true)))),
            ("type", field.field_type.as_ref().map(|field_type| json!(field_type))),
            ("defaultValue", Some(json!(field.default_value))),
            ("options", options.map(|options| json!(options))),
        ];
        fields.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
    };
    world.custom_fields().filter(is_asked_for).map(shown).collect()
}

/// Those that are enabled and have agents, of the unit if one is given.
fn departments(world: &World, unit: Option<&UnitId>) -> Vec<ConfigDepartment> {
    let unit = unit.filter(|unit| !unit.as_str().is_empty() && world.edition() == Edition::Enterprise);
    let has_agents = |id: &DepartmentId| world.departments.turns_of(id.as_str()).next().is_some();
    world
        .departments()
        .filter(|department| department.enabled == Some(true) && has_agents(&department.id))
        .filter(|department| unit.is_none_or(|unit| department.parent_id.as_ref() == Some(unit)))
        .map(|department| {
            let mut shown = ConfigDepartment::new(department.id.clone(), department.name.clone().unwrap_or_default());
            shown.show_on_registration = department.show_on_registration;
            shown.show_on_offline_form = department.show_on_offline_form;
            if world.server_version() > ServerVersion::V7_0 {
                shown.departments_allowed_to_forward = department.departments_allowed_to_forward.clone();
            }
            shown
        })
        .collect()
}

/// What a visitor is told of itself.
fn guest(visitor: &Visitor) -> Visitor {
    let mut guest = Visitor::new(visitor.id.clone()).emails(visitor.emails.clone());
    guest.name.clone_from(&visitor.name);
    guest.username.clone_from(&visitor.username);
    guest.token.clone_from(&visitor.token);
    guest.department.clone_from(&visitor.department);
    guest
}

fn open_room<'w>(world: &'w World, token: &VisitorToken) -> Option<&'w Room> {
    world.rooms.open_of_token(token.expose()).first().and_then(|slot| world.rooms.get(*slot))
}

fn shown_room(room: &Room) -> ConfigRoom {
    let mut shown = ConfigRoom::new(room.id.clone());
    shown.department_id.clone_from(&room.department_id);
    shown.served_by.clone_from(&room.served_by);
    shown.open = room.open;
    shown
}
