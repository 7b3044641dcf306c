//! `cargo bench -p livechat-mock --bench soak`, with `-- --seconds 60` for less than an hour
//!
//! Server and client in one process: conversations over REST and WebSockets with the built-in agent, one after the other,
//! logins that begin and end, and rooms that are deleted. After a warm-up, which is a quarter of the time, the memory that
//! the process holds may grow by 5 % at the most.
//!
//! `BENCHMARKS.md` has the results. Needs Linux, whose `/proc` it reads.

#[path = "shared/memory.rs"]
mod memory;

use std::{
    env,
    error::Error,
    net::Ipv4Addr,
    time::{Duration, Instant},
};

use livechat_mock::{Account, BuiltInAgent, Engine, Server, World};
use livechat_sdk::{
    ChatEvent, Client,
    authentication::{LogIn, LogOut},
    rooms::DeleteRoom,
};
use tokio::{task::JoinSet, time::sleep};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

const HOUR: u64 = 3600;
const LANES: usize = 4;
const MESSAGES: usize = 5;
/// What the memory may grow to, in percent.
const MOST: u64 = 105;

fn main() -> Result<()> {
    let seconds = env::args().skip_while(|argument| argument != "--seconds").nth(1);
    let seconds = seconds.map_or(Ok(HOUR), |seconds| seconds.parse())?;
    if memory::resident("self").is_err() {
        println!("there is no /proc here that tells what a process holds: nothing is measured");
        return Ok(());
    }
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(soak(Duration::from_secs(seconds)))
}

async fn soak(duration: Duration) -> Result<()> {
    let mut world = World::empty();
    world.add_user(Account::new("bot", "s3cret").role("livechat-manager"));
    let admin = world.administrator().clone();
    let token = world.log_in(&admin).ok_or("there is no administrator")?;
    let server = Server::bind(Engine::stateful(world).agent(BuiltInAgent::echo()), (Ipv4Addr::LOCALHOST, 0)).await?;
    let client = Client::builder(server.uri()).respect_rate_limits(false).build()?;
    let staff = client.with_credentials(admin, token);

    let end = Instant::now() + duration;
    let mut lanes = JoinSet::new();
    for lane in 0..LANES {
        let (client, staff) = (client.clone(), staff.clone());
        lanes.spawn(async move {
            let mut conversations = 0_u64;
            while Instant::now() < end {
                converse(&client, &staff, &format!("token-{lane}")).await?;
                conversations += 1;
            }
            Ok::<_, Box<dyn Error + Send + Sync>>(conversations)
        });
    }
    sleep(duration / 4).await;
    let before = highest(duration / 8).await?;
    sleep(duration / 2).await;
    let after = highest(duration / 8).await?;
    let mut conversations = 0;
    while let Some(lane) = lanes.join_next().await {
        conversations += lane??;
    }
    println!(
        "{conversations} conversations in {duration:?}; resident {before} bytes after the warm-up, {after} at the end"
    );
    if conversations == 0 || after * 100 > before * MOST {
        return Err(format!("the memory of the process is not flat: it may grow to {MOST} % of what it was").into());
    }
    Ok(())
}

/// The most memory that this process holds within a time, in bytes: what is freed and taken again differs from moment to
/// moment.
async fn highest(within: Duration) -> Result<u64> {
    let end = Instant::now() + within;
    let mut highest = 0;
    while Instant::now() < end {
        highest = highest.max(memory::resident("self")?);
        sleep(Duration::from_millis(100)).await;
    }
    Ok(highest)
}

/// A conversation from its beginning to its end, after which nothing is left of it.
async fn converse(client: &Client, staff: &Client, token: &str) -> Result<()> {
    let mut visitor = client.visitor(token);
    visitor.register(|visitor| visitor.name("Ann")).await?;
    let chat = visitor.open_chat().await?;
    let mut events = chat.events();
    chat.send("Hello?").await?;
    let mut answers = 0;
    while let Some(event) = events.next().await {
        let ChatEvent::MessageNew(message) = event? else { continue };
        if message.message_type.is_some() || message.token.is_some() {
            continue;
        }
        answers += 1;
        if answers < MESSAGES {
            chat.send(format!("And {answers}?")).await?;
        } else if answers == MESSAGES {
            chat.close().await?;
        }
    }
    staff.send(DeleteRoom::new(chat.id().clone())).await?;
    let login = client.send(LogIn::new("bot", "s3cret")).await?.data;
    client.with_credentials(login.user_id, login.auth_token).send(LogOut::new()).await?;
    Ok(())
}
