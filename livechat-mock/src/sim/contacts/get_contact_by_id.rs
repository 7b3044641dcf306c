use livechat_sdk::contacts::GetContactById;

use crate::{
    shape::{Kind, Shape, Style, required},
    sim::Simulate,
};

impl Simulate for GetContactById {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("contactId", Kind::NotBlank)] };
}
