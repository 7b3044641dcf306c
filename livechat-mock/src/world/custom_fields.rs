//! The custom fields that the workspace defines.

use livechat_sdk::model::CustomField;

use super::World;

impl World {
    /// The custom fields, in the order in which they were defined.
    pub fn custom_fields(&self) -> impl DoubleEndedIterator<Item = &CustomField> {
        self.custom_fields.iter()
    }

    /// Defines a custom field, or defines the one with the same key anew.
    pub fn define_custom_field(&mut self, field: CustomField) {
        let key = field.key.clone();
        self.custom_fields.put(&key, field);
    }

    /// Removes the custom field with this key. The values that visitors and rooms have stay.
    pub fn remove_custom_field(&mut self, key: &str) -> Option<CustomField> {
        self.custom_fields.remove(key).map(|(_, field)| field)
    }

    /// The custom field with this key.
    pub(crate) fn custom_field(&self, key: &str) -> Option<&CustomField> {
        self.custom_fields.by_id(key)
    }
}
