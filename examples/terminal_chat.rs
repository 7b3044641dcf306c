//! A chat with an agent, in a terminal.
//!
//! ```text
//! cargo run -p livechat-mock -- --agent echo
//! cargo run -p livechat-examples --example terminal_chat
//! ```
//!
//! The first command is a server with an agent who echoes; run the second in another terminal, and write. An empty line does
//! nothing, `/quit` closes the conversation, and the end of the input leaves it open: the next start goes on with it. The
//! address of another server is its argument.

use std::{
    env,
    error::Error,
    io::{self, BufRead, IsTerminal, Write},
    thread,
};

use livechat_sdk::{ChatEvent, Client, VisitorToken, model::MessageType};
use tokio::sync::mpsc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let url = env::args().nth(1).unwrap_or_else(|| "http://127.0.0.1:3000".to_owned());
    // An application stores the token that it created once: it is the visitor's only credential.
    let token = VisitorToken::from(env::var("LIVECHAT_TOKEN").unwrap_or_else(|_| "terminal-chat-example".to_owned()));
    let mut visitor = Client::new(&url)?.visitor(token);
    visitor.register(|visitor| visitor.name("You")).await?;
    let chat = visitor.open_chat().await?;
    show(if chat.is_new() { "— a new conversation; /quit closes it —" } else { "— going on —" });

    let mut events = chat.events();
    let mut lines = lines();
    loop {
        tokio::select! {
            event = events.next() => match event {
                Some(event) => if let Some(text) = describe(event?) {
                    show(&text);
                },
                // The conversation is closed.
                None => return Ok(()),
            },
            line = lines.recv() => match line.as_deref().map(str::trim) {
                Some("") => {}
                Some("/quit") => chat.close().await?,
                Some(text) => {
                    // It comes back as an event and is shown then. The terminal's own echo is erased.
                    if io::stdin().is_terminal() {
                        print!("\x1b[1A\x1b[2K");
                    }
                    chat.send(text).await?;
                }
                None => return Ok(()),
            },
        }
    }
}

/// Formats an event; `None` if there is nothing to show.
fn describe(event: ChatEvent) -> Option<String> {
    Some(match event {
        ChatEvent::MessageNew(message) => match &message.message_type {
            None => {
                let author = message.alias.as_deref().or(message.author.name.as_deref()).unwrap_or("somebody");
                format!("{author}: {}", message.text)
            }
            Some(MessageType::LivechatClose) => format!("— closed: {} —", message.text),
            Some(_) => return None,
        },
        ChatEvent::MessageChanged(message) => format!("(now: {})", message.text),
        ChatEvent::MessageDeleted { .. } => "(a message was deleted)".to_owned(),
        ChatEvent::AgentJoined(agent) | ChatEvent::AgentChanged(agent) => {
            format!("— {} is here —", agent.name.as_deref().unwrap_or("an agent"))
        }
        ChatEvent::AgentLeft => "— please wait for the next agent —".to_owned(),
        ChatEvent::Typing { name, is_typing: true, .. } => format!("({name} is writing)"),
        ChatEvent::QueuePosition(queue) => format!("— you are number {} in the queue —", queue.position),
        ChatEvent::ConnectionLost => "— no connection; one moment —".to_owned(),
        _ => return None,
    })
}

fn show(line: &str) {
    println!("{line}");
    // Flushed, in case the output is not a terminal. If it is closed, so is the reader.
    let _ = io::stdout().flush();
}

/// The lines of the input, read by a thread of their own: reading a terminal cannot be stopped.
fn lines() -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::channel(1);
    thread::spawn(move || {
        for line in io::stdin().lock().lines().map_while(Result::ok) {
            if sender.blocking_send(line).is_err() {
                return;
            }
        }
    });
    receiver
}
