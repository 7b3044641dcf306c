//! What the server does, operation by operation: `sim/<resource>/<operation>.rs`, as the SDK's tree.

mod agents;
mod analytics;
mod appearance;
mod authentication;
mod business_hours;
mod canned_responses;
mod contacts;
mod custom_fields;
mod departments;
mod files;
mod find;
mod inquiries;
mod integrations;
mod list;
mod livechat;
mod messages;
mod monitors;
mod outbound;
mod priorities;
mod reports;
mod rooms;
mod server;
mod settings;
mod sla_policies;
mod tags;
mod transcripts;
mod triggers;
mod units;
mod users;
mod visitors;

pub(crate) use self::departments::CONTENTS as DEPARTMENT_CONTENTS;

/// The places of the items of an argument that do not pass.
pub(crate) fn places<T>(argument: &str, items: &[T], passes: impl Fn(&T) -> bool) -> Vec<String> {
    let others = items.iter().enumerate().filter(|(_, item)| !passes(item));
    others.map(|(index, _)| format!("/{argument}/{index}")).collect()
}

/// Replaces what is stored by what is given, if it is.
pub(crate) fn keep_or<T>(stored: &mut Option<T>, given: Option<T>) {
    *stored = given.or(stored.take());
}

/// Something, an at sign, something: what the server takes for an e-mail address.
pub(crate) fn looks_like_an_address(email: &str) -> bool {
    email.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'))
}
