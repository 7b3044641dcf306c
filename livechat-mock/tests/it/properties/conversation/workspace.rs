//! What visitors and staff do with conversations, and a workspace in which they do it.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::{IpAddr, Ipv4Addr},
    time::Duration,
};

use bytes::Bytes;
use http::Request;
use livechat_mock::{Account, Engine, World};
use livechat_sdk::{
    RoomId, Timestamp, UserId,
    model::{Department, Room},
};
use proptest::{collection::vec, option, prelude::*};
use serde_json::{Value, json};

const VISITORS: usize = 4;
pub(crate) const AGENTS: usize = 3;
pub(crate) const DEPARTMENTS: [&str; 4] = ["sales", "support", "night", "nowhere"];

/// One thing that happens. Visitors, agents and rooms are named by number: few of each, so that they come across each other.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Register {
        visitor: usize,
        name: Option<u8>,
        phone: Option<u8>,
        email: Option<u8>,
    },
    Remove {
        visitor: usize,
    },
    Open {
        visitor: usize,
        agent: Option<usize>,
    },
    VisitPage {
        visitor: usize,
        room: Option<usize>,
    },
    Write {
        visitor: usize,
    },
    Edit {
        visitor: usize,
        message: usize,
    },
    Delete {
        visitor: usize,
        message: usize,
    },
    CloseAsVisitor {
        visitor: usize,
    },
    HandOnAsVisitor {
        visitor: usize,
        department: usize,
    },
    Text {
        phone: u8,
    },
    Answer {
        agent: usize,
        room: usize,
    },
    Take {
        agent: usize,
        room: usize,
    },
    Forward {
        agent: usize,
        room: usize,
        to: Option<usize>,
        department: Option<usize>,
    },
    Return {
        agent: usize,
        room: usize,
        department: Option<usize>,
    },
    Hold {
        agent: usize,
        room: usize,
    },
    Resume {
        agent: usize,
        room: usize,
    },
    Join {
        agent: usize,
        room: usize,
    },
    SaveInfo {
        agent: usize,
        room: usize,
        name: Option<u8>,
        tags: Option<Vec<String>>,
    },
    Transcript {
        room: usize,
        is_wanted: bool,
    },
    Close {
        agent: usize,
        room: usize,
        comment: bool,
        tag: bool,
    },
    Set {
        setting: usize,
        on: bool,
    },
    /// Of one agent, or of all.
    Presence {
        agent: Option<usize>,
        is_online: bool,
    },
    Wait {
        seconds: u32,
    },
}

pub(crate) fn step() -> impl Strategy<Value = Step> {
    let visitor = || 0..VISITORS;
    let agent = || 0..AGENTS;
    let room = || 0_usize..8;
    let department = || 0..DEPARTMENTS.len();
    let few = || option::of(0_u8..3);
    let staff = || (agent(), room());
    prop_oneof![
        4 => (visitor(), few(), few(), few())
            .prop_map(|(visitor, name, phone, email)| Step::Register { visitor, name, phone, email }),
        1 => visitor().prop_map(|visitor| Step::Remove { visitor }),
        8 => (visitor(), option::of(agent())).prop_map(|(visitor, agent)| Step::Open { visitor, agent }),
        2 => (visitor(), option::of(room())).prop_map(|(visitor, room)| Step::VisitPage { visitor, room }),
        8 => visitor().prop_map(|visitor| Step::Write { visitor }),
        4 => (visitor(), 0_usize..4).prop_map(|(visitor, message)| Step::Edit { visitor, message }),
        4 => (visitor(), 0_usize..4).prop_map(|(visitor, message)| Step::Delete { visitor, message }),
        2 => visitor().prop_map(|visitor| Step::CloseAsVisitor { visitor }),
        2 => (visitor(), department())
            .prop_map(|(visitor, department)| Step::HandOnAsVisitor { visitor, department }),
        2 => (0_u8..4).prop_map(|phone| Step::Text { phone }),
        6 => staff().prop_map(|(agent, room)| Step::Answer { agent, room }),
        6 => staff().prop_map(|(agent, room)| Step::Take { agent, room }),
        6 => (staff(), option::of(agent()), option::of(department()))
            .prop_map(|((agent, room), to, department)| Step::Forward { agent, room, to, department }),
        3 => (staff(), option::of(department()))
            .prop_map(|((agent, room), department)| Step::Return { agent, room, department }),
        5 => staff().prop_map(|(agent, room)| Step::Hold { agent, room }),
        5 => staff().prop_map(|(agent, room)| Step::Resume { agent, room }),
        3 => staff().prop_map(|(agent, room)| Step::Join { agent, room }),
        2 => (staff(), few(), option::of(vec("[ab]", 0..3)))
            .prop_map(|((agent, room), name, tags)| Step::SaveInfo { agent, room, name, tags }),
        2 => (room(), any::<bool>()).prop_map(|(room, is_wanted)| Step::Transcript { room, is_wanted }),
        3 => (staff(), any::<bool>(), any::<bool>())
            .prop_map(|((agent, room), comment, tag)| Step::Close { agent, room, comment, tag }),
        3 => (0..SETTINGS.len(), any::<bool>()).prop_map(|(setting, on)| Step::Set { setting, on }),
        3 => (option::of(agent()), any::<bool>()).prop_map(|(agent, is_online)| Step::Presence { agent, is_online }),
        2 => (1_u32..3_600).prop_map(|seconds| Step::Wait { seconds }),
        1 => (3_600_u32..100_000).prop_map(|seconds| Step::Wait { seconds }),
    ]
}

