use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::VisitorId,
    wire::{JsonObject, Success, json_text, null_as_default},
};

/// Finds up to ten visitors by a part of their names, for autocompletion.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/visitors.autocomplete?selector=` |
/// | Login | permission `view-l-room` |
/// | Documented | published OpenAPI “Autocomplete Visitors” |
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct AutocompleteVisitors {
    /// The search. It is sent as JSON text.
    #[serde(with = "json_text")]
    pub selector: VisitorSelector,
}

impl AutocompleteVisitors {
    /// Lists visitors with this in the name, or those whom a selector says.
    pub fn new(selector: impl Into<VisitorSelector>) -> Self {
        Self { selector: selector.into() }
    }
}

/// A search for visitors.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct VisitorSelector {
    /// The text typed so far.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<String>,
    /// All but these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<VisitorId>,
    /// Fields that have to have these values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conditions: Option<JsonObject>,
}

impl VisitorSelector {
    /// Visitors with this in the name.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(term: impl Into<String>) -> Self {
        Self { term: Some(term.into()), exceptions: Vec::new(), conditions: None }
    }
}

impl From<&str> for VisitorSelector {
    fn from(term: &str) -> Self {
        Self::new(term)
    }
}

impl From<String> for VisitorSelector {
    fn from(term: String) -> Self {
        Self::new(term)
    }
}

/// The response to [`AutocompleteVisitors`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AutocompleteVisitorsResponse {
    /// The visitors, by name.
    #[serde(default, deserialize_with = "null_as_default")]
    pub items: Vec<VisitorSuggestion>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl AutocompleteVisitorsResponse {
    /// The response with these visitors.
    #[must_use]
    pub fn new(items: Vec<VisitorSuggestion>) -> Self {
        Self { items, success: Success }
    }
}

/// A visitor that matches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct VisitorSuggestion {
    /// The visitor.
    #[serde(rename = "_id")]
    #[field = false]
    pub id: VisitorId,
    /// The user name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The label.
    #[serde(rename = "custom_name", skip_serializing_if = "Option::is_none")]
    pub custom_name: Option<String>,
}

impl VisitorSuggestion {
    /// A visitor with only its id set.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(id: impl Into<VisitorId>) -> Self {
        Self { id: id.into(), username: None, name: None, custom_name: None }
    }
}

impl Endpoint for AutocompleteVisitors {
    type Response = AutocompleteVisitorsResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/visitors.autocomplete")).permissions(&["view-l-room"]);
}
