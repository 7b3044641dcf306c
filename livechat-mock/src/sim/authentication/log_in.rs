use livechat_sdk::{
    AuthToken, Password, UserId,
    authentication::{DigestAlgorithm, LogIn, LogInData, LogInPassword},
};
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::get_me::me;
use crate::{
    ServerError, ServerVersion, World,
    shape::Shape,
    sim::{Answer, Behaviour, Call, Simulate},
    world::Account,
};

impl Simulate for LogIn {
    const SHAPE: Shape = Shape::unchecked();
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(request: &LogIn, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let version = call.world.server_version();
    let (user, token) = open_login(request, call.world)?;
    let data = login(call.world, user.as_str(), token).ok_or_else(|| unauthorized(version))?;
    Answer::json(&Envelope::new("success".to_owned(), data, version))
}

/// Logs a user in, or goes on with a login.
pub(crate) fn open_login(request: &LogIn, world: &mut World) -> Result<(UserId, AuthToken), ServerError> {
    let version = world.server_version();
    if let Some(token) = &request.resume {
        let account = world.users.logged_in(token.expose()).ok_or_else(|| unauthorized(version))?;
        return Ok((account.user.id.clone(), token.clone()));
    }
    let user = check_password(request, world)?.user.id.clone();
    let token = world.log_in(&user).ok_or_else(|| unauthorized(version))?;
    Ok((user, token))
}

/// The user with this name or address, whose password and second factor are these.
fn check_password<'w>(request: &LogIn, world: &'w World) -> Result<&'w Account, ServerError> {
    let version = world.server_version();
    let named = request.user.as_deref().and_then(|name| world.users.by_name(name));
    let account = named.filter(|account| account.user.active != Some(false)).ok_or_else(|| unauthorized(version))?;
    if !request.password.as_ref().is_some_and(|given| is_password(given, &account.password)) {
        return Err(refusal(403, "Incorrect password", version));
    }
    match (&account.second_factor, &request.code) {
        (Some(_), None) => {
            let details = json!({"method": "totp", "availableMethods": ["totp"]});
            Err(refusal("totp-required", "TOTP Required", version).details(details))
        }
        (Some(expected), Some(code)) if expected != code => {
            let details = json!({"method": "totp"});
            Err(refusal("totp-invalid", "TOTP Invalid", version).details(details))
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

fn login(world: &World, user: &str, token: AuthToken) -> Option<LogInData> {
    let me = me(world, user)?;
    Some(LogInData::new(me.id.clone(), token, me))
}

fn unauthorized(version: ServerVersion) -> ServerError {
    refusal("Unauthorized", "Unauthorized", version)
        .hint("log in with user and password, or with resume, the token of an earlier login; is there such a user?")
}

fn refusal(error: impl Into<Value>, message: &str, version: ServerVersion) -> ServerError {
    let mut body = json!({"status": "error", "error": error.into(), "message": message});
    if version > ServerVersion::V7_0 {
        body["success"] = Value::Bool(false);
    }
    ServerError::new(401, body)
}

/// The envelope of logging in and out, which says twice that it worked since late in the 7 line.
#[derive(Serialize)]
pub(super) struct Envelope<T> {
    status: String,
    data: T,
    #[serde(skip_serializing_if = "Option::is_none")]
    success: Option<bool>,
}

impl<T> Envelope<T> {
    pub(super) fn new(status: String, data: T, version: ServerVersion) -> Self {
        Self { status, data, success: (version > ServerVersion::V7_0).then_some(true) }
    }
}
