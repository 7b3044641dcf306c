//! An agent who is always there: takes new conversations and answers what visitors write.

mod planned;
mod script;

use std::{collections::BTreeSet, time::Duration};

use livechat_sdk::{
    DepartmentId, RoomId, Timestamp, UserId,
    model::{Closer, Message, MessageType, Room, TransferUserType},
};
#[cfg(feature = "server")]
use serde::{Deserialize, Serialize};

pub use self::script::ScriptError;
use self::{
    planned::{Planned, Step},
    script::{Action, Script},
};
use crate::{
    Account, World,
    world::{AGENT, By, Change, Closing, Target, Transcript},
};

/// A built-in agent, for developing a client without a human agent.
///
/// It takes each new conversation, of every department, and answers what the visitor writes before the next request is
/// handled; with [`after`](Self::after) it types for a while first. Nobody else takes any meanwhile: the other agents of the
/// world become not available at the start, unless it works [`among_others`](Self::among_others).
///
/// ```
/// use bytes::Bytes;
/// use http::Request;
/// use livechat_mock::{BuiltInAgent, Engine, World};
/// use livechat_sdk::model::Visitor;
///
/// let now = "2026-01-01T00:00:00.000Z".parse()?;
/// let mut world = World::empty();
/// world.add_visitor(Visitor::new("").token("token-of-ann"));
/// let mut engine = Engine::stateful(world).agent(BuiltInAgent::echo());
///
/// let mut send = |request: Request<Bytes>| engine.handle(&request, [127, 0, 0, 1].into(), now).response.into_body();
/// let opened = send(Request::get("/api/v1/livechat/room?token=token-of-ann").body(Bytes::new())?);
/// let opened: serde_json::Value = serde_json::from_slice(&opened)?;
/// let room = opened["room"]["_id"].as_str().unwrap_or_default();
/// let message = serde_json::json!({"token": "token-of-ann", "rid": room, "msg": "Hello!"});
/// let request = Request::post("/api/v1/livechat/message").header("content-type", "application/json");
/// send(request.body(message.to_string().into())?);
///
/// let world = engine.world().expect("it has one");
/// let messages: Vec<_> = world.messages(room).filter(|message| message.message_type.is_none()).collect();
/// assert_eq!(messages.iter().map(|message| &message.text).collect::<Vec<_>>(), ["Hello!", "Hello!"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "an agent works once `Engine::agent` has it"]
pub struct BuiltInAgent {
    script: Script,
    user: UserId,
    /// By id or name; all if there are none.
    departments: Vec<String>,
    /// Those that it has joined. Who takes it out of one does not meet it there again.
    joined: BTreeSet<DepartmentId>,
    delay: Duration,
    is_among_others: bool,
    planned: Planned,
    /// The number of the first change that it did not look at.
    next: u64,
}

/// How an agent is set up, so that another can be set up alike.
#[cfg(feature = "server")]
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Configuration {
    /// `None` if it echoes.
    script: Option<String>,
    departments: Vec<String>,
    delay: Duration,
    is_among_others: bool,
}

/// The user name, and the password too.
const USERNAME: &str = "built-in-agent";

impl BuiltInAgent {
    /// Answers each message with its own text.
    pub fn echo() -> Self {
        Self::with(Script::echo())
    }

    /// Answers as a script says, which is JSON:
    ///
    /// ```
    /// let script = r#"{
    ///     "name": "Dora",
    ///     "greeting": "Hello {name}! How can I help?",
    ///     "answers": [
    ///         {"if": "price|cost", "say": ["It is 10 €.", "Anything else?"]},
    ///         {"if": "bye", "say": "Goodbye.", "then": "close"},
    ///         {"if": "sales", "then": {"forward": "Sales"}},
    ///         {"say": "You wrote: {msg}"}
    ///     ]
    /// }"#;
    /// livechat_mock::BuiltInAgent::scripted(script)?;
    /// # Ok::<(), livechat_mock::ScriptError>(())
    /// ```
    ///
    /// Of the answers, the first one counts whose pattern (`if`, a regular expression, in upper or lower case) is found in
    /// what the visitor wrote; one without a pattern fits anything. It may `say` a text or several, and `then` close the
    /// conversation or forward it to a department, by id or name. `{name}` is the visitor's name, `{msg}` what the visitor
    /// wrote. Everything may be left out.
    ///
    /// # Errors
    ///
    /// If the text is no such script: it says where.
    pub fn scripted(script: &str) -> Result<Self, ScriptError> {
        Script::read(script).map(Self::with)
    }

