//! The backend of a web application: visitors chat in their browsers, agents see their rooms in a view of their own.
//!
//! ```text
//! cargo run -p livechat-examples --example web_backend
//! ```
//!
//! Browsers talk to this server alone, and it talks to the workspace: so visitors' tokens never leave it. It prints commands to
//! try. The workspace is a mock inside of this program, or the one whose address is the argument: its webhook leads to
//! `/webhook` here, and `LIVECHAT_WEBHOOK_TOKEN` is its secret.

#[cfg(test)]
#[path = "web_backend/tests.rs"]
mod tests;

use std::{
    collections::HashMap,
    env,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use axum::{
    Json, RequestExt, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, FromRequestParts, Path, Request, State},
    http::{HeaderMap, HeaderName, StatusCode, header, request::Parts},
    response::{IntoResponse, Response, Sse, sse},
    routing::{get, post},
};
use futures_util::{StreamExt, stream};
use livechat_mock::{Account, LivechatMock, SettingError, World};
use livechat_sdk::{
    Client, Error, ErrorCode, FilePart, RoomId, SharedEvents, VisitorSession, VisitorToken, WebhookToken,
    model::Room,
    rooms::ListRooms,
    webhook::{self, RecentEvents},
};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::broadcast};

/// A workspace with an agent, which tells this address what happens.
async fn workspace(webhook: &str) -> Result<LivechatMock, SettingError> {
    let mut world = World::empty();
    world.add_user(Account::new("dora", "her password").name("Dora").role("livechat-agent"));
    world.set_setting("Livechat_webhookUrl", webhook)?;
    world.set_setting("Livechat_secret_token", WEBHOOK_TOKEN)?;
    world.set_setting("Livechat_webhook_on_start", true)?;
    world.set_setting("Livechat_webhook_on_close", true)?;
    Ok(LivechatMock::builder().stateful(world).start().await)
}

const WEBHOOK_TOKEN: &str = "what the workspace shows";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let listener = TcpListener::bind("127.0.0.1:3001").await?;
    if let Some(url) = env::args().nth(1) {
        return Ok(axum::serve(listener, router(Client::new(url)?, env::var("LIVECHAT_WEBHOOK_TOKEN")?)).await?);
    }
    let mock = workspace("http://127.0.0.1:3001/webhook").await?;
    println!("The workspace is at {}, with the agent `dora`. Try:{TRY}", mock.uri());
    Ok(axum::serve(listener, router(mock.client(), WEBHOOK_TOKEN)).await?)
}

const TRY: &str = r#"
post() { curl -b jar -c jar -H 'content-type: application/json' "http://localhost:3001$1" -d "$2"; echo; }
post /chats '{"name": "Ann"}'
post /chats/ROOM/messages '{"text": "Hello!"}'
curl -b jar -N http://localhost:3001/chats/ROOM/events"#;

struct App {
    /// Without a login: what visitors do needs none.
    workspace: Client,
    visitors: Sessions<Visitor>,
    /// Each with the agent's own login: what an agent may see is for the workspace to say.
    agents: Sessions<Client>,
    webhook_token: WebhookToken,
    recent: RecentEvents,
    news: broadcast::Sender<Value>,
}

fn router(workspace: Client, webhook_token: impl Into<WebhookToken>) -> Router {
    let app = App {
        workspace,
        visitors: Sessions { cookie: "visitor", known: Mutex::default() },
        agents: Sessions { cookie: "agent", known: Mutex::default() },
        webhook_token: webhook_token.into(),
        recent: RecentEvents::default(),
        news: broadcast::channel(64).0,
    };
    Router::new()
        .route("/chats", post(open))
        .route("/chats/{room}/events", get(events))
        .route("/chats/{room}/messages", post(write))
        .route("/chats/{room}/typing", post(set_typing))
        .route("/chats/{room}/files/{name}", post(upload).layer(DefaultBodyLimit::max(20 << 20)))
        .route("/chats/{room}/close", post(close))
        .route("/staff/login", post(log_in))
        .route("/staff/rooms", get(rooms))
        .route("/staff/news", get(news))
        .route("/webhook", post(webhook).layer(DefaultBodyLimit::max(webhook::MAX_BODY_SIZE)))
        .with_state(Arc::new(app))
}

