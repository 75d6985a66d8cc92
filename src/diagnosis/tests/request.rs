//! What is wrong with the request, beside what its response says.

use super::*;
use crate::evidence::occurrences::{Early, Occurrences};

const FINE: &str = "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.12345&lon=9.58";

#[test]
fn wrong_host_weighs_by_what_it_answered() {
    use Severity::{Error, Info, Warning};
    let gone = "https://api.yr.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58";
    let renamed = "https://www.api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58";
    let dot = "https://api.met.no./weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58";
    for (url, status, dry_run, id, severity) in [
        (gone, 200, false, "retired-host", Warning),
        (gone, 299, false, "retired-host", Warning),
        (gone, 404, false, "retired-host", Error),
        (gone, 500, false, "retired-host", Error),
        (renamed, 404, false, "wrong-host", Error),
        (renamed, 0, true, "wrong-host", Warning),
        (gone, 0, true, "retired-host", Error),
        (dot, 200, false, "wrong-host", Info),
        (dot, 404, false, "wrong-host", Info),
        (dot, 0, true, "wrong-host", Info),
    ] {
        let text = if status == 0 { String::new() } else { answer(status, &[]) };
        let findings = judged(Evidence { dry_run, ..evidence(url, &text) });
        assert_eq!(found(&findings, id).map(|finding| finding.severity), Some(severity), "{url} {status} {dry_run}");
    }
}

#[test]
fn wrong_host_is_a_warning_where_something_else_is_the_cause() {
    let renamed = "https://www.api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58";
    for (lines, first, severity) in [
        (&[][..], "wrong-host", Severity::Error),
        (&["X-ErrorClass: IllegalUserAgent"], "blocked-user-agent", Severity::Warning),
    ] {
        let findings = judged(evidence(renamed, &answer(403, lines)));
        assert_eq!(findings[0].rule.id, first, "{lines:?}");
        assert_eq!(found(&findings, "wrong-host").map(|finding| finding.severity), Some(severity), "{lines:?}");
    }
}

#[test]
fn end_of_a_version_is_said_of_a_wrong_host_as_well() {
    let message = |url: &str| {
        let findings = judged(evidence(url, &answer(404, &[])));
        found(&findings, "retired-host").unwrap().message.clone()
    };
    let ended = message("https://api.yr.no/weatherapi/locationforecast/1.9/?lat=60.1;lon=9.58");
    assert!(ended.contains("locationforecast/1.9 ended"), "{ended}");
    let current = message("https://api.yr.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58");
    assert!(!current.contains(';'), "{current}");
}

#[test]
fn plain_http_is_reported_at_met_and_where_https_follows() {
    let of = |urls: &[&str], dry_run: bool| {
        let mut evidence = evidence(urls[0], &answer(200, &[]));
        evidence.dry_run = dry_run;
        for url in &urls[1..] {
            evidence
                .exchanges
                .push(Exchange { role: Role::Redirect, ..first(request(url, &[AGENT]), NOW, &answer(404, &[])) });
        }
        let findings = judged(evidence);
        found(&findings, "plain-http").map(|finding| finding.message.contains("would use"))
    };
    let met = MET.replace("https", "http");
    assert_eq!(of(&[&met], false), Some(false));
    assert_eq!(of(&[&met], true), Some(true));
    assert_eq!(of(&[MET], false), None);
    assert_eq!(of(&["http://example.org/a"], false), None, "other services do not ask for https");
    assert_eq!(of(&["http://example.org/a", "https://example.org/a"], false), Some(false));
    assert_eq!(of(&["http://example.org/a", "https://EXAMPLE.org./b"], false), Some(false));
    assert_eq!(of(&["http://example.org/a", "https://example.com/a"], false), None);
    assert_eq!(of(&["http://example.org/a", "http://example.org/b"], false), None);
}

