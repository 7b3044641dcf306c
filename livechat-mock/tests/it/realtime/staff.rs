//! What bots and agents do over a socket: log in, read all that they may see, write.

use livechat_mock::Account;
use serde_json::{Value, json};

use super::{MESSAGES, Mock, START, agent, followed, served, sub, waiting};

/// The SHA-256 of "password".
const DIGEST: &str = "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8";

#[test]
fn a_user_logs_in_by_password_digest_or_token() {
    let (mut mock, ..) = waiting();
    let socket = mock.connect();
    let expires = START + 90 * 24 * 60 * 60 * 1000;
    let mut tokens = Vec::new();
    for login in [
        json!({"user": {"username": "ann"}, "password": {"digest": DIGEST, "algorithm": "sha-256"}}),
        json!({"user": {"username": "ann"}, "password": "password"}),
    ] {
        let result = mock.call(socket, "login", json!([login]))["result"].clone();
        let token = result["token"].as_str().unwrap().to_owned();
        assert_eq!(
            result,
            json!({"id": "ann", "token": token, "tokenExpires": {"$date": expires}, "type": "password"})
        );
        tokens.push(token);
    }
    let result = mock.call(socket, "login", json!([{"resume": tokens[0]}]))["result"].clone();
    assert_eq!(result, json!({"id": "ann", "token": tokens[0], "tokenExpires": {"$date": expires}, "type": "resume"}));
    // It is a login like any other.
    let me = mock.ask("GET", "me", Some(&("ann".to_owned(), tokens.remove(1))), &json!({}));
    assert_eq!(me["username"], "ann");
}

#[test]
fn a_login_is_refused_with_reason() {
    let (mut mock, ..) = waiting();
    mock.world().add_user(Account::new("leo", "password").second_factor("123456"));
    let socket = mock.connect();
    let user = |name: &str| json!({"username": name});
    for (login, code, reason) in [
        (json!({"user": user("nobody"), "password": "password"}), json!(403), "User not found"),
        (json!({"user": user("ann"), "password": "wrong"}), json!(403), "Incorrect password"),
        (json!({"user": user("ann")}), json!(400), "Unrecognized options for login request"),
        (json!({"resume": "wrong"}), json!(403), "You've been logged out by the server. Please log in again."),
        (json!({"resume": 7}), json!(400), "Match failed"),
        (json!("ann"), json!(400), "Match failed"),
        (json!({"user": user("leo"), "password": "password"}), json!("totp-required"), "TOTP Required"),
        (
            json!({"totp": {"login": {"user": user("leo"), "password": "password"}, "code": "0"}}),
            json!("totp-invalid"),
            "TOTP Invalid",
        ),
    ] {
        let error = mock.call(socket, "login", json!([login]))["error"].clone();
        assert_eq!((&error["error"], &error["reason"]), (&code, &json!(reason)));
        assert_eq!(error["errorType"], "Meteor.Error");
    }
    let login = json!({"totp": {"login": {"user": user("leo"), "password": "password"}, "code": "123456"}});
    assert!(mock.call(socket, "login", json!([login])).get("error").is_none());
}

#[test]
fn a_login_that_failed_leaves_the_one_before() {
    let (mut mock, room, ann) = served();
    let socket = mock.connect();
    log_in(&mut mock, socket, &ann.1);
    mock.call(socket, "login", json!([{"resume": "wrong"}]));
    let written = mock.call(socket, "sendMessage", json!([{"rid": room, "msg": "Hi"}]));
    assert_eq!(written["result"]["u"]["username"], "ann");
}

fn log_in(mock: &mut Mock, socket: livechat_mock::SocketId, token: &str) {
    assert_eq!(mock.call(socket, "login", json!([{"resume": token}]))["result"]["token"], token);
}

