//! The argument of the method `login`.

use livechat_sdk::{authentication::LogIn, ddp::DdpError};
use serde::Deserialize;
use serde_json::Value;

use super::errors::Failure;

/// A login as the method takes it: a password, as a text or a digest, or the token of an earlier login.
#[derive(Deserialize)]
pub(super) struct Login {
    user: Option<Name>,
    password: Option<Value>,
    pub(super) resume: Option<Value>,
    totp: Option<Totp>,
}

#[derive(Deserialize)]
struct Name {
    username: Option<String>,
    email: Option<String>,
}

/// A login with a second factor.
#[derive(Deserialize)]
struct Totp {
    login: Box<Login>,
    code: String,
}

impl Login {
    /// The equivalent REST request.
    pub(super) fn request(self) -> Result<LogIn, Failure> {
        let (login, code) = match self.totp {
            Some(Totp { login, code }) => (*login, Some(code)),
            None => (self, None),
        };
        if login.password.is_none() && login.resume.is_none() {
            return Err(DdpError::new(400, Some("Unrecognized options for login request")).into());
        }
        let user = login.user.and_then(|name| name.username.or(name.email));
        let fields = [
            ("user", user.map(Value::from)),
            ("password", login.password),
            ("resume", login.resume),
            ("code", code.map(Value::from)),
        ];
        let fields = fields.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
        serde_json::from_value(Value::Object(fields.collect())).map_err(|_| no_match())
    }
}

/// What is no login. A login has several forms, and the check does not say what is wrong with each.
pub(super) fn no_match() -> Failure {
    Failure::mismatch_of("Match error: Failed Match.OneOf, Match.Maybe or Match.Optional validation")
}
