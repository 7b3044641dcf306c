//! What holds of a stateful engine, whatever is asked of it and in whichever order.

mod conversation;
mod queue;

use std::{
    collections::HashSet,
    net::{IpAddr, Ipv4Addr},
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use livechat_mock::{Engine, World};
use livechat_sdk::{
    RoomId, Timestamp, VisitorId,
    model::{CustomField, CustomFieldScope, Message, MessageAuthor},
};
use proptest::{collection::vec, prelude::*};
use serde_json::{Value, json};

/// How many messages a room counts: what is announced counts twice. Page visits that were there before the room, which keep
/// the day on which they were to be forgotten, do not count.
fn counted<'m>(messages: impl IntoIterator<Item = &'m Message>) -> u64 {
    let times = |message: &Message| match message.expire_at {
        Some(_) => 0,
        None => 1 + u64::from(is_announced(message)),
    };
    messages.into_iter().map(times).sum()
}

/// Whether a message of the server's own is announced as if somebody had written it.
fn is_announced(message: &Message) -> bool {
    let announced = ["livechat-started", "livechat_transfer_history", "livechat-close"];
    message.message_type.as_ref().is_some_and(|kind| announced.contains(&kind.as_str()))
}

/// One thing that happens.
#[derive(Clone, Debug)]
enum Step {
    Register(Registration),
    VisitPage { token: usize, room: Option<usize> },
    OpenRoom { visitor: usize },
    CloseRoom { room: usize },
    WriteMessage { room: usize },
    RemoveVisitor { visitor: usize },
    Wait { hours: u32 },
}

/// Few of everything, so that visitors come across each other.
#[derive(Clone, Debug)]
struct Registration {
    token: usize,
    phone: Option<usize>,
    email: Option<usize>,
    name: Option<usize>,
    field: Option<(usize, bool)>,
}

fn registration() -> impl Strategy<Value = Registration> {
    let few = || proptest::option::of(0_usize..3);
    (0_usize..6, few(), few(), few(), proptest::option::of((0_usize..3, any::<bool>())))
        .prop_map(|(token, phone, email, name, field)| Registration { token, phone, email, name, field })
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => registration().prop_map(Step::Register),
        4 => (0_usize..6, proptest::option::of(0_usize..8)).prop_map(|(token, room)| Step::VisitPage { token, room }),
        3 => (0_usize..8).prop_map(|visitor| Step::OpenRoom { visitor }),
        1 => (0_usize..8).prop_map(|room| Step::CloseRoom { room }),
        2 => (0_usize..8).prop_map(|room| Step::WriteMessage { room }),
        1 => (0_usize..8).prop_map(|visitor| Step::RemoveVisitor { visitor }),
        1 => (1_u32..1000).prop_map(|hours| Step::Wait { hours }),
    ]
}

fn token(number: usize) -> String {
    format!("token-{number}")
}

impl Registration {
    fn body(&self) -> Value {
        let mut visitor = json!({"token": token(self.token)});
        if let Some(phone) = self.phone {
            visitor["phone"] = json!(phone.to_string());
        }
        if let Some(email) = self.email {
            visitor["email"] = json!(format!("{email}@example.com"));
        }
        if let Some(name) = self.name {
            visitor["name"] = json!(format!("Ann {name}"));
        }
        if let Some((value, overwrite)) = self.field {
            visitor["customFields"] =
                json!([{"key": "address", "value": format!("Street {value}"), "overwrite": overwrite}]);
        }
        json!({"visitor": visitor})
    }
}

