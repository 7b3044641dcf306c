//! HTTPS and `wss`: what clients see who trust the certificate, who do not, and who speak HTTP.

use std::{
    io::ErrorKind,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex},
    time::Duration,
};

use futures_util::{SinkExt, StreamExt};
use livechat_mock::{Engine, Fault, Server, TlsIdentity, World};
use serde_json::{Value, json};
use tokio::{io::AsyncReadExt, net::TcpStream, task::yield_now, time::timeout};
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{
        ClientConfig, RootCertStore,
        crypto::ring,
        pki_types::{CertificateDer, ServerName, pem::PemObject},
    },
};
use tokio_tungstenite::{client_async, tungstenite::Message};

use super::{VISITOR, start, stateful};
use crate::raw::{Raw, request};

fn identity() -> TlsIdentity {
    TlsIdentity::self_signed(["mock.test", "10.1.2.3", "localhost"]).unwrap()
}

/// Connects as a client that trusts the certificates of a text alone.
pub(crate) async fn encrypted(address: SocketAddr, name: &str, trusted: &str) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(CertificateDer::pem_slice_iter(trusted.as_bytes()).map(Result::unwrap));
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = config.with_safe_default_protocol_versions().unwrap().with_root_certificates(roots);
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let stream = TcpStream::connect(address).await.unwrap();
    TlsConnector::from(Arc::new(config.with_no_client_auth())).connect(name, stream).await
}

/// A server that speaks HTTPS, its certificate, and what its log is told.
async fn secure() -> (Server, String, Arc<Mutex<Vec<String>>>) {
    let identity = identity();
    let certificate = identity.certificate().to_owned();
    let lines = Arc::<Mutex<Vec<String>>>::default();
    let log = lines.clone();
    let log = move |event: &livechat_mock::Event<'_>| log.lock().unwrap().push(event.to_string());
    (start(stateful().tls(identity).log(log)).await, certificate, lines)
}

#[tokio::test]
async fn a_client_that_trusts_the_certificate_is_served_by_each_of_its_names() {
    let (server, certificate, _) = secure().await;
    assert_eq!(server.uri(), format!("https://{}", server.address()));
    for name in ["localhost", "127.0.0.1", "::1", "mock.test", "10.1.2.3"] {
        let mut client = Raw::over(encrypted(server.address(), name, &certificate).await.unwrap());
        for _ in 0..2 {
            assert_eq!(client.ask(request("GET", VISITOR)).await.json()["visitor"]["username"], "guest-7");
        }
    }
    let other = encrypted(server.address(), "other.test", &certificate).await.unwrap_err();
    assert!(other.to_string().contains("not valid for name \"other.test\""), "{other}");
}

#[tokio::test]
async fn addresses_that_the_server_tells_are_its_own() {
    let identity = identity();
    let certificate = identity.certificate().to_owned();
    let engine = Engine::stateful(World::documented()).no_auth(true);
    let server = start(Server::builder(engine).tls(identity)).await;
    let mut client = Raw::over(encrypted(server.address(), "localhost", &certificate).await.unwrap());
    let site = client.ask(request("GET", "/api/v1/settings/Site_Url")).await.json();
    assert_eq!(site["value"], server.uri());
    let me = client.ask(request("GET", "/api/v1/me")).await.json();
    assert!(me["avatarUrl"].as_str().unwrap().starts_with(&format!("{}/avatar/", server.uri())), "{me}");
}

#[tokio::test]
async fn a_client_that_does_not_trust_it_learns_why_and_so_does_the_log() {
    let (server, _, lines) = secure().await;
    let other = identity();
    let refused = encrypted(server.address(), "localhost", other.certificate()).await.unwrap_err();
    assert!(refused.to_string().starts_with("invalid peer certificate: "), "{refused}");
    let heard = async {
        while lines.lock().unwrap().is_empty() {
            yield_now().await;
        }
    };
    timeout(Duration::from_secs(20), heard).await.unwrap();
    let lines = lines.lock().unwrap();
    let [line] = &lines[..] else { panic!("{lines:?}") };
    assert!(line.starts_with("a connection was closed in the handshake of TLS ("), "{line}");
    assert!(line.ends_with("; does the client trust the certificate?"), "{line}");
}