#[test]
fn a_bot_reads_all_rooms_that_it_may_see() {
    let (mut mock, room, ann) = served();
    let eve = agent(mock.world(), "eve");
    let eve = mock.log_in(&eve);
    let admin = mock.world().administrator().clone();
    let admin = mock.log_in(&admin);
    let mine = |params: Value| json!({"msg": "sub", "id": "1", "name": MESSAGES, "params": params});
    let nobody = mock.connect();
    assert_eq!(mock.say(nobody, &mine(json!(["__my_messages__", true])))[0]["error"]["error"], "not-allowed");
    let sockets = [&ann, &eve, &admin].map(|(_, token)| {
        let socket = mock.connect();
        log_in(&mut mock, socket, token);
        let answer = mock.say(socket, &mine(json!(["__my_messages__", true])));
        let added = json!({"eventName": "__my_messages__"});
        assert_eq!(
            (&answer[0]["msg"], &answer[0]["fields"], &answer[1]["msg"]),
            (&json!("added"), &added, &json!("ready"))
        );
        socket
    });
    mock.write(&room, "Hello?");
    let [as_ann, as_eve, as_admin] = sockets.map(|socket| mock.take(socket));
    for (heard, takes_part) in [(as_ann, true), (as_admin, false)] {
        let args = &heard[0]["fields"]["args"];
        assert_eq!((heard.len(), &heard[0]["fields"]["eventName"]), (1, &json!("__my_messages__")));
        assert_eq!((&args[0]["msg"], &args[0]["ts"]), (&json!("Hello?"), &json!({"$date": START})));
        assert_eq!(args[1], json!({"roomParticipant": takes_part, "roomType": "l", "roomName": "Bob"}));
    }
    assert_eq!(as_eve, [Value::Null; 0]);
    let [socket, ..] = sockets;
    mock.call(socket, "logout", json!([]));
    mock.write(&room, "Hello??");
    assert_eq!(mock.happened(socket), [""; 0]);
}

