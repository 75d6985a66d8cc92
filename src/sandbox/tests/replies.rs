//! What is sent back, header by header.

use super::super::scenario::{SCENARIOS, find};
use super::{COMPACT, Delivery, Reply, Script, is_usable, seconds_between};

#[test]
fn healthy_reply_has_exactly_the_captured_headers() {
    let reply = Script::new("healthy", 1).get(COMPACT);
    let names: Vec<&str> = reply.fields.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Server",
            "Date",
            "X-Metstatus-Sandbox",
            "Content-Type",
            "Content-Encoding",
            "Last-Modified",
            "Expires",
            "Access-Control-Allow-Origin",
            "Access-Control-Allow-Methods",
            "Access-Control-Allow-Headers",
            "Vary",
            "X-Varnish",
            "Age",
            "Via",
            "Accept-Ranges",
        ]
    );
    assert_eq!(reply.get("Vary"), Some("Accept, Accept-Encoding"));
    assert!((8..=10).contains(&seconds_between(&reply, "Last-Modified", "Expires")));
    assert!(reply.get("Server").is_some_and(|server| server.contains("sandbox")), "it says that it is not MET");
}

#[test]
fn response_stays_in_the_cache_until_it_expires() {
    let mut client = Script::new("healthy", 1);
    let first = client.get(COMPACT);
    let modified = first.get("Last-Modified").unwrap().to_owned();
    client.wait(3000);
    let hit = client.get(COMPACT);
    assert_eq!((hit.get("Age"), hit.get("Last-Modified")), (Some("3"), Some(modified.as_str())));
    assert_eq!(hit.get("Expires"), first.get("Expires"));
    assert_eq!(hit.body, first.body);
    assert_eq!(client.get_if_modified(COMPACT, &modified).status, 304);
    client.wait(8000);
    let next = client.get_if_modified(COMPACT, &modified);
    assert_eq!(next.status, 200, "it is generated again");
    assert_ne!(next.get("Last-Modified"), Some(modified.as_str()));
}

#[test]
fn unchanged_reply_is_a_304_with_a_new_expires() {
    let mut client = Script::new("unchanged", 1);
    let first = client.get(COMPACT);
    let modified = first.get("Last-Modified").unwrap().to_owned();
    client.wait(11_000);
    let reply = client.get_if_modified(COMPACT, &modified);
    assert_eq!((reply.status, reply.body.len()), (304, 0));
    assert!(seconds_between(&reply, "Date", "Expires") >= 8);
    let bare = (0..12).filter(|seed| {
        let mut client = Script::new("unchanged", *seed);
        let modified = client.get(COMPACT).get("Last-Modified").unwrap().to_owned();
        client.get_if_modified(COMPACT, &modified).get("Last-Modified").is_none()
    });
    assert!((1..12).contains(&bare.count()), "some have no Last-Modified");
}

#[test]
fn deprecated_reply_is_whole_whatever_is_known() {
    let mut client = Script::new("deprecated", 1);
    let first = client.get(COMPACT);
    let again = client.get_if_modified(COMPACT, first.get("Last-Modified").unwrap());
    assert_eq!((first.status, again.status), (203, 203));
    assert_eq!(first.body, again.body);
}

#[test]
fn compression_is_used_where_it_is_offered() {
    let plain = Script::new("healthy", 1).header("Accept-Encoding", "identity").get(COMPACT);
    let gzip = Script::new("healthy", 1).get(COMPACT);
    assert!(plain.body.len() > 5 * gzip.body.len(), "{} {}", plain.body.len(), gzip.body.len());
    let mut text = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(gzip.body.as_slice()), &mut text).unwrap();
    assert_eq!(text, plain.body);
    for refused in ["gzip;q=0", "br", "deflate", "x"] {
        let reply = Script::new("healthy", 1).header("Accept-Encoding", refused).get(COMPACT);
        assert_eq!(reply.get("Content-Encoding"), None, "{refused}");
    }
}

