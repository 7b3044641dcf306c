//! What holds for every file of an operation or a model: its documentation says what its `META` says, and its setters take
//! plain numbers and flags.

use std::path::Path;

use livechat_sdk::{
    ENDPOINTS, EndpointInfo,
    endpoint::{Auth, Meta, Method, Payload, Permissions, Route, RouteForm},
};

/// The rows that follow from `META`. The others tell where the operation is documented.
const ROWS: [&str; 7] =
    ["Operation", "Also documented as", "On older servers", "Login", "Licence", "Rate limit", "Since"];

#[test]
fn each_operations_table_says_what_its_meta_says() {
    let mut wrong = Vec::new();
    for endpoint in ENDPOINTS {
        let file = file_of(endpoint);
        let source = read(&file);
        let documented = documented_rows(&source, endpoint);
        for row in ROWS {
            let (says, means) = (documented_row(&documented, row), expected_row(&endpoint.meta, row));
            let agrees = match (says, &means) {
                (Some(says), Some(means)) => starts_with(says, means),
                (says, means) => says.is_none() && means.is_none(),
            };
            if !agrees {
                wrong.push(match means {
                    Some(means) => format!("{file}: the row `{row}` says {says:?}; by META it begins with {means:?}"),
                    None => format!("{file}: the row `{row}` says {says:?}; META knows nothing of it"),
                });
            }
        }
    }
    assert!(wrong.is_empty(), "documentation and META disagree:\n{}", wrong.join("\n"));
}

/// What came or went with a version that is known: the file, the type, the field or the word, and how it says so. Arguments
/// that older servers refuse are not here: the mock's contracts have them.
const HISTORY: &[(&str, &str, &str, &str)] = &[
    ("api/visitors/record_page_visit", "struct RecordPageVisit", "pub room_id:", "before 1.3"),
    ("model/visitor", "struct Visitor", "pub token:", "since 8.5.0"),
    ("model/visitor", "struct Visitor", "pub external_ids:", "from 8.4"),
    ("model/livechat_config", "struct ConfigTheme", "pub hide_expand_chat:", "from 8"),
    ("model/livechat_config", "struct ActionLinksByType", "pub webrtc:", "up to 7"),
    ("model/livechat_config", "struct ConfigDepartment", "pub departments_allowed_to_forward:", "from 8"),
    ("model/room", "struct Room", "pub contact_id:", "from 8"),
    ("model/room", "struct Room", "pub verified:", "from 8"),
    ("model/room", "struct Room", "pub enforce_single_room:", "from 8"),
    ("model/room", "struct RoomVisitor", "pub contact_id:", "7 line"),
    ("model/inquiry", "InquiryStatus", "Verifying =", "from 8"),
    ("model/message", "MessageType", "VideoCall =", "before 5.0"),
    ("model/message", "MessageType", "WebrtcVideoCall =", "up to 7"),
];

#[test]
fn what_came_or_went_with_a_version_says_so() {
    for (file, of, what, says) in HISTORY {
        let source = read(&format!("src/{file}.rs"));
        let start = source.find(&format!("{of} {{")).unwrap_or_else(|| panic!("{file} has no {of}"));
        let lines: Vec<_> = source[start..].lines().map(str::trim).collect();
        let at = lines.iter().position(|line| line.starts_with(what));
        let at = at.unwrap_or_else(|| panic!("{of} has no {what}"));
        let above = lines[..at].iter().rev().take_while(|line| line.starts_with("///") || line.starts_with("#["));
        assert!(above.clone().any(|line| line.contains(says)), "{file}: {of}, {what} does not say {says:?}");
    }
}

/// `.count(100)` compiles only if the setter takes a `u64`, and nothing that turns into one.
#[test]
fn setters_of_numbers_and_flags_take_them_as_they_are() {
    let mut forgotten = Vec::new();
    let models = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/model")).unwrap();
    let models = models.map(|entry| format!("src/model/{}", entry.unwrap().file_name().to_str().unwrap()));
    for file in ENDPOINTS.iter().map(file_of).chain(models) {
        let source = read(&file);
        let (mut has_setters, mut attributes) = (false, String::new());
        for line in source.lines().map(str::trim) {
            match line.strip_prefix("pub ").and_then(|field| field.strip_suffix(',')?.split_once(": ")) {
                Some((field, of)) if has_setters && is_number_or_flag(of) && !attributes.contains("#[field") => {
                    forgotten.push(format!("{file}: `{field}` lacks #[field(into = false)]"));
                }
                _ if line.starts_with("#[derive(") => has_setters = line.contains("Fieldwork"),
                _ => {}
            }
            if line.starts_with("#[") { attributes += line } else { attributes.clear() }
        }
    }
    assert!(forgotten.is_empty(), "{}", forgotten.join("\n"));
}

