//! The methods `livechat:…` of servers before the newest, over sockets and over the bridge.

use livechat_mock::{Edition, ServerVersion};
use livechat_sdk::{RoomId, model::Department};
use serde_json::{Value, json};

use super::{Login, Mock, agent, rest, served};

const VERSION: ServerVersion = ServerVersion::V8_5;

/// What is said of a room that is served: the mock, the room, the agent and the administrator.
fn workspace() -> (Mock, RoomId, Login, Login) {
    let (mut mock, room, ann) = served();
    mock.engine = mock.engine.server_version(VERSION);
    mock.world().add_department(Department::new("sales", "Sales").enabled(true));
    let admin = mock.world().administrator().clone();
    let admin = mock.log_in(&admin);
    (mock, room, ann, admin)
}

/// What a method gives over the bridge: the result, or the error as the code throws it.
fn call(mock: &mut Mock, login: Option<&Login>, method: &str, params: &Value) -> Value {
    let frame = rest::call(mock, login, method, params);
    frame.get("error").or(frame.get("result")).cloned().unwrap_or_default()
}

#[test]
fn methods_do_what_operations_do() {
    let unit = json!([{"monitorId": "ann", "username": "ann"}]);
    let no_time = json!({"start": "08:00", "finish": "20:00"});
    let hour = json!({
        "name": "Late", "timezoneName": "UTC", "daysOpen": ["Monday"], "departmentsToApplyBusinessHour": "",
        "active": true, "type": "custom", "timezone": "UTC",
        "daysTime": [{"day": "Monday", "start": {"time": "08:00"}, "finish": {"time": "20:00"}, "open": true}],
        "workHours": [{"day": "Monday", "start": no_time["start"], "finish": no_time["finish"], "open": true}],
    });
    let figures = json!({"name": "Conversations"});
    let range = json!({"from": "2026-01-01", "to": "2026-01-01"});
    // `$room` stands for the room, `$inquiry` for its inquiry; a result `…` is anything.
    for (method, params, expected) in [
        (
            "livechat:changeLivechatStatus",
            json!([{"status": "not-available", "agentId": "ann"}]),
            r#"{"status":"not-available"}"#,
        ),
        ("livechat:closeRoom", json!(["$room", "Bye", {"clientAction": true, "tags": ["t"]}]), "null"),
        (
            "livechat:closeRoom",
            json!(["$room", "Bye", {"emailTranscript": {"sendToVisitor": true, "requestData": {"email": "a@b", "subject": "s"}}}]),
            "null",
        ),
        ("livechat:requestTranscript", json!(["$room", "a@example.com", "Yours"]), "null"),
        ("livechat:discardTranscript", json!(["$room"]), "Transcript not requested [error-transcript-not-requested]"),
        (
            "livechat:getAgentOverviewData",
            json!([{"chartOptions": {"name": "Total_conversations"}, "daterange": range, "departmentId": "", "utcOffset": 0, "language": "en"}]),
            "…",
        ),
        (
            "livechat:getAnalyticsChartData",
            json!([{"chartOptions": {"name": "Total_conversations"}, "daterange": range}]),
            "…",
        ),
        (
            "livechat:getAnalyticsOverviewData",
            json!([{"analyticsOptions": figures, "daterange": range, "language": "en"}]),
            "…",
        ),
        ("livechat:getNextAgent", json!([{"token": "new"}]), "{}"),
        ("livechat:getRoutingConfig", json!([]), "…"),
        ("livechat:registerGuest", json!([{"token": "u", "name": "Eve"}]), "…"),
        ("livechat:removeAllClosedRooms", json!([]), "0"),
        ("livechat:removeCustomField", json!(["none"]), "{}"),
        ("livechat:removeTrigger", json!(["none"]), "null"),
        ("livechat:removeRoom", json!(["$room"]), "{}"),
        ("livechat:saveAgentInfo", json!(["ann", {"maxNumberSimultaneousChat": 3}, ["sales"]]), "null"),
        (
            "livechat:saveDepartmentAgents",
            json!(["sales", {"upsert": [{"agentId": "ann", "username": "ann"}], "remove": []}]),
            "null",
        ),
        (
            "livechat:saveIntegration",
            json!([{"Livechat_webhookUrl": "https://example.com", "Livechat_webhook_on_start": true}]),
            "null",
        ),
        ("livechat:setCustomField", json!(["t", "none", "value", true]), "{}"),
        (
            "livechat:setDepartmentForVisitor",
            json!([{"roomId": "$room", "visitorToken": "t", "departmentId": "none"}]),
            "{}",
        ),
        (
            "livechat:transfer",
            json!([{"roomId": "$room", "userId": "eve", "comment": "Yours", "clientAction": true}]),
            "null",
        ),
        ("livechat:takeInquiry", json!(["none", {"clientAction": true}]), "Inquiry not found [error-not-found]"),
        ("livechat:getTagsList", json!([]), "[]"),
        ("livechat:saveBusinessHour", json!([hour]), "null"),
        ("livechat:removeBusinessHour", json!(["none", "custom"]), "null"),
        ("livechat:addMonitor", json!(["eve"]), "…"),
        ("livechat:removeMonitor", json!(["nobody"]), "{}"),
        ("livechat:saveTag", json!([null, {"name": "new", "description": "d"}, ["sales"]]), "…"),
        ("livechat:removeTag", json!(["none"]), "Tag not found [tag-not-found]"),
        ("livechat:saveUnit", json!([null, {"name": "N", "visibility": "public"}, unit, []]), "…"),
        (
            "livechat:saveUnit",
            json!(["none", {"name": "N", "visibility": "public"}, unit, []]),
            "Unit not found [error-unit-not-found]",
        ),
        ("livechat:removeUnit", json!(["none"]), "Unit not found [unit-not-found]"),
        ("livechat:resumeOnHold", json!(["$room", {"clientAction": true}]), "{}"),
        ("sendMessageLivechat", json!([{"message": {"token": "t", "rid": "$room", "msg": "Hi"}}]), "…"),
    ] {
        let (mut mock, room, _, admin) = workspace();
        agent(mock.world(), "eve");
        let params: Value = serde_json::from_str(&params.to_string().replace("$room", room.as_str())).unwrap();
        let given = call(&mut mock, Some(&admin), method, &params);
        let shown = given["message"].as_str().map_or_else(|| given.to_string(), str::to_owned);
        assert_ne!(given["error"], 404, "{method}");
        assert!(expected != "…" || given.get("errorType").is_none(), "{method}: {given}");
        assert!(expected == "…" || shown == expected, "{method}: {given}");
        // The same over a socket, but for what clients are not told of an error.
        let (mut mock, room, _, admin) = workspace();
        agent(mock.world(), "eve");
        let params: Value = serde_json::from_str(&params.to_string().replace("$room", room.as_str())).unwrap();
        let socket = mock.connect();
        mock.call(socket, "login", json!([{"resume": admin.1}]));
        let heard = mock.call(socket, method, params);
        let is_error = given["errorType"].is_string() || given == json!({});
        assert_eq!(heard.get("error").is_some(), is_error, "{method}: {heard}");
    }
}

