//! A published description of the API: its examples and schemas against the types, its arguments against the contracts.

use livechat_sdk::{
    ENDPOINTS, EndpointInfo, JsonObject,
    endpoint::{Payload, ResponseFormat, Route},
};
use serde_json::Value;

use super::{
    Check, CheckError,
    read::{self, Reading, Types},
    report::{Difference, OperationReport, Outcome, Report, Shape},
};
use crate::{
    ServerVersion, catalogue::catalogue, contract::Dialect, json::join, operation::Operation, router::is_same_path,
};

/// How deep schemas are followed: some contain themselves.
const DEPTH: usize = 16;
/// How many values are made of one at most: those that contain themselves several times grow fast.
const VALUES: usize = 10_000;

pub(super) fn read(check: &Check, text: &str) -> Result<Report, CheckError> {
    let no_description = |reason: String| CheckError::File { what: "OpenAPI description", reason };
    let document: Value = if text.trim_start().starts_with('{') {
        serde_json::from_str(text).map_err(|error| no_description(error.to_string()))?
    } else {
        // The first line says what it is, the others show where.
        let first_line = |error: String| error.lines().next().unwrap_or_default().to_owned();
        serde_saphyr::from_str(text).map_err(|error| no_description(first_line(error.to_string())))?
    };
    let is_one = document.get("openapi").and_then(Value::as_str).is_some_and(|version| version.starts_with("3."));
    if !is_one {
        return Err(no_description("it does not begin with `openapi: 3.`".to_owned()));
    }
    let Some(paths) = document.get("paths").and_then(Value::as_object) else {
        return Err(no_description("it has no paths".to_owned()));
    };
    let description = Description { document: &document, paths };
    let operations: Vec<_> =
        ENDPOINTS.iter().filter(|info| check.looks_at(info)).map(|info| description.check(info)).collect();
    if operations.iter().all(|it| it.outcome == Outcome::NotThere) {
        return Err(no_description("it has none of the operations that are looked at".to_owned()));
    }
    Ok(Report { server: None, nearest: None, operations })
}

struct Description<'a> {
    document: &'a Value,
    paths: &'a JsonObject,
}

impl<'a> Description<'a> {
    fn check(&self, info: &'static EndpointInfo) -> OperationReport {
        let found = info.meta.routes().find_map(|route| Some((route, self.find(info, route)?)));
        let (Some((route, (item, described))), Some(types)) = (found, read::types(info.name)) else {
            return OperationReport::new(info, Outcome::NotThere, None);
        };
        let mut report = OperationReport::new(info, Outcome::Ok, None);
        for (context, status, body) in self.responses(described) {
            let (differences, shape) = read_response(types, status, &body);
            report.add(differences.into_iter().map(|it| it.about(&context)));
            report.shape.merge(shape);
        }
        if let Some(body) = self.follow(described.get("requestBody")).and_then(|body| self.json_of(body)) {
            for (context, example) in self.examples(body, "an example of the body") {
                // Arguments of the path stand in none.
                let mut arguments = example.clone();
                if let Value::Object(fields) = &mut arguments {
                    for name in route.arguments() {
                        fields.entry(name).or_insert_with(|| "text".into());
                    }
                }
                report.add(types.read_arguments(&arguments).map(|it| it.about(context)));
            }
        }
        if let Some(operation) = catalogue().of(info) {
            report.add(self.arguments(operation, route, item, described));
        }
        report
    }

    /// What is said of an operation, and of all of its path.
    fn find(&self, info: &EndpointInfo, route: &Route) -> Option<(&'a Value, &'a Value)> {
        let item = self.paths.iter().find(|(path, _)| is_same_path(path, route.template())).map(|(_, item)| item)?;
        let item = self.follow(Some(item))?;
        Some((item, item.get(info.meta.method().as_str().to_ascii_lowercase())?))
    }

