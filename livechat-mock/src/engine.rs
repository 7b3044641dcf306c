//! The server without its sockets: from a request and the present to a response.

use std::net::IpAddr;

use bytes::Bytes;
use http::{Request, Response};
use livechat_sdk::Timestamp;

/// The server without its sockets.
///
/// A synchronous function of what came before: it reads no clock, opens no socket and draws its ids from a seed, so
/// that the same seed and the same requests give the same bytes.
#[derive(Debug)]
pub struct Engine {}

/// What [`Engine::handle`] gives back.
#[derive(Debug)]
#[non_exhaustive]
pub struct Reply {
    /// What goes over the wire.
    pub response: Response<Bytes>,
    /// The path with `{argument}` in place of each path argument; `None` where no operation has this path.
    pub template: Option<&'static str>,
}

impl Engine {
    /// Answers a request that came from this address at this time.
    pub fn handle(&mut self, _request: &Request<Bytes>, _from: IpAddr, _now: Timestamp) -> Reply {
        Reply { response: Response::new(Bytes::new()), template: None }
    }
}
