//! What a server proves its name with: a certificate and its key.

use std::{fmt, io, sync::Arc};

use jiff::{Timestamp, ToSpan, tz::TimeZone};
use rcgen::{CertificateParams, DnType, ExtendedKeyUsagePurpose, KeyPair, KeyUsagePurpose, date_time_ymd};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        self, InconsistentKeys, ServerConfig,
        crypto::ring,
        pki_types::{
            CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer,
            pem::{self, PemObject},
        },
        sign::{CertifiedKey, SingleCertAndKey},
    },
    server::TlsStream,
};

use super::connection::Connection;

/// The names that a certificate is made for, whatever else is wanted.
const OWN_NAMES: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// How long a certificate is valid that is made here, in days. Some clients accept none that is valid for longer than 398.
const VALID: i64 = 397;

/// What a server proves its name with: a certificate and its private key.
///
/// ```
/// use livechat_mock::{Engine, Server, TlsIdentity};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let identity = TlsIdentity::self_signed(["mock.test"])?;
/// let certificate = identity.certificate().to_owned(); // For the clients, which have to trust it.
/// let server = Server::builder(Engine::replay()).tls(identity).bind(([127, 0, 0, 1], 0)).await?;
/// assert!(server.uri().starts_with("https://127.0.0.1:"));
/// assert!(certificate.starts_with("-----BEGIN CERTIFICATE-----"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct TlsIdentity {
    certificate: Arc<str>,
    config: Arc<ServerConfig>,
}

/// Why a server cannot prove its name so.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TlsError {
    /// There is no certificate in the text that should have one.
    #[error("there is no certificate in it; in PEM, one begins with -----BEGIN CERTIFICATE-----")]
    NoCertificate,
    /// What should be a certificate is none.
    #[error("the certificate in it cannot be read: {reason}")]
    #[non_exhaustive]
    BadCertificate {
        /// What is wrong with it.
        reason: String,
    },
    /// There is no private key in the text that should have one.
    #[error("there is no private key in it; in PEM, one begins with -----BEGIN PRIVATE KEY-----")]
    NoKey,
    /// The private key is encrypted, and there is nobody to ask for the passphrase.
    #[error("the private key in it is encrypted; `openssl pkey -in FILE` writes it without a passphrase")]
    EncryptedKey,
    /// What should be a private key is none.
    #[error("the private key in it cannot be read: {reason}")]
    #[non_exhaustive]
    BadKey {
        /// What is wrong with it.
        reason: String,
    },
    /// The private key is that of another certificate.
    #[error("the private key in it is not that of the certificate")]
    OtherKey,
    /// A certificate cannot be made for this name.
    #[error("{name:?} is neither a name of a host nor an address")]
    #[non_exhaustive]
    BadName {
        /// The name.
        name: String,
    },
    /// A certificate cannot be made, for example because the system has no random bytes.
    #[error("no certificate can be made: {reason}")]
    #[non_exhaustive]
    NotMade {
        /// What is in the way.
        reason: String,
    },
}

impl TlsError {
    /// Whether it is the private key that is wrong, and not the certificate.
    #[must_use]
    pub fn is_about_key(&self) -> bool {
        matches!(self, Self::NoKey | Self::EncryptedKey | Self::BadKey { .. } | Self::OtherKey)
    }

    fn not_made(reason: impl fmt::Display) -> Self {
        Self::NotMade { reason: reason.to_string() }
    }
}

