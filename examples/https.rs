//! A server whose certificate no authority has signed: here a mock's, elsewhere that of a company's own authority. The client
//! trusts it, for calls, uploads and events alike.
//!
//! ```text
//! cargo run -p livechat-examples --features tls --example https
//! cargo test -p livechat-examples --features tls --example https
//! ```

use std::error::Error;

use livechat_mock::{BuiltInAgent, LivechatMock, World};
use livechat_sdk::{
    ChatEvent, Client, FilePart,
    reqwest::{self, Certificate, redirect::Policy},
};

/// A client that trusts a certificate, beside those that the system trusts.
fn client(url: &str, certificate: &[u8]) -> Result<Client, Box<dyn Error>> {
    let http = reqwest::Client::builder()
        .tls_certs_merge([Certificate::from_pem(certificate)?])
        // As in the built-in client: a redirect must not take the login to another host.
        .redirect(Policy::none())
        .build()?;
    Ok(Client::builder(url).http_client(http).build()?)
}

/// A mock that speaks HTTPS, with an agent who answers.
async fn workspace() -> LivechatMock {
    LivechatMock::builder().stateful(World::documented()).agent(BuiltInAgent::echo()).tls().start().await
}

/// Uploads a file, writes, and returns what the agent writes in return.
async fn converse(client: &Client) -> Result<String, Box<dyn Error>> {
    let mut visitor = client.visitor("token-of-ann");
    visitor.register(|visitor| visitor.name("Ann")).await?;
    let chat = visitor.open_chat().await?;
    let mut events = chat.events();
    chat.send("Here is my order.").await?;
    chat.upload(FilePart::bytes("order.txt", "text/plain", "number 4711")).await?;
    while let Some(event) = events.next().await {
        // What the agent writes: that the agent was connected is a message too, one of the system's.
        if let ChatEvent::MessageNew(message) = event?
            && message.message_type.is_none()
            && message.author.name.as_deref() == Some("Echo")
        {
            return Ok(message.text);
        }
    }
    Ok(String::new())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mock = workspace().await;
    // Of the program `livechat-mock --tls --tls-cert-out mock.pem`, this is the content of `mock.pem`.
    let client = client(&mock.uri(), mock.certificate().as_bytes())?;
    println!("The agent at {} writes: {}", mock.uri(), converse(&client).await?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    #[tokio::test]
    async fn a_client_that_trusts_the_certificate_calls_uploads_and_follows_events() {
        let mock = workspace().await;
        assert!(mock.uri().starts_with("https://"));
        let client = client(&mock.uri(), mock.certificate().as_bytes()).unwrap();
        assert_eq!(converse(&client).await.unwrap(), "Here is my order.");
        let files = mock.with_world(|world| {
            let rooms: Vec<_> = world.rooms().map(|room| room.id.clone()).collect();
            let messages = rooms.iter().flat_map(|room| world.messages(room));
            messages.filter(|message| message.file.is_some()).count()
        });
        assert_eq!(files, 1);
    }

    #[tokio::test]
    async fn events_come_over_a_websocket() {
        let mock = workspace().await;
        let client = client(&mock.uri(), mock.certificate().as_bytes()).unwrap();
        let mut visitor = client.visitor("token-of-ann");
        visitor.register(|visitor| visitor).await.unwrap();
        let chat = visitor.open_chat().await.unwrap();
        let mut events = chat.events();
        chat.send("Hello!").await.unwrap();
        while mock.with_engine(|engine| engine.sockets()) == 0 {
            let event = timeout(Duration::from_secs(20), events.next()).await.expect("there is a WebSocket by then");
            assert!(event.unwrap().is_ok());
        }
    }

    #[tokio::test]
    async fn a_client_that_does_not_trust_it_says_so() {
        let (mock, other) = (workspace().await, workspace().await);
        let client = client(&mock.uri(), other.certificate().as_bytes()).unwrap();
        let Err(livechat_sdk::Error::Transport(error)) = client.get_visitor("token-of-ann").await else {
            panic!("it has no reason to trust it")
        };
        assert!(error.is_connect(), "{error:?}");
        let mut causes = vec![error.to_string()];
        let mut source = error.source();
        while let Some(cause) = source {
            causes.push(cause.to_string());
            source = cause.source();
        }
        assert!(causes.join(": ").contains("invalid peer certificate"), "{causes:?}");
    }

    #[test]
    fn what_is_no_certificate_is_an_error() {
        let broken = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        assert!(client("https://localhost", broken).is_err());
    }
}
