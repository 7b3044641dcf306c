//! Methods whose arguments, errors and results are known to the letter.

use std::sync::LazyLock;

use livechat_sdk::{
    JsonObject, Timestamp, UserId,
    custom_fields::SaveCustomField,
    ddp::DdpError,
    departments::{CreateDepartment, UpdateDepartment},
    inquiries::ReturnInquiry,
    transcripts::SendTranscript,
    triggers::SaveTrigger,
};
use serde_json::Value;

use super::replaced::{call, read, run};
use crate::{
    ServerVersion, World,
    contract::Contract,
    limiter::Limit,
    operation::Call,
    realtime::methods::{Done, Failure, Method, Outcome},
    sim::DEPARTMENT_CONTENTS,
};

/// A method, in the order in which it checks and does things.
struct Stated {
    name: &'static str,
    /// What is matched before the permission.
    first: fn(&[Value]) -> Result<(), Failure>,
    permission: &'static str,
    run: fn(&[Value], &mut Call<'_>) -> Result<Value, Failure>,
    limit: Option<Limit>,
}

pub(super) fn methods() -> Vec<Box<dyn Method>> {
    let stated = |name, permission, run| Stated { name, first: |_| Ok(()), permission, run, limit: None };
    vec![
        Box::new(stated(RETURN_AS_INQUIRY, "view-l-room", return_as_inquiry)),
        Box::new(Stated {
            first: |params| {
                let parts = [("rid", params.get(1)), ("email", params.get(2))];
                check(
                    &ADDRESSED,
                    &parts.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?.clone()))).collect(),
                )
            },
            limit: Some(Limit { calls: 1, millis: 5000 }),
            ..stated(SEND_TRANSCRIPT, "send-omnichannel-chat-transcript", send_transcript)
        }),
        Box::new(stated(SAVE_DEPARTMENT, "manage-livechat-departments", save_department)),
        Box::new(stated("livechat:saveTrigger", "view-livechat-manager", save_trigger)),
        Box::new(stated("livechat:saveCustomField", "view-livechat-manager", save_custom_field)),
    ]
}

const RETURN_AS_INQUIRY: &str = "livechat:returnAsInquiry";
const SEND_TRANSCRIPT: &str = "livechat:sendTranscript";
const SAVE_DEPARTMENT: &str = "livechat:saveDepartment";

impl Method for Stated {
    fn name(&self) -> &'static str {
        self.name
    }

    fn call(&self, params: &[Value], user: Option<&UserId>, world: &mut World, now: Timestamp) -> Outcome {
        (self.first)(params)?;
        let mut call = call(user, world, now);
        if !call.is_permitted(self.permission) {
            return Err(Failure::not_allowed(self.name));
        }
        let result = (self.run)(params, &mut call)?;
        Ok(Done { result: Some(result), ..Done::default() })
    }

    fn limit(&self) -> Option<Limit> {
        self.limit
    }
}

/// Matches a value by itself.
fn check(contract: &Contract, value: &Value) -> Result<(), Failure> {
    let checked = contract.check_body(&mut value.clone(), ServerVersion::default());
    checked.map_err(|error| Failure::mismatch(&error))
}

/// A parameter; `null` if it is missing.
fn param(params: &[Value], index: usize) -> &Value {
    params.get(index).unwrap_or(&Value::Null)
}

/// The first parameter of a method that saves something: an id, or nothing for what is new.
fn id(params: &[Value]) -> Result<Option<&str>, Failure> {
    match param(params, 0) {
        Value::Null => Ok(None),
        Value::String(id) if id.is_empty() => Ok(None),
        Value::String(id) => Ok(Some(id)),
        _ => Err(Failure::mismatch_of("Match error: Failed Match.OneOf, Match.Maybe or Match.Optional validation")),
    }
}

