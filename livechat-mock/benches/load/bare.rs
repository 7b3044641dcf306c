//! The server to compare with: hyper, and nothing else.

use std::{
    convert::Infallible,
    io::{self, Read},
    net::Ipv4Addr,
};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::{
    body::{Body, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use crate::{Result, client};

/// Answers every request, once it is read, with the answer that comes over standard input; does not end.
pub(crate) fn serve() -> Result<()> {
    let mut answer = Vec::new();
    io::stdin().read_to_end(&mut answer)?;
    let (headers, body) = parse(&answer)?;
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(accept(headers, body))
}

async fn accept(headers: HeaderMap, body: Bytes) -> Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    println!("listening on http://{}", listener.local_addr()?);
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let (headers, body) = (headers.clone(), body.clone());
        let service = service_fn(move |request: Request<Incoming>| {
            let mut response = Response::new(Full::new(body.clone()));
            *response.headers_mut() = headers.clone();
            async move {
                if !request.body().is_end_stream() {
                    // An error is a client that went away.
                    let _ = request.into_body().collect().await;
                }
                Ok::<_, Infallible>(response)
            }
        });
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

/// The headers but for those that hyper writes itself, and the body.
fn parse(answer: &[u8]) -> Result<(HeaderMap, Bytes)> {
    let end = client::end_of_head(answer).ok_or("the answer has no end of its head")?;
    let mut headers = HeaderMap::new();
    for line in std::str::from_utf8(&answer[..end])?.lines() {
        match line.split_once(": ") {
            Some(("content-length" | "date", _)) | None => {}
            Some((name, value)) => {
                headers.insert(name.parse::<HeaderName>()?, value.parse::<HeaderValue>()?);
            }
        }
    }
    Ok((headers, Bytes::copy_from_slice(&answer[end..])))
}
