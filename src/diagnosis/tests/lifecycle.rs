//! How near an end is, and who says so.

use super::*;
use crate::met::products::{VERSIONS, Version, VersionStatus, put_in_force};

/// The end of a version that has not ended by the table: its rule, severity and message.
fn end_in(seconds: i64, status: u16) -> (String, Severity, String) {
    let sunset = format!("Sunset: {}", date(NOW.saturating_add(seconds)));
    let findings = judged(evidence(OTHER, &answer(status, &[&sunset])));
    let end = findings.into_iter().find(|finding| finding.rule.id.starts_with("end-of-life")).unwrap();
    (end.rule.id.to_owned(), end.severity, end.message)
}

#[test]
fn end_weighs_by_the_whole_days_that_are_left() {
    use Severity::{Error, Info, Warning};
    for (seconds, id, severity) in [
        (61 * DAY, "end-of-life-ahead", Info),
        (61 * DAY - 1, "end-of-life-ahead", Warning),
        (60 * DAY, "end-of-life-ahead", Warning),
        (15 * DAY, "end-of-life-ahead", Warning),
        (15 * DAY - 1, "end-of-life-near", Error),
        (14 * DAY, "end-of-life-near", Error),
        (1, "end-of-life-near", Error),
        (0, "end-of-life-passed", Error),
        (-DAY, "end-of-life-passed", Error),
    ] {
        let end = end_in(seconds, 200);
        assert_eq!((end.0.as_str(), end.1), (id, severity), "{seconds}");
    }
}

#[test]
fn end_is_counted_in_days_of_one_and_many() {
    for (seconds, part) in [
        (2 * DAY, "in 2 days"),
        (2 * DAY - 1, "in 1 day"),
        (DAY, "in 1 day"),
        (DAY - 1, "within a day"),
        (1, "within a day"),
        (0, ", today, but still responds"),
        (1 - DAY, ", today, but still responds"),
        (-DAY, ", 1 day ago, but still responds"),
        (-2 * DAY, ", 2 days ago, but still responds"),
    ] {
        let message = end_in(seconds, 200).2;
        assert!(message.ends_with(part), "{seconds}: {message}");
    }
}

#[test]
fn advice_on_an_end_names_the_successor_and_the_time() {
    let advice = |seconds: i64, link: Option<&str>| {
        let sunset = format!("Sunset: {}", date(NOW.saturating_add(seconds)));
        let lines: Vec<&str> = [sunset.as_str()].into_iter().chain(link).collect();
        judged(evidence(OTHER, &answer(200, &lines)))[0].advice.clone()
    };
    let link = Some("Link: <https://example.org/b>; rel=successor-version");
    assert_eq!(advice(DAY, link), ["move to https://example.org/b before that date"]);
    assert_eq!(advice(-DAY, link), ["move to https://example.org/b now"]);
    assert!(advice(DAY, None)[0].ends_with("and move before that date"));
    assert!(advice(-DAY, None)[0].ends_with("and move now"));
}

#[test]
fn end_in_the_table_is_no_error_of_a_server_that_responds() {
    let planned = "https://api.met.no/weatherapi/aviationforecast/1.6/taf?icao=ENGM";
    let end = |status: u16| {
        let findings = judged(evidence(planned, &answer(status, &[])));
        found(&findings, "end-of-life-passed").map(|end| (end.severity, end.certainty))
    };
    assert_eq!(end(200), Some((Severity::Info, Certainty::Likely)));
    assert_eq!(end(203), Some((Severity::Warning, Certainty::Likely)));
    assert_eq!(end(403), None, "what refuses does not say whether it has ended");
    let gone = judged(evidence(planned, &answer(404, &[])));
    assert_eq!(gone[0].rule.id, "version-ended");
}