/// An error with a code, as text.
fn coded(code: &str, reason: &str, method: &str) -> Value {
    let mut error = json!({"isClientSafe": true, "error": code});
    let mut message = format!("[{code}]");
    if !reason.is_empty() {
        error["reason"] = reason.into();
        message = format!("{reason} {message}");
    }
    if !method.is_empty() {
        error["details"] = json!({"method": method});
    }
    (error["message"], error["errorType"]) = (message.into(), "Meteor.Error".into());
    error
}

fn mismatch(text: &str, path: &str) -> Value {
    let sanitized = coded("x", "Match failed", "");
    let mut sanitized = sanitized;
    (sanitized["error"], sanitized["message"]) = (400.into(), "Match failed [400]".into());
    json!({
        "message": format!("Match error: {text}"), "path": path, "sanitizedError": sanitized, "errorType": "Match.Error",
    })
}

#[test]
fn a_room_goes_back_to_the_queue() {
    const METHOD: &str = "livechat:returnAsInquiry";
    let (mut mock, room, ann, admin) = workspace();
    let eve = mock.world().add_user(livechat_mock::Account::new("eve", "password").id("eve"));
    let eve = mock.log_in(&eve);
    let refused = coded("error-not-allowed", "Not allowed", METHOD);
    for login in [None, Some(&eve)] {
        assert_eq!(call(&mut mock, login, METHOD, &json!(["none"])), refused);
    }
    assert_eq!(
        call(&mut mock, Some(&ann), METHOD, &json!(["none"])),
        coded("error-invalid-room", "Invalid room", METHOD)
    );
    for (setting, is_on) in
        [("Livechat_allow_manual_on_hold", true), ("Livechat_allow_manual_on_hold_upon_agent_engagement_only", false)]
    {
        mock.world().set_setting(setting, is_on).unwrap();
    }
    mock.post_as(&ann, "livechat/room.onHold", &json!({"roomId": room}));
    assert_eq!(call(&mut mock, Some(&ann), METHOD, &json!([room])), coded("error-room-onHold", "", ""));
    mock.post_as(&ann, "livechat/room.resumeOnHold", &json!({"roomId": room}));
    assert_eq!(call(&mut mock, Some(&ann), METHOD, &json!([room, "sales"])), json!(true));
    assert_eq!(call(&mut mock, Some(&admin), METHOD, &json!([room])), json!(false), "nobody serves it");
    mock.post("livechat/room.close", &json!({"rid": room, "token": "t"}));
    assert_eq!(call(&mut mock, Some(&ann), METHOD, &json!([room])), coded("room-closed", "Room closed", METHOD));
}

