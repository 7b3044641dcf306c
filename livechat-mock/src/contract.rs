//! What servers demand of the arguments of an operation, and their messages where a request does not comply.
//!
//! Most of it is data: the facts of the vendor's published validators, one file for each server profile (see [`facts`]).
//! What no validator checks, the operation states by hand, in the same notation (see [`notation`]).

mod conformance;
mod facts;
#[cfg(any(feature = "server", test))]
mod json_schema;
mod notation;
mod query;
mod schema;
mod strict;

use std::{fmt, sync::OnceLock};

use livechat_sdk::{JsonObject, endpoint::Meta};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use self::notation::{Form, Type};
pub(crate) use self::query::explain_query;
use crate::{ServerError, ServerVersion};

/// The contracts of one operation: one for each server version.
#[derive(Debug)]
pub(crate) struct Contracts {
    method: &'static str,
    /// Below `/api/v1/`.
    path: &'static str,
    /// What stands beside the operation, in the notation of the facts.
    by_hand: Option<&'static str>,
    /// What the handler matches after the check, in all versions.
    then: Option<&'static str>,
    parsed: [OnceLock<Contract>; ServerVersion::ALL.len()],
}

impl Contracts {
    /// Those of the operation with this method and this path. What is stated by hand holds for the versions for which
    /// there are no facts; what the handler matches then, for all.
    pub(crate) fn new(meta: &Meta, by_hand: Option<&'static str>, then: Option<&'static str>) -> Self {
        let template = meta.routes().next().map_or("", |route| route.template());
        Self {
            method: meta.method().as_str(),
            path: template.strip_prefix("/api/v1/").unwrap_or(template),
            by_hand,
            then,
            parsed: [const { OnceLock::new() }; ServerVersion::ALL.len()],
        }
    }

    /// The one of this version. It is parsed when it is first asked for.
    pub(crate) fn of(&self, version: ServerVersion) -> &Contract {
        self.parsed[version as usize].get_or_init(|| {
            // A test parses all of them.
            let then = self.then.map(|then| Box::new(Contract::stated(then)));
            Contract { then, ..Contract::stated(self.text(version)) }
        })
    }

    /// The one of this version, in the notation of the facts.
    pub(crate) fn text(&self, version: ServerVersion) -> &'static str {
        self.line(version).unwrap_or("unchecked any")
    }

    /// Where the one of this version is known from.
    pub(crate) fn source(&self, version: ServerVersion) -> &'static str {
        facts::source(self.method, self.path, version).unwrap_or("the server's handler")
    }

    /// An operation that is newer than the version is answered all the same, as on the first server that has it.
    fn line(&self, version: ServerVersion) -> Option<&'static str> {
        facts::of(self.method, self.path, version)
            .or(self.by_hand)
            .or_else(|| facts::after(self.method, self.path, version))
    }
}

/// What a server demands of the arguments of an operation.
#[derive(Clone, Debug)]
pub(crate) struct Contract {
    pub(crate) dialect: Dialect,
    /// Whether one value passes for a list of it, and the reverse.
    coerces_lists: bool,
    /// The body, or the query as an object. Path arguments are no part of it.
    arguments: Type,
    /// What the handler matches after that.
    then: Option<Box<Contract>>,
}

/// How a server checks arguments, and words what it finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// `Match error: Missing key 'token' in field visitor`. No coercion.
    Match,
    /// As [`Match`](Self::Match), but the handler matches each argument by itself: a message does not name it, and one that is
    /// missing is `undefined`.
    Each,
    /// `must have required property 'token' [invalid-params]`. Numbers and booleans pass as text, and the reverse.
    Schema,
    /// As [`Schema`](Self::Schema) in 7.0, since then without the bracketed code.
    Typed,
    /// `The 'selector' param is required`: the handler looks for what it cannot do without, and for nothing else.
    Param,
    /// `Cannot read properties of undefined (reading 'field')`: the handler reads of an object that may be missing.
    Reading,
    /// The handler looks for itself.
    Unchecked,
}

impl Contract {
    /// Demands nothing.
    pub(crate) const fn unchecked() -> Self {
        Self { dialect: Dialect::Unchecked, coerces_lists: false, arguments: Type::ANY, then: None }
    }

    /// One that is stated by hand. A text that is no contract demands nothing: who states it has a test.
    pub(crate) fn stated(text: &'static str) -> Self {
        notation::parse(text).unwrap_or_else(|_| Self::unchecked())
    }

    /// Checks a body, and brings values that the server takes for others into their form.
    ///
    /// # Errors
    ///
    /// What the server answers.
    pub(crate) fn check_body(&self, body: &mut Value, version: ServerVersion) -> Result<(), ServerError> {
        match self.dialect {
            Dialect::Match => strict::check(&self.arguments, body),
            Dialect::Each => strict::check_each(&self.arguments, body),
            Dialect::Schema | Dialect::Typed => schema::check(&self.arguments, body, self.coerces_lists)
                .map_err(|violations| self.schema_error(&violations, version, "invalid-params")),
            Dialect::Param => query::check_keys(&self.arguments, body),
            Dialect::Reading => strict::check_reading(&self.arguments, body),
            Dialect::Unchecked => Ok(()),
        }
    }

