//! Freshness and dates of captured answers, at a time that the command line gives.

use serde_json::{Value, json};

use crate::support::run::{Ran, metstatus_with_input};

/// A captured answer of 2026-11-22T08:00:00Z with these lines, read as received at that moment.
fn read(status: u16, lines: &[&str]) -> Ran {
    let head: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
    let dump = format!("HTTP/1.1 {status} X\r\n{head}\r\nx");
    metstatus_with_input(["read", "--at", "2026-11-22T08:00:00Z", "-f", "json", "-"], dump.as_bytes())
}

const DATE: &str = "Date: Sun, 22 Nov 2026 08:00:00 GMT";
const HOUR_OLD: &str = "Last-Modified: Sun, 22 Nov 2026 07:00:00 GMT";

#[test]
fn lifetime_is_of_the_first_basis_minus_the_age() {
    type Row<'a> = (&'a [&'a str], &'a str, Value, i64, Value);
    let rows: &[Row<'_>] = &[
        (&[DATE, "Expires: Sun, 22 Nov 2026 08:30:00 GMT", HOUR_OLD], "expires", json!(1800), 0, json!(1800)),
        (&[DATE, "Expires: Sun, 22 Nov 2026 07:50:00 GMT"], "expires", json!(-600), 0, json!(-600)),
        (&[DATE, "Expires: Sun, 22 Nov 2026 08:00:00 GMT"], "expires", json!(0), 0, json!(0)),
        (&[DATE, "Expires: THU, 18 Aug 2050 02:01:18 GMT"], "expires", json!(749_066_478), 0, json!(749_066_478)),
        (&[DATE, "Expires: Thu Aug  8 02:01:18 2050"], "expires", json!(748_202_478), 0, json!(748_202_478)),
        (&[DATE, "Cache-Control: max-age=60", "Expires: 0"], "max-age", json!(60), 0, json!(60)),
        (&[DATE, "Cache-Control: MaX-aGe=\"60\""], "max-age", json!(60), 0, json!(60)),
        (&[DATE, "Cache-Control: ext=\"max-age=9\", max-age=60"], "max-age", json!(60), 0, json!(60)),
        (
            &[DATE, "Cache-Control: max-age=0", "Expires: Sun, 22 Nov 2026 09:00:00 GMT"],
            "max-age",
            json!(0),
            0,
            json!(0),
        ),
        (&[DATE, "Cache-Control: max-age=99999999999999999999"], "max-age", json!(1_i64 << 31), 0, json!(1_i64 << 31)),
        (&[DATE, "Cache-Control: max-age=3600", "Age: 7200"], "max-age", json!(3600), 7200, json!(-3600)),
        (&[DATE, "Cache-Control: max-age=3600", "Age: 7200", "Age: 0"], "max-age", json!(3600), 7200, json!(-3600)),
        (&[DATE, "Cache-Control: max-age=3600", "Age: -1"], "max-age", json!(3600), 0, json!(3600)),
        (&["Expires: Sun, 22 Nov 2026 08:01:00 GMT"], "expires", json!(60), 0, json!(60)),
        (&[DATE, "Last-Modified: Thu, 12 Nov 2026 08:00:00 GMT"], "heuristic", json!(86_400), 0, json!(86_400)),
        (&[DATE, "Last-Modified: Sun, 22 Nov 2026 08:01:00 GMT"], "none", json!(null), 0, json!(null)),
        (&[DATE], "none", json!(null), 0, json!(null)),
        (
            &["Date: Sun, 22 Nov 2026 07:59:50 GMT", "Expires: Sun, 22 Nov 2026 08:00:10 GMT", "Age: 25"],
            "expires",
            json!(20),
            25,
            json!(-5),
        ),
    ];
    for (lines, basis, lifetime, age, left) in rows {
        let ran = read(200, lines);
        let freshness = ran.result()["freshness"].clone();
        let found = ["basis", "lifetime_s", "age_s", "left_s"].map(|name| freshness[name].clone());
        assert_eq!(found, [json!(basis), lifetime.clone(), json!(age), left.clone()], "{lines:?}");
        // Fresh means that time is left: a lifetime as long as the age is over.
        assert_eq!(freshness["fresh"], left.as_i64().is_some_and(|left| left > 0), "{lines:?}");
    }
}

