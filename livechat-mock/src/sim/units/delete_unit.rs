use livechat_sdk::units::{DeleteUnit, DeleteUnitResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for DeleteUnit {
    /// The whole body is the number of records that were removed: always one.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        call.visible_unit_or(&self.id, "unit-not-found", "livechat:removeUnit")?;
        call.world.remove_unit(&self.id);
        Response::new(&DeleteUnitResponse::new(1))
    }
}
