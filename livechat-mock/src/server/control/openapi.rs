//! The description of what the server takes, as an OpenAPI document: the operations, by the contracts of its version, and
//! the control routes.

use std::collections::BTreeMap;

use bytes::Bytes;
use livechat_sdk::endpoint::{Auth, Payload, ResponseFormat, Route};
use serde_json::{Map, Value, json};

use super::{
    Call,
    answer::Result,
    bodies,
    route::{self, Handle},
};
use crate::{ServerVersion, catalogue::catalogue, contract::Contract, operation::Operation};

/// The one route whose body may be left out.
const LOG_IN: &str = "/__livechat-mock/agent/login";

pub(super) fn give(call: &Call<'_>) -> Result<Bytes> {
    Ok(document(call.state.version(), call.routes()).to_string().into())
}

fn document(version: ServerVersion, control: &[route::Route]) -> Value {
    let mut paths = Paths::default();
    for operation in catalogue().operations().iter().filter(|operation| operation.is_in(version)) {
        for (number, route) in operation.meta.routes().enumerate() {
            let names = paths.add(route.template(), operation.meta.method().as_str());
            paths.describe(described(operation, route, names, number == 0, version));
        }
    }
    for route in control {
        let names = paths.add(route.path, route.method.as_str());
        paths.describe(described_control(route, &names));
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "livechat-mock",
            "version": env!("CARGO_PKG_VERSION"),
            "description": format!("A Rocket.Chat {version} Livechat server that runs in memory, and its control routes."),
        },
        "paths": paths.items,
        "components": {
            "securitySchemes": {
                "userId": {"type": "apiKey", "in": "header", "name": "X-User-Id"},
                "authToken": {"type": "apiKey", "in": "header", "name": "X-Auth-Token"},
                "controlKey": {"type": "apiKey", "in": "header", "name": "x-livechat-mock-key"},
            },
            "responses": {"Error": shared_error("application/json"), "AnyError": shared_error("*/*")},
        },
    })
}

fn shared_error(media_type: &str) -> Value {
    json!({
        "description": "An error response; the header x-livechat-mock-hint may say what was probably meant",
        "headers": {"x-livechat-mock-hint": {"schema": {"type": "string"}}},
        "content": {(media_type): {"schema": {}}},
    })
}

/// The paths so far. Two that differ in the names of their arguments alone would be the same.
#[derive(Default)]
struct Paths {
    /// The path of each form.
    forms: BTreeMap<Vec<String>, String>,
    items: Map<String, Value>,
    /// Where the next description belongs.
    place: (String, String),
}

impl Paths {
    /// Goes to a path, under the name that it has already; gives the names of its arguments there.
    fn add(&mut self, template: &str, method: &str) -> Vec<String> {
        let is_argument = |segment: &&str| segment.starts_with('{');
        let form = template.split('/').map(|segment| if is_argument(&segment) { "{}" } else { segment }.to_owned());
        let path = self.forms.entry(form.collect()).or_insert_with(|| template.to_owned());
        let arguments = path.split('/').filter(is_argument);
        let names = arguments.map(|segment| segment.trim_matches(['{', '}']).to_owned()).collect();
        self.place = (path.clone(), method.to_ascii_lowercase());
        names
    }

    /// Describes what is there. What was there first stays.
    fn describe(&mut self, description: Value) {
        let (path, method) = &self.place;
        let item = self.items.entry(path.clone()).or_insert_with(|| json!({}));
        if item.get(method).is_none() {
            item[method] = description;
        }
    }
}

