//! What a user would write without this crate, for the benches and the gates in `tests/it/cost.rs` to compare with:
//! plain structs with owned strings, read by serde_json.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::{self, BufRead, BufReader, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
};

use serde::Deserialize;

pub const TOKEN: &str = "iNKE8a6k6cjbqWhWd";

const VISITOR: &str = r#"{"visitor":{"_id":"yKFqK98KG9kXWQmbd","username":"guest-7","_updatedAt":"2018-09-21T14:10:56.529Z","token":"iNKE8a6k6cjbqWhWd","phone":[{"phoneNumber":"55 51 5555-5555"}],"visitorEmails":[{"address":"visitor@rocket.chat"}],"name":"Livechat Visitor","livechatData":{"address":"Rocket.Chat street"}},"success":true}"#;

#[derive(Debug, Deserialize)]
pub struct VisitorAnswer {
    pub visitor: Visitor,
    pub success: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Visitor {
    #[serde(rename = "_id")]
    pub id: String,
    pub username: String,
    #[serde(rename = "_updatedAt")]
    pub updated_at: String,
    pub token: String,
    #[serde(default)]
    pub phone: Vec<Phone>,
    #[serde(default)]
    pub visitor_emails: Vec<Email>,
    pub name: Option<String>,
    #[serde(default)]
    pub livechat_data: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Phone {
    pub phone_number: String,
}

#[derive(Debug, Deserialize)]
pub struct Email {
    pub address: String,
}

#[derive(Debug, Deserialize)]
pub struct HistoryPage {
    pub history: Vec<Room>,
    pub count: u64,
    pub offset: u64,
    pub total: u64,
    pub success: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Room {
    #[serde(rename = "_id")]
    pub id: String,
    pub msgs: u64,
    pub users_count: u64,
    pub lm: String,
    pub fname: String,
    pub t: String,
    pub ts: String,
    pub v: RoomVisitor,
    pub cl: Option<bool>,
    pub open: Option<bool>,
    pub waiting_response: Option<bool>,
    #[serde(rename = "_updatedAt")]
    pub updated_at: String,
    pub served_by: Option<ServedBy>,
}

#[derive(Debug, Deserialize)]
pub struct RoomVisitor {
    #[serde(rename = "_id")]
    pub id: String,
    pub username: String,
    pub token: String,
    pub status: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct ServedBy {
    #[serde(rename = "_id")]
    pub id: String,
    pub username: String,
    pub ts: String,
}

/// A page of a chat history with so many rooms, as compact JSON.
pub fn history_page(rooms: usize) -> String {
    let mut page = r#"{"history":["#.to_owned();
    for room in 0..rooms {
        let comma = if room == 0 { "" } else { "," };
        let time = format!("2019-12-{:02}T20:{:02}:{:02}", 1 + room % 28, room % 60, room * 7 % 60);
        write!(
            page,
            r#"{comma}{{"_id":"Room{room:013}","msgs":{room},"usersCount":1,"lm":"{time}.058Z","fname":"Visitor {room}","t":"l","ts":"{time}.006Z","v":{{"_id":"Visi{room:013}","username":"guest-{room}","token":"{TOKEN}","status":"online"}},"cl":false,"open":true,"waitingResponse":true,"_updatedAt":"{time}.808Z","servedBy":{{"_id":"Agen{room:013}","username":"agent-{room}","ts":"{time}.166Z"}}}}"#
        )
        .unwrap();
    }
    write!(page, r#"],"count":{rooms},"offset":0,"total":{rooms},"success":true}}"#).unwrap();
    page
}

/// Answers every request with the one visitor, with rate-limit headers where the path says so; never ends.
pub fn serve(listener: &TcpListener) {
    for stream in listener.incoming() {
        let stream = stream.unwrap();
        std::thread::spawn(move || {
            // An error is a client that went away.
            let _ = serve_connection(stream);
        });
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

/// A way to look the visitor up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// The plainest typed call of reqwest.
    Plain,
    /// This crate, with a login.
    Sdk,
    /// The same, where the server sends rate-limit headers.
    SdkLimited,
}

impl Caller {
    pub const ALL: [Self; 3] = [Self::Plain, Self::Sdk, Self::SdkLimited];

    /// Makes so many calls, one after the other.
    pub async fn calls(self, clients: &Clients, count: usize) {
        for _ in 0..count {
            match self {
                Self::Plain => {
                    let url = format!("{}/api/v1/livechat/visitor/{TOKEN}", clients.base);
                    let response = clients.plain.get(url).send().await.unwrap().error_for_status().unwrap();
                    let answer: VisitorAnswer = response.json().await.unwrap();
                    assert!(answer.success && answer.visitor.token == TOKEN);
                }
                Self::Sdk | Self::SdkLimited => {
                    let client = if self == Self::Sdk { &clients.sdk } else { &clients.sdk_limited };
                    let visitor = client.get_visitor(TOKEN).await.unwrap();
                    assert_eq!(visitor.token.unwrap().expose(), TOKEN);
                }
            }
        }
    }
}

/// The clients of one server.
pub struct Clients {
    base: String,
    plain: reqwest::Client,
    sdk: livechat_sdk::Client,
    sdk_limited: livechat_sdk::Client,
}

impl Clients {
    pub fn new(address: SocketAddr) -> Self {
        let base = format!("http://{address}");
        let sdk = |base: &str| {
            let login = ("rbAXPnMktTFbNpwtJ", "RScctEHSmLGZGywfIhWyRpyofhKOiMoUIpimhvheU3f");
            livechat_sdk::Client::builder(base).credentials(login.0, login.1).build().unwrap()
        };
        Self { plain: reqwest::Client::new(), sdk: sdk(&base), sdk_limited: sdk(&format!("{base}/limited")), base }
    }
}
