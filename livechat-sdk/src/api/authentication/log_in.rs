use derive_setters::Setters;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::UserId,
    model::User,
    secret::{AuthToken, Password},
    wire::Success,
};

/// Logs a user of the workspace in.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/login` |
/// | Login | not needed |
///
/// [`Client::log_in`](crate::Client::log_in) sends it and keeps what comes back.
///
/// # Errors
///
/// Status 401 if there is no such user or the password is wrong; code
/// [`TOTP_REQUIRED`](crate::ErrorCode::TOTP_REQUIRED) if a second factor is needed: send it again with
/// [`code`](Self::code).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Setters)]
#[serde(rename_all = "camelCase")]
#[setters(into, strip_option)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct LogIn {
    /// A user name or an e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[setters(skip)]
    pub user: Option<String>,
    /// The password.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[setters(skip)]
    pub password: Option<Password>,
    /// The token of an earlier login, in place of name and password.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[setters(skip)]
    pub resume: Option<AuthToken>,
    /// The second factor's code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Password>,
}

impl LogIn {
    /// Logs in with a user name or an e-mail address, and a password.
    pub fn new(user: impl Into<String>, password: impl Into<Password>) -> Self {
        Self { user: Some(user.into()), password: Some(password.into()), resume: None, code: None }
    }

    /// Goes on with an earlier login.
    pub fn resume(token: impl Into<AuthToken>) -> Self {
        Self { user: None, password: None, resume: Some(token.into()), code: None }
    }
}

/// The answer to [`LogIn`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LogInResponse {
    /// The word `success`.
    #[serde(default)]
    pub status: String,
    /// The login.
    pub data: LogInData,
    /// Says that the call succeeded; servers send it here since late in the 7 line.
    #[serde(default)]
    pub success: Success,
}

impl LogInResponse {
    /// The answer with this login.
    #[must_use]
    pub fn new(data: LogInData) -> Self {
        Self { status: "success".to_owned(), data, success: Success }
    }
}

/// A login: who it is, and the token to send with every call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LogInData {
    /// The user, to be sent as `X-User-Id`.
    pub user_id: UserId,
    /// The token, to be sent as `X-Auth-Token`.
    pub auth_token: AuthToken,
    /// The user's own record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub me: Option<User>,
}

impl LogInData {
    /// A login of this user.
    #[must_use]
    pub fn new(user_id: impl Into<UserId>, auth_token: impl Into<AuthToken>, me: User) -> Self {
        Self { user_id: user_id.into(), auth_token: auth_token.into(), me: Some(me) }
    }
}

impl Endpoint for LogIn {
    type Response = LogInResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/login"));
}
