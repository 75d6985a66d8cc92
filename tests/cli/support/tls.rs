//! Certificates made for a test, and listeners that get TLS wrong.

#![allow(dead_code, reason = "support code: each test uses the part it needs")]

use std::fs;
use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::ClientCertVerifier;
use rustls::{RootCertStore, ServerConfig, SupportedProtocolVersion};
use tempfile::TempDir;

use super::link::Link;
use super::listener::Listener;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

static TLS12_ONLY: &[&SupportedProtocolVersion] = &[&rustls::version::TLS12];

/// A certificate authority of the test's own.
pub(crate) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: CertificateDer<'static>,
    pem_file: PathBuf,
    _directory: TempDir,
}

impl Authority {
    /// Makes an authority with a new key and a name no other one in this process has.
    pub(crate) fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(1);
        Self::named(&format!("metstatus test authority {}", COUNT.fetch_add(1, Ordering::Relaxed)))
    }

    /// Makes an authority with a new key and this common name.
    ///
    /// To a client that trusts one of two authorities of the same name, the other's certificates have a bad signature
    /// rather than an unknown issuer.
    pub(crate) fn named(name: &str) -> Self {
        let key = KeyPair::generate().expect("a key pair");
        let params = authority_params(name);
        let certificate = params.self_signed(&key).expect("a self-signed certificate");
        let directory = TempDir::new().expect("a temporary directory");
        let pem_file = directory.path().join("authority.pem");
        fs::write(&pem_file, certificate.pem()).expect("a written PEM file");
        let certificate = certificate.der().clone();
        Self { issuer: Issuer::new(params, key), certificate, pem_file, _directory: directory }
    }

    /// A PEM file of the authority's certificate; it is there as long as the authority.
    pub(crate) fn pem_file(&self) -> PathBuf {
        self.pem_file.clone()
    }

    /// Only this authority, as a rustls client or server trusts it.
    pub(crate) fn root_store(&self) -> RootCertStore {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate.clone()).expect("a usable authority certificate");
        roots
    }

    /// A certificate for these DNS names and IP addresses, valid from yesterday for 90 days.
    pub(crate) fn identity(&self, names: &[&str]) -> Identity {
        #[allow(clippy::disallowed_methods, reason = "certificates are valid by the real clock")]
        let now = SystemTime::now();
        self.identity_between(names, now - DAY, now + 89 * DAY)
    }

    /// A certificate valid between two dates (year, month, day; UTC midnight).
    pub(crate) fn identity_valid(&self, names: &[&str], not_before: Date, not_after: Date) -> Identity {
        let mut params = identity_params(names);
        params.not_before = date_time_ymd(not_before.0, not_before.1, not_before.2);
        params.not_after = date_time_ymd(not_after.0, not_after.1, not_after.2);
        self.sign(&params)
    }

    /// A certificate valid between two moments, to the second; for one that expires soon from now.
    pub(crate) fn identity_between(&self, names: &[&str], not_before: SystemTime, not_after: SystemTime) -> Identity {
        let mut params = identity_params(names);
        params.not_before = date_time_ymd(1970, 1, 1) + since_epoch(not_before);
        params.not_after = date_time_ymd(1970, 1, 1) + since_epoch(not_after);
        self.sign(&params)
    }

    fn sign(&self, params: &CertificateParams) -> Identity {
        let key = KeyPair::generate().expect("a key pair");
        let certificate = params.signed_by(&key, &self.issuer).expect("a signed certificate");
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        Identity { chain: vec![certificate.der().clone()], key, versions: rustls::DEFAULT_VERSIONS, clients: None }
    }
}

/// Year, month and day.
pub(crate) type Date = (i32, u8, u8);

fn since_epoch(time: SystemTime) -> Duration {
    let since = time.duration_since(UNIX_EPOCH).expect("a time after 1970");
    Duration::from_secs(since.as_secs())
}

fn authority_params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.distinguished_name.push(DnType::CommonName, name);
    params
}

fn identity_params(names: &[&str]) -> CertificateParams {
    let names: Vec<String> = names.iter().copied().map(str::to_owned).collect();
    let mut params = CertificateParams::new(names).expect("usable names");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
    params.use_authority_key_identifier_extension = true;
    params.distinguished_name.push(DnType::CommonName, "metstatus test server");
    params
}

/// A certificate with its key, and how a server uses them.
pub(crate) struct Identity {
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
    versions: &'static [&'static SupportedProtocolVersion],
    clients: Option<RootCertStore>,
}

