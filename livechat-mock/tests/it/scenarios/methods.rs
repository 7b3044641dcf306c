//! Methods of realtime, called by REST.

use livechat_mock::{Account, ServerVersion};
use serde_json::{Value, json};

use super::{
    Server, Setup, Transport,
    rooms::{id, open},
    server::{Answer, Login},
};

/// Calls a method as this user, or as nobody.
pub(super) async fn call(server: &Server, login: Option<&Login>, method: &str, params: Value) -> Answer {
    let message = json!({"msg": "method", "id": "7", "method": method, "params": params}).to_string();
    let body = json!({"message": message});
    match login {
        Some(login) => server.post_as(login, &format!("/api/v1/method.call/{method}"), body).await,
        None => server.post(&format!("/api/v1/method.callAnon/{method}"), body).await,
    }
}

/// The frame that a response has as a text.
pub(super) fn frame(answer: &Answer) -> Value {
    serde_json::from_str(answer.json()["message"].as_str().unwrap()).unwrap()
}

pub(super) async fn a_method_is_called_and_its_errors_are_those_of_the_version(transport: Transport) {
    for version in ServerVersion::ALL {
        let server = Setup::empty().version(version).start(transport).await;
        let ann = server.world(|world| world.add_user(Account::new("ann", "password").role("livechat-agent")));
        let ann = server.login(&ann);
        server.register(json!({"token": "t"})).await.ok();
        let room = id(&open(&server, "t").await);
        let sent = call(&server, Some(&ann), "sendMessage", json!([{"rid": room, "msg": "Hi"}])).await;
        let result = frame(&sent)["result"].clone();
        assert_eq!((sent.status, &result["msg"]), (200, &json!("Hi")), "{version}");
        assert_eq!(result["ts"], json!({"$date": server.clock.now().as_millis()}));

        let envelope = if version < ServerVersion::V8_0 { (200, json!(true)) } else { (400, json!(false)) };
        let unknown = call(&server, Some(&ann), "x", json!([])).await;
        assert_eq!((unknown.status, unknown.json()["success"].clone()), envelope, "{version}");
        let error = json!({
            "isClientSafe": true,
            "error": 404,
            "reason": "Method 'x' not found",
            "message": "Method 'x' not found [404]",
            "errorType": "Meteor.Error",
        });
        assert_eq!(frame(&unknown), json!({"msg": "result", "id": "7", "error": error}), "{version}");
        // The methods of livechat are there below the newest version, and hints say what there is in place of them.
        let guest = call(&server, None, "livechat:registerGuest", json!([{"token": "u"}])).await;
        let is_there = version < ServerVersion::V8_8;
        assert_eq!(frame(&guest)["result"]["visitor"]["token"] == "u", is_there, "{version}");
        assert_eq!(guest.header("x-livechat-mock-hint").is_some(), !is_there, "{version}");
        let gone = call(&server, Some(&ann), "livechat:addAgent", json!(["ann"])).await;
        assert!(gone.header("x-livechat-mock-hint").unwrap().contains("POST /api/v1/livechat/users/agent"));

        let path = "/api/v1/method.call/x";
        for (body, error) in [
            (json!({}), "must have required property 'message'"),
            (json!({"message": "{}", "more": 1}), "must NOT have additional properties"),
            (json!({"message": "x"}), "Unexpected token in JSON"),
        ] {
            let rejected = server.post_as(&ann, path, body).await.error(400);
            // Old servers add the code.
            let text = rejected["error"].as_str().unwrap().trim_end_matches(" [invalid-params]");
            assert_eq!(text, error, "{version}");
        }
        server.post(path, json!({"message": "{}"})).await.error(401);
    }
}
