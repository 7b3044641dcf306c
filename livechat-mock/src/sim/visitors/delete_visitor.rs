use livechat_sdk::visitors::{DeleteVisitor, DeleteVisitorResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for DeleteVisitor {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let token = &self.token;
        let visitor = call.named_visitor(token)?.id.clone();
        let is_collected = call.world.settings.flag("Livechat_Allow_collect_and_store_HTTP_header_informations");
        if !is_collected && !call.open_rooms(token).is_empty() {
            return Err(ServerError::reason("Cannot remove visitors with opened rooms", "visitor-has-open-rooms"));
        }
        call.world.remove_person(&visitor, call.origin.now);
        Response::new(&DeleteVisitorResponse::new(visitor, call.origin.now))
    }
}
