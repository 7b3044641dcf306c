//! The mock's server with many visitors, in a process of its own.

use std::{future::pending, net::Ipv4Addr};

use livechat_mock::{Engine, Server, World};
use livechat_sdk::{
    Timestamp,
    model::{Visitor, VisitorEmail, VisitorPhone, VisitorStatus},
};

use crate::Result;

/// Serves a world of so many visitors; does not end.
pub(crate) fn serve(visitors: u64) -> Result<()> {
    let mut world = World::empty();
    for number in 0..visitors {
        world.add_visitor(visitor(number));
    }
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let server = Server::bind(Engine::stateful(world), (Ipv4Addr::LOCALHOST, 0)).await?;
        println!("listening on {}", server.uri());
        pending().await
    })
}

/// The token of one of many visitors.
pub(crate) fn token(number: u64) -> String {
    format!("visitor-{number:06}-token")
}

/// As registering leaves one.
fn visitor(number: u64) -> Visitor {
    let now = Timestamp::from_millis(1_767_225_600_000);
    Visitor::new("")
        .username(format!("guest-{number}"))
        .status(VisitorStatus::Online)
        .created_at(now)
        .updated_at(now)
        .token(token(number))
        .name("Livechat Visitor")
        .emails(vec![VisitorEmail::new(format!("visitor-{number:06}@example.com"))])
        .phones(vec![VisitorPhone::new(format!("55 51 {number:09}"))])
}