#[test]
fn precision_is_the_cause_of_a_403_and_a_warning_beside_others() {
    let of = |status: u16, agent: &str| {
        let exchange = first(request(FINE, &[("User-Agent", agent)]), NOW, &answer(status, &[]));
        let findings = judged(Evidence { exchanges: vec![exchange], ..Evidence::default() });
        let at = findings.iter().position(|finding| finding.rule.id == "coordinate-precision")?;
        Some((at, findings[at].severity, findings[at].message.clone()))
    };
    let (at, severity, message) = of(403, AGENT.1).unwrap();
    assert_eq!((at, severity), (0, Severity::Error));
    assert!(message.starts_with("MET refuses coordinates with more than 4 decimals: "), "{message}");
    let (at, severity, message) = of(403, "okhttp/4.12.0").unwrap();
    assert!(at > 0 && severity == Severity::Warning && message.ends_with("; MET may refuse that too"), "{message}");
    for status in [200, 404, 429] {
        let (at, severity, message) = of(status, AGENT.1).unwrap();
        assert!(severity < Severity::Error && !message.contains("MET may refuse"), "{status} {at}: {message}");
    }
}

#[test]
fn lints_of_the_path_give_way_to_what_the_server_says() {
    let of = |url: &str, text: &str, dry_run: bool| {
        let findings = judged(Evidence { dry_run, ..evidence(url, text) });
        ids(&findings)
    };
    let unknown = "https://api.met.no/weatherapi/locationforecst/2.0/compact?lat=60.1&lon=9.58";
    assert!(of(unknown, "", true).contains(&"unknown-product"));
    assert!(!of(unknown, &answer(200, &[]), false).contains(&"unknown-product"));
    assert!(!of(unknown, &answer(403, &[]), false).contains(&"unknown-product"));
    let front = "https://api.met.no/";
    assert!(of(front, "", true).contains(&"front-page"));
    assert!(of(front, &answer(200, &[]), false).contains(&"front-page"));
    assert!(!of(front, &answer(500, &[]), false).contains(&"front-page"));
}

fn early(early: Early) -> Vec<Finding> {
    let occurrences = Occurrences { early: Some(early), ..Occurrences::of(NOW) };
    judged(Evidence { occurrences: Some(Box::new(occurrences)), ..evidence(MET, &answer(200, &[])) })
}

#[test]
fn early_requests_weigh_more_when_there_are_several() {
    for (requests, severity, counted) in [(1, None, false), (2, Some(Severity::Warning), true)] {
        let findings = early(Early { requests, at: NOW, expires_at: NOW.saturating_add(90) });
        let finding = found(&findings, "asked-before-expiry").unwrap();
        assert_eq!(finding.severity, severity.unwrap_or(finding.rule.severity), "{requests}");
        assert_eq!(finding.message.contains(&format!(" {requests} times")), counted, "{}", finding.message);
        assert!(finding.evidence.iter().any(|quote| quote.text.ends_with(", 90 s too early")));
    }
}

#[test]
fn end_of_a_version_at_met_is_no_matter_of_the_host() {
    let dotted = "https://api.met.no./weatherapi/locationforecast/1.9/?lat=60.1;lon=9.58";
    let planned = "https://api.yr.no/weatherapi/aviationforecast/1.6/taf?icao=ENGM";
    let early = Timestamp::parse_rfc3339("2026-01-14T00:00:00Z").unwrap();
    for (url, id, now) in [(dotted, "wrong-host", NOW), (planned, "retired-host", early)] {
        let exchange = first(request(url, &[AGENT]), now, &answer(404, &[]));
        let evidence = Evidence { exchanges: vec![exchange], ..Evidence::default() };
        let findings = rules::judge(&Facts::new(evidence, now, Thresholds::default()), &Overrides::default());
        let message = &found(&findings, id).unwrap().message;
        assert!(!message.contains("; "), "{url}: {message}");
    }
    let over = judged(evidence(planned, &answer(404, &[])));
    let over = found(&over, "retired-host").unwrap();
    assert!(over.message.contains("; aviationforecast/1.6 was to end on 2026-03-16"), "{}", over.message);
}

#[test]
fn plain_http_is_against_the_terms_of_met_alone() {
    for (url, met) in [(MET, true), (OTHER, false)] {
        let mut evidence = evidence(&url.replace("https", "http"), &answer(301, &[&format!("Location: {url}")]));
        let last = first(request(url, &[AGENT]), NOW, &answer(200, &[]));
        evidence.exchanges.push(Exchange { role: Role::Redirect, ..last });
        let findings = judged(evidence);
        let finding = found(&findings, "plain-http").unwrap();
        assert_eq!(finding.reference == "RFC 9110 §4.2.2", !met, "{}", finding.reference);
        assert!(
            finding.evidence.iter().any(|quote| quote.text == format!("Location: {url}")),
            "{:?}",
            finding.evidence
        );
    }
}

