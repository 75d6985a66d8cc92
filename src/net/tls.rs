//! TLS over a connection, by rustls: certificates are always verified, and one that ends soon is noticed.

use std::fmt;
use std::io::{ErrorKind, Read as _, Write as _};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{ResolvesClientCert, WebPkiServerVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::sign::CertifiedKey;
use rustls::{
    CertificateError, ClientConfig, ClientConnection, DigitallySignedStruct, Error as TlsError, ProtocolVersion,
    RootCertStore, SignatureScheme, StreamOwned,
};
use ureq::Error;
use ureq::tls::PemItem;
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, Either, LazyBuffers, NextTimeout, Transport, TransportAdapter,
};

use super::certificate;
use super::record::SharedRecord;
use crate::evidence::TlsSession;
use crate::http::time::date::Timestamp;
use crate::text::escape::Text;
use crate::world::{Roots, SetupError};

/// How long before its end a certificate is worth a remark.
const SOON: Duration = Duration::from_secs(30 * 86_400);

/// Opens TLS within a connection, for https.
pub(super) struct Tls {
    record: SharedRecord,
    roots: Roots,
    config: OnceLock<Arc<ClientConfig>>,
    ends: Ends,
}

/// When the certificate that was verified last ends, where that is soon.
type Ends = Arc<Mutex<Option<Timestamp>>>;

impl Tls {
    /// Checks the authorities; loads those of the platform only when they are needed.
    ///
    /// # Errors
    /// When a file holds no certificate.
    pub(super) fn new(record: SharedRecord, roots: Roots) -> Result<Self, SetupError> {
        let tls = Self { record, roots, config: OnceLock::new(), ends: Ends::default() };
        if let Roots::Pem(_) = tls.roots {
            tls.config()?;
        }
        Ok(tls)
    }

    fn config(&self) -> Result<Arc<ClientConfig>, SetupError> {
        if let Some(config) = self.config.get() {
            return Ok(Arc::clone(config));
        }
        let provider = Arc::new(ring::default_provider());
        let inner = verifier(&self.roots, &provider)?;
        let verifier = Arc::new(Watchful { inner, ends: Arc::clone(&self.ends) });
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(unusable)?
            .dangerous()
            .with_custom_certificate_verifier(verifier)
            .with_client_cert_resolver(Arc::new(NoCertificate { record: self.record.clone() }));
        Ok(Arc::clone(self.config.get_or_init(|| Arc::new(config))))
    }

    fn open(&self, details: &ConnectionDetails<'_>, transport: Box<dyn Transport>) -> Result<TlsTransport, Error> {
        // Only the authorities of the machine may turn out to be missing here: those of a file were read before.
        let missing = |error| Error::from(std::io::Error::new(ErrorKind::NotFound, error));
        let config = self.config().map_err(missing)?;
        let host = details.uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
        let name = ServerName::try_from(host.to_owned()).map_err(std::io::Error::other)?;
        let mut conn = ClientConnection::new(config, name)?;
        let mut sock = TransportAdapter::new(transport, details.current_time.clone());
        sock.set_timeout(self.time_left(details));
        conn.complete_io(&mut sock)?;
        self.record.lock().session = session(&conn);
        let buffers = LazyBuffers::new(details.config.input_buffer_size(), details.config.output_buffer_size());
        Ok(TlsTransport { buffers, stream: StreamOwned { conn, sock } })
    }

    /// The time for the handshake: what opening the connection has left.
    fn time_left(&self, details: &ConnectionDetails<'_>) -> NextTimeout {
        let mut timeout = details.timeout;
        let spent = self.record.lock().connecting.map(|start| start.elapsed()).unwrap_or_default();
        if let Some(left) = details.timeout.not_zero() {
            timeout.after = left.saturating_sub(spent).max(Duration::from_millis(1)).into();
        }
        timeout
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls").finish_non_exhaustive()
    }
}

impl<In: Transport> Connector<In> for Tls {
    type Out = Either<In, TlsTransport>;

    fn connect(&self, details: &ConnectionDetails<'_>, chained: Option<In>) -> Result<Option<Self::Out>, Error> {
        let Some(transport) = chained else { return Ok(None) };
        if !details.needs_tls() || transport.is_tls() {
            return Ok(Some(Either::A(transport)));
        }
        lock(&self.ends).take();
        let opened = self.open(details, transport.boxed())?;
        self.record.lock().certificate_ends = *lock(&self.ends);
        Ok(Some(Either::B(opened)))
    }
}

