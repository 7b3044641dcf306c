//! What a request goes over: a connection, or TLS on it.

#[cfg(feature = "tls")]
use std::sync::{Arc, LazyLock};

use http::Uri;
use tokio::net::TcpStream;
#[cfg(feature = "tls")]
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName},
};
#[cfg(feature = "tls")]
use tokio_util::either::Either;

#[cfg(feature = "tls")]
pub(super) type Channel = Either<TcpStream, Box<TlsStream<TcpStream>>>;
#[cfg(not(feature = "tls"))]
pub(super) type Channel = TcpStream;

/// The port of an address that names none; an error if nothing can be sent there.
pub(super) fn default_port(uri: &Uri) -> Result<u16, &'static str> {
    match uri.scheme_str() {
        Some("http") => Ok(80),
        #[cfg(feature = "tls")]
        Some("https") => Ok(443),
        #[cfg(not(feature = "tls"))]
        Some("https") => Err("livechat-mock sends requests over HTTPS if it is built with the feature `tls`"),
        _ => Err("livechat-mock sends requests over HTTP and HTTPS alone"),
    }
}

/// Begins to talk to the server of an address.
#[cfg(feature = "tls")]
pub(super) async fn begin(stream: TcpStream, uri: &Uri, host: &str) -> Result<Channel, String> {
    if uri.scheme_str() != Some("https") {
        return Ok(Either::Left(stream));
    }
    let name = ServerName::try_from(host.to_owned()).map_err(|_| format!("{host:?} is no name of a server"))?;
    let config = CONFIG.clone()?;
    let stream = TlsConnector::from(config).connect(name, stream).await.map_err(|error| {
        format!(
            "no TLS with the receiver: {error}; the variable SSL_CERT_FILE names a file with the certificates to trust"
        )
    })?;
    Ok(Either::Right(Box::new(stream)))
}

#[cfg(not(feature = "tls"))]
pub(super) async fn begin(stream: TcpStream, _: &Uri, _: &str) -> Result<Channel, String> {
    Ok(stream)
}

/// Trusts what the system does, or the file that the variable `SSL_CERT_FILE` names. Reading it takes a few milliseconds, once.
#[cfg(feature = "tls")]
static CONFIG: LazyLock<Result<Arc<ClientConfig>, String>> = LazyLock::new(|| {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    Ok(Arc::new(config.with_root_certificates(roots).with_no_client_auth()))
});
