//! Tests of what a URL shows by itself, and of the URL that is advised instead.

use super::*;

const COMPACT: &str = "https://api.met.no/weatherapi/locationforecast/2.0/compact";
const API: &str = "https://api.met.no/weatherapi";

fn now() -> Timestamp {
    Timestamp::parse_rfc3339("2026-02-16T12:00:00Z").unwrap()
}

fn lints(url: &str) -> Vec<Lint> {
    lint(&Url::parse(url).unwrap(), now())
}

fn ids(url: &str) -> Vec<&'static str> {
    lints(url).into_iter().map(|lint| lint.rule.id).collect()
}

fn mended(url: &str) -> Option<(String, Vec<String>)> {
    corrected(&Url::parse(url).unwrap(), now()).map(|corrected| (corrected.url.wire(), corrected.add))
}

#[test]
fn each_fault_of_a_url_is_found_and_its_near_misses_are_not() {
    for (rest, expected) in [
        ("?lat=60.1&lon=9.58", [].as_slice()),
        ("?lat=59.9100&lon=-9.5800&altitude=90", &[]),
        ("?lat=59.91273&lon=10.7461", &["coordinate-precision"]),
        ("?lat=60.1;lon=9.58", &["semicolon-separator"]),
        ("?lat=60.1&amp;lon=9.58", &["escaped-ampersand"]),
        ("?lat=60.1&#038;lon=9.58", &["escaped-ampersand"]),
        ("?lat=60.1&amp;lon=9.58;altitude=1", &["escaped-ampersand", "semicolon-separator"]),
        ("?lat=60.1&lon=9.58&amp", &[]),
        ("?lat=1e-05&lon=9.58", &["number-format"]),
        ("?lat=59,91&lon=9.58", &["number-format"]),
        ("?lat=nan&lon=9.58", &["number-format"]),
        ("?lat=&lon=9.58", &["number-format"]),
        ("?lat=90.1&lon=9.58", &["coordinate-range"]),
        ("?lat=-90&lon=-180", &[]),
        ("?lat=60.1&lon=180.5", &["coordinate-range"]),
        ("?lat=60.1", &["missing-parameter"]),
        ("", &["missing-parameter"]),
        ("?lat=60.1&lon=9.58&msl=90", &["renamed-parameter"]),
        ("?latitude=60.1&lng=9.58", &["missing-parameter"]),
        ("?lat=+60.1&lon=9.58", &[]),
        ("?lat=60.1&lon=9.58&note=a+b", &[]),
    ] {
        let url = format!("{COMPACT}{rest}");
        assert_eq!(ids(&url), expected, "{rest}");
        let url = Url::parse(&url).unwrap();
        let alone: Vec<&str> = super::ids(&url, ProductRequest::of(&url).as_ref(), now()).collect();
        assert_eq!(alone, expected, "{rest}");
    }
    for (rest, expected) in [
        ("locationforecast/2.0/?lat=60.1&lon=9.58", ["missing-endpoint"].as_slice()),
        ("locationforecast/2.0/", &[]),
        ("locationforecast/2.0/.json?lat=60.1&lon=9.58", &["missing-endpoint"]),
        ("routeforecast/2.0/?route=x", &[]),
        ("locationforecast/_/compact?lat=60.1&lon=9.58", &["version-placeholder"]),
        ("locationforecast/2.0/changelog", &[]),
        ("locationforecast/3.7/compact?lat=60.1&lon=9.58", &["unknown-version"]),
        ("locationforecast/v2.0/compact?lat=60.1&lon=9.58", &["unknown-version"]),
        ("locationforecast/1.9/?lat=60.1&lon=9.58", &[]),
        ("locationforcast/2.0/compact?lat=60.1&lon=9.58", &["unknown-product"]),
        ("foo/1.9/?lat=1", &["unknown-product"]),
        ("LocationForecast/2.0/compact?lat=60.1&lon=9.58", &[]),
        ("locationforecast/compact?lat=60.1&lon=9.58", &["not-found"]),
        ("locationforecast?lat=60.1&lon=9.58", &["not-found"]),
        ("locationforecast", &[]),
        ("documentation", &[]),
        ("sunrise/3.0/sun?lat=60.1&lon=9.58", &["missing-date"]),
        ("sunrise/3.0/moon?lat=60.1&lon=9.58", &["missing-date"]),
        ("sunrise/3.0/events?lat=60.1&lon=9.58", &[]),
        ("Sunrise/3.0/sun?lat=60.1&lon=9.58&date=2026-11-26", &[]),
        ("oceanforecast/2.0/complete?lat=60.1&lon=9.58&msl=1", &[]),
        ("locationforecast/1.9/?lat=60.1&lon=9.58&msl=1", &[]),
        ("locationforecast/2.0/sun?lat=60.1&lon=9.58", &[]),
        ("sunrise/3.0/sun?lat=60.1&lon=9.58&date=2026-11-26&offset=+01:00", &["unencoded-plus"]),
        ("sunrise/3.0/sun?lat=60.1&lon=9.58&date=2026-11-26&offset=%2B01:00", &[]),
        ("nowcast/2.0/complete?lat=10.75&lon=59.91", &["coordinates-exchanged"]),
        ("nowcast/2.0/complete?lat=59.91&lon=10.75", &[]),
    ] {
        assert_eq!(ids(&format!("{API}/{rest}")), expected, "{rest}");
    }
    for (url, expected) in [
        ("https://api.met.no/place/Norway/Oslo/Oslo/forecast.xml", ["not-found"].as_slice()),
        ("https://api.met.no/locationforecast/2.0/compact?lat=60.1&lon=9.58", &["not-found"]),
        ("https://api.met.no/weatherapi//locationforecast/2.0/compact?lat=60.1&lon=9.58", &["not-found"]),
        ("https://api.met.no/doc/FAQ", &[]),
        ("https://api.met.no/", &["front-page"]),
        ("https://api.met.no", &["front-page"]),
        ("https://api.met.no/weatherapi", &["front-page"]),
        ("https://status.met.no/", &[]),
        ("https://api.acme.no/weatherapi/locationforecast/2.0/compact?lat=1e-05", &[]),
    ] {
        assert_eq!(ids(url), expected, "{url}");
    }
}

