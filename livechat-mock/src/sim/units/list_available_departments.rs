use livechat_sdk::{model::Department, units::ListAvailableDepartments};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::list::contains,
};

impl Simulate for ListAvailableDepartments {
    /// Nobody looks whether there is such a unit.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let scope = call.scope().filter(|_| self.only_my_departments == Some(true));
        let is_available = |department: &&Department| {
            let mut above = department.ancestors.iter().flatten().peekable();
            (above.peek().is_none() || above.any(|unit| *unit == self.unit_id))
                && self.text.as_ref().is_none_or(|text| contains(department.name.as_deref(), text))
                && scope.as_ref().is_none_or(|scope| scope.has_department(department))
        };
        let found = super::sorted(call.world.departments().filter(is_available));
        let query = super::in_order(self.offset, self.count);
        Response::page("departments", &query.page_of(found, &call.world.settings))
    }
}
