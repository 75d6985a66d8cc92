//! What MET complained of in public, as small clients: the first finding names each. And one that does all of it right.

use super::super::scenario::SCENARIOS;
use super::{COMPACT, GOOD, Record, Reply, Script, is_usable, judged, seconds_between};

#[test]
fn cache_that_is_never_written_is_named() {
    // tmux-powerline#504: the file was read and never written, so each refresh of a status line was a request.
    let mut client = Script::new("healthy", 1);
    for _ in 0..10 {
        client.get(COMPACT);
        client.wait(1000);
    }
    let judged = client.judged();
    assert_eq!(judged.findings[0].rule.id, "asked-before-expiry");
    assert!(judged.findings[0].evidence[0].text.contains("compact?lat=60.1"), "the request is quoted");
}

#[test]
fn single_early_request_is_a_warning() {
    let mut client = Script::new("healthy", 1);
    client.get(COMPACT);
    client.wait(1000);
    client.get(COMPACT);
    let judged = client.judged();
    assert_eq!(judged.findings[0].rule.id, "asked-before-expiry");
    assert_eq!(judged.verdict, crate::diagnosis::verdict::Verdict::Attention);
}

#[test]
fn fifteen_identical_requests_a_second_are_named() {
    // home-assistant-metnowcast#26.
    let mut client = Script::new("healthy", 2);
    for _ in 0..45 {
        client.get("/weatherapi/nowcast/2.0/complete?lat=60.1&lon=9.58");
        client.wait(66);
    }
    assert_eq!(client.found()[0], "asked-before-expiry");
}

#[test]
fn retry_after_203_is_named() {
    // home-assistant/core#36874 and others: 203 raised an error, and the request was made again.
    let mut client = Script::new("deprecated", 3);
    for _ in 0..6 {
        assert_eq!(client.get(COMPACT).status, 203);
        client.wait(1500);
    }
    let found = client.found();
    assert_eq!(found, ["deprecated-as-failure"], "and the early requests are not named twice");
}

#[test]
fn client_that_repeats_after_200_too_does_not_fear_203() {
    let mut client = Script::new("healthy", 3);
    for _ in 0..6 {
        client.get(COMPACT);
        client.wait(1500);
    }
    assert_eq!(client.found(), ["asked-before-expiry"]);
}

#[test]
fn client_that_never_caches_is_not_said_to_fear_203() {
    let play = |scenario: &str| {
        let mut client = Script::new(scenario, 3);
        for _ in 0..6 {
            client.get(COMPACT);
            client.wait(1500);
        }
        client.trial.end()
    };
    let (mut healthy, mut deprecated) = (play("healthy"), play("deprecated"));
    Record::compare(&mut [&mut healthy, &mut deprecated]);
    for record in [healthy, deprecated] {
        let ids: Vec<_> = judged(record).findings.iter().map(|finding| finding.rule.id).collect();
        assert_eq!(ids, ["asked-before-expiry"]);
    }
}

#[test]
fn storm_after_an_outage_is_named() {
    // home-assistant/core#12425.
    let mut client = Script::new("outage", 4);
    let mut tries = 0;
    while client.get(COMPACT).status == 503 {
        client.wait(300);
        tries += 1;
    }
    assert!((20..40).contains(&tries), "the outage ends after one lifetime: {tries}");
    assert_eq!(client.found(), ["retry-storm"]);
}

#[test]
fn revalidation_that_never_was_is_named() {
    // weatherOz#103: the test said "revalidated", its own recording showed a plain 200.
    let mut client = Script::new("healthy", 5);
    for _ in 0..3 {
        client.get(COMPACT);
        client.wait(11_000);
    }
    assert_eq!(client.found(), ["not-conditional"]);
}

#[test]
fn library_that_never_takes_the_new_expires_is_named() {
    // bartventer/httpcache#31: after the first expiry it revalidates on every call.
    let mut client = Script::new("unchanged", 6);
    let first = client.get(COMPACT);
    let modified = first.get("Last-Modified").unwrap().to_owned();
    client.wait(11_000);
    for _ in 0..6 {
        assert_eq!(client.get_if_modified(COMPACT, &modified).status, 304);
        client.wait(1000);
    }
    assert_eq!(client.found(), ["freshness-not-updated"]);
}

#[test]
fn polling_after_a_429_is_named() {
    let mut client = Script::new("throttled", 7);
    for place in 0..12 {
        client.get(&format!("/weatherapi/locationforecast/2.0/compact?lat=6{place}.1&lon=9.58"));
        client.wait(1000);
    }
    assert_eq!(client.found(), ["hammering-throttled"]);
}

#[test]
fn polling_after_a_403_and_a_404_is_named() {
    for (scenario, id) in [("blocked", "hammering-blocked"), ("eol", "ended-version-used")] {
        let mut client = Script::new(scenario, 8);
        for _ in 0..8 {
            client.get(COMPACT);
            client.wait(1000);
        }
        assert_eq!(client.found(), [id], "{scenario}");
    }
}

#[test]
fn redirect_that_is_not_followed_is_named() {
    let mut client = Script::new("moved", 9);
    assert!(matches!(client.get(COMPACT).status, 301 | 303));
    client.wait(500);
    assert_eq!(client.found(), ["redirect-not-followed"]);
}

