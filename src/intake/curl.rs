//! What curl says about a transfer beside the transfer itself: its errors and its notes in `-v`.

use crate::evidence::{Failure, FailureKind, Phase};
use crate::http::uri::target::Scheme;
use crate::text::escape::Text;

/// What the lines that begin with `*` tell about the connection.
#[derive(Clone, Debug, Default)]
pub(super) struct Notes {
    /// The scheme, where a note shows it.
    pub(super) scheme: Option<Scheme>,
    /// Whether the notes speak of a proxy.
    pub(super) proxied: bool,
}

impl Notes {
    /// Takes in a note, without its leading `* `.
    pub(super) fn read(&mut self, note: &str) {
        let lower = note.to_ascii_lowercase();
        if lower.starts_with("uses proxy")
            || lower.contains("establish http proxy tunnel")
            || lower.starts_with("connect tunnel")
        {
            self.proxied = true;
        }
        if lower.contains("tls handshake")
            || lower.starts_with("ssl connection using")
            || lower.starts_with("using http/2")
        {
            self.scheme = Some(Scheme::Https);
        }
        if let Some(rest) = lower.strip_prefix("connected to ")
            && !self.proxied
            && let Some((_, port)) = rest.rsplit_once(" port ")
        {
            let digits: String = port.chars().take_while(char::is_ascii_digit).collect();
            match digits.as_str() {
                "80" => self.scheme = Some(Scheme::Http),
                "443" => self.scheme = Some(Scheme::Https),
                _ => {}
            }
        }
    }
}

/// Reads a line such as `curl: (6) Could not resolve host: api.met.no`.
pub(super) fn error_line(line: &str) -> Option<(u32, &str)> {
    let (code, message) = line.strip_prefix("curl: (")?.split_once(") ")?;
    Some((code.parse().ok()?, message))
}

/// Whether a code says nothing but what the answer says too: `--fail` on an error status, `--max-redirs` on one
/// redirect too many, or trouble with curl's own output.
pub(super) fn repeats_the_answer(code: u32) -> bool {
    matches!(code, 22 | 47)
}

/// The failure that one of curl's exit codes and messages stands for.
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

    #[test]
    fn only_error_lines_are_error_lines() {
        assert_eq!(error_line("curl: option --x: is unknown"), None);
        assert_eq!(error_line("error: (6) x"), None);
    }
}
