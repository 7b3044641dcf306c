//! Departments.

mod archive_department;
mod autocomplete_departments;
mod check_department_creation;
mod create_department;
mod delete_department;
mod get_department;
mod list_archived_departments;
mod list_department_agents;
mod list_departments;
mod list_departments_by_id;
mod set_department_agents;
mod unarchive_department;
mod update_department;

use livechat_sdk::{
    DepartmentId, Timestamp, UnitId, UserId,
    model::{Department, DepartmentAgent, DepartmentAgentData, DepartmentData, DepartmentUnit},
};
use serde_json::{Value, json};

use crate::{
    Edition, ServerError, World, hint,
    operation::Call,
    sim::{keep_or, places},
};

/// What the handlers of both operations that save a department match, after the checks of each.
pub(crate) const CONTENTS: &str = "each {department:{enabled:boolean, name:string, email:string, showOnRegistration:boolean, showOnOfflineForm:boolean, \
     description?:string, requestTagBeforeClosingChat?:boolean, chatClosingTags?:[string], \
     fallbackForwardDepartment?:string, departmentsAllowedToForward?:[string], allowReceiveForwardOffline?:boolean, \
     ...string/integer/boolean}, agents=upsert?:[{agentId:string, username?:string, count?:integer, order?:integer, ...}], \
     ...}";

impl Call<'_> {
    /// The department with this id, or this error.
    fn department_or(&self, id: &DepartmentId, error: ServerError) -> Result<&Department, ServerError> {
        let found = self.world.departments.by_id(id.as_str());
        found.ok_or_else(|| error.hint("no department has this id; a name is none"))
    }

    /// Puts a department into the unit that is named, or out of its unit if none is. It stays where it is if the caller may
    /// not manage one of both, or there is no such unit, and the hint says so.
    fn move_to_unit(&mut self, department: &DepartmentId, unit: Option<&DepartmentUnit>) {
        let unit = named_unit(unit);
        let above = |department: &Department| department.ancestors.clone().unwrap_or_default();
        let Some(known) = self.world.departments.by_id(department.as_str()) else { return };
        let is_there = unit.map_or(known.parent_id.is_none(), |unit| above(known).contains(unit));
        if is_there {
            return;
        }
        if self.world.edition() == Edition::Community {
            if unit.is_some() {
                self.add_hint(hint::without_licence("/departmentUnit"));
            }
            return;
        }
        let scope = self.scope();
        let may_manage = |unit: &UnitId| {
            let found = self.world.unit(unit);
            found.is_some_and(|found| scope.as_ref().is_none_or(|scope| scope.has_unit(found)))
        };
        // A unit that is gone is nobody's.
        let before = known.parent_id.as_ref().filter(|unit| self.world.unit(unit).is_some());
        if unit.is_none_or(may_manage) && before.is_none_or(may_manage) {
            self.world.move_department_to_unit(department, unit, self.origin.now);
            return;
        }
        let reason = "there is no such unit, or the caller may not manage it or the one before: the department stays where it is";
        self.hint_at(["/departmentUnit".to_owned()], reason);
    }

    /// Names the users of a list who are none, by their places.
    fn hint_at_unknown_users<'a>(&mut self, argument: &str, agents: impl Iterator<Item = &'a UserId>) {
        let agents: Vec<_> = agents.collect();
        let unknown = places(argument, &agents, |agent| self.world.user(agent).is_some());
        self.hint_at(unknown, "no user has this id, so it is passed over");
    }
}

/// The unit that a department is to be in. An empty text is none.
fn named_unit(unit: Option<&DepartmentUnit>) -> Option<&UnitId> {
    unit.and_then(|unit| unit.id.as_ref()).filter(|unit| !unit.as_str().is_empty())
}

