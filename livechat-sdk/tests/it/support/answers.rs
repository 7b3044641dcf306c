//! Servers that answer anything at all, in virtual time.

use std::{
    future::Future,
    sync::{Arc, Mutex},
    time::Duration,
};

use proptest::prelude::*;
use tokio::time::Instant;

use super::{Received, Response};

/// An answer that a proxy, a server, or something between may give.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: String,
    /// `None` is what belongs to the call.
    body: Option<String>,
}

impl Answer {
    pub(crate) fn response(&self, fitting: impl FnOnce() -> String) -> Response {
        let body = self.body.clone().unwrap_or_else(fitting);
        Response::with(self.status, &self.headers, body.as_bytes())
    }
}

/// The second that all answers are of.
const DATE: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
const DATE_MILLIS: i64 = 784_111_777_000;

/// Answers with any of these statuses.
pub(crate) fn answers(statuses: &'static [u16]) -> impl Strategy<Value = Vec<Answer>> {
    let retry_after = prop::option::of(prop::sample::select(vec![
        "0",
        "1",
        "-1",
        "0.5",
        "90",
        "86340",
        "18446744073709551615",
        "99999999999999999999",
        "soon",
        "",
        DATE,
        "Sun, 06 Nov 1994 08:49:36 GMT",
        "Sun, 06 Nov 1994 08:49:38 GMT",
        "Mon, 07 Nov 1994 08:49:36 GMT",
    ]));
    let resets = prop_oneof![-60_000_i64..2_000, 2_000_i64..200_000, Just(86_340_000), Just(i64::MAX - DATE_MILLIS)];
    let limit = prop::option::of((0_u64..4, 0_u64..3, resets));
    let body = prop::option::of(prop_oneof![
        (0_u64..3).prop_map(too_many),
        Just(too_many(86_340)),
        Just(too_many(u64::MAX)),
        Just(r#"{"success":false,"error":"something"}"#.to_owned()),
        Just("{}".to_owned()),
        Just("<html></html>".to_owned()),
        Just(String::new()),
    ]);
    let answer = (prop::sample::select(statuses), prop::bool::weighted(0.8), retry_after, limit, body);
    prop::collection::vec(
        answer.prop_map(|(status, has_date, retry_after, limit, body)| {
            let mut headers = String::new();
            if has_date {
                headers += &format!("date: {DATE}\r\n");
            }
            if let Some(retry_after) = retry_after {
                headers += &format!("retry-after: {retry_after}\r\n");
            }
            if let Some((limit, remaining, resets)) = limit {
                headers += &format!(
                    "x-ratelimit-limit: {limit}\r\nx-ratelimit-remaining: {remaining}\r\nx-ratelimit-reset: {}\r\n",
                    DATE_MILLIS + resets
                );
            }
            Answer { status, headers, body }
        }),
        1..5,
    )
}

fn too_many(seconds: u64) -> String {
    format!(
        r#"{{"success":false,"error":"Error, too many requests. Please slow down. You must wait {seconds} seconds before trying this endpoint again. [error-too-many-requests]"}}"#
    )
}

/// When calls arrived.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arrivals(Arc<Mutex<Vec<Instant>>>);

/// So many calls are a storm, whatever their time.
const STORM: usize = 5_000;

impl Arrivals {
    /// Notes a call. In a storm the server falls silent, so that the test ends.
    pub(crate) fn note(&self, response: Response) -> Response {
        let mut arrivals = self.0.lock().unwrap();
        arrivals.push(Instant::now());
        if arrivals.len() > STORM { Response::Stall(Vec::new()) } else { response }
    }

    /// The most calls that arrived within a minute.
    pub(crate) fn most_in_a_minute(&self) -> usize {
        let arrivals = self.0.lock().unwrap();
        let within = |from: usize| {
            let end = arrivals[from] + Duration::from_secs(60);
            arrivals[from..].partition_point(|arrival| *arrival < end)
        };
        (0..arrivals.len()).map(within).max().unwrap_or(0)
    }
}

/// A script that answers with these in turn.
pub(crate) fn in_turn(
    answers: Vec<Answer>,
    arrivals: &Arrivals,
    fitting: impl Fn(&Received) -> String + Send + 'static,
) -> impl FnMut(&Received) -> Response + Send + 'static {
    let arrivals = arrivals.clone();
    let mut turn = 0;
    move |request| {
        let answer = &answers[turn % answers.len()];
        turn += 1;
        arrivals.note(answer.response(|| fitting(request)))
    }
}

/// Runs in virtual time: whenever everything waits, the clock goes on to what comes next.
pub(crate) fn in_virtual_time<T>(run: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap().block_on(run)
}
