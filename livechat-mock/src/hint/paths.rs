//! What was probably meant by a path at which nothing responds.

use std::sync::LazyLock;

use livechat_sdk::endpoint::Meta;

use crate::{ServerVersion, catalogue::catalogue, router::is_same_path};

const PREFIX: &str = "/api/v1/";

/// A path that servers have.
struct Known {
    template: String,
    methods: Vec<&'static str>,
    /// Whether this mock has it.
    is_served: bool,
}

struct Paths {
    known: Vec<Known>,
    /// From a path that no server has to what was probably meant.
    others: Vec<(String, String)>,
}

static PATHS: LazyLock<Paths> = LazyLock::new(|| Paths::read(include_str!("published.txt")));

impl Paths {
    fn read(published: &'static str) -> Self {
        let mut paths = Self { known: Vec::new(), others: Vec::new() };
        for operation in catalogue().operations() {
            for route in operation.meta.routes() {
                paths.add(route.template(), operation.meta.method().as_str(), true);
            }
        }
        let full = |path: &str| format!("{PREFIX}{path}");
        for line in published.lines().filter(|line| !line.starts_with('#')) {
            if let Some((wrong, right)) = line.split_once(" -> ") {
                paths.others.push((full(wrong), full(right)));
            } else if let Some((path, methods)) = line.split_once(' ') {
                methods.split(' ').for_each(|method| paths.add(&full(path), method, false));
            }
        }
        paths
    }

    fn add(&mut self, template: &str, method: &'static str, is_served: bool) {
        match self.known.iter_mut().find(|known| is_same_path(&known.template, template)) {
            Some(known) if known.methods.contains(&method) => {}
            // A method that this mock lacks does not count as another of its own.
            Some(known) if known.is_served == is_served => known.methods.push(method),
            _ => self.known.push(Known { template: template.to_owned(), methods: vec![method], is_served }),
        }
    }

    /// The path of servers that this is, if one of them takes the method.
    fn exact(&self, method: &str, path: &str) -> Option<&Known> {
        let fits = |known: &&Known| known.methods.contains(&method) && is_at(&known.template, path);
        // What stands in a path letter by letter comes before an argument in its place.
        self.known.iter().filter(fits).min_by_key(|known| known.template.matches('{').count())
    }

    /// The known path that is most like another, or was meant by it before.
    fn nearest(&self, method: &str, path: &str) -> Option<&Known> {
        let meant: Vec<_> =
            self.others.iter().filter(|(wrong, _)| is_at(wrong, path)).map(|(_, right)| right).collect();
        let (written, dotted) = (path.to_owned(), with_dots(path));
        self.known.iter().min_by_key(|known| {
            let is_meant = meant.iter().any(|right| is_same_path(right, &known.template));
            let of = |path: &String| distance(path, &known.template);
            let written = of(&written).min(dotted.iter().map(of).min().unwrap_or(OTHER_WORD) + DOT);
            let distance = if is_meant { MEANT_BEFORE } else { written };
            let other_method = if known.methods.contains(&method) { 0 } else { OTHER_METHOD };
            (distance + other_method, known.template.len())
        })
    }
}

/// What was probably meant.
pub(crate) fn about_path(method: &str, path: &str) -> String {
    let wanted: String = path.chars().take(LONGEST).collect();
    let wanted = wanted.split('/').filter(|segment| !segment.is_empty()).collect::<Vec<_>>().join("/");
    let wanted = format!("/{wanted}");
    let Some((start, wanted)) = below_the_api(method, &wanted) else {
        return format!("the API's paths begin with {PREFIX}; {}", likely(method, &with_prefix(&wanted)));
    };
    // An argument may have been empty.
    let with_argument = format!("{wanted}/x");
    let is_cut = path.ends_with('/') && PATHS.exact(method, &with_argument).is_some();
    let likely = likely(method, if is_cut { &with_argument } else { &wanted });
    match path {
        _ if start != Start::Right => format!("the API's paths begin with {PREFIX}; {likely}"),
        path if path.ends_with('/') => {
            format!("the path ends in a slash, or an argument at its end is missing; {likely}")
        }
        path if path.contains("//") => format!("the path has two slashes together; {likely}"),
        _ => likely,
    }
}