#[test]
fn unreadable_lifetime_is_over_and_not_guessed() {
    for line in [
        "Expires: 0",
        "Expires: -1",
        "Expires:",
        "Expires: 1795336200",
        "Expires: 2026-11-22T08:30:00Z",
        "Expires: Sun, 22 Nov 2026 08:30:00 +0000",
        "Expires: Sun, 22 Nov 2026 08:30:00 AEST",
        "Expires: Sun, 30 Feb 2027 08:30:00 GMT",
        "Cache-Control: max-age='3600'",
        "Cache-Control: max-age=3600.0",
        "Cache-Control: max-age=-1",
        "Cache-Control: max-age",
    ] {
        let ran = read(200, &[DATE, line, "Last-Modified: Thu, 12 Nov 2026 08:00:00 GMT"]);
        let freshness = ran.result()["freshness"].clone();
        assert_eq!((&freshness["fresh"], &freshness["lifetime_s"]), (&json!(false), &json!(0)), "{line}");
    }
}

#[test]
fn heuristic_lifetime_applies_to_some_statuses_only() {
    let old = "Last-Modified: Thu, 12 Nov 2026 08:00:00 GMT";
    for (status, guessed) in [
        (200, true),
        (203, true),
        (204, true),
        (301, true),
        (308, true),
        (404, true),
        (405, true),
        (410, true),
        (414, true),
        (501, true),
        (201, false),
        (302, false),
        (307, false),
        (400, false),
        (403, false),
        (500, false),
        (503, false),
    ] {
        let basis = read(status, &[DATE, old]).result()["freshness"]["basis"].clone();
        assert_eq!(basis, if guessed { "heuristic" } else { "none" }, "{status}");
    }
    assert_eq!(read(599, &[DATE, old, "Cache-Control: public"]).result()["freshness"]["basis"], "heuristic");
}

#[test]
fn cache_control_decides_storage_and_validation() {
    for (status, control, storable, must_validate) in [
        (200, "max-age=60", true, false),
        (200, "no-store, max-age=60", false, false),
        (200, "no-store, must-understand, max-age=60", true, false),
        (200, "no-cache, max-age=60", true, true),
        (200, "no-cache=\"Set-Cookie\", max-age=60", true, false),
        (200, "private, max-age=60", true, false),
        (429, "max-age=60", false, false),
        (200, "must-revalidate, max-age=0", true, true),
    ] {
        let freshness = read(status, &[DATE, &format!("Cache-Control: {control}")]).result()["freshness"].clone();
        let found = (&freshness["storable"], &freshness["must_validate"]);
        assert_eq!(found, (&json!(storable), &json!(must_validate)), "{status} {control}");
    }
}

#[test]
fn next_poll_follows_the_response_fields() {
    let expires = "Expires: Sun, 22 Nov 2026 08:30:00 GMT";
    let at = |time: &str| json!(format!("2026-11-22T{time}Z"));
    let rows: &[(u16, &[&str], Value, bool)] = &[
        (200, &[DATE, expires, HOUR_OLD], at("08:30:00"), true),
        (200, &[DATE, expires], at("08:30:00"), false),
        (200, &[DATE, HOUR_OLD], json!(null), true),
        (429, &[DATE, "Retry-After: 120"], at("08:02:00"), false),
        (429, &[DATE, "Retry-After: 120", "Expires: Sun, 22 Nov 2026 07:59:59 GMT"], at("08:02:00"), false),
        (503, &[DATE, "Retry-After: Sun, 22 Nov 2026 08:10:00 GMT"], at("08:10:00"), false),
        (503, &[DATE, "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT"], at("08:00:00"), false),
        (429, &[DATE, "Retry-After: 120s"], json!(null), false),
        (429, &[DATE, "Retry-After: +120"], json!(null), false),
        (429, &[DATE, "RateLimit: \"default\";r=0;t=10"], at("08:00:10"), false),
        (403, &[DATE, expires], json!(null), false),
    ];
    for (status, lines, not_before, conditional) in rows {
        let next = read(*status, lines).result()["next_poll"].clone();
        assert_eq!(
            (&next["not_before"], &next["conditional"]),
            (not_before, &json!(conditional)),
            "{status} {lines:?}"
        );
    }
}

#[test]
fn clock_skew_is_distinguished_from_stored_responses() {
    for (lines, skewed) in [
        (&["Date: Sun, 22 Nov 2026 07:00:00 GMT"][..], true),
        (&["Date: Sun, 22 Nov 2026 09:00:00 GMT"], true),
        (&["Date: Sun, 22 Nov 2026 07:00:00 GMT", "Age: 3600"], false),
        (&["Date: Sun, 22 Nov 2026 07:57:00 GMT"], false),
        (&[DATE, "Age: 600"], false),
        (&[], false),
    ] {
        let lines: Vec<&str> = [lines, &["Cache-Control: max-age=86400"]].concat();
        let ran = read(200, &lines);
        assert_eq!(ran.ids().iter().any(|id| id == "clock-skew"), skewed, "{lines:?}: {}", ran.stdout);
        assert_eq!(ran.result()["freshness"]["fresh"], true, "{lines:?}");
    }
}

