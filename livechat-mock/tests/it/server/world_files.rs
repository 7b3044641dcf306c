//! Worlds as files: what one server gives, another takes.

use livechat_mock::{ControlAccess, Engine, Server, World};
use serde_json::{Value, json};

use super::{
    REGISTER, VISITOR,
    control::{assert_problem, control, controlled, done},
    start,
};
use crate::raw::{Answer, Raw, post, request};

const FILE: &str = "/__livechat-mock/world";

async fn register(server: &Server, token: &str) -> Value {
    let body = json!({"visitor": {"token": token}}).to_string();
    Raw::connect(server.address()).await.ask(post(REGISTER, &body)).await.json()
}

async fn export(server: &Server) -> String {
    String::from_utf8(control(server, "GET", "/world", "").await.body).unwrap()
}

async fn import(server: &Server, file: &str) -> Answer {
    control(server, "PUT", "/world", file).await
}

#[tokio::test]
async fn a_world_goes_on_in_another_server() {
    let (here, there) = (controlled().await, controlled().await);
    register(&here, "s3cret").await;
    let file = export(&here).await;
    assert!(file.starts_with(r#"{"livechat-mock-world":1,"written_by":""#), "{}", &file[..100]);
    assert!(file.contains("s3cret"), "secrets are part of a world");
    register(&there, "forgotten").await;
    done(&there, "POST", "/faults", json!({"fault": "reset"})).await;
    assert_eq!(import(&there, &file).await.status, 200);
    assert_eq!(export(&there).await, file);
    assert_eq!(register(&there, "next").await, register(&here, "next").await, "ids go on");
    let site = there.with_engine(|engine| {
        let mut settings = engine.world().unwrap().settings();
        settings.find(|(name, _)| *name == "Site_Url").map(|(_, value)| value.clone())
    });
    assert_eq!(site.unwrap(), there.uri(), "it is where the server is");
    done(&there, "POST", "/reset", Value::Null).await;
    assert_eq!(export(&there).await, file, "it is how the server began");
}

#[tokio::test]
async fn a_file_that_is_none_changes_nothing() {
    let server = controlled().await;
    register(&server, "kept").await;
    let file = export(&server).await;
    let foreign = file.replacen(":1,", ":2,", 1);
    for (wrong, says) in [
        ("", "ends too early"),
        ("{}", "no world"),
        (&file[..file.len() / 2], "ends too early"),
        (&foreign, "reads format 1"),
    ] {
        assert_problem(&import(&server, wrong).await, 400, &[says]);
    }
    assert_eq!(export(&server).await, file);
    assert_eq!(done(&server, "GET", "/received", Value::Null).await["received"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_world_may_be_larger_than_other_bodies_but_not_by_any_measure() {
    let server = controlled().await;
    let mut file = export(&server).await;
    file.push_str(&" ".repeat(2 << 20));
    assert_eq!(import(&server, &file).await.status, 200);
    let put = |more: &str, bytes: usize| {
        format!(
            "PUT {FILE} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {bytes}\r\nexpect: 100-continue\r\n{more}\r\n"
        )
    };
    for (more, bytes) in [("", (256 << 20) + 1), ("origin: http://example.com\r\n", 2 << 20)] {
        assert_eq!(Raw::connect(server.address()).await.ask(put(more, bytes)).await.status, 413);
    }
}

#[tokio::test]
async fn each_world_has_a_file_of_its_own() {
    let engine = Engine::stateful(World::documented());
    let server = start(Server::builder(engine).control(ControlAccess::loopback()).worlds(2)).await;
    let mut connection = Raw::connect(server.address()).await;
    connection.ask(post(&format!("/w/a{REGISTER}"), r#"{"visitor": {"token": "of-a"}}"#)).await;
    let file = connection.ask(request("GET", &format!("/w/a{FILE}"))).await.body;
    let put = format!("PUT /w/b{FILE} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {}\r\n\r\n", file.len());
    assert_eq!(connection.ask([put.into_bytes(), file].concat()).await.status, 200);
    for (world, status) in [("/w/b", 200), ("", 400)] {
        assert_eq!(connection.ask(request("GET", &format!("{world}{REGISTER}/of-a"))).await.status, status);
    }
}

#[tokio::test]
async fn examples_are_no_world() {
    let server = start(Server::builder(Engine::replay()).control(ControlAccess::loopback())).await;
    assert_problem(&control(&server, "GET", "/world", "").await, 409, &["stateful"]);
    let file = World::empty().to_json().unwrap();
    assert_problem(&import(&server, &file).await, 409, &["stateful"]);
    assert_eq!(Raw::connect(server.address()).await.ask(request("GET", VISITOR)).await.status, 200);
}
