//! The times that a room keeps about its conversation, in seconds, as messages come and when it is closed.

use livechat_sdk::{
    Timestamp,
    model::{Closer, Room, RoomMetrics},
};

use super::week::{Span, seconds_inside};

/// A visitor wrote. Of several messages in a row, the first is what the visitor waits since.
pub(super) fn visitor_wrote(room: &mut Room, at: Timestamp) {
    let opened = room.created_at;
    let metrics = room.metrics.get_or_insert_default();
    if replied(metrics).unwrap_or(opened) >= asked(metrics).unwrap_or(opened) {
        metrics.visitor.get_or_insert_default().last_query_at = Some(at);
    }
}

/// An agent wrote, in a message of this time. It counts as a response if it is the first, or if the visitor has written since
/// the last one. Those before the visitor wrote are no reply, so that the next one is the first again.
pub(super) fn agent_wrote(room: &mut Room, at: Timestamp, now: Timestamp) {
    let opened = room.created_at;
    let joined = room.served_by.as_ref().and_then(|agent| agent.assigned_at).unwrap_or(opened);
    let metrics = room.metrics.get_or_insert_default();
    let (asked, replied) = (asked(metrics).unwrap_or(opened), replied(metrics));
    let is_first = replied.is_none();
    let has_asked = asked > replied.unwrap_or(opened);
    if !is_first && !has_asked {
        return;
    }
    let waited = seconds(asked, now);
    let times = metrics.response.get_or_insert_default();
    let before = |total: Option<f64>| total.filter(|_| !is_first).unwrap_or_default();
    let (total, count) = (before(times.total_time) + waited, before(times.total) + 1.0);
    (times.total_time, times.total, times.average) = (Some(total), Some(count), Some(total / count));
    let reaction = metrics.reaction.get_or_insert_default();
    let reacted = if is_first { seconds(joined, now) } else { waited };
    reaction.total_time = Some(before(reaction.total_time) + reacted);
    if is_first {
        (times.first_time, times.first_response_at) = (Some(waited), Some(now));
        (reaction.first_time, reaction.first_response_at) = (Some(reacted), Some(now));
    }
    if has_asked {
        metrics.served_by.get_or_insert_default().last_reply_at = Some(at);
    }
}

/// The room is closed. How long the visitor was silent counts inside of these hours alone, if there are any.
pub(super) fn closed(room: &mut Room, closer: &Closer, hours: Option<&[Span]>, now: Timestamp) {
    let service = room.served_by.as_ref().and_then(|agent| agent.assigned_at).map(|since| seconds(since, now));
    let silent = |since| hours.map_or_else(|| seconds(since, now), |hours| seconds_inside(hours, since, now));
    let inactivity = if *closer == Closer::User { unanswered_since(room).map(silent) } else { None };
    let opened = room.created_at;
    let metrics = room.metrics.get_or_insert_default();
    metrics.chat_duration = Some(seconds(opened, now));
    metrics.service_time_duration = service;
    metrics.visitor_inactivity = inactivity.map(f64::floor).or(metrics.visitor_inactivity);
}

/// Since when the visitor, who has written before, leaves an agent's message unanswered.
fn unanswered_since(room: &Room) -> Option<Timestamp> {
    room.visitor.last_message_at?;
    let is_waiting = room.waiting_response == Some(true);
    room.response_by.as_ref().filter(|_| !is_waiting)?.first_response_at
}

fn asked(metrics: &RoomMetrics) -> Option<Timestamp> {
    metrics.visitor.as_ref()?.last_query_at
}

fn replied(metrics: &RoomMetrics) -> Option<Timestamp> {
    metrics.served_by.as_ref()?.last_reply_at
}

fn seconds(from: Timestamp, to: Timestamp) -> f64 {
    to.saturating_since(from).as_secs_f64()
}

#[cfg(test)]
mod tests {
    use livechat_sdk::model::{ResponseBy, RoomVisitor, ServedBy};
    use serde_json::json;

