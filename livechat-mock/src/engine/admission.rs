//! Who calls, and whether the call is let in.

use std::net::IpAddr;

use http::{HeaderMap, HeaderName};
use livechat_sdk::{Timestamp, UserId, endpoint::Auth};

use super::{Engine, Mode, incoming::Incoming};
use crate::{
    ServerError, ServerVersion, hint,
    limiter::{Left, Rate},
    shape::Style,
};

/// The headers of a login. As names and not as text, which would be parsed each time.
static USER_ID: HeaderName = HeaderName::from_static("x-user-id");
static AUTH_TOKEN: HeaderName = HeaderName::from_static("x-auth-token");

impl Engine {
    /// Who is logged in. Headers that do not belong together count as none.
    pub(super) fn caller(&self, headers: &HeaderMap) -> Option<UserId> {
        let text = |name: &HeaderName| {
            headers.get(name).and_then(|value| value.to_str().ok()).filter(|text| !text.trim().is_empty())
        };
        let given = text(&USER_ID).and_then(|user| Some((user, text(&AUTH_TOKEN)?)));
        match &self.mode {
            Mode::Replay { .. } => match given {
                Some((user, _)) => Some(UserId::from(user)),
                None => self.no_auth.then(|| UserId::from("admin")),
            },
            Mode::Stateful { world, .. } => {
                let is_theirs = |(user, token): &(&str, &str)| {
                    world.users.logged_in(token).is_some_and(|account| account.user.id == *user)
                };
                match given.filter(is_theirs) {
                    Some((user, _)) => Some(UserId::from(user)),
                    None => self.no_auth.then(|| world.administrator().clone()),
                }
            }
        }
    }

    pub(super) fn check_login(&self, call: &Incoming<'_>, caller: Option<&UserId>) -> Result<(), ServerError> {
        if caller.is_some() || call.operation.meta.auth() != Auth::Login {
            return Ok(());
        }
        Err(hint::not_logged_in(ServerError::not_logged_in(self.version()), call.request.headers()))
    }

    pub(super) fn check_permissions(&self, call: &Incoming<'_>, caller: Option<&UserId>) -> Result<(), ServerError> {
        let Some(world) = self.world() else { return Ok(()) };
        let required = call.operation.meta.required_permissions();
        let has = |permission: &str| caller.is_some_and(|caller| world.is_permitted(caller, permission));
        if required.allow(has) {
            return Ok(());
        }
        let missing = required.names().iter().find(|permission| !has(permission)).copied().unwrap_or_default();
        Err(hint::no_permission(ServerError::no_permission(), world, missing))
    }

    /// Counts a call; `None` if it is not limited.
    pub(super) fn take_rate(
        &mut self,
        call: &Incoming<'_>,
        caller: Option<&UserId>,
        from: IpAddr,
        now: Timestamp,
    ) -> Option<Left> {
        if self.limiter.is_none() || self.is_aside || !call.operation.is_limited {
            return None;
        }
        let usual = match self.world() {
            Some(world) if caller.is_some_and(|caller| world.is_permitted(caller, "api-bypass-rate-limit")) => {
                return None;
            }
            Some(world) => Rate {
                calls: world.settings.number("API_Enable_Rate_Limiter_Limit_Calls_Default"),
                millis: world.settings.number("API_Enable_Rate_Limiter_Limit_Time_Default"),
            },
            None => Rate { calls: 10, millis: 60_000 },
        };
        let rate = call.operation.rate.unwrap_or(usual);
        Some(self.limiter.as_mut()?.take(call.index, rate, from, now))
    }
}

/// What is checked after the login.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    RateLimit,
    Permissions,
    Arguments,
}

/// The order of the checks, which differs from version to version. What handlers check themselves comes last.
pub(super) fn order(version: ServerVersion, style: Style) -> [Step; 3] {
    use Step::{Arguments, Permissions, RateLimit};
    match (version, style) {
        (ServerVersion::V7_0, Style::Match | Style::Param | Style::Unchecked) => [RateLimit, Permissions, Arguments],
        (ServerVersion::V7_0, _) => [RateLimit, Arguments, Permissions],
        (_, Style::Typed) => [Permissions, Arguments, RateLimit],
        _ => [Permissions, RateLimit, Arguments],
    }
}
