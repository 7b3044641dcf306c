//! What holds of realtime whatever happens, and in whichever order.

use std::collections::{BTreeMap, BTreeSet};

use livechat_mock::{Outgoing, SocketId};
use livechat_sdk::RoomId;
use proptest::{collection::vec, prelude::*};
use serde_json::{Value, json};

use super::{Login, MESSAGES, Mock, sub, take, waiting};

/// One thing that happens. Numbers name one of those that there are, as far as there are any.
#[derive(Clone, Debug)]
enum Step {
    Open { visitor: usize },
    Write { room: usize },
    Answer { room: usize },
    Edit { room: usize, message: usize },
    Delete { room: usize, message: usize },
    Take { room: usize },
    Close { room: usize },
    Connect,
    Subscribe { socket: usize, room: usize },
    Unsubscribe { socket: usize, subscription: usize },
    Drop { socket: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let few = || 0_usize..4;
    prop_oneof![
        2 => few().prop_map(|visitor| Step::Open { visitor }),
        6 => few().prop_map(|room| Step::Write { room }),
        3 => few().prop_map(|room| Step::Answer { room }),
        2 => (few(), few()).prop_map(|(room, message)| Step::Edit { room, message }),
        2 => (few(), few()).prop_map(|(room, message)| Step::Delete { room, message }),
        2 => few().prop_map(|room| Step::Take { room }),
        1 => few().prop_map(|room| Step::Close { room }),
        2 => Just(Step::Connect),
        6 => (few(), few()).prop_map(|(socket, room)| Step::Subscribe { socket, room }),
        2 => (few(), few()).prop_map(|(socket, subscription)| Step::Unsubscribe { socket, subscription }),
        1 => few().prop_map(|socket| Step::Drop { socket }),
    ]
}

struct Run {
    mock: Mock,
    ann: Login,
    rooms: Vec<RoomId>,
    /// The open sockets, and what each reads: the subscription's id and the room's number.
    sockets: Vec<(SocketId, Vec<(String, usize)>)>,
    /// The texts of each room, by the messages' ids.
    known: Vec<Vec<(String, String)>>,
    ids: usize,
    said: Vec<Outgoing>,
}

impl Run {
    fn new() -> Self {
        let (mock, room, ann) = waiting();
        let mut run =
            Self { mock, ann, rooms: vec![room], sockets: Vec::new(), known: vec![], ids: 0, said: Vec::new() };
        run.known = vec![run.stored(0)];
        run
    }

    fn after(steps: &[Step]) -> Self {
        let mut run = Self::new();
        for step in steps {
            run.mock.advance(1);
            run.step(step);
            run.check();
        }
        run
    }

    fn stored(&mut self, room: usize) -> Vec<(String, String)> {
        let room = self.rooms[room].clone();
        let messages = self.mock.world().messages(&room).filter(|message| message.hidden != Some(true));
        messages.map(|message| (message.id.to_string(), message.text.clone())).collect()
    }

    /// A room, if it exists and is open, with its visitor's token.
    fn open_room(&mut self, number: usize) -> Option<(RoomId, String)> {
        let room = self.rooms.get(number)?;
        let room = self.mock.engine.world()?.room(room)?;
        Some((room.id.clone(), room.visitor.token.as_ref()?.expose().to_owned())).filter(|_| room.is_open())
    }

    /// A message that the visitor of a room wrote.
    fn own(&mut self, room: usize, number: usize) -> Option<String> {
        let (room, _) = self.open_room(room)?;
        let mut own = self.mock.engine.world()?.messages(&room).filter(|message| message.token.is_some());
        own.nth(number).map(|message| message.id.to_string())
    }

    fn step(&mut self, step: &Step) {
        // Every step is done or, where there is nothing to do it to, left out.
        let _ = self.try_step(step);
    }

