use std::time::Duration;

use fieldwork::Fieldwork;
use macro_rules_attribute::apply;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{
    endpoint::{CallLimit, Endpoint, Ignored, Meta, Route},
    id::{DepartmentId, VisitorId},
    model::{CustomFieldValue, Visitor},
    secret::VisitorToken,
    wire::{
        Success,
        derived::{self, derived},
    },
};

/// Registers a visitor, or updates the one who is known by this token, phone number or e-mail address.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/visitor` |
/// | Login | not needed |
/// | Rate limit | 5 calls in 60 seconds for each client address, since 6.12.0 |
/// | Since | 0.70.0 |
/// | Documented | “Register a new Livechat visitor”; published OpenAPI “Register Livechat Visitor” |
///
/// Given values overwrite stored ones; values that are not given are kept. The first match wins: the token; else the
/// phone number, and then the visitor *keeps the old token*, so use the token of the response; else the e-mail address,
/// and then the new token replaces the old one. Repeating the call is safe.
///
/// ```
/// use livechat_sdk::{model::CustomFieldValue, visitors::RegisterVisitor};
///
/// let request = RegisterVisitor::new("iNKE8a6k6cjbqWhWd")
///     .name("Livechat Visitor")
///     .email("visitor@rocket.chat")
///     .phone("55 51 5555-5555")
///     .custom_fields([CustomFieldValue::new("address", "Rocket.Chat street")]);
/// ```
///
/// # Errors
///
/// [`BlankToken`](crate::ErrorCode::BlankToken), [`InvalidEmail`](crate::ErrorCode::InvalidEmail) (servers before
/// 8), [`InvalidDepartment`](crate::ErrorCode::InvalidDepartment).
#[apply(derived)]
#[derive(Clone, Debug, PartialEq, Fieldwork)]
// On the wire all of it stands inside of `visitor`: the trait implementations below wrap the derived ones.
#[serde(rename_all = "camelCase", remote = "RegisterVisitor")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct RegisterVisitor {
    /// The token, chosen by the client: any text that is not blank.
    #[field = false]
    pub token: VisitorToken,
    /// The display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The e-mail address. Replaces all that are stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The phone number. Replaces all that are stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The department to talk to: its id or its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// The user name of a visitor who is new; `guest-N` if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The id of a visitor who is new; one that the server draws if not given. Not documented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<VisitorId>,
    /// Custom fields. Servers pass over those that the workspace does not define, which
    /// [`ignored`](Endpoint::ignored) tells.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[field = false]
    pub custom_fields: Vec<CustomFieldValue>,
}

impl RegisterVisitor {
    /// Registers the visitor with this token.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(token: impl Into<VisitorToken>) -> Self {
        Self {
            token: token.into(),
            name: None,
            email: None,
            phone: None,
            department: None,
            username: None,
            id: None,
            custom_fields: Vec::new(),
        }
    }

    /// Sets custom fields.
    pub fn custom_fields(mut self, fields: impl IntoIterator<Item = CustomFieldValue>) -> Self {
        self.custom_fields = fields.into_iter().collect();
        self
    }
}

impl Serialize for RegisterVisitor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Body<'a> {
            #[serde(with = "derived")]
            visitor: &'a RegisterVisitor,
        }
        Body { visitor: self }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for RegisterVisitor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Body {
            #[serde(with = "derived")]
            visitor: RegisterVisitor,
        }
        Body::deserialize(deserializer).map(|body| body.visitor)
    }
}

/// The response to [`RegisterVisitor`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RegisterVisitorResponse {
    /// The visitor as stored now. Its token may differ from the one that was sent.
    pub visitor: Visitor,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl RegisterVisitorResponse {
    /// The response with this visitor.
    #[must_use]
    pub fn new(visitor: Visitor) -> Self {
        Self { visitor, success: Success }
    }
}

impl Endpoint for RegisterVisitor {
    type Response = RegisterVisitorResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/visitor"))
        .since("0.70.0")
        .idempotent()
        .limited_to(CallLimit::new(5, Duration::from_secs(60)).since("6.12.0"));

