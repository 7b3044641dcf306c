//! Who may use the control routes.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use http::{
    HeaderMap, HeaderValue,
    header::{HOST, ORIGIN},
};
use livechat_sdk::Password;

use super::answer::{Problem, Result};

/// The header that carries the key.
const KEY: &str = "x-livechat-mock-key";

/// Who may use a server's control routes.
///
/// Pages from other origins never may.
#[derive(Clone, Debug)]
pub struct ControlAccess {
    key: Option<Password>,
}

impl ControlAccess {
    /// Any caller on the loopback interface that addresses the server as `localhost` or by its IP address. Another name may
    /// be DNS rebinding by a page in a browser.
    #[must_use]
    pub fn loopback() -> Self {
        Self { key: None }
    }

    /// Any caller that sends this key in the header `x-livechat-mock-key`, from any address, and no other. An empty key
    /// admits no caller.
    #[must_use]
    pub fn key(key: impl Into<Password>) -> Self {
        Self { key: Some(key.into()) }
    }

    /// Checks whether a request is authorized.
    pub(super) fn check(&self, from: IpAddr, headers: &HeaderMap) -> Result<()> {
        self.check_place(from, headers)?;
        self.key.as_ref().map_or(Ok(()), |key| check_key(key.expose(), headers))
    }

    /// Checks whether the page may be opened from where a request comes. It needs no key: the page asks for it.
    pub(super) fn check_place(&self, from: IpAddr, headers: &HeaderMap) -> Result<()> {
        // Browsers send the origin of a page.
        if !headers.get_all(ORIGIN).iter().all(|origin| is_own_origin(origin, headers.get(HOST))) {
            return Err(Problem::forbidden("control routes are not for pages of other origins; call them from a test"));
        }
        match &self.key {
            Some(_) => Ok(()),
            None if !from.to_canonical().is_loopback() => Err(Problem::forbidden(
                "control routes are for this machine alone; start the server with a control key (--control-key) to use \
                 them from elsewhere",
            )),
            None if !headers.get_all(HOST).iter().all(is_numeric_or_localhost) => Err(Problem::forbidden(
                "control routes want the server addressed as localhost or by its IP address; start it with a control key \
                 (--control-key) to use another name",
            )),
            None => Ok(()),
        }
    }
}

fn check_key(key: &str, headers: &HeaderMap) -> Result<()> {
    match headers.get(KEY) {
        None => Err(Problem::unauthorized(format!("send the server's control key in the header {KEY}"))),
        Some(given) if given.as_bytes() == key.as_bytes() && !key.is_empty() => Ok(()),
        Some(_) => Err(Problem::unauthorized(format!("the header {KEY} does not hold the server's control key"))),
    }
}

/// Whether an origin is the one that the server was addressed as.
pub(in crate::server) fn is_own_origin(origin: &HeaderValue, host: Option<&HeaderValue>) -> bool {
    let Some((origin, host)) = origin.to_str().ok().zip(host.and_then(|host| host.to_str().ok())) else { return false };
    let authority = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    authority.is_some_and(|authority| authority.eq_ignore_ascii_case(host))
}

fn is_numeric_or_localhost(host: &HeaderValue) -> bool {
    let Ok(host) = host.to_str() else { return false };
    let (is_own, port) = match host.strip_prefix('[').and_then(|host| host.split_once(']')) {
        Some((address, port)) => (address.parse::<Ipv6Addr>().is_ok(), port),
        None => {
            let (name, port) = host.split_at(host.find(':').unwrap_or(host.len()));
            (name.eq_ignore_ascii_case("localhost") || name.parse::<Ipv4Addr>().is_ok(), port)
        }
    };
    // Nothing else may follow: `[::1].example.com` is a name that anybody can have.
    is_own && (port.is_empty() || port.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: &str = "127.0.0.1";
    const ELSEWHERE: &str = "10.0.0.1";

    fn is_let_in(access: &ControlAccess, from: &str, headers: &[(&'static str, &'static str)]) -> bool {
        let headers =
            headers.iter().map(|(name, value)| (http::HeaderName::from_static(name), HeaderValue::from_static(value)));
        access.check(from.parse().unwrap(), &headers.collect()).is_ok()
    }

    #[test]
    fn without_a_key_it_takes_the_loopback_interface_and_a_name_that_nobody_else_has() {
        let access = ControlAccess::loopback();
        assert!(is_let_in(&access, HERE, &[]));
        assert!(is_let_in(&access, "::1", &[("host", "[::1]:3000")]));
        assert!(is_let_in(&access, "::ffff:127.0.0.1", &[("host", "127.0.0.1:3000")]), "a listener for both families");
        for host in ["localhost", "LOCALHOST:3000", "127.0.0.1:3000", "[::1]"] {
            assert!(is_let_in(&access, HERE, &[("host", host)]), "{host}");
            assert!(!is_let_in(&access, ELSEWHERE, &[("host", host)]), "{host}");
        }
        for host in [
            "example.com",
            "localhost.example.com:3000",
            "127.0.0.1.example.com",
            "[::1].example.com",
            "[::1].example.com:3000",
            "[127.0.0.1]",
            "::1",
            "localhost:3000@example.com",
            "localhost:3000.example.com",
            "",
            "a b",
        ] {
            assert!(!is_let_in(&access, HERE, &[("host", host)]), "{host}");
        }
    }

    #[test]
    fn with_a_key_it_takes_the_key_and_nothing_else() {
        let access = ControlAccess::key("s3cret");
        assert!(is_let_in(&access, ELSEWHERE, &[("host", "mock.test"), (KEY, "s3cret")]));
        for given in [&[][..], &[(KEY, "")], &[(KEY, "s3cre")], &[(KEY, "s3cret2")]] {
            assert!(!is_let_in(&access, HERE, given), "{given:?}");
        }
        assert!(!is_let_in(&ControlAccess::key(""), HERE, &[(KEY, "")]));
        assert!(!format!("{access:?}").contains("s3cret"));
    }

    #[test]
    fn a_page_of_another_origin_is_kept_out() {
        for access in [ControlAccess::loopback(), ControlAccess::key("s3cret")] {
            let from =
                |origin| is_let_in(&access, HERE, &[("host", "localhost:3000"), ("origin", origin), (KEY, "s3cret")]);
            assert!(from("http://localhost:3000"));
            for origin in ["http://localhost:3001", "https://example.com", "null", "", "localhost:3000"] {
                assert!(!from(origin), "{origin}");
            }
        }
        assert!(!is_let_in(&ControlAccess::loopback(), HERE, &[("origin", "http://localhost")]), "no host");
    }
}
