//! Control routes, by which a test in another process steers the server.

mod access;
mod agent;
mod answer;
mod bodies;
mod calls;
mod clock;
mod cors;
mod coverage;
mod faults;
mod openapi;
mod operations;
mod received;
mod route;
mod routes;
mod snapshots;
mod stubs;
mod webhooks;
mod worlds;

use std::{
    collections::BTreeMap,
    net::IpAddr,
    sync::{Arc, Mutex},
};

use bytes::Bytes;
use http::{HeaderName, Method, Request, Response, request::Parts};
use livechat_sdk::Timestamp;
use serde::de::{DeserializeOwned, Error as _};

pub use self::access::ControlAccess;
pub(super) use self::access::is_own_origin;
#[cfg(feature = "mock")]
pub(crate) use self::faults::{added, cleared};
use self::{
    answer::{Problem, Result},
    route::{Handle, Route},
    routes::{Found, find},
};
use super::{
    page,
    recording::{Asked, Happened},
    state::State,
    worlds::{WithoutSlash, Worlds},
};
use crate::{World, headers, world::MOST_FILE_BYTES};

/// The prefix of all control routes. No server has such a path.
const PREFIX: &str = "/__livechat-mock";

/// The header of requests that the page sends by itself: they are not recorded, and no fault applies to them.
static PAGE: HeaderName = HeaderName::from_static("x-livechat-mock-page");

/// The state of the control routes.
#[derive(Debug)]
pub(super) struct Control {
    access: ControlAccess,
    /// By name, for all worlds.
    snapshots: Mutex<BTreeMap<String, Arc<World>>>,
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
        (headers::first(headers, &PAGE).is_some() && self.access.check(from, headers).is_ok())
            || (page::find(request.method(), request.uri().path()).is_some()
                && self.access.check_place(from, headers).is_ok())
    }

    /// The page's files, for authorized callers.
    pub(super) fn page(&self, request: &Request<Bytes>, from: IpAddr) -> Option<ControlResponse> {
        let asset = page::find(request.method(), request.uri().path())?;
        let response = match self.access.check_place(from, request.headers()) {
            Ok(()) => match request.extensions().get::<WithoutSlash>() {
                Some(WithoutSlash(name)) => page::below(name.as_str(), request.uri().query()),
                None => page::response(asset),
            },
            Err(problem) => answer::response(Err(problem)),
        };
        Some(ControlResponse { response, template: Some(asset.path) })
    }

    pub(super) fn answer(
        &self,
        state: &State,
        worlds: Option<&Worlds>,
        request: &Request<Bytes>,
        from: IpAddr,
    ) -> ControlResponse {
        let found = find(request.method(), request.uri().path());
        let template = match &found {
            Found::Route { route, .. } => Some(route.path),
            Found::OtherMethods { path, .. } => Some(*path),
            Found::Nothing => None,
        };
        let authorized = self.access.check(from, request.headers());
        let response = match (authorized, found) {
            (Err(problem), _) => answer::response(Err(problem)),
            (Ok(()), Found::Route { route, name }) => {
                let query = request.uri().query().unwrap_or_default();
                let mut pen = state.pen();
                // Nothing that it does is recorded, and it may make worlds and snapshots.
                if state.is_removed() {
                    let problem =
                        Problem::conflict("this world was removed while the request was under way".to_owned());
                    return ControlResponse { response: answer::response(Err(problem)), template };
                }
                let now = state.clock.now();
                let call = Call { control: self, state, worlds, route, name, query, body: request.body(), now };
                let response = call.answer();
                // The clock is what was told.
                if let Some(what) = happened(route, request) {
                    pen.write(if matches!(what, Happened::Clock) { state.clock.now() } else { now }, || what);
                }
                response
            }
            (Ok(()), Found::OtherMethods { path, methods }) => {
                answer::response(Err(Problem::wrong_method(path, &methods)))
            }
            (Ok(()), Found::Nothing) => answer::response(Err(Problem::not_found(format!(
                "there is no such control route; GET {PREFIX}/ lists the ones there are"
            )))),
        };
        ControlResponse { response, template }
    }

    /// Does what a control request of a recording does.
    pub(super) fn perform(&self, state: &State, worlds: Option<&Worlds>, request: &Request<Bytes>) {
        if let Found::Route { route, name } = find(request.method(), request.uri().path()) {
            let query = request.uri().query().unwrap_or_default();
            let now = state.clock.now();
            Call { control: self, state, worlds, route, name, query, body: request.body(), now }.answer();
        }
    }

    /// The same, for other callers.
    pub(super) fn open_to(self, access: ControlAccess) -> Self {
        Self { access, ..self }
    }

    /// How large the body of a request may be, if it is larger than others: a world that an authorized caller brings.
    pub(super) fn body_limit(&self, head: &Parts, from: IpAddr) -> Option<usize> {
        let brings_world = routes::brings_world(&head.method, head.uri.path());
        (brings_world && self.access.check(from, &head.headers).is_ok()).then_some(MOST_FILE_BYTES)
    }
}

/// A request for a control route, from an authorized caller.
struct Call<'a> {
    control: &'a Control,
    /// The world that the request is for.
    state: &'a State,
    worlds: Option<&'a Worlds>,
    route: &'static Route,
    /// The value of `{name}`; empty where the route has none.
    name: &'a str,
    query: &'a str,
    body: &'a Bytes,
    /// The time at which all of it happens.
    now: Timestamp,
}

/// What a control request did, for a recording; `None` if it only looked.
fn happened(route: &Route, request: &Request<Bytes>) -> Option<Happened> {
    match (&route.method, route.path) {
        (&Method::POST, "/__livechat-mock/clock" | "/__livechat-mock/clock/advance") => Some(Happened::Clock),
        // It lets happen what is due.
        (&Method::GET, "/__livechat-mock/world") => Some(Happened::Time),
        (&Method::GET, _) | (_, "/__livechat-mock/verify") => None,
        _ => Some(Happened::Control(Box::new(Asked::of(request)))),
    }
}

impl Call<'_> {
    /// All routes that there are.
    fn routes(&self) -> &'static [Route] {
        routes::all()
    }

    fn answer(&self) -> Response<Bytes> {
        match self.route.handle {
            Handle::Fields(handle) => answer::response(handle(self)),
            Handle::Document(handle) => answer::document(handle(self)),
        }
    }

    /// Reads the body as JSON, whatever its content type: `curl -d` sends another.
    fn read<T: DeserializeOwned>(&self) -> Result<T> {
        // serde would take the elements of an array for the fields in their order.
        let read = if self.body.trim_ascii_start().starts_with(b"[") {
            Err(serde_json::Error::custom("an array in place of an object"))
        } else {
            serde_json::from_slice(self.body)
        };
        read.map_err(|error| {
            Problem::wrong(format!(
                "the body is not what this route takes: {error}; send, for example, {}",
                self.route.takes
            ))
        })
    }

    /// Calls a closure with the world.
    fn world<T>(&self, look: impl FnOnce(&mut World, Timestamp) -> Result<T>) -> Result<T> {
        let mut engine = self.state.engine();
        look(engine.world_mut().ok_or_else(no_world)?, self.now)
    }
}

fn no_world() -> Problem {
    Problem::conflict("this server replays examples and has no world; start it in stateful mode".to_owned())
}