#[tokio::test]
async fn a_client_that_speaks_http_is_told_to_speak_https() {
    let (server, _, lines) = secure().await;
    for request in [request("GET", VISITOR), request("POST", "/websocket")] {
        let mut client = Raw::connect(server.address()).await;
        let answer = client.ask(request).await;
        assert_eq!((answer.status, answer.header("connection")), (400, Some("close")));
        assert_eq!(answer.json()["error"], "this server speaks HTTPS; its address begins with https://");
        assert_eq!(client.rest().await, b"");
    }
    server.shutdown().await;
    assert_eq!(lines.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn a_client_that_speaks_neither_is_gone_at_once() {
    let (server, certificate, lines) = secure().await;
    for said in [&b"\0\0\0\0\0\0\0\0"[..], b"\x16\x03\x01\x00\x04\xff\x00\x00\x00"] {
        let mut client = Raw::connect(server.address()).await;
        client.send(said).await;
        client.rest().await;
    }
    // One that says nothing is nobody's business.
    drop(TcpStream::connect(server.address()).await.unwrap());
    let mut client = Raw::over(encrypted(server.address(), "localhost", &certificate).await.unwrap());
    assert_eq!(client.ask(request("GET", VISITOR)).await.status, 200);
    server.shutdown().await;
    let lines = lines.lock().unwrap();
    let is_handshake = |line: &&String| line.contains("in the handshake of TLS");
    assert_eq!((lines.iter().filter(is_handshake).count(), lines.len()), (2, 3), "{lines:?}");
}

#[tokio::test]
async fn a_handshake_takes_no_longer_than_a_head_and_holds_up_no_shutdown() {
    let server = start(stateful().tls(identity()).head_timeout(Duration::from_millis(20))).await;
    for begun in [&b""[..], b"\x16\x03\x01"] {
        let mut client = Raw::connect(server.address()).await;
        client.send(begun).await;
        assert_eq!(client.rest().await, b"");
    }

    let server = start(stateful().tls(identity()).shutdown_timeout(Duration::MAX)).await;
    let mut client = Raw::connect(server.address()).await;
    client.send(b"\x16\x03\x01").await;
    server.shutdown().await;
    client.rest().await;
}

#[tokio::test]
async fn faults_break_encrypted_connections_too() {
    let (server, certificate, _) = secure().await;
    for (fault, end) in
        [(Fault::lose_response(), ErrorKind::UnexpectedEof), (Fault::reset(), ErrorKind::ConnectionReset)]
    {
        server.with_engine(|engine| engine.add_fault(fault.once()));
        let mut client = encrypted(server.address(), "localhost", &certificate).await.unwrap();
        tokio::io::AsyncWriteExt::write_all(&mut client, request("GET", VISITOR).as_bytes()).await.unwrap();
        let read = client.read(&mut [0; 64]).await;
        assert!(matches!(&read, Ok(0)) || read.as_ref().is_err_and(|error| error.kind() == end), "{read:?}");
    }
}

#[tokio::test]
async fn realtime_is_encrypted_too() {
    let (server, certificate, _) = secure().await;
    let stream = encrypted(server.address(), "localhost", &certificate).await.unwrap();
    let (mut socket, _) = client_async(format!("wss://{}/websocket", server.address()), stream).await.unwrap();
    let mut heard = Vec::new();
    socket.send(Message::text(json!({"msg": "connect", "version": "1", "support": ["1"]}).to_string())).await.unwrap();
    while heard.len() < 2 {
        let frame = socket.next().await.unwrap().unwrap();
        heard.push(serde_json::from_str::<Value>(frame.to_text().unwrap()).unwrap());
    }
    assert_eq!(heard[0], json!({"server_id": "0"}));
    assert_eq!(heard[1]["msg"], "connected");
    server.shutdown().await;
    let end = socket.next().await.unwrap().unwrap();
    let Message::Close(Some(frame)) = end else { panic!("{end:?}") };
    assert_eq!(u16::from(frame.code), 1001);
}

#[tokio::test]
async fn control_routes_are_there_and_pages_of_the_same_origin_are_its_own() {
    let identity = identity();
    let certificate = identity.certificate().to_owned();
    let builder = stateful().control(livechat_mock::ControlAccess::loopback()).allow_origin("https://app.test");
    let server = start(builder.tls(identity)).await;
    assert!(matches!(server.address().ip(), IpAddr::V4(ip) if ip.is_loopback()));
    let mut client = Raw::over(encrypted(server.address(), "localhost", &certificate).await.unwrap());
    let (host, path) = (server.address(), "/__livechat-mock/faults");
    let own = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\norigin: https://{host}\r\n\r\n");
    assert_eq!(client.ask(own).await.status, 200);
    assert_eq!(client.ask(request("GET", "/")).await.status, 200, "the page");
}