#[test]
fn message_and_mark_are_in_the_users_own_values() {
    let lints = lints(&format!("{COMPACT}?lat=59.91273&lon=10.746104"));
    assert_eq!(lints[0].help, [format!("write {COMPACT}?lat=59.9127&lon=10.7461")]);
    assert_eq!(lints[0].message, "lat has 5 decimals and lon has 6 decimals; at most 4 are allowed");
    assert_eq!(lints[0].tail.get(lints[0].mark.clone().unwrap()), Some("lat=59.91273"));
}

#[test]
fn known_versions_are_named_with_their_states() {
    let lints = lints(&format!("{API}/sunrise/2.3/sun?lat=60.1&lon=9.58&date=2026-02-16"));
    assert!(lints[0].message.contains("2.0 (ended)") && lints[0].message.contains("3.0 (current)"), "{lints:?}");
    assert_eq!(lints[0].certainty, Certainty::Likely);
}

#[test]
fn advice_is_the_whole_url_with_every_correction() {
    for (url, expected, add) in [
        (
            "http://api.yr.no/weatherapi/locationforecast/1.9/?lat=37.36;lon=127.17",
            "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=37.36&lon=127.17",
            "",
        ),
        (
            "http://api.met.no/weatherapi/locationforecastlts/1.3/?lat=59.911234;lon=10.75;msl=10.7",
            "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=59.9112&lon=10.75&altitude=10",
            "",
        ),
        (
            "https://api.met.no/weatherapi/locationforecast/2.0/complete?lon=18.1&amp;lat=4.62e1&amp;altitude=120",
            "https://api.met.no/weatherapi/locationforecast/2.0/complete?lon=18.1&lat=46.2&altitude=120",
            "",
        ),
        (
            "https://www.api.met.no/weatherapi/locationforcast/2.0/?lat=1e-05;lon=10.751234",
            "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=0.0000&lon=10.7512",
            "",
        ),
        (
            "https://157.249.81.141/weatherapi/locationforecast/2.0/compact?lat=55.75&lon=37.61",
            "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=55.75&lon=37.61",
            "",
        ),
        (
            "https://api.met.no/weatherapi/sunrise/2.0/.json?lat=60.1&lon=9.58&date=2023-09-05&days=3&offset=+01:00",
            "https://api.met.no/weatherapi/sunrise/3.0/sun?lat=60.1&lon=9.58&date=2023-09-05&offset=%2B01:00",
            "",
        ),
        (
            "https://api.met.no/weatherapi/sunrise/2.0/.json?lat=60.1&lon=9.58&from=2023-09-05",
            "https://api.met.no/weatherapi/sunrise/3.0/sun?lat=60.1&lon=9.58&date=2023-09-05",
            "",
        ),
        // A page and not data: only the host and the scheme can be at fault.
        (
            "http://api.met.no/weatherapi/locationforecast/2.0/documentation?x=1;y=2",
            "https://api.met.no/weatherapi/locationforecast/2.0/documentation?x=1;y=2",
            "",
        ),
        (
            "https://api.met.no/weatherapi/nowcast/2.0/?lat=10.75&lon=59.91",
            "https://api.met.no/weatherapi/nowcast/2.0/complete?lat=59.91&lon=10.75",
            "",
        ),
        (
            "https://api.met.no/metno-wdb2ts/locationforecast?lat=53.3;long=-6.2",
            "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=53.3&lon=-6.2",
            "",
        ),
        (
            "https://api.met.no/weatherapi/metalerts/1.1/.json?lang=en&show=all",
            "https://api.met.no/weatherapi/metalerts/2.0/current.json?lang=en",
            "",
        ),
        (
            "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=nan&lon=9.581234",
            "https://api.met.no/weatherapi/locationforecast/2.0/compact?lon=9.5812",
            "lat as digits with a point",
        ),
        (
            "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=91&lon=565.46",
            "https://api.met.no/weatherapi/locationforecast/2.0/compact",
            "lat from -90 to 90 degrees and lon from -180 to 180 degrees",
        ),
        (
            "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1",
            "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1",
            "lon",
        ),
        (
            "https://api.met.no:8443/weatherapi/locationforecast/2.0/compact?lat=60.1;lon=9.58",
            "https://api.met.no:8443/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58",
            "",
        ),
    ] {
        let wanted = (expected.to_owned(), add.to_owned());
        assert_eq!(mended(url).map(|(url, add)| (url, add.join(" and "))), Some(wanted), "{url}");
    }
}

