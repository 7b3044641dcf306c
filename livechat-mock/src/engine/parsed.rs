use bytes::Bytes;
use http::Request;

use crate::{ServerError, ServerVersion, catalogue::catalogue, operation::Prepared, router::Found};

/// A request that was routed, and its arguments read: all that takes no engine.
///
/// A transport that serves many clients parses a request before it locks the engine, so that a large body of one client
/// holds up no other.
pub(crate) struct ParsedRequest<'r> {
    pub(super) request: &'r Request<Bytes>,
    pub(super) found: Found<'r>,
    /// `None` if the request is for no operation.
    pub(super) arguments: Option<Arguments>,
}

/// Arguments as a server of a version reads them.
pub(super) struct Arguments {
    version: ServerVersion,
    pub(super) read: Result<Prepared, ServerError>,
}

impl<'r> ParsedRequest<'r> {
    pub(crate) fn new(request: &'r Request<Bytes>, version: ServerVersion) -> Self {
        let found = catalogue().find(request.method(), request.uri().path());
        let arguments = Arguments::read(&found, request, version);
        Self { request, found, arguments }
    }

    /// The same, for an engine whose version may have been changed meanwhile.
    pub(super) fn for_version(self, version: ServerVersion) -> Self {
        match &self.arguments {
            Some(arguments) if arguments.version != version => Self::new(self.request, version),
            _ => self,
        }
    }
}

impl Arguments {
    fn read(found: &Found<'_>, request: &Request<Bytes>, version: ServerVersion) -> Option<Self> {
        let Found::Operation { index, in_path, .. } = found else { return None };
        let read = catalogue().operation(*index).prepare(in_path, request, version);
        Some(Self { version, read })
    }
}
