//! Oddities of responses and connections that could be read anyway.

use super::*;
use crate::evidence::{BodyCut, Failure, FailureKind, Phase};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// A success whose exchange was changed before it is judged, and the finding by a rule.
fn of(id: &str, change: impl FnOnce(&mut Exchange)) -> Option<Finding> {
    let mut evidence = evidence(OTHER, &answer(200, &[]));
    change(&mut evidence.exchanges[0]);
    let findings = judged(evidence);
    found(&findings, id).cloned()
}

fn body(exchange: &mut Exchange) -> &mut crate::evidence::Body {
    &mut exchange.response.as_mut().unwrap().body
}

#[test]
fn body_that_was_cut_says_at_which_limit() {
    assert!(of("body-too-large", |_| ()).is_none());
    let wire = of("body-too-large", |one| body(one).cut = Some(BodyCut::Wire(5000))).unwrap();
    assert!(wire.message.starts_with("The body is larger than 5000 bytes"), "{}", wire.message);
    for (bytes, times) in [(Some(100), "50 times its 100 bytes"), (Some(0), "5000 times its 1 "), (None, "5000 times")]
    {
        let bomb = of("body-too-large", |one| {
            body(one).cut = Some(BodyCut::Decoded(5000));
            body(one).wire_bytes = bytes;
        });
        let message = bomb.unwrap().message;
        assert!(message.contains("more than 5000 bytes") && message.contains(times), "{message}");
    }
}

#[test]
fn bytes_after_the_body_are_quoted_and_refuse_nothing() {
    assert!(of("lenient-syntax", |_| ()).is_none());
    let surplus = of("lenient-syntax", |one| body(one).surplus = b"HTTP/1.1 200 OK\r\nA: b\r\n".to_vec()).unwrap();
    assert!(surplus.message.starts_with("Extra bytes follow the response body"), "{}", surplus.message);
    assert_eq!(surplus.severity, surplus.rule.severity);
    assert_eq!(surplus.evidence.len(), 1, "{:?}", surplus.evidence);
    assert_eq!(surplus.evidence[0].text, "after the body: HTTP/1.1 200 OK");
}

#[test]
fn other_address_that_failed_is_shown_where_one_responded() {
    let peer = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7)), 443);
    let skip = |one: &mut Exchange| {
        one.connection.skipped = vec![(peer, "refused".to_owned())];
        one.connection.peer = Some(peer);
    };
    let finding = of("address-fallback", skip).unwrap();
    let quotes: Vec<&str> = finding.evidence.iter().map(|quote| quote.text.as_str()).collect();
    assert!(quotes.contains(&"192.0.2.7:443: refused") && quotes.contains(&"192.0.2.7:443: connected"), "{quotes:?}");
    assert!(of("address-fallback", |one| one.connection.peer = Some(peer)).is_none());
    let failed = |one: &mut Exchange| {
        skip(one);
        one.response = None;
        let kind = FailureKind::Refused;
        one.failure = Some(Failure { phase: Phase::Connect, kind, detail: "".into(), received: 0, excerpt: "".into() });
    };
    assert!(of("address-fallback", failed).is_none());
}

#[test]
fn certificate_that_ends_says_in_how_many_days() {
    for (seconds, part) in [
        (-1, "expires within a day, on "),
        (0, "expires within a day, on "),
        (DAY - 1, "expires within a day, on "),
        (DAY, "expires in 1 d, on "),
        (3 * DAY - 1, "expires in 2 d, on "),
    ] {
        let finding = of("tls-expires-soon", |one| one.connection.certificate_ends = Some(NOW.saturating_add(seconds)));
        let finding = finding.unwrap();
        assert!(finding.message.contains(part), "{seconds}: {}", finding.message);
        assert_eq!(finding.evidence[0].text, "example.org");
    }
    assert!(of("tls-expires-soon", |_| ()).is_none());
}

#[test]
fn interim_responses_are_counted() {
    let message = |count: usize| {
        of("interim-response", |one| one.response.as_mut().unwrap().interim = count).map(|finding| finding.message)
    };
    assert_eq!(message(0), None);
    assert_eq!(message(1).as_deref(), Some("An interim response (1xx) came before the final one"));
    assert_eq!(message(2).as_deref(), Some("2 interim responses (1xx) came before the final one"));
}

#[test]
fn field_beyond_ascii_is_quoted_with_its_secret_hidden() {
    let quotes = |lines: &[&str]| {
        let findings = judged(evidence(OTHER, &answer(200, lines)));
        found(&findings, "non-ascii-field")
            .map(|finding| finding.evidence.iter().map(|quote| quote.text.clone()).collect::<Vec<_>>())
    };
    assert_eq!(quotes(&["X-Place: Oslo"]), None);
    assert_eq!(quotes(&["X-Place: Tromsø", "X-Other: a"]).unwrap().len(), 1);
    assert_eq!(quotes(&["Set-Cookie: Tromsø"]), Some(vec!["Set-Cookie: [redacted]".to_owned()]));
    let many: Vec<String> = (0..9).map(|at| format!("X-{at}: ø")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(quotes(&many).unwrap().len(), 5);
}

#[test]
fn old_version_of_http_is_said_of_1_0_alone() {
    for (version, reported) in [("HTTP/1.0", true), ("HTTP/1.1", false), ("HTTP/2", false)] {
        let findings = judged(evidence(OTHER, &answer(200, &[]).replace("HTTP/1.1", version)));
        assert_eq!(found(&findings, "old-http-version").is_some(), reported, "{version}");
    }
}