/// An object with these keys.
fn object<const N: usize>(fields: [(&str, Value); N]) -> JsonObject {
    fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// `[rid, departmentId?]`. Answers whether it went back.
fn return_as_inquiry(params: &[Value], call: &mut Call<'_>) -> Result<Value, Failure> {
    let refuse = |code, reason| Failure::in_method(code, Some(reason), RETURN_AS_INQUIRY);
    let id = param(params, 0).as_str().unwrap_or_default();
    let room = call.world.room(id).ok_or_else(|| refuse("error-invalid-room", "Invalid room"))?;
    if !room.is_open() {
        return Err(refuse("room-closed", "Room closed"));
    }
    let mut request = ReturnInquiry::new(id);
    request.department_id = param(params, 1).as_str().map(Into::into);
    let result = run(&request, call, RETURN_AS_INQUIRY).map_err(Failure::named)?;
    Ok(result.map_or(Value::Bool(false), |mut result| result["result"].take()))
}

static ADDRESSED: LazyLock<Contract> = LazyLock::new(|| Contract::stated("each {rid:string, email:string}"));

/// `[token, rid, email, subject]`. The subject is not used.
fn send_transcript(params: &[Value], call: &mut Call<'_>) -> Result<Value, Failure> {
    let [token, rid, email] = [0, 1, 2].map(|index| param(params, index).as_str().unwrap_or_default());
    if call.world.room(rid).is_none() {
        return Err(DdpError::new("error-invalid-room", Some("Invalid room")).into());
    }
    run(&SendTranscript::new(rid, token, email), call, SEND_TRANSCRIPT)?;
    Ok(Value::Bool(true))
}

static DEPARTMENT: LazyLock<Contract> = LazyLock::new(|| Contract::stated(DEPARTMENT_CONTENTS));

/// `[_id or null, data, agents?]`. Answers the department.
fn save_department(params: &[Value], call: &mut Call<'_>) -> Result<Value, Failure> {
    let id = id(params)?;
    let mut arguments = object([("department", param(params, 1).clone())]);
    if let Some(agents) = params.get(2).filter(|agents| !agents.is_null()) {
        arguments.insert("agents".to_owned(), agents.clone());
    }
    let late = DEPARTMENT.check_body(&mut Value::Object(arguments.clone()), call.world.server_version()).err();
    let unread = |failure| late.as_ref().map_or(failure, Failure::mismatch);
    call.late.clone_from(&late);
    let saved = match id {
        Some(id) => {
            arguments.insert("_id".to_owned(), id.into());
            run(&read::<UpdateDepartment>(arguments).map_err(unread)?, call, SAVE_DEPARTMENT)?
        }
        None => run(&read::<CreateDepartment>(arguments).map_err(unread)?, call, SAVE_DEPARTMENT)?,
    };
    Ok(saved.map_or(Value::Null, |mut saved| saved["department"].take()))
}

static TRIGGER: LazyLock<Contract> = LazyLock::new(|| {
    Contract::stated(
        "match {_id?:string, name:string, description:string, enabled:boolean, runOnce:boolean, conditions:array, \
         actions:array}",
    )
});

/// `[trigger]`. One with an unknown id changes nothing.
fn save_trigger(params: &[Value], call: &mut Call<'_>) -> Result<Value, Failure> {
    let trigger = param(params, 0);
    check(&TRIGGER, trigger)?;
    let fields = trigger.as_object().cloned().unwrap_or_default();
    run(&read::<SaveTrigger>(fields)?, call, "livechat:saveTrigger")?;
    Ok(Value::Bool(true))
}

static CUSTOM_FIELD: LazyLock<Contract> = LazyLock::new(|| {
    Contract::stated(
        "match {field:string, label:string, scope:string, visibility:string, regexp:string, searchable:boolean, ...}",
    )
});

/// `[_id or null, data]`. Answers what was saved.
fn save_custom_field(params: &[Value], call: &mut Call<'_>) -> Result<Value, Failure> {
    let (id, data) = (id(params)?, param(params, 1));
    check(&CUSTOM_FIELD, data)?;
    let name = data["field"].as_str().unwrap_or_default();
    let refuse = |code, reason| Err(Failure::from(DdpError::new(code, Some(reason))));
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if !is_name {
        let reason = "Invalid custom field name. Use only letters, numbers, hyphens and underscores.";
        return refuse("error-invalid-custom-field-name", reason);
    }
    if id.is_some_and(|id| call.world.custom_field(id).is_none()) {
        return refuse("error-invalid-custom-field", "Custom Field Not found");
    }
    if id.is_none() && call.world.custom_field(name).is_some() {
        return refuse("error-custom-field-name-already-exists", "Custom field name already exists");
    }
    let arguments = object([("customFieldId", id.into()), ("customFieldData", data.clone())]);
    let saved = run(&read::<SaveCustomField>(arguments)?, call, "livechat:saveCustomField")?;
    Ok(saved.map_or(Value::Null, |mut saved| saved["customField"].take()))
}
