use std::collections::HashSet;

use livechat_sdk::{DepartmentId, departments::ListDepartmentsById};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    shape::{Kind, Shape, Style, required},
};

impl Simulate for ListDepartmentsById {
    const SHAPE: Shape = Shape { style: Style::Param, fields: &[required("ids", Kind::List(&Kind::String))] };

    /// Those that there are, each once; unknown ids are skipped.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let mut seen = HashSet::new();
        let ids = self.ids.iter().map(DepartmentId::as_str).filter(|id| seen.insert(*id));
        let found: Vec<_> = ids.filter_map(|id| call.world.departments.by_id(id)).collect();
        Response::one("departments", &found)
    }
}