#[test]
fn precision_is_refused_by_a_403_and_named_where_it_is_seen() {
    let said = "MET refuses coordinates with more than 4 decimals: ";
    let words = "HTTP/1.1 403 Forbidden\n\nCoordinates with more than 4 decimals are not allowed";
    for (url, text, starts) in [
        (FINE, answer(403, &[]), true),
        (FINE, words.to_owned(), true),
        (MET, words.to_owned(), false),
        (FINE, words.replace("403 Forbidden", "400 Bad Request"), false),
        (MET, words.replace("403 Forbidden", "400 Bad Request"), false),
    ] {
        let findings = judged(evidence(url, &text));
        let Some(finding) = found(&findings, "coordinate-precision") else { continue };
        assert_eq!(finding.message.starts_with(said), starts, "{url} {text}: {}", finding.message);
    }
}

#[test]
fn lint_beside_a_cause_is_kept_unless_the_cause_says_it() {
    // Exchanged coordinates come with the right number of decimals in their advice.
    let exchanged = "https://api.met.no/weatherapi/nowcast/2.0/complete?lat=10.123456&lon=59.91";
    for (url, status, reported) in
        [(exchanged, 422, false), (exchanged, 200, true), (FINE, 422, true), (FINE, 200, true)]
    {
        let findings = judged(evidence(url, &answer(status, &[])));
        assert_eq!(found(&findings, "coordinate-precision").is_some(), reported, "{url} {status}");
        let is_cause = found(&findings, "coordinates-exchanged").is_some_and(|one| one.severity == Severity::Error);
        assert_eq!(is_cause, !reported, "{url} {status}");
    }
    let other = exchanged.replace("lat=10.123456", "lat=10.1;units=si");
    let findings = judged(evidence(&other, &answer(422, &[])));
    assert!(found(&findings, "semicolon-separator").is_some(), "what else is wrong is said: {:?}", ids(&findings));
}

#[test]
fn parameter_that_is_in_the_url_was_cut_on_the_way() {
    let words = "HTTP/1.1 400 X\n\nMandatory parameters 'lat', 'lon' missing in call to try {...}";
    let of = |url: &str| {
        let findings = judged(evidence(url, words));
        let finding = found(&findings, "missing-parameter").unwrap_or_else(|| panic!("{:?}", ids(&findings))).clone();
        let proxy = finding.advice[0].contains("look for a proxy, a logger or a shell");
        assert_eq!(finding.message.contains("something may have cut the query"), proxy, "{url}: {}", finding.message);
        proxy
    };
    assert!(of(MET) && !of(MET.split('?').next().unwrap()));
}

#[test]
fn lints_of_a_request_without_a_response_are_said() {
    let failed = |url: &str| {
        let mut evidence = evidence(url, "");
        evidence.exchanges[0].failure = Some(crate::evidence::Failure {
            phase: crate::evidence::Phase::Connect,
            kind: crate::evidence::FailureKind::Refused,
            detail: "".into(),
            received: 0,
            excerpt: "".into(),
        });
        ids(&judged(evidence))
    };
    assert!(failed(FINE).contains(&"coordinate-precision"));
    assert!(!failed("https://api.met.no/").contains(&"front-page"), "what failed would fail elsewhere as well");
}

#[test]
fn precision_is_perhaps_refused_too_beside_an_identity_alone() {
    let too = |agent: &str, status: u16, lines: &[&str]| {
        let exchange = first(request(FINE, &[("User-Agent", agent)]), NOW, &answer(status, lines));
        let findings = judged(Evidence { exchanges: vec![exchange], ..Evidence::default() });
        let finding = found(&findings, "coordinate-precision").unwrap();
        finding.message.contains("MET may refuse that too")
    };
    let library = "okhttp/4.12.0";
    assert!(too(library, 403, &[]));
    assert!(!too(library, 429, &["X-ErrorClass: IllegalUserAgent"]), "a rate is not about coordinates");
    assert!(!too(library, 200, &[]));
    let squid = ["Server: squid/5.7", "X-Squid-Error: ERR_ACCESS_DENIED 0"];
    assert!(!too(AGENT.1, 403, &squid), "a proxy does not read coordinates");
}
