use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Page, Paged, Route},
    model::CustomField,
    sort::Sort,
    wire::{Success, null_as_default},
};

/// Lists the custom fields that the workspace defines.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/custom-fields` |
/// | Login | permission `view-l-room` |
/// | Since | 2.2.0 |
/// | Documented | published OpenAPI “Get Omnichannel Custom Fields” |
///
/// # Errors
///
/// [`InvalidSort`](crate::ErrorCode::InvalidSort).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListCustomFields {
    /// A text to look for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The number of fields to skip; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub offset: Option<u64>,
    /// The page size: 50 fields by default, at most 100 (larger values are silently lowered). 0 returns all, if the
    /// workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<u64>,
    /// The order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl ListCustomFields {
    /// Lists all custom fields.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`ListCustomFields`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListCustomFieldsResponse {
    /// The fields of this page.
    #[serde(default, deserialize_with = "null_as_default")]
    pub custom_fields: Vec<CustomField>,
    /// The number of fields on this page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The number of fields that were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// The total number of fields, on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ListCustomFieldsResponse {
    /// A page of these fields, starting at `offset` of `total`.
    #[must_use]
    pub fn new(custom_fields: Vec<CustomField>, offset: u64, total: u64) -> Self {
        let count = custom_fields.len() as u64;
        Self { custom_fields, count: Some(count), offset: Some(offset), total: Some(total), success: Success }
    }
}

impl Endpoint for ListCustomFields {
    type Response = ListCustomFieldsResponse;
    const META: Meta =
        Meta::get(Route::new("/api/v1/livechat/custom-fields")).permissions(&["view-l-room"]).since("2.2.0");
}

impl Paged for ListCustomFields {
    type Item = CustomField;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: ListCustomFieldsResponse) -> Page<CustomField> {
        Page::new(response.custom_fields, response.offset, response.total)
    }
}