#[test]
fn names_in_another_case_are_written_as_met_reads_them() {
    let url = "https://api.met.no/weatherapi/locationforecast/2.0/compact?LAT=60.12345&Lon=10";
    let better = "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1234&lon=10";
    assert_eq!(mended(url), Some((better.to_owned(), Vec::new())));
    assert_eq!(mended(better), None);
}

#[test]
fn url_without_fault_or_known_product_gets_no_advice() {
    for url in [
        "http://api.met.no/doc/FAQ",
        "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58",
        "https://api.met.no/weatherapi/LocationForecast/2.0/compact?lat=60.1&lon=9.58",
        "https://api.met.no/weatherapi/radar/2.0/?area=central_norway",
        "https://api.met.no/weatherapi/radar/2.0?area=central_norway",
        "https://api.met.no/weatherapi/foo/1.0/?x=1;y=2",
        "https://api.met.no/weatherapi/radar/1.5/?radarsite=x",
        "https://api.met.no/weatherapi/extremeswwc/1.2/?lat=1;lon=2",
        "https://api.met.no/doc/FAQ?a;b",
        "https://api.acme.no/weatherapi/locationforecast/1.9/?lat=1;lon=2",
        "https://frost.met.no/observations/v0.jsonld?a;b",
    ] {
        assert_eq!(mended(url), None, "{url}");
    }
}

