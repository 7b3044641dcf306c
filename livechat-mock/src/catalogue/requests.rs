//! The SDK's requests, held against what servers demand.
//!
//! Of each request there is an example with everything that it can carry. It is checked as a server of each version would
//! check it: with all that is optional, with nothing of it, and with each of it alone. What a server refuses stands in
//! [`EXCEPTIONS`], with the reason, or fails the test.
//!
//! What is checked here is checked against facts that were read from the vendor's validators. The validators themselves are
//! asked by `.ci/run contract`, which has these tests write down their requests: see [`recorded`].

use std::collections::BTreeSet;

use livechat_sdk::{
    Endpoint,
    contacts::CheckContactExistence,
    endpoint::{self, EncodedRequest, Payload},
    model::{TriggerAction, TriggerCondition, TriggerSender},
    priorities::UpdatePriority,
    triggers::SaveTrigger,
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use serde_json::Value;

use self::example::{ANY_TEXT, example};
use super::*;
use crate::{ServerVersion, fixtures::snake_case};
use ServerVersion::V7_13;

mod example;
mod odd;
mod recorded;

/// What a server does not take, though a request can carry it.
struct Exception {
    operation: &'static str,
    /// With all that is inside. Blank stands for a request with nothing optional.
    argument: &'static str,
    rejection: Rejection,
}

enum Rejection {
    /// Servers know it from this version on. The field's documentation says so.
    Before(ServerVersion),
    /// It depends on the others, for this reason: it is not checked here.
    Depends(&'static str),
}

const fn before(operation: &'static str, argument: &'static str, version: ServerVersion) -> Exception {
    Exception { operation, argument, rejection: Rejection::Before(version) }
}

const fn depends(operation: &'static str, argument: &'static str, reason: &'static str) -> Exception {
    Exception { operation, argument, rejection: Rejection::Depends(reason) }
}

const EXCEPTIONS: &[Exception] = &[
    depends("CheckContactExistence", "", "constructors set the one thing that a contact is looked for by"),
    depends("CheckContactExistence", "email", "constructors set the one thing that a contact is looked for by"),
    depends("CheckContactExistence", "phone", "constructors set the one thing that a contact is looked for by"),
    before("CloseRoomByUser", "forceClose", V7_13),
    before("ListAgentAvailability", "count", V7_13),
    before("ListAgentAvailability", "offset", V7_13),
    before("ListAgentAverageServiceTimes", "count", V7_13),
    before("ListAgentAverageServiceTimes", "offset", V7_13),
    before("ListAgentTotalServiceTimes", "count", V7_13),
    before("ListAgentTotalServiceTimes", "offset", V7_13),
    before("ListDepartmentAbandonedCounts", "count", V7_13),
    before("ListDepartmentAbandonedCounts", "offset", V7_13),
    before("ListDepartmentAbandonedPercentages", "count", V7_13),
    before("ListDepartmentAbandonedPercentages", "offset", V7_13),
    before("ListDepartmentAverageChatDurations", "count", V7_13),
    before("ListDepartmentAverageChatDurations", "offset", V7_13),
    before("ListDepartmentAverageServiceTimes", "count", V7_13),
    before("ListDepartmentAverageServiceTimes", "offset", V7_13),
    before("ListDepartmentAverageWaitingTimes", "count", V7_13),
    before("ListDepartmentAverageWaitingTimes", "offset", V7_13),
    before("ListDepartmentChatCounts", "count", V7_13),
    before("ListDepartmentChatCounts", "offset", V7_13),
    before("ListDepartmentTotalServiceTimes", "count", V7_13),
    before("ListDepartmentTotalServiceTimes", "offset", V7_13),
    before("ListDepartmentTransferCounts", "count", V7_13),
    before("ListDepartmentTransferCounts", "offset", V7_13),
    before("ListRooms", "units", V7_13),
    depends("SaveTrigger", "actions.params", "constructors set what belongs to the action's name"),
    before("SearchContacts", "unknown", V7_13),
    before("SendTranscript", "subject", V7_13),
    before("TakeInquiry", "options", V7_13),
    before("UpdateContact", "wipeConflicts", V7_13),
    depends("UpdatePriority", "", "a constructor sets the one thing that is changed"),
    depends("UpdatePriority", "reset", "a constructor sets the one thing that is changed"),
];

/// Of some texts, servers take certain words alone.
const WORDS: &[(&str, &str, &str)] = &[
    ("SaveCustomField", "customFieldData.field", "order"),
    ("SaveCustomField", "customFieldData.scope", "visitor"),
    ("SaveTrigger", "conditions.0.name", "page-url"),
    ("SaveTrigger", "actions.0.name", "send-message"),
    ("SendOutboundMessage", "type", "template"),
    ("SendOutboundMessage", "template.language.policy", "fallback"),
    ("SendOutboundMessage", "template.components.0.type", "body"),
    ("SendOutboundMessage", "template.components.0.parameters.0.type", "text"),
    ("ListOutboundProviders", "type", "phone"),
    ("SetAgentStatus", "status", "available"),
];

struct Request {
    name: &'static str,
    /// With everything that it can carry.
    example: Value,
    /// Writes a request with these arguments; `None` if they make none.
    encode: fn(Value) -> Option<EncodedRequest>,
}

fn encode<E: Endpoint>(arguments: Value) -> Option<EncodedRequest> {
    endpoint::encode(&serde_json::from_value::<E>(arguments).ok()?).ok()
}

fn requests() -> Vec<Request> {
    let mut requests = Vec::new();
    macro_rules! add {
        ($($resource:ident { $($name:ident,)* })*) => {$($({
            type E = livechat_sdk::$resource::$name;
            if E::META.payload() != Payload::Multipart {
                requests.push(Request {
                    name: stringify!($name),
                    example: example::<E>(words(stringify!($name))),
                    encode: encode::<E>,
                });
            }
        })*)*};
    }
    livechat_sdk::for_each_endpoint!(add);
    requests
}

fn words(operation: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    WORDS.iter().filter(move |(name, ..)| *name == operation).map(|(_, place, word)| (*place, *word))
}

/// What a server of this version says to a request.
fn rejection(request: &EncodedRequest, version: ServerVersion) -> Option<String> {
    let uri = format!("{}?{}", request.path, request.query);
    let builder = http::Request::builder().method(request.method().as_str()).uri(uri);
    let body = request.body.clone().unwrap_or_default();
    let sent = builder.header("content-type", "application/json").body(Bytes::from(body)).unwrap();
    let Found::Operation { index, in_path, .. } = catalogue().find(sent.method(), sent.uri().path()) else {
        panic!("{} leads nowhere", sent.uri());
    };
    let operation = catalogue().operation(index);
    let prepared = operation.prepare(&in_path, &sent, version);
    recorded::write(operation, &sent, version, prepared.is_ok());
    let error = prepared.map_or_else(Some, |prepared| prepared.late)?;
    Some(format!("{} ({})", error.body()["error"].as_str().unwrap_or_default(), error.hint_text().unwrap_or_default()))
}

/// The places of all values in objects, from the outside in: keys, apart by dots, and indexes as keys.
fn places(value: &Value, prefix: &str, found: &mut Vec<String>) {
    let mut add = |key: &str, value: &Value, is_key: bool| {
        let place = if prefix.is_empty() { key.to_owned() } else { format!("{prefix}.{key}") };
        if is_key {
            found.push(place.clone());
        }
        places(value, &place, found);
    };
    match value {
        Value::Object(object) => object.iter().for_each(|(key, value)| add(key, value, true)),
        Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| add(&index.to_string(), item, false)),
        _ => {}
    }
}

fn pointer(place: &str) -> String {
    format!("/{}", place.replace('.', "/"))
}

fn without(value: &Value, place: &str) -> Value {
    let mut value = value.clone();
    let (parent, key) = place.rsplit_once('.').unwrap_or(("", place));
    let parent = if parent.is_empty() { Some(&mut value) } else { value.pointer_mut(&pointer(parent)) };
    if let Some(Value::Object(parent)) = parent {
        parent.remove(key);
    }
    value
}

/// Without all that is optional, but for what these places need.
fn least(request: &Request, kept: &str) -> Value {
    let mut all = Vec::new();
    places(&request.example, "", &mut all);
    let is_kept = |place: &str| kept == place || kept.starts_with(&format!("{place}."));
    all.iter().filter(|place| !is_kept(place)).fold(request.example.clone(), |least, place| {
        let less = without(&least, place);
        if (request.encode)(less.clone()).is_some() { less } else { least }
    })
}

/// Those that can be left out, from the outside in.
fn optional(request: &Request) -> Vec<String> {
    let mut all = Vec::new();
    places(&request.example, "", &mut all);
    all.retain(|place| (request.encode)(without(&request.example, place)).is_some());
    all
}

fn without_indexes(place: &str) -> String {
    let keys = place.split('.').filter(|key| key.parse::<usize>().is_err());
    keys.collect::<Vec<_>>().join(".")
}

/// The exception for an argument of an operation, if there is one.
fn exception(operation: &str, place: &str) -> Option<&'static Exception> {
    let name = without_indexes(place);
    let is_of = |argument: &str| name == argument || name.starts_with(&format!("{argument}."));
    EXCEPTIONS.iter().find(|exception| exception.operation == operation && is_of(exception.argument))
}

