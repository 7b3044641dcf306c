//! What holds of the waiting queue and of limits, whoever comes and goes.
//!
//! A naive look at all rooms says who waits where, in which order, and how many conversations an agent has. Each step is held
//! against it: the queue is served from its front, nobody gets more than the limits allow, and no conversation is lost or
//! given to two agents.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    net::{IpAddr, Ipv4Addr},
    time::Duration,
};

use bytes::Bytes;
use http::Request;
use livechat_mock::{Account, Change, Engine, World};
use livechat_sdk::{
    RoomId, Timestamp, UserId,
    model::{Department, Inquiry, InquiryStatus, Room, SlaPolicy},
};
use proptest::{collection::vec, option, prelude::*};
use serde_json::{Value, json};

use super::cases;

const VISITORS: usize = 8;
const AGENTS: usize = 3;
const DEPARTMENTS: [&str; 2] = ["sales", "support"];
/// Who works in which department.
const STAFF: [(&str, usize); 4] = [("sales", 0), ("sales", 1), ("support", 1), ("support", 2)];
const PRIORITIES: [&str; 3] = ["64007cc2fa0ed7dd905092e3", "64007cc2fa0ed7dd905092e5", "64007cc2fa0ed7dd905092e7"];
const POLICIES: [(&str, f64); 2] = [("gold", 5.0), ("silver", 60.0)];
const FULL: &str = "error-max-number-simultaneous-chats-reached";

/// How the workspace routes, and what it allows.
#[derive(Clone, Debug)]
struct Rules {
    routing: &'static str,
    order: &'static str,
    prefers_last_agent: bool,
    of_workspace: u64,
    of_agents: [u64; AGENTS],
    of_departments: [u64; DEPARTMENTS.len()],
}

fn rules() -> impl Strategy<Value = Rules> {
    let routing = prop::sample::select(vec!["Auto_Selection", "Load_Balancing", "Load_Rotation", "External"]);
    let order = prop::sample::select(vec!["Timestamp", "Priority", "SLAs"]);
    let limits = (0_u64..4, prop::array::uniform3(0_u64..3), prop::array::uniform2(0_u64..3));
    (routing, order, any::<bool>(), limits).prop_map(
        |(routing, order, prefers_last_agent, (of_workspace, of_agents, of_departments))| Rules {
            routing,
            order,
            prefers_last_agent,
            of_workspace,
            of_agents,
            of_departments,
        },
    )
}

/// One thing that happens. Rooms are those that are open, by number.
#[derive(Clone, Debug)]
enum Step {
    Arrive { visitor: usize, department: Option<usize> },
    Write { visitor: usize },
    Close { visitor: usize },
    Hold { room: usize },
    Return { room: usize },
    Take { agent: usize, room: usize },
    Priority { room: usize, priority: usize },
    Policy { room: usize, policy: usize },
    Presence { agent: usize, is_online: bool },
    Limit { of_workspace: u64 },
    Wait { seconds: u32 },
}

fn step() -> impl Strategy<Value = Step> {
    let visitor = || 0..VISITORS;
    let agent = || 0..AGENTS;
    let room = || 0..VISITORS;
    prop_oneof![
        8 => (visitor(), option::of(0..DEPARTMENTS.len()))
            .prop_map(|(visitor, department)| Step::Arrive { visitor, department }),
        2 => visitor().prop_map(|visitor| Step::Write { visitor }),
        3 => visitor().prop_map(|visitor| Step::Close { visitor }),
        2 => room().prop_map(|room| Step::Hold { room }),
        1 => room().prop_map(|room| Step::Return { room }),
        2 => (agent(), room()).prop_map(|(agent, room)| Step::Take { agent, room }),
        3 => (room(), 0..PRIORITIES.len()).prop_map(|(room, priority)| Step::Priority { room, priority }),
        3 => (room(), 0..POLICIES.len()).prop_map(|(room, policy)| Step::Policy { room, policy }),
        3 => (agent(), any::<bool>()).prop_map(|(agent, is_online)| Step::Presence { agent, is_online }),
        1 => (0_u64..4).prop_map(|of_workspace| Step::Limit { of_workspace }),
        6 => (1_u32..30).prop_map(|seconds| Step::Wait { seconds }),
        1 => (300_u32..600).prop_map(|seconds| Step::Wait { seconds }),
    ]
}

