//! Paths: from a method and a path to the place of a route's operation in a table.

use livechat_sdk::endpoint::{Meta, Method};

/// Where a request leads.
pub(crate) enum Found<'p> {
    Operation {
        /// The operation's place in the table.
        index: usize,
        template: &'static str,
        in_path: Vec<(&'static str, &'p str)>,
    },
    /// There is such a path, with these methods.
    OtherMethods(Vec<&'static str>),
    /// There is such an operation, at this place in the table, in later versions alone.
    Later(usize),
    Nothing,
}

/// The routes to a table of operations.
pub(crate) struct Router(matchit::Router<Vec<Entry>>);

/// One method of a path.
struct Entry {
    method: Method,
    index: usize,
    template: &'static str,
    names: Vec<&'static str>,
}

impl Router {
    /// Routes to these operations, whose places are counted from 0.
    pub(crate) fn new<'m>(operations: impl IntoIterator<Item = &'m Meta>) -> Self {
        let mut routes = matchit::Router::<Vec<Entry>>::new();
        for (index, meta) in operations.into_iter().enumerate() {
            for route in meta.routes() {
                let template = route.template();
                let entry = Entry { method: meta.method(), index, template, names: route.arguments().collect() };
                // Braces match arguments alone, so that a template leads to what is there of the same path. A comparison with
                // all others would take longer than all the rest of a start.
                let there = routes.at_mut(template).ok().map(|found| found.value);
                match there.filter(|entries| entries.iter().any(|other| is_same_path(other.template, template))) {
                    Some(entries) => entries.push(entry),
                    None => {
                        let inserted = routes.insert(template, vec![entry]);
                        debug_assert!(inserted.is_ok(), "{template}: {inserted:?}");
                    }
                }
            }
        }
        Self(routes)
    }

    /// Where a request leads, of the operations that are there.
    pub(crate) fn find<'p>(&self, method: &http::Method, path: &'p str, is_there: impl Fn(usize) -> bool) -> Found<'p> {
        let Ok(found) = self.0.at(path) else { return Found::Nothing };
        match found.value.iter().find(|entry| entry.method.as_str() == method.as_str()) {
            Some(entry) if !is_there(entry.index) => Found::Later(entry.index),
            Some(entry) => Found::Operation {
                index: entry.index,
                template: entry.template,
                in_path: entry.names.iter().copied().zip(found.params.iter().map(|(_, value)| value)).collect(),
            },
            None => {
                let there = found.value.iter().filter(|entry| is_there(entry.index));
                let methods: Vec<_> = there.map(|entry| entry.method.as_str()).collect();
                if methods.is_empty() { Found::Nothing } else { Found::OtherMethods(methods) }
            }
        }
    }
}

/// Whether two templates differ in the names of their arguments alone.
pub(crate) fn is_same_path(one: &str, other: &str) -> bool {
    let is_argument = |segment: &str| segment.starts_with('{');
    let mut others = other.split('/');
    let same = |segment: &str| {
        others.next().is_some_and(|other| segment == other || (is_argument(segment) && is_argument(other)))
    };
    one.split('/').all(same) && others.next().is_none()
}

#[cfg(test)]
mod tests {
    use livechat_sdk::endpoint::Route;

    use super::*;

    const META: [Meta; 3] = [
        Meta::get(Route::new("/api/v1/visitor/{token}")).or_at(&[Route::documented("/api/v1/visitors/{token}")]),
        Meta::post(Route::new("/api/v1/visitor")),
        Meta::delete(Route::new("/api/v1/visitor/{id}")),
    ];

    #[test]
    fn a_route_leads_to_its_operation_and_names_the_arguments_as_it_does() {
        let router = Router::new(&META);
        for (method, path, index, template, argument) in [
            (http::Method::GET, "/api/v1/visitor/a%20b", 0, "/api/v1/visitor/{token}", Some(("token", "a%20b"))),
            (http::Method::GET, "/api/v1/visitors/t", 0, "/api/v1/visitors/{token}", Some(("token", "t"))),
            (http::Method::POST, "/api/v1/visitor", 1, "/api/v1/visitor", None),
            (http::Method::DELETE, "/api/v1/visitor/t", 2, "/api/v1/visitor/{id}", Some(("id", "t"))),
        ] {
            let Found::Operation { index: found, template: by, in_path } = router.find(&method, path, |_| true) else {
                panic!("{path} leads nowhere");
            };
            assert_eq!((found, by, in_path), (index, template, argument.into_iter().collect()));
        }
    }

    #[test]
    fn other_paths_and_methods_do_not() {
        let router = Router::new(&META);
        for path in ["", "/", "*", "/api/v1/visitor/", "/api/v1/visitor/a/b", "/API/v1/visitor", "/api/v1/visitors"] {
            assert!(matches!(router.find(&http::Method::GET, path, |_| true), Found::Nothing), "{path}");
        }
        let found = router.find(&http::Method::PUT, "/api/v1/visitor/t", |_| true);
        let Found::OtherMethods(methods) = found else { panic!("there is no PUT") };
        assert_eq!(methods, ["GET", "DELETE"]);
    }

    #[test]
    fn what_is_not_there_yet_is_no_operation_and_no_method() {
        let router = Router::new(&META);
        let find = |method, path, there: &'static [usize]| router.find(&method, path, |index| there.contains(&index));
        assert!(matches!(find(http::Method::POST, "/api/v1/visitor", &[0, 2]), Found::Later(1)));
        assert!(matches!(find(http::Method::GET, "/api/v1/visitor", &[0, 2]), Found::Nothing));
        let found = find(http::Method::PUT, "/api/v1/visitor/t", &[2]);
        let Found::OtherMethods(methods) = found else { panic!("there is DELETE") };
        assert_eq!(methods, ["DELETE"]);
    }
}
