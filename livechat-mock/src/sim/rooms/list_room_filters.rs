use livechat_sdk::{
    model::RoomSource,
    rooms::{ListRoomFilters, ListRoomFiltersResponse, RoomFilter},
};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for ListRoomFilters {
    /// The sources that rooms came from, each once, in the order in which they came. Rooms of old servers have none.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let mut filters: Vec<RoomFilter> = Vec::new();
        for room in call.world.rooms() {
            let source = room.source.as_deref();
            if !filters.iter().any(|filter| is_of(filter, source)) {
                filters.push(source.map(filter_of).unwrap_or_default());
            }
        }
        Response::new(&ListRoomFiltersResponse::new(filters))
    }
}

/// Where a visitor wrote to is no part of it.
fn filter_of(source: &RoomSource) -> RoomFilter {
    let mut filter = RoomFilter::new();
    filter.source_type.clone_from(&source.source_type);
    filter.id.clone_from(&source.id);
    filter.alias.clone_from(&source.alias);
    filter.label.clone_from(&source.label);
    filter.sidebar_icon.clone_from(&source.sidebar_icon);
    filter.default_icon.clone_from(&source.default_icon);
    filter
}

/// Without a copy of the source: there is one for each room.
fn is_of(filter: &RoomFilter, source: Option<&RoomSource>) -> bool {
    let Some(source) = source else { return *filter == RoomFilter::new() };
    filter.source_type == source.source_type
        && filter.id == source.id
        && filter.alias == source.alias
        && filter.label == source.label
        && filter.sidebar_icon == source.sidebar_icon
        && filter.default_icon == source.default_icon
}
