//! What clients call: what they say to each other, and how their connections count.

use livechat_mock::{ServerVersion, SocketId};
use serde_json::{Value, json};

use super::{Mock, NOTIFY, agent, followed, served, waiting};

/// A room with three sockets of its visitor's that hear of activities.
fn company() -> (Mock, livechat_sdk::RoomId, [SocketId; 3]) {
    let (mut mock, room, _) = served();
    let sockets = [(); 3].map(|()| mock.connect());
    for socket in sockets {
        mock.subscribe(socket, "1", NOTIFY, &format!("{room}/user-activity"), "t");
    }
    (mock, room, sockets)
}

#[test]
fn typing_is_passed_on_to_all_others() {
    let (mut mock, room, [first, second, third]) = company();
    mock.subscribe(second, "again", NOTIFY, &format!("{room}/user-activity"), "t");
    let event = format!("{room}/user-activity");
    for activities in [json!(["user-typing"]), json!([])] {
        let args = json!(["guest-2", activities, {"token": "t"}]);
        let params = json!([event, args[0], args[1], args[2]]);
        assert_eq!(mock.call(first, NOTIFY, params), json!({"msg": "result", "id": "m"}));
        let fields = json!({"eventName": event, "args": args});
        let expected = json!({"msg": "changed", "collection": NOTIFY, "id": "id", "fields": fields});
        assert_eq!(mock.take(first), [Value::Null; 0]);
        assert_eq!(mock.take(second), [expected.clone(), expected.clone()]);
        assert_eq!(mock.take(third), [expected]);
    }
}

#[test]
fn what_may_not_be_said_is_dropped_without_a_word() {
    let (mut mock, room, [first, second, _]) = company();
    for params in [
        json!([format!("{room}/user-activity"), "guest-2", ["user-typing"], {"token": "u"}]),
        json!([format!("{room}/user-activity"), "guest-2", ["user-typing"], {}]),
        json!([format!("{room}/user-activity"), "ann", ["user-typing"]]),
        json!([format!("{room}/user-activity")]),
        json!([format!("{room}/call"), "decline", {"token": "t"}]),
        json!([format!("{room}/deleteMessage"), {"_id": "m"}, [], {"token": "t"}]),
        json!(["nowhere/user-activity", "guest-2", [], {"token": "t"}]),
        json!([room, "guest-2", [], {"token": "t"}]),
    ] {
        assert_eq!(mock.call(first, NOTIFY, params.clone()), json!({"msg": "result", "id": "m"}), "{params}");
        assert_eq!(mock.take(second), [Value::Null; 0], "{params}");
        let frame = json!({"msg": "method", "id": "m", "method": NOTIFY, "params": params});
        let error = mock.receive(first, &frame.to_string()).unwrap_err().to_string();
        assert!(error.ends_with("dropped"), "a log knows: {error}");
        mock.take(first);
    }
    let own = json!([room, {"msg": "I made this up"}, [], {"token": "t"}]);
    assert_eq!(mock.call(first, super::MESSAGES, own), json!({"msg": "result", "id": "m"}));
    assert_eq!(mock.call(first, NOTIFY, json!([]))["error"]["error"], 400);
}