/// An engine, the time and an administrator.
struct Run {
    engine: Engine,
    now: Timestamp,
    admin: [(&'static str, String); 2],
    answers: Vec<(StatusCode, HeaderMap, Bytes)>,
}

impl Run {
    fn new(seed: u64) -> Self {
        let mut world = World::empty().with_seed(seed);
        world.add_custom_field(CustomField::new("address", CustomFieldScope::Visitor));
        let admin = world.administrator().clone();
        let token = world.log_in(&admin).unwrap();
        Self {
            engine: Engine::stateful(world),
            now: Timestamp::from_millis(1_767_225_600_000),
            admin: [("x-user-id", admin.to_string()), ("x-auth-token", token.expose().to_owned())],
            answers: Vec::new(),
        }
    }

    fn after(seed: u64, steps: &[Step]) -> Self {
        let mut run = Self::new(seed);
        steps.iter().for_each(|step| run.step(step));
        run
    }

    fn world(&self) -> &World {
        self.engine.world().unwrap()
    }

    fn ask(&mut self, method: &str, path: &str, body: &Value) -> (StatusCode, Value) {
        let mut request = Request::builder().method(method).uri(path).header("content-type", "application/json");
        for (name, value) in &self.admin {
            request = request.header(*name, value);
        }
        let request = request.body(Bytes::from(body.to_string())).unwrap();
        let from = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let (head, body) = self.engine.handle(&request, from, self.now).response.into_parts();
        let json = serde_json::from_slice(&body).unwrap();
        self.answers.push((head.status, head.headers, body));
        (head.status, json)
    }

    fn get(&mut self, path: &str) -> (StatusCode, Value) {
        self.ask("GET", path, &json!({}))
    }

    /// Registers, and gives the visitor.
    fn register(&mut self, registration: &Registration) -> Value {
        let (status, mut answer) = self.ask("POST", "/api/v1/livechat/visitor", &registration.body());
        assert_eq!(status, 200, "{answer}");
        answer["visitor"].take()
    }

    fn room(&self, number: usize) -> Option<RoomId> {
        self.world().rooms().nth(number).map(|room| room.id.clone())
    }

    fn visitor(&self, number: usize) -> Option<VisitorId> {
        self.world().visitors().nth(number).map(|visitor| visitor.id.clone())
    }

    fn step(&mut self, step: &Step) {
        let now = self.now;
        match step {
            Step::Register(registration) => drop(self.register(registration)),
            Step::VisitPage { token: number, room } => {
                let page = json!({"change": "url", "title": "Prices", "location": {"href": "https://example.com"}});
                let mut body = json!({"token": token(*number), "pageInfo": page});
                if let Some(room) = room.and_then(|room| self.room(room)) {
                    body["rid"] = json!(room);
                }
                let (status, answer) = self.ask("POST", "/api/v1/livechat/page.visited", &body);
                assert_eq!(status, 200, "{answer}");
            }
            Step::OpenRoom { visitor } => {
                if let Some(visitor) = self.visitor(*visitor) {
                    self.engine.world_mut().unwrap().open_room(&visitor, now).unwrap();
                }
            }
            Step::CloseRoom { room } => {
                if let Some(room) = self.room(*room) {
                    self.engine.world_mut().unwrap().modify_room(&room, |room| room.open = None);
                }
            }
            Step::WriteMessage { room } => {
                if let Some(room) = self.room(*room) {
                    let message = Message::new("", MessageAuthor::new("ann", "ann"), now, "hello").room_id(room);
                    self.engine.world_mut().unwrap().add_message(message);
                }
            }
            // What the server leaves of a visitor that somebody removes.
            Step::RemoveVisitor { visitor } => {
                if let Some(visitor) = self.visitor(*visitor) {
                    self.engine.world_mut().unwrap().modify_visitor(&visitor, |visitor| {
                        visitor.token = None;
                        visitor.phones.clear();
                        visitor.emails.clear();
                        visitor.disabled = Some(true);
                    });
                }
            }
            Step::Wait { hours } => self.now = now.saturating_add(Duration::from_secs(3600) * *hours),
        }
    }

    /// The items of a list on pages of this length, one after the other, until a page is empty.
    fn pages(&mut self, path: &str, key: &str, count: usize, total: usize) -> Vec<Value> {
        let mut items = Vec::new();
        loop {
            let (status, mut page) = self.get(&format!("{path}?count={count}&offset={}", items.len()));
            assert_eq!(status, 200, "{page}");
            assert_eq!((&page["total"], &page["offset"]), (&json!(total), &json!(items.len())));
            let Value::Array(more) = page[key].take() else { panic!("no list: {page}") };
            assert_eq!(page["count"], more.len());
            if more.is_empty() {
                return items;
            }
            assert!(more.len() <= count);
            items.extend(more);
        }
    }
}

/// A few cases go a long way: each is many steps.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn a_visitor_is_found_by_its_token_and_by_no_other(steps in vec(step(), 0..40)) {
        let mut run = Run::after(0, &steps);
        for number in 0..6 {
            let holders: Vec<_> = run
                .world()
                .visitors()
                .filter(|visitor| visitor.token.as_ref().is_some_and(|of| of.expose() == token(number)))
                .map(|visitor| json!(visitor.id))
                .collect();
            prop_assert!(holders.len() <= 1, "a token of two visitors");
            let (status, answer) = run.get(&format!("/api/v1/livechat/visitor/{}", token(number)));
            prop_assert_eq!(status.is_success(), !holders.is_empty());
            prop_assert_eq!(answer.pointer("/visitor/_id"), holders.first());
        }
    }

