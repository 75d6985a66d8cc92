//! What curl says about a transfer beside the transfer itself: its errors and its notes in `-v`.

use crate::evidence::{Failure, FailureKind, Phase};
use crate::http::uri::target::{Scheme, Url};
use crate::text::escape::Text;

/// What the lines that begin with `*` show about the connection.
#[derive(Clone, Debug, Default)]
pub(super) struct Notes {
    /// The scheme, where a note shows it.
    shown: Option<Scheme>,
    /// The port that the connection goes to, where that is the server's own.
    port: Option<u16>,
    /// Whether the notes speak of a proxy.
    proxied: bool,
    /// The URL that curl goes on to.
    pub(super) next_url: Option<Url>,
}

impl Notes {
    /// The scheme of the requests on the connection, where the notes show it: without any line about TLS curl speaks
    /// plain http, but for a port of https, whose lines someone left out.
    pub(super) fn scheme(&self) -> Option<Scheme> {
        self.shown.or_else(|| match self.port? {
            443 => Some(Scheme::Https),
            port if port % 1000 == 443 => None,
            _ => Some(Scheme::Http),
        })
    }

    /// Takes in a note, without its leading `* `.
    pub(super) fn read(&mut self, note: &str) {
        let lower = note.trim_start().to_ascii_lowercase();
        if lower.starts_with("trying ") {
            // A new connection, of which nothing is known yet.
            (self.shown, self.port) = (None, None);
        } else if lower.starts_with("uses proxy") || lower.contains("establish http proxy tunnel") {
            self.proxied = true;
        } else if lower.starts_with("connect tunnel") {
            (self.proxied, self.port) = (true, None);
        } else if let Some(url) = quoted_url(note, &lower) {
            self.next_url = Some(url);
        } else if let Some(rest) = lower.strip_prefix("re-using existing ") {
            let scheme = [("https:", Scheme::Https), ("http:", Scheme::Http)];
            self.shown =
                scheme.into_iter().find(|(name, _)| rest.starts_with(name)).map(|(_, scheme)| scheme).or(self.shown);
        } else if let Some((_, url)) = lower.split_once("opened stream for ") {
            self.shown = Url::parse_as_sent(url.trim()).ok().map(|url| url.scheme()).or(self.shown);
        } else if is_about_tls(&lower) {
            self.shown = Some(Scheme::Https);
        } else if let Some(port) = connected_port(&lower)
            && !self.proxied
        {
            // Newer versions write it after the lines about TLS, older ones before them.
            if self.port.is_some() {
                self.shown = None;
            }
            self.port = Some(port);
        } else if lower.starts_with("using http/2") && self.port.is_none() {
            self.shown = Some(Scheme::Https);
        }
    }
}

/// The URL of `Issue another request to this URL: 'https://api.met.no/'`.
fn quoted_url(note: &str, lower: &str) -> Option<Url> {
    let at = lower.starts_with("issue another request to this url: ").then(|| note.find('\''))??;
    Url::parse_as_sent(note.get(at + 1..)?.trim_end().strip_suffix('\'')?).ok()
}

/// Whether a note is one of those that the TLS libraries of curl write.
fn is_about_tls(lower: &str) -> bool {
    const STARTS: [&str; 13] = [
        "alpn",
        "tls",
        "(tls",
        "ssl",
        "(ssl",
        "schannel",
        "gnutls",
        "mbedtls",
        "wolfssl",
        "rustls",
        "server certificate",
        "cafile",
        "cipher selection",
    ];
    lower.contains("tls handshake") || STARTS.iter().any(|start| lower.starts_with(start))
}

/// The port of `Connected to api.met.no (157.249.81.141) port 443 (#0)`, and of `Established connection to api.met.no
/// (157.249.81.141 port 443) from 192.0.2.9 port 50330`, as curl writes it from 8.15 on.
fn connected_port(lower: &str) -> Option<u16> {
    let (_, rest) = lower
        .strip_prefix("connected to ")
        .or_else(|| lower.strip_prefix("established connection to "))?
        .split_once(" port ")?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// Whether a note ends a transfer: what follows belongs to another, or is not curl's.
pub(super) fn ends_transfer(note: &[u8]) -> bool {
    let is_kept = note.starts_with(b"Connection #") && note.ends_with(b"left intact");
    is_kept || note.starts_with(b"Closing connection") || note.starts_with(b"shutting down connection")
}

/// Reads a line such as `curl: (6) Could not resolve host: api.met.no`.
pub(super) fn error_line(line: &str) -> Option<(u32, &str)> {
    let (code, message) = line.strip_prefix("curl: (")?.split_once(") ")?;
    Some((code.parse().ok()?, message))
}

/// The host that an error names, as a URL of which scheme and path are not shown: `Could not resolve host: api.met.no`,
/// `Failed to connect to api.met.no port 443`, `in connection to api.met.no:443`.
pub(super) fn host_of(error: &str) -> Option<Url> {
    let cues = ["resolve host: ", "ailed to connect to ", "connection to "];
    let rest = cues.iter().find_map(|cue| error.split_once(cue)).map(|(_, rest)| rest)?;
    let mut words = rest.split_ascii_whitespace();
    let host = words.next()?.trim_end_matches([',', ';', ')', '.']);
    let port = words.next().filter(|word| *word == "port").and(words.next());
    let port = port.map(|port| port.trim_end_matches([',', ':', ';'])).filter(|port| *port != "443");
    let is_name = host.contains('.') && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b));
    let place = port.map_or_else(|| format!("{host}/"), |port| format!("{host}:{port}/"));
    Url::parse_without_scheme(&place).ok().filter(|_| is_name)
}

