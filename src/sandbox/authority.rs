//! The certificate authority of one run. Its private key exists in memory only, and is gone when the run ends.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::time::Duration;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    SanType,
};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::http::time::date::Timestamp;

/// How long before the start certificates are valid: clocks of containers may differ.
const MARGIN: Duration = Duration::from_secs(7 * 86_400);

/// How long certificates are valid after the start: clients warn of those that end within a month.
const VALIDITY: Duration = Duration::from_secs(60 * 86_400);

/// The names that certificates are issued for.
const NAMES: [&str; 3] = ["api.met.no", "*.api.met.no", "localhost"];

/// Why there are no certificates: the operating system gives no randomness, say.
#[derive(Debug)]
pub(crate) struct AuthorityError(Box<dyn std::error::Error>);

impl fmt::Display for AuthorityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the sandbox's certificates could not be made: {}", self.0)
    }
}

impl std::error::Error for AuthorityError {}

/// A certificate authority that issues for MET's hosts and for this machine, and for nothing else.
pub(crate) struct Authority {
    pem: String,
    tls: Arc<ServerConfig>,
}

impl Authority {
    /// Makes an authority with a new key, and one certificate for all names. `now` is the time of day, and `tag` a
    /// number that sets its name apart from those of other runs.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub(crate) fn new(now: Timestamp, tag: u64) -> Result<Self, AuthorityError> {
        Self::issue(now, tag).map_err(AuthorityError)
    }

    fn issue(now: Timestamp, tag: u64) -> Result<Self, Box<dyn std::error::Error>> {
        let mut params = valid(now);
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let name = format!("metstatus sandbox authority {tag:016x} (not api.met.no)");
        params.distinguished_name.push(DnType::CommonName, name);
        let key = KeyPair::generate()?;
        let certificate = params.self_signed(&key)?;
        let issuer = Issuer::new(params, key);

        let mut params = valid(now);
        params.distinguished_name.push(DnType::CommonName, "metstatus sandbox (not api.met.no)");
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        for name in NAMES {
            params.subject_alt_names.push(SanType::DnsName(name.try_into()?));
        }
        for address in [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)] {
            params.subject_alt_names.push(SanType::IpAddress(address));
        }
        let key = KeyPair::generate()?;
        let leaf = params.signed_by(&key, &issuer)?;
        let chain = vec![leaf.der().clone(), certificate.der().clone()];
        let tls = server_config(chain, PrivatePkcs8KeyDer::from(key.serialize_der()).into())?;
        Ok(Self { pem: certificate.pem(), tls: Arc::new(tls) })
    }

    /// The certificate that clients have to trust, in PEM form.
    pub(crate) fn pem(&self) -> &str {
        &self.pem
    }

    /// How a server proves to be one of the names.
    pub(crate) fn tls(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.tls)
    }
}

fn valid(now: Timestamp) -> CertificateParams {
    let mut params = CertificateParams::default();
    let now = std::time::SystemTime::from(now);
    params.not_before = (now - MARGIN).into();
    params.not_after = (now + VALIDITY).into();
    params
}

/// TLS 1.2 and 1.3 with HTTP/1.1. A client that speaks HTTP/2 only is refused in the handshake.
fn server_config(
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
) -> Result<ServerConfig, rustls::Error> {
    let provider = Arc::new(ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let mut config = builder.with_no_client_auth().with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

impl fmt::Debug for Authority {
    /// Without the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authority").finish_non_exhaustive()
    }
}
