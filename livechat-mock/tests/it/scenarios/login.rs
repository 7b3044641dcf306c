//! `POST login`, `POST logout` and `GET me`.

use livechat_mock::{Account, ServerVersion};
use serde_json::{Value, json};

use super::{
    Server, Setup, Transport,
    server::{Answer, Login},
};

const LOGIN: &str = "/api/v1/login";
const ME: &str = "/api/v1/me";
/// Of `s3cret`.
const SHA256: &str = "1ec1c26b50d5d3c58d9583181af8076655fe00756bf7285940ba3670f99fcba0";

async fn start(transport: Transport, version: ServerVersion) -> Server {
    let server = Setup::empty().version(version).start(transport).await;
    server.world(|world| {
        world.add_user(
            Account::new("ann", "s3cret").id("u1").name("Ann").email("ann@example.com").role("livechat-agent"),
        )
    });
    server
}

fn login(answer: &Answer) -> Login {
    let data = &answer.ok()["data"];
    Login { user: data["userId"].as_str().unwrap().into(), token: data["authToken"].as_str().unwrap().to_owned() }
}

pub(super) async fn one_logs_in_with_name_address_or_token(transport: Transport) {
    let server = start(transport, ServerVersion::V8_5).await;
    for body in [
        json!({"user": "ann", "password": "s3cret"}),
        json!({"user": "ann@example.com", "password": "s3cret"}),
        json!({"username": "ann", "password": "s3cret"}),
        json!({"email": "ann@example.com", "password": "s3cret"}),
        json!({"user": "ann", "password": {"digest": SHA256, "algorithm": "sha-256"}}),
    ] {
        let answer = server.post(LOGIN, body.clone()).await;
        assert_eq!((&answer.ok()["status"], &answer.ok()["success"]), (&json!("success"), &json!(true)));
        assert_eq!(answer.ok()["data"]["me"]["name"], "Ann");
        let login = login(&answer);
        assert_eq!(login.user, "u1");
        server.get_as(&login, ME).await.ok();
        let again = server.post(LOGIN, json!({"resume": login.token})).await;
        assert_eq!(again.ok()["data"]["authToken"], login.token.as_str());
    }
}

pub(super) async fn a_login_that_is_wrong_is_refused(transport: Transport) {
    for version in [ServerVersion::V7_0, ServerVersion::V8_5] {
        let server = start(transport, version).await;
        let unauthorized = json!({"status": "error", "error": "Unauthorized", "message": "Unauthorized"});
        let wrong_password = json!({"status": "error", "error": 403, "message": "Incorrect password"});
        for (body, expected) in [
            (json!({"user": "ann", "password": "wrong"}), &wrong_password),
            (json!({"user": "ann"}), &wrong_password),
            (json!({"user": "ann", "password": {"digest": "00", "algorithm": "sha-256"}}), &wrong_password),
            (json!({"user": "ann", "password": {"digest": SHA256, "algorithm": "md5"}}), &wrong_password),
            (json!({"user": "nobody", "password": "s3cret"}), &unauthorized),
            (json!({"resume": "nothing"}), &unauthorized),
            (json!({}), &unauthorized),
        ] {
            let mut expected: Value = expected.clone();
            if version > ServerVersion::V7_0 {
                expected["success"] = json!(false);
            }
            assert_eq!(server.post(LOGIN, body).await.error(401), expected);
        }
        let rejected = server.post(LOGIN, json!({"user": ["ann"], "password": "s3cret"})).await;
        assert!((400..500).contains(&rejected.status));
        assert!(!rejected.header("x-livechat-mock-hint").unwrap_or_default().contains("s3cret"));
    }
    let server = start(transport, ServerVersion::V8_5).await;
    server.world(|world| world.modify_user("u1", |user| user.active = Some(false)));
    server.post(LOGIN, json!({"user": "ann", "password": "s3cret"})).await.error(401);
}

pub(super) async fn a_second_factor_is_asked_for(transport: Transport) {
    let server = start(transport, ServerVersion::V8_5).await;
    server.world(|world| world.add_user(Account::new("bob", "s3cret").second_factor("123456")));
    let rejected = server.post(LOGIN, json!({"user": "bob", "password": "s3cret"})).await.error(401);
    assert_eq!((&rejected["error"], &rejected["message"]), (&json!("totp-required"), &json!("TOTP Required")));
    assert_eq!(rejected["details"]["method"], "totp");
    let wrong = server.post(LOGIN, json!({"user": "bob", "password": "s3cret", "code": "1"})).await.error(401);
    assert_eq!((&wrong["error"], &wrong["message"]), (&json!("totp-invalid"), &json!("TOTP Invalid")));
    server.post(LOGIN, json!({"user": "bob", "password": "s3cret", "code": "123456"})).await.ok();
}

pub(super) async fn a_logout_ends_the_login(transport: Transport) {
    let server = start(transport, ServerVersion::V8_5).await;
    let one = login(&server.post(LOGIN, json!({"user": "ann", "password": "s3cret"})).await);
    let other = login(&server.post(LOGIN, json!({"user": "ann", "password": "s3cret"})).await);
    let out = server.call("POST", "/api/v1/logout", &one.headers(), None).await.ok();
    assert_eq!((&out["status"], &out["data"]["message"]), (&json!("success"), &json!("You've been logged out!")));
    server.get_as(&one, ME).await.error(401);
    server.get_as(&other, ME).await.ok();
    server.post(LOGIN, json!({"resume": one.token})).await.error(401);
    server.call("POST", "/api/v1/logout", &one.headers(), None).await.error(401);
}

pub(super) async fn the_caller_is_shown(transport: Transport) {
    let server = start(transport, ServerVersion::V8_5).await;
    let me = server.get_as(&server.login(&"u1".into()), ME).await.ok();
    let expected = json!({
        "_id": "u1",
        "username": "ann",
        "name": "Ann",
        "emails": [{"address": "ann@example.com", "verified": true}],
        "email": "ann@example.com",
        "status": "online",
        "statusConnection": "online",
        "statusLivechat": "available",
        "roles": ["user", "livechat-agent"],
        "active": true,
        "utcOffset": 0,
        "settings": {},
        "avatarUrl": format!("{}/avatar/ann", server.site()),
        "success": true,
    });
    assert_eq!(me, expected);
    server.world(|world| world.add_user(Account::new("bob", "s3cret").id("u2")));
    let other = server.get_as(&server.login(&"u2".into()), ME).await.ok();
    assert_eq!(other.get("statusLivechat"), None, "who is no agent takes no conversations");
    server.get(ME).await.error(401);
}

pub(super) async fn old_servers_say_success_in_another_way(transport: Transport) {
    let server = start(transport, ServerVersion::V7_0).await;
    let answer = server.post(LOGIN, json!({"user": "ann", "password": "s3cret"})).await;
    assert_eq!(answer.ok()["status"], "success");
    assert!(answer.ok().get("success").is_none());
}

pub(super) async fn a_form_is_read_too(transport: Transport) {
    let server = start(transport, ServerVersion::V8_5).await;
    let form = "user=ann%40example.com&password=s3cret".to_owned();
    let header = ("content-type", "application/x-www-form-urlencoded");
    server.call("POST", LOGIN, &[header], Some(form)).await.ok();
}
