//! A mock, however it is reached.

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::Mutex,
    time::Duration,
};

use bytes::Bytes;
use http::Request;
use livechat_mock::{Clock, Edition, Engine, ServerVersion, World};
use livechat_sdk::{UserId, endpoint::Route};
use serde_json::Value;

use crate::{
    fixtures::differences,
    operations::{self, Operation},
};

/// The transports.
#[derive(Clone, Copy, Debug)]
pub(super) enum Transport {
    InProcess,
    #[cfg(feature = "wiremock")]
    Wiremock,
    #[cfg(feature = "server")]
    Http,
    /// What the clients of a mock in the same process go through.
    #[cfg(feature = "mock")]
    Client,
}

/// What a mock is started with.
pub(super) struct Setup {
    world: World,
    version: ServerVersion,
    rate_limit: bool,
}

impl Setup {
    pub(super) fn empty() -> Self {
        Self::with(World::empty())
    }

    pub(super) fn documented() -> Self {
        Self::with(World::documented())
    }

    fn with(world: World) -> Self {
        Self { world, version: ServerVersion::default(), rate_limit: false }
    }

    pub(super) fn version(mut self, version: ServerVersion) -> Self {
        self.version = version;
        self
    }

    pub(super) fn edition(mut self, edition: Edition) -> Self {
        self.world = self.world.with_edition(edition);
        self
    }

    pub(super) fn rate_limit(mut self) -> Self {
        self.rate_limit = true;
        self
    }

    pub(super) async fn start(self, transport: Transport) -> Server {
        let clock = Clock::manual("2026-01-01T00:00:00.000Z".parse().unwrap());
        let Self { world, version, rate_limit } = self;
        let engine = |world| Engine::stateful(world).server_version(version).rate_limit(rate_limit);
        let reached = match transport {
            Transport::InProcess => Reached::InProcess(Box::new(Mutex::new(engine(world)))),
            #[cfg(feature = "wiremock")]
            Transport::Wiremock => {
                let engine = std::sync::Arc::new(Mutex::new(engine(world)));
                let responder = livechat_mock::responders::engine(engine.clone(), clock.clone());
                let server = wiremock::MockServer::start().await;
                server.register(wiremock::Mock::given(wiremock::matchers::any()).respond_with(responder)).await;
                Reached::Wiremock(server, engine)
            }
            #[cfg(feature = "server")]
            Transport::Http => {
                let server = livechat_mock::Server::builder(engine(world)).clock(clock.clone());
                Reached::Http(server.bind(([127, 0, 0, 1], 0)).await.unwrap())
            }
            #[cfg(feature = "mock")]
            Transport::Client => {
                let mock = livechat_mock::LivechatMock::builder().stateful(world).clock(clock.clone());
                Reached::Client(Box::new(mock.server_version(version).rate_limit(rate_limit).start().await))
            }
        };
        Server { reached, clock }
    }
}

pub(super) struct Server {
    reached: Reached,
    pub(super) clock: Clock,
}

enum Reached {
    InProcess(Box<Mutex<Engine>>),
    #[cfg(feature = "wiremock")]
    Wiremock(wiremock::MockServer, std::sync::Arc<Mutex<Engine>>),
    #[cfg(feature = "server")]
    Http(livechat_mock::Server),
    #[cfg(feature = "mock")]
    Client(Box<livechat_mock::LivechatMock>),
}

/// An answer.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The body of a success.
    #[track_caller]
    pub(super) fn ok(&self) -> Value {
        assert_eq!(self.status, 200, "{self:?}");
        let json = self.json();
        assert_ne!(json["success"], false, "{self:?}");
        json
    }

    /// The body of an error response with this status.
    #[track_caller]
    pub(super) fn error(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{self:?}");
        self.json()
    }
}

/// A login's headers.
#[derive(Clone, Debug)]
pub(super) struct Login {
    pub(super) user: UserId,
    pub(super) token: String,
}

impl Server {
    pub(super) async fn get(&self, path: &str) -> Answer {
        self.call("GET", path, &[], None).await
    }

    pub(super) async fn get_as(&self, login: &Login, path: &str) -> Answer {
        self.call("GET", path, &login.headers(), None).await
    }

    pub(super) async fn ask_as(&self, login: &Login, method: &str, path: &str, body: Value) -> Answer {
        let [user, token] = login.headers();
        self.call(method, path, &[user, token, ("content-type", "application/json")], Some(body.to_string())).await
    }

    pub(super) async fn post_as(&self, login: &Login, path: &str, body: Value) -> Answer {
        self.ask_as(login, "POST", path, body).await
    }

    pub(super) async fn post(&self, path: &str, body: Value) -> Answer {
        self.call("POST", path, &[("content-type", "application/json")], Some(body.to_string())).await
    }

    pub(super) async fn register(&self, visitor: Value) -> Answer {
        self.post("/api/v1/livechat/visitor", serde_json::json!({"visitor": visitor})).await
    }

    /// Logs in as the administrator.
    pub(super) fn admin(&self) -> Login {
        self.login(&UserId::from("admin"))
    }

    pub(super) fn login(&self, user: &UserId) -> Login {
        let token = self.world(|world| world.log_in(user)).unwrap();
        Login { user: user.clone(), token: token.expose().to_owned() }
    }

