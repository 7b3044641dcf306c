//! What a server without a licence does otherwise.

use livechat_mock::{Account, Edition, ServerVersion};
use livechat_sdk::{
    DepartmentId,
    model::{CustomField, CustomFieldScope, CustomFieldVisibility, Department},
};
use serde_json::json;

use super::{Setup, Transport};

const HOLD: &str = "/api/v1/livechat/room.onHold";

pub(super) async fn what_needs_a_licence_is_refused_without_one(transport: Transport) {
    for version in [ServerVersion::V8_0, ServerVersion::V8_8] {
        let server = Setup::documented().version(version).edition(Edition::Community).start(transport).await;
        let admin = server.admin();
        let body = json!({"roomId": "none"});
        // The login and the permission come first.
        server.post(HOLD, body.clone()).await.error(401);
        let user = server.world(|world| world.add_user(Account::new("ann", "password")));
        server.post_as(&server.login(&user), HOLD, body.clone()).await.error(403);
        let answer = server.post_as(&admin, HOLD, body).await;
        assert_eq!(
            answer.error(400),
            json!({
                "success": false,
                "error": "This is an enterprise feature [error-action-not-allowed]",
                "errorType": "error-action-not-allowed",
            })
        );
        let hint = answer.header("x-livechat-mock-hint").unwrap();
        assert!(hint.contains("module livechat-enterprise"), "{hint}");
    }
}

pub(super) async fn older_servers_have_no_path_for_it(transport: Transport) {
    for version in [ServerVersion::V7_0, ServerVersion::V7_13] {
        let server = Setup::documented().version(version).edition(Edition::Community).start(transport).await;
        let unknown = server.post_as(&server.admin(), "/api/v1/livechat/room.unheardOf", json!({})).await;
        let answer = server.post_as(&server.admin(), HOLD, json!({"roomId": "none"})).await;
        assert_eq!((answer.status, &answer.body), (unknown.status, &unknown.body), "{version}");
        let hint = answer.header("x-livechat-mock-hint").unwrap();
        assert!(hint.contains("community edition"), "{hint}");
    }
}

pub(super) async fn a_community_server_has_one_department(transport: Transport) {
    let server = Setup::empty().edition(Edition::Community).start(transport).await;
    let admin = server.admin();
    let may_create = async || {
        let path = "/api/v1/livechat/department/isDepartmentCreationAvailable";
        server.get_as(&admin, path).await.ok()["isDepartmentCreationAvailable"].clone()
    };
    assert_eq!(may_create().await, true);
    server.world(|world| world.add_department(Department::new("sales", "Sales")));
    assert_eq!(may_create().await, false);
    let department = json!({"department": {
        "name": "Support", "email": "support@example.com", "enabled": true, "showOnRegistration": true,
        "showOnOfflineForm": true,
    }});
    let refused = server.post_as(&admin, "/api/v1/livechat/department", department).await.error(400);
    assert_eq!(refused["errorType"], "error-max-departments-number-reached");
}

pub(super) async fn its_settings_read_as_if_they_were_off(transport: Transport) {
    for (edition, position, transfer_depth) in [(Edition::Community, "right", 0), (Edition::Enterprise, "left", 2)] {
        let server = Setup::empty().edition(edition).start(transport).await;
        let admin = server.admin();
        server.world(|world| {
            world.set_setting("Livechat_widget_position", "left").unwrap();
            world.set_setting("Omnichannel_max_fallback_forward_depth", 2).unwrap();
        });
        let config = server.get("/api/v1/livechat/config").await.ok();
        assert_eq!(config["config"]["theme"]["position"], position, "{edition}");
        let depth = server.get_as(&admin, "/api/v1/settings/Omnichannel_max_fallback_forward_depth").await.ok();
        assert_eq!(depth["value"], transfer_depth, "{edition}");
        // It comes with the licence, and is not marked as the enterprise edition's.
        server.world(|world| world.set_setting("Livechat_hide_expand_chat", true)).unwrap();
        let config = server.get("/api/v1/livechat/config").await.ok();
        assert_eq!(config["config"]["theme"]["hideExpandChat"], edition == Edition::Enterprise, "{edition}");
        // The mark is the setting's own, whatever the server's edition.
        let appearance = server.get_as(&admin, "/api/v1/livechat/appearance").await.ok();
        for (name, is_of_enterprise) in
            [("Livechat_widget_position", true), ("Livechat_title", false), ("Livechat_hide_expand_chat", false)]
        {
            let settings = appearance["appearance"].as_array().unwrap();
            let setting = settings.iter().find(|setting| setting["_id"] == name).unwrap();
            assert_eq!(setting["enterprise"], is_of_enterprise, "{name}");
        }
    }
}

