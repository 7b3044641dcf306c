use bytes::Bytes;
use http::{HeaderMap, HeaderName, Request};

use super::BodyLimits;
use crate::{
    ServerError, ServerVersion, UnknownVersionError, catalogue::catalogue, headers, operation::Prepared, router::Found,
};

/// A request that was routed, and its arguments read: all that takes no engine.
///
/// A transport that serves many clients parses a request before it locks the engine, so that a large body of one client
/// holds up no other.
pub(crate) struct ParsedRequest<'r> {
    pub(super) request: &'r Request<Bytes>,
    pub(super) found: Found<'r>,
    /// The version that checks and responds: the engine's, unless the request asks for another.
    pub(super) version: Result<ServerVersion, UnknownVersionError>,
    is_asked_for: bool,
    /// `None` if the request is for no operation.
    pub(super) arguments: Option<Arguments>,
}

/// The version as which a request asks to be checked and responded to.
pub(super) fn asked_version(headers: &HeaderMap) -> Option<Result<ServerVersion, UnknownVersionError>> {
    headers::first(headers, &SERVER_VERSION).map(|version| String::from_utf8_lossy(version.as_bytes()).parse())
}

/// The header by which one request is checked and responded to as another version does, for tests. It changes no state.
pub(super) static SERVER_VERSION: HeaderName = HeaderName::from_static("x-livechat-mock-server-version");

pub(super) enum Arguments {
    /// The body is larger than the limit, and was not parsed.
    TooLarge { limit: usize },
    /// As a server of the version reads them.
    Read(Result<Prepared, ServerError>),
}

impl<'r> ParsedRequest<'r> {
    pub(crate) fn new(request: &'r Request<Bytes>, version: ServerVersion, limits: BodyLimits) -> Self {
        let asked = asked_version(request.headers());
        let is_asked_for = asked.is_some();
        let version = asked.unwrap_or(Ok(version));
        let found = catalogue().find_in(request, version.clone().unwrap_or_default());
        let arguments = version.as_ref().ok().and_then(|version| Arguments::read(&found, request, *version, limits));
        Self { request, found, version, is_asked_for, arguments }
    }

    /// The same, for an engine whose version may have been changed meanwhile.
    pub(super) fn for_version(self, version: ServerVersion, limits: BodyLimits) -> Self {
        if self.is_asked_for || self.version == Ok(version) { self } else { Self::new(self.request, version, limits) }
    }
}

impl Arguments {
    fn read(found: &Found<'_>, request: &Request<Bytes>, version: ServerVersion, limits: BodyLimits) -> Option<Self> {
        let Found::Operation { index, in_path, .. } = found else { return None };
        let operation = catalogue().operation(*index);
        let limit = limits.of(&operation.meta);
        if request.body().len() > limit {
            return Some(Self::TooLarge { limit });
        }
        Some(Self::Read(operation.prepare(in_path, request, version)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_beyond_the_limit_is_not_parsed() {
        let limits = BodyLimits { upload: 20, other: 10 };
        let of = |path: &str, content_type: &str, size: usize| {
            let request = Request::post(path).header("content-type", content_type);
            let request = request.header("x-visitor-token", "t").body(Bytes::from(vec![b'{'; size])).unwrap();
            ParsedRequest::new(&request, ServerVersion::default(), limits).arguments.unwrap()
        };
        for (path, content_type, limit) in [
            ("/api/v1/livechat/visitor", "application/json", 10),
            ("/api/v1/livechat/upload/room", "multipart/form-data; boundary=b", 20),
        ] {
            assert!(matches!(of(path, content_type, limit), Arguments::Read(_)), "{path}");
            let too_large = of(path, content_type, limit + 1);
            assert!(matches!(too_large, Arguments::TooLarge { limit: told } if told == limit), "{path}");
        }
    }
}
