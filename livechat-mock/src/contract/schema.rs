//! Checks by a schema, with coercion, in the order and with the messages of the validator that servers use.
//!
//! It reports the first violation alone, but where there are alternatives the first of each and one for all of them. Like
//! the original, it leaves behind what an alternative coerced before it failed.

use std::collections::HashMap;

use serde_json::{Map, Number, Value};

use super::{
    Place, Violation,
    notation::{Form, Object, Plain, Type},
};
use crate::hint;

pub(super) const ADDITIONAL: &str = "must NOT have additional properties";
const NOT_EMPTY: &str = "must pass \"isNotEmpty\" keyword validation";
const NOT_ALLOWED: &str = "must be equal to one of the allowed values";

/// Checks a value, and coerces it.
pub(super) fn check(expected: &Type, value: &mut Value, coerces_lists: bool) -> Result<(), Vec<Violation>> {
    Checker { coerces_lists }.check(expected, value, Place::Top)
}

#[derive(Clone, Copy)]
struct Checker {
    coerces_lists: bool,
}

type Checked = Result<(), Vec<Violation>>;

fn violation(place: Place<'_>, text: impl Into<String>) -> Checked {
    Err(vec![Violation::at(place, text)])
}

impl Checker {
    fn check(self, expected: &Type, value: &mut Value, place: Place<'_>) -> Checked {
        if !expected.has_type_of(value) && !self.coerce(expected, value) {
            return violation(place, format!("must be {}", expected.type_name()));
        }
        if !expected.words.is_empty()
            && !value.as_str().is_some_and(|text| expected.words.iter().any(|word| word == text))
        {
            let words = format!("it is one of {}", expected.words.join(", "));
            return Err(vec![Violation::at(place, NOT_ALLOWED).explained(Some(words))]);
        }
        match &expected.form {
            Form::AnyOf(alternatives) => self.check_any(alternatives, value, place)?,
            Form::OneOf(alternatives) => self.check_one(alternatives, value, place)?,
            _ => {}
        }
        match value {
            Value::String(text) => check_text(expected, text).or_else(|text| violation(place, text)),
            Value::Array(items) => self.check_list(expected, items, place),
            Value::Object(object) => match &expected.form {
                Form::Object(expected) => self.check_object(expected, object, place),
                _ => Ok(()),
            },
            Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
        }
    }

    fn check_any(self, alternatives: &[Type], value: &mut Value, place: Place<'_>) -> Checked {
        let mut violations = Vec::new();
        let mut has_passed = false;
        // All are tried, and coerce, after one has passed as well.
        for alternative in alternatives {
            match self.check(alternative, value, place) {
                Ok(()) => has_passed = true,
                Err(more) => violations.extend(more),
            }
        }
        if has_passed {
            return Ok(());
        }
        violations.push(Violation::at(place, "must match a schema in anyOf"));
        Err(violations)
    }

    fn check_one(self, alternatives: &[Type], value: &mut Value, place: Place<'_>) -> Checked {
        let mut violations = Vec::new();
        let mut passed = 0;
        for alternative in alternatives {
            match self.check(alternative, value, place) {
                Ok(()) => passed += 1,
                Err(more) => violations.extend(more),
            }
            if passed > 1 {
                break;
            }
        }
        if passed == 1 {
            return Ok(());
        }
        violations.push(Violation::at(place, "must match exactly one schema in oneOf"));
        Err(violations)
    }

    fn check_list(self, expected: &Type, items: &mut [Value], place: Place<'_>) -> Checked {
        if items.len() < expected.min_items {
            return violation(place, format!("must NOT have fewer than {} items", expected.min_items));
        }
        if let Form::List(item) = &expected.form {
            for (index, value) in items.iter_mut().enumerate() {
                self.check(item, value, Place::Item(&place, index))?;
            }
        }
        match duplicate(items).filter(|_| expected.is_unique) {
            Some((first, second)) => {
                let which = format!("items ## {second} and {first} are identical");
                violation(place, format!("must NOT have duplicate items ({which})"))
            }
            None => Ok(()),
        }
    }

