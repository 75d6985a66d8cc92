//! Failures by the names that programs give them: exceptions, errno, the words of system libraries and of browsers.
//!
//! A name says how far the request got, as far as its program tells it. Where it does not, the failure is one of the
//! network, and no more.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::evidence::{Failure, FailureKind, Phase};
use crate::text::escape::Text;

/// What a name stands for, the most telling first: of several names in a line the first one holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// A browser stopped the request before it was sent, because its preflight did not succeed.
    Preflight,
    /// The host name has no address.
    Name,
    /// The certificate has expired.
    Expired,
    /// The certificate is not valid yet.
    NotYetValid,
    /// The certificate is for another name.
    WrongHost,
    /// The issuer of the certificate is not trusted.
    Untrusted,
    /// The handshake of TLS failed.
    Tls,
    /// The proxy did not open the way.
    Proxy,
    /// Nothing listens at the address.
    Refused,
    /// The address cannot be reached.
    Unreachable,
    /// No connection was made in time.
    ConnectTimeout,
    /// No response came in time.
    Timeout,
    /// The connection was reset.
    Reset,
    /// The connection was closed.
    Closed,
    /// The browser does not show what came of it.
    Hidden,
    /// The network failed; the name does not tell where.
    Network,
}

use Outcome::{
    Closed, ConnectTimeout, Expired, Hidden, Name, Network, NotYetValid, Preflight, Proxy, Refused, Reset, Timeout,
    Tls, Unreachable, Untrusted, WrongHost,
};

