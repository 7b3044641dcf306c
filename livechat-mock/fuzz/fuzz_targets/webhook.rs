//! Any bytes, as the body of a webhook. What can be read can be written, and then is the same event with nothing left out.

#![no_main]

use libfuzzer_sys::fuzz_target;
use livechat_sdk::webhook;

fuzz_target!(|input: &[u8]| {
    let Ok(delivery) = webhook::read_trusted(input) else { return };
    let written = serde_json::to_vec(&delivery.event).expect("an event can be written");
    let again = webhook::read_trusted(&written).expect("what was written can be read");
    assert_eq!((again.event, again.omitted), (delivery.event, Vec::new()));
});
