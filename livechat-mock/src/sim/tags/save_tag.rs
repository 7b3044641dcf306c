use livechat_sdk::{
    model::Tag,
    tags::{SaveTag, SaveTagResponse},
};

use crate::{
    ServerError, ServerVersion,
    operation::{Call, Response, Simulate},
};

impl Simulate for SaveTag {
    /// All is replaced. An unknown id changes nothing.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let name = &self.tag_data.name;
        let is_of_another = |tag: &Tag| tag.name.as_ref() == Some(name) && Some(&tag.id) != self.id.as_ref();
        if call.world.tags().any(is_of_another) {
            let index = "collection: rocketchat.rocketchat_livechat_tag index: name_1";
            return Err(ServerError::plain(&format!(
                "E11000 duplicate key error {index} dup key: {{ name: {name:?} }}"
            ))
            .hint("another tag has this name"));
        }
        let is_update = self.id.is_some();
        let mut tag =
            Tag::new(self.id.clone().unwrap_or_else(|| "".into())).name(name.clone()).updated_at(call.origin.now);
        tag.description.clone_from(&self.tag_data.description);
        tag.departments.clone_from(&self.tag_departments);
        tag.department_count = Some(tag.departments.len() as f64);
        if !is_update || call.world.tag(&tag.id).is_some() {
            tag.id = call.world.add_tag(tag.clone());
        } else {
            call.add_hint("no tag has this id, so nothing is stored");
        }
        if !is_update || call.world.server_version() >= ServerVersion::V8_5 {
            tag.updated_at = None;
        }
        Response::new(&SaveTagResponse::new(tag))
    }
}
