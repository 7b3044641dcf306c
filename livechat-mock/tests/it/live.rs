//! The SDK's stream of events against the server: one conversation, told as it happens, whatever becomes of the sockets.

use livechat_mock::{Account, BuiltInAgent, Engine, Fault, Server, World};
use livechat_sdk::{Chat, ChatEvent, Client, chat::WriteMessage, model::MessageType};

async fn start(engine: Engine) -> (Server, Client) {
    let server = Server::bind(engine, ([127, 0, 0, 1], 0)).await.unwrap();
    let client = Client::builder(server.uri()).respect_rate_limits(false).build().unwrap();
    (server, client)
}

async fn open(client: &Client) -> Chat {
    let mut ann = client.visitor("token-of-ann");
    ann.register(|visitor| visitor.name("Ann")).await.unwrap();
    ann.open_chat().await.unwrap()
}

#[tokio::test]
async fn a_conversation_is_told_from_its_beginning_to_its_end() {
    let (_server, client) = start(Engine::stateful(World::empty()).agent(BuiltInAgent::echo())).await;
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

#[tokio::test]
async fn nothing_is_lost_or_told_twice_while_sockets_break_and_frames_go_astray() {
    let (server, client) = start(Engine::stateful(World::empty()).agent(BuiltInAgent::echo())).await;
    let chat = open(&client).await;
    let mut events = chat.events();
    assert_eq!(events.next().await.unwrap().unwrap(), ChatEvent::Connected);
    server.with_engine(|engine| {
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
    let stored: Vec<_> = server.with_engine(|engine| {
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

#[tokio::test]
async fn a_bot_answers_in_the_rooms_that_it_serves() {
    let mut world = World::empty();
    world.add_user(Account::new("bot", "its password").role("livechat-agent").role("bot"));
    let (_server, client) = start(Engine::stateful(world)).await;
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
