//! The one table of control routes.

use http::Method;
use serde_json::json;

use super::{
    Call, PREFIX, agent,
    answer::Result,
    calls, clock, cors, coverage, faults, openapi, received,
    route::{
        Handle::{Document, Fields},
        Route,
    },
    snapshots, stubs, webhooks, worlds,
};

/// The result of looking a path up.
pub(super) enum Found<'p> {
    Route {
        route: &'static Route,
        /// The value of `{name}`.
        name: &'p str,
    },
    /// The path exists, with these methods.
    OtherMethods {
        path: &'static str,
        methods: Vec<&'static str>,
    },
    Nothing,
}

/// Where a world is put, which is larger than other bodies.
const WORLD_FILE: &str = "/__livechat-mock/world";

/// Whether a request brings a world.
pub(super) fn brings_world(method: &Method, path: &str) -> bool {
    *method == Method::PUT && path == WORLD_FILE
}

static ROUTES: [Route; 33] = [
    Route {
        method: Method::GET,
        path: "/__livechat-mock/",
        takes: "",
        does: "lists the control routes",
        handle: Fields(list),
    },
    Route {
        method: Method::POST,
        path: "/__livechat-mock/reset",
        takes: "",
        does: "goes back to the state at the start, and forgets all requests, faults and stubs",
        handle: Fields(reset),
    },
    Route {
        method: Method::GET,
        path: "/__livechat-mock/received",
        takes: "",
        does: "lists the last requests, or ?last=100 of them, or the one with ?number=1; with ?with=bodies also what they \
               brought, secrets included; with ?with=details headers, bodies and responses, without secrets",
        handle: Fields(received::list),
    },
    Route {
        method: Method::GET,
        path: "/__livechat-mock/received/{name}",
        takes: "",
        does: "lists the last requests of an operation, such as visitors::GetVisitor, with their arguments, secrets included",
        handle: Fields(calls::list),
    },
    Route {
        method: Method::POST,
        path: "/__livechat-mock/verify",
        takes: r#"{"operation": "visitors::GetVisitor", "arguments": {"token": "t"}, "times": {"at_least": 1, "at_most": 2}}"#,
        does: "fails with 409, and with what came, unless an operation was requested so many times with such arguments",
        handle: Fields(calls::verify),
    },
    Route {
        method: Method::GET,
        path: "/__livechat-mock/webhooks",
        takes: "",
        does: "lists the last events that the webhook was told, each try, and what is due, or the one with ?number=0; with ?with=bodies \
               also what was sent, secrets included; with ?with=details what was sent and answered, without secrets",
        handle: Fields(webhooks::list),
    },
    Route {
        method: Method::GET,
        path: "/__livechat-mock/faults",
        takes: "",
        does: "lists the faults that are still to be met",
        handle: Fields(faults::list),
    },
    Route {
        method: Method::POST,
        path: "/__livechat-mock/faults",
        takes: r#"{"fault": {"delay": {"millis": 500}}, "on": "GET /api/v1/livechat/visitor/{token}", "times": 1, "after": 0}"#,
        does: "adds a fault",
        handle: Fields(faults::add),
    },
    Route {
        method: Method::DELETE,
        path: "/__livechat-mock/faults",
        takes: "",
        does: "removes all faults",
        handle: Fields(faults::clear),
    },
    Route {
        method: Method::GET,
        path: "/__livechat-mock/stubs",
        takes: "",
        does: "lists the stubs, how often each responded, and what nearly got its response",
        handle: Fields(stubs::list),
    },
    Route {
        method: Method::POST,
        path: "/__livechat-mock/stubs",
        takes: r#"{"operation": "visitors::GetVisitor", "arguments": {"token": "t"}, "respond": {"status": 200, "headers": {"x-a": "b"}, "body": {"success": true}, "delay_millis": 5}, "times": 1}"#,
        does: "adds a stub: a response to requests of an operation with such arguments, in place of the server's; {\"fail\": \
               {\"status\": 429}} in place of \"respond\" is the server's own text",
        handle: Fields(stubs::add),
    },
    Route {
        method: Method::DELETE,
        path: "/__livechat-mock/stubs",
        takes: "",
        does: "removes all stubs",
        handle: Fields(stubs::clear),
    },
    Route {
        method: Method::DELETE,
        path: "/__livechat-mock/stubs/{name}",
        takes: "",
        does: "removes the stub with this number",
        handle: Fields(stubs::remove),
    },
    Route {
        method: Method::GET,
        path: "/__livechat-mock/clock",
        takes: "",
        does: "tells the time that the server goes by, and whether it stands still",
        handle: Fields(clock::tell),
    },
    Route {
        method: Method::POST,
        path: "/__livechat-mock/clock",
        takes: r#"{"now": "2026-01-01T00:00:00.000Z", "frozen": true}"#,
        does: "sets the clock, freezes it or lets it run on; either may be left out",
        handle: Fields(clock::set),
    },
    Route {
        method: Method::POST,
        path: "/__livechat-mock/clock/advance",
        takes: r#"{"seconds": 60}"#,
        does: "moves the clock forward",
        handle: Fields(clock::advance),
    },
    Route {
        method: Method::POST,
        path: "/__livechat-mock/cors",
        takes: r#"{"origins": "http://localhost:5173"}"#,
        does: "lets pages of these origins in, * for any, as API_Enable_CORS and API_CORS_Origin do; a reset keeps it",
        handle: Fields(cors::allow),
    },
    Route {
        method: Method::DELETE,
        path: "/__livechat-mock/cors",
        takes: "",
        does: "lets pages of other origins in no longer",
        handle: Fields(cors::forbid),
    },
    Route {
        method: Method::GET,
        path: "/__livechat-mock/snapshots",
        takes: "",
        does: "lists the snapshots of the world",
        handle: Fields(snapshots::list),
    },
    Route {
        method: Method::POST,
        path: "/__livechat-mock/snapshots",
        takes: r#"{"name": "before"}"#,
        does: "keeps a snapshot of the world, in place of the one with the same name",
        handle: Fields(snapshots::take),
    },
    Route {
        method: Method::POST,
        path: "/__livechat-mock/snapshots/{name}/restore",
        takes: "",
        does: "goes back to a snapshot",
        handle: Fields(snapshots::restore),
    },
    Route {
        method: Method::DELETE,
        path: "/__livechat-mock/snapshots/{name}",
        takes: "",
        does: "removes a snapshot",
        handle: Fields(snapshots::remove),
    },
    Route {
        method: Method::GET,
        path: "/__livechat-mock/worlds",
        takes: "",
        does: "lists the worlds that were named beside the server's own, and how many there may be: none without --worlds",
        handle: Fields(worlds::list),
    },
    Route {
        method: Method::POST,
        path: "/__livechat-mock/worlds",
        takes: r#"{"name": "test-1", "snapshot": "before"}"#,
        does: "makes a world, as a snapshot or, without one, as the server began",
        handle: Fields(worlds::add),
    },
    Route {
        method: Method::DELETE,
        path: "/__livechat-mock/worlds/{name}",
        takes: "",
        does: "removes a world, and closes its connections for realtime",
        handle: Fields(worlds::remove),
    },
    Route {
        method: Method::POST,
        path: "/__livechat-mock/fork",
        takes: r#"{"name": "test-2"}"#,
        does: "makes a world that goes on from the one that the request is for",
        handle: Fields(worlds::fork),
    },
    Route {
        method: Method::GET,
        path: "/__livechat-mock/world",
        takes: "",
        does: "gives the world as a file, with the passwords and tokens in it",
        handle: Document(worlds::export),
    },
    Route {
        method: Method::PUT,
        path: WORLD_FILE,
        takes: r#"{"livechat-mock-world": 1, "written_by": "as GET gave it", "world": {}}"#,
        does: "begins anew with the world of such a file",
        handle: Fields(worlds::import),
    },
    Route {
        method: Method::GET,
        path: "/__livechat-mock/openapi.json",
        takes: "",
        does: "describes the operations and these routes as OpenAPI 3.1",
        handle: Document(openapi::give),
    },
    Route {
        method: Method::GET,
        path: "/__livechat-mock/coverage",
        takes: "",
        does: "lists the operations, and what the mock does about each",
        handle: Fields(coverage::list),
    },
    Route {
        method: Method::POST,
        path: "/__livechat-mock/agent/login",
        takes: r#"{"agent": "the agent's id or user name"}"#,
        does: "logs an agent in, the administrator if nobody is named; a user who is no agent becomes one",
        handle: Fields(agent::log_in),
    },
    Route {
        method: Method::POST,
        path: "/__livechat-mock/agent/take",
        takes: r#"{"room": "the room's id", "agent": "the agent's id or user name"}"#,
        does: "gives a waiting room to an agent",
        handle: Fields(agent::take),
    },
    Route {
        method: Method::POST,
        path: "/__livechat-mock/agent/message",
        takes: r#"{"room": "the room's id", "agent": "the agent's id or user name", "msg": "Hello"}"#,
        does: "writes into a room as an agent",
        handle: Fields(agent::message),
    },
];

