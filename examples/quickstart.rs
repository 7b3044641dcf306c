//! The six basic operations, with their requests and responses.
//!
//! ```text
//! cargo run -p livechat-examples --example quickstart
//! ```
//!
//! The server is a mock inside of this program. `README.md` says how to run this against a workspace.

use std::{env, error::Error, process::ExitCode};

use livechat_mock::{LivechatMock, World};
use livechat_sdk::{
    Client, Endpoint, RoomId, Timestamp,
    endpoint::encode,
    model::{CustomFieldValue, PageInfo},
    visitors::{GetVisitor, GetVisitorInfo, ListChatHistory, ListPagesVisited, RecordPageVisit, RegisterVisitor},
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    // Kept to the end: the mock stops when it is dropped.
    let mock;
    let (staff, registration, room) = if env::var_os("LIVECHAT_URL").is_some() {
        let staff = Client::from_env()?;
        if staff.user_id().is_none() {
            return Err("LIVECHAT_URL is set, so LIVECHAT_USER_ID and LIVECHAT_AUTH_TOKEN have to be set too".into());
        }
        // No e-mail address and no phone number: a workspace may find another visitor by them.
        let token = format!("quickstart-{}", Timestamp::now().as_millis());
        (staff, RegisterVisitor::new(token).name("Livechat Visitor"), env::var("LIVECHAT_ROOM_ID").ok())
    } else {
        mock = LivechatMock::builder().stateful(World::documented()).start().await;
        let documented = RegisterVisitor::new("iNKE8a6k6cjbqWhWd")
            .name("Livechat Visitor")
            .email("visitor@rocket.chat")
            .phone("55 51 5555-5555")
            .custom_fields([CustomFieldValue::new("address", "Rocket.Chat street")]);
        (mock.staff(), documented, Some("vp3D9H8ud6HYvRpvq".to_owned()))
    };

    let sent = registration.token.clone();
    let visitor = call(&staff, registration).await?.visitor;
    // A server may find the visitor by phone number, under another token: use the token of the response.
    let token = visitor.token.unwrap_or(sent);
    call(&staff, GetVisitor::new(&token)).await?;

    let mut visit = RecordPageVisit::new(&token, PageInfo::new("Prices", "https://example.com/prices"));
    visit.room_id = room.clone().map(RoomId::from);
    call(&staff, visit).await?;

    // The following operations require a login.
    call(&staff, GetVisitorInfo::new(visitor.id.clone())).await?;
    let Some(room) = room else {
        println!("Set LIVECHAT_ROOM_ID to see the pages visited and the conversations.");
        return Ok(());
    };
    call(&staff, ListPagesVisited::new(room.as_str())).await?;
    call(&staff, ListChatHistory::new(room.as_str(), visitor.id)).await?;
    Ok(())
}

/// Sends a request, and prints it and the response. `client.send(request)` alone would do.
async fn call<E: Endpoint>(client: &Client, request: E) -> Result<E::Response, Box<dyn Error>> {
    let encoded = encode(&request)?;
    let query = if encoded.query.is_empty() { String::new() } else { format!("?{}", encoded.query) };
    println!("> {} {}{query}", encoded.method(), encoded.path);
    if let Some(body) = &encoded.body {
        println!("{}", String::from_utf8_lossy(body));
    }

    let response = client.send_raw(request).await?;
    println!("< {}", response.status);
    println!("{}\n", serde_json::to_string_pretty(&response.body)?);
    Ok(response.body)
}
