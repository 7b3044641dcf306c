use std::fmt;

use url::Url;

use super::build_error::BuildError;

/// Where the server is: scheme, host, port and the prefix of every path. Parsed once.
#[derive(Clone)]
pub(super) struct BaseUrl {
    /// Without query and fragment; its path ends without a slash, or is the one slash.
    url: Url,
    /// The path without the slash at its end; empty at the root.
    prefix: Box<str>,
}

impl BaseUrl {
    pub(super) fn parse(text: &str) -> Result<Self, BuildError> {
        let without_scheme = || BuildError::NoScheme { text: shown(text) };
        let mut url = match Url::parse(text) {
            Ok(url) if matches!(url.scheme(), "http" | "https") => url,
            // `localhost:3000` reads as the scheme `localhost`.
            Ok(_) if !text.contains("://") => return Err(without_scheme()),
            Ok(url) => return Err(BuildError::OtherScheme { scheme: url.scheme().to_owned() }),
            Err(url::ParseError::RelativeUrlWithoutBase) if !text.trim().is_empty() => return Err(without_scheme()),
            Err(reason) => return Err(BuildError::NotAUrl { reason: reason.to_string() }),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(BuildError::Userinfo);
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(BuildError::QueryOrFragment);
        }
        let prefix: Box<str> = url.path().trim_end_matches('/').into();
        if prefix.ends_with("/api/v1") {
            return Err(BuildError::ApiPath);
        }
        url.set_path(&prefix);
        Ok(Self { url, prefix })
    }

    #[cfg(feature = "reqwest")]
    pub(super) fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Host and port, as errors may show them.
    pub(super) fn host(&self) -> &str {
        &self.url[url::Position::BeforeHost..url::Position::AfterPort]
    }

    /// The host alone, without the brackets of an IPv6 address, and the port, named or not.
    pub(super) fn address(&self) -> (&str, u16) {
        let host = self.url.host_str().unwrap_or_default();
        (host.trim_start_matches('[').trim_end_matches(']'), self.url.port_or_known_default().unwrap_or_default())
    }

    /// The scheme, host and port that a `Location` header names, if they are not this server's.
    pub(super) fn other_origin(&self, location: &str) -> Option<String> {
        let target = self.url.join(location).ok()?;
        let origin = target.origin();
        (origin != self.url.origin()).then(|| origin.ascii_serialization())
    }

    /// The address of a path, which starts with a slash, and a query, both percent-encoded.
    pub(super) fn join(&self, path: &str, query: &str) -> Url {
        let mut url = self.url.clone();
        if self.prefix.is_empty() {
            url.set_path(path);
        } else {
            url.set_path(&[&self.prefix, path].concat());
        }
        if !query.is_empty() {
            url.set_query(Some(query));
        }
        url
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.url.as_str(), f)
    }
}

/// The text as an error may show it: a name and a password stand before an `@`.
fn shown(text: &str) -> String {
    let text = text.trim();
    text.rsplit_once('@').map_or(text, |(_, host)| host).chars().take(100).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_host_and_port() {
        for (url, address) in [
            ("http://chat.example.com/chat", ("chat.example.com", 80)),
            ("https://chat.example.com", ("chat.example.com", 443)),
            ("http://[::1]:3000", ("::1", 3000)),
        ] {
            assert_eq!(BaseUrl::parse(url).unwrap().address(), address);
        }
    }

    #[test]
    fn paths_go_behind_the_prefix() {
        for (base, url) in [
            ("http://localhost:3000", "http://localhost:3000/api/v1/me?a=b%20c"),
            ("http://localhost:3000/", "http://localhost:3000/api/v1/me?a=b%20c"),
            ("https://example.com/chat", "https://example.com/chat/api/v1/me?a=b%20c"),
            ("https://example.com/chat//", "https://example.com/chat/api/v1/me?a=b%20c"),
            ("https://example.com/a/b%20c/", "https://example.com/a/b%20c/api/v1/me?a=b%20c"),
            ("http://[::1]:3000", "http://[::1]:3000/api/v1/me?a=b%20c"),
            (" HTTP://EXAMPLE.com ", "http://example.com/api/v1/me?a=b%20c"),
        ] {
            assert_eq!(BaseUrl::parse(base).unwrap().join("/api/v1/me", "a=b%20c").as_str(), url, "{base}");
        }
        let url = BaseUrl::parse("http://h").unwrap().join("/a%2Fb/%252e%252e/%3F", "");
        assert_eq!(url.as_str(), "http://h/a%2Fb/%252e%252e/%3F");
    }

    #[test]
    fn what_is_no_base_url_is_refused_with_what_to_write() {
        for (base, says) in [
            ("", "not a URL"),
            ("   ", "not a URL"),
            ("http://", "not a URL"),
            ("http://[::1", "not a URL"),
            ("http://h:99999", "not a URL"),
            ("localhost:3000", "did you mean http://localhost:3000"),
            ("example.com/chat", "did you mean http://example.com/chat"),
            ("127.0.0.1:3000", "did you mean http://127.0.0.1:3000"),
            ("//example.com", "http://"),
            ("ftp://example.com", "`ftp`"),
            ("ws://example.com", "`ws`"),
            ("http://user:s3cret@example.com", "credentials"),
            ("http://user@example.com", "credentials"),
            ("http://example.com?a=b", "query"),
            ("http://example.com/#a", "fragment"),
            ("http://example.com/api/v1/", "/api/v1"),
            ("user:s3cret@example.com", "did you mean http://example.com"),
        ] {
            let error = BaseUrl::parse(base).err().unwrap_or_else(|| panic!("{base} was taken"));
            let shown = format!("{error} {error:?}");
            assert!(shown.contains(says), "{base}: {shown}");
            assert!(!shown.contains("s3cret"), "{shown}");
        }
    }
}