    fn check_object(self, expected: &Object, object: &mut Map<String, Value>, place: Place<'_>) -> Checked {
        let is_known = |key: &str| expected.fields.iter().any(|field| field.name == key);
        let mut required = expected.required.iter().filter_map(|&index| expected.fields.get(index));
        if let Some(field) = required.find(|field| !object.contains_key(field.name)) {
            let text = format!("must have required property '{}'", field.name);
            let meant = object.keys().filter(|key| !is_known(key)).find(|key| is_slip(key, field.name));
            let hint = meant.map(|key| format!("{key} is probably meant for {}", field.name));
            return Err(vec![Violation::at(place, text).explained(hint)]);
        }
        if expected.rest.is_none()
            && let Some(key) = object.keys().find(|key| !is_known(key))
        {
            let names = || expected.fields.iter().map(|field| field.name);
            let hint = match names().find(|name| is_slip(key, name)) {
                Some(name) => format!("{name} is probably meant"),
                None => format!("it takes {}", names().collect::<Vec<_>>().join(", ")),
            };
            return Err(vec![Violation::at(Place::Key(&place, key), ADDITIONAL).explained(Some(hint))]);
        }
        for field in &expected.fields {
            if let Some(value) = object.get_mut(field.name) {
                self.check(&field.value, value, Place::Key(&place, field.name))?;
            }
        }
        let Some(rest) = &expected.rest else { return Ok(()) };
        for (key, value) in object.iter_mut().filter(|(key, _)| !is_known(key)) {
            self.check(rest, value, Place::Key(&place, key))?;
        }
        Ok(())
    }

    /// Makes a value one of the type that is expected, if there is a way.
    fn coerce(self, expected: &Type, value: &mut Value) -> bool {
        if self.coerces_lists
            && let Value::Array(items) = value
            && items.len() == 1
            && let Some(item) = items.pop()
        {
            // It stays the one value, even if that is of another type.
            *value = item;
            if expected.has_type_of(value) {
                return true;
            }
        }
        let plain = match &expected.form {
            Form::Plain(types) => types.iter().find_map(|plain| self.coerce_plain(*plain, value)),
            Form::List(_) => self.coerce_plain(Plain::List, value),
            _ => None,
        };
        let coerced = plain.or_else(|| {
            let is_nothing = value.as_str() == Some("") || *value == Value::Bool(false) || is_number(value, 0);
            (expected.is_nullable && is_nothing).then_some(Value::Null)
        });
        match coerced {
            Some(coerced) => {
                *value = coerced;
                true
            }
            None => false,
        }
    }

    fn coerce_plain(self, to: Plain, value: &Value) -> Option<Value> {
        match (to, value) {
            (Plain::String, Value::Number(number)) => Some(Value::String(number_text(number))),
            (Plain::String, Value::Bool(flag)) => Some(Value::String(flag.to_string())),
            (Plain::String, Value::Null) => Some(Value::String(String::new())),
            (Plain::Number, Value::Bool(flag)) => Some(Value::from(u8::from(*flag))),
            (Plain::Number, Value::Null) => Some(Value::from(0)),
            (Plain::Number, Value::String(text)) => text_number(text).map(Value::Number),
            (Plain::Boolean, Value::Null) => Some(Value::Bool(false)),
            (Plain::Boolean, Value::String(text)) => text.parse().ok().map(Value::Bool),
            (Plain::Boolean, value) if is_number(value, 0) => Some(Value::Bool(false)),
            (Plain::Boolean, value) if is_number(value, 1) => Some(Value::Bool(true)),
            (Plain::List, value) if self.coerces_lists && !value.is_array() && !value.is_object() => {
                Some(Value::Array(vec![value.clone()]))
            }
            _ => None,
        }
    }
}

impl Type {
    /// Whether a value is of this type as it stands. Its parts are not looked at.
    pub(super) fn has_type_of(&self, value: &Value) -> bool {
        (self.is_nullable && value.is_null())
            || match &self.form {
                Form::Plain(types) => types.iter().any(|plain| plain.is_of(value)),
                Form::Object(_) => value.is_object(),
                Form::List(_) => value.is_array(),
                Form::Any | Form::AnyOf(_) | Form::OneOf(_) => true,
            }
    }

    fn type_name(&self) -> String {
        match &self.form {
            Form::Plain(types) => types.iter().map(|plain| plain.as_str()).collect::<Vec<_>>().join(","),
            Form::Object(_) => "object".to_owned(),
            Form::List(_) => "array".to_owned(),
            Form::Any | Form::AnyOf(_) | Form::OneOf(_) => String::new(),
        }
    }
}

