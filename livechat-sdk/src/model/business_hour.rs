use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use super::DepartmentName;
use crate::{
    id::{BusinessHourId, DepartmentId},
    open_enum::open_enum,
    time::Timestamp,
    wire::{null_as_default, optional_comma_separated},
};

/// Business hours: when the agents of some departments, or all, take conversations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct BusinessHour {
    /// The hours' id.
    #[serde(rename = "_id")]
    #[field = false]
    pub id: BusinessHourId,
    /// The name. That of the default hours is empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether the hours count.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub active: Option<bool>,
    /// Whether these are the default hours, or made for departments.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub hour_type: Option<BusinessHourType>,
    /// The time zone that the hours were given in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<BusinessHourTimezone>,
    /// When the hours were created.
    #[serde(rename = "ts", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When work begins and ends, by day.
    #[serde(default, deserialize_with = "null_as_default")]
    pub work_hours: Vec<WorkHour>,
    /// The days that are open, as they were sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_open: Option<Vec<Weekday>>,
    /// The work hours in another form, as they were sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_time: Option<Vec<DayTime>>,
    /// The departments that keep the hours; not in every response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub departments: Option<Vec<DepartmentName>>,
    /// The departments that were sent with the default hours. [`departments`](Self::departments) has what counts.
    #[serde(
        rename = "departmentsToApplyBusinessHour",
        default,
        with = "optional_comma_separated",
        skip_serializing_if = "Option::is_none"
    )]
    pub department_ids: Option<Vec<DepartmentId>>,
    /// When the record was last written.
    #[serde(rename = "_updatedAt", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
}

impl BusinessHour {
    /// Hours of this name that count, made for departments, without work hours.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(id: impl Into<BusinessHourId>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: Some(name.into()),
            active: Some(true),
            hour_type: Some(BusinessHourType::Custom),
            timezone: None,
            created_at: None,
            work_hours: Vec::new(),
            days_open: None,
            days_time: None,
            departments: None,
            department_ids: None,
            updated_at: None,
        }
    }
}

open_enum! {
    /// What business hours are made for.
    BusinessHourType {
        /// All who have no hours of their own.
        Default = "default",
        /// Departments.
        Custom = "custom",
    }

    /// A day of the week.
    Weekday {
        /// Monday.
        Monday = "Monday",
        /// Tuesday.
        Tuesday = "Tuesday",
        /// Wednesday.
        Wednesday = "Wednesday",
        /// Thursday.
        Thursday = "Thursday",
        /// Friday.
        Friday = "Friday",
        /// Saturday.
        Saturday = "Saturday",
        /// Sunday.
        Sunday = "Sunday",
    }
}

/// The time zone of business hours.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BusinessHourTimezone {
    /// Its IANA name, such as `Asia/Bangkok`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How far it is ahead of UTC: `+07:00`, or a number of hours where the hours were never saved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub utc: Option<String>,
}

impl BusinessHourTimezone {
    /// The time zone of this name, so far ahead of UTC.
    #[must_use]
    pub fn new(name: impl Into<String>, utc: impl Into<String>) -> Self {
        Self { name: Some(name.into()), utc: Some(utc.into()) }
    }
}

/// When work begins and ends on a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct WorkHour {
    /// The day.
    #[field = false]
    pub day: Weekday,
    /// When work begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<WorkTime>,
    /// When work ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finish: Option<WorkTime>,
    /// Whether the day is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub open: Option<bool>,
    /// The number of the day, from Monday, 1, on; only where the hours were never saved.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub code: Option<u64>,
}

impl WorkHour {
    /// This day, with nothing else set.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(day: impl Into<Weekday>) -> Self {
        Self { day: day.into(), start: None, finish: None, open: None, code: None }
    }
}

/// A time of a day, in three time zones.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WorkTime {
    /// As it was sent, in the time zone of the hours: `08:00`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// In UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub utc: Option<WeekTime>,
    /// In the time zone of the server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cron: Option<WeekTime>,
}

/// A time of a week.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct WeekTime {
    /// The day.
    pub day_of_week: Weekday,
    /// The time of the day, as hours and minutes: `01:00`.
    pub time: String,
}

impl WeekTime {
    /// This time of this day.
    #[must_use]
    pub fn new(day_of_week: impl Into<Weekday>, time: impl Into<String>) -> Self {
        Self { day_of_week: day_of_week.into(), time: time.into() }
    }
}

/// When work begins and ends on a day, to save it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into)]
#[non_exhaustive]
pub struct WorkHourData {
    /// The day.
    #[field = false]
    pub day: Weekday,
    /// When work begins, in the time zone of the hours: `08:00`.
    #[field = false]
    pub start: String,
    /// When work ends. It ends on the same day.
    #[field = false]
    pub finish: String,
    /// Whether the day is open.
    #[field(into = false)]
    pub open: bool,
}

impl WorkHourData {
    /// A day that is open from one time to another.
    #[must_use]
    pub fn new(day: impl Into<Weekday>, start: impl Into<String>, finish: impl Into<String>) -> Self {
        Self { day: day.into(), start: start.into(), finish: finish.into(), open: true }
    }
}

/// When work begins and ends on a day, in the form that the pages of servers send besides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DayTime {
    /// The day.
    pub day: Weekday,
    /// When work begins.
    pub start: ClockTime,
    /// When work ends.
    pub finish: ClockTime,
    /// Whether the day is open.
    pub open: bool,
}

/// A time of a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ClockTime {
    /// In the time zone of the hours: `08:00`.
    pub time: String,
}

impl DayTime {
    /// A day that is open from one time to another.
    #[must_use]
    pub fn new(day: impl Into<Weekday>, start: impl Into<String>, finish: impl Into<String>) -> Self {
        let time = |time: String| ClockTime { time };
        Self { day: day.into(), start: time(start.into()), finish: time(finish.into()), open: true }
    }
}
