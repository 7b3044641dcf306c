//! The HTTP server: what a client can do to it, and what it must not be able to do.

mod bodies;
mod calls;
mod connections;
mod control;
mod heads;
mod lifecycle;
mod log;
mod openapi;
mod origins;
mod page;
mod stubs;
#[cfg(feature = "tls")]
mod tls;
mod websocket;
mod widget;
mod world_files;
mod worlds;

#[cfg(feature = "tls")]
pub(crate) use self::tls::encrypted;
use livechat_mock::{Engine, Server, ServerBuilder, World};

use crate::raw::{Answer, Raw, request};

const VISITOR: &str = "/api/v1/livechat/visitor/iNKE8a6k6cjbqWhWd";
const REGISTER: &str = "/api/v1/livechat/visitor";

fn stateful() -> ServerBuilder {
    Server::builder(Engine::stateful(World::documented()))
}

async fn start(builder: ServerBuilder) -> Server {
    builder.bind(([127, 0, 0, 1], 0)).await.unwrap()
}

/// Another client is served as if nothing had happened.
async fn assert_serves(server: &Server) {
    let answer = Raw::connect(server.address()).await.ask(request("GET", VISITOR)).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json()["visitor"]["username"], "guest-7");
}

/// The mock's own error responses are in the envelope of the server's.
fn assert_error(answer: &Answer, status: u16, hint: &str) {
    assert_eq!(answer.status, status, "{answer:?}");
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.json()["success"], false);
    assert!(answer.hint().contains(hint), "{}", answer.hint());
}
