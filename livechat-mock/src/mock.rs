//! The mock for tests: a [`Server`] with overrides, expectations and clients.

mod builder;
#[cfg(feature = "wiremock")]
mod guest;
mod interceptor;
mod io;
mod looking;
mod over_http;
mod overrides;
mod recording;
mod report;
mod requests;

use std::{
    fmt,
    panic::Location,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
};

use http::{Method, Request, Uri};
use livechat_sdk::{AuthToken, Client, ClientBuilder, Endpoint, RetryPolicy, UserId};

pub use self::{
    builder::LivechatMockBuilder,
    over_http::OverHttp,
    overrides::{On, Override, OverrideGuard},
    requests::Decoded,
};
use self::{
    interceptor::Interceptor, looking::Looking, recording::Recording, report::fail_unless_satisfied, requests::Others,
};
use crate::{
    Clock, Engine, Fault, Webhook, World,
    server::{EngineGuard, InProcess, Mounted, Server, Service, State, added, cleared},
};

/// What clients in process call the mock, in errors for example.
const ADDRESS: &str = "http://livechat-mock";

/// A mock server for a test, on a port of its own, until it is dropped.
///
/// [`start`](Self::start) starts one that responds to every operation with its documented example, and with an error to
/// requests that are not as documented; [`builder`](Self::builder) also configures one that behaves as a server does.
///
/// ```
/// use livechat_mock::{LivechatMock, ServerError};
/// use livechat_sdk::{ErrorCode, visitors::{GetVisitor, RegisterVisitor}};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), livechat_sdk::Error> {
/// let mock = LivechatMock::start().await;
/// let client = mock.client();
/// assert_eq!(client.get_visitor("iNKE8a6k6cjbqWhWd").await?.username.as_deref(), Some("guest-7"));
///
/// mock.on::<GetVisitor>().respond_error(ServerError::named("invalid-token")).expect(1).mount().await;
/// let rejected = client.get_visitor("unknown").await.unwrap_err();
/// assert_eq!(rejected.code(), Some(&ErrorCode::InvalidToken));
///
/// client.register_visitor(RegisterVisitor::new("iNKE8a6k6cjbqWhWd").name("Ann")).await?;
/// let registered = mock.received_one::<RegisterVisitor>();
/// assert_eq!(registered.request.name.as_deref(), Some("Ann"));
/// # Ok(())
/// # }
/// ```
///
/// A request is handled by the first of these that matches: the mocks that the test mounts on
/// [`wiremock`](Self::wiremock) by wiremock's own means, the [overrides](Self::on), the mock itself with its
/// [faults](Self::fault). It speaks realtime as well: [`chat.events()`](livechat_sdk::Chat) of its clients are live.
///
/// Its clients reach it in process, in whichever runtime they are, paused ones included. For everybody else there is a port of
/// its own, opened when the address is first asked for; two threads of the process's own serve those of all mocks.
///
/// # Panics
///
/// When it is dropped, if what was expected of an override or of a wiremock mock did not happen, or a condition of an
/// override panicked, and the thread is not panicking already.
pub struct LivechatMock {
    service: Arc<Service>,
    interceptor: Arc<Interceptor>,
    /// Opened when the address is first asked for.
    server: OnceLock<Server>,
    #[cfg(feature = "wiremock")]
    guest: tokio::sync::OnceCell<wiremock::MockServer>,
    client: OnceLock<Client>,
    client_over_http: OnceLock<Client>,
    others: Others,
    recording: Option<Recording>,
    /// Whether the test fails with what came already.
    has_reported: AtomicBool,
}

impl LivechatMock {
    /// Starts a mock that responds with the documented examples.
    ///
    /// # Panics
    ///
    /// As [`LivechatMockBuilder::start`].
    pub async fn start() -> Self {
        Self::builder().start().await
    }

    /// Starts a configuration: a world, the clock, the server's version, rate limits.
    pub fn builder() -> LivechatMockBuilder {
        LivechatMockBuilder::new()
    }