    /// Where the server says that it is.
    pub(super) fn site(&self) -> String {
        let site = |world: &mut World| world.settings().find(|(name, _)| *name == "Site_Url").unwrap().1.clone();
        self.world(site).as_str().unwrap().to_owned()
    }

    pub(super) fn advance(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    pub(super) fn world<T>(&self, look: impl FnOnce(&mut World) -> T) -> T {
        match &self.reached {
            Reached::InProcess(engine) => look(engine.lock().unwrap().world_mut().unwrap()),
            #[cfg(feature = "wiremock")]
            Reached::Wiremock(_, engine) => look(engine.lock().unwrap().world_mut().unwrap()),
            #[cfg(feature = "server")]
            Reached::Http(server) => server.with_engine(|engine| look(engine.world_mut().unwrap())),
            #[cfg(feature = "mock")]
            Reached::Client(mock) => mock.with_world(look),
        }
    }

    pub(super) async fn call(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<String>,
    ) -> Answer {
        let body = body.unwrap_or_default();
        let answer = match &self.reached {
            Reached::InProcess(engine) => {
                let mut request = Request::builder().method(method).uri(path);
                for (name, value) in headers {
                    request = request.header(*name, *value);
                }
                let request = request.body(Bytes::from(body)).unwrap();
                let from = IpAddr::V4(Ipv4Addr::LOCALHOST);
                let reply = engine.lock().unwrap().handle(&request, from, self.clock.now());
                let headers = reply.response.headers().iter();
                Answer {
                    status: reply.response.status().as_u16(),
                    headers: headers
                        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
                        .collect(),
                    body: reply.response.into_body().to_vec(),
                }
            }
            #[cfg(feature = "wiremock")]
            Reached::Wiremock(server, _) => over_tcp(*server.address(), method, path, headers, &body).await,
            #[cfg(feature = "server")]
            Reached::Http(server) => over_tcp(server.address(), method, path, headers, &body).await,
            #[cfg(feature = "mock")]
            Reached::Client(mock) => in_process(&mock.in_process(), method, path, headers, body).await,
        };
        assert_is_of_its_type(method, path, &answer);
        answer
    }
}

/// Whatever the mock responds with is all that the operation's type holds, and nothing else.
fn assert_is_of_its_type(method: &str, path: &str, answer: &Answer) {
    let path = path.split('?').next().unwrap_or_default();
    let Some(operation) = operation_at(method, path).filter(|_| answer.status == 200) else { return };
    let text = std::str::from_utf8(&answer.body).unwrap();
    let reread = operation.reread(&operation.answer(text).to_string());
    let reread = reread.unwrap_or_else(|error| panic!("{method} {path}: {error}: {text}"));
    // Servers up to 7.0 do not say `success` of logins, and the type always does.
    let is_said = |at: &str| at == "/success" && matches!(operation.name, "LogIn" | "LogOut");
    let mut differences = differences(&operation.answer(text), &reread);
    differences.retain(|at, _| !is_said(at));
    assert!(differences.is_empty(), "{method} {path}: {differences:?}: {text}");
}

#[cfg(feature = "mock")]
async fn in_process(
    transport: &impl livechat_sdk::transport::Transport,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: String,
) -> Answer {
    use http_body_util::BodyExt;

    let mut request = Request::builder().method(method).uri(format!("http://localhost{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let (head, body) = transport.send(request.body(body.into()).unwrap()).await.unwrap().into_parts();
    let headers = head.headers.iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
    Answer {
        status: head.status.as_u16(),
        headers: headers.collect(),
        body: body.collect().await.unwrap().to_bytes().to_vec(),
    }
}

#[cfg(feature = "server")]
async fn over_tcp(
    address: std::net::SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    use std::fmt::Write as _;

    let mut request = format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        write!(request, "{name}: {value}\r\n").unwrap();
    }
    let mut client = crate::raw::Raw::connect(address).await;
    client.send(format!("{request}\r\n{body}")).await;
    let answer = client.answer_to(method).await;
    Answer { status: answer.status, headers: answer.headers(), body: answer.body }
}

impl Login {
    pub(super) fn headers(&self) -> [(&str, &str); 2] {
        [("x-user-id", self.user.as_str()), ("x-auth-token", &self.token)]
    }
}

/// An object with some of it otherwise.
pub(super) fn with(mut object: Value, change: Value) -> Value {
    if let (Value::Object(object), Value::Object(change)) = (&mut object, change) {
        object.extend(change);
    }
    object
}

/// The operation that a path leads to, if one does.
fn operation_at(method: &str, path: &str) -> Option<Operation> {
    let arguments = |operation: &Operation| {
        let templates = operation.meta.routes().map(Route::template);
        templates.filter_map(|template| Some(operations::path_arguments(template, path)?.len())).min()
    };
    let of_method = operations::operations().into_iter().filter(|operation| operation.meta.method().as_str() == method);
    // What stands in a path letter by letter comes before an argument in its place.
    of_method
        .filter_map(|operation| Some((arguments(&operation)?, operation)))
        .min_by_key(|(count, _)| *count)
        .map(|(_, it)| it)
}
