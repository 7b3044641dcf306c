//! The quirks of realtime.

use livechat_mock::{ServerVersion, SocketId};
use livechat_sdk::RoomId;
use serde_json::{Value, json};

use super::{LIVECHAT, Login, MESSAGES, Mock, NOTIFY, agent, followed, in_short, sub, take, waiting};

/// A quirk's name, and a test that is run with every version.
type Check = (&'static str, fn(ServerVersion));

pub(crate) const QUIRKS: &[Check] = &[
    ("realtime-token-of-the-room", |version| {
        let (mut mock, room, _, socket) = of(version);
        for (stream, key, other) in [
            (MESSAGES, "visitorToken", "token"),
            (LIVECHAT, "visitorToken", "token"),
            (NOTIFY, "token", "visitorToken"),
        ] {
            let frame = sub("x", stream, room.as_str(), &json!({other: "t"})).to_string();
            let error = mock.receive(socket, &frame).unwrap_err().to_string();
            assert!(error.ends_with(&format!("params[1].args[0].{key} is missing")), "{error}");
            assert_eq!(mock.take(socket)[0]["msg"], "nosub");
        }
    }),
    ("realtime-nosub-without-an-error", |version| {
        let (mut mock, room, _, socket) = of(version);
        let answer = mock.say(socket, &sub("x", MESSAGES, room.as_str(), &Value::Null));
        assert_eq!(answer[0]["error"]["error"], "not-allowed");
    }),
    ("realtime-reading-on", |version| {
        let (mut mock, room, ann, _) = of(version);
        agent(mock.world(), "eve");
        let socket = mock.connect();
        mock.call(socket, "login", json!([{"resume": ann.1}]));
        for (id, event) in [("1", room.as_str()), ("2", "__my_messages__")] {
            assert_eq!(mock.say(socket, &sub(id, MESSAGES, event, &Value::Null))[0]["msg"], "ready");
        }
        mock.post_as(&ann, "livechat/room.forward", &json!({"roomId": room, "userId": "eve"}));
        mock.take(socket);
        mock.write(&room, "Hello?");
        let heard = mock.take(socket);
        assert_eq!((heard.len(), &heard[0]["fields"]["eventName"]), (1, &json!(room)));
        mock.call(socket, "login", json!([{"resume": ann.1}]));
        mock.write(&room, "Hello??");
        assert_eq!(mock.take(socket).len(), 0);
    }),
    ("realtime-forwarding", |version| {
        let (mut mock, room, ann, socket) = of(version);
        agent(mock.world(), "eve");
        mock.post_as(&ann, "livechat/room.forward", &json!({"roomId": room, "userId": "eve"}));
        assert_eq!(mock.happened(socket)[3..], ["ul by ann", "livechat_transfer_history by ann"]);
        let admin = mock.world().administrator().clone();
        let admin = mock.log_in(&admin);
        mock.post_as(&admin, "livechat/inquiries.returnAsInquiry", &json!({"roomId": room}));
        assert_eq!(mock.happened(socket)[..2], ["livechat_transfer_history by admin", "ul by eve"]);
    }),
    ("realtime-agent-data", |version| {
        let (mut mock, room, ann) = waiting();
        mock.engine = mock.engine.server_version(version);
        mock.world().set_setting("Livechat_waiting_queue", true).unwrap();
        let socket = mock.connect();
        mock.subscribe(socket, "1", LIVECHAT, room.as_str(), "t");
        take(&mut mock, &room, &ann);
        mock.advance(5);
        mock.write(&room, "Hello?");
        assert_eq!(mock.happened(socket), ["agentData ann"]);
    }),
    ("realtime-queue-places", |version| {
        for (is_on, expected) in [(true, &["agentData", "queueData 1"][..]), (false, &["agentData"])] {
            let (mut mock, room, _, socket) = of(version);
            mock.world().set_setting("Livechat_waiting_queue", is_on).unwrap();
            let admin = mock.world().administrator().clone();
            let admin = mock.log_in(&admin);
            mock.post_as(&admin, "livechat/inquiries.returnAsInquiry", &json!({"roomId": room}));
            let frames = mock.take(socket);
            assert_eq!(frames[2..].iter().map(in_short).collect::<Vec<_>>(), expected);
            assert!(frames.iter().all(|frame| frame.to_string().find("estimatedWaitTimeSeconds").is_none()));
        }
    }),
    ("realtime-typing", |version| {
        let (mut mock, room, _, socket) = of(version);
        let other = mock.connect();
        for about in ["typing", "user-activity"] {
            let (event, heard) = (format!("{room}/{about}"), if version == ServerVersion::V7_0 { 2 } else { 1 });
            mock.subscribe(other, about, NOTIFY, &event, "t");
            let what = if about == "typing" { json!(true) } else { json!(["user-typing"]) };
            mock.call(socket, NOTIFY, json!([event, "x", what, {"token": "t"}]));
            let expected = match (about, heard) {
                ("typing", 1) => 0,
                ("typing", _) => 1,
                _ => heard,
            };
            assert_eq!(mock.take(other).len(), expected, "{about}");
        }
    }),
    ("realtime-frames-that-are-none", |version| {
        let (mut mock, _, _, socket) = of(version);
        mock.receive(socket, "{").unwrap_err();
        assert_eq!(mock.take(socket), [json!({"msg": "error", "reason": "Parse error"})]);
        assert_eq!(mock.say(socket, &json!({"msg": "ping"})), [json!({"msg": "pong"})]);
    }),
    ("realtime-login", |version| {
        let (mut mock, _, ann, socket) = of(version);
        mock.advance(91 * 24 * 60 * 60);
        let login = mock.call(socket, "login", json!([{"resume": ann.1}]));
        let ends = mock.now.as_millis() + 90 * 24 * 60 * 60 * 1000;
        assert_eq!(login["result"]["tokenExpires"], json!({"$date": ends}));
        for (name, reason) in [("ann", "Incorrect password"), ("nobody", "User not found")] {
            let rejected = mock.call(socket, "login", json!([{"user": {"username": name}, "password": "wrong"}]));
            assert_eq!(rejected["error"]["reason"], reason);
        }
    }),
    ("realtime-sending", |version| {
        let (mut mock, room, ann, socket) = of(version);
        mock.call(socket, "login", json!([{"resume": ann.1}]));
        let mut send =
            |rid: &str, msg: &str| mock.call(socket, "sendMessage", json!([{"_id": "m", "rid": rid, "msg": msg}]));
        assert_eq!(send("nowhere", "Hi"), json!({"msg": "result", "id": "m"}));
        assert_eq!(mock.take(socket), [json!(null); 0], "nobody is told why");
        let own = mock.say(socket, &sub("own", "stream-notify-user", &format!("{}/message", ann.0), &Value::Null));
        assert_eq!(own[0]["msg"], "nosub");
        let params = |msg: &str| json!([{"_id": "m", "rid": room, "msg": msg}]);
        let frame = |msg: &str| json!({"msg": "method", "id": "m", "method": "sendMessage", "params": params(msg)});
        for msg in ["Hi", "Other"] {
            let answer = mock.say(socket, &frame(msg));
            let result = answer.iter().find(|frame| frame["msg"] == "result").unwrap();
            assert_eq!(result["result"]["msg"], "Hi");
        }
    }),
    ("method-bridge", |version| {
        let (mut mock, _, ann, _) = of(version);
        let login = json!({"msg": "method", "id": "1", "method": "logout", "params": []}).to_string();
        for (path, message, status) in
            [("method.call", "s3cret", 400), ("method.callAnon", "{}", 400), ("method.callAnon", login.as_str(), 200)]
        {
            let request = http::Request::post(format!("/api/v1/{path}/x"))
                .header("content-type", "application/json")
                .header("x-user-id", &ann.0)
                .header("x-auth-token", &ann.1)
                .body(json!({"message": message}).to_string().into())
                .unwrap();
            let response = mock.engine.handle(&request, [127, 0, 0, 1].into(), mock.now).response;
            assert_eq!(response.status(), status, "{path}");
            assert!(!String::from_utf8_lossy(response.body()).contains("s3cret"));
        }
    }),
    ("realtime-methods-of-visitors", |version| {
        let (mut mock, room, _, socket) = of(version);
        let has_methods = version < ServerVersion::V8_8;
        for method in ["livechat:getInitialData", "livechat:loginByToken", "livechat:getFirstRoomMessage"] {
            assert_eq!(mock.call(socket, method, json!(["t"]))["error"]["error"], 404);
        }
        for (method, params) in [
            ("livechat:setUpConnection", json!([{"token": "t"}])),
            ("livechat:registerGuest", json!([{"token": "t"}])),
            ("sendMessageLivechat", json!([{"message": {"token": "t", "rid": room, "msg": "Hi"}}])),
        ] {
            let frames = mock.say(socket, &json!({"msg": "method", "id": "m", "method": method, "params": params}));
            let result = frames.iter().find(|frame| frame["msg"] == "result").unwrap();
            assert_eq!(result["error"]["error"] == 404, !has_methods, "{method}: {result}");
        }
    }),
    ("methods-that-were-replaced", |version| {
        let (mut mock, _, _, socket) = of(version);
        if version < ServerVersion::V8_8 {
            let config = mock.call(socket, "livechat:getRoutingConfig", json!([]));
            assert_eq!(config["error"]["error"], "error-not-allowed");
            let guest = mock.call(socket, "livechat:registerGuest", json!([{"token": "u"}]));
            assert_eq!(guest["result"]["visitor"]["token"], "u");
            let admin = mock.world().administrator().clone();
            let (_, token) = mock.log_in(&admin);
            mock.call(socket, "login", json!([{"resume": token}]));
            let config = mock.call(socket, "livechat:getRoutingConfig", json!([]));
            assert_eq!(config["result"]["showQueue"], true);
            let trigger = json!([{
                "name": "n", "description": "", "enabled": true, "runOnce": false, "conditions": ["x"], "actions": [],
            }]);
            assert_eq!(mock.call(socket, "livechat:saveTrigger", trigger)["error"]["error"], 500);
        }
    }),
    ("realtime-limits", |version| {
        let (mut mock, room, _, socket) = of(version);
        let answer = mock.say(socket, &sub(&"x".repeat(257), MESSAGES, room.as_str(), &json!({"visitorToken": "t"})));
        assert_eq!(answer[0]["error"]["error"], "too-many-subscriptions");
        for number in 4..1000 {
            mock.subscribe(socket, &format!("x{number}"), MESSAGES, room.as_str(), "t");
        }
        let answer = mock.say(socket, &sub("more", MESSAGES, room.as_str(), &json!({"visitorToken": "t"})));
        assert_eq!(answer[0]["error"]["error"], "too-many-subscriptions");
    }),
    ("logins-of-a-user", |version| {
        let (mut mock, _, (ann, first), _) = of(version);
        let socket = mock.connect();
        mock.call(socket, "login", json!([{"resume": first}]));
        for _ in 0..999 {
            mock.world().log_in(&ann).unwrap();
        }
        assert_eq!(mock.take(socket), [json!(null); 0]);
        mock.world().log_in(&ann).unwrap();
        assert_eq!(mock.take(socket), [json!("closed with 1000")]);
    }),
];

/// A room that is served and followed.
fn of(version: ServerVersion) -> (Mock, RoomId, Login, SocketId) {
    let (mut mock, room, ann, socket) = followed();
    mock.engine = mock.engine.server_version(version);
    (mock, room, ann, socket)
}
