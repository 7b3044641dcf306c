//! What the benches of the engine share: requests, and the median.

use std::net::{IpAddr, Ipv4Addr};

use bytes::Bytes;
use http::{Method, Request};
use livechat_sdk::Timestamp;

pub(crate) const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_767_225_600_000);

pub(crate) fn request(method: Method, path: &str, headers: &[(&str, &str)], body: String) -> Request<Bytes> {
    let request = Request::builder().method(method).uri(path);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    // One that cannot be built is one for `/`, whose answer ends the run.
    request.body(Bytes::from(body)).unwrap_or_default()
}

pub(crate) fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