/// What is turned on and off, the routing first.
const SETTINGS: [&str; 6] = [
    "Livechat_Routing_Method",
    "Livechat_accept_chats_with_no_agents",
    "Livechat_request_comment_when_closing_conversation",
    "Livechat_Allow_collect_and_store_HTTP_header_informations",
    "Livechat_enable_transcript",
    "Livechat_waiting_queue",
];

/// Who works in which department, by number.
pub(crate) const STAFF: [(&str, usize); 4] = [("sales", 0), ("sales", 1), ("support", 1), ("support", 2)];

/// A workspace with three agents and three departments: two that stand in for each other, and one that nobody is in.
pub(crate) struct Workspace {
    engine: Engine,
    now: Timestamp,
    /// The logins of the agents; the administrator's is the last.
    logins: Vec<[String; 2]>,
    pub(crate) answers: Vec<(u16, Bytes)>,
    /// All rooms that there ever were.
    pub(crate) rooms: BTreeSet<RoomId>,
    /// For each agent, when they came and when they went, in turns.
    pub(crate) presence: [Vec<Timestamp>; AGENTS],
}

impl Workspace {
    pub(crate) fn new(seed: u64) -> Self {
        let mut world = World::empty().with_seed(seed);
        for permission in [
            "transfer-livechat-guest",
            "close-others-livechat-room",
            "on-hold-others-livechat-room",
            "save-others-livechat-room-info",
        ] {
            world.grant(permission, "livechat-agent");
        }
        world.set_setting("SMS_Enabled", true).unwrap();
        let account = |name: String| Account::new(name.clone(), "password").id(name).role("livechat-agent");
        let mut users: Vec<_> = (0..AGENTS).map(|number| world.add_user(account(format!("agent-{number}")))).collect();
        let sales = Department::new("sales", "Sales").show_on_registration(true).fallback_forward_department("support");
        world.add_department(sales);
        let support = Department::new("support", "Support").request_tag_before_closing_chat(true);
        world.add_department(support.fallback_forward_department("sales"));
        world.add_department(Department::new("night", "Night").allow_receive_forward_offline(true));
        for (department, agent) in STAFF {
            world.add_department_agent(department, &users[agent]);
        }
        users.push(world.administrator().clone());
        let login = |user: &UserId| [user.to_string(), world.log_in(user).unwrap().expose().to_owned()];
        let logins = users.iter().map(login).collect();
        let now = Timestamp::from_millis(1_767_225_600_000);
        let engine = Engine::stateful(world);
        // All are there from the first call on.
        let presence = std::array::from_fn(|_| vec![now]);
        let mut workspace = Self { engine, now, logins, answers: Vec::new(), rooms: BTreeSet::new(), presence };
        for visitor in 0..VISITORS {
            workspace.ask("visitor", &json!({"visitor": {"token": token(visitor)}}));
        }
        workspace
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.now
    }

