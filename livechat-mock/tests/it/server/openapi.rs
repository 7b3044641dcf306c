//! The description of the server's own paths, held against the schema of OpenAPI 3.1.

use std::collections::BTreeSet;

use livechat_mock::{Engine, Server, World};
use serde_json::Value;

use super::{
    control::{control, controlled, done, steered},
    start,
};
use crate::{operations::operations, raw::Raw};

async fn document() -> Value {
    control(&controlled().await, "GET", "/openapi.json", "").await.json()
}

/// All descriptions of what a path takes by a method.
fn descriptions(document: &Value) -> Vec<(&str, &str, &Value)> {
    let items = document["paths"].as_object().unwrap().iter();
    items
        .flat_map(|(path, item)| {
            item.as_object()
                .unwrap()
                .iter()
                .map(move |(method, description)| (path.as_str(), method.as_str(), description))
        })
        .collect()
}

#[tokio::test]
async fn it_is_valid() {
    let document = document().await;
    // Of the OpenAPI Initiative, under the licence Apache-2.0.
    let schema = serde_json::from_str(include_str!("openapi-3.1.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<_> =
        validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    // Which leaves the schemas within to their own, and the names to nobody.
    let mut ids = BTreeSet::new();
    for (path, method, description) in descriptions(&document) {
        let of_arguments = description["parameters"].as_array().unwrap().iter().map(|parameter| &parameter["schema"]);
        let of_body =
            description["requestBody"]["content"].as_object().into_iter().flat_map(|content| content.values());
        for schema in of_arguments.chain(of_body.map(|content| &content["schema"])) {
            assert!(jsonschema::meta::is_valid(schema), "{method} {path}: {schema}");
        }
        let in_path = |parameter: &&Value| parameter["in"] == "path";
        let named: BTreeSet<_> = description["parameters"]
            .as_array()
            .unwrap()
            .iter()
            .filter(in_path)
            .collect::<Vec<_>>()
            .into_iter()
            .map(|parameter| format!("{{{}}}", parameter["name"].as_str().unwrap()))
            .collect();
        let in_template = path.split('/').filter(|segment| segment.starts_with('{')).map(str::to_owned).collect();
        assert_eq!(named, in_template, "{method} {path}");
        if let Some(id) = description["operationId"].as_str() {
            assert!(ids.insert(id.to_owned()), "{id} is there twice");
        }
    }
    let all: BTreeSet<_> = operations().iter().map(|operation| operation.name.to_owned()).collect();
    assert_eq!(ids, all);
}

#[tokio::test]
async fn it_says_what_operations_and_control_routes_take() {
    let server = controlled().await;
    let document = document().await;
    let register = &document["paths"]["/api/v1/livechat/visitor"]["post"];
    assert_eq!(register["summary"], "visitors::RegisterVisitor");
    let body = &register["requestBody"]["content"]["application/json"]["schema"];
    assert!(body["properties"]["visitor"].is_object(), "{body}");
    let info = &document["paths"]["/api/v1/livechat/visitors.info"]["get"];
    assert_eq!(
        (&info["parameters"][0]["name"], &info["parameters"][0]["required"]),
        (&"visitorId".into(), &true.into())
    );
    assert_eq!(info["security"][0]["userId"], serde_json::json!([]));
    for route in done(&server, "GET", "/", Value::Null).await["routes"].as_array().unwrap() {
        let (path, method) = (route["path"].as_str().unwrap(), route["method"].as_str().unwrap().to_lowercase());
        assert_eq!(document["paths"][path][&method]["summary"], route["does"]);
        // The example of a body is what its schema says, and nothing else is.
        let body = &document["paths"][path][&method]["requestBody"];
        assert_eq!(body.is_object(), route["takes"].is_string(), "{method} {path}");
        if let Some(content) = body["content"]["application/json"].as_object() {
            let schema = jsonschema::validator_for(&content["schema"]).unwrap();
            let wrong = schema.iter_errors(&content["example"]).map(|error| error.to_string());
            assert_eq!(wrong.collect::<Vec<_>>(), Vec::<String>::new(), "{method} {path}");
            assert!(!schema.is_valid(&serde_json::json!([])), "{method} {path}");
        }
    }
}

/// Each operation, asked as plainly as its path allows, responds in a media type that the document names.
#[tokio::test]
async fn it_names_the_media_types_of_responses() {
    let server = start(steered(Server::builder(Engine::stateful(World::documented()).no_auth(true)))).await;
    let document = control(&server, "GET", "/openapi.json", "").await.json();
    let mut client = Raw::connect(server.address()).await;
    let mut statuses = BTreeSet::new();
    for (path, method, description) in descriptions(&document) {
        if path.starts_with("/__livechat-mock/") {
            continue;
        }
        let segments = path.split('/').map(|segment| match segment {
            "{service}" => "twilio",
            segment if segment.starts_with('{') => "0",
            segment => segment,
        });
        let target = segments.collect::<Vec<_>>().join("/");
        let request = format!(
            "{} {target} HTTP/1.1\r\nhost: localhost\r\nx-user-id: u\r\nx-auth-token: t\r\ncontent-type: application/json\r\n\
             content-length: 2\r\n\r\n{{}}",
            method.to_uppercase()
        );
        let answer = client.ask(request).await;
        let described = match answer.status {
            200 => &description["responses"]["200"],
            _ => match description["responses"]["default"]["$ref"].as_str() {
                Some(shared) => document.pointer(shared.trim_start_matches('#')).unwrap(),
                None => &description["responses"]["default"],
            },
        };
        let media_type = answer.header("content-type").unwrap_or_default().split(';').next().unwrap_or_default();
        let is_named = |name: &str| described["content"].get(name).is_some();
        assert!(is_named(media_type) || is_named("*/*"), "{method} {path}: {} {media_type:?}", answer.status);
        statuses.insert(answer.status);
    }
    assert!(statuses.is_superset(&[200, 400, 404].into()), "{statuses:?}");
    // Bytes are what was stored; a text message's answer is in the form of its provider.
    for (path, method) in [("/file-upload/{id}/{name}", "get"), ("/api/v1/livechat/sms-incoming/{service}", "post")] {
        assert!(document["paths"][path][method]["responses"]["200"]["content"]["*/*"].is_object(), "{path}");
    }
}

/// Each fault has its schema.
#[tokio::test]
async fn it_says_what_faults_there_are() {
    let server = controlled().await;
    let document = document().await;
    let schema =
        &document["paths"]["/__livechat-mock/faults"]["post"]["requestBody"]["content"]["application/json"]["schema"];
    let schema = jsonschema::validator_for(schema).unwrap();
    let unknown = control(&server, "POST", "/faults", r#"{"fault": "explode"}"#).await.json()["error"].clone();
    let names: Vec<_> = unknown.as_str().unwrap().split('`').skip(3).step_by(2).map(str::to_owned).collect();
    assert!(names.len() > 15, "{names:?}");
    for name in names {
        let plain = serde_json::json!({"fault": name});
        let mut with = serde_json::json!({"fault": {}});
        with["fault"][&name] = match name.as_str() {
            "fail" => serde_json::json!({"status": 500}),
            "delay_between" => serde_json::json!({"min_millis": 1, "max_millis": 2}),
            "dribble" => serde_json::json!({"chunk_bytes": 1, "pause_millis": 2}),
            _ => serde_json::json!({"millis": 1}),
        };
        let fault = if schema.is_valid(&plain) { plain } else { with };
        assert!(schema.is_valid(&fault), "{fault}");
        done(&server, "POST", "/faults", fault).await;
    }
}