#[test]
fn servers_take_what_the_sdk_sends() {
    let mut wrong = Vec::new();
    let mut used = BTreeSet::new();
    for request in requests() {
        let mut exception_of = |place: &str| {
            let found = exception(request.name, place)?;
            used.insert((found.operation, found.argument));
            Some(&found.rejection)
        };
        let least_of_all = least(&request, "");
        let optional: Vec<_> = optional(&request).into_iter().map(|place| (exception_of(&place), place)).collect();
        let is_whole = exception_of("").is_none();
        let alone: Vec<_> = optional.iter().map(|(_, place)| least(&request, place)).collect();
        for version in ServerVersion::ALL {
            let check = |what: &str, arguments: &Value| {
                let encoded = (request.encode)(arguments.clone());
                let encoded = encoded.unwrap_or_else(|| panic!("{}: no request {what}", request.name));
                rejection(&encoded, version).map(|rejection| format!("{version} {} {what}: {rejection}", request.name))
            };
            if is_whole {
                wrong.extend(check("with nothing optional", &least_of_all));
            }
            let mut all = request.example.clone();
            for ((rejection, place), alone) in optional.iter().zip(&alone) {
                let name = without_indexes(place);
                match rejection {
                    Some(Rejection::Before(since)) if version < *since => {
                        all = without(&all, place);
                        if check("", alone).is_none() {
                            wrong.push(format!("{version} {} takes {name} after all", request.name));
                        }
                    }
                    Some(Rejection::Depends(_)) => all = without(&all, place),
                    Some(Rejection::Before(_)) | None => wrong.extend(check(&format!("with {name} alone"), alone)),
                }
            }
            wrong.extend(check("with everything", &all));
        }
    }
    for Exception { operation, argument, rejection } in EXCEPTIONS {
        if !used.contains(&(*operation, *argument)) {
            let reason = match rejection {
                Rejection::Before(version) => format!("before {version}"),
                Rejection::Depends(reason) => (*reason).to_owned(),
            };
            wrong.push(format!("the exception of {argument:?} of {operation} is of no use ({reason})"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Puts other texts where the example has any text.
fn vary(value: &mut Value, texts: &mut impl FnMut() -> String) {
    match value {
        Value::String(text) if text == ANY_TEXT => *text = texts(),
        Value::Array(items) => items.iter_mut().for_each(|item| vary(item, texts)),
        Value::Object(object) => object.values_mut().for_each(|value| vary(value, texts)),
        _ => {}
    }
}

#[test]
fn servers_take_any_arguments_together() {
    const REQUESTS: usize = 12;
    let mut runner = TestRunner::deterministic();
    let text = "[a-zäß☃]([ -~äß☃]{0,8}[!-~äß☃])?";
    let mut wrong = Vec::new();
    // Without those whose arguments exclude each other.
    for request in requests().iter().filter(|request| exception(request.name, "").is_none()) {
        let optional = optional(request);
        for _ in 0..REQUESTS {
            let mut draw = || text.new_tree(&mut runner).unwrap().current();
            let mut all = request.example.clone();
            vary(&mut all, &mut draw);
            // What holds others goes with all that is inside of it, so that it goes less often.
            let is_left_out = |place: &String, chance: u64| match request.example.pointer(&pointer(place)) {
                Some(Value::Object(_) | Value::Array(_)) => chance < 20,
                _ => chance < 50,
            };
            let chances = optional.iter().map(|_| (0_u64..100).new_tree(&mut runner).unwrap().current());
            let left_out: Vec<_> =
                optional.iter().zip(chances).filter(|(place, chance)| is_left_out(place, *chance)).collect();
            for version in ServerVersion::ALL {
                let is_unknown = |place: &String| match exception(request.name, place).map(|found| &found.rejection) {
                    Some(Rejection::Before(since)) => version < *since,
                    Some(Rejection::Depends(_)) => true,
                    None => false,
                };
                let unknown = optional.iter().filter(|place| is_unknown(place));
                let arguments =
                    left_out.iter().map(|(place, _)| *place).chain(unknown).fold(all.clone(), |all, place| {
                        let less = without(&all, place);
                        if (request.encode)(less.clone()).is_some() { less } else { all }
                    });
                let encoded = (request.encode)(arguments.clone());
                let encoded = encoded.unwrap_or_else(|| panic!("{}: {arguments} is no request", request.name));
                let rejection = rejection(&encoded, version);
                wrong.extend(rejection.map(|rejection| format!("{version} {} {arguments}: {rejection}", request.name)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_newer_is_documented_so() {
    let folder = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../livechat-sdk/src/api"));
    if !folder.is_dir() {
        eprintln!("SKIPPED: the SDK's source is not beside the mock's");
        return;
    }
    for Exception { operation, argument, rejection } in EXCEPTIONS {
        let Rejection::Before(version) = rejection else { continue };
        let info = ENDPOINTS.iter().find(|info| info.name == *operation).unwrap();
        let source = folder.join(info.resource).join(snake_case(operation)).with_extension("rs");
        let source = std::fs::read_to_string(&source).unwrap_or_else(|error| panic!("{}: {error}", source.display()));
        let field = format!(
            "    pub {}:",
            argument.chars().fold(String::new(), |mut name, letter| {
                if letter.is_ascii_uppercase() {
                    name.push('_');
                }
                name.push(letter.to_ascii_lowercase());
                name
            })
        );
        let (before, _) = source.split_once(&field).unwrap_or_else(|| panic!("{operation} has no field {argument}"));
        let lines = before.lines().rev().take_while(|line| line.starts_with("    /") || line.starts_with("    #"));
        let documentation: Vec<_> = lines.collect();
        assert!(
            documentation.iter().any(|line| line.contains(version.as_str())),
            "the documentation of {operation}::{argument} does not say that it is for servers from {version}"
        );
    }
}

#[test]
fn triggers_of_all_kinds_are_taken() {
    let actions = [
        TriggerAction::send_message(TriggerSender::Queue, "Hi"),
        TriggerAction::use_external_service("https://example.com", 5000, "Nobody is there"),
    ];
    let conditions = [
        TriggerCondition::time_on_site(5),
        TriggerCondition::page_url("https://example.com"),
        TriggerCondition::chat_opened_by_visitor(),
        TriggerCondition::after_guest_registration(),
    ];
    for (condition, action) in
        conditions.iter().flat_map(|condition| actions.iter().map(move |action| (condition, action)))
    {
        let encoded = endpoint::encode(&SaveTrigger::new("Greeting", condition.clone(), action.clone())).unwrap();
        for version in ServerVersion::ALL {
            assert_eq!(rejection(&encoded, version), None, "{version}: {condition:?} {action:?}");
        }
    }
}

#[test]
fn contacts_are_looked_for_by_each_of_three_things() {
    for request in [
        CheckContactExistence::by_id("id"),
        CheckContactExistence::by_email("a@example.com"),
        CheckContactExistence::by_phone("+1"),
    ] {
        let encoded = endpoint::encode(&request).unwrap();
        assert!(ServerVersion::ALL.into_iter().all(|version| rejection(&encoded, version).is_none()), "{request:?}");
    }
}

#[test]
fn a_priority_is_renamed_or_reset() {
    for request in [UpdatePriority::rename("id", "Urgent"), UpdatePriority::reset("id")] {
        let encoded = endpoint::encode(&request).unwrap();
        assert!(ServerVersion::ALL.into_iter().all(|version| rejection(&encoded, version).is_none()), "{request:?}");
    }
}
