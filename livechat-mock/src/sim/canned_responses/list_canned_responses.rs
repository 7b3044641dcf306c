use livechat_sdk::{canned_responses::ListCannedResponses, model::CannedResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::list::{Query, contains},
};

impl Simulate for ListCannedResponses {
    /// Whoever asks for a department sees all of its canned responses.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let is_shown = |response: &&CannedResponse| match &self.department_id {
            Some(department) => response.department_id.as_ref() == Some(department),
            None => call.may_see_canned(response),
        };
        let is_asked_for = |response: &&CannedResponse| {
            let creator = response.created_by.as_ref().and_then(|creator| creator.id.as_ref());
            let has_tag = |tag: &String| response.tags.iter().flatten().any(|own| own == tag);
            self.shortcut.as_ref().is_none_or(|shortcut| response.shortcut.as_ref() == Some(shortcut))
                && self.scope.as_ref().is_none_or(|scope| response.scope.as_ref() == Some(scope))
                && self.created_by.as_ref().is_none_or(|wanted| creator == Some(wanted))
                && (self.tags.is_empty() || self.tags.iter().any(has_tag))
                && self.text.as_ref().is_none_or(|text| {
                    contains(response.shortcut.as_deref(), text) || contains(response.text.as_deref(), text)
                })
        };
        let query = Query { offset: self.offset, count: self.count, sort: self.sort.as_ref() };
        let found = call.world.canned_responses().filter(is_shown).filter(is_asked_for);
        Response::page("cannedResponses", &query.page_by("shortcut", found, &call.world.settings))
    }
}
