//! Files as visitors send them: forms of any shape, and forms as clients write them, which have to come back as they were.
//!
//! The input's first line is a content type, and the rest a body; or, behind a `+`, the first line is a file's name and the
//! rest its bytes.

#![no_main]

use std::{net::Ipv4Addr, sync::LazyLock};

use bytes::Bytes;
use http::{HeaderValue, Request, Response, header::CONTENT_TYPE};
use libfuzzer_sys::fuzz_target;
use livechat_mock::{Engine, World};
use livechat_sdk::Timestamp;
use serde_json::Value;

const TOKEN: &str = "iNKE8a6k6cjbqWhWd";
const ROOM: &str = "vp3D9H8ud6HYvRpvq";

static DOCUMENTED: LazyLock<Engine> = LazyLock::new(|| {
    let mut world = World::documented();
    for setting in ["FileUpload_MediaTypeWhiteList", "FileUpload_MediaTypeBlackList"] {
        world.set_setting(setting, "").expect("a setting that there is");
    }
    Engine::stateful(world)
});

fuzz_target!(|input: &[u8]| {
    let mut engine = DOCUMENTED.clone();
    let end = input.iter().position(|byte| *byte == b'\n').unwrap_or(input.len());
    let (line, rest) = (&input[..end], input.get(end + 1..).unwrap_or_default());
    match line.strip_prefix(b"+") {
        Some(name) => comes_back(&mut engine, name, rest),
        None => {
            let Ok(content_type) = HeaderValue::from_bytes(line) else { return };
            let response = upload(&mut engine, content_type, Bytes::copy_from_slice(rest));
            let answer: Value = serde_json::from_slice(response.body()).expect("JSON");
            assert_eq!(answer["success"], response.status().is_success(), "{answer}");
        }
    }
});

fn comes_back(engine: &mut Engine, name: &[u8], bytes: &[u8]) {
    let name: String = String::from_utf8_lossy(name).chars().filter(|c| !c.is_control()).collect();
    let name = name.replace('\\', "\\\\").replace('"', "\\\"");
    let is_inside = |boundary: &str| bytes.windows(boundary.len()).any(|window| window == boundary.as_bytes());
    let boundary = (0..).map(|number| format!("b{number}")).find(|boundary| !is_inside(boundary)).expect("one of many");
    let body = format!("--{boundary}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    let mut body = body.into_bytes();
    body.extend_from_slice(bytes);
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());

    let content_type = format!("multipart/form-data; boundary={boundary}").parse().expect("a header");
    let response = upload(engine, content_type, body.into());
    let message: Value = serde_json::from_slice(response.body()).expect("JSON");
    assert!(response.status().is_success(), "{message}");
    let path = message["attachments"][0]["title_link"].as_str().expect("where the file is");
    let target = format!("{path}?rc_room_type=l&rc_rid={ROOM}&rc_token={TOKEN}");
    let served = handle(engine, Request::get(target).body(Bytes::new()).expect("a path that names the file"));
    assert_eq!(served.body(), bytes);
}

fn upload(engine: &mut Engine, content_type: HeaderValue, body: Bytes) -> Response<Bytes> {
    let request = Request::post(format!("/api/v1/livechat/upload/{ROOM}")).header("x-visitor-token", TOKEN);
    handle(engine, request.header(CONTENT_TYPE, content_type).body(body).expect("a request"))
}

fn handle(engine: &mut Engine, request: Request<Bytes>) -> Response<Bytes> {
    engine.handle(&request, Ipv4Addr::LOCALHOST.into(), Timestamp::from_millis(1_767_225_600_000)).response
}
