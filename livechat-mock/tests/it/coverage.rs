//! The README's table of operations, which is written here.

use std::{fmt::Write, fs, path::Path};

use livechat_sdk::{
    EndpointInfo,
    endpoint::{Auth, Operation, Permissions, RouteForm},
};

const BEGIN: &str = "<!-- coverage: written by a test, from the catalogue -->\n";
const END: &str = "<!-- /coverage -->\n";

#[test]
fn the_readme_has_the_coverage() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let readme = fs::read_to_string(&file).unwrap();
    let (before, rest) = readme.split_once(BEGIN).expect("the README marks where the table begins");
    let (_, after) = rest.split_once(END).expect("the README marks where the table ends");
    let current = format!("{before}{BEGIN}\n{}\n{END}{after}", table());
    if current != readme {
        fs::write(&file, current).unwrap();
        panic!("the coverage table of README.md was stale and is written anew: run the tests again, and commit it");
    }
}

fn table() -> String {
    let mut table = String::from(
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
    table
}
