use std::{fmt, sync::Arc, time::Duration};

use http::{HeaderMap, HeaderValue, header};

use super::{
    Client, Inner, Shared, base_url::BaseUrl, build_error::BuildError, carrier::Carrier, credentials::Credentials,
    login::Login, observer::Observer, options::Options, rate_limit::Budgets, retry::RetryPolicy, routes::KnownRoutes,
};
#[cfg(feature = "reqwest")]
use crate::transport::ReqwestTransport;
use crate::{
    endpoint::Odd,
    id::UserId,
    secret::AuthToken,
    transport::{Clock, Transport},
};

const USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// The variables that [`Client::from_env`] reads.
const URL: &str = "LIVECHAT_URL";
const USER_ID: &str = "LIVECHAT_USER_ID";
const AUTH_TOKEN: &str = "LIVECHAT_AUTH_TOKEN";

/// Builds a [`Client`]. Created by [`Client::builder`].
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    base_url: String,
    credentials: Option<(UserId, AuthToken)>,
    timeout: Duration,
    retry: RetryPolicy,
    respect_rate_limits: bool,
    documented_routes: bool,
    #[cfg(feature = "reqwest")]
    no_proxy: bool,
    max_body_size: usize,
    odd: Odd,
    user_agent: Option<String>,
    headers: HeaderMap,
    carrier: Option<Carrier>,
    clock: Option<Arc<dyn Clock>>,
    observer: Option<Box<dyn Observer>>,
}

impl ClientBuilder {
    pub(super) fn new(base_url: String) -> Self {
        Self {
            base_url,
            credentials: None,
            timeout: Duration::from_secs(30),
            retry: RetryPolicy::default(),
            respect_rate_limits: true,
            documented_routes: false,
            #[cfg(feature = "reqwest")]
            no_proxy: false,
            max_body_size: 16 << 20,
            odd: Odd::LeaveOut,
            user_agent: None,
            headers: HeaderMap::new(),
            carrier: None,
            clock: None,
            observer: None,
        }
    }

    /// The builder that the environment describes, by `name` to value. See [`Client::from_env`].
    pub(super) fn from_variables(get: impl Fn(&str) -> Option<String>) -> Result<Self, BuildError> {
        let get = |name: &'static str| get(name).filter(|value| !value.trim().is_empty());
        let missing = |name| BuildError::Variable { name };
        let builder = Self::new(get(URL).ok_or(missing(URL))?);
        match (get(USER_ID), get(AUTH_TOKEN)) {
            (None, None) => Ok(builder),
            (Some(_), None) => Err(missing(AUTH_TOKEN)),
            (None, Some(_)) => Err(missing(USER_ID)),
            (Some(user_id), Some(auth_token)) => Ok(builder.credentials(user_id, auth_token)),
        }
    }

    /// The login of a user of the workspace, sent with every call. None by default: what visitors do needs none.
    ///
    /// The user id is the `_id`, not the user name; both come from a login or a personal access token.
    pub fn credentials(mut self, user_id: impl Into<UserId>, auth_token: impl Into<AuthToken>) -> Self {
        self.credentials = Some((user_id.into(), auth_token.into()));
        self
    }

    /// How long one call may take, with all its attempts and the waits between them. 30 seconds by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The retry policy. [`RetryPolicy::default`] by default; [`RetryPolicy::none`] turns retries off.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Whether a call over the server's rate limit waits or fails before it is sent. True by default.
    ///
    /// Each response says how many calls of the operation the server allows, and until when. The client counts for all
    /// its clones: a call over the limit waits until the window ends, or fails at once with
    /// [`Error::Throttled`](crate::Error::Throttled) if that is after the call's deadline. Turn it off if users with
    /// the permission `api-bypass-rate-limit` share a client with others. No response holds calls back for more than 61
    /// seconds: where a window lasts longer, one call a minute finds out whether it is over. A 429 that the server returns nonetheless is
    /// handled by the [retry policy](Self::retry).
    pub fn respect_rate_limits(mut self, respect: bool) -> Self {
        self.respect_rate_limits = respect;
        self
    }