#[test]
fn faults_of_single_requests_are_named() {
    type Case = (&'static str, fn(&mut Script));
    let cases: &[Case] = &[
        ("coordinate-precision", |client| {
            client.get("/weatherapi/locationforecast/2.0/compact?lat=60.12345&lon=9.58");
        }),
        ("semicolon-separator", |client| {
            client.get("/weatherapi/locationforecast/2.0/compact?lat=60.1;lon=9.58");
        }),
        ("method-not-allowed", |client| {
            client.send("POST", COMPACT, &[]);
        }),
        ("preflight", |client| {
            client.send("OPTIONS", COMPACT, &[]);
        }),
        ("plain-http", |client| {
            client.get(&format!("http://api.met.no{COMPACT}"));
        }),
        ("head-then-get", |client| {
            client.send("HEAD", COMPACT, &[]);
            client.wait(1000);
            client.get(COMPACT);
        }),
        ("missing-parameter", |client| {
            client.get("/weatherapi/locationforecast/2.0/compact?lat=60.1");
        }),
        ("unknown-product", |client| {
            client.get("/weatherapi/locationforcast/2.0/compact?lat=60.1&lon=9.58");
        }),
        ("ended-version-used", |client| {
            client.get("/weatherapi/locationforecast/1.9/?lat=60.1&lon=9.58");
        }),
        ("validator-altered", |client| {
            client.get(COMPACT);
            client.wait(11_000);
            client.get_if_modified(COMPACT, "Thu, 01 Jan 2026 00:00:00 GMT");
        }),
    ];
    for (id, act) in cases {
        let mut client = Script::new("healthy", 10);
        act(&mut client);
        let found = client.found();
        assert_eq!(found.first(), Some(id), "{found:?}");
    }
}

#[test]
fn poor_identity_is_named_in_healthy_refused_in_strict() {
    for (agent, id) in [
        ("", "user-agent-missing"),
        ("okhttp/4.12.0", "user-agent-generic"),
        ("python-requests/2.32", "user-agent-generic"),
        ("acme-weather/1.2 ops@example.com", "user-agent-placeholder"),
    ] {
        let mut client = Script::new("healthy", 11).header("User-Agent", agent);
        assert_eq!(client.get(COMPACT).status, 200, "{agent}");
        assert_eq!(client.found()[0], id, "{agent}");
        let mut client = Script::new("strict", 11).header("User-Agent", agent);
        assert_eq!(client.get(COMPACT).status, 403, "{agent}");
    }
    let mut plain = Script::new("healthy", 11).header("Accept-Encoding", "");
    plain.get(COMPACT);
    assert_eq!(plain.found(), ["compression-not-requested"]);
    let mut good = Script::new("strict", 11).header("User-Agent", GOOD);
    assert_eq!(good.get(COMPACT).status, 200);
}

/// A client that does what MET wants, and nothing else.
#[derive(Default)]
struct Polite {
    modified: Option<String>,
    failures: u32,
}

/// How long it waits where a response says nothing: half an hour, to scale.
const PAUSE_MS: i64 = 8_000;

impl Polite {
    /// Requests the data once, following redirects. Says how long it waits before the next time.
    fn poll(&mut self, script: &mut Script, url: &str) -> i64 {
        let mut reply = self.send(script, url);
        let mut hops = 0;
        while let (301 | 302 | 303 | 307 | 308, Some(to)) = (reply.status, reply.get("Location").map(str::to_owned)) {
            hops += 1;
            assert!(hops < 5, "redirects end");
            script.wait(50);
            reply = self.send(script, &to);
        }
        let good = matches!(reply.status, 200 | 203 | 304) && is_usable(&reply);
        if !good {
            self.failures += 1;
            return PAUSE_MS << self.failures.min(4);
        }
        self.failures = 0;
        if reply.status == 200 {
            self.modified = reply.get("Last-Modified").map(str::to_owned);
        }
        if reply.status == 203 {
            self.modified = None;
        }
        // By the server's clock, which need not be right.
        let lifetime_ms = seconds_between(&reply, "Date", "Expires") * 1000;
        lifetime_ms.max(if lifetime_ms > 0 { 0 } else { PAUSE_MS }) + 1000
    }

    fn send(&self, script: &mut Script, url: &str) -> Reply {
        match &self.modified {
            Some(since) => script.get_if_modified(url, since),
            None => script.get(url),
        }
    }
}

#[test]
fn polite_client_has_no_finding_in_any_scenario() {
    let urls = [
        COMPACT,
        "/weatherapi/nowcast/2.0/complete?lat=60.1&lon=9.58",
        "/weatherapi/metalerts/2.0/current.json",
        "/weatherapi/sunrise/3.0/sun?lat=60.1&lon=9.58&date=2026-11-26",
        "/weatherapi/locationforecast/2.0/classic.xml?lat=60.1&lon=9.58",
    ];
    for (number, scenario) in SCENARIOS.iter().enumerate() {
        for seed in 0..4 {
            let other = urls[(number + seed as usize) % urls.len()];
            for url in [COMPACT, other].into_iter().skip(usize::from(seed > 0)) {
                let mut script = Script::new(scenario.name, seed);
                script.wait(i64::try_from(seed).unwrap() * 170);
                let mut client = Polite::default();
                let end = script.now_ms + 120_000;
                while script.now_ms < end {
                    let pause = client.poll(&mut script, url);
                    script.wait(pause);
                }
                let judged = script.judged();
                let found: Vec<String> =
                    judged.findings.iter().map(|one| format!("{}: {:?}", one.message, one.evidence)).collect();
                assert_eq!(found, [""; 0], "{} {seed} {url}", scenario.name);
                assert_eq!(judged.verdict, crate::diagnosis::verdict::Verdict::Healthy, "{}", scenario.name);
            }
        }
    }
}
