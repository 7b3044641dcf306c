//! Files that visitors send.

use livechat_mock::{Change, ServerVersion};
use serde_json::{Value, json};

use super::{
    Server, Setup, Transport,
    rooms::{id, open, with_agent},
    server::Answer,
};

const TEXT: &str = "Two of\r\n--each\r\n--bx";

/// A part of a form, with this in its head beside what makes it one.
fn part(head: &str, content: &str) -> String {
    format!("--b\r\ncontent-disposition: form-data; {head}\r\n\r\n{content}\r\n")
}

fn file(name: &str, content_type: &str, content: &str) -> String {
    part(&format!("name=\"file\"; filename=\"{name}\"\r\ncontent-type: {content_type}"), content)
}

fn order() -> String {
    file("order.txt", "text/plain", TEXT)
}

async fn upload_as(server: &Server, token: &str, room: &str, parts: &str) -> Answer {
    let headers = [("x-visitor-token", token), ("content-type", "multipart/form-data; boundary=b")];
    let path = format!("/api/v1/livechat/upload/{room}");
    server.call("POST", &path, &headers, Some(format!("{parts}--b--\r\n"))).await
}

/// A workspace with an agent, and the room of the visitor with the token `t`.
async fn with_room(transport: Transport) -> (Server, String) {
    let (server, _) = with_agent(transport).await;
    let room = id(&open(&server, "t").await);
    (server, room.as_str().to_owned())
}

async fn upload(server: &Server, room: &str, parts: &str) -> Answer {
    upload_as(server, "t", room, parts).await
}

/// Where the file of a message is, for its visitor.
fn link(message: &Value, room: &str) -> String {
    let path = message["attachments"][0]["title_link"].as_str().unwrap();
    format!("{path}?rc_room_type=l&rc_rid={room}&rc_token=t")
}

pub(super) async fn a_file_becomes_a_message(transport: Transport) {
    let (server, room) = with_room(transport).await;
    server.advance(60);
    let before = server.world(|world| world.next_change());
    let mut message = upload(&server, &room, &order()).await.ok();
    let path = format!("/api/v1/livechat/message/{}?token=t&rid={room}", message["_id"].as_str().unwrap());
    let stored = server.get(&path).await.ok()["message"].clone();
    let (file_id, message_id) = (message["file"]["_id"].clone(), message["_id"].clone());
    let now = "2026-01-01T00:01:00.000Z";
    let short = json!({"_id": file_id, "name": "order.txt", "type": "text/plain"});
    let path = format!("/file-upload/{}/order.txt", file_id.as_str().unwrap());
    let attachment = json!({
        "ts": "1970-01-01T00:00:00.000Z",
        "title": "order.txt",
        "title_link": path,
        "title_link_download": true,
        "type": "file",
    });
    let expected = json!({
        "_id": message_id,
        "rid": room,
        "msg": "",
        "token": "t",
        "alias": "Bob",
        "ts": now,
        "_updatedAt": now,
        "u": message["u"],
        "urls": [],
        "mentions": [],
        "channels": [],
        "file": short,
        "files": [short],
        "attachments": [attachment],
        "newRoom": false,
        "showConnecting": false,
        "success": true,
    });
    assert_eq!(message, expected);
    assert_eq!((message_id.as_str().unwrap().len(), file_id.as_str().unwrap().len()), (17, 24));
    for answer_alone in ["newRoom", "showConnecting", "success"] {
        message.as_object_mut().unwrap().remove(answer_alone);
    }
    assert_eq!(stored, message);
    server.world(|world| {
        let kept = world.room(room.as_str()).unwrap();
        assert_eq!((kept.message_count, kept.waiting_response), (5, Some(true)));
        assert_eq!(json!(kept.last_message), message);
        let agent = kept.served_by.as_ref().unwrap().id.clone().unwrap();
        assert_eq!(world.unread(&kept.id, &agent), Some(2));
        let told = Change::Message { room: room.as_str().into(), message: message_id.as_str().unwrap().into() };
        assert_eq!(world.changes_since(before).next(), Some(&told));
    });
    assert_eq!(server.get(&link(&message, &room)).await.body, TEXT.as_bytes());
    // Where agents take conversations themselves, the widget shows that it connects.
    server.world(|world| world.set_setting("Livechat_Routing_Method", "Manual_Selection")).unwrap();
    assert_eq!(upload(&server, &room, &order()).await.ok()["showConnecting"], true);
}

