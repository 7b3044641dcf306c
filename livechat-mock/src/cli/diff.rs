//! `livechat-mock diff`: what servers of two versions do differently.

use std::fmt::Write as _;

use livechat_mock::{KNOWN_QUIRKS, ServerVersion, UnknownOperationError, differences, find_operations};
use livechat_sdk::ENDPOINTS;

/// What differs, operation by operation, with the quirks of those that were named.
pub(super) fn text(from: ServerVersion, to: ServerVersion, named: &[String]) -> Result<String, UnknownOperationError> {
    let endpoints = match named {
        [] => ENDPOINTS.iter().collect(),
        named => named.iter().map(|name| find_operations(name)).collect::<Result<Vec<_>, _>>()?.concat(),
    };
    let differences = differences(from, to);
    let mut text = String::new();
    for endpoint in endpoints {
        let differences: Vec<_> = differences.iter().filter(|it| it.operation == endpoint.name).collect();
        if differences.is_empty() && named.is_empty() {
            continue;
        }
        let _ = writeln!(text, "{}  {}", endpoint.name, endpoint.meta);
        if differences.is_empty() {
            let _ = writeln!(text, "  no known difference");
        }
        for it in differences {
            let _ = writeln!(text, "  {}", it.aspect.as_str());
            let _ = writeln!(text, "    {:<5} {}\n    {:<5} {}", from.as_str(), it.from, to.as_str(), it.to);
            let _ = writeln!(text, "    source: {}", it.source);
        }
        let quirks = KNOWN_QUIRKS.iter().filter(|quirk| quirk.operations.contains(&endpoint.name));
        for quirk in quirks.filter(|_| !named.is_empty()) {
            let _ = writeln!(text, "  quirk {}\n    servers: {}\n    here: {}", quirk.name, quirk.served, quirk.mock);
        }
    }
    if text.is_empty() {
        let _ = writeln!(text, "no known difference");
    }
    Ok(text)
}
