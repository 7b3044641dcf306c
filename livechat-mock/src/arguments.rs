//! Reading the arguments of a request: path, query, JSON, forms and headers, checked as the server checks them, into the
//! operation's type.
//!
//! The engine, overrides and the request log share this one reader.

mod body;
mod multipart;
#[cfg(feature = "server")]
mod names;

use std::borrow::Cow;

use bytes::Bytes;
use http::Request;
use livechat_sdk::{
    Endpoint, JsonObject,
    endpoint::{self, Meta, Payload},
};
use percent_encoding::percent_decode_str;
use serde::de::value::MapDeserializer;
use serde_json::Value;

use self::body::{Body, form_pairs};
pub(crate) use self::multipart::{Form, FormError, FormFile};
#[cfg(feature = "server")]
pub(crate) use self::names::names;
use crate::{
    ServerError, ServerVersion,
    contract::{Contract, explain_query},
    json,
};

/// A request that a route leads to.
#[derive(Clone, Copy)]
pub(crate) struct Incoming<'a> {
    pub(crate) in_path: &'a InPath<'a>,
    pub(crate) request: &'a Request<Bytes>,
}

/// Path arguments: names, and values still percent-encoded.
pub(crate) type InPath<'a> = [(&'static str, &'a str)];

/// What a request has for an operation.
#[derive(Debug)]
pub(crate) struct Arguments<E> {
    pub(crate) request: E,
    /// What was wrong with a body that counts as empty.
    pub(crate) hint: Option<String>,
    /// The form, where the operation takes one. What is wrong with it is for the handler to say.
    pub(crate) form: Result<Form, FormError>,
    /// What the handler refuses after it looked at other things.
    pub(crate) late: Option<ServerError>,
}

impl<E> Arguments<E> {
    /// Of a request without a form.
    fn of(request: E) -> Self {
        Self { request, hint: None, form: Err(FormError::NotAForm), late: None }
    }
}

/// Reads the arguments of an operation as a server of this version does.
///
/// # Errors
///
/// What the server refuses the request with.
pub(crate) fn read<E: Endpoint>(
    incoming: Incoming<'_>,
    contract: &Contract,
    version: ServerVersion,
) -> Result<Arguments<E>, ServerError> {
    let Incoming { in_path, request } = incoming;
    if version >= ServerVersion::V8_0 && !request.uri().query().is_none_or(is_readable) {
        return Err(ServerError::plain("Invalid query parameters")
            .hint("a percent sign is written %25, and what is encoded with it has to be UTF-8"));
    }
    // Decided when it is compiled: no operation brings along what reads the others.
    if const { matches!(E::META.payload(), Payload::Json) } {
        read_body(incoming, contract, version)
    } else if const { matches!(E::META.payload(), Payload::Multipart) } {
        read_form(incoming)
    } else {
        let query = request.uri().query().filter(|_| E::META.payload() == Payload::Query);
        read_query(in_path, query.unwrap_or_default(), contract, version)
    }
}

/// Whether a query can be decoded.
fn is_readable(query: &str) -> bool {
    let is_byte = |rest: &str| rest.as_bytes().get(..2).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
    query.split('%').skip(1).all(is_byte) && percent_decode_str(query).decode_utf8().is_ok()
}

fn read_query<E: Endpoint>(
    in_path: &InPath<'_>,
    query: &str,
    contract: &Contract,
    version: ServerVersion,
) -> Result<Arguments<E>, ServerError> {
    let pairs = form_pairs(query);
    check_query(&E::META, in_path, &pairs, contract, version)?;
    let plain = query.is_empty().then(|| read_path_arguments(in_path)).flatten();
    if let Some(request) = plain {
        return Ok(Arguments::of(request));
    }
    if let Ok(request) = endpoint::decode(in_path, query, b"") {
        return Ok(Arguments::of(request));
    }
    let error = explain_query(&pairs).unwrap_or_else(|| mistyped(&E::META, "."));
    match endpoint::decode(in_path, &without_custom_fields(query), b"") {
        Ok(request) if pairs.iter().any(|(key, _)| key == CUSTOM_FIELDS) => {
            Ok(Arguments { late: Some(error), ..Arguments::of(request) })
        }
        _ => Err(error),
    }
}

/// The argument that handlers read themselves, after they looked at who calls.
const CUSTOM_FIELDS: &str = "customFields";

fn without_custom_fields(query: &str) -> String {
    let is_other = |pair: &&str| form_pairs(pair).iter().all(|(key, _)| key != CUSTOM_FIELDS);
    query.split('&').filter(is_other).collect::<Vec<_>>().join("&")
}

/// Checks a query. What the first route has in its path is no part of it, even where another route takes it there.
fn check_query(
    meta: &Meta,
    in_path: &InPath<'_>,
    pairs: &[(String, String)],
    contract: &Contract,
    version: ServerVersion,
) -> Result<(), ServerError> {
    let moved = moved_arguments(meta, in_path);
    if moved.is_empty() {
        return contract.check_query(pairs, version);
    }
    if let Some(name) = moved.iter().find(|name| !pairs.iter().any(|(key, _)| key == *name)) {
        return Err(missing(name));
    }
    let others: Vec<_> = pairs.iter().filter(|(key, _)| !moved.contains(&key.as_str())).cloned().collect();
    contract.check_query(&others, version)
}

