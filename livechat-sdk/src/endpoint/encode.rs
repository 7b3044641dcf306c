use std::borrow::Cow;

use http::HeaderValue;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::Value;

use super::{Endpoint, Meta, Method, Operation, Payload, Route};
use crate::{
    error::RequestError,
    secret::{collect_secrets, is_secret_key},
    wire::JsonObject,
};

/// Everything of a path segment or a query value but RFC 3986's unreserved characters.
pub(crate) const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A request as it goes over the wire, without host, login and transport headers.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EncodedRequest {
    /// The operation and the route taken.
    pub operation: Operation,
    /// The path, percent-encoded, from the slash on.
    pub path: String,
    /// The query, percent-encoded, without the question mark; empty where there is none.
    pub query: String,
    /// The JSON body.
    pub body: Option<Vec<u8>>,
    /// The fields of a form, in place of a JSON body.
    pub form: Option<Vec<(String, String)>>,
    /// The argument that travels in a header: the header's name, in lower case, and its value.
    pub header: Option<(&'static str, HeaderValue)>,
}

impl EncodedRequest {
    /// The HTTP method.
    #[must_use]
    pub fn method(&self) -> Method {
        self.operation.method()
    }

    /// The secrets in it, to be redacted from the server's texts.
    pub(crate) fn secrets(&self) -> Vec<String> {
        secrets_of(self.operation, &self.path, &self.query, self.body.as_deref(), self.header.as_ref())
    }
}

/// Shows the operation alone: path, query and body may hold tokens.
impl std::fmt::Debug for EncodedRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EncodedRequest").field("operation", &self.operation).finish_non_exhaustive()
    }
}

/// Encodes a request for its first route.
///
/// # Errors
///
/// A path argument that is missing, blank, `.` or `..` (which URLs normalise away), or an argument that is not JSON.
pub fn encode<E: Endpoint>(request: &E) -> Result<EncodedRequest, RequestError> {
    encode_for(request, E::META.route())
}

/// Encodes a request for one of its routes: fields that the route names go into the path, the others where
/// [`Meta::payload`] says.
///
/// # Errors
///
/// As [`encode`].
pub fn encode_for<E: Endpoint>(request: &E, route: &Route) -> Result<EncodedRequest, RequestError> {
    let operation = Operation::at(E::META.method(), route);
    let no_json = |source| RequestError::not_json(operation, source);
    // Decided when it is compiled, as far as it can be: operations without a body bring nothing along that writes one.
    if const { E::META.is_all_json() } && route.arguments().next().is_none() {
        // The whole struct is the body: no need to take it apart.
        let body = serde_json::to_vec(request).map_err(no_json)?;
        return Ok(EncodedRequest {
            operation,
            path: route.template().to_owned(),
            query: String::new(),
            body: Some(body),
            form: None,
            header: None,
        });
    }
    let fields = match serde_json::to_value(request).map_err(no_json)? {
        Value::Object(fields) => fields,
        _ => JsonObject::new(),
    };
    assemble(&E::META, operation, route, fields)
}

fn assemble(
    meta: &Meta,
    operation: Operation,
    route: &Route,
    mut fields: JsonObject,
) -> Result<EncodedRequest, RequestError> {
    let path = fill_template(operation, route, &mut fields)?;
    let header = match meta.header_argument() {
        Some(header) => Some((header.name, header_value(operation, header.argument, &mut fields)?)),
        None => None,
    };
    let in_query = meta.query_argument().and_then(|name| fields.remove_entry(name));
    // They are sorted already, unless another crate turned on `preserve_order`, with which removing one moves another.
    fields.sort_keys();
    let mut form = None;
    let mut query = String::new();
    let mut body = None;
    match meta.payload() {
        Payload::None => {}
        Payload::Query => query = encode_query(&fields),
        Payload::Multipart => form = Some(encode_form(&fields)),
        Payload::Json => {
            if let Some((name, value)) = in_query {
                query = encode_query(&JsonObject::from_iter([(name, value)]));
            }
            // One that removes has no body where the route takes all of its arguments.
            if meta.method() != Method::Delete || !fields.is_empty() {
                body = Some(serde_json::to_vec(&fields).map_err(|source| RequestError::not_json(operation, source))?);
            }
        }
    }
    Ok(EncodedRequest { operation, path, query, body, form, header })
}

