//! The people and rooms of the documentation's examples.

use std::sync::LazyLock;

use livechat_sdk::{
    Timestamp, VisitorId,
    model::{
        ClosedBy, Closer, CustomField, CustomFieldScope, Inquiry, InquiryStatus, Message, MessageAuthor, MessageType,
        Navigation, PageInfo, Room, RoomType, RoomVisitor, ServedBy, Visitor, VisitorEmail, VisitorPhone,
        VisitorStatus,
    },
};
use serde_json::json;

use super::{Account, BOT, World, ids::Ids, metrics, outbox::Outbox};

/// How many conversations the documentation counts for the visitor of its chat history.
const CONVERSATIONS: i64 = 14;
const DAY: i64 = 86_400_000;

/// Built once: most tests with a world start from this one.
static WORLD: LazyLock<World> = LazyLock::new(build);

pub(super) fn world() -> World {
    WORLD.clone()
}

fn build() -> World {
    let mut world = World::empty();
    // What is drawn here is not drawn again later, whatever the seed is then.
    world.ids = Ids::new(u64::MAX);
    // The last of the documentation's guests is guest-7.
    while world.next_guest() != "guest-7" {}
    world.add_custom_field(
        CustomField::new("address", CustomFieldScope::Visitor).label("Address").field_type("input").searchable(true),
    );
    world.add_user(
        Account::new("marcos.defendi", "agent")
            .id("w6YjbdZHjghjfNBAg")
            .email("marcos.defendi@rocket.chat")
            .role("livechat-agent"),
    );
    visitor_of_the_examples(&mut world);
    visitor_by_id(&mut world);
    visitor_with_page_visits(&mut world);
    visitor_with_conversations(&mut world);
    world.outbox = Outbox::default();
    world.with_seed(0)
}

/// A moment of the documentation, in milliseconds since 1970.
fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

/// The visitor of “Retrieve a visitor data”, with the room of “Send Visitor navigation history”.
fn visitor_of_the_examples(world: &mut World) {
    let data = json!({"address": "Rocket.Chat street"});
    let visitor = Visitor::new("sGtcfEYz852uguxaS")
        .username("guest-7")
        .updated_at(at(1_537_539_056_529))
        .token("iNKE8a6k6cjbqWhWd")
        .phones(vec![VisitorPhone::new("55 51 5555-5555")])
        .emails(vec![VisitorEmail::new("visitor@rocket.chat")])
        .name("Livechat Visitor")
        .livechat_data(data.as_object().cloned().unwrap_or_default());
    world.add_visitor(visitor);
    let copy = RoomVisitor::new("sGtcfEYz852uguxaS")
        .username("guest-7")
        .token("iNKE8a6k6cjbqWhWd")
        .status(VisitorStatus::Online);
    let opened = at(1_537_539_056_529);
    add_room(
        world,
        Room::new("vp3D9H8ud6HYvRpvq", copy, opened).display_name("Livechat Visitor").waiting_response(true),
    );
}

/// The visitor of “Get the visitor info”.
fn visitor_by_id(world: &mut World) {
    let visitor = Visitor::new("L64iXAKtGaPfusnem")
        .username("guest-4")
        .updated_at(at(1_571_686_607_960))
        .token("hzf48867bv9lwjzigk2tk");
    world.add_visitor(visitor);
}

/// The visitor and the room of “Get the visitor navigation history”.
fn visitor_with_page_visits(world: &mut World) {
    let opened = at(1_571_687_463_000);
    let visitor =
        Visitor::new("bLeuJ4v3mCqRTsW6z").username("guest-6").updated_at(opened).token("9vcfr6wb3sllv5t14d9x3");
    world.add_visitor(visitor);
    let copy = RoomVisitor::new("bLeuJ4v3mCqRTsW6z")
        .username("guest-6")
        .token("9vcfr6wb3sllv5t14d9x3")
        .status(VisitorStatus::Online);
    add_room(world, Room::new("wBCg9ZgXT7Mvqz5Xu", copy, opened).display_name("guest-6").waiting_response(true));
    let visited = at(1_571_687_482_298);
    let page = PageInfo::new("Test", "http://localhost:8601/");
    let author = MessageAuthor::new(BOT, BOT);
    world.add_message(
        Message::new("7sixPtdqiCcfSRrWJ", author, visited, "App test - http://localhost:8601/")
            .message_type(MessageType::NavigationHistory)
            .room_id("wBCg9ZgXT7Mvqz5Xu")
            .groupable(false)
            .navigation(Navigation::new(page, "9vcfr6wb3sllv5t14d9x3"))
            .hidden(true)
            .updated_at(visited),
    );
}

