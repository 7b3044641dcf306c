//! Enumerations that newer servers may extend.

/// Declares an enumeration of known values that keeps any other value as it was received.
///
/// The unknown value is private, so that no code can match on a value that a later version may make a variant:
/// `as_str()` returns it.
macro_rules! open_enum {
    ($($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $text:literal,)* })*) => {$(
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)*
            #[doc(hidden)]
            _Other($crate::open_enum::OtherWord),
        }

        impl $name {
            /// The value on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::_Other(word) => word.as_str(),
                }
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                match word {
                    $($text => Self::$variant,)*
                    other => Self::_Other($crate::open_enum::OtherWord::new(other)),
                }
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Debug::fmt(self.as_str(), f)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str($crate::open_enum::WordVisitor(std::marker::PhantomData))
            }
        }
    )*};
}

use std::{fmt, marker::PhantomData};

pub(crate) use open_enum;

/// A value that is not known.
#[doc(hidden)]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OtherWord(Box<str>);

impl OtherWord {
    pub(crate) fn new(word: &str) -> Self {
        Self(word.into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Reads a known value without allocating.
pub(crate) struct WordVisitor<T>(pub(crate) PhantomData<T>);

impl<T: for<'a> From<&'a str>> serde::de::Visitor<'_> for WordVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a word")
    }

    fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<T, E> {
        Ok(T::from(word))
    }
}

#[cfg(test)]
mod tests {
    #![expect(unreachable_pub, reason = "the macro declares public types")]

    open_enum! {
        /// A flavour.
        Flavour {
            /// Sweet.
            Sweet = "sweet",
        }
    }

    #[test]
    fn known_and_unknown_words_survive_a_round_trip() {
        for word in ["sweet", "umami", ""] {
            let json = serde_json::to_string(word).unwrap();
            let flavour: Flavour = serde_json::from_str(&json).unwrap();
            assert_eq!(flavour.as_str(), word);
            assert_eq!(serde_json::to_string(&flavour).unwrap(), json);
        }
        assert_eq!(Flavour::from("sweet"), Flavour::Sweet);
        assert_eq!(Flavour::Sweet, "sweet");
        assert_ne!(Flavour::from("umami"), "sweet");
        assert!(serde_json::from_str::<Flavour>("3").is_err());
    }
}