#[test]
fn refusals_are_met_s_own() {
    let cases = [
        ("/weatherapi/locationforecast/1.9/?lat=60&lon=9", 404, "end-of-lifed"),
        ("/weatherapi/nosuchproduct/1.0/x", 404, "The specified product does not exist"),
        ("/weatherapi/locationforecast/2.0/compact", 400, "Mandatory parameters 'lat', 'lon' missing"),
        ("/weatherapi/locationforecast/2.0/compact?lat=60", 400, "Mandatory parameter 'lon' missing"),
        ("/weatherapi/locationforecast/2.0/compact?lat=1e1&lon=9", 400, "Invalid latitude"),
        ("/weatherapi/locationforecast/2.0/compact?lat=60&lon=181", 400, "Invalid longitude"),
        ("/weatherapi/nowcast/2.0/complete?lat=0&lon=0", 422, "outside the area"),
        ("/weatherapi/gribfiles/1.1/available.json", 501, "sandbox has no"),
        ("/weatherapi/locationforecast/2.0/documentation", 501, "sandbox has no"),
        ("/weatherapi/locationforecast/2.0/", 404, "endpoint"),
        ("/elsewhere", 404, "weatherapi"),
        ("https://frost.met.no/weatherapi/x", 421, "api.met.no only"),
    ];
    for (url, status, text) in cases {
        let reply = Script::new("healthy", 1).get(url);
        let body = String::from_utf8(reply.body).unwrap();
        assert_eq!((reply.status, body.contains(text)), (status, true), "{url}: {body}");
    }
    let html = Script::new("healthy", 1).header("Accept", "text/html").get("/weatherapi/locationforecast/2.0/compact");
    assert!(html.get("Content-Type").is_some_and(|media| media.starts_with("text/html")));
}

#[test]
fn plain_http_to_met_leads_to_the_front_page() {
    let url = format!("http://api.met.no{COMPACT}");
    let reply = Script::new("healthy", 1).get(&url);
    assert_eq!((reply.status, reply.get("Location")), (301, Some("https://api.met.no/")));
    let reply = Script::new("healthy", 1).get(&format!("http://127.0.0.1{COMPACT}"));
    assert_eq!(reply.status, 200);
    let mut client = Script::new("healthy", 1);
    client.get(&format!("http://127.0.0.1{COMPACT}"));
    assert_eq!(client.found(), [""; 0], "the client was given that address");
}

#[test]
fn customers_aliases_are_served() {
    let reply = Script::new("healthy", 1).get(&format!("https://aa015h6buqvih86i1.api.met.no{COMPACT}"));
    assert_eq!(reply.status, 200);
}

#[test]
fn same_seed_gives_the_same_run() {
    for scenario in SCENARIOS {
        let run = |seed: u64| {
            let mut client = Script::new(scenario.name, seed);
            let replies = (0..8).map(|_| {
                client.wait(1700);
                client.get(COMPACT)
            });
            replies.collect::<Vec<Reply>>()
        };
        assert!(run(42) == run(42), "{}", scenario.name);
        // What is the same whatever the seed has no data, and nothing is left to chance.
        assert!(run(42) != run(43) || matches!(scenario.name, "eol" | "blocked" | "coverage"), "{}", scenario.name);
    }
}

#[test]
fn outages_last_one_lifetime() {
    for (name, fails) in [
        ("outage", (|reply| reply.status == 503) as fn(&Reply) -> bool),
        ("outage-500", |reply| reply.status == 500),
        ("outage-502", |reply| reply.status == 502),
        ("outage-504", |reply| reply.status == 504),
        ("outage-refused", |reply| reply.delivery == Delivery::Reset),
        ("outage-reset", |reply| reply.delivery == Delivery::Reset),
        ("outage-hang", |reply| reply.delivery == Delivery::Hang),
        ("outage-cut", |reply| matches!(reply.delivery, Delivery::Cut(end) if end < reply.body.len())),
        ("outage-gzip", |reply| reply.is_damaged && reply.get("Content-Encoding") == Some("gzip")),
        ("outage-html", |reply| reply.get("Content-Type").is_some_and(|media| media.starts_with("text/html"))),
    ] {
        let mut client = Script::new(name, 1);
        assert!(fails(&client.get(COMPACT)), "{name}");
        client.wait(7900);
        assert!(fails(&client.get(COMPACT)), "{name}");
        client.wait(200);
        let reply = client.get(COMPACT);
        assert!(!fails(&reply) && reply.status == 200 && is_usable(&reply), "{name}");
    }
}

