//! The SDK's operations as values, so that a test can go through all of them.

use std::pin::Pin;

use bytes::Bytes;
use http::{HeaderMap, Request};
use livechat_sdk::{
    ApiError, Client, Endpoint, Error,
    endpoint::{Decoded, EncodedRequest, Meta, ResponseFormat, Route, decode, encode_for, read_response},
};
use serde_json::Value;

/// An operation without its types: requests and answers are JSON here.
pub(crate) struct Operation {
    pub(crate) resource: &'static str,
    /// The name of its type.
    pub(crate) name: &'static str,
    pub(crate) meta: Meta,
    encode: fn(&Value, &Route) -> Result<EncodedRequest, String>,
    decode: Decode,
    reread: fn(&str) -> Result<Value, String>,
    read_response: ReadResponse,
    refuse: fn(Client, &Value) -> Rejection,
}

/// A body to the response, and the pointers of what was left out.
type ReadResponse = fn(&str) -> Result<(Value, Vec<String>), String>;

/// Path arguments, query and body to arguments.
type Decode = fn(&[(&str, &str)], &str, &[u8]) -> Result<Value, String>;

type Rejection = Pin<Box<dyn Future<Output = Result<Box<ApiError>, String>>>>;

impl Operation {
    fn of<E: Endpoint>(resource: &'static str, name: &'static str) -> Self {
        Self {
            resource,
            name,
            meta: E::META,
            encode: |arguments, route| encode_for(&read::<E>(arguments)?, route).map_err(|error| error.to_string()),
            decode: |path_arguments, query, body| {
                let request = decode::<E>(path_arguments, query, body).map_err(|error| error.to_string())?;
                Ok(serde_json::to_value(request).unwrap())
            },
            reread: |answer| {
                let answer: E::Response = serde_json::from_str(answer).map_err(|error| error.to_string())?;
                Ok(serde_json::to_value(answer).unwrap())
            },
            read_response: |answer| {
                let response = read_response::<E>(200, &HeaderMap::new(), answer.as_bytes());
                let Decoded { body, omitted, .. } = response.map_err(|error| error.to_string())?;
                let omitted = omitted.into_iter().map(|omission| omission.pointer).collect();
                Ok((serde_json::to_value(body).unwrap(), omitted))
            },
            refuse: |client, arguments| {
                let request = read::<E>(arguments);
                Box::pin(async move {
                    match client.send(request?).await {
                        Err(Error::Api(error)) => Ok(error),
                        other => Err(format!("{other:?} is no error response")),
                    }
                })
            },
        }
    }

    /// The folder of its fixtures.
    pub(crate) fn folder(&self) -> String {
        let mut folder = self.resource.to_owned();
        for letter in self.name.chars() {
            if letter.is_uppercase() {
                folder.push(if folder == self.resource { '/' } else { '_' });
            }
            folder.push(letter.to_ascii_lowercase());
        }
        folder
    }

    /// What the SDK sends at one of the routes for these arguments.
    pub(crate) fn encode(&self, arguments: &Value, route: &Route) -> Result<EncodedRequest, String> {
        (self.encode)(arguments, route)
    }

    /// The request that the SDK sends at one of the routes, with a login that only replay takes for one.
    pub(crate) fn request(&self, arguments: &Value, route: &Route) -> Result<Request<Bytes>, String> {
        let encoded = self.encode(arguments, route)?;
        let query = if encoded.query.is_empty() { String::new() } else { format!("?{}", encoded.query) };
        let content_type = if encoded.form.is_some() { "multipart/form-data; boundary=b" } else { "application/json" };
        let mut request = Request::builder()
            .method(encoded.method().as_str())
            .uri(format!("{}{query}", encoded.path))
            .header("content-type", content_type)
            .header("x-user-id", "rbAXPnMktTFbNpwtJ")
            .header("x-auth-token", "RScctEHSmLGZGywfIhWyRpyofhKOiMoUIpimhvheU3f");
        if let Some((name, value)) = encoded.header {
            request = request.header(name, value);
        }
        let body = match &encoded.form {
            Some(fields) => form(fields),
            None => encoded.body.unwrap_or_default(),
        };
        request.body(body.into()).map_err(|error| error.to_string())
    }

    /// The arguments that a server reads from a request.
    pub(crate) fn decode(&self, path_arguments: &[(&str, &str)], query: &str, body: &[u8]) -> Result<Value, String> {
        (self.decode)(path_arguments, query, body)
    }

    /// A successful answer as JSON: one that is a text is the string of it.
    pub(crate) fn answer(&self, text: &str) -> Value {
        match self.meta.response_format() {
            ResponseFormat::Text => Value::from(text),
            _ => serde_json::from_str(text).unwrap_or_else(|error| panic!("{}: {error}: {text}", self.name)),
        }
    }

    /// What is left of an answer that went through the SDK's type.
    pub(crate) fn reread(&self, answer: &str) -> Result<Value, String> {
        (self.reread)(answer)
    }

    /// What the SDK reads from an answer, and the places of what it leaves out.
    pub(crate) fn read_response(&self, answer: &str) -> Result<(Value, Vec<String>), String> {
        (self.read_response)(answer)
    }

    /// The error response that a call meets.
    pub(crate) fn refuse(&self, client: Client, arguments: &Value) -> Rejection {
        (self.refuse)(client, arguments)
    }
}

fn read<E: Endpoint>(arguments: &Value) -> Result<E, String> {
    serde_json::from_value(arguments.clone()).map_err(|error| error.to_string())
}

/// A form of the boundary `b`, with these fields and a file.
pub(crate) fn form(fields: &[(String, String)]) -> Vec<u8> {
    let mut form = String::new();
    for (name, text) in fields {
        form += &format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
    }
    form += "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"order.txt\"\r\n";
    form += "content-type: text/plain\r\n\r\nTwo of each.\r\n--b--\r\n";
    form.into_bytes()
}

/// Every operation of the catalogue.
pub(crate) fn operations() -> Vec<Operation> {
    macro_rules! operations {
        ($($resource:ident { $($name:ident,)* })*) => {
            vec![$($(
                Operation::of::<livechat_sdk::$resource::$name>(stringify!($resource), stringify!($name)),
            )*)*]
        };
    }
    livechat_sdk::for_each_endpoint!(operations)
}

/// The values of a path's arguments, if the path is one of this template.
pub(crate) fn path_arguments<'a>(template: &'a str, path: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    if template.split('/').count() != path.split('/').count() {
        return None;
    }
    let mut arguments = Vec::new();
    for (wanted, found) in template.split('/').zip(path.split('/')) {
        match wanted.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => arguments.push((name, found)),
            None if wanted == found => {}
            None => return None,
        }
    }
    Some(arguments)
}
