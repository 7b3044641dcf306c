//! The client.

mod base_url;
mod build_error;
mod builder;
mod carrier;
mod credentials;
mod deliver;
mod deprecation;
mod error_response;
mod exchange;
mod execute;
mod file_part;
mod login;
mod multipart;
mod named;
mod observer;
mod options;
mod paging;
mod rate_limit;
mod raw_response;
mod retry;
mod routes;
mod session;
#[cfg(feature = "realtime")]
mod upgrade;
mod upload;
mod write_message;

use std::{fmt, sync::Arc, time::Duration};

use http::{HeaderMap, HeaderValue, header};
use tracing::warn;

pub(crate) use self::file_part::is_broken_file;
use self::{
    base_url::BaseUrl,
    carrier::Carrier,
    credentials::Credentials,
    exchange::{HttpResponse, Sent},
    execute::{Answer, Encode, execute},
    login::{Login, Renewal},
    options::Options,
    rate_limit::Budgets,
    routes::KnownRoutes,
};
pub use self::{
    build_error::BuildError,
    builder::ClientBuilder,
    deprecation::{Deprecation, DeprecationKind},
    file_part::{FilePart, Progress},
    login::{CredentialsProvider, LoggingIn},
    observer::{Observation, Observer},
    paging::{Items, Pages},
    rate_limit::RateLimit,
    raw_response::RawResponse,
    retry::RetryPolicy,
    session::{Chat, History, VisitorSession},
};
use crate::{
    endpoint::{Auth, Decoded, Endpoint, Ignored, Meta, Odd, Paged, decode_success, encode_for},
    error::{Error, IgnoredError},
    id::UserId,
    secret::{AuthToken, Secrets},
    transport::{Clock, Instant},
};

/// A client of one server.
///
/// A clone is cheap and shares everything: connections, rate-limit budgets, known routes of the server. Calls are
/// cancelled by dropping their future. They require a tokio runtime with time and I/O enabled.
///
/// Use it in one runtime at a time. A connection that it keeps belongs to the runtime that opened it: another runtime's
/// call on such a connection waits while the first runtime does not run, and fails when that ends. Where there are several,
/// as in tests that each have their own, build a client in each.
///
/// [`send`](Self::send) sends any operation; the six that most integrations need have methods of their own.
///
/// ```no_run
/// use livechat_sdk::{Client, visitors::RegisterVisitor};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let client = Client::new("https://chat.example.com")?;
/// let visitor = client.register_visitor(RegisterVisitor::new("iNKE8a6k6cjbqWhWd").name("Ann")).await?;
///
/// let agent = client.log_in("agent", "their password").await?;
/// let visitor = agent.get_visitor_info(&visitor.id).await?;
/// # Ok(())
/// # }
/// ```
///
/// Each call is a [`tracing`] span with method, path template, attempts and status, by the names of OpenTelemetry's conventions for
/// HTTP clients, and never an argument. An [`Observer`] is told what metrics need. reqwest, hyper
/// and tungstenite have logs of their own, at the levels `debug` and `trace`, which do show addresses and frames with the
/// visitor's token: leave those off where logs are kept.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

/// A login, options, and the shared state.
#[derive(Clone)]
struct Inner {
    shared: Arc<Shared>,
    login: Login,
    options: Options,
}

/// The state that clients with different logins and options share.
struct Shared {
    carrier: Carrier,
    base_url: BaseUrl,
    user_agent: Option<HeaderValue>,
    max_body_size: usize,
    odd: Odd,
    routes: KnownRoutes,
    /// `None` if rate limits are ignored.
    budgets: Option<Budgets>,
    clock: Arc<dyn Clock>,
    observer: Option<Box<dyn Observer>>,
    #[cfg(feature = "realtime")]
    streams: crate::realtime::Streams,
}

impl Shared {
    fn since(&self, began: Instant) -> Duration {
        self.clock.now().saturating_duration_since(began)
    }

    fn tell(&self, observation: &Observation<'_>) {
        if let Some(observer) = &self.observer {
            observer.observe(observation);
        }
    }
}

impl Client {
    /// Creates a client of the server at this URL, without a login and with the defaults of [`ClientBuilder`].
    ///
    /// The URL ends where `/api/v1` begins: `https://chat.example.com`, or `https://example.com/chat`.
    ///
    /// # Errors
    ///
    /// As [`ClientBuilder::build`].
    pub fn new(base_url: impl Into<String>) -> Result<Self, BuildError> {
        Self::builder(base_url).build()
    }

