use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Ignored, Meta, Route},
    id::RoomId,
    secret::VisitorToken,
    wire::Success,
};

/// Rates a conversation, as its visitor. The room may be closed already.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/room.survey` |
/// | Login | not needed |
/// | Documented | published OpenAPI “Survey Omnichannel Room” |
///
/// The questions and the values that may be given are in
/// [`LivechatConfig::survey`](crate::model::LivechatConfig::survey); besides, `additionalFeedback` takes any text.
/// Other questions and values are silently dropped: the response has the stored ones. Repeating the call is safe.
///
/// ```
/// use livechat_sdk::rooms::{SubmitSurvey, SurveyAnswer};
///
/// let request = SubmitSurvey::new(
///     "XFzMqgn33DcsQkpJp",
///     "iNKE8a6k6cjbqWhWd",
///     [SurveyAnswer::new("satisfaction", "5"), SurveyAnswer::feedback("Thank you!")],
/// );
/// ```
///
/// # Errors
///
/// [`InvalidToken`](crate::ErrorCode::InvalidToken), [`InvalidRoom`](crate::ErrorCode::InvalidRoom) if the room is
/// not this visitor's, [`InvalidData`](crate::ErrorCode::InvalidData) if nothing would be kept,
/// `invalid-livechat-config`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct SubmitSurvey {
    /// The room.
    #[serde(rename = "rid")]
    pub room_id: RoomId,
    /// The visitor's token.
    pub token: VisitorToken,
    /// The ratings, at least one.
    pub data: Vec<SurveyAnswer>,
}

impl SubmitSurvey {
    /// Rates this conversation of the visitor with this token.
    pub fn new(
        room_id: impl Into<RoomId>,
        token: impl Into<VisitorToken>,
        data: impl IntoIterator<Item = SurveyAnswer>,
    ) -> Self {
        Self { room_id: room_id.into(), token: token.into(), data: data.into_iter().collect() }
    }
}

/// A rating: an answer to one question of the survey.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SurveyAnswer {
    /// The question: `satisfaction`, `agentKnowledge`, `agentResposiveness` (so spelt), `agentFriendliness` or
    /// `additionalFeedback`.
    pub name: String,
    /// The rating, from `1` to `5`; for `additionalFeedback` any text.
    pub value: String,
}

impl SurveyAnswer {
    /// This value for this question.
    #[must_use]
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into() }
    }

    /// A free text, for `additionalFeedback`.
    #[must_use]
    pub fn feedback(text: impl Into<String>) -> Self {
        Self::new("additionalFeedback", text)
    }
}

/// The response to [`SubmitSurvey`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubmitSurveyResponse {
    /// The room.
    #[serde(rename = "rid")]
    pub room_id: RoomId,
    /// The stored ratings, by question.
    #[serde(default)]
    pub data: BTreeMap<String, String>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl SubmitSurveyResponse {
    /// The response with the stored ratings of a room.
    #[must_use]
    pub fn new(room_id: impl Into<RoomId>, data: BTreeMap<String, String>) -> Self {
        Self { room_id: room_id.into(), data, success: Success }
    }
}

impl Endpoint for SubmitSurvey {
    type Response = SubmitSurveyResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/room.survey")).idempotent();

    /// Answers to questions that the response does not have.
    fn ignored(&self, response: &SubmitSurveyResponse) -> Vec<Ignored> {
        let missing = self.data.iter().enumerate().filter(|(_, answer)| !response.data.contains_key(&answer.name));
        missing
            .map(|(index, answer)| {
                let reason =
                    format!("the answer to `{}` is not stored: the question or the value is none", answer.name);
                Ignored::new(format!("/data/{index}"), reason)
            })
            .collect()
    }
}
