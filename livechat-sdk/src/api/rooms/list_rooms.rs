use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Page, Paged, Route},
    id::{DepartmentId, UnitId, UserId},
    model::Room,
    sort::Sort,
    time::Timestamp,
    wire::{JsonObject, Success, either_flag, json_text, loose_flag, null_as_default, one_or_many},
};

/// Lists rooms, newest first.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/rooms` |
/// | Login | permission `view-livechat-rooms` or `view-l-room`; the latter for those who name themselves as the only agent |
/// | Since | 2.0.0; by `roomName` since 2.4.0, agents by id alone since 7.0.0 |
/// | Documented | published OpenAPI “Get List of Omnichannel Rooms” |
///
/// Filters add up: a room has to pass all of them. Both ends of a range belong to it.
///
/// # Errors
///
/// `unauthorized`, with status 403, if the caller has no permission to see all rooms and asks for more than the own
/// ones. For a range or custom fields that are not JSON the message is a sentence, such as
/// `The "createdAt.start" query parameter must be a valid date.`
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListRooms {
    /// Served by one of these agents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agents: Vec<UserId>,
    /// Of one of these departments. Several take a server from 8.
    #[serde(default, with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub department_id: Vec<DepartmentId>,
    /// True for rooms that are open, served and not on hold, false for closed ones; all if not given.
    #[serde(default, deserialize_with = "either_flag", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub open: Option<bool>,
    /// Opened in this range.
    #[serde(default, with = "json_text", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<TimeRange>,
    /// Closed in this range.
    #[serde(default, with = "json_text", skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<TimeRange>,
    /// With one of these tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// With these custom fields: the values are patterns, regardless of case.
    #[serde(default, with = "json_text", skip_serializing_if = "Option::is_none")]
    pub custom_fields: Option<JsonObject>,
    /// With this text in the name, regardless of case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room_name: Option<String>,
    /// True for rooms on hold.
    #[serde(rename = "onhold", default, deserialize_with = "loose_flag", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub on_hold: Option<bool>,
    /// True for rooms that are open, not served and not on hold.
    #[serde(default, deserialize_with = "loose_flag", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub queued: Option<bool>,
    /// Of one of these business units (enterprise, servers from 7.13).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<UnitId>,
    /// The number of rooms to skip; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub offset: Option<u64>,
    /// The page size: 50 rooms by default, at most 100 (larger values are silently lowered). 0 returns all, if the
    /// workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<u64>,
    /// The order; newest first (`ts` descending) by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl ListRooms {
    /// Lists all rooms.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`ListRooms`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListRoomsResponse {
    /// The rooms of this page, each with its department.
    #[serde(default, deserialize_with = "null_as_default")]
    pub rooms: Vec<Room>,
    /// The number of rooms on this page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The number of rooms that were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// The total number of rooms, on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ListRoomsResponse {
    /// A page of these rooms, starting at `offset` of `total`.
    #[must_use]
    pub fn new(rooms: Vec<Room>, offset: u64, total: u64) -> Self {
        let count = rooms.len() as u64;
        Self { rooms, count: Some(count), offset: Some(offset), total: Some(total), success: Success }
    }
}

/// A range of time, which may be open at either end. Both ends belong to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TimeRange {
    /// When it starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<Timestamp>,
    /// When it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<Timestamp>,
}

impl TimeRange {
    /// From one point in time to another.
    #[must_use]
    pub fn between(start: Timestamp, end: Timestamp) -> Self {
        Self { start: Some(start), end: Some(end) }
    }

    /// From a point in time on.
    #[must_use]
    pub fn since(start: Timestamp) -> Self {
        Self { start: Some(start), end: None }
    }

    /// Up to a point in time.
    #[must_use]
    pub fn until(end: Timestamp) -> Self {
        Self { start: None, end: Some(end) }
    }
}

impl Endpoint for ListRooms {
    type Response = ListRoomsResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/rooms"))
        .any_permission(&["view-livechat-rooms", "view-l-room"])
        .since("2.0.0");
}

impl Paged for ListRooms {
    type Item = Room;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: ListRoomsResponse) -> Page<Room> {
        Page::new(response.rooms, response.offset, response.total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::encode;

    #[test]
    fn one_department_is_a_text_and_several_are_a_list() {
        let query = |ids: &[&str]| {
            let request =
                ListRooms::new().department_id(ids.iter().copied().map(DepartmentId::from).collect::<Vec<_>>());
            encode(&request).unwrap().query
        };
        assert_eq!(query(&["a"]), "departmentId=a");
        assert_eq!(query(&["a", "b"]), "departmentId%5B%5D=a&departmentId%5B%5D=b");
        let read = |json: &str| serde_json::from_str::<ListRooms>(json).unwrap().department_id.len();
        assert_eq!((read(r#"{"departmentId":"a"}"#), read(r#"{"departmentId":["a","b"]}"#), read("{}")), (1, 2, 0));
    }

    #[test]
    fn lists_repeat_their_name_and_objects_are_text() {
        let fields = serde_json::json!({"city": "Porto"}).as_object().cloned().unwrap_or_default();
        let request = ListRooms::new()
            .agents([UserId::from("a"), UserId::from("b")])
            .created_at(TimeRange::since(Timestamp::from_millis(0)))
            .custom_fields(fields)
            .on_hold(true);
        assert_eq!(
            encode(&request).unwrap().query,
            "agents%5B%5D=a&agents%5B%5D=b&createdAt=%7B%22start%22%3A%221970-01-01T00%3A00%3A00.000Z%22%7D\
             &customFields=%7B%22city%22%3A%22Porto%22%7D&onhold=true"
        );
    }
}
