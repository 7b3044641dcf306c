//! A request for an operation, and whether its arguments are what the operation takes.

use bytes::Bytes;
use http::Request;
use livechat_sdk::{JsonObject, endpoint::Payload};
use serde_json::Value;

use super::{
    body::{self, Body, form_pairs},
    multipart::{Form, FormError},
};
use crate::{
    ServerError, ServerVersion, hint,
    router::{Arguments, InPath, Operation, decode_segment},
    shape::{Style, check_body, check_query, conforms},
};

/// A request that is for an operation.
pub(super) struct Incoming<'a> {
    pub(super) operation: &'static Operation,
    /// The operation's place in the table.
    pub(super) index: usize,
    pub(super) in_path: &'a InPath<'a>,
    pub(super) request: &'a Request<Bytes>,
}

impl<'a> Incoming<'a> {
    /// Checks the arguments as the server does.
    pub(super) fn check(&self, version: ServerVersion) -> Result<Checked<'a>, ServerError> {
        let (shape, in_path) = (&self.operation.shape, self.in_path);
        let query = match self.operation.meta.payload() {
            Payload::Json => {
                if let Some(text) = self.conforming_body() {
                    return Ok(Arguments::Json(text).into());
                }
                return self.check_body(version);
            }
            Payload::Query => self.request.uri().query().unwrap_or_default(),
            Payload::Multipart => return self.check_form(),
            _ => "",
        };
        if shape.style != Style::Unchecked {
            let names: Vec<_> = in_path.iter().map(|(name, _)| *name).collect();
            check_query(shape, &form_pairs(query), &names, version)?;
        }
        Ok(Arguments::Query { in_path, query }.into())
    }

    /// The body, if there is nothing about it that the server would refuse or take for something else. Then it need not be
    /// made a value first, which costs more than all the rest of a call.
    fn conforming_body(&self) -> Option<&'a str> {
        let text = body::json_text(self.request.headers(), self.request.body())?;
        (self.in_path.is_empty() && conforms(&self.operation.shape, text)).then_some(text)
    }

    fn check_body(&self, version: ServerVersion) -> Result<Checked<'a>, ServerError> {
        let Body { mut value, hint } = Body::read(self.request.headers(), self.request.body());
        if let Value::Object(fields) = &mut value {
            self.add_path_arguments(fields);
        }
        match check_body(&self.operation.shape, &mut value, version) {
            Ok(()) => Ok(Checked { hint, ..Arguments::Body(value).into() }),
            Err(error) => Err(match hint.or_else(|| hint::about_wrapper(&self.operation.shape, &value)) {
                Some(hint) => error.hint(hint),
                None => error,
            }),
        }
    }

    /// Reads a form's texts, and looks that there is an argument in its header. What is wrong with a form is for the
    /// handler to say.
    fn check_form(&self) -> Result<Checked<'a>, ServerError> {
        let headers = self.request.headers();
        let form = Form::read(headers, self.request.body());
        let texts = form.iter().flat_map(|form| &form.fields);
        let mut fields: JsonObject = texts.map(|(name, text)| (name.clone(), Value::from(text.as_str()))).collect();
        if let Some(header) = self.operation.meta.header_argument() {
            let value = headers.get(header.name).map(|value| String::from_utf8_lossy(value.as_bytes()));
            let Some(value) = value.filter(|value| !value.trim().is_empty()) else {
                return Err(ServerError::unauthorized()
                    .hint(format!("the argument {} goes into the header {}", header.argument, header.name)));
            };
            fields.insert(header.argument.to_owned(), Value::from(value));
        }
        self.add_path_arguments(&mut fields);
        Ok(Checked { form, ..Arguments::Body(Value::Object(fields)).into() })
    }

    fn add_path_arguments(&self, fields: &mut JsonObject) {
        for (name, text) in self.in_path {
            fields.insert((*name).to_owned(), Value::from(decode_segment(text)));
        }
    }
}

/// Arguments that have the form that the operation takes.
pub(super) struct Checked<'a> {
    pub(super) arguments: Arguments<'a>,
    /// What was wrong with a body that counts as empty.
    pub(super) hint: Option<String>,
    pub(super) form: Result<Form, FormError>,
}

impl<'a> From<Arguments<'a>> for Checked<'a> {
    fn from(arguments: Arguments<'a>) -> Self {
        Self { arguments, hint: None, form: Err(FormError::NotAForm) }
    }
}