#[test]
fn deprecation_is_announced_by_responses_that_are_no_203() {
    let deprecation = |at: i64| format!("Deprecation: @{}", NOW.unix() + at);
    let said = |status: u16, at: i64| {
        let findings = judged(evidence(OTHER, &answer(status, &[&deprecation(at)])));
        found(&findings, "deprecation-announced").map(|finding| finding.message.clone())
    };
    for status in [200, 204, 299] {
        assert!(said(status, -DAY).unwrap().contains("has been deprecated since 2026-11-21"), "{status}");
    }
    assert!(said(200, 0).unwrap().contains("has been deprecated since"));
    assert!(said(200, 1).unwrap().contains("will be deprecated on"));
    for status in [203, 304, 404, 500] {
        assert_eq!(said(status, -DAY), None, "{status}");
    }
    // A day of the end alone has its own finding.
    let sunset = format!("Sunset: {}", date(NOW.saturating_add(DAY)));
    assert_eq!(ids(&judged(evidence(OTHER, &answer(200, &[&sunset])))).first(), Some(&"end-of-life-near"));
    assert!(found(&judged(evidence(OTHER, &answer(200, &[&sunset]))), "deprecation-announced").is_none());
    let both = judged(evidence(OTHER, &answer(200, &[&sunset, &deprecation(-DAY)])));
    assert!(found(&both, "deprecation-announced").is_some() && found(&both, "end-date-unknown").is_none());
    assert!(found(&judged(evidence(OTHER, &answer(200, &[&deprecation(-DAY)]))), "end-date-unknown").is_some());
}

#[test]
fn invalid_field_is_the_one_that_is_quoted() {
    let good = (format!("Sunset: {}", date(NOW.saturating_add(90 * DAY))), "Deprecation: @1774000000".to_owned());
    let bad = ("Sunset: soon".to_owned(), "Deprecation: soon".to_owned());
    for (sunset, deprecation, quoted) in [
        (&good.0, &good.1, &[][..]),
        (&bad.0, &good.1, &["Sunset: soon"]),
        (&good.0, &bad.1, &["Deprecation: soon"]),
        (&bad.0, &bad.1, &["Deprecation: soon", "Sunset: soon"]),
    ] {
        let findings = judged(evidence(OTHER, &answer(200, &[sunset, deprecation])));
        let seen = found(&findings, "invalid-deprecation-field").map(|finding| &finding.evidence);
        let starts: Vec<bool> =
            seen.into_iter().flatten().zip(quoted).map(|(quote, start)| quote.text.starts_with(start)).collect();
        assert_eq!(
            (seen.map_or(0, Vec::len), starts),
            (quoted.len(), vec![true; quoted.len()]),
            "{sunset} {deprecation}"
        );
    }
}

/// A 203 whose changelog has these entries, each a day and a sentence.
fn with_changelog(url: &str, entries: &[(&str, &str)]) -> Evidence {
    let entry = |(day, text): &(&str, &str)| {
        format!(
            "<entry><title>locationforecast</title><updated>{day}T00:00:00Z</updated><content>{text}</content></entry>"
        )
    };
    let feed = format!("<feed>{}</feed>", entries.iter().map(entry).collect::<String>());
    let mut evidence = evidence(url, &answer(203, &[]));
    let changelog = reply(&format!("HTTP/1.1 200 OK\n\n{feed}"));
    evidence.exchanges.push(Exchange::new(Role::Changelog, None, NOW, changelog));
    evidence
}

#[test]
fn other_days_that_the_changelog_gives_are_quoted() {
    let ends = [
        ("2026-10-02", "Version 2.0 will be removed on 2027-03-01."),
        ("2026-10-01", "Version 2.0 will be removed on 2027-02-01."),
    ];
    let findings = judged(with_changelog(MET, &ends));
    let end = found(&findings, "end-of-life-ahead").unwrap();
    let others: Vec<&str> =
        end.evidence.iter().map(|quote| quote.text.as_str()).filter(|text| text.starts_with("another")).collect();
    assert_eq!(others, ["another entry gives 2027-02-01: \"Version 2.0 will be removed on 2027-02-01.\""]);
    let alone = judged(with_changelog(MET, &ends[..1]));
    let end = found(&alone, "end-of-life-ahead").unwrap();
    assert!(end.evidence.iter().all(|quote| !quote.text.starts_with("another")), "{:?}", end.evidence);
}

