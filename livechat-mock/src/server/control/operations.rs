//! Operations, by the names that tests give them.

use livechat_sdk::endpoint::Operation as OperationName;

use super::answer::{Problem, Result};
use crate::{catalogue::catalogue, operation::Operation};

/// The operation with this name: as the coverage table has it, `visitors::GetVisitor`, without the part before the colons, or
/// as the server's log shows it, method and path template, which may be any of its paths.
pub(super) fn find(name: &str) -> Result<&'static Operation> {
    let is_it = |operation: &&Operation| {
        let has_name = operation.info.is_some_and(|info| {
            name == info.name
                || name.strip_suffix(info.name).and_then(|rest| rest.strip_suffix("::")) == Some(info.resource)
        });
        let meta = &operation.meta;
        has_name || meta.routes().any(|route| OperationName::at(meta.method(), route).to_string() == name)
    };
    catalogue().operations().iter().find(is_it).ok_or_else(|| {
        Problem::wrong(format!(
            "there is no operation {name:?}; write its name, as GET {}/coverage lists it, or method and path as the server's log \
             shows them: {:?} or {:?}",
            super::PREFIX,
            "visitors::GetVisitor",
            "GET /api/v1/livechat/visitor/{token}"
        ))
    })
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
        for name in ["visitors::GetVisitor", "GetVisitor", "GET /api/v1/livechat/visitor/{token}"] {
            assert_eq!(find(name).unwrap().info.unwrap().name, "GetVisitor");
        }
        for name in ["rooms::GetVisitor", "::GetVisitor", "Visitor", "POST /api/v1/livechat/visitor/{token}", ""] {
            assert!(find(name).is_err(), "{name}");
        }
        assert!(find("POST /api/v1/users.create").unwrap().info.is_none(), "auxiliary ones as well");
    }
}
