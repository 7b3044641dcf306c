use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::UserId,
    model::User,
    open_enum::open_enum,
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
/// [`Client::log_in`](crate::Client::log_in) sends it and uses the result.
///
/// # Errors
///
/// Status 401 if there is no such user or the password is wrong; code
/// [`TotpRequired`](crate::ErrorCode::TotpRequired) if a second factor is needed: send it again with
/// [`code`](Self::code).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct LogIn {
    /// A user name or an e-mail address. Servers take it under the names `username` and `email` too.
    #[serde(alias = "username", alias = "email", skip_serializing_if = "Option::is_none")]
    #[field = false]
    pub user: Option<String>,
    /// The password, or its digest.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field = false]
    pub password: Option<LogInPassword>,
    /// The token of an earlier login, in place of name and password.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field = false]
    pub resume: Option<AuthToken>,
    /// The second factor's code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Password>,
}

impl LogIn {
    /// Logs in with a user name or an e-mail address, and a password.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(user: impl Into<String>, password: impl Into<Password>) -> Self {
        Self::with(user.into(), LogInPassword::Plain(password.into()))
    }

    /// Logs in with a user name or an e-mail address, and the SHA-256 of a password in hexadecimal digits.
    ///
    /// The digest grants access as the password does: protect it as well.
    pub fn with_digest(user: impl Into<String>, sha256_hex: impl Into<Password>) -> Self {
        let digest = PasswordDigest { digest: sha256_hex.into(), algorithm: DigestAlgorithm::Sha256 };
        Self::with(user.into(), LogInPassword::Digest(digest))
    }

    fn with(user: String, password: LogInPassword) -> Self {
        Self { user: Some(user), password: Some(password), resume: None, code: None }
    }

    /// Resumes an earlier login.
    pub fn resume(token: impl Into<AuthToken>) -> Self {
        Self { user: None, password: None, resume: Some(token.into()), code: None }
    }
}

/// A password, in one of the forms that servers take.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged, expecting = "expected a text, or an object with `digest` and `algorithm`")]
#[non_exhaustive]
pub enum LogInPassword {
    /// As the user types it.
    Plain(Password),
    /// Its digest.
    Digest(PasswordDigest),
}

/// A password's digest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PasswordDigest {
    /// The digest in hexadecimal digits.
    pub digest: Password,
    /// The algorithm.
    pub algorithm: DigestAlgorithm,
}

open_enum! {
    /// The algorithm of a password's digest.
    DigestAlgorithm {
        /// SHA-256, the only one that servers accept.
        Sha256 = "sha-256",
    }
}

/// The response to [`LogIn`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LogInResponse {
    /// The text `success`.
    #[serde(default)]
    pub status: String,
    /// The login.
    pub data: LogInData,
    /// Marks the response as a success; servers send it here since late in the 7 line.
    #[serde(default)]
    pub success: Success,
}

impl LogInResponse {
    /// The response with this login.
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_password_travels_as_it_is_or_as_a_digest_and_never_shows() {
        for (request, body) in [
            (LogIn::new("ann", "s3cret"), json!({"user": "ann", "password": "s3cret"})),
            (
                LogIn::with_digest("ann", "s3cret").code("s3cret"),
                json!({"user": "ann", "password": {"digest": "s3cret", "algorithm": "sha-256"}, "code": "s3cret"}),
            ),
            (LogIn::resume("s3cret"), json!({"resume": "s3cret"})),
        ] {
            assert_eq!(serde_json::to_value(&request).unwrap(), body);
            assert_eq!(serde_json::from_value::<LogIn>(body).unwrap(), request);
            assert!(!format!("{request:?}").contains("s3cret"), "{request:?}");
            let secrets = crate::endpoint::encode(&request).unwrap().secrets();
            assert!(secrets.iter().all(|secret| secret == "s3cret") && !secrets.is_empty(), "{secrets:?}");
        }
    }

    #[test]
    fn the_users_other_names_are_read_too() {
        for name in ["user", "username", "email"] {
            let request: LogIn = serde_json::from_value(json!({name: "ann", "password": "p"})).unwrap();
            assert_eq!(request, LogIn::new("ann", "p"));
        }
        for password in [json!(7), json!({"digest": "d"}), json!([])] {
            let error = serde_json::from_value::<LogIn>(json!({"user": "ann", "password": password})).unwrap_err();
            assert!(error.to_string().contains("`digest` and `algorithm`"), "{error}");
        }
    }
}