    fn with(script: Script) -> Self {
        Self {
            script,
            user: UserId::from(USERNAME),
            departments: Vec::new(),
            joined: BTreeSet::new(),
            delay: Duration::ZERO,
            is_among_others: false,
            planned: Planned::default(),
            next: 0,
        }
    }

    /// Works for this department alone, by id or name, and for others that are named so; by default for every department,
    /// those that are made later included. Conversations without a department are taken in any case.
    pub fn department(mut self, department: impl Into<String>) -> Self {
        self.departments.push(department.into());
        self
    }

    /// Types for so long before each text, by the mock's clock; by default it answers at once and does not type.
    ///
    /// A text is written when the engine is told a time by then: with the next request, or within a second by a server.
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Leaves the other agents of the world available, so that conversations are given to any of them; by default it is
    /// alone.
    pub fn among_others(mut self) -> Self {
        self.is_among_others = true;
        self
    }

    #[cfg(feature = "server")]
    pub(crate) fn configuration(&self) -> Configuration {
        let Self { script, departments, delay, is_among_others, .. } = self;
        let script = script.text.clone();
        Configuration { script, departments: departments.clone(), delay: *delay, is_among_others: *is_among_others }
    }

    #[cfg(feature = "server")]
    pub(crate) fn configured(configuration: Configuration) -> Result<Self, ScriptError> {
        let Configuration { script, departments, delay, is_among_others } = configuration;
        let script = script.map_or_else(|| Ok(Script::echo()), |text| Script::read(&text))?;
        Ok(Self { departments, delay, is_among_others, ..Self::with(script) })
    }

    /// Joins the staff of a world.
    pub(crate) fn join(&mut self, world: &mut World) {
        if !self.is_among_others {
            let others: Vec<UserId> = world.users().map(|user| user.id.clone()).collect();
            for other in others {
                world.set_available(&other, false);
            }
        }
        let account = Account::new(USERNAME, USERNAME).id(USERNAME).name(&self.script.name).role(AGENT);
        self.user = world.add_user(account);
        self.joined.clear();
        let departments: Vec<_> = world.departments().map(|department| department.id.clone()).collect();
        for department in &departments {
            self.join_department(world, department);
        }
        self.next = world.next_change();
    }

    /// Joins the staff of a world, unless the world has known it before.
    #[cfg(feature = "server")]
    pub(crate) fn join_unless_there(&mut self, world: &mut World) {
        if world.user(USERNAME).is_none() {
            self.join(world);
        }
    }

    /// Becomes an agent of a department, if it is one to work for and new.
    fn join_department(&mut self, world: &mut World, id: &DepartmentId) {
        let Some(department) = world.department(id) else { return };
        let is_named = |named: &String| *named == id.as_str() || department.name.as_ref() == Some(named);
        let is_wanted = self.departments.is_empty() || self.departments.iter().any(is_named);
        if is_wanted && self.joined.insert(id.clone()) {
            world.add_department_agent(id, &self.user);
        }
    }

    /// Starts anew, in a world that it joined before.
    pub(crate) fn restart(&mut self, world: &World) {
        self.planned = Planned::default();
        self.joined = world.departments().map(|department| department.id.clone()).collect();
        self.next = world.next_change();
    }

    /// When it does next what it has put off.
    pub(crate) fn due(&self) -> Option<Timestamp> {
        self.planned.due()
    }

    /// Does what there is to do since the last time and by now, and what comes of that.
    pub(crate) fn act(&mut self, world: &mut World, now: Timestamp) {
        self.follow(world, now);
        while let Some((room, step)) = self.planned.next(now) {
            self.perform(world, &room, step, now);
            self.follow(world, now);
        }
    }