/// The visitor of “Get the visitor chat history”. The newest conversation is the documentation's; those before it, which
/// it only counts, were closed.
fn visitor_with_conversations(world: &mut World) {
    let opened = at(1_575_923_432_058);
    let name = "Visitor 1575554334960";
    // The room has the token that the visitor had when it was opened. The documentation uses that one for its other
    // visitor too, who has it now.
    let visitor = Visitor::new("sAvPE8bjCJP5YwPnN")
        .username("guest-2")
        .updated_at(opened)
        .token("m4x7qk2vd9hb3ctw8ynpz")
        .name(name);
    world.add_visitor(visitor);
    let copy = RoomVisitor::new("sAvPE8bjCJP5YwPnN")
        .username("guest-2")
        .token("iNKE8a6k6cjbqWhWd")
        .status(VisitorStatus::Online);
    for number in 1..CONVERSATIONS {
        let opened = at(opened.as_millis() - (CONVERSATIONS - number) * DAY);
        let closed = at(opened.as_millis() + 600_000);
        let copy = copy.clone().status(VisitorStatus::Offline);
        let mut room = Room::new(format!("Yjc62ZSoWiHB8Q6{number:02}"), copy, opened)
            .display_name(name)
            .served_by(ServedBy::new("w6YjbdZHjghjfNBAg", "marcos.defendi", opened))
            .closed_at(closed)
            .closer(Closer::Visitor)
            .closed_by(Box::new(ClosedBy::new("sAvPE8bjCJP5YwPnN", "guest-2")));
        metrics::closed(&mut room, &Closer::Visitor, None, closed);
        room.open = None;
        room.user_count = 2;
        add_room(world, room);
    }
    let mut room = Room::new("Yjc62ZSoWiHB8Q6xr", copy, opened)
        .display_name(name)
        .waiting_response(true)
        .served_by(ServedBy::new("w6YjbdZHjghjfNBAg", "marcos.defendi", at(1_575_923_432_166)));
    room.user_count = 2;
    add_room(world, room.updated_at(at(1_575_923_432_808)));
}

/// Adds a room with the message that opened it.
fn add_room(world: &mut World, room: Room) {
    let (id, opened) = (room.id.clone(), room.created_at);
    let author = MessageAuthor::new(
        room.visitor.id.as_ref().map_or("", VisitorId::as_str),
        room.visitor.username.clone().unwrap_or_default(),
    );
    let mut started = Message::new(format!("{id}-started"), author, opened, "")
        .message_type(MessageType::LivechatStarted)
        .room_id(id)
        .groupable(false)
        .updated_at(opened);
    started.token = room.visitor.token.clone();
    let updated_at = room.updated_at.unwrap_or(opened);
    let room = room.last_message_at(opened).updated_at(updated_at);
    if room.is_open() {
        add_inquiry(world, &room);
    }
    world.add_room(room);
    world.add_message(started);
}

/// Adds the inquiry of an open room, and the subscription of the agent who serves it.
fn add_inquiry(world: &mut World, room: &Room) {
    let mut inquiry = Inquiry::new(world.ids.hex(), room.id.clone())
        .created_at(room.created_at)
        .message("")
        .visitor(room.visitor.clone())
        .room_type(RoomType::Livechat)
        .priority_weight(99.0)
        .estimated_waiting_time_queue(9_999_999.0);
    inquiry.name = room.display_name.clone();
    inquiry.status = Some(match &room.served_by {
        Some(agent) => {
            if let Some(agent) = &agent.id {
                world.subscriptions.add(&room.id, agent, room.display_name.clone(), &mut world.outbox);
            }
            InquiryStatus::Taken
        }
        None => InquiryStatus::Queued,
    });
    world.inquiries.put(inquiry, &mut world.outbox);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_id_is_none_of_its_own() {
        let mut world = world().with_seed(0);
        let before = world.inquiries.queued().count();
        let visitor = world.visitors().next().unwrap().id.clone();
        world.set_setting("Livechat_Routing_Method", "Manual_Selection").unwrap();
        world.open_room(&visitor, at(0)).unwrap();
        let after: Vec<_> = world.inquiries.queued().map(|inquiry| &inquiry.id).collect();
        let distinct: std::collections::BTreeSet<_> = after.iter().collect();
        assert_eq!((after.len(), distinct.len()), (before + 1, before + 1), "{after:?}");
    }

    #[test]
    fn what_is_over_was_closed_as_a_server_closes_it() {
        let world = world();
        let closed: Vec<_> = world.rooms().filter(|room| !room.is_open()).collect();
        assert_eq!(closed.len(), 13);
        for room in closed {
            let metrics = room.metrics.as_deref().unwrap();
            assert_eq!((metrics.chat_duration, metrics.service_time_duration), (Some(600.0), Some(600.0)));
        }
    }

    #[test]
    fn a_visitors_conversations_lie_a_day_apart() {
        let world = world();
        let of_visitor =
            world.rooms().filter(|room| room.visitor.id.as_ref().is_some_and(|id| *id == "sAvPE8bjCJP5YwPnN"));
        let mut opened: Vec<_> = of_visitor.map(|room| room.created_at.as_millis()).collect();
        opened.sort_unstable();
        assert_eq!(opened.len(), 14);
        assert!(opened.windows(2).all(|pair| pair[1] - pair[0] == 86_400_000), "{opened:?}");
    }

    #[test]
    fn a_conversation_that_is_open_has_an_inquiry() {
        let world = world();
        for room in world.rooms() {
            let status = world.inquiry(&room.id).map(|inquiry| inquiry.status.clone().unwrap());
            let expected = match (room.is_open(), &room.served_by) {
                (false, _) => None,
                (true, Some(_)) => Some(InquiryStatus::Taken),
                (true, None) => Some(InquiryStatus::Queued),
            };
            assert_eq!(status, expected, "{}", room.id);
        }
    }

    #[test]
    fn its_moments_are_the_documentations() {
        let world = world();
        let room = world.room("Yjc62ZSoWiHB8Q6xr").unwrap();
        assert_eq!(room.created_at.to_string(), "2019-12-09T20:30:32.058Z");
        assert_eq!(room.message_count, 1);
        assert_eq!(
            world.visitor_by_token("hzf48867bv9lwjzigk2tk").unwrap().updated_at.unwrap().to_string(),
            "2019-10-21T19:36:47.960Z"
        );
    }
}