    pub(crate) fn world(&self) -> &World {
        self.engine.world().unwrap()
    }

    fn world_mut(&mut self) -> &mut World {
        self.engine.world_mut().unwrap()
    }

    /// Calls as one of the staff, or as nobody.
    fn call(&mut self, caller: Option<usize>, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let mut request = Request::builder().method(method).uri(path).header("content-type", "application/json");
        if let Some([user, token]) = caller.map(|caller| &self.logins[caller]) {
            request = request.header("x-user-id", user).header("x-auth-token", token);
        }
        let request = request.body(Bytes::from(body.to_string())).unwrap();
        let response = self.engine.handle(&request, IpAddr::V4(Ipv4Addr::LOCALHOST), self.now).response;
        let status = response.status().as_u16();
        let json = serde_json::from_slice(response.body()).unwrap_or_default();
        assert_ne!(status, 500, "{path}: {json}");
        self.answers.push((status, response.into_body()));
        (status, json)
    }

    fn ask(&mut self, path: &str, body: &Value) -> (u16, Value) {
        self.call(None, "POST", &format!("/api/v1/livechat/{path}"), body)
    }

    fn ask_as(&mut self, agent: usize, path: &str, body: &Value) -> (u16, Value) {
        self.call(Some(agent), "POST", &format!("/api/v1/livechat/{path}"), body)
    }

    /// A call that succeeds once: who comes second at the same moment is refused.
    fn once(&mut self, calls: [(usize, &str, Value); 2]) {
        let [first, second] = calls;
        let (status, _) = self.ask_as(first.0, first.1, &first.2);
        if status == 200 {
            let before = snapshot(self.world());
            let (status, answer) = self.ask_as(second.0, second.1, &second.2);
            assert_eq!(status, 400, "the second {} was let through: {answer}", second.1);
            assert_eq!(snapshot(self.world()), before);
        }
    }

    fn room(&self, number: usize) -> Option<RoomId> {
        let rooms = self.world().rooms().count();
        (rooms > 0).then(|| self.world().rooms().nth(number % rooms).unwrap().id.clone())
    }

    /// The open room of a visitor, by any token that the visitor had.
    fn room_of(&self, visitor: usize) -> Option<RoomId> {
        let is_theirs = |room: &&Room| room.visitor.token.as_ref().is_some_and(|of| of.expose() == token(visitor));
        self.world().rooms().filter(|room| room.is_open()).find(is_theirs).map(|room| room.id.clone())
    }

    pub(crate) fn step(&mut self, step: &Step) {
        if !self.visitor_step(step) {
            self.staff_step(step);
        }
        let rooms: Vec<_> = self.world().rooms().map(|room| room.id.clone()).collect();
        self.rooms.extend(rooms);
    }