fn is_number_or_flag(of: &str) -> bool {
    let of = of.strip_prefix("Option<").and_then(|of| of.strip_suffix('>')).unwrap_or(of);
    ["bool", "u8", "u16", "u32", "u64", "i32", "i64", "f64"].contains(&of)
}

fn file_of(endpoint: &EndpointInfo) -> String {
    format!("src/api/{}/{}.rs", endpoint.resource, snake_case(endpoint.name))
}

fn read(file: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap()
}

/// The rows of the table above an operation's type.
fn documented_rows<'s>(source: &'s str, endpoint: &EndpointInfo) -> Vec<(&'s str, &'s str)> {
    let type_line = format!("pub struct {} {{", endpoint.name);
    let above = source.lines().take_while(|line| !line.starts_with(&type_line));
    above
        .filter_map(|line| line.strip_prefix("/// | ")?.strip_suffix(" |")?.split_once(" | "))
        .filter(|(row, _)| *row != "---")
        .collect()
}

fn documented_row<'s>(rows: &[(&str, &'s str)], wanted: &str) -> Option<&'s str> {
    rows.iter().find(|(row, _)| *row == wanted).map(|(_, text)| *text)
}

/// What a row has to begin with, if the table has to have it.
fn expected_row(meta: &Meta, row: &str) -> Option<String> {
    let other_route = |form| {
        let mut others = meta.routes().skip(1).filter(|route| route.form() == form);
        others.next().map(|route| operation(meta, route))
    };
    match row {
        "Operation" => Some(operation(meta, meta.route())),
        "Also documented as" => other_route(RouteForm::Documented),
        "On older servers" => other_route(RouteForm::Served),
        "Login" => Some(login(meta)),
        "Licence" => meta.required_module().map(|module| format!("module `{module}`")),
        "Rate limit" => {
            meta.call_limit().filter(|limit| limit.version_added().is_some()).map(|limit| limit.to_string())
        }
        "Since" => meta.version_added().map(str::to_owned),
        _ => None,
    }
}

fn operation(meta: &Meta, route: &Route) -> String {
    // Where another route has more of the arguments in its path, that one has them all, and no body.
    let most = meta.routes().map(|route| route.arguments().count()).max();
    let is_alone = meta.routes().nth(1).is_none();
    let payload = match (meta.method(), meta.payload()) {
        (Method::Delete, Payload::Json) if is_alone || Some(route.arguments().count()) < most => ", with a JSON body",
        (_, Payload::Multipart) => ", multipart",
        _ => "",
    };
    format!("`{} {}`{payload}", meta.method(), route.template())
}

fn login(meta: &Meta) -> String {
    let list = |names: &[&str], word: &str| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(word);
    match (meta.auth(), meta.required_permissions()) {
        (Auth::None, _) => match meta.header_argument() {
            Some(header) => format!("not needed: the visitor's token travels in the header `{}`", header.name),
            None => "not needed".to_owned(),
        },
        (_, Permissions::All([])) => "any".to_owned(),
        (_, Permissions::All([name])) => format!("permission `{name}`"),
        (_, Permissions::All(names)) => format!("permissions {}", list(names, " and ")),
        (_, permissions) => format!("permission {}", list(permissions.names(), " or ")),
    }
}

/// Whether a row begins with what is expected. Only what goes on after a comma, a semicolon or a colon is free; a query
/// that shows an argument is no part of the route.
fn starts_with(says: &str, means: &str) -> bool {
    let says = match says.split_once('?') {
        Some((route, rest)) => route.to_owned() + rest.split_once('`').map_or("", |(query, _)| &rest[query.len()..]),
        None => says.to_owned(),
    };
    says.strip_prefix(means).is_some_and(|rest| rest.is_empty() || rest.starts_with([',', ';', ':']))
}

/// `GetVisitor` as its file is called: `get_visitor`.
fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

#[test]
fn a_row_agrees_only_if_it_says_all_and_nothing_else() {
    for (says, means, agrees) in [
        ("0.42.0", "0.42.0", true),
        ("0.42.0; in pages since 2.2.0", "0.42.0", true),
        ("0.42.01", "0.42.0", false),
        ("`GET /room?token=`", "`GET /room`", true),
        ("`GET /rooms?token=`", "`GET /room`", false),
        ("permission `a` or `b`", "permission `a`", false),
        ("any", "not needed", false),
    ] {
        assert_eq!(starts_with(says, means), agrees, "{says} {means}");
    }
}