#[test]
fn a_transcript_is_sent() {
    const METHOD: &str = "livechat:sendTranscript";
    let (mut mock, room, ann, admin) = workspace();
    for (login, params, expected) in [
        (None, json!(["t", 5, "a@b"]), mismatch("Expected string, got number", "")),
        (None, json!(["t", "none"]), mismatch("Expected string, got undefined", "")),
        (Some(&ann), json!(["t", "none", "x"]), coded("error-not-allowed", "Not allowed", METHOD)),
        (Some(&admin), json!(["t", "none", "x"]), coded("error-invalid-room", "Invalid room", "")),
        (Some(&admin), json!(["u", room, "x"]), json!({})),
        (Some(&admin), json!(["t", room, "x"]), coded("invalid email", "", "")),
        (Some(&admin), json!(["t", room, "a@b", "Yours"]), json!(true)),
    ] {
        assert_eq!(call(&mut mock, login, METHOD, &params), expected, "{params}");
    }
}

#[test]
fn a_department_is_saved() {
    const METHOD: &str = "livechat:saveDepartment";
    let (mut mock, _, ann, admin) = workspace();
    let data = json!({
        "name": "N", "email": "n@example.com", "enabled": true, "showOnRegistration": false, "showOnOfflineForm": false,
        "maxNumberSimultaneousChat": -5,
    });
    let with = |key: &str, value: Value| {
        let mut data = data.clone();
        data[key] = value;
        data
    };
    let agents = json!([{"agentId": "ann", "count": 1, "order": -2}]);
    let one_of = "Failed Match.OneOf, Match.Maybe or Match.Optional validation";
    for (login, params, expected) in [
        (&ann, json!([]), coded("error-not-allowed", "Not allowed", METHOD)),
        (&admin, json!([null]), mismatch("Expected object, got null", "")),
        (&admin, json!([null, {}]), mismatch("Missing key 'enabled'", "")),
        (
            &admin,
            json!([null, with("description", Value::Null)]),
            mismatch("Expected string, got null in field description", "description"),
        ),
        (&admin, json!([null, with("more", json!(0.5))]), mismatch(&format!("{one_of} in field more"), "more")),
        (
            &admin,
            json!([null, data, [{"count": 1}]]),
            mismatch("Missing key 'agentId' in field upsert[0]", "upsert[0]"),
        ),
        (&admin, json!(["none", data]), coded("error-department-not-found", "Department not found", METHOD)),
    ] {
        assert_eq!(call(&mut mock, Some(login), METHOD, &params), expected, "{params}");
    }
    let saved = call(&mut mock, Some(&admin), METHOD, &json!([null, data, agents]));
    assert_eq!(
        (&saved["name"], &saved["numAgents"], &saved["maxNumberSimultaneousChat"]),
        (&json!("N"), &json!(1), &json!(-5))
    );
    let renamed = call(&mut mock, Some(&admin), METHOD, &json!([saved["_id"], with("name", json!("M"))]));
    assert_eq!((&renamed["_id"], &renamed["name"]), (&saved["_id"], &json!("M")));
    assert!(renamed["_updatedAt"]["$date"].is_i64(), "{renamed}");
}

