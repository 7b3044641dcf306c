use livechat_sdk::units::{UpdateUnit, UpdateUnitResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for UpdateUnit {
    /// The handler matches, argument by argument.
    const CONTRACT: Option<&'static str> = Some(super::CONTRACT);

    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        call.visible_unit_or(&self.id, "error-unit-not-found", "livechat:saveUnit")?;
        let plan = super::plan(&self.unit, &self.monitors, &self.departments);
        let id = call.world.save_unit(Some(&self.id), plan, call.origin.now);
        let unit = call.world.unit(&id).ok_or_else(|| ServerError::internal(call.world.server_version()))?;
        let response = Response::new(&UpdateUnitResponse::new(unit.clone()));
        super::hint_at_strangers(&self.monitors, &self.departments, call);
        response
    }
}
