use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::ContactId,
    model::ContactChannel,
    wire::Success,
};

/// Lists the channels that a contact wrote on.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/omnichannel/contacts.channels` |
/// | Login | permission `view-livechat-contact` |
/// | Since | 6.1.0 |
/// | Documented | published OpenAPI “Get channels grouped by contact name” |
///
/// # Errors
///
/// [`InvalidParams`](crate::ErrorCode::InvalidParams).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListContactChannels {
    /// The contact.
    pub contact_id: ContactId,
}

impl ListContactChannels {
    /// Lists the channels of this contact.
    pub fn new(contact_id: impl Into<ContactId>) -> Self {
        Self { contact_id: contact_id.into() }
    }
}

/// The response to [`ListContactChannels`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListContactChannelsResponse {
    /// The channels; `None` if there are none.
    #[serde(default)]
    pub channels: Option<Vec<ContactChannel>>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ListContactChannelsResponse {
    /// The response with these channels, if there are any.
    #[must_use]
    pub fn new(channels: Option<Vec<ContactChannel>>) -> Self {
        Self { channels, success: Success }
    }
}

impl Endpoint for ListContactChannels {
    type Response = ListContactChannelsResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/omnichannel/contacts.channels"))
        .permissions(&["view-livechat-contact"])
        .since("6.1.0");
}
