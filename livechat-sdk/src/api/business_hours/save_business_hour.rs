use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::{BusinessHourId, DepartmentId},
    model::{BusinessHourType, DayTime, Weekday, WorkHourData},
    wire::{Acknowledged, comma_separated},
};

/// Creates or updates business hours.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/business-hours.save` |
/// | Login | any |
/// | Since | 8.0.0, by the vendor's types |
/// | Documented | published OpenAPI “Create a Business Hour” |
///
/// All of the hours are replaced. Days that are not given are closed. The default hours are saved with their id; without one,
/// nothing happens. Hours for departments take a licence and the setting `Livechat_business_hour_type` as `Multiple`, and none
/// has an effect unless `Livechat_enable_business_hours` is on.
///
/// The response does not tell the id of new hours: [`ListBusinessHours`](super::ListBusinessHours) does.
///
/// # Errors
///
/// `error-business-hour-name-already-in-use`; `error-business-hour-finish-time-before-start-time` and
/// `error-business-hour-finish-time-equals-start-time` for a day that is open. An error of the server's own making for a type
/// that it does not know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct SaveBusinessHour {
    /// The hours to update; new ones are created if not given.
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub id: Option<BusinessHourId>,
    /// The name. That of the default hours is empty.
    #[field = false]
    pub name: String,
    /// The time zone by its IANA name, such as `Asia/Bangkok`.
    #[field = false]
    pub timezone_name: String,
    /// The days that are open. Servers keep them, and go by the work hours.
    #[field = false]
    pub days_open: Vec<Weekday>,
    /// The work hours in another form. Servers keep them, and go by [`work_hours`](Self::work_hours).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[field = false]
    pub days_time: Vec<DayTime>,
    /// The departments that keep these hours, all of them.
    #[serde(rename = "departmentsToApplyBusinessHour", with = "comma_separated")]
    #[field = false]
    pub department_ids: Vec<DepartmentId>,
    /// Whether the hours count.
    #[field(into = false)]
    pub active: bool,
    /// Whether these are the default hours, or made for departments.
    #[serde(rename = "type")]
    #[field = false]
    pub hour_type: BusinessHourType,
    /// When work begins and ends, by day.
    #[field = false]
    pub work_hours: Vec<WorkHourData>,
}

impl SaveBusinessHour {
    /// Creates hours of this name, in this time zone, for departments.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(
        name: impl Into<String>,
        timezone_name: impl Into<String>,
        work_hours: impl IntoIterator<Item = WorkHourData>,
    ) -> Self {
        let work_hours: Vec<_> = work_hours.into_iter().collect();
        let days_open = work_hours.iter().filter(|hours| hours.open).map(|hours| hours.day.clone()).collect();
        Self {
            id: None,
            name: name.into(),
            timezone_name: timezone_name.into(),
            days_open,
            days_time: Vec::new(),
            department_ids: Vec::new(),
            active: true,
            hour_type: BusinessHourType::Custom,
            work_hours,
        }
    }

    /// Updates the default hours, which have this id.
    pub fn default_hours(
        id: impl Into<BusinessHourId>,
        timezone_name: impl Into<String>,
        work_hours: impl IntoIterator<Item = WorkHourData>,
    ) -> Self {
        let mut request = Self::new("", timezone_name, work_hours).id(id);
        request.hour_type = BusinessHourType::Default;
        request
    }

    /// Sets `department_ids`.
    pub fn department_ids(mut self, departments: impl IntoIterator<Item = impl Into<DepartmentId>>) -> Self {
        self.department_ids = departments.into_iter().map(Into::into).collect();
        self
    }
}

impl Endpoint for SaveBusinessHour {
    type Response = Acknowledged;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/business-hours.save")).login().since("8.0.0");
}
