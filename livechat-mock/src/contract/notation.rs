//! The notation in which contracts are written, in the files and by hand.
//!
//! A contract is a dialect and a type:
//!
//! ```text
//! schema {token:string, rid?:string|null, data:[{name:string, value:string}] minItems(1)}
//! ```
//!
//! | Notation | Meaning |
//! | --- | --- |
//! | `match`, `each`, `schema`, `typed`, `param`, `reading`, `unchecked` | the [`Dialect`] |
//! | `schema+lists` | one value passes for a list of it, and the reverse |
//! | `string`, `number`, `integer`, `boolean`, `any` | a type; `string/number` is either |
//! | `{a:T, b?:T}` | an object of `a` and perhaps `b`, and of nothing else |
//! | `{a:T, ...}`, `{a:T, ...string}` | further keys are allowed, of any type or of this one |
//! | `{a=b?:T}` | the argument `a`, which is matched by itself and called `b` in messages: of `each` alone |
//! | `{b#1:T, a#0:T}` | of required keys, the one with the lower number is missed first |
//! | `[T]` | a list |
//! | `T\|null` | `T` or `null` |
//! | `anyOf(T T)`, `oneOf(T T)` | at least one of these, exactly one |
//! | `T in("a" "b")`, `T pattern("^a$")`, `T format("basic_email")`, `T notEmpty` | a text that is one of these, matches this, is not blank |
//! | `[T] minItems(1)`, `[T] unique` | a list of at least so many, without duplicates |

use regex::Regex;

use super::{Contract, Dialect};

/// What a value has to be.
#[derive(Clone, Debug)]
pub(super) struct Type {
    pub(super) form: Form,
    pub(super) is_nullable: bool,
    /// Empty stands for any text.
    pub(super) words: Vec<String>,
    pub(super) pattern: Option<Regex>,
    pub(super) format: Option<Format>,
    pub(super) not_empty: bool,
    pub(super) min_items: usize,
    pub(super) is_unique: bool,
}

#[derive(Clone, Debug)]
pub(super) enum Form {
    Any,
    /// One of these.
    Plain(Vec<Plain>),
    Object(Object),
    List(Box<Type>),
    AnyOf(Vec<Type>),
    OneOf(Vec<Type>),
}

/// A type without parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plain {
    String,
    Number,
    /// A number without a fraction: what handlers match.
    Integer,
    Boolean,
    /// A list of anything.
    List,
}

#[derive(Clone, Debug)]
pub(super) struct Object {
    pub(super) fields: Vec<Field>,
    /// Indices of the required fields, in the order in which they are missed.
    pub(super) required: Vec<usize>,
    /// What further keys have to be; `None` where there must be none.
    pub(super) rest: Option<Box<Type>>,
}

#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    /// What messages call it, where that is something else.
    pub(super) alias: Option<&'static str>,
    pub(super) value: Type,
}

/// A form of texts that has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Something on both sides of one `@`.
    BasicEmail,
}

impl Format {
    const ALL: [Self; 1] = [Self::BasicEmail];

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::BasicEmail => "basic_email",
        }
    }

    pub(super) fn fits(self, text: &str) -> bool {
        match self {
            Self::BasicEmail => text
                .split_once('@')
                .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@')),
        }
    }
}

impl Plain {
    const ALL: [Self; 5] = [Self::String, Self::Number, Self::Integer, Self::Boolean, Self::List];

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Number => "number",
            Self::Integer => "integer",
            Self::Boolean => "boolean",
            Self::List => "array",
        }
    }
}

impl Type {
    pub(super) const ANY: Self = Self {
        form: Form::Any,
        is_nullable: false,
        words: Vec::new(),
        pattern: None,
        format: None,
        not_empty: false,
        min_items: 0,
        is_unique: false,
    };
}

/// What is wrong with a contract's text, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{expected} expected at {rest:?}")]
pub(super) struct NotationError {
    expected: &'static str,
    rest: String,
}

/// Reads a contract.
pub(super) fn parse(text: &'static str) -> Result<Contract, NotationError> {
    let mut parser = Parser { rest: text };
    let (dialect, coerces_lists) = parser.dialect()?;
    parser.expect(" ", "a type")?;
    let arguments = parser.value()?;
    if parser.rest.is_empty() {
        Ok(Contract { dialect, coerces_lists, arguments, then: None })
    } else {
        parser.fail("the end")
    }
}

struct Parser {
    rest: &'static str,
}

impl Parser {
    fn fail<T>(&self, expected: &'static str) -> Result<T, NotationError> {
        Err(NotationError { expected, rest: self.rest.to_owned() })
    }

    fn take(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, text: &str, expected: &'static str) -> Result<(), NotationError> {
        if self.take(text) { Ok(()) } else { self.fail(expected) }
    }

    /// Letters, digits and underscores.
    fn word(&mut self) -> &'static str {
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    fn number(&mut self) -> Result<usize, NotationError> {
        let before = self.rest;
        self.word().parse().map_err(|_| NotationError { expected: "a number", rest: before.to_owned() })
    }

    fn dialect(&mut self) -> Result<(Dialect, bool), NotationError> {
        let before = self.rest;
        let dialect = match self.word() {
            "match" => Dialect::Match,
            "each" => Dialect::Each,
            "schema" => Dialect::Schema,
            "typed" => Dialect::Typed,
            "param" => Dialect::Param,
            "reading" => Dialect::Reading,
            "unchecked" => Dialect::Unchecked,
            _ => return Err(NotationError { expected: "a dialect", rest: before.to_owned() }),
        };
        Ok((dialect, self.take("+lists")))
    }

