use livechat_sdk::rooms::SaveRoomInfo;

use crate::{
    shape::{Kind, Shape, Style, optional, required},
    sim::Simulate,
};

impl Simulate for SaveRoomInfo {
    const SHAPE: Shape =
        Shape { style: Style::Schema, fields: &[required("guestData", GUEST_DATA), required("roomData", ROOM_DATA)] };
}

const GUEST_DATA: Kind = Kind::Object(&[
    required("_id", Kind::String),
    optional("name", Kind::String),
    optional("email", Kind::String),
    optional("phone", Kind::String),
    optional("livechatData", Kind::OpenObject(&[])),
]);

const ROOM_DATA: Kind = Kind::Object(&[
    required("_id", Kind::String),
    optional("topic", Kind::String),
    optional("tags", Kind::List(&Kind::String)),
    optional("priorityId", Kind::String),
    optional("slaId", Kind::String),
    optional("livechatData", Kind::OpenObject(&[])),
]);
