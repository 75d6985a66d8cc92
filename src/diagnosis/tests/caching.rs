//! Clocks, dates and conditions, at their limits.

use super::*;
use crate::evidence::{Condition, LastRun};

const MODIFIED: &str = "Last-Modified: Sun, 22 Nov 2026 07:00:00 GMT";

/// The findings of a success with these lines and no Date of its own.
fn success(lines: &[&str]) -> Vec<Finding> {
    let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
    judged(evidence(OTHER, &format!("HTTP/1.1 200 OK\nCache-Control: max-age=60\n{lines}\nok")))
}

#[test]
fn skew_is_as_certain_as_nothing_else_explains_it() {
    let skew = |seconds: i64, status: u16| {
        let text = format!("HTTP/1.1 {status} X\nDate: {}\n\nok", date(NOW.saturating_add(seconds)));
        let findings = judged(evidence(OTHER, &text));
        found(&findings, "clock-skew").map(|finding| (finding.severity, finding.certainty, finding.message.clone()))
    };
    for (seconds, status, certainty, part) in [
        (300, 200, None, ""),
        (301, 200, Some(Certainty::Certain), "5m 1s "),
        (301, 404, Some(Certainty::Certain), "5m 1s "),
        (-300, 200, None, ""),
        (-301, 200, Some(Certainty::Likely), "5m 1s "),
        (-301, 404, Some(Certainty::Likely), "5m 1s "),
        (-DAY, 200, Some(Certainty::Likely), "1day "),
        (-DAY - 1, 200, Some(Certainty::Possible), "Date is 1day 1s old"),
        (-DAY - 1, 404, None, ""),
    ] {
        let found = skew(seconds, status);
        assert_eq!(found.as_ref().map(|(_, certainty, _)| *certainty), certainty, "{seconds} {status}");
        let Some((_, certainty, message)) = found else { continue };
        assert!(message.contains(part), "{seconds} {status}: {message}");
        let ahead = message.contains(" ahead of ");
        assert_eq!((ahead, certainty == Certainty::Certain), (seconds > 0, seconds > 0), "{message}");
    }
    assert_eq!(skew(-DAY - 1, 200).map(|(severity, ..)| severity), Some(Severity::Info));
}

#[test]
fn condition_of_a_client_is_compared_with_what_it_was_sent() {
    let stored = "Sun, 22 Nov 2026 07:00:00 GMT";
    let obsolete = "Sunday, 22-Nov-26 07:00:00 GMT";
    let of = |url: &str, fields: &[(&str, &str)], text: &str, before: Option<&str>| {
        let mut later = first(request(url, fields), NOW, text);
        let mut exchanges = Vec::new();
        if let Some(before) = before {
            later.role = Role::Replay(Condition::ModifiedSince);
            later.live = false;
            exchanges.push(first(request(url, &[]), NOW, before));
        }
        exchanges.push(later);
        let findings = judged(Evidence { exchanges, ..Evidence::default() });
        found(&findings, "invalid-condition").map(|finding| (finding.certainty, finding.message.clone()))
    };
    let since = |value| ("If-Modified-Since", value);
    let (document, same) = (answer(200, &[MODIFIED]), answer(304, &[]).replace("no", ""));
    let before = Some(document.as_str());
    for (url, fields, text, before, part) in [
        (OTHER, &[since(stored)][..], &same, before, None),
        (MET, &[since(stored)], &same, before, None),
        (OTHER, &[since(obsolete)], &same, before, None),
        (MET, &[since(obsolete)], &same, before, Some("is not the Last-Modified of the previous")),
        (OTHER, &[since("Sun, 22 Nov 2026 06:00:00 GMT")], &same, before, Some("is not the Last-Modified")),
        (OTHER, &[since("yesterday")], &same, None, Some("is not a valid HTTP-date")),
        (OTHER, &[since(obsolete)], &same, None, Some("is not in the format that clients must send")),
        (OTHER, &[since(stored)], &same, None, None),
        (OTHER, &[since(stored), since(stored)], &same, None, Some("was sent more than once")),
        (OTHER, &[since("Sun, 22 Nov 2026 08:00:01 GMT")], &same, None, None),
        (OTHER, &[since("Sun, 22 Nov 2026 08:00:02 GMT")], &same, None, Some("is in the server's future")),
        (MET, &[since("Sun, 22 Nov 2026 07:00:01 GMT")], &document, None, Some("is later than Last-Modified")),
        (MET, &[since(stored)], &document, None, None),
        (MET, &[since("Sun, 22 Nov 2026 06:59:59 GMT")], &document, None, None),
        (OTHER, &[since("Sun, 22 Nov 2026 07:00:01 GMT")], &document, None, None),
        (MET, &[since(stored), ("If-None-Match", "\"a\"")], &document, None, Some("MET sends no ETag")),
        (OTHER, &[since(stored), ("If-None-Match", "\"a\"")], &document, None, None),
        (MET, &[since(stored), ("If-None-Match", "\"a\"")], &same, None, None),
        (MET, &[since(stored), ("If-None-Match", "\"a\"")], &answer(200, &["ETag: \"a\""]), None, None),
    ] {
        let found = of(url, fields, text, before);
        assert_eq!(found.is_some(), part.is_some(), "{url} {fields:?}: {found:?}");
        let (certainty, message) = found.unwrap_or((Certainty::Certain, String::new()));
        assert!(message.contains(part.unwrap_or_default()), "{url} {fields:?}: {message}");
        assert_eq!(certainty == Certainty::Likely, message.contains("is later than"), "{message}");
    }
}

