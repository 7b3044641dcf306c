//! How an application tests its own code against the mock.
//!
//! ```text
//! cargo test -p livechat-examples --example contract_test
//! ```

use livechat_mock::{LivechatMock, World};
use livechat_sdk::{Client, Error, ErrorCode, visitors::RegisterVisitor};

/// The application: greets each visitor who opens the chat by name, and registers unknown ones.
///
/// # Errors
///
/// Errors that it cannot handle, such as a server that is down.
async fn greet(client: &Client, token: &str) -> Result<String, Error> {
    let greeting = match client.get_visitor(token).await {
        Ok(visitor) => format!("Welcome back, {}!", visitor.name.as_deref().unwrap_or("stranger")),
        Err(error) if error.code() == Some(&ErrorCode::InvalidToken) => {
            client.register_visitor(RegisterVisitor::new(token)).await?;
            "Nice to meet you!".to_owned()
        }
        Err(error) if error.is_rate_limited() => match error.retry_after() {
            Some(wait) => format!("We are busy. Come back in {} seconds.", wait.as_secs()),
            None => "We are busy.".to_owned(),
        },
        Err(error) => return Err(error),
    };
    Ok(greeting)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let mock = LivechatMock::builder().stateful(World::documented()).start().await;
    let client = mock.client();
    println!("{}", greet(&client, "iNKE8a6k6cjbqWhWd").await?);
    println!("{}", greet(&client, "a token that nobody has").await?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use livechat_mock::ServerError;
    use livechat_sdk::visitors::GetVisitor;

    use super::*;

    /// The application can read the server's documented response.
    #[tokio::test]
    async fn a_known_visitor_is_greeted_by_name() {
        let mock = LivechatMock::start().await;
        let greeting = greet(&mock.client(), "iNKE8a6k6cjbqWhWd").await.unwrap();
        assert_eq!(greeting, "Welcome back, Livechat Visitor!");
    }

    /// A stateful server: the second greeting depends on the first one.
    #[tokio::test]
    async fn a_stranger_is_registered() {
        let mock = LivechatMock::builder().stateful(World::empty()).start().await;
        assert_eq!(greet(&mock.client(), "new").await.unwrap(), "Nice to meet you!");
        assert_eq!(greet(&mock.client(), "new").await.unwrap(), "Welcome back, stranger!");
        assert!(mock.with_world(|world| world.visitor_by_token("new").is_some()));
    }

    /// Requests are checked as typed values.
    #[tokio::test]
    async fn a_stranger_is_registered_under_the_token_that_was_asked_for() {
        let mock = LivechatMock::start().await;
        mock.on::<GetVisitor>().respond_error(ServerError::named("invalid-token")).expect(1).mount().await;
        greet(&mock.client(), "new").await.unwrap();
        assert_eq!(mock.received_one::<RegisterVisitor>().request, RegisterVisitor::new("new"));
    }

    #[tokio::test]
    async fn a_busy_server_is_no_failure() {
        let mock = LivechatMock::start().await;
        mock.on::<GetVisitor>().respond_error(ServerError::too_many_requests(42)).expect(1).mount().await;
        assert_eq!(greet(&mock.client(), "any").await.unwrap(), "We are busy. Come back in 42 seconds.");
    }

    /// An error that the application does not expect is passed on with the server's message.
    #[tokio::test]
    async fn an_unknown_error_response_comes_through() {
        let mock = LivechatMock::start().await;
        let rejection = ServerError::reason("Livechat is off", "error-livechat-off");
        mock.on::<GetVisitor>().respond_error(rejection).mount().await;
        let error = greet(&mock.client(), "any").await.unwrap_err();
        assert_eq!((error.status(), error.code()), (Some(400), Some(&ErrorCode::from("error-livechat-off"))));
        assert!(mock.received::<RegisterVisitor>().is_empty());
    }
}
