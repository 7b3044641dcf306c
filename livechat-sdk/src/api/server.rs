//! The server itself.

mod get_server_info;

pub use self::get_server_info::{GetServerInfo, GetServerInfoResponse, ServerInfo};