/// Moves the fields that the route names into the path.
fn fill_template(operation: Operation, route: &Route, fields: &mut JsonObject) -> Result<String, RequestError> {
    let template = route.template();
    let mut path = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, (name, after))) = next_argument(rest) {
        path.push_str(before);
        rest = after;
        let value = fields.remove(name).unwrap_or(Value::Null);
        let text = scalar(&value).ok_or_else(|| RequestError::path_argument(operation, name, "is missing"))?;
        let refuse = |reason| Err(RequestError::path_argument(operation, name, reason));
        match &*text {
            // A URL normalises these away: the request would reach another operation.
            "." | ".." => return refuse("is `.` or `..`, which cannot stand in a path"),
            blank if blank.chars().all(char::is_whitespace) => return refuse("is blank"),
            text => path.extend(utf8_percent_encode(text, RESERVED)),
        }
    }
    path.push_str(rest);
    Ok(path)
}

/// The text before the next argument of a template, and the argument's name with the text behind it.
fn next_argument(template: &str) -> Option<(&str, (&str, &str))> {
    let (before, argument) = split_once(template, b'{')?;
    Some((before, split_once(argument, b'}')?))
}

/// Splits a text at an ASCII character. In texts as short as a template, what the standard library looks for any character
/// with takes longer.
fn split_once(text: &str, separator: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == separator)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Moves the field that travels in a header out of the others.
fn header_value(
    operation: Operation,
    name: &'static str,
    fields: &mut JsonObject,
) -> Result<HeaderValue, RequestError> {
    let refuse = |reason| RequestError::header_argument(operation, name, reason);
    let value = fields.remove(name).unwrap_or(Value::Null);
    let text = scalar(&value).ok_or_else(|| refuse("is missing"))?;
    if text.trim() != text || text.is_empty() {
        return Err(refuse("is blank, or starts or ends with a blank, which a header loses"));
    }
    let value = HeaderValue::from_bytes(text.as_bytes());
    let mut value = value.map_err(|_| refuse("has characters that no header can carry"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// One pair for each field; values other than texts, numbers and booleans are sent as JSON.
fn encode_form(fields: &JsonObject) -> Vec<(String, String)> {
    let given = fields.iter().filter(|(_, value)| !value.is_null());
    given
        .map(|(name, value)| (name.clone(), scalar(value).map_or_else(|| value.to_string(), Cow::into_owned)))
        .collect()
}

/// One pair for each field; a list is repeated with `[]` behind its name, and an object is sent as JSON text.
fn encode_query(fields: &JsonObject) -> String {
    let mut query = String::new();
    let mut push = |name: &str, suffix: &str, value: &Value| {
        let text = match scalar(value) {
            Some(text) => text,
            None if value.is_null() => return,
            None => Cow::Owned(value.to_string()),
        };
        if !query.is_empty() {
            query.push('&');
        }
        query.extend(utf8_percent_encode(name, RESERVED));
        query.push_str(suffix);
        query.push('=');
        query.extend(utf8_percent_encode(&text, RESERVED));
    };
    for (name, value) in fields {
        match value {
            Value::Array(items) => items.iter().for_each(|item| push(name, "%5B%5D", item)),
            value => push(name, "", value),
        }
    }
    query
}

/// The text of a string, number or boolean.
fn scalar(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        Value::Bool(flag) => Some(Cow::Borrowed(if *flag { "true" } else { "false" })),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The secrets in an encoded request.
pub(crate) fn secrets_of(
    operation: Operation,
    path: &str,
    query: &str,
    body: Option<&[u8]>,
    header: Option<&(&'static str, HeaderValue)>,
) -> Vec<String> {
    let mut secrets = Vec::new();
    let mut push = |encoded: &str| {
        secrets.push(percent_decode_str(encoded).decode_utf8_lossy().into_owned());
        // A proxy may quote the address as it was sent.
        secrets.push(encoded.to_owned());
    };
    for (name, value) in operation.template().split('/').zip(path.split('/')) {
        let name = name.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
        if name.is_some_and(is_secret_key) {
            push(value);
        }
    }
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        if is_secret_key(name) {
            push(value);
        }
    }
    if let Some((_, value)) = header {
        secrets.push(String::from_utf8_lossy(value.as_bytes()).into_owned());
    }
    if let Some(body) = body.and_then(|body| serde_json::from_slice::<Value>(body).ok()) {
        collect_secrets(&body, &mut secrets);
    }
    secrets
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};
    use serde_json::json;

    use super::*;

    #[derive(Clone, Debug, Default, Serialize, Deserialize)]
    struct Edit {
        #[serde(rename = "_id")]
        id: String,
        msg: String,
    }

    impl Endpoint for Edit {
        type Response = Value;
        const META: Meta = Meta::post(Route::new("/api/v1/message/{_id}"));
    }

    #[derive(Clone, Debug, Default, Serialize, Deserialize)]
    struct Search {
        rid: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        count: Option<u64>,
        open: bool,
        agents: Vec<String>,
        range: Option<JsonObject>,
    }

    impl Endpoint for Search {
        type Response = Value;
        const META: Meta = Meta::get(Route::new("/api/v1/{rid}/messages"));
    }

    #[test]
    fn fields_of_the_route_leave_the_body() {
        let edit = Edit { id: "a/b".into(), msg: "hé?".into() };
        let encoded = encode(&edit).unwrap();
        assert_eq!(encoded.path, "/api/v1/message/a%2Fb");
        assert_eq!(serde_json::from_slice::<Value>(&encoded.body.unwrap()).unwrap(), json!({"msg": "hé?"}));
        assert_eq!(encoded.query, "");
    }

    #[derive(Clone, Debug, Default, Serialize, Deserialize)]
    struct Send {
        rid: String,
        token: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        msg: Option<String>,
        groupable: bool,
    }

    impl Endpoint for Send {
        type Response = Value;
        const META: Meta =
            Meta::post(Route::new("/api/v1/upload/{rid}")).multipart().header("token", "x-visitor-token");
    }

    #[test]
    fn one_argument_travels_in_a_header_and_others_in_a_form() {
        let send = Send { rid: "r".into(), token: "tö".into(), msg: Some("m".into()), groupable: true };
        let encoded = encode(&send).unwrap();
        let (name, value) = encoded.header.clone().unwrap();
        assert_eq!((name, value.as_bytes()), ("x-visitor-token", "tö".as_bytes()));
        assert!(value.is_sensitive());
        assert_eq!(encoded.secrets(), ["tö"]);
        let form = [("groupable".to_owned(), "true".to_owned()), ("msg".to_owned(), "m".to_owned())];
        assert_eq!(
            (encoded.path.as_str(), encoded.body.is_none(), encoded.form),
            ("/api/v1/upload/r", true, Some(form.into()))
        );
    }

    #[test]
    fn what_no_header_can_carry_is_refused() {
        for token in ["", " ", "t\r\nx: y", "t\0", " t", "t "] {
            let error = encode(&Send { rid: "r".into(), token: token.into(), ..Send::default() }).unwrap_err();
            assert!(error.to_string().contains("`token`, which is sent in a header"), "{error}");
        }
    }

    #[test]
    fn a_query_takes_numbers_booleans_lists_and_objects() {
        let search = Search {
            rid: "100%".into(),
            count: Some(5),
            open: true,
            agents: vec!["a b".into(), "c&d".into()],
            range: json!({"start": 1}).as_object().cloned(),
        };
        let encoded = encode(&search).unwrap();
        assert_eq!(encoded.path, "/api/v1/100%25/messages");
        assert_eq!(
            encoded.query,
            "agents%5B%5D=a%20b&agents%5B%5D=c%26d&count=5&open=true&range=%7B%22start%22%3A1%7D"
        );
        assert_eq!(encode(&Search { rid: "r".into(), ..Search::default() }).unwrap().query, "open=false");
    }

    #[test]
    fn a_path_argument_that_would_change_the_path_is_refused() {
        for id in ["", " ", "\t\n", ".", ".."] {
            let error = encode(&Edit { id: id.into(), ..Edit::default() }).unwrap_err();
            assert!(error.to_string().contains("`_id`"), "{error}");
        }
        for (id, segment) in [("...", "..."), ("%2e", "%252e"), ("?#", "%3F%23"), ("日", "%E6%97%A5")] {
            let encoded = encode(&Edit { id: id.into(), ..Edit::default() }).unwrap();
            assert_eq!(encoded.path, format!("/api/v1/message/{segment}"));
        }
    }
}
