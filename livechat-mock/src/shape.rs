//! The arguments that an operation takes, as data, and the server's words when a call's are others.

mod check;
mod conform;

pub(crate) use self::{
    check::{check_body, check_query},
    conform::conforms,
};

/// The arguments of an operation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub(crate) style: Style,
    /// The keys of the query or of the body, path arguments included. A field called [`WHOLE_BODY`] is
    /// the body itself.
    pub(crate) fields: &'static [Field],
}

/// How the server words a failed check, and when it checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// `Match error: Missing key 'token' in field visitor`. No coercion; only a body is checked.
    Match,
    /// `must have required property 'token' [invalid-params]`. Numbers and booleans pass as text, and the reverse.
    Schema,
    /// As [`Schema`](Self::Schema) up to 7.0, since then without the bracketed code.
    Typed,
    /// `The 'selector' param is required`: the handler looks for what it cannot do without, in a query,
    /// and for nothing else.
    Param,
    /// The handler looks for itself.
    Unchecked,
}

/// One key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
}

/// What a key's value is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    String,
    Boolean,
    /// A number of a list query. The server leaves it to its database.
    Number,
    /// The order of a list query, which the handler reads.
    Sort,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A range of time as JSON text in a query, which the handler reads.
    TimeRange,
    /// An object as JSON text in a query, which the handler reads.
    JsonText,
    /// An object of these keys and no others.
    Object(&'static [Field]),
    /// An object of these keys and any others.
    OpenObject(&'static [Field]),
    /// A text that is not blank.
    NotBlank,
    /// A value that may be `null`.
    Nullable(&'static Kind),
    /// Any value.
    Any,
    /// A list.
    List(&'static Kind),
    /// A list of at least one.
    NonEmptyList(&'static Kind),
}

/// The name of a shape's one field where the body is no object.
pub(crate) const WHOLE_BODY: &str = "";

impl Shape {
    /// An operation whose arguments the server does not check before the handler has them.
    pub(crate) const fn unchecked() -> Self {
        Self { style: Style::Unchecked, fields: &[] }
    }
}

/// A key that must be there.
pub(crate) const fn required(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: true }
}

/// A key that may be missing.
pub(crate) const fn optional(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: false }
}

/// The keys of every list query.
pub(crate) const OFFSET: Field = optional("offset", Kind::Number);
pub(crate) const COUNT: Field = optional("count", Kind::Number);
pub(crate) const SORT: Field = optional("sort", Kind::Sort);
