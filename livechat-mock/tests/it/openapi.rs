//! The published OpenAPI description, against our requests, answers and examples.
//!
//! It is not part of this repository. Where `LIVECHAT_OPENAPI` names a copy, or one lies beside the checkout, the checks
//! run; elsewhere they say that they are skipped.

mod answers;
mod description;
mod requests;

use std::sync::LazyLock;

use serde_json::Value;

use self::description::{Description, Documented};
use crate::{
    fixtures::assert_quirk,
    operations::{Operation, operations},
};

/// Does something with every operation that both the description and the catalogue have; gives back how many that are.
fn for_each_documented(mut check: impl FnMut(&Operation, &Documented<'_>)) -> Option<usize> {
    static DESCRIPTION: LazyLock<Option<Description>> = LazyLock::new(Description::find);
    let description = DESCRIPTION.as_ref()?;
    let mut checked = 0;
    for operation in operations() {
        for route in operation.meta.routes() {
            if let Some(documented) = description.operation(operation.meta.method(), route) {
                check(&operation, &documented);
                checked += 1;
            }
        }
    }
    Some(checked)
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
    if let Some(checked) = for_each_documented(|_, _| {}) {
        assert_eq!(checked, wanted);
    }
}
