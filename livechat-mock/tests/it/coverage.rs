//! The table of operations in `COVERAGE.md`, which is written here.

use std::{fmt::Write, fs, path::Path};

use livechat_sdk::{
    ENDPOINTS, EndpointInfo,
    endpoint::{Auth, Operation, Permissions, RouteForm},
};

const BEGIN: &str = "<!-- coverage: written by a test, from the catalogue -->\n";
const END: &str = "<!-- /coverage -->\n";

#[test]
fn the_page_has_the_coverage() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("COVERAGE.md");
    let page = fs::read_to_string(&file).unwrap();
    let (before, rest) = page.split_once(BEGIN).expect("COVERAGE.md marks where the table begins");
    let (_, after) = rest.split_once(END).expect("COVERAGE.md marks where the table ends");
    let current = format!("{before}{BEGIN}\n{}\n{END}{after}", table());
    if current != page {
        fs::write(&file, current).unwrap();
        panic!("the table of COVERAGE.md was stale and is written anew: run the tests again, and commit it");
    }
}

/// What is published for servers: methods and paths, without the names of path arguments.
fn published() -> Vec<(&'static str, String)> {
    let lines = include_str!("../../src/hint/published.txt").lines();
    let operations = lines.filter(|line| !line.starts_with('#') && !line.contains(" -> "));
    operations
        .flat_map(|line| {
            let (path, methods) = line.split_once(' ').unwrap();
            let path = nameless(&format!("/api/v1/{path}"));
            methods.split(' ').map(move |method| (method, path.clone()))
        })
        .collect()
}

fn nameless(template: &str) -> String {
    let segments = template.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}

fn is_there((method, path): &(&str, String)) -> bool {
    ENDPOINTS.iter().any(|endpoint| {
        endpoint.meta.method().as_str() == *method
            && endpoint.meta.routes().any(|route| nameless(route.template()) == *path)
    })
}

/// What servers or the vendor's types have and what is not here: method, path, who has it, and why it is left out.
fn left_out() -> Vec<[&'static str; 4]> {
    let lines = include_str!("../../contract/left-out.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split('\t').collect::<Vec<_>>().try_into().expect("four columns")).collect()
}

#[test]
fn everything_published_is_there_or_left_out_with_a_reason() {
    let left_out: Vec<_> = left_out()
        .into_iter()
        .map(|[method, path, _, reason]| {
            let operation = (method, nameless(&format!("/api/v1/{path}")).trim_end_matches('/').to_owned());
            assert!(!reason.is_empty() && !is_there(&operation), "{method} {path} is not left out: {reason}");
            operation
        })
        .collect();
    let published = published();
    let missing: Vec<_> =
        published.iter().filter(|operation| !is_there(operation) && !left_out.contains(operation)).collect();
    assert!(missing.is_empty(), "published and neither in the catalogue nor in contract/left-out.tsv: {missing:#?}");
}

fn table() -> String {
    let published = published();
    let (there, missing): (Vec<_>, Vec<_>) = published.iter().partition(|operation| is_there(operation));
    let missing: Vec<_> = missing.into_iter().map(|(method, path)| format!("`{method} {path}`")).collect();
    let mut table = format!(
        "The SDK has {} of the {} livechat operations that are published, of which the API description has {} and the vendor's \
         types have the rest, and what integrations need beside them. Missing: {}.\n\n",
        there.len(),
        published.len(),
        include_str!("openapi/outline.jsonl").lines().count(),
        if missing.is_empty() { "none".to_owned() } else { missing.join(", ") }
    );
    table.push_str(
        "| Operation | Method and path | Login | Since | Typed | Replayed | Stateful |\n\
         | --- | --- | --- | --- | :-: | :-: | :-: |\n",
    );
    for coverage in livechat_mock::coverage() {
        let EndpointInfo { resource, name, meta, .. } = coverage.endpoint;
        let mut paths = format!("`{meta}`");
        for route in meta.routes().filter(|route| route.form() == RouteForm::Documented) {
            write!(paths, "<br>documented as `{}", Operation::at(meta.method(), route)).unwrap();
            // What the documented path does not have, the documented query has.
            let in_path: Vec<_> = route.arguments().collect();
            let in_query = meta.route().arguments().filter(|argument| !in_path.contains(argument));
            in_query.enumerate().for_each(|(index, argument)| {
                write!(paths, "{}{argument}=", if index == 0 { '?' } else { '&' }).unwrap();
            });
            paths.push('`');
        }
        let login = match (meta.auth(), meta.required_permissions()) {
            (Auth::Login, permissions) if permissions.names().is_empty() => "any".to_owned(),
            (Auth::Login, Permissions::Any(names)) => format!("`{}`", names.join("` or `")),
            (Auth::Login, permissions) => format!("`{}`", permissions.names().join("`, `")),
            _ => "no".to_owned(),
        };
        let [replayed, stateful] = [coverage.replayed, coverage.stateful].map(|is_so| if is_so { "yes" } else { "no" });
        let since = meta.version_added().unwrap_or_default();
        writeln!(table, "| `{resource}::{name}` | {paths} | {login} | {since} | yes | {replayed} | {stateful} |")
            .unwrap();
    }
    table.push_str("\nLeft out:\n\n| Method and path | Who has it | Why it is left out |\n| --- | --- | --- |\n");
    for [method, path, who, reason] in left_out() {
        writeln!(table, "| `{method} /api/v1/{path}` | {who} | {reason} |").unwrap();
    }
    table
}