    /// False if it is none.
    fn visitor_step(&mut self, step: &Step) -> bool {
        match step {
            Step::Register { visitor, name, phone, email } => {
                let mut given = json!({"token": token(*visitor)});
                name.iter().for_each(|name| given["name"] = json!(format!("Visitor {name}")));
                phone.iter().for_each(|phone| given["phone"] = json!(phone.to_string()));
                email.iter().for_each(|email| given["email"] = json!(format!("{email}@example.com")));
                self.ask("visitor", &json!({"visitor": given}));
            }
            Step::Remove { visitor } => {
                self.call(None, "DELETE", &format!("/api/v1/livechat/visitor/{}", token(*visitor)), &json!({}));
            }
            Step::Open { visitor, agent } => {
                let agent = agent.map(|agent| format!("&agentId=agent-{agent}")).unwrap_or_default();
                let path = format!("/api/v1/livechat/room?token={}{agent}", token(*visitor));
                let (status, answer) = self.call(None, "GET", &path, &json!({}));
                if status == 200 {
                    assert_eq!(answer["room"]["open"], true);
                    let (_, again) = self.call(None, "GET", &path, &json!({}));
                    assert_eq!((&again["newRoom"], &again["room"]["_id"]), (&json!(false), &answer["room"]["_id"]));
                }
            }
            Step::VisitPage { visitor, room } => {
                let page = json!({"change": "url", "title": "Prices", "location": {"href": "https://example.com"}});
                let mut body = json!({"token": token(*visitor), "pageInfo": page});
                // Any that ever was.
                let rooms = self.rooms.len();
                let room = room.filter(|_| rooms > 0).and_then(|room| self.rooms.iter().nth(room % rooms));
                room.iter().for_each(|room| body["rid"] = json!(room));
                self.ask("page.visited", &body);
            }
            Step::Write { visitor } => {
                if let Some(room) = self.room_of(*visitor) {
                    self.ask("message", &json!({"token": token(*visitor), "rid": room, "msg": "Hello"}));
                }
            }
            Step::Edit { visitor, message } | Step::Delete { visitor, message } => {
                let Some(room) = self.room_of(*visitor) else { return true };
                // Most of them the visitor's own.
                let written = self.world().messages(&room).filter(|message| message.message_type.is_none());
                let mut written: Vec<_> =
                    written.map(|message| (message.token.is_none(), message.id.clone())).collect();
                written.sort();
                let number = message.checked_rem(written.len()).unwrap_or_default();
                let Some((_, message)) = written.into_iter().nth(number) else { return true };
                let mut body = json!({"token": token(*visitor), "rid": room});
                let is_edited = matches!(step, Step::Edit { .. });
                if is_edited {
                    body["msg"] = json!("Good day");
                }
                let method = if is_edited { "PUT" } else { "DELETE" };
                self.call(None, method, &format!("/api/v1/livechat/message/{message}"), &body);
            }
            Step::CloseAsVisitor { visitor } => {
                if let Some(room) = self.room_of(*visitor) {
                    self.ask("room.close", &json!({"token": token(*visitor), "rid": room}));
                }
            }
            Step::HandOnAsVisitor { visitor, department } => {
                if let Some(room) = self.room_of(*visitor) {
                    let body = json!({"token": token(*visitor), "rid": room, "department": DEPARTMENTS[*department]});
                    self.ask("visitor/department.transfer", &body);
                }
            }
            Step::Text { phone } => {
                self.ask("sms-incoming/twilio", &json!({"From": phone.to_string(), "To": "9", "Body": "Hello"}));
            }
            _ => return false,
        }
        true
    }

    fn staff_step(&mut self, step: &Step) {
        let room = match step {
            Step::Answer { room, .. }
            | Step::Take { room, .. }
            | Step::Forward { room, .. }
            | Step::Return { room, .. }
            | Step::Hold { room, .. }
            | Step::Resume { room, .. }
            | Step::Join { room, .. }
            | Step::SaveInfo { room, .. }
            | Step::Transcript { room, .. }
            | Step::Close { room, .. } => self.room(*room),
            _ => return self.workspace_step(step),
        };
        let Some(room) = room else { return };
        match step {
            Step::Answer { agent, .. } => {
                let (agent, now) = (UserId::from(self.logins[*agent][0].as_str()), self.now);
                if self.world().room(&room).unwrap().is_open() {
                    self.world_mut().add_agent_message(&room, &agent, "Good day", now).unwrap();
                }
            }
            Step::Take { agent, .. } => {
                let Some(inquiry) = self.world().inquiry(&room).map(|inquiry| inquiry.id.clone()) else { return };
                let body = json!({"inquiryId": inquiry});
                let other = (agent + 1) % AGENTS;
                self.once([(*agent, "inquiries.take", body.clone()), (other, "inquiries.take", body)]);
            }
            Step::Forward { agent, to, department, .. } => {
                let mut body = json!({"roomId": room});
                to.iter().for_each(|to| body["userId"] = json!(self.logins[*to][0]));
                department.iter().for_each(|department| body["departmentId"] = json!(DEPARTMENTS[*department]));
                self.ask_as(*agent, "room.forward", &body);
            }
            Step::Return { agent, department, .. } => {
                let mut body = json!({"roomId": room});
                department.iter().for_each(|department| body["departmentId"] = json!(DEPARTMENTS[*department]));
                self.ask_as(*agent, "inquiries.returnAsInquiry", &body);
            }
            Step::Hold { agent, .. } => {
                let body = json!({"roomId": room});
                self.once([(*agent, "room.onHold", body.clone()), (*agent, "room.onHold", body)]);
            }
            Step::Resume { agent, .. } => {
                // One that is on hold, if there is one.
                let held = self.world().rooms().find(|room| room.on_hold == Some(true)).map(|room| room.id.clone());
                let body = json!({"roomId": held.unwrap_or(room)});
                self.once([(*agent, "room.resumeOnHold", body.clone()), (*agent, "room.resumeOnHold", body)]);
            }
            Step::Join { agent, .. } => {
                self.call(Some(*agent), "GET", &format!("/api/v1/livechat/room.join?roomId={room}"), &json!({}));
            }
            Step::SaveInfo { agent, name, tags, .. } => {
                let mut guest = json!({"_id": self.world().room(&room).unwrap().visitor.id});
                name.iter().for_each(|name| guest["name"] = json!(format!("Visitor {name}")));
                let mut info = json!({"_id": room});
                tags.iter().for_each(|tags| info["tags"] = json!(tags));
                self.ask_as(*agent, "room.saveInfo", &json!({"guestData": guest, "roomData": info}));
            }
            Step::Transcript { is_wanted, .. } => {
                let method = if *is_wanted { "POST" } else { "DELETE" };
                let wish = json!({"email": "visitor@example.com", "subject": "Yours"});
                let body = if *is_wanted { wish } else { json!({}) };
                self.call(Some(AGENTS), method, &format!("/api/v1/livechat/transcript/{room}"), &body);
            }
            Step::Close { agent, comment, tag, .. } => {
                let mut body = json!({"rid": room});
                if *comment {
                    body["comment"] = json!("Solved");
                }
                if *tag {
                    body["tags"] = json!(["a"]);
                }
                let other = (agent + 1) % AGENTS;
                self.once([(*agent, "room.closeByUser", body.clone()), (other, "room.closeByUser", body)]);
            }
            _ => {}
        }
    }

