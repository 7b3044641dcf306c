use std::{
    env, fs,
    io::{self, Write},
    path::Path,
};

use livechat_sdk::endpoint::{Method, Route};
use serde_json::Value;

/// The description, with all references followed.
pub(crate) struct Description(Value);

/// What the description says about an operation.
pub(crate) struct Documented<'a> {
    /// What it says about every operation of the path.
    path: &'a Value,
    operation: &'a Value,
    /// The route that it describes.
    pub(crate) route: Route,
}

/// A parameter of the path, the query or the headers.
pub(crate) struct Parameter<'a> {
    pub(crate) name: &'a str,
    pub(crate) place: &'a str,
    pub(crate) required: bool,
    pub(crate) schema: &'a Value,
}

impl Description {
    /// Reads the file that the environment names, or the one beside the checkout; says so where there is none.
    pub(crate) fn find() -> Option<Self> {
        let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/api/omnichannel.yaml");
        let file = match env::var_os("LIVECHAT_OPENAPI") {
            Some(file) => file.into(),
            None if beside.exists() => beside,
            None => {
                // Not by `println!`, which nobody sees of a test that passes.
                let _ =
                    writeln!(io::stderr(), "SKIPPED: there is no OpenAPI description; LIVECHAT_OPENAPI can name one");
                return None;
            }
        };
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let document: Value = serde_saphyr::from_str(&text).unwrap();
        let mut resolved = document.clone();
        follow_references(&mut resolved, &document);
        Some(Self(resolved))
    }

    pub(crate) fn operation(&self, method: Method, route: &Route) -> Option<Documented<'_>> {
        let path = self.0["paths"].get(route.template())?;
        let operation = path.get(method.as_str().to_ascii_lowercase())?;
        Some(Documented { path, operation, route: *route })
    }
}

/// Puts what a reference names in its place. No schema of the description contains itself.
fn follow_references(value: &mut Value, document: &Value) {
    while let Some(reference) = value.get("$ref").and_then(Value::as_str) {
        let pointer = reference.strip_prefix('#').expect("references stay within the file");
        *value = document.pointer(pointer).unwrap_or_else(|| panic!("there is no {reference}")).clone();
    }
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| follow_references(item, document)),
        Value::Object(fields) => fields.values_mut().for_each(|field| follow_references(field, document)),
        _ => {}
    }
}

impl Documented<'_> {
    pub(crate) fn parameters(&self) -> Vec<Parameter<'_>> {
        let lists = [self.path, self.operation].map(|place| place["parameters"].as_array());
        let parameters = lists.into_iter().flatten().flatten();
        parameters
            .map(|parameter| Parameter {
                name: parameter["name"].as_str().unwrap(),
                place: parameter["in"].as_str().unwrap(),
                required: parameter["required"] == true,
                schema: &parameter["schema"],
            })
            .collect()
    }

    /// The schema of the body.
    pub(crate) fn body(&self) -> Option<&Value> {
        self.operation.pointer("/requestBody/content/application~1json/schema")
    }

    /// The examples of the body.
    pub(crate) fn body_examples(&self) -> Vec<&Value> {
        let content = self.operation.pointer("/requestBody/content/application~1json");
        content.map(examples).unwrap_or_default()
    }

    /// The schema of the answer with this status.
    pub(crate) fn schema(&self, status: u16) -> Option<&Value> {
        content(self.operation.pointer(&format!("/responses/{status}"))?)?.get("schema")
    }

    /// The examples of answers, with their status.
    pub(crate) fn answers(&self) -> Vec<(u16, &Value)> {
        let answers = self.operation["responses"].as_object().into_iter().flatten();
        answers
            .flat_map(|(status, answer)| {
                content(answer)
                    .map(examples)
                    .unwrap_or_default()
                    .into_iter()
                    .map(|example| (status.parse().unwrap(), example))
            })
            .collect()
    }
}

/// What an answer consists of: JSON, or a text.
fn content(answer: &Value) -> Option<&Value> {
    answer.pointer("/content/application~1json").or_else(|| answer.pointer("/content/text~1plain"))
}

fn examples(content: &Value) -> Vec<&Value> {
    let named = content["examples"].as_object().into_iter().flatten().map(|(_, example)| &example["value"]);
    named.chain(content.get("example")).collect()
}