#[test]
fn an_agent_writes_over_the_socket() {
    let (mut mock, room, ann, visitor) = followed();
    let socket = mock.connect();
    log_in(&mut mock, socket, &ann.1);
    assert_eq!(mock.say(socket, &sub("1", MESSAGES, room.as_str(), &Value::Null))[0]["msg"], "ready");
    let draft = json!({"_id": "m1", "rid": room, "msg": "Hi"});
    let answer = mock.say(socket, &json!({"msg": "method", "id": "m", "method": "sendMessage", "params": [draft]}));
    let result = answer.iter().find(|frame| frame["msg"] == "result").unwrap()["result"].clone();
    assert_eq!((&result["_id"], &result["msg"], &result["ts"]), (&json!("m1"), &json!("Hi"), &json!({"$date": START})));
    let seen = answer.iter().find(|frame| frame["msg"] == "changed").unwrap();
    assert_eq!(seen["fields"]["args"], json!([result]));
    assert_eq!(mock.happened(visitor), [r#""Hi" by ann"#]);
    let again = mock.call(socket, "sendMessage", json!([{"_id": "m1", "rid": room, "msg": "Other"}]));
    assert_eq!(again["result"], result, "the same id is the same message");
    assert_eq!(mock.happened(visitor), [""; 0]);
}

#[test]
fn writing_over_the_socket_is_refused_with_reason() {
    let (mut mock, room, ann) = served();
    let eve = agent(mock.world(), "eve");
    let eve = mock.log_in(&eve);
    let socket = mock.connect();
    let mut attempt = |token: &str, draft: Value| {
        log_in(&mut mock, socket, token);
        mock.call(socket, "sendMessage", json!([draft]))["error"]["error"].clone()
    };
    assert_eq!(attempt(&eve.1, json!({"rid": room, "msg": "Hi"})), "error-not-allowed");
    for wrong in [
        json!({"rid": 7, "msg": "Hi"}),
        json!({"rid": room, "msg": "Hi", "attachments": []}),
        json!({"rid": room, "msg": "Hi", "token": "t"}),
        json!({"rid": room, "msg": "Hi", "ts": "2026-01-01T00:00:00.000Z"}),
    ] {
        assert_eq!(attempt(&ann.1, wrong.clone()), 400, "{wrong}");
    }
    assert_eq!(attempt(&ann.1, json!({"rid": room, "msg": "Hi", "t": "uj"})), 500);
    let not_kept =
        mock.call(socket, "sendMessage", json!([{"rid": room, "msg": "Hi", "sentByEmail": true}]))["error"].clone();
    assert!(not_kept["reason"].as_str().unwrap().starts_with("servers take sentByEmail"), "{not_kept}");
    let links = mock.call(socket, "sendMessage", json!([{"rid": room, "msg": "Hi"}, ["http://x"]]))["error"].clone();
    assert!(links["reason"].as_str().unwrap().starts_with("servers take previewUrls"), "{links}");
}

#[test]
fn what_else_is_wrong_with_a_message_is_not_said() {
    let (mut mock, room, ann) = served();
    let socket = mock.connect();
    log_in(&mut mock, socket, &ann.1);
    let mut swallowed = |draft: Value, reason: &str| {
        let frame = json!({"msg": "method", "id": "m", "method": "sendMessage", "params": [draft]}).to_string();
        let why = mock.receive(socket, &frame).unwrap_err().to_string();
        assert!(why.contains(reason), "{why}");
        let answer = mock.take(socket);
        assert_eq!(answer[0], json!({"msg": "result", "id": "m"}));
    };
    let late = json!({"$date": START - 60_001});
    swallowed(json!({"rid": room, "msg": "Hi", "ts": late}), "error-message-ts-out-of-sync");
    swallowed(json!({"rid": room, "msg": "x".repeat(5001)}), "error-message-size-exceeded");
    swallowed(json!({"rid": room}), "error-invalid-message");
    swallowed(json!({"msg": "Hi"}), "The 'rid' property");
    swallowed(json!({"rid": "nowhere", "msg": "Hi"}), "error-invalid-room");
    mock.post("livechat/room.close", &json!({"rid": room, "token": "t"}));
    let closed = mock.call(socket, "sendMessage", json!([{"rid": room, "msg": "Hi"}]));
    assert_eq!(closed, json!({"msg": "result", "id": "m"}));
}

#[test]
fn a_message_of_another_room_is_not_given_away() {
    let (mut mock, room, ann) = served();
    mock.post("livechat/visitor", &json!({"visitor": {"token": "u"}}));
    let other = mock.ask("GET", "livechat/room?token=u", None, &json!({}))["room"]["_id"].clone();
    let eve = agent(mock.world(), "eve");
    let now = mock.now;
    mock.world().serve_room(other.as_str().unwrap(), &eve, now);
    mock.post("livechat/message", &json!({"token": "u", "rid": other, "msg": "Private", "_id": "m1"}));
    let socket = mock.connect();
    log_in(&mut mock, socket, &ann.1);
    let answer = mock.call(socket, "sendMessage", json!([{"_id": "m1", "rid": room, "msg": "Hi"}]));
    assert_eq!(answer["error"]["error"], "error-not-allowed");
    assert!(!answer.to_string().contains("Private"));
}

#[test]
fn who_is_removed_is_cut_off() {
    let (mut mock, room, ann, visitor) = followed();
    let (socket, after) = (mock.connect(), mock.connect());
    log_in(&mut mock, socket, &ann.1);
    assert_eq!(mock.say(socket, &sub("1", MESSAGES, "__my_messages__", &Value::Null))[0]["msg"], "ready");
    assert!(mock.world().remove_user("ann"));
    mock.write(&room, "Hello?");
    assert_eq!(mock.happened(socket), ["closed with 1000"]);
    assert_eq!(mock.happened(visitor), [r#""Hello?" by guest-2"#]);
    assert_eq!(mock.say(socket, &json!({"msg": "ping"})), [Value::Null; 0]);
    assert_eq!(mock.call(after, "login", json!([{"resume": ann.1}]))["error"]["error"], 403);
}

#[test]
fn who_logs_out_closes_the_sockets_of_that_login() {
    let (mut mock, ..) = waiting();
    let log_in = |mock: &mut Mock| {
        let (socket, token) = (mock.connect(), mock.world().log_in("ann").unwrap());
        mock.call(socket, "login", json!([{"resume": token.expose()}]));
        (socket, token.expose().to_owned())
    };
    let ((one, token), (other, other_token), third) = (log_in(&mut mock), log_in(&mut mock), mock.connect());
    mock.call(third, "login", json!([{"resume": token}]));
    let visitor = mock.connect();
    mock.ask("POST", "logout", Some(&("ann".to_owned(), token)), &json!({}));
    assert_eq!(
        [one, third].map(|socket| mock.take(socket)),
        [[json!("closed with 1000")], [json!("closed with 1000")]]
    );
    for open in [other, visitor] {
        assert_eq!(mock.say(open, &json!({"msg": "ping"})), [json!({"msg": "pong"})]);
    }
    // Over a socket, too: its own stays open.
    let same = mock.connect();
    mock.call(same, "login", json!([{"resume": other_token}]));
    mock.call(same, "logout", json!([]));
    assert_eq!(mock.take(other), [json!("closed with 1000")]);
    assert_eq!(mock.say(same, &json!({"msg": "ping"})), [json!({"msg": "pong"})]);
}
