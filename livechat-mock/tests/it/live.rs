//! The SDK's stream of events against the mock: one conversation, told as it happens, whatever becomes of the sockets; over HTTP,
//! and in process with a paused clock.

use livechat_mock::{Account, BuiltInAgent, Engine, Fault, LivechatMock, LivechatMockBuilder, Server, World};
use livechat_sdk::{Chat, ChatEvent, Client, chat::WriteMessage, model::MessageType};

/// How clients reach the mock.
#[derive(Clone, Copy)]
enum Way {
    Http,
    InProcess,
}

/// A mock that is there while this is.
enum Mock {
    Http(Server),
    InProcess(Box<LivechatMock>),
}

impl Way {
    async fn start(self, world: World, agent: Option<BuiltInAgent>) -> (Mock, Client) {
        match self {
            Self::Http => {
                let engine = Engine::stateful(world);
                let engine = agent.into_iter().fold(engine, Engine::agent);
                let server = Server::bind(engine, ([127, 0, 0, 1], 0)).await.unwrap();
                let client = Client::builder(server.uri()).respect_rate_limits(false).build().unwrap();
                (Mock::Http(server), client)
            }
            Self::InProcess => {
                let mock = agent.into_iter().fold(LivechatMock::builder().stateful(world), LivechatMockBuilder::agent);
                let mock = mock.start().await;
                let client = Client::builder("http://mock").transport(mock.in_process()).respect_rate_limits(false);
                let client = client.build().unwrap();
                (Mock::InProcess(Box::new(mock)), client)
            }
        }
    }
}

impl Mock {
    fn with_engine<T>(&self, look: impl FnOnce(&mut Engine) -> T) -> T {
        match self {
            Self::Http(server) => server.with_engine(look),
            Self::InProcess(mock) => mock.with_engine(look),
        }
    }
}

/// Makes a test of each story in each way.
macro_rules! stories {
    ($($name:ident,)*) => {
        mod over_http {
            $(#[tokio::test]
            async fn $name() {
                super::$name(super::Way::Http).await;
            })*
        }

        mod in_process {
            $(#[tokio::test(start_paused = true)]
            async fn $name() {
                super::$name(super::Way::InProcess).await;
            })*
        }
    };
}

stories! {
    a_conversation_is_told_from_its_beginning_to_its_end,
    nothing_is_lost_or_told_twice_while_sockets_break_and_frames_go_astray,
    a_bot_answers_in_the_rooms_that_it_serves,
}

async fn open(client: &Client) -> Chat {
    let mut ann = client.visitor("token-of-ann");
    ann.register(|visitor| visitor.name("Ann")).await.unwrap();
    ann.open_chat().await.unwrap()
}

async fn a_conversation_is_told_from_its_beginning_to_its_end(way: Way) {
    let (_mock, client) = way.start(World::empty(), Some(BuiltInAgent::echo())).await;
    let chat = open(&client).await;
    chat.send("Before anybody listened").await.unwrap();
    let mut events = chat.events();
    let mut told = Vec::new();
    let mut sent = 0;
    while let Some(event) = events.next().await {
        match event.unwrap() {
            ChatEvent::MessageNew(message) if message.message_type.is_none() => {
                // The visitor goes on when the agent has answered.
                if message.token.is_none() && sent < 3 {
                    sent += 1;
                    chat.send(format!("Question {sent}")).await.unwrap();
                } else if message.token.is_none() {
                    chat.close().await.unwrap();
                }
                told.push(message.text.clone());
            }
            ChatEvent::AgentJoined(agent) => told.push(format!("{} is here", agent.name.unwrap())),
            ChatEvent::Closed { .. } => told.push("closed".to_owned()),
            _ => {}
        }
    }
    let twice = |msg: &str| [msg.to_owned(), msg.to_owned()];
    let mut expected = twice("Before anybody listened").to_vec();
    expected.extend((1..=3).flat_map(|number| twice(&format!("Question {number}"))));
    expected.push("closed".to_owned());
    let agent = told.iter().position(|what| what == "Echo is here").expect("the agent is told of");
    told.remove(agent);
    assert_eq!(told, expected);
}

async fn nothing_is_lost_or_told_twice_while_sockets_break_and_frames_go_astray(way: Way) {
    let (mock, client) = way.start(World::empty(), Some(BuiltInAgent::echo())).await;
    let chat = open(&client).await;
    let mut events = chat.events();
    assert_eq!(events.next().await.unwrap().unwrap(), ChatEvent::Connected);
    mock.with_engine(|engine| {
        engine.add_fault(Fault::duplicate_frame().on_frame("changed").after(3).times(3));
        engine.add_fault(Fault::reorder_frame().on_frame("changed").after(8).times(2));
        engine.add_fault(Fault::drop_socket().on_frame("changed").after(14).times(2));
        engine.add_fault(Fault::refuse_connect().after(1).once());
    });
    let (mut told, mut lost) = (Vec::new(), 0);
    for number in 1..=12 {
        chat.send(number.to_string()).await.unwrap();
    }
    chat.close().await.unwrap();
    while let Some(event) = events.next().await {
        match event {
            Ok(ChatEvent::MessageNew(message)) if message.message_type.is_none() => told.push(message.id),
            Ok(ChatEvent::MessageNew(message)) if message.message_type == Some(MessageType::LivechatClose) => {
                told.push(message.id);
            }
            Ok(ChatEvent::ConnectionLost) => lost += 1,
            Ok(_) => {}
            Err(error) => panic!("{error}"),
        }
    }
    assert!(lost >= 1, "a socket was dropped");
    let stored: Vec<_> = mock.with_engine(|engine| {
        let world = engine.world().unwrap();
        let told = |kind: &Option<MessageType>| matches!(kind, None | Some(MessageType::LivechatClose));
        world
            .messages(chat.id())
            .filter(|message| told(&message.message_type))
            .map(|message| message.id.clone())
            .collect()
    });
    told.sort();
    let mut expected = stored.clone();
    expected.sort();
    assert_eq!(told, expected, "each once");
}

async fn a_bot_answers_in_the_rooms_that_it_serves(way: Way) {
    let mut world = World::empty();
    world.add_user(Account::new("bot", "its password").role("livechat-agent").role("bot"));
    let (_mock, client) = way.start(world, None).await;
    let bot = client.log_in("bot", "its password").await.unwrap();
    let mut seen_by_bot = bot.my_events();
    assert_eq!(seen_by_bot.next().await.unwrap().unwrap(), ChatEvent::Connected);
    let chat = open(&client).await;
    let mut seen_by_ann = chat.events();
    chat.send("Is anybody there?").await.unwrap();
    loop {
        if let ChatEvent::MessageNew(message) = seen_by_bot.next().await.unwrap().unwrap()
            && let (Some(_), None, Some(room)) = (&message.token, &message.message_type, &message.room_id)
        {
            bot.write_message(WriteMessage::new(room, format!("You said: {}", message.text))).await.unwrap();
            break;
        }
    }
    loop {
        if let ChatEvent::MessageNew(message) = seen_by_ann.next().await.unwrap().unwrap()
            && message.author.username.as_deref() == Some("bot")
            && message.message_type.is_none()
        {
            assert_eq!(message.text, "You said: Is anybody there?");
            break;
        }
    }
}
