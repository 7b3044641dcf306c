use livechat_sdk::endpoint::{EncodedRequest, Method, Payload, Route};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::{
    fixtures::{assert_none, differences, fixtures},
    operations::{Operation, operations, path_arguments},
};

#[test]
fn a_request_example_is_what_the_sdk_sends() {
    let mut failures = Vec::new();
    for operation in operations() {
        for fixture in fixtures(&operation.folder()).iter().filter(|fixture| fixture.is_request()) {
            for route in operation.meta.routes() {
                if let Err(what) = check(&operation, route, &fixture.json()) {
                    let (folder, name) = (operation.folder(), &fixture.name);
                    failures.push(format!("{folder}/{name}.json at {}: {what}", route.template()));
                }
            }
        }
    }
    assert_none(&failures);
}

/// Encodes the arguments for a route, takes the request apart, and reads it as a server does.
fn check(operation: &Operation, route: &Route, arguments: &Value) -> Result<(), String> {
    let sent = operation.encode(arguments, route)?;
    if sent.method() != operation.meta.method() {
        return Err(format!("the method became {}", sent.method()));
    }
    let path = path_arguments(route.template(), &sent.path).ok_or_else(|| format!("the path became {}", sent.path))?;
    let mut found = sent_arguments(&sent, &path, arguments, operation.meta.payload())?;
    if let Some((name, value)) = header_argument(operation, &sent)? {
        found[name] = Value::from(value);
    }
    same(arguments, &found)?;
    let form = sent.form.as_ref().map(|fields| Value::from_iter(fields.clone()).to_string().into_bytes());
    let body = sent.body.clone().or(form).unwrap_or_default();
    let in_header = header_argument(operation, &sent)?;
    let mut in_path = path.clone();
    in_path.extend(in_header.as_ref().map(|(name, value)| (*name, value.as_str())));
    same(arguments, &operation.decode(&in_path, &sent.query, &body)?)
}

fn same(expected: &Value, found: &Value) -> Result<(), String> {
    match differences(expected, found) {
        differences if differences.is_empty() => Ok(()),
        differences => Err(format!("{differences:?}")),
    }
}

/// The argument that travels in a header, by its own name. No example has one that would need percent-encoding.
fn header_argument(operation: &Operation, sent: &EncodedRequest) -> Result<Option<(&'static str, String)>, String> {
    match (operation.meta.header_argument(), &sent.header) {
        (None, None) => Ok(None),
        (Some(argument), Some((name, value))) if argument.name == *name => {
            Ok(Some((argument.argument, value.to_str().map_err(|error| error.to_string())?.to_owned())))
        }
        (_, sent) => Err(format!("the header became {:?}", sent.as_ref().map(|(name, _)| name))),
    }
}

/// All arguments of a request, from wherever they are in it: a second reading, apart from the SDK's own.
fn sent_arguments(
    sent: &EncodedRequest,
    path: &[(&str, &str)],
    wanted: &Value,
    payload: Payload,
) -> Result<Value, String> {
    let body = sent.body.as_deref().map(serde_json::from_slice).transpose().map_err(|error| error.to_string())?;
    if (payload == Payload::Multipart) != sent.form.is_some() {
        return Err("a form is there for operations that have one, and for no others".to_owned());
    }
    // What removes has none where the path says all.
    let is_said =
        sent.method() == Method::Delete && wanted.as_object().is_some_and(|wanted| wanted.len() == path.len());
    if (payload == Payload::Json && !is_said) != sent.body.is_some() {
        return Err("a body is there for operations that have one, and for no others".to_owned());
    }
    if payload != Payload::Query && !sent.query.is_empty() {
        return Err(format!("there is a query: {}", sent.query));
    }
    let mut arguments = match body {
        Some(Value::Object(fields)) => fields,
        None => sent.form.iter().flatten().map(|(name, text)| (name.clone(), Value::from(text.as_str()))).collect(),
        Some(whole) if path.is_empty() => return Ok(whole),
        Some(body) => return Err(format!("{body} has no place for what is in the path")),
    };
    let pairs = sent.query.split('&').filter_map(|pair| pair.split_once('='));
    for (name, value) in path.iter().copied().chain(pairs) {
        let text = percent_decode_str(value).decode_utf8().map_err(|error| error.to_string())?;
        if let Some(list) = name.strip_suffix("%5B%5D") {
            // A list repeats its name.
            let items = arguments.entry(list).or_insert_with(|| Value::Array(Vec::new()));
            items.as_array_mut().ok_or(format!("`{list}` is sent twice"))?.push(Value::from(text));
            continue;
        }
        // On the wire it is text, whatever it is in JSON.
        let value = match wanted.get(name) {
            Some(Value::String(_)) | None => Value::from(text),
            Some(_) => serde_json::from_str(&text).map_err(|error| error.to_string())?,
        };
        if arguments.insert(name.to_owned(), value).is_some() {
            return Err(format!("`{name}` is sent twice"));
        }
    }
    Ok(Value::Object(arguments))
}
