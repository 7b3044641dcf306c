//! Business hours.

mod delete_business_hour;
mod get_business_hour;
mod list_business_hours;
mod save_business_hour;

use livechat_sdk::model::BusinessHourType;

use crate::{Edition, ServerError, operation::Call};

impl Call<'_> {
    /// Whether the server has hours of this type: those for departments take a licence.
    fn has_hours_of(&self, hour_type: &BusinessHourType) -> bool {
        match hour_type {
            BusinessHourType::Default => true,
            BusinessHourType::Custom => self.world.edition() == Edition::Enterprise,
            _ => false,
        }
    }

    /// An error that servers make unwillingly, unless there are hours of this type.
    fn check_hours_of(&self, hour_type: &BusinessHourType, method: &str) -> Result<(), ServerError> {
        if self.has_hours_of(hour_type) {
            return Ok(());
        }
        Err(ServerError::plain(&format!("Cannot read properties of undefined (reading '{method}')"))
            .hint("the type is default, or custom on a server with a licence"))
    }
}
