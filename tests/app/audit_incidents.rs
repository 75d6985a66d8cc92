//! What MET complained of in public, as the logs that its gateways would have had: the first finding is the cause.

use crate::support::files;
use crate::support::run::*;

/// A request as a backend log of Varnish shows it.
struct Sent {
    at: u32,
    address: u32,
    agent: &'static str,
    path: String,
    status: u16,
    expires: Option<u32>,
    condition: &'static str,
}

const PLACE: &str = "locationforecast/2.0/compact?lat=60.1&lon=9.58";

/// Seconds of a day as a clock shows them.
fn clock(at: u32) -> String {
    format!("{:02}:{:02}:{:02}", at / 3600, at / 60 % 60, at % 60)
}

impl Sent {
    /// A request at a second of 2026-03-30, from one of many addresses.
    fn new(at: u32, address: u32, agent: &'static str) -> Self {
        Self { at, address, agent, path: PLACE.to_owned(), status: 200, expires: None, condition: "-" }
    }

    fn line(&self) -> String {
        let Self { at, address, agent, path, status, condition, .. } = self;
        let start = 1_774_828_800 + at;
        let expires = self.expires.map(|at| format!(" exp=Mon, 30 Mar 2026 {} GMT", clock(at))).unwrap_or_default();
        format!(
            "{start}.000000 {start}.100000 B GET https://api.met.no/weatherapi/{path} HTTP/1.1 {status} \
             ims={condition}{expires} addr=192.0.{}.{} ua={agent}\n",
            address / 250 % 250,
            address % 250 + 1
        )
    }
}

fn log(sent: impl IntoIterator<Item = Sent>) -> String {
    sent.into_iter().map(|sent| sent.line()).collect()
}

/// The ids of what was found, the first one first, and the exit code.
fn found(log: &str) -> (i32, Vec<String>) {
    let file = files::put("incident.log", log);
    let ran = app(["audit", "-f", "json", "--log-format", "varnish", &file]).run();
    (ran.code, ran.ids())
}

#[track_caller]
fn first_is(log: &str, code: i32, first: &str, also: &[&str]) {
    let (found_code, ids) = found(log);
    assert_eq!((found_code, ids.first().map(String::as_str)), (code, Some(first)), "{ids:?}");
    also.iter().for_each(|id| assert!(ids.iter().any(|found| found == id), "{id}: {ids:?}"));
}

#[test]
fn status_line_whose_cache_is_never_written_repeats_early() {
    // About a hundred users, whose terminals request it with each prompt: 21,500 requests an hour for one place.
    let sent = (0..7166).map(|i| {
        let at = 8 * 3600 + i * 1200 / 7166;
        Sent {
            expires: Some(8 * 3600 + 1900),
            ..Sent::new(at, i % 100, "tmux-powerline/3.0 github.com/erikw/tmux-powerline")
        }
    });
    first_is(&log(sent), 2, "asked-before-expiry", &[]);
}

#[test]
fn service_call_that_updates_all_entities_is_a_stampede() {
    // 126 addresses, fifteen identical requests in one second of each.
    let sent = (0..126 * 15).map(|i| Sent {
        path: "nowcast/2.0/complete?lat=60.1&lon=9.58".to_owned(),
        expires: Some(9 * 3600 + i / 15 * 10 + 300),
        ..Sent::new(
            9 * 3600 + i / 15 * 10,
            i / 15,
            "homeassistant-metnowcast github.com/toringer/home-assistant-metnowcast",
        )
    });
    first_is(&log(sent), 2, "asked-before-expiry", &["user-agent-no-version"]);
}

#[test]
fn widgets_that_wake_on_the_hour_are_too_fast() {
    // The table of requests by minute that MET gave; half of them were throttled.
    let minutes =
        [(57, 237), (58, 320), (59, 610), (60, 2238), (61, 3120), (62, 4195), (63, 3010), (66, 1400), (70, 728)];
    let sent = minutes.into_iter().flat_map(|(minute, requests)| {
        (0..requests).map(move |i| Sent {
            path: format!("locationforecast/2.0/compact?lat=5{}.{:02}&lon={}.5", i % 9, i % 83, i % 23),
            status: if requests > 1200 && i % 2 == 0 { 429 } else { 200 },
            ..Sent::new(
                7 * 3600 + minute * 60 + i * 60 / requests,
                minute * 5000 + i,
                "aix-weather-widget/2.0 aix@acme.no",
            )
        })
    });
    first_is(&log(sent), 2, "request-rate", &["hammering-throttled"]);
}

#[test]
fn homes_that_retry_together_after_an_outage_are_a_storm() {
    // 300 installations, each of which asks every eight seconds as long as it gets a failure.
    let sent = (0..75 * 300).filter(|i| i % 300 % 8 == i / 300 % 8).map(|i| {
        let (second, home) = (i / 300, i % 300);
        Sent {
            path: format!("locationforecast/2.0/compact?lat=60.{home:03}&lon=9.58"),
            status: 503,
            ..Sent::new(8 * 3600 + second, home, "home-assistant/0.63 homeassistant.io")
        }
    });
    let slow = log(sent);
    assert!(found(&slow).1.contains(&"request-rate".to_owned()));
    let storm = (0..30 * 40).map(|i| Sent {
        path: format!("locationforecast/2.0/compact?lat=60.{:03}&lon=9.58", i % 40 / 4),
        status: 503,
        ..Sent::new(8 * 3600 + i / 10, i % 40 / 4, "home-assistant/0.63 homeassistant.io")
    });
    first_is(&log(storm), 1, "retry-storm", &[]);
}

