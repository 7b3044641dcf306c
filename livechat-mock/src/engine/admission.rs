//! Who calls, and whether the call is let in.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, Request};
use livechat_sdk::{
    UserId,
    endpoint::{Auth, CallLimit, Meta, Module},
};

use super::{Engine, Mode};
use crate::{
    Edition, ServerError, ServerVersion,
    contract::Dialect,
    headers, hint,
    limiter::{self, Called, Limit, Quota},
    operation::{Operation, Origin, Prepared},
};

/// The headers of a login. As names and not as text, which would be parsed each time.
static USER_ID: HeaderName = HeaderName::from_static("x-user-id");
static AUTH_TOKEN: HeaderName = HeaderName::from_static("x-auth-token");

impl Engine {
    /// Who is logged in. Headers that do not belong together count as none.
    pub(super) fn caller(&self, headers: &HeaderMap) -> Option<UserId> {
        let text = |name: &HeaderName| {
            headers::first(headers, name).and_then(|value| value.to_str().ok()).filter(|text| !text.trim().is_empty())
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

    pub(super) fn check_login(
        &self,
        meta: &Meta,
        headers: &HeaderMap,
        caller: Option<&UserId>,
    ) -> Result<(), ServerError> {
        if caller.is_some() || meta.auth() != Auth::Login {
            return Ok(());
        }
        Err(hint::not_logged_in(ServerError::not_logged_in(self.version()), headers))
    }

    /// Whether the caller has the permissions, and the server the licence.
    pub(super) fn check_permissions(&self, meta: &Meta, caller: Option<&UserId>) -> Result<(), ServerError> {
        let Some(world) = self.world() else { return Ok(()) };
        let required = meta.required_permissions();
        let has = |permission: &str| caller.is_some_and(|caller| world.is_permitted(caller, permission));
        if required.allow(has) {
            return match self.lacks_module(meta) {
                Some(module) => Err(ServerError::unlicensed().hint(hint::unlicensed(meta, module))),
                None => Ok(()),
            };
        }
        let missing = required.names().iter().find(|permission| !has(permission)).copied().unwrap_or_default();
        Err(hint::no_permission(ServerError::no_permission(), world, missing))
    }

    /// The module of the licence that an operation needs and the server does not have.
    pub(super) fn lacks_module(&self, meta: &Meta) -> Option<Module> {
        let is_community = self.world().is_some_and(|world| world.edition() == Edition::Community);
        meta.required_module().filter(|_| is_community)
    }

    /// Lets a request in, or refuses it, by the checks of the version in their order.
    pub(super) fn admit(&mut self, routed: Routed<'_>, caller: Option<&UserId>, origin: Origin) -> Admission {
        let Routed { operation, index, request, arguments, .. } = routed;
        let mut quota = None;
        if let Err(error) = self.check_login(&operation.meta, request.headers(), caller) {
            return Admission { quota, prepared: Err(error) };
        }
        for step in order_of_checks(self.version(), operation.contracts.of(self.version()).dialect) {
            let passed = match step {
                Step::Arguments if arguments.is_err() => return Admission { quota, prepared: arguments },
                Step::Arguments => Ok(()),
                Step::Permissions => self.check_permissions(&operation.meta, caller),
                Step::RateLimit => {
                    quota = self.take_quota(operation, index, caller, origin);
                    match quota.as_ref().filter(|quota| quota.exceeded) {
                        Some(quota) => Err(ServerError::too_many_requests(quota.seconds(origin.now))),
                        None => Ok(()),
                    }
                }
            };
            if let Err(error) = passed {
                return Admission { quota, prepared: Err(error) };
            }
        }
        Admission { quota, prepared: arguments }
    }

    /// Counts a call; `None` if it is not limited.
    fn take_quota(
        &mut self,
        operation: &Operation,
        index: usize,
        caller: Option<&UserId>,
        Origin { address, now, source }: Origin,
    ) -> Option<Quota> {
        if self.limiter.is_none() || source.is_untracked() {
            return None;
        }
        let call_limit = operation.meta.call_limit()?;
        let limit = match self.world() {
            Some(world) if !world.settings.flag("API_Enable_Rate_Limiter") => return None,
            Some(world) if caller.is_some_and(|caller| world.is_permitted(caller, "api-bypass-rate-limit")) => {
                return None;
            }
            Some(world) if !has_own_limit(call_limit, self.version()) => Limit {
                calls: world.settings.number("API_Enable_Rate_Limiter_Limit_Calls_Default"),
                millis: world.settings.number("API_Enable_Rate_Limiter_Limit_Time_Default"),
            },
            None if !has_own_limit(call_limit, self.version()) => Limit::from(CallLimit::DEFAULT),
            _ => Limit::from(call_limit),
        };
        Some(self.limiter.as_mut()?.take(Called::Operation(index), limit, limiter::Caller::Address(address), now))
    }
}

/// Whether servers of a version limit an operation on its own. Otherwise it has the limit that the workspace sets for all.
pub(crate) fn has_own_limit(limit: CallLimit, version: ServerVersion) -> bool {
    limit != CallLimit::DEFAULT && limit.version_added().is_none_or(|since| version.is_at_least(since))
}

/// A request for an operation, whose arguments were read.
pub(super) struct Routed<'r> {
    pub(super) operation: &'static Operation,
    /// The operation's place in the table.
    pub(super) index: usize,
    /// The template of the route that was taken.
    pub(super) template: &'static str,
    pub(super) request: &'r Request<Bytes>,
    pub(super) arguments: Result<Prepared, ServerError>,
}

/// Whether a request is let in.
pub(super) struct Admission {
    /// What is left of the rate limit, if the request came so far as to be counted.
    pub(super) quota: Option<Quota>,
    pub(super) prepared: Result<Prepared, ServerError>,
}

/// What is checked after the login.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    RateLimit,
    Permissions,
    Arguments,
}

impl Step {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::RateLimit => "rate limit",
            Self::Permissions => "permissions",
            Self::Arguments => "arguments",
        }
    }
}

/// The order of the checks, which differs from version to version. What handlers check themselves comes last.
pub(crate) fn order_of_checks(version: ServerVersion, dialect: Dialect) -> [Step; 3] {
    use Step::{Arguments, Permissions, RateLimit};
    match (version < ServerVersion::V8_0, dialect) {
        (true, Dialect::Schema | Dialect::Typed) => [RateLimit, Arguments, Permissions],
        (true, _) => [RateLimit, Permissions, Arguments],
        (false, Dialect::Typed) => [Permissions, Arguments, RateLimit],
        (false, _) => [Permissions, RateLimit, Arguments],
    }
}