fn agent(number: usize) -> UserId {
    format!("agent-{number}").into()
}

/// What a step met: the status and the error of its call.
type Answer = (u16, Value);

struct Run {
    engine: Engine,
    rules: Rules,
    now: Timestamp,
    login: [String; 2],
    answers: Vec<Answer>,
    /// Who got which room, in order; `None` where it went back.
    given: Vec<(RoomId, Option<UserId>)>,
    open: BTreeSet<RoomId>,
}

impl Run {
    fn new(seed: u64, rules: &Rules) -> Self {
        let mut world = World::empty().with_seed(seed);
        let users = [0, 1, 2].map(|number| {
            let name = agent(number);
            world.add_user(Account::new(name.as_str(), "password").id(name.clone()).role("livechat-agent"))
        });
        for (id, limit) in DEPARTMENTS.iter().zip(rules.of_departments) {
            world.add_department(Department::new(*id, *id).enabled(true).max_number_simultaneous_chat(limit as f64));
        }
        for (department, number) in STAFF {
            world.add_department_agent(department, &users[number]);
        }
        for (id, minutes) in POLICIES {
            world.add_sla_policy(SlaPolicy::new(id).name(id).due_time_in_minutes(minutes));
        }
        let admin = world.administrator().clone();
        for (setting, value) in [
            ("Livechat_waiting_queue", json!(true)),
            ("Livechat_accept_chats_with_no_agents", json!(true)),
            ("Livechat_auto_close_on_hold_chats_timeout", json!(0)),
            ("Livechat_Routing_Method", json!(rules.routing)),
            ("Omnichannel_sorting_mechanism", json!(rules.order)),
            ("Livechat_last_chatted_agent_routing", json!(rules.prefers_last_agent)),
            ("Livechat_maximum_chats_per_agent", json!(rules.of_workspace)),
        ] {
            world.set_setting(setting, value).unwrap();
        }
        let login = [admin.to_string(), world.log_in(&admin).unwrap().expose().to_owned()];
        let mut run = Self {
            engine: Engine::stateful(world),
            rules: rules.clone(),
            now: Timestamp::from_millis(1_767_225_600_000),
            login,
            answers: Vec::new(),
            given: Vec::new(),
            open: BTreeSet::new(),
        };
        for (number, limit) in rules.of_agents.into_iter().enumerate() {
            let of_agent = STAFF.into_iter().filter(|(_, of)| *of == number).map(|(department, _)| department);
            let departments: Vec<_> = of_agent.collect();
            let data = json!({"maxNumberSimultaneousChat": limit});
            let body = json!({"agentId": agent(number), "agentData": data, "agentDepartments": departments});
            assert_eq!(run.post("livechat/agents.saveInfo", &body).0, 200);
        }
        run
    }

    /// After each step, everything holds.
    fn after(seed: u64, rules: &Rules, steps: &[Step]) -> Self {
        let mut run = Self::new(seed, rules);
        for step in steps {
            run.now = run.now.saturating_add(Duration::from_millis(1));
            let before = run.queues();
            let was_served = run.served();
            let (told, answered) = (run.world().next_change(), run.answers.len());
            run.step(step);
            let given = run.given_since(told);
            let answer = run.answers.get(answered).cloned();
            run.check_order(step, &before, &given, answer.as_ref());
            run.check_limits(step, &given, answer.as_ref());
            run.check_no_loss(&was_served, &given);
            if matches!(step, Step::Wait { seconds: 300.. }) {
                run.check_all_are_served();
            }
            run.given.extend(given);
        }
        run
    }

    fn world(&self) -> &World {
        self.engine.world().unwrap()
    }

    fn world_mut(&mut self) -> &mut World {
        self.engine.world_mut().unwrap()
    }

    fn call(&mut self, method: &str, path: &str, body: &Value) -> Answer {
        let [user, token] = &self.login;
        let request = Request::builder().method(method).uri(format!("/api/v1/{path}"));
        let request = request.header("content-type", "application/json");
        let request = request.header("x-user-id", user).header("x-auth-token", token);
        let request = request.body(Bytes::from(body.to_string())).unwrap();
        let response = self.engine.handle(&request, IpAddr::V4(Ipv4Addr::LOCALHOST), self.now).response;
        let body: Value = serde_json::from_slice(response.body()).unwrap_or_default();
        let answer = (response.status().as_u16(), body["error"].clone());
        self.answers.push(answer.clone());
        answer
    }