/// All of them.
pub(super) fn all() -> &'static [Route] {
    &ROUTES
}

pub(super) fn find<'p>(method: &Method, path: &'p str) -> Found<'p> {
    let path = if path == PREFIX { "/__livechat-mock/" } else { path };
    let mut there = ROUTES.iter().filter_map(|route| Some((route, fit(route.path, path)?))).peekable();
    let Some(&(Route { path, .. }, _)) = there.peek() else { return Found::Nothing };
    let mut methods = Vec::new();
    for (route, name) in there {
        if route.method == method {
            return Found::Route { route, name };
        }
        methods.push(route.method.as_str());
    }
    Found::OtherMethods { path, methods }
}

/// Matches a path. Returns the value of `{name}`; empty if there is none.
fn fit<'p>(template: &str, path: &'p str) -> Option<&'p str> {
    let Some((before, after)) = template.split_once("{name}") else { return (template == path).then_some("") };
    let name = path.strip_prefix(before)?.strip_suffix(after)?;
    (!name.is_empty() && !name.contains('/')).then_some(name)
}

fn list(_: &Call<'_>) -> Result {
    let routes = ROUTES.iter().map(|Route { method, path, takes, does, .. }| {
        let mut route = json!({"method": method.as_str(), "path": path, "does": does});
        if !takes.is_empty() {
            route["takes"] = (*takes).into();
        }
        route
    });
    Ok(json!({"routes": routes.collect::<Vec<_>>()}))
}