    /// The response has the visitor as stored: custom fields that it lacks, or that have another value; the user name and
    /// id of a visitor who has others; empty texts, which remove nothing.
    fn ignored(&self, response: &RegisterVisitorResponse) -> Vec<Ignored> {
        let stored = &response.visitor;
        let mut ignored = Vec::new();
        let texts = [
            ("name", &self.name, stored.name.as_deref()),
            ("email", &self.email, stored.emails.first().map(|email| email.address.as_str())),
            ("phone", &self.phone, stored.phones.first().map(|phone| phone.phone_number.as_str())),
            ("department", &self.department, stored.department.as_ref().map(DepartmentId::as_str)),
        ];
        for (key, sent, stored) in texts {
            if sent.as_deref() == Some("") && stored.is_some_and(|stored| !stored.is_empty()) {
                ignored.push(Ignored::new(format!("/visitor/{key}"), "an empty text does not remove what is stored"));
            }
        }
        let keeps = |key: &str, sent: Option<&str>, stored: Option<&str>| {
            let sent = sent.map(str::trim).filter(|sent| !sent.is_empty())?;
            let differs = stored.is_some_and(|stored| !stored.eq_ignore_ascii_case(sent));
            differs.then(|| Ignored::new(format!("/visitor/{key}"), "the visitor is known, and keeps another"))
        };
        ignored.extend(keeps("username", self.username.as_deref(), stored.username.as_deref()));
        ignored.extend(keeps("id", self.id.as_ref().map(VisitorId::as_str), Some(stored.id.as_str())));
        let fields = self.custom_fields.iter().enumerate();
        ignored.extend(fields.filter_map(|(index, field)| {
            let reason = self.why_not_stored(field, stored)?;
            Some(Ignored::new(format!("/visitor/customFields/{index}"), reason))
        }));
        ignored
    }
}

impl RegisterVisitor {
    /// Why a custom field is not what was sent; `None` if it is, or if it was to keep an existing value.
    fn why_not_stored(&self, field: &CustomFieldValue, stored: &Visitor) -> Option<String> {
        let Some(value) = stored.livechat_data.as_ref().and_then(|data| data.get(&field.key)) else {
            return Some(format!("the custom field `{}` is not stored: is it defined for visitors?", field.key));
        };
        let is_stored =
            |field: &CustomFieldValue| value.as_str().is_none_or(|value| value.trim() == field.value.trim());
        // Of several values for one field, one is enough.
        let same_key = self.custom_fields.iter().filter(|other| other.key == field.key);
        let differs = field.overwrite && !same_key.clone().any(is_stored);
        differs.then(|| format!("the custom field `{}` keeps another value", field.key))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_arguments_stand_inside_of_visitor_and_nothing_is_null() {
        let request = RegisterVisitor::new("t").name("Ann");
        let json = serde_json::to_value(&request).unwrap();
        assert_eq!(json, json!({"visitor": {"token": "t", "name": "Ann"}}));
        assert_eq!(serde_json::from_value::<RegisterVisitor>(json).unwrap(), request);
    }

    /// What the server ignored of a request, when it answers with this record.
    fn ignored(request: &RegisterVisitor, visitor: &serde_json::Value) -> Vec<String> {
        let response = serde_json::from_value(json!({"visitor": visitor, "success": true})).unwrap();
        request.ignored(&response).into_iter().map(|ignored| ignored.to_string()).collect()
    }

    #[test]
    fn what_the_record_does_not_show_was_ignored() {
        let fields = [CustomFieldValue::new("address", "Here"), CustomFieldValue::new("size", "7")];
        let request = RegisterVisitor::new("t").name("").username("ann").id("new").custom_fields(fields);
        let stored = json!({"_id": "v", "username": "guest-7", "name": "Ann", "livechatData": {"address": "There"}});
        assert_eq!(
            ignored(&request, &stored),
            [
                "`/visitor/name`: an empty text does not remove what is stored",
                "`/visitor/username`: the visitor is known, and keeps another",
                "`/visitor/id`: the visitor is known, and keeps another",
                "`/visitor/customFields/0`: the custom field `address` keeps another value",
                "`/visitor/customFields/1`: the custom field `size` is not stored: is it defined for visitors?",
            ]
        );
    }

    #[test]
    fn what_may_have_been_taken_was() {
        let fields = [
            CustomFieldValue::new("address", " Here "),
            CustomFieldValue::new("size", "7").keep_existing(),
            CustomFieldValue::new("twice", "1"),
            CustomFieldValue::new("twice", "2"),
            CustomFieldValue::new("odd", "true"),
        ];
        let request = RegisterVisitor::new("t").name("Ann").email("ANN@example.com").username("Ann").id("v");
        let request = request.department("Sales").phone("").custom_fields(fields);
        let data = json!({"address": "Here", "size": "6", "twice": "2", "odd": true});
        let stored = json!({"_id": "v", "username": "ann", "department": "d", "livechatData": data});
        assert_eq!(ignored(&request, &stored), [""; 0]);
    }
}