/// What the handshake agreed on. A certificate that was verified may still be one that this parser refuses.
fn session(conn: &ClientConnection) -> Option<TlsSession> {
    let version = match conn.protocol_version()? {
        ProtocolVersion::TLSv1_2 => "TLS 1.2".to_owned(),
        ProtocolVersion::TLSv1_3 => "TLS 1.3".to_owned(),
        other => format!("{other:?}"),
    };
    let cipher = format!("{:?}", conn.negotiated_cipher_suite()?.suite());
    let shown = conn.peer_certificates().and_then(<[_]>::first);
    let issued = shown.and_then(|certificate| certificate::read(certificate));
    Some(TlsSession {
        version,
        cipher,
        valid_until: issued.as_ref().map(|issued| issued.until),
        issuer: issued.map(|issued| Text::from(issued.by)),
    })
}

fn lock(ends: &Ends) -> std::sync::MutexGuard<'_, Option<Timestamp>> {
    ends.lock().unwrap_or_else(PoisonError::into_inner)
}

fn unusable(error: impl std::error::Error + Send + Sync + 'static) -> SetupError {
    SetupError::Authorities(Box::new(error))
}

fn verifier(roots: &Roots, provider: &Arc<CryptoProvider>) -> Result<Arc<dyn ServerCertVerifier>, SetupError> {
    let mut store = RootCertStore::empty();
    match roots {
        Roots::Platform => {
            let verifier = rustls_platform_verifier::Verifier::new(Arc::clone(provider));
            return Ok(Arc::new(verifier.map_err(unusable)?));
        }
        Roots::Bundled => store.roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Roots::Pem(pem) => {
            for item in ureq::tls::parse_pem(pem) {
                if let PemItem::Certificate(certificate) = item.map_err(unusable)? {
                    store.add_parsable_certificates([CertificateDer::from(certificate.der().to_vec())]);
                }
            }
            if store.is_empty() {
                return Err(SetupError::NoCertificate);
            }
        }
    }
    let built = WebPkiServerVerifier::builder_with_provider(Arc::new(store), Arc::clone(provider)).build();
    Ok(built.map_err(unusable)?)
}

/// Has no certificate of the client, and notes that the server asked for one.
struct NoCertificate {
    record: SharedRecord,
}

impl fmt::Debug for NoCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NoCertificate").finish_non_exhaustive()
    }
}

impl ResolvesClientCert for NoCertificate {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.record.lock().certificate_wanted = true;
        None
    }

    fn has_certs(&self) -> bool {
        false
    }
}

/// Verifies as the verifier inside does, and then asks it whether the same chain will still be valid later.
#[derive(Debug)]
struct Watchful {
    inner: Arc<dyn ServerCertVerifier>,
    ends: Ends,
}

impl ServerCertVerifier for Watchful {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        chain: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, TlsError> {
        let verified = self.inner.verify_server_cert(certificate, chain, name, ocsp, now)?;
        let later = UnixTime::since_unix_epoch(Duration::from_secs(now.as_secs()).saturating_add(SOON));
        if let Err(TlsError::InvalidCertificate(CertificateError::ExpiredContext { not_after, .. })) =
            self.inner.verify_server_cert(certificate, chain, name, ocsp, later)
        {
            *lock(&self.ends) = i64::try_from(not_after.as_secs()).ok().map(Timestamp::from_unix);
        }
        Ok(verified)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        self.inner.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        self.inner.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }
}

/// A connection within TLS.
pub(super) struct TlsTransport {
    buffers: LazyBuffers,
    stream: StreamOwned<ClientConnection, TransportAdapter>,
}

impl fmt::Debug for TlsTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsTransport").finish_non_exhaustive()
    }
}

impl Transport for TlsTransport {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.stream.sock.set_timeout(timeout);
        let output = self.buffers.output().get(..amount).unwrap_or_default();
        self.stream.write_all(output)?;
        Ok(())
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.stream.sock.set_timeout(timeout);
        let amount = self.stream.read(self.buffers.input_append_buf())?;
        self.buffers.input_appended(amount);
        Ok(amount > 0)
    }

    fn is_open(&mut self) -> bool {
        self.stream.sock.get_mut().is_open()
    }

    fn is_tls(&self) -> bool {
        true
    }
}