fn reset(call: &Call<'_>) -> Result {
    call.state.reset();
    Ok(json!({}))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{super::is_for, *};

    #[test]
    fn every_route_is_below_the_prefix_and_found_by_its_path() {
        for route in &ROUTES {
            assert!(is_for(route.path), "{}", route.path);
            let path = route.path.replace("{name}", "a-name");
            let Found::Route { route: found, name } = find(&route.method, &path) else { panic!("{path} is not found") };
            assert!(std::ptr::eq(found, route), "{path} leads to {}", found.path);
            assert_eq!(name == "a-name", route.path.contains("{name}"));
        }
    }

    #[test]
    fn every_example_of_a_body_is_json() {
        for route in ROUTES.iter().filter(|route| !route.takes.is_empty()) {
            assert!(serde_json::from_str::<Value>(route.takes).is_ok(), "{}", route.takes);
        }
    }

    #[test]
    fn what_only_begins_alike_is_no_control_route() {
        assert!(is_for("/__livechat-mock") && is_for("/__livechat-mock/no/such"));
        assert!(!is_for("/__livechat-mocked") && !is_for("/api/__livechat-mock/"));
        for path in ["/__livechat-mock/snapshots//restore", "/__livechat-mock/snapshots/a/b/restore"] {
            assert!(matches!(find(&Method::POST, path), Found::Nothing), "{path}");
        }
    }
}
