use livechat_sdk::analytics::{GetChartData, GetChartDataResponse};

use crate::{
    ServerError,
    analytics::charts,
    operation::{Call, Response, Simulate},
    sim::analytics::{days, rooms},
};

impl Simulate for GetChartData {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let days = days(call, &self.start, &self.end);
        let rooms = rooms(call, self.department_id.as_ref());
        let series = days.and_then(|days| charts::series(&self.chart_name, rooms, &days));
        let (labels, points) = series.unwrap_or_default();
        Response::new(&GetChartDataResponse::new(self.chart_name.clone(), labels, points))
    }
}
