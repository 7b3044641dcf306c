use std::{
    io,
    sync::{Arc, Mutex},
};

use livechat_mock::{ServerError, ServerVersion};
use livechat_sdk::{Client, ErrorCode};
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

use crate::{
    fixtures::{Fixture, assert_none, differences, fixtures},
    operations::{Operation, operations},
};

#[tokio::test]
async fn an_error_response_example_gives_its_status_code_and_text() {
    let mut failures = Vec::new();
    let server = Rejecting::start().await;
    let shared = fixtures("_shared");
    for operation in operations() {
        let fixtures = fixtures(&operation.folder());
        let request = fixtures.iter().find(|fixture| fixture.name == "request").map(Fixture::json).unwrap_or_default();
        for fixture in fixtures.iter().filter(|fixture| fixture.is_error_response()).chain(&shared) {
            if let Err(what) = check(&server, &operation, &request, fixture).await {
                failures.push(format!("{}/{}.json: {what}", operation.folder(), fixture.name));
            }
        }
    }
    assert_none(&failures);
}

async fn check(server: &Rejecting, operation: &Operation, request: &Value, fixture: &Fixture) -> Result<(), String> {
    let (status, slug) = fixture.status().ok_or("the name has no status")?;
    let expected = Expected::of(&fixture.json());
    *server.rejection.lock().unwrap() = (status, fixture.text.clone());
    let error = operation.refuse(server.client.clone(), request).await?;
    let found = (error.status(), error.code().map(ErrorCode::as_str), error.message());
    if found != (status, expected.code.as_deref(), expected.message.as_deref()) {
        return Err(format!("{expected:?} was read as {found:?}"));
    }
    match expected.code {
        // A code that is a word is what the file is called after.
        Some(code) if is_word(&code) && !slug.starts_with(&code) => Err(format!("the code is {code}")),
        _ => Ok(()),
    }
}

/// What is to be read from an error response.
#[derive(Debug)]
struct Expected {
    code: Option<String>,
    message: Option<String>,
}

impl Expected {
    fn of(body: &Value) -> Self {
        let texts = ["error", "message", "reason"];
        let message = texts.iter().find_map(|key| body.get(*key)?.as_str()).map(str::to_owned);
        let bracketed = || {
            let text = message.as_deref()?.strip_suffix(']')?;
            Some(text[text.rfind('[')? + 1..].to_owned())
        };
        let named = body.get("errorType").and_then(Value::as_str).map(str::to_owned);
        let number = || body.get("error").and_then(Value::as_u64).map(|number| number.to_string());
        Self { code: named.or_else(bracketed).or_else(number).or_else(|| message.clone()), message }
    }
}

fn is_word(code: &str) -> bool {
    code.contains(|letter: char| letter.is_ascii_lowercase())
        && code.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-')
}

/// A server that refuses everything, as it is told to, and a client of it. One for all: a client with TLS takes longer to
/// build than all of its calls.
struct Rejecting {
    client: Client,
    rejection: Arc<Mutex<(u16, String)>>,
}

impl Rejecting {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let rejection = Arc::<Mutex<(u16, String)>>::default();
        let told = rejection.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (status, body) = told.lock().unwrap().clone();
                // An error is a client that went away.
                let _ = refuse(BufReader::new(stream), status, &body).await;
            }
        });
        let client = Client::builder(url)
            .credentials("rbAXPnMktTFbNpwtJ", "RScctEHSmLGZGywfIhWyRpyofhKOiMoUIpimhvheU3f")
            .retry(livechat_sdk::RetryPolicy::none())
            .respect_rate_limits(false)
            .build()
            .unwrap();
        Self { client, rejection }
    }
}

async fn refuse(mut stream: BufReader<TcpStream>, status: u16, body: &str) -> io::Result<()> {
    let mut length = 0;
    let mut line = String::new();
    while stream.read_line(&mut line).await? > 2 {
        if let Some((_, value)) = line.split_once(": ").filter(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        {
            length = value.trim().parse().unwrap();
        }
        line.clear();
    }
    stream.read_exact(&mut vec![0; length]).await?;
    let head = format!("HTTP/1.1 {status} Refused\r\ncontent-type: application/json\r\nconnection: close\r\n");
    let answer = format!("{head}content-length: {}\r\n\r\n{body}", body.len());
    stream.write_all(answer.as_bytes()).await
}

#[test]
fn the_mocks_own_words_are_the_documented_ones() {
    for (error, name) in [
        (ServerError::not_logged_in(ServerVersion::V8_5), "401-not-logged-in"),
        (ServerError::not_logged_in(ServerVersion::V7_0), "401-not-logged-in-7"),
        (ServerError::no_permission(), "403-error-unauthorized"),
        (ServerError::too_many_requests(42), "429-error-too-many-requests"),
    ] {
        let fixture = fixtures("_shared").into_iter().find(|fixture| fixture.name == name).unwrap();
        assert_eq!(fixture.status().unwrap().0, error.status(), "{name}");
        assert_eq!(differences(&fixture.json(), error.body()), [].into(), "{name}");
    }
}
