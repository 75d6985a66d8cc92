//! Look-ups: codes, classes, phrases, X-ErrorClass names, and the lists of codes and rules.

use std::collections::HashSet;

use serde_json::Value;

use crate::support::run::{app, metstatus};

fn text(args: &[&str]) -> String {
    let ran = metstatus(args);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{args:?}");
    // Sentences are looked for whatever line they stand on.
    ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn plain_json(args: &[&str]) -> Value {
    let ran = metstatus(args);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{args:?}");
    serde_json::from_str(&ran.stdout).unwrap()
}

fn status(target: &str) -> Value {
    let ran = metstatus(["-f", "json", target]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{target}");
    ran.result()["status"].clone()
}

#[test]
fn code_of_met_is_explained_with_source_and_date() {
    // words that have to be said, the most likely cause and remedy among them
    let rows: [(&str, &[&str]); 9] = [
        ("200", &["OK", "Expires"]),
        ("203", &["Non-Authoritative Information", "deprecated or in beta", "changelog", "RFC 9110 §15.3.4", "proxy"]),
        ("304", &["Not Modified", "If-Modified-Since"]),
        ("403", &["Forbidden", "User-Agent", "contact", "X-ErrorClass", "blocked", "RFC 9110 §15.5.4"]),
        ("404", &["Not Found", "ended version", "changelog"]),
        ("422", &["Unprocessable Content", "outside", "RFC 9110 §15.5.21"]),
        ("429", &["Too Many Requests", "20 requests per second", "RFC 6585 §4"]),
        ("499", &["Client Closed Request", "499 is not registered"]),
        ("502", &["Bad Gateway", "RFC 9110 §15.6.3"]),
    ];
    for (code, words) in rows {
        let said = text(&["-v", code]);
        for word in words {
            assert!(said.contains(word), "{code}: {word:?} is not said: {said}");
        }
        assert!(said.starts_with(code) && said.contains("MET Norway"), "{said}");
        assert!(said.contains("as of 20") && said.contains("https://api.met.no/doc/"), "{code}: {said}");
        let status = status(code);
        assert_eq!((&status["code"], &status["origin"]), (&code.parse::<u16>().unwrap().into(), &"met".into()));
        assert!(status["source"].as_str().unwrap().starts_with("https://api.met.no/doc/"), "{status}");
        assert!(!status["advice"].as_array().unwrap().is_empty(), "{code}");
    }
}

#[test]
fn other_code_is_explained_by_registry_or_class() {
    for (code, phrase, source, words) in [
        ("418", Some("(Unused)"), "RFC 9110 §15.5.19", "not documented by MET"),
        ("451", Some("Unavailable For Legal Reasons"), "RFC 7725 §3", "law"),
        ("511", Some("Network Authentication Required"), "RFC 6585 §6", "network"),
        ("299", None, "RFC 9110 §15", "299 is not registered"),
        ("599", None, "RFC 9110 §15", "server error"),
    ] {
        let said = text(&[code]);
        assert!(said.contains(words) && said.contains(source), "{code}: {said}");
        let status = status(code);
        assert_eq!((status["phrase"].as_str(), status["source"].as_str()), (phrase, Some(source)), "{code}");
        assert_eq!(status["origin"], "registry", "{code}");
    }
}

#[test]
fn codes_100_to_599_are_explained_without_a_request() {
    let codes: Vec<String> = (100..=599).map(|code: u16| code.to_string()).collect();
    // A proxy that no one listens at would fail whatever was sent.
    let mut command = app(["-f", "json"].iter().map(|arg| (*arg).to_owned()).chain(codes.clone()));
    command.env("http_proxy", "http://127.0.0.1:1").env("https_proxy", "http://127.0.0.1:1");
    let ran = command.run();
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let report = ran.json();
    assert_eq!((&report["verdict"], &report["requests_sent"]), (&"healthy".into(), &0.into()));
    let results = report["results"].as_array().unwrap();
    assert_eq!(results.len(), codes.len());
    for (code, result) in codes.iter().zip(results) {
        let status = &result["status"];
        assert_eq!((&result["target"], &result["verdict"]), (&code.as_str().into(), &"healthy".into()));
        assert_eq!(status["code"], code.parse::<u16>().unwrap());
        let class = ["informational", "success", "redirection", "client error", "server error"]
            [usize::from(code.as_bytes()[0] - b'1')];
        assert_eq!(status["class"], class, "{code}");
        assert!(status["meaning"].is_string() && status["source"].is_string(), "{code}");
        assert!(
            result["findings"].as_array().unwrap().is_empty() && result["exchanges"].as_array().unwrap().is_empty()
        );
    }
    let human = metstatus(&codes);
    assert_eq!(human.code, 0);
    assert!(codes.iter().all(|code| human.stdout.lines().any(|line| line.starts_with(code.as_str()))));
    let wide: Vec<_> = human.stdout.lines().filter(|line| line.chars().count() > 80).collect();
    assert!(wide.is_empty(), "{wide:#?}");
}

#[test]
fn class_phrase_and_error_class_are_read_in_any_case() {
    for (text, code) in [
        ("forbidden", 403),
        ("FORBIDDEN", 403),
        ("Too Many Requests", 429),
        ("too many requests", 429),
        ("not-modified", 304),
        (" 403 ", 403),
        ("Non-Authorative Information", 203),
        ("unprocessable entity", 422),
        ("Moved Temporarily", 302),
        ("Gateway Time-out", 504),
        ("ratelimitation", 429),
        ("OUTSIDEGEOGRAPHICAREA", 422),
        ("IllegalUserAgent", 403),
    ] {
        assert_eq!(status(text)["code"], code, "{text}");
    }
    for (text, class) in [("4xx", "client error"), ("5XX", "server error"), ("1xx", "informational")] {
        let status = status(text);
        assert_eq!((&status["code"], &status["class"]), (&Value::Null, &class.into()), "{text}");
    }
    let said = text(&["4xx"]);
    assert!(said.starts_with("4xx client error") && said.contains("403 Forbidden") && !said.contains("500"), "{said}");
    let said = text(&["IllegalUserAgent"]);
    assert!(
        ["X-ErrorClass: IllegalUserAgent", "403 Forbidden", "User-Agent", "contact"]
            .iter()
            .all(|word| said.contains(word)),
        "{said}"
    );
}

#[test]
fn several_lookups_keep_their_order() {
    let report = metstatus(["-f", "json", "404", "4xx", "Nodata", "404"]).json();
    let targets: Vec<_> = report["results"].as_array().unwrap().iter().map(|result| &result["target"]).collect();
    assert_eq!(targets, ["404", "4xx", "Nodata", "404"]);
    let said = text(&["429", "203"]);
    assert!(said.find("Too Many Requests") < said.find("Non-Authoritative"), "{said}");
}

#[test]
fn exit_code_option_exits_with_the_worst_code() {
    let rows: [(&[&str], i32, &str); 16] = [
        (&["100"], 0, "healthy"),
        (&["200"], 0, "healthy"),
        (&["204"], 0, "healthy"),
        (&["304"], 0, "healthy"),
        (&["203"], 1, "attention"),
        (&["301"], 1, "attention"),
        (&["303"], 1, "attention"),
        (&["403"], 2, "failing"),
        (&["499"], 2, "failing"),
        (&["503"], 2, "failing"),
        (&["599"], 2, "failing"),
        (&["4xx"], 2, "failing"),
        (&["too many requests"], 2, "failing"),
        (&["Internal"], 2, "failing"),
        (&["200", "203"], 1, "attention"),
        (&["403", "203", "200"], 2, "failing"),
    ];
    for (targets, code, verdict) in rows {
        let ran = metstatus(["--exit-code", "-f", "json"].iter().chain(targets));
        assert_eq!((ran.code, &ran.json()["verdict"]), (code, &verdict.into()), "{targets:?}");
        assert_eq!(metstatus(targets).code, 0, "{targets:?} without --exit-code");
    }
    let ran = metstatus(["--exit-code", "403", "nonsense"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "a usage error comes first");
}

#[test]
fn nearly_right_lookup_gets_a_suggestion() {
    for (target, suggestion) in [
        ("43", "403"),
        ("4033", "403"),
        ("4 03", "403"),
        ("040", "400"),
        ("600", "500"),
        ("forbiden", "\"Forbidden\""),
        ("to many requests", "\"Too Many Requests\""),
        ("Rate limitation", "\"Ratelimitation\""),
        ("IllegalUseragent2", "\"IllegalUserAgent\""),
    ] {
        let ran = metstatus([target]);
        let said = format!("{}{}", ran.stdout, ran.stderr);
        assert!(said.contains(suggestion), "{target}: {said}");
        assert!(ran.code == 0 || (ran.code == 3 && ran.stdout.is_empty()), "{target}: {ran:?}");
    }
}

#[test]
fn list_of_codes_has_each_once_and_those_of_met_first() {
    let listed = |args: &[&str]| -> Vec<u16> {
        let ran = metstatus(args);
        assert_eq!(ran.code, 0, "{args:?}");
        assert!(ran.stdout.lines().all(|line| line.chars().count() <= 80), "{}", ran.stdout);
        let first = |line: &str| line.strip_prefix(' ')?.get(..3)?.parse().ok();
        ran.stdout.lines().filter_map(first).collect()
    };
    let all = listed(&["codes"]);
    assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len(), "{all:?}");
    let place = |code| all.iter().position(|listed| *listed == code).unwrap();
    assert!(place(499) < place(100) && place(203) < place(201), "{all:?}");
    let listed_in_json = |args: &[&str]| -> Vec<u16> {
        let codes = plain_json(args)["codes"].as_array().unwrap().clone();
        codes.iter().map(|code| code["code"].as_u64().unwrap().try_into().unwrap()).collect()
    };
    assert_eq!(listed_in_json(&["codes", "-f", "json"]), all);
    let some = listed(&["codes", "4xx"]);
    assert!(some.len() > 20 && some.iter().all(|code| (400..500).contains(code)), "{some:?}");
    assert_eq!(listed_in_json(&["-f", "json", "codes", "4XX"]), some);
    assert_eq!(listed(&["codes", "404"]), [404]);
    assert_eq!(listed(&["codes", "forbidden"]), [403]);
    assert!(text(&["codes"]).contains("as of 20"));
}

/// Whatever is named but not in the list is answered: explained, or refused, but neither silence nor the whole list.
#[test]
fn code_outside_the_list_is_explained_too() {
    for name in ["299", "IllegalUserAgent"] {
        let ran = metstatus(["codes", name]);
        let said = format!("{}{}", ran.stdout, ran.stderr);
        assert!(said.contains(name) || said.contains("403"), "{name}: {said}");
        assert!(!said.contains("504"), "{name}: {said}");
    }
}

#[test]
fn rules_are_listed_and_explained() {
    let rules = plain_json(&["rules", "-f", "json"])["rules"].as_array().unwrap().clone();
    let (listed, human) = (metstatus(["rules"]).stdout, text(&["rules"]));
    assert!(listed.lines().all(|line| line.chars().count() <= 80), "{listed}");
    for rule in &rules {
        let id = rule["id"].as_str().unwrap();
        assert!(human.contains(id), "{id}");
        assert!(["info", "warning", "error"].contains(&rule["severity"].as_str().unwrap()), "{id}");
        for member in ["topic", "title", "explanation", "reference"] {
            assert!(!rule[member].as_str().unwrap().is_empty(), "{id}: {member}");
        }
    }
    for id in
        ["user-agent-generic", "forbidden", "deprecated-or-beta", "revalidation-ignored", "rate-limited", "dns-failure"]
    {
        let said = text(&["rules", id]);
        assert!(said.starts_with(id) && said.contains("see "), "{said}");
        assert_eq!(plain_json(&["rules", "-f", "json", id])["rules"][0]["id"], id);
    }
    let two = text(&["rules", "no-validator", "no-lifetime"]);
    assert!(two.find("no-validator caching") < two.find("no-lifetime caching"), "{two}");
    let mut ids: Vec<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    ids.insert(0, "rules");
    assert_eq!(metstatus(ids).code, 0, "every rule can be explained");
}
