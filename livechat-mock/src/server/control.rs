//! Control routes, by which a test in another process steers the server.

mod access;
mod agent;
mod answer;
mod clock;
mod cors;
mod coverage;
mod faults;
mod received;
mod routes;
mod snapshots;

use std::{collections::BTreeMap, net::IpAddr, sync::Mutex};

use bytes::Bytes;
use http::{HeaderName, Request, Response};
use livechat_sdk::Timestamp;
use serde::de::DeserializeOwned;

pub use self::access::ControlAccess;
pub(super) use self::access::is_own_origin;
use self::{
    answer::{Problem, Result},
    routes::{Found, Route, find},
};
use super::{page, state::State};
use crate::World;

/// The prefix of all control routes. No server has such a path.
const PREFIX: &str = "/__livechat-mock";

/// The header of requests that the page sends by itself: they are not recorded, and no fault applies to them.
static PAGE: HeaderName = HeaderName::from_static("x-livechat-mock-page");

/// The state of the control routes.
#[derive(Debug)]
pub(super) struct Control {
    access: ControlAccess,
    /// By name.
    snapshots: Mutex<BTreeMap<String, World>>,
}

pub(super) struct ControlResponse {
    pub(super) response: Response<Bytes>,
    /// The route; `None` if there is none.
    pub(super) template: Option<&'static str>,
}

/// Whether a path is one for the control routes, known or not.
pub(super) fn is_for(path: &str) -> bool {
    path.strip_prefix(PREFIX).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl Control {
    pub(super) fn new(access: ControlAccess) -> Self {
        Self { access, snapshots: Mutex::default() }
    }

    /// Whether a request is from the page, for an authorized caller, or for one of its files.
    pub(super) fn is_of_page(&self, request: &Request<Bytes>, from: IpAddr) -> bool {
        let headers = request.headers();
        (headers.contains_key(&PAGE) && self.access.check(from, headers).is_ok())
            || (page::find(request.method(), request.uri().path()).is_some()
                && self.access.check_place(from, headers).is_ok())
    }

    /// The page's files, for authorized callers.
    pub(super) fn page(&self, request: &Request<Bytes>, from: IpAddr) -> Option<ControlResponse> {
        let asset = page::find(request.method(), request.uri().path())?;
        let response = match self.access.check_place(from, request.headers()) {
            Ok(()) => page::response(asset),
            Err(problem) => answer::response(Err(problem)),
        };
        Some(ControlResponse { response, template: Some(asset.path) })
    }

    pub(super) fn answer(&self, state: &State, request: &Request<Bytes>, from: IpAddr) -> ControlResponse {
        let found = find(request.method(), request.uri().path());
        let template = match &found {
            Found::Route { route, .. } => Some(route.path),
            Found::OtherMethods { path, .. } => Some(*path),
            Found::Nothing => None,
        };
        let result = self.access.check(from, request.headers()).and_then(|()| match found {
            Found::Route { route, name } => {
                let query = request.uri().query().unwrap_or_default();
                (route.handle)(&Call { control: self, state, route, name, query, body: request.body() })
            }
            Found::OtherMethods { path, methods } => Err(Problem::wrong_method(path, &methods)),
            Found::Nothing => Err(Problem::not_found(format!(
                "there is no such control route; GET {PREFIX}/ lists the ones there are"
            ))),
        });
        ControlResponse { response: answer::response(result), template }
    }
}

/// A request for a control route, from an authorized caller.
struct Call<'a> {
    control: &'a Control,
    state: &'a State,
    route: &'static Route,
    /// The value of `{name}`; empty where the route has none.
    name: &'a str,
    query: &'a str,
    body: &'a Bytes,
}

impl Call<'_> {
    /// Reads the body as JSON, whatever its content type: `curl -d` sends another.
    fn read<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_slice(self.body).map_err(|error| {
            Problem::wrong(format!(
                "the body is not what this route takes: {error}; send, for example, {}",
                self.route.takes
            ))
        })
    }

    /// Calls a closure with the world.
    fn world<T>(&self, look: impl FnOnce(&mut World, Timestamp) -> Result<T>) -> Result<T> {
        let mut engine = self.state.engine();
        let now = self.state.clock.now();
        let world = engine.world_mut().ok_or_else(|| {
            Problem::conflict("this server replays examples and has no world; start it in stateful mode".to_owned())
        })?;
        look(world, now)
    }
}