#[test]
fn a_trigger_is_saved() {
    const METHOD: &str = "livechat:saveTrigger";
    let (mut mock, _, ann, admin) = workspace();
    let trigger =
        json!({"name": "n", "description": "", "enabled": true, "runOnce": false, "conditions": [], "actions": []});
    let with = |key: &str, value: Value| {
        let mut trigger = trigger.clone();
        trigger[key] = value;
        json!([trigger])
    };
    for (login, params, expected) in [
        (&ann, json!([]), coded("error-not-allowed", "Not allowed", METHOD)),
        (&admin, json!([]), mismatch("Expected object, got null", "")),
        (&admin, with("enabled", json!("yes")), mismatch("Expected boolean, got string in field enabled", "enabled")),
        (&admin, with("more", json!(1)), mismatch("Unknown key in field more", "more")),
        (&admin, with("_id", json!("none")), json!(true)),
        (&admin, json!([trigger]), json!(true)),
    ] {
        assert_eq!(call(&mut mock, Some(login), METHOD, &params), expected, "{params}");
    }
    assert_eq!(mock.world().triggers().count(), 1);
}

#[test]
fn a_custom_field_is_saved() {
    const METHOD: &str = "livechat:saveCustomField";
    let (mut mock, _, ann, admin) = workspace();
    let field = |name: &str| {
        json!({
            "field": name, "label": "L", "scope": "visitor", "visibility": "visible", "regexp": "", "searchable": true,
        })
    };
    let names = "Invalid custom field name. Use only letters, numbers, hyphens and underscores.";
    for (login, params, expected) in [
        (&ann, json!([]), coded("error-not-allowed", "Not allowed", METHOD)),
        (&admin, json!([null, {"field": "f"}]), mismatch("Missing key 'label'", "")),
        (&admin, json!([null, field("a b")]), coded("error-invalid-custom-field-name", names, "")),
        (&admin, json!(["none", field("f")]), coded("error-invalid-custom-field", "Custom Field Not found", "")),
    ] {
        assert_eq!(call(&mut mock, Some(login), METHOD, &params), expected, "{params}");
    }
    let saved = call(&mut mock, Some(&admin), METHOD, &json!([null, field("f")]));
    assert_eq!((&saved["_id"], &saved["label"]), (&json!("f"), &json!("L")));
    let taken = call(&mut mock, Some(&admin), METHOD, &json!([null, field("f")]));
    assert_eq!(taken, coded("error-custom-field-name-already-exists", "Custom field name already exists", ""));
    let changed = call(&mut mock, Some(&admin), METHOD, &json!(["f", field("g")]));
    assert_eq!((changed.get("_id"), &changed["label"]), (None, &json!("L")));
}

#[test]
fn a_unit_is_removed() {
    const METHOD: &str = "livechat:removeUnit";
    let (mut mock, _, ann, admin) = workspace();
    let data = json!({"name": "N", "visibility": "public"});
    let monitors = json!([{"monitorId": "ann", "username": "ann"}]);
    let unit = call(&mut mock, Some(&admin), "livechat:saveUnit", &json!([null, data, monitors, []]))["_id"].clone();
    assert_eq!(call(&mut mock, Some(&ann), METHOD, &json!([unit])), coded("error-not-allowed", "Not allowed", METHOD));
    let gone = coded("unit-not-found", "Unit not found", METHOD);
    assert_eq!(call(&mut mock, Some(&admin), METHOD, &json!(["none"])), gone);
    assert_eq!(call(&mut mock, Some(&admin), METHOD, &json!([unit])), json!(1));
}

