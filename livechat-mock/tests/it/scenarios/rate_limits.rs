//! The rate limiter.

use livechat_mock::{Account, ServerVersion};
use serde_json::json;

use super::{
    Setup, Transport,
    methods::{call, frame},
    rooms::{id, open},
    server::Answer,
};

fn headers(answer: &Answer) -> [Option<u64>; 3] {
    ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"]
        .map(|name| answer.header(name).map(|value| value.parse().unwrap()))
}

pub(super) async fn the_sixth_registration_in_a_minute_is_refused(transport: Transport) {
    let server = Setup::empty().rate_limit().start(transport).await;
    let reset = u64::try_from(server.clock.now().as_millis()).unwrap() + 60_000;
    for left in (0..5).rev() {
        let answer = server.register(json!({"token": "t"})).await;
        answer.ok();
        assert_eq!(headers(&answer), [Some(5), Some(left), Some(reset)]);
    }
    server.advance(18);
    let rejected = server.register(json!({"token": "t"})).await;
    let error = "Error, too many requests. Please slow down. You must wait 42 seconds before trying this endpoint again. \
                 [error-too-many-requests]";
    assert_eq!(rejected.error(429), json!({"success": false, "error": error}));
    assert_eq!(headers(&rejected), [Some(5), Some(0), Some(reset)]);
    assert_eq!(rejected.header("retry-after"), None);
    // Another operation has a budget of its own, and an error response counts too.
    let other = server.get("/api/v1/livechat/visitor/nobody").await;
    assert_eq!((other.status, headers(&other)[..2].to_vec()), (400, vec![Some(10), Some(9)]));
}

pub(super) async fn the_window_ends(transport: Transport) {
    let server = Setup::empty().rate_limit().start(transport).await;
    for _ in 0..6 {
        server.register(json!({"token": "t"})).await;
    }
    server.advance(59);
    server.register(json!({"token": "t"})).await.error(429);
    server.advance(1);
    server.register(json!({"token": "t"})).await.ok();
    server.world(|world| world.set_setting("API_Enable_Rate_Limiter_Limit_Calls_Default", 1)).unwrap();
    server.get("/api/v1/livechat/visitor/t").await.ok();
    server.get("/api/v1/livechat/visitor/t").await.error(429);
}

pub(super) async fn administrators_are_exempt(transport: Transport) {
    let server = Setup::documented().rate_limit().start(transport).await;
    let (admin, agent) = (server.admin(), server.login(&"w6YjbdZHjghjfNBAg".into()));
    for call in 1..=11 {
        assert_eq!(headers(&server.get_as(&admin, "/api/v1/me").await), [None; 3]);
        assert_eq!(server.get_as(&agent, "/api/v1/me").await.status, if call > 10 { 429 } else { 200 });
    }
    let nobody = server.get("/api/v1/me").await;
    assert_eq!((nobody.status, headers(&nobody)), (401, [None; 3]), "the login is looked at before");
}

pub(super) async fn there_is_no_limit_unless_asked_for(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    for _ in 0..20 {
        let answer = server.register(json!({"token": "t"})).await;
        answer.ok();
        assert_eq!(headers(&answer), [None; 3]);
    }
}

pub(super) async fn limits_of_an_operations_own_came_with_a_version(transport: Transport) {
    for (version, registration, offline_message) in [(ServerVersion::V7_0, 5, 10), (ServerVersion::V8_5, 5, 1)] {
        let server = Setup::empty().version(version).rate_limit().start(transport).await;
        let registered = server.register(json!({"token": "t"})).await;
        let message = json!({"name": "Bob", "email": "bob@example.com", "message": "Hello?"});
        let written = server.post("/api/v1/livechat/offline.message", message).await;
        let limits = [registered, written].map(|answer| headers(&answer)[0]);
        assert_eq!(limits, [Some(registration), Some(offline_message)], "{version}");
    }
}

pub(super) async fn a_workspace_may_have_no_limits(transport: Transport) {
    let server = Setup::empty().rate_limit().start(transport).await;
    assert!(headers(&server.register(json!({"token": "t"})).await)[0].is_some());
    server.world(|world| world.set_setting("API_Enable_Rate_Limiter", false).unwrap());
    for _ in 0..20 {
        let answer = server.register(json!({"token": "t"})).await;
        answer.ok();
        assert_eq!(headers(&answer), [None; 3]);
    }
}

pub(super) async fn what_users_write_has_a_limit_of_its_own_by_method(transport: Transport) {
    let server = Setup::empty().rate_limit().start(transport).await;
    let ann = server.world(|world| world.add_user(Account::new("ann", "password").role("livechat-agent")));
    let (ann, admin) = (server.login(&ann), server.admin());
    server.register(json!({"token": "t"})).await.ok();
    let draft = json!({"rid": id(&open(&server, "t").await), "msg": "Hi"});
    for number in 1..=6 {
        let answer = call(&server, Some(&ann), "sendMessage", json!([draft])).await;
        assert_eq!(headers(&answer), [None; 3], "the bridge itself has no limit");
        let error = frame(&answer)["error"].clone();
        assert_eq!(error["error"] == "too-many-requests", number > 5, "{error}");
        // Who may send many is not counted.
        assert!(frame(&call(&server, Some(&admin), "sendMessage", json!([draft])).await).get("error").is_none());
    }
    server.advance(1);
    assert!(frame(&call(&server, Some(&ann), "sendMessage", json!([draft])).await).get("error").is_none());
    // By REST it is the usual limit.
    for left in (4..10).rev() {
        let answer = server.post_as(&ann, "/api/v1/chat.sendMessage", json!({"message": draft})).await;
        assert_eq!((answer.status, headers(&answer)[..2].to_vec()), (200, vec![Some(10), Some(left)]));
    }
}
