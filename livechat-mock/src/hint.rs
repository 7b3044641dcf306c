//! What was probably meant: the texts of the header `x-livechat-mock-hint`.
//!
//! No hint quotes what was sent, but for the names of keys: values may be secret.

mod paths;

use std::fmt::Display;

use http::HeaderMap;
use livechat_sdk::endpoint::{Ignored, Meta, Module};

pub(crate) use self::paths::{about_method, about_path, edits, later};
use crate::{ServerError, World};

/// Why a preflight is not let in.
pub(crate) const CORS_IS_OFF: &str = "a page of another origin asks whether it may call, and on servers it may not before \
    CORS is on: start with --cors, or turn the setting API_Enable_CORS on";
pub(crate) const ORIGIN_IS_NOT_LISTED: &str = "the setting API_CORS_Origin (--cors) does not list the origin of the page \
    that asks";

/// What an operation looked for and did not find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    VisitorToken,
    VisitorId,
    RoomId,
}

/// Adds to an error what the text is that was given in place of what is wanted.
pub(crate) fn unknown(error: ServerError, world: &World, given: &str, wanted: Wanted) -> ServerError {
    let wanted_text = match wanted {
        Wanted::VisitorToken => "a visitor's token",
        Wanted::VisitorId => "a visitor's id (_id)",
        Wanted::RoomId => "a room's id",
    };
    let given_text = if looks_like_a_placeholder(given) {
        "a placeholder of the documentation"
    } else if wanted != Wanted::VisitorToken && world.visitors.by_token(given).is_some() {
        "a visitor's token"
    } else if wanted != Wanted::VisitorId && world.visitors.by_id(given).is_some() {
        "a visitor's id"
    } else if wanted != Wanted::RoomId && world.rooms.by_id(given).is_some() {
        "a room's id"
    } else if world.users.by_id(given).is_some() {
        "a user's id"
    } else {
        return error.hint(format!("nothing here has this as {wanted_text}"));
    };
    error.hint(format!("what was given is {given_text}, and this operation takes {wanted_text}"))
}

/// What the response tells that was not taken.
pub(crate) fn ignored(ignored: &[Ignored]) -> Option<String> {
    let all: Vec<_> = ignored.iter().map(ToString::to_string).collect();
    Some(all.join("; ")).filter(|hint| !hint.is_empty())
}

/// A hint beside what was said before.
pub(crate) fn beside(known: Option<impl Display>, hint: impl Into<String>) -> String {
    let hint = hint.into();
    match known {
        Some(known) => format!("{known}; {hint}"),
        None => hint,
    }
}

/// That the workspace has no custom fields with these keys for visitors, or for rooms.
pub(crate) fn no_custom_fields<'k>(keys: impl IntoIterator<Item = &'k str>, of: &str) -> Option<String> {
    let keys: Vec<_> = keys.into_iter().collect();
    let keys = Some(keys.join(", ")).filter(|keys| !keys.is_empty())?;
    Some(format!("the workspace shows no custom field {keys} for {of}, so it is left out"))
}

/// That an argument counts on a server with a licence alone.
pub(crate) fn without_licence(argument: &str) -> String {
    format!("`{argument}`: it takes a licence, and this server is of the community edition")
}

/// `room-id`, `:roomId`, `{roomId}`, `<room>`, `ROOM_ID`.
fn looks_like_a_placeholder(text: &str) -> bool {
    let is_marked = text.starts_with([':', '{', '<', '$']);
    let lower = text.to_ascii_lowercase();
    let words: Vec<_> = lower.split(['-', '_']).collect();
    is_marked || matches!(words[..], ["room" | "visitor" | "user", "id" | "token"] | ["roomid" | "visitorid" | "token"])
}

/// Adds to an error why the caller does not count as logged in.
pub(crate) fn not_logged_in(error: ServerError, headers: &HeaderMap) -> ServerError {
    let has = |name| headers.get(name).is_some_and(|value| !value.as_bytes().trim_ascii().is_empty());
    error.hint(match (has("x-user-id"), has("x-auth-token")) {
        (false, false) => {
            "send the headers X-User-Id and X-Auth-Token, which POST /api/v1/login gives, or start with --no-auth"
        }
        (true, false) => "the header X-Auth-Token is missing beside X-User-Id",
        (false, true) => "the header X-User-Id is missing beside X-Auth-Token",
        (true, true) => "X-User-Id and X-Auth-Token do not belong together, or the login is over; X-User-Id is the _id",
    })
}

/// Adds to an error which permission is missing, and who has it.
pub(crate) fn no_permission(error: ServerError, world: &World, permission: &str) -> ServerError {
    let roles = world.permissions.roles(permission).join(", ");
    error.hint(format!("the caller lacks the permission {permission}, which these roles have: {roles}"))
}

/// Says what an operation needs that this server does not have.
pub(crate) fn unlicensed(operation: &Meta, module: Module) -> String {
    format!(
        "{operation} needs the module {module} of the enterprise edition, and this server is of the community edition"
    )
}

/// Says that an auxiliary endpoint takes a state.
pub(crate) const TAKES_A_WORLD: &str =
    "this endpoint is there in the stateful mode alone: it has no documented example";

/// Says that an operation has no behaviour of its own yet.
pub(crate) fn replayed(operation: &Meta) -> String {
    format!("{operation} is not simulated yet: this is its documented example")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_told_from_ids() {
        for text in ["room-id", "visitor-id", ":roomId", "{roomId}", "<token>", "ROOM_ID", "roomId"] {
            assert!(looks_like_a_placeholder(text), "{text}");
        }
        for text in ["iNKE8a6k6cjbqWhWd", "rocket.cat", "", "room", "my-room-id"] {
            assert!(!looks_like_a_placeholder(text), "{text}");
        }
    }
}