#[test]
fn methods_are_there_below_the_newest_version_and_by_licence() {
    let (mut mock, _, _, admin) = workspace();
    let world = livechat_mock::World::empty().with_edition(Edition::Community);
    let mut community = Mock::new(world);
    community.engine = community.engine.server_version(VERSION);
    let owner = community.world().administrator().clone();
    let owner = community.log_in(&owner);
    assert_eq!(call(&mut community, Some(&owner), "livechat:saveTag", &json!([]))["error"], 404);
    assert_eq!(
        call(&mut community, Some(&owner), "livechat:removeCustomField", &json!([]))["errorType"],
        "Meteor.Error"
    );
    for version in ServerVersion::ALL {
        mock.engine = mock.engine.server_version(version);
        let frame = rest::call_text(&mut mock, Some(&admin), "livechat:getTagsList", &json!([])).2;
        let expected = if version == ServerVersion::V8_8 {
            r#"{"msg":"result","id":"7","error":{"isClientSafe":true,"error":404,"reason":"Method 'livechat:getTagsList' not found","message":"Method 'livechat:getTagsList' not found [404]","errorType":"Meteor.Error"}}"#
        } else {
            r#"{"msg":"result","id":"7","result":[]}"#
        };
        assert_eq!(frame, expected, "{version}");
    }
}

#[test]
fn what_rest_has_instead_is_hinted_at() {
    let (mut mock, _, _, admin) = workspace();
    for (method, hint) in [
        ("livechat:addAgent", "POST /api/v1/livechat/users/agent"),
        ("livechat:pageVisited", "POST /api/v1/livechat/page.visited"),
    ] {
        let message = json!({"msg": "method", "id": "7", "method": method, "params": []}).to_string();
        let response = rest::send(&mut mock, Some(&admin), &message);
        assert!(response.headers()["x-livechat-mock-hint"].to_str().unwrap().contains(hint));
    }
    let socket = mock.connect();
    let frame = json!({"msg": "method", "id": "7", "method": "livechat:addAgent", "params": []}).to_string();
    let error = mock.receive(socket, &frame).unwrap_err().to_string();
    assert!(error.ends_with("REST has POST /api/v1/livechat/users/agent"), "{error}");
}

/// What is left of an error of one call too many, where it was one.
fn too_many(answer: &Value) -> Option<(&Value, &Value)> {
    let is_it = answer["error"] == "too-many-requests";
    is_it.then(|| (&answer["reason"], &answer["details"]["timeToReset"]))
}

#[test]
fn a_user_writes_five_messages_in_a_second() {
    let (mut mock, room, ann, admin) = workspace();
    mock.engine = mock.engine.rate_limit(true);
    let eve = agent(mock.world(), "eve");
    let eve = mock.log_in(&eve);
    let draft = json!([{"rid": room, "msg": "Hi"}]);
    let socket = mock.connect();
    mock.call(socket, "login", json!([{"resume": ann.1}]));
    for number in 0..6 {
        // Sockets and the bridge count together.
        let answer = if number % 2 == 0 {
            call(&mut mock, Some(&ann), "sendMessage", &draft)
        } else {
            let frame = mock.call(socket, "sendMessage", draft.clone());
            frame.get("error").or(frame.get("result")).cloned().unwrap_or_default()
        };
        let reason = json!("Error, too many requests. Please slow down. You must wait 1 seconds before trying again.");
        assert_eq!(too_many(&answer), (number == 5).then_some((&reason, &json!(1000))), "{answer}");
    }
    assert_eq!(too_many(&call(&mut mock, Some(&eve), "sendMessage", &draft)), None, "each user has a limit");
    for _ in 0..6 {
        assert_eq!(too_many(&call(&mut mock, Some(&admin), "sendMessage", &draft)), None, "she may send many");
    }
    mock.advance(1);
    assert_eq!(too_many(&call(&mut mock, Some(&ann), "sendMessage", &draft)), None);
}

#[test]
fn one_transcript_is_sent_in_five_seconds() {
    let (mut mock, room, ann, admin) = workspace();
    let send = |mock: &mut Mock, login| call(mock, Some(login), "livechat:sendTranscript", &json!(["t", room, "a@b"]));
    assert_eq!([send(&mut mock, &admin), send(&mut mock, &admin)], [true, true], "limits are off");
    mock.engine = mock.engine.rate_limit(true);
    assert_eq!(send(&mut mock, &ann)["error"], "error-not-allowed");
    mock.advance(3);
    assert_eq!(too_many(&send(&mut mock, &admin)).unwrap().1, &json!(2000), "for everybody together");
    mock.advance(2);
    assert_eq!(send(&mut mock, &admin), true);
}
