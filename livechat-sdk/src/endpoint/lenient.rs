//! Reading a response of which some values do not have the form that their type demands.
//!
//! Where decoding fails, the smallest thing around the place is left out that the type can do without: the value itself, if
//! it is optional, or else the record around it, up to an element of a list. It is found by trying: a value that is missed
//! is missed at the record around it.
//!
//! What a response is about, its one record or its list, is never left out: without it the response would say that there is
//! none.
//!
//! All of this works on the text and never touches one that decodes.

use std::{borrow::Cow, cmp::Reverse, fmt::Write, ops::Range};

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::Segment;

use super::{
    Omission,
    slot::{Fill, Slot},
};
use crate::error::without_values;

/// How much is left out of one response at most.
pub(super) const LIMIT: usize = 32;

/// What a reason says first where a record or a list was expected. A response without the one that it is about would say that
/// there is none.
const RECORDS: [&str; 6] = [
    "missing field",
    "expected struct",
    "expected a sequence",
    "expected a list",
    "expected a map",
    "expected an object",
];

/// How often to decode at most: each value that is left out may take several records around it along.
const ATTEMPTS: usize = 4 * LIMIT;

/// Fills a slot with a text, and leaves out at most so much of it; `None` if that is not enough.
pub(super) fn fill(slot: &mut dyn Fill, text: &str, limit: usize) -> Option<Vec<Omission>> {
    leave_out(Document { text, cuts: Vec::new(), passed: None, is_record: false }, limit, slot)
}

/// Leaves parts out until the rest fills the slot; `None` if that is not enough.
fn leave_out(mut document: Document<'_>, limit: usize, slot: &mut dyn Fill) -> Option<Vec<Omission>> {
    for _ in 0..ATTEMPTS {
        let rest = document.rest();
        if document.cuts.len() > limit {
            return None;
        }
        match slot.fill_tracked(&rest) {
            Ok(()) if document.passed.is_none() => return Some(document.omissions()),
            // What was passed over comes back.
            Ok(()) => {
                document.passed = None;
                if slot.fill(&document.rest()).is_ok() {
                    return Some(document.omissions());
                }
            }
            Err(error) if error.inner().is_data() => {
                let reason = without_values(&error.inner().to_string());
                document.leave_out(&error.path().iter().collect::<Vec<_>>(), reason)?;
            }
            Err(_) => return None,
        }
    }
    None
}

/// Appends a key to a JSON pointer.
pub(crate) fn push_key(pointer: &mut String, key: &str) {
    pointer.push('/');
    pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
}

/// Where the fault is that a reason tells of: at the pointer, or at the field that is missing there.
pub(crate) fn fault_at(pointer: &str, reason: &str) -> String {
    let mut fault = pointer.to_owned();
    if let Some(name) = reason.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
        push_key(&mut fault, name);
    }
    fault
}

/// Decodes a record as [`decode`] does a response. It is what it is about, so that each of its fields may be left out.
pub(crate) fn decode_value<T: DeserializeOwned>(value: &Value) -> Option<(T, Vec<Omission>)> {
    match T::deserialize(value) {
        Ok(decoded) => Some((decoded, Vec::new())),
        Err(_) => {
            let (text, mut slot) = (&value.to_string(), Slot::empty());
            let document = Document { text, cuts: Vec::new(), passed: None, is_record: true };
            let omitted = leave_out(document, LIMIT, &mut slot)?;
            Some((slot.into_value()?, omitted))
        }
    }
}

/// Decodes a record that stands at this place of another, and adds what was left out of it; all of it, if it has to be.
pub(crate) fn decode_member<T: DeserializeOwned>(value: &Value, place: &str, omitted: &mut Vec<Omission>) -> Option<T> {
    if let Some((decoded, parts)) = decode_value(value) {
        omitted.extend(parts.into_iter().map(|part| part.inside(place)));
        return Some(decoded);
    }
    let reason = T::deserialize(value).err().map(|error| without_values(&error.to_string())).unwrap_or_default();
    omitted.push(Omission { pointer: place.to_owned(), fault: place.to_owned(), reason });
    None
}