    /// Looks at what changed since the last time.
    fn follow(&mut self, world: &mut World, now: Timestamp) {
        while self.next < world.next_change() {
            let changes: Vec<Change> = world.changes_since(self.next).cloned().collect();
            self.next = world.next_change();
            for change in changes {
                match change {
                    Change::Inquiry { room, .. } => self.take(world, &room, now),
                    Change::Department(department) => self.join_department(world, &department),
                    Change::Message { room, message } => {
                        if let Some(message) = world.messages.by_id(message.as_str()).cloned() {
                            self.read(world, &room, &message, now);
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    /// Takes a conversation that is new. One that an agent had before waits for another agent.
    fn take(&self, world: &mut World, room: &RoomId, now: Timestamp) {
        let is_waiting = world.room(room).is_some_and(|room| room.is_open() && room.served_by.is_none());
        if is_waiting && !world.messages(room).any(|message| message.message_type == Some(MessageType::UserJoined)) {
            world.give_to(room, &self.user, now);
        }
    }

    fn read(&mut self, world: &mut World, room: &RoomId, message: &Message, now: Timestamp) {
        if !world.room(room).is_some_and(|room| self.serves(room)) {
            return;
        }
        match &message.message_type {
            Some(MessageType::UserJoined) if message.author.id.as_deref() == Some(self.user.as_str()) => {
                if let Some(greeting) = &self.script.greeting {
                    let greeting = filled(world, room, greeting, "");
                    self.plan(world, room, [Step::Say(greeting)], now);
                }
            }
            // A message that was changed is not answered again.
            None if message.token.is_some() && message.edited_at.is_none() => {
                self.answer(world, room, &message.text, now);
            }
            _ => {}
        }
    }

    fn answer(&mut self, world: &mut World, room: &RoomId, msg: &str, now: Timestamp) {
        let Some(rule) = self.script.rule_for(msg) else { return };
        let says = rule.say.iter().map(|text| Step::Say(filled(world, room, text, msg)));
        let steps: Vec<_> = says.chain(rule.then.clone().map(Step::Do)).collect();
        self.plan(world, room, steps, now);
    }

    /// Puts off what is to be done, and shows that it types; does it at once if there is no delay.
    fn plan(&mut self, world: &mut World, room: &RoomId, steps: impl IntoIterator<Item = Step>, now: Timestamp) {
        for step in steps {
            if self.delay.is_zero() {
                self.perform(world, room, step, now);
            } else {
                if matches!(step, Step::Say(_)) && !self.planned.is_to_say_something(room) {
                    world.agent_types(room, &self.user, true);
                }
                self.planned.add(room, step, self.delay, now);
            }
        }
    }

    fn perform(&self, world: &mut World, room: &RoomId, step: Step, now: Timestamp) {
        // Meanwhile it may have been closed, or somebody else's.
        if !world.room(room).is_some_and(|room| self.serves(room)) {
            return;
        }
        let Some(by) = world.user_author(&self.user) else { return };
        // What the server refuses is left undone.
        let _ = match step {
            Step::Say(text) => {
                if !self.delay.is_zero() && !self.planned.is_to_say_something(room) {
                    world.agent_types(room, &self.user, false);
                }
                world.agent_writes(room, &self.user, &text, now);
                Ok(())
            }
            Step::Do(Action::Close) => {
                let closing = Closing {
                    by,
                    closer: Closer::User,
                    comment: "closed as the script says".to_owned(),
                    tags: Vec::new(),
                    transcript: Transcript::default(),
                    by_force: false,
                };
                world.close(room, closing, now)
            }
            Step::Do(Action::Forward(department)) => {
                let department = world.department(department).map(|department| department.id.clone());
                let to = Target { department, ..Target::default() };
                world.forward(room, &to, &By { author: by, side: TransferUserType::Agent }, now)
            }
        };
    }

    fn serves(&self, room: &Room) -> bool {
        room.is_open() && room.served_by.as_ref().is_some_and(|agent| agent.id.as_ref() == Some(&self.user))
    }
}

/// A text of the script, with the visitor's name and message in their places.
fn filled(world: &World, room: &RoomId, text: &str, msg: &str) -> String {
    let name = world.room(room).and_then(|room| room.display_name.clone()).unwrap_or_default();
    script::fill(text, &name, msg)
}
