use livechat_sdk::units::{GetUnit, GetUnitResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for GetUnit {
    /// An unknown unit is no error: the whole body is `null`.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        Response::new(&GetUnitResponse::new(call.visible_unit(&self.id).cloned()))
    }
}
