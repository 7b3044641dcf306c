//! The errors of a call, and how to distinguish them.
//!
//! ```text
//! cargo run -p livechat-examples --example error_handling
//! ```

use std::net::TcpListener;

use livechat_mock::{LivechatMock, ServerError, World};
use livechat_sdk::{
    Client, Error, ErrorCode, RetryPolicy,
    model::PageInfo,
    visitors::{ListPagesVisited, RecordPageVisit},
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mock = LivechatMock::builder().stateful(World::documented()).start().await;
    let client = mock.client();

    // The server returns an error, with a reason.
    explain("an unknown token", client.get_visitor("nobody's").await);
    explain("no login", client.get_visitor_info("sGtcfEYz852uguxaS").await);
    explain("an unknown room", mock.staff().list_pages_visited("nowhere").await);

    // The rate limit is used up. A client with default settings would wait, within its timeout.
    mock.on::<ListPagesVisited>().respond_error(ServerError::too_many_requests(42)).mount().await;
    explain("too many calls", mock.staff().list_pages_visited("vp3D9H8ud6HYvRpvq").await);

    // The response is not Rocket.Chat's.
    mock.on::<RecordPageVisit>().respond_error(ServerError::new(502, "Bad gateway".into())).mount().await;
    let page = PageInfo::new("Prices", "https://example.com/prices");
    explain(
        "a gateway that has no server behind it",
        client.record_page_visit(RecordPageVisit::new("anybody's", page)).await,
    );

    // There is no response: no server listens at this port.
    let unused = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?;
    let nowhere = Client::builder(format!("http://{unused}")).retry(RetryPolicy::none()).build()?;
    explain("no server", nowhere.get_visitor("anybody's").await);

    // The request cannot be sent: no path can hold this token.
    explain("a blank token", client.get_visitor(" ").await);
    Ok(())
}

/// What a program can do about an error.
fn explain<T>(what: &str, outcome: Result<T, Error>) {
    let Err(error) = outcome else { return println!("{what}: no failure\n") };
    // The text names operation and cause and never a token: it is safe to log.
    println!("{what}: {error}");
    let advice = match &error {
        _ if error.code() == Some(&ErrorCode::InvalidToken) => "register the visitor".to_owned(),
        _ if error.is_unauthorized() => "log in".to_owned(),
        _ if error.is_rate_limited() => match error.retry_after() {
            Some(wait) => format!("come back in {} seconds", wait.as_secs()),
            None => "come back later".to_owned(),
        },
        // Whether the same call may succeed later, not whether the server has executed it already.
        _ if error.is_retryable() => "try again".to_owned(),
        Error::Api(rejection) => format!("the server does not do that: code {:?}", rejection.code()),
        Error::Request(_) => "fix the program: nothing was sent".to_owned(),
        _ => "look at the server".to_owned(),
    };
    println!("    → {advice}\n");
}