/// The visitor of a browser.
#[derive(Clone)]
struct Visitor {
    session: VisitorSession,
    /// One stream of events for all tabs with a room. It ends with the last of them.
    rooms: Arc<Mutex<HashMap<RoomId, Weak<SharedEvents>>>>,
}

#[derive(Deserialize)]
struct Person {
    name: String,
}

/// Goes on with the visitor's open conversation, or opens one.
async fn open(app: State<Arc<App>>, headers: HeaderMap, Json(person): Json<Person>) -> Result<Response, Failure> {
    let (session, cookie) = match app.visitors.find(&headers) {
        Ok(visitor) => (visitor.session, None),
        Err(_) => {
            let mut session = app.workspace.visitor(VisitorToken::random());
            session.register(|visitor| visitor.name(person.name)).await?;
            let visitor = Visitor { session: session.clone(), rooms: Arc::default() };
            (session, Some(app.visitors.begin(visitor)?))
        }
    };
    let chat = session.open_chat().await?;
    Ok((cookie, Json(json!({ "room": chat.id() }))).into_response())
}

/// The conversation so far and what happens in it. At `closed` the page closes its `EventSource`, which would connect again.
async fn events(visitor: Visitor, room: Path<RoomId>) -> Response {
    let shared = visitor.events(room.0);
    let events = SharedEvents::clone(&shared).map(move |event| {
        let _until_the_tab_is_closed = &shared;
        match event {
            Ok(event) => sse::Event::default().json_data(event.public()),
            Err(_) => Ok(sse::Event::default().event("failed").data("reload the page")),
        }
    });
    Sse::new(events).keep_alive(sse::KeepAlive::default()).into_response()
}

#[derive(Deserialize)]
struct Said {
    text: String,
}

/// The workspace gets the message once, even if its response is lost.
async fn write(visitor: Visitor, room: Path<RoomId>, Json(said): Json<Said>) -> Result<Response, Failure> {
    let message = visitor.session.chat(room.0).send(said.text).await?;
    Ok(Json(message.public()).into_response())
}

/// The page calls it at each key. It goes through the stream that the room's tabs read.
async fn set_typing(visitor: Visitor, room: Path<RoomId>) -> StatusCode {
    visitor.session.chat(room.0).set_typing(true);
    StatusCode::NO_CONTENT
}

