//! What differs between two responses, without what is in them: it may be secret.

use serde_json::Value;

use super::{Answered, Body};
use crate::json::join;

/// What differs first; `None` if nothing does.
pub(super) fn difference(recorded: &Answered, now: &Answered) -> Option<String> {
    if recorded == now {
        return None;
    }
    if recorded.status != now.status {
        return Some(format!("the status was {} and is {}", recorded.status, now.status));
    }
    if let Some(name) = differing_header(&recorded.headers, &now.headers) {
        return Some(format!("the header {name} differs"));
    }
    if recorded.delivery != now.delivery {
        return Some(format!("its delivery was {} and is {}", recorded.delivery, now.delivery));
    }
    let (Body::Text(one), Body::Text(other)) = (&recorded.body, &now.body) else {
        return Some("the body differs".to_owned());
    };
    let place = match (serde_json::from_str(one), serde_json::from_str(other)) {
        (Ok(one), Ok(other)) => place(&one, &other, String::new()),
        _ => None,
    };
    Some(match place {
        Some(place) => format!("the body differs at {place}"),
        None => {
            let same = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
            format!("the body differs from byte {same} on")
        }
    })
}

fn differing_header<'h>(one: &'h [(String, String)], other: &'h [(String, String)]) -> Option<&'h str> {
    let differing = one.iter().zip(other).find(|(one, other)| one != other).map(|(one, _)| one);
    let longer = if one.len() > other.len() { (one, other.len()) } else { (other, one.len()) };
    differing.or_else(|| longer.0.get(longer.1)).map(|(name, _)| name.as_str())
}

/// The first place at which two values differ, as a JSON pointer.
fn place(one: &Value, other: &Value, at: String) -> Option<String> {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            one.keys().chain(other.keys()).find_map(|name| match (one.get(name), other.get(name)) {
                (Some(one), Some(other)) => place(one, other, join(&at, name)),
                _ => Some(join(&at, name)),
            })
        }
        (Value::Array(one), Value::Array(other)) => one
            .iter()
            .zip(other)
            .enumerate()
            .find_map(|(index, (one, other))| place(one, other, format!("{at}/{index}")))
            .or_else(|| (one.len() != other.len()).then(|| format!("{at}/{}", one.len().min(other.len())))),
        _ => (one != other).then(|| if at.is_empty() { "/".to_owned() } else { at }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(status: u16, header: &str, body: &str) -> Answered {
        Answered {
            status,
            headers: vec![("a".to_owned(), header.to_owned())],
            body: Body::Text(body.to_owned()),
            delivery: String::new(),
        }
    }

    #[test]
    fn the_first_difference_is_told_without_what_differs() {
        let recorded = answered(200, "x", r#"{"rooms":[{"token":"s3cret","a":1}]}"#);
        for (now, says) in [
            (answered(400, "x", "{}"), "the status was 200 and is 400"),
            (answered(200, "y", "{}"), "the header a differs"),
            (answered(200, "x", r#"{"rooms":[{"token":"geheim","a":1}]}"#), "at /rooms/0/token"),
            (answered(200, "x", r#"{"rooms":[{"token":"s3cret"}]}"#), "at /rooms/0/a"),
            (answered(200, "x", r#"{"rooms":[]}"#), "at /rooms/0"),
            (answered(200, "x", r#"{"rooms":[{"token":"s3cret","a":1}] }"#), "from byte 35 on"),
            (answered(200, "x", "s3"), "from byte 0 on"),
        ] {
            let told = difference(&recorded, &now).unwrap();
            assert!(told.contains(says) && !told.contains("s3cret"), "{told}");
        }
        assert_eq!(difference(&recorded, &answered(200, "x", r#"{"rooms":[{"token":"s3cret","a":1}]}"#)), None);
    }
}
