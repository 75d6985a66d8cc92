//! How near an end of life has to be: every threshold to the second, for every source of the day, live, captured and kept.

use std::time::Duration;

use serde_json::json;

use crate::support::clock::{self, now};
use crate::support::met::assert_found;
use crate::support::run::{CONTACT, Ran, metstatus, metstatus_with_input};
use crate::support::server::{Reply, Server, http_date};

const DAY: i64 = 86_400;

/// The finding, its severity and the exit code that are due for an end so many seconds ahead.
fn due(left: i64, warning: i64, critical: i64) -> (&'static str, &'static str, i32) {
    match left {
        ..=0 => ("end-of-life-passed", "error", 2),
        _ if left / DAY <= critical => ("end-of-life-near", "error", 2),
        _ if left / DAY <= warning => ("end-of-life-ahead", "warning", 1),
        _ => ("end-of-life-ahead", "info", 0),
    }
}

#[track_caller]
fn assert_due(ran: &Ran, due: (&str, &str, i32), what: &str) {
    let (id, severity, code) = due;
    assert_eq!((ran.code, &ran.finding(id)["severity"]), (code, &json!(severity)), "{what}: {}", ran.stdout);
    let ends = ran.ids().into_iter().filter(|id| id.starts_with("end-of-life-")).count();
    assert_eq!(ends, 1, "{what}: {}", ran.stdout);
}

/// The time so many seconds from now, as HTTP writes it.
fn ahead(seconds: i64) -> String {
    let then = clock::unix() + seconds;
    http_date(std::time::UNIX_EPOCH + Duration::from_secs(then.unsigned_abs()))
}

/// A day is one as long as all of it is left: the limit of 14 days holds until 15 whole days are left.
const EDGES: [(i64, &str, &str, i32); 13] = [
    (-1, "end-of-life-passed", "error", 2),
    (0, "end-of-life-passed", "error", 2),
    (1, "end-of-life-near", "error", 2),
    (13 * DAY, "end-of-life-near", "error", 2),
    (14 * DAY - 1, "end-of-life-near", "error", 2),
    (14 * DAY, "end-of-life-near", "error", 2),
    (14 * DAY + 1, "end-of-life-near", "error", 2),
    (15 * DAY - 1, "end-of-life-near", "error", 2),
    (15 * DAY, "end-of-life-ahead", "warning", 1),
    (60 * DAY, "end-of-life-ahead", "warning", 1),
    (61 * DAY - 1, "end-of-life-ahead", "warning", 1),
    (61 * DAY, "end-of-life-ahead", "info", 0),
    (62 * DAY, "end-of-life-ahead", "info", 0),
];

#[test]
fn sunset_at_each_default_threshold_weighs_to_the_second() {
    for (left, id, severity, code) in EDGES {
        let sunset = ahead(left);
        let server =
            Server::http([Reply::text(format!("HTTP/1.1 200 OK\nCache-Control: max-age=600\nSunset: {sunset}\n\nA"))]);
        let live = metstatus(["-f", "json", &server.url("/x")]);
        assert_due(&live, (id, severity, code), &format!("live, {left} s"));
        let capture = format!("HTTP/1.1 200 OK\nDate: {}\nSunset: {}\n\nA", http_date(now()), ahead(left));
        let read = metstatus_with_input(["read", "-f", "json", "-"], capture.as_bytes());
        assert_due(&read, (id, severity, code), &format!("captured, {left} s"));
        assert_eq!(read.result()["deprecation"]["days_left"], json!(left.div_euclid(DAY)));
    }
}

#[test]
fn sunset_at_each_given_threshold_weighs_to_the_second() {
    for (warning, critical) in [(0, 0), (1, 0), (1, 1), (60, 14), (14, 60), (365, 5), (730, 90)] {
        let edges = [0, 1, 2, critical, critical + 1, warning, warning + 1];
        let moments = edges.iter().flat_map(|days| [-1, 0, 1].map(|second| days * DAY + second));
        for left in moments {
            let capture = format!("HTTP/1.1 200 OK\nDate: {}\nSunset: {}\n\nA", http_date(now()), ahead(left));
            let (warn, crit) = (format!("{warning}d"), format!("{critical}d"));
            let args = ["read", "-f", "json", "--eol-warning", &warn, "--eol-critical", &crit, "-"];
            let ran = metstatus_with_input(args, capture.as_bytes());
            assert_due(&ran, due(left, warning, critical), &format!("{left} s, {warn}, {crit}"));
        }
    }
}

