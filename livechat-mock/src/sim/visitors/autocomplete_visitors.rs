use livechat_sdk::{
    JsonObject,
    model::Visitor,
    visitors::{AutocompleteVisitors, AutocompleteVisitorsResponse, VisitorSuggestion},
};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::list::contains,
};

impl Simulate for AutocompleteVisitors {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let selector = &self.selector;
        let term = selector.term.as_deref().unwrap_or_default();
        let is_meant = |visitor: &&Visitor| {
            visitor.disabled != Some(true)
                && contains(visitor.name.as_deref(), term)
                && !selector.exceptions.contains(&visitor.id)
                && selector.conditions.as_ref().is_none_or(|conditions| has(visitor, conditions))
        };
        let mut visitors: Vec<_> = call.world.visitors.iter().filter(is_meant).collect();
        visitors.sort_by(|one, other| one.name.cmp(&other.name));
        let items = visitors.into_iter().take(MOST).map(suggestion).collect();
        Response::new(&AutocompleteVisitorsResponse::new(items))
    }
}

/// How many are suggested at most.
const MOST: usize = 10;

/// Whether these fields have these values; a dot leads into an object.
fn has(visitor: &Visitor, conditions: &JsonObject) -> bool {
    let document = serde_json::to_value(visitor).unwrap_or_default();
    conditions.iter().all(|(path, wanted)| {
        path.split('.').try_fold(&document, |value, key| value.get(key)).is_some_and(|value| value == wanted)
    })
}

fn suggestion(visitor: &Visitor) -> VisitorSuggestion {
    let mut suggestion = VisitorSuggestion::new(visitor.id.clone());
    suggestion.username.clone_from(&visitor.username);
    suggestion.name.clone_from(&visitor.name);
    let names = visitor.username.as_ref().zip(visitor.name.as_ref());
    suggestion.custom_name = names.map(|(username, name)| format!("{username} - {name}"));
    suggestion
}
