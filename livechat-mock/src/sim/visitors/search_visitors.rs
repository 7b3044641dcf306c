use std::cmp::Reverse;

use livechat_sdk::{
    model::{CustomFieldScope, Visitor},
    visitors::{SearchVisitors, SearchVisitorsResponse},
};
use serde_json::Value;

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::list::{Query, contains},
};

impl Simulate for SearchVisitors {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let world = &*call.world;
        let searchable: Vec<_> = world
            .custom_fields()
            .filter(|field| field.scope == CustomFieldScope::Visitor && field.searchable == Some(true))
            .map(|field| field.key.as_str())
            .collect();
        let is_found = |visitor: &&Visitor| visitor.disabled != Some(true) && has(visitor, &self.term, &searchable);
        let mut visitors: Vec<_> = world.visitors.iter().filter(is_found).collect();
        visitors.sort_by_key(|visitor| Reverse(visitor.created_at));
        let query = Query { offset: self.offset, count: self.count, sort: self.sort.as_ref() };
        let page = query.page_of(visitors, &world.settings);
        let visitors = page.items.into_iter().map(shown).collect();
        Response::new(&SearchVisitorsResponse::new(visitors, page.offset, page.total))
    }
}

/// The exact address or number, or a part of a name or of a custom field that can be searched.
fn has(visitor: &Visitor, term: &str, searchable: &[&str]) -> bool {
    let data = |key: &&str| visitor.livechat_data.as_ref().and_then(|data| data.get(*key)).and_then(Value::as_str);
    visitor.emails.iter().any(|email| email.address == term)
        || visitor.phones.iter().any(|phone| phone.phone_number == term)
        || contains(visitor.name.as_deref(), term)
        || contains(visitor.username.as_deref(), term)
        || searchable.iter().any(|key| contains(data(key), term))
}

/// What a search tells about a visitor.
fn shown(visitor: &Visitor) -> Visitor {
    let mut shown = Visitor::new(visitor.id.clone()).phones(visitor.phones.clone()).emails(visitor.emails.clone());
    shown.username.clone_from(&visitor.username);
    shown.name.clone_from(&visitor.name);
    shown.livechat_data.clone_from(&visitor.livechat_data);
    shown.last_chat.clone_from(&visitor.last_chat);
    shown
}
