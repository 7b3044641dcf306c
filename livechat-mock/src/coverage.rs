//! What the mock does about each operation.

use livechat_sdk::EndpointInfo;

use crate::catalogue::catalogue;

/// What the mock does about an operation.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Coverage {
    /// The operation.
    pub endpoint: &'static EndpointInfo,
    /// Whether it responds with the documented example in replay mode.
    pub replayed: bool,
    /// Whether it behaves as on a real server in stateful mode. Otherwise it responds with the example there too.
    pub stateful: bool,
}

/// What the mock does about each operation of the SDK's catalogue.
#[must_use]
pub fn coverage() -> Vec<Coverage> {
    let operations = catalogue().operations().iter();
    let of_the_sdk = operations.filter_map(|operation| {
        Some(Coverage {
            endpoint: operation.info?,
            replayed: operation.example().is_some(),
            stateful: operation.is_stateful,
        })
    });
    of_the_sdk.collect()
}