/// What was probably meant, or which methods the path has.
pub(crate) fn about_method(method: &str, path: &str, methods: &[&str]) -> String {
    match PATHS.exact(method, path).filter(|known| !known.is_served) {
        Some(known) => describe(method, known),
        None => format!("this path has other methods: {}", methods.join(", ")),
    }
}

/// That an operation is there in later versions alone.
pub(crate) fn later(operation: &Meta, version: ServerVersion) -> String {
    let since = operation.version_added().unwrap_or_default();
    format!("servers have {operation} since {since}, and this one is {version}")
}

#[derive(PartialEq, Eq)]
enum Start {
    Right,
    Wrong,
}

/// The path as one of the API's, if it has the beginning or only lacks it.
fn below_the_api(method: &str, path: &str) -> Option<(Start, String)> {
    if path.starts_with(PREFIX) {
        return Some((Start::Right, path.to_owned()));
    }
    let full = with_prefix(path);
    PATHS.exact(method, &full).map(|_| (Start::Wrong, full))
}

/// With the beginning of the API's paths in place of what may be meant for it.
fn with_prefix(path: &str) -> String {
    let mut segments: Vec<_> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let is_version = |segment: &&str| {
        segment
            .strip_prefix(['v', 'V'])
            .is_some_and(|number| !number.is_empty() && number.bytes().all(|it| it.is_ascii_digit()))
    };
    if segments.first().is_some_and(|first| first.eq_ignore_ascii_case("api")) {
        segments.remove(0);
    }
    if segments.first().is_some_and(is_version) {
        segments.remove(0);
    }
    let path = segments.join("/");
    let is_known = |path: &str| PATHS.known.iter().any(|known| is_at(&known.template, path));
    let below = format!("{PREFIX}livechat/{path}");
    if !is_known(&format!("{PREFIX}{path}")) && is_known(&below) { below } else { format!("{PREFIX}{path}") }
}

fn likely(method: &str, path: &str) -> String {
    if let Some(known) = PATHS.exact(method, path) {
        return describe(method, known);
    }
    match PATHS.nearest(method, path) {
        Some(known) if known.is_served => {
            format!("servers have no such path; the nearest is {}", describe(method, known))
        }
        Some(known) => format!("no server has this path; {}", describe(method, known)),
        None => String::new(),
    }
}

fn describe(method: &str, known: &Known) -> String {
    let Known { template, methods, is_served } = known;
    let method = if methods.contains(&method) { method.to_owned() } else { methods.join(", ") };
    match is_served {
        true => format!("{method} {template}"),
        false => format!("servers have {method} {template}, and livechat-mock does not"),
    }
}

/// A path with a dot in place of a slash, once for each that may be meant so.
fn with_dots(path: &str) -> Vec<String> {
    let slashes = path.char_indices().skip(PREFIX.len()).filter(|(_, letter)| *letter == '/');
    slashes.map(|(at, _)| format!("{}.{}", &path[..at], &path[at + 1..])).collect()
}

/// Whether a path is one of a template's.
fn is_at(template: &str, path: &str) -> bool {
    let mut given = path.split('/');
    let fits = |segment: &str| {
        given.next().is_some_and(|given| given == segment || (segment.starts_with('{') && !given.is_empty()))
    };
    template.split('/').all(fits) && given.next().is_none()
}

/// How much of a path is looked at, in characters.
const LONGEST: usize = 200;