    fn workspace_step(&mut self, step: &Step) {
        match step {
            Step::Set { setting, on } => {
                let name = SETTINGS[*setting];
                let routing = if *on { "Manual_Selection" } else { "Auto_Selection" };
                let value = if *setting == 0 { json!(routing) } else { json!(on) };
                self.world_mut().set_setting(name, value).unwrap();
            }
            Step::Presence { agent, is_online } => {
                let status = if *is_online { "online" } else { "offline" };
                for agent in agent.map_or(0..AGENTS, |agent| agent..agent + 1) {
                    // An odd number of times, and the agent is there.
                    if (self.presence[agent].len() % 2 == 1) != *is_online {
                        self.presence[agent].push(self.now);
                    }
                    let agent = UserId::from(self.logins[agent][0].as_str());
                    self.world_mut().modify_user(&agent, |user| user.status = Some(status.into())).unwrap();
                }
                // What a test changes counts from the next time on that the engine is told.
                self.engine.advance(self.now);
            }
            Step::Wait { seconds } => {
                self.now = self.now.saturating_add(Duration::from_secs((*seconds).into()));
                self.engine.advance(self.now);
            }
            _ => {}
        }
    }

    /// What the administrator sees below `livechat/analytics/`.
    pub(crate) fn get(&mut self, path: &str) -> Value {
        let (status, answer) =
            self.call(Some(AGENTS), "GET", &format!("/api/v1/livechat/analytics/{path}"), &json!({}));
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    }

    pub(crate) fn total(&mut self, query: &str) -> u64 {
        let (status, page) = self.call(Some(AGENTS), "GET", &format!("/api/v1/livechat/rooms?{query}"), &json!({}));
        assert_eq!(status, 200, "{page}");
        page["total"].as_u64().unwrap()
    }
}

fn token(visitor: usize) -> String {
    format!("token-{visitor}")
}

/// Each room with its inquiry, and its messages.
pub(crate) type Snapshot = BTreeMap<RoomId, Value>;

pub(crate) fn snapshot(world: &World) -> Snapshot {
    let all = |room: &Room| {
        let messages: Vec<_> = world.messages(&room.id).collect();
        json!({"room": room, "inquiry": world.inquiry(&room.id), "messages": messages, "in": subscribers(world, &room.id)})
    };
    world.rooms().map(|room| (room.id.clone(), all(room))).collect()
}

pub(crate) fn subscribers(world: &World, room: &RoomId) -> Vec<UserId> {
    world.users().map(|user| user.id.clone()).filter(|user| world.unread(room, user).is_some()).collect()
}
