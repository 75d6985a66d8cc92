//! What is said of a request by itself: before it is sent, beside an answer, and as the reason of a refusal.

use crate::support::met::{Met, assert_ended};
use crate::support::run::{Ran, metstatus, metstatus_with_input};
use crate::support::server::{Reply, Server};

pub(crate) const API: &str = "https://api.met.no/weatherapi/";
pub(crate) const GOOD: &str = "acme-weather/1.2 https://github.com/acme/weather";

/// Judges a request and sends nothing.
pub(crate) fn judge(agent: &str, url: &str) -> Ran {
    metstatus(["--dry-run", "-f", "json", "-A", agent, url])
}

/// The ids of every finding, those of infos too, and the exit code.
#[track_caller]
pub(crate) fn assert_judged(ran: &Ran, code: i32, ids: &[&str], what: &str) {
    let found = ran.ids();
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    assert_eq!((ran.code, found.as_slice()), (code, ids), "{what}: {}", ran.stdout);
    assert_eq!(ran.json()["requests_sent"], 0, "{what}");
}

/// Message and advice of the first finding.
pub(crate) fn words(ran: &Ran) -> String {
    let first = &ran.result()["findings"][0];
    format!("{} {}", first["message"], first["advice"])
}

#[test]
fn dry_run_sends_nothing_and_needs_no_identity() {
    let server = Server::http([]);
    for host in ["127.0.0.1", "api.met.no"] {
        let url = server.url_for(host, "/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58");
        let resolve = server.resolve(host);
        for options in [&[][..], &["-A", "okhttp"], &["--contact", "ops@acme-weather.no"]] {
            let own = ["--dry-run", "-f", "json", "--resolve", &resolve];
            let ran = metstatus([&own[..], options, &[&url]].concat());
            assert_eq!(ran.json()["requests_sent"], 0);
            assert!(ran.code <= 1 && ran.stderr.is_empty(), "{ran:#?}");
            assert!(!ran.ids().contains(&"user-agent-missing".to_owned()), "nobody said what is sent: {}", ran.stdout);
        }
    }
    assert_eq!(server.connections(), 0);
}

