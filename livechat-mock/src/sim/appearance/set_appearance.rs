use livechat_sdk::appearance::{SetAppearance, SetAppearanceResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    world::setting_definition,
};

impl Simulate for SetAppearance {
    /// All changes are made, or none. What is of another type is coerced, or skipped silently.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let mut changes = Vec::new();
        for change in &self.changes {
            let setting = setting_definition(&change.id).filter(|setting| setting.is_of_appearance);
            let Some(setting) = setting else {
                return Err(
                    ServerError::plain("invalid-setting").hint("one of the settings is none of the appearance's")
                );
            };
            changes.extend(setting.coerce(&change.value).map(|value| (setting, value)));
        }
        for (setting, value) in changes {
            call.world.store_setting(setting, value);
        }
        Response::new(&SetAppearanceResponse::new())
    }
}
