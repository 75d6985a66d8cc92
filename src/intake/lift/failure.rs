//! Failures by the names that programs give them: exceptions, errno, the words of system libraries and of browsers.
//!
//! A name says how far the request got, as far as its program shows it. Where it does not, the failure is one of the
//! network, and no more.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::names::{NUMBERS, PHRASES, PREFIXES, WEAK_PHRASES, WORDS};
use crate::evidence::{Failure, FailureKind, Phase};
use crate::text::escape::Text;

pub(crate) use super::names::FailureName;

use FailureName::{
    Closed, ConnectTimeout, Expired, Hidden, Malformed, Name, Network, NotYetValid, Preflight, Proxy, Refused, Reset,
    Timeout, Tls, Unreachable, Untrusted, WrongHost,
};

/// What begins with a word.
#[derive(Clone, Copy)]
enum FailurePattern {
    /// A name, which is the word itself in this case.
    Word(&'static str, FailureName),
    /// More words, in lower case.
    Phrase(&'static str, FailureName),
    /// The same, where they count beside a URL, a host or the name of an error.
    Weak(&'static str, FailureName),
    /// A number of errno follows.
    Number,
}

/// What begins with which word in lower case, so each word of a line is looked up once.
static INDEX: LazyLock<HashMap<String, Vec<FailurePattern>>> = LazyLock::new(|| {
    let mut index: HashMap<String, Vec<FailurePattern>> = HashMap::new();
    let words = WORDS.iter().map(|&(name, outcome)| (name, FailurePattern::Word(name, outcome)));
    let phrases = PHRASES.iter().map(|&(words, outcome)| (words, FailurePattern::Phrase(words, outcome)));
    let weak = WEAK_PHRASES.iter().map(|&(words, outcome)| (words, FailurePattern::Weak(words, outcome)));
    let numbers = ["errno", "winerror"].into_iter().map(|word| (word, FailurePattern::Number));
    for (text, entry) in words.chain(phrases).chain(weak).chain(numbers) {
        let first = text.split(|c: char| !is_of_word(c)).next().unwrap_or_default().to_ascii_lowercase();
        index.entry(first).or_default().push(entry);
    }
    index
});

fn is_of_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// What a line says that failed. `beside` finds out whether a URL or a host is there as well.
pub(crate) fn find(line: &str, beside: impl FnOnce() -> bool) -> Option<FailureName> {
    let lower = line.to_ascii_lowercase();
    let (mut strong, mut weak): (Option<FailureName>, Option<FailureName>) = (None, None);
    let mut at = 0;
    for word in lower.split(|c: char| !is_of_word(c)) {
        let place = at;
        at += word.len() + lower.get(at + word.len()..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let entries = if word.is_empty() { None } else { INDEX.get(word) };
        for entry in entries.into_iter().flatten() {
            let follows = |words: &str| lower.get(place..).is_some_and(|rest| rest.starts_with(words));
            let found = match *entry {
                FailurePattern::Word(name, outcome) => {
                    (line.get(place..place + word.len()) == Some(name)).then_some(outcome)
                }
                FailurePattern::Phrase(words, outcome) => follows(words).then_some(outcome),
                FailurePattern::Number => number(line.get(place..).unwrap_or_default()),
                FailurePattern::Weak(words, outcome) => {
                    weak = weak.or_else(|| follows(words).then_some(outcome));
                    None
                }
            };
            strong = strong.into_iter().chain(found).min();
        }
        let shown = line.get(place..place + word.len()).filter(|_| entries.is_none());
        strong = strong.into_iter().chain(shown.and_then(by_prefix)).min();
    }
    let is_error = || lower.contains("error") || lower.contains("exception") || beside();
    let found = strong.or_else(|| weak.filter(|_| is_error()))?;
    Some(sharpened(found, &lower))
}

/// The outcome of a name alone, as it is looked up.
pub(crate) fn named(text: &str) -> Option<FailureName> {
    let text = text.trim();
    let last = text.rsplit(['.', ':', '/', '\\']).next().unwrap_or(text);
    let folded = text.to_ascii_lowercase();
    let lists = PHRASES.iter().chain(WEAK_PHRASES);
    word(last)
        .or_else(|| word(&text.to_ascii_uppercase()))
        .or_else(|| WORDS.iter().find(|(name, _)| name.eq_ignore_ascii_case(last)).map(|(_, outcome)| *outcome))
        .or_else(|| lists.into_iter().find(|(phrase, _)| *phrase == folded).map(|(_, outcome)| *outcome))
        .or_else(|| number(text.strip_prefix('[')?))
}

fn word(word: &str) -> Option<FailureName> {
    WORDS.iter().find(|(name, _)| *name == word).map(|(_, outcome)| *outcome).or_else(|| by_prefix(word))
}

/// The outcome of a name of a browser that is not listed.
fn by_prefix(name: &str) -> Option<FailureName> {
    PREFIXES.iter().find(|(start, _)| name.starts_with(start)).map(|(_, outcome)| *outcome)
}

/// The number in `Errno -3]`.
fn number(text: &str) -> Option<FailureName> {
    let number = text.split(' ').nth(1)?.split([']', ',', ':']).next()?.parse::<i32>().ok()?;
    NUMBERS.iter().find(|(known, _)| *known == number).map(|(_, outcome)| *outcome)
}

/// Words for a certificate that is for another name. A mismatch may be one of versions or ciphers as well.
const WRONG_NAME: [&str; 6] =
    ["name mismatch", "namemismatch", "address mismatch", "doesn't match", "does not match", "altname"];

/// A general failure of TLS or of the network with what the same line says more exactly.
fn sharpened(outcome: FailureName, lower: &str) -> FailureName {
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    match outcome {
        // Go says both, and then which of them: `current time 2019-01-01T00:00:00Z is before 2026-10-01T00:00:00Z`.
        Expired | Untrusted | Tls if has(&["current time"]) && has(&[" is before "]) => NotYetValid,
        Untrusted | Tls if has(&["expired", "nottimevalid"]) => Expired,
        Untrusted | Tls if has(&["not yet valid"]) => NotYetValid,
        Untrusted | Tls if has(&WRONG_NAME) => WrongHost,
        Tls if has(&["certification path", "certificate verify", "cert_path", "trust"]) => Untrusted,
        Network | Refused if has(&["timed out", "timeout"]) => ConnectTimeout,
        Network if has(&["refused"]) => Refused,
        Network if has(&["unreachable", "no route"]) => Unreachable,
        Timeout
            if has(&[
                "connect timeout",
                "while connecting",
                "connecting to",
                "failed to connect",
                "connect() timed",
            ]) =>
        {
            ConnectTimeout
        }
        other => other,
    }
}

impl FailureName {
    /// The failure that it means, in the words of the line.
    pub(crate) fn failure(self, words: &str) -> Failure {
        let (phase, kind) = match self {
            Preflight => (Phase::Send, FailureKind::Preflight),
            Name => (Phase::Resolve, FailureKind::NameNotFound),
            Expired => (Phase::Tls, FailureKind::TlsExpired(None)),
            NotYetValid => (Phase::Tls, FailureKind::TlsNotYetValid(None)),
            WrongHost => (Phase::Tls, FailureKind::TlsWrongHost(Vec::new())),
            Untrusted => (Phase::Tls, FailureKind::TlsUntrusted),
            Tls => (Phase::Tls, FailureKind::Tls),
            Proxy => (Phase::Connect, FailureKind::Proxy),
            Refused => (Phase::Connect, FailureKind::Refused),
            Unreachable => (Phase::Connect, FailureKind::Unreachable),
            ConnectTimeout => (Phase::Connect, FailureKind::TimedOut),
            Timeout => (Phase::Head, FailureKind::TimedOut),
            Reset => (Phase::Head, FailureKind::Reset),
            Closed => (Phase::Head, FailureKind::Closed),
            Malformed => (Phase::Head, FailureKind::Malformed),
            Hidden => (Phase::Send, FailureKind::Hidden),
            Network => (Phase::Send, FailureKind::Network),
        };
        Failure { phase, kind, detail: Text::from(words), received: 0, excerpt: Text::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_failures_say_how_far_the_request_got() {
        for (line, expected) in [
            ("returned error 'ClientConnectorDNSError'", Name),
            ("Error: getaddrinfo ENOTFOUND api.acme.no", Name),
            ("socket.gaierror: [Errno -3] Temporary failure in name resolution", Name),
            ("java.net.UnknownHostException: api.acme.no", Name),
            ("Error resolving “api.acme.no”: Name or service not known", Name),
            ("asyncio.exceptions.TimeoutError", Timeout),
            ("OSError: [Errno 111] Connect call failed ('192.0.2.1', 443)", Refused),
            ("ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate has expired", Expired),
            (
                "javax.net.ssl.SSLHandshakeException: PKIX path building failed: unable to find valid certification \
                 path",
                Untrusted,
            ),
            ("Error: unable to get local issuer certificate", Untrusted),
            ("Cannot connect to host api.acme.no:443 ssl:default [Connect call failed]", Network),
            ("Cannot connect to host api.acme.no:443 ssl:default [None]", Untrusted),
            ("has been blocked by CORS policy: Response to preflight request doesn't pass", Preflight),
            ("dial tcp: lookup api.acme.no on 127.0.0.11:53: server misbehaving", Name),
            ("dial tcp: lookup api.acme.no: i/o timeout", Name),
            ("hyper::Error(IncompleteMessage)", Closed),
            ("** (Mint.TransportError) timeout", Timeout),
            ("{:error, %Req.TransportError{reason: :timeout}}", Timeout),
            ("The remote certificate is invalid because of errors in the certificate chain: NotTimeValid", Expired),
            ("net::ERR_CONNECTION_RESET", Reset),
            ("net::ERR_SSL_VERSION_OR_CIPHER_MISMATCH", Tls),
            (
                "SSLCertVerificationError: certificate verify failed: Hostname mismatch, certificate is not valid",
                WrongHost,
            ),
            ("The remote certificate is invalid: RemoteCertificateNameMismatch", WrongHost),
            ("GET https://api.acme.no/a NS_ERROR_NET_RESET", Reset),
            ("Error code: SEC_ERROR_UNKNOWN_ISSUER", Untrusted),
            ("http.client.BadStatusLine: SSH-2.0-OpenSSH_9.6", Malformed),
            ("net/http: HTTP/1.x transport connection broken: malformed HTTP response \"x\"", Malformed),
            ("curl: (1) Received HTTP/0.9 when not allowed", Malformed),
            ("java.net.SocketTimeoutException: failed to connect to api.acme.no/192.0.2.1 (port 443)", ConnectTimeout),
            ("Cannot connect to host api.acme.no:443 ssl:default [Timeout while contacting DNS servers]", Name),
            (
                "x509: certificate has expired or is not yet valid: current time 2019-01-01T00:00:10Z is before 2026-10-01",
                NotYetValid,
            ),
            ("Net::OpenTimeout: Failed to open TCP connection to api.acme.no:443 (execution expired)", ConnectTimeout),
            ("Failed to open TCP connection to api.acme.no:443 (getaddrinfo: Name or service not known)", Name),
            ("Timeout was reached: [api.acme.no] Resolving timed out after 10001 milliseconds", Name),
            ("{:error, %HTTPoison.Error{id: nil, reason: :econnrefused}}", Refused),
            ("** (HTTPoison.Error) :nxdomain", Name),
            ("curl: (56) Received HTTP code 403 from proxy after CONNECT", Proxy),
            ("500 read timeout at /usr/share/perl5/LWP/Protocol/http.pm line 43, an error", Timeout),
            ("WebParser.dll: (Fetch error) Cannot fetch URL \"https://api.acme.no/a\" error 12007", Name),
            ("Exception from HRESULT: 0x80072EE2", Timeout),
            ("okhttp3.internal.http2.StreamResetException: stream was reset: REFUSED_STREAM", Reset),
            (
                "Caused by NameResolutionError(: Failed to resolve 'api.acme.no'), Max retries exceeded: \
                 ConnectionError",
                Name,
            ),
        ] {
            assert_eq!(find(line, || false), Some(expected), "{line}");
        }
        assert_eq!(find("https://api.acme.no: connection refused", || true), Some(Refused));
        assert_eq!(find("AxiosError: timeout of 10000ms exceeded", || false), Some(Timeout));
    }

    #[test]
    fn ordinary_words_are_no_failures() {
        for line in ["my session timed out yesterday", "the request was refused by my boss", "see Timeout", "Errno"] {
            assert_eq!(find(line, || false), None, "{line}");
        }
    }

    #[test]
    fn names_are_looked_up_with_and_without_their_package() {
        for (text, expected) in [
            ("ENOTFOUND", Some(Name)),
            ("enotfound", Some(Name)),
            ("java.net.UnknownHostException", Some(Name)),
            ("TimeoutError", Some(Timeout)),
            ("[Errno -3]", Some(Name)),
            ("connection refused", Some(Refused)),
            ("net::ERR_CERT_DATE_INVALID", Some(Expired)),
            ("net::ERR_CERT_WEAK_KEY", Some(Tls)),
            ("ERR_PROXY_AUTH_UNSUPPORTED", Some(Proxy)),
            ("NS_ERROR_UNKNOWN_HOST", Some(Name)),
            ("http.client.BadStatusLine", Some(Malformed)),
            ("forbidden", None),
            ("", None),
        ] {
            assert_eq!(named(text), expected, "{text}");
        }
    }
}
