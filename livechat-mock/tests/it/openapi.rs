//! The published OpenAPI description, against our requests, answers and examples.
//!
//! It is not part of this repository; its [outline] is, and is what the checks run on. Where `LIVECHAT_OPENAPI` names a copy of
//! the whole, or one lies beside the checkout, they run on that too; elsewhere they say that this is skipped.

mod answers;
mod description;
mod outline;
mod requests;

use std::sync::LazyLock;

use livechat_sdk::endpoint::Route;
use serde_json::Value;

use self::description::{Described, Description};
use crate::{
    fixtures::assert_quirk,
    operations::{Operation, operations},
};

/// Does something with every operation that both the description and the catalogue have; gives back how many that are.
///
/// It is done with the outline, and with what was published, if there is a copy.
fn for_each_documented(mut check: impl FnMut(&Operation, &Route, &Described)) -> usize {
    static DESCRIPTIONS: LazyLock<Vec<Description>> = LazyLock::new(Description::all);
    let mut checked = 0;
    for operation in operations() {
        for route in operation.meta.routes() {
            let found =
                DESCRIPTIONS.iter().filter_map(|description| description.operation(operation.meta.method(), route));
            checked += usize::from(found.inspect(|described| check(&operation, route, described)).count() > 0);
        }
    }
    checked
}

/// A value that fits a schema, with every property that the schema has.
fn full_example(schema: &Value) -> Value {
    if let Some(example) = schema.get("example") {
        return example.clone();
    }
    match schema["type"].as_str() {
        _ if schema["format"] == "date-time" => "2024-10-21T14:10:56.529Z".into(),
        Some("object") => schema["properties"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, property)| (name.clone(), full_example(property)))
            .collect(),
        Some("array") => Value::Array(vec![full_example(&schema["items"])]),
        Some("integer" | "number") => 1.into(),
        Some("boolean") => true.into(),
        _ => "text".into(),
    }
}

/// The operations that the description does not have, and the quirks that say so.
const UNDESCRIBED: &[(&str, &str)] = &[
    ("GetContact", "contact-is-a-visitor"),
    ("SetCallStatus", "call-status"),
    ("DeleteContact", "deleted-contacts"),
    ("CallExternalService", "external-services-of-triggers"),
    ("ListOutboundProviders", "outbound-messages"),
    ("GetOutboundProvider", "outbound-messages"),
    ("SendOutboundMessage", "outbound-messages"),
];

#[test]
fn the_description_has_every_livechat_operation_of_the_catalogue() {
    UNDESCRIBED.iter().for_each(|(operation, quirk)| assert_quirk(quirk, operation));
    let is_wanted = |operation: &&Operation| {
        let template = operation.meta.route().template();
        ["/livechat/", "/omnichannel/", "/canned-responses"].iter().any(|part| template.contains(part))
            && !UNDESCRIBED.iter().any(|(name, _)| *name == operation.name)
    };
    let wanted = operations().iter().filter(is_wanted).count();
    assert_eq!(for_each_documented(|_, _, _| {}), wanted);
}
