//! Requests to other servers, over HTTP/1.

mod channel;

use std::{error::Error, io, net::SocketAddr, time::Duration};

use bytes::Bytes;
use http::{
    HeaderValue, Request, Uri,
    header::{CONTENT_TYPE, HOST},
};
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::{
    net::{TcpStream, lookup_host},
    task::JoinSet,
    time::timeout,
};

use self::channel::Channel;
use super::real_time::in_real_time;
use crate::outgoing::Answer;

/// How much of an answer is read, in bytes: as servers do.
const MOST_OF_AN_ANSWER: usize = 10 << 20;

/// Sends a request, and waits for its answer, at most so long: by the machine's clock, also where a test has paused that of its
/// runtime.
pub(super) async fn send(request: Request<Bytes>, limit: Option<Duration>, anywhere: bool) -> Answer {
    let sent = in_real_time(async move {
        let exchange = exchange(request, anywhere);
        match limit {
            Some(limit) => timeout(limit, exchange).await.unwrap_or(Ok(Answer::TimedOut(limit))),
            None => exchange.await,
        }
    });
    let answer = sent.await.unwrap_or_else(|| Err("livechat-mock has no thread to send it".to_owned()));
    answer.unwrap_or_else(Answer::Failed)
}

async fn exchange(request: Request<Bytes>, anywhere: bool) -> Result<Answer, String> {
    let stream = connect(request.uri(), anywhere).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(|error| failed(&error))?;
    // Dropped, it ends the connection.
    let mut driver = JoinSet::new();
    driver.spawn(connection);
    let response = sender.send_request(in_origin_form(request)?).await.map_err(|error| failed(&error))?;
    let status = response.status().as_u16();
    let content_type = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let body = Limited::new(response.into_body(), MOST_OF_AN_ANSWER).collect().await;
    let body = body.map_err(|error| format!("the answer cannot be read: {error}"))?.to_bytes();
    Ok(Answer::Responded { status, content_type, body })
}

async fn connect(uri: &Uri, anywhere: bool) -> Result<Channel, String> {
    let default_port = channel::default_port(uri)?;
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    let mut addresses =
        lookup_host((host, uri.port_u16().unwrap_or(default_port))).await.map_err(|error| unreachable(&error))?;
    let is_allowed = |address: &SocketAddr| anywhere || address.ip().to_canonical().is_loopback();
    let address = addresses.find(is_allowed).ok_or(
        "livechat-mock sends requests to this machine alone, unless it is started with --webhooks-anywhere or \
         ServerBuilder::webhooks_anywhere",
    )?;
    let stream = TcpStream::connect(address).await.map_err(|error| unreachable(&error))?;
    channel::begin(stream, uri, host).await
}

/// The request as it goes over a connection to its host.
fn in_origin_form(request: Request<Bytes>) -> Result<Request<Full<Bytes>>, String> {
    let mut request = request.map(Full::new);
    let host = request.uri().authority().map(|authority| authority.as_str().rsplit('@').next().unwrap_or_default());
    let host = HeaderValue::try_from(host.unwrap_or_default()).map_err(|error| error.to_string())?;
    request.headers_mut().insert(HOST, host);
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
    *request.uri_mut() = target.parse().map_err(|_| "the address has a path that cannot be sent".to_owned())?;
    Ok(request)
}

fn unreachable(error: &io::Error) -> String {
    format!("the receiver cannot be reached: {}", error.kind())
}

/// What went wrong, with its cause.
fn failed(error: &hyper::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}
