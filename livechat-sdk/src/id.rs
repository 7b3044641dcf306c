//! Typed identifiers.
//!
//! The server's ids are opaque strings, and its documentation shows one and the same string as a visitor's token, a
//! visitor's id and a room's id. A type for each makes mixing them up a compile error.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text_newtype::text_newtype;

macro_rules! string_id {
    ($($(#[$meta:meta])* $name:ident,)*) => {$(
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Box<str>);

        impl $name {
            /// The id as the server writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl crate::wire::FromText for $name {
            fn from_text(id: &str) -> Option<Self> {
                Some(Self::from(id))
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        text_newtype!($name);

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0.into()
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                *self.0 == *other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                *self.0 == **other
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }
    )*};
}

string_id! {
    /// The id of business hours.
    BusinessHourId,
    /// A canned response's id.
    CannedResponseId,
    /// A contact's id: a person of the workspace's address book, with one visitor for each channel (servers from 7).
    ContactId,
    /// The id of an agent's place in a department.
    DepartmentAgentId,
    /// A department's id.
    DepartmentId,
    /// An inquiry's id: a room's place in the queue.
    InquiryId,
    /// A message's id.
    MessageId,
    /// A provider of outbound messages.
    ProviderId,
    /// A priority's id: one of the five that a workspace has.
    PriorityId,
    /// A room's id: one conversation of one visitor.
    RoomId,
    /// The id of a service level.
    SlaPolicyId,
    /// A tag's id. Rooms and canned responses have tags by name.
    TagId,
    /// A trigger's id: what the widget does by itself.
    TriggerId,
    /// A unit's id: a group of departments.
    UnitId,
    /// The id of the record that says that a user monitors a unit.
    UnitMonitorId,
    /// The id of a user of the workspace: agents, managers, administrators and bots.
    UserId,
    /// A visitor's id, which the server chooses. Not the [token](crate::VisitorToken), which the client chooses.
    VisitorId,
}

/// The letters and digits that servers make ids of.
#[cfg(any(feature = "client", feature = "random"))]
pub(crate) const LETTERS: &[u8; 55] = b"23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz";

#[cfg(feature = "client")]
impl MessageId {
    /// An id as servers make them: 17 letters and digits, none of which looks like another. It is not a secret.
    #[must_use]
    pub fn random() -> Self {
        Self((0..17).filter_map(|_| fastrand::choice(LETTERS)).map(|letter| char::from(*letter)).collect())
    }
}

#[cfg(test)]
mod tests {
    use std::{
        borrow::Borrow,
        collections::{BTreeSet, HashSet},
        convert::Infallible,
        fmt::{Debug, Display},
        hash::Hash,
        str::FromStr,
    };

    use serde::de::DeserializeOwned;

    use super::*;

    #[test]
    fn every_id_is_read_shown_and_looked_up_as_its_text() {
        fn check<I>()
        where
            I: FromStr<Err = Infallible> + AsRef<str> + Borrow<str> + Clone + Debug + Display + Hash + Ord,
            I: Serialize + DeserializeOwned + for<'a> From<&'a str> + for<'a> From<&'a I> + From<String> + Into<String>,
        {
            let Ok(id) = "vp3D9H8ud6HYvRpvq".parse::<I>();
            assert_eq!(id.as_ref(), "vp3D9H8ud6HYvRpvq");
            assert_eq!(id.to_string(), "vp3D9H8ud6HYvRpvq");
            assert_eq!(serde_json::to_value(&id).unwrap(), "vp3D9H8ud6HYvRpvq");
            assert!(HashSet::from([id.clone()]).contains("vp3D9H8ud6HYvRpvq"));
            assert!(BTreeSet::from([id]).contains("vp3D9H8ud6HYvRpvq"));
        }
        check::<BusinessHourId>();
        check::<ContactId>();
        check::<DepartmentAgentId>();
        check::<DepartmentId>();
        check::<InquiryId>();
        check::<MessageId>();
        check::<RoomId>();
        check::<TriggerId>();
        check::<UnitId>();
        check::<UnitMonitorId>();
        check::<UserId>();
        check::<VisitorId>();
    }

    #[test]
    fn ids_are_plain_strings_on_the_wire() {
        let id: RoomId = serde_json::from_str(r#""vp3D9H8ud6HYvRpvq""#).unwrap();
        assert_eq!(id, "vp3D9H8ud6HYvRpvq");
        assert_eq!(serde_json::to_string(&id).unwrap(), r#""vp3D9H8ud6HYvRpvq""#);
        assert_eq!(format!("{id} {id:?}"), r#"vp3D9H8ud6HYvRpvq "vp3D9H8ud6HYvRpvq""#);
    }
}
