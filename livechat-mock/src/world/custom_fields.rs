//! The custom fields that the workspace defines.

use livechat_sdk::model::CustomField;

use super::{Change, World, table::Record};

impl Record for CustomField {
    type Id = String;

    fn id(&self) -> &String {
        &self.key
    }

    fn id_mut(&mut self) -> &mut String {
        &mut self.key
    }

    fn changed(&self, key: String) -> Option<Change> {
        Some(Change::CustomField(key))
    }
}

impl World {
    /// The custom fields, in the order in which they were added.
    pub fn custom_fields(&self) -> impl DoubleEndedIterator<Item = &CustomField> {
        self.custom_fields.iter()
    }

    /// The custom field with this key.
    #[must_use]
    pub fn custom_field(&self, key: impl AsRef<str>) -> Option<&CustomField> {
        self.custom_fields.by_id(key.as_ref())
    }

    /// Adds a custom field, or replaces the one with the same key.
    pub fn add_custom_field(&mut self, field: CustomField) {
        self.custom_fields.put(field, &mut self.outbox);
    }

    /// Removes the custom field with this key. The values that visitors and rooms have stay.
    pub fn remove_custom_field(&mut self, key: impl AsRef<str>) -> Option<CustomField> {
        self.custom_fields.remove(key.as_ref(), &mut self.outbox).map(|(_, field)| field)
    }
}