/// Whether a code says nothing but what the answer says too: `--fail` on an error status, `--max-redirs` on one
/// redirect too many, or trouble with curl's own output.
pub(super) fn repeats_the_answer(code: u32) -> bool {
    matches!(code, 22 | 47)
}

/// Whether an error is about the command itself, so nothing was sent: an option, a URL or a file of its own that
/// curl cannot use.
pub(super) fn is_of_command(code: u32, message: &str) -> bool {
    matches!(code, 2 | 3 | 4 | 26 | 27 | 37 | 41 | 43 | 48) || (code == 1 && !message.contains("HTTP/0.9"))
}

/// The failure that one of curl's exit codes and messages means.
/// <https://curl.se/libcurl/c/libcurl-errors.html>
pub(super) fn failure(code: u32, message: &str, answered: bool) -> Failure {
    let lower = message.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let (phase, kind) = match code {
        5 | 97 => (Phase::Connect, FailureKind::Proxy),
        6 => (Phase::Resolve, FailureKind::NameNotFound),
        7 if has(&["proxy"]) => (Phase::Connect, FailureKind::Proxy),
        7 if has(&["no route", "unreachable"]) => (Phase::Connect, FailureKind::Unreachable),
        7 if has(&["timed out", "timeout"]) => (Phase::Connect, FailureKind::TimedOut),
        7 => (Phase::Connect, FailureKind::Refused),
        28 => (timed_out_phase(&lower), FailureKind::TimedOut),
        35 | 51 | 53 | 54 | 58 | 59 | 60 | 64 | 66 | 77 | 80 | 82 | 83 | 90 | 91 | 98 => (Phase::Tls, tls_kind(&lower)),
        52 => (Phase::Head, FailureKind::Closed),
        18 => (Phase::Body, FailureKind::Closed),
        61 | 23 if code == 61 || has(&["encoding", "decompress", "deflat", "gzip"]) => {
            (Phase::Body, FailureKind::Decode)
        }
        55 | 56 if has(&["proxy", "connect tunnel"]) => (Phase::Connect, FailureKind::Proxy),
        55 | 56 if has(&["chunk", "malformed"]) => (Phase::Body, FailureKind::Malformed),
        55 | 56 => (if answered { Phase::Body } else { Phase::Head }, FailureKind::Reset),
        1 | 8 | 16 | 92 => (Phase::Head, FailureKind::Malformed),
        _ => (if answered { Phase::Body } else { Phase::Send }, FailureKind::Other),
    };
    let received = u64::from(answered);
    Failure { phase, kind, detail: Text::from(format!("curl: ({code}) {message}")), received, excerpt: Text::default() }
}

fn timed_out_phase(lower: &str) -> Phase {
    if lower.contains("resolv") {
        Phase::Resolve
    } else if lower.contains("ssl connection") {
        Phase::Tls
    } else if lower.starts_with("connection timed out")
        || lower.starts_with("failed to connect")
        || lower.contains("connection timeout")
    {
        Phase::Connect
    } else if lower.contains(" 0 bytes received") || lower.contains(" 0 out of 0 bytes") {
        Phase::Head
    } else {
        Phase::Body
    }
}