    /// Creates a client of the server that the environment names: `LIVECHAT_URL`, and for a login both `LIVECHAT_USER_ID` and
    /// `LIVECHAT_AUTH_TOKEN`.
    ///
    /// # Errors
    ///
    /// [`BuildError::Variable`] if the URL is not set, or only one half of the login; else as [`ClientBuilder::build`].
    pub fn from_env() -> Result<Self, BuildError> {
        Self::from_variables(|name| std::env::var(name).ok())
    }

    /// Creates a client as [`from_env`](Self::from_env) does, of variables that `get` finds by their names: for programs that
    /// take them from elsewhere too.
    ///
    /// ```no_run
    /// use livechat_sdk::Client;
    ///
    /// let client = Client::from_variables(|name| (name == "LIVECHAT_URL").then(|| "http://localhost:3000".to_owned()))?;
    /// assert_eq!(client.user_id(), None);
    /// # Ok::<(), livechat_sdk::BuildError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As `from_env`.
    pub fn from_variables(get: impl Fn(&str) -> Option<String>) -> Result<Self, BuildError> {
        ClientBuilder::from_variables(get)?.build()
    }

    /// Returns a builder for a client of the server at this URL.
    pub fn builder(base_url: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(base_url.into())
    }

    /// Returns a client with another login. It shares connections and rate-limit budgets with this one.
    ///
    /// If the user id or token is blank or not a valid header value, each call fails with [`Error::Request`].
    #[must_use]
    pub fn with_credentials(&self, user_id: impl Into<UserId>, auth_token: impl Into<AuthToken>) -> Self {
        self.with_login(Login::of(Credentials::new(user_id.into(), auth_token.into())))
    }

    /// Returns a client that logs in by itself: before its first call that needs a login, and again when the login has ended,
    /// for calls and for [events](Self::my_events) alike.
    ///
    /// A call that the server answers with 401 is made once more, with the new login. Calls that need no login are sent without
    /// one. Clones, and clients with other options, share the login. It counts as one call with all that it takes: the timeout
    /// holds for both. An upload is not repeated.
    ///
    /// ```no_run
    /// use livechat_sdk::{Client, authentication::LogIn};
    ///
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let bot = Client::new("https://chat.example.com")?.with_provider(LogIn::new("bot", "its password"));
    /// bot.list_pages_visited("vp3D9H8ud6HYvRpvq").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_provider(&self, provider: impl CredentialsProvider) -> Self {
        self.with_login(Login::renewed(provider))
    }

    fn with_login(&self, login: Login) -> Self {
        self.with(|inner| inner.login = login)
    }

    /// Returns a client that shares everything but what this changes.
    fn with(&self, change: impl FnOnce(&mut Inner)) -> Self {
        let mut inner = Inner::clone(&self.inner);
        change(&mut inner);
        Self { inner: Arc::new(inner) }
    }

    /// The id of the user who is logged in; `None` without a login, and for one that is
    /// [renewed](Self::with_provider), which may be another user's next time.
    #[must_use]
    pub fn user_id(&self) -> Option<&UserId> {
        match &self.inner.login {
            Login::User(credentials) => Some(credentials.user_id()),
            _ => None,
        }
    }

    /// Makes a call, with a login that works if it needs one.
    async fn call(&self, meta: &'static Meta, encode: &Encode<'_>) -> Result<Answer, Error> {
        match &self.inner.login {
            // On the heap: few clients have one, and the calls of all others would be as large.
            Login::Renewed(renewal) => Box::pin(self.call_renewed(renewal, meta, encode)).await,
            _ => execute(&self.inner, meta, encode).await,
        }
    }

    async fn call_renewed(&self, renewal: &Renewal, meta: &'static Meta, encode: &Encode<'_>) -> Result<Answer, Error> {
        if meta.auth() == Auth::None {
            return execute(&self.with_login(Login::Nobody).inner, meta, encode).await;
        }
        let client = self.for_one_call();
        let started = self.inner.shared.clock.now();
        let login = renewal.log_in(&client, None).await?;
        let ended = login.auth_token().clone();
        match execute(&client.with_login(Login::User(login)).inner, meta, encode).await {
            Err(error) if error.is_unauthorized() => {
                let login = renewal.log_in(&client, Some(&ended)).await?;
                match execute(&client.with_login(Login::User(login)).inner, meta, encode).await {
                    Ok(answer) => Ok(answer.counting(error.attempts(), started)),
                    Err(again) => Err(again.counting(error.attempts(), self.inner.shared.since(started))),
                }
            }
            result => result,
        }
    }

    /// Sends a request and returns the typed response.
    ///
    /// # Errors
    ///
    /// An error response, a failed transfer, or a response that cannot be decoded: see [`Error`].
    pub async fn send<E: Endpoint>(&self, request: E) -> Result<E::Response, Error> {
        let answer = self.call(&E::META, &|route| encode_for(&request, route)).await?;
        Ok(self.inner.decode(&request, &answer)?.0.body)
    }

    /// Sends a request and returns the typed response with its status, its headers, its bytes and the state of the rate limit.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub async fn send_raw<E: Endpoint>(&self, request: E) -> Result<RawResponse<E::Response>, Error> {
        let answer = self.call(&E::META, &|route| encode_for(&request, route)).await?;
        let (Decoded { body, omitted }, ignored) = self.inner.decode(&request, &answer)?;
        let HttpResponse { status, headers, rate_limit, body: bytes, .. } = answer.response;
        Ok(RawResponse { body, status: status.as_u16(), headers, rate_limit, omitted, ignored, bytes })
    }

    /// Returns a stream of a list's pages, from the request's own offset on.
    ///
    /// ```no_run
    /// use livechat_sdk::visitors::ListPagesVisited;
    ///
    /// # async fn example(client: livechat_sdk::Client) -> Result<(), livechat_sdk::Error> {
    /// let mut pages = client.pages(ListPagesVisited::new("vp3D9H8ud6HYvRpvq").count(100));
    /// while let Some(page) = pages.next().await {
    ///     let page = page?;
    ///     println!("{} of {:?}", page.items.len(), page.total);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages<E: Paged>(&self, request: E) -> Pages<E> {
        Pages::new(self.clone(), request)
    }

    /// Returns a stream of a list's items, from the request's own offset on, fetched page by page.
    ///
    /// ```no_run
    /// use livechat_sdk::visitors::ListChatHistory;
    ///
    /// # async fn example(client: livechat_sdk::Client) -> Result<(), livechat_sdk::Error> {
    /// let mut rooms = client.items(ListChatHistory::new("vp3D9H8ud6HYvRpvq", "5efd76e07c5d9b5e0c5a1a5b"));
    /// while let Some(room) = rooms.next().await {
    ///     println!("{}", room?.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn items<E: Paged>(&self, request: E) -> Items<E> {
        Items::new(self.pages(request))
    }
}

