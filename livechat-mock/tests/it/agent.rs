//! The agent who is always there.

use std::{net::Ipv4Addr, time::Duration};

use bytes::Bytes;
use http::Request;
use livechat_mock::{Account, BuiltInAgent, Change, Engine, World};
use livechat_sdk::{
    RoomId, Timestamp, UserId,
    model::{Department, MessageType, Visitor},
};
use serde_json::{Value, json};

const NOW: Timestamp = Timestamp::from_millis(1_767_225_600_000);
const SCRIPT: &str = r#"{
    "name": "Dora",
    "greeting": "Hello {name}!",
    "answers": [
        {"if": "price", "say": ["10 €.", "Anything else?"]},
        {"if": "sales", "say": "One moment.", "then": {"forward": "Sales"}},
        {"if": "bye", "then": "close"}
    ]
}"#;

struct Talk {
    engine: Engine,
    room: RoomId,
    now: Timestamp,
}

impl Talk {
    /// A new conversation of Ann's.
    fn start(agent: BuiltInAgent, arrange: impl FnOnce(&mut World)) -> Self {
        let mut world = World::empty();
        world.add_visitor(Visitor::new("").token("t").name("Ann"));
        world.add_user(Account::new("bob", "password").role("livechat-agent"));
        arrange(&mut world);
        let mut talk = Self { engine: Engine::stateful(world).agent(agent), room: RoomId::from(""), now: NOW };
        talk.open("");
        talk
    }

    /// Opens a room, with more in the query.
    fn open(&mut self, query: &str) {
        let target = format!("/api/v1/livechat/room?token=t{query}");
        let opened = self.send(&Request::get(target).body(Bytes::new()).unwrap());
        self.room = opened["room"]["_id"].as_str().unwrap().into();
    }

    fn send(&mut self, request: &Request<Bytes>) -> Value {
        let reply = self.engine.handle(request, Ipv4Addr::LOCALHOST.into(), self.now);
        serde_json::from_slice(reply.response.body()).unwrap()
    }

    /// Writes as the visitor, and answers the message's id.
    fn write(&mut self, msg: &str) -> String {
        let body = json!({"token": "t", "rid": self.room, "msg": msg}).to_string();
        let request = Request::post("/api/v1/livechat/message").header("content-type", "application/json");
        let written = self.send(&request.body(body.into()).unwrap());
        written["message"]["_id"].as_str().unwrap().to_owned()
    }

    fn world(&self) -> &World {
        self.engine.world().unwrap()
    }

    fn messages(&self) -> Vec<&str> {
        let ordinary = self.world().messages(&self.room).filter(|message| message.message_type.is_none());
        ordinary.map(|message| message.text.as_str()).collect()
    }

    fn serving(&self) -> Option<&UserId> {
        self.world().room(&self.room).unwrap().served_by.as_ref().and_then(|agent| agent.id.as_ref())
    }
}

fn manual(world: &mut World) {
    world.set_setting("Livechat_Routing_Method", "Manual_Selection").unwrap();
}

fn dora() -> BuiltInAgent {
    BuiltInAgent::scripted(SCRIPT).unwrap()
}

#[test]
fn it_takes_conversations_and_answers_however_they_are_given_out() {
    for arrange in [|_: &mut World| {}, manual] {
        let mut talk = Talk::start(BuiltInAgent::echo(), arrange);
        talk.write("Hello");
        talk.write("Is anybody there?");
        assert_eq!(talk.messages(), ["Hello", "Hello", "Is anybody there?", "Is anybody there?"]);
        let agent = talk.serving().unwrap();
        assert_eq!(talk.world().user(agent).unwrap().name.as_deref(), Some("Echo"));
        assert_eq!(talk.world().unread(&talk.room, agent), Some(0));
    }
}

#[test]
fn it_says_what_the_script_says() {
    for arrange in [|_: &mut World| {}, manual] {
        let mut talk = Talk::start(dora(), arrange);
        talk.write("Which Price?");
        talk.write("I see.");
        assert_eq!(talk.messages(), ["Hello Ann!", "Which Price?", "10 €.", "Anything else?", "I see."]);
        talk.write("Bye");
        assert!(!talk.world().room(&talk.room).unwrap().is_open());
    }
}

#[test]
fn what_it_forwards_it_leaves_to_others() {
    let mut talk = Talk::start(dora(), |world| {
        manual(world);
        world.add_department(Department::new("sales", "Sales"));
    });
    talk.write("Sales, please.");
    talk.write("Which price?");
    assert_eq!(talk.messages(), ["Hello Ann!", "Sales, please.", "One moment.", "Which price?"]);
    assert_eq!(talk.serving(), None);
}

#[test]
fn a_department_that_does_not_exist_leaves_the_conversation_with_it() {
    let mut talk = Talk::start(dora(), manual);
    talk.write("Sales, please.");
    assert!(talk.serving().is_some());
}

#[test]
fn a_message_that_was_changed_is_not_answered_again() {
    let mut talk = Talk::start(BuiltInAgent::echo(), |_| {});
    let id = talk.write("Helo");
    let body = json!({"token": "t", "rid": talk.room, "msg": "Hello"}).to_string();
    let edit = Request::put(format!("/api/v1/livechat/message/{id}")).header("content-type", "application/json");
    assert_eq!(talk.send(&edit.body(body.into()).unwrap())["message"]["msg"], "Hello");
    assert_eq!(talk.messages(), ["Hello", "Helo"]);
}

