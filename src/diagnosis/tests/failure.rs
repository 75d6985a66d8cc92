//! What a failed or an odd response says, by its kind.

use super::*;
use crate::evidence::{Failure, FailureKind, Phase};

fn failure(kind: FailureKind, phase: Phase, detail: &str, received: u64, excerpt: &[u8]) -> Failure {
    Failure { phase, kind, detail: detail.into(), received, excerpt: excerpt.into() }
}

/// The first finding of a request that failed.
fn first_of(failure: Failure) -> Finding {
    let mut evidence = evidence(OTHER, "");
    evidence.exchanges[0].failure = Some(failure);
    judged(evidence).remove(0)
}

#[test]
fn failure_says_what_its_words_and_bytes_show() {
    use FailureKind::*;
    let http2 = &[0, 0, 18, 4, 0, 0, 0, 0, 0, 0][..];
    let alert = &[0x15, 3, 1, 0, 2][..];
    for (kind, phase, detail, received, excerpt, part) in [
        (TlsExpired(Some(NOW)), Phase::Tls, "", 0, &[][..], "certificate expired on"),
        (TlsNotYetValid(Some(NOW)), Phase::Tls, "", 0, &[], "is not valid before"),
        (TlsWrongHost(vec!["a.no".into()]), Phase::Tls, "", 0, &[], "certificate is for a.no"),
        (NoAuthorities, Phase::Tls, "", 0, &[], "no list of certificate authorities"),
        (NameNotFound, Phase::Resolve, "Temporary failure in name resolution", 0, &[], "resolver does not respond"),
        (Unreachable, Phase::Connect, "", 0, &[], "unreachable from here"),
        (Reset, Phase::Head, "", 0, &[], "reset the connection without a response"),
        (Reset, Phase::Head, "", 1, b"H", "ended within its header, after 1 bytes"),
        (Closed, Phase::Head, "", 7, b"HTTP/1.", "ended within its header, after 7 bytes"),
        (ClientLimit, Phase::Head, "", 0, &[], "header exceeds what metstatus accepts"),
        (ClientLimit, Phase::Body, "more than the limit of metstatus", 0, &[], "ore than the limit of metstatus"),
        (TlsClientCertificate, Phase::Tls, "", 0, &[], "requires a client certificate"),
        (Hidden, Phase::Head, "net::ERR_BLOCKED_BY_CLIENT", 0, &[], "browser extension blocked"),
        (Hidden, Phase::Head, "net::ERR_ABORTED", 0, &[], "was cancelled before a response"),
        (Tls, Phase::Tls, "MOZILLA: INSECURE_RESPONSE", 0, &[], "browser refused the server's certificate"),
        (Tls, Phase::Tls, "net::ERR_CERT_DATE_INVALID", 0, &[], "browser refused the server's certificate"),
        (Tls, Phase::Tls, "InvalidContentType", 0, &[], "does not speak TLS; it may be plain http"),
        (Malformed, Phase::Head, "", 5, alert, "speaks TLS, but the request was plain http"),
        (Malformed, Phase::Head, "", 10, http2, "speaks only HTTP/2"),
    ] {
        let message = first_of(failure(kind.clone(), phase, detail, received, excerpt)).message;
        assert!(message.contains(part), "{kind:?} {detail}: {message}");
    }
    // Near them, the words of the rule are all there is to say.
    for (kind, phase, detail, excerpt) in [
        (NameNotFound, Phase::Resolve, "Name or service not known", &[][..]),
        (Closed, Phase::Body, "", &[]),
        (Other, Phase::Head, "", &[]),
        (TlsWrongHost(Vec::new()), Phase::Tls, "", &[]),
        (TlsExpired(None), Phase::Tls, "", &[]),
        (Tls, Phase::Tls, "HandshakeFailure", &[]),
        (Hidden, Phase::Head, "net::ERR_FAILED", &[]),
        (Malformed, Phase::Head, "", &[0x15, 3, 5, 0, 2]),
        (Malformed, Phase::Head, "", &[0x16, 3, 1, 0, 2]),
        (Malformed, Phase::Head, "", &[0, 0, 18, 4, 0, 0, 0, 0, 1, 0]),
        (Malformed, Phase::Head, "", &[0, 0, 18, 0, 0, 0, 0, 0, 0, 0]),
    ] {
        let finding = first_of(failure(kind.clone(), phase, detail, 1, excerpt));
        assert_eq!(finding.message, finding.rule.title, "{kind:?} {detail}");
    }
}

#[test]
fn timeout_says_what_had_not_come_yet() {
    for (phase, part) in [
        (Phase::Resolve, "The host name was not resolved"),
        (Phase::Connect, "No connection"),
        (Phase::Tls, "The TLS handshake was not completed"),
        (Phase::Send, "The request could not be sent"),
        (Phase::Head, "No complete response header"),
        (Phase::Body, "No complete response body"),
    ] {
        let message = first_of(failure(FailureKind::TimedOut, phase, "", 0, &[])).message;
        assert_eq!(message, part);
    }
    let timed = |millis: u64, live: bool| {
        let mut evidence = evidence(OTHER, "");
        let exchange = &mut evidence.exchanges[0];
        exchange.failure = Some(failure(FailureKind::TimedOut, Phase::Connect, "", 0, &[]));
        exchange.timing.total = Some(std::time::Duration::from_millis(millis));
        exchange.live = live;
        judged(evidence)[0].message.clone()
    };
    assert_eq!(timed(49, true), "No connection within 0.0 s");
    assert_eq!(timed(50, false), "No connection within 0.1 s");
    assert_eq!(timed(49, false), "No connection", "what a recorder writes for no time");
    assert_eq!(timed(2500, false), "No connection within 2.5 s");
}

