//! A day of a monitor with `--state`.

use std::time::Duration;

use super::support::clock;
use super::support::met::PATH;
use super::support::run::{CONTACT, metstatus};
use super::support::server::{Reply, SeenRequest, Server, http_date, wire};

/// A server like MET's: a document is good for half an hour, and until it is renewed a condition is answered 304.
fn like_met(request: &SeenRequest) -> Vec<u8> {
    let now = clock::unix();
    // The document is renewed each hour and a half, its Expires each half hour.
    let at = |unix: i64| http_date(std::time::UNIX_EPOCH + Duration::from_secs(unix.unsigned_abs()));
    let modified = at(now - now.rem_euclid(5400));
    let unchanged = request.field("if-modified-since") == Some(modified.as_str());
    let status = if unchanged { "304 Not Modified" } else { "200 OK" };
    let body = if unchanged { String::new() } else { " ".repeat(100) };
    wire(format!(
        "HTTP/1.1 {status}\nDate: {}\nExpires: {}\nLast-Modified: {modified}\nVary: Accept\n\n{body}",
        at(now),
        at(now + 1800)
    ))
}

#[test]
fn day_of_runs_every_five_minutes_is_one_request_per_expiry() {
    let server = Server::named("api.met.no", (0..48).map(|_| Reply::dynamic(like_met)));
    let url = format!("https://api.met.no{PATH}");
    let start = clock::elapsed();
    for run in 0..288 {
        clock::pass((start + Duration::from_secs(300 * run)).saturating_sub(clock::elapsed()));
        let ran = metstatus(["--contact", CONTACT, "--state", "/memory/state.json", "-f", "json", &url]);
        assert_eq!((ran.code, &ran.json()["verdict"]), (0, &"healthy".into()), "run {run}: {ran:#?}");
        assert!(ran.stderr.is_empty());
    }
    // Half an hour after a request it expires, and the run of that moment asks again.
    let requests = server.requests();
    assert_eq!(requests.len(), 48);
    let is_conditional = |request: &SeenRequest| request.field("if-modified-since").is_some();
    assert!(requests.iter().skip(1).all(is_conditional), "every later request has its condition");
}
