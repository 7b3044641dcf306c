use livechat_sdk::{
    DepartmentId, UserId,
    model::{DepartmentName, Room, User},
    rooms::ListRooms,
};
use serde_json::Value;

use crate::{
    Edition, ServerError, ServerVersion, World, hint,
    operation::{Call, Page, Response, Simulate},
    sim::list::Query,
    world::{RoomFilter, Scope},
};

impl Simulate for ListRooms {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let asks_for_own = matches!(&self.agents[..], [agent] if Some(agent) == call.caller);
        if !call.is_permitted("view-livechat-rooms") && !asks_for_own {
            return Err(ServerError::unauthorized().hint(
                "without the permission view-livechat-rooms, agents[] has to be the caller's id and nothing else",
            ));
        }
        call.check_late()?;
        if !self.units.is_empty() && call.world.edition() == Edition::Community {
            call.add_hint(hint::without_licence("units"));
        }
        let world = &*call.world;
        check_patterns(self)?;
        let query = Query { offset: self.offset, count: self.count, sort: self.sort.as_ref() };
        let scope = scope(self, call);
        let mut found = world.rooms.matching(&RoomFilter { scope: scope.as_ref(), ..filter(self, world) });
        if let Name::Exactly(name) = name(self) {
            let is_it = |room: &Room| room.display_name.as_deref().unwrap_or_default() == name;
            found.retain(|(_, slot)| world.rooms.get(*slot).is_some_and(is_it));
        }
        let Page { items, offset, total } = query.page(&found, |slot| world.rooms.get(slot), &world.settings);
        let rooms: Vec<_> = items.into_iter().map(|room| with_department(room, world)).collect();
        Response::page("rooms", &Page { items: rooms.iter().collect(), offset, total })
    }
}

/// The patterns of custom fields are JavaScript's. What only those know passes for the text itself.
fn check_patterns(request: &ListRooms) -> Result<(), ServerError> {
    for (_, pattern) in fields(request) {
        let Err(regex::Error::Syntax(reason)) = regex::Regex::new(&pattern) else { continue };
        // The last line of several says what is wrong.
        let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ");
        if !reason.contains("not supported") {
            let error = format!("Invalid regular expression: /{pattern}/i: {reason}");
            return Err(ServerError::plain(&error).hint("servers give the reason in words of their own"));
        }
    }
    Ok(())
}

/// Each filter narrows the list further, but that rooms in the queue are open, not served and not on hold, whatever else is
/// asked for.
fn filter<'a>(request: &'a ListRooms, world: &'a World) -> RoomFilter<'a> {
    let (is_open, is_served, is_on_hold) = match (request.queued, request.open, request.on_hold) {
        (Some(true), ..) => (Some(true), Some(false), Some(false)),
        (_, open, Some(true)) => (open, open.filter(|open| *open), Some(true)),
        (_, Some(open), _) => (Some(open), Some(open).filter(|open| *open), Some(false)),
        (_, None, _) => (None, None, None),
    };
    RoomFilter {
        agents: agents(request, world),
        departments: departments(request, world),
        is_open,
        is_served,
        is_on_hold,
        opened: request.created_at,
        closed: request.closed_at,
        name: request.room_name.as_ref().map(|_| match name(request) {
            Name::Exactly(name) | Name::Part(name) => name,
        }),
        tags: (!request.tags.is_empty()).then_some(&request.tags[..]),
        fields: fields(request),
        scope: None,
    }
}

/// What a room is to be called.
enum Name<'a> {
    /// In upper or lower case.
    Part(&'a str),
    Exactly(&'a str),
}

/// A name in quotation marks is the whole name.
fn name(request: &ListRooms) -> Name<'_> {
    let name = request.room_name.as_deref().unwrap_or_default();
    match name.strip_prefix('"') {
        Some("") => Name::Exactly(""),
        Some(rest) => rest.strip_suffix('"').map_or(Name::Part(name), Name::Exactly),
        None => Name::Part(name),
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

fn departments<'a>(request: &'a ListRooms, world: &'a World) -> Option<Vec<&'a str>> {
    let is_old = world.server_version() < ServerVersion::V8_0;
    let asked = request.department_id.iter().map(DepartmentId::as_str);
    // What an undefined value becomes in JavaScript counts as none to older servers.
    let asked: Vec<_> = asked.filter(|id| !(is_old && *id == "undefined")).collect();
    (!asked.is_empty()).then_some(asked)
}

/// The units that are asked for, of those that the caller may see. Only premium servers look at them.
fn scope(request: &ListRooms, call: &Call<'_>) -> Option<Scope> {
    match call.scope() {
        scope if request.units.is_empty() || call.world.edition() == Edition::Community => scope,
        Some(scope) => Some(scope.within(&request.units, call.world)),
        None => Some(Scope::of_units(&request.units)),
    }
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