#[test]
fn sources_that_disagree_are_named_with_their_days() {
    let sunset = |day: &str| {
        let mut evidence = with_changelog(MET, &[("2026-10-02", "Version 2.0 will be removed on 2027-03-01.")]);
        let head = &mut evidence.exchanges[0].response.as_mut().unwrap().head;
        head.fields.push("Sunset", day);
        found(&judged(evidence), "end-dates-disagree").map(|finding| finding.message.clone())
    };
    assert_eq!(sunset("Mon, 01 Mar 2027 00:00:00 GMT"), None);
    let message = sunset("Tue, 02 Mar 2027 00:00:00 GMT").unwrap();
    assert!(message.contains("2027-03-02") && message.contains("2027-03-01"), "{message}");
}

#[test]
fn marked_version_is_as_certain_as_its_sender() {
    let of = |url: &str, lines: &[&str]| {
        let findings = judged(evidence(url, &answer(203, lines)));
        ["beta-version", "deprecated-version", "deprecated-or-beta"]
            .into_iter()
            .find_map(|id| found(&findings, id).map(|finding| (id, finding.certainty)))
    };
    assert_eq!(of(MET, &[]), Some(("deprecated-or-beta", Certainty::Certain)));
    let beta = "https://api.met.no/weatherapi/iceberg/0.1/";
    assert_eq!(of(beta, &[]), Some(("beta-version", Certainty::Likely)));
    assert_eq!(of(OTHER, &[]), None);
    let hostless = |lines: &[&str]| {
        let mut evidence = evidence(OTHER, &answer(203, lines));
        evidence.exchanges[0].request.as_mut().unwrap().url = None;
        let findings = judged(evidence);
        found(&findings, "deprecated-or-beta").map(|finding| (finding.certainty, finding.advice.len()))
    };
    let (possible, likely) = (hostless(&[]).unwrap(), hostless(&["X-Backend-Host: a"]).unwrap());
    assert_eq!((possible.0, likely.0), (Certainty::Possible, Certainty::Likely));
    assert_eq!(possible.1, likely.1 + 1, "the host is to be shown");
}

#[test]
fn unreadable_changelog_is_reported_with_its_reason() {
    for (text, reason) in [
        ("HTTP/1.1 404 Not Found\n\n", Some("the server returned 404")),
        ("", Some("there was no response")),
        ("HTTP/1.1 200 OK\n\nno feed", Some("")),
        ("HTTP/1.1 200 OK\n\n<feed></feed>", None),
    ] {
        let mut evidence = evidence(MET, &answer(203, &[]));
        evidence.exchanges.push(Exchange::new(Role::Changelog, None, NOW, reply(text)));
        let findings = judged(evidence);
        let message = found(&findings, "changelog-unreadable").map(|finding| finding.message.as_str());
        assert_eq!(message.is_some(), reason.is_some(), "{text}");
        assert!(message.unwrap_or_default().contains(reason.unwrap_or_default()), "{message:?}");
    }
}

/// What is found at a time, of a version whose end the table has.
fn planned_at(now: &str, status: u16) -> Vec<Finding> {
    let now = Timestamp::parse_rfc3339(now).unwrap();
    let url = "https://api.met.no/weatherapi/aviationforecast/1.6/taf?icao=ENGM";
    let exchange = first(request(url, &[AGENT]), now, &format!("HTTP/1.1 {status} X\nDate: {}\n\nok", date(now)));
    let evidence = Evidence { exchanges: vec![exchange], ..Evidence::default() };
    rules::judge(&Facts::new(evidence, now, Thresholds::default()), &Overrides::default())
}

#[test]
fn end_in_the_table_is_ahead_until_its_day_comes() {
    for (now, status, id) in [
        ("2026-01-14T00:00:00Z", 203, "end-of-life-ahead"),
        ("2026-03-02T00:00:00Z", 203, "end-of-life-near"),
        ("2026-03-02T00:00:00Z", 200, "end-of-life-near"),
        ("2026-03-15T23:59:59Z", 203, "end-of-life-near"),
        ("2026-03-16T00:00:00Z", 203, "end-of-life-passed"),
        ("2026-03-16T00:00:00Z", 200, "end-of-life-passed"),
    ] {
        let findings = planned_at(now, status);
        let ends: Vec<&str> = ids(&findings).into_iter().filter(|id| id.starts_with("end-of-life")).collect();
        assert_eq!(ends, [id], "{now} {status}");
    }
}