/// The arguments that the first route has in its path, and this one elsewhere.
fn moved_arguments(meta: &Meta, in_path: &InPath<'_>) -> Vec<&'static str> {
    let mut routes = meta.routes();
    let (Some(first), Some(_)) = (routes.next(), routes.next()) else { return Vec::new() };
    first.arguments().filter(|name| !in_path.iter().any(|(other, _)| other == name)).collect()
}

fn missing(name: &str) -> ServerError {
    ServerError::reason(&format!("must have required property '{name}'"), "invalid-params")
}

/// Reads arguments that are nothing but text, without the form that [`endpoint::decode`] writes and parses.
fn read_path_arguments<E: Endpoint>(in_path: &InPath<'_>) -> Option<E> {
    let fields = in_path.iter().map(|&(name, value)| (name, decode_segment(value)));
    E::deserialize(MapDeserializer::<_, serde::de::value::Error>::new(fields)).ok()
}

fn read_body<E: Endpoint>(
    incoming: Incoming<'_>,
    contract: &Contract,
    version: ServerVersion,
) -> Result<Arguments<E>, ServerError> {
    if let Some(request) = read_conforming_body(incoming, contract) {
        return Ok(Arguments::of(request));
    }
    let odd = OddBody::read(incoming, contract, version, &E::META)?;
    match read_value(odd.value) {
        Ok(request) => Ok(Arguments { hint: odd.hint, late: odd.late, ..Arguments::of(request) }),
        Err(error) => Err(odd.late.unwrap_or(error).explained(odd.hint)),
    }
}

/// A body in which something may be refused or taken for something else.
struct OddBody {
    value: Value,
    hint: Option<String>,
    late: Option<ServerError>,
}

impl OddBody {
    /// Checks a body, and adds the arguments that travel elsewhere.
    fn read(
        incoming: Incoming<'_>,
        contract: &Contract,
        version: ServerVersion,
        meta: &Meta,
    ) -> Result<Self, ServerError> {
        let Incoming { in_path, request } = incoming;
        let Body { mut value, hint } = Body::read(request.headers(), request.body());
        if let Err(error) = contract.check_body(&mut value, version) {
            return Err(error.explained(hint.or_else(|| contract.suggest_wrapper(value.as_object()?))));
        }
        let late = contract.check_contents(&mut value, version).err();
        if let Value::Object(fields) = &mut value {
            if let Some(name) = moved_arguments(meta, in_path).into_iter().find(|name| !fields.contains_key(*name)) {
                return Err(missing(name));
            }
            add_path_arguments(fields, in_path);
            add_query_argument(meta, fields, request.uri().query().unwrap_or_default());
        }
        Ok(Self { value, hint, late })
    }
}

/// Reads a body in which there is nothing that the server would refuse or take for something else. Then it need not be
/// made a value first, which costs more than all the rest of a call.
fn read_conforming_body<E: Endpoint>(incoming: Incoming<'_>, contract: &Contract) -> Option<E> {
    let Incoming { in_path, request } = incoming;
    let text = body::json_text(request.headers(), request.body())?;
    if in_path.is_empty() { contract.read(text) } else { None }
}

fn read_form<E: Endpoint>(incoming: Incoming<'_>) -> Result<Arguments<E>, ServerError> {
    let form = Form::read(incoming.request.headers(), incoming.request.body());
    let fields = form_fields(&form, incoming, &E::META)?;
    Ok(Arguments { form, ..Arguments::of(read_value(Value::Object(fields))?) })
}

/// A form's texts, and the arguments beside it. Looks that there is one in its header.
fn form_fields(form: &Result<Form, FormError>, incoming: Incoming<'_>, meta: &Meta) -> Result<JsonObject, ServerError> {
    let Incoming { in_path, request } = incoming;
    let texts = form.iter().flat_map(|form| &form.fields);
    let mut fields: JsonObject = texts.map(|(name, text)| (name.clone(), Value::from(text.as_str()))).collect();
    if let Some(header) = meta.header_argument() {
        let value = request.headers().get(header.name).map(|value| String::from_utf8_lossy(value.as_bytes()));
        let Some(value) = value.filter(|value| !value.trim().is_empty()) else {
            return Err(ServerError::unauthorized()
                .hint(format!("the argument {} goes into the header {}", header.argument, header.name)));
        };
        fields.insert(header.argument.to_owned(), Value::from(value));
    }
    add_path_arguments(&mut fields, in_path);
    Ok(fields)
}

fn read_value<E: Endpoint>(value: Value) -> Result<E, ServerError> {
    json::read(value).map_err(|error| mistyped(&E::META, &error.path().to_string()))
}

/// An argument passes the server's check, and is still not what the operation's type takes.
fn mistyped(meta: &Meta, place: &str) -> ServerError {
    let place = if place == "." { "an argument" } else { place };
    ServerError::plain("invalid-params").hint(format!("{place} has not the form that {meta} takes"))
}

fn add_path_arguments(fields: &mut JsonObject, in_path: &InPath<'_>) {
    for (name, text) in in_path {
        fields.insert((*name).to_owned(), Value::from(decode_segment(text)));
    }
}

/// Adds the argument that travels in the query although there is a body.
fn add_query_argument(meta: &Meta, fields: &mut JsonObject, query: &str) {
    if let Some(name) = meta.query_argument() {
        fields.remove(name);
        let given = form_pairs(query).into_iter().find(|(key, _)| key == name);
        fields.extend(given.map(|(key, text)| (key, Value::from(text))));
    }
}

/// A path argument as it was meant. Most are sent as they are: to decode those would be to check once more that they are text.
fn decode_segment(text: &str) -> Cow<'_, str> {
    if text.contains('%') { percent_decode_str(text).decode_utf8_lossy() } else { Cow::Borrowed(text) }
}