    /// Calls each operation only at its documented path, where that differs from the one that servers serve.
    pub fn documented_routes(mut self) -> Self {
        self.documented_routes = true;
        self
    }

    /// The largest response to read, in bytes. 16 MiB by default.
    pub fn max_body_size(mut self, bytes: usize) -> Self {
        self.max_body_size = bytes;
        self
    }

    /// Whether a value that does not have the form that its type demands makes the whole response an error. False by
    /// default.
    ///
    /// By default the smallest optional field or element of a list around such a value is left out, of at most 32 in a
    /// response. [`RawResponse::omitted`](crate::RawResponse::omitted) and a warning of [`tracing`] say what. A response
    /// that lacks what identifies its one record is an error either way.
    ///
    /// With it, a call is also an [error](crate::Error::Ignored) if its response tells that the server did not take all
    /// of it; by default [`RawResponse::ignored`](crate::RawResponse::ignored) and a warning say so.
    pub fn strict_decoding(mut self, strict: bool) -> Self {
        self.odd = if strict { Odd::Refuse } else { Odd::LeaveOut };
        self
    }

    /// The text of the `User-Agent` header. Name and version of this crate by default.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Headers to send with every call, and with the request that opens a WebSocket. None by default.
    ///
    /// A backend hands on its visitor's address so; servers go by it only where they are set up to trust a proxy. What the
    /// client sets itself takes the place of a header of that name.
    ///
    /// ```no_run
    /// use http::{HeaderMap, HeaderValue};
    /// use livechat_sdk::Client;
    ///
    /// let mut headers = HeaderMap::new();
    /// headers.insert("x-forwarded-for", HeaderValue::from_static("203.0.113.7"));
    /// let client = Client::builder("http://localhost:3000").default_headers(headers).build()?;
    /// # Ok::<(), livechat_sdk::BuildError>(())
    /// ```
    pub fn default_headers(mut self, headers: HeaderMap) -> Self {
        self.headers = headers;
        self
    }

    /// The HTTP client to use, for proxies, certificates or a shared connection pool.
    ///
    /// Its redirect policy applies. The default one of reqwest follows redirects and sends the login along to the same
    /// host; to others it sends everything but the headers that it knows to hold secrets, and `X-Auth-Token` is not
    /// among those. Set it to `Policy::none()`, as the built-in client does.
    ///
    /// Realtime needs HTTP/1.1: set `http1_only()` where reqwest's feature `http2` is on. Otherwise there is no WebSocket
    /// over TLS, and events are polled for.
    #[cfg(feature = "reqwest")]
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.carrier = Some(Carrier::Reqwest(client.into()));
        self
    }

    /// The transport, in place of reqwest: another HTTP stack, a server in process, or something that wraps either. See
    /// [`transport`](crate::transport).
    ///
    /// The last one counts, whether it was given here or as an [`http_client`](Self::http_client).
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.carrier = Some(Carrier::new(transport));
        self
    }

    /// Uses no proxy, whatever the environment says. Has no effect with an [`http_client`](Self::http_client) of one's own,
    /// or another [`transport`](Self::transport).
    ///
    /// By default the proxies that `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` name are used.
    #[cfg(feature = "reqwest")]
    pub fn no_proxy(mut self) -> Self {
        self.no_proxy = true;
        self
    }

    /// The clock, to be replaced in tests. That of the [transport](Transport::clock) by default, which is the tokio runtime's
    /// for reqwest.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Who is told what the client does, for metrics. Nobody by default.
    pub fn observer(mut self, observer: impl Observer) -> Self {
        self.observer = Some(Box::new(observer));
        self
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// An invalid base URL, credentials or a user agent that are not valid header values, `https` without a TLS feature, or
    /// no [`transport`](Self::transport) without the feature `reqwest`.
    pub fn build(self) -> Result<Client, BuildError> {
        let base_url = BaseUrl::parse(&self.base_url)?;
        let login = match self.credentials {
            Some((user_id, auth_token)) => {
                let credentials = Credentials::new(user_id, auth_token).map_err(|what| BuildError::Header { what })?;
                Login::of(Ok(credentials))
            }
            None => Login::Nobody,
        };
        let user_agent = match (self.user_agent, &self.carrier) {
            (Some(text), _) => {
                Some(HeaderValue::from_str(&text).map_err(|_| BuildError::Header { what: "user agent" })?)
            }
            // It may have one of its own.
            #[cfg(feature = "reqwest")]
            (None, Some(Carrier::Reqwest(_))) => None,
            _ if self.headers.contains_key(header::USER_AGENT) => None,
            _ => Some(HeaderValue::from_static(USER_AGENT)),
        };
        #[cfg(feature = "reqwest")]
        let own_carrier = || own_carrier(&base_url, self.no_proxy);
        #[cfg(not(feature = "reqwest"))]
        let own_carrier = || Err(BuildError::NoTransport);
        let carrier = self.carrier.map_or_else(own_carrier, Ok)?;
        let clock = self.clock.unwrap_or_else(|| carrier.clock());
        let shared = Shared {
            carrier,
            base_url,
            user_agent,
            max_body_size: self.max_body_size,
            odd: self.odd,
            routes: KnownRoutes::new(self.documented_routes),
            budgets: self.respect_rate_limits.then(Budgets::default),
            clock,
            observer: self.observer,
            #[cfg(feature = "realtime")]
            streams: crate::realtime::Streams::default(),
        };
        let options = Options { timeout: self.timeout, deadline: None, retry: self.retry, headers: self.headers };
        Ok(Client { inner: Arc::new(Inner { shared: Arc::new(shared), login, options }) })
    }
}