    /// Follows references within the document.
    fn follow(&self, value: Option<&'a Value>) -> Option<&'a Value> {
        let mut value = value?;
        for _ in 0..DEPTH {
            match value.get("$ref").and_then(Value::as_str) {
                Some(reference) => value = self.document.pointer(reference.strip_prefix('#')?)?,
                None => return Some(value),
            }
        }
        None
    }

    /// What stands for the JSON, or the text, of a body.
    fn json_of(&self, body: &'a Value) -> Option<&'a Value> {
        let content = body.get("content")?;
        self.follow(content.get("application/json").or_else(|| content.get("text/plain")))
    }

    /// The examples and the schemas of successful responses, with what they are and their status.
    fn responses(&self, described: &'a Value) -> Vec<(String, u16, Value)> {
        let mut found = Vec::new();
        for (status, response) in described.get("responses").and_then(Value::as_object).into_iter().flatten() {
            let Some(status) = status.parse().ok().filter(|status| (200..300).contains(status)) else { continue };
            let Some(content) = self.follow(Some(response)).and_then(|response| self.json_of(response)) else {
                continue;
            };
            let examples = self.examples(content, "an example of the response");
            found.extend(examples.into_iter().map(|(context, example)| (context, status, example.clone())));
            if let Some(schema) = self.follow(content.get("schema")) {
                let mut budget = VALUES;
                let example = self.full_example(schema, DEPTH, &mut budget);
                found.push(("the schema of the response".to_owned(), status, example.unwrap_or_default()));
            }
        }
        found
    }

    fn examples(&self, content: &'a Value, what: &str) -> Vec<(String, &'a Value)> {
        let named = content.get("examples").and_then(Value::as_object).into_iter().flatten();
        let named = named.filter_map(|(name, example)| {
            Some((format!("{what}, {name:?}"), self.follow(Some(example))?.get("value")?))
        });
        named.chain(content.get("example").map(|example| (what.to_owned(), example))).collect()
    }

    /// A value that fits a schema, with every property that the schema has; `None` where it is too deep, or there are too many.
    fn full_example(&self, schema: &'a Value, depth: usize, budget: &mut usize) -> Option<Value> {
        *budget = budget.checked_sub(1)?;
        let depth = depth.checked_sub(1)?;
        let schema = self.follow(Some(schema))?;
        if let Some(example) = schema.get("example").or_else(|| schema.pointer("/enum/0")) {
            return Some(example.clone());
        }
        if let Some(parts) = schema.get("allOf").and_then(Value::as_array) {
            let mut whole = JsonObject::new();
            for part in parts {
                if let Some(Value::Object(fields)) = self.full_example(part, depth, budget) {
                    whole.extend(fields);
                }
            }
            return Some(Value::Object(whole));
        }
        let first_of = |name: &str| schema.get(name).and_then(|list| list.get(0));
        if let Some(alternative) = first_of("oneOf").or_else(|| first_of("anyOf")) {
            return self.full_example(alternative, depth, budget);
        }
        Some(match schema.get("type").and_then(Value::as_str) {
            // Times are described as texts, with or without a format. A time is a text, too.
            Some("string") => "2024-10-21T14:10:56.529Z".into(),
            Some("array") => {
                let item = schema.get("items").and_then(|items| self.full_example(items, depth, budget));
                Value::Array(item.into_iter().collect())
            }
            Some("integer" | "number") => 1.into(),
            Some("boolean") => true.into(),
            _ => {
                let mut whole = JsonObject::new();
                for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
                    whole.extend(self.full_example(property, depth, budget).map(|value| (name.clone(), value)));
                }
                Value::Object(whole)
            }
        })
    }

    /// What the description and the newest contract say differently about arguments.
    fn arguments(
        &self,
        operation: &Operation,
        route: &Route,
        item: &'a Value,
        described: &'a Value,
    ) -> Vec<Difference> {
        let checked = operation.contracts.of(ServerVersion::default());
        let Some(contract) = checked.fields() else { return Vec::new() };
        let described = match operation.meta.payload() {
            Payload::Query => self.in_query(item, described),
            Payload::Json => self.in_body(described),
            _ => return Vec::new(),
        };
        let in_path = |name: &str| route.arguments().any(|argument| argument == name);
        let is_required = |required: bool| if required { "required" } else { "optional" };
        let mut found = Vec::new();
        for (name, required, schema) in &contract {
            let pointer = join("", name);
            match described.iter().find(|it| it.name == *name) {
                _ if in_path(name) => {}
                None if *required => found.push(Difference::new(pointer, "a required argument", "nothing")),
                None => {}
                Some(it) if it.is_required != *required => {
                    found.push(Difference::new(
                        pointer,
                        format!("an argument that is {}", is_required(*required)),
                        format!("one that is {}", is_required(it.is_required)),
                    ));
                }
                Some(it) => found.extend(self.type_difference(pointer, schema, it)),
            }
        }
        let is_closed = !matches!(checked.dialect, Dialect::Param) && is_closed(&checked.json_schema());
        let is_known = |it: &Described<'_>| contract.iter().any(|(name, ..)| *name == it.name) || in_path(it.name);
        let unknown = described.iter().filter(|it| is_closed && !is_known(it));
        found
            .extend(unknown.map(|it| Difference::new(join("", it.name), "nothing", "an argument that servers refuse")));
        found.into_iter().map(|it| it.about("the arguments")).collect()
    }

    fn in_query(&self, item: &'a Value, described: &'a Value) -> Vec<Described<'a>> {
        let lists = [item, described].into_iter().filter_map(|it| it.get("parameters")?.as_array());
        let parameters = lists.flatten().filter_map(|parameter| self.follow(Some(parameter)));
        let in_query = parameters.filter(|it| it.get("in").is_some_and(|place| place == "query"));
        in_query
            .filter_map(|it| {
                let name = it.get("name")?.as_str()?;
                let is_required = it.get("required").is_some_and(|required| *required == true);
                // A query is text, whatever its type is called.
                Some(Described { name: name.trim_end_matches("[]"), is_required, kind: None })
            })
            .collect()
    }

