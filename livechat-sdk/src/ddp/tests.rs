use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::{
    model::{AgentInfo, Message, MessageAuthor, UserStatus},
    time::Timestamp,
};

fn client(frame: &str) -> ClientFrame {
    let read = ClientFrame::read(frame).unwrap();
    assert_eq!(serde_json::from_str::<ClientFrame>(frame).unwrap(), read);
    read
}

#[test]
fn what_clients_send_is_read_and_written_alike() {
    for frame in [
        r#"{"msg":"connect","version":"1","support":["1","pre2","pre1"]}"#,
        r#"{"msg":"connect","version":"1","support":["1"],"session":"s"}"#,
        r#"{"msg":"ping"}"#,
        r#"{"msg":"pong","id":"x"}"#,
        r#"{"msg":"method","id":"7","method":"stream-notify-room","params":["r/user-activity","guest-1",["user-typing"],{"token":"T"}]}"#,
        r#"{"msg":"sub","id":"s1","name":"stream-room-messages","params":["r",{"useCollection":false,"args":[{"token":"T","visitorToken":"T"}]}]}"#,
        r#"{"msg":"unsub","id":"s1"}"#,
    ] {
        assert_eq!(serde_json::to_value(client(frame)).unwrap(), serde_json::from_str::<Value>(frame).unwrap());
    }
    assert_eq!(
        client(r#"{"params":null,"method":"m","id":"1","msg":"method","extra":1}"#),
        ClientFrame::method("1", "m", vec![])
    );
    let activity = ClientFrame::activity("7", "r/user-activity", "guest-1", &[USER_TYPING], &"T".into());
    assert!(matches!(&activity, ClientFrame::Method { params, .. } if params[3] == json!({"token": "T"})));
    assert_eq!(
        serde_json::to_value(ClientFrame::log_in("1", &"T".into())).unwrap()["params"],
        json!([{"resume": "T"}])
    );
}

#[test]
fn what_is_wrong_with_a_frame_has_the_servers_words() {
    for (frame, words) in [
        ("{", "Parse error"),
        ("[1]", "Bad request"),
        (r#"{"msg":"unsub"}"#, "Bad request"),
        (r#"{"msg":"connect","version":1,"support":["1"]}"#, "Bad request"),
        (r#"{"msg":"connect","version":"1"}"#, "Bad request"),
        (r#"{"msg":"sub","id":"1"}"#, "Malformed subscription"),
        (r#"{"msg":"sub","id":1,"name":"n"}"#, "Malformed subscription"),
        (r#"{"msg":"sub","id":"1","name":"n","params":{}}"#, "Malformed subscription"),
        (r#"{"msg":"method","method":"m"}"#, "Malformed method invocation"),
    ] {
        let error = ClientFrame::read(frame).unwrap_err();
        assert_eq!(error.to_string(), words, "{frame}");
        assert_eq!(error.into_frame(), serde_json::from_str(frame).ok());
    }
    for frame in [r#"{"server_id":"0"}"#, r#"{"msg":"hello"}"#, r#"{"msg":3}"#] {
        assert!(matches!(client(frame), ClientFrame::Unknown { .. }), "{frame}");
    }
}

#[test]
fn what_servers_send_is_read_and_written_alike() {
    for frame in [
        r#"{"msg":"connected","session":"s"}"#,
        r#"{"msg":"failed","version":"1"}"#,
        r#"{"msg":"ping","id":"x"}"#,
        r#"{"msg":"pong"}"#,
        r#"{"msg":"result","id":"7","result":{"any":1}}"#,
        r#"{"msg":"result","id":"7"}"#,
        r#"{"msg":"result","id":"7","error":{"error":404,"reason":"Method 'x' not found","message":"Method 'x' not found [404]","errorType":"Meteor.Error","isClientSafe":true}}"#,
        r#"{"msg":"updated","methods":["7"]}"#,
        r#"{"msg":"ready","subs":["s1"]}"#,
        r#"{"msg":"nosub","id":"s1"}"#,
        r#"{"msg":"nosub","id":"s1","error":{"error":"not-allowed","message":"[not-allowed]"}}"#,
        r#"{"msg":"added","collection":"stream-room-messages","id":"id","fields":{"eventName":"r"}}"#,
        r#"{"msg":"removed","collection":"users","id":"u"}"#,
        r#"{"msg":"error","reason":"Parse error","offendingMessage":{"a":1}}"#,
    ] {
        let read = ServerFrame::read(frame).unwrap();
        assert_eq!(serde_json::to_value(read).unwrap(), serde_json::from_str::<Value>(frame).unwrap());
    }
    for frame in [
        r#"{"server_id":"0"}"#,
        r#"{"msg":"server_id","server_id":"0"}"#,
        r#"{"msg":"changed","id":"id"}"#,
        r#"{"msg":{}}"#,
        "[]",
        "null",
    ] {
        assert!(matches!(ServerFrame::read(frame).unwrap(), ServerFrame::Unknown { .. }), "{frame}");
    }
    let ServerFrame::Nosub { error: Some(error), .. } = ServerFrame::read(
        r#"{"msg":"nosub","id":"s","error":{"error":"too-many-requests","details":{"timeToReset":7}}}"#,
    )
    .unwrap() else {
        panic!()
    };
    assert_eq!(error.time_to_reset().unwrap().as_millis(), 7);
    let odd = ServerFrame::read(r#"{"msg":"nosub","id":"s","error":"no"}"#).unwrap();
    assert!(matches!(odd, ServerFrame::Nosub { error: Some(error), .. } if error.details == Some(json!("no"))));
}

#[test]
fn events_are_read_and_written_alike() {
    let message = Message::new("m", MessageAuthor::new("a", "alice"), Timestamp::from_millis(5), "Hi").room_id("r");
    let mut waiting = QueueInfo::new(2);
    waiting.message = Some(QueueMessage::new("Your spot is #2"));
    let about = |event| StreamEvent::LivechatRoom { room_id: "r".into(), event };
    for event in [
        StreamEvent::RoomMessage { event_name: "r".to_owned(), message: Box::new(message.clone()), room: None },
        StreamEvent::RoomMessage {
            event_name: MY_MESSAGES.to_owned(),
            message: Box::new(message),
            room: json!({"roomType": "l"}).as_object().cloned(),
        },
        StreamEvent::UserActivity { room_id: "r".into(), name: "alice".to_owned(), activities: vec![] },
        StreamEvent::MessageDeleted { room_id: "r".into(), message_id: "m".into() },
        about(LivechatRoomEvent::AgentData(Some(Box::new(AgentInfo::new("a", "alice"))))),
        about(LivechatRoomEvent::AgentData(None)),
        about(LivechatRoomEvent::AgentStatus(UserStatus::Away)),
        about(LivechatRoomEvent::QueueData(Some(waiting))),
        about(LivechatRoomEvent::QueueData(None)),
        about(LivechatRoomEvent::VisitorData(json!({"_id": "v"}))),
        about(LivechatRoomEvent::Other(json!({"type": "new", "a": 1}).as_object().unwrap().clone())),
        StreamEvent::Other { stream: "stream-x".to_owned(), event_name: "e".to_owned(), args: vec![json!(1)] },
    ] {
        let text = serde_json::to_string(&event.to_frame().unwrap()).unwrap();
        let ServerFrame::Changed { collection, fields, .. } = ServerFrame::read(&text).unwrap() else {
            panic!("{text}")
        };
        assert_eq!(StreamEvent::read(&collection, &fields), Some(event), "{text}");
    }
    let fields = json!({"eventName": "r", "args": [{"no": "message"}]});
    let read = StreamEvent::read(ROOM_MESSAGES, fields.as_object().unwrap());
    assert!(matches!(read, Some(StreamEvent::Other { .. })));
    assert_eq!(StreamEvent::read("users", json!({"name": "a"}).as_object().unwrap()), None);
}

#[test]
fn both_forms_of_a_subscriptions_options_are_read() {
    let read = |param: Value| SubOptions::read(Some(&param));
    assert!(read(json!(true)).use_collection && !read(json!(false)).use_collection);
    assert!(read(json!({"useCollection": true})).use_collection);
    assert_eq!(read(json!({"args": [null]})).visitor_token(), None);
    assert_eq!(SubOptions::read(None), SubOptions::default());
    let visitor = SubOptions::visitor("T");
    assert_eq!(read(serde_json::to_value(&visitor).unwrap()), visitor);
    assert_eq!(visitor.token().unwrap(), visitor.visitor_token().unwrap());
}

#[test]
fn no_token_shows() {
    let token = "s3cret";
    let options = SubOptions::visitor(token);
    let message = json!({"_id": "m", "token": token, "ts": 5, "u": {"_id": "v"}});
    let other = json!({"type": "x", "visitorToken": token});
    let texts = [
        format!("{options:?}"),
        format!("{:?}", ClientFrame::room_messages("1", "r", options)),
        format!("{:?}", ClientFrame::log_in("1", &token.into())),
        format!("{:?}", ClientFrame::method("1", "livechat:loginByToken", vec![json!(token)])),
        format!("{:?}", ClientFrame::read(&format!(r#"{{"msg":"sub","params":["{token}"]}}"#)).unwrap_err()),
        format!("{:?}", ServerFrame::event(ROOM_MESSAGES, "r", vec![message])),
        format!("{:?}", ServerFrame::Result { id: "1".to_owned(), result: Some(json!({"token": token})), error: None }),
        format!("{:?}", ServerFrame::Error { reason: String::new(), offending_message: Some(json!([token])) }),
        format!("{:?}", serde_json::from_value::<LivechatRoomEvent>(other).unwrap()),
    ];
    for text in texts {
        assert!(!text.contains(token), "{text}");
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[a-z$]{0,6}".prop_map(Value::from),
        prop::sample::select(vec!["connect", "method", "sub", "changed", "result", "nosub", "stream-room-messages"])
            .prop_map(Value::from),
    ];
    let key = prop::sample::select(vec![
        "msg",
        "id",
        "params",
        "name",
        "fields",
        "eventName",
        "args",
        "error",
        "collection",
        "type",
        "data",
        "_id",
        "ts",
        "$date",
        "u",
        "details",
        "support",
        "version",
    ]);
    leaf.prop_recursive(4, 32, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(key.clone(), inner, 0..6).prop_map(|map| {
                Value::Object(map.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
            }),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_is_read_and_what_was_read_is_written(value in any_json()) {
        let text = value.to_string();
        let _ = ClientFrame::read(&text);
        let client: ClientFrame = serde_json::from_str(&text).unwrap();
        if !matches!(client, ClientFrame::Unknown { .. }) {
            let again = serde_json::to_string(&client).unwrap();
            prop_assert_eq!(ClientFrame::read(&again).unwrap(), client);
        }
        let server = ServerFrame::read(&text).unwrap();
        if let ServerFrame::Changed { collection, fields, .. } = &server {
            let _ = StreamEvent::read(collection, fields);
        }
        if !matches!(server, ServerFrame::Unknown { .. }) {
            let again = serde_json::to_string(&server).unwrap();
            prop_assert_eq!(format!("{:?}", ServerFrame::read(&again).unwrap()), format!("{server:?}"));
        }
    }
}
