//! What holds of conversations, whatever visitors and staff do with them.

mod figures;
mod workspace;

use std::collections::BTreeSet;

use livechat_mock::{Change, World};
use livechat_sdk::model::{InquiryStatus, MessageType, Room};
use proptest::{collection::vec, prelude::*};

use self::workspace::{Snapshot, Step, Workspace, snapshot, step, subscribers};
use super::{cases, counted, is_announced};

impl Workspace {
    /// After each step, everything holds.
    fn after(seed: u64, steps: &[Step]) -> Self {
        let mut workspace = Self::new(seed);
        for step in steps {
            let before = snapshot(workspace.world());
            let told_from = workspace.world().next_change();
            let answers = workspace.answers.len();
            workspace.step(step);
            workspace.check_what_changed(step, &before, told_from, answers);
            workspace.check();
        }
        workspace
    }

    /// What is refused changes nothing, and what changes is told.
    fn check_what_changed(&self, step: &Step, before: &Snapshot, told_from: u64, answers: usize) {
        let world = self.world();
        let after = snapshot(world);
        let answers = &self.answers[answers..];
        // Who texts is registered before it shows that nobody is there.
        if !answers.is_empty() && answers.iter().all(|(status, _)| *status >= 400) && !matches!(step, Step::Text { .. })
        {
            assert_eq!(*before, after, "{step:?} was refused: {answers:?}");
        }
        let told: BTreeSet<_> = world
            .changes_since(told_from)
            .filter_map(|change| match change {
                Change::Room(room)
                | Change::RoomDeleted(room)
                | Change::Message { room, .. }
                | Change::MessageDeleted { room, .. }
                | Change::Inquiry { room, .. }
                | Change::InquiryDeleted { room, .. } => Some(room.clone()),
                _ => None,
            })
            .collect();
        for room in before.keys().chain(after.keys()) {
            assert!(before.get(room) == after.get(room) || told.contains(room), "{step:?} changed {room} in silence");
        }
    }

    fn check(&self) {
        let world = self.world();
        let mut open = BTreeSet::new();
        for room in world.rooms() {
            check_room(world, room);
            if room.is_open()
                && let Some(token) = &room.visitor.token
            {
                // Text messages have a room of their own, also beside one that was opened another way.
                let is_sms = room.sms.is_some();
                assert!(open.insert((token.expose(), is_sms)), "two open rooms of one token");
            }
        }
        for chat in world.visitors().filter_map(|visitor| visitor.last_chat.as_ref()) {
            assert!(world.room(&chat.id).is_some(), "a last conversation that there is not");
        }
        for room in self.rooms.iter().filter(|room| world.room(room).is_none()) {
            assert!(world.inquiry(room).is_none() && subscribers(world, room).is_empty());
            // The server checks no room of a page visit.
            let is_visit = |kind: &Option<MessageType>| *kind == Some(MessageType::NavigationHistory);
            assert!(
                world.messages(room).all(|message| is_visit(&message.message_type)),
                "messages of a room that is gone"
            );
        }
    }
}

fn check_room(world: &World, room: &Room) {
    let (id, subscribers) = (&room.id, subscribers(world, &room.id));
    assert_eq!(room.message_count, counted(world.messages(id)), "messages of {id}");
    assert!(world.messages(id).is_sorted_by_key(|message| message.created_at));
    assert!(world.visitor(room.visitor.id.as_ref().unwrap()).is_some(), "{id} is nobody's");
    if let Some(last) = &room.last_message {
        let stored = world.messages(id).rev().find(|message| message.message_type.is_none() || is_announced(message));
        assert_eq!(Some(&**last), stored, "the last message of {id}");
    }
    assert_eq!(world.inquiry(id).is_some(), room.is_open(), "an inquiry, while {id} is open");
    assert_eq!(room.closed_at.is_none(), room.is_open());
    let Some(inquiry) = world.inquiry(id) else {
        assert!(subscribers.is_empty() && room.on_hold.is_none(), "somebody is in {id}, which is closed");
        return;
    };
    assert_eq!(inquiry.status == Some(InquiryStatus::Taken), room.served_by.is_some(), "who has taken {id} serves it");
    assert_eq!(inquiry.taken_at.is_some(), room.served_by.is_some());
    assert_eq!((&inquiry.department, &inquiry.name), (&room.department_id, &room.display_name));
    assert_eq!(room.user_count, 1 + subscribers.len() as u64, "the visitor and {subscribers:?}");
    assert!(room.served_by.as_ref().is_none_or(|agent| subscribers.contains(agent.id.as_ref().unwrap())));
    assert!(room.on_hold.is_none() || room.served_by.is_some());
}

/// A filter, and what it lets pass.
type Filter<'a> = (&'a str, &'a dyn Fn(&Room) -> bool);

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn room_inquiry_messages_and_subscriptions_agree(steps in vec(step(), 0..80)) {
        Workspace::after(0, &steps);
    }

    #[test]
    fn the_same_seed_and_the_same_calls_give_the_same_bytes(seed in any::<u64>(), steps in vec(step(), 0..40)) {
        let (one, other) = (Workspace::after(seed, &steps), Workspace::after(seed, &steps));
        prop_assert_eq!(one.answers, other.answers);
    }

    #[test]
    fn the_list_of_rooms_filters_as_one_looking_at_each_would(steps in vec(step(), 0..80)) {
        let mut workspace = Workspace::after(0, &steps);
        let rooms: Vec<Room> = workspace.world().rooms().cloned().collect();
        let is_held = |room: &Room| room.on_hold == Some(true);
        let filters: [Filter<'_>; 9] = [
            ("", &|_| true),
            ("open=true", &|room| room.is_open() && room.served_by.is_some() && !is_held(room)),
            ("open=false", &|room| !room.is_open()),
            ("queued=true", &|room| room.is_open() && room.served_by.is_none() && !is_held(room)),
            ("onhold=true", &|room| is_held(room)),
            ("agents[]=agent-1", &|room| room.served_by.as_ref().is_some_and(|agent| agent.id.as_ref().unwrap() == "agent-1")),
            ("departmentId=sales", &|room| room.department_id.as_ref().is_some_and(|id| id.as_str() == "sales")),
            ("tags[]=a", &|room| room.tags.iter().any(|tag| tag == "a")),
            ("roomName=visitor%201", &|room| room.display_name.as_ref().is_some_and(|name| name.contains("Visitor 1"))),
        ];
        for (query, is_wanted) in filters {
            let expected = rooms.iter().filter(|room| is_wanted(room)).count();
            prop_assert_eq!(workspace.total(query), expected as u64, "{}", query);
        }
    }
}