    use super::{super::week::DAY, *};

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1_000)
    }

    /// A room of the second 0, whose agent came in the second 5.
    fn room() -> Room {
        let mut room = Room::new("r", RoomVisitor::new("v"), at(0));
        room.served_by = Some(ServedBy::new("u", "ann", at(5)));
        room
    }

    fn metrics(room: &Room) -> serde_json::Value {
        serde_json::to_value(&room.metrics).unwrap()
    }

    #[test]
    fn the_first_response_and_later_ones_count() {
        let mut room = room();
        visitor_wrote(&mut room, at(10));
        // The visitor waits since the first of several messages.
        visitor_wrote(&mut room, at(12));
        agent_wrote(&mut room, at(30), at(30));
        let first = json!({
            "v": {"lq": at(10)},
            "servedBy": {"lr": at(30)},
            "response": {"tt": 20, "total": 1, "avg": 20, "ft": 20, "fd": at(30)},
            "reaction": {"tt": 25, "ft": 25, "fd": at(30)},
        });
        assert_eq!(metrics(&room), first);
        // One that follows another is no response.
        agent_wrote(&mut room, at(40), at(40));
        assert_eq!(metrics(&room), first);
        visitor_wrote(&mut room, at(50));
        agent_wrote(&mut room, at(60), at(60));
        let second = json!({
            "v": {"lq": at(50)},
            "servedBy": {"lr": at(60)},
            "response": {"tt": 30, "total": 2, "avg": 15, "ft": 20, "fd": at(30)},
            "reaction": {"tt": 35, "ft": 25, "fd": at(30)},
        });
        assert_eq!(metrics(&room), second);
    }

    #[test]
    fn an_agent_who_writes_before_the_visitor_has_not_replied() {
        let mut room = room();
        agent_wrote(&mut room, at(8), at(8));
        assert_eq!(metrics(&room)["response"]["ft"], 8);
        assert_eq!(metrics(&room)["reaction"]["ft"], 3);
        assert_eq!(metrics(&room)["servedBy"], json!(null));
        visitor_wrote(&mut room, at(10));
        agent_wrote(&mut room, at(11), at(11));
        // What was written before counts in no total.
        let first = json!({
            "v": {"lq": at(10)},
            "servedBy": {"lr": at(11)},
            "response": {"tt": 1, "total": 1, "avg": 1, "ft": 1, "fd": at(11)},
            "reaction": {"tt": 6, "ft": 6, "fd": at(11)},
        });
        assert_eq!(metrics(&room), first);
    }

    #[test]
    fn closing_says_how_long_it_took_and_how_long_the_visitor_was_silent() {
        let mut left = room();
        left.visitor.last_message_at = Some(at(10));
        let mut response = ResponseBy::new("u", "ann");
        response.first_response_at = Some(at(30));
        left.response_by = Some(Box::new(response));
        let (mut by_visitor, mut in_hours) = (left.clone(), left.clone());
        closed(&mut left, &Closer::User, None, at(100));
        assert_eq!(metrics(&left), json!({"chatDuration": 100, "serviceTimeDuration": 95, "visitorInactivity": 70}));
        closed(&mut by_visitor, &Closer::Visitor, None, at(100));
        assert_eq!(metrics(&by_visitor), json!({"chatDuration": 100, "serviceTimeDuration": 95}));
        // The first minute of that Thursday.
        let hours = [Span { start: 3 * DAY, finish: 3 * DAY + 1 }];
        closed(&mut in_hours, &Closer::User, Some(&hours), at(100));
        assert_eq!(metrics(&in_hours)["visitorInactivity"], 30);
        let mut waiting = Room::new("r", RoomVisitor::new("v"), at(0));
        waiting.waiting_response = Some(true);
        closed(&mut waiting, &Closer::User, None, at(7));
        assert_eq!(metrics(&waiting), json!({"chatDuration": 7}));
    }
}
