//! What the description says, operation by operation.
//!
//! The outline are our own notes of it, in `outline.jsonl`, a line for each operation. They have the names, types and places of
//! everything, and none of the description's texts: examples keep their form, and of the error responses there is a
//! fingerprint. Where there is a copy of the description, the notes are compared with it.

use std::{
    collections::BTreeMap,
    env, fmt, fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use livechat_sdk::endpoint::{Method, Route};
use serde_json::Value;

use super::outline;
use crate::operations::operations;

/// The operations that the description has, of those of the catalogue.
pub(crate) struct Description(Vec<Described>);

/// What the description says about an operation.
pub(crate) struct Described {
    pub(super) method: String,
    pub(super) path: String,
    pub(crate) parameters: Vec<Parameter>,
    /// The schema of the body.
    pub(crate) body: Option<Value>,
    /// The examples of the body.
    pub(crate) body_examples: Vec<Value>,
    /// The schema of a successful answer.
    pub(crate) schema: Option<Value>,
    /// The examples of successful answers.
    pub(crate) answers: Vec<Value>,
    pub(crate) error_responses: Vec<ErrorResponse>,
}

/// A parameter of the path, the query or the headers.
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) place: String,
    pub(crate) required: bool,
    pub(crate) schema: Value,
}

/// The example of an error response.
pub(crate) struct ErrorResponse {
    pub(super) status: u16,
    /// The fingerprint of the body.
    pub(super) body: String,
    /// The fingerprint of the text in it.
    pub(super) text: String,
    /// The body itself, where it is known.
    pub(super) example: Option<Value>,
}

impl Description {
    /// The outline, and what was published. Says so where there is no copy of that.
    pub(crate) fn all() -> Vec<Self> {
        let published = Self::published();
        if published.is_none() {
            // Not by `println!`, which nobody sees of a test that passes.
            let _ = writeln!(
                io::stderr(),
                "SKIPPED: the OpenAPI description word by word; LIVECHAT_OPENAPI can name one. Its outline is checked"
            );
        }
        [Some(Self::outlined()), published].into_iter().flatten().collect()
    }

    /// What was published, if the environment names a copy or one lies beside the checkout.
    fn published() -> Option<Self> {
        let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/api/omnichannel.yaml");
        let file = match env::var_os("LIVECHAT_OPENAPI") {
            Some(file) => file.into(),
            None if beside.exists() => beside,
            None => return None,
        };
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let document: Value = serde_saphyr::from_str(&text).unwrap();
        let mut resolved = document.clone();
        follow_references(&mut resolved, &document);
        let mut described = BTreeMap::new();
        for operation in operations() {
            for route in operation.meta.routes() {
                let (method, path) = (operation.meta.method(), route.template());
                let Some(item) = resolved["paths"].get(path) else { continue };
                if let Some(found) = item.get(method.as_str().to_ascii_lowercase()) {
                    described.insert((path, method.as_str()), Described::read(method, path, item, found));
                }
            }
        }
        Some(Self(described.into_values().collect()))
    }

    /// Our notes.
    fn outlined() -> Self {
        let text = fs::read_to_string(outline_file()).unwrap();
        Self(text.lines().map(outline::read).collect())
    }

    pub(crate) fn operation(&self, method: Method, route: &Route) -> Option<&Described> {
        self.0.iter().find(|described| described.method == method.as_str() && described.path == route.template())
    }
}

fn outline_file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/openapi/outline.jsonl")
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

impl Described {
    /// Reads an operation, and what is said about every operation of its path.
    fn read(method: Method, path: &str, item: &Value, operation: &Value) -> Self {
        let parameters = [item, operation].into_iter().flat_map(|place| place["parameters"].as_array()).flatten();
        let body = operation.pointer("/requestBody/content/application~1json");
        let responses = || operation["responses"].as_object().into_iter().flatten();
        let examples_of = |is_wanted: fn(u16) -> bool| {
            let all = responses().map(|(status, answer)| (status.parse().unwrap(), answer));
            all.filter(move |(status, _)| is_wanted(*status)).flat_map(|(status, answer)| {
                let examples = content(answer).map(examples).unwrap_or_default();
                examples.into_iter().map(move |example| (status, example))
            })
        };
        Self {
            method: method.as_str().to_owned(),
            path: path.to_owned(),
            parameters: parameters.map(Parameter::read).collect(),
            body: body.and_then(|body| body.get("schema")).cloned(),
            body_examples: body.map(examples).unwrap_or_default().into_iter().cloned().collect(),
            schema: operation.pointer("/responses/200").and_then(content).and_then(|ok| ok.get("schema")).cloned(),
            answers: examples_of(|status| status < 300).map(|(_, example)| example.clone()).collect(),
            error_responses: examples_of(|status| status >= 400)
                .map(|(status, example)| ErrorResponse::of(status, example))
                .collect(),
        }
    }
}

impl Parameter {
    fn read(parameter: &Value) -> Self {
        Self {
            name: parameter["name"].as_str().unwrap().to_owned(),
            place: parameter["in"].as_str().unwrap().to_owned(),
            required: parameter["required"] == true,
            schema: parameter["schema"].clone(),
        }
    }
}

impl ErrorResponse {
    pub(crate) fn of(status: u16, body: &Value) -> Self {
        let text = body.get("error").or(body.get("message")).and_then(Value::as_str).unwrap_or_default();
        let (body, text, example) = (outline::fingerprint(body), outline::fingerprint(&text.into()), body.clone());
        Self { status, body, text, example: Some(example) }
    }

    /// Whether both are the same response, in whatever notation.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        (self.status, &self.body) == (other.status, &other.body)
    }

    /// Whether it has this status and text, given as `400 text`.
    pub(crate) fn says(&self, status_and_text: &str) -> bool {
        let (status, text) = status_and_text.split_once(' ').unwrap();
        status == self.status.to_string() && outline::fingerprint(&text.into()) == self.text
    }
}

impl fmt::Display for ErrorResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let example = self.example.as_ref().map_or_else(|| format!("of fingerprint {}", self.body), Value::to_string);
        write!(f, "{} {example}", self.status)
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

#[test]
fn the_outline_is_that_of_the_description() {
    let Some(Description(published)) = Description::published() else {
        let _ = writeln!(io::stderr(), "SKIPPED: there is no OpenAPI description to compare its outline with");
        return;
    };
    let outline: String = published.iter().map(|described| outline::write(described) + "\n").collect();
    if fs::read_to_string(outline_file()).ok().as_ref() != Some(&outline) {
        fs::write(outline_file(), outline).unwrap();
        panic!("{} was out of date and has been written anew: commit it", outline_file().display());
    }
}
