//! Operations, by the names that people give them.

use livechat_sdk::{EndpointInfo, endpoint::Operation as OperationName};

use super::catalogue;
use crate::{hint::edits, operation::Operation};

/// There is no operation of this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "there is no operation {name:?}; the nearest is {nearest}. Operations are named as COVERAGE.md and GET \
     /__livechat-mock/coverage list them, such as visitors::GetVisitor, or by method and path, such as GET \
     /api/v1/livechat/visitor/{{token}}"
)]
pub struct UnknownOperationError {
    name: String,
    nearest: String,
}

/// The operations of the SDK's catalogue that a name stands for; never none.
///
/// It is the name of the type, `GetVisitor`, with or without its module, `visitors::GetVisitor`; or a path template, such as
/// `/api/v1/livechat/visitor/{token}` or `livechat/visitor/{token}`, with or without the method before it, `GET`. A path alone
/// may stand for several.
///
/// ```
/// for name in ["GetVisitor", "visitors::GetVisitor", "GET /api/v1/livechat/visitor/{token}", "livechat/visitor/{token}"] {
///     assert!(livechat_mock::find_operations(name)?.iter().any(|operation| operation.name == "GetVisitor"));
/// }
/// let wrong = livechat_mock::find_operations("visitor::GetVisitor").unwrap_err();
/// assert!(wrong.to_string().contains("the nearest is visitors::GetVisitor"));
/// # Ok::<(), livechat_mock::UnknownOperationError>(())
/// ```
///
/// # Errors
///
/// If it stands for none; the error says which name is nearest.
pub fn find_operations(name: &str) -> Result<Vec<&'static EndpointInfo>, UnknownOperationError> {
    let found: Vec<_> = named(name)?.into_iter().filter_map(|operation| operation.info).collect();
    // An auxiliary endpoint has its path alone.
    if found.is_empty() { Err(unknown(name)) } else { Ok(found) }
}

/// The operations, auxiliary ones too, that a name stands for.
pub(crate) fn named(name: &str) -> Result<Vec<&'static Operation>, UnknownOperationError> {
    let found: Vec<_> = catalogue().operations().iter().filter(|operation| is_named(operation, name)).collect();
    if found.is_empty() { Err(unknown(name)) } else { Ok(found) }
}

fn is_named(operation: &Operation, name: &str) -> bool {
    let is_type = operation.info.is_some_and(|info| {
        name == info.name
            || name.strip_suffix(info.name).and_then(|rest| rest.strip_suffix("::")) == Some(info.resource)
    });
    let method = operation.meta.method().as_str();
    let path = name.strip_prefix(method).and_then(|rest| rest.strip_prefix(' ')).unwrap_or(name);
    is_type || operation.meta.routes().any(|route| below_the_api(route.template()) == below_the_api(path))
}

fn below_the_api(path: &str) -> &str {
    path.strip_prefix("/api/v1/").unwrap_or(path)
}

fn unknown(name: &str) -> UnknownOperationError {
    let with_module = |info: &EndpointInfo| format!("{}::{}", info.resource, info.name);
    let names = catalogue().operations().iter().flat_map(|operation| {
        let paths = operation.meta.routes().map(|route| OperationName::at(operation.meta.method(), route).to_string());
        operation.info.map(with_module).into_iter().chain(paths)
    });
    // Letter case is the usual slip. What is longer than any name is like none.
    let lower = |text: &str| text.chars().take(200).collect::<String>().to_ascii_lowercase().into_bytes();
    let given = lower(name);
    let distance = |known: &String| {
        let of = |known: &str| edits(&given, &lower(known));
        known.split_once("::").map_or(usize::MAX, |(_, last)| of(last)).min(of(known))
    };
    let nearest = names.min_by_key(distance).unwrap_or_default();
    UnknownOperationError { name: name.chars().take(200).collect(), nearest }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use livechat_sdk::ENDPOINTS;

    use super::*;

    #[test]
    fn a_name_stands_for_one_operation() {
        let names: BTreeSet<_> = ENDPOINTS.iter().map(|endpoint| endpoint.name).collect();
        assert_eq!(names.len(), ENDPOINTS.len());
        for info in ENDPOINTS {
            let with_module = format!("{}::{}", info.resource, info.name);
            for name in [info.name.to_owned(), with_module, info.meta.operation().to_string()] {
                let found: Vec<_> = find_operations(&name).unwrap().iter().map(|found| found.name).collect();
                assert_eq!(found, [info.name], "{name}");
            }
        }
    }

    #[test]
    fn a_path_may_stand_for_several() {
        for path in ["/api/v1/livechat/visitor", "livechat/visitor"] {
            assert_eq!(find_operations(path).unwrap()[0].name, "RegisterVisitor");
        }
        let of_a_message = find_operations("/api/v1/livechat/message/{_id}").unwrap();
        assert!(of_a_message.len() > 1, "{of_a_message:?}");
    }

    #[test]
    fn auxiliary_endpoints_have_their_paths_alone() {
        assert!(named("POST /api/v1/users.create").unwrap()[0].info.is_none());
        assert!(find_operations("POST /api/v1/users.create").is_err());
    }

    #[test]
    fn the_nearest_name_is_told() {
        for (name, nearest) in [
            ("rooms::GetVisitor", "visitors::GetVisitor"),
            ("::GetVisitor", "visitors::GetVisitor"),
            ("getvisitor", "visitors::GetVisitor"),
            ("GetVistor", "visitors::GetVisitor"),
            ("POST /api/v1/livechat/visitors", "POST /api/v1/livechat/visitor"),
            ("GET /api/v1/livechat/visitor/:token", "GET /api/v1/livechat/visitor/{token}"),
        ] {
            let error = named(name).err().unwrap();
            assert_eq!(error.nearest, nearest, "{name}");
            assert!(error.to_string().starts_with(&format!("there is no operation {name:?}")), "{error}");
        }
        for name in ["", "::", "/api/v1/", &"x".repeat(10_000)] {
            assert!(named(name).is_err(), "{name}");
        }
    }
}