#[test]
fn plus_is_an_offset_at_the_beginning_or_after_a_time() {
    for (value, offset) in [
        ("+01:00", true),
        ("2026-11-26T12:00+01:00", true),
        ("2026-11-26T12:00+x", false),
        ("+x", false),
        ("+", false),
        ("5+1", false),
        ("T+1", false),
        ("Tx+1", false),
        ("a+b", false),
        ("", false),
    ] {
        assert_eq!(parameters::is_offset(value), offset, "{value}");
    }
}

#[test]
fn quoted_part_of_a_url_begins_where_it_says_most() {
    for (rest, tail) in [
        ("locationforecast/2.0/compact", "locationforecast/2.0/compact"),
        ("locationforecast/2.0/compact?lat=60.12345&lon=1", "compact?lat=60.12345&lon=1"),
        ("locationforecast/2.0/?lat=60.1&lon=1", "locationforecast/2.0/?lat=60.1&lon=1"),
    ] {
        assert_eq!(lints(&format!("{API}/{rest}"))[0].tail, tail);
    }
}

#[test]
fn help_on_a_missing_parameter_fits_what_is_there() {
    let help = |query: &str| lints(&format!("{COMPACT}{query}"))[0].help.join("\n");
    let quoting = "an unquoted & ends the command";
    assert!(help("?lat=60.1").contains(quoting));
    assert!(!help("").contains(quoting) && !help("?lat=60.1&altitude=9").contains(quoting));
    assert!(help("?latitude=60.1&lng=9.58").contains("lng is called lon at MET"));
}

#[test]
fn host_is_corrected_where_its_path_has_the_data() {
    let rest = "weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58";
    for (origin, corrected) in [
        ("https://api.met.no", None),
        ("https://api.met.no:8443", None),
        ("http://api.met.no", Some("https://api.met.no")),
        ("https://api.met.no.", Some("https://api.met.no")),
        ("https://api.met.no.:8443", Some("https://api.met.no:8443")),
        ("http://api.met.no.", Some("https://api.met.no")),
        ("https://www.api.met.no", Some("https://api.met.no")),
        ("https://www.yr.no", None),
        ("https://wdb.met.ie", None),
        ("https://example.org", None),
    ] {
        let wanted = corrected.map(|origin| (format!("{origin}/{rest}"), Vec::new()));
        assert_eq!(mended(&format!("{origin}/{rest}")), wanted, "{origin}");
    }
    for path in ["weatherapi//locationforecast", "locationforecast"] {
        let url = format!("https://api.met.no/{path}/2.0/compact?lat=60.1&lon=9.58");
        assert_eq!(mended(&url), Some((format!("https://api.met.no/{rest}"), Vec::new())), "{path}");
    }
}

#[test]
fn endpoint_version_and_names_are_those_of_the_product() {
    for (rest, corrected) in [
        ("locationforecast/2.0/.xml?lat=60.1&lon=9.58", "locationforecast/2.0/classic.xml?lat=60.1&lon=9.58"),
        ("locationforecast/2.0/.json?lat=60.1&lon=9.58", "locationforecast/2.0/compact.json?lat=60.1&lon=9.58"),
        ("subseasonal/1.0/.xml?lat=60.1&lon=9.58", "subseasonal/1.0/complete.xml?lat=60.1&lon=9.58"),
        ("aviationforecast/v2.0/taf?icao=ENGM;x=1", "aviationforecast/2.0/taf?icao=ENGM&x=1"),
        ("radar/2.0/?latitude=1;area=x", "radar/2.0/?latitude=1&area=x"),
        // What is right stays as it is written.
        ("locationforecast/2.0/compact?lat=60%2E1;lon=9.58", "locationforecast/2.0/compact?lat=60%2E1&lon=9.58"),
    ] {
        let wanted = Some((format!("{API}/{corrected}"), Vec::new()));
        assert_eq!(mended(&format!("{API}/{rest}")), wanted, "{rest}");
    }
}