pub(super) async fn what_visitors_are_offered_takes_a_licence_in_part(transport: Transport) {
    let external = json!({"name": "use-external-service", "params": {
        "serviceUrl": "https://example.com", "serviceTimeout": 10, "serviceFallbackMessage": "",
    }});
    let greeting = json!({"name": "send-message", "params": {"sender": "queue", "msg": "Hi"}});
    for (edition, triggers) in [(Edition::Community, 1), (Edition::Enterprise, 2)] {
        let server = Setup::empty().edition(edition).start(transport).await;
        let admin = server.admin();
        let config = async || server.get("/api/v1/livechat/config").await.ok()["config"].clone();
        let is_licensed = edition == Edition::Enterprise;
        assert_eq!(config().await.get("customFields"), is_licensed.then_some(&json!([])), "{edition}");
        for actions in [json!([external]), json!([external, greeting])] {
            let conditions = json!([{"name": "time-on-site", "value": "1"}]);
            let trigger = json!({
                "name": "a", "description": "", "enabled": true, "runOnce": true, "conditions": conditions,
                "actions": actions,
            });
            server.post_as(&admin, "/api/v1/livechat/triggers", trigger).await.ok();
        }
        server.world(|world| {
            let field = |key: &str, scope| CustomField::new(key, scope).label("Label").public(true);
            let visitor = CustomFieldScope::Visitor;
            world.add_custom_field(field("plain", visitor.clone()));
            world.add_custom_field(
                field("chosen", visitor.clone())
                    .field_type("select")
                    .required(true)
                    .regexp("^[a-z]$")
                    .default_value("b")
                    .options("a,b,c"),
            );
            world.add_custom_field(field("internal", visitor.clone()).public(false));
            world.add_custom_field(CustomField::new("unset", visitor.clone()));
            world.add_custom_field(field("hidden", visitor).visibility(CustomFieldVisibility::Hidden));
            world.add_custom_field(field("of-rooms", CustomFieldScope::Room));
        });
        let config = config().await;
        assert_eq!(config["triggers"].as_array().unwrap().len(), triggers, "{edition}");
        let fields = json!([
            {"_id": "plain", "label": "Label", "required": false, "defaultValue": null},
            {
                "_id": "chosen", "label": "Label", "regexp": "^[a-z]$", "required": true, "type": "select",
                "defaultValue": "b", "options": ["a", "b", "c"],
            },
        ]);
        assert_eq!(config.get("customFields"), is_licensed.then_some(&fields), "{edition}");
    }
}

pub(super) async fn a_removed_department_is_still_forwarded_to(transport: Transport) {
    for (edition, allowed) in [(Edition::Community, &["sales", "night"][..]), (Edition::Enterprise, &["night"])] {
        let server = Setup::empty().edition(edition).start(transport).await;
        server.world(|world| {
            world.set_setting("Omnichannel_enable_department_removal", true).unwrap();
            world.add_department(Department::new("sales", "Sales"));
            let support = Department::new("support", "Support").fallback_forward_department("sales");
            let allowed = ["sales", "night"].map(DepartmentId::from);
            world.add_department(support.departments_allowed_to_forward(allowed));
            let sales = [DepartmentId::from("sales")];
            world.add_department(Department::new("day", "Day").departments_allowed_to_forward(sales));
        });
        server.ask_as(&server.admin(), "DELETE", "/api/v1/livechat/department/sales", json!({})).await.ok();
        let [support, day] =
            server.world(|world| ["support", "day"].map(|name| world.department(name).unwrap().clone()));
        assert_eq!(json!(support.departments_allowed_to_forward), json!(allowed), "{edition}");
        assert_eq!(support.fallback_forward_department, None);
        assert_eq!(json!(day.departments_allowed_to_forward), json!(allowed[..allowed.len() - 1]), "{edition}");
    }
}