/// A text of which parts are left out.
struct Document<'a> {
    text: &'a str,
    cuts: Vec<Cut>,
    /// The elements at the start of a list that decode already, so that each is decoded once, and not once more for each
    /// element behind it that does not.
    passed: Option<Passed>,
    /// Whether the whole is known to be a record, and not a response that has one or a list of them.
    is_record: bool,
}

/// A field of an object, with its name, or an element of a list.
struct Cut {
    range: Range<usize>,
    pointer: String,
    /// Where the fault is that it has to go for: here, or inside of it.
    fault: String,
    reason: String,
}

struct Passed {
    range: Range<usize>,
    count: usize,
}

/// Where a path leads.
struct Place {
    /// The field, with its name, or the element.
    range: Range<usize>,
    pointer: String,
    /// The elements before the one that the path goes through, in the first list on it.
    passed: Option<Passed>,
}

impl Document<'_> {
    /// Leaves out what a path leads to; `None` if it leads nowhere, or is the whole.
    fn leave_out(&mut self, path: &[&Segment], mut reason: String) -> Option<()> {
        let Place { range, pointer, passed } = self.find(path)?;
        // What was left out inside of it is the cause that it has to go.
        let is_inside = |cut: &Cut| range.start <= cut.range.start && cut.range.end <= range.end;
        // What stands in a list that is the whole response is one of its elements.
        let is_at_top = pointer.rfind('/') == Some(0) && !self.text.trim_start().starts_with('[');
        let is_record = RECORDS.iter().any(|start| reason.starts_with(start));
        if is_at_top && (is_record || self.cuts.iter().any(is_inside)) && !self.is_record() {
            return None;
        }
        let mut fault = fault_at(&pointer, &reason);
        // The last one: others may have been left out before without harm.
        if let Some(cause) = self.cuts.iter().rev().find(|cut| is_inside(cut)) {
            reason.clear();
            // Writing to a text does not fail.
            let _ = write!(reason, "at `{}`: {}", &cause.pointer[pointer.len()..], cause.reason);
            fault.clone_from(&cause.fault);
        }
        self.cuts.retain(|cut| !is_inside(cut));
        self.cuts.push(Cut { range, pointer, fault, reason });
        self.passed = passed;
        Some(())
    }

    /// Whether the whole is a record, and not a response that has one or a list of them.
    fn is_record(&self) -> bool {
        self.is_record || self.find_field(skip_blanks(self.text.as_bytes(), 0), "_id").is_some()
    }

    /// The text without what is left out and what is passed over.
    fn rest(&self) -> Cow<'_, str> {
        let cuts = self.cuts.iter().map(|cut| (&cut.range, true));
        let mut holes: Vec<_> = cuts.chain(self.passed.as_ref().map(|passed| (&passed.range, false))).collect();
        if holes.is_empty() {
            return Cow::Borrowed(self.text);
        }
        holes.sort_unstable_by_key(|(range, _)| (range.start, Reverse(range.end)));
        let mut rest = String::with_capacity(self.text.len());
        let mut at = 0;
        for (hole, is_cut) in holes {
            if hole.end <= at {
                continue;
            }
            rest.push_str(&self.text[at.min(hole.start)..hole.start]);
            at = hole.end;
            if !is_cut {
                continue;
            }
            // One of the commas around it goes too.
            let behind = self.text[at..].trim_ascii_start();
            match (rest.trim_ascii_end().bytes().next_back(), behind.bytes().next()) {
                (Some(b'{' | b'[' | b','), Some(b',')) => at = self.text.len() - behind.len() + 1,
                (Some(b','), Some(b'}' | b']')) => rest.truncate(rest.trim_ascii_end().len() - 1),
                _ => {}
            }
        }
        rest.push_str(&self.text[at..]);
        Cow::Owned(rest)
    }

    /// Follows a path through what is left of the text.
    fn find(&self, path: &[&Segment]) -> Option<Place> {
        let bytes = self.text.as_bytes();
        let mut at = skip_blanks(bytes, 0);
        let mut start = None;
        let mut pointer = String::new();
        let mut passed = None;
        for segment in path {
            match segment {
                Segment::Map { key } => {
                    let name = self.find_field(at, key)?;
                    start = Some(name.start);
                    at = skip_blanks(bytes, skip_blanks(bytes, name.end) + 1);
                    push_key(&mut pointer, key);
                }
                Segment::Seq { index } => {
                    let (number, found) = self.find_element(at, *index)?;
                    if passed.is_none() {
                        let first = skip_blanks(bytes, at + 1);
                        passed = Some(Passed { range: first..found, count: number });
                    }
                    (start, at) = (Some(found), found);
                    let _ = write!(pointer, "/{number}");
                }
                // Inside of what a type decodes by itself.
                Segment::Enum { .. } | Segment::Unknown => break,
            }
        }
        Some(Place { range: start?..skip_value(bytes, at)?, pointer, passed })
    }

    /// Where the name of a field stands in the object that starts here.
    fn find_field(&self, object: usize, key: &str) -> Option<Range<usize>> {
        let bytes = self.text.as_bytes();
        if bytes.get(object) != Some(&b'{') {
            return None;
        }
        let mut at = object;
        loop {
            let start = skip_blanks(bytes, at + 1);
            let end = skip_text(bytes, start)?;
            let is_it = match &self.text[start..end] {
                name if name.contains('\\') => serde_json::from_str::<String>(name).is_ok_and(|name| name == key),
                name => name.get(1..name.len() - 1) == Some(key),
            };
            if is_it && !self.is_cut(start) {
                return Some(start..end);
            }
            at = skip_blanks(bytes, skip_value(bytes, skip_blanks(bytes, skip_blanks(bytes, end) + 1))?);
            if bytes.get(at) != Some(&b',') {
                return None;
            }
        }
    }

    /// The number and the place of the element that is the one of this index in what is left of the list that starts
    /// here.
    fn find_element(&self, list: usize, index: usize) -> Option<(usize, usize)> {
        let bytes = self.text.as_bytes();
        if bytes.get(list) != Some(&b'[') {
            return None;
        }
        let mut at = skip_blanks(bytes, list + 1);
        let (mut number, mut left) = (0, index);
        if let Some(passed) = self.passed.as_ref().filter(|passed| passed.range.start == at) {
            (at, number) = (passed.range.end, passed.count);
        }
        loop {
            if !self.is_cut(at) {
                if left == 0 {
                    return Some((number, at));
                }
                left -= 1;
            }
            at = skip_blanks(bytes, skip_value(bytes, at)?);
            if bytes.get(at) != Some(&b',') {
                return None;
            }
            at = skip_blanks(bytes, at + 1);
            number += 1;
        }
    }

    fn is_cut(&self, start: usize) -> bool {
        self.cuts.iter().any(|cut| cut.range.start == start)
    }

    fn omissions(self) -> Vec<Omission> {
        let mut cuts = self.cuts;
        cuts.sort_unstable_by_key(|cut| cut.range.start);
        let omission = |Cut { pointer, fault, reason, .. }| Omission { pointer, fault, reason };
        cuts.into_iter().map(omission).collect()
    }
}

