//! The stage that a version is in, and the days of its end by each source.

use super::*;
use crate::diagnosis::facts::lifecycle::{LifecycleSource, LifecycleStage};
use crate::met::products::{Learned, VERSIONS, Version, put_in_force};

/// The stage of a version, its certainty and the number of days that sources give for its end.
fn stage(url: &str, now: Timestamp, status: u16, lines: &[&str]) -> (LifecycleStage, Certainty, usize) {
    let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let text = match status {
        0 => String::new(),
        _ => format!("HTTP/1.1 {status} X\nDate: {}\n{lines}\nok", date(now)),
    };
    let exchange = first(request(url, &[AGENT]), now, &text);
    let evidence = Evidence { exchanges: vec![exchange], ..Evidence::default() };
    let life = Facts::new(evidence, now, Thresholds::default()).lifecycle.unwrap();
    (life.state, life.certainty, life.ends.len())
}

#[test]
fn stage_follows_from_status_fields_and_table() {
    use Certainty::{Certain, Likely};
    use LifecycleStage::{Beta, Deprecated, Ended, Ending, None, Unknown};
    let api = |path: &str| format!("https://api.met.no/weatherapi/{path}");
    let (ended, beta) = (api("locationforecast/1.9/?lat=1&lon=2"), api("iceberg/0.1/"));
    let (newer, current) = (api("locationforecast/3.0/compact"), api("locationforecast/2.0/compact"));
    let (other, unread) = ("https://example.org/a".to_owned(), &["Deprecation: soon"][..]);
    let (sunset, past) = (&["Sunset: soon"][..], format!("Deprecation: @{}", NOW.unix() - DAY));
    let come = format!("Deprecation: @{}", NOW.unix() + DAY);
    for (url, status, lines, wanted) in [
        (&other, 200, &[][..], (None, Certain, 0)),
        (&other, 203, &[], (None, Certain, 0)),
        (&other, 0, &[], (Unknown, Certain, 0)),
        (&other, 404, &[], (Unknown, Certain, 0)),
        (&other, 200, unread, (Unknown, Certain, 0)),
        (&other, 200, sunset, (Unknown, Certain, 0)),
        (&other, 200, &[&past], (Deprecated, Certain, 0)),
        (&other, 200, &[&come], (Deprecated, Certain, 0)),
        (&current, 200, &[], (None, Certain, 0)),
        (&current, 203, &[], (Unknown, Certain, 0)),
        (&newer, 203, &[], (Beta, Likely, 0)),
        (&newer, 200, &[], (None, Certain, 0)),
        (&ended, 203, &[], (Deprecated, Likely, 0)),
        (&ended, 200, &[], (None, Certain, 0)),
        (&ended, 404, &[], (Ended, Certain, 1)),
        (&ended, 500, &[], (Unknown, Certain, 1)),
        (&ended, 0, &[], (Ended, Likely, 1)),
        (&current, 0, &[], (Unknown, Certain, 0)),
        (&current, 404, &[], (Unknown, Certain, 0)),
        (&beta, 200, &[], (Beta, Likely, 0)),
        (&beta, 203, &[], (Beta, Likely, 0)),
        (&beta, 0, &[], (Beta, Likely, 0)),
    ] {
        assert_eq!(stage(url, NOW, status, lines), wanted, "{url} {status} {lines:?}");
    }
    // Before its day a version that the table calls ended still has an end ahead of it.
    let day = Timestamp::parse_rfc3339("2021-03-01").unwrap();
    for (seconds, wanted) in [(-1, (Ending, Likely, 1)), (0, (None, Certain, 0)), (1, (None, Certain, 0))] {
        assert_eq!(stage(&ended, day.saturating_add(seconds), 200, &[]), wanted, "{seconds}");
    }
}

