//! The order of a list.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeMap};

/// The order in which a list is asked for: fields, each ascending or descending.
///
/// The server takes it as JSON text in the query (`sort={"ts":-1}`). Fields have the wire's names, which the
/// [glossary](crate::glossary) lists, and nested ones are written with dots (`v.username`).
///
/// ```
/// use livechat_sdk::Sort;
///
/// let newest_first = Sort::by("ts").descending();
/// assert_eq!(newest_first.to_string(), r#"{"ts":-1}"#);
/// assert_eq!(Sort::by("fname").then_by("ts").descending().to_string(), r#"{"fname":1,"ts":-1}"#);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sort {
    fields: Vec<(String, Direction)>,
}

/// Ascending or descending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Smallest first: `1` on the wire.
    Ascending,
    /// Largest first: `-1` on the wire.
    Descending,
}

impl Sort {
    /// Sorts by this field, ascending.
    #[must_use]
    pub fn by(field: impl Into<String>) -> Self {
        Self { fields: vec![(field.into(), Direction::Ascending)] }
    }

    /// Where all earlier fields are equal, sorts by this one, ascending.
    #[must_use]
    pub fn then_by(mut self, field: impl Into<String>) -> Self {
        self.fields.push((field.into(), Direction::Ascending));
        self
    }

    /// Sorts by the last named field in descending order.
    #[must_use]
    pub fn descending(mut self) -> Self {
        if let Some((_, direction)) = self.fields.last_mut() {
            *direction = Direction::Descending;
        }
        self
    }

    /// The fields, the most significant first.
    pub fn fields(&self) -> impl Iterator<Item = (&str, Direction)> {
        self.fields.iter().map(|(field, direction)| (field.as_str(), *direction))
    }
}

/// The object inside the text.
struct Fields<'a>(&'a [(String, Direction)]);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (field, direction) in self.0 {
            map.serialize_entry(field, &if *direction == Direction::Ascending { 1 } else { -1 })?;
        }
        map.end()
    }
}

impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(&Fields(&self.fields)).map_err(|_| fmt::Error)?)
    }
}

impl Serialize for Sort {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl std::str::FromStr for Sort {
    type Err = ParseSortError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        struct FieldsVisitor;

        impl<'de> de::Visitor<'de> for FieldsVisitor {
            type Value = Vec<(String, Direction)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of field names to 1 or -1")
            }

            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some((field, direction)) = map.next_entry::<String, i64>()? {
                    let direction = match direction {
                        1 => Direction::Ascending,
                        -1 => Direction::Descending,
                        other => return Err(de::Error::invalid_value(de::Unexpected::Signed(other), &"1 or -1")),
                    };
                    // Of a repeated key, JSON's last value counts.
                    fields.retain(|(known, _)| *known != field);
                    fields.push((field, direction));
                }
                Ok(fields)
            }
        }

        let mut deserializer = serde_json::Deserializer::from_str(text);
        let fields = deserializer.deserialize_map(FieldsVisitor).map_err(|_| ParseSortError)?;
        deserializer.end().map_err(|_| ParseSortError)?;
        Ok(Self { fields })
    }
}

impl<'de> Deserialize<'de> for Sort {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// A text that is not a sort order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a sort order is a JSON object of field names to 1 or -1, such as {{\"ts\":-1}}")]
pub struct ParseSortError;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_no_order_is_refused() {
        for text in ["", "ts", "[]", "1", r#"{"ts":2}"#, r#"{"ts":"1"}"#, r#"{"ts":-1}x"#, r#"{"ts":null}"#] {
            assert_eq!(text.parse::<Sort>(), Err(ParseSortError), "{text}");
        }
        assert_eq!(r#"{ "ts" : -1 }"#.parse::<Sort>(), Ok(Sort::by("ts").descending()));
    }

    proptest! {
        #[test]
        fn text_and_order_agree(names in proptest::collection::hash_map(".{0,8}", any::<bool>(), 1..5)) {
            let mut names = names.into_iter();
            let (first, down) = names.next().unwrap();
            let mut sort = Sort::by(first);
            if down { sort = sort.descending(); }
            for (name, down) in names {
                sort = sort.then_by(name);
                if down { sort = sort.descending(); }
            }
            prop_assert_eq!(sort.to_string().parse::<Sort>(), Ok(sort));
        }
    }
}