/// Names that mean one thing wherever they are, in the order of their bytes.
const WORDS: &[(&str, Outcome)] = &[
    ("CERTIFICATE_VERIFY_FAILED", Untrusted),
    ("CERT_HAS_EXPIRED", Expired),
    ("CERT_NOT_YET_VALID", NotYetValid),
    ("CertPathValidatorException", Untrusted),
    ("CertificateException", Untrusted),
    ("CertificateExpiredException", Expired),
    ("CertificateNotYetValidException", NotYetValid),
    ("ClientConnectionError", Network),
    ("ClientConnectionResetError", Reset),
    ("ClientConnectorCertificateError", Untrusted),
    ("ClientConnectorDNSError", Name),
    ("ClientConnectorError", Network),
    ("ClientConnectorSSLError", Tls),
    ("ClientHttpProxyError", Proxy),
    ("ClientOSError", Network),
    ("ClientProxyConnectionError", Proxy),
    ("ConnectError", Network),
    ("ConnectException", Refused),
    ("ConnectTimeout", ConnectTimeout),
    ("ConnectTimeoutError", ConnectTimeout),
    ("ConnectTimeoutException", ConnectTimeout),
    ("ConnectionClosed", Closed),
    ("ConnectionError", Network),
    ("ConnectionRefusedError", Refused),
    ("ConnectionResetError", Reset),
    ("ConnectionTimeoutError", ConnectTimeout),
    ("DEPTH_ZERO_SELF_SIGNED_CERT", Untrusted),
    ("DNSError", Name),
    ("EAI_AGAIN", Name),
    ("EAI_NODATA", Name),
    ("EAI_NONAME", Name),
    ("ECONNABORTED", Timeout),
    ("ECONNREFUSED", Refused),
    ("ECONNRESET", Reset),
    ("EHOSTUNREACH", Unreachable),
    ("ENETUNREACH", Unreachable),
    ("ENOTFOUND", Name),
    ("EPIPE", Closed),
    ("EPROTO", Tls),
    ("ERR_ADDRESS_UNREACHABLE", Unreachable),
    ("ERR_BLOCKED_BY_CLIENT", Hidden),
    ("ERR_CERT_AUTHORITY_INVALID", Untrusted),
    ("ERR_CERT_COMMON_NAME_INVALID", WrongHost),
    ("ERR_CERT_DATE_INVALID", Expired),
    ("ERR_CONNECTION_ABORTED", Closed),
    ("ERR_CONNECTION_CLOSED", Closed),
    ("ERR_CONNECTION_REFUSED", Refused),
    ("ERR_CONNECTION_RESET", Reset),
    ("ERR_CONNECTION_TIMED_OUT", ConnectTimeout),
    ("ERR_EMPTY_RESPONSE", Closed),
    ("ERR_INTERNET_DISCONNECTED", Network),
    ("ERR_NAME_NOT_RESOLVED", Name),
    ("ERR_NAME_RESOLUTION_FAILED", Name),
    ("ERR_NETWORK", Hidden),
    ("ERR_NETWORK_CHANGED", Network),
    ("ERR_PROXY_CONNECTION_FAILED", Proxy),
    ("ERR_SSL_PROTOCOL_ERROR", Tls),
    ("ERR_TIMED_OUT", Timeout),
    ("ERR_TLS_CERT_ALTNAME_INVALID", WrongHost),
    ("ERR_TUNNEL_CONNECTION_FAILED", Proxy),
    ("ESOCKETTIMEDOUT", Timeout),
    ("ETIMEDOUT", ConnectTimeout),
    ("EndOfStream", Closed),
    ("HTTPClientConnectTimeout", ConnectTimeout),
    ("HandshakeException", Tls),
    ("HttpConnectTimeoutException", ConnectTimeout),
    ("HttpHostConnectException", Refused),
    ("HttpTimeoutException", Timeout),
    ("IncompleteRead", Closed),
    ("NSURLErrorCannotConnectToHost", Refused),
    ("NSURLErrorCannotFindHost", Name),
    ("NSURLErrorNetworkConnectionLost", Closed),
    ("NSURLErrorNotConnectedToInternet", Network),
    ("NSURLErrorSecureConnectionFailed", Tls),
    ("NSURLErrorServerCertificateUntrusted", Untrusted),
    ("NSURLErrorTimedOut", Timeout),
    ("NXDOMAIN", Name),
    ("NameResolutionError", Name),
    ("NewConnectionError", Network),
    ("NoHttpResponseException", Closed),
    ("NoRouteToHostException", Unreachable),
    ("NodeNameResolutionError", Name),
    ("ProxyError", Proxy),
    ("ReadTimeout", Timeout),
    ("ReadTimeoutError", Timeout),
    ("RemoteDisconnected", Closed),
    ("RemoteProtocolError", Closed),
    ("SELF_SIGNED_CERT_IN_CHAIN", Untrusted),
    ("SERVFAIL", Name),
    ("SSLCertVerificationError", Untrusted),
    ("SSLEOFError", Tls),
    ("SSLError", Tls),
    ("SSLException", Tls),
    ("SSLHandshakeException", Tls),
    ("SSLPeerUnverifiedException", WrongHost),
    ("SSLProtocolException", Tls),
    ("ServerDisconnectedError", Closed),
    ("ServerTimeoutError", Timeout),
    ("SocketException", Network),
    ("SocketTimeoutException", Timeout),
    ("TimeoutError", Timeout),
    ("TimeoutException", Timeout),
    ("UNABLE_TO_GET_ISSUER_CERT", Untrusted),
    ("UNABLE_TO_GET_ISSUER_CERT_LOCALLY", Untrusted),
    ("UNABLE_TO_VERIFY_LEAF_SIGNATURE", Untrusted),
    ("UND_ERR_CONNECT_TIMEOUT", ConnectTimeout),
    ("UND_ERR_HEADERS_TIMEOUT", Timeout),
    ("UND_ERR_SOCKET", Closed),
    ("UnknownHostException", Name),
    ("UnknownHostError", Name),
    ("UnresolvedAddressException", Name),
    ("WSAECONNREFUSED", Refused),
    ("WSAECONNRESET", Reset),
    ("WSAETIMEDOUT", ConnectTimeout),
    ("WSAHOST_NOT_FOUND", Name),
    ("gaierror", Name),
];

