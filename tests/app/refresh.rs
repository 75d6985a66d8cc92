//! What is learned from MET's changelog: how often it is asked for, what it changes, and what is made of feeds that lie and
//! of files that cannot be used.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::clock::{now, pass};
use crate::support::door::evidence::{FailureKind, Phase};
use crate::support::door::world::Distrust;
use crate::support::files;
use crate::support::run::{App, CONTACT, Ran, app};
use crate::support::server::{Reply, SeenRequest, Server, http_date};

const FILE: &str = "/memory/home/.cache/metstatus/knowledge.json";
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(86_400);

/// A run of a user with a home.
fn at_home<S: AsRef<std::ffi::OsStr>>(args: impl IntoIterator<Item = S>) -> App {
    let mut app = app(args);
    app.env("HOME", "/memory/home");
    app
}

fn run<S: AsRef<std::ffi::OsStr>>(args: impl IntoIterator<Item = S>) -> Ran {
    at_home(args).run()
}

fn refresh() -> Ran {
    run(["products", "--refresh", "--contact", CONTACT])
}

/// A feed of these entries: day, title, text. The newest comes first, as at MET.
fn feed(entries: &[(&str, &str, &str)]) -> String {
    let items: String = entries
        .iter()
        .rev()
        .map(|(day, title, text)| {
            format!(
                "<item><title>{title}</title><link>https://api.met.no/changelog#{day}</link><dc:date>{day}</dc:date>\
                 <description>{text}</description></item>"
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?><rss xmlns:dc=\"http://purl.org/dc/elements/1.1/\" version=\"2.0\"><channel>{items}\
         </channel></rss>"
    )
}

/// The feed as a response with these lines in its head.
fn served(entries: &[(&str, &str, &str)], lines: &str) -> Reply {
    Reply::text(format!(
        "HTTP/1.1 200 OK\nDate: {}\nContent-Type: application/rss+xml\n{lines}\n{}",
        http_date(now()),
        feed(entries)
    ))
}

/// A version as `metstatus products` lists it.
fn listed(version: &str) -> Value {
    let ran = run(["products", version, "-f", "json"]);
    let list: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {ran:#?}"));
    list["versions"][0].clone()
}

/// What is announced of the product sunrise in a year, by month: day, title, text.
const YEAR: [(&str, &str, &str); 6] = [
    ("2026-12-10", "Sunrise: Version 4.0 in beta, 2026-12-10", "A new version 4.0 is in beta for testing."),
    (
        "2027-02-03",
        "Sunrise: Version 4.0 out of beta, 2027-02-03",
        "Version 4.0 is now out of beta. Version 3.0 is deprecated and will be terminated on 2027-06-01, use 4.0 instead.",
    ),
    (
        "2027-04-20",
        "Sunrise: Version 3.0 end postponed, 2027-04-20",
        "The termination of version 3.0 is postponed. Version 3.0 will be terminated on 1 September 2027.",
    ),
    ("2027-05-05", "Aurora: Version 0.1 in beta, 2027-05-05", "The new product aurora/0.1 is in beta."),
    ("2027-09-01", "Sunrise: Version 3.0 removed, 2027-09-01", "Version 3.0 was terminated on 2027-09-01."),
    ("2027-10-04", "Nowcast: 2027-10-04", "Nothing is deprecated here."),
];

/// Days from today until the end.
fn days_until(end: Option<&str>) -> u64 {
    let end = humantime::parse_rfc3339(&format!("{}T00:00:00Z", end.unwrap())).unwrap();
    end.duration_since(now()).map_or(0, |left| left.as_secs() / 86_400)
}

#[test]
fn server_that_answers_is_right_whatever_was_learned() {
    pass(DAY * 300);
    let met = Server::named("api.met.no", [served(&YEAR, "")]);
    refresh();
    drop(met);
    assert_eq!(listed("sunrise/3.0")["state"], "ended");
    let url = "https://api.met.no/weatherapi/sunrise/3.0/sun?lat=60.1&lon=9.58&date=2027-01-01";
    for (status, code) in [("200 OK", 0), ("203 Non-Authoritative Information", 1)] {
        let reply = format!("HTTP/1.1 {status}\nContent-Type: application/json\n\n{{}}");
        let met = Server::named("api.met.no", [Reply::text(reply)]);
        let live = run(["--contact", CONTACT, "--changelog", "never", "--replay", "never", "-f", "json", url]);
        assert_eq!(live.code, code, "{status}: {live:#?}");
        assert_eq!(live.result()["deprecation"]["ends_at"], Value::Null, "{status}");
        assert!(live.finding("version-ended")["message"].as_str().unwrap().contains("still responds"), "{status}");
        drop(met);
    }
}

#[test]
fn simulated_year_is_told_right_month_by_month() {
    // The month, the end of 3.0 as known then, the state of 3.0, that of 4.0.
    let expected = [
        ("2026-12", None, "current", Some("beta")),
        ("2027-01", None, "current", Some("beta")),
        ("2027-02", Some("2027-06-01"), "deprecated", Some("current")),
        ("2027-03", Some("2027-06-01"), "deprecated", Some("current")),
        ("2027-04", Some("2027-09-01"), "deprecated", Some("current")),
        ("2027-05", Some("2027-09-01"), "deprecated", Some("current")),
        ("2027-06", Some("2027-09-01"), "deprecated", Some("current")),
        ("2027-07", Some("2027-09-01"), "deprecated", Some("current")),
        ("2027-08", Some("2027-09-01"), "deprecated", Some("current")),
        ("2027-09", Some("2027-09-01"), "ended", Some("current")),
        ("2027-10", Some("2027-09-01"), "ended", Some("current")),
        ("2027-11", Some("2027-09-01"), "ended", Some("current")),
    ];
    assert_eq!(listed("sunrise/3.0")["state"], "current");
    for (at, (month, end, state, next)) in expected.into_iter().enumerate() {
        pass(DAY * if at == 0 { 30 } else { 30 + u32::from(at % 2 == 0) });
        let today = humantime::format_rfc3339_seconds(now()).to_string();
        assert!(today.starts_with(month), "{today} is not in {month}");
        let known: Vec<_> = YEAR.iter().filter(|(day, ..)| *day <= &today[..10]).copied().collect();
        let met = Server::named("api.met.no", [served(&known, "")]);
        let ran = refresh();
        assert_eq!(ran.code, 0, "{month}: {ran:#?}");
        drop(met);

        let version = listed("sunrise/3.0");
        assert_eq!((&version["state"], &version["ended"]), (&json!(state), &json!(end)), "{month}: {version:#}");
        let newer = run(["products", "sunrise/4.0", "-f", "json"]);
        match next {
            Some(next) => assert!(newer.stdout.contains(&format!("\"state\":\"{next}\"")), "{month}: {newer:#?}"),
            None => assert_eq!(newer.code, 3),
        }
        // The request alone.
        let url = "https://api.met.no/weatherapi/sunrise/3.0/sun?lat=60.1&lon=9.58&date=2027-01-01";
        let dry = run(["--dry-run", "-A", "acme/1.0 ops@acme-weather.no", "-f", "json", url]);
        let deprecation = dry.result()["deprecation"].clone();
        let ends_at = end.map(|end| format!("{end}T00:00:00Z"));
        assert_eq!(deprecation["ends_at"], json!(ends_at), "{month}: {deprecation:#}");
        assert_eq!(dry.json()["knowledge"]["learned_at"], json!(today), "{month}");
        if end.is_some() {
            assert!(
                deprecation["sources"][0].as_str().unwrap().contains("https://api.met.no/changelog#"),
                "{deprecation}"
            );
            assert_eq!(deprecation["successor"], "sunrise/4.0", "{month}");
        }
        let (status, code) = match state {
            "current" => ("200 OK", 0),
            "deprecated" => ("203 Non-Authoritative Information", 1),
            _ => ("404 Not Found", 2),
        };
        let reply = format!("HTTP/1.1 {status}\nContent-Type: application/json\n\n{{}}");
        let met = Server::named("api.met.no", [Reply::text(reply)]);
        let live = run(["--contact", CONTACT, "--changelog", "never", "--replay", "never", "-f", "json", url]);
        let result = live.result();
        assert_eq!(result["deprecation"]["ends_at"], json!(ends_at), "{month}: {result:#}");
        let is_near = state == "deprecated" && days_until(end) <= 14;
        assert_eq!(live.code, if is_near { 2 } else { code }, "{month}: {result:#}");
        if state == "ended" {
            assert_eq!(live.ids()[0], "version-ended", "{month}");
            assert!(live.stdout.contains("sunrise/4.0"), "{month}");
        }
        drop(met);
    }
    // A product that the table does not know.
    assert_eq!(listed("aurora/0.1")["state"], "beta");
    assert_eq!(run(["products", "aurora/0.1", "--no-cache"]).code, 3);
    let text = run(["products"]).stdout;
    assert!(text.contains("aurora/0.1") && text.contains("as of 2027-11-"), "{text}");
}

#[test]
fn changelog_is_requested_no_more_often_than_it_allows() {
    let entries = &YEAR[..1];
    pass(DAY * 60);
    let modified = "Last-Modified: Mon, 30 Nov 2026 08:00:00 GMT\nETag: \"abc\"\n";
    let expires = format!("Expires: {}\n{modified}", http_date(now() + HOUR * 5));
    let met = Server::named("api.met.no", [served(entries, &expires)]);
    let first = refresh();
    assert!(first.code == 0 && first.stderr.contains("read MET's changelog, 1 entry: 1 version"), "{first:#?}");
    let request: SeenRequest = met.requests()[0].clone();
    assert_eq!(request.line, "GET /feed/changelog HTTP/1.1");
    assert_eq!((request.field("if-modified-since"), request.field("if-none-match")), (None, None));
    assert!(request.field("user-agent").unwrap().ends_with(CONTACT));
    assert_eq!(request.field("accept-encoding"), Some("gzip"));

    // Not before Expires.
    pass(HOUR * 4);
    let early = refresh();
    assert!(early.code == 0 && early.stderr.contains("no request sent: the next one is allowed from"), "{early:#?}");
    assert!(early.stdout.contains("sunrise/4.0"), "{}", early.stdout);
    assert_eq!(met.requests().len(), 1);

    // Then with both validators; what was learned stays, and is as of now.
    pass(HOUR + Duration::from_secs(1));
    met.then([Reply::text(format!("HTTP/1.1 304 Not Modified\nDate: {}\n\n", http_date(now())))]);
    let same = refresh();
    assert!(same.code == 0 && same.stderr.contains("has not changed"), "{same:#?}");
    let request: SeenRequest = met.requests()[1].clone();
    assert_eq!(request.field("if-modified-since"), Some("Mon, 30 Nov 2026 08:00:00 GMT"));
    assert_eq!(request.field("if-none-match"), Some("\"abc\""));
    assert_eq!(listed("sunrise/4.0")["state"], "beta");

    // Without Expires once an hour, and so after a response that is not a feed.
    for reply in ["HTTP/1.1 304 Not Modified\n\n", "HTTP/1.1 200 OK\n\n<html>", "HTTP/1.1 404 Not Found\n\nx"] {
        pass(Duration::from_secs(3599));
        refresh();
        pass(Duration::from_secs(2));
        met.then([Reply::text(reply)]);
        let count = met.requests().len();
        refresh();
        assert_eq!(met.requests().len(), count + 1, "{reply}");
        assert_eq!(listed("sunrise/4.0")["state"], "beta", "{reply}");
    }
}

#[test]
fn refusal_keeps_the_next_request_away() {
    for (status, lines, hours) in [
        ("403 Forbidden", "", 1),
        ("429 Too Many Requests", "Retry-After: 7200\n", 2),
        ("429 Too Many Requests", "Retry-After: 5\n", 1),
        ("503 Service Unavailable", "Retry-After: 999999999\n", 24 * 7),
        ("502 Bad Gateway", "Expires: Mon, 30 Nov 2099 08:00:00 GMT\n", 1),
    ] {
        files::remove(FILE);
        let met = Server::named("api.met.no", [Reply::text(format!("HTTP/1.1 {status}\n{lines}\n"))]);
        let refused = refresh();
        assert_eq!(refused.code, 2, "{status}: {refused:#?}");
        assert!(
            refused.stderr.contains(&format!("MET's changelog was not read: the server returned {status}")),
            "{refused:#?}"
        );
        assert!(refused.stdout.contains("locationforecast/2.0"), "the list is shown by what is known");
        pass(HOUR * hours - Duration::from_secs(1));
        assert!(refresh().stderr.contains("no request sent"), "{status}");
        assert_eq!(met.requests().len(), 1);
        pass(Duration::from_secs(2));
        met.then([served(&[], "")]);
        assert_eq!(refresh().code, 0, "{status}");
    }
}

#[test]
fn refresh_needs_an_identity_and_a_place() {
    let ran = run(["products", "--refresh"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""));
    assert!(ran.stderr.contains("no request sent") && ran.stderr.contains("--contact"), "{}", ran.stderr);
    let ran = app(["products", "--refresh", "--contact", CONTACT]).run();
    assert!(ran.code == 3 && ran.stderr.contains("METSTATUS_CACHE"), "{ran:#?}");
    let ran = run(["products", "--refresh", "--no-cache", "--contact", CONTACT]);
    assert!(ran.code == 3 && ran.stderr.contains("--no-cache"), "{ran:#?}");
    let ran = run(["products", "--refresh", "--contact", CONTACT, "-f", "junit"]);
    assert!(ran.code == 3 && ran.stderr.contains("not for a list"), "{ran:#?}");
    let file = tempfile::NamedTempFile::new().unwrap();
    let cache = file.path().to_str().unwrap();
    let ran = app(["products", "--refresh", "--contact", CONTACT]).envs([("METSTATUS_CACHE", cache)]).run();
    let said = ran.stderr.replace("\n ", "");
    assert!(
        ran.code == 3 && said.contains("cannot be made") && said.contains("set METSTATUS_CACHE to a folder"),
        "{ran:#?}"
    );
    // Everything that says who asks and how counts, on either side of the word.
    for args in [
        &["--contact", CONTACT, "products", "--refresh"][..],
        &["products", "--refresh", "-A", "acme/1.0 ops@acme-weather.no"],
    ] {
        files::remove(FILE);
        let met = Server::named("api.met.no", [served(&[], "")]);
        assert_eq!(run(args).code, 0, "{args:?}");
        drop(met);
    }
    let met = Server::named("api.met.no", [served(&[], "")]);
    let ran = at_home(["products", "--refresh"])
        .envs([("METSTATUS_CONTACT", CONTACT), ("METSTATUS_CACHE", "/memory/elsewhere")])
        .run();
    assert_eq!(ran.code, 0, "{ran:#?}");
    assert!(files::get("/memory/elsewhere/knowledge.json").is_some());
    drop(met);
}

#[test]
fn run_goes_on_offline_and_may_ask_again_at_once() {
    pass(DAY * 60);
    let met = Server::named("api.met.no", [served(&YEAR[..1], "")]);
    refresh();
    drop(met);
    pass(DAY);
    let met = Server::named(
        "api.met.no",
        [Reply::fails(Phase::Resolve, FailureKind::NameNotFound, "Name or service not known")],
    );
    let offline = refresh();
    assert_eq!(offline.code, 2, "{offline:#?}");
    assert!(
        offline.stderr.contains("Name or service not known; what was learned on 2027-01-21 is used"),
        "{offline:#?}"
    );
    assert!(offline.stdout.contains("sunrise/4.0"));
    // Nothing has reached MET.
    met.then([served(&YEAR[..1], "")]);
    assert_eq!(refresh().code, 0);
    // A request that was sent counts, whatever came of it.
    pass(HOUR * 2);
    met.then([Reply::text("HTTP/1.1 200 OK\nContent-Length: 5000\n\n<rss").close()]);
    assert_eq!(refresh().code, 2);
    assert!(refresh().stderr.contains("no request sent"));
}

#[test]
fn feed_that_lies_is_bounded_and_said() {
    pass(DAY * 60);
    let mut entries = vec![
        ("2027-01-02", "../../x: Version 1.0 in beta, 2027-01-02", "Version 1.0 is in beta."),
        ("2027-01-03", "Sunrise: 2027-01-03", "Version 3.0 will be terminated on 2025-01-01."),
        ("2031-01-03", "Nowcast: 2031-01-03", "Version 2.0 will be terminated on 2031-02-01."),
        ("2027-01-04", "Radar: 2027-01-04", "Version 2.0 will be terminated on 2199-01-01."),
        ("2027-01-05", "Tidalwater: 2027-01-05", "Version 1.1 \u{202e}will be terminated on 2027-03-01."),
    ];
    let met = Server::named("api.met.no", [served(&entries, "")]);
    let ran = refresh();
    assert_eq!(ran.code, 0, "{ran:#?}");
    for said in [
        "left out: names that no product can have: ../../x",
        "left out: 1 entry dated in the future",
        "ends before the day of their own entry: sunrise/3.0",
    ] {
        assert!(ran.stderr.contains(said), "{said}: {}", ran.stderr);
    }
    let kept = files::get(FILE).unwrap();
    assert!(!kept.contains("../x\""), "{kept}");
    assert_eq!(listed("sunrise/3.0")["ended"], Value::Null, "a day before its entry");
    assert_eq!(listed("nowcast/2.0")["state"], "current", "an entry of the future");
    assert_eq!(listed("radar/2.0")["ended"], Value::Null, "a day in another century");
    assert_eq!(files::names().iter().filter(|name| name.starts_with("/memory/home")).count(), 1);
    drop(met);

    // More entries than are read, about more versions than are kept.
    let texts: Vec<(String, String)> = (0..10_000)
        .map(|at| (format!("Product{at}: Version 1.0 in beta, 2027-01-05"), format!("product{at}/1.0 is in beta.")))
        .collect();
    entries = texts.iter().map(|(title, text)| ("2027-01-05", title.as_str(), text.as_str())).collect();
    pass(DAY);
    let met = Server::named("api.met.no", [served(&entries, "")]);
    let ran = refresh();
    assert!(ran.code == 0 && ran.stderr.contains("only the first 500 entries were read"), "{}", ran.stderr);
    assert!(ran.stderr.contains("versions beyond what is read at most"), "{}", ran.stderr);
    assert!(files::get(FILE).unwrap().len() < 1 << 20);
    drop(met);
}

#[test]
fn file_that_cannot_be_used_is_named_and_never_overwritten() {
    pass(DAY * 60);
    let met = Server::named("api.met.no", [served(&YEAR[..1], "")]);
    refresh();
    drop(met);
    let good = files::get(FILE).unwrap();
    let large = " ".repeat(2 << 20);
    for (content, why, said, is_set_aside) in [
        (good.as_str(), Some(Distrust::OtherOwner(1001)), "it belongs to another user", false),
        (&good, Some(Distrust::WritableByAll), "every user may write to it", false),
        (&good, Some(Distrust::Link), "it is a symbolic link", false),
        (&good, Some(Distrust::NotAFile), "it is not a regular file", false),
        (&good, Some(Distrust::Unreadable("Permission denied".to_owned())), "Permission denied", false),
        (&large, None, "it is larger than 1 MiB, the limit", false),
        ("{\"format\": 2, \"new\": true}", None, "another version of metstatus wrote it (format 2, not 1)", false),
        ("", None, "it is damaged", true),
        ("{\"format\": 1}", None, "it is damaged", true),
        (&good.replace("sunrise", "../../etc"), None, "it is damaged: a version is none", true),
        (&good.replace("\"beta\"", "\"immortal\""), None, "it is damaged", true),
        (&good[..good.len() / 2], None, "it is damaged", true),
    ] {
        files::put("home/.cache/metstatus/knowledge.json", content);
        files::distrust(FILE, why.clone());
        let look = run(["products", "sunrise", "-f", "json"]);
        assert_eq!(look.code, 0, "{said}");
        assert!(look.stderr.contains(&format!("{FILE} is ignored: {said}")), "{said}: {}", look.stderr);
        assert!(!look.stdout.contains("\"4.0\"") && look.stdout.contains("\"learned_at\":null"), "{}", look.stdout);
        assert_eq!(run(["-q", "403"]).stderr, "", "{said}");
        let replies = if is_set_aside { vec![served(&YEAR[..1], "")] } else { Vec::new() };
        let met = Server::named("api.met.no", replies);
        let again = refresh();
        if is_set_aside {
            assert_eq!((again.code, files::get(&format!("{FILE}.bad")).as_deref()), (0, Some(content)), "{said}");
        } else {
            assert_eq!(again.code, 3, "{said}: {again:#?}");
            assert!(
                again.stderr.contains(said) && again.stderr.contains("no request sent"),
                "{said}: {}",
                again.stderr
            );
            files::distrust(FILE, None);
            assert_eq!(files::get(FILE).as_deref(), Some(content), "{said}");
        }
        files::distrust(FILE, None);
        drop(met);
    }
}

#[test]
fn parts_and_no_cache_use_the_table_alone() {
    pass(DAY * 120);
    let met = Server::named("api.met.no", [served(&YEAR[..2], "")]);
    refresh();
    drop(met);
    let line = "1.2.3.4 - - [01/Apr/2027:12:00:00 +0000] \"GET https://api.met.no/weatherapi/sunrise/3.0/sun?lat=60&lon=9 HTTP/1.1\" 200 512 \"-\" \"acme/1.0 ops@acme-weather.no\"\n";
    files::put("access.log", line.repeat(3));
    let part = |extra: &[&str]| run([&["audit", "--partial", "/memory/access.log"], extra].concat()).stdout;
    assert_eq!(part(&[]), part(&["--no-cache"]));
    let report = run(["audit", "-f", "json", "/memory/access.log"]).json();
    assert_eq!(report["knowledge"]["learned_at"], json!("2027-03-22T08:00:00Z"));
    for args in [&["403", "-f", "json"][..], &["products", "sunrise/3.0", "-f", "json"]] {
        let with: Value = serde_json::from_str(&run(args).stdout).unwrap();
        let without: Value = serde_json::from_str(&run([args, &["--no-cache"]].concat()).stdout).unwrap();
        assert_ne!(with, without, "{args:?}");
    }
    let without = run(["products", "sunrise/3.0", "--no-cache"]);
    assert!(!without.stdout.contains("2027-06-01") && run(["products", "sunrise/3.0"]).stdout.contains("2027-06-01"));
}
