//! Methods that are called by REST.

use http::Request;
use serde_json::{Value, json};

use super::{Login, Mock, NOTIFY, followed, in_short};

/// Calls a method and answers its `result`, a frame.
fn call(mock: &mut Mock, login: Option<&Login>, method: &str, params: &Value) -> Value {
    let message = json!({"msg": "method", "id": "7", "method": method, "params": params}).to_string();
    let path = if login.is_some() { "method.call" } else { "method.callAnon" };
    let answer = mock.ask("POST", &format!("{path}/{method}"), login, &json!({"message": message}));
    assert_eq!(answer["success"], true, "{answer}");
    let frame: Value = serde_json::from_str(answer["message"].as_str().unwrap()).unwrap();
    assert_eq!((&frame["msg"], &frame["id"]), (&json!("result"), &json!("7")));
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
fn what_is_no_call_is_refused() {
    let (mut mock, _, ann, _) = followed();
    for message in ["", "{", "[]", r#"{"id":"1"}"#] {
        let (user, token) = &ann;
        let request = Request::post("/api/v1/method.call/x").header("x-user-id", user).header("x-auth-token", token);
        let body = json!({"message": message}).to_string();
        let request = request.header("content-type", "application/json").body(body.into()).unwrap();
        let response = mock.engine.handle(&request, [127, 0, 0, 1].into(), mock.now).response;
        let rejection: Value = serde_json::from_slice(response.body()).unwrap();
        assert_eq!((response.status().as_u16(), &rejection["error"]), (400, &json!("Invalid message")), "{message}");
    }
}
