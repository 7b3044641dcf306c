//! An agent who is always there: takes new conversations and answers what visitors write.

mod script;

use livechat_sdk::{
    RoomId, Timestamp, UserId,
    model::{Closer, Message, MessageType, Room, TransferUserType},
};

pub use self::script::ScriptError;
use self::script::{Action, Script};
use crate::{
    Account, World,
    world::{AGENT, By, Change, Closing, Target, Transcript},
};

/// A built-in agent, for developing a client without a human agent.
///
/// It takes each new conversation, and answers what the visitor writes before the next request is handled. Nobody else
/// takes any meanwhile: the other agents of the world become not available at the start.
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
    /// The number of the first change that it did not look at.
    next: u64,
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
        Self { script, user: UserId::from(USERNAME), next: 0 }
    }

    /// Joins the staff of a world.
    pub(crate) fn join(&mut self, world: &mut World) {
        let others: Vec<UserId> = world.users().map(|user| user.id.clone()).collect();
        for other in others {
            world.set_available(&other, false);
        }
        let account = Account::new(USERNAME, USERNAME).id(USERNAME).name(&self.script.name).role(AGENT);
        self.user = world.add_user(account);
        self.next = world.next_change();
    }

    /// Starts anew, in a world that it joined before.
    pub(crate) fn restart(&mut self, world: &World) {
        self.next = world.next_change();
    }

    /// Does what there is to do since the last time, and what comes of that.
    pub(crate) fn act(&mut self, world: &mut World, now: Timestamp) {
        while self.next < world.next_change() {
            let changes: Vec<Change> = world.changes_since(self.next).cloned().collect();
            self.next = world.next_change();
            for change in changes {
                match change {
                    Change::Inquiry { room, .. } => self.take(world, &room, now),
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

    fn read(&self, world: &mut World, room: &RoomId, message: &Message, now: Timestamp) {
        if !world.room(room).is_some_and(|room| self.serves(room)) {
            return;
        }
        match &message.message_type {
            Some(MessageType::UserJoined) if message.author.id.as_deref() == Some(self.user.as_str()) => {
                if let Some(greeting) = &self.script.greeting {
                    self.say(world, room, greeting, "", now);
                }
            }
            // A message that was changed is not answered again.
            None if message.token.is_some() && message.edited_at.is_none() => {
                self.answer(world, room, &message.text, now);
            }
            _ => {}
        }
    }

    fn answer(&self, world: &mut World, room: &RoomId, msg: &str, now: Timestamp) {
        let Some(rule) = self.script.rule_for(msg) else { return };
        for text in &rule.say {
            self.say(world, room, text, msg, now);
        }
        let Some(by) = world.user_author(&self.user) else { return };
        // What the server refuses is left undone.
        let _ = match &rule.then {
            None => Ok(()),
            Some(Action::Close) => {
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
            Some(Action::Forward(department)) => {
                let department = world.department(department).map(|department| department.id.clone());
                let to = Target { department, ..Target::default() };
                world.forward(room, &to, &By { author: by, side: TransferUserType::Agent }, now)
            }
        };
    }

    fn say(&self, world: &mut World, room: &RoomId, text: &str, msg: &str, now: Timestamp) {
        let name = world.room(room).and_then(|room| room.display_name.clone()).unwrap_or_default();
        let text = script::fill(text, &name, msg);
        world.agent_writes(room, &self.user, &text, now);
    }

    fn serves(&self, room: &Room) -> bool {
        room.is_open() && room.served_by.as_ref().is_some_and(|agent| agent.id.as_ref() == Some(&self.user))
    }
}