/// What is wrong with a department that is to be stored, under this id if it is to be updated, in this unit.
fn check(
    data: &DepartmentData,
    id: Option<&DepartmentId>,
    unit: Option<&DepartmentUnit>,
    call: &mut Call<'_>,
) -> Result<(), ServerError> {
    let late = call.check_late();
    let world = &*call.world;
    let error = |reason: &str, code: &str| {
        ServerError::reason(reason, code).details(json!({"method": "livechat:saveDepartment"}))
    };
    let known = id.and_then(|id| world.departments.by_id(id.as_str()));
    let left = known.and_then(|known| known.parent_id.as_ref()).filter(|_| named_unit(unit).is_none());
    if left.is_some_and(|left| world.unit_departments(left).count() == 1) && world.edition() == Edition::Enterprise {
        return Err(error("The last department in a unit can't be removed", "error-unit-cant-be-empty")
            .hint("a department that is updated without its departmentUnit leaves its unit"));
    }
    if known.is_none() && !world.may_add_department() {
        return Err(error("Maximum number of departments reached", "error-max-departments-number-reached")
            .hint("the world has as many departments as World::set_department_limit allows"));
    }
    if known.is_some_and(|known| known.archived == Some(true)) && data.enabled {
        return Err(error("Archived departments cant be enabled", "error-archived-department-cant-be-enabled"));
    }
    late?;
    let has_tags = data.chat_closing_tags.as_ref().is_some_and(|tags| !tags.is_empty());
    if data.request_tag_before_closing_chat == Some(true) && !has_tags {
        let reason =
            "At least one closing tag is required when the department requires tag(s) on closing conversations.";
        return Err(error(reason, "error-validating-department-chat-closing-tags"));
    }
    if id.is_some() && known.is_none() {
        return Err(error("Department not found", "error-department-not-found")
            .hint("no department has this id; a name is none"));
    }
    match data.fallback_forward_department.as_ref().filter(|fallback| !fallback.as_str().is_empty()) {
        None => Ok(()),
        fallback if fallback == id => {
            let reason = "Cannot save department. Circular reference between fallback department and department";
            Err(ServerError::reason(reason, "error-fallback-department-circular"))
        }
        Some(fallback) if world.departments.by_id(fallback.as_str()).is_none() => {
            Err(error("Fallback department not found", "error-fallback-department-not-found"))
        }
        Some(_) => Ok(()),
    }
}

/// A department with what is given, and the rest as it is. Keys that nobody knows are kept too.
fn written(data: &DepartmentData, department: &Department, now: Timestamp) -> Result<Department, ServerError> {
    let mut written = department.clone();
    write(data.clone(), &mut written, now);
    if data.other.is_empty() {
        return Ok(written);
    }
    let mut fields = json!(written);
    if let Value::Object(fields) = &mut fields {
        fields.extend(data.other.clone());
        fields.insert("_id".to_owned(), json!(department.id));
    }
    serde_json::from_value(fields).map_err(|error| {
        ServerError::plain("invalid-params")
            .hint(format!("servers keep any value here, and livechat-mock does not: {error}"))
    })
}

/// Writes what is given, and leaves the rest as it is.
fn write(data: DepartmentData, department: &mut Department, now: Timestamp) {
    department.name = Some(data.name);
    department.email = Some(data.email);
    department.enabled = Some(data.enabled);
    department.show_on_registration = Some(data.show_on_registration);
    department.show_on_offline_form = Some(data.show_on_offline_form);
    let fallback = data.fallback_forward_department.map(|id| id.as_str().to_owned());
    keep_or(&mut department.fallback_forward_department, fallback);
    keep_or(&mut department.description, data.description);
    keep_or(&mut department.request_tag_before_closing_chat, data.request_tag_before_closing_chat);
    keep_or(&mut department.chat_closing_tags, data.chat_closing_tags);
    keep_or(&mut department.offline_message_channel_name, data.offline_message_channel_name);
    keep_or(&mut department.departments_allowed_to_forward, data.departments_allowed_to_forward);
    keep_or(
        &mut department.max_number_simultaneous_chat,
        data.max_number_simultaneous_chat.map(|number| number as f64),
    );
    keep_or(&mut department.allow_receive_forward_offline, data.allow_receive_forward_offline);
    keep_or(&mut department.abandoned_rooms_close_custom_message, data.abandoned_rooms_close_custom_message);
    keep_or(&mut department.waiting_queue_message, data.waiting_queue_message);
    let timeout = data.visitor_inactivity_timeout_in_seconds.map(|seconds| seconds as f64);
    keep_or(&mut department.visitor_inactivity_timeout_in_seconds, timeout);
    department.updated_at = Some(now);
}

/// Adds agents to a department, or changes their places: what is left out is 0. Unknown users are skipped.
fn upsert_agents(
    agents: impl Iterator<Item = DepartmentAgentData>,
    department: &DepartmentId,
    world: &mut World,
    now: Timestamp,
) {
    for given in agents {
        if world.user(&given.agent_id).is_none() {
            continue;
        }
        world.add_department_agent(department, &given.agent_id);
        world.modify_department_agent(department, &given.agent_id, |turn| {
            turn.count = given.count.unwrap_or_default();
            turn.order = given.order.unwrap_or_default();
            turn.updated_at = Some(now);
        });
    }
}

/// A department's agents, as the server shows them.
fn shown_agents(department: &DepartmentId, world: &World) -> Vec<DepartmentAgent> {
    world.departments.turns_of(department.as_str()).map(|turn| world.shown_department_agent(turn)).collect()
}