impl Inner {
    /// What every request carries.
    fn headers(&self) -> HeaderMap {
        let mut headers = self.options.headers.clone();
        if let Some(user_agent) = &self.shared.user_agent {
            headers.insert(header::USER_AGENT, user_agent.clone());
        }
        headers
    }

    fn decode<E: Endpoint>(&self, request: &E, answer: &Answer) -> Result<(Decoded<E::Response>, Vec<Ignored>), Error> {
        let Answer { sent, response: HttpResponse { status, headers, body, .. }, .. } = answer;
        let decoded =
            decode_success::<E>(sent.operation, status.as_u16(), body, || self.secrets(sent), self.shared.odd)
                .map_err(|error| Error::from(error).after(answer.effort(self)))?;
        for omission in &decoded.omitted {
            warn!(operation = %sent.operation, %omission, "a part of a response cannot be read and is left out");
        }
        if let Some(deprecation) = Deprecation::read(headers) {
            self.warn_of(sent, &deprecation);
        }
        let ignored = request.ignored(&decoded.body);
        let ignored = if ignored.is_empty() { ignored } else { self.warn_of_ignored(answer, ignored)? };
        Ok((decoded, ignored))
    }

    #[cold]
    fn warn_of_ignored(&self, answer: &Answer, mut ignored: Vec<Ignored>) -> Result<Vec<Ignored>, Error> {
        let Answer { sent, response, .. } = answer;
        let secrets = Secrets::new(self.secrets(sent));
        for ignored in &mut ignored {
            // Keys are the caller's choice.
            ignored.reason = secrets.redact(&ignored.reason);
            warn!(operation = %sent.operation, %ignored, "the server did not take an argument");
        }
        if self.shared.odd == Odd::Refuse {
            let error = IgnoredError::new(sent.operation, response.status.as_u16(), ignored);
            return Err(Error::from(error).after(answer.effort(self)));
        }
        Ok(ignored)
    }

    #[cold]
    fn warn_of(&self, sent: &Sent, deprecation: &Deprecation) {
        let Deprecation { kind, message, removed_in } = deprecation;
        let says = Secrets::new(self.secrets(sent)).redact(message.as_deref().unwrap_or_default());
        let removed_in = removed_in.as_ref().map(ToString::to_string).unwrap_or_default();
        warn!(operation = %sent.operation, %kind, says, removed_in, "the server calls this call deprecated");
    }

    /// The secrets that were sent with a request, to be redacted from the server's texts.
    fn secrets(&self, sent: &Sent) -> Vec<String> {
        let mut secrets = sent.secrets();
        secrets.extend(self.login.auth_token().map(|token| token.expose().to_owned()));
        secrets
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.inner.shared.base_url)
            .field("user_id", &self.user_id())
            .finish_non_exhaustive()
    }
}
