use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Endpoint, Payload};
use crate::wire::JsonObject;

/// Reads a request's arguments: the inverse of [`encode_for`](super::encode_for), and the server's side of it.
///
/// Path arguments come by name and as they stand in the path, the query as it stands behind the question mark, both
/// still percent-encoded. The body is a JSON object or empty; where the path has no arguments, it is whatever JSON the
/// operation is written as. An argument that travels in a header comes among the path arguments, percent-encoded as they
/// are, and the fields of a form come as a JSON object in the body's place.
///
/// # Errors
///
/// Arguments of the wrong shape, with the path to the one that was wrong.
pub fn decode<E: Endpoint>(path_arguments: &[(&str, &str)], query: &str, body: &[u8]) -> Result<E, DecodeRequestError> {
    // Decided when it is compiled: no operation brings along what reads the others.
    if const { matches!(E::META.payload(), Payload::Json | Payload::Multipart) } {
        return decode_json(path_arguments, query, body);
    }
    serde_html_form::from_str(&form(path_arguments, query)).map_err(DecodeRequestError::new)
}

/// The path's arguments and the query's as one form.
fn form(path_arguments: &[(&str, &str)], query: &str) -> String {
    let mut form = String::with_capacity(query.len() + 64);
    let mut push = |name: &str, value: &str| {
        if !form.is_empty() {
            form.push('&');
        }
        form.push_str(name);
        form.push('=');
        form.push_str(value);
    };
    for (name, segment) in path_arguments {
        // In a path these are themselves; in a form they would be a space and the start of another pair.
        push(name, &segment.replace('+', "%2B").replace('&', "%26"));
    }
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        // Lists are sent as `name[]=`, and taken as `name=` too.
        push(name.trim_end_matches("[]").trim_end_matches("%5B%5D"), value);
    }
    form
}

fn decode_json<E: Endpoint>(
    path_arguments: &[(&str, &str)],
    query: &str,
    body: &[u8],
) -> Result<E, DecodeRequestError> {
    let in_query = E::META.query_argument();
    if path_arguments.is_empty() && in_query.is_none() && !body.is_empty() {
        return decode_value(serde_json::from_slice(body).map_err(DecodeRequestError::new)?);
    }
    let mut fields: JsonObject = if body.is_empty() {
        JsonObject::new()
    } else {
        serde_json::from_slice(body).map_err(DecodeRequestError::new)?
    };
    for (name, segment) in path_arguments {
        let text = percent_decode_str(segment).decode_utf8().map_err(DecodeRequestError::new)?;
        fields.insert((*name).to_owned(), Value::from(text));
    }
    if let Some(name) = in_query {
        fields.remove(name);
        let given = query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name);
        if let Some((_, text)) = given {
            let text = text.replace('+', " ");
            let text = percent_decode_str(&text).decode_utf8().map_err(DecodeRequestError::new)?;
            fields.insert(name.to_owned(), Value::from(text));
        }
    }
    decode_value(Value::Object(fields))
}

fn decode_value<E: DeserializeOwned>(value: Value) -> Result<E, DecodeRequestError> {
    serde_path_to_error::deserialize(value).map_err(DecodeRequestError::new)
}

/// A request whose arguments do not have the shape that the operation takes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct DecodeRequestError {
    message: String,
}

impl DecodeRequestError {
    fn new(error: impl std::fmt::Display) -> Self {
        Self { message: error.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::{Deserialize, Serialize};

    use super::*;
    use crate::endpoint::{Meta, Route, encode};

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Search {
        rid: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        count: Option<u64>,
        open: bool,
        #[serde(default)]
        agents: Vec<String>,
    }

    impl Endpoint for Search {
        type Response = Value;
        const META: Meta = Meta::get(Route::new("/api/v1/{rid}/messages"));
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Edit {
        id: String,
        msg: String,
    }

    impl Endpoint for Edit {
        type Response = Value;
        const META: Meta = Meta::post(Route::new("/api/v1/message/{id}"));
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(transparent)]
    struct SetAll {
        values: Vec<String>,
    }

    impl Endpoint for SetAll {
        type Response = Value;
        const META: Meta = Meta::post(Route::new("/api/v1/values"));
    }

    #[test]
    fn a_body_may_be_a_list() {
        let set = SetAll { values: vec!["a".into(), "b".into()] };
        let encoded = encode(&set).unwrap();
        assert_eq!((encoded.query.as_str(), encoded.body.as_deref()), ("", Some(&br#"["a","b"]"#[..])));
        assert_eq!(decode::<SetAll>(&[], "", &encoded.body.unwrap()).unwrap(), set);
        assert!(decode::<SetAll>(&[], "", b"{}").is_err());
    }

    #[test]
    fn a_path_argument_cannot_add_another() {
        let search = decode::<Search>(&[("rid", "a&open=false;c+d=%26")], "open=true", b"").unwrap();
        assert_eq!((&*search.rid, search.open), ("a&open=false;c+d=&", true));
    }

    proptest! {
        #[test]
        fn decode_undoes_encode(
            rid in "\\PC{1,20}",
            count in any::<Option<u64>>(),
            open in any::<bool>(),
            agents in proptest::collection::vec(".{0,10}", 0..4),
        ) {
            prop_assume!(!rid.trim().is_empty() && rid != "." && rid != "..");
            let search = Search { rid, count, open, agents };
            let encoded = encode(&search).unwrap();
            let segment = encoded.path.strip_prefix("/api/v1/").unwrap().strip_suffix("/messages").unwrap();
            prop_assert!(!segment.contains('/'));
            prop_assert_eq!(decode::<Search>(&[("rid", segment)], &encoded.query, b"").unwrap(), search);
        }

        #[test]
        fn decode_undoes_encode_for_bodies(id in "\\PC{1,20}", msg in ".*") {
            prop_assume!(!id.trim().is_empty() && id != "." && id != "..");
            let edit = Edit { id, msg };
            let encoded = encode(&edit).unwrap();
            let segment = encoded.path.strip_prefix("/api/v1/message/").unwrap();
            prop_assert_eq!(decode::<Edit>(&[("id", segment)], "", &encoded.body.unwrap()).unwrap(), edit);
        }

        #[test]
        fn nothing_that_came_over_a_wire_panics(segment in ".*", query in ".*", body in any::<Vec<u8>>()) {
            let search = decode::<Search>(&[("rid", &segment)], &query, &body);
            prop_assert!(search.is_err() || query.contains("open="), "an argument is required: {search:?}");
            let edit = decode::<Edit>(&[("id", &segment)], &query, &body);
            let has_msg = serde_json::from_slice::<Value>(&body).is_ok_and(|body| body.get("msg").is_some());
            prop_assert!(edit.is_err() || has_msg, "an argument is required: {edit:?}");
        }
    }
}