    fn post(&mut self, path: &str, body: &Value) -> Answer {
        self.call("POST", path, body)
    }

    fn is_open(&self, room: &RoomId) -> bool {
        self.world().room(room).is_some_and(Room::is_open)
    }

    /// One of the open rooms.
    fn room(&self, number: usize) -> Option<RoomId> {
        self.open.iter().nth(number.checked_rem(self.open.len())?).cloned()
    }

    fn room_of(&self, visitor: usize) -> Option<RoomId> {
        let is_theirs =
            |room: &&Room| room.is_open() && room.visitor.token.as_ref().unwrap().expose() == token(visitor);
        self.world().rooms().find(is_theirs).map(|room| room.id.clone())
    }

    fn step(&mut self, step: &Step) {
        match step {
            Step::Arrive { visitor, department } => self.arrive(*visitor, *department),
            Step::Write { visitor } => {
                if let Some(room) = self.room_of(*visitor) {
                    self.post("livechat/message", &json!({"token": token(*visitor), "rid": room, "msg": "Hello"}));
                }
            }
            Step::Close { visitor } => {
                if let Some(room) = self.room_of(*visitor) {
                    self.post("livechat/room.close", &json!({"token": token(*visitor), "rid": room}));
                    self.open.remove(&room);
                }
            }
            Step::Presence { agent: number, is_online } => {
                let status = if *is_online { "online" } else { "offline" };
                self.world_mut().modify_user(agent(*number), |user| user.status = Some(status.into()));
                self.see();
            }
            Step::Limit { of_workspace } => {
                self.rules.of_workspace = *of_workspace;
                self.world_mut().set_setting("Livechat_maximum_chats_per_agent", *of_workspace).unwrap();
                self.see();
            }
            Step::Wait { seconds } => {
                self.now = self.now.saturating_add(Duration::from_secs((*seconds).into()));
                self.see();
            }
            Step::Hold { room }
            | Step::Return { room }
            | Step::Take { room, .. }
            | Step::Priority { room, .. }
            | Step::Policy { room, .. } => {
                if let Some(room) = self.room(*room) {
                    self.staff_step(step, &room);
                }
            }
        }
    }

    /// Lets the server see what was changed by hand, and what is due.
    fn see(&mut self) {
        self.engine.advance(self.now);
    }

    fn arrive(&mut self, visitor: usize, department: Option<usize>) {
        if self.room_of(visitor).is_some() {
            return;
        }
        let mut given = json!({"token": token(visitor)});
        department.iter().for_each(|department| given["department"] = json!(DEPARTMENTS[*department]));
        self.post("livechat/visitor", &json!({"visitor": given}));
        assert_eq!(self.call("GET", &format!("livechat/room?token={}", token(visitor)), &json!({})).0, 200);
        let room = self.room_of(visitor).unwrap();
        assert!(self.open.insert(room));
    }

    fn staff_step(&mut self, step: &Step, room: &RoomId) {
        match step {
            Step::Hold { .. } => {
                let now = self.now;
                let serving = self.serving(room);
                if let Some(agent) = serving {
                    self.world_mut().add_agent_message(room, &agent, "One moment", now).unwrap();
                }
                self.post("livechat/room.onHold", &json!({"roomId": room}));
            }
            Step::Return { .. } => drop(self.post("livechat/inquiries.returnAsInquiry", &json!({"roomId": room}))),
            Step::Take { agent: number, .. } => {
                let inquiry = self.world().inquiry(room).unwrap().id.clone();
                self.post("livechat/inquiries.take", &json!({"inquiryId": inquiry, "userId": agent(*number)}));
            }
            Step::Priority { priority, .. } => {
                let body = json!({"priorityId": PRIORITIES[*priority]});
                self.post(&format!("livechat/room/{room}/priority"), &body);
            }
            Step::Policy { policy, .. } => {
                let body = json!({"roomId": room, "sla": POLICIES[*policy].0});
                self.call("PUT", "livechat/inquiry.setSLA", &body);
            }
            _ => {}
        }
    }
}

