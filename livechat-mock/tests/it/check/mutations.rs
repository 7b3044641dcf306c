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

const MUTATIONS: usize = 500;
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

/// What can be changed about a response so that the type reads it no more, by the kind of the change.
struct Changes {
    required: Vec<String>,
    retyped_required: Vec<(String, Value)>,
    retyped_optional: Vec<(String, Value)>,
}

impl Changes {
    fn of(operation: &Operation, body: &Value) -> Self {
        let reads = |body: &Value| operation.reread(&body.to_string()).is_ok();
        assert!(reads(body), "{}", operation.name);
        let mut all = Vec::new();
        fields("", body, &mut all);
        let mut changes = Self { required: Vec::new(), retyped_required: Vec::new(), retyped_optional: Vec::new() };
        for pointer in all {
            let mut without = body.clone();
            take(&mut without, &pointer).unwrap();
            let is_required = !reads(&without);
            if is_required {
                changes.required.push(pointer.clone());
            }
            for other in [json!(7), json!("text"), json!(true), json!([7]), json!({"a": 7})] {
                let mut retyped = body.clone();
                *retyped.pointer_mut(&pointer).unwrap() = other.clone();
                if reads(&retyped) {
                    continue;
                }
                let place = if is_required { &mut changes.retyped_required } else { &mut changes.retyped_optional };
                place.push((pointer.clone(), other));
            }
        }
        changes
    }

    fn pick(&self, random: &mut fastrand::Rng) -> Option<Mutation> {
        let (required, optional) = (&self.retyped_required, &self.retyped_optional);
        match random.u8(..5) {
            0 => random.choice(&self.required).cloned().map(Mutation::Drop),
            1 => random.choice(&self.required).cloned().map(Mutation::Rename),
            2 => random.choice(required).cloned().map(|(at, other)| Mutation::RetypeRequired(at, other)),
            3 => random.choice(optional).cloned().map(|(at, other)| Mutation::RetypeOptional(at, other)),
            _ => random.choice([201, 403, 404, 500]).map(Mutation::Status),
        }
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
    let changes: Vec<_> = responses
        .iter()
        .map(|(name, body)| {
            let operation = operations.iter().find(|it| it.name == *name).unwrap();
            (*name, Changes::of(operation, body))
        })
        .collect();
    let mut random = fastrand::Rng::with_seed(SEED);
    let mut kinds = HashMap::<_, usize>::new();
    let mut failures = Vec::new();
    let mock = LivechatMock::start().await;
    let mut made = 0;
    while made < MUTATIONS {
        let (name, changes) = random.choice(&changes).unwrap();
        let Some(mutation) = changes.pick(&mut random) else { continue };
        made += 1;
        *kinds.entry(std::mem::discriminant(&mutation)).or_default() += 1;
        let (its_name, its_mutation) = (*name, mutation.clone());
        let altered = Altered::new(&mock, move |operation, status, body| {
            if operation == its_name && *status == 200 {
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
        if pointers != [(*name, mutation.pointer())] {
            failures.push(format!("{name}: {mutation:?}: {report}"));
        }
    }
    assert!(failures.is_empty(), "{} of {MUTATIONS}:\n{}", failures.len(), failures.join("\n"));
    assert_eq!(kinds.len(), 5);
    assert!(kinds.values().all(|count| *count > MUTATIONS / 20), "{kinds:?}");
}
