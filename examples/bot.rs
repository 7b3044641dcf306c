//! A bot that replies to visitors as they write.
//!
//! ```text
//! cargo run -p livechat-examples --example bot
//! ```
//!
//! It logs in by itself, as often as its login ends, listens to all rooms that it serves, and replies over the same API, once
//! to each message. Without an argument it runs against a mock inside of this program, with a visitor who asks three questions.
//! With one it is a real bot:
//!
//! ```text
//! LIVECHAT_USER=bot LIVECHAT_PASSWORD=… cargo run -p livechat-examples --features tls --example bot -- https://chat.example.com
//! ```

use std::{env, error::Error};

use livechat_mock::{Account, LivechatMock, World};
use livechat_sdk::{
    ChatEvent, Client, Events, RoomId,
    authentication::LogIn,
    chat::WriteMessage,
    model::{Attachment, AttachmentAction, Message},
};

/// The bot's reply. A question that it cannot answer is one for buttons.
fn reply(room: &RoomId, question: &str) -> WriteMessage {
    let question = question.to_lowercase();
    let reply = |text: &str| WriteMessage::new(room, text).alias("Order bot");
    if question.contains("price") {
        reply("It is 10 €.")
    } else if question.contains("open") {
        reply("From 9 to 17, on all days but Sunday.")
    } else {
        let topics = ["price", "opening hours"].map(|topic| AttachmentAction::reply(topic, topic));
        reply("What is it about?").attachments([Attachment::new().actions(topics)])
    }
}

/// Replies to all new messages of visitors, until `until` returns true.
///
/// # Errors
///
/// An error that neither a new connection nor a new login would fix, such as a wrong password.
async fn serve(bot: &Client, mut events: Events, until: impl Fn(&Message) -> bool) -> Result<(), Box<dyn Error>> {
    while let Some(event) = events.next().await {
        match event? {
            // A visitor's message has the visitor's token, and a system message has a type.
            ChatEvent::MessageNew(message) if message.token.is_some() && message.message_type.is_none() => {
                let Some(room) = &message.room_id else { continue };
                println!("{}: {}", message.alias.as_deref().unwrap_or("a visitor"), message.text);
                let said = bot.write_message(reply(room, &message.text)).await?;
                println!("  the bot: {}", said.text);
                if until(&message) {
                    return Ok(());
                }
            }
            ChatEvent::Closed { room_id, .. } => println!("({room_id} is closed)"),
            ChatEvent::Left { room_id, .. } => println!("({room_id} is another agent's)"),
            ChatEvent::ConnectionLost => println!("(no connection; the bot tries again)"),
            ChatEvent::Connected => println!("(connected)"),
            ChatEvent::Polling => println!("(no WebSocket; the bot asks every few seconds)"),
            _ => {}
        }
    }
    Ok(())
}

/// A workspace with the bot.
async fn workspace() -> LivechatMock {
    let mut world = World::empty();
    world.add_user(Account::new("bot", "its password").role("livechat-agent").role("bot"));
    LivechatMock::builder().stateful(world).start().await
}

/// The bot's events, once it is connected: a room that is silent from then on is not among them.
async fn connected(bot: &Client) -> Result<Events, Box<dyn Error>> {
    let mut events = bot.my_events();
    while let Some(event) = events.next().await {
        if event? == ChatEvent::Connected {
            break;
        }
    }
    Ok(events)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    if let Some(url) = env::args().nth(1) {
        let login = LogIn::new(env::var("LIVECHAT_USER")?, env::var("LIVECHAT_PASSWORD")?);
        let bot = Client::new(url)?.with_provider(login);
        return serve(&bot, bot.my_events(), |_| false).await;
    }
    let mock = workspace().await;
    let bot = mock.client().with_provider(LogIn::new("bot", "its password"));
    let events = connected(&bot).await?;
    let questions = ["When are you open?", "What is the price?", "Is it blue?"];
    let visitor = async {
        let mut ann = mock.client().visitor("token-of-ann");
        ann.register(|visitor| visitor.name("Ann")).await?;
        let chat = ann.open_chat().await?;
        for question in questions {
            chat.send(question).await?;
        }
        Ok::<_, livechat_sdk::Error>(())
    };
    let last = |message: &Message| message.text == questions[2];
    let (asked, served) = tokio::join!(visitor, serve(&bot, events, last));
    asked?;
    served
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use livechat_mock::Fault;
    use livechat_sdk::RetryPolicy;

    use super::*;

    #[tokio::test]
    async fn it_answers_once_whatever_is_lost() {
        let mock = workspace().await;
        mock.fault(Fault::lose_response().on::<WriteMessage>().times(2));
        let retry = RetryPolicy::default().base_delay(Duration::from_millis(1));
        let client = Client::builder(mock.uri()).retry(retry).build().unwrap();
        let bot = client.with_provider(LogIn::new("bot", "its password"));
        let events = connected(&bot).await.unwrap();
        let mut ann = client.visitor("token-of-ann");
        ann.register(|visitor| visitor.name("Ann")).await.unwrap();
        let chat = ann.open_chat().await.unwrap();
        let asked = async {
            chat.send("What is the price?").await.unwrap();
            chat.send("Is it blue?").await.unwrap();
        };
        let ((), served) = tokio::join!(asked, serve(&bot, events, |message| message.text == "Is it blue?"));
        served.unwrap();
        mock.with_world(|world| {
            let answers: Vec<_> = world.messages(chat.id()).filter(|message| message.alias.is_some()).collect();
            let of_bot: Vec<_> = answers.iter().filter(|message| message.token.is_none()).collect();
            let texts: Vec<_> = of_bot.iter().map(|message| message.text.as_str()).collect();
            assert_eq!(texts, ["It is 10 €.", "What is it about?"]);
            let buttons = of_bot[1].attachments.as_ref().unwrap()[0].actions.as_ref().unwrap();
            assert_eq!(buttons[0].message.as_deref(), Some("price"));
        });
    }
}
