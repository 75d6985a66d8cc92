//! How long a response may be used, by what it says and by whose it is.

use super::*;

/// The severity, the certainty and the message of the finding by a rule on a response of a URL.
fn of(id: &str, url: &str, status: u16, lines: &[&str]) -> Option<(Severity, Certainty, String)> {
    let findings = judged(evidence(url, &answer(status, lines)));
    found(&findings, id).map(|finding| (finding.severity, finding.certainty, finding.message.clone()))
}

#[test]
fn lack_of_a_lifetime_is_reported_of_whole_successes() {
    for (lines, lacks) in [
        (&[][..], true),
        (&["Last-Modified: Sun, 22 Nov 2026 07:00:00 GMT"], true),
        (&["Expires: Sun, 22 Nov 2026 08:30:00 GMT"], false),
        (&["Expires: 0"], false),
        (&["Cache-Control: max-age=60"], false),
        (&["Cache-Control: public"], true),
    ] {
        for (status, success) in [(200, true), (203, true), (206, true), (304, true), (403, false), (404, false)] {
            let reported = of("no-lifetime", OTHER, status, lines).is_some();
            let is_success =
                crate::diagnosis::facts::answer::is_success(&facts(evidence(OTHER, &answer(status, lines))));
            assert_eq!(reported, lacks && is_success, "{status} {lines:?}");
            assert!(success || !is_success, "{status}");
        }
    }
    let mut cut = evidence(OTHER, &answer(200, &[]));
    cut.exchanges[0].failure = Some(crate::evidence::Failure {
        phase: crate::evidence::Phase::Body,
        kind: crate::evidence::FailureKind::Closed,
        detail: "".into(),
        received: 2,
        excerpt: "".into(),
    });
    assert!(found(&judged(cut), "no-lifetime").is_none(), "its header may not be whole");
}

#[test]
fn expired_on_arrival_is_what_the_response_itself_says() {
    let past = format!("Expires: {}", date(NOW.saturating_add(-60)));
    let now = format!("Expires: {}", date(NOW));
    let soon = format!("Expires: {}", date(NOW.saturating_add(60)));
    for (lines, expired) in [
        (&[past.as_str()][..], true),
        (&[now.as_str()], true),
        (&[soon.as_str()], false),
        (&["Cache-Control: max-age=0"], true),
        (&["Cache-Control: max-age=1"], false),
        (&["Cache-Control: max-age=60", "Age: 60"], true),
        (&["Cache-Control: max-age=60", "Age: 59"], false),
        (&[], false),
        (&["Last-Modified: Sun, 22 Nov 2026 08:00:00 GMT"], false),
    ] {
        for status in [200, 403] {
            let reported = of("already-expired", OTHER, status, lines).is_some();
            assert_eq!(reported, expired && status == 200, "{status} {lines:?}");
        }
    }
    // A Date some minutes back, without a sign of a cache, may be a clock that is a little behind.
    let text = |cache: &str| {
        let date = date(NOW.saturating_add(-120));
        format!("HTTP/1.1 200 OK\nDate: {date}\nCache-Control: max-age=60\n{cache}\n\nno")
    };
    for (cache, expired) in [("X: y", false), ("X-Cache: HIT", true), ("Age: 120", true)] {
        let findings = judged(evidence(OTHER, &text(cache)));
        assert_eq!(found(&findings, "already-expired").is_some(), expired, "{cache}");
    }
}

#[test]
fn directives_are_said_in_words_with_their_spans() {
    for (value, parts) in [
        ("no-store", &["no-store: do not cache"][..]),
        ("no-store, must-understand", &[]),
        ("must-understand", &[]),
        ("no-cache", &["no-cache: revalidate before each use"]),
        ("no-cache=\"set-cookie\"", &[]),
        ("must-revalidate", &["must-revalidate: do not use the copy"]),
        ("immutable", &["immutable: do not revalidate"]),
        ("stale-while-revalidate=90", &["may be used for 1m 30s longer while you revalidate it"]),
        ("stale-if-error=3600", &["may be used for 1h longer instead of an error"]),
        ("stale-if-error=x", &["may be used for 0s longer instead of an error"]),
        ("no-cache, immutable", &["no-cache: ", "; immutable: "]),
        ("max-age=60", &[]),
    ] {
        let line = format!("Cache-Control: {value}");
        let message = of("cache-directives", OTHER, 200, &[&line]).map(|(.., message)| message);
        assert_eq!(message.is_some(), !parts.is_empty(), "{value}: {message:?}");
        let message = message.unwrap_or_default();
        assert!(parts.iter().all(|part| message.contains(part)), "{value}: {message}");
        assert_eq!(message.matches(": ").count(), parts.len(), "{value}: {message}");
        assert!(of("cache-directives", OTHER, 404, &[&line]).is_none(), "{value}");
    }
}

#[test]
fn cache_on_the_way_is_named_where_it_gives_its_name() {
    for (lines, part) in [
        (&["Age: 30"][..], Some("a shared cache, not the origin")),
        (&["X-Cache: HIT"], Some("a shared cache, not the origin")),
        (&["Cache-Status: Edge; hit"], Some("the cache Edge, not the origin")),
        (&["Cache-Status: Edge; fwd=miss"], None),
        (&["X-Cache: MISS"], None),
        (&[], None),
    ] {
        let (met, other) = (of("shared-cache", MET, 200, lines), of("shared-cache", OTHER, 200, lines));
        assert_eq!((met.is_some(), other.is_some()), (part.is_some(), part.is_some()), "{lines:?}");
        let Some((_, certainty, message)) = met else { continue };
        assert!(message.to_lowercase().contains(&part.unwrap().to_lowercase()), "{lines:?}: {message}");
        assert_eq!(certainty, Certainty::Certain);
    }
    let renewed = judged(evidence(OTHER, &answer(200, &["Age: 7200"])));
    let quotes = &found(&renewed, "shared-cache").unwrap().evidence;
    assert!(quotes.iter().any(|quote| quote.text.contains("although Age is 7200 s")), "{quotes:?}");
    let plain = judged(evidence(OTHER, &answer(200, &["Age: 9"])));
    let quotes = &found(&plain, "shared-cache").unwrap().evidence;
    assert!(quotes.iter().all(|quote| !quote.text.contains("although")), "{quotes:?}");
}

#[test]
fn entity_tag_without_its_marks_says_so() {
    for (tag, part) in [
        ("\"a\"", None),
        ("W/\"a\"", None),
        ("abc", Some("lacks its quotation marks")),
        ("\"abc", Some("")),
        ("", Some("")),
    ] {
        let message = of("invalid-entity-tag", OTHER, 200, &[&format!("ETag: {tag}")]).map(|(.., message)| message);
        assert_eq!(message.is_some(), part.is_some(), "{tag}");
        let lacks = message.unwrap_or_default().contains("lacks its quotation marks");
        assert_eq!(lacks, part == Some("lacks its quotation marks"), "{tag}");
    }
}

#[test]
fn clock_is_that_of_this_machine_or_of_the_recording() {
    for (live, whose) in [(true, "this machine"), (false, "the recording")] {
        let ahead = format!("HTTP/1.1 200 OK\nDate: {}\n\nok", date(NOW.saturating_add(3600)));
        let mut evidence = evidence(OTHER, &ahead);
        evidence.exchanges[0].live = live;
        let findings = judged(evidence);
        let finding = found(&findings, "clock-skew").unwrap();
        assert!(finding.message.ends_with(&format!("ahead of that of {whose}")), "{}", finding.message);
        assert_eq!(finding.advice.join("\n").contains("the recording machine"), !live, "{:?}", finding.advice);
    }
}