impl Identity {
    /// Offers TLS 1.2 only; the default is 1.2 and 1.3.
    pub(crate) fn tls12_only(mut self) -> Self {
        self.versions = TLS12_ONLY;
        self
    }

    /// Refuses clients without a certificate by that authority.
    pub(crate) fn demanding_client_certificate(mut self, authority: &Authority) -> Self {
        self.clients = Some(authority.root_store());
        self
    }

    /// The certificate chain and key, for a client that shows them.
    pub(crate) fn chain_and_key(&self) -> (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>) {
        (self.chain.clone(), self.key.clone_key())
    }

    /// The configuration for a TLS server.
    pub(crate) fn server_config(&self) -> Arc<ServerConfig> {
        let (chain, key) = self.chain_and_key();
        let builder = ServerConfig::builder_with_provider(provider());
        let builder = builder.with_protocol_versions(self.versions).expect("supported TLS versions");
        let builder = match self.client_verifier() {
            None => builder.with_no_client_auth(),
            Some(verifier) => builder.with_client_cert_verifier(verifier),
        };
        Arc::new(builder.with_single_cert(chain, key).expect("a certificate that fits its key"))
    }

    fn client_verifier(&self) -> Option<Arc<dyn ClientCertVerifier>> {
        let roots = Arc::new(self.clients.clone()?);
        Some(WebPkiClientVerifier::builder_with_provider(roots, provider()).build().expect("a client verifier"))
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

/// How a [`FaultyListener`] treats a TLS client, once its first message has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TlsFault {
    /// Says nothing until the client gives up (or 30 seconds).
    NeverAnswers,
    /// Answers in plain HTTP, then closes.
    PlainHttp,
    /// Answers with bytes that are neither TLS nor HTTP, then closes.
    Garbage,
    /// Closes without a byte.
    CloseInHandshake,
    /// Refuses with the alert that it speaks no version of TLS so new (RFC 8446 §6.2).
    OldVersion,
}

/// A loopback listener that never completes a TLS handshake.
pub(crate) struct FaultyListener {
    listener: Listener,
}

/// Starts a listener with that fault.
pub(crate) fn faulty(fault: TlsFault) -> FaultyListener {
    FaultyListener { listener: Listener::start(move |link| misbehave(fault, link)) }
}

impl FaultyListener {
    /// The address that is listened on.
    pub(crate) fn addr(&self) -> SocketAddr {
        self.listener.addr()
    }

    /// The port that is listened on.
    pub(crate) fn port(&self) -> u16 {
        self.addr().port()
    }

    /// The https URL of `path` at 127.0.0.1.
    pub(crate) fn url(&self, path: &str) -> String {
        self.url_for("127.0.0.1", path)
    }

    /// The https URL of `path` at `host` and this port; goes with [`FaultyListener::resolve`].
    pub(crate) fn url_for(&self, host: &str, path: &str) -> String {
        format!("https://{host}:{}{path}", self.port())
    }

    /// The text of a `--resolve` option that leads `host` here.
    pub(crate) fn resolve(&self, host: &str) -> String {
        format!("{host}:{}:127.0.0.1", self.port())
    }

    /// How many connections were accepted.
    pub(crate) fn connections(&self) -> usize {
        self.listener.connections()
    }
}

fn misbehave(fault: TlsFault, mut link: Link) {
    // A client that is gone before or meanwhile has nothing to be misled by.
    let _gone = read_record(&mut link).and_then(|()| link.write_all(answer(fault)));
    match fault {
        TlsFault::NeverAnswers => link.hold(),
        TlsFault::PlainHttp | TlsFault::Garbage | TlsFault::CloseInHandshake | TlsFault::OldVersion => link.linger(),
    }
}

fn answer(fault: TlsFault) -> &'static [u8] {
    match fault {
        TlsFault::NeverAnswers | TlsFault::CloseInHandshake => b"",
        TlsFault::PlainHttp => {
            b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 22\r\nConnection: close\r\n\r\n\
              This port speaks HTTP\n"
        }
        TlsFault::OldVersion => b"\x15\x03\x02\x00\x02\x02\x46",
        TlsFault::Garbage => b"\xde\xad\xbe\xef\xff\xfe\xfd\xfc\x80\x81\x82\x83\x84\x85\x86\x87 garbage garbage\n",
    }
}

/// Reads one TLS record: type, version, length, and as many bytes.
fn read_record(link: &mut Link) -> io::Result<()> {
    let mut header = [0; 5];
    link.read_exact(&mut header)?;
    let mut rest = vec![0; usize::from(u16::from_be_bytes([header[3], header[4]]))];
    link.read_exact(&mut rest)
}
