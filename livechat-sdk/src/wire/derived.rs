//! What serde derives for a type whose own implementations do more.

use serde::{Deserializer, Serializer};

/// The implementations that serde derives for a type, below those that the type has.
///
/// `#[serde(remote = "Self")]` would give the type itself two public functions, `serialize` and `deserialize`, which read and
/// write something else than the traits of these names do, and which a path finds first.
pub(crate) trait Derived: Sized {
    fn serialize_derived<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    fn deserialize_derived<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// Implements [`Derived`] for a struct, by a private one with the same fields: `#[apply(derived)]`.
///
/// `#[serde(remote = "…")]` has to name the struct. Types of fields are taken apart, so that other macros know an `Option`.
macro_rules! derived {
    (
        $(#[doc = $doc:literal])*
        #[derive($($derive:ident),*)]
        #[serde($($serde:tt)*)]
        $(#[fieldwork $fieldwork:tt])?
        $(#[must_use = $must_use:literal])?
        #[non_exhaustive]
        $visibility:vis struct $name:ident {$(
            $(#[doc = $field_doc:literal])*
            $(#[serde $field_serde:tt])?
            $(#[field $($setter:tt)*])?
            $field_visibility:vis $field:ident: $type:ident $(<$($argument:ty),+>)?,
        )*}
    ) => {
        $(#[doc = $doc])*
        #[derive($($derive),*)]
        $(#[fieldwork $fieldwork])?
        $(#[must_use = $must_use])?
        #[non_exhaustive]
        $visibility struct $name {$(
            $(#[doc = $field_doc])*
            $(#[field $($setter)*])?
            $field_visibility $field: $type $(<$($argument),+>)?,
        )*}

        const _: () = {
            #[derive(serde::Serialize, serde::Deserialize)]
            #[serde($($serde)*)]
            struct Fields {$(
                $(#[serde $field_serde])?
                $field: $type $(<$($argument),+>)?,
            )*}

            impl crate::wire::derived::Derived for $name {
                #[inline]
                fn serialize_derived<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    Fields::serialize(self, serializer)
                }

                #[inline]
                fn deserialize_derived<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    Fields::deserialize(deserializer)
                }
            }
        };
    };
}

pub(crate) use derived;

/// For `#[serde(with = "…")]` on a field that refers to such a type.
pub(crate) fn serialize<T: Derived, S: Serializer>(value: &&T, serializer: S) -> Result<S::Ok, S::Error> {
    value.serialize_derived(serializer)
}

/// For `#[serde(with = "…")]` on a field of such a type.
pub(crate) fn deserialize<'de, T: Derived, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::deserialize_derived(deserializer)
}
