//! Redirects: where they led, and why they were not followed.

use std::time::Duration;

use super::*;
use crate::evidence::{LocationError, RedirectStop};
use crate::http::uri::target::Url;

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

/// A redirect that was not followed.
fn stopped(lines: &[&str], stop: RedirectStop) -> Finding {
    let evidence = Evidence { redirect_stop: Some(stop), ..evidence(OTHER, &answer(302, lines)) };
    judged(evidence).remove(0)
}

#[test]
fn stop_is_a_finding_by_its_reason() {
    let to = || url("https://example.org/b");
    let at = "Location: https://example.org/b";
    for (stop, id, severity, part) in [
        (RedirectStop::TooMany(5), "redirect-loop", Severity::Error, "stopped after 5"),
        (RedirectStop::Loop(to()), "redirect-loop", Severity::Error, "leads back to https://example.org/b"),
        (RedirectStop::Downgrade(to()), "redirect-downgrade", Severity::Error, ""),
        (RedirectStop::Private(to()), "redirect-private", Severity::Error, ""),
        (RedirectStop::Invalid(LocationError::Several), "redirect-invalid", Severity::Error, "cannot be followed"),
        (RedirectStop::NoIdentity(to()), "redirected", Severity::Warning, "MET requires clients to identify"),
        (
            RedirectStop::OutOfTime(Duration::from_secs(90)),
            "redirected",
            Severity::Error,
            "asks the client to wait 1m 30s",
        ),
        (
            RedirectStop::OutOfTime(Duration::ZERO),
            "redirected",
            Severity::Error,
            "ran out before the redirect was followed",
        ),
    ] {
        let lines: &[&str] = if id == "redirect-invalid" { &[at, "Location: /c"] } else { &[at] };
        let finding = stopped(lines, stop.clone());
        assert_eq!((finding.rule.id, finding.severity), (id, severity), "{stop:?}");
        assert!(finding.message.contains(part), "{stop:?}: {}", finding.message);
        let quoted = finding.evidence.iter().any(|quote| quote.text.starts_with("302 Location: https://example.org/b"));
        assert!(quoted, "{stop:?}: {:?}", finding.evidence);
        let more = finding.advice.iter().any(|advice| advice.contains("--max-redirects"));
        assert_eq!(more, matches!(stop, RedirectStop::TooMany(_)), "{stop:?}: {:?}", finding.advice);
        assert!(!finding.evidence.iter().any(|quote| quote.text == "302"), "{stop:?}: {:?}", finding.evidence);
    }
    let bare = stopped(&[], RedirectStop::Invalid(LocationError::Missing));
    assert!(bare.evidence.iter().any(|quote| quote.text == "302"), "{:?}", bare.evidence);
}

#[test]
fn circle_that_waits_for_a_cookie_is_likely() {
    let at = "Location: https://example.org/b";
    let to = || url("https://example.org/b");
    for (stop, is_loop) in
        [(RedirectStop::Loop(to()), true), (RedirectStop::TooMany(5), true), (RedirectStop::Downgrade(to()), false)]
    {
        for (lines, cookie) in [(&[at][..], false), (&[at, "Set-Cookie: a=b"], true)] {
            let finding = stopped(lines, stop.clone());
            let (wanted, given) = (is_loop && cookie, finding.message.contains("the response sets a cookie"));
            assert_eq!((given, finding.certainty == Certainty::Likely), (wanted, wanted), "{stop:?} {lines:?}");
        }
    }
}

#[test]
fn location_that_clients_encode_is_a_warning() {
    for (lines, severity) in [
        (&["Location: /a b"][..], Severity::Warning),
        (&["Location: /a b", "Location: /c"], Severity::Error),
        (&["Location: http://[/"], Severity::Error),
        (&[], Severity::Error),
    ] {
        let finding = stopped(lines, RedirectStop::Invalid(LocationError::Missing));
        assert_eq!((finding.rule.id, finding.severity), ("redirect-invalid", severity), "{lines:?}");
        assert_eq!(finding.message.starts_with("Location is not a URI reference"), severity == Severity::Warning);
    }
}

#[test]
fn redirect_to_another_origin_is_a_warning() {
    let of = |from: &str, to: &str| {
        let mut evidence = evidence(from, &answer(302, &[&format!("Location: {to}")]));
        let last = first(request(to, &[AGENT]), NOW, &answer(200, &[]));
        evidence.exchanges.push(Exchange { role: Role::Redirect, ..last });
        let findings = judged(evidence);
        let finding = found(&findings, "redirected").unwrap();
        let warned = finding.advice.join("\n").contains("credentials and extra headers");
        assert_eq!(finding.severity == Severity::Warning, warned, "{from} {to}");
        assert!(finding.message.contains(to), "{from} {to}: {}", finding.message);
        warned
    };
    assert!(!of("https://example.org/a", "https://example.org/b"));
    assert!(!of("http://example.org/a", "http://example.org/b"));
    assert!(!of("http://example.org/a", "https://example.org/a"), "the same host, and better");
    assert!(of("https://example.org/a", "http://example.org/a"));
    assert!(of("https://example.org/a", "https://example.com/a"));
    assert!(of("http://example.org/a", "https://example.com/a"));
    assert!(of("https://example.org/a", "https://example.org:8443/a"));
}

#[test]
fn redirect_without_a_follow_up_names_its_target() {
    let of = |status: u16, lines: &[&str]| {
        let findings = judged(evidence(OTHER, &answer(status, lines)));
        found(&findings, "redirected").map(|finding| finding.message.clone())
    };
    let at = "Location: /b";
    let message = of(302, &[at]).unwrap();
    assert!(message.starts_with("Redirects to https://example.org/b; the capture has no"), "{message}");
    assert_eq!((of(200, &[at]), of(304, &[at])), (None, None));
    let mut evidence = evidence(OTHER, "");
    evidence.exchanges[0].failure = Some(crate::evidence::Failure {
        phase: crate::evidence::Phase::Connect,
        kind: crate::evidence::FailureKind::PrivateAddress,
        detail: "".into(),
        received: 0,
        excerpt: "".into(),
    });
    assert_eq!(judged(evidence.clone())[0].rule.id, "redirect-private");
    let stop = Some(RedirectStop::Private(url(OTHER)));
    let findings = judged(Evidence { redirect_stop: stop, ..evidence });
    assert_eq!(ids(&findings).iter().filter(|id| **id == "redirect-private").count(), 1);
}