pub(super) async fn a_file_is_served_to_those_who_may_have_it(transport: Transport) {
    let (server, room) = with_room(transport).await;
    let message = upload(&server, &room, &file("My \\\"order\\\".txt", "text/html", TEXT)).await.ok();
    let path = message["attachments"][0]["title_link"].as_str().unwrap().to_owned();
    assert!(path.ends_with("/My%20%22order%22.txt"), "{path}");
    let query = format!("rc_room_type=l&rc_rid={room}&rc_token=t");
    let answer = server.get(&format!("{path}?{query}")).await;
    assert_eq!((answer.status, answer.body.as_slice()), (200, TEXT.as_bytes()));
    for (name, value) in [
        ("content-type", "text/html"),
        ("content-disposition", "inline; filename*=UTF-8''My%20%22order%22.txt"),
        ("content-security-policy", "default-src 'none'; form-action 'none'; sandbox"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "cross-origin"),
    ] {
        assert_eq!(answer.header(name), Some(value));
    }
    let download = server.get(&format!("{path}?{query}&download")).await;
    assert!(download.header("content-disposition").unwrap().starts_with("attachment; "));
    // The name does not matter.
    let renamed = path.rsplit_once('/').unwrap().0.to_owned() + "/x";
    assert_eq!(server.get(&format!("{renamed}?{query}")).await.status, 200);

    let admin = server.admin();
    assert_eq!(server.get_as(&admin, &path).await.status, 200);
    let login = format!("rc_uid=admin&rc_token={}", admin.token);
    assert_eq!(server.get(&format!("{path}?{login}")).await.status, 200);
    for cookies in [query.replace('&', "; "), login.replace('&', "; ")] {
        assert_eq!(server.call("GET", &path, &[("cookie", &cookies)], None).await.status, 200, "{cookies}");
    }
    for rejected in [
        String::new(),
        query.replace("_token=t", "_token=u"),
        query.replace("_type=l", "_type=c"),
        query.replace("rc_rid", "rid"),
        login.replace("admin", "nobody"),
        "rc_token=".to_owned(),
    ] {
        let answer = server.get(&format!("{path}?{rejected}")).await;
        assert_eq!((answer.status, answer.body.len()), (403, 0), "{rejected}");
    }
    server.world(|world| world.set_setting("FileUpload_ProtectFiles", false)).unwrap();
    assert_eq!(server.get(&path).await.status, 200);
    let unknown = server.get("/file-upload/nothing/x").await;
    assert_eq!((unknown.status, unknown.body.len()), (404, 0));
    assert!(unknown.header("x-livechat-mock-hint").unwrap().contains("no file has this id"));
}

pub(super) async fn texts_of_the_form_go_into_the_message(transport: Transport) {
    let (server, room) = with_room(transport).await;
    server.register(json!({"token": "u"})).await.ok();
    let fields = [
        ("msg", "Here it is"),
        ("description", "Our order"),
        ("alias", "Bobby"),
        ("avatar", "https://example.com/bob.png"),
        ("emoji", ":wave:"),
        ("groupable", "false"),
        // These do not come from the form.
        ("token", "u"),
        ("rid", "nowhere"),
        ("colour", "red"),
    ];
    let fields: String = fields.iter().map(|(name, text)| part(&format!("name=\"{name}\""), text)).collect();
    let message = upload(&server, &room, &format!("{fields}{}", order())).await.ok();
    for (key, value) in [
        ("msg", json!("Here it is")),
        ("alias", json!("Bobby")),
        ("avatar", json!("https://example.com/bob.png")),
        ("emoji", json!(":wave:")),
        ("groupable", json!(false)),
        ("token", json!("t")),
        ("rid", json!(room)),
    ] {
        assert_eq!(message[key], value, "{key}");
    }
    assert_eq!(message["attachments"][0]["description"], "Our order");
    assert_eq!((message.get("description"), message.get("colour")), (None, None));
}

