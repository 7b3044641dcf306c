//! Any bytes, as the answer of each operation. What can be read can be written, and then stays as it is.

#![no_main]

use libfuzzer_sys::fuzz_target;
use livechat_sdk::Endpoint;

macro_rules! all {
    ($($resource:ident { $($name:ident,)* })*) => {
        fn all(input: &[u8]) {
            $($(one::<livechat_sdk::$resource::$name>(input);)*)*
        }
    };
}

livechat_sdk::for_each_endpoint!(all);

fuzz_target!(|input: &[u8]| all(input));

fn one<E: Endpoint>(input: &[u8]) {
    let Ok(answer) = serde_json::from_slice::<E::Response>(input) else { return };
    let written = serde_json::to_vec(&answer).expect("an answer can be written");
    let read: E::Response = serde_json::from_slice(&written).expect("what was written can be read");
    assert_eq!(serde_json::to_vec(&read).expect("and written again"), written, "{}", E::META);
}
