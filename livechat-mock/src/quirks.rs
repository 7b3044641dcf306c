//! What surprises: where documentation and servers disagree, what clients rely on although it looks wrong, and what we had
//! to choose because nobody says.

mod analytics;
mod business_hours;
mod choices;
mod conversations;
mod documentation;
mod integrations;
mod queue;
mod realtime;
mod servers;
mod service;
mod staff;
mod units;
mod workspace;

/// Something that surprises, and what the mock does about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Quirk {
    /// A short name, to refer to it.
    pub name: &'static str,
    /// The operations that it is about, by the names of their types; all of them, or what is beside them, if there are none.
    pub operations: &'static [&'static str],
    /// What the documentation says.
    pub documented: &'static str,
    /// What servers do, as far as that is known.
    pub served: &'static str,
    /// What the mock does, and why.
    pub mock: &'static str,
}

/// Everything that surprises about the operations that there are.
///
/// "7" and "8" are the server's lines of those numbers. "The documentation" is the page about visitors that has an example
/// for each operation; where the published OpenAPI description is meant, it says so.
///
/// ```
/// for quirk in livechat_mock::KNOWN_QUIRKS.iter().filter(|quirk| quirk.operations.contains(&"GetVisitorInfo")) {
///     println!("{}: {}", quirk.name, quirk.mock);
/// }
/// ```
pub const KNOWN_QUIRKS: &[Quirk] = &joined::<{ count(TABLES) }>(TABLES);

const TABLES: &[&[Quirk]] = &[
    documentation::QUIRKS,
    servers::QUIRKS,
    conversations::QUIRKS,
    choices::QUIRKS,
    staff::QUIRKS,
    workspace::QUIRKS,
    units::QUIRKS,
    integrations::QUIRKS,
    analytics::QUIRKS,
    service::QUIRKS,
    queue::QUIRKS,
    business_hours::QUIRKS,
    realtime::QUIRKS,
];

// What iterators do, which constants cannot use.

const fn count(tables: &[&[Quirk]]) -> usize {
    let (mut count, mut table) = (0, 0);
    while table < tables.len() {
        count += tables[table].len();
        table += 1;
    }
    count
}

const fn joined<const COUNT: usize>(tables: &[&[Quirk]]) -> [Quirk; COUNT] {
    let mut all = [tables[0][0]; COUNT];
    let (mut at, mut table) = (0, 0);
    while table < tables.len() {
        let mut row = 0;
        while row < tables[table].len() {
            all[at] = tables[table][row];
            at += 1;
            row += 1;
        }
        table += 1;
    }
    all
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use livechat_sdk::ENDPOINTS;

    use super::*;

    #[test]
    fn every_quirk_has_a_name_of_its_own_and_known_operations() {
        let names: HashSet<_> = KNOWN_QUIRKS.iter().map(|quirk| quirk.name).collect();
        assert_eq!(names.len(), KNOWN_QUIRKS.len());
        for quirk in KNOWN_QUIRKS {
            for operation in quirk.operations {
                assert!(ENDPOINTS.iter().any(|endpoint| endpoint.name == *operation), "{}: {operation}", quirk.name);
            }
            for sentence in [quirk.documented, quirk.served, quirk.mock] {
                assert!(sentence.ends_with('.') && !sentence.contains("  "), "{}: {sentence}", quirk.name);
            }
        }
    }
}