/// reqwest, as it is without a client of one's own.
#[cfg(feature = "reqwest")]
fn own_carrier(base_url: &BaseUrl, no_proxy: bool) -> Result<Carrier, BuildError> {
    if base_url.is_https() && !cfg!(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls")) {
        return Err(BuildError::NoTls);
    }
    let transport = if no_proxy { ReqwestTransport::without_proxy() } else { ReqwestTransport::new() };
    transport.map(Carrier::Reqwest)
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The base URL may still hold a password: it is checked in `build`.
        f.debug_struct("ClientBuilder")
            .field("credentials", &self.credentials)
            .field("timeout", &self.timeout)
            .field("retry", &self.retry)
            .field("respect_rate_limits", &self.respect_rate_limits)
            .field("documented_routes", &self.documented_routes)
            .field("max_body_size", &self.max_body_size)
            .finish_non_exhaustive()
    }
}

#[cfg(all(test, not(feature = "reqwest")))]
mod tests {
    use super::*;

    #[test]
    fn without_reqwest_a_client_takes_a_transport() {
        let error = Client::new("http://localhost:3000").unwrap_err();
        assert!(matches!(error, BuildError::NoTransport), "{error}");
    }
}

#[cfg(test)]
mod environment {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<ClientBuilder, String> {
        let get = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        ClientBuilder::from_variables(get).map_err(|error| error.to_string())
    }

    #[test]
    fn it_has_the_address_and_perhaps_a_login() {
        let url = ("LIVECHAT_URL", "http://localhost:3000");
        assert!(read(&[url]).unwrap().credentials.is_none());
        let (user, token) = (("LIVECHAT_USER_ID", "ann"), ("LIVECHAT_AUTH_TOKEN", "s3cret"));
        let builder = read(&[url, user, token]).unwrap();
        assert_eq!(builder.credentials.as_ref().unwrap().0, "ann");
        assert!(!format!("{builder:?}").contains("s3cret"));
        for (variables, missing) in [
            (&[user, token][..], "LIVECHAT_URL"),
            (&[("LIVECHAT_URL", " ")], "LIVECHAT_URL"),
            (&[url, user], "LIVECHAT_AUTH_TOKEN"),
            (&[url, token], "LIVECHAT_USER_ID"),
        ] {
            assert_eq!(read(variables).unwrap_err(), format!("the environment variable {missing} is not set"));
        }
    }
}