#[test]
fn app_that_requests_at_each_look_repeats_within_seconds() {
    let sent = (0..200).map(|i| Sent::new(10 * 3600 + i * 23, i % 2, "home-assistant/0.40 homeassistant.io"));
    first_is(&log(sent), 1, "repeated-requests", &[]);
}

#[test]
fn fleet_with_one_schedule_comes_in_waves() {
    // Each of 1,500 adapters polls at the full hour and some seconds, for a night.
    let sent = (0..4 * 1500).map(|i| {
        let (hour, adapter) = (i / 1500, i % 1500);
        Sent {
            path: format!(
                "locationforecast/2.0/complete?lat=5{}.{:02}&lon=1{}.{:02}",
                adapter % 9,
                adapter % 83,
                adapter % 7,
                adapter % 91
            ),
            condition: "Sun, 29 Mar 2026 20:00:00 GMT",
            ..Sent::new(hour * 3600 + adapter / 15, adapter, "ioBroker/5.0 iobroker.net")
        }
    });
    first_is(&log(sent), 1, "burst-aligned", &["complete-endpoint"]);
}

#[test]
fn desktops_of_all_the_world_exceed_what_is_allowed() {
    let sent = (0..60 * 60).map(|i| Sent {
        path: format!("locationforecast/2.0/compact?lat={}.{:02}&lon={}.{:02}", i % 80, i % 89, i % 170, i % 97),
        ..Sent::new(11 * 3600 + i / 60, i % 3000, "libgweather/40.0 gitlab.gnome.org/GNOME/libgweather")
    });
    first_is(&log(sent), 2, "request-rate", &[]);
}

#[test]
fn package_that_calls_a_download_revalidated_is_not_conditional() {
    let sent = (0..8).map(|i| Sent {
        expires: Some(12 * 3600 + i * 2000 + 1800),
        ..Sent::new(12 * 3600 + i * 2000, 1, "weatherOz/1.0 docs.ropensci.org/weatherOz")
    });
    first_is(&log(sent), 1, "not-conditional", &[]);
}

#[test]
fn blocked_sites_that_go_on_for_years_are_hammering() {
    // 14,000 requests an hour, all refused.
    let sent = (0..3500)
        .map(|i| Sent { status: 403, ..Sent::new(13 * 3600 + i * 900 / 3500, i % 3, "acme-weather/1.2 ops@acme.no") });
    first_is(&log(sent), 2, "hammering-blocked", &[]);
}

#[test]
fn one_field_for_one_city_every_five_minutes_is_too_often() {
    // The same place from thousands of addresses, each of them every five minutes.
    let sent = (0..3 * 2000).map(|i| Sent {
        path: "locationforecast/2.0/compact?lat=52.41&lon=16.93".to_owned(),
        expires: Some(14 * 3600 + 1830),
        ..Sent::new(14 * 3600 + i / 2000 * 300 + i % 2000 * 3 / 20, i % 2000, "poznan-clock/1.0 poznan.pl")
    });
    first_is(&log(sent), 2, "asked-before-expiry", &[]);
}

#[test]
fn answers_of_304_404_and_429_that_are_ignored_are_found() {
    let gone = (0..40).map(|i| Sent {
        path: "locationforecast/1.9/?lat=60.1&lon=9.58".to_owned(),
        status: 404,
        ..Sent::new(3600 + i * 600, 1, "old-widget/1.0 acme.no")
    });
    first_is(&log(gone), 2, "ended-version-used", &[]);
    let unused = (0..20).map(|i| Sent {
        status: if i % 2 == 0 { 304 } else { 200 },
        condition: if i % 2 == 0 { "Mon, 30 Mar 2026 01:00:00 GMT" } else { "-" },
        ..Sent::new(7200 + i / 2 * 3700 + i % 2, 1, "twice/1.0 ops@acme.no")
    });
    first_is(&log(unused), 2, "not-modified-unused", &[]);
    let throttled = (0..200).map(|i| Sent {
        path: format!("locationforecast/2.0/compact?lat=60.{i:03}&lon=9.58"),
        status: 429,
        ..Sent::new(36_000 + i * 3, 1, "deaf/1.0 ops@acme.no")
    });
    first_is(&log(throttled), 2, "hammering-throttled", &[]);
}

#[test]
fn client_before_its_repair_breaks_what_was_listed_by_hand() {
    // The table of five rules that a developer made: decimals, Expires, 429, 203.
    let sent = (0..60).map(|i| Sent {
        path: format!("locationforecast/1.9/?lat=60.123456&lon=9.58{:04}", i / 6),
        status: if i % 6 == 5 { 429 } else { 203 },
        expires: Some(15 * 3600 + i / 6 * 600 + 590),
        ..Sent::new(15 * 3600 + i / 6 * 600 + i % 6 * 20, 1, "femto-car-launcher/1.0 github.com/acme/launcher")
    });
    let (code, ids) = found(&log(sent));
    assert_eq!(code, 2, "{ids:?}");
    for id in ["coordinate-precision", "deprecated-version", "asked-before-expiry"] {
        assert!(ids.iter().any(|found| found == id), "{id}: {ids:?}");
    }
}
