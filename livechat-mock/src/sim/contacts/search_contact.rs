use livechat_sdk::{
    JsonObject,
    contacts::{SearchContact, SearchContactResponse},
    model::{CustomFieldScope, Visitor},
};
use serde_json::Value;

use super::shown;
use crate::{
    ServerError, World,
    operation::{Call, Response, Simulate},
    sim::list::contains,
};

impl Simulate for SearchContact {
    /// The handler matches, and uses no validator although one is published.
    const CONTRACT: Option<&'static str> = Some("match {email?:string, phone?:string, custom?:string}");

    /// A contact is a visitor here: the first of whom all is true that is asked for.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let email = self.email.as_deref().filter(|email| !email.is_empty());
        let phone = self.phone.as_deref().filter(|phone| !phone.is_empty());
        let custom = match self.custom.as_deref() {
            None => Value::Null,
            Some("") => Value::from(""),
            Some(text) => serde_json::from_str(text).map_err(|_| {
                ServerError::named("error-invalid-params-custom").hint("custom takes a JSON object, percent-encoded")
            })?,
        };
        let world = &*call.world;
        if email.is_none() && phone.is_none() {
            check_custom(&custom)?;
        }
        let asked = custom.as_object();
        let custom = asked.map(|custom| searchable(custom, world)).unwrap_or_default();
        let is_passed_over = |key: &&str| !custom.iter().any(|(searched, _)| searched == key);
        let others: Vec<_> = asked.into_iter().flat_map(JsonObject::keys).map(String::as_str).collect();
        let others = others.into_iter().filter(is_passed_over).collect::<Vec<_>>().join(", ");
        let is_it = |visitor: &&Visitor| {
            let has = |(key, part): &(&str, String)| {
                let value = visitor.livechat_data.as_ref().and_then(|data| data.get(*key));
                contains(value.map(text_of).as_deref(), part)
            };
            email.is_none_or(|email| visitor.emails.iter().any(|known| known.address == email))
                && phone.is_none_or(|phone| visitor.phones.iter().any(|known| known.phone_number == phone))
                && custom.iter().all(has)
                && visitor.disabled != Some(true)
        };
        let get = |slot: &_| world.visitors.get(*slot);
        let found = match (email, phone) {
            (Some(email), _) => world.visitors.all_with_email(email).iter().filter_map(get).find(is_it),
            (None, Some(phone)) => world.visitors.all_with_phone(phone).iter().filter_map(get).find(is_it),
            (None, None) if custom.is_empty() => None,
            (None, None) => world.visitors.iter().find(is_it),
        };
        let version = world.server_version();
        let response = Response::new(&SearchContactResponse::new(found.map(|visitor| shown(visitor, version))));
        if !others.is_empty() {
            call.add_hint(format!("{others}: no searchable custom field of visitors, so it is passed over"));
        }
        response
    }
}

/// Looks that something is asked for, if custom fields alone can be it.
fn check_custom(custom: &Value) -> Result<(), ServerError> {
    let is_something = match custom {
        Value::Null => {
            return Err(ServerError::plain("Cannot convert undefined or null to object")
                .hint("it takes email, phone or custom"));
        }
        Value::Object(fields) => !fields.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::String(text) => !text.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    };
    if is_something { Ok(()) } else { Err(ServerError::named("error-invalid-params").hint("nothing is asked for")) }
}

/// The parts of texts that are looked for, in fields of visitors that can be searched. Others are passed over.
fn searchable<'c>(custom: &'c JsonObject, world: &World) -> Vec<(&'c str, String)> {
    let is_searchable = |key: &str| {
        let field = world.custom_field(key).filter(|field| field.scope == CustomFieldScope::Visitor);
        field.is_some_and(|field| field.searchable == Some(true))
    };
    let known = custom.iter().filter(|(key, _)| is_searchable(key));
    known.map(|(key, part)| (key.as_str(), text_of(part))).collect()
}

fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
