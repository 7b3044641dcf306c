use livechat_sdk::{
    DepartmentId, UserId,
    model::{Department, DepartmentName, Room, User},
    rooms::ListRooms,
};
use serde_json::Value;

use crate::{
    ServerError, ServerVersion, World,
    operation::{Call, Page, Response, Simulate},
    sim::list::Query,
    world::{RoomFilter, Stage},
};

impl Simulate for ListRooms {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let asks_for_own = matches!(&self.agents[..], [agent] if Some(agent) == call.caller);
        if !call.is_permitted("view-livechat-rooms") && !asks_for_own {
            return Err(ServerError::unauthorized().hint(
                "without the permission view-livechat-rooms, agents[] has to be the caller's id and nothing else",
            ));
        }
        let world = &*call.world;
        let query = Query { offset: self.offset, count: self.count, sort: self.sort.as_ref() };
        let found = world.rooms.matching(&filter(self, world));
        let Page { items, offset, total } = query.page(&found, |slot| world.rooms.get(slot), &world.settings);
        let rooms: Vec<_> = items.into_iter().map(|room| with_department(room, world)).collect();
        Response::page("rooms", &Page { items: rooms.iter().collect(), offset, total })
    }
}

/// Each filter narrows the list further.
fn filter<'a>(request: &'a ListRooms, world: &'a World) -> RoomFilter<'a> {
    let stage = |is_wanted: bool, stage: Stage| is_wanted.then_some(stage);
    let stages = [
        stage(request.open == Some(true), Stage::Going),
        stage(request.open == Some(false), Stage::Closed),
        stage(request.on_hold == Some(true), Stage::OnHold),
        stage(request.queued == Some(true), Stage::Queued),
    ];
    RoomFilter {
        agents: agents(request, world),
        departments: departments(request, world),
        stages: stages.into_iter().flatten().collect(),
        opened: request.created_at,
        closed: request.closed_at,
        name: request.room_name.as_deref(),
        tags: (!request.tags.is_empty()).then_some(&request.tags[..]),
        fields: fields(request),
    }
}

/// Old servers know agents by their user names too.
fn agents<'a>(request: &'a ListRooms, world: &'a World) -> Option<Vec<&'a str>> {
    let mut agents: Vec<_> = request.agents.iter().map(UserId::as_str).collect();
    if world.server_version() == ServerVersion::V7_0 {
        let named = |user: &&User| user.username.as_deref().is_some_and(|name| agents.contains(&name));
        let named: Vec<_> = world.users().filter(named).map(|user| user.id.as_str()).collect();
        agents.extend(named);
    }
    (!agents.is_empty()).then_some(agents)
}

/// The department, and those of the units.
fn departments<'a>(request: &'a ListRooms, world: &'a World) -> Option<Vec<&'a str>> {
    let asked = request.department_id.as_ref().map(DepartmentId::as_str);
    if request.units.is_empty() {
        return asked.map(|asked| vec![asked]);
    }
    let is_of_unit = |department: &&Department| {
        let above = department.parent_id.iter().chain(department.ancestors.iter().flatten());
        above.into_iter().any(|unit| request.units.contains(unit))
    };
    let of_units = world.departments().filter(is_of_unit).map(|department| department.id.as_str());
    Some(of_units.filter(|id| asked.is_none_or(|asked| asked == *id)).collect())
}

fn fields(request: &ListRooms) -> Vec<(&str, String)> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    request.custom_fields.iter().flatten().map(|(key, value)| (key.as_str(), text(value))).collect()
}

fn with_department(room: &Room, world: &World) -> Room {
    let mut room = room.clone();
    let department = room.department_id.as_ref().and_then(|id| world.department(id.as_str()));
    room.department = department.map(|department| {
        Box::new(DepartmentName::new(department.id.clone(), department.name.clone().unwrap_or_default()))
    });
    room
}