fn token(visitor: usize) -> String {
    format!("token-{visitor}")
}

type Queue = Option<String>;

/// What a naive look says.
impl Run {
    fn serving(&self, room: &RoomId) -> Option<UserId> {
        self.world().room(room)?.served_by.as_ref()?.id.clone()
    }

    /// Who serves each open room.
    fn served(&self) -> BTreeMap<RoomId, Option<UserId>> {
        self.open.iter().map(|room| (room.clone(), self.serving(room))).collect()
    }

    /// The rooms that wait, by department, in the order in which it is their turn.
    fn queues(&self) -> BTreeMap<Queue, Vec<RoomId>> {
        let inquiries = self.open.iter().filter_map(|room| self.world().inquiry(room));
        let mut waiting: Vec<&Inquiry> =
            inquiries.filter(|inquiry| inquiry.status == Some(InquiryStatus::Queued)).collect();
        waiting.sort_by_key(|inquiry| {
            let weight = match self.rules.order {
                "Priority" => inquiry.priority_weight.unwrap(),
                "SLAs" => inquiry.estimated_waiting_time_queue.unwrap(),
                _ => 0.0,
            };
            (weight as u64, inquiry.created_at, Reverse(inquiry.updated_at))
        });
        let mut queues: BTreeMap<Queue, Vec<RoomId>> = BTreeMap::new();
        for inquiry in waiting {
            let queue = inquiry.department.as_ref().map(ToString::to_string);
            queues.entry(queue).or_default().push(inquiry.room_id.clone());
        }
        queues
    }

    fn given_since(&self, change: u64) -> Vec<(RoomId, Option<UserId>)> {
        let given = |change: &Change| match change {
            Change::Agent { room, agent } => Some((room.clone(), agent.clone())),
            _ => None,
        };
        self.world().changes_since(change).filter_map(given).collect()
    }

    /// How many conversations an agent has, those on hold apart.
    fn chats(&self, agent: &UserId, department: Option<&str>) -> u64 {
        let rooms = self.world().rooms().filter(|room| room.is_open() && room.on_hold != Some(true));
        let counts = |room: &&Room| {
            let is_of = department.is_none_or(|id| room.department_id.as_ref().is_some_and(|of| of.as_str() == id));
            is_of && room.served_by.as_ref().is_some_and(|serving| serving.id.as_ref() == Some(agent))
        };
        rooms.filter(counts).count() as u64
    }

    /// The limits of an agent who has conversations of a department: the agent's or else the workspace's, and the
    /// department's. There is none where it is 0.
    fn limits(&self, number: usize, department: Option<&str>) -> [u64; 2] {
        let own = Some(self.rules.of_agents[number]).filter(|limit| *limit > 0);
        let place = DEPARTMENTS.iter().position(|id| Some(*id) == department);
        let limits = [own.unwrap_or(self.rules.of_workspace), place.map_or(0, |at| self.rules.of_departments[at])];
        limits.map(|limit| if limit == 0 { u64::MAX } else { limit })
    }

    /// How many conversations an agent has, of all and of a department.
    fn loads(&self, number: usize, department: Option<&str>) -> [u64; 2] {
        [self.chats(&agent(number), None), self.chats(&agent(number), department)]
    }

    fn has_enough(&self, number: usize, department: Option<&str>) -> bool {
        let (loads, limits) = (self.loads(number, department), self.limits(number, department));
        loads.iter().zip(limits).any(|(load, limit)| *load >= limit)
    }

    fn is_online(&self, number: usize) -> bool {
        self.world().user(agent(number)).unwrap().status.as_ref().unwrap().as_str() == "online"
    }
}