    fn new(service: Service, recording: Option<Recording>) -> Self {
        let interceptor = Arc::<Interceptor>::default();
        let service = Arc::new(service.intercepted_by(interceptor.clone()));
        Self {
            service,
            interceptor,
            server: OnceLock::new(),
            #[cfg(feature = "wiremock")]
            guest: tokio::sync::OnceCell::new(),
            client: OnceLock::new(),
            client_over_http: OnceLock::new(),
            others: Others::default(),
            recording,
            has_reported: AtomicBool::new(false),
        }
    }

    /// The base URL for clients, without a trailing slash: `http://127.0.0.1:49152`, or `https://127.0.0.1:49152`.
    ///
    /// # Panics
    ///
    /// If the system does not let the process listen on the loopback interface.
    #[must_use]
    #[track_caller]
    pub fn uri(&self) -> String {
        self.server().uri()
    }

    /// The address at which it listens.
    ///
    /// # Panics
    ///
    /// As [`uri`](Self::uri).
    #[must_use]
    #[track_caller]
    pub fn address(&self) -> std::net::SocketAddr {
        self.server().address()
    }

    /// The certificate of a mock that speaks HTTPS, as PEM. Clients have to trust it; it is for `127.0.0.1`, `::1` and
    /// `localhost`.
    ///
    /// ```
    /// use livechat_mock::LivechatMock;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let mock = LivechatMock::builder().tls().start().await;
    /// assert!(mock.uri().starts_with("https://127.0.0.1:"));
    /// // For `reqwest::ClientBuilder::tls_certs_merge`, for example.
    /// assert!(mock.certificate().starts_with("-----BEGIN CERTIFICATE-----"));
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// If the mock speaks HTTP: [`LivechatMockBuilder::tls`] was not called.
    #[cfg(feature = "tls")]
    #[must_use]
    #[track_caller]
    #[expect(clippy::panic, reason = "a slip of the test's")]
    pub fn certificate(&self) -> &str {
        match &self.service.encryption.identity {
            Some(identity) => identity.certificate(),
            None => panic!("this mock speaks HTTP; start it with LivechatMock::builder().tls()"),
        }
    }

    #[track_caller]
    #[expect(clippy::panic, reason = "there is nothing to test without a server")]
    fn server(&self) -> &Server {
        let listen = || io::listen(self.service.clone()).unwrap_or_else(|error| panic!("{error}: {:?}", error.kind()));
        self.server.get_or_init(listen)
    }

    /// A wiremock server whose mocks come before all others, to mount some by wiremock's own means. It is started by the
    /// first call; requests that none of its mocks matches go on to the overrides and the mock itself.
    ///
    /// ```
    /// use livechat_mock::LivechatMock;
    /// use wiremock::{Mock, ResponseTemplate, matchers::path};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let mock = LivechatMock::start().await;
    /// let teapot = Mock::given(path("/api/v1/livechat/visitor/t")).respond_with(ResponseTemplate::new(418)).expect(1);
    /// teapot.mount(mock.wiremock().await).await;
    /// assert_eq!(mock.client().get_visitor("t").await.unwrap_err().status(), Some(418));
    /// # }
    /// ```
    ///
    /// Two of its methods are not for this server. Its `reset` also removes what lets other requests go on: use
    /// [`LivechatMock::reset`]. And a mock that is mounted *as scoped* there is not taken back when its guard is dropped,
    /// because wiremock 0.6 confuses mocks of different priorities: use [`Override::mount_as_scoped`].
    #[cfg(feature = "wiremock")]
    pub async fn wiremock(&self) -> &wiremock::MockServer {
        let start = || async {
            let server = wiremock::MockServer::start().await;
            guest::mark_unmatched(&server).await;
            self.interceptor.ask_first(*server.address());
            server
        };
        self.guest.get_or_init(start).await
    }

    /// A client of this mock, without a login, set up for tests: it neither retries nor waits for rate limits.
    ///
    /// It reaches the mock [in process](Self::in_process), without sockets: everything that the mock does about a request
    /// happens all the same, faults and realtime included, and a call takes microseconds. So it works where a test has paused
    /// tokio's clock, it may be kept from one runtime to the next, and no proxy, port or descriptor is in its way. What it
    /// leaves out is HTTP itself, which is not what tests of an application are about; for those that are, there is
    /// [`client_over_http`](Self::client_over_http).
    ///
    /// For another configuration, pass [`in_process`](Self::in_process) to [`Client::builder`].
    #[must_use]
    #[track_caller]
    pub fn client(&self) -> Client {
        self.client.get_or_init(|| Self::build(Client::builder(ADDRESS).transport(self.in_process()))).clone()
    }

