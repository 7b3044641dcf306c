//! What a server gave last time, descriptions and recordings.

use livechat_mock::{
    LivechatMock,
    check::{Baseline, Check, CheckError, Outcome, Report},
};
use serde_json::{Value, json};

use super::{
    altered::{Altered, client},
    assert_same, outcome,
};

/// A check of a mock that replays, whose successful responses are changed.
async fn run(alter: impl Fn(&'static str, &mut u16, &mut Value) + Send + Sync + 'static) -> Report {
    let mock = LivechatMock::start().await;
    let altered = Altered::new(&mock, move |operation, status, body| {
        if *status == 200 {
            alter(operation, status, body);
        }
    });
    Check::new().run(&client(altered, &"admin".into(), &mock)).await.unwrap()
}

fn told(report: &Report) -> Vec<(&'static str, String)> {
    report.differences().map(|(name, it)| (name, it.to_string())).collect()
}

#[tokio::test]
async fn what_a_server_gave_and_gives_no_longer_is_told() {
    let baseline = Baseline::of(&run(|_, _, _| ()).await).to_string().parse::<Baseline>().unwrap();
    let mut same = run(|_, _, _| ()).await;
    same.compare(&baseline);
    assert_same(&same);

    let mut less = run(|operation, status, body| match operation {
        // An optional field of each room, and one with all that is in it.
        "ListRooms" => body["rooms"].as_array_mut().unwrap().iter_mut().for_each(|room| {
            let room = room.as_object_mut().unwrap();
            room.remove("msgs");
            room.remove("v");
            // One that the type needs is told once.
            room.remove("_id");
        }),
        // What one record alone lacks may come and go.
        "ListUsers" => drop(body["users"][0].as_object_mut().unwrap().remove("statusLivechat")),
        "ListTags" => body["tags"] = json!([]),
        // It can be read, and is another kind of value.
        "GetVisitor" => body["visitor"]["username"] = Value::Null,
        "GetDepartment" => body["department"]["name"] = json!(7),
        "ListTriggers" => {
            *status = 403;
            *body = json!({"success": false, "error": "unauthorized"});
        }
        _ => {}
    })
    .await;
    less.compare(&baseline);
    let told = told(&less);
    let of = |name: &str| told.iter().filter(|(of, _)| *of == name).map(|(_, it)| it.as_str()).collect::<Vec<_>>();
    let rooms = of("ListRooms");
    assert!(rooms.contains(&"/rooms/*/msgs: expected a number, as in the baseline, found nothing"), "{rooms:#?}");
    assert!(rooms.contains(&"/rooms/*/v: expected an object, as in the baseline, found nothing"), "{rooms:#?}");
    assert!(!rooms.iter().any(|it| it.contains("/v/") || it.contains("/rooms/*/_id")), "{rooms:#?}");
    assert!(rooms.iter().any(|it| it.starts_with("/rooms/0/_id: expected a value")), "{rooms:#?}");
    assert_eq!(of("ListTriggers"), ["expected a response, as in the baseline, found not allowed"]);
    assert!(of("ListUsers").is_empty() && of("ListTags").is_empty() && of("GetVisitor").is_empty(), "{less}");
    assert_eq!(outcome(&less, "ListRooms"), Outcome::Differs);

    // What differs now is known from now on, in whichever record it is.
    let baseline = Baseline::of(&less);
    let mut again = run(|operation, _, body| {
        if operation == "ListRooms" {
            for room in body["rooms"].as_array_mut().unwrap() {
                let room = room.as_object_mut().unwrap();
                room.retain(|key, _| !["msgs", "v", "_id"].contains(&key.as_str()));
            }
        }
        if operation == "GetDepartment" {
            body["department"]["name"] = json!(7);
        }
    })
    .await;
    again.compare(&baseline);
    assert_same(&again);
    assert_eq!(outcome(&again, "ListRooms"), Outcome::Ok);
    let rooms = again.operations.iter().find(|it| it.operation == "ListRooms").unwrap();
    assert!(!rooms.known.is_empty());
    assert!(again.to_string().contains("    known: /rooms/0/_id: "), "{again}");
}

#[tokio::test]
async fn a_value_of_another_kind_than_before_is_told_though_it_can_be_read() {
    let change = |text: &'static str| {
        run(move |operation, _, body| {
            if operation == "ListRooms" {
                let value = if text.is_empty() { json!(7) } else { json!(text) };
                body["rooms"].as_array_mut().unwrap().iter_mut().for_each(|room| room["later"] = value.clone());
            }
        })
    };
    let baseline = Baseline::of(&change("text").await);
    let mut other = change("").await;
    other.compare(&baseline);
    let expected = "/rooms/*/later: expected a string, as in the baseline, found a number".to_owned();
    assert_eq!(told(&other), [("ListRooms", expected)]);
}

