use livechat_sdk::appearance::{SetAppearance, SetAppearanceResponse};

use crate::{
    Edition, ServerError,
    operation::{Call, Response, Simulate},
    world::setting_definition,
};

impl Simulate for SetAppearance {
    /// All changes are made, or none. What is of another type is coerced, or skipped, and so is a setting that comes with the
    /// licence.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let is_community = call.world.edition() == Edition::Community;
        let mut changes = Vec::new();
        let (mut unlicensed, mut unreadable) = (Vec::new(), Vec::new());
        for (index, change) in self.changes.iter().enumerate() {
            let setting = setting_definition(&change.id).filter(|setting| setting.is_of_appearance);
            let Some(setting) = setting else {
                return Err(
                    ServerError::plain("invalid-setting").hint("one of the settings is none of the appearance's")
                );
            };
            match setting.coerce(&change.value) {
                _ if is_community && setting.takes_a_licence() => unlicensed.push(format!("/{index}")),
                Some(value) => changes.push((setting, value)),
                None => unreadable.push(format!("/{index}")),
            }
        }
        call.hint_at(unlicensed, "a server without a licence does not have this setting");
        call.hint_at(unreadable, "it takes a list of its own keys, so it is passed over");
        for (setting, value) in changes {
            call.world.store_setting(setting, value);
        }
        Response::new(&SetAppearanceResponse::new())
    }
}