/// What holds.
impl Run {
    /// Each queue is served from its front. Who takes a conversation may take any.
    fn check_order(
        &self,
        step: &Step,
        before: &BTreeMap<Queue, Vec<RoomId>>,
        given: &[(RoomId, Option<UserId>)],
        answer: Option<&Answer>,
    ) {
        let is_taken = matches!(step, Step::Take { .. }) && answer.is_some_and(|(status, _)| *status == 200);
        let routed = &given[..given.len() - usize::from(is_taken)];
        for (queue, waiting) in before {
            let is_of = |(room, got): &&(RoomId, Option<UserId>)| got.is_some() && waiting.contains(room);
            let served: Vec<_> = routed.iter().filter(is_of).map(|(room, _)| room.clone()).collect();
            assert!(waiting.starts_with(&served), "{queue:?} had {waiting:?} and served {served:?}");
        }
    }

    /// Nobody was given more than the limits allow, and nobody was refused one within them.
    fn check_limits(&self, step: &Step, given: &[(RoomId, Option<UserId>)], answer: Option<&Answer>) {
        for (room, got) in given {
            let Some(got) = got.as_ref().filter(|got| self.serving(room).as_ref() == Some(*got)) else { continue };
            let number = (0..AGENTS).find(|number| agent(*number) == *got).unwrap();
            let department = self.world().room(room).unwrap().department_id.as_ref().map(AsRef::as_ref);
            let (loads, limits) = (self.loads(number, department), self.limits(number, department));
            assert!(loads.iter().zip(limits).all(|(load, limit)| *load <= limit), "{got} has {loads:?} of {limits:?}");
        }
        if let (Step::Take { agent, room }, Some((_, error))) = (step, answer) {
            let room = self.room(*room).unwrap();
            let department = self.world().room(&room).unwrap().department_id.as_ref().map(AsRef::as_ref);
            let is_full = self.has_enough(*agent, department);
            assert!(*error != FULL || is_full, "{step:?} was refused");
            assert_eq!(
                *error == "Provided agent is not online",
                error.is_string() && !self.is_online(*agent) && !is_taken(error)
            );
        }
    }

    /// Each open conversation waits, or one agent serves it, who was given it once.
    fn check_no_loss(&self, was_served: &BTreeMap<RoomId, Option<UserId>>, given: &[(RoomId, Option<UserId>)]) {
        for room in &self.open {
            assert!(self.is_open(room), "{room} was lost");
            let serving = self.serving(room);
            let status = self.world().inquiry(room).unwrap().status.clone().unwrap();
            let expected = if serving.is_some() { InquiryStatus::Taken } else { InquiryStatus::Queued };
            assert_eq!(status, expected, "{room}");
            let mut holder = was_served.get(room).cloned().flatten();
            for (_, got) in given.iter().filter(|(of, _)| of == room) {
                assert!(got.is_none() || holder.is_none(), "{room} was given to {got:?}, and {holder:?} had it");
                holder.clone_from(got);
            }
            assert_eq!(serving, holder, "{room}");
            let inside: Vec<_> = (0..AGENTS).map(agent).filter(|of| self.world().unread(room, of).is_some()).collect();
            assert_eq!(inside, Vec::from_iter(serving), "who is in {room}");
        }
    }

    /// When enough turns have passed, those who still wait do so because nobody is free.
    fn check_all_are_served(&self) {
        for (queue, waiting) in self.queues() {
            let department = queue.as_deref();
            let works_there = |number: usize| department.is_none_or(|id| STAFF.contains(&(id, number)));
            let is_free = |number: &usize| {
                works_there(*number) && self.is_online(*number) && !self.has_enough(*number, department)
            };
            let free: Vec<_> = (0..AGENTS).filter(is_free).collect();
            assert!(free.is_empty(), "{waiting:?} wait in {queue:?}, and {free:?} are free");
        }
    }
}

/// Whether an error is about the conversation, and not about the agent.
fn is_taken(error: &Value) -> bool {
    *error == "Inquiry already taken [error-inquiry-taken]"
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn the_queue_is_served_from_its_front_within_the_limits(rules in rules(), steps in vec(step(), 0..60)) {
        Run::after(0, &rules, &steps);
    }

    #[test]
    fn the_same_seed_and_the_same_steps_give_the_same_turns(
        seed in any::<u64>(),
        rules in rules(),
        steps in vec(step(), 0..30),
    ) {
        let (one, other) = (Run::after(seed, &rules, &steps), Run::after(seed, &rules, &steps));
        prop_assert_eq!(one.given, other.given);
        prop_assert_eq!(one.answers, other.answers);
    }
}
