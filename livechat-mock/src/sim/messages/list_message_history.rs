use livechat_sdk::{messages::ListMessageHistory, model::Message};

use crate::{
    ServerError,
    shape::{COUNT, Kind, OFFSET, SORT, Shape, Style, optional, required},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for ListMessageHistory {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            required("rid", Kind::String),
            required("token", Kind::String),
            optional("ls", Kind::String),
            optional("end", Kind::String),
            optional("searchText", Kind::String),
            optional("limit", Kind::Number),
            OFFSET,
            COUNT,
            SORT,
        ],
    };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

/// How many messages are answered if nothing else is asked for.
const USUAL: u64 = 20;

fn answer(request: &ListMessageHistory, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    call.visitor(&request.token)?;
    let room = call.room_of(&request.token, &request.room_id)?.id.clone();
    let all = call.world.messages.shown_of_room(room.as_str());
    // The end is not part of the range, the start is.
    let from = request.last_seen_at.map_or(0, |since| all.partition_point(|(ts, _)| *ts < since));
    let to = request.end.map_or(all.len(), |end| all.partition_point(|(ts, _)| *ts < end));
    let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let shown: Vec<&Message> = all
        .get(from..to)
        .unwrap_or_default()
        .iter()
        .rev()
        .skip(number(request.offset.unwrap_or_default()))
        .take(number(request.limit.unwrap_or(USUAL)))
        .filter_map(|(_, slot)| call.world.messages.get(*slot))
        .collect();
    Answer::one("messages", &shown)
}
