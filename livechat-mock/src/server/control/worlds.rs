//! The worlds that tests name: listed, made, forked, removed. And each world as a file.

use bytes::Bytes;
use serde::Deserialize;
use serde_json::json;

use super::{
    Call,
    answer::{Problem, Result},
    no_world, snapshots,
};
use crate::{
    World,
    server::worlds::{NoWorld, WorldName, Worlds},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Add {
    name: String,
    /// The snapshot to begin with.
    snapshot: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fork {
    name: String,
}

pub(super) fn list(call: &Call<'_>) -> Result {
    let names = call.worlds.map(Worlds::names).unwrap_or_default();
    let most = call.worlds.map_or(0, Worlds::most);
    Ok(json!({"worlds": names.iter().map(WorldName::as_str).collect::<Vec<_>>(), "most": most}))
}

pub(super) fn add(call: &Call<'_>) -> Result {
    let Add { name, snapshot } = call.read()?;
    let snapshot = snapshot.map(|snapshot| snapshots::find(call, &snapshot)).transpose()?;
    let added = worlds(call)?.add(parse(&name)?, |engine| {
        if let Some(snapshot) = snapshot {
            engine.begin_with(snapshot);
        }
    });
    said(added, &name)
}

pub(super) fn fork(call: &Call<'_>) -> Result {
    let Fork { name } = call.read()?;
    said(worlds(call)?.fork(call.state, parse(&name)?), &name)
}

pub(super) fn remove(call: &Call<'_>) -> Result {
    let name = parse(call.name)?;
    if worlds(call)?.remove(&name) {
        return Ok(json!({}));
    }
    Err(Problem::not_found(format!(
        "there is no world {:?}; GET {}/worlds lists those that were named",
        call.name,
        super::PREFIX
    )))
}

pub(super) fn export(call: &Call<'_>) -> Result<Bytes> {
    let world = {
        let mut engine = call.state.engine();
        engine.advance(call.now);
        engine.world().cloned().ok_or_else(no_world)?
    };
    // Without the engine: it may take long.
    world.to_json().map(Bytes::from).map_err(|error| Problem::conflict(error.to_string()))
}

pub(super) fn import(call: &Call<'_>) -> Result {
    let world = World::from_json(call.body).map_err(|error| Problem::wrong(error.to_string()))?;
    if call.state.engine().begin_with_file(world) { Ok(json!({})) } else { Err(no_world()) }
}

fn worlds<'a>(call: &Call<'a>) -> Result<&'a Worlds> {
    call.worlds
        .ok_or_else(|| Problem::conflict("this server has one world; start it with --worlds to name others".to_owned()))
}

fn parse(name: &str) -> Result<WorldName> {
    WorldName::parse(name).map_err(problem)
}

/// The answer, by whether a world was added.
fn said(added: std::result::Result<bool, NoWorld>, name: &str) -> Result {
    match added {
        Ok(true) => Ok(json!({"name": name, "path": format!("/w/{name}")})),
        Ok(false) => Err(Problem::conflict(format!(
            "there is a world {name:?} already; take another name, or remove it with DELETE {}/worlds/{name}",
            super::PREFIX
        ))),
        Err(no_world) => Err(problem(no_world)),
    }
}

fn problem(no_world: NoWorld) -> Problem {
    match no_world {
        NoWorld::TooMany { .. } => Problem::conflict(no_world.to_string()),
        _ => Problem::wrong(no_world.to_string()),
    }
}