#[test]
fn it_is_there_after_a_reset() {
    let mut talk = Talk::start(dora(), |_| {});
    talk.engine.reset();
    talk.open("");
    talk.write("price");
    assert_eq!(talk.messages(), ["Hello Ann!", "price", "10 €.", "Anything else?"]);
    let joined =
        talk.world().messages(&talk.room).filter(|message| message.message_type == Some(MessageType::UserJoined));
    assert_eq!(joined.count(), 1);
}

/// A visitor of a department, whose conversation the agent is to take.
fn in_department(agent: BuiltInAgent, arrange: impl FnOnce(&mut World)) -> Engine {
    let mut world = World::empty();
    world.add_visitor(Visitor::new("").token("t").name("Ann"));
    world.add_department(Department::new("sales", "Sales"));
    world.add_department(Department::new("support", "Support"));
    arrange(&mut world);
    Engine::stateful(world).agent(agent)
}

fn ask(engine: &mut Engine, department: &str) -> Value {
    let body = json!({"visitor": {"token": "t", "name": "Ann", "department": department}}).to_string();
    let register = Request::post("/api/v1/livechat/visitor").header("content-type", "application/json");
    let open = Request::get("/api/v1/livechat/room?token=t").body(Bytes::new()).unwrap();
    engine.handle(&register.body(body.into()).unwrap(), Ipv4Addr::LOCALHOST.into(), NOW);
    serde_json::from_slice(engine.handle(&open, Ipv4Addr::LOCALHOST.into(), NOW).response.body()).unwrap()
}

#[test]
fn it_works_for_every_department_or_for_those_that_are_named() {
    for (agent, departments) in [
        (BuiltInAgent::echo(), &["sales", "support"][..]),
        (BuiltInAgent::echo().department("Sales"), &["sales"]),
        (BuiltInAgent::echo().department("support"), &["support"]),
    ] {
        for department in ["sales", "support"] {
            let mut engine = in_department(agent.clone(), |_| {});
            let opened = ask(&mut engine, department);
            let serves = opened["room"]["servedBy"]["username"] == "built-in-agent";
            assert_eq!(serves, departments.contains(&department), "{department}: {opened}");
        }
    }
    // One that is made later, and one that it was taken out of.
    let mut engine = in_department(BuiltInAgent::echo(), |_| {});
    let world = engine.world_mut().unwrap();
    world.add_department(Department::new("billing", "Billing"));
    world.remove_department_agent("support", "built-in-agent");
    engine.advance(NOW);
    assert_eq!(ask(&mut engine, "billing")["room"]["servedBy"]["username"], "built-in-agent");
    assert!(!engine.world().unwrap().is_department_agent("support", "built-in-agent"));
}

#[test]
fn others_stay_available_if_it_works_among_them() {
    let agent = || BuiltInAgent::echo().department("Sales");
    for (agent, serving) in [(agent(), json!(null)), (agent().among_others(), json!("bob"))] {
        let mut engine = in_department(agent, |world| {
            let bob = world.add_user(Account::new("bob", "password").role("livechat-agent"));
            world.add_department_agent("support", bob);
        });
        assert_eq!(ask(&mut engine, "support")["room"]["servedBy"]["username"], serving);
    }
}

#[test]
fn it_types_before_it_answers_and_answers_at_its_time() {
    const DELAY: Duration = Duration::from_secs(3);
    let mut talk = Talk::start(dora().after(DELAY), manual);
    let types = |talk: &Talk, since: u64| -> Vec<bool> {
        let changes = talk.world().changes_since(since);
        changes
            .filter_map(|change| match change {
                Change::Activity { activities, .. } => Some(!activities.is_empty()),
                _ => None,
            })
            .collect()
    };
    assert_eq!(types(&talk, 0), [true], "the greeting");
    assert_eq!(talk.messages(), Vec::<&str>::new());
    let since = talk.world().next_change();
    // The greeting and two texts, one after the other.
    talk.write("Which price?");
    assert_eq!(talk.messages(), ["Which price?"]);
    talk.engine.advance(NOW.saturating_add(2 * DELAY));
    assert_eq!(talk.messages(), ["Which price?", "Hello Ann!", "10 €."]);
    assert_eq!(types(&talk, since), Vec::<bool>::new(), "it types on");
    talk.engine.advance(NOW.saturating_add(10 * DELAY));
    assert_eq!(talk.messages().last(), Some(&"Anything else?"));
    assert_eq!(types(&talk, since), [false]);
    let world = talk.world();
    let times = world.messages(&talk.room).filter(|message| message.message_type.is_none());
    let times: Vec<_> = times.map(|message| message.created_at.saturating_since(NOW)).collect();
    assert_eq!(times, [Duration::ZERO, DELAY, 2 * DELAY, 3 * DELAY]);

    // What a visitor has closed meanwhile is left alone.
    talk.now = NOW.saturating_add(10 * DELAY);
    talk.write("Bye");
    let body = json!({"token": "t", "rid": talk.room}).to_string();
    let close = Request::post("/api/v1/livechat/room.close").header("content-type", "application/json");
    talk.send(&close.body(body.into()).unwrap());
    let count = talk.world().messages(&talk.room).count();
    talk.engine.advance(NOW.saturating_add(20 * DELAY));
    assert_eq!(talk.world().messages(&talk.room).count(), count);
}
