use std::collections::HashSet;

use livechat_sdk::{DepartmentId, departments::ListDepartmentsById};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for ListDepartmentsById {
    /// The handler looks for the list and for nothing else.
    const CONTRACT: Option<&'static str> = Some("param {ids:[string]}");

    /// Those that there are, each once; unknown ids are skipped.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let mut seen = HashSet::new();
        let ids = self.ids.iter().map(DepartmentId::as_str).filter(|id| seen.insert(*id));
        let found: Vec<_> = ids.filter_map(|id| call.world.departments.by_id(id)).collect();
        Response::one("departments", &found)
    }
}