impl TlsIdentity {
    /// Makes a certificate that is signed by itself, and a key for it.
    ///
    /// It is for `localhost`, `127.0.0.1` and `::1`, and for the names and addresses that are given. It is valid from
    /// yesterday on, for 397 days, by the machine's clock.
    ///
    /// # Errors
    ///
    /// If one of the names is not ASCII, or the system has no random bytes.
    pub fn self_signed<N: Into<String>>(names: impl IntoIterator<Item = N>) -> Result<Self, TlsError> {
        let mut params = CertificateParams::default();
        for name in OWN_NAMES.map(str::to_owned).into_iter().chain(names.into_iter().map(Into::into)) {
            let parsed = CertificateParams::new([name.clone()]).map_err(|_| TlsError::BadName { name })?;
            let is_new = |name: &_| !params.subject_alt_names.contains(name);
            let new: Vec<_> = parsed.subject_alt_names.into_iter().filter(is_new).collect();
            params.subject_alt_names.extend(new);
        }
        params.distinguished_name.push(DnType::CommonName, "livechat-mock");
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        // A clock that is a little slow must not take it for one of the future.
        let from = TimeZone::UTC.to_datetime(Timestamp::now()).date().saturating_sub(1.day());
        let until = from.saturating_add(VALID.days());
        [params.not_before, params.not_after] = [from, until]
            .map(|day| date_time_ymd(day.year().into(), day.month().unsigned_abs(), day.day().unsigned_abs()));
        let key = KeyPair::generate().map_err(TlsError::not_made)?;
        let certificate = params.self_signed(&key).map_err(TlsError::not_made)?;
        Self::new(
            certificate.pem(),
            vec![certificate.der().clone()],
            PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
        )
    }

    /// Takes a certificate and its private key, both as PEM. Behind the certificate may stand those that lead to one that
    /// clients trust.
    ///
    /// # Errors
    ///
    /// If either is missing or cannot be read, or the key is encrypted or that of another certificate.
    pub fn from_pem(certificate: impl AsRef<[u8]>, key: impl AsRef<[u8]>) -> Result<Self, TlsError> {
        let (certificate, key) = (certificate.as_ref(), key.as_ref());
        let chain = CertificateDer::pem_slice_iter(certificate).collect::<Result<Vec<_>, _>>();
        let chain = chain.map_err(|error| TlsError::BadCertificate { reason: said(&error) })?;
        if chain.is_empty() {
            return Err(TlsError::NoCertificate);
        }
        let is_encrypted = || key.windows(9).any(|word| word == b"ENCRYPTED");
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|error| match error {
            _ if is_encrypted() => TlsError::EncryptedKey,
            pem::Error::NoItemsFound => TlsError::NoKey,
            error => TlsError::BadKey { reason: said(&error) },
        })?;
        Self::new(String::from_utf8_lossy(certificate).into_owned(), chain, key)
    }

    fn new(
        certificate: String,
        chain: Vec<CertificateDer<'static>>,
        key: PrivateKeyDer<'static>,
    ) -> Result<Self, TlsError> {
        let provider = Arc::new(ring::default_provider());
        let key = provider.key_provider.load_private_key(key);
        let key = key.map_err(|_| TlsError::BadKey { reason: "it is none of RSA, ECDSA or Ed25519".to_owned() })?;
        let certified = CertifiedKey::new(chain, key);
        match certified.keys_match() {
            // The key of a kind that cannot be compared.
            Ok(()) | Err(rustls::Error::InconsistentKeys(InconsistentKeys::Unknown)) => {}
            Err(rustls::Error::InconsistentKeys(_)) => return Err(TlsError::OtherKey),
            Err(_) => return Err(TlsError::BadCertificate { reason: "it is none of X.509".to_owned() }),
        }
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = config.map_err(TlsError::not_made)?.with_no_client_auth();
        let mut config = config.with_cert_resolver(Arc::new(SingleCertAndKey::from(certified)));
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self { certificate: certificate.into(), config: Arc::new(config) })
    }

    /// The certificate as PEM, which clients have to trust: hand it to `reqwest::ClientBuilder::tls_certs_merge`, for
    /// example, or write it to a file for `curl --cacert`. One that was given is as it was given.
    #[must_use]
    pub fn certificate(&self) -> &str {
        &self.certificate
    }

    /// Begins to speak TLS, as the server.
    pub(super) async fn accept(&self, connection: Connection) -> io::Result<TlsStream<Connection>> {
        TlsAcceptor::from(self.config.clone()).accept(connection).await
    }
}

/// It never shows the key.
impl fmt::Debug for TlsIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsIdentity").field("certificate", &self.certificate).finish_non_exhaustive()
    }
}

/// What is wrong with a text that should be PEM.
fn said(error: &pem::Error) -> String {
    match error {
        pem::Error::MissingSectionEnd { .. } => "its end is missing".to_owned(),
        pem::Error::IllegalSectionStart { .. } => "its first line is broken".to_owned(),
        pem::Error::Base64Decode(_) => "it is not Base64".to_owned(),
        error => error.to_string(),
    }
}
