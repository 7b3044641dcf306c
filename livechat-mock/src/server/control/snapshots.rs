//! Snapshots of the world, kept in memory.

use std::{
    collections::BTreeMap,
    sync::{Arc, MutexGuard, PoisonError},
};

use serde::Deserialize;
use serde_json::json;

use super::{
    Call,
    answer::{Problem, Result},
    no_world,
};
use crate::World;

/// How many snapshots are kept: each may be as large as the world.
const MOST: usize = 64;

/// The longest name.
const LONGEST: usize = 100;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Take {
    name: String,
}

pub(super) fn list(call: &Call<'_>) -> Result {
    Ok(json!({"snapshots": snapshots(call).keys().collect::<Vec<_>>()}))
}

pub(super) fn take(call: &Call<'_>) -> Result {
    let Take { name } = call.read()?;
    let is_fit = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
    if name.is_empty() || name.len() > LONGEST || !name.chars().all(is_fit) {
        return Err(Problem::wrong(format!(
            "a snapshot's name is 1 to {LONGEST} letters, digits, dots, hyphens and underscores"
        )));
    }
    let world = call.state.engine().world().cloned().map(Arc::new).ok_or_else(no_world)?;
    let mut snapshots = snapshots(call);
    if snapshots.len() >= MOST && !snapshots.contains_key(&name) {
        return Err(Problem::conflict(format!(
            "there are {MOST} snapshots already; remove one with DELETE {}/{{name}}",
            call.route.path
        )));
    }
    snapshots.insert(name, world);
    Ok(json!({}))
}

pub(super) fn restore(call: &Call<'_>) -> Result {
    let snapshot = find(call, call.name)?;
    call.state.engine().restore(snapshot);
    Ok(json!({}))
}

pub(super) fn remove(call: &Call<'_>) -> Result {
    match snapshots(call).remove(call.name) {
        Some(_) => Ok(json!({})),
        None => Err(unknown(call.name)),
    }
}

/// The snapshot with this name.
pub(super) fn find(call: &Call<'_>, name: &str) -> Result<Arc<World>> {
    snapshots(call).get(name).cloned().ok_or_else(|| unknown(name))
}

fn snapshots<'a>(call: &Call<'a>) -> MutexGuard<'a, BTreeMap<String, Arc<World>>> {
    call.control.snapshots.lock().unwrap_or_else(PoisonError::into_inner)
}

fn unknown(name: &str) -> Problem {
    Problem::not_found(format!("there is no snapshot {name:?}; GET {}/snapshots lists them", super::PREFIX))
}
