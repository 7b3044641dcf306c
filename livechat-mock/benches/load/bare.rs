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
    let (headers, body) = read_answer()?;
    accept(move |request: Request<Incoming>| {
        let mut response = Response::new(Full::new(body.clone()));
        *response.headers_mut() = headers.clone();
        async move {
            if !request.body().is_end_stream() {
                // An error is a client that went away.
                let _ = request.into_body().collect().await;
            }
            response
        }
    })
}

/// Serves with nothing but hyper; does not end.
pub(crate) fn accept<F>(answer: impl Fn(Request<Incoming>) -> F + Clone + Send + 'static) -> Result<()>
where
    F: Future<Output = Response<Full<Bytes>>> + Send + 'static,
{
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        println!("listening on http://{}", listener.local_addr()?);
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            let answer = answer.clone();
            let service = service_fn(move |request| {
                let response = answer(request);
                async move { Ok::<_, Infallible>(response.await) }
            });
            tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
        }
    })
}

/// What comes over standard input: the mock's answer, its headers and its body.
pub(crate) fn read_answer() -> Result<(HeaderMap, Bytes)> {
    let mut answer = Vec::new();
    io::stdin().read_to_end(&mut answer)?;
    parse(&answer)
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