#[test]
fn what_is_no_baseline_says_so() {
    for (text, says) in [
        ("", "it is no baseline of a check: EOF while parsing"),
        ("<html>", "it is no baseline of a check: expected value"),
        ("{}", "missing field `livechat_baseline`"),
        (r#"{"livechat_baseline":2,"server":null,"operations":{}}"#, "write it anew"),
    ] {
        let error = text.parse::<Baseline>().unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
}

/// A description of two operations.
fn description() -> Value {
    json!({
        "openapi": "3.0.0",
        "paths": {
            "/api/v1/livechat/visitor/{visitorToken}": {"get": {
                "parameters": [{"name": "visitorToken", "in": "path", "required": true}],
                "responses": {"200": {"content": {"application/json": {
                    "schema": {"$ref": "#/components/schemas/Visitor"},
                    "examples": {"One": {"value": {
                        "visitor": {"_id": "v", "token": "t", "username": "guest-1"}, "success": true,
                    }}},
                }}}},
            }},
            "/api/v1/livechat/visitors.info": {"get": {
                "parameters": [{"$ref": "#/components/parameters/Visitor"}],
                "responses": {"200": {"content": {"application/json": {
                    "example": {"visitor": {"_id": "v", "username": "guest-1"}, "success": true},
                }}}},
            }},
        },
        "components": {
            "schemas": {"Visitor": {"type": "object", "properties": {
                "visitor": {"type": "object", "properties": {
                    "_id": {"type": "string"}, "username": {"type": "string"}, "token": {"type": "string"},
                    "_updatedAt": {"type": "string"},
                    // It contains itself.
                    "more": {"$ref": "#/components/schemas/Visitor"},
                }},
            }}},
            "parameters": {"Visitor": {"name": "visitorId", "in": "query", "required": true}},
        },
    })
}

fn read(description: &Value) -> Report {
    Check::new().read_openapi(&description.to_string()).unwrap()
}

#[test]
fn a_description_is_held_against_types_and_contracts() {
    let report = read(&description());
    assert_same(&report);
    assert_eq!((report.count(Outcome::Ok), outcome(&report, "ListRooms")), (2, Outcome::NotThere));
    assert!(report.nearest.is_none());

    let info = "/paths/~1api~1v1~1livechat~1visitors.info/get";
    let visitor = "/components/schemas/Visitor/properties/visitor/properties";
    for (place, value, operation, says) in [
        (
            format!("{info}/responses/200/content/application~1json/example/visitor"),
            json!({"id": "v"}),
            "GetVisitorInfo",
            "an example of the response: /visitor/_id: expected a value, found nothing",
        ),
        (
            format!("{visitor}/username/type"),
            json!("integer"),
            "GetVisitor",
            "the schema of the response: /visitor/username: expected a string, found a number",
        ),
        (
            "/components/parameters/Visitor/required".to_owned(),
            json!(false),
            "GetVisitorInfo",
            "the arguments: /visitorId: expected an argument that is required, found one that is optional",
        ),
        (
            "/components/parameters/Visitor/name".to_owned(),
            json!("visitor"),
            "GetVisitorInfo",
            "the arguments: /visitorId: expected a required argument, found nothing",
        ),
    ] {
        let mut changed = description();
        *changed.pointer_mut(&place).unwrap() = value;
        let told = told(&read(&changed));
        assert!(told.iter().any(|it| *it == (operation, says.to_owned())), "{told:#?}");
    }
}

#[test]
fn a_description_may_be_yaml() {
    let yaml = "openapi: 3.0.0\npaths:\n  /api/v1/livechat/config:\n    get:\n      responses:\n        '200':\n          content:\n            application/json:\n              example: {config: {enabled: 'yes'}, success: true}\n";
    let report = Check::new().only("GetConfig").unwrap().read_openapi(yaml).unwrap();
    assert_eq!(report.operations.len(), 1);
    let told = told(&report);
    assert!(told.iter().any(|(_, it)| it.contains("/config/enabled: expected a boolean, found a string")), "{told:#?}");
}

#[test]
fn what_is_no_description_says_so() {
    for (text, says) in [
        ("", "it does not begin with `openapi: 3.`"),
        ("<html>Log in</html>", "it does not begin with `openapi: 3.`"),
        ("{\"openapi\":", "EOF while parsing"),
        ("a: [", "it is no OpenAPI description: "),
        (r#"{"swagger":"2.0","paths":{}}"#, "it does not begin with `openapi: 3.`"),
        (r#"{"openapi":"3.0.0"}"#, "it has no paths"),
        (r#"{"openapi":"3.0.0","paths":{"/pets":{"get":{}}}}"#, "it has none of the operations"),
        (
            r##"{"openapi":"3.0.0","paths":{"/api/info":{"$ref":"#/paths/~1api~1info"}}}"##,
            "it has none of the operations",
        ),
    ] {
        let error = Check::new().read_openapi(text).unwrap_err();
        assert!(matches!(error, CheckError::File { .. }) && error.to_string().contains(says), "{text}: {error}");
    }
}

fn entry(method: &str, url: &str, status: u16, body: &str) -> Value {
    json!({
        "request": {"method": method, "url": url, "headers": [{"name": "X-Auth-Token", "value": "s3cret"}]},
        "response": {"status": status, "content": {"mimeType": "application/json", "text": body}},
    })
}

#[test]
fn a_recording_is_held_against_the_types() {
    let url = "https://example.com/chat/api/v1/livechat";
    let good = r#"{"visitor":{"_id":"v","token":"s3cret","username":"guest-1"},"success":true}"#;
    let bad = r#"{"visitor":{"_id":7,"token":"s3cret","username":"guest-1"},"success":true}"#;
    let mut encoded = entry("GET", &format!("{url}/visitors.info?visitorId=v"), 200, "eyJ2aXNpdG9yIjp7fX0=");
    encoded["response"]["content"]["encoding"] = "base64".into();
    let mut empty = entry("GET", &format!("{url}/rooms"), 200, "");
    empty["response"]["content"] = json!({});
    let har = json!({"log": {"entries": [
        entry("GET", "https://example.com/style.css", 200, "a{}"),
        entry("GET", &format!("{url}/visitor/s3cret"), 200, good),
        entry("GET", &format!("{url}/visitor/s3cret"), 400, r#"{"success":false,"error":"[invalid-token]"}"#),
        entry("GET", &format!("{url}/visitor/s3cret"), 200, bad),
        entry("POST", &format!("{url}/visitor"), 400, r#"{"success":false,"error":"[invalid-token]"}"#),
        encoded,
        empty,
    ]}});
    let report = Check::new().read_har(&har.to_string()).unwrap();
    let expected = [
        ("GetVisitor", "entry 4: /visitor/_id: expected a string, found a number"),
        ("GetVisitorInfo", "entry 6: /visitor/_id: expected a value, found nothing"),
    ];
    assert_eq!(told(&report), expected.map(|(name, it)| (name, it.to_owned())), "{report}");
    assert_eq!(outcome(&report, "RegisterVisitor"), Outcome::Skipped);
    assert_eq!(outcome(&report, "ListRooms"), Outcome::Skipped);
    assert!(!format!("{report} {}", serde_json::to_string(&report).unwrap()).contains("s3cret"));

    for (text, says) in [
        ("{}", "missing field `log`"),
        ("<html>", "it is no HTTP archive: expected value"),
        (r#"{"log":{"entries":[]}}"#, "it has no call of the Livechat API"),
    ] {
        let error = Check::new().read_har(text).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
}
