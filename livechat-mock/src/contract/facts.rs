//! The facts of the published validators, as text that is compiled in.
//!
//! A file has the lines that are new in its profile; all others are those of the profile before. They are written by
//! `contract/extract.mjs`, and looked up one by one when they are needed.

use crate::{ServerVersion, router::is_same_path};

/// The files, oldest first.
const FILES: [(ServerVersion, &str); ServerVersion::ALL.len()] = [
    (ServerVersion::V7_0, include_str!("../../contract/7.0.txt")),
    (ServerVersion::V7_13, include_str!("../../contract/7.13.txt")),
    (ServerVersion::V8_0, include_str!("../../contract/8.0.txt")),
    (ServerVersion::V8_4, include_str!("../../contract/8.4.txt")),
    (ServerVersion::V8_5, include_str!("../../contract/8.5.txt")),
    (ServerVersion::V8_8, include_str!("../../contract/8.8.txt")),
];

/// What is known better, for one profile alone.
const OVERRIDES: &str = include_str!("../../contract/overrides.txt");

/// What a server of this version demands, if a validator of that version or of one before it is known.
pub(super) fn of(method: &str, path: &str, version: ServerVersion) -> Option<&'static str> {
    let overridden = lines(OVERRIDES).find_map(|line| {
        let rest = line.strip_prefix(version.as_str())?.strip_prefix(' ')?;
        rest_of(rest, method, path)
    });
    let mut files = FILES.iter().rev().filter(|(profile, _)| *profile <= version);
    overridden.or_else(|| files.find_map(|(_, file)| in_file(file, method, path)))
}

/// The package that has the validator of a server of this version, or of one before it.
pub(super) fn source(method: &str, path: &str, version: ServerVersion) -> Option<&'static str> {
    let mut files = FILES.iter().rev().filter(|(profile, _)| *profile <= version);
    let (_, file) = files.find(|(_, file)| in_file(file, method, path).is_some())?;
    file.lines().next()?.split_once(", from ")?.1.strip_suffix('.')
}

/// What the first server after this version demands that has a validator.
pub(super) fn after(method: &str, path: &str, version: ServerVersion) -> Option<&'static str> {
    FILES.iter().filter(|(profile, _)| *profile > version).find_map(|(_, file)| in_file(file, method, path))
}

fn in_file(file: &'static str, method: &str, path: &str) -> Option<&'static str> {
    lines(file).find_map(|line| rest_of(line, method, path))
}

fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// What stands behind the method and the path.
fn rest_of(line: &'static str, method: &str, path: &str) -> Option<&'static str> {
    let (found, rest) = line.strip_prefix(method)?.strip_prefix(' ')?.split_once(' ')?;
    is_same_path(found, path).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::{Dialect, notation::parse};

    #[test]
    fn every_line_can_be_read() {
        for (version, file) in FILES {
            for line in lines(file).chain(lines(OVERRIDES).map(|line| line.split_once(' ').unwrap().1)) {
                let rest = line.splitn(3, ' ').nth(2).unwrap();
                let contract = parse(rest).unwrap_or_else(|error| panic!("{version}: {line}: {error}"));
                assert_ne!(contract.dialect, Dialect::Unchecked, "{line}");
            }
        }
    }

    #[test]
    fn files_are_of_all_versions_in_their_order() {
        assert_eq!(FILES.map(|(version, _)| version), ServerVersion::ALL);
    }

    #[test]
    fn lines_are_inherited() {
        let info = |version| of("GET", "livechat/visitors.info", version);
        assert_eq!(info(ServerVersion::V7_0), Some("schema {visitorId:string}"));
        assert_eq!(info(ServerVersion::V8_0), info(ServerVersion::V7_0));
        assert_eq!(info(ServerVersion::V8_8), Some("schema+lists {visitorId:string}"));
    }

    #[test]
    fn an_override_is_for_its_version_alone() {
        let rooms = |version| of("GET", "livechat/rooms", version).unwrap();
        assert_eq!(rooms(ServerVersion::V8_4), rooms(ServerVersion::V8_0));
        assert!(rooms(ServerVersion::V8_8).starts_with("schema+lists "));
    }

    #[test]
    fn names_of_path_arguments_do_not_matter() {
        let version = ServerVersion::V8_8;
        assert!(of("PUT", "livechat/message/{id}", version).is_some());
        for path in ["livechat/message/x", "livechat/message", "livechat/message/{_id}/x", "livechat"] {
            assert_eq!(of("PUT", path, version), None, "{path}");
        }
        assert_eq!(of("PATCH", "livechat/message/{_id}", version), None);
    }

    #[test]
    fn newer_operations_have_facts_of_their_first_version() {
        let path = "livechat/agents.saveInfo";
        assert_eq!(of("POST", path, ServerVersion::V7_0), None);
        assert_eq!(after("POST", path, ServerVersion::V7_0), of("POST", path, ServerVersion::V7_13));
    }
}
