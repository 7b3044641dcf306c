//! The server itself.

mod get_server_info;
