//! Methods that are called by REST.

use bytes::Bytes;
use http::{Request, Response};
use livechat_mock::ServerVersion;
use serde_json::{Value, json};

use super::{Login, Mock, NOTIFY, agent, followed, in_short};

/// Sends a text to the bridge.
pub(super) fn send(mock: &mut Mock, login: Option<&Login>, message: &str) -> Response<Bytes> {
    let path = if login.is_some() { "method.call" } else { "method.callAnon" };
    let mut request = Request::post(format!("/api/v1/{path}/x")).header("content-type", "application/json");
    if let Some((user, token)) = login {
        request = request.header("x-user-id", user).header("x-auth-token", token);
    }
    let body = json!({"message": message}).to_string();
    mock.engine.handle(&request.body(body.into()).unwrap(), [127, 0, 0, 1].into(), mock.now).response
}

fn read(response: &Response<Bytes>) -> Value {
    serde_json::from_slice(response.body()).unwrap()
}

/// Calls a method and answers its `result`, a frame, as text.
pub(super) fn call_text(mock: &mut Mock, login: Option<&Login>, method: &str, params: &Value) -> (u16, bool, String) {
    let message = json!({"msg": "method", "id": "7", "method": method, "params": params}).to_string();
    let response = send(mock, login, &message);
    let answer = read(&response);
    let text = answer["message"].as_str().unwrap().to_owned();
    (response.status().as_u16(), answer["success"].as_bool().unwrap(), text)
}

/// Calls a method and answers its `result`, a frame.
pub(super) fn call(mock: &mut Mock, login: Option<&Login>, method: &str, params: &Value) -> Value {
    let (status, success, text) = call_text(mock, login, method, params);
    let frame: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&frame["msg"], &frame["id"]), (&json!("result"), &json!("7")));
    assert_eq!((status, success), if frame.get("error").is_some() { (400, false) } else { (200, true) }, "{text}");
    frame
}

#[test]
fn one_table_serves_sockets_and_rest() {
    let (mut mock, room, ann, visitor) = followed();
    let draft = json!([{"rid": room, "msg": "Hi"}]);
    let frame = call(&mut mock, Some(&ann), "sendMessage", &draft);
    assert!(frame["result"]["ts"]["$date"].is_i64(), "{frame}");
    let heard = mock.take(visitor);
    assert_eq!(heard[0]["fields"]["args"][0], frame["result"]);
    assert_eq!(call(&mut mock, None, "sendMessage", &draft)["error"]["error"], "error-invalid-user");
    assert_eq!(call(&mut mock, None, "x", &json!([]))["error"]["error"], 404);
    let login = json!([{"user": {"username": "ann"}, "password": "password"}]);
    assert_eq!(call(&mut mock, None, "login", &login)["result"]["id"], "ann");
}

#[test]
fn what_is_said_by_rest_is_heard_over_sockets() {
    let (mut mock, room, _, visitor) = followed();
    let said = json!([format!("{room}/user-activity"), "guest-1", ["user-typing"], {"token": "t"}]);
    call(&mut mock, None, NOTIFY, &said);
    let heard = mock.take(visitor);
    assert_eq!(heard.len(), 1, "{:?}", heard.iter().map(in_short).collect::<Vec<_>>());
    assert_eq!(heard[0]["fields"]["args"], json!(["guest-1", ["user-typing"], {}]));
}

#[test]
fn errors_have_an_envelope_by_version_and_a_form_by_kind() {
    let (mut mock, room, ann, _) = followed();
    let eve = agent(mock.world(), "eve");
    let eve = mock.log_in(&eve);
    for (login, method, params, error) in [
        (
            &ann,
            "x",
            json!([]),
            r#"{"isClientSafe":true,"error":404,"reason":"Method 'x' not found","message":"Method 'x' not found [404]","errorType":"Meteor.Error"}"#,
        ),
        (
            &ann,
            "sendMessage",
            json!([{"rid": room, "msg": "Hi", "alias": "A"}]),
            r#"{"message":"Match error: Unknown key in field alias","path":"alias","sanitizedError":{"isClientSafe":true,"error":400,"reason":"Match failed","message":"Match failed [400]","errorType":"Meteor.Error"},"errorType":"Match.Error"}"#,
        ),
        (
            &eve,
            "sendMessage",
            json!([{"rid": room, "msg": "Hi"}]),
            r#"{"isClientSafe":true,"error":"error-not-allowed","details":{"method":"sendMessage"},"message":"[error-not-allowed]","errorType":"Meteor.Error"}"#,
        ),
        (&ann, "sendMessage", json!([{"rid": room, "msg": "Hi", "t": "uj"}]), "{}"),
        (&ann, "livechat:setUpConnection", json!([{"token": "t"}]), "{}"),
    ] {
        for version in ServerVersion::ALL {
            if version == ServerVersion::V8_8 && method.starts_with("livechat:") {
                continue;
            }
            mock.engine = mock.engine.server_version(version);
            let envelope = if version < ServerVersion::V8_0 { (200, true) } else { (400, false) };
            let (status, success, text) = call_text(&mut mock, Some(login), method, &params);
            assert_eq!((status, success), envelope, "{version}");
            assert_eq!(text, format!(r#"{{"msg":"result","id":"7","error":{error}}}"#), "{version}");
        }
    }
}

#[test]
fn what_servers_swallow_is_hinted_at() {
    let (mut mock, _, ann, _) = followed();
    let message = r#"{"msg":"method","id":"7","method":"sendMessage","params":[{"rid":"nowhere","msg":"Hi"}]}"#;
    let response = send(&mut mock, Some(&ann), message);
    assert_eq!(response.status(), 200);
    assert_eq!(read(&response), json!({"message": r#"{"msg":"result","id":"7"}"#, "success": true}));
    let hint = response.headers()["x-livechat-mock-hint"].to_str().unwrap();
    assert!(hint.contains("error-invalid-room"), "{hint}");
}

#[test]
fn what_is_no_call_is_refused() {
    let (mut mock, _, ann, _) = followed();
    for version in ServerVersion::ALL {
        mock.engine = mock.engine.server_version(version);
        let mut text = |message: &str| {
            let response = send(&mut mock, Some(&ann), message);
            assert_eq!(response.status(), 400, "{version}: {message}");
            let answer = read(&response);
            answer.get("error").or(answer.get("message")).unwrap().as_str().unwrap().to_owned()
        };
        for (message, error) in [
            ("", "Unexpected end of JSON input"),
            ("{", "Unexpected end of JSON input"),
            ("s3cret", "Unexpected token in JSON"),
        ] {
            assert_eq!(text(message), error, "{version}");
        }
        for message in ["[]", r#"{"id":"1"}"#, r#"{"msg":"method","id":1,"method":7,"params":[]}"#] {
            let answer = text(message);
            if version < ServerVersion::V8_0 {
                assert_eq!(answer, "Invalid method call", "{version}");
            } else {
                assert!(answer.contains("Method 'undefined' not found [404]"), "{answer}");
            }
        }
    }
}
