use livechat_sdk::{
    DepartmentId,
    rooms::{DeleteClosedRooms, DeleteClosedRoomsResponse},
};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    world::RoomFilter,
};

impl Simulate for DeleteClosedRooms {
    /// No validator is published, and the description has no body.
    const CONTRACT: Option<&'static str> = Some("typed {departmentIds?:[string]|null}");

    /// As far as the caller's units allow.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let scope = call.scope();
        let departments = self.department_ids.iter().map(DepartmentId::as_str).collect();
        let filter = RoomFilter {
            departments: Some(departments).filter(|departments: &Vec<_>| !departments.is_empty()),
            is_open: Some(false),
            scope: scope.as_ref(),
            ..RoomFilter::default()
        };
        let rooms = call.world.rooms.matching(&filter).into_iter().filter_map(|(_, slot)| call.world.rooms.get(slot));
        let closed = rooms.filter(|room| room.closed_at.is_some());
        let closed: Vec<_> = closed.map(|room| room.id.clone()).collect();
        for room in &closed {
            call.world.remove_room(room, call.origin.now);
        }
        Response::new(&DeleteClosedRoomsResponse::new(closed.len() as u64))
    }
}
