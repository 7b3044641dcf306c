//! A page of a chat history, and what a user would read it into without this crate: plain structs with owned strings.

#![expect(dead_code, reason = "what is read into a struct is not looked at again")]

use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(crate) struct HistoryPage {
    pub(crate) history: Vec<Room>,
    pub(crate) count: u64,
    pub(crate) offset: u64,
    pub(crate) total: u64,
    pub(crate) success: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Room {
    #[serde(rename = "_id")]
    pub(crate) id: String,
    pub(crate) msgs: u64,
    pub(crate) users_count: u64,
    pub(crate) lm: String,
    pub(crate) fname: String,
    pub(crate) t: String,
    pub(crate) ts: String,
    pub(crate) v: RoomVisitor,
    pub(crate) cl: Option<bool>,
    pub(crate) open: Option<bool>,
    pub(crate) waiting_response: Option<bool>,
    #[serde(rename = "_updatedAt")]
    pub(crate) updated_at: String,
    pub(crate) served_by: Option<ServedBy>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct RoomVisitor {
    #[serde(rename = "_id")]
    pub(crate) id: String,
    pub(crate) username: String,
    pub(crate) token: String,
    pub(crate) status: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ServedBy {
    #[serde(rename = "_id")]
    pub(crate) id: String,
    pub(crate) username: String,
    pub(crate) ts: String,
}

/// A page of a chat history with so many rooms, as compact JSON.
pub(crate) fn history_page(rooms: usize) -> String {
    let room = |room: usize| {
        let time = format!("2019-12-{:02}T20:{:02}:{:02}", 1 + room % 28, room % 60, room * 7 % 60);
        format!(
            r#"{{"_id":"Room{room:013}","msgs":{room},"usersCount":1,"lm":"{time}.058Z","fname":"Visitor {room}","t":"l","ts":"{time}.006Z","v":{{"_id":"Visi{room:013}","username":"guest-{room}","token":"iNKE8a6k6cjbqWhWd","status":"online"}},"cl":false,"open":true,"waitingResponse":true,"_updatedAt":"{time}.808Z","servedBy":{{"_id":"Agen{room:013}","username":"agent-{room}","ts":"{time}.166Z"}}}}"#
        )
    };
    let history = (0..rooms).map(room).collect::<Vec<_>>().join(",");
    format!(r#"{{"history":[{history}],"count":{rooms},"offset":0,"total":{rooms},"success":true}}"#)
}
