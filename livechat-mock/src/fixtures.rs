//! The documented examples: the files of the folder `fixtures`, compiled in.
//!
//! An operation's folder is `<resource>/<operation>`, in snake case. In it are
//!
//! - `request`: the arguments as one object under their names on the wire, wherever they travel (or the one list that is
//!   the body); `request-…` are more of them,
//! - `200`: the answer; `200-…` are answers that older servers or other settings give,
//! - `<status>-<code>`: an error response. Where several share a code, or the code is a sentence, the name says more.
//!
//! A version at the end (`-7`, `-0.70`) is that of servers that word it so; without one it is the newest servers' wording.
//! `_shared` has what every operation may be refused for. Documented texts are copied value for value.

/// Reads each file of a list, while compiling.
macro_rules! fixtures {
    ($($path:literal,)*) => {
        &[$(super::Fixture {
            path: $path,
            text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/", $path, ".json")),
        },)*]
    };
}

mod index;

use self::index::INDEX;

/// A file of the folder.
#[derive(Debug)]
struct Fixture {
    /// Where it is: `<resource>/<operation>/<name>`, or `_shared/<name>` if it is the same for every operation.
    path: &'static str,
    text: &'static str,
}

/// The documented answer of an operation, where `operation` is the operation's folder.
pub(crate) fn example(resource: &str, operation: &str) -> Option<&'static str> {
    find(resource, operation, "200")
}

/// A file by its name, among those of the operation and those of all operations.
pub(crate) fn find(resource: &str, operation: &str, name: &str) -> Option<&'static str> {
    let own = INDEX.binary_search_by(|fixture| fixture.path.split('/').cmp([resource, operation, name]));
    let found = own.or_else(|_| INDEX.binary_search_by(|fixture| fixture.path.split('/').cmp(["_shared", name])));
    found.ok().and_then(|at| INDEX.get(at)).map(|fixture| fixture.text.trim_end())
}

/// The names of the files of an operation, without those of all operations.
pub(crate) fn names<'a>(resource: &'a str, operation: &'a str) -> impl Iterator<Item = &'static str> + 'a {
    INDEX.iter().filter_map(move |fixture| {
        fixture.path.strip_prefix(resource)?.strip_prefix('/')?.strip_prefix(operation)?.strip_prefix('/')
    })
}

/// `GetVisitor` as its file and its folder of fixtures are called: `get_visitor`.
pub(crate) fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for (at, letter) in name.char_indices() {
        if letter.is_ascii_uppercase() && at > 0 {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use std::{
        fs,
        path::{Path, PathBuf},
    };

    use livechat_sdk::ENDPOINTS;

    use super::*;

    /// Every file below a folder.
    fn files(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
    }

    #[test]
    fn the_index_is_the_folder() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = root.join("fixtures");
        let mut paths: Vec<Vec<String>> = files(&folder)
            .iter()
            .map(|file| {
                let path = file.strip_prefix(&folder).unwrap();
                assert_eq!(path.extension(), Some("json".as_ref()), "{} is no fixture", path.display());
                path.with_extension("").iter().map(|segment| segment.to_str().unwrap().to_owned()).collect()
            })
            .collect();
        paths.sort_unstable();
        let mut index = String::from(
            "//! The files of the folder `fixtures`, in order.\n\
             //!\n\
             //! Written by the test `the_index_is_the_folder`: do not edit.\n\
             \n\
             use super::Fixture;\n\
             \n\
             pub(super) static INDEX: &[Fixture] = fixtures! {\n",
        );
        for path in paths {
            index.push_str(&format!("    {:?},\n", path.join("/")));
        }
        index.push_str("};\n");
        let file = root.join("src/fixtures/index.rs");
        if fs::read_to_string(&file).unwrap() != index {
            fs::write(&file, index).unwrap();
            panic!("src/fixtures/index.rs was stale and is written anew: run the tests again, and commit it");
        }
    }

    #[test]
    fn every_operation_has_an_example() {
        for endpoint in ENDPOINTS {
            for name in ["200", "request"] {
                let file = format!("fixtures/{}/{}/{name}.json", endpoint.resource, snake_case(endpoint.name));
                assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(&file).exists(), "livechat-mock/{file} is missing");
            }
        }
        assert_eq!(example("visitors", "get_visitors"), None);
    }

    #[test]
    fn an_operations_own_file_comes_before_the_one_of_all_operations() {
        assert_eq!(find("visitors", "get_visitor", "401-not-logged-in"), find("", "", "401-not-logged-in"));
        assert!(find("authentication", "log_in", "401-totp-required").is_some());
        assert_eq!(find("visitors", "get_visitor", "401-totp-required"), None);
    }
}