    /// As [`client`](Self::client), but over HTTP: on connections to [`uri`](Self::uri), which all such clients of one mock
    /// share.
    ///
    /// See [`OverHttp`] for what holds where a test has paused tokio's clock. Any other client, such as one of
    /// [`Client::new`], times out at once there, because that clock leaps ahead while all wait for a socket.
    ///
    /// # Panics
    ///
    /// If the mock speaks HTTPS, or the process has no TLS that works, although a TLS feature of livechat-sdk is turned on.
    #[must_use]
    #[track_caller]
    pub fn client_over_http(&self) -> Client {
        let build = || Self::build(Client::builder(self.uri()).transport(self.over_http()));
        self.client_over_http.get_or_init(build).clone()
    }

    #[track_caller]
    #[expect(clippy::panic, reason = "there is nothing to test without a client")]
    fn build(builder: ClientBuilder) -> Client {
        let client = builder.retry(RetryPolicy::none()).respect_rate_limits(false).build();
        client.unwrap_or_else(|error| panic!("no client can be made: {error}"))
    }

    /// The transport of [`client`](Self::client), for a client with another configuration.
    ///
    /// The base URL may be any: nobody looks it up.
    ///
    /// ```
    /// use livechat_mock::{Fault, LivechatMock};
    /// use livechat_sdk::{Client, visitors::GetVisitor};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mock = LivechatMock::start().await;
    /// mock.fault(Fault::lose_response().on::<GetVisitor>().once());
    /// let client = Client::builder("http://mock").transport(mock.in_process()).build()?;
    /// client.get_visitor("iNKE8a6k6cjbqWhWd").await?; // The second attempt.
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn in_process(&self) -> InProcess {
        InProcess::new(&self.service)
    }

    /// The transport of [`client_over_http`](Self::client_over_http), for a client of [`uri`](Self::uri) with another
    /// configuration.
    ///
    /// # Panics
    ///
    /// As [`client_over_http`](Self::client_over_http).
    #[must_use]
    #[track_caller]
    #[expect(clippy::panic, reason = "there is nothing to test without a client")]
    pub fn over_http(&self) -> OverHttp {
        #[cfg(feature = "tls")]
        if self.service.encryption.identity.is_some() {
            panic!(
                "this mock speaks HTTPS, and this client HTTP: build one on a reqwest client that trusts mock.certificate()"
            );
        }
        OverHttp::new().unwrap_or_else(|error| panic!("no client can be made: {error}"))
    }

    /// A [`client`](Self::client) that is logged in as the user with this user name.
    ///
    /// If the mock has a world, the user is logged in there, without a password. In replay mode any name will do: every
    /// login is taken for one that may do everything.
    ///
    /// # Panics
    ///
    /// If the mock has a world, and the world has no such user.
    #[must_use]
    #[track_caller]
    pub fn client_as(&self, username: &str) -> Client {
        self.logged_in(username, |world| {
            world.users().find(|user| user.username.as_deref() == Some(username)).map(|user| user.id.clone())
        })
    }

    /// A [`client`](Self::client) that is logged in as somebody who may do everything: the administrator of the world,
    /// if the mock has one.
    #[must_use]
    #[track_caller]
    pub fn staff(&self) -> Client {
        self.logged_in("admin", |world| Some(world.administrator().clone()))
    }

    #[track_caller]
    #[expect(clippy::panic, reason = "a slip of the test's")]
    fn logged_in(&self, name: &str, find: impl FnOnce(&World) -> Option<UserId>) -> Client {
        let user = self.engine().world().map(find);
        let (user, token) = match user {
            None => (UserId::from(name), AuthToken::from("any-token-will-do")),
            Some(user) => {
                let login = user.and_then(|user| Some((self.service.state.log_in(&user)?, user)));
                let Some((token, user)) = login else { panic!("the world has no user {name:?}") };
                (user, token)
            }
        };
        self.client().with_credentials(user, token)
    }