    fn in_body(&self, described: &'a Value) -> Vec<Described<'a>> {
        let body = self.follow(described.get("requestBody")).and_then(|body| self.json_of(body));
        let Some(schema) = body.and_then(|body| self.follow(body.get("schema"))) else { return Vec::new() };
        let required = schema.get("required").and_then(Value::as_array);
        let is_required = |name: &str| required.is_some_and(|names| names.iter().any(|it| it == name));
        let properties = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
        properties
            .map(|(name, property)| {
                let kind = self.follow(Some(property)).and_then(|property| property.get("type")?.as_str());
                Described { name, is_required: is_required(name), kind }
            })
            .collect()
    }

    /// Where the type of an argument of a body is another one than servers take.
    fn type_difference(&self, pointer: String, schema: &Value, described: &Described<'_>) -> Option<Difference> {
        let found = described.kind?;
        let taken: Vec<_> = schema.get("type")?.as_array()?.iter().filter_map(Value::as_str).collect();
        let is_taken = taken.iter().any(|kind| *kind == found || (*kind == "number" && found == "integer"));
        (!is_taken).then(|| Difference::new(pointer, taken.join(" or "), found))
    }
}

/// Whether an object that complies has no fields but those that the schema names.
fn is_closed(schema: &Value) -> bool {
    let alternatives = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Value::as_array);
    match alternatives {
        Some(alternatives) => alternatives.iter().all(is_closed),
        None => schema.get("additionalProperties").is_some_and(|rest| *rest == false),
    }
}

/// An argument, as it is described.
struct Described<'a> {
    name: &'a str,
    is_required: bool,
    kind: Option<&'a str>,
}

fn read_response(types: &Types, status: u16, body: &Value) -> (Vec<Difference>, Shape) {
    let text = match body {
        Value::String(text) if types.info.meta.response_format() == ResponseFormat::Text => text.clone(),
        body => body.to_string(),
    };
    match types.read(status, text.as_bytes()) {
        Reading::Read(differences) => (differences, Shape::of(body)),
        Reading::Refused(_) => {
            (vec![Difference::new("/success", "a response of success", "an error response")], Shape::default())
        }
    }
}