#[test]
fn damaged_gzip_cannot_be_decoded() {
    let reply = Script::new("outage-gzip", 1).get(COMPACT);
    let mut text = Vec::new();
    let read = std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(reply.body.as_slice()), &mut text);
    assert!(read.is_err());
}

#[test]
fn throttling_ends_after_a_quiet_lifetime() {
    for seed in 0..8 {
        let mut client = Script::new("throttled", seed);
        let statuses: Vec<u16> = (0..10).map(|_| client.get(COMPACT).status).collect();
        let served = statuses.iter().take_while(|status| **status == 200).count();
        assert!((3..=6).contains(&served) && statuses[served..].iter().all(|status| *status == 429), "{statuses:?}");
        client.wait(7000);
        assert_eq!(client.get(COMPACT).status, 429, "a request starts the lifetime again");
        client.wait(8000);
        assert_eq!(client.get(COMPACT).status, 200);
    }
}

#[test]
fn strict_refuses_decimals_and_more_than_twenty_a_second() {
    let fine = "/weatherapi/locationforecast/2.0/compact?lat=60.12345&lon=9.58";
    let statuses: std::collections::BTreeSet<u16> =
        (0..20).map(|seed| Script::new("strict", seed).get(fine).status).collect();
    assert_eq!(statuses.into_iter().collect::<Vec<_>>(), [400, 403], "MET's pages disagree, so the seed decides");
    let mut client = Script::new("strict", 1);
    let statuses: Vec<u16> = (0..25).map(|_| client.get(COMPACT).status).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 429).count(), 5);
    client.wait(1000);
    assert_eq!(client.get(COMPACT).status, 200);
}

#[test]
fn version_ends_midway_after_three_requests() {
    let mut client = Script::new("eol-midway", 1);
    let statuses: Vec<u16> = (0..5).map(|_| client.get(COMPACT).status).collect();
    assert_eq!(statuses, [203, 203, 203, 404, 404]);
}

#[test]
fn redirect_leads_to_a_host_that_has_the_data() {
    let mut client = Script::new("moved", 1);
    let reply = client.get(COMPACT);
    let to = reply.get("Location").unwrap().to_owned();
    assert!(to.starts_with("https://moved.api.met.no/weatherapi/"), "{to}");
    assert_eq!(client.get(&to).status, 200);
    let mut local = Script::new("moved", 1);
    let reply = local.get(&format!("http://127.0.0.1{COMPACT}"));
    assert!(reply.get("Location").unwrap().starts_with("http://localhost/"));
}

#[test]
fn coverage_and_clock_and_expiry_are_as_their_scenarios_say() {
    let mut client = Script::new("coverage", 1);
    assert_eq!(client.get(COMPACT).status, 422);
    let nowcast = client.send("GET", "/weatherapi/nowcast/2.0/complete?lat=60&lon=9", &[]);
    assert_eq!(nowcast.status, 200);
    let mut client = Script::new("expired", 1);
    assert!(seconds_between(&client.get(COMPACT), "Date", "Expires") <= 0);
    let mut client = Script::new("skew", 1);
    let reply = client.get(COMPACT);
    let date = httpdate::parse_http_date(reply.get("Date").unwrap()).unwrap();
    let start = std::time::UNIX_EPOCH + std::time::Duration::from_millis(super::START_MS.cast_unsigned());
    let off = date.duration_since(start).unwrap_or_else(|error| error.duration()).as_secs();
    assert_eq!(off, 600);
    let modified = reply.get("Last-Modified").unwrap().to_owned();
    assert_eq!(client.get_if_modified(COMPACT, &modified).status, 304, "by its own clock");
}

#[test]
fn pebble_varies_what_is_left_open() {
    let names = |seed: u64| {
        let reply = Script::new("pebble", seed).get(COMPACT);
        reply.fields.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>()
    };
    let all: std::collections::BTreeSet<Vec<String>> = (0..20).map(names).collect();
    assert!(all.len() > 10, "{}", all.len());
    assert!(all.iter().any(|names| !names.iter().any(|name| name.eq_ignore_ascii_case("age"))));
    let plain = Script::new("pebble", 1).header("Accept-Encoding", "identity").get(COMPACT);
    assert!(String::from_utf8(plain.body).unwrap().contains("sandbox_extra_"));
}

#[test]
fn unknown_scenario_is_none() {
    assert!(find("healhty").is_none());
}