    #[test]
    fn a_room_counts_its_messages(steps in vec(step(), 0..40)) {
        let run = Run::after(0, &steps);
        for room in run.world().rooms() {
            let messages: Vec<_> = run.world().messages(&room.id).collect();
            prop_assert!(messages.is_sorted_by_key(|message| message.created_at));
            prop_assert_eq!(room.message_count, counted(messages));
        }
    }

    #[test]
    fn registering_again_changes_nothing_but_the_time(steps in vec(step(), 0..20), again in registration()) {
        let mut run = Run::after(0, &steps);
        let mut first = run.register(&again);
        let visitors = run.world().visitors().count();
        run.step(&Step::Wait { hours: 1 });
        let mut second = run.register(&again);
        prop_assert_ne!(first["_updatedAt"].take(), second["_updatedAt"].take());
        prop_assert_eq!(first, second);
        prop_assert_eq!(run.world().visitors().count(), visitors);
    }

    #[test]
    fn no_two_guests_have_the_same_number(steps in vec(step(), 0..60)) {
        let run = Run::after(0, &steps);
        let names: Vec<_> = run.world().visitors().map(|visitor| visitor.username.clone()).collect();
        prop_assert!(names.iter().flatten().all(|name| name.starts_with("guest-")));
        prop_assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len());
    }

    #[test]
    fn all_pages_together_are_the_list(steps in vec(step(), 0..60), count in 1_usize..6, oldest_first in any::<bool>()) {
        let mut run = Run::after(0, &steps);
        let Some(room) = run.room(0) else { return Ok(()) };
        let visitor = run.world().room(&room).unwrap().visitor.id.clone().unwrap();
        let history = format!("/api/v1/livechat/visitors.chatHistory/room/{room}/visitor/{visitor}");
        for (path, key) in [(history, "history"), (format!("/api/v1/livechat/visitors.pagesVisited/{room}"), "pages")] {
            let sort = if oldest_first { "&sort=%7B%22ts%22%3A1%7D" } else { "" };
            // A length of 0 stands for all.
            let (_, mut all) = run.get(&format!("{path}?count=0{sort}"));
            let Value::Array(mut all) = all[key].take() else { panic!("no list: {all}") };
            if oldest_first {
                all.reverse();
            }
            prop_assert_eq!(run.pages(&path, key, count, all.len()), all);
        }
    }

    #[test]
    fn the_same_seed_and_the_same_requests_give_the_same_bytes(seed in any::<u64>(), steps in vec(step(), 0..40)) {
        let mut one = Run::after(seed, &steps);
        let other = Run::after(seed, &steps);
        prop_assert_eq!(&one.answers, &other.answers);
        // And so they do after a reset.
        one.engine.reset();
        one.now = Run::new(seed).now;
        let before = std::mem::take(&mut one.answers);
        steps.iter().for_each(|step| one.step(step));
        prop_assert_eq!(&one.answers, &before);
    }
}