#[test]
fn links_about_another_resource_announce_nothing() {
    let successor = |line: &str| {
        let deprecation = format!("Deprecation: @{}", NOW.unix() - DAY);
        let facts = facts(evidence(OTHER, &answer(200, &[&deprecation, line])));
        facts.lifecycle.unwrap().successor
    };
    let next = Some("https://example.org/b".to_owned());
    assert_eq!(successor("Link: </b>; rel=successor-version"), next);
    assert_eq!(successor("Link: </b>; rel=\"latest-version\""), next);
    assert_eq!(successor("Link: </b>; rel=successor-version; anchor=\"/other\""), None);
    assert_eq!(successor("Link: </b>; rel=next"), None);
    let links = |line: &str| facts(evidence(OTHER, &answer(200, &[line]))).lifecycle.unwrap().links.len();
    assert_eq!((links("Link: </b>; rel=sunset"), links("Link: </b>; rel=next")), (1, 0));
}

#[test]
fn day_of_the_table_that_slipped_gives_way_to_another() {
    let planned = "https://api.met.no/weatherapi/aviationforecast/1.6/taf?icao=ENGM";
    let at = |day: &str| Timestamp::parse_rfc3339(day).unwrap();
    let end = |now: &str, status: u16, sunset: &str| {
        let sunset = format!("Sunset: {}", date(at(sunset)));
        let exchange = first(request(planned, &[AGENT]), at(now), &answer(status, &[&sunset]));
        let evidence = Evidence { exchanges: vec![exchange], ..Evidence::default() };
        let life = Facts::new(evidence, at(now), Thresholds::default()).lifecycle.unwrap();
        assert_eq!(life.ends.len(), 2, "{now}");
        let end = life.end.as_ref().unwrap().at.date().to_string();
        (end, life.state_at(at(now)))
    };
    use LifecycleStage::{Ended, Ending};
    for (now, status, sunset, wanted, stage) in [
        ("2026-03-15", 200, "2027-01-01", "2026-03-16", Ending),
        ("2026-03-16", 200, "2027-01-01", "2027-01-01", Ending),
        ("2026-03-17", 200, "2027-01-01", "2027-01-01", Ending),
        ("2026-03-17", 200, "2026-03-17", "2026-03-17", Ended),
        ("2026-03-17", 200, "2026-01-01", "2026-01-01", Ended),
        ("2026-03-15", 200, "2026-03-01", "2026-03-01", Ended),
    ] {
        assert_eq!(end(now, status, sunset), (wanted.to_owned(), stage), "{now} {status} {sunset}");
    }
    assert_eq!(end("2026-03-17", 404, "2027-01-01").0, "2026-03-16", "what does not respond has not slipped");
}

#[test]
fn day_in_the_changelog_is_as_certain_as_its_words() {
    let planned = "https://api.met.no/weatherapi/aviationforecast/1.6/taf?icao=ENGM";
    let ends = |text: &str| {
        let feed = format!(
            "<feed><entry><title>aviationforecast</title><updated>2026-10-02T00:00:00Z</updated>\
             <content>{text}</content></entry></feed>"
        );
        let mut evidence = evidence(planned, &answer(203, &[]));
        let changelog = reply(&format!("HTTP/1.1 200 OK\n\n{feed}"));
        evidence.exchanges.push(Exchange::new(Role::Changelog, None, NOW, changelog));
        let life = facts(evidence).lifecycle.unwrap();
        life.ends.iter().map(|end| (end.source, end.certainty)).collect::<Vec<_>>()
    };
    use Certainty::{Certain, Likely};
    use LifecycleSource::{Changelog, Table};
    let table = (Table, Likely);
    assert_eq!(ends("Version 1.6 will be removed on 2027-03-01."), [(Changelog, Certain), table]);
    assert_eq!(ends("Version 1.6 will be removed on 1 March."), [(Changelog, Likely), table], "of which year");
    assert_eq!(ends("Version 1.6 has a new field."), [table]);
    // What was learned is an older reading of the same changelog.
    let learned = Some(Learned { sentence: "Version 1.6 will be removed on 2027-02-01.", written: "2026-09-01" });
    let rows: Vec<Version> = VERSIONS.iter().map(|row| Version { learned, ..*row }).collect();
    let _guard = put_in_force(Box::leak(rows.into_boxed_slice()), NOW);
    assert_eq!(ends("Version 1.6 will be removed on 2027-03-01."), [(Changelog, Certain)]);
    assert_eq!(ends("Version 1.6 has a new field."), [(LifecycleSource::Learned, Likely)]);
}
