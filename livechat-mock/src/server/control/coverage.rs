//! Which operations the mock implements, and how.

use livechat_sdk::EndpointInfo;
use serde_json::json;

use super::{Call, answer::Result};
use crate::Coverage;

pub(super) fn list(_: &Call<'_>) -> Result {
    let entry = |Coverage { endpoint, replayed, stateful }: &Coverage| {
        let EndpointInfo { resource, name, meta, .. } = endpoint;
        json!({
            "operation": format!("{resource}::{name}"),
            "method": meta.method().as_str(),
            "path": meta.route().template(),
            "typed": true,
            "replayed": replayed,
            "stateful": stateful,
        })
    };
    Ok(json!({"coverage": crate::coverage().iter().map(entry).collect::<Vec<_>>()}))
}
