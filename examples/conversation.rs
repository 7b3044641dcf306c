//! A whole conversation: a visitor asks, an agent takes it from the queue and replies, it is rated and closed.
//!
//! ```text
//! cargo run -p livechat-examples --example conversation
//! ```
//!
//! The visitor's side is what a chat window does, the agent's side what a staff application does. The server is a mock
//! inside of this program.

use std::error::Error;

use livechat_mock::{Account, LivechatMock, World};
use livechat_sdk::{
    Client, Timestamp, UserId,
    inquiries::{ListQueuedInquiries, TakeInquiry},
    model::{Message, MessageType, VisitorStatus},
    rooms::{CloseRoomByUser, SurveyAnswer},
};

/// A workspace in which conversations wait until an agent takes them, with one agent.
fn workspace() -> Result<(World, UserId), Box<dyn Error>> {
    let mut world = World::empty();
    world.set_setting("Livechat_Routing_Method", "Manual_Selection")?;
    let bob = world.add_user(Account::new("bob", "his password").name("Bob").role("livechat-agent"));
    Ok((world, bob))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let (world, bob) = workspace()?;
    let mock = LivechatMock::builder().stateful(world).start().await;

    let mut ann = mock.client().visitor("token-of-ann");
    ann.register(|visitor| visitor.name("Ann").email("ann@example.com")).await?;
    ann.set_status(VisitorStatus::Online).await?;
    let chat = ann.open_chat().await?;
    let question = chat.send("Is the blue one in stok?").await?;
    chat.edit(question.id, "Is the blue one in stock?").await?;

    let staff = mock.client_as("bob");
    let waiting = take_the_first(&staff).await?;
    println!("Bob takes the conversation with {waiting}.");
    println!("Ann is told that she talks to {}.", chat.agent_info().await?.name.as_deref().unwrap_or("somebody"));

    // Agents write in their own client and not over this API: here, directly into the mock's world.
    mock.with_world(|world| world.add_agent_message(chat.id(), &bob, "Three of them.", Timestamp::now()));
    chat.send("Then I'll take one.").await?;

    staff.send(CloseRoomByUser::new(chat.id()).comment("Sold.")).await?;
    chat.rate([SurveyAnswer::new("satisfaction", "5")]).await?;
    chat.send_transcript("ann@example.com").await?;

    println!("\nThe conversation:");
    let mut messages = Vec::new();
    let mut history = chat.history();
    while let Some(message) = history.next().await {
        messages.push(message?);
    }
    // The newest message comes first. Commands are for chat windows and not shown.
    for message in messages.iter().rev().filter(|message| message.message_type != Some(MessageType::Command)) {
        println!("  {}", line(message));
    }

    let again = ann.open_chat().await?;
    println!(
        "\nAnn comes back: {} conversation, for the first one is closed.",
        if again.is_new() { "a new" } else { "the same" }
    );
    Ok(())
}

/// Takes the conversation that waits longest, and returns the visitor's name.
async fn take_the_first(staff: &Client) -> Result<String, Box<dyn Error>> {
    let queue = staff.send(ListQueuedInquiries::new()).await?.inquiries;
    let first = queue.into_iter().next().ok_or("nobody is waiting")?;
    staff.send(TakeInquiry::new(first.id)).await?;
    Ok(first.name.unwrap_or_else(|| "a guest".to_owned()))
}

/// Formats a message. System messages have a type.
fn line(message: &Message) -> String {
    let author = message.alias.as_deref().or(message.author.name.as_deref()).unwrap_or("somebody");
    match &message.message_type {
        None => format!("{author}: {}{}", message.text, if message.edited_at.is_some() { " (edited)" } else { "" }),
        Some(MessageType::LivechatStarted) => format!("— {author} opens the conversation —"),
        Some(MessageType::UserJoined) => format!("— {author} joins —"),
        Some(MessageType::LivechatClose) => format!("— {author} closes it: {} —", message.text),
        Some(MessageType::TranscriptHistory) => format!("— {author} gets a transcript —"),
        Some(other) => format!("— {other} {} —", message.text),
    }
}