#[test]
fn agents_type_under_their_own_name() {
    let (mut mock, room, ann) = served();
    let (visitor, agent) = (mock.connect(), mock.connect());
    mock.subscribe(visitor, "1", NOTIFY, &format!("{room}/user-activity"), "t");
    mock.call(agent, "login", json!([{"resume": ann.1}]));
    for (name, is_heard) in [("ann", true), ("Ann", false), ("eve", false)] {
        mock.call(agent, NOTIFY, json!([format!("{room}/user-activity"), name, ["user-typing"], {}]));
        assert_eq!(mock.take(visitor).len(), usize::from(is_heard), "{name}");
    }
    mock.world().set_setting("UI_Use_Real_Name", true).unwrap();
    mock.call(agent, NOTIFY, json!([format!("{room}/user-activity"), "Ann", ["user-typing"], {}]));
    assert_eq!(mock.happened(visitor), [r#"user-activity ["Ann",["user-typing"],{}]"#]);
    // So they do where the mock is asked to show it.
    for (is_typing, expected) in [(true, r#"["Ann",["user-typing"],{}]"#), (false, r#"["Ann",[]]"#)] {
        assert!(mock.world().agent_types(&room, "ann", is_typing));
        assert_eq!(mock.happened(visitor), [format!("user-activity {expected}")]);
    }
    assert!(!mock.world().agent_types("nowhere", "ann", true));
    assert!(!mock.world().agent_types(&room, "nobody", true));
}

#[test]
fn old_servers_also_speak_in_the_words_of_old_clients() {
    for version in ServerVersion::ALL {
        let is_old = version == ServerVersion::V7_0;
        let (mut mock, room, [first, second, _]) = company();
        mock.engine = mock.engine.server_version(version);
        mock.subscribe(second, "typing", NOTIFY, &format!("{room}/typing"), "t");
        mock.call(first, NOTIFY, json!([format!("{room}/user-activity"), "x", ["user-typing"], {"token": "t"}]));
        let new = r#"user-activity ["x",["user-typing"],{"token":"t"}]"#;
        let old = [r#"typing ["x",true]"#, new];
        assert_eq!(mock.happened(second), if is_old { &old[..] } else { &old[1..] }, "{version}");
        mock.call(first, NOTIFY, json!([format!("{room}/typing"), "x", false, {"token": "t"}]));
        let old = [r#"typing ["x",false,{"token":"t"}]"#, r#"user-activity ["x",[],{"token":"t"}]"#];
        assert_eq!(mock.happened(second), if is_old { &old[..] } else { &[] }, "{version}");
        // What is no typing has no old word.
        mock.call(first, NOTIFY, json!([format!("{room}/user-activity"), "x", ["user-uploading"], {"token": "t"}]));
        assert_eq!(mock.happened(second).len(), 1);
    }
}

#[test]
fn an_unknown_method_is_not_found() {
    let (mut mock, ..) = waiting();
    let socket = mock.connect();
    let expected = json!({
        "isClientSafe": true,
        "error": 404,
        "reason": "Method 'x' not found",
        "message": "Method 'x' not found [404]",
        "errorType": "Meteor.Error",
    });
    assert_eq!(mock.call(socket, "x", json!([])), json!({"msg": "result", "id": "m", "error": expected}));
    let answer = mock.say(socket, &json!({"msg": "method", "id": "m", "method": "x"}));
    assert_eq!((answer.len(), &answer[0]["error"]), (2, &expected));
}

#[test]
fn a_visitor_whose_connection_ends_is_offline() {
    let (mut mock, room, _) = served();
    mock.engine = mock.engine.server_version(ServerVersion::V8_5);
    mock.post("livechat/visitor.status", &json!({"token": "t", "status": "online"}));
    let status =
        |mock: &mut Mock| mock.world().room(&room).unwrap().visitor.status.clone().unwrap().as_str().to_owned();
    let (plain, set_up) = (mock.connect(), mock.connect());
    assert_eq!(
        mock.call(set_up, "livechat:setUpConnection", json!([{"token": "t"}])),
        json!({"msg": "result", "id": "m"})
    );
    // The first one stays.
    mock.call(set_up, "livechat:setUpConnection", json!([{"token": "u"}]));
    for params in [json!([]), json!([{}]), json!([{"token": 7}])] {
        assert_eq!(mock.call(plain, "livechat:setUpConnection", params)["error"]["error"], 400);
    }
    mock.close(plain);
    assert_eq!(status(&mut mock), "online");
    mock.close(set_up);
    assert_eq!(status(&mut mock), "offline");
}

#[test]
fn a_visitors_own_words_come_over_rest_alone() {
    let (mut mock, room, _, socket) = followed();
    let error = mock.call(socket, "sendMessage", json!([{"rid": room, "msg": "Hello?"}]))["error"].clone();
    assert_eq!(error["error"], "error-invalid-user");
    assert_eq!(error["details"], json!({"method": "sendMessage"}));
    assert_eq!(mock.happened(socket), [""; 0]);
}

#[test]
fn who_does_not_serve_a_room_does_not_type_in_it() {
    let (mut mock, room, [visitor, ..]) = company();
    let eve = agent(mock.world(), "eve");
    let eve = mock.log_in(&eve);
    let socket = mock.connect();
    mock.call(socket, "login", json!([{"resume": eve.1}]));
    mock.call(socket, NOTIFY, json!([format!("{room}/user-activity"), "eve", ["user-typing"], {}]));
    assert_eq!(mock.take(visitor), [Value::Null; 0]);
}
