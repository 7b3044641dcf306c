//! The transport for tests: an [`Engine`](crate::Engine) behind a wiremock server.

mod builder;
mod decoded;
mod overrides;
mod times;
mod transport;

use std::{
    fmt,
    panic::Location,
    pin::pin,
    sync::{Arc, OnceLock},
    task::{Context, Waker},
};

use livechat_sdk::{AuthToken, Client, Endpoint, RetryPolicy, UserId};
use tokio::task::unconstrained;
use wiremock::MockServer;

pub use self::{
    builder::LivechatMockBuilder,
    decoded::Decoded,
    overrides::{On, Override, OverrideGuard},
    times::Times,
};
use self::{overrides::fail_unless_satisfied, transport::Transport};
use crate::{Fault, FaultKind, World, catalogue::catalogue};

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
/// let registered = mock.received::<RegisterVisitor>().await;
/// assert_eq!(registered[0].request.name.as_deref(), Some("Ann"));
/// # Ok(())
/// # }
/// ```
///
/// A request is handled by the first of these that matches: the mocks that the test mounts on the
/// [`server`](Self::server) by wiremock's own means, the [overrides](Self::on), the mock itself with its
/// [faults](Self::fault).
///
/// # Panics
///
/// When it is dropped, if what was expected of an override or of a wiremock mock did not happen, and the thread is not
/// panicking already. Starting and dropping any number of mocks in one task is fine.
pub struct LivechatMock {
    /// `None` only while it is being dropped.
    server: Option<MockServer>,
    transport: Arc<Transport>,
    client: OnceLock<Client>,
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

    fn new(server: MockServer, transport: Arc<Transport>) -> Self {
        Self { server: Some(server), transport, client: OnceLock::new() }
    }

    /// The base URL for clients, without a trailing slash: `http://127.0.0.1:49152`.
    #[must_use]
    pub fn uri(&self) -> String {
        self.server().uri()
    }

    /// The wiremock server, to mount mocks on by wiremock's own means. They come before all others.
    ///
    /// Two of its methods are not for this server. Its `reset` also removes the mock's own responses: use
    /// [`LivechatMock::reset`]. And a mock that is mounted *as scoped* there is not taken back when its guard is dropped;
    /// the mock's own responses are, because wiremock 0.6 confuses mocks of different priorities: use
    /// [`Override::mount_as_scoped`].
    #[must_use]
    #[expect(clippy::expect_used, reason = "nobody else has a reference while it is being dropped")]
    pub fn server(&self) -> &MockServer {
        self.server.as_ref().expect("the server is taken only by `drop`")
    }

    /// A client of this mock, without a login, set up for tests: it neither retries nor waits for rate limits.
    ///
    /// All clients of one mock share their connections. For another configuration, pass [`uri`](Self::uri) to
    /// [`Client::builder`].
    ///
    /// # Panics
    ///
    /// If the process has no TLS that works, although a TLS feature of livechat-sdk is turned on.
    #[must_use]
    #[track_caller]
    #[expect(clippy::panic, reason = "there is nothing to test without a client")]
    pub fn client(&self) -> Client {
        let build = || {
            let client = Client::builder(self.uri()).retry(RetryPolicy::none()).respect_rate_limits(false).build();
            client.unwrap_or_else(|error| panic!("no client can be made: {error}"))
        };
        self.client.get_or_init(build).clone()
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
        let mut engine = self.transport.engine();
        let (user, token) = match engine.world_mut() {
            None => (UserId::from(name), AuthToken::from("any-token-will-do")),
            Some(world) => {
                let login = find(world).and_then(|user| Some((world.log_in(&user)?, user)));
                let Some((token, user)) = login else { panic!("the world has no user {name:?}") };
                (user, token)
            }
        };
        drop(engine);
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
        On::new(&self.transport, Location::caller())
    }

    /// The requests of one operation that were received, in order.
    ///
    /// Those that cannot be decoded are left out; [`MockServer::received_requests`] has them all.
    pub async fn received<E: Endpoint>(&self) -> Vec<Decoded<E>> {
        let requests = self.server().received_requests().await.unwrap_or_default();
        let (version, limit) = {
            let engine = self.transport.engine();
            (engine.version(), engine.body_limits().of(&E::META))
        };
        let decoded = requests.iter().filter_map(|request| {
            let user_id = request.headers.get("x-user-id").and_then(|id| id.to_str().ok()).map(UserId::from);
            let request = catalogue().read(&transport::read(request)?, version, limit)?.ok()?;
            Some(Decoded { request, user_id })
        });
        decoded.collect()
    }

    /// Adds a fault. It does not apply to requests that an override or a wiremock mock handles.
    ///
    /// wiremock cannot reset a connection: it closes it without a response, as for [`Fault::lose_response`]. To a client, the
    /// connection is broken either way. `Server` supports all faults.
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
    ///
    /// # Panics
    ///
    /// If it is a [`Fault::dribble`] or one of realtime, such as [`Fault::drop_socket`], which wiremock has no means for.
    #[track_caller]
    #[expect(clippy::panic, reason = "a fault that never came would let a test pass for nothing")]
    pub fn fault(&self, fault: Fault) {
        if fault.kind() == FaultKind::Dribble {
            panic!("wiremock sends a body in one piece, so LivechatMock cannot dribble it; use livechat_mock::Server");
        }
        if fault.is_about_sockets() {
            panic!("wiremock has no WebSockets, so LivechatMock has none to spoil; use livechat_mock::Server");
        }
        self.transport.engine().add_fault(fault);
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        self.transport.engine().clear_faults();
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
    /// If the mock has no world, because it replays the documented examples.
    #[track_caller]
    #[expect(clippy::panic, reason = "a test that was written for the other mode")]
    pub fn with_world<T>(&self, look: impl FnOnce(&mut World) -> T) -> T {
        let mut engine = self.transport.engine();
        match engine.world_mut() {
            Some(world) => look(world),
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
        self.verify_overrides();
        self.server().verify().await;
    }

    /// Restores the initial state: no overrides, no faults, no wiremock mocks, no received requests, the initial world.
    /// Expectations are not verified.
    pub async fn reset(&self) {
        self.server().reset().await;
        self.transport.overrides().clear();
        self.transport.engine().reset();
        self.transport.mount(self.server()).await;
    }

    #[track_caller]
    fn verify_overrides(&self) {
        // Cloned, so that nothing is locked when it panics.
        let overrides = self.transport.overrides().clone();
        fail_unless_satisfied(overrides.iter().map(|mounted| &**mounted));
    }
}

impl Drop for LivechatMock {
    fn drop(&mut self) {
        let server = self.server.take();
        // wiremock blocks on a lock of tokio's here. A task that has used up its share of time (tokio's cooperative
        // budget) would never get it, and the next pause that gives it a new share would never come. The drop waits for
        // nothing, so one poll does it; if it panics, the panic comes through.
        let dropped = pin!(unconstrained(async move { drop(server) }));
        let _ = dropped.poll(&mut Context::from_waker(Waker::noop()));
        self.verify_overrides();
    }
}

impl fmt::Debug for LivechatMock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LivechatMock").field("uri", &self.server.as_ref().map(MockServer::uri)).finish_non_exhaustive()
    }
}