#[test]
fn poll_before_expiry_is_reported_from_two_minutes_on() {
    let early = |seconds: i64, url: &str, live: bool| {
        let document = answer(200, &[MODIFIED, &format!("Expires: {}", date(NOW.saturating_add(600)))]);
        let at = NOW.saturating_add(seconds);
        let text = format!("HTTP/1.1 304 X\nDate: {}\n\n", date(at));
        let later =
            Exchange { role: Role::Replay(Condition::ModifiedSince), live, ..first(request(url, &[AGENT]), at, &text) };
        let exchanges = vec![first(request(url, &[AGENT]), NOW, &document), later];
        found(&judged(Evidence { exchanges, ..Evidence::default() }), "asked-before-expiry").is_some()
    };
    for (seconds, reported) in [(0, false), (119, false), (120, true), (599, true), (600, false), (900, false)] {
        assert_eq!(early(seconds, MET, false), reported, "{seconds}");
    }
    assert!(!early(300, OTHER, false) && !early(300, MET, true));
}

#[test]
fn kept_verdict_is_said_with_both_times() {
    let last_run = Some(LastRun { checked_at: NOW, stands_until: NOW.saturating_add(60) });
    for (url, source) in [(MET, "https://api.met.no"), (OTHER, "RFC 9111 §4.2")] {
        let findings = judged(Evidence { last_run, ..evidence(url, &answer(200, &[])) });
        let finding = found(&findings, "not-asked-again").unwrap();
        assert!(
            finding.message.contains("2026-11-22 08:00:00") || finding.message.contains("08:00:00"),
            "{}",
            finding.message
        );
        assert!(finding.message.contains("08:01:00"), "{}", finding.message);
        assert!(finding.reference.starts_with(source), "{}", finding.reference);
    }
}

#[test]
fn invalid_dates_are_quoted_and_conventional_ones_are_not() {
    let of = |lines: &[&str]| {
        let findings = success(lines);
        found(&findings, "invalid-date-field").map(|finding| (finding.severity, finding.evidence.len()))
    };
    let good = format!("Date: {}", date(NOW));
    let error = Severity::Warning;
    for (lines, wanted) in [
        (&["Expires: Sun, 22 Nov 2026 08:30:00 GMT"][..], None),
        (&["Expires: 0"], Some((Severity::Info, 1))),
        (&["Expires:  -1 "], Some((Severity::Info, 1))),
        (&["Expires: 1"], Some((error, 1))),
        (&["Expires: soon"], Some((error, 1))),
        (&["Expires: 0", "Last-Modified: soon"], Some((error, 1))),
        (&["Expires: Sunday, 22-Nov-26 08:30:00 GMT"], Some((error, 1))),
        (&["Expires: soon", "Last-Modified: soon"], Some((error, 2))),
    ] {
        let lines: Vec<&str> = [good.as_str()].into_iter().chain(lines.iter().copied()).collect();
        assert_eq!(of(&lines), wanted, "{lines:?}");
    }
}

#[test]
fn text_is_to_be_compressed_from_1400_bytes_on() {
    let of = |kind: &str, coding: &str, bytes: usize, live: bool| {
        let lines = format!("Content-Type: {kind}\n{coding}");
        let text = format!("HTTP/1.1 200 OK\nDate: {}\n{lines}\n\n{}", date(NOW), "a".repeat(bytes));
        let mut evidence = evidence(OTHER, &text);
        evidence.exchanges[0].live = live;
        found(&judged(evidence), "uncompressed").is_some()
    };
    for (kind, coding, bytes, live, reported) in [
        ("text/plain", "X: y", 1399, true, false),
        ("text/plain", "X: y", 1400, true, true),
        ("text/plain", "Content-Encoding: Identity", 1400, true, true),
        ("text/plain", "Content-Encoding: gzip", 1400, true, false),
        ("text/plain", "X: y", 1400, false, false),
        ("Application/GeoJSON", "X: y", 1400, true, true),
        ("image/png", "X: y", 1400, true, false),
    ] {
        assert_eq!(of(kind, coding, bytes, live), reported, "{kind} {coding} {bytes} {live}");
    }
}
