use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::{
    Inner,
    carrier::{Incoming, Outgoing},
    login::Login,
    multipart::Form,
    rate_limit::RateLimit,
};
use crate::{
    endpoint::{EncodedRequest, Operation, secrets_of},
    error::{Error, RequestError, TransportError, is_application},
    transport::{Body, SendError},
};

/// The longest address that the HTTP stack takes.
const LONGEST_URL: usize = 65_534;

/// A request that can be sent more than once.
pub(super) struct Sent {
    pub(super) operation: Operation,
    path: String,
    query: String,
    body: Option<Bytes>,
    content_type: HeaderValue,
    header: Option<(&'static str, HeaderValue)>,
}

impl From<EncodedRequest> for Sent {
    fn from(request: EncodedRequest) -> Self {
        let EncodedRequest { operation, path, query, body, form, header } = request;
        let mut content_type = HeaderValue::from_static("application/json");
        let mut body = body.map(Bytes::from);
        if let Some(fields) = form {
            let form = Form::new(&fields);
            content_type = form.content_type().unwrap_or(content_type);
            body = Some(form.finish().into());
        }
        Self { operation, path, query, body, content_type, header }
    }
}

impl Sent {
    /// The secrets in it, to be redacted from the server's texts.
    pub(super) fn secrets(&self) -> Vec<String> {
        secrets_of(self.operation, &self.path, &self.query, self.body.as_deref(), self.header.as_ref())
    }

    pub(super) fn to_http(&self, inner: &Inner) -> Result<Outgoing, Error> {
        let url = inner.shared.base_url.join(&self.path, &self.query);
        if url.as_str().len() > LONGEST_URL {
            return Err(RequestError::too_long(self.operation, url.as_str().len(), LONGEST_URL).into());
        }
        let mut headers = inner.headers();
        match &inner.login {
            Login::User(credentials) => credentials.add_to(&mut headers),
            Login::Invalid(what) => return Err(RequestError::credentials(self.operation, what).into()),
            // A renewed one is sent as that of a user.
            Login::Nobody | Login::Renewed(_) => {}
        }
        if let Some((name, value)) = &self.header {
            headers.insert(*name, value.clone());
        }
        let mut body = Body::empty();
        if let Some(bytes) = &self.body {
            headers.insert(header::CONTENT_TYPE, self.content_type.clone());
            body = bytes.clone().into();
        }
        Ok(Outgoing { method: self.operation.method().into(), url, headers, body })
    }
}

/// A response with its whole body.
pub(super) struct HttpResponse {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) rate_limit: Option<RateLimit>,
    pub(super) body: Bytes,
    /// Whether it is the page of the server's own web application, at the address that was asked for: servers up to 7.0
    /// know no such path then.
    pub(super) is_application: bool,
}

impl HttpResponse {
    /// Whether the server has done what was asked.
    pub(super) fn is_success(&self) -> bool {
        self.status.is_success() && !self.is_application
    }
}

/// Sends a request once and reads the response, whatever its status.
pub(super) async fn exchange(inner: &Inner, sent: &Sent) -> Result<HttpResponse, Error> {
    transmit(inner, sent, sent.to_http(inner)?).await
}

/// Sends a request that is already built, and reads the response, whatever its status.
pub(super) async fn transmit(inner: &Inner, sent: &Sent, request: Outgoing) -> Result<HttpResponse, Error> {
    let shared = &inner.shared;
    let broken = |error| TransportError::not_answered(sent.operation, shared.base_url.host(), error);
    let mut incoming = shared.carrier.send(request).await.map_err(broken)?;
    let limit = shared.max_body_size;
    let Some(body) = read_body(&mut incoming, limit).await.map_err(broken)? else {
        return Err(TransportError::too_large(sent.operation, limit).into());
    };
    // Not a login page that a proxy led to.
    let is_application = is_application(&body) && incoming.is_from(|| shared.base_url.join(&sent.path, &sent.query));
    let headers = incoming.take_headers();
    let rate_limit = RateLimit::read(&headers);
    Ok(HttpResponse { status: incoming.status(), headers, rate_limit, body, is_application })
}

/// Reads a body, or `None` if it is larger than the limit.
async fn read_body(incoming: &mut Incoming, limit: usize) -> Result<Option<Bytes>, SendError> {
    if incoming.length().is_some_and(|length| length > limit as u64) {
        return Ok(None);
    }
    let Some(first) = incoming.chunk().await? else { return Ok(Some(Bytes::new())) };
    // Most responses are one chunk, which then is not copied.
    let Some(second) = incoming.chunk().await? else { return Ok((first.len() <= limit).then_some(first)) };
    let mut body = BytesMut::from(first);
    let mut next = Some(second);
    while let Some(chunk) = next {
        if body.len() + chunk.len() > limit {
            return Ok(None);
        }
        body.extend_from_slice(&chunk);
        next = incoming.chunk().await?;
    }
    Ok(Some(body.freeze()))
}