/// What is wrong with a text.
pub(super) fn check_text(expected: &Type, text: &str) -> Result<(), String> {
    if let Some(pattern) = &expected.pattern
        && !pattern.is_match(text)
    {
        return Err(format!("must match pattern \"{}\"", pattern.as_str()));
    }
    if let Some(format) = expected.format
        && !format.fits(text)
    {
        return Err(format!("must match format \"{}\"", format.as_str()));
    }
    if expected.not_empty && text.trim().is_empty() { Err(NOT_EMPTY.to_owned()) } else { Ok(()) }
}

/// Whether a key is probably meant for this name.
fn is_slip(key: &str, name: &str) -> bool {
    let letters =
        |text: &str| text.bytes().filter(u8::is_ascii_alphanumeric).map(|it| it.to_ascii_lowercase()).collect();
    let (key, name): (Vec<u8>, Vec<u8>) = (letters(key), letters(name));
    // Keys may be of any length.
    let is_similar = key.len().abs_diff(name.len()) <= 2 && hint::edits(&key, &name) <= name.len() / 4;
    let is_part = key.len().min(name.len()) > 1 && (key.ends_with(&name) || name.ends_with(&key));
    // As `rid` is short for `roomId`.
    let is_short = (2..=4).contains(&name.len()) && key.first() == name.first() && {
        let mut rest = key.iter();
        name.iter().all(|letter| rest.any(|other| other == letter))
    };
    is_similar || is_part || is_short
}

/// The indices of two items that are the same: the last such pair of texts.
fn duplicate(items: &[Value]) -> Option<(usize, usize)> {
    let mut seen = HashMap::new();
    let texts = items.iter().enumerate().rev().filter_map(|(index, item)| Some((index, item.as_str()?)));
    texts.into_iter().find_map(|(index, text)| seen.insert(text, index).map(|later| (index, later)))
}

fn is_number(value: &Value, number: u8) -> bool {
    value.as_f64() == Some(f64::from(number))
}

/// A number as JavaScript writes it.
fn number_text(number: &Number) -> String {
    number.as_f64().map_or_else(|| number.to_string(), |float| float.to_string())
}

