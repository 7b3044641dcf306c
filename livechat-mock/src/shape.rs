//! The arguments that an operation takes, as data: what the server checks before it looks at anything else.

/// The arguments of an operation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// Which of the server's three ways to word a failure.
    pub(crate) style: Style,
    /// The keys of the query or of the body.
    pub(crate) fields: &'static [Field],
}

/// How the server words a failed check (`behaviour` §1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Style A: `Match error: Missing key 'token' in field visitor`; `null` is a wrong type; no coercion.
    Match,
    /// Style B: `must have required property 'token' [invalid-params]`; coerces.
    Schema,
    /// Style C on the newest server, style B before: without the bracketed code; coerces.
    Typed,
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
    /// A number of a list query, which the server does not check.
    Unchecked,
    /// An object of these keys and no others.
    Object(&'static [Field]),
    /// An object of these keys and any others.
    OpenObject(&'static [Field]),
    /// A list.
    List(&'static Kind),
}

/// A key that must be there.
pub(crate) const fn required(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: true }
}

/// A key that may be missing.
pub(crate) const fn optional(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: false }
}