#[test]
fn successor_is_named_once_beside_a_day_and_without_one() {
    let deprecated = |findings: &[Finding]| found(findings, "deprecated-version").unwrap().advice.join("\n");
    let dated = deprecated(&planned_at("2026-03-02T00:00:00Z", 203));
    assert!(!dated.contains("its successor is"), "the finding about the day names it: {dated}");
    let said = "Version 2.0 is deprecated, please use version 3.0.";
    let undated = deprecated(&judged(with_changelog(MET, &[("2026-10-02", said)])));
    assert!(undated.contains("its successor is locationforecast/3.0"), "{undated}");
    assert!(!undated.contains("which of the two"), "{undated}");
}

#[test]
fn marked_version_of_unknown_kind_is_led_to_its_changelog() {
    let advice = |path: &str| {
        let url = format!("https://api.met.no/weatherapi/{path}?lat=60.1&lon=9.58");
        let findings = judged(evidence(&url, &answer(203, &[])));
        found(&findings, "deprecated-or-beta").unwrap().advice.join("\n")
    };
    for (path, feed) in [
        ("locationforecast/2.0/compact", "https://api.met.no/weatherapi/locationforecast/2.0/changelog"),
        ("new_product/1.0/all", "https://api.met.no/weatherapi/new_product/1.0/changelog"),
        ("new-product/1.0/all", "https://api.met.no/changelog"),
        ("newproduct/1.0%0a/all", "https://api.met.no/changelog"),
    ] {
        assert!(advice(path).contains(&format!("read {feed}: ")), "{path}: {}", advice(path));
    }
    let beta = judged(evidence("https://api.met.no/weatherapi/iceberg/0.1/", &answer(203, &[])));
    assert!(!found(&beta, "beta-version").unwrap().advice.join("\n").contains("which of the two"));
}

#[test]
fn day_that_cannot_be_right_is_quoted_and_does_not_count() {
    let ends = [
        ("2026-10-02", "Version 2.0 will be removed on 2027-03-01."),
        ("2026-10-01", "Version 2.0 will be removed on 2025-02-01."),
    ];
    let findings = judged(with_changelog(MET, &ends));
    let end = found(&findings, "end-of-life-ahead").unwrap();
    assert!(end.evidence.iter().all(|quote| !quote.text.starts_with("another")), "{:?}", end.evidence);
    let suspect = found(&findings, "suspect-end-date").unwrap();
    assert!(
        suspect.message.contains("2025-02-01") && suspect.message.contains("written 2026-10-01"),
        "{}",
        suspect.message
    );
    assert!(found(&judged(with_changelog(MET, &ends[..1])), "suspect-end-date").is_none());
}

#[test]
fn announcement_is_said_by_field_changelog_or_table() {
    // The row of the table with another end: a version that is deprecated, and no one says until when.
    let rows: Vec<Version> = VERSIONS
        .iter()
        .map(|row| Version { ended: row.ended.filter(|_| row.state != VersionStatus::Deprecated), ..*row })
        .collect();
    let planned = "https://api.met.no/weatherapi/aviationforecast/1.6/taf?icao=ENGM";
    let said = |lines: &[&str]| {
        let findings = judged(evidence(planned, &answer(200, lines)));
        ["deprecation-announced", "end-date-unknown"]
            .map(|id| found(&findings, id).map(|finding| finding.reference.clone()))
    };
    let deprecation = format!("Deprecation: @{}", NOW.unix() - DAY);
    assert_eq!(said(&[]), [None, None], "its end is the finding");
    let [announced, undated] = said(&[&deprecation]);
    assert!(announced.is_some_and(|reference| !reference.contains("changelog")) && undated.is_none());
    let _guard = put_in_force(Box::leak(rows.into_boxed_slice()), NOW);
    let [announced, undated] = said(&[]);
    assert!(announced.is_some_and(|reference| reference.contains("changelog")) && undated.is_some());
    let [announced, undated] = said(&[&deprecation]);
    assert!(announced.is_some_and(|reference| !reference.contains("changelog")) && undated.is_some());
}
