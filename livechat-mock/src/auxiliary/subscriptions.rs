//! Who is in which room.

use livechat_sdk::{
    Endpoint, RoomId,
    endpoint::{Meta, Route},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

/// Tells the caller's subscription to a room.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GetSubscription {
    room_id: RoomId,
}

impl Endpoint for GetSubscription {
    type Response = Value;
    const META: Meta = Meta::get(Route::new("/api/v1/subscriptions.getOne")).login();
}

impl Simulate for GetSubscription {
    /// Who is not in the room has none, which is `null`.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let room = &self.room_id;
        let subscription = call.caller.and_then(|caller| {
            let subscription = call.world.subscriptions.get(room, caller)?;
            let mut shown = json!({
                "_id": format!("{room}{caller}"),
                "rid": room,
                "u": call.world.user_author(caller)?,
                "t": "l",
                "open": true,
                "alert": subscription.alert,
                "unread": subscription.unread,
                "userMentions": subscription.mentions,
                "groupMentions": subscription.group_mentions,
            });
            if let Some(name) = &subscription.name {
                (shown["name"], shown["fname"]) = (name.as_str().into(), name.as_str().into());
            }
            Some(shown)
        });
        Response::one("subscription", &subscription)
    }
}
