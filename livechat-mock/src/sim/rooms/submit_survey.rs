use std::collections::BTreeMap;

use livechat_sdk::{
    Endpoint,
    rooms::{SubmitSurvey, SubmitSurveyResponse, SurveyAnswer},
};
use serde_json::Value;

use crate::{
    ServerError, hint,
    operation::{Call, Response, Simulate},
};

impl Simulate for SubmitSurvey {
    /// Keeps what is asked and answered as foreseen, and one text without form; the rest is dropped silently.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        call.visitor(&self.token)?;
        let room = call.room_of(&self.token, &self.room_id)?.id.clone();
        let is_kept = |answer: &&SurveyAnswer| match answer.name.as_str() {
            "additionalFeedback" => true,
            name => ITEMS.contains(&name) && VALUES.contains(&answer.value.as_str()),
        };
        let kept: BTreeMap<_, _> =
            self.data.iter().filter(is_kept).map(|answer| (answer.name.clone(), answer.value.clone())).collect();
        if kept.is_empty() {
            return Err(ServerError::plain("invalid-data")
                .hint(format!("values are 1 to 5 as text, for {}; additionalFeedback is any text", ITEMS.join(", "))));
        }
        call.world.modify_room_at(&room, call.origin.now, |room| {
            let feedback = room.survey_feedback.get_or_insert_default();
            feedback.extend(kept.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))));
        });
        let response = SubmitSurveyResponse::new(room, kept);
        if let Some(ignored) = hint::ignored(&self.ignored(&response)) {
            call.add_hint(ignored);
        }
        Response::new(&response)
    }
}

/// What is asked; the third word is the server's.
pub(crate) const ITEMS: [&str; 4] = ["satisfaction", "agentKnowledge", "agentResposiveness", "agentFriendliness"];
pub(crate) const VALUES: [&str; 5] = ["1", "2", "3", "4", "5"];