/// What differences of paths weigh. Equal letters weigh nothing.
const OTHER_METHOD: usize = 45;
const MEANT_BEFORE: usize = 40;
const DOT: usize = 35;
const ARGUMENT: usize = 30;
const NO_ARGUMENT: usize = 100;
const MISSING_ARGUMENT: usize = 40;
const MISSING_WORD: usize = 65;
const SUPERFLUOUS: usize = 80;
const ONLY_A_PART: usize = 45;
const OTHER_WORD: usize = 300;

/// How far a path is from a template: the least weight of what turns one into the other, segment by segment.
fn distance(path: &str, template: &str) -> usize {
    let (path, template): (Vec<_>, Vec<_>) = (path.split('/').collect(), template.split('/').collect());
    let missing = |segment: &str| if segment.starts_with('{') { MISSING_ARGUMENT } else { MISSING_WORD };
    let mut row: Vec<usize> = vec![0];
    for segment in &template {
        row.push(row.last().unwrap_or(&0) + missing(segment));
    }
    for given in &path {
        let mut next = vec![row[0] + SUPERFLUOUS];
        for (index, segment) in template.iter().enumerate() {
            let replaced = row[index] + difference(given, segment);
            next.push(replaced.min(row[index + 1] + SUPERFLUOUS).min(next[index] + missing(segment)));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

/// How far a segment is from one of a template.
fn difference(given: &str, segment: &str) -> usize {
    if segment.starts_with('{') {
        // Names of operations have dots.
        return if given.contains('.') { NO_ARGUMENT } else { ARGUMENT };
    }
    let letters =
        |text: &str| text.bytes().filter(u8::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    let (given, segment): (Vec<u8>, Vec<u8>) = (letters(given), letters(segment));
    let longest = given.len().max(segment.len());
    let changes = edits(&given, &segment);
    let is_longer = given.starts_with(&segment) && segment.len() * 5 >= given.len() * 2;
    let is_part = segment.starts_with(&given) || segment.ends_with(&given);
    if given.len() > 3 && (is_part || is_longer) {
        return ONLY_A_PART.min(changes * 200 / longest.max(1));
    }
    if changes * 2 > longest { OTHER_WORD } else { changes * 200 / longest.max(1) }
}

/// How many letters have to be added, removed or replaced to turn one text into another.
pub(crate) fn edits(one: &[u8], other: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, letter) in one.iter().enumerate() {
        let mut next = vec![index + 1];
        for (place, wanted) in other.iter().enumerate() {
            let replaced = row[place] + usize::from(letter != wanted);
            next.push(replaced.min(row[place + 1] + 1).min(next[place] + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Servers of the 7 line have it, and nothing is published.
    const OLD: &str = "SetCallStatus";

    #[test]
    fn what_the_sdk_has_is_published_and_what_was_meant_is_known() {
        let Paths { known, others } = &*PATHS;
        for (wrong, right) in others {
            assert!(known.iter().any(|known| is_same_path(&known.template, right)), "{right}");
            assert!(!known.iter().any(|known| is_same_path(&known.template, wrong)), "{wrong}");
        }
        let published: Vec<_> = include_str!("published.txt").lines().filter_map(|line| line.split_once(' ')).collect();
        for info in livechat_sdk::ENDPOINTS {
            let is_published = info.meta.routes().any(|route| {
                published.iter().any(|(path, methods)| {
                    is_same_path(&format!("{PREFIX}{path}"), route.template())
                        && methods.split(' ').any(|method| method == info.meta.method().as_str())
                })
            });
            let is_of_livechat = info.meta.routes().any(|route| route.template().starts_with("/api/v1/livechat/"));
            let is_old = info.name == OLD;
            assert_ne!(is_published || !is_of_livechat, is_old, "{}", info.meta);
        }
    }

    #[test]
    fn edits_are_counted() {
        for (one, other, count) in
            [("", "", 0), ("a", "", 1), ("", "ab", 2), ("rooms", "room", 1), ("visitor", "vistior", 2)]
        {
            assert_eq!(edits(one.as_bytes(), other.as_bytes()), count, "{one} {other}");
        }
    }
}