fn skip_blanks(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
        at += 1;
    }
    at
}

/// The end of the text that starts here.
fn skip_text(bytes: &[u8], start: usize) -> Option<usize> {
    if bytes.get(start) != Some(&b'"') {
        return None;
    }
    let mut at = start + 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// The end of the value that starts here. Nothing is checked: the parser does that.
fn skip_value(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    let mut depth = 0_usize;
    loop {
        match bytes.get(at)? {
            b'"' => at = skip_text(bytes, at)?,
            b'{' | b'[' => {
                depth += 1;
                at += 1;
            }
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                at += 1;
            }
            _ if depth > 0 => at += 1,
            _ => {
                let length = bytes[at..]
                    .iter()
                    .position(|byte| matches!(byte, b',' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r'))?;
                at += length;
                return (length > 0).then_some(at);
            }
        }
        if depth == 0 {
            return Some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    fn decode<T: DeserializeOwned>(text: &str, limit: usize) -> Option<(T, Vec<Omission>)> {
        let mut slot = Slot::empty();
        let omitted = fill(&mut slot, text, limit)?;
        Some((slot.into_value()?, omitted))
    }
    use crate::{rooms::ListRoomsResponse, visitors::ListChatHistoryResponse};

    #[derive(Debug, PartialEq, Deserialize)]
    struct Page {
        rooms: Vec<Room>,
        #[serde(default)]
        total: Option<u64>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Room {
        id: String,
        weight: Option<u32>,
        agent: Option<Agent>,
        #[serde(default)]
        tags: Vec<String>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Agent {
        id: String,
        name: Option<String>,
    }

    fn read(text: &str) -> Option<(Page, Vec<(String, String)>)> {
        let (page, omitted) = decode::<Page>(text, LIMIT)?;
        Some((page, omitted.into_iter().map(|omission| (omission.pointer, omission.reason)).collect()))
    }

    #[test]
    fn the_smallest_thing_around_the_place_is_left_out() {
        for (text, without, omitted) in [
            (
                r#"{"rooms": [{"id": "a", "weight": "x"}, {"id": "b"}], "total": 2}"#,
                r#"{"rooms": [{"id": "a"}, {"id": "b"}], "total": 2}"#,
                &[("/rooms/0/weight", "expected u32, found string")][..],
            ),
            (
                r#"{"rooms":[{"id":"a","agent":{"id":7,"name":"A"}}]}"#,
                r#"{"rooms":[{"id":"a"}]}"#,
                &[("/rooms/0/agent", "at `/id`: expected a string, found integer")],
            ),
            (
                r#"{"rooms":[{"weight":"x","tags":[7],"id":7},{"id":"b"}]}"#,
                r#"{"rooms":[{"id":"b"}]}"#,
                &[("/rooms/0", "at `/id`: expected a string, found integer")],
            ),
            (
                r#"{"rooms":[{"id":null},{"id":"b","tags":["x",7,"y",[]]},{}],"total":-1}"#,
                r#"{"rooms":[{"id":"b","tags":["x","y"]}]}"#,
                &[
                    ("/rooms/0", "at `/id`: expected a string, found null"),
                    ("/rooms/1/tags/1", "expected a string, found integer"),
                    ("/rooms/1/tags/3", "expected a string, found sequence"),
                    ("/rooms/2", "missing field `id`"),
                    ("/total", "expected u64, found integer"),
                ],
            ),
            (
                r#"{"rooms":[{"id":"a","agent":"nobody]}\"","weight":-1}]}"#,
                r#"{"rooms":[{"id":"a"}]}"#,
                &[
                    ("/rooms/0/agent", "expected struct Agent, found string"),
                    ("/rooms/0/weight", "expected u32, found integer"),
                ],
            ),
            (
                r#"{"rooms":[{"id":"a","w\u0065ight":[1,{"a/b":2}],"tags":[{}]}]}"#,
                r#"{"rooms":[{"id":"a"}]}"#,
                &[
                    ("/rooms/0/weight", "expected u32, found sequence"),
                    ("/rooms/0/tags/0", "expected a string, found map"),
                ],
            ),
        ] {
            let (page, found) = read(text).unwrap();
            assert_eq!(page, serde_json::from_str(without).unwrap(), "{text}");
            let found: Vec<_> = found.iter().map(|(pointer, reason)| (&**pointer, &**reason)).collect();
            // serde's words for what it found differ in how exact they are.
            assert_eq!(
                found.iter().map(|(pointer, _)| pointer).collect::<Vec<_>>(),
                omitted.iter().map(|(pointer, _)| pointer).collect::<Vec<_>>(),
                "{text}"
            );
            for ((_, found), (_, reason)) in found.iter().zip(omitted) {
                assert!(found.starts_with(reason.split(", found").next().unwrap()), "{found}");
            }
        }
    }

    #[test]
    fn what_the_whole_cannot_do_without_stays_an_error() {
        for text in [
            r#"{"rooms":null}"#,
            r#"{"rooms":7}"#,
            "{}",
            "[]",
            "7",
            "",
            "{",
            r#"{"rooms":[{"id":7}"#,
            r#"{"rooms":[]}}"#,
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn no_more_than_the_limit_is_left_out() {
        let page = |odd: usize| {
            let rooms: Vec<_> = (0..40)
                .map(|n| if n % 5 == 0 || n >= 40 - odd { json!({"id": n}) } else { json!({"id": "r"}) })
                .collect();
            json!({"rooms": rooms}).to_string()
        };
        let (read_page, omitted) = read(&page(24)).unwrap();
        assert_eq!((read_page.rooms.len(), omitted.len()), (12, 28));
        assert_eq!(read(&page(31)), None);
    }

    /// A value of a page of rooms, replaced.
    fn replace(value: &mut Value, place: &mut usize, by: &Value) -> bool {
        if *place == 0 {
            value.clone_from(by);
            return true;
        }
        *place -= 1;
        match value {
            Value::Array(items) => items.iter_mut().any(|item| replace(item, place, by)),
            Value::Object(fields) => fields.values_mut().any(|item| replace(item, place, by)),
            _ => false,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn several_odd_values_take_nothing_else_along(places in proptest::collection::vec(0..400_usize, 1..6), kind in 0..5_usize) {
            let odd = [json!(null), json!(-2.5), json!("odd"), json!([[]]), json!({"odd": {}})][kind].clone();
            let room = |n: usize| json!({
                "_id": format!("r{n}"), "t": "l", "ts": "2019-12-09T20:30:32.058Z", "msgs": 3, "usersCount": 2,
                "v": {"_id": "v", "username": "guest", "token": "t"}, "servedBy": {"_id": "u", "username": "a"},
                "lastMessage": {"_id": "m", "rid": "r", "msg": "h\"i", "ts": "2019-12-09T20:30:32.058Z", "u": {"_id": "v"}},
                "tags": ["a", "b"], "metrics": {"response": {"avg": 1.5}}, "open": true
            });
            let mut page = json!({"rooms": (0..10).map(room).collect::<Vec<_>>(), "count": 10, "offset": 0, "total": 10});
            // Behind the page itself, its counters, and the list, which it cannot do without.
            let hit: Vec<usize> = places.iter().map(|place| place % 280 + 4).collect();
            let mut rooms_hit = Vec::new();
            for place in hit {
                let before = page.clone();
                replace(&mut page, &mut place.clone(), &odd);
                for n in 0..10 {
                    if before["rooms"][n] != page["rooms"][n] {
                        rooms_hit.push(n);
                    }
                }
            }
            let (read, omitted) = decode::<ListRoomsResponse>(&page.to_string(), LIMIT).unwrap();
            for n in (0..10).filter(|n| !rooms_hit.contains(n)) {
                prop_assert!(read.rooms.iter().any(|room| room.id == format!("r{n}").as_str()), "{n} {omitted:?}");
            }
            prop_assert!(omitted.len() <= rooms_hit.len() * 4 + 4);
        }

        #[test]
        fn no_text_panics(text in r#"[\[\]{}",:\\ a0-9]{0,40}"#, at in 0..60_usize) {
            drop(decode::<Page>(&text, LIMIT));
            let text = r#"{"history":[{"_id":7,"t":"l"},{"_id":"a","ts":[{}],"v":"x\"y"}],"count":"x"}"#;
            let broken: String = text.chars().enumerate().map(|(n, c)| if n == at { '"' } else { c }).collect();
            drop(decode::<ListChatHistoryResponse>(&broken, LIMIT));
        }
    }
}