/// The body is the file, as `fetch(url, {method: "POST", body: file})` sends it. It is never in memory as a whole.
async fn upload(
    visitor: Visitor,
    Path((room, name)): Path<(RoomId, String)>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Failure> {
    let header = |name: HeaderName| headers.get(name)?.to_str().ok();
    let mime = header(header::CONTENT_TYPE).unwrap_or("application/octet-stream").to_owned();
    let length = header(header::CONTENT_LENGTH).and_then(|length| length.parse().ok());
    let mut file = FilePart::stream(name, mime, request.with_limited_body().into_body().into_data_stream());
    if let Some(length) = length {
        file = file.length(length);
    }
    let message = visitor.session.chat(room).upload(file).await?;
    Ok(Json(message.public()).into_response())
}

async fn close(visitor: Visitor, room: Path<RoomId>) -> Result<StatusCode, Failure> {
    Ok(visitor.session.chat(room.0).close().await.map(|()| StatusCode::NO_CONTENT)?)
}

#[derive(Deserialize)]
struct Login {
    username: String,
    password: String,
}

async fn log_in(app: State<Arc<App>>, Json(login): Json<Login>) -> Result<Response, Failure> {
    let agent = app.workspace.log_in(login.username, login.password).await?;
    Ok((StatusCode::NO_CONTENT, app.agents.begin(agent)?).into_response())
}

/// The agent's open rooms, the newest first.
async fn rooms(app: State<Arc<App>>, headers: HeaderMap) -> Result<Response, Failure> {
    let agent = app.agents.find(&headers)?;
    let own = ListRooms::new().agents(Vec::from_iter(agent.user_id().cloned())).open(true);
    let response = agent.send(own.count(100)).await?;
    Ok(Json(response.rooms.iter().map(Room::public).collect::<Vec<_>>()).into_response())
}

/// Tells agents when to ask for their rooms again. It tells no more: an event may be about a room that the agent may not see.
async fn news(app: State<Arc<App>>, headers: HeaderMap) -> Result<Response, Failure> {
    app.agents.find(&headers)?;
    let news = stream::unfold(app.news.subscribe(), async |mut news| match news.recv().await {
        Ok(event) => Some((sse::Event::default().json_data(event), news)),
        Err(broadcast::error::RecvError::Lagged(_)) => Some((Ok(sse::Event::default().data("{}")), news)),
        Err(broadcast::error::RecvError::Closed) => None,
    });
    Ok(Sse::new(news).keep_alive(sse::KeepAlive::default()).into_response())
}

/// What the workspace tells. An event may come twice: the workspace tries again until it gets a 200.
async fn webhook(app: State<Arc<App>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let delivery = match webhook::read(&headers, &body, &app.webhook_token) {
        Ok(delivery) => delivery,
        Err(error) => return error.status(),
    };
    if app.recent.insert(delivery.key) {
        let room = delivery.event.conversation().map(|conversation| &conversation.room_id);
        app.news.send(json!({ "event": delivery.event.name(), "room": room })).ok(); // Or no agent is there.
    }
    StatusCode::OK
}

/// Who is behind a cookie. An application has them in a table, with the visitor's token, and ends what is old.
struct Sessions<T> {
    cookie: &'static str,
    known: Mutex<HashMap<String, T>>,
}

impl<T: Clone> Sessions<T> {
    /// Returns the header that sets the cookie.
    fn begin(&self, who: T) -> Result<[(HeaderName, String); 1], Failure> {
        let mut id = [0; 16];
        getrandom::fill(&mut id).map_err(|_| Failure(StatusCode::SERVICE_UNAVAILABLE, "no-random-bytes".to_owned()))?;
        let id = format!("{:032x}", u128::from_ne_bytes(id));
        let header = format!("{}={id}; Path=/; HttpOnly; Secure; SameSite=Lax", self.cookie);
        lock(&self.known).insert(id, who);
        Ok([(header::SET_COOKIE, header)])
    }

    fn find(&self, headers: &HeaderMap) -> Result<T, Failure> {
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
        let mut cookies = cookies.flat_map(|cookies| cookies.split("; ")).filter_map(|cookie| cookie.split_once('='));
        let id = cookies.find(|(name, _)| *name == self.cookie).map(|(_, id)| id);
        let who = id.and_then(|id| lock(&self.known).get(id).cloned());
        who.ok_or(Failure(StatusCode::UNAUTHORIZED, format!("no-{}", self.cookie)))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl FromRequestParts<Arc<App>> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failure> {
        app.visitors.find(&parts.headers)
    }
}

impl Visitor {
    fn events(&self, room: RoomId) -> Arc<SharedEvents> {
        let mut rooms = lock(&self.rooms);
        rooms.retain(|_, events| events.strong_count() > 0);
        if let Some(events) = rooms.get(&room).and_then(Weak::upgrade) {
            return events;
        }
        let events = Arc::new(self.session.chat(&room).events().shared(1024));
        rooms.insert(room, Arc::downgrade(&events));
        events
    }
}

/// What a browser is told of an error: a status that fits, and a code without the workspace's words.
struct Failure(StatusCode, String);

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        eprintln!("{error}");
        let status = match (&error, error.code()) {
            // The workspace limits this server, and not the browser.
            (error, _) if error.is_rate_limited() => StatusCode::SERVICE_UNAVAILABLE,
            (error, _) if error.is_timeout() => StatusCode::GATEWAY_TIMEOUT,
            (_, Some(ErrorCode::InvalidToken | ErrorCode::InvalidRoom | ErrorCode::RoomClosed)) => StatusCode::GONE,
            (Error::Api(it), _) if it.status() < 500 => {
                StatusCode::from_u16(it.status()).unwrap_or(StatusCode::BAD_GATEWAY)
            }
            (Error::Transport(it), _) if it.is_file() => StatusCode::PAYLOAD_TOO_LARGE,
            (Error::Request(_), _) => StatusCode::BAD_REQUEST,
            _ => StatusCode::BAD_GATEWAY,
        };
        let code = error.code().filter(|_| status.is_client_error()).map_or("workspace", ErrorCode::as_str);
        Self(status, code.to_owned())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}
