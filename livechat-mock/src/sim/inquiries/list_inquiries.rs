use livechat_sdk::{inquiries::ListInquiries, model::Inquiry};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::list::Query,
};

impl Simulate for ListInquiries {
    /// Those that wait, with what a list shows of them, the newest first. A department that does not exist is no filter.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let world = &*call.world;
        let department = self.department.as_deref().and_then(|name| world.department(name));
        let wanted = |inquiry: &&Inquiry| {
            department.is_none_or(|department| inquiry.department.as_ref() == Some(&department.id))
        };
        let shown: Vec<_> = world.inquiries.queued().rev().filter(wanted).map(shown).collect();
        let query = Query { offset: self.offset, count: self.count, sort: self.sort.as_ref() };
        Response::page("inquiries", &query.page_of(shown.iter().collect(), &world.settings))
    }
}

fn shown(inquiry: &Inquiry) -> Inquiry {
    let mut shown = Inquiry::new(inquiry.id.clone(), inquiry.room_id.clone());
    shown.name.clone_from(&inquiry.name);
    shown.created_at = inquiry.created_at;
    shown.status.clone_from(&inquiry.status);
    shown.department.clone_from(&inquiry.department);
    shown
}
