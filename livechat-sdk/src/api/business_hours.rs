//! Business hours: when agents take conversations.

mod delete_business_hour;
mod get_business_hour;
mod list_business_hours;
mod save_business_hour;

pub use self::{
    delete_business_hour::DeleteBusinessHour,
    get_business_hour::{GetBusinessHour, GetBusinessHourResponse},
    list_business_hours::{ListBusinessHours, ListBusinessHoursResponse},
    save_business_hour::SaveBusinessHour,
};