/// A text as a number, as JavaScript reads it. A number that JSON cannot say is none.
fn text_number(text: &str) -> Option<Number> {
    let trimmed = text.trim();
    if text.is_empty() {
        return None;
    }
    if trimmed.is_empty() {
        return Some(Number::from(0));
    }
    let radix = |prefix: [&str; 2], radix| {
        let digits = prefix.into_iter().find_map(|prefix| trimmed.strip_prefix(prefix))?;
        u64::from_str_radix(digits, radix).ok().filter(|_| !digits.starts_with('+')).map(Number::from)
    };
    let decimal = || {
        // Rust reads words as well.
        let is_decimal = trimmed.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
        let float: f64 = trimmed.parse().ok().filter(|_| is_decimal)?;
        trimmed.parse::<i64>().ok().map(Number::from).or_else(|| Number::from_f64(float))
    };
    radix(["0x", "0X"], 16).or_else(|| radix(["0o", "0O"], 8)).or_else(|| radix(["0b", "0B"], 2)).or_else(decimal)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::{super::json_schema, *};
    use crate::contract::notation::parse;

    fn check(contract: &'static str, mut value: Value) -> Result<Value, String> {
        let contract = parse(contract).unwrap();
        let checked = super::check(&contract.arguments, &mut value, contract.coerces_lists);
        let text =
            |violations: Vec<Violation>| violations.into_iter().map(|violation| violation.text).collect::<Vec<_>>();
        checked.map(|()| value).map_err(|violations| text(violations).join("; "))
    }

    #[test]
    fn a_key_may_be_meant_for_a_name() {
        for (key, name) in [
            ("room_id", "roomId"),
            ("visitorid", "visitorId"),
            ("departmnt", "department"),
            ("departmentss", "department"),
            ("_id", "visitorId"),
            ("visitorToken", "token"),
            ("roomId", "rid"),
        ] {
            assert!(is_slip(key, name), "{key} {name}");
        }
        for (key, name) in [
            ("name", "token"),
            ("departmentsss", "department"),
            ("d", "rid"),
            ("x", "max"),
            // Letters in the order of a longer name are not short for it, nor in another order, nor with another first one.
            ("visitorFields", "vsitofie"),
            ("roomDirect", "rdi2"),
            ("broomId", "rid2"),
        ] {
            assert!(!is_slip(key, name), "{key} {name}");
        }
    }

    #[test]
    fn a_key_that_has_its_place_is_meant_for_no_other() {
        let hint = |contract, mut value: Value| {
            let contract = parse(contract).unwrap();
            super::check(&contract.arguments, &mut value, contract.coerces_lists).unwrap_err()[0].hint.clone()
        };
        let contract = "schema {roomId:string, id?:string}";
        assert_eq!(hint(contract, json!({"id": "1"})), None);
        assert_eq!(hint(contract, json!({"_id": "1"})).unwrap(), "_id is probably meant for roomId");
    }

    #[test]
    fn one_type_passes_for_another() {
        for (contract, given, coerced) in [
            ("schema string", json!(5), json!("5")),
            ("schema string", json!(5.0), json!("5")),
            ("schema string", json!(-0.5), json!("-0.5")),
            // JavaScript keeps no more digits.
            ("schema string", json!(9_007_199_254_740_993_u64), json!("9007199254740992")),
            ("schema string", json!(true), json!("true")),
            ("schema string", json!(null), json!("")),
            ("schema string|null", json!(null), json!(null)),
            ("schema string|null", json!(0), json!("0")),
            ("schema boolean", json!("true"), json!(true)),
            ("schema boolean", json!("false"), json!(false)),
            ("schema boolean", json!(1), json!(true)),
            ("schema boolean", json!(0.0), json!(false)),
            ("schema boolean", json!(null), json!(false)),
            ("schema boolean|null", json!(""), json!(null)),
            ("schema number", json!("3"), json!(3)),
            ("schema number", json!(" 1e3 "), json!(1000.0)),
            ("schema number", json!("-1.5"), json!(-1.5)),
            ("schema number", json!("0x1F"), json!(31)),
            ("schema number", json!(" "), json!(0)),
            ("schema number", json!(true), json!(1)),
            ("schema number", json!(null), json!(0)),
            ("schema number|null", json!(""), json!(null)),
            ("schema {...}|null", json!(false), json!(null)),
            ("schema [string]|null", json!(0), json!(null)),
            ("schema string/number", json!(null), json!("")),
            ("schema+lists string", json!(["a"]), json!("a")),
            ("schema+lists string", json!([5]), json!("5")),
            ("schema+lists [string]", json!("a"), json!(["a"])),
            ("schema+lists [string]", json!(null), json!([""])),
            ("schema+lists {a?:[number]}", json!({"a": "1"}), json!({"a": [1]})),
            ("schema {a:{b:[string]}}", json!({"a": {"b": [1, "x"]}}), json!({"a": {"b": ["1", "x"]}})),
            ("schema {a?:string, ...string}", json!({"b": 1}), json!({"b": "1"})),
        ] {
            assert_eq!(check(contract, given.clone()), Ok(coerced), "{contract}: {given}");
        }
    }

    #[test]
    fn a_slip_is_known_by_its_letters() {
        for (key, name) in [
            ("visitorid", "visitorId"),
            ("visitor_id", "visitorId"),
            ("_id", "visitorId"),
            ("vistorId", "visitorId"),
            ("roomId", "rid"),
            ("message", "msg"),
            ("agent", "agents"),
        ] {
            assert!(is_slip(key, name), "{key} {name}");
        }
        for (key, name) in
            [("fields", "visitorId"), ("limit", "count"), ("text", "msg"), ("a", "b"), ("", "rid"), ("token", "rid")]
        {
            assert!(!is_slip(key, name), "{key} {name}");
        }
    }

    #[test]
    fn violations_have_the_words_of_the_validator() {
        for (contract, given, text) in [
            ("schema {a:string, b:any}", json!({"b": 1}), "must have required property 'a'"),
            ("schema {a#1:string, b#0:any}", json!({}), "must have required property 'b'"),
            ("schema {a?:string}", json!({"a": [], "b": 1}), "must NOT have additional properties"),
            ("schema {a?:string}", json!({"a": []}), "must be string"),
            ("schema {a?:string|null}", json!({"a": {}}), "must be string"),
            ("schema {...}", json!([]), "must be object"),
            ("schema {...}", json!("x"), "must be object"),
            ("schema [any]", json!("x"), "must be array"),
            ("schema+lists [any]", json!({}), "must be array"),
            ("schema+lists string", json!(["a", "b"]), "must be string"),
            ("schema string/number/array", json!({}), "must be string,number,array"),
            ("schema number", json!("x"), "must be number"),
            ("schema number", json!(""), "must be number"),
            ("schema number", json!("inf"), "must be number"),
            ("schema number", json!("1e999"), "must be number"),
            ("schema number", json!("0x"), "must be number"),
            ("schema boolean", json!("yes"), "must be boolean"),
            ("schema boolean", json!(2), "must be boolean"),
            ("schema string in(\"a\" \"b\")", json!("c"), "must be equal to one of the allowed values"),
            ("schema string|null in(\"a\")", json!(null), "must be equal to one of the allowed values"),
            ("schema string notEmpty", json!(" "), "must pass \"isNotEmpty\" keyword validation"),
            ("schema string format(\"basic_email\") notEmpty", json!(""), "must match format \"basic_email\""),
            ("schema string pattern(\"^[a-z]+$\")", json!("A"), "must match pattern \"^[a-z]+$\""),
            ("schema [any] minItems(1)", json!([]), "must NOT have fewer than 1 items"),
            ("schema [{a:any}]", json!([{"a": 1}, {}]), "must have required property 'a'"),
            (
                "schema [string] unique",
                json!(["a", "b", "a", "a"]),
                "must NOT have duplicate items (items ## 3 and 2 are identical)",
            ),
            (
                "schema [string] unique",
                json!([1, "1"]),
                "must NOT have duplicate items (items ## 1 and 0 are identical)",
            ),
            (
                "schema anyOf(string boolean)",
                json!([]),
                "must be string; must be boolean; must match a schema in anyOf",
            ),
            (
                "schema oneOf({a:any} {b:any})",
                json!({}),
                "must have required property 'a'; must have required property 'b'; must match exactly one schema in oneOf",
            ),
            ("schema oneOf({a?:any} {...})", json!({}), "must match exactly one schema in oneOf"),
        ] {
            assert_eq!(check(contract, given.clone()), Err(text.to_owned()), "{contract}: {given}");
        }
    }

    #[test]
    fn alternatives_see_what_those_before_them_coerced() {
        assert_eq!(check("schema anyOf(string boolean)", json!(true)), Ok(json!(true)));
        assert_eq!(check("schema anyOf(boolean string)", json!("true")), Ok(json!("true")));
        assert_eq!(check("schema anyOf(boolean string)", json!(5)), Ok(json!("5")));
        assert_eq!(check("schema+lists oneOf(string [string])", json!(["a", "b"])), Ok(json!(["a", "b"])));
        assert!(check("schema+lists oneOf(string [string])", json!("a")).is_err());
        assert_eq!(check("schema+lists anyOf(string [string])", json!("a")), Ok(json!(["a"])));
    }

    const CONTRACTS: [&str; 4] = [
        "schema {a:string, b?:number|null, c?:[boolean] minItems(1), ...string}",
        "schema {a?:{b:string in(\"x\" \"y\"), c?:any}|null, b?:string notEmpty, c?:[string] unique}",
        "schema [{a:string/number/array, ...}]",
        "schema {a:oneOf({b:string} {c:[string]}), b?:anyOf(boolean [number])}",
    ];

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(json!(null)),
            any::<bool>().prop_map(Value::from),
            (0..2_i32).prop_map(Value::from),
            prop_oneof!["", " ", "x", "true", "1"].prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 24, 3, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                proptest::collection::btree_map("[abc]", inner, 0..4).prop_map(|map| map.into_iter().collect()),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

        #[test]
        fn agrees_with_another_validator(value in value(), contract in prop::sample::select(&CONTRACTS[..])) {
            let contract = parse(contract).unwrap();
            let schema = jsonschema::validator_for(&json_schema::of(&contract.arguments)).unwrap();
            let mut checked = value.clone();
            let passes = super::check(&contract.arguments, &mut checked, false).is_ok();
            // Alternatives may see what others coerced.
            let is_simple = !format!("{:?}", contract.arguments).contains("Of(");
            if schema.is_valid(&value) && is_simple {
                prop_assert!(passes);
                prop_assert_eq!(&checked, &value);
            }
            if passes && is_simple {
                prop_assert!(schema.is_valid(&checked), "{}", checked);
            }
        }
    }
}