/// Every field that says how long a response is good, with every other: what follows from one of them never contradicts
/// what follows from another.
#[test]
fn caching_fields_in_any_combination_agree_with_each_other() {
    let controls = [
        "",
        "Cache-Control: max-age=60",
        "Cache-Control: max-age=0",
        "Cache-Control: no-store",
        "Cache-Control: no-cache, max-age=60",
        "Cache-Control: private, max-age=600, must-revalidate",
        "Cache-Control: max-age=600, immutable",
        "Cache-Control: s-maxage=9, max-age=60",
        "Cache-Control: max-age=x",
    ];
    let expires =
        ["", "Expires: Sun, 22 Nov 2026 08:30:00 GMT", "Expires: Sun, 22 Nov 2026 07:30:00 GMT", "Expires: 0"];
    let ages = ["", "Age: 0", "Age: 59", "Age: 60", "Age: 61", "Age: 4000"];
    let validators = ["", HOUR_OLD, "ETag: \"a\"", "Last-Modified: Sun, 22 Nov 2026 08:30:00 GMT"];
    for status in [200, 203, 404, 429, 503] {
        // An age counts alike for every status.
        let ages = if status == 200 { &ages[..] } else { &ages[2..3] };
        for control in controls {
            for (expires, age) in expires.iter().flat_map(|expires| ages.iter().map(|age| (*expires, *age))) {
                for validator in validators {
                    let lines: Vec<&str> =
                        [DATE, control, expires, age, validator].into_iter().filter(|line| !line.is_empty()).collect();
                    agrees(status, &lines, &read(status, &lines).report()["results"][0]);
                }
            }
        }
    }
}

fn agrees(status: u16, lines: &[&str], result: &Value) {
    let has = |part: &str| lines.iter().any(|line| line.contains(part));
    let (freshness, next) = (&result["freshness"], &result["next_poll"]);
    let what = format!("{status} {lines:?}: {freshness:#} {next:#}");
    let number = |name: &str| freshness[name].as_i64();
    let (lifetime, age, left) = (number("lifetime_s"), number("age_s").unwrap(), number("left_s"));
    assert_eq!(left, lifetime.map(|lifetime| lifetime - age), "{what}");
    assert_eq!(freshness["fresh"].as_bool(), Some(left.is_some_and(|left| left > 0)), "{what}");
    assert_eq!(lifetime.is_none(), freshness["basis"] == "none", "{what}");
    assert!(age >= 0 && (has("Age: 4000") <= (age >= 4000)), "{what}");
    // The most specific field decides, whatever the others say.
    let basis = match () {
        () if has("max-age=") && !has("max-age=x") => Some("max-age"),
        () if has("max-age=x") => None,
        () if has("Expires") => Some("expires"),
        () => None,
    };
    assert!(basis.is_none_or(|basis| freshness["basis"] == basis), "{what}");
    if status != 503 || has("Expires") || has("max-age") || has("no-store") {
        assert_eq!(freshness["storable"].as_bool(), Some(status != 429 && !has("no-store")), "{what}");
    }
    if has("no-cache") {
        assert_eq!(freshness["must_validate"], true, "{what}");
    }
    // What is asked for again, and when.
    let success = (200..300).contains(&status);
    // A 203 may be one of MET's, whose deprecated versions have no conditional requests.
    let validates = status == 200 && (has("ETag") || has("Last-Modified"));
    assert_eq!(next["conditional"].as_bool().unwrap_or(false), validates, "{what}");
    let Some(left) = left.filter(|_| success) else { return };
    if freshness["basis"] == "heuristic" {
        assert_eq!(next["not_before"], Value::Null, "a guess is not a day to wait for: {what}");
        return;
    }
    let at = humantime::parse_rfc3339(next["not_before"].as_str().unwrap()).unwrap();
    let now = humantime::parse_rfc3339("2026-11-22T08:00:00Z").unwrap();
    let wait = at.duration_since(now).map_or(0, |wait| wait.as_secs());
    assert_eq!(wait, u64::try_from(left).unwrap_or(0), "{what}");
}
