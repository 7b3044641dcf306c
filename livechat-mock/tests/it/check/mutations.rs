//! Responses that are changed one value at a time: each change is told at its pointer, and nothing else is.
//!
//! What a type cannot do without is learned from decoding alone, without the check.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex},
};

use livechat_mock::{
    LivechatMock,
    check::{Check, Outcome},
};
use serde_json::{Value, json};

use super::{
    altered::{Altered, client},
    assert_same,
};
use crate::operations::{Operation, operations};

const OF_EACH_KIND: usize = 100;
const SEED: u64 = 20;

/// A change of one response.
#[derive(Clone, Debug)]
enum Mutation {
    Drop(String),
    Rename(String),
    /// A value that the type cannot do without.
    RetypeRequired(String, Value),
    /// One that it can.
    RetypeOptional(String, Value),
    Status(u16),
}

impl Mutation {
    /// Where it has to be found.
    fn pointer(&self) -> &str {
        match self {
            Self::Drop(pointer) | Self::Rename(pointer) => pointer,
            Self::RetypeRequired(pointer, _) | Self::RetypeOptional(pointer, _) => pointer,
            Self::Status(_) => "",
        }
    }

    fn apply(&self, status: &mut u16, body: &mut Value) {
        match self {
            Self::Drop(pointer) => drop(take(body, pointer)),
            Self::Rename(pointer) => {
                let value = take(body, pointer).unwrap();
                let (record, key) = pointer.rsplit_once('/').unwrap();
                body.pointer_mut(record).unwrap()[format!("{key}Renamed")] = value;
            }
            Self::RetypeRequired(pointer, value) | Self::RetypeOptional(pointer, value) => {
                *body.pointer_mut(pointer).unwrap() = value.clone();
            }
            Self::Status(other) => *status = *other,
        }
    }
}

fn take(body: &mut Value, pointer: &str) -> Option<Value> {
    let (record, key) = pointer.rsplit_once('/')?;
    body.pointer_mut(record)?.as_object_mut()?.remove(&key.replace("~1", "/").replace("~0", "~"))
}

/// The pointers of all fields.
fn fields(at: &str, value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields_of_it) => {
            for (key, value) in fields_of_it {
                let pointer = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
                fields(&pointer, value, found);
                found.push(pointer);
            }
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| fields(&format!("{at}/{index}"), item, found));
        }
        _ => {}
    }
}

/// A value of each kind. Lists and objects are such that nothing in them can be the fault.
fn others() -> [Value; 5] {
    [json!(7), json!("text"), json!(true), json!([]), json!({})]
}

/// Draws a change of a response with which the type does not read it; `None` if the draw is none.
fn draw(operation: &Operation, body: &Value, random: &mut fastrand::Rng) -> Option<Mutation> {
    if random.u8(..5) == 0 {
        return random.choice([201, 403, 404, 500]).map(Mutation::Status);
    }
    let reads = |body: &Value| operation.reread(&body.to_string()).is_ok();
    let mut all = Vec::new();
    fields("", body, &mut all);
    let pointer = random.choice(all)?;
    let mut without = body.clone();
    take(&mut without, &pointer).unwrap();
    let is_required = !reads(&without);
    if is_required && random.bool() {
        return Some(if random.bool() { Mutation::Drop(pointer) } else { Mutation::Rename(pointer) });
    }
    let other = random.choice(others())?;
    if body.pointer(&pointer).is_some_and(|value| value.is_object() && other.is_object()) {
        return None;
    }
    let mut retyped = body.clone();
    *retyped.pointer_mut(&pointer).unwrap() = other.clone();
    match is_required {
        _ if reads(&retyped) => None,
        true => Some(Mutation::RetypeRequired(pointer, other)),
        false => Some(Mutation::RetypeOptional(pointer, other)),
    }
}

/// What the mock that replays the documented examples responds, by the operation, where nothing is changed and nothing differs.
async fn documented_responses() -> BTreeMap<&'static str, Value> {
    let mock = LivechatMock::start().await;
    let seen = Arc::new(Mutex::new(BTreeMap::new()));
    let seen_there = Arc::clone(&seen);
    let altered = Altered::new(&mock, move |operation, status, body| {
        if *status == 200 {
            seen_there.lock().unwrap().entry(operation).or_insert_with(|| body.clone());
        }
    });
    let report = Check::new().run(&client(altered, &"admin".into(), &mock)).await.unwrap();
    assert_same(&report);
    assert_eq!(report.count(Outcome::Ok), report.operations.len(), "{report}");
    let seen = seen.lock().unwrap().clone();
    assert_eq!(seen.len(), report.operations.len());
    seen
}

#[tokio::test]
async fn each_of_500_changes_is_told_at_its_pointer_and_nothing_else_is() {
    let responses = documented_responses().await;
    let operations = operations();
    let responses: Vec<_> =
        responses.iter().map(|(name, body)| (operations.iter().find(|it| it.name == *name).unwrap(), body)).collect();
    let mut random = fastrand::Rng::with_seed(SEED);
    let mut kinds = HashMap::<_, usize>::new();
    let mut failures = Vec::new();
    let mock = LivechatMock::start().await;
    let mut made = 0;
    while made < 5 * OF_EACH_KIND {
        let (operation, body) = random.choice(&responses).unwrap();
        let name = operation.name;
        let Some(mutation) = draw(operation, body, &mut random) else { continue };
        let of_its_kind = kinds.entry(std::mem::discriminant(&mutation)).or_default();
        if *of_its_kind == OF_EACH_KIND {
            continue;
        }
        *of_its_kind += 1;
        made += 1;
        let its_mutation = mutation.clone();
        let altered = Altered::new(&mock, move |operation, status, body| {
            if operation == name && *status == 200 {
                its_mutation.apply(status, body);
            }
        });
        let check = Check::new().responses_only().only(name).unwrap();
        let report = match check.run(&client(altered, &"admin".into(), &mock)).await {
            Ok(report) => report,
            Err(error) => {
                failures.push(format!("{name}: {mutation:?}: {error}"));
                continue;
            }
        };
        let pointers: Vec<_> = report.differences().map(|(name, it)| (name, it.pointer.as_str())).collect();
        if pointers != [(name, mutation.pointer())] {
            failures.push(format!("{name}: {mutation:?}: {report}"));
        }
    }
    assert!(failures.is_empty(), "{} of {made}:\n{}", failures.len(), failures.join("\n"));
}
