//! Whether what the table of quirks says is so, as far as a test can tell.

mod analytics;
mod behaviour;
mod business_hours;
mod conversations;
mod examples;
mod integrations;
mod people;
mod queue;
mod service;
mod units;
mod workspace;

use std::collections::BTreeSet;

use livechat_mock::KNOWN_QUIRKS;

use crate::realtime::QUIRKS as REALTIME;

#[test]
fn every_quirk_is_tested() {
    // What happens outside of the engine, or not at all.
    let elsewhere = [
        // The program and its server read bodies: `program` and `server`.
        "body-limit-of-8",
        // A test of the catalogue has the list.
        "what-no-type-takes",
        // The mock never fails so.
        "failing-custom-fields-of-7",
        // A test about a template: the query has no place for it.
        "path-argument-called-payload",
        // What the OpenAPI description has wrong: `openapi` needs these as exceptions.
        "error-responses-with-other-statuses",
        "examples-about-contacts",
        // A row for all others.
        "nothing-about-error-responses",
    ];
    let behaviour = behaviour::QUIRKS
        .iter()
        .chain(conversations::QUIRKS)
        .chain(people::QUIRKS)
        .chain(units::QUIRKS)
        .chain(business_hours::QUIRKS)
        .chain(workspace::QUIRKS)
        .chain(integrations::QUIRKS)
        .chain(analytics::QUIRKS)
        .chain(service::QUIRKS)
        .chain(queue::QUIRKS)
        .chain(REALTIME);
    let behaviour = behaviour.map(|(name, _)| *name);
    let tested = examples::QUIRKS.iter().map(|(name, _)| *name).chain(behaviour);
    let tested: BTreeSet<_> = tested.chain(elsewhere).collect();
    let known: BTreeSet<_> = KNOWN_QUIRKS.iter().map(|quirk| quirk.name).collect();
    assert_eq!(tested, known);
}