#[test]
fn dry_run_says_what_it_is() {
    let ran = metstatus(["--dry-run", "-A", GOOD, "locationforecast/2.0/compact?lat=60.1&lon=9.58"]);
    assert!(ran.code == 0 && ran.stdout.starts_with("not sent  no fault in the request"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("healthy"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("capture"), "nothing was captured: {}", ran.stdout);
}

#[test]
fn each_fault_of_a_url_is_named_and_its_near_misses_are_not() {
    // What begins with a question mark is the query of a forecast, the rest a path below the API.
    let cases: [(&str, &[&str], &[&str]); 13] = [
        (
            "coordinate-precision",
            &["?lat=59.91273&lon=10.75", "?lat=59.91000&lon=10.75", "?lon=10.746104&lat=59.9"],
            &["?lat=59.9100&lon=10.7461", "?lat=60&lon=-9.5800", "?lat=60.1&lon=9.58&altitude=90"],
        ),
        (
            "number-format",
            &[
                "?lat=1e-05&lon=9.58",
                "?lat=59,91&lon=9.58",
                "?lat=59%2C91&lon=9.58",
                "?lat=NaN&lon=9.58",
                "?lat=inf&lon=9.58",
                "?lat=&lon=9.58",
                "?lat=%20&lon=9.58",
                "?lat&lon=9.58",
                "?lat=.5&lon=9.58",
                "?lat=60.&lon=9.58",
                "?lat=60.1N&lon=9.58",
                "?lat=None&lon=9.58",
                "?lat=%7Blat%7D&lon=9.58",
            ],
            &["?lat=-0&lon=+9.58", "?lat=007&lon=0.0"],
        ),
        (
            "coordinate-range",
            &["?lat=100.5&lon=59.9", "?lat=90.1&lon=9.58", "?lat=-90.1&lon=9.58", "?lat=60.1&lon=359"],
            &["?lat=90&lon=180", "?lat=-90.0&lon=-180.0", "?lat=10.75&lon=59.91"],
        ),
        (
            "missing-parameter",
            &[
                "?",
                "?lat=60.1",
                "?lon=9.58",
                "?latitude=60.1&longitude=9.58",
                "nowcast/2.0/complete",
                "oceanforecast/2.0/complete.json?lat=60.1",
                "sunrise/3.0/sun?date=2026-02-01",
            ],
            &["metalerts/2.0/current.json", "routeforecast/2.0/?route=x", "sunrise/3.0/schema", "nowcast/2.0/coverage"],
        ),
        (
            "unencoded-plus",
            &["sunrise/3.0/sun?lat=60.1&lon=9.58&date=2026-11-26&offset=+01:00"],
            &["sunrise/3.0/sun?lat=60.1&lon=9.58&date=2026-11-26&offset=%2B01:00", "?lat=60.1&lon=9.58&x=a+b"],
        ),
        (
            "coordinates-exchanged",
            &["nowcast/2.0/complete?lat=10.75&lon=59.91"],
            &["nowcast/2.0/complete?lat=59.91&lon=10.75", "?lat=10.75&lon=59.91"],
        ),
        ("renamed-parameter", &["?lat=60.1&lon=9.58&msl=90"], &["?lat=60.1&lon=9.58&xmsl=90"]),
        (
            "semicolon-separator",
            &["?lat=60.1;lon=9.58", "?lat=60.1&lon=9.58;altitude=9"],
            &["?lat=60.1&lon=9.58&x=%3B"],
        ),
        (
            "missing-endpoint",
            &["locationforecast/2.0/?lat=60.1&lon=9.58", "nowcast/2.0?lat=60.1&lon=9.58"],
            &["locationforecast/2.0/", "locationforecast/2.0/changelog", "radar/2.0/?area=central_norway"],
        ),
        (
            "version-placeholder",
            &["locationforecast/_/compact?lat=60.1&lon=9.58"],
            &["locationforecast/_/documentation", "nowcast/2.0/_/changelog"],
        ),
        ("plain-http", &["http://api.met.no/weatherapi/metalerts/2.0/current.json"], &[]),
        (
            "front-page",
            &["", "https://api.met.no/"],
            &["https://api.met.no/doc/FAQ", "https://api.met.no/weatherapi/metalerts"],
        ),
        ("", &[], &["?altitude=90&lat=60.1&lon=9.58", "sunrise/3.0/sun?lat=60.1&lon=9.58&date=2026-11-26"]),
    ];
    for (id, faulty, good) in cases {
        let faulty = faulty.iter().map(|rest| (rest, vec![id]));
        for (rest, ids) in faulty.chain(good.iter().map(|rest| (rest, vec![]))) {
            let url = match (rest.starts_with('?'), rest.starts_with("http")) {
                (true, _) => format!("{API}locationforecast/2.0/compact{rest}"),
                (_, true) => (*rest).to_owned(),
                _ => format!("{API}{rest}"),
            };
            assert_judged(&judge(GOOD, &url), i32::from(!ids.is_empty()), &ids, &url);
        }
    }
}

#[test]
fn advice_is_in_the_user_s_own_values() {
    for (rest, wanted) in [
        ("locationforecast/2.0/compact?lat=59.91278&lon=10.746104", "lat=59.9127&lon=10.7461"),
        ("locationforecast/2.0/compact?lat=-0.00009&lon=9.58", "lat=-0.0000"),
        ("locationforecast/2.0/compact?lat=59,91&lon=9.58", "lat=59.91"),
        ("locationforecast/2.0/compact?lat=1e-05&lon=9.58", "lat=0.0000"),
        ("locationforecast/2.0/compact?lat=100.5&lon=59.9", "swapped"),
        ("locationforecast/2.0/compact?lat=60.1;lon=9.58", "?lat=60.1&lon=9.58"),
        ("locationforecast/2.0/compact?lat=60.1", "quote the whole URL"),
        ("locationforecast/2.0/compact?lat=60.1&lon=9.58&msl=90.5", "altitude=90"),
        ("locationforecast/2.0/?lat=60.1&lon=9.58", "compact"),
        ("locationforecast/_/compact?lat=60.1&lon=9.58", "locationforecast/2.0"),
    ] {
        let ran = judge(GOOD, &format!("{API}{rest}"));
        assert!(words(&ran).contains(wanted), "{rest}: {wanted}: {}", words(&ran));
    }
}

#[test]
fn no_advice_breaks_the_terms_itself() {
    for value in ["59,912734", "5.9912734e1"] {
        let url = format!("{API}locationforecast/2.0/compact?lat={}&lon=9.58", value.replace(' ', "%20"));
        let said = words(&judge(GOOD, &url));
        assert!(said.contains("lat=59.9127") && !said.contains("lat=59.91273"), "{value}: {said}");
    }
}

#[test]
fn url_pasted_from_html_is_advised_whole() {
    for (rest, ids, wanted) in [
        ("complete?lon=18.1&amp;lat=46.2", &["escaped-ampersand"][..], "complete?lon=18.1&lat=46.2"),
        (
            "complete?lon=18.123456&amp;lat=4.62e1;msl=120",
            &["escaped-ampersand", "semicolon-separator", "number-format", "coordinate-precision", "renamed-parameter"],
            "complete?lon=18.1234&lat=46.2&altitude=120",
        ),
    ] {
        let ran = judge(GOOD, &format!("{API}locationforecast/2.0/{rest}"));
        assert_eq!(ran.code, 1, "{}", ran.stdout);
        for id in ids {
            let advice = ran.finding(id)["advice"].to_string();
            assert!(advice.contains(&format!("write {API}locationforecast/2.0/{wanted}\"")), "{id}: {advice}");
        }
    }
    // What MET makes of it names what the URL has, under another name.
    const NO_LAT: &str =
        "400 Bad Request\nX-ErrorClass: Parameter\n\nMandatory parameter 'lat' missing in call to try {...}";
    let ran = answered(NO_LAT, &format!("{COMPACT}?lon=18.1&amp;lat=46.2"), &[]);
    assert_ended(&ran, 2, &["escaped-ampersand"]);
}

#[test]
fn host_that_is_gone_and_version_that_ended_are_both_said() {
    let ran = judge(GOOD, "http://api.yr.no/weatherapi/locationforecast/1.9/?lat=37.36;lon=127.17");
    assert_judged(&ran, 2, &["retired-host"], "api.yr.no");
    let said = words(&ran);
    assert!(said.contains("locationforecast/1.9 ended on 2021-03-01"), "{said}");
    assert!(said.contains(&format!("write {API}locationforecast/2.0/compact?lat=37.36&lon=127.17")), "{said}");
    for (url, id, wanted) in [
        (
            "https://www.api.met.no/weatherapi/nowcast/2.0/complete?lat=60.1&lon=9.58",
            "wrong-host",
            "write https://api.met.no/",
        ),
        (
            "https://157.249.81.141/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58",
            "wrong-host",
            "certificate",
        ),
        (
            "http://metwdb-openaccess.ichec.ie/metno-wdb2ts/locationforecast?lat=53;long=-6",
            "retired-host",
            "Met \u{c9}ireann",
        ),
    ] {
        let ran = judge(GOOD, url);
        assert_judged(&ran, if id == "retired-host" { 2 } else { 1 }, &[id], url);
        assert!(words(&ran).contains(wanted), "{url}: {}", words(&ran));
    }
}

#[test]
fn hosts_without_data_are_known_with_what_to_ask_instead() {
    let forecast = "weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58";
    for (url, code, id) in [
        ("https://api.yr.no/", 2, "retired-host"),
        ("https://beta.api.met.no/", 2, "retired-host"),
        ("https://external.api.met.no/", 2, "retired-host"),
        ("https://www.yr.no/place/Norway/Oslo/Oslo/Oslo/forecast.xml?", 2, "retired-host"),
        ("https://www.yr.no/sted/Norge/Oslo/Oslo/Oslo/varsel.xml?", 2, "retired-host"),
        ("https://www.yr.no/en/forecast/daily-table/1-72837?", 1, "wrong-host"),
        ("https://developer.yr.no/", 1, "wrong-host"),
        ("https://docs.api.met.no/", 1, "wrong-host"),
        ("https://frost.met.no/", 1, "wrong-host"),
        ("https://thredds.met.no/", 1, "wrong-host"),
    ] {
        let url = url.strip_suffix('?').map_or(format!("{url}{forecast}"), str::to_owned);
        let ran = judge(GOOD, &url);
        assert_judged(&ran, code, &[id], &url);
        assert!(words(&ran).contains("https://api.met.no/weatherapi/"), "{url}: {}", words(&ran));
    }
    for host in ["api.met.no", "api.acme.no", "www.yr.no.acme.no", "myapi.yr.no", "frost.met.no.acme.no"] {
        assert_judged(&judge(GOOD, &format!("https://{host}/{forecast}")), 0, &[], host);
    }
    let dot = judge(GOOD, &format!("https://api.met.no./{forecast}"));
    assert_judged(&dot, 0, &["wrong-host"], "a dot at the end is no error");
    let secret = judge(GOOD, &format!("https://me:s3cret@api.met.no/{forecast}"));
    assert_judged(&secret, 1, &["url-userinfo"], "credentials");
    assert!(!secret.stdout.contains("s3cret"), "{}", secret.stdout);
}

#[test]
fn customer_alias_is_met_and_not_shown_in_full() {
    let (alias, rest) = ("aa015h6buqvih86i1", "/weatherapi/locationforecast/2.0/compact?lat=59.91273&lon=9.58");
    for host in [format!("{alias}.api.met.no"), format!("{}.API.met.no.", alias.to_uppercase())] {
        let url = format!("https://{host}{rest}");
        assert_judged(&judge(GOOD, &url), 1, &["customer-alias", "coordinate-precision"], &url);
        let resolve = format!("{}:443:127.0.0.1", host.trim_end_matches('.'));
        let live = ["-A", GOOD, "--timeout", "5s", "--proxy", "", "--resolve", &resolve];
        for options in [&["--dry-run"][..], &live] {
            for format in [&["-v"][..], &["-f", "json"], &[]] {
                let ran = metstatus([options, format, &[&url]].concat());
                let said = format!("{}{}", ran.stdout, ran.stderr).to_lowercase();
                assert!(!said.contains("h6buqv"), "{options:?} {format:?}: {said}");
            }
        }
    }
    for host in ["aa01.api.met.no", "aardvark.api.met.no"] {
        assert!(!judge(GOOD, &format!("https://{host}{rest}")).ids().contains(&"customer-alias".to_owned()), "{host}");
    }
}

/// An answer to the request, checked live and read from a capture: both must say the same.
pub(crate) fn answered(answer: &str, rest: &str, options: &[&str]) -> Ran {
    let answer = format!("HTTP/1.1 {}", answer.replacen('\n', "\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n", 1));
    let met = Met::new([Reply::text(&answer)]);
    let own = ["-f", "json", "-A", GOOD, "--replay", "never", "--controls", "never"];
    let ran = metstatus(met.args(&[&own[..], options].concat(), &met.url(&format!("/weatherapi/{rest}"))));
    let capture = format!("GET {API}{rest} HTTP/1.1\nUser-Agent: {GOOD}\n\n{answer}");
    let read = metstatus_with_input([&["read", "-f", "json", "-"], options].concat(), capture.as_bytes());
    // A capture is judged by its own Date; live, a Date as old as this one is remarkable.
    let live: Vec<String> = ran.ids().into_iter().filter(|id| id != "clock-skew").collect();
    assert_eq!((read.code, read.ids()), (ran.code, live), "{rest}: live {}, read {}", ran.stdout, read.stdout);
    ran
}

pub(crate) const DATA: &str =
    "200 OK\nContent-Type: application/json\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{\"type\":\"Feature\"}";
pub(crate) const COMPACT: &str = "locationforecast/2.0/compact";

#[test]
fn lint_beside_a_response_warns_of_breaches_only() {
    for (query, ids) in [
        ("lat=59.91273&lon=10.75", &["coordinate-precision"][..]),
        ("lat=60.1;lon=9.58", &["semicolon-separator"]),
        ("lat=1e-05&lon=9.58", &[]),
        ("lat=100.5&lon=59.9", &[]),
        ("lat=60.1", &[]),
    ] {
        assert_ended(&answered(DATA, &format!("{COMPACT}?{query}"), &[]), i32::from(!ids.is_empty()), ids);
    }
}

#[test]
fn url_fault_that_explains_a_refusal_is_the_diagnosis() {
    const NO_LON: &str =
        "400 Bad Request\nX-ErrorClass: Parameter\n\nMandatory parameter 'lon' missing in call to try {...}";
    for (answer, rest, id, certainty) in [
        ("400 Bad Request\n\nno", "?lat=1e-05&lon=9.58", "number-format", "likely"),
        ("400 Bad Request\n\nno", "?lat=59,91&lon=9.58", "number-format", "likely"),
        ("400 Bad Request\n\nno", "?lat=59.91&lon=359", "coordinate-range", "likely"),
        ("400 Bad Request\n\nno", "?lat=59.91273&lon=9.58", "coordinate-precision", "likely"),
        ("400 Bad Request\n\nno", "?lat=60.1;lon=9.58", "semicolon-separator", "likely"),
        ("400 Bad Request\n\nno", "?lat=60.1&lon=9.58&msl=9", "renamed-parameter", "likely"),
        ("400 Bad Request\nX-ErrorClass: Format\n\nInvalid latitude", "?lat=NaN&lon=9.58", "number-format", "likely"),
        (NO_LON, "?lat=60.1", "missing-parameter", "certain"),
        ("403 Forbidden\n\nno", "?lat=59.91273&lon=9.58", "coordinate-precision", "likely"),
        ("404 Not Found\n\n", "locationforecast/2.0/?lat=60.1&lon=9.58", "missing-endpoint", "likely"),
        ("404 Not Found\n\n", "locationforecast/_/compact?lat=60.1&lon=9.58", "version-placeholder", "likely"),
        ("404 Not Found\n\n", "sunrise/2.0/.json?lat=60.1&lon=9.58", "version-ended", "likely"),
    ] {
        let rest = if rest.starts_with('?') { format!("{COMPACT}{rest}") } else { rest.to_owned() };
        let ran = answered(answer, &rest, &[]);
        assert_ended(&ran, 2, &[id]);
        let (first, body) = (&ran.result()["findings"][0], answer.rsplit('\n').next().unwrap());
        assert_eq!((&first["severity"], &first["certainty"]), (&"error".into(), &certainty.into()), "{rest}");
        assert!(body.is_empty() || first["evidence"].to_string().contains(body), "{rest}: {first}");
    }
}

#[test]
fn severities_are_the_user_s_to_set_live_and_on_captures() {
    let fine = format!("{COMPACT}?lat=59.91273&lon=9.58");
    for (options, code, severity) in [
        (&["--allow", "coordinate-precision"][..], 0, "info"),
        (&["--warn", "coordinate-precision"], 1, "warning"),
        (&["--deny", "coordinate-precision"], 2, "error"),
        (&["--deny", "coordinate-range"], 1, "warning"),
    ] {
        let ran = answered(DATA, &fine, options);
        assert_eq!(
            (ran.code, &ran.finding("coordinate-precision")["severity"]),
            (code, &severity.into()),
            "{options:?}"
        );
    }
    assert_eq!(
        answered("502 Bad Gateway\n\nno", &format!("{COMPACT}?lat=60.1&lon=9.58"), &["--warn", "backend-unreachable"])
            .code,
        1
    );
    for option in ["--allow", "--warn", "--deny"] {
        for command in
            [&["read", option, "coordinate-precison", "-"][..], &[option, "coordinate-precison", "--dry-run", API]]
        {
            let ran = metstatus(command);
            assert!(ran.code == 3 && ran.stderr.contains("coordinate-precision"), "{command:?}: {ran:#?}");
        }
    }
}