pub(super) async fn pictures_and_sounds_are_shown_as_such(transport: Transport) {
    let (server, room) = with_room(transport).await;
    for (content_type, shown_as) in
        [("image/png", Some("image")), ("audio/ogg", Some("audio")), ("video/mp4", Some("video")), ("text/plain", None)]
    {
        let message = upload(&server, &room, &file("a", content_type, "abc")).await.ok();
        let attachment = &message["attachments"][0];
        for kind in ["image", "audio", "video"] {
            let is_shown = shown_as == Some(kind);
            let field = |name: &str| attachment.get(format!("{kind}_{name}")).cloned();
            assert_eq!(field("url"), is_shown.then(|| attachment["title_link"].clone()), "{content_type}");
            assert_eq!(field("type"), is_shown.then(|| json!(content_type)));
            assert_eq!(field("size"), is_shown.then(|| json!(3)));
        }
    }
    // A type that is not told is not guessed.
    let message = upload(&server, &room, &part("name=\"file\"; filename=\"a.png\"", "abc")).await.ok();
    assert_eq!(message["file"]["type"], "application/octet-stream");
}

pub(super) async fn an_upload_takes_an_open_room_of_the_token(transport: Transport) {
    let (server, room) = with_room(transport).await;
    server.register(json!({"token": "u"})).await.ok();
    let unauthorized = json!({"success": false, "error": "unauthorized"});
    for (token, at) in [("nobody", room.as_str()), ("u", &room), ("t", "nowhere"), (" ", &room)] {
        assert_eq!(upload_as(&server, token, at, &order()).await.error(403), unauthorized, "{token} {at}");
    }
    let path = format!("/api/v1/livechat/upload/{room}");
    let headers = [("content-type", "multipart/form-data; boundary=b")];
    let without = server.call("POST", &path, &headers, Some(format!("{}--b--", order()))).await;
    assert_eq!(without.error(403), unauthorized);
    // Who may send comes before what is sent.
    assert_eq!(upload_as(&server, "nobody", &room, "").await.error(403), unauthorized);
    server.post("/api/v1/livechat/room.close", json!({"rid": room, "token": "t"})).await.ok();
    let closed = upload(&server, &room, &order()).await;
    assert_eq!(closed.error(403), unauthorized);
    assert_eq!(closed.header("x-livechat-mock-hint"), Some("the room is closed"));
}

/// What each version refuses alike.
async fn refused_alike(server: &Server, room: &str) {
    for (parts, rejection) in [
        (file("a.svg", "image/svg+xml", "<svg/>"), json!({"reason": "error-type-not-allowed"})),
        (
            part("name=\"picture\"; filename=\"a\"", "x"),
            json!({"error": "[invalid-field]", "errorType": "invalid-field"}),
        ),
        (
            order() + &order(),
            json!({"error": "Too many files in upload [error-too-many-files]", "errorType": "error-too-many-files"}),
        ),
    ] {
        assert_eq!(upload(server, room, &parts).await.error(400), failed(rejection));
    }
    for setting in ["FileUpload_Enabled", "Livechat_fileupload_enabled"] {
        server.world(|world| world.set_setting(setting, false)).unwrap();
        let disabled = failed(json!({"reason": "error-file-upload-disabled"}));
        assert_eq!(upload(server, room, &order()).await.error(400), disabled);
        server.world(|world| world.set_setting(setting, true)).unwrap();
    }
    let count = server.world(|world| world.messages(room).filter(|message| message.file.is_some()).count());
    assert_eq!(count, 0, "nothing was kept");
}

fn failed(mut rejection: Value) -> Value {
    rejection["success"] = false.into();
    rejection
}

pub(super) async fn a_file_is_refused_with_reason(transport: Transport) {
    let (server, room) = with_room(transport).await;
    refused_alike(&server, &room).await;
    let no_file = failed(json!({"reason": "error-no-file-uploaded"}));
    for (parts, hint) in [
        (String::new(), "no part called file"),
        (part("name=\"file\"", "a text"), "no part called file that has a filename"),
        ("--b\r\nx".to_owned(), "head of a part"),
    ] {
        let answer = upload(&server, &room, &parts).await;
        assert_eq!(answer.error(400), no_file);
        let given = answer.header("x-livechat-mock-hint").unwrap();
        assert!(given.contains(hint), "{given}");
    }
    for content_type in ["application/json", "multipart/form-data", "multipart/mixed; boundary=b"] {
        let headers = [("x-visitor-token", "t"), ("content-type", content_type)];
        let path = format!("/api/v1/livechat/upload/{room}");
        let answer = server.call("POST", &path, &headers, Some(format!("{}--b--", order()))).await;
        assert_eq!(answer.error(400), no_file, "{content_type}");
    }
    server.world(|world| world.set_setting("FileUpload_MaxFileSize", TEXT.len() - 1)).unwrap();
    let too_large = json!({"error": "File size exceeds the allowed limit [error-file-too-large]", "errorType": "error-file-too-large"});
    assert_eq!(upload(&server, &room, &order()).await.error(400), failed(too_large));
    for enough in [json!(TEXT.len()), json!(-1)] {
        server.world(|world| world.set_setting("FileUpload_MaxFileSize", enough)).unwrap();
        upload(&server, &room, &order()).await.ok();
    }
}

