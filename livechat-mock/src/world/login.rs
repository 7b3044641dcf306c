//! Logging in.

use livechat_sdk::{
    AuthToken, Password, UserId,
    authentication::{DigestAlgorithm, LogIn, LogInPassword},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Account, World};
use crate::{ServerError, ServerVersion};

impl World {
    /// Logs a user in, or goes on with a login.
    pub(crate) fn open_login(&mut self, request: &LogIn) -> Result<(UserId, AuthToken), ServerError> {
        let version = self.server_version();
        if let Some(token) = &request.resume {
            let account = self.users.logged_in(token.expose()).ok_or_else(|| unauthorized(version))?;
            let user = account.user.id.clone();
            self.begin_work(&user);
            return Ok((user, token.clone()));
        }
        let user = check_password(request, self)?.user.id.clone();
        let token = self.log_in(&user).ok_or_else(|| unauthorized(version))?;
        self.begin_work(&user);
        Ok((user, token))
    }
}

/// The user with this name or address, whose password and second factor are these.
fn check_password<'w>(request: &LogIn, world: &'w World) -> Result<&'w Account, ServerError> {
    let version = world.server_version();
    let named = request.user.as_deref().and_then(|name| world.users.by_name(name));
    let account = named.filter(|account| account.user.active != Some(false)).ok_or_else(|| unauthorized(version))?;
    if !request.password.as_ref().is_some_and(|given| is_password(given, &account.password)) {
        return Err(login_error(403, "Incorrect password", version));
    }
    match (&account.second_factor, &request.code) {
        (Some(_), None) => {
            let details = json!({"method": "totp", "availableMethods": ["totp"]});
            Err(login_error("totp-required", "TOTP Required", version).details(details))
        }
        (Some(expected), Some(code)) if expected != code => {
            let details = json!({"method": "totp"});
            Err(login_error("totp-invalid", "TOTP Invalid", version).details(details))
        }
        _ => Ok(account),
    }
}

/// Whether this is the password, or its digest.
fn is_password(given: &LogInPassword, password: &Password) -> bool {
    match given {
        LogInPassword::Plain(given) => given == password,
        LogInPassword::Digest(given) => {
            let digest = Sha256::digest(password.expose());
            let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            given.algorithm == DigestAlgorithm::Sha256 && given.digest.expose().eq_ignore_ascii_case(&digits)
        }
        _ => false,
    }
}

/// The error of a request that logs in no user.
pub(crate) fn unauthorized(version: ServerVersion) -> ServerError {
    login_error("Unauthorized", "Unauthorized", version)
        .hint("log in with user and password, or with resume, the token of an earlier login; is there such a user?")
}

fn login_error(error: impl Into<Value>, message: &str, version: ServerVersion) -> ServerError {
    let mut body = json!({"status": "error", "error": error.into(), "message": message});
    if version > ServerVersion::V7_0 {
        body["success"] = Value::Bool(false);
    }
    ServerError::new(401, body)
}
