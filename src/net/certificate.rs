//! What a report says of a server's certificate: who issued it, and until when it is valid.

use yasna::models::ObjectIdentifier;
use yasna::tags::{TAG_IA5STRING, TAG_PRINTABLESTRING, TAG_TELETEXSTRING, TAG_UTCTIME, TAG_UTF8STRING};
use yasna::{ASN1Result, BERReader, BERReaderSeq, Tag, parse_der};

use crate::http::time::date::Timestamp;

/// The issuer of a certificate, and its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Issued {
    /// The name as RFC 4514 writes it, such as `CN=R11,O=Let's Encrypt,C=US`.
    pub(super) by: String,
    /// The last moment of its validity.
    pub(super) until: Timestamp,
}

/// Reads a certificate in DER form (RFC 5280 §4.1); `None` where it is none.
pub(super) fn read(der: &[u8]) -> Option<Issued> {
    let certificate = parse_der(der, |certificate| {
        certificate.read_sequence(|parts| {
            let issued = parts.next().read_sequence(signed)?;
            skip_rest(parts)?;
            Ok(issued)
        })
    });
    certificate.ok()
}

/// What is signed: perhaps a version, the serial number, the algorithm, the issuer, the validity and more.
fn signed(parts: &mut BERReaderSeq<'_, '_>) -> ASN1Result<Issued> {
    parts.read_optional(|version| version.read_tagged(Tag::context(0), |number| number.read_der()))?;
    parts.next().read_der()?;
    parts.next().read_der()?;
    let by = name(parts.next())?;
    let until = parts.next().read_sequence(|times| {
        times.next().read_der()?;
        time(times.next())
    })?;
    skip_rest(parts)?;
    Ok(Issued { by, until: Timestamp::from_unix(until) })
}

fn skip_rest(parts: &mut BERReaderSeq<'_, '_>) -> ASN1Result<()> {
    while parts.read_optional(|part| part.read_der())?.is_some() {}
    Ok(())
}

fn time(time: BERReader<'_, '_>) -> ASN1Result<i64> {
    Ok(match time.lookahead_tag()? {
        TAG_UTCTIME => time.read_utctime()?.datetime().unix_timestamp(),
        _ => time.read_generalized_time()?.datetime().unix_timestamp(),
    })
}

/// A name from its last part to its first (RFC 4514 §2.1).
fn name(name: BERReader<'_, '_>) -> ASN1Result<String> {
    let mut parts = Vec::new();
    name.read_sequence_of(|part| {
        let mut values = Vec::new();
        part.read_set_of(|value| {
            values.push(value.read_sequence(|pair| {
                let kind = pair.next().read_oid()?;
                Ok(attribute(&kind, &pair.next().read_der()?))
            })?);
            Ok(())
        })?;
        parts.push(values.join("+"));
        Ok(())
    })?;
    parts.reverse();
    Ok(parts.join(","))
}

/// The kinds of parts of names that authorities use, by the last numbers of their identifiers.
const KINDS: [(&[u64], &str); 12] = [
    (&[2, 5, 4, 3], "CN"),
    (&[2, 5, 4, 4], "SN"),
    (&[2, 5, 4, 5], "SERIALNUMBER"),
    (&[2, 5, 4, 6], "C"),
    (&[2, 5, 4, 7], "L"),
    (&[2, 5, 4, 8], "ST"),
    (&[2, 5, 4, 9], "STREET"),
    (&[2, 5, 4, 10], "O"),
    (&[2, 5, 4, 11], "OU"),
    (&[0, 9, 2342, 19_200_300, 100, 1, 1], "UID"),
    (&[0, 9, 2342, 19_200_300, 100, 1, 25], "DC"),
    (&[1, 2, 840, 113_549, 1, 9, 1], "EMAIL"),
];

/// A kind and its value, as text where both are known, else in hexadecimal digits.
fn attribute(kind: &ObjectIdentifier, der: &[u8]) -> String {
    let known = KINDS.iter().find(|(numbers, _)| kind.components() == *numbers);
    let texts = [TAG_PRINTABLESTRING, TAG_UTF8STRING, TAG_IA5STRING, TAG_TELETEXSTRING];
    let value = parse_der(der, |value| value.read_tagged_der()).ok().filter(|value| texts.contains(&value.tag()));
    let text = value.as_ref().and_then(|value| std::str::from_utf8(value.value()).ok());
    match (known, text) {
        (Some((_, name)), Some(text)) => format!("{name}={}", escaped(text)),
        _ => der.iter().fold(format!("{kind}=#"), |out, byte| out + &format!("{byte:02x}")),
    }
}

/// A value in a name (RFC 4514 §2.4).
fn escaped(text: &str) -> String {
    let mut out = String::new();
    let last = text.chars().count().saturating_sub(1);
    for (at, c) in text.chars().enumerate() {
        match c {
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' => out.extend(['\\', c]),
            '#' if at == 0 => out.push_str("\\#"),
            ' ' if at == 0 || at == last => out.push_str("\\ "),
            '\0'..='\x1f' | '\x7f' => out.push_str(&format!("\\{:02x}", u32::from(c))),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair};

    fn certificate(name: &[(DnType, &str)]) -> Vec<u8> {
        let mut params = CertificateParams::default();
        params.distinguished_name = DistinguishedName::new();
        for (kind, value) in name {
            params.distinguished_name.push(kind.clone(), *value);
        }
        params.not_after = rcgen::date_time_ymd(2031, 2, 3);
        params.self_signed(&KeyPair::generate().unwrap()).unwrap().der().to_vec()
    }

    #[test]
    fn issuer_and_end_are_read_from_a_certificate() {
        let until = Timestamp::parse_rfc3339("2031-02-03T00:00:00Z").unwrap();
        for (name, by) in [
            (
                &[(DnType::CountryName, "NO"), (DnType::OrganizationName, "A, B"), (DnType::CommonName, "R11")][..],
                "CN=R11,O=A\\, B,C=NO",
            ),
            (&[(DnType::CommonName, " #\"x\u{1}\u{e5} ")], "CN=\\ #\\\"x\\01\u{e5}\\ "),
            (&[(DnType::CustomDnType(vec![1, 2, 3]), "x")], "1.2.3=#0c0178"),
            (&[(DnType::CustomDnType(vec![0, 9, 2342, 19_200_300, 100, 1, 25]), "no")], "DC=no"),
            (&[], ""),
        ] {
            assert_eq!(read(&certificate(name)), Some(Issued { by: by.to_owned(), until }));
        }
    }

    #[test]
    fn what_is_not_a_whole_certificate_is_none() {
        let whole = certificate(&[(DnType::CommonName, "x")]);
        for length in 0..whole.len() {
            assert_eq!(read(&whole[..length]), None, "{length}");
        }
        let more = [&whole[..], b"x"].concat();
        assert_eq!(read(&more), None);
    }
}