pub(super) async fn older_servers_refuse_a_file_in_other_words(transport: Transport) {
    let server = Setup::documented().version(ServerVersion::V7_0).start(transport).await;
    let (token, room) = ("iNKE8a6k6cjbqWhWd", "vp3D9H8ud6HYvRpvq");
    let no_file = failed(json!({"error": "No file uploaded [error-no-file]", "errorType": "error-no-file"}));
    assert_eq!(upload_as(&server, token, room, "").await.error(400), no_file);
    server.world(|world| world.set_setting("FileUpload_MaxFileSize", 3)).unwrap();
    let too_large = failed(json!({"reason": "error-size-not-allowed", "sizeAllowed": "3 B"}));
    assert_eq!(upload_as(&server, token, room, &order()).await.error(400), too_large);
    // The type is looked at first.
    let both = file("a.svg", "image/svg+xml; charset=utf-8", TEXT);
    let rejection = failed(json!({"reason": "error-type-not-allowed"}));
    assert_eq!(upload_as(&server, token, room, &both).await.error(400), rejection);
    server.world(|world| world.set_setting("FileUpload_MediaTypeBlackList", "")).unwrap();
    upload_as(&server, token, room, &file("a.svg", "image/svg+xml", "x")).await.ok();
}

pub(super) async fn a_name_can_do_no_harm(transport: Transport) {
    let (server, room) = with_room(transport).await;
    let long = "ä".repeat(5000);
    for (name, kept) in [
        ("../../x", "x"),
        ("..", "file"),
        ("C:\\dir\\a.txt", "a.txt"),
        ("/etc/passwd", "passwd"),
        ("a\0b", "ab"),
        ("", "file"),
        ("a\\\"; filename=b", "a\"; filename=b"),
        ("%2e%2e%2f", "%2e%2e%2f"),
        (long.as_str(), &long[..254]),
        ("a?b#c", "a?b#c"),
    ] {
        let message = upload(&server, &room, &file(name, "text/plain", TEXT)).await.ok();
        assert_eq!(message["file"]["name"], kept, "{name}");
        let path = message["attachments"][0]["title_link"].as_str().unwrap();
        assert_eq!(path.split('/').count(), 4, "{path}");
        assert!(
            path.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'?' | b'#' | b'"' | b'\\')),
            "{path}"
        );
        let served = server.get(&link(&message, &room)).await;
        assert_eq!(served.body, TEXT.as_bytes(), "{path}");
        let disposition = format!("inline; filename*=UTF-8''{}", path.rsplit('/').next().unwrap());
        assert_eq!(served.header("content-disposition"), Some(disposition.as_str()));
    }
    // A type that no header can carry is told as none.
    let message = upload(&server, &room, &file("a", "text/\u{1}plain", TEXT)).await.ok();
    let served = server.get(&link(&message, &room)).await;
    assert_eq!(served.header("content-type"), Some("application/octet-stream"));
}

pub(super) async fn a_file_goes_with_its_message_and_with_its_room(transport: Transport) {
    let (server, room) = with_room(transport).await;
    server.world(|world| world.set_setting("FileUpload_ProtectFiles", false)).unwrap();
    let first = upload(&server, &room, &order()).await.ok();
    let second = upload(&server, &room, &order()).await.ok();
    let path = format!("/api/v1/livechat/message/{}", first["_id"].as_str().unwrap());
    let body = json!({"token": "t", "rid": room}).to_string();
    server.call("DELETE", &path, &[("content-type", "application/json")], Some(body)).await.ok();
    assert_eq!(server.get(&link(&first, &room)).await.status, 404);
    assert_eq!(server.get(&link(&second, &room)).await.status, 200);
    server.post("/api/v1/livechat/room.close", json!({"rid": room, "token": "t"})).await.ok();
    assert_eq!(server.get(&link(&second, &room)).await.status, 200, "closing keeps it");
    server.call("DELETE", "/api/v1/livechat/visitor/t", &[], None).await.ok();
    assert_eq!(server.get(&link(&second, &room)).await.status, 404);
}