    /// Overrides the response to requests of one operation.
    ///
    /// ```
    /// use livechat_mock::LivechatMock;
    /// use livechat_sdk::{model::Visitor, visitors::{GetVisitor, GetVisitorResponse}};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), livechat_sdk::Error> {
    /// let mock = LivechatMock::start().await;
    /// let ann = Visitor::new("5f9a1c2e7b3d4a0006c1e9aa").name("Ann");
    /// mock.on::<GetVisitor>()
    ///     .when(|request| request.token.expose() == "token-of-ann")
    ///     .respond(GetVisitorResponse::new(ann))
    ///     .mount()
    ///     .await;
    /// assert_eq!(mock.client().get_visitor("token-of-ann").await?.name.as_deref(), Some("Ann"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// It applies to requests that the server would accept; see [`Override`].
    #[track_caller]
    pub fn on<E: Endpoint>(&self) -> On<'_, E> {
        On::new(self, Location::caller())
    }

    /// Calls a closure with the engine, between two requests: for the request log, the faults that are left, and others.
    ///
    /// As for [`with_world`](Self::with_world), requests wait meanwhile, and the closure must not call methods of this mock.
    ///
    /// # Panics
    ///
    /// If it is called in a closure that has the engine or the world already.
    #[track_caller]
    pub fn with_engine<T>(&self, look: impl FnOnce(&mut Engine) -> T) -> T {
        self.refuse_in_closures();
        self.service.state.by_hand(|engine| {
            let _looking = Looking::start(&self.service);
            look(engine)
        })
    }

    /// What was recorded so far, for [`Replay::run`](crate::Replay::run) or, in a file, `livechat-mock replay`.
    ///
    /// It holds secrets. What code of the test changed by [`with_world`](Self::with_world) is in it as the world afterwards;
    /// what it did by overrides, as the responses.
    ///
    /// # Panics
    ///
    /// If nothing is recorded: see [`LivechatMockBuilder::record`].
    #[must_use]
    #[expect(clippy::panic, reason = "a slip of the test's")]
    pub fn recording(&self) -> Vec<u8> {
        let Some(recording) = &self.recording else {
            panic!("this mock does not record; start it with LivechatMock::builder().record()")
        };
        // What is being done meanwhile is not half in it.
        let _pen = self.service.state.pen();
        recording.so_far()
    }

    /// The engine, between two requests.
    #[track_caller]
    fn engine(&self) -> EngineGuard<'_> {
        self.refuse_in_closures();
        self.service.state.engine()
    }

    #[track_caller]
    #[expect(clippy::panic, reason = "a slip of the test's, which would hang otherwise")]
    fn refuse_in_closures(&self) {
        if Looking::is_at(&self.service) {
            panic!("this closure has the engine of the mock already: call the mock's methods before it, or after it");
        }
    }

    /// The events that the world told its webhook, the oldest first, with each try and what became of it.
    ///
    /// The mock sends them to the loopback interface once it has an address, which is when [`uri`](Self::uri) is first called.
    ///
    /// ```
    /// use livechat_mock::{LivechatMock, WebhookState, World};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), livechat_mock::SettingError> {
    /// let mut world = World::documented();
    /// world.set_setting("Livechat_webhookUrl", "http://127.0.0.1:9/hook")?;
    /// world.set_setting("Livechat_webhook_on_start", true)?;
    /// let mock = LivechatMock::builder().stateful(world).start().await;
    /// mock.with_world(|world| {
    ///     let visitor = world.visitors().next().expect("there is one").id.clone();
    ///     world.open_room(visitor, "2026-01-01T00:00:00.000Z".parse().expect("a time"));
    /// });
    /// let event = &mock.webhooks()[0];
    /// assert_eq!(event.event, "LivechatSessionStart");
    /// assert!(matches!(event.state, WebhookState::Waiting { .. }));
    /// # Ok(())
    /// # }
    /// ```
    pub fn webhooks(&self) -> Vec<Webhook> {
        self.engine().webhooks().cloned().collect()
    }

    /// The clock of the mock: see [`LivechatMockBuilder::clock`].
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.service.state.clock
    }

    /// Adds a fault. It does not apply to requests that an override or a wiremock mock handles.
    ///
    /// ```
    /// use livechat_mock::{Fault, LivechatMock, World};
    /// use livechat_sdk::visitors::RegisterVisitor;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let mock = LivechatMock::builder().stateful(World::documented()).start().await;
    /// mock.fault(Fault::lose_response().on::<RegisterVisitor>().once());
    /// let lost = mock.client().register_visitor(RegisterVisitor::new("token-of-ann")).await;
    /// assert!(lost.is_err());
    /// assert!(mock.client().get_visitor("token-of-ann").await.is_ok(), "it was registered all the same");
    /// # }
    /// ```
    pub fn fault(&self, fault: Fault) {
        self.refuse_in_closures();
        let request = self.recording.as_ref().and_then(|_| added(&fault));
        self.service.state.control(|state| state.engine().add_fault(fault), || request);
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        self.refuse_in_closures();
        self.service.state.control(|state| state.engine().clear_faults(), cleared);
    }

    /// Calls a closure with the world, between two requests.
    ///
    /// Requests wait meanwhile, so keep it short. It takes a closure and returns no guard, so that the world cannot stay
    /// locked across an `.await`, which would deadlock the mock. For the same reason the closure must not call methods of
    /// this mock.
    ///
    /// To fork a world, clone it and pass it to another mock.
    ///
    /// # Panics
    ///
    /// If the mock has no world, because it replays the documented examples, or if it is called in a closure that has the
    /// world already.
    #[track_caller]
    #[expect(clippy::panic, reason = "a test that was written for the other mode")]
    pub fn with_world<T>(&self, look: impl FnOnce(&mut World) -> T) -> T {
        match self.with_engine(|engine| engine.world_mut().map(look)) {
            Some(looked) => looked,
            None => panic!(
                "this mock replays the documented examples and has no world; start it with \
                 LivechatMock::builder().stateful(World::documented())"
            ),
        }
    }

    /// Verifies the expectations so far, as dropping the mock does.
    ///
    /// # Panics
    ///
    /// If an expectation is not met.
    pub async fn verify(&self) {
        // Cloned, so that nothing is locked when it panics.
        let overrides = self.service.state.overrides.lock().clone();
        self.verify_these(&overrides);
        #[cfg(feature = "wiremock")]
        if let Some(guest) = self.guest.get() {
            guest.verify().await;
        }
    }

    /// Restores the initial state: no overrides, no faults, no wiremock mocks, no received requests, the initial world.
    /// Expectations are not verified.
    pub async fn reset(&self) {
        #[cfg(feature = "wiremock")]
        if let Some(guest) = self.guest.get() {
            guest.reset().await;
            guest::mark_unmatched(guest).await;
        }
        self.others.reset();
        self.service.state.control(State::reset, || {
            let mut request = Request::default();
            *request.method_mut() = Method::POST;
            *request.uri_mut() = Uri::from_static("/__livechat-mock/reset");
            Some(request)
        });
    }

    #[track_caller]
    fn verify_these(&self, overrides: &[Arc<Mounted>]) {
        self.interceptor.resume_panic();
        let came = || {
            self.has_reported.store(true, Relaxed);
            report::came(&self.engine())
        };
        fail_unless_satisfied(overrides.iter().map(|mounted| &**mounted), came);
        self.verify_others();
    }

    fn report(&self) -> String {
        let overrides = self.service.state.overrides.lock().clone();
        report::report(&self.engine(), overrides.iter().map(|mounted| &**mounted))
    }
}

impl Drop for LivechatMock {
    fn drop(&mut self) {
        self.service.close();
        if let Some(server) = self.server.take() {
            io::stop(server);
        }
        if thread::panicking() && !self.has_reported.load(Relaxed) {
            // The test fails for a reason of its own, which this may explain.
            eprintln!("livechat-mock:{}", self.report());
        }
        #[cfg(feature = "wiremock")]
        guest::stop(self.guest.take());
        let overrides = std::mem::take(&mut *self.service.state.overrides.lock());
        self.verify_these(&overrides);
    }
}

impl fmt::Debug for LivechatMock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LivechatMock").field("uri", &self.server.get().map(Server::uri)).finish_non_exhaustive()
    }
}