fn described(
    operation: &Operation,
    route: &Route,
    path_arguments: Vec<String>,
    is_first: bool,
    version: ServerVersion,
) -> Value {
    let Operation { meta, info, .. } = operation;
    let contract = operation.contracts.of(version);
    let mut parameters: Vec<_> = path_arguments.into_iter().map(|name| path_argument(&name)).collect();
    if let Some(header) = meta.header_argument().filter(|header| route.arguments().all(|name| name != header.argument))
    {
        parameters.push(json!({"name": header.name, "in": "header", "required": true, "schema": {"type": "string"}}));
    }
    if let Some(name) = meta.query_argument() {
        parameters.push(json!({"name": name, "in": "query", "schema": {"type": "string"}}));
    }
    if meta.payload() == Payload::Query {
        parameters.extend(query(contract, route));
    }
    let mut description = json!({
        "tags": [info.map_or("auxiliary", |info| info.resource)],
        "summary": info.map_or_else(|| meta.operation().to_string(), |info| format!("{}::{}", info.resource, info.name)),
        "parameters": parameters,
        "responses": {"200": success(operation), "default": error(operation.has_own_media_types)},
        "security": match meta.auth() {
            Auth::Login => json!([{"userId": [], "authToken": []}]),
            _ => json!([]),
        },
    });
    if let Some(info) = info.filter(|_| is_first) {
        description["operationId"] = info.name.into();
    }
    let permissions = meta.required_permissions().names();
    if !permissions.is_empty() {
        description["description"] = format!("Needs {}.", permissions.join(", ")).into();
    }
    let body = match meta.payload() {
        Payload::Json => Some(("application/json", contract.json_schema())),
        Payload::Multipart => Some((
            "multipart/form-data",
            json!({"type": "object", "properties": {"file": {"type": "string", "contentMediaType": "application/octet-stream"}}}),
        )),
        _ => None,
    };
    if let Some((media_type, schema)) = body {
        description["requestBody"] = json!({"content": {(media_type): {"schema": schema}}});
    }
    description
}

fn path_argument(name: &str) -> Value {
    json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}})
}

/// The arguments that travel in the query: all that are known, or any.
fn query(contract: &Contract, route: &Route) -> Vec<Value> {
    let Some(fields) = contract.fields() else {
        let any = json!({"type": "object", "additionalProperties": true});
        return vec![json!({"name": "arguments", "in": "query", "style": "form", "explode": true, "schema": any})];
    };
    let in_query = fields.into_iter().filter(|(name, ..)| route.arguments().all(|argument| argument != *name));
    let parameter = |(name, required, schema): (&str, bool, Value)| json!({"name": name, "in": "query", "required": required, "schema": schema});
    in_query.map(parameter).collect()
}

fn success(operation: &Operation) -> Value {
    let media_type = match operation.meta.response_format() {
        _ if operation.has_own_media_types => "*/*",
        ResponseFormat::Text => "text/plain",
        _ => "application/json",
    };
    let mut content = json!({"schema": {}});
    if let Some(example) = operation.example() {
        content["example"] = serde_json::from_str(example).unwrap_or_else(|_| example.into());
    }
    json!({"description": "A success, with the documented example", "content": {(media_type): content}})
}

fn error(has_own_media_types: bool) -> Value {
    let name = if has_own_media_types { "AnyError" } else { "Error" };
    json!({"$ref": format!("#/components/responses/{name}")})
}

fn described_control(route: &route::Route, path_arguments: &[String]) -> Value {
    let schema = match route.handle {
        Handle::Fields(_) => json!({
            "type": "object",
            "required": ["success"],
            "properties": {"success": {"const": true}},
        }),
        Handle::Document(_) => json!({"type": "object"}),
    };
    let mut description = json!({
        "tags": ["control"],
        "summary": route.does,
        "parameters": path_arguments.iter().map(|name| path_argument(name)).collect::<Vec<_>>(),
        "responses": {
            "200": {"description": "A success", "content": {"application/json": {"schema": schema}}},
            "default": error(false),
        },
        "security": [{}, {"controlKey": []}],
    });
    if let (Some(schema), Ok(example)) = (bodies::schema(route), serde_json::from_str::<Value>(route.takes)) {
        let content = json!({"application/json": {"schema": schema, "example": example}});
        description["requestBody"] = json!({"required": route.path != LOG_IN, "content": content});
    }
    description
}