/// Parts of URLs, right and wrong, for every combination of them.
const ORIGINS: [&str; 6] = [
    "https://api.met.no",
    "http://api.met.no",
    "https://api.met.no.",
    "https://www.api.met.no",
    "http://api.yr.no",
    "https://157.249.81.141",
];
const PATHS: [&str; 16] = [
    "/weatherapi/locationforecast/2.0/compact",
    "/weatherapi/locationforecast/2.0/",
    "/weatherapi/locationforecast/2.0/.xml",
    "/weatherapi/locationforecast/1.9/",
    "/weatherapi/locationforecast/1.7/",
    "/weatherapi/locationforecast/v2/complete",
    "/weatherapi/locationforecast/_/compact",
    "/weatherapi/locationforecast",
    "/weatherapi//locationforecast/compact",
    "/locationforecast/2.0/compact",
    "/weatherapi/locationforcast/1.8",
    "/weatherapi/sunrise/2.3/sun",
    "/weatherapi/sunrise/2.0/.json",
    "/weatherapi/nowcast/0.9/",
    "/weatherapi/metalerts/1.1/",
    "/weatherapi/oceanforecast/2.0/complete",
];
const LATITUDES: [&str; 8] =
    ["lat=60.1", "lat=59.912345", "lat=1e-05", "lat=59,9", "lat=nan", "lat=100.5", "latitude=60.1", "lat=+5.5"];
const LONGITUDES: [&str; 6] = ["lon=9.58", "lon=359.512345", "lng=-9.5", "lon=-565", "msl=10.5", "lon=61.123456"];
const ENDS: [&str; 4] = ["", "msl=90.5", "date=2026-02-16", "offset=+01:00"];
const SEPARATORS: [&str; 4] = ["&", ";", "&amp;", "&#38;"];

#[test]
fn corrected_url_has_no_fault_left_but_what_only_the_user_knows() {
    let mut mended = 0;
    for (n, origin) in ORIGINS.iter().enumerate() {
        for path in PATHS {
            for lat in LATITUDES {
                for lon in LONGITUDES {
                    for end in ENDS {
                        let separator = SEPARATORS[(n + mended) % SEPARATORS.len()];
                        let query = [lat, lon, end].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
                        let text = format!("{origin}{path}?{}", query.join(separator));
                        // A URL has one fragment at most.
                        let Ok(url) = Url::parse(&text) else { continue };
                        let Some(better) = corrected(&url, now()) else {
                            assert_eq!(left(&url), [] as [&str; 0], "{text}");
                            continue;
                        };
                        mended += 1;
                        let left = left(&better.url);
                        let wanted = |id: &&str| *id != "missing-parameter" || better.add.is_empty();
                        assert!(!left.iter().any(wanted), "{text} -> {:?}: {left:?}", better.url);
                        assert!(corrected(&better.url, now()).is_none_or(|again| again.url == better.url), "{text}");
                        assert!(!better.url.query().unwrap_or_default().contains([';', '+']), "{text}");
                    }
                }
            }
        }
    }
    assert!(mended > 10_000, "{mended}");
}

/// What is wrong with a URL apart from a day that is not named.
fn left(url: &Url) -> Vec<&'static str> {
    let asked = ProductRequest::of(url);
    let known = asked.and_then(|asked| crate::met::products::version(&asked.product, &asked.version));
    let ended = known.is_some_and(|row| row.is_over(now())).then_some("version-ended");
    let host = crate::diagnosis::hosts::advice(url).map(|advice| advice.rule.id);
    let lints = lint(url, now()).into_iter().map(|lint| lint.rule.id).filter(|id| *id != "missing-date");
    lints.chain(ended).chain(host).collect()
}

