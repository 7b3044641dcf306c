//! What a user would write without this crate to look a visitor up: the plainest typed call of reqwest.

#![expect(dead_code, reason = "what is read into a struct is not looked at again")]

use std::{
    collections::BTreeMap,
    error::Error,
    io::{self, BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener, TcpStream},
};

use serde::Deserialize;

pub(crate) const TOKEN: &str = "iNKE8a6k6cjbqWhWd";

const VISITOR: &str = r#"{"visitor":{"_id":"yKFqK98KG9kXWQmbd","username":"guest-7","_updatedAt":"2018-09-21T14:10:56.529Z","token":"iNKE8a6k6cjbqWhWd","phone":[{"phoneNumber":"55 51 5555-5555"}],"visitorEmails":[{"address":"visitor@rocket.chat"}],"name":"Livechat Visitor","livechatData":{"address":"Rocket.Chat street"}},"success":true}"#;

#[derive(Debug, Deserialize)]
pub(crate) struct VisitorAnswer {
    pub(crate) visitor: Visitor,
    pub(crate) success: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Visitor {
    #[serde(rename = "_id")]
    pub(crate) id: String,
    pub(crate) username: String,
    #[serde(rename = "_updatedAt")]
    pub(crate) updated_at: String,
    pub(crate) token: String,
    #[serde(default)]
    pub(crate) phone: Vec<Phone>,
    #[serde(default)]
    pub(crate) visitor_emails: Vec<Email>,
    pub(crate) name: Option<String>,
    #[serde(default)]
    pub(crate) livechat_data: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Phone {
    pub(crate) phone_number: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Email {
    pub(crate) address: String,
}

/// Answers every request with the one visitor, with rate-limit headers where the path says so; never ends.
pub(crate) fn serve(listener: &TcpListener) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept()?;
        // An error is a client that went away.
        std::thread::spawn(move || serve_connection(stream));
    }
}

fn serve_connection(stream: TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let limited = line.contains("/limited/");
        while line != "\r\n" {
            line.clear();
            reader.read_line(&mut line)?;
        }
        let length = VISITOR.len();
        let limit =
            "x-ratelimit-limit: 10000000\r\nx-ratelimit-remaining: 9999999\r\nx-ratelimit-reset: 784111837000\r\n";
        let limit = if limited { limit } else { "" };
        let answer = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n{limit}content-length: {length}\r\ndate: Sun, 06 Nov \
             1994 08:49:37 GMT\r\n\r\n{VISITOR}"
        );
        reader.get_mut().write_all(answer.as_bytes())?;
    }
}

/// A way to look the visitor up, at a server that sends rate-limit headers or at one that does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Caller {
    /// The plainest typed call of reqwest.
    Plain,
    /// This crate, with a login.
    Sdk,
    /// The plainest call, where the server sends rate-limit headers.
    PlainLimited,
    /// This crate, where the server sends rate-limit headers.
    SdkLimited,
}

impl Caller {
    /// Each caller of this crate behind the plain one to compare it with.
    pub(crate) const ALL: [Self; 4] = [Self::Plain, Self::Sdk, Self::PlainLimited, Self::SdkLimited];

    /// Makes so many calls, one after the other.
    pub(crate) async fn calls(self, clients: &Clients, count: usize) -> Result<(), Box<dyn Error>> {
        for _ in 0..count {
            match self {
                Self::Plain => plain_call(&clients.plain, &clients.base).await?,
                Self::PlainLimited => plain_call(&clients.plain, &clients.limited_base).await?,
                Self::Sdk => sdk_call(&clients.sdk).await?,
                Self::SdkLimited => sdk_call(&clients.sdk_limited).await?,
            }
        }
        Ok(())
    }
}

async fn plain_call(client: &reqwest::Client, base: &str) -> Result<(), Box<dyn Error>> {
    let url = format!("{base}/api/v1/livechat/visitor/{TOKEN}");
    let answer: VisitorAnswer = client.get(url).send().await?.error_for_status()?.json().await?;
    assert!(answer.success && answer.visitor.token == TOKEN);
    Ok(())
}

async fn sdk_call(client: &livechat_sdk::Client) -> Result<(), Box<dyn Error>> {
    let visitor = client.get_visitor(TOKEN).await?;
    assert!(visitor.token.is_some_and(|token| token.expose() == TOKEN));
    Ok(())
}

/// The clients of one server.
pub(crate) struct Clients {
    base: String,
    limited_base: String,
    plain: reqwest::Client,
    sdk: livechat_sdk::Client,
    sdk_limited: livechat_sdk::Client,
}

impl Clients {
    pub(crate) fn new(address: SocketAddr) -> Result<Self, Box<dyn Error>> {
        let base = format!("http://{address}");
        let limited_base = format!("{base}/limited");
        let sdk = |base: &str| {
            livechat_sdk::Client::builder(base)
                .credentials("rbAXPnMktTFbNpwtJ", "RScctEHSmLGZGywfIhWyRpyofhKOiMoUIpimhvheU3f")
                .build()
        };
        let (sdk, sdk_limited) = (sdk(&base)?, sdk(&limited_base)?);
        Ok(Self { plain: reqwest::Client::new(), sdk, sdk_limited, base, limited_base })
    }
}
