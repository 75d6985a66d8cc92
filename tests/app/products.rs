//! What is said of products and versions that do not exist, or no longer.

use crate::lints::{API, GOOD, answered, assert_judged, judge, words};
use crate::support::met::assert_ended;
use crate::support::run::{metstatus, metstatus_with_input};

#[test]
fn version_that_has_ended_comes_with_its_date_and_what_to_use() {
    for (path, date, successor) in [
        ("sunrise/2.0/.json?lat=60.1&lon=9.58", "2023-09-01", "sunrise/3.0"),
        ("locationforecast/1.9/?lat=60.1&lon=9.58&msl=70", "2021-03-01", "locationforecast/2.0"),
        ("locationforecast/1.5/?lat=60.1&lon=9.58", "2011-10-01", "locationforecast/2.0"),
        ("metalerts/1.1/.json", "2024-09-02", "metalerts/2.0"),
        ("weathericon/1.1/?symbol=1", "2021-03-01", "https://github.com/metno/weathericons"),
    ] {
        let ran = judge(GOOD, &format!("{API}{path}"));
        assert_judged(&ran, 2, &["version-ended"], path);
        assert!(words(&ran).contains(date) && words(&ran).contains(successor), "{path}: {}", words(&ran));
    }
}

#[test]
fn unknown_product_or_version_warns_before_anything_is_sent() {
    for (path, id, wanted) in [
        ("locationforecast/3.7/compact?lat=60.1&lon=9.58", "unknown-version", "2.0 (current)"),
        ("sunrise/2.3/sun?lat=60.1&lon=9.58&date=2026-11-26", "unknown-version", "sunrise/3.0/sun?lat=60.1"),
        ("sunrise/2.00/.json", "unknown-version", "3.0 (current)"),
        ("locationforcast/2.0/compact?lat=60.1&lon=9.58", "unknown-product", "did you mean locationforecast?"),
        ("2.0/1.0/compact", "unknown-product", "https://api.met.no/weatherapi"),
        ("9/9/9", "unknown-product", "https://api.met.no/weatherapi"),
        ("locationforecast/compact?lat=60.1&lon=9.58", "not-found", "locationforecast/2.0/compact?lat=60.1&lon=9.58"),
    ] {
        let ran = judge(GOOD, &format!("{API}{path}"));
        assert_judged(&ran, 1, &[id], path);
        assert!(words(&ran).contains(wanted), "{path}: {}", words(&ran));
    }
    let elsewhere = judge(GOOD, "https://api.met.no/place/Norway/Oslo/Oslo/Oslo/forecast.xml");
    assert_judged(&elsewhere, 1, &["not-found"], "a path of another service");
}

#[test]
fn ended_version_is_said_where_the_front_page_hides_it() {
    let read = |version: &str| {
        let asked = "User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\n";
        let text = format!(
            "GET http://api.met.no/weatherapi/locationforecast/{version}?lat=59.9;lon=10.7;msl=10 HTTP/1.1\n{asked}\
             HTTP/1.1 301 Moved Permanently\nLocation: https://api.met.no/\n\nGET https://api.met.no/ HTTP/1.1\n{asked}\
             HTTP/1.1 200 OK\nContent-Type: text/html\n\n<!DOCTYPE html><html><body>MET</body></html>\n"
        );
        metstatus_with_input(["read", "-f", "json", "-"], text.as_bytes())
    };
    let ran = read("1.9/");
    let heavy: Vec<String> = ran.ids().into_iter().take(2).collect();
    assert_eq!(heavy, ["front-page-redirect", "version-ended"], "{}", ran.stdout);
    for id in heavy {
        let advice = ran.finding(&id)["advice"].to_string();
        assert!(advice.contains("locationforecast/2.0/compact?lat=59.9&lon=10.7&altitude=10"), "{id}: {advice}");
    }
    assert!(!read("2.0/compact").ids().contains(&"version-ended".to_owned()));
}

#[test]
fn announced_end_in_the_past_is_said_alike_in_check_and_list() {
    let passed = "was to end on 2026-03-16, most likely ended";
    let ran = judge(GOOD, &format!("{API}textforecast/2.0/landoverview"));
    assert_judged(&ran, 2, &["version-ended"], "textforecast/2.0");
    assert!(words(&ran).contains(passed) && words(&ran).contains("textforecast/3.0"), "{}", words(&ran));
    assert!(!ran.stdout.contains("still answers"), "{}", ran.stdout);
    let listed = metstatus(["products", "textforecast/2.0"]).stdout;
    assert!(listed.contains(passed), "{listed}");
    for said in [listed, metstatus(["--version"]).stdout, metstatus(["products"]).stdout] {
        assert_eq!(said.lines().filter(|line| line.contains("over 180 days old")).count(), 1, "{said}");
        assert!(said.lines().all(|line| line.matches("as of 20").count() <= 1), "{said}");
    }
}

#[test]
fn unknown_product_or_version_lists_the_known_ones() {
    const GONE: &str = "404 Not Found\n\nThe specified product does not exist";
    for (answer, rest, id, wanted) in [
        (GONE, "locationforcast/2.0/compact?lat=60.1&lon=9.58", "unknown-product", "locationforecast"),
        ("404 Not Found\n\n", "sunries/3.0/sun?lat=60.1&lon=9.58", "unknown-product", "sunrise"),
        ("404 Not Found\n\n", "locationforecast/3.7/compact?lat=60.1&lon=9.58", "unknown-version", "2.0"),
        ("404 Not Found\n\n", "metgc/7.0/x", "unknown-version", "1.0, 1.1"),
    ] {
        let ran = answered(answer, rest, &[]);
        assert_ended(&ran, 2, &[id]);
        assert!(words(&ran).contains(wanted), "{rest}: {}", words(&ran));
    }
    let ran = answered(GONE, "2.0/1.0/compact", &[]);
    assert_ended(&ran, 2, &["unknown-product"]);
    assert!(!words(&ran).contains("did you mean"), "{}", words(&ran));
}
