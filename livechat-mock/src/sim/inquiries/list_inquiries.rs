use livechat_sdk::{inquiries::ListInquiries, model::Inquiry};

use crate::{
    ServerError,
    shape::{COUNT, Kind, OFFSET, SORT, Shape, Style, optional},
    sim::{Answer, Behaviour, Call, Simulate, list::Query},
};

impl Simulate for ListInquiries {
    const SHAPE: Shape =
        Shape { style: Style::Schema, fields: &[optional("department", Kind::String), OFFSET, COUNT, SORT] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

/// Those that wait, with what a list shows of them, the newest first. A department that does not exist is no filter.
fn answer(request: &ListInquiries, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let world = &*call.world;
    let department = request.department.as_deref().and_then(|name| world.department(name));
    let wanted =
        |inquiry: &&Inquiry| department.is_none_or(|department| inquiry.department.as_ref() == Some(&department.id));
    let shown: Vec<_> = world.inquiries.queued().rev().filter(wanted).map(shown).collect();
    let query = Query { offset: request.offset, count: request.count, sort: request.sort.as_ref() };
    Answer::page("inquiries", &query.page_of(shown.iter().collect(), &world.settings))
}

fn shown(inquiry: &Inquiry) -> Inquiry {
    let mut shown = Inquiry::new(inquiry.id.clone(), inquiry.room_id.clone());
    shown.name.clone_from(&inquiry.name);
    shown.created_at = inquiry.created_at;
    shown.status.clone_from(&inquiry.status);
    shown.department.clone_from(&inquiry.department);
    shown
}