    /// Checks what the handler matches in a body that complies.
    ///
    /// # Errors
    ///
    /// What the server answers.
    pub(crate) fn check_contents(&self, body: &mut Value, version: ServerVersion) -> Result<(), ServerError> {
        self.then.as_ref().map_or(Ok(()), |then| then.check_body(body, version))
    }

    /// Checks a query, given as decoded pairs.
    ///
    /// # Errors
    ///
    /// What the server answers.
    pub(crate) fn check_query(&self, query: &[(String, String)], version: ServerVersion) -> Result<(), ServerError> {
        match self.dialect {
            Dialect::Unchecked | Dialect::Reading => Ok(()),
            Dialect::Param => query::check_params(&self.arguments, query),
            Dialect::Match => strict::check(&self.arguments, &query::object(query)),
            Dialect::Each => strict::check_each(&self.arguments, &query::object(query)),
            Dialect::Schema | Dialect::Typed => {
                schema::check(&self.arguments, &mut query::object(query), self.coerces_lists).map_err(|violations| {
                    let error = self.schema_error(&violations, version, "error-invalid-params");
                    query::explain_bracket(error, &violations)
                })
            }
        }
    }

    /// Reads a JSON text that complies as it stands, in one pass.
    ///
    /// `None` only says that it has to be parsed, checked with [`check_body`](Self::check_body) and read from there: what
    /// is refused, and with which message, and what is taken for something else is decided there.
    pub(crate) fn read<E: DeserializeOwned>(&self, text: &str) -> Option<E> {
        if self.then.is_some() {
            return None;
        }
        conformance::read(&self.arguments, text)
    }

    /// The body, or the query as an object, as JSON Schema.
    #[cfg(feature = "server")]
    pub(crate) fn json_schema(&self) -> Value {
        json_schema::of(&self.arguments)
    }

    /// The arguments: name, whether it is required, and JSON Schema; `None` if there may be any.
    #[cfg(feature = "server")]
    pub(crate) fn fields(&self) -> Option<Vec<(&'static str, bool, Value)>> {
        json_schema::fields(&self.arguments)
    }

    /// Suggests the object that holds all arguments, if they were sent without it.
    pub(crate) fn suggest_wrapper(&self, body: &JsonObject) -> Option<String> {
        let [field] = self.arguments.fields() else { return None };
        let is_inner = |key: &String| field.value.fields().iter().any(|field| field.name == key);
        let is_unwrapped = !body.contains_key(field.name) && body.keys().any(is_inner);
        is_unwrapped.then(|| format!("the arguments stand inside of {0}: {{\"{0}\":{{...}}}}", field.name))
    }

    fn schema_error(&self, violations: &[Violation], version: ServerVersion, typed_code: &str) -> ServerError {
        let text = violations.iter().map(|violation| violation.text.as_str()).collect::<Vec<_>>().join("\n ");
        let error = if self.dialect == Dialect::Typed && version > ServerVersion::V7_0 {
            ServerError::new(400, json!({"success": false, "error": text, "errorType": typed_code}))
        } else {
            ServerError::reason(&text, "invalid-params")
        };
        let Some(Violation { place, hint, .. }) = violations.last() else { return error };
        match (place.as_str(), hint) {
            ("", None) => error,
            ("", Some(hint)) => error.hint(hint),
            (place, None) => error.hint(format!("this is about the argument {place}")),
            (place, Some(hint)) => error.hint(format!("this is about the argument {place}; {hint}")),
        }
    }
}

/// What does not comply with a schema, in the server's words, and where, which the server does not say.
#[derive(Clone, Debug, PartialEq)]
struct Violation {
    place: String,
    text: String,
    /// What was probably meant.
    hint: Option<String>,
}

impl Violation {
    fn at(place: Place<'_>, text: impl Into<String>) -> Self {
        Self { place: place.to_string(), text: text.into(), hint: None }
    }

    fn explained(mut self, hint: Option<String>) -> Self {
        self.hint = hint;
        self
    }
}

/// Where a value stands.
#[derive(Clone, Copy)]
enum Place<'a> {
    Top,
    Key(&'a Place<'a>, &'a str),
    Item(&'a Place<'a>, usize),
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Top => Ok(()),
            Self::Key(Place::Top, key) => f.write_str(key),
            Self::Key(parent, key) => write!(f, "{parent}.{key}"),
            Self::Item(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

impl Type {
    /// The fields of an object; none for everything else.
    fn fields(&self) -> &[notation::Field] {
        match &self.form {
            Form::Object(object) => &object.fields,
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_object_around_all_arguments_is_suggested_where_it_is_left_out() {
        let contract = notation::parse("schema {visitor:{token:string, name?:string}}").unwrap();
        for (body, is_left_out) in [
            (json!({"token": "t"}), true),
            (json!({"other": 1, "name": "Ann"}), true),
            (json!({"other": 1}), false),
            (json!({"visitor": {}}), false),
            (json!({"visitor": {}, "token": "t"}), false),
            (json!({}), false),
        ] {
            let suggested = contract.suggest_wrapper(body.as_object().unwrap());
            assert_eq!(suggested.is_some(), is_left_out, "{body}: {suggested:?}");
        }
    }
}
