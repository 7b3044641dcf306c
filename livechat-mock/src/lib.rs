#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod engine;
mod server_error;
mod shape;
mod sim;
mod version;
mod world;

pub use livechat_sdk as sdk;

pub use self::{
    engine::{Engine, Reply},
    server_error::ServerError,
    version::ServerVersion,
    world::World,
};
