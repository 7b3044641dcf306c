use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    version::Version,
    wire::Success,
};

/// Gets the version of the server.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/info` |
/// | On older servers | `GET /api/v1/info` |
/// | Login | not needed |
///
/// `Client::server_version` does this.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetServerInfo {}

impl GetServerInfo {
    /// Gets the version.
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`GetServerInfo`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Sent")]
#[non_exhaustive]
pub struct GetServerInfoResponse {
    /// The version: two numbers, such as `8.5`, or all three for administrators.
    pub version: Version,
    /// More about the server, for administrators; old servers have the version here alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub info: Option<ServerInfo>,
    /// Marks the response as a success.
    pub success: Success,
}

impl GetServerInfoResponse {
    /// The response with this version.
    #[must_use]
    pub fn new(version: Version) -> Self {
        Self { version, info: None, success: Success }
    }
}

/// What administrators learn of the server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ServerInfo {
    /// The version, with all three numbers.
    pub version: Version,
}

/// The response as servers send it: with the version in one place, the other, or both.
#[derive(Deserialize)]
struct Sent {
    version: Option<Version>,
    info: Option<ServerInfo>,
    #[serde(default)]
    success: Success,
}

impl TryFrom<Sent> for GetServerInfoResponse {
    type Error = &'static str;

    fn try_from(Sent { version, info, success }: Sent) -> Result<Self, Self::Error> {
        let version = version.or_else(|| info.as_ref().map(|info| info.version.clone()));
        Ok(Self { version: version.ok_or("missing field `version`")?, info, success })
    }
}

impl Endpoint for GetServerInfo {
    type Response = GetServerInfoResponse;
    const META: Meta = Meta::get(Route::new("/api/info")).or_at(&[Route::new("/api/v1/info")]);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_version_is_in_one_place_or_the_other() {
        for (sent, version) in [
            (json!({"version": "8.5", "success": true}), "8.5"),
            (json!({"info": {"version": "0.74.3", "build": {}}, "success": true}), "0.74.3"),
            (json!({"version": "8.5.1", "info": {"version": "8.5.1"}}), "8.5.1"),
        ] {
            let response: GetServerInfoResponse = serde_json::from_value(sent).unwrap();
            assert_eq!(response.version.to_string(), version);
        }
        let error = serde_json::from_value::<GetServerInfoResponse>(json!({"success": true})).unwrap_err();
        assert_eq!(error.to_string(), "missing field `version`");
    }
}
