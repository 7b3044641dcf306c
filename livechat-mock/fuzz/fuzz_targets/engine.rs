//! Several requests in a row, of any form, to one engine.
//!
//! The input is text, so that seeds can be read and mutations hit what they mean to. The first line has words for the
//! engine: `replay`, a version, `rate-limit`, `no-auth`. Then come requests, each behind a line `%%`: method and target,
//! headers line by line, an empty line, the body. `{login}` in a header stands for a login of the administrator's,
//! `{secret}` in a path or a header for something that must not show.

#![no_main]

use std::{net::Ipv4Addr, sync::LazyLock};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request, Uri, header::CONTENT_TYPE};
use libfuzzer_sys::fuzz_target;
use livechat_mock::{Engine, Handled, ServerVersion, World};
use livechat_sdk::Timestamp;

const SECRET: &str = "s3cret-5f2c";
const HINT: &str = "x-livechat-mock-hint";
const START: i64 = 1_767_225_600_000;

/// An engine to fork, and a login of its administrator's.
static DOCUMENTED: LazyLock<(Engine, String)> = LazyLock::new(|| {
    let mut world = World::documented();
    let admin = world.administrator().clone();
    let login = world.log_in(&admin).expect("there is an administrator");
    (Engine::stateful(world), login.expose().to_owned())
});

fuzz_target!(|input: &[u8]| {
    let input = String::from_utf8_lossy(input);
    let mut parts = input.split("\n%%\n");
    let mut engine = engine(parts.next().unwrap_or_default());
    for (number, part) in (0..).zip(parts) {
        let Some(request) = request(part) else { continue };
        // Long enough for windows and for what is forgotten after a month to end now and then.
        let now = Timestamp::from_millis(START + number * 7_000_000);
        let reply = engine.handle(&request, Ipv4Addr::LOCALHOST.into(), now);
        check(&request, &reply);
    }
});

fn engine(words: &str) -> Engine {
    let has = |wanted: &str| words.split_ascii_whitespace().any(|word| word == wanted);
    let engine = if has("replay") { Engine::replay() } else { DOCUMENTED.0.clone() };
    let engine = engine.rate_limit(has("rate-limit")).no_auth(has("no-auth"));
    match words.split_ascii_whitespace().find_map(|word| word.parse::<ServerVersion>().ok()) {
        Some(version) => engine.server_version(version),
        None => engine,
    }
}

fn request(text: &str) -> Option<Request<Bytes>> {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut lines = head.lines();
    let (method, target) = lines.next()?.split_once(' ')?;
    let mut request = Request::new(Bytes::copy_from_slice(body.as_bytes()));
    *request.method_mut() = method.parse::<Method>().ok()?;
    // Keys of a query may show.
    let (path, query) = target.split_at(target.find('?').unwrap_or(target.len()));
    *request.uri_mut() = format!("{}{query}", path.replace("{secret}", SECRET)).parse::<Uri>().ok()?;
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        let value = value.replace("{login}", &DOCUMENTED.1).replace("{secret}", SECRET);
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(&value)) {
            request.headers_mut().append(name, value);
        }
    }
    Some(request)
}

fn check(request: &Request<Bytes>, reply: &Handled) {
    let response = &reply.response;
    assert!((200..600).contains(&response.status().as_u16()), "{}", response.status());
    let content_type = response.headers().get(CONTENT_TYPE).expect("there is a content type");
    // A file is what its sender says that it is.
    if content_type == "application/json" && reply.template != Some("/file-upload/{id}/{name}") {
        serde_json::from_slice::<serde_json::Value>(response.body()).expect("JSON");
    }
    if let Some(hint) = response.headers().get(HINT) {
        let hint = hint.to_str().expect("a hint that can be read");
        assert!(!hint.contains(&DOCUMENTED.1), "{hint}");
        // Names of keys may show.
        let in_keys = String::from_utf8_lossy(request.body()).contains(SECRET)
            || request.uri().query().is_some_and(|query| query.contains(SECRET));
        assert!(in_keys || !hint.contains(SECRET), "{hint}");
    }
}
