use livechat_sdk::messages::ListRoomMessages;

use crate::{
    shape::{COUNT, Kind, OFFSET, SORT, Shape, Style, optional, required},
    sim::Simulate,
};

impl Simulate for ListRoomMessages {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[required("rid", Kind::String), optional("searchTerm", Kind::String), OFFSET, COUNT, SORT],
    };
}
