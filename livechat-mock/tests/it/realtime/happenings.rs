//! What the visitor of a room sees happen, frame by frame.

use livechat_mock::ServerVersion;
use livechat_sdk::model::{Department, UserStatus};
use serde_json::{Value, json};

use super::{LIVECHAT, MESSAGES, NOTIFY, START, agent, followed, served, take, waiting};

#[test]
fn a_message_arrives_whoever_wrote_it_and_wherever() {
    let (mut mock, room, ann, socket) = followed();
    let other = mock.connect();
    mock.follow(other, &room, "t");
    mock.advance(5);
    let written = mock.write(&room, "Hello?");
    let frames = mock.take(socket);
    let visitor = &written["u"];
    let now = json!({"$date": START + 5000});
    let message = json!({
        "_id": written["_id"],
        "rid": room,
        "msg": "Hello?",
        "token": "t",
        "alias": "Bob",
        "ts": now,
        "u": {"_id": visitor["_id"], "username": "guest-2", "name": "Bob"},
        "_updatedAt": now,
        "urls": [],
        "mentions": [],
        "channels": [],
    });
    let fields = json!({"eventName": room, "args": [message]});
    assert_eq!(frames, [json!({"msg": "changed", "collection": MESSAGES, "id": "id", "fields": fields})]);
    assert_eq!(mock.take(other), frames);
    mock.post_as(&ann, "chat.sendMessage", &json!({"message": {"rid": room, "msg": "Hi"}}));
    for socket in [socket, other] {
        assert_eq!(mock.happened(socket), [r#""Hi" by ann"#]);
    }
    let now = mock.now;
    mock.world().add_agent_message(&room, "ann", "By the world", now).unwrap();
    assert_eq!(mock.happened(socket), [r#""By the world" by ann"#]);
}

#[test]
fn nothing_is_replayed_and_other_rooms_are_not_heard() {
    let (mut mock, room, _) = served();
    mock.write(&room, "Before");
    let socket = mock.connect();
    mock.follow(socket, &room, "t");
    mock.post("livechat/visitor", &json!({"visitor": {"token": "u"}}));
    let other = mock.ask("GET", "livechat/room?token=u", None, &json!({}))["room"]["_id"].clone();
    mock.post("livechat/message", &json!({"token": "u", "rid": other, "msg": "Elsewhere"}));
    assert_eq!(mock.happened(socket), [""; 0]);
}

#[test]
fn the_same_id_is_one_message() {
    let (mut mock, room, _, socket) = followed();
    let message = json!({"token": "t", "rid": room, "msg": "Hello?", "_id": "m1"});
    mock.post("livechat/message", &message);
    mock.post("livechat/message", &message);
    assert_eq!(mock.happened(socket), [r#""Hello?" by guest-2"#]);
}

#[test]
fn an_edit_is_the_whole_message_again() {
    let (mut mock, room, _, socket) = followed();
    let id = mock.write(&room, "Helo?")["_id"].as_str().unwrap().to_owned();
    let before = mock.take(socket)[0]["fields"]["args"][0].clone();
    mock.advance(5);
    let edit = json!({"token": "t", "rid": room, "msg": "Hello?"});
    mock.ask("PUT", &format!("livechat/message/{id}"), None, &edit);
    let frames = mock.take(socket);
    let after = &frames[0]["fields"]["args"][0];
    assert_eq!(
        (frames.len(), &after["msg"], &after["editedAt"]),
        (1, &json!("Hello?"), &json!({"$date": START + 5000}))
    );
    assert_eq!(after["editedBy"]["username"], "guest-2");
    for key in ["_id", "rid", "ts", "u", "token"] {
        assert_eq!(after[key], before[key], "{key}");
    }
}

#[test]
fn a_deletion_names_the_message() {
    let (mut mock, room, _, socket) = followed();
    let id = mock.write(&room, "Hello?")["_id"].as_str().unwrap().to_owned();
    mock.take(socket);
    mock.ask("DELETE", &format!("livechat/message/{id}"), None, &json!({"token": "t", "rid": room}));
    let fields = json!({"eventName": format!("{room}/deleteMessage"), "args": [{"_id": id}]});
    assert_eq!(mock.take(socket), [json!({"msg": "changed", "collection": NOTIFY, "id": "id", "fields": fields})]);
}

#[test]
fn an_agent_takes_the_room() {
    let (mut mock, room, ann) = waiting();
    let socket = mock.connect();
    mock.follow(socket, &room, "t");
    take(&mut mock, &room, &ann);
    let frames = mock.take(socket);
    let short: Vec<_> = frames.iter().map(super::in_short).collect();
    assert_eq!(short, ["command connected by ann", "uj by ann", "agentData ann"]);
    let data = &frames[2]["fields"]["args"][0]["data"];
    assert_eq!((&data["_id"], &data["name"], &data["status"]), (&json!("ann"), &json!("Ann"), &json!("online")));
}

#[test]
fn an_agent_who_is_not_shown_is_hidden() {
    let (mut mock, room, ann) = waiting();
    mock.world().set_setting("Livechat_show_agent_info", false).unwrap();
    let socket = mock.connect();
    mock.subscribe(socket, "1", LIVECHAT, room.as_str(), "t");
    take(&mut mock, &room, &ann);
    let args = |frames: &[Value]| frames[0]["fields"]["args"].clone();
    assert_eq!(args(&mock.take(socket)), json!([{"type": "agentData", "data": {"hiddenInfo": true}}]));
    mock.world().modify_user("ann", |user| user.status = Some(UserStatus::Away));
    assert_eq!(mock.take(socket), [Value::Null; 0]);
}

#[test]
fn a_room_is_forwarded_to_an_agent() {
    let (mut mock, room, ann, socket) = followed();
    agent(mock.world(), "eve");
    mock.post_as(&ann, "livechat/room.forward", &json!({"roomId": room, "userId": "eve"}));
    let frames = mock.take(socket);
    let short: Vec<_> = frames.iter().map(super::in_short).collect();
    let kinds =
        ["command connected by eve", "uj by eve", "agentData eve", "ul by ann", "livechat_transfer_history by ann"];
    assert_eq!(short, kinds);
    let transfer = frames[4]["fields"]["args"][0]["transferData"].clone();
    assert_eq!((&transfer["scope"], &transfer["transferredTo"]["username"]), (&json!("agent"), &json!("eve")));
    assert_eq!(transfer["ts"], json!({"$date": START}));
}

#[test]
fn a_room_is_forwarded_to_a_department_where_it_waits() {
    let (mut mock, room, ann, socket) = followed();
    mock.world().add_department(Department::new("sales", "Sales").allow_receive_forward_offline(true));
    mock.post_as(&ann, "livechat/room.forward", &json!({"roomId": room, "departmentId": "sales"}));
    let frames = mock.take(socket);
    let short: Vec<_> = frames.iter().map(super::in_short).collect();
    assert_eq!(short, ["livechat_transfer_history by ann", "ul by ann", "agentData"]);
    assert_eq!(frames[2]["fields"]["args"], json!([{"type": "agentData"}]));
}

#[test]
fn a_room_goes_back_into_the_queue() {
    let (mut mock, room, _, socket) = followed();
    let admin = mock.world().administrator().clone();
    let admin = mock.log_in(&admin);
    mock.post_as(&admin, "livechat/inquiries.returnAsInquiry", &json!({"roomId": room}));
    let frames = mock.take(socket);
    let short: Vec<_> = frames.iter().map(super::in_short).collect();
    assert_eq!(short, ["livechat_transfer_history by admin", "ul by ann", "agentData"]);
    assert_eq!(frames[2]["fields"]["args"], json!([{"type": "agentData"}]));
}

#[test]
fn the_agent_comes_and_goes() {
    let (mut mock, room, ann, socket) = followed();
    let mut status = |status: &str| {
        mock.post_as(&ann, "users.setStatus", &json!({"message": "", "status": status}));
        mock.happened(socket)
    };
    for word in ["away", "busy", "offline", "online"] {
        assert_eq!(status(word), [format!("agentStatus {word}")]);
    }
    assert_eq!(status("online"), [""; 0], "it is so already");
    mock.post("livechat/room.close", &json!({"rid": room, "token": "t"}));
    mock.take(socket);
    mock.post_as(&ann, "users.setStatus", &json!({"message": "", "status": "busy"}));
    assert_eq!(mock.happened(socket), [""; 0], "the room is closed");
}

#[test]
fn only_a_status_that_is_another_one_is_told() {
    let (mut mock, _, ann, socket) = followed();
    mock.post_as(&ann, "livechat/agent.status", &json!({"status": "not-available"}));
    let admin = mock.world().administrator().clone();
    let admin = mock.log_in(&admin);
    mock.post_as(&admin, "livechat/users/manager", &json!({"username": "ann"}));
    mock.world().modify_user("ann", |user| user.name = Some("Ann Lee".to_owned()));
    assert_eq!(mock.happened(socket), [""; 0]);
    // Each of several, although all are told of at once.
    for status in [UserStatus::Away, UserStatus::Online] {
        mock.world().modify_user("ann", |user| user.status = Some(status));
    }
    assert_eq!(mock.happened(socket), ["agentStatus away", "agentStatus online"]);
}

#[test]
fn a_room_is_closed_before_its_visitor_is_told() {
    for version in ServerVersion::ALL {
        let (mut mock, room, ann, socket) = followed();
        mock.engine = mock.engine.server_version(version);
        mock.world().set_setting("Livechat_enable_transcript", true).unwrap();
        mock.post_as(&ann, "livechat/room.closeByUser", &json!({"rid": room, "comment": "Bye"}));
        assert!(!mock.world().room(&room).unwrap().is_open());
        let frames = mock.take(socket);
        let short: Vec<_> = frames.iter().map(super::in_short).collect();
        assert_eq!(short, ["livechat-close Bye by ann", "command promptTranscript by ann"]);
        let message = &frames[0]["fields"]["args"][0];
        assert_eq!((&message["groupable"], &message["transcriptRequested"]), (&json!(false), &json!(false)));
        assert!(message.get("token").is_none());
    }
}

#[test]
fn a_visitor_closes_and_is_named() {
    let (mut mock, room, _, socket) = followed();
    mock.world().set_setting("Livechat_enable_transcript", false).unwrap();
    mock.post("livechat/room.close", &json!({"rid": room, "token": "t"}));
    let frames = mock.take(socket);
    assert_eq!((frames.len(), &frames[0]["fields"]["args"][0]["t"]), (1, &json!("livechat-close")));
    assert_eq!(frames[0]["fields"]["args"][0]["token"], "t");
}

#[test]
fn the_queue_moves_where_servers_show_it() {
    let (mut mock, room, ann) = waiting();
    mock.world().set_setting("Livechat_waiting_queue", true).unwrap();
    mock.world().set_setting("Livechat_waiting_queue_message", "Please wait").unwrap();
    let mut rooms = vec![room];
    for token in ["u", "v"] {
        mock.advance(1);
        mock.post("livechat/visitor", &json!({"visitor": {"token": token}}));
        let room = mock.ask("GET", &format!("livechat/room?token={token}"), None, &json!({}))["room"]["_id"].clone();
        rooms.push(room.as_str().unwrap().into());
    }
    let sockets: Vec<_> = rooms
        .iter()
        .zip(["t", "u", "v"])
        .map(|(room, token)| {
            let socket = mock.connect();
            mock.subscribe(socket, "1", LIVECHAT, room.as_str(), token);
            socket
        })
        .collect();
    take(&mut mock, &rooms[0], &ann);
    let heard: Vec<_> = sockets.iter().map(|socket| mock.take(*socket)).collect();
    assert_eq!(heard[0].iter().map(super::in_short).collect::<Vec<_>>(), ["agentData ann"]);
    let message = json!({"text": "Please wait", "user": {"_id": "rocket.cat", "username": "rocket.cat"}});
    let data = |spot: u64| json!([{"type": "queueData", "data": {"spot": spot, "message": message}}]);
    assert_eq!((heard[1].len(), &heard[1][0]["fields"]["args"]), (1, &data(1)));
    assert_eq!((heard[2].len(), &heard[2][0]["fields"]["args"]), (1, &data(2)));
    // What does not change a place is not told.
    mock.post("livechat/message", &json!({"token": "v", "rid": rooms[2], "msg": "Hello?"}));
    assert_eq!(mock.happened(sockets[2]), [""; 0]);
    // Who has a priority overtakes the others where the workspace says so.
    mock.world().set_setting("Omnichannel_sorting_mechanism", "Priority").unwrap();
    let highest = json!({"priorityId": "64007cc2fa0ed7dd905092e7"});
    mock.post_as(&ann, &format!("livechat/room/{}/priority", rooms[2]), &highest);
    let data_of = |frames: &[Value]| frames.iter().map(|frame| frame["fields"]["args"].clone()).collect::<Vec<_>>();
    assert!(data_of(&mock.take(sockets[1])).contains(&data(2)));
    assert!(data_of(&mock.take(sockets[2])).contains(&data(1)));
}

#[test]
fn what_the_world_hides_is_not_told() {
    let (mut mock, room, _, socket) = followed();
    mock.post(
        "livechat/page.visited",
        &json!({"token": "t", "rid": room, "pageInfo": {"change": "url", "title": "T", "location": {"href": "/"}}}),
    );
    assert_eq!(mock.happened(socket), [""; 0]);
}

#[test]
fn a_world_that_takes_the_place_of_another_is_followed_from_then_on() {
    let (mut mock, room, _, socket) = followed();
    let before = mock.world().clone();
    mock.write(&room, "Forgotten");
    mock.take(socket);
    *mock.world() = before;
    assert_eq!(mock.happened(socket), [""; 0]);
    mock.write(&room, "Kept");
    assert_eq!(mock.happened(socket), [r#""Kept" by guest-2"#]);
}

#[test]
fn more_changes_than_are_kept_are_told_all_the_same() {
    let (mut mock, room, _, socket) = followed();
    let now = mock.now;
    for number in 0..10_000 {
        mock.world().add_agent_message(&room, "ann", &number.to_string(), now).unwrap();
    }
    assert_eq!(mock.happened(socket), (0..10_000).map(|number| format!("\"{number}\" by ann")).collect::<Vec<_>>());
}
