//! A bot that replies to visitors as they write.
//!
//! ```text
//! cargo run -p livechat-examples --example live_bot
//! ```
//!
//! It logs in as any agent does, listens to all rooms that it serves, and replies over the same API. Without an argument it
//! runs against a mock inside of this program, with a visitor who asks three questions. With one it is a real bot:
//!
//! ```text
//! LIVECHAT_USER=bot LIVECHAT_PASSWORD=… cargo run -p livechat-examples --features tls --example live_bot -- https://chat.example.com
//! ```

use std::{env, error::Error};

use livechat_mock::{Account, Engine, Server, World};
use livechat_sdk::{ChatEvent, Client, chat::WriteMessage, model::Message};

/// The bot's replies.
fn answer(question: &str) -> String {
    let question = question.to_lowercase();
    if question.contains("price") {
        "It is 10 €.".to_owned()
    } else if question.contains("open") {
        "From 9 to 17, on all days but Sunday.".to_owned()
    } else {
        "I have to ask a colleague. One moment, please.".to_owned()
    }
}

/// Replies to all new messages of visitors, until `until` returns true.
///
/// # Errors
///
/// An error that a new connection would not fix, such as an expired login.
async fn serve(bot: &Client, until: impl Fn(&Message) -> bool) -> Result<(), Box<dyn Error>> {
    let mut events = bot.my_events();
    while let Some(event) = events.next().await {
        match event? {
            // A visitor's message has the visitor's token, and a system message has a type.
            ChatEvent::MessageNew(message) if message.token.is_some() && message.message_type.is_none() => {
                let Some(room) = &message.room_id else { continue };
                println!("{}: {}", message.alias.as_deref().unwrap_or("a visitor"), message.text);
                let said = bot.write_message(WriteMessage::new(room, answer(&message.text))).await?;
                println!("  the bot: {}", said.text);
                if until(&message) {
                    return Ok(());
                }
            }
            ChatEvent::ConnectionLost => println!("(no connection; the bot tries again)"),
            ChatEvent::Connected => println!("(connected)"),
            ChatEvent::Polling => println!("(no WebSocket; the bot asks every few seconds)"),
            _ => {}
        }
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    if let Some(url) = env::args().nth(1) {
        let bot = Client::new(&url)?.log_in(env::var("LIVECHAT_USER")?, env::var("LIVECHAT_PASSWORD")?).await?;
        return serve(&bot, |_| false).await;
    }
    let mut world = World::empty();
    world.add_user(Account::new("bot", "its password").name("Bot").role("livechat-agent"));
    let server = Server::bind(Engine::stateful(world), ([127, 0, 0, 1], 0)).await?;
    let client = Client::new(server.uri())?;
    let bot = client.log_in("bot", "its password").await?;

    let questions = ["When are you open?", "What is the price?", "Is it blue?"];
    let visitor = async {
        let mut ann = client.visitor("token-of-ann");
        ann.register(|visitor| visitor.name("Ann")).await?;
        let chat = ann.open_chat().await?;
        for question in questions {
            chat.send(question).await?;
        }
        Ok::<_, livechat_sdk::Error>(())
    };
    let last = |message: &Message| message.text == questions[2];
    let (asked, served) = tokio::join!(visitor, serve(&bot, last));
    asked?;
    served
}
