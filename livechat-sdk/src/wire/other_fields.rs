use std::{
    fmt,
    ops::{Deref, DerefMut},
    sync::LazyLock,
};

use serde::{Serialize, Serializer};

use super::JsonObject;

/// The keys of a record that its type has no field for, with their values: what apps and newer servers add.
///
/// It is a [`JsonObject`]. `Debug` shows the keys alone, because a value may be a secret that nobody here knows to be one.
///
/// ```
/// use livechat_sdk::model::Room;
///
/// let json = r#"{"_id":"vp3D9H8ud6HYvRpvq","t":"l","ts":"2019-12-09T20:30:32.058Z","order":{"number":1729}}"#;
/// let room: Room = serde_json::from_str(json)?;
/// assert_eq!(room.other["order"]["number"], 1729);
/// # Ok::<(), serde_json::Error>(())
/// ```
// Most records have none: they pay for a pointer.
#[derive(Clone, Default)]
pub struct OtherFields(Option<Box<JsonObject>>);

impl Deref for OtherFields {
    type Target = JsonObject;

    fn deref(&self) -> &JsonObject {
        static NONE: LazyLock<JsonObject> = LazyLock::new(JsonObject::new);
        self.0.as_deref().unwrap_or(&NONE)
    }
}

impl DerefMut for OtherFields {
    fn deref_mut(&mut self) -> &mut JsonObject {
        self.0.get_or_insert_default()
    }
}

impl From<JsonObject> for OtherFields {
    fn from(fields: JsonObject) -> Self {
        Self((!fields.is_empty()).then(|| Box::new(fields)))
    }
}

impl IntoIterator for OtherFields {
    type Item = <JsonObject as IntoIterator>::Item;
    type IntoIter = <JsonObject as IntoIterator>::IntoIter;

    fn into_iter(self) -> Self::IntoIter {
        self.0.map(|fields| *fields).unwrap_or_default().into_iter()
    }
}

impl PartialEq for OtherFields {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Serialize for OtherFields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

impl fmt::Debug for OtherFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn it_is_an_object_that_shows_its_keys_alone() {
        let mut fields = OtherFields::default();
        assert_eq!((fields.len(), fields.get("a")), (0, None));
        assert_eq!(fields, OtherFields::from(JsonObject::new()));
        fields.insert("a".to_owned(), json!("s3cret"));
        assert_eq!(serde_json::to_value(&fields).unwrap(), json!({"a": "s3cret"}));
        assert_eq!(format!("{fields:?}"), r#"{"a"}"#);
        fields.remove("a");
        assert_eq!(fields, OtherFields::default());
        assert_eq!(fields.into_iter().count(), 0);
    }
}
