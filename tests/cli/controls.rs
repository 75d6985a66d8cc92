//! The experiment after a refusal, by the whole binary over TLS: each outcome of the controls, with the requests counted.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use crate::live::{Met, PATH};
use crate::support::run::{CONTACT, metstatus};
use crate::support::server::Reply;

/// A place with more decimals than the terms allow.
const FINE: &str = "/weatherapi/locationforecast/2.0/compact?lat=59.91278&lon=10.746104";
const COARSE: &str = "/weatherapi/locationforecast/2.0/compact?lat=59.9127&lon=10.7461";
const GENERIC: &str = "okhttp/4.12.0";
const NAMED: &str = "acme-weather/1.2 https://github.com/acme/weather";
const BROWSER: &str =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36";

fn reply(status: u16) -> Reply {
    let rest = match status {
        200 => "200 OK\nContent-Type: application/json\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}",
        403 => "403 Forbidden\nContent-Type: text/plain\n\nno\n",
        _ => "503 Service Unavailable\nContent-Type: text/plain\n\nno\n",
    };
    Reply::text(format!("HTTP/1.1 {rest}"))
}

/// What each control changes of the client's request: its User-Agent, its target.
fn changes(agent: &str, requests: &[(Option<String>, String)]) -> Vec<(bool, bool)> {
    let first = &requests[0];
    assert_eq!(first.0.as_deref(), Some(agent));
    requests[1..].iter().map(|(sent, target)| (*sent != first.0, *target != first.1)).collect()
}

#[test]
fn each_outcome_of_the_controls_decides_over_tls() {
    const IDENTITY: (bool, bool) = (true, false);
    const COORDINATES: (bool, bool) = (false, true);
    const BOTH: (bool, bool) = (true, true);
    type Case<'a> = (&'a str, &'a str, &'a [u16], &'a str, &'a str, &'a [(bool, bool)]);
    let cases: [Case<'_>; 10] = [
        (GENERIC, PATH, &[403, 200], "user-agent-generic", "certain", &[IDENTITY]),
        (GENERIC, PATH, &[403, 403], "blocked-client", "likely", &[IDENTITY]),
        (GENERIC, PATH, &[403, 503], "user-agent-generic", "likely", &[IDENTITY]),
        (NAMED, PATH, &[403, 200], "blocked-user-agent", "certain", &[IDENTITY]),
        (GENERIC, FINE, &[403, 200, 200], "coordinate-precision", "certain", &[BOTH, COORDINATES]),
        (GENERIC, FINE, &[403, 200, 403], "user-agent-generic", "certain", &[BOTH, COORDINATES]),
        (NAMED, FINE, &[403, 200, 403], "blocked-user-agent", "certain", &[BOTH, COORDINATES]),
        (GENERIC, FINE, &[403, 200, 503], "user-agent-generic", "likely", &[BOTH, COORDINATES]),
        (GENERIC, FINE, &[403, 403], "blocked-client", "likely", &[BOTH]),
        (BROWSER, FINE, &[403, 200], "user-agent-browser", "likely", &[BOTH]),
    ];
    // A control waits half a second, so the runs wait beside each other.
    let decides = |(agent, path, statuses, id, certainty, changed): Case<'_>| {
        let met = Met::new(statuses.iter().copied().map(reply));
        let ran = metstatus(met.args(&["-f", "json", "-A", agent, "--contact", CONTACT], &met.url(path)));
        let first = ran.result()["findings"][0].clone();
        let name = format!("{agent} {path} {statuses:?}");
        assert_eq!((&first["id"], &first["certainty"]), (&id.into(), &certainty.into()), "{name}: {}", ran.stdout);
        let requests = met.server.requests();
        let sent: Vec<_> =
            requests.iter().map(|seen| (seen.field("user-agent").map(str::to_owned), seen.target.clone())).collect();
        assert_eq!(changes(agent, &sent), changed, "{name}");
        assert_eq!((ran.code, &ran.json()["requests_sent"]), (2, &statuses.len().into()), "{name}");
        assert!(sent.iter().all(|(_, target)| [PATH, FINE, COARSE].contains(&target.as_str())), "{name}: {sent:?}");
    };
    std::thread::scope(|scope| cases.map(|case| scope.spawn(move || decides(case))).map(|run| run.join().unwrap()));
}
