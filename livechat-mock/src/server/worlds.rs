//! The worlds that tests name, beside the one that a server begins with.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use http::{
    HeaderMap, HeaderName, Request, Uri,
    uri::{InvalidUri, PathAndQuery},
};
use serde_json::json;

use super::{recording::Happened, state::State};
use crate::{Clock, Engine, ServerError, headers};

/// How many worlds there may be at most.
pub(super) const MOST: usize = 10_000;

/// The longest name, in bytes.
const LONGEST: usize = 64;

/// What stands before the name in a path.
const PREFIX: &str = "/w/";

/// The header that names a world, for clients that cannot have a path in their base URL.
static WORLD: HeaderName = HeaderName::from_static("x-livechat-mock-world");

/// The name of a world.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct WorldName(Box<str>);

/// The name of the world at whose first page a request is, without the slash at the end from which links of a page go on.
#[derive(Clone, Debug)]
pub(super) struct WithoutSlash(pub(super) WorldName);

/// Why a request has no world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum NoWorld {
    #[error(
        "a world's name has 1 to {LONGEST} letters (A to Z), digits, hyphens and underscores, as in /w/test-1/api/v1/info"
    )]
    BadName,
    #[error("path and header name different worlds; name the world once, by the path /w/NAME or the header {WORLD}")]
    TwoNames,
    #[error("this server has one world; start it with --worlds to name others by the header {WORLD}")]
    Off,
    #[cfg(feature = "tls")]
    #[error("this server speaks HTTPS; its address begins with https://")]
    InTheClear,
    #[error(
        "there are {most} worlds already, as many as this server may have (--worlds); remove one with DELETE \
         /__livechat-mock/worlds/NAME"
    )]
    TooMany { most: usize },
}

/// The worlds that tests name. Each is made when it is first named, as the server began, unless it was made before.
pub(super) struct Worlds {
    main: Arc<State>,
    most: usize,
    /// As the server's was at the start.
    clock: Clock,
    by_name: Mutex<BTreeMap<WorldName, Arc<State>>>,
}

