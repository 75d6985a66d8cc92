//! The look of human output, as snapshots: `SNAPSHOTS=overwrite cargo test --test app looks` writes them again.
//!
//! Captures with a fixed time keep them stable. Read the snapshots as a tired user would before you commit them.

use snapbox::{Data, IntoData as _, assert_data_eq};

use crate::support::run::{metstatus, metstatus_with_input};

fn check(name: &str, text: &str) {
    let path = format!("{}/tests/snapshots/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    assert!(
        text.lines().all(|line| line.chars().count() <= 80 || has_long_word(line)),
        "wider than 80 columns:\n{text}"
    );
    assert!(text.lines().all(|line| line.trim_end() == line), "blanks at the end of a line:\n{text}");
    let wanted = Data::read_from(std::path::Path::new(&path), None);
    assert_data_eq!(text.raw(), wanted.raw());
}

/// A URL or a name that cannot be broken may go over the edge.
fn has_long_word(line: &str) -> bool {
    line.split_whitespace().any(|word| word.chars().count() > 60)
}

#[test]
fn lookups_match_their_snapshots() {
    for (name, args) in [
        ("look-up-403", ["403"].as_slice()),
        ("look-up-203", &["203"]),
        ("look-up-304", &["304"]),
        ("look-up-499", &["499"]),
        ("look-up-418", &["418"]),
        ("look-up-456", &["456"]),
        ("look-up-5xx", &["5xx"]),
        ("look-up-error-class", &["Outsidegeographicarea"]),
        ("codes", &["codes"]),
        ("rules", &["rules"]),
        ("rule", &["rules", "deprecated-or-beta"]),
        ("help", &["-h"]),
        ("long-help", &["--help"]),
    ] {
        check(name, &metstatus(args).stdout);
    }
}

/// The request of the captures below.
const ASKED: &str = "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=59.9127&lon=10.7461 HTTP/1.1\n\
                     User-Agent: acme-weather/1.2 https://github.com/acme/weather\n";

const DOCUMENT: &str = "Date: Mon, 30 Mar 2026 13:22:46 GMT\nContent-Type: application/json\n\
                        Expires: Mon, 30 Mar 2026 13:53:26 GMT\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\
                        Vary: Accept, Accept-Encoding\n";

fn capture(name: &str, text: &str) {
    check(name, &metstatus_with_input(["read", "-"], text.as_bytes()).stdout);
}

#[test]
fn healthy_captures_match_their_snapshots() {
    let condition = "If-Modified-Since: Mon, 30 Mar 2026 13:22:44 GMT\n";
    let first = format!("{ASKED}\nHTTP/1.1 200 OK\n{DOCUMENT}Content-Length: 2\n\n{{}}\n");
    capture("read-200", &first);
    capture("read-200-304", &format!("{first}{ASKED}{condition}\nHTTP/1.1 304 Not Modified\n{DOCUMENT}\n"));
    capture(
        "read-200-ignored",
        &format!("{first}{ASKED}{condition}\nHTTP/1.1 200 OK\n{DOCUMENT}Content-Length: 2\n\n{{}}\n"),
    );
    capture("read-203", &format!("{ASKED}\nHTTP/1.1 203 Non-Authoritative Information\n{DOCUMENT}\n{{}}\n"));
}

#[test]
fn captured_refusals_match_their_snapshots() {
    let agent = "User-Agent: acme-weather/1.2 https://github.com/acme/weather\n";
    let answer =
        |status: &str, rest: &str| format!("{ASKED}\nHTTP/1.1 {status}\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n{rest}");
    capture(
        "read-403",
        &answer("403 Forbidden", "Server: nginx/1.18.0 (Ubuntu)\nContent-Type: text/plain\n\nForbidden\n"),
    );
    let generic = answer("403 Forbidden", "X-ErrorClass: IllegalUserAgent\n\nForbidden\n")
        .replace(agent, "User-Agent: okhttp/4.12.0\n");
    capture("read-403-okhttp", &generic);
    let missing = answer("403 Forbidden", "\n<html><body><h1>403 Forbidden</h1><hr>nginx</body></html>\n")
        .replace(agent, "Host: api.met.no\n");
    capture("read-403-missing", &missing);
    let mandatory = "X-ErrorClass: Parameter\nContent-Type: text/plain\n\nMandatory parameters 'lat', 'lon' missing in call to \
                     Metno::WeatherAPI::Controller::Product::try {...}\n";
    capture("read-400", &answer("400 Bad Request", mandatory));
    let ended =
        "Content-Type: text/plain\n\n404 Not Found\nThe specified version number is end-of-lifed for this product\n";
    capture("read-404-ended", &answer("404 Not Found", ended));
    capture("read-404", &answer("404 Not Found", "\n"));
    capture(
        "read-422",
        &answer("422 Unprocessable Entity", "X-ErrorClass: Outsidegeographicarea\n\nLocation outside area\n"),
    );
    capture(
        "read-429",
        &answer("429 Too Many Requests", "X-ErrorClass: Ratelimitation\nRetry-After: 60\n\nSlow down\n"),
    );
    capture(
        "read-429-doubtful",
        &answer("429 Too Many Requests", "\nno\n").replace(agent, "User-Agent: python-requests/2.31.0\n"),
    );
    capture(
        "read-503",
        &answer("503 Service Unavailable", "X-ErrorClass: ServiceUnavailable\nRetry-After: 120\n\nRadar is down\n"),
    );
    let preflight = answer("405 Method Not Allowed", "\n").replacen("GET", "OPTIONS", 1);
    capture("read-405-preflight", &preflight);
    capture("read-unknown-class", &answer("418 I'm a teapot", "X-ErrorClass: Brewing\n\nshort and stout\n"));
}