fn tls_kind(lower: &str) -> FailureKind {
    if lower.contains("expired") {
        FailureKind::TlsExpired(None)
    } else if lower.contains("not yet valid") {
        FailureKind::TlsNotYetValid(None)
    } else if lower.contains("subject name") || lower.contains("does not match") || lower.contains("hostname mismatch")
    {
        FailureKind::TlsWrongHost(Vec::new())
    } else if ["issuer", "self-signed", "self signed", "unknown ca", "verify"].iter().any(|word| lower.contains(word)) {
        FailureKind::TlsUntrusted
    } else {
        FailureKind::Tls
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curl_errors_become_failures_of_their_phase() {
        let cases = [
            ("curl: (6) Could not resolve host: no-such-host.invalid", Phase::Resolve, "name-not-found"),
            (
                "curl: (7) Failed to connect to 127.0.0.1 port 1 after 0 ms: Couldn't connect to server",
                Phase::Connect,
                "refused",
            ),
            ("curl: (28) Operation timed out after 1001 milliseconds with 0 bytes received", Phase::Head, "timed-out"),
            (
                "curl: (28) Operation timed out after 1001 milliseconds with 12 out of 99 bytes received",
                Phase::Body,
                "timed-out",
            ),
            ("curl: (28) Failed to connect to h port 443 after 1 ms: Timeout was reached", Phase::Connect, "timed-out"),
            ("curl: (28) Resolving timed out after 5000 milliseconds", Phase::Resolve, "timed-out"),
            ("curl: (35) OpenSSL/3.0.2: error:0A00010B:SSL routines::wrong version number", Phase::Tls, "tls"),
            ("curl: (52) Empty reply from server", Phase::Head, "closed"),
            ("curl: (60) SSL certificate problem: certificate has expired", Phase::Tls, "tls-expired"),
            ("curl: (60) SSL certificate problem: unable to get local issuer certificate", Phase::Tls, "tls-untrusted"),
            (
                "curl: (60) SSL: no alternative certificate subject name matches target host name 'x'",
                Phase::Tls,
                "tls-wrong-host",
            ),
            ("curl: (56) Recv failure: Connection reset by peer", Phase::Head, "reset"),
            ("curl: (56) Received HTTP code 407 from proxy after CONNECT", Phase::Connect, "proxy"),
            (
                "curl: (61) Error while processing content unencoding: invalid stored block lengths",
                Phase::Body,
                "decode",
            ),
        ];
        for (line, phase, kind) in cases {
            let (code, message) = error_line(line).unwrap();
            let failure = failure(code, message, false);
            assert_eq!((failure.phase, failure.kind.as_str()), (phase, kind), "{line}");
        }
    }

    fn scheme(notes: &[&str]) -> Option<Scheme> {
        let mut read = Notes::default();
        notes.iter().for_each(|note| read.read(note));
        read.scheme()
    }

    #[test]
    fn scheme_follows_from_port_and_lines_about_tls() {
        let (http, https) = (Some(Scheme::Http), Some(Scheme::Https));
        let old = |port: u16| format!("Connected to h.no (192.0.2.7) port {port} (#0)");
        let new =
            |port: u16| format!("Established connection to h.no (192.0.2.7 port {port}) from 192.0.2.9 port 50330 ");
        for connected in [old, new] {
            assert_eq!(scheme(&[&connected(80)]), http);
            assert_eq!(scheme(&[&connected(8080)]), http);
            assert_eq!(scheme(&[&connected(443)]), https);
            assert_eq!(scheme(&[&connected(8443)]), None, "the lines about TLS may have been left out");
            assert_eq!(scheme(&[&connected(8080), "TLSv1.3 (OUT), TLS handshake, Client hello (1):"]), https);
            assert_eq!(scheme(&["ALPN: curl offers h2,http/1.1", &connected(8080), "using HTTP/2"]), https);
            assert_eq!(scheme(&[&connected(443), "  Trying 192.0.2.7:80...", &connected(80)]), http);
            assert_eq!(scheme(&[&connected(8080), "[HTTP/2] [1] OPENED stream for http://h.no:8080/x"]), http);
        }
        assert_eq!(scheme(&[]), None);
        assert_eq!(scheme(&["Uses proxy env variable https_proxy == 'p:80'", &old(80)]), None);
        assert_eq!(scheme(&["Mark bundle as not supporting multiuse", "Request completely sent off"]), None);
        assert_eq!(scheme(&["Connected to tls.h.no (192.0.2.7) port 80 (#0)"]), http);
    }

    #[test]
    fn errors_of_curl_name_their_host() {
        for (error, host) in [
            ("curl: (6) Could not resolve host: api.acme.no", Some("api.acme.no")),
            ("curl: (7) Failed to connect to api.acme.no port 443 after 5 ms: Couldn't connect", Some("api.acme.no")),
            ("curl: (7) Failed to connect to api.acme.no port 8443: Connection refused", Some("api.acme.no:8443")),
            (
                "curl: (35) OpenSSL SSL_connect: Connection reset by peer in connection to api.acme.no:443 ",
                Some("api.acme.no"),
            ),
            ("curl: (60) SSL certificate problem: unable to get local issuer certificate", None),
            ("curl: (28) Failed to connect to server port 1", None),
        ] {
            let found = host_of(error).map(|url| url.origin().to_string().replace("https://", ""));
            assert_eq!(found.as_deref(), host, "{error}");
        }
    }

    #[test]
    fn errors_about_the_command_are_no_failures_of_a_server() {
        for (code, message, own) in [
            (3, "URL using bad/illegal format or missing URL", true),
            (1, "Protocol \"htps\" not supported or disabled in libcurl", true),
            (1, "Received HTTP/0.9 when not allowed", false),
            (6, "Could not resolve host: api.acme.no", false),
        ] {
            assert_eq!(is_of_command(code, message), own, "{message}");
        }
    }

    #[test]
    fn only_error_lines_are_error_lines() {
        assert_eq!(error_line("curl: option --x: is unknown"), None);
        assert_eq!(error_line("error: (6) x"), None);
    }
}