#[test]
fn secrets_in_a_url_are_not_in_the_advice() {
    let url = format!("https://me:hush@api.met.no/weatherapi/locationforecast/2.0/?lat=1;lon=2;api_key={}", "s3cret");
    let said = format!("{:?}", lints(&url));
    assert!(said.contains("missing-endpoint"), "{said}");
    for lint in lints(&url) {
        assert!(!lint.help.join(" ").contains("hush") && !lint.help.join(" ").contains("s3cret"), "{lint:?}");
    }
    let alias = "https://aa015h6buqvih86i1.api.met.no/weatherapi/locationforecast/2.0/compact?lat=1;lon=2";
    assert!(lints(alias)[0].help[0].contains("https://api.met.no/"), "{:?}", lints(alias));
}

#[test]
fn hostile_urls_cost_little_and_are_shown_in_part() {
    for part in [";", "&amp;", "&", "/", "a=+1&", "lat=1&"] {
        let url = format!("{COMPACT}?lat=1;lon=2;{}", part.repeat(20_000));
        for lint in lints(&url) {
            assert!(lint.message.len() < 1_000 && lint.help.iter().all(|help| help.len() < 2_000), "{part}");
        }
    }
    let deep = format!("{API}/{}", "x/".repeat(20_000));
    assert!(lints(&deep).iter().all(|lint| lint.message.len() < 1_000));
}

#[test]
fn help_says_what_the_corrected_url_cannot() {
    let help = |rest: &str| {
        let lint = lints(&format!("{API}/{rest}")).remove(0);
        lint.help.join("\n")
    };
    for (rest, part) in [
        ("locationforecast/2.0/compact?lat=100.5&lon=59.9", "check whether lat and lon are swapped"),
        ("locationforecast/2.0/compact?lat=60.1&lon=350", "MET's longitudes run from -180 to 180; west is negative"),
        ("locationforecast/2.0/compact?lat=60.1&lon=-350", "MET's longitudes run from -180 to 180; west is negative"),
        ("locationforecast/2.0/compact?lat=60.1&lon=565", "write lon in degrees from -180 to 180"),
        ("locationforecast/2.0/compact?lat=191&lon=9.58", "write lat in degrees from -90 to 90"),
        ("locationforecast/2.0/compact?latitude=60.1&lng=9.58", "latitude is called lat at MET"),
        ("locationforecast/2.0/compact?latitude=60.1&lng=9.58", "lng is called lon at MET"),
        ("locationforecast/2.0/compact?LAT=60.1&long=9.58", "LAT is called lat at MET"),
        ("locationforecast/2.0/compact?lat=60.1", "an unquoted & ends the command"),
        ("sunrise/3.0/sun?lat=60.1&lon=9.58", "add the day as date=YYYY-MM-DD, and the offset from UTC"),
        ("locationforecst/2.0/compact?lat=60.1&lon=9.58", "did you mean locationforecast?"),
        ("qqqqqqqqqq/2.0/compact?lat=60.1&lon=9.58", "compare the name with the list"),
        ("locationforecast/2.0/?lat=60.1&lon=9.58", "other endpoints: complete"),
    ] {
        assert!(help(rest).contains(part), "{rest}: {}", help(rest));
        for other in
            ["swapped", "west is negative", "did you mean", "compare the name", "other endpoints", "an unquoted &"]
        {
            assert!(!help(rest).contains(other) || part.contains(other), "{rest}: {}", help(rest));
        }
    }
    let offset = help("sunrise/3.0/sun?lat=60.1&lon=9.58&offset=%2B01:00");
    assert_eq!(offset, "add the day as date=YYYY-MM-DD", "its offset is there");
    assert!(!help("locationforecast/2.0/compact?lat=60.1&x=1").contains("an unquoted &"));
}

#[test]
fn unknown_product_is_marked_in_its_path() {
    let lint = lints(&format!("{API}/locationforecst/2.0/compact?lat=60.1&lon=9.58")).remove(0);
    assert_eq!((lint.tail.as_str(), lint.mark), ("locationforecst/2.0/compact", Some(0..15)));
}
