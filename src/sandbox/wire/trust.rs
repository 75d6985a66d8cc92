//! What the command is to trust: the sandbox's authority and what the platform trusts, as a bundle in PEM form and as a
//! key store of Java. The variables that name a bundle *replace* what a client trusts, so both have all of it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::digest::{Context, SHA1_FOR_LEGACY_USE_ONLY};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

/// The bundles that TLS libraries of the distributions read.
pub(super) const BUNDLES: [&str; 9] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/var/lib/ca-certificates/ca-bundle.pem",
    "/etc/pki/tls/cacert.pem",
    "/etc/ssl/cert.pem",
    "/etc/certs/ca-certificates.crt",
    "/opt/etc/ssl/certs/ca-certificates.crt",
];

/// The password of the key store, which is the one that Java's own has.
pub(super) const STORE_PASSWORD: &str = "changeit";

/// The certificates to trust, the sandbox's own first.
pub(super) struct Trust(Vec<CertificateDer<'static>>);

impl Trust {
    /// The authority, given in PEM form, and what the platform trusts: what `SSL_CERT_FILE` names, where it is set.
    pub(super) fn with_platform(authority: &str) -> Self {
        // What cannot be read of the platform's is of no use to the command either.
        Self::new(authority, rustls_native_certs::load_native_certs().certs)
    }

    fn new(authority: &str, platform: Vec<CertificateDer<'static>>) -> Self {
        let own = CertificateDer::pem_slice_iter(authority.as_bytes()).flatten();
        Self(own.chain(platform).collect())
    }

    /// A bundle in PEM form.
    pub(super) fn pem(&self) -> String {
        let mut text = String::new();
        for certificate in &self.0 {
            text += "-----BEGIN CERTIFICATE-----\n";
            let encoded = STANDARD.encode(certificate);
            // Base64 is ASCII, so bytes are characters.
            for line in encoded.as_bytes().chunks(64) {
                text += &String::from_utf8_lossy(line);
                text.push('\n');
            }
            text += "-----END CERTIFICATE-----\n";
        }
        text
    }

    /// A key store in the form JKS, which every Java reads whatever type it expects, and which needs no `keytool`:
    /// big-endian numbers, strings with their length, and a digest at the end, which is keyed with the password.
    pub(super) fn java_store(&self) -> Vec<u8> {
        const MAGIC: u32 = 0xfeed_feed;
        const VERSION: u32 = 2;
        const TRUSTED: u32 = 2;
        let mut bytes = vec![];
        let number = |bytes: &mut Vec<u8>, number: u32| bytes.extend_from_slice(&number.to_be_bytes());
        number(&mut bytes, MAGIC);
        number(&mut bytes, VERSION);
        number(&mut bytes, length(self.0.len()));
        for (at, certificate) in self.0.iter().enumerate() {
            number(&mut bytes, TRUSTED);
            string(&mut bytes, &format!("metstatus{at}"));
            // When it was added, in milliseconds: nothing reads it.
            bytes.extend_from_slice(&0_u64.to_be_bytes());
            string(&mut bytes, "X.509");
            number(&mut bytes, length(certificate.len()));
            bytes.extend_from_slice(certificate);
        }
        let mut digest = Context::new(&SHA1_FOR_LEGACY_USE_ONLY);
        let password: Vec<u8> = STORE_PASSWORD.encode_utf16().flat_map(u16::to_be_bytes).collect();
        digest.update(&password);
        digest.update(b"Mighty Aphrodite");
        digest.update(&bytes);
        bytes.extend_from_slice(digest.finish().as_ref());
        bytes
    }
}

fn length(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn string(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend_from_slice(&u16::try_from(text.len()).unwrap_or(u16::MAX).to_be_bytes());
    bytes.extend_from_slice(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn authority(name: &str) -> (String, CertificateDer<'static>) {
        let key = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
        (key.cert.pem(), key.cert.der().clone())
    }

    #[test]
    fn bundle_has_the_own_authority_first_and_reads_back() {
        let (pem, own) = authority("sandbox");
        let (_, other) = authority("platform");
        let bundle = Trust::new(&pem, vec![other.clone()]).pem();
        let read: Vec<_> = CertificateDer::pem_slice_iter(bundle.as_bytes()).collect::<Result<_, _>>().unwrap();
        assert_eq!(read, [own, other]);
        assert!(bundle.lines().all(|line| line.len() <= 64));
    }

    #[test]
    fn java_store_holds_each_certificate_and_its_digest() {
        let (pem, own) = authority("sandbox");
        let store = Trust::new(&pem, vec![]).java_store();
        assert_eq!(store[..12], [0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2, 0, 0, 0, 1]);
        let body = &store[..store.len() - 20];
        assert!(body.ends_with(&own));
        let empty = Trust(vec![]).java_store();
        // As keytool writes an empty store with this password.
        assert_eq!(
            empty[12..],
            [
                0xe2, 0x68, 0x6e, 0x45, 0xfb, 0x43, 0xdf, 0xa4, 0xd9, 0x92, 0xdd, 0x41, 0xce, 0xb6, 0xb2, 0x1c, 0x63,
                0x30, 0xd7, 0x92
            ]
        );
    }
}