    fn value(&mut self) -> Result<Type, NotationError> {
        let form = self.form()?;
        let mut value = Type { form, is_nullable: self.take("|null"), ..Type::ANY };
        // Alternatives are apart by a blank as well.
        loop {
            if self.take(" in(") {
                value.words = self.list(Self::text)?;
            } else if self.take(" pattern(") {
                let before = self.rest;
                let wrong = |_| NotationError { expected: "a regular expression", rest: before.to_owned() };
                value.pattern = Some(Regex::new(&self.text()?).map_err(wrong)?);
                self.expect(")", "`)`")?;
            } else if self.take(" format(") {
                let name = self.text()?;
                value.format = Format::ALL.into_iter().find(|format| format.as_str() == name);
                if value.format.is_none() {
                    return self.fail("a format that is known before this");
                }
                self.expect(")", "`)`")?;
            } else if self.take(" minItems(") {
                value.min_items = self.number()?;
                self.expect(")", "`)`")?;
            } else if self.take(" notEmpty") {
                value.not_empty = true;
            } else if self.take(" unique") {
                value.is_unique = true;
            } else {
                return Ok(value);
            }
        }
    }

    fn form(&mut self) -> Result<Form, NotationError> {
        if self.take("{") {
            return self.object().map(Form::Object);
        }
        if self.take("[") {
            let item = self.value()?;
            self.expect("]", "`]`")?;
            return Ok(Form::List(Box::new(item)));
        }
        if self.take("anyOf(") {
            return self.list(Self::value).map(Form::AnyOf);
        }
        if self.take("oneOf(") {
            return self.list(Self::value).map(Form::OneOf);
        }
        if self.take("any") {
            return Ok(Form::Any);
        }
        let mut plain = Vec::new();
        loop {
            let before = self.rest;
            let name = self.word();
            match Plain::ALL.into_iter().find(|plain| plain.as_str() == name) {
                Some(found) => plain.push(found),
                None => return Err(NotationError { expected: "a type", rest: before.to_owned() }),
            }
            if !self.take("/") {
                return Ok(Form::Plain(plain));
            }
        }
    }

    /// What stands in parentheses, with blanks between.
    fn list<T>(&mut self, item: fn(&mut Self) -> Result<T, NotationError>) -> Result<Vec<T>, NotationError> {
        let mut items = vec![item(self)?];
        while !self.take(")") {
            self.expect(" ", "a blank or `)`")?;
            items.push(item(self)?);
        }
        Ok(items)
    }

    /// A text as in JSON.
    fn text(&mut self) -> Result<String, NotationError> {
        let mut texts = serde_json::Deserializer::from_str(self.rest).into_iter();
        match texts.next() {
            Some(Ok(text)) => {
                self.rest = &self.rest[texts.byte_offset()..];
                Ok(text)
            }
            _ => self.fail("a text in quotes"),
        }
    }

    fn object(&mut self) -> Result<Object, NotationError> {
        let mut object = Object { fields: Vec::new(), required: Vec::new(), rest: None };
        let mut ranks = Vec::new();
        while !self.take("}") {
            if !object.fields.is_empty() {
                self.expect(", ", "`, ` or `}`")?;
            }
            if self.take("...") {
                let rest = if self.rest.starts_with('}') { Type::ANY } else { self.value()? };
                object.rest = Some(Box::new(rest));
                self.expect("}", "`}`")?;
                break;
            }
            let name = self.word();
            let alias = self.take("=").then(|| self.word());
            let rank = match () {
                () if self.take("?") => None,
                () if self.take("#") => Some(self.number()?),
                () => Some(ranks.len()),
            };
            self.expect(":", "`:`")?;
            ranks.extend(rank.map(|rank| (rank, object.fields.len())));
            object.fields.push(Field { name, alias, value: self.value()? });
        }
        ranks.sort_unstable();
        object.required = ranks.into_iter().map(|(_, index)| index).collect();
        Ok(object)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_contract_is_refused() {
        for (text, expected) in [
            ("", "a dialect"),
            ("loose {a:string}", "a dialect"),
            ("schema", "a type"),
            ("schema text", "a type"),
            ("schema {a:string", "`, ` or `}`"),
            ("schema {a string}", "`:`"),
            ("schema {..., a:string}", "a type"),
            ("schema [string", "`]`"),
            ("schema string format(\"date\")", "a format that is known before this"),
            ("schema string pattern(\"(\")", "a regular expression"),
            ("schema string in(a)", "a text in quotes"),
            ("schema string in(\"a\",\"b\")", "a blank or `)`"),
            ("schema [string] minItems(x)", "a number"),
            ("schema string maxItems(1)", "the end"),
        ] {
            assert_eq!(parse(text).unwrap_err().expected, expected, "{text}");
        }
    }

    #[test]
    fn required_keys_have_an_order() {
        let required = |text| match parse(text).unwrap().arguments.form {
            Form::Object(object) => object.required,
            form => panic!("{form:?}"),
        };
        assert_eq!(required("schema {a:string, b?:any, c:any}"), [0, 2]);
        assert_eq!(required("schema {a#2:any, b#0:any, c#1:any, d?:any, ...}"), [1, 2, 0]);
    }

    #[test]
    fn an_address_has_something_on_both_sides() {
        let fits = |text| Format::BasicEmail.fits(text);
        assert!(fits("a@b") && fits("Ann Lee@x y"));
        assert!(!fits("") && !fits("a") && !fits("@b") && !fits("a@") && !fits("a@b@c"));
    }
}
