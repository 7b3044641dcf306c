//! Acting as an agent.

use livechat_sdk::{RoomId, UserId, model::Room};
use serde::Deserialize;
use serde_json::json;

use super::{
    Call,
    answer::{Problem, Result},
};
use crate::{World, world::AGENT};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Take {
    room: RoomId,
    agent: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Write {
    room: RoomId,
    agent: String,
    msg: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct LogIn {
    agent: Option<String>,
}

/// A new agent takes no conversations at first, so that a login does not change who is given them.
pub(super) fn log_in(call: &Call<'_>) -> Result {
    let LogIn { agent } = if call.body.is_empty() { LogIn::default() } else { call.read()? };
    call.world(|world, _| {
        let id = match &agent {
            Some(agent) => find_agent(world, agent)?,
            None => world.administrator().clone(),
        };
        if world.agent(&id).is_none() {
            world.add_role(&id, AGENT);
            world.set_available(&id, false);
        }
        let token = world.log_in(&id).ok_or_else(|| nobody(id.as_str()))?;
        let account = world.agent(&id).ok_or_else(|| nobody(id.as_str()))?;
        Ok(json!({
            "userId": id,
            "authToken": token.expose(),
            "username": account.user.username,
            "name": account.user.name,
            "available": account.is_available,
        }))
    })
}

pub(super) fn take(call: &Call<'_>) -> Result {
    let Take { room, agent } = call.read()?;
    call.world(|world, now| {
        if let Some(served_by) = &open_room(world, &room)?.served_by {
            return Err(Problem::conflict(format!(
                "the room is served by the agent {:?} already; only a room that waits can be taken",
                served_by.id.as_ref().map_or("", UserId::as_str)
            )));
        }
        let agent = find_agent(world, &agent)?;
        world.serve_room(&room, &agent, now);
        Ok(json!({}))
    })
}

pub(super) fn message(call: &Call<'_>) -> Result {
    let Write { room, agent, msg } = call.read()?;
    call.world(|world, now| {
        open_room(world, &room)?;
        let id = find_agent(world, &agent)?;
        let message = world.add_agent_message(&room, &id, &msg, now).ok_or_else(|| nobody(&agent))?;
        Ok(json!({"message": message}))
    })
}

fn open_room<'w>(world: &'w World, id: &RoomId) -> Result<&'w Room> {
    let room = world.room(id).ok_or_else(|| {
        Problem::not_found(format!(
            "there is no room {:?}; send the `_id` of a room that a visitor has opened",
            id.as_str()
        ))
    })?;
    if room.is_open() {
        return Ok(room);
    }
    Err(Problem::conflict("the room is closed; agents act in open ones".to_owned()))
}

/// A user, by id or user name.
fn find_agent(world: &World, agent: &str) -> Result<UserId> {
    let by_name = || world.users().find(|user| user.username.as_deref() == Some(agent)).map(|user| user.id.clone());
    world.user(agent).map(|user| user.id.clone()).or_else(by_name).ok_or_else(|| nobody(agent))
}

fn nobody(agent: &str) -> Problem {
    Problem::not_found(format!("there is no user {agent:?}; send the `_id` or the user name of an agent"))
}
