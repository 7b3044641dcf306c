use fieldwork::Fieldwork;
use macro_rules_attribute::apply;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::DepartmentId,
    model::DepartmentName,
    wire::{
        JsonObject, Success,
        derived::{self, derived},
        null_as_default,
    },
};

/// Finds departments by a part of their names, for autocompletion.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/department.autocomplete` |
/// | Login | permission `view-livechat-departments` or `view-l-room` |
/// | Documented | published OpenAPI “Autocomplete Department” |
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct AutocompleteDepartments {
    /// The search text.
    #[field = false]
    pub selector: DepartmentSelector,
    /// Only those that the caller works in or monitors, where [units](crate::units) restrict the caller. Servers from 8.8 demand that it is said.
    #[serde(default)]
    #[field(into = false)]
    pub only_my_departments: bool,
    /// Whether archived departments are found, too.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub show_archived: Option<bool>,
}

impl AutocompleteDepartments {
    /// Finds departments by this.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(selector: DepartmentSelector) -> Self {
        Self { selector, only_my_departments: false, show_archived: None }
    }
}

/// The response to [`AutocompleteDepartments`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AutocompleteDepartmentsResponse {
    /// The departments, by id and name.
    #[serde(default, deserialize_with = "null_as_default")]
    pub items: Vec<DepartmentName>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl AutocompleteDepartmentsResponse {
    /// The response with these departments.
    #[must_use]
    pub fn new(items: Vec<DepartmentName>) -> Self {
        Self { items, success: Success }
    }
}

/// A search for departments. It is sent as JSON text in the query.
#[apply(derived)]
#[derive(Clone, Debug, Default, PartialEq, Fieldwork)]
#[serde(rename_all = "camelCase", remote = "DepartmentSelector")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct DepartmentSelector {
    /// The text typed so far.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field = false]
    pub term: Option<String>,
    /// Departments to leave out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<DepartmentId>,
    /// Further conditions, as a query of the server's database.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conditions: Option<JsonObject>,
}

impl DepartmentSelector {
    /// Departments that fit this text.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn term(term: impl Into<String>) -> Self {
        Self { term: Some(term.into()), ..Self::default() }
    }
}

impl Serialize for DepartmentSelector {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Text<'a>(#[serde(with = "derived")] &'a DepartmentSelector);
        let text = serde_json::to_string(&Text(self)).map_err(ser::Error::custom)?;
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for DepartmentSelector {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Text(#[serde(with = "derived")] DepartmentSelector);
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        serde_json::from_str::<Text>(&text).map(|text| text.0).map_err(de::Error::custom)
    }
}

impl Endpoint for AutocompleteDepartments {
    type Response = AutocompleteDepartmentsResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/department.autocomplete"))
        .any_permission(&["view-livechat-departments", "view-l-room"]);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_selector_is_text_on_the_wire() {
        let request =
            AutocompleteDepartments::new(DepartmentSelector::term("sup").exceptions([DepartmentId::from("d")]));
        let json = serde_json::to_value(&request).unwrap();
        assert_eq!(json, json!({"selector": r#"{"term":"sup","exceptions":["d"]}"#, "onlyMyDepartments": false}));
        assert_eq!(serde_json::from_value::<AutocompleteDepartments>(json).unwrap(), request);
        assert!(serde_json::from_value::<AutocompleteDepartments>(json!({"selector": "sup"})).is_err());
    }
}