#[test]
fn unexpected_status_is_explained_by_what_it_is() {
    let of = |status: u16, fields: &[(&str, &str)]| {
        let exchange = first(request(OTHER, fields), NOW, &answer(status, &[]));
        let findings = judged(Evidence { exchanges: vec![exchange], ..Evidence::default() });
        found(&findings, "unexpected-status")
            .map(|finding| (finding.severity, finding.message.clone(), finding.advice.clone()))
    };
    let since = ("If-Modified-Since", "Sun, 22 Nov 2026 07:00:00 GMT");
    for (status, fields, severity, part) in [
        (101, &[][..], Severity::Error, "switches to another protocol"),
        (102, &[], Severity::Error, "102 announces a final response"),
        (206, &[], Severity::Warning, "returns a part of the data"),
        (304, &[], Severity::Warning, "the request had none"),
        (412, &[since], Severity::Error, "412 is never a response to If-Modified-Since"),
        (412, &[since, ("If-Match", "\"a\"")], Severity::Error, "The server returns 412 Precondition Failed"),
        (412, &[], Severity::Error, "The server returns 412 Precondition Failed"),
        (418, &[], Severity::Error, "The server returns 418"),
        (477, &[], Severity::Error, "an unregistered error of class 4xx"),
        (577, &[], Severity::Error, "an unregistered error of class 5xx"),
        (600, &[], Severity::Error, "outside the range that HTTP defines"),
        (999, &[], Severity::Error, "outside the range that HTTP defines"),
    ] {
        let found = of(status, fields);
        let (got, message, advice) = found.unwrap_or_else(|| panic!("{status} {fields:?}"));
        assert!(got == severity && message.contains(part), "{status} {fields:?}: {got:?} {message}");
        assert!(!advice.is_empty() || status == 412 || status == 418, "{status}");
    }
    assert_eq!(of(206, &[("Range", "bytes=0-1")]), None);
    assert_eq!(of(200, &[]), None);
}

#[test]
fn length_is_one_number_or_malformed() {
    let of = |lines: &[&str]| {
        let findings = judged(evidence(OTHER, &answer(200, lines)));
        found(&findings, "malformed-response").map(|finding| finding.message.clone())
    };
    let (number, several, two) = ("Content-Length is not a number", "several different Content-Length", "two lengths");
    for (lines, part) in [
        (&["Content-Length: 2"][..], None),
        (&["Content-Length: 2, 2"], None),
        (&["Content-Length: 2", "Content-Length: 2"], None),
        (&["Content-Length: 2, 3"], Some(several)),
        (&["Content-Length: 2", "Content-Length: 3"], Some(several)),
        (&["Content-Length: x"], Some(number)),
        (&["Content-Length: "], Some(number)),
        (&["Content-Length: 2,"], Some(number)),
        (&["Content-Length: -2"], Some(number)),
        (&["Content-Length: 2", "Transfer-Encoding: chunked"], Some(two)),
        (&["Transfer-Encoding: chunked"], None),
    ] {
        let message = of(lines);
        assert_eq!(message.is_some(), part.is_some(), "{lines:?}: {message:?}");
        assert!(message.unwrap_or_default().contains(part.unwrap_or_default()), "{lines:?}");
    }
}

#[test]
fn coding_of_a_body_is_the_one_that_was_offered_and_said() {
    let gzip = [0x1f, 0x8b, 8, 0];
    let of = |lines: &[&str], body: &[u8], live: bool, beyond: usize| {
        let mut evidence = evidence(OTHER, &answer(200, lines));
        let exchange = &mut evidence.exchanges[0];
        exchange.request.as_mut().unwrap().fields.push("Accept-Encoding", "gzip");
        exchange.live = live;
        let sent = &mut exchange.response.as_mut().unwrap().body;
        (sent.bytes, sent.beyond_coding) = (body.to_vec(), beyond);
        let findings = judged(evidence);
        found(&findings, "corrupt-encoding").map(|finding| finding.message.clone()).unwrap_or_default()
    };
    assert_eq!(of(&[], b"plain", true, 0), "");
    assert!(of(&[], &gzip, true, 0).contains("there is no Content-Encoding"));
    assert!(of(&[], &gzip, false, 0).contains("there is no Content-Encoding"));
    assert!(of(&["Content-Encoding: gzip"], &gzip, true, 0).contains("once more than its Content-Encoding says"));
    assert_eq!(of(&["Content-Encoding: gzip"], &gzip, false, 0), "", "a capture may show it as it was sent");
    for line in
        ["Content-Type: application/zip", "Content-Type: application/octet-stream", "Content-Disposition: attachment"]
    {
        assert_eq!(of(&[line], &gzip, true, 0), "", "{line}");
    }
    assert!(of(&["Content-Encoding: br"], b"x", true, 0).contains("br, which the request did not offer"));
    assert!(of(&["Content-Encoding: gzip"], b"x", true, 1).starts_with("1 byte follows"));
    assert!(of(&["Content-Encoding: gzip"], b"x", true, 2).starts_with("2 bytes follow"));
}

#[test]
fn end_before_any_byte_is_not_one_within_the_header() {
    use FailureKind::{Closed, Reset};
    for (kind, phase, received, within) in [
        (Closed, Phase::Head, 0, false),
        (Closed, Phase::Head, 1, true),
        (Reset, Phase::Head, 0, false),
        (Reset, Phase::Head, 1, true),
        (Closed, Phase::Body, 9, false),
        (Closed, Phase::Send, 0, false),
    ] {
        let message = first_of(failure(kind.clone(), phase, "", received, b"")).message;
        assert_eq!(message.contains("within its header"), within, "{kind:?} {phase:?} {received}: {message}");
    }
}