#[test]
fn recordings_match_their_snapshots() {
    let line = |second: u32, client: &str, place: &str, status: u16, agent: &str| {
        let path = format!("/weatherapi/locationforecast/2.0/compact?lat={place}&lon=10.7461");
        format!(
            "api.met.no:443 {client} - - [30/Mar/2026:15:22:{second:02} +0200] \"GET {path} HTTP/1.1\" {status} 3044 \"-\" \"{agent}\"\n"
        )
    };
    let acme = "acme-weather/1.2 https://github.com/acme/weather";
    let mut log: String = (0..6).map(|i| line(i * 8, "192.0.2.7", "59.9127", 200, acme)).collect();
    log += &(0..4).map(|i| line(i, "192.0.2.8", "59.91273", 403, "okhttp/4.12.0")).collect::<String>();
    capture("read-log", &log);
    let entry = |at: &str, status: u16, more: &str| {
        format!(
            "{{\"startedDateTime\": \"2026-03-30T{at}Z\", \"request\": {{\"method\": \"GET\", \"headers\": [\
             {{\"name\": \"User-Agent\", \"value\": \"{acme}\"}}], \"url\": \
             \"https://api.met.no/weatherapi/nowcast/2.0/complete?lat=59.9127&lon=10.7461\"}}, \
             \"response\": {{\"status\": {status}, \"headers\": [\
             {{\"name\": \"Date\", \"value\": \"Mon, 30 Mar 2026 13:22:46 GMT\"}}, \
             {{\"name\": \"Expires\", \"value\": \"Mon, 30 Mar 2026 13:27:46 GMT\"}}, \
             {{\"name\": \"Last-Modified\", \"value\": \"Mon, 30 Mar 2026 13:22:40 GMT\"}}]{more}}}}}"
        )
    };
    let hidden = entry("13:24:00", 0, ", \"_error\": \"net::ERR_FAILED\"");
    let entries = [entry("13:22:46", 200, ""), entry("13:23:46", 200, ""), hidden].join(",\n");
    capture("read-har", &format!("{{\"log\": {{\"entries\": [\n{entries}\n]}}}}\n"));
}

#[test]
fn transport_failures_match_their_snapshots() {
    capture("read-dns", "curl: (6) Could not resolve host: api.met.no\n");
    capture("read-expired", "curl: (60) SSL certificate problem: certificate has expired\n");
    let page = "GET http://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 HTTP/1.1\n\
                User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\n\
                HTTP/1.1 301 Moved Permanently\nLocation: https://api.met.no/\n\n\
                GET https://api.met.no/ HTTP/1.1\nUser-Agent: acme-weather/1.2 https://github.com/acme/weather\n\n\
                HTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\nContent-Type: text/html\n\n\
                <!DOCTYPE html><html><body>MET Weather API</body></html>\n";
    capture("read-front-page", page);
    let hostile = "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 500 \u{1b}[31mred\u{7}\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n\n\
                   \u{1b}]0;title\u{7}\u{202e}evil\n";
    capture("read-hostile", hostile);
}

#[test]
fn readme_shows_the_lookup_of_403() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let shown = format!("$ cargo run -- 403\n{}```", metstatus(["403"]).stdout);
    assert!(readme.contains(&shown), "the README shows another text than metstatus 403 does");
}

/// What a maintainer would paste below a report: the diagnosis as a comment.
#[test]
fn pastes_as_comments_match_their_snapshots() {
    for (name, file) in [
        ("paste-okhttp", "okhttp-logcat.txt"),
        ("paste-issue", "issue.md"),
        ("paste-home-assistant", "home-assistant.txt"),
        ("paste-console", "console-cors.txt"),
        ("paste-squid", "squid.txt"),
    ] {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/pastes");
        let text = std::fs::read(format!("{folder}/{file}")).unwrap();
        let ran = metstatus_with_input(["read", "-f", "markdown", "--at", "2026-03-30T13:22:46Z", "-"], &text);
        let path = format!("{}/tests/snapshots/{name}.md", env!("CARGO_MANIFEST_DIR"));
        assert_data_eq!(ran.stdout.raw(), Data::read_from(std::path::Path::new(&path), None).raw());
    }
}
