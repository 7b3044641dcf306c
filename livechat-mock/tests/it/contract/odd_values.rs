//! Any one value of any documented answer, replaced by anything: the rest arrives.

use std::collections::BTreeSet;

use livechat_sdk::endpoint::ResponseFormat;
use serde_json::{Value, json};

use crate::{
    fixtures::{assert_none, fixtures},
    operations::{Operation, operations},
};
/// What identifies an answer's one record, or is all that the answer says: an answer without it is an error.
const IDENTITIES: &[(&str, &str)] = &[];

#[test]
fn one_odd_value_costs_only_itself() {
    let mut unused: BTreeSet<_> = IDENTITIES.iter().copied().collect();
    let mut failures = Vec::new();
    for operation in operations().iter().filter(|operation| operation.meta.response_format() != ResponseFormat::Text) {
        for fixture in fixtures(&operation.folder()).iter().filter(|fixture| fixture.is_answer()) {
            let answer = fixture.json();
            for pointer in pointers(&answer) {
                for odd in [json!(null), json!(-2.5), json!("odd"), json!(["odd"]), json!({"odd": {}})] {
                    let mut changed = answer.clone();
                    *changed.pointer_mut(&pointer).unwrap() = odd.clone();
                    // An answer that says so is no success.
                    if changed["status"] == "error" {
                        continue;
                    }
                    let place = format!("{pointer} = {odd}");
                    match operation.read_response(&changed.to_string()) {
                        Ok((found, omitted)) => {
                            if let Err(what) = check(operation, changed, &pointer, &found, &omitted) {
                                failures.push(format!("{}: {place}: {what}", operation.name));
                            }
                        }
                        Err(error) => {
                            unused.retain(|identity| *identity != (operation.name, &*pointer));
                            if !IDENTITIES.contains(&(operation.name, &*pointer)) {
                                failures.push(format!("{}: {place}: {error}", operation.name));
                            }
                        }
                    }
                }
            }
        }
    }
    assert_none(&failures);
    assert!(unused.is_empty(), "these identify nothing: {unused:?}");
}

/// What was left out is the odd value or the smallest record around it that the type can do without, and the rest is there.
fn check(
    operation: &Operation,
    mut changed: Value,
    odd: &str,
    found: &Value,
    omitted: &[String],
) -> Result<(), String> {
    match omitted {
        [] => {}
        [one] => {
            let Some(inside) = odd.strip_prefix(one.as_str()) else { return Err(format!("{one} is left out")) };
            if let Some(next) = inside.strip_prefix('/') {
                let mut smaller = changed.clone();
                remove(&mut smaller, &format!("{one}/{}", next.split('/').next().unwrap_or_default()));
                if operation.reread(&smaller.to_string()).is_ok() {
                    return Err(format!("{one} is left out, which is too much"));
                }
            }
            remove(&mut changed, one);
        }
        several => return Err(format!("{several:?} are left out")),
    }
    match operation.reread(&changed.to_string()) {
        Ok(rest) if rest == *found => Ok(()),
        Ok(rest) => Err(format!("{found} is not {rest}")),
        Err(error) => Err(error),
    }
}

fn remove(value: &mut Value, pointer: &str) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match value.pointer_mut(parent).unwrap() {
        Value::Object(fields) => drop(fields.remove(&key.replace("~1", "/").replace("~0", "~"))),
        Value::Array(items) => drop(items.remove(key.parse().unwrap())),
        _ => panic!("{pointer} leads into nothing"),
    }
}

/// The places of all values inside of a value.
fn pointers(value: &Value) -> Vec<String> {
    let inside = |key: String, value: &Value| {
        let place = format!("/{}", key.replace('~', "~0").replace('/', "~1"));
        let deeper: Vec<_> = pointers(value).into_iter().map(|rest| format!("{place}{rest}")).collect();
        [place].into_iter().chain(deeper)
    };
    match value {
        Value::Object(fields) => fields.iter().flat_map(|(key, value)| inside(key.clone(), value)).collect(),
        // The first elements of a long list are like the others.
        Value::Array(items) => {
            items.iter().take(3).enumerate().flat_map(|(n, value)| inside(n.to_string(), value)).collect()
        }
        _ => Vec::new(),
    }
}
