//! The small things that are parsed by hand: moments, orders of lists, the arguments of requests.
//!
//! The whole input is taken for a moment and for an order, as text and as JSON. For a request, its lines are two path
//! arguments and the query; the rest is the body.

#![no_main]

use std::{collections::BTreeMap, fmt, str::FromStr};

use libfuzzer_sys::fuzz_target;
use livechat_sdk::{
    Endpoint, Sort, Timestamp,
    endpoint::{self, Route},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

macro_rules! requests {
    ($($resource:ident { $($name:ident,)* })*) => {
        fn requests(segments: [&str; 2], query: &str, body: &[u8]) {
            $($(request::<livechat_sdk::$resource::$name>(segments, query, body);)*)*
        }
    };
}

livechat_sdk::for_each_endpoint!(requests);

fuzz_target!(|input: &[u8]| {
    let _ = serde_json::from_slice::<Sort>(input);
    if let Ok(moment) = serde_json::from_slice::<Timestamp>(input) {
        round_trip::<Timestamp>(&moment.to_string());
    }
    let Ok(text) = std::str::from_utf8(input) else { return };
    round_trip::<Timestamp>(text);
    round_trip::<Sort>(text);
    let mut lines = text.splitn(4, '\n');
    let mut next = || lines.next().unwrap_or_default();
    requests([next(), next()], next(), next().as_bytes());
});

/// What can be read can be written, and then means the same.
fn round_trip<T: FromStr + fmt::Display + fmt::Debug + PartialEq>(text: &str) {
    let Ok(value) = text.parse::<T>() else { return };
    let Ok(again) = value.to_string().parse::<T>() else { panic!("{value} cannot be read again") };
    assert_eq!(again, value);
}

/// A request that can be read and sent means the same to whoever reads it then.
fn request<E: Endpoint>(segments: [&str; 2], query: &str, body: &[u8]) {
    for route in E::META.routes() {
        let arguments: Vec<_> = route.arguments().zip(segments).collect();
        let Ok(request) = endpoint::decode::<E>(&arguments, query, body) else { continue };
        let Ok(encoded) = endpoint::encode_for(&request, route) else { continue };
        let header = encoded.header.as_ref().and_then(|(_, value)| value.to_str().ok());
        let header = header.map(|value| utf8_percent_encode(value, NON_ALPHANUMERIC).to_string());
        let mut arguments = in_path(route, &encoded.path);
        arguments.extend(E::META.header_argument().map(|argument| argument.argument).zip(header.as_deref()));
        let form = encoded.form.as_ref().map(|fields| fields.iter().cloned().collect::<BTreeMap<_, _>>());
        let form = form.map(|fields| serde_json::to_vec(&fields).expect("texts are JSON"));
        let body = encoded.body.or(form).unwrap_or_default();
        let again = endpoint::decode::<E>(&arguments, &encoded.query, &body);
        let Ok(again) = again else { panic!("{} cannot be read again", encoded.operation) };
        let json = |request: &E| serde_json::to_value(request).expect("a request is JSON");
        assert_eq!(json(&again), json(&request), "{}", encoded.operation);
    }
}

fn in_path<'p>(route: &Route, path: &'p str) -> Vec<(&'static str, &'p str)> {
    let segments = route.template().split('/').zip(path.split('/'));
    let is_argument = |(name, _): &(&str, &str)| name.starts_with('{');
    segments.filter(is_argument).map(|(name, segment)| (name.trim_matches(['{', '}']), segment)).collect()
}
