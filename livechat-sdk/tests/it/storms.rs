//! Whatever a server answers, calls do not become a storm.

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use livechat_sdk::{RetryPolicy, transport::Clock, visitors::ListChatHistory};
use proptest::prelude::*;

use crate::support::{
    Server, TOKEN, VISITOR,
    answers::{Arrivals, answers, in_turn, in_virtual_time},
    builder,
};

/// Virtual time, and how often somebody waited in it.
#[derive(Clone, Debug, Default)]
struct CountingClock(Arc<AtomicUsize>);

impl Clock for CountingClock {
    fn now(&self) -> Instant {
        tokio::time::Instant::now().into_std()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(tokio::time::sleep(duration))
    }
}

const ANY: &[u16] = &[200, 301, 400, 401, 404, 408, 429, 429, 429, 500, 502, 503, 503, 504];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(30))]

    #[test]
    fn a_call_that_may_be_tried_for_ever_is_tried_ever_more_rarely(answers in answers(ANY)) {
        let arrivals = Arrivals::default();
        in_virtual_time(async {
            let server = Server::start(in_turn(answers, &arrivals, |_| VISITOR.to_owned())).await;
            let policy = RetryPolicy::default().max_attempts(u32::MAX);
            let client = builder(&server).retry(policy).timeout(Duration::from_secs(300)).build().unwrap();
            let _ = client.get_visitor(TOKEN).await;
        });
        let most = arrivals.most_in_a_minute();
        prop_assert!(most <= 40, "{most}");
    }

    #[test]
    fn those_who_queue_for_a_rate_limit_do_not_ask_all_the_time(answers in answers(ANY)) {
        const CALLS: usize = 10;
        let (arrivals, clock) = (Arrivals::default(), CountingClock::default());
        in_virtual_time(async {
            let server = Server::start(in_turn(answers, &arrivals, |_| VISITOR.to_owned())).await;
            let client = builder(&server).timeout(Duration::from_secs(60)).clock(clock.clone()).build().unwrap();
            let calls = [(); CALLS].map(|()| {
                let client = client.clone();
                tokio::spawn(async move { client.get_visitor(TOKEN).await })
            });
            for call in calls {
                let _ = call.await.unwrap();
            }
        });
        let (most, waits) = (arrivals.most_in_a_minute(), clock.0.load(Ordering::Relaxed));
        prop_assert!(most <= 3 * CALLS, "{most} calls");
        prop_assert!(waits <= 70 * CALLS, "{waits} waits in a minute");
    }

    #[test]
    fn a_list_is_asked_for_as_often_as_its_pages_are_read(answers in answers(ANY)) {
        const PAGES: usize = 20;
        let arrivals = Arrivals::default();
        in_virtual_time(async {
            let room = |id: usize| format!(r#"{{"_id":"r{id}","t":"l","ts":"2019-12-09T20:30:32.058Z","v":{{"_id":"v"}}}}"#);
            let ids = AtomicUsize::new(0);
            let page = move |_: &_| format!(r#"{{"history":[{}],"total":999}}"#, room(ids.fetch_add(1, Ordering::Relaxed)));
            let server = Server::start(in_turn(answers, &arrivals, page)).await;
            let mut pages = builder(&server).build().unwrap().pages(ListChatHistory::new("r", "v"));
            for _ in 0..PAGES {
                if pages.next().await.is_none() {
                    break;
                }
            }
        });
        let most = arrivals.most_in_a_minute();
        prop_assert!(most <= 3 * PAGES, "{most}");
    }
}