/// Words of libraries that mean one thing wherever they are, in lower case.
const PHRASES: &[(&str, Outcome)] = &[
    ("blocked by cors policy", Preflight),
    ("cross-origin request blocked", Preflight),
    ("preflight response is not successful", Preflight),
    ("name or service not known", Name),
    ("temporary failure in name resolution", Name),
    ("no address associated with hostname", Name),
    ("nodename nor servname provided", Name),
    ("could not resolve host", Name),
    ("couldn't resolve host", Name),
    ("could not be resolved", Name),
    ("unable to resolve host", Name),
    ("error resolving", Name),
    ("failed to resolve", Name),
    ("getaddrinfo failed", Name),
    ("no such host", Name),
    ("failed host lookup", Name),
    ("dns lookup failed", Name),
    ("name resolution fail", Name),
    ("hostname could not be found", Name),
    ("certificate has expired", Expired),
    ("certificate is not yet valid", NotYetValid),
    ("hostname mismatch", WrongHost),
    ("does not match certificate", WrongHost),
    ("no alternative certificate subject name", WrongHost),
    ("no subject alternative", WrongHost),
    ("unable to get local issuer certificate", Untrusted),
    ("unable to get issuer certificate", Untrusted),
    ("unable to verify the first certificate", Untrusted),
    ("self signed certificate", Untrusted),
    ("self-signed certificate", Untrusted),
    ("certificate verify failed", Untrusted),
    ("unable to find valid certification path", Untrusted),
    ("trust anchor for certification path not found", Untrusted),
    ("certificate signed by unknown authority", Untrusted),
    ("remote certificate is invalid", Untrusted),
    ("unacceptable tls certificate", Untrusted),
    ("ssl:default [none]", Untrusted),
    ("handshake failure", Tls),
    ("handshake failed", Tls),
    ("ssl routines", Tls),
    ("ssl connection could not be established", Tls),
    ("ssl certificate problem", Untrusted),
    ("pkix path", Untrusted),
    ("tunnel connection failed", Proxy),
    ("unable to connect to proxy", Proxy),
    ("actively refused it", Refused),
    ("connect: connection refused", Refused),
    ("connection timeout to host", ConnectTimeout),
    ("timeout occurred while connecting", ConnectTimeout),
    ("connect timed out", ConnectTimeout),
    ("dial tcp: i/o timeout", ConnectTimeout),
    ("code=-1001", Timeout),
    ("code=-1003", Name),
    ("code=-1004", Refused),
    ("code=-1005", Closed),
    ("code=-1009", Network),
    ("code=-1200", Tls),
    ("code=-1202", Untrusted),
    ("did not properly respond after a period of time", ConnectTimeout),
    ("forcibly closed by the remote host", Reset),
    ("configured httpclient.timeout", Timeout),
    ("socket.timeout", Timeout),
    ("context deadline exceeded", Timeout),
    ("timeout exceeded while awaiting headers", Timeout),
    ("socket i/o timed out", Timeout),
    ("remote end closed connection without response", Closed),
    ("socket hang up", Closed),
    ("empty reply from server", Closed),
    ("unexpected end of file from server", Closed),
    ("connection reset by peer", Reset),
    ("typeerror: failed to fetch", Hidden),
    ("networkerror when attempting to fetch resource", Hidden),
    ("cannot connect to host", Network),
    ("failed to establish a new connection", Network),
    ("inaccessible dap", Network),
];

/// Words that people use of other things too: they count beside a URL, a host or the name of an error.
const WEAK_PHRASES: &[(&str, Outcome)] = &[
    ("connection refused", Refused),
    ("no route to host", Unreachable),
    ("network is unreachable", Unreachable),
    ("network unreachable", Unreachable),
    ("connection timed out", ConnectTimeout),
    ("read timed out", Timeout),
    ("request timed out", Timeout),
    ("operation timed out", Timeout),
    ("timed out", Timeout),
    ("timeout of", Timeout),
    ("connection reset", Reset),
    ("connection closed", Closed),
    ("connection aborted", Closed),
    ("server disconnected", Closed),
    ("failed to fetch", Hidden),
    ("returned error ''", Timeout),
];

/// Numbers of errno on Linux, macOS and Windows, and those of the resolver.
const NUMBERS: &[(i32, Outcome)] = &[
    (-5, Name),
    (-3, Name),
    (-2, Name),
    (8, Name),
    (51, Unreachable),
    (54, Reset),
    (60, ConnectTimeout),
    (61, Refused),
    (65, Unreachable),
    (101, Unreachable),
    (104, Reset),
    (110, ConnectTimeout),
    (111, Refused),
    (113, Unreachable),
    (10054, Reset),
    (10060, ConnectTimeout),
    (10061, Refused),
    (11001, Name),
    (11002, Name),
];

