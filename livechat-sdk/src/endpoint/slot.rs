//! A place for a value, which a text fills.
//!
//! What to do about a text that cannot be read is the same for all types, and compiled once: it knows the place as a `dyn Fill`.

use serde::de::DeserializeOwned;
use serde_json::Deserializer;
use serde_path_to_error::Track;

/// What is wrong with a text, and the path to it.
pub(crate) type PathError = serde_path_to_error::Error<serde_json::Error>;

pub(crate) trait Fill {
    fn fill(&mut self, text: &str) -> Result<(), serde_json::Error>;

    /// The same, with the path to what is wrong, which takes longer.
    fn fill_tracked(&mut self, text: &str) -> Result<(), PathError>;
}

/// A place for a value of one type.
pub(crate) struct Slot<T>(Option<T>);

impl<T> Slot<T> {
    pub(crate) fn empty() -> Self {
        Self(None)
    }

    /// The value; `None` if no text filled the place.
    pub(crate) fn into_value(self) -> Option<T> {
        self.0
    }
}

impl<T: DeserializeOwned> Fill for Slot<T> {
    fn fill(&mut self, text: &str) -> Result<(), serde_json::Error> {
        self.0 = Some(serde_json::from_str(text)?);
        Ok(())
    }

    fn fill_tracked(&mut self, text: &str) -> Result<(), PathError> {
        let mut deserializer = Deserializer::from_str(text);
        let value = serde_path_to_error::deserialize(&mut deserializer)?;
        deserializer.end().map_err(|error| PathError::new(Track::new().path(), error))?;
        self.0 = Some(value);
        Ok(())
    }
}
