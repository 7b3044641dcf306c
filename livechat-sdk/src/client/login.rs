//! Logins: none, one that is given, and one that is renewed.

use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
};

use super::{Client, credentials::Credentials};
use crate::{
    authentication::LogIn,
    endpoint::Endpoint,
    error::{Error, RequestError},
    id::UserId,
    secret::AuthToken,
};

/// The future of [`CredentialsProvider::log_in`].
pub type LoggingIn = Pin<Box<dyn Future<Output = Result<(UserId, AuthToken), Error>> + Send>>;

/// Logs a client in, and again when the login ends. Used by [`Client::with_provider`].
///
/// [`LogIn`] is one, with a user's name and password. One of one's own asks a vault, say:
///
/// ```
/// use livechat_sdk::{Client, CredentialsProvider, LoggingIn};
///
/// struct Vault;
///
/// impl CredentialsProvider for Vault {
///     fn log_in(&self, _client: Client) -> LoggingIn {
///         Box::pin(async { Ok(("rocket.cat".into(), "a token that the vault has".into())) })
///     }
/// }
/// ```
pub trait CredentialsProvider: Send + Sync + 'static {
    /// Returns a login that works now: the user's id and the token. The client has no login itself, and is there to ask the
    /// server for one.
    ///
    /// It is asked before the first call that needs a login, and after one that the server answered with 401: once, whatever
    /// number of calls wait for it.
    ///
    /// # Errors
    ///
    /// Why there is none: the call that waits for it fails with this.
    fn log_in(&self, client: Client) -> LoggingIn;
}

impl CredentialsProvider for LogIn {
    fn log_in(&self, client: Client) -> LoggingIn {
        let request = self.clone();
        Box::pin(async move {
            let login = client.send(request).await?.data;
            Ok((login.user_id, login.auth_token))
        })
    }
}

/// Whom a client's calls are made as.
#[derive(Clone)]
pub(super) enum Login {
    Nobody,
    User(Arc<Credentials>),
    /// A login that no header can carry: which part of it.
    Invalid(&'static str),
    Renewed(Arc<Renewal>),
}

impl Login {
    pub(super) fn of(login: Result<Credentials, &'static str>) -> Self {
        login.map_or_else(Self::Invalid, |credentials| Self::User(Arc::new(credentials)))
    }

    pub(super) fn renewed(provider: impl CredentialsProvider) -> Self {
        let provider = Box::new(provider);
        Self::Renewed(Arc::new(Renewal { provider, current: Mutex::default(), turn: tokio::sync::Mutex::default() }))
    }

    pub(super) fn is_nobody(&self) -> bool {
        matches!(self, Self::Nobody)
    }

    /// The token that is sent now, if there is one.
    pub(super) fn auth_token(&self) -> Option<AuthToken> {
        match self {
            Self::Nobody | Self::Invalid(_) => None,
            Self::User(credentials) => Some(credentials.auth_token().clone()),
            Self::Renewed(renewal) => Some(renewal.current()?.auth_token().clone()),
        }
    }
}

/// A login that is renewed when it ends.
pub(super) struct Renewal {
    provider: Box<dyn CredentialsProvider>,
    current: Mutex<Option<Arc<Credentials>>>,
    /// Whoever has it logs in, and the others wait.
    turn: tokio::sync::Mutex<()>,
}

impl Renewal {
    fn current(&self) -> Option<Arc<Credentials>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns the login, or another one if it is that which has ended.
    pub(super) async fn log_in(&self, client: &Client, ended: Option<&AuthToken>) -> Result<Arc<Credentials>, Error> {
        let usable = || self.current().filter(|known| ended.is_none_or(|ended| known.auth_token() != ended));
        if let Some(known) = usable() {
            return Ok(known);
        }
        let _turn = self.turn.lock().await;
        if let Some(known) = usable() {
            return Ok(known);
        }
        let (user_id, auth_token) = self.provider.log_in(client.with_login(Login::Nobody)).await?;
        let credentials = Credentials::new(user_id, auth_token)
            .map_err(|what| RequestError::credentials(LogIn::META.operation(), what))?;
        let credentials = Arc::new(credentials);
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&credentials));
        Ok(credentials)
    }
}
