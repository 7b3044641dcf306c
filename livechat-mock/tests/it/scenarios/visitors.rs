//! `GET livechat/visitor/:token` and `GET livechat/visitors.info`.

use livechat_mock::{Account, ServerVersion};
use serde_json::{Value, json};

use super::{Server, Setup, Transport};

const INFO: &str = "/api/v1/livechat/visitors.info";

/// Logs a new user in who has no role but this.
fn user(server: &Server, role: &str) -> super::server::Login {
    let user = server.world(|world| world.add_user(Account::new("somebody", "password").role(role)));
    server.login(&user)
}

pub(super) async fn a_visitor_is_found_by_token(transport: Transport) {
    let server = Setup::documented().start(transport).await;
    let found = server.get("/api/v1/livechat/visitor/iNKE8a6k6cjbqWhWd").await.ok();
    assert_eq!(found["visitor"]["_updatedAt"], "2018-09-21T14:10:56.529Z");
    for (token, hint) in [
        ("unknown", "nothing here"),
        ("sGtcfEYz852uguxaS", "a visitor's id"),
        (":token", "placeholder"),
        ("%20", "nothing"),
    ] {
        let rejected = server.get(&format!("/api/v1/livechat/visitor/{token}")).await;
        let expected = json!({"success": false, "error": "[invalid-token]", "errorType": "invalid-token"});
        assert_eq!(rejected.error(400), expected);
        assert!(rejected.header("x-livechat-mock-hint").unwrap().contains(hint), "{rejected:?}");
    }
    server.register(json!({"token": "ä/b?"})).await.ok();
    assert_eq!(server.get("/api/v1/livechat/visitor/%C3%A4%2Fb%3F").await.ok()["visitor"]["token"], "ä/b?");
}

pub(super) async fn a_visitor_is_found_by_id(transport: Transport) {
    let server = Setup::documented().start(transport).await;
    let admin = server.admin();
    let found = server.get_as(&admin, &format!("{INFO}?visitorId=L64iXAKtGaPfusnem")).await.ok();
    assert_eq!(found["visitor"]["username"], "guest-4");
    for (id, hint) in [("unknown", "nothing here"), ("iNKE8a6k6cjbqWhWd", "token"), ("visitor-id", "placeholder")] {
        let rejected = server.get_as(&admin, &format!("{INFO}?visitorId={id}")).await;
        assert_eq!(rejected.error(400), json!({"success": false, "error": "visitor-not-found"}));
        assert!(rejected.header("x-livechat-mock-hint").unwrap().contains(hint), "{rejected:?}");
    }
}

pub(super) async fn the_token_left_with_version_8_5(transport: Transport) {
    for (version, token) in [
        (ServerVersion::V7_0, Some("hzf48867bv9lwjzigk2tk")),
        (ServerVersion::V8_4, Some("hzf48867bv9lwjzigk2tk")),
        (ServerVersion::V8_5, None),
    ] {
        let server = Setup::documented().version(version).start(transport).await;
        let found = server.get_as(&server.admin(), &format!("{INFO}?visitorId=L64iXAKtGaPfusnem")).await.ok();
        assert_eq!(found["visitor"].get("token").and_then(Value::as_str), token);
    }
}

pub(super) async fn a_login_is_needed(transport: Transport) {
    const TEXT: &str = "You must be logged in to do this.";
    for (version, expected) in [
        (ServerVersion::V7_0, json!({"status": "error", "message": TEXT})),
        (ServerVersion::V8_5, json!({"success": false, "error": TEXT, "status": "error", "message": TEXT})),
    ] {
        let server = Setup::documented().version(version).start(transport).await;
        let admin = server.admin();
        let other = server.login(&"rocket.cat".into());
        for (headers, hint) in [
            (vec![], "X-User-Id and X-Auth-Token"),
            (vec![("x-user-id", "admin")], "X-Auth-Token is missing"),
            (vec![("x-auth-token", admin.token.as_str())], "X-User-Id is missing"),
            (vec![("x-user-id", "admin"), ("x-auth-token", other.token.as_str())], "do not belong together"),
            (vec![("x-user-id", "admin"), ("x-auth-token", "x")], "do not belong together"),
        ] {
            let rejected = server.call("GET", &format!("{INFO}?visitorId=x"), &headers, None).await;
            assert_eq!(rejected.error(401), expected);
            assert!(rejected.header("x-livechat-mock-hint").unwrap().contains(hint), "{rejected:?}");
        }
    }
}

pub(super) async fn a_permission_is_needed(transport: Transport) {
    let server = Setup::documented().start(transport).await;
    let login = user(&server, "guest");
    let rejected = server.get_as(&login, &format!("{INFO}?visitorId=L64iXAKtGaPfusnem")).await;
    let error = "User does not have the permissions required for this action [error-unauthorized]";
    assert_eq!(rejected.error(403), json!({"success": false, "error": error}));
    let hint = rejected.header("x-livechat-mock-hint").unwrap();
    assert!(hint.contains("view-l-room") && hint.contains("livechat-agent"), "{hint}");
}

pub(super) async fn permissions_can_be_given_and_taken(transport: Transport) {
    let server = Setup::documented().start(transport).await;
    let login = user(&server, "livechat-agent");
    let path = format!("{INFO}?visitorId=L64iXAKtGaPfusnem");
    server.get_as(&login, &path).await.ok();
    server.world(|world| world.revoke("view-l-room", "livechat-agent"));
    server.get_as(&login, &path).await.error(403);
    server.world(|world| world.grant("view-l-room", "user"));
    server.get_as(&login, &path).await.ok();
}

pub(super) async fn the_query_is_checked(transport: Transport) {
    let server = Setup::documented().start(transport).await;
    let admin = server.admin();
    for (query, error) in [
        ("", "must have required property 'visitorId' [invalid-params]"),
        ("?", "must have required property 'visitorId' [invalid-params]"),
        ("?visitorId=a&colour=red", "must NOT have additional properties [invalid-params]"),
        ("?visitorId=a&visitorId=b", "must be string [invalid-params]"),
    ] {
        let rejected = server.get_as(&admin, &format!("{INFO}{query}")).await.error(400);
        assert_eq!(rejected, json!({"success": false, "error": error, "errorType": "invalid-params"}));
    }
}

pub(super) async fn old_servers_check_the_query_before_the_permission(transport: Transport) {
    for (version, status) in [(ServerVersion::V7_0, 400), (ServerVersion::V8_5, 403)] {
        let server = Setup::documented().version(version).start(transport).await;
        let login = user(&server, "guest");
        server.get_as(&login, INFO).await.error(status);
    }
}

pub(super) async fn a_removed_visitor_is_not_found(transport: Transport) {
    let server = Setup::documented().start(transport).await;
    server.world(|world| {
        world.modify_visitor("sGtcfEYz852uguxaS", |visitor| {
            visitor.disabled = Some(true);
            visitor.token = None;
        })
    });
    server.get("/api/v1/livechat/visitor/iNKE8a6k6cjbqWhWd").await.error(400);
    let rejected = server.get_as(&server.admin(), &format!("{INFO}?visitorId=sGtcfEYz852uguxaS")).await.error(400);
    assert_eq!(rejected["error"], "visitor-not-found");
}