    fn try_step(&mut self, step: &Step) -> Option<()> {
        match *step {
            Step::Open { visitor } => {
                let token = format!("t{visitor}");
                self.mock.post("livechat/visitor", &json!({"visitor": {"token": token}}));
                let answer = self.mock.ask("GET", &format!("livechat/room?token={token}"), None, &json!({}));
                let room: RoomId = answer["room"]["_id"].as_str()?.into();
                if !self.rooms.contains(&room) {
                    self.rooms.push(room);
                    self.known.push(Vec::new());
                }
            }
            Step::Write { room } => {
                let (room, token) = self.open_room(room)?;
                self.ids += 1;
                let text = format!("written {}", self.ids);
                self.mock.post("livechat/message", &json!({"token": token, "rid": room, "msg": text}));
            }
            Step::Answer { room } => {
                let (room, _) = self.open_room(room)?;
                let now = self.mock.now;
                self.mock.world().add_agent_message(&room, "ann", "answer", now)?;
            }
            Step::Edit { room, message } => {
                let id = self.own(room, message)?;
                let (room, token) = self.open_room(room)?;
                self.ids += 1;
                let edit = json!({"token": token, "rid": room, "msg": format!("edited {}", self.ids)});
                self.mock.ask("PUT", &format!("livechat/message/{id}"), None, &edit);
            }
            Step::Delete { room, message } => {
                let id = self.own(room, message)?;
                let (room, token) = self.open_room(room)?;
                let body = json!({"token": token, "rid": room});
                self.mock.ask("DELETE", &format!("livechat/message/{id}"), None, &body);
            }
            Step::Take { room } => {
                let (room, _) = self.open_room(room)?;
                self.mock.world().room(&room).filter(|room| room.served_by.is_none())?;
                take(&mut self.mock, &room, &self.ann);
            }
            Step::Close { room } => {
                let (room, token) = self.open_room(room)?;
                self.mock.post("livechat/room.close", &json!({"token": token, "rid": room}));
            }
            Step::Connect => {
                let socket = self.mock.engine.open_socket(self.mock.now);
                self.say(socket, &json!({"msg": "connect", "version": "1", "support": ["1"]}));
                self.sockets.push((socket, Vec::new()));
            }
            Step::Subscribe { socket, room } => {
                let token = self.mock.engine.world()?.room(self.rooms.get(room)?)?.visitor.token.clone()?;
                let id = format!("s{}", self.ids);
                self.ids += 1;
                let (socket, reads) = self.sockets.get_mut(socket)?;
                reads.push((id.clone(), room));
                let (socket, extra) = (*socket, json!({"visitorToken": token.expose()}));
                let frame = sub(&id, MESSAGES, self.rooms[room].as_str(), &extra);
                self.say(socket, &frame);
            }
            Step::Unsubscribe { socket, subscription } => {
                let (socket, reads) = self.sockets.get_mut(socket)?;
                let socket = *socket;
                let (id, _) = (subscription < reads.len()).then(|| reads.remove(subscription))?;
                self.say(socket, &json!({"msg": "unsub", "id": id}));
            }
            Step::Drop { socket } => {
                let (socket, _) = (socket < self.sockets.len()).then(|| self.sockets.remove(socket))?;
                self.mock.close(socket);
            }
        }
        Some(())
    }

    fn say(&mut self, socket: SocketId, frame: &Value) {
        self.mock.receive(socket, &frame.to_string()).unwrap();
    }

    /// What is stored and was not before, or not so, came once to each who reads it; nothing else came.
    fn check(&mut self) {
        let new: Vec<_> = (0..self.rooms.len())
            .map(|room| {
                let stored = self.stored(room);
                let before: BTreeSet<_> =
                    std::mem::replace(&mut self.known[room], stored.clone()).into_iter().collect();
                stored.into_iter().filter(|message| !before.contains(message)).collect::<Vec<_>>()
            })
            .collect();
        let outgoing = self.mock.engine.take_outgoing();
        let mut heard: BTreeMap<(SocketId, String), Vec<(String, String)>> = BTreeMap::new();
        for outgoing in &outgoing {
            let frame = outgoing.clone().into_text().map(|text| serde_json::from_str::<Value>(&text).unwrap());
            let Some(frame) = frame.filter(|frame| frame["collection"] == MESSAGES) else { continue };
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            let message = &frame["fields"]["args"][0];
            let place = (outgoing.socket, text(&frame["fields"]["eventName"]));
            heard.entry(place).or_default().push((text(&message["_id"]), text(&message["msg"])));
        }
        let mut expected: BTreeMap<(SocketId, String), Vec<(String, String)>> = BTreeMap::new();
        for (socket, reads) in &self.sockets {
            for (number, room) in self.rooms.iter().enumerate() {
                let times = reads.iter().filter(|(_, read)| *read == number).count();
                let each = new[number].iter().flat_map(|message| std::iter::repeat_n(message.clone(), times));
                let each: Vec<_> = each.collect();
                if !each.is_empty() {
                    expected.insert((*socket, room.to_string()), each);
                }
            }
        }
        assert_eq!(heard, expected);
        self.said.extend(outgoing);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn each_message_comes_once_to_each_who_reads_it_and_always_in_the_same_bytes(steps in vec(step(), 1..60)) {
        let (once, again) = (Run::after(&steps), Run::after(&steps));
        prop_assert_eq!(once.said, again.said);
    }
}
