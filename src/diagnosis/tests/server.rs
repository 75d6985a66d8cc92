//! Errors of servers, and statuses that do not fit the request.

use super::*;
use crate::evidence::shown::Shown;

#[test]
fn incident_is_looked_up_at_met_alone() {
    for status in [500, 502, 503, 504] {
        for (url, met) in [(MET, true), (OTHER, false)] {
            let findings = judged(evidence(url, &answer(status, &["Retry-After: 60"])));
            let finding = &findings[0];
            let advised = finding.advice.join("\n").contains("https://status.met.no");
            assert_eq!(advised, met, "{status} {}", finding.rule.id);
            assert_eq!(finding.reference.contains("api.met.no"), met, "{status} {}", finding.reference);
            assert!(finding.evidence.iter().any(|quote| quote.text == "Retry-After: 60"), "{status}");
        }
    }
}

#[test]
fn status_that_does_not_fit_is_said_in_its_words() {
    for (status, message, advice, reference, severity) in [
        (206, "206 returns a part of the data", "do not take the body", "RFC 9110 §15.3.7", Severity::Warning),
        (304, "304 responds to a condition", "if there is a cache", "RFC 9110 §15.4.5", Severity::Warning),
        (101, "101 switches to another protocol", "report it to", "", Severity::Error),
        (103, "103 announces a final response", "report it to", "", Severity::Error),
        (150, "150 announces a final response", "report it to", "", Severity::Error),
        (418, "The server returns 418", "", "", Severity::Error),
        (455, "The server returns 455, an unregistered error of class 4xx", "treat it as 400", "", Severity::Error),
        (555, "The server returns 555, an unregistered error of class 5xx", "treat it as 500", "", Severity::Error),
        (600, "Status 600 is outside the range", "treat it as a server error", "", Severity::Error),
        (999, "Status 999 is outside the range", "treat it as a server error", "", Severity::Error),
    ] {
        let findings = judged(evidence(OTHER, &answer(status, &[])));
        let finding = found(&findings, "unexpected-status").unwrap();
        assert!(finding.message.starts_with(message), "{status}: {}", finding.message);
        assert!(finding.advice.join("\n").contains(advice), "{status}: {:?}", finding.advice);
        assert!(finding.reference.starts_with(reference), "{status}: {}", finding.reference);
        assert_eq!(finding.severity, severity, "{status}");
        let lines = finding.evidence.iter().filter(|quote| quote.text == format!("HTTP/1.1 {status} X")).count();
        assert_eq!(lines, 1, "{status}: {:?}", finding.evidence);
    }
}

#[test]
fn failed_precondition_is_odd_where_the_date_is_the_only_one() {
    let of = |fields: &[(&str, &str)], shown: Shown| {
        let mut request = request(OTHER, fields);
        request.shown = shown;
        let exchange = first(request, NOW, &answer(412, &[]));
        let findings = judged(Evidence { exchanges: vec![exchange], ..Evidence::default() });
        let finding = found(&findings, "unexpected-status").unwrap();
        let odd = finding.message.contains("412 is never a response to If-Modified-Since");
        assert_eq!(odd, finding.reference == "RFC 9110 §13.2.2", "{fields:?}: {}", finding.reference);
        odd
    };
    let since = ("If-Modified-Since", "Sun, 22 Nov 2026 07:00:00 GMT");
    assert!(of(&[since], Shown::Whole));
    assert!(!of(&[since], Shown::Partly), "another condition may not be shown");
    assert!(!of(&[AGENT], Shown::Whole));
    for other in ["If-Match", "If-None-Match", "If-Unmodified-Since", "If-Range"] {
        assert!(!of(&[since, (other, "x")], Shown::Whole), "{other}");
    }
}

#[test]
fn class_is_quoted_and_the_status_where_it_is_needed() {
    let quotes = |status: u16, lines: &[&str]| -> Vec<String> {
        let findings = judged(evidence(MET, &answer(status, lines)));
        findings[0].evidence.iter().map(|quote| quote.text.clone()).collect()
    };
    let line = |quotes: &[String]| quotes.iter().any(|quote| quote.starts_with("HTTP/1.1 "));
    let class = |quotes: &[String]| quotes.iter().filter(|quote| quote.starts_with("X-ErrorClass: ")).count();
    let known = quotes(404, &["X-ErrorClass: Nodata"]);
    assert_eq!((line(&known), class(&known)), (false, 1), "{known:?}");
    let bare = quotes(404, &[]);
    assert_eq!((line(&bare), class(&bare)), (true, 0), "{bare:?}");
    let odd = quotes(500, &["X-ErrorClass: Nodata"]);
    assert_eq!((line(&odd), class(&odd)), (true, 1), "they contradict each other: {odd:?}");
    let likely = judged(evidence("https://api.met.no/weatherapi/locationforecast/1.9/", &answer(404, &[])));
    assert_eq!((likely[0].rule.id, likely[0].certainty), ("version-ended", Certainty::Likely));
    assert!(likely[0].evidence.iter().any(|quote| quote.text == "HTTP/1.1 404 X"), "{:?}", likely[0].evidence);
    let many = quotes(404, &["X-ErrorClass: Nodata"; 5]);
    assert_eq!(class(&many), 3, "{many:?}");
}