impl WorldName {
    pub(super) fn parse(name: &str) -> Result<Self, NoWorld> {
        let is_fit = |letter: u8| letter.is_ascii_alphanumeric() || b"_-".contains(&letter);
        let is_name = (1..=LONGEST).contains(&name.len()) && name.bytes().all(is_fit);
        if is_name { Ok(Self(name.into())) } else { Err(NoWorld::BadName) }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl NoWorld {
    /// The error response, in the server's envelope.
    pub(super) fn error(self) -> ServerError {
        let status = match self {
            Self::TooMany { .. } => 409,
            _ => 400,
        };
        ServerError::new(status, json!({"success": false, "error": self.to_string()}))
    }
}

impl Worlds {
    pub(super) fn new(main: Arc<State>, most: usize) -> Self {
        let clock = main.clock.fork();
        Self { main, most: most.clamp(1, MOST), clock, by_name: Mutex::default() }
    }

    /// The world with this name, made now if need be.
    pub(super) fn find_or_begin(&self, name: WorldName) -> Result<Arc<State>, NoWorld> {
        if let Some(known) = self.find(&name) {
            return Ok(known);
        }
        let pen = self.main.pen();
        let mut by_name = self.by_name();
        // Made meanwhile.
        if let Some(known) = by_name.get(&name) {
            return Ok(known.clone());
        }
        self.check_room(&by_name)?;
        let state = Arc::new(self.main.beside(name.as_str(), self.new_engine(), self.clock.fork()));
        by_name.insert(name, state.clone());
        drop(by_name);
        pen.of(&state).write(state.clock.now(), || Happened::Begun);
        Ok(state)
    }

    /// The world with this name, if there is one.
    pub(super) fn find(&self, name: &WorldName) -> Option<Arc<State>> {
        self.by_name().get(name).cloned()
    }

    /// Adds a world that is as a new one, but for its state, which a closure sets. False if there is one with this name.
    pub(super) fn add(&self, name: WorldName, prepare: impl FnOnce(&mut Engine)) -> Result<bool, NoWorld> {
        let mut engine = self.new_engine();
        prepare(&mut engine);
        let state = self.main.beside(name.as_str(), engine, self.clock.fork());
        self.insert(name, state)
    }

    /// Adds a world that goes on from another. False if there is one with this name.
    pub(super) fn fork(&self, from: &State, name: WorldName) -> Result<bool, NoWorld> {
        let (engine, clock) = {
            let engine = from.engine();
            (engine.fork(), from.clock.fork())
        };
        let fork = self.main.beside(name.as_str(), engine, clock);
        self.insert(name, fork)
    }

    fn insert(&self, name: WorldName, state: State) -> Result<bool, NoWorld> {
        let mut by_name = self.by_name();
        if by_name.contains_key(&name) {
            return Ok(false);
        }
        self.check_room(&by_name)?;
        by_name.insert(name, Arc::new(state));
        Ok(true)
    }

    /// Removes a world and closes its connections for realtime; false if there is none with this name.
    pub(super) fn remove(&self, name: &WorldName) -> bool {
        let removed = self.by_name().remove(name);
        if let Some(state) = &removed {
            state.remove();
        }
        removed.is_some()
    }

    /// How many there may be.
    pub(super) fn most(&self) -> usize {
        self.most
    }

    pub(super) fn names(&self) -> Vec<WorldName> {
        self.by_name().keys().cloned().collect()
    }

    pub(super) fn states(&self) -> Vec<Arc<State>> {
        self.by_name().values().cloned().collect()
    }

    /// An engine in the state to which a reset would lead the server's own.
    fn new_engine(&self) -> Engine {
        self.main.engine().begun_anew()
    }

    fn check_room(&self, by_name: &BTreeMap<WorldName, Arc<State>>) -> Result<(), NoWorld> {
        if by_name.len() < self.most { Ok(()) } else { Err(NoWorld::TooMany { most: self.most }) }
    }

    fn by_name(&self) -> MutexGuard<'_, BTreeMap<WorldName, Arc<State>>> {
        self.by_name.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The world that a request names by path or header, if any. A path is as without the name afterwards.
pub(super) fn take_name<B>(request: &mut Request<B>) -> Result<Option<WorldName>, NoWorld> {
    let in_header = named_by_header(request.headers())?;
    let Some(rest) = request.uri().path().strip_prefix(PREFIX) else { return Ok(in_header) };
    let name = WorldName::parse(rest.split('/').next().unwrap_or_default())?;
    if in_header.is_some_and(|in_header| in_header != name) {
        return Err(NoWorld::TwoNames);
    }
    if rest == name.as_str() {
        request.extensions_mut().insert(WithoutSlash(name.clone()));
    }
    let rest = without_prefix(request.uri(), PREFIX.len() + name.as_str().len());
    *request.uri_mut() = rest.map_err(|_| NoWorld::BadName)?;
    Ok(Some(name))
}

/// The world that a request names by the header, if any.
pub(super) fn named_by_header(headers: &HeaderMap) -> Result<Option<WorldName>, NoWorld> {
    let mut names = headers::values(headers, &WORLD);
    let Some(name) = names.next() else { return Ok(None) };
    if names.any(|other| other != name) {
        return Err(NoWorld::TwoNames);
    }
    WorldName::parse(name.to_str().unwrap_or_default()).map(Some)
}

/// A URI without the first so many bytes of its path.
fn without_prefix(uri: &Uri, bytes: usize) -> Result<Uri, InvalidUri> {
    let target = uri.path_and_query().map_or("", PathAndQuery::as_str);
    match target.get(bytes..).unwrap_or_default() {
        rest if rest.starts_with('/') => rest.parse(),
        rest => format!("/{rest}").parse(),
    }
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    fn taken(target: &str, headers: &[&[u8]]) -> Result<(Option<String>, String), NoWorld> {
        let mut request = Request::get(target);
        for header in headers {
            request = request.header(&WORLD, *header);
        }
        let mut request = request.body(()).unwrap();
        let name = take_name(&mut request)?;
        Ok((name.map(|name| name.as_str().to_owned()), request.uri().to_string()))
    }

    #[test]
    fn a_name_is_taken_off_the_path() {
        for (target, name, rest) in [
            ("/w/a/api/v1/info", Some("a"), "/api/v1/info"),
            ("/w/a", Some("a"), "/"),
            ("/w/a?x=/w/b", Some("a"), "/?x=/w/b"),
            ("/w/a/", Some("a"), "/"),
            ("/w/a//b", Some("a"), "//b"),
            ("/w/Z_9-/w/b", Some("Z_9-"), "/w/b"),
            ("/w", None, "/w"),
            ("/worlds/a", None, "/worlds/a"),
            ("/api/w/a", None, "/api/w/a"),
        ] {
            assert_eq!(taken(target, &[]), Ok((name.map(str::to_owned), rest.to_owned())), "{target}");
        }
        assert_eq!(taken("http://host/w/a/b", &[]).unwrap().1, "/b");
    }

    #[test]
    fn names_are_of_few_letters_and_not_long() {
        let longest = "x".repeat(LONGEST);
        for name in ["a", "A-Z_0-9", "-", "_", "0", &longest] {
            assert_eq!(taken(&format!("/w/{name}/"), &[]).unwrap().0.as_deref(), Some(name));
            assert_eq!(taken("/", &[name.as_bytes()]).unwrap().0.as_deref(), Some(name));
        }
        let too_long = "x".repeat(LONGEST + 1);
        for name in ["", "a%20b", "a.b", "..", "%61", "a:b", "a+b", &too_long] {
            assert_eq!(taken(&format!("/w/{name}/"), &[]), Err(NoWorld::BadName), "{name}");
            assert_eq!(taken("/", &[name.as_bytes()]), Err(NoWorld::BadName), "{name}");
        }
        for name in ["a b", "a/b", "ä", "a,b"] {
            assert_eq!(taken("/", &[name.as_bytes()]), Err(NoWorld::BadName), "{name}");
        }
    }

    #[test]
    fn a_request_names_one_world() {
        assert_eq!(taken("/w/a/b", &[b"a"]).unwrap().0.as_deref(), Some("a"));
        assert_eq!(taken("/b", &[b"a", b"a"]).unwrap().0.as_deref(), Some("a"));
        assert_eq!(taken("/w/a/b", &[b"b"]), Err(NoWorld::TwoNames));
        assert_eq!(taken("/b", &[b"a", b"b"]), Err(NoWorld::TwoNames));
    }
}
