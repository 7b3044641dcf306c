//! Whether a server speaks HTTPS, and what it talks to its clients over.

use std::io;

#[cfg(feature = "tls")]
use tokio_rustls::server::TlsStream;
#[cfg(feature = "tls")]
use tokio_util::either::Either;

use super::connection::Connection;
#[cfg(feature = "tls")]
use super::tls::TlsIdentity;

/// What a server talks to a client over: the connection, or TLS on it.
#[cfg(feature = "tls")]
pub(super) type Channel = Either<Connection, Box<TlsStream<Connection>>>;
#[cfg(not(feature = "tls"))]
pub(super) type Channel = Connection;

/// HTTPS, if the server has an identity, or else HTTP.
#[derive(Clone, Debug, Default)]
pub(crate) struct Encryption {
    #[cfg(feature = "tls")]
    pub(crate) identity: Option<TlsIdentity>,
}

/// A connection whose client may speak HTTP now.
pub(super) enum Begun {
    /// As the server wants it.
    Agreed(Channel),
    /// In the clear, although the server is one for HTTPS.
    #[cfg(feature = "tls")]
    InTheClear(Channel),
}

#[cfg(feature = "tls")]
impl Encryption {
    /// Of the server's URL.
    pub(super) fn scheme(&self) -> &'static str {
        if self.identity.is_some() { "https" } else { "http" }
    }

    /// Begins to talk to a client.
    pub(super) async fn begin(&self, connection: Connection) -> io::Result<Begun> {
        let Some(identity) = &self.identity else { return Ok(Begun::Agreed(Either::Left(connection))) };
        // The first byte of TLS is none of a method's.
        if connection.peek().await?.is_some_and(|byte| byte.is_ascii_alphabetic()) {
            return Ok(Begun::InTheClear(Either::Left(connection)));
        }
        // On the heap, so that connections in the clear are no larger.
        let stream = Box::pin(identity.accept(connection)).await?;
        Ok(Begun::Agreed(Either::Right(Box::new(stream))))
    }
}

#[cfg(not(feature = "tls"))]
impl Encryption {
    /// Of the server's URL.
    pub(super) fn scheme(&self) -> &'static str {
        "http"
    }

    /// Begins to talk to a client.
    pub(super) async fn begin(&self, connection: Connection) -> io::Result<Begun> {
        Ok(Begun::Agreed(connection))
    }
}
