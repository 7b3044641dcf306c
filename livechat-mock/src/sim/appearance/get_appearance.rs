use livechat_sdk::appearance::{GetAppearance, GetAppearanceResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::settings::record,
    world::SETTINGS,
};

impl Simulate for GetAppearance {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let shaping = SETTINGS.iter().filter(|definition| definition.is_of_appearance);
        let shown = shaping.filter_map(|definition| record(definition, "Livechat", call.world));
        let mut shown: Vec<_> = shown.collect();
        shown.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        Response::new(&GetAppearanceResponse::new(shown))
    }
}