/// What begins with a word.
#[derive(Clone, Copy)]
enum Entry {
    /// A name, which is the word itself in this case.
    Word(&'static str, Outcome),
    /// More words, in lower case.
    Phrase(&'static str, Outcome),
    /// The same, where they count beside a URL, a host or the name of an error.
    Weak(&'static str, Outcome),
    /// A number of errno follows.
    Number,
}

/// What begins with which word in lower case, so that each word of a line is looked up once.
static INDEX: LazyLock<HashMap<String, Vec<Entry>>> = LazyLock::new(|| {
    let mut index: HashMap<String, Vec<Entry>> = HashMap::new();
    let words = WORDS.iter().map(|&(name, outcome)| (name, Entry::Word(name, outcome)));
    let phrases = PHRASES.iter().map(|&(words, outcome)| (words, Entry::Phrase(words, outcome)));
    let weak = WEAK_PHRASES.iter().map(|&(words, outcome)| (words, Entry::Weak(words, outcome)));
    let numbers = ["errno", "winerror"].into_iter().map(|word| (word, Entry::Number));
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
pub(crate) fn find(line: &str, beside: impl FnOnce() -> bool) -> Option<Outcome> {
    let lower = line.to_ascii_lowercase();
    let (mut strong, mut weak): (Option<Outcome>, Option<Outcome>) = (None, None);
    let mut at = 0;
    for word in lower.split(|c: char| !is_of_word(c)) {
        let place = at;
        at += word.len() + lower.get(at + word.len()..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let entries = if word.len() > 1 { INDEX.get(word) } else { None };
        for entry in entries.into_iter().flatten() {
            let follows = |words: &str| lower.get(place..).is_some_and(|rest| rest.starts_with(words));
            let found = match *entry {
                Entry::Word(name, outcome) => (line.get(place..place + word.len()) == Some(name)).then_some(outcome),
                Entry::Phrase(words, outcome) => follows(words).then_some(outcome),
                Entry::Number => number(line.get(place..).unwrap_or_default()),
                Entry::Weak(words, outcome) => {
                    weak = weak.or_else(|| follows(words).then_some(outcome));
                    None
                }
            };
            strong = strong.into_iter().chain(found).min();
        }
    }
    let is_error = || lower.contains("error") || lower.contains("exception") || beside();
    let found = strong.or_else(|| weak.filter(|_| is_error()))?;
    Some(sharpened(found, &lower))
}

/// The outcome of a name alone, as it is looked up.
pub(crate) fn named(text: &str) -> Option<Outcome> {
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

fn word(word: &str) -> Option<Outcome> {
    WORDS.iter().find(|(name, _)| *name == word).map(|(_, outcome)| *outcome)
}

/// The number in `Errno -3]`.
fn number(text: &str) -> Option<Outcome> {
    let number = text.split(' ').nth(1)?.split([']', ',', ':']).next()?.parse::<i32>().ok()?;
    NUMBERS.iter().find(|(known, _)| *known == number).map(|(_, outcome)| *outcome)
}

/// A general failure of TLS or of the network with what the same line says more exactly.
fn sharpened(outcome: Outcome, lower: &str) -> Outcome {
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    match outcome {
        Untrusted | Tls if has(&["expired"]) => Expired,
        Untrusted | Tls if has(&["not yet valid"]) => NotYetValid,
        Untrusted | Tls if has(&["mismatch", "doesn't match", "does not match", "altname"]) => WrongHost,
        Tls if has(&["certification path", "certificate verify", "cert_path", "trust"]) => Untrusted,
        Network | Refused if has(&["timed out", "timeout"]) => ConnectTimeout,
        Network if has(&["refused"]) => Refused,
        Network if has(&["unreachable", "no route"]) => Unreachable,
        Timeout if has(&["connect timeout", "while connecting", "connecting to"]) => ConnectTimeout,
        other => other,
    }
}

impl Outcome {
    /// The failure that it stands for, in the words of the line.
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
            Hidden => (Phase::Head, FailureKind::Hidden),
            Network => (Phase::Send, FailureKind::Network),
        };
        Failure { phase, kind, detail: Text::from(words), received: 0, excerpt: Text::default() }
    }

    /// The id of the rule that reports it.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Preflight => "cors-preflight",
            Name => "dns-failure",
            Expired => "tls-expired",
            NotYetValid => "tls-not-yet-valid",
            WrongHost => "tls-wrong-host",
            Untrusted => "tls-untrusted",
            Tls => "tls-failure",
            Proxy => "proxy-failure",
            Refused | Unreachable => "connection-refused",
            ConnectTimeout => "connection-timeout",
            Timeout => "response-timeout",
            Reset | Closed => "connection-closed",
            Hidden => "answer-hidden",
            Network => "network-failure",
        }
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
            ("net::ERR_CONNECTION_RESET", Reset),
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
            ("forbidden", None),
            ("", None),
        ] {
            assert_eq!(named(text), expected, "{text}");
        }
    }

    #[test]
    fn every_outcome_has_a_rule() {
        let lists = PHRASES.iter().chain(WEAK_PHRASES).chain(WORDS);
        for outcome in lists.map(|(_, outcome)| outcome).chain(NUMBERS.iter().map(|(_, outcome)| outcome)) {
            assert!(crate::diagnosis::catalogue::find(outcome.id()).is_some(), "{outcome:?}");
        }
    }
}
