//! One request that is responded to as another version would.

use livechat_mock::ServerVersion;
use serde_json::Value;

use super::{Setup, Transport, server::Server};

const HEADER: &str = "x-livechat-mock-server-version";
const ROOM: &str = "/api/v1/livechat/room?token=iNKE8a6k6cjbqWhWd&rid=none";

async fn get_as_of(server: &Server, version: &str, path: &str) -> (u16, Option<Value>) {
    let answer = server.call("GET", path, &[(HEADER, version)], None).await;
    (answer.status, serde_json::from_slice(&answer.body).ok())
}

pub(super) async fn a_request_may_ask_for_another_version(transport: Transport) {
    let server = Setup::documented().start(transport).await;
    for version in ServerVersion::ALL {
        let (status, info) = get_as_of(&server, version.as_str(), "/api/info").await;
        assert_eq!((status, &info.unwrap()["version"]), (200, &Value::from(version.as_str())));
        // The response is the one of a server of that version.
        let as_one = Setup::documented().version(version).start(transport).await.get(ROOM).await;
        assert_eq!(get_as_of(&server, version.as_str(), ROOM).await, (as_one.status, Some(as_one.json())), "{version}");
        let path = "/api/v1/livechat/unheard.of";
        let as_one = Setup::documented().version(version).start(transport).await.get(path).await;
        assert_eq!(get_as_of(&server, version.as_str(), path).await.0, as_one.status, "{version}");
    }
    // Nothing of it stays.
    assert_eq!(server.get("/api/info").await.ok()["version"], ServerVersion::default().as_str());
}

pub(super) async fn a_version_without_a_profile_is_refused(transport: Transport) {
    let server = Setup::documented().start(transport).await;
    for version in ["9.9", "", "7"] {
        let answer = server.call("GET", "/api/info", &[(HEADER, version)], None).await;
        let error = answer.error(400)["error"].clone();
        assert!(error.as_str().unwrap().ends_with("there are 7.0, 7.13, 8.0, 8.4, 8.5, 8.8"), "{error}");
        assert!(answer.header("x-livechat-mock-hint").unwrap().contains(HEADER));
    }
    server.get("/api/info").await.ok();
}
