use livechat_sdk::{Acknowledged, canned_responses::DeleteCannedResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for DeleteCannedResponse {
    /// Where the path does not have the id, the body does.
    const CONTRACT: Option<&'static str> = Some("schema {_id?:string}");

    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let removed = call.world.remove_canned_response(&self.id);
        removed.ok_or_else(|| super::not_found("removeCannedResponse"))?;
        Response::new(&Acknowledged::default())
    }
}
