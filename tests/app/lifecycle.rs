//! How long a version lives: what a 203, a 404, the changelog and the fields of an answer make of it together.

use std::time::{Duration, SystemTime};

use serde_json::json;

use crate::support::clock::now;
use crate::support::met::{Met, assert_ended, assert_found};
use crate::support::run::{Ran, metstatus, metstatus_with_input};
use crate::support::server::{Reply, http_date};

const DEPRECATED: &str = "HTTP/1.1 203 Non-Authoritative Information\nContent-Type: application/xml\n\n<x/>";

/// A product that the table does not know, so only the changelog knows it.
const PATH: &str = "/weatherapi/cloudatlas/1.0/complete?lat=60.1&lon=9.58";

/// A feed as MET documents it (RSS 1.0), with entries of title, date and text; newest first.
fn feed(entries: &[(&str, &str, &str)]) -> String {
    let items: String = entries
        .iter()
        .map(|(title, date, text)| {
            format!(
                "<item rdf:about=\"https://api.met.no/changelog#{date}\"><title>{title}</title>\
                 <link>https://api.met.no/changelog#{date}</link><dc:date>{date}</dc:date>\
                 <description>{text}</description></item>"
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" \
         xmlns=\"http://purl.org/rss/1.0/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\
         <channel rdf:about=\"https://api.met.no/changelog\"><title>Changelog</title></channel>{items}</rdf:RDF>"
    )
}

fn served(feed: &str) -> Reply {
    Reply::text(format!("HTTP/1.1 200 OK\nContent-Type: application/rss+xml\n\n{feed}"))
}

/// The day that lies so many days ahead of today, as ISO 8601 writes it.
fn day_in(days: u64) -> String {
    let at = now() + Duration::from_secs(days * 86_400);
    humantime::format_rfc3339_seconds(at).to_string()[..10].to_owned()
}

fn ask(met: &Met, options: &[&str]) -> Ran {
    metstatus(met.args(&[&["--format", "json", "--changelog", "auto"], options].concat(), &met.url(PATH)))
}

#[test]
fn changelog_dates_a_203_and_thresholds_weigh_it() {
    for (days, options, code, id) in [
        (40, &[][..], 1, "end-of-life-ahead"),
        (9, &[], 2, "end-of-life-near"),
        (9, &["--eol-critical", "5d"], 1, "end-of-life-ahead"),
        (40, &["--eol-critical", "50d"], 2, "end-of-life-near"),
    ] {
        let text = format!("Version 1.0 of Cloudatlas is deprecated and will be terminated on {}.", day_in(days));
        let met = Met::new([
            Reply::text(DEPRECATED),
            served(&feed(&[("Cloudatlas: Version 1.0 deprecated", &day_in(0), &text)])),
        ]);
        let ran = ask(&met, options);
        let result = ran.result();
        assert_eq!(ran.code, code, "{}", ran.stdout);
        assert_found(&ran, id);
        assert_found(&ran, "deprecated-version");
        assert_eq!(result["deprecation"]["state"], "ending", "{}", ran.stdout);
        let ends_at = result["deprecation"]["ends_at"].as_str().unwrap().to_owned();
        assert_eq!(ends_at, format!("{}T00:00:00Z", day_in(days)));
        assert!(result["deprecation"]["sources"][0].as_str().unwrap().contains("will be terminated on"));
        let requests = met.server.requests();
        assert_eq!(requests.len(), 2);
        assert_eq!(requests[1].target, "/weatherapi/cloudatlas/1.0/changelog");
        assert_eq!(result["exchanges"][1]["role"], "changelog");
    }
}

#[test]
fn beta_and_deprecated_without_a_day_are_distinguished() {
    let other = "Version 2.0 of Oceanforecast will be terminated on 2030-01-01.";
    for (title, text, id, state) in [
        (
            "Cloudatlas: New version 1.0 in beta",
            "Version 1.0 of Cloudatlas is available as beta.",
            "beta-version",
            "beta",
        ),
        (
            "Cloudatlas: Version 1.0 deprecated",
            "Version 1.0 of Cloudatlas is deprecated.",
            "deprecated-version",
            "deprecated",
        ),
        ("Oceanforecast: Version 2.0 deprecated", other, "deprecated-or-beta", "unknown"),
    ] {
        let met = Met::new([Reply::text(DEPRECATED), served(&feed(&[(title, "2026-01-12", text)]))]);
        let ran = ask(&met, &[]);
        assert_ended(&ran, 1, &[id]);
        assert_eq!(ran.result()["deprecation"]["state"], state, "{title}");
        assert_eq!(ran.ids().contains(&"end-date-unknown".to_owned()), state == "deprecated", "{title}");
    }
}

#[test]
fn unreadable_changelog_hides_nothing() {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><rss>&b;</rss>";
    for reply in [
        Reply::text("HTTP/1.1 404 Not Found\n\nno"),
        Reply::text("HTTP/1.1 503 Service Unavailable\n\nno"),
        served("<!DOCTYPE html><html><body>Changelog</body></html>"),
        served("this is no XML"),
        served(bomb),
        served(&feed(&[("a", "2026-01-12", "b")])[..120]),
        Reply::close_at_once(),
    ] {
        let met = Met::new([Reply::text(DEPRECATED), reply]);
        let ran = ask(&met, &[]);
        assert_ended(&ran, 1, &["deprecated-or-beta"]);
        assert_found(&ran, "changelog-unreadable");
        assert_eq!(met.server.requests().len(), 2);
    }
}

#[test]
fn changelog_is_requested_where_useful_only() {
    let plain = "HTTP/1.1 200 OK\nContent-Type: application/xml\n\n<x/>";
    let cases = [
        (DEPRECATED, "never", 1),
        (plain, "auto", 1),
        (plain, "always", 2),
        ("HTTP/1.1 404 Not Found\n\nno", "auto", 2),
        ("HTTP/1.1 404 Not Found\nX-ErrorClass: Nodata\n\nno", "auto", 1),
        ("HTTP/1.1 429 Too Many Requests\nRetry-After: 9\n\nno", "always", 1),
        ("HTTP/1.1 502 Bad Gateway\n\nno", "always", 1),
    ];
    for (answer, when, requests) in cases {
        let met = Met::new([Reply::text(answer), served(&feed(&[]))]).allow_unasked();
        metstatus(met.args(&["--changelog", when], &met.url(PATH)));
        assert_eq!(met.server.requests().len(), requests, "{answer} {when}");
    }
}

#[test]
fn ended_version_of_the_table_needs_no_changelog() {
    let met = Met::new([Reply::text(
        "HTTP/1.1 404 Not Found\n\nThe specified version number is end-of-lifed for this product",
    )]);
    let url = met.url("/weatherapi/sunrise/2.0/.json?lat=60.1&lon=9.58");
    let ran = metstatus(met.args(&["--format", "json", "--changelog", "auto"], &url));
    assert_ended(&ran, 2, &["version-ended"]);
    let life = &ran.result()["deprecation"];
    assert_eq!((&life["state"], &life["successor"]), (&json!("ended"), &json!("sunrise/3.0")), "{life}");
    assert_eq!(met.server.requests().len(), 1);
}

#[test]
fn sunset_and_deprecation_of_any_host_announce_an_end() {
    let read = |fields: &str| {
        let text = format!(
            "GET https://api.acme.no/v1/x HTTP/1.1\n\nHTTP/1.1 200 OK\nDate: Sun, 22 Nov 2026 08:00:00 GMT\n{fields}\n{{}}\n"
        );
        metstatus_with_input(["read", "-f", "json", "-"], text.as_bytes())
    };
    for (fields, code, id, state, days) in [
        ("Sunset: Tue, 22 Dec 2026 08:00:00 GMT\n", 1, "end-of-life-ahead", "ending", json!(30)),
        ("Sunset: Sun, 29 Nov 2026 08:00:00 GMT\n", 2, "end-of-life-near", "ending", json!(7)),
        ("Sunset: Sun, 01 Nov 2026 08:00:00 GMT\n", 2, "end-of-life-passed", "ended", json!(-21)),
        ("Deprecation: @1688169599\n", 1, "deprecation-announced", "deprecated", json!(null)),
        ("Deprecation: true\n", 1, "deprecation-announced", "deprecated", json!(null)),
    ] {
        let ran = read(fields);
        assert_eq!(ran.code, code, "{fields}: {}", ran.stdout);
        assert_found(&ran, id);
        let life = &ran.result()["deprecation"];
        assert_eq!((&life["state"], &life["days_left"]), (&json!(state), &days), "{fields}");
    }
    assert_eq!(read("Deprecation: ?0\n").code, 0);
    let linked = read("Deprecation: @1688169599\nLink: </v2/x>; rel=\"successor-version\"\n");
    assert_eq!(linked.result()["deprecation"]["successor"], "https://api.acme.no/v2/x");
    assert_eq!(read("").result()["deprecation"]["state"], "none");
    assert!(read("Deprecation: true\n").ids().contains(&"invalid-deprecation-field".to_owned()));
}

#[test]
fn saved_changelog_dates_a_captured_response() {
    let dir = tempfile::tempdir().unwrap();
    let (answer, saved) = (dir.path().join("answer.txt"), dir.path().join("changelog.rss"));
    let date = http_date(SystemTime::UNIX_EPOCH + Duration::from_secs(1_769_000_000));
    let text = format!(
        "GET {PATH} HTTP/1.1\nHost: api.met.no\n\n{}",
        DEPRECATED.replacen('\n', &format!("\nDate: {date}\n"), 1)
    );
    std::fs::write(&answer, text).unwrap();
    let entry = (
        "Cloudatlas: Version 1.0 deprecated",
        "2026-01-12",
        "The old version 1.0 will be terminated on 16 March 2026.",
    );
    std::fs::write(&saved, feed(&[entry])).unwrap();
    let both = [answer.to_str().unwrap(), saved.to_str().unwrap()];
    let ran = metstatus([&["read", "-f", "json"], &both[..]].concat());
    assert_eq!(ran.code, 1, "{}", ran.stdout);
    assert_eq!(ran.result()["deprecation"]["ends_at"], "2026-03-16T00:00:00Z", "{}", ran.stdout);
    let human = metstatus([&["read"], &both[..]].concat()).stdout;
    assert!(human.contains("announced 2026-01-12 -- today -- ") && human.contains("ends 2026-03-16"), "{human}");
    assert_eq!(metstatus(["read", both[1]]).code, 3);
}

#[test]
fn products_are_listed_explained_and_suggested() {
    let list = metstatus(["products"]).stdout;
    assert!(list.contains("locationforecast/2.0") && list.contains("as of 20"), "{list}");
    let one = metstatus(["products", "sunrise/2.0"]).stdout;
    assert!(one.contains("ended 2023") && one.contains("sunrise/3.0") && one.contains("https://"), "{one}");
    let json: serde_json::Value =
        serde_json::from_str(&metstatus(["products", "sunrise", "-f", "json"]).stdout).unwrap();
    assert!(json["versions"].as_array().unwrap().iter().all(|version| version["product"] == "sunrise"));
    for (name, told) in [("sunris", "sunrise"), ("sunrise/9.9", "3.0"), ("nothing-like-it", "metstatus products")] {
        let ran = metstatus(["products", name]);
        assert!(ran.code == 3 && ran.stderr.contains(told), "{ran:?}");
    }
}

/// Judges a captured success of MET with these fields and this changelog.
fn with_changelog(fields: &str, entries: &[(&str, &str, &str)]) -> Ran {
    let dir = tempfile::tempdir().unwrap();
    let (answer, saved) = (dir.path().join("answer.txt"), dir.path().join("changelog.rss"));
    let text = format!(
        "GET {PATH} HTTP/1.1\nHost: api.met.no\nUser-Agent: acme/1.0 ops@acme-weather.no\n\nHTTP/1.1 200 OK\nDate: Wed, 21 Jan 2026 12:00:00 GMT\n{fields}\n<x/>\n"
    );
    std::fs::write(&answer, text).unwrap();
    std::fs::write(&saved, feed(entries)).unwrap();
    metstatus(["read", "-f", "json", answer.to_str().unwrap(), saved.to_str().unwrap()])
}

#[test]
fn disagreeing_end_dates_are_listed_and_earliest_counts() {
    let entry = ("Cloudatlas: Version 1.0 deprecated", "2026-01-12", "Version 1.0 will be terminated on 2026-03-16.");
    let ran = with_changelog("Sunset: Sun, 01 Mar 2026 00:00:00 GMT\n", &[entry]);
    assert_found(&ran, "end-dates-disagree");
    let life = &ran.result()["deprecation"];
    assert_eq!(life["ends_at"], "2026-03-01T00:00:00Z");
    assert_eq!(life["sources"].as_array().unwrap().len(), 2, "{life}");
}

#[test]
fn newest_changelog_entry_wins_and_misprint_is_suspect() {
    let old = ("Cloudatlas: Version 1.0 deprecated", "2025-12-01", "Version 1.0 will be terminated on 2026-02-01.");
    let new = ("Cloudatlas: Correction", "2026-01-12", "Version 1.0 will be terminated on 2026-03-16, not earlier.");
    let corrected = with_changelog("", &[new, old]);
    assert_eq!(corrected.result()["deprecation"]["ends_at"], "2026-03-16T00:00:00Z", "{}", corrected.stdout);
    let misprint =
        ("Cloudatlas: Version 1.0 deprecated", "2026-01-12", "Version 1.0 will be terminated on 2025-03-16.");
    let ran = with_changelog("", &[misprint]);
    assert_found(&ran, "suspect-end-date");
    let life = &ran.result()["deprecation"];
    assert_eq!((&life["state"], &life["ends_at"]), (&json!("deprecated"), &json!(null)), "{}", ran.stdout);
}

#[test]
fn changelog_about_something_else_ends_nothing() {
    for (title, text) in [
        ("Cloudatlas: Parameter", "The parameter size=small of version 1.0 will be removed on 2026-03-01."),
        ("Oceanforecast: Version 1.0 EOL", "Version 1.0 of Oceanforecast will be terminated on 2026-03-01."),
        ("Cloudatlas: Version 0.9 EOL", "Version 0.9 will be terminated on 2026-03-01."),
        ("Cloudatlas: New version 2.0 in beta", "Version 2.0 is available as beta since 2026-01-12."),
    ] {
        let ran = with_changelog("", &[(title, "2026-01-12", text)]);
        let life = &ran.result()["deprecation"];
        assert_eq!((&life["state"], &life["ends_at"]), (&json!("none"), &json!(null)), "{title}: {}", ran.stdout);
    }
}

/// Judges a captured answer of MET with the status line, received on a day, and a file saved beside it.
fn captured(path: &str, status: &str, date: &str, saved: Option<&str>) -> Ran {
    let dir = tempfile::tempdir().unwrap();
    let (answer, feed) = (dir.path().join("answer.txt"), dir.path().join("changelog.rss"));
    let agent = "User-Agent: acme/1.0 ops@acme-weather.no";
    std::fs::write(
        &answer,
        format!("GET {path} HTTP/1.1\nHost: api.met.no\n{agent}\n\nHTTP/1.1 {status}\nDate: {date}\n\n<x/>\n"),
    )
    .unwrap();
    let mut args = vec!["read".to_owned(), "-f".to_owned(), "json".to_owned(), answer.to_str().unwrap().to_owned()];
    if let Some(saved) = saved {
        std::fs::write(&feed, saved).unwrap();
        args.push(feed.to_str().unwrap().to_owned());
    }
    metstatus(args)
}

#[test]
fn passed_planned_day_of_the_table_is_reported() {
    let path = "/weatherapi/textforecast/2.0/landoverview";
    for (status, date, code, id) in [
        ("203 Non-Authoritative Information", "Sun, 15 Mar 2026 23:59:59 GMT", 2, "end-of-life-near"),
        ("203 Non-Authoritative Information", "Mon, 16 Mar 2026 00:00:00 GMT", 1, "end-of-life-passed"),
        ("404 Not Found", "Mon, 16 Mar 2026 00:00:00 GMT", 2, "version-ended"),
    ] {
        let ran = captured(path, status, date, None);
        assert_eq!(ran.code, code, "{status} {date}: {}", ran.stdout);
        assert_found(&ran, id);
        assert!(!ran.ids().contains(&"end-date-unknown".to_owned()), "{}", ran.stdout);
    }
}

/// MET puts ends off: the day that the table remembers has passed, the version answers, and the changelog names
/// another.
#[test]
fn passed_table_day_gives_way_to_a_later_changelog_day() {
    let path = "/weatherapi/textforecast/2.0/landoverview";
    let put_off = ("Textforecast: End put off", "2026-03-10", "Version 2.0 will be terminated on 2026-04-20.");
    let ran = captured(path, "203 X", "Wed, 08 Apr 2026 12:00:00 GMT", Some(&feed(&[put_off])));
    assert_found(&ran, "end-of-life-near");
    assert!(!ran.ids().contains(&"end-of-life-passed".to_owned()), "{}", ran.stdout);
    assert_eq!((ran.code, &ran.result()["deprecation"]["ends_at"]), (2, &json!("2026-04-20T00:00:00Z")));
    assert_found(&ran, "end-dates-disagree");
}

#[test]
fn status_404_after_the_changelog_day_is_version_ended() {
    let entry = ("Cloudatlas: Version 1.0 deprecated", "2026-01-12", "Version 1.0 will be terminated on 2026-03-16.");
    let date = "Wed, 01 Apr 2026 12:00:00 GMT";
    let ran = captured(PATH, "404 Not Found", date, Some(&feed(&[entry])));
    assert_eq!((ran.code, ran.ids()[0].as_str()), (2, "version-ended"), "{}", ran.stdout);
    let life = &ran.result()["deprecation"];
    assert_eq!((&life["state"], &life["ends_at"]), (&json!("ended"), &json!("2026-03-16T00:00:00Z")));
    assert!(ran.finding("version-ended").to_string().contains("will be terminated on"));
}

#[test]
fn saved_html_page_is_an_unreadable_changelog() {
    let date = "Wed, 21 Jan 2026 12:00:00 GMT";
    let page = "<!DOCTYPE html><html><body>Sign in</body></html>";
    let ran = captured(PATH, "203 Non-Authoritative Information", date, Some(page));
    assert_found(&ran, "changelog-unreadable");
    assert_found(&ran, "deprecated-or-beta");
}
