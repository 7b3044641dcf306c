use livechat_sdk::{
    JsonObject,
    contacts::{SearchContact, SearchContactResponse},
    model::Visitor,
};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for SearchContact {
    /// The handler matches, and uses no validator although one is published.
    const CONTRACT: Option<&'static str> = Some("match {email?:string, phone?:string, custom?:string}");

    /// A contact is a visitor here: the first of whom all is true that is asked for.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let wrong = |hint| ServerError::plain("invalid-params").hint(hint);
        let custom: JsonObject = match &self.custom {
            None => JsonObject::new(),
            Some(text) => {
                serde_json::from_str(text).map_err(|_| wrong("custom takes a JSON object, percent-encoded"))?
            }
        };
        let visitors = &call.world.visitors;
        let is_it = |visitor: &&Visitor| {
            let has_email = |email: &String| visitor.emails.iter().any(|known| known.address == *email);
            let has_phone = |phone: &String| visitor.phones.iter().any(|known| known.phone_number == *phone);
            let has = |(key, value)| visitor.livechat_data.as_ref().and_then(|data| data.get(key)) == Some(value);
            self.email.as_ref().is_none_or(has_email)
                && self.phone.as_ref().is_none_or(has_phone)
                && custom.iter().all(has)
        };
        let get = |slot: &_| visitors.get(*slot);
        let found = match (&self.email, &self.phone) {
            (Some(email), _) => visitors.all_with_email(email).iter().filter_map(get).find(is_it),
            (None, Some(phone)) => visitors.all_with_phone(phone).iter().filter_map(get).find(is_it),
            (None, None) if custom.is_empty() => return Err(wrong("it takes email, phone or custom")),
            (None, None) => visitors.iter().find(is_it),
        };
        Response::new(&SearchContactResponse::new(found.cloned()))
    }
}
