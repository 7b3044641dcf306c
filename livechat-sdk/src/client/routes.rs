use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use crate::endpoint::{Meta, Operation, Route, RouteForm};

/// Which of an operation's routes this server serves, as far as known.
#[derive(Debug)]
pub(super) struct KnownRoutes {
    documented_only: bool,
    /// By the operation on its first route.
    found: Mutex<HashMap<Operation, Route>>,
}

impl KnownRoutes {
    pub(super) fn new(documented_only: bool) -> Self {
        Self { documented_only, found: Mutex::default() }
    }

    /// The route to try first.
    pub(super) fn first(&self, meta: &Meta) -> Route {
        // Nearly all operations have one route.
        if meta.routes().nth(1).is_none() {
            return *meta.route();
        }
        if self.documented_only {
            let documented = meta.routes().find(|route| route.form() == RouteForm::Documented);
            return *documented.unwrap_or(meta.route());
        }
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        found.get(&meta.operation()).copied().unwrap_or(*meta.route())
    }

    /// The routes to try after that.
    pub(super) fn others<'m>(&self, meta: &'m Meta, first: Route) -> impl Iterator<Item = &'m Route> + use<'m> {
        let pinned = self.documented_only;
        meta.routes().filter(move |route| !pinned && **route != first)
    }

    /// Records that the server serves this one.
    pub(super) fn remember(&self, meta: &Meta, route: Route) {
        self.found.lock().unwrap_or_else(PoisonError::into_inner).insert(meta.operation(), route);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const META: Meta = Meta::get(Route::new("/a/{id}")).or_at(&[Route::new("/b"), Route::documented("/c")]);

    fn templates(routes: &KnownRoutes, meta: &Meta) -> Vec<&'static str> {
        let first = routes.first(meta);
        [first.template()].into_iter().chain(routes.others(meta, first).map(Route::template)).collect()
    }

    #[test]
    fn the_route_that_worked_is_tried_first() {
        let routes = KnownRoutes::new(false);
        assert_eq!(templates(&routes, &META), ["/a/{id}", "/b", "/c"]);
        routes.remember(&META, Route::documented("/c"));
        assert_eq!(templates(&routes, &META), ["/c", "/a/{id}", "/b"]);
        routes.remember(&META, Route::new("/a/{id}"));
        assert_eq!(templates(&routes, &META), ["/a/{id}", "/b", "/c"]);
    }

    #[test]
    fn the_documented_route_can_be_pinned() {
        let routes = KnownRoutes::new(true);
        assert_eq!(templates(&routes, &META), ["/c"]);
        assert_eq!(templates(&routes, &Meta::get(Route::new("/d"))), ["/d"]);
    }
}