#[test]
fn changelog_day_at_each_threshold_weighs_like_a_sunset() {
    for (days, time, left) in [
        (1, 8 * 3600, 16 * 3600),
        (15, 1, 15 * DAY - 1),
        (15, 0, 15 * DAY),
        (61, 1, 61 * DAY - 1),
        (61, 0, 61 * DAY),
        (0, 0, 0),
    ] {
        let start = 1_795_305_600;
        assert_eq!(start % DAY, 0);
        let day = |count: i64| {
            let at = std::time::UNIX_EPOCH + Duration::from_secs((start + count * DAY).unsigned_abs());
            humantime::format_rfc3339_seconds(at).to_string()[..10].to_owned()
        };
        let feed = format!(
            "<rss version=\"2.0\"><channel><title>Changelog</title><item><title>Cloudatlas: Version 1.0 deprecated</title>\
             <pubDate>{}</pubDate><description>Version 1.0 of Cloudatlas is deprecated and will be terminated on {}.\
             </description></item></channel></rss>",
            "Sun, 01 Nov 2026 08:00:00 GMT",
            day(days)
        );
        let date = http_date(std::time::UNIX_EPOCH + Duration::from_secs((start + time).unsigned_abs()));
        let answer = format!(
            "GET /weatherapi/cloudatlas/1.0/complete?lat=60.1&lon=9.58 HTTP/1.1\nHost: api.met.no\nUser-Agent: acme/1.0 \
             {CONTACT}\n\nHTTP/1.1 203 Non-Authoritative Information\nDate: {date}\n\n<x/>\n"
        );
        let files = ["answer", "feed.rss"].map(|name| format!("{name} {days} {time}"));
        let answer = crate::support::files::put(&files[0], answer);
        let feed = crate::support::files::put(&files[1], feed);
        let ran = metstatus(["read", "-f", "json", &answer, &feed]);
        let (id, severity, code) = due(left, 60, 14);
        // The 203 itself is a warning.
        assert_due(&ran, (id, severity, code.max(1)), &format!("{days} days from {time} s of the day"));
        assert_eq!(ran.result()["deprecation"]["days_left"], json!(left.div_euclid(DAY)));
    }
}

#[test]
fn kept_verdict_follows_the_end_as_it_comes_nearer() {
    let sunset = ahead(16 * DAY);
    let reply = Reply::text(format!("HTTP/1.1 200 OK\nCache-Control: max-age=604000\nSunset: {sunset}\n\nA"));
    let server = Server::http([reply]);
    let url = server.url("/x");
    let check = || metstatus(["-f", "json", "--state", "/memory/state", &url]);
    assert_due(&check(), ("end-of-life-ahead", "warning", 1), "first");
    let start = clock::elapsed();
    for (seconds, id, severity, code) in [
        (DAY - 1, "end-of-life-ahead", "warning", 1),
        (DAY, "end-of-life-ahead", "warning", 1),
        (DAY + 1, "end-of-life-near", "error", 2),
        (6 * DAY, "end-of-life-near", "error", 2),
    ] {
        let at = Duration::from_secs(seconds.unsigned_abs());
        clock::pass((start + at).saturating_sub(clock::elapsed()));
        let ran = check();
        assert_due(&ran, (id, severity, code), &format!("after {seconds} s"));
        assert_eq!(ran.json()["requests_sent"], 0);
        assert_found(&ran, "not-asked-again");
    }
}

#[test]
fn line_thresholds_apply_to_their_target_only() {
    let sunset = ahead(30 * DAY + 3600);
    let reply = || Reply::text(format!("HTTP/1.1 200 OK\nCache-Control: max-age=600\nSunset: {sunset}\n\nA"));
    let server = Server::http((0..4).map(|_| reply()));
    let url = server.url("/");
    let list = format!("{url} eol-critical=30d\n{url} eol-critical=29d\n{url} eol-warning=29d\n{url}\n");
    let ran = metstatus_with_input(["-f", "json", "--rate", "100", "--targets", "-"], list.as_bytes());
    let verdicts: Vec<_> = ran.json()["results"].as_array().unwrap().iter().map(|one| one["verdict"].clone()).collect();
    assert_eq!(verdicts, ["failing", "attention", "healthy", "attention"], "{}", ran.stdout);
}

#[test]
fn passed_day_of_the_table_is_a_warning_from_its_first_second() {
    let path = "/weatherapi/textforecast/2.0/landoverview";
    for (date, id, code) in [
        ("Sun, 01 Mar 2026 00:00:00 GMT", "end-of-life-ahead", 1),
        ("Sun, 01 Mar 2026 00:00:01 GMT", "end-of-life-near", 2),
        ("Sun, 15 Mar 2026 23:59:59 GMT", "end-of-life-near", 2),
        ("Mon, 16 Mar 2026 00:00:00 GMT", "end-of-life-passed", 1),
    ] {
        let capture = format!(
            "GET https://api.met.no{path} HTTP/1.1\nUser-Agent: acme/1.0 {CONTACT}\n\n\
             HTTP/1.1 203 Non-Authoritative Information\nDate: {date}\n\n<x/>\n"
        );
        let ran = metstatus_with_input(["read", "-f", "json", "-"], capture.as_bytes());
        assert_found(&ran, id);
        assert_eq!(ran.code, code, "{date}: {}", ran.stdout);
    }
}
