use livechat_sdk::{model::Unit, units::ListUnits};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::list::{Query, contains},
};

impl Simulate for ListUnits {
    /// Who may not manage units sees those that the caller monitors.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let world = &*call.world;
        let (manages, scope) = (call.is_permitted("manage-livechat-units"), call.scope());
        let monitored: Vec<_> =
            call.caller.into_iter().flat_map(|caller| world.units.monitored_by(caller.as_str())).collect();
        let is_asked_for = |unit: &&Unit| {
            self.text.as_ref().is_none_or(|text| contains(unit.name.as_deref(), text))
                && (manages || monitored.contains(&&unit.id))
                && scope.as_ref().is_none_or(|scope| scope.has_unit(unit))
        };
        let query = Query { offset: self.offset, count: self.count, sort: self.sort.as_ref() };
        Response::page("units", &query.page_by("name", world.units().filter(is_asked_for), &world.settings))
    }
}
