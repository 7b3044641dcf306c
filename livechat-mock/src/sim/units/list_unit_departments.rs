use livechat_sdk::{model::Department, units::ListUnitDepartments};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for ListUnitDepartments {
    /// An unknown unit has none.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let is_in = |department: &&Department| department.ancestors.iter().flatten().any(|unit| *unit == self.unit_id);
        let found = super::sorted(call.world.departments().filter(is_in));
        let query = super::in_order(self.offset, self.count);
        Response::page("departments", &query.page_of(found, &call.world.settings))
    }
}
