//! What befell real people, played again: the first finding is the true cause, within the requests it is worth.
//!
//! `SNAPSHOTS=overwrite cargo test --test app incidents` writes the snapshots.

use serde_json::Value;
use snapbox::{Data, IntoData as _, assert_data_eq};

use crate::support::met::{COMPACT, FORECAST, GOOD, Met, PATH, answered, assert_ended};
use crate::support::run::{CONTACT, Ran, metstatus, metstatus_with_input};
use crate::support::server::{Reply, Server};

const CHROME: &str =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36";

const NGINX_403: &str = "403 Forbidden\nServer: nginx/1.18.0 (Ubuntu)\nContent-Type: text/html\n\n<html>\n<head><title>403 \
    Forbidden</title></head>\n<body>\n<center><h1>403 Forbidden</h1></center>\n<hr><center>nginx/1.18.0 \
    (Ubuntu)</center>\n</body>\n</html>\n";
const ILLEGAL: &str = "403 Forbidden\nContent-Type: text/plain\nX-ErrorClass: IllegalUserAgent\n\nForbidden\n";
const THROTTLED: &str = "429 Too Many Requests\nContent-Type: text/plain\n\nToo many requests\n";
const RATE: &str = "429 Too Many Requests\nContent-Type: text/plain\nX-ErrorClass: Ratelimitation\nRetry-After: 60\n\n\
    Slow down\n";
const ENDED: &str = "404 Not Found\nContent-Type: text/plain\n\n404 Not Found\nThe specified version number is \
    end-of-lifed for this product\n";
const NO_PRODUCT: &str = "404 Not Found\nContent-Type: text/html\n\n<html><body><h1>An error occurred!</h1>\nThe specified \
    product does not exist</body></html>\n";
const MANDATORY: &str = "400 Bad Request\nContent-Type: text/plain\nX-ErrorClass: Parameter\n\nMandatory parameters 'lat', \
    'lon' missing in call to Metno::WeatherAPI::Controller::Product::try {...}\n";
const BAD: &str = "400 Bad Request\nContent-Type: text/plain\n\nBad Request\n";
const OUTSIDE: &str = "422 Unprocessable Entity\nContent-Type: text/plain\nX-ErrorClass: Outsidegeographicarea\n\n\
    Location outside area\n";
const BACKEND: &str = "502 Bad Gateway\nContent-Type: text/plain\nX-ErrorClass: ErrorFromBackend\n\nBackend error\n";
const DEPRECATED: &str = "203 Non-Authoritative Information\nContent-Type: application/json\n\
    Last-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{\"type\":\"Feature\"}";
const DATA: &str =
    "200 OK\nContent-Type: application/json\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{\"type\":\"Feature\"}";

fn dated(answer: &str) -> String {
    format!("HTTP/1.1 {}", answer.replacen('\n', "\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n", 1))
}

/// One thing that happened: what was asked as whom, what MET answered to each request, and the true cause.
struct Incident {
    name: &'static str,
    agent: &'static str,
    path: &'static str,
    answers: &'static [&'static str],
    id: &'static str,
    certainty: &'static str,
    /// What the report has to say besides.
    says: &'static [&'static str],
}

const INCIDENTS: &[Incident] = &[
    Incident {
        name: "an app on Android works for years and is refused after an update of nothing",
        agent: "okhttp/4.12.0",
        path: PATH,
        answers: &[ILLEGAL, DATA],
        id: "user-agent-generic",
        certainty: "certain",
        says: &["okhttp/4.12.0", "YOUR-APP/1.2"],
    },
    Incident {
        name: "a map program sends no User-Agent, and the same URL works in curl",
        agent: "",
        path: PATH,
        answers: &[NGINX_403, DATA],
        id: "user-agent-missing",
        certainty: "certain",
        says: &["no User-Agent header"],
    },
    Incident {
        name: "an example was copied with its contact",
        agent: "weather-addon/0.1 me@example.com",
        path: PATH,
        answers: &[NGINX_403, DATA],
        id: "user-agent-placeholder",
        certainty: "certain",
        says: &["me@example.com"],
    },
    Incident {
        name: "a script poses as a browser to get around the block",
        agent: CHROME,
        path: PATH,
        answers: &[NGINX_403, DATA],
        id: "user-agent-browser",
        certainty: "certain",
        says: &["browser"],
    },
    Incident {
        name: "one release of a client was blocked for asking too much",
        agent: "weatherbox/2.3.1 https://weatherbox.no",
        path: PATH,
        answers: &[NGINX_403, DATA],
        id: "blocked-user-agent",
        certainty: "certain",
        says: &["weatherapi-adm@met.no"],
    },
    Incident {
        name: "a whole office is blocked by its address",
        agent: GOOD,
        path: PATH,
        answers: &[NGINX_403, NGINX_403],
        id: "blocked-client",
        certainty: "likely",
        says: &["weatherapi-adm@met.no", "IP address"],
    },
    Incident {
        name: "a phone hands on its position with all the decimals it has",
        agent: GOOD,
        path: "/weatherapi/locationforecast/2.0/compact?lat=59.912731&lon=10.746092",
        answers: &[NGINX_403, DATA, DATA],
        id: "coordinate-precision",
        certainty: "certain",
        says: &["lat=59.9127&lon=10.7460"],
    },
    Incident {
        name: "half of a widget is empty since September: it used two products",
        agent: GOOD,
        path: "/weatherapi/sunrise/2.0/.json?lat=60.1&lon=9.58&date=2023-09-05&offset=+01:00",
        answers: &[ENDED],
        id: "version-ended",
        certainty: "certain",
        says: &["2023-09-01", "sunrise/3.0"],
    },
    Incident {
        name: "a forgotten device still asks for 1.9",
        agent: GOOD,
        path: "/weatherapi/locationforecast/1.9/?lat=60.1&lon=9.58&msl=70",
        answers: &["404 Not Found\n\n"],
        id: "version-ended",
        certainty: "likely",
        says: &["2021-03-01", "locationforecast/2.0"],
    },
    Incident {
        name: "a slip of the pen in the name of the product",
        agent: GOOD,
        path: "/weatherapi/locationforcast/2.0/compact?lat=60.1&lon=9.58",
        answers: &[NO_PRODUCT],
        id: "unknown-product",
        certainty: "certain",
        says: &["did you mean locationforecast"],
    },
    Incident {
        name: "an old library separates parameters by semicolons",
        agent: GOOD,
        path: "/weatherapi/locationforecast/2.0/compact?lat=60.1;lon=9.58",
        answers: &[BAD],
        id: "semicolon-separator",
        certainty: "likely",
        says: &["?lat=60.1&lon=9.58"],
    },
    Incident {
        name: "a logger dropped the query, and who read the log asked without it",
        agent: GOOD,
        path: "/weatherapi/locationforecast/2.0/compact",
        answers: &[MANDATORY],
        id: "missing-parameter",
        certainty: "certain",
        says: &["'lat', 'lon' missing", "lat and lon"],
    },
    Incident {
        name: "a place at Greenwich: the longitude was printed as 1e-05",
        agent: GOOD,
        path: "/weatherapi/locationforecast/2.0/compact?lat=51.4778&lon=1e-05",
        answers: &[BAD],
        id: "number-format",
        certainty: "likely",
        says: &["lon=1e-05", "lon=0.0000"],
    },
    Incident {
        name: "a nowcast for London",
        agent: GOOD,
        path: "/weatherapi/nowcast/2.0/complete?lat=51.5&lon=-0.12",
        answers: &[OUTSIDE],
        id: "outside-coverage",
        certainty: "certain",
        says: &["locationforecast/2.0"],
    },
    Incident {
        name: "a default User-Agent is throttled, and backing off never helps",
        agent: "python-requests/2.31.0",
        path: PATH,
        answers: &[THROTTLED, DATA],
        id: "user-agent-generic",
        certainty: "certain",
        says: &["python-requests/2.31.0"],
    },
    Incident {
        name: "a fleet of devices asks on the hour",
        agent: GOOD,
        path: PATH,
        answers: &[RATE],
        id: "rate-limited",
        certainty: "certain",
        says: &["20 requests a second"],
    },
    Incident {
        name: "a radar is away behind the front end",
        agent: "okhttp/4.12.0",
        path: PATH,
        answers: &[BACKEND],
        id: "backend-unreachable",
        certainty: "certain",
        says: &["status.met.no"],
    },
    Incident {
        name: "clients break on the day a version is deprecated",
        agent: GOOD,
        path: "/weatherapi/sunrise/3.0/sun?lat=60.1&lon=9.58",
        answers: &[DEPRECATED],
        id: "deprecated-or-beta",
        certainty: "certain",
        says: &["changelog"],
    },
    Incident {
        name: "an app sends its library's name, and all the decimals of the position",
        agent: "okhttp/4.12.0",
        path: "/weatherapi/locationforecast/2.0/compact?lat=59.91273&lon=10.75",
        answers: &[NGINX_403, DATA, NGINX_403],
        id: "user-agent-generic",
        certainty: "certain",
        says: &["two things are wrong", "lat=59.9127", "four decimals"],
    },
    Incident {
        name: "a proxy of the office refuses, and MET never hears of it",
        agent: "okhttp/4.12.0",
        path: PATH,
        answers: &["403 Forbidden\nServer: squid/5.7\nX-Squid-Error: ERR_ACCESS_DENIED 0\n\nAccess Denied.\n"],
        id: "intermediary-refused",
        certainty: "certain",
        says: &["squid", "another network"],
    },
    Incident {
        name: "a nowcast for Oslo with its coordinates exchanged",
        agent: GOOD,
        path: "/weatherapi/nowcast/2.0/complete?lat=10.75&lon=59.91",
        answers: &[OUTSIDE],
        id: "coordinates-exchanged",
        certainty: "likely",
        says: &["lat=59.91&lon=10.75"],
    },
    Incident {
        name: "a widget is moved to a version that never was",
        agent: GOOD,
        path: "/weatherapi/sunrise/2.3/sun?lat=59.3293&lon=18.0686",
        answers: &[
            "404 Not Found\nContent-Type: text/plain\nX-ErrorClass: Doesnotapply\n\n404 Not Found\nThe specified version \
            number is not supported by this product\n",
        ],
        id: "unknown-version",
        certainty: "certain",
        says: &["2.3", "3.0"],
    },
];

impl Incident {
    fn play(&self, options: &[&str]) -> (Ran, usize) {
        let met = Met::new(self.answers.iter().map(|answer| Reply::text(dated(answer))));
        let own = ["-A", self.agent, "--contact", CONTACT];
        let ran = metstatus(met.args(&[&own, options].concat(), &met.url(self.path)));
        (ran, met.server.requests().len())
    }
}

#[track_caller]
fn assert_diagnosis(ran: &Ran, id: &str, certainty: &str, name: &str) -> String {
    let first: Value = ran.result()["findings"][0].clone();
    assert_eq!((&first["id"], &first["certainty"]), (&id.into(), &certainty.into()), "{name}: {}", ran.stdout);
    first.to_string()
}

#[test]
fn first_finding_of_an_incident_is_the_true_cause() {
    for incident in INCIDENTS {
        let (ran, requests) = incident.play(&["-f", "json"]);
        let first = assert_diagnosis(&ran, incident.id, incident.certainty, incident.name);
        assert_eq!((requests, &ran.json()["requests_sent"]), (incident.answers.len(), &requests.into()));
        assert_eq!(ran.code, if incident.answers == [DEPRECATED] { 1 } else { 2 }, "{}", incident.name);
        for text in incident.says {
            assert!(first.contains(text), "{}: no {text}: {first}", incident.name);
        }
    }
}

#[test]
fn plain_http_to_the_front_page_is_not_taken_for_data() {
    let page = dated("200 OK\nContent-Type: text/html\n\n<!DOCTYPE html><html><body>MET Weather API</body></html>");
    let met = Met::new([Reply::text(page)]);
    let plain = Server::http([Reply::text(dated(&format!("301 Moved Permanently\nLocation: {}\n\n", met.url("/"))))]);
    let resolve = plain.resolve("api.met.no");
    let ran = metstatus(met.args(&["-f", "json", "--resolve", &resolve], &plain.url_for("api.met.no", PATH)));
    let first = assert_diagnosis(&ran, "front-page-redirect", "certain", "plain http");
    assert_eq!((ran.code, plain.requests().len(), met.server.requests().len()), (2, 1, 1));
    assert!(first.contains("https://"), "{first}");
}

#[test]
fn old_forecast_of_yr_no_is_a_retired_host() {
    for answer in ["404 Not Found\n\n", "410 Gone\n\n", "403 Forbidden\n\n"] {
        let server = Server::http([Reply::text(dated(answer))]);
        let resolve = server.resolve("www.yr.no");
        let url = server.url_for("www.yr.no", "/place/Norway/Oslo/Oslo/Oslo/forecast.xml");
        let ran = metstatus(["-f", "json", "--contact", CONTACT, "--resolve", &resolve, &url]);
        let first = assert_diagnosis(&ran, "retired-host", "certain", answer);
        assert!(first.contains("2022-02-01") && first.contains("locationforecast/2.0"), "{first}");
        assert_eq!((ran.code, server.requests().len()), (2, 1));
    }
}

#[test]
fn name_that_does_not_resolve_is_not_a_refusal() {
    let ran = metstatus(["-f", "json", "https://api.met.no.invalid/weatherapi/locationforecast/2.0/compact"]);
    assert_diagnosis(&ran, "dns-failure", "certain", "DNS");
    assert_eq!(ran.code, 2);
    let ran = metstatus_with_input(["read", "-f", "json", "-"], b"curl: (6) Could not resolve host: api.met.no\n");
    assert_diagnosis(&ran, "dns-failure", "certain", "DNS, as curl tells it");
}

#[test]
fn captured_cors_preflight_is_explained() {
    let capture = format!(
        "OPTIONS https://api.met.no{PATH} HTTP/1.1\nOrigin: https://weather.acme.no\nAccess-Control-Request-Method: GET\n\
         Access-Control-Request-Headers: user-agent\nUser-Agent: {CHROME}\n\n{}",
        dated("405 Method Not Allowed\nServer: nginx/1.18.0 (Ubuntu)\n\n")
    );
    let ran = metstatus_with_input(["read", "-f", "json", "-"], capture.as_bytes());
    let first = assert_diagnosis(&ran, "method-not-allowed", "certain", "preflight");
    assert!(first.contains("CORS preflight") && !first.contains("send GET"), "{first}");
    assert_eq!((ran.code, &ran.json()["requests_sent"]), (2, &0.into()));
}

#[test]
fn options_without_origin_is_a_preflight_only_from_a_browser() {
    let capture = format!(
        "OPTIONS https://api.met.no{PATH} HTTP/1.1\nHost: api.met.no\nUser-Agent: acme-weather/1.2 acme.no\n\n{}",
        dated("405 Method Not Allowed\n\n")
    );
    let ran = metstatus_with_input(["read", "-f", "json", "-"], capture.as_bytes());
    let assert_left_open = |ran: &Ran, what: &str| {
        let first = assert_diagnosis(ran, "method-not-allowed", "certain", what);
        assert!(first.contains("if a browser sent it") && first.contains("send GET"), "{first}");
    };
    assert_left_open(&ran, "a program");
    let log = "192.0.2.1 - - [30/Mar/2026:13:22:46 +0000] \"OPTIONS /weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58 \
               HTTP/1.1\" 405 0 \"-\" \"-\"\n";
    let ran = metstatus_with_input(["read", "-f", "json", "--url", "https://api.met.no/", "-"], log.as_bytes());
    assert_left_open(&ran, "a log");
}

#[test]
fn captured_browser_request_may_name_a_browser() {
    for (method, status) in [("OPTIONS", "405 Method Not Allowed"), ("GET", "200 OK")] {
        let capture = format!(
            "{method} https://api.met.no{PATH} HTTP/1.1\nOrigin: https://weather.acme.no\nUser-Agent: {CHROME}\n\n{}",
            dated(&format!("{status}\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{{}}"))
        );
        let ran = metstatus_with_input(["read", "-f", "json", "-"], capture.as_bytes());
        assert!(!ran.ids().contains(&"user-agent-browser".to_owned()), "{method}: {}", ran.stdout);
    }
}

#[test]
fn success_without_data_is_a_finding() {
    let nowcast = |coverage: &str| {
        let body = format!("{{\"properties\":{{\"meta\":{{\"radar_coverage\":\"{coverage}\"}}}}}}");
        answered(&FORECAST.replace("{\"type\":\"Feature\"}", &body), "nowcast/2.0/complete?lat=60.1&lon=9.58", &[])
    };
    assert_ended(&nowcast("ok"), 0, &[]);
    assert_ended(&nowcast("temporarily unavailable"), 1, &["coverage-unavailable"]);
    let none = nowcast("no coverage");
    assert_eq!((none.code, &none.finding("partial-coverage")["severity"]), (0, &"info".into()));
    let forecast = format!("{COMPACT}?lat=60.1&lon=9.58");
    let page = FORECAST
        .replace("application/json", "text/html; charset=utf-8")
        .replace("{\"type\":\"Feature\"}", "<!DOCTYPE html><p>Log in");
    assert_ended(&answered(&page, &forecast, &[]), 2, &["unexpected-content"]);
    let empty = FORECAST.replace("{\"type\":\"Feature\"}", "").replacen('\n', "\nContent-Length: 0\n", 1);
    assert_ended(&answered(&empty, &forecast, &[]), 2, &["empty-body"]);
}

#[test]
fn version_gone_after_its_announced_day_has_ended() {
    let capture = format!(
        "GET https://api.met.no/weatherapi/textforecast/2.0/landoverview HTTP/1.1\nUser-Agent: {GOOD}\n\n{}",
        dated("404 Not Found\n\n")
    );
    let ran = metstatus_with_input(["read", "-f", "json", "-"], capture.as_bytes());
    let first = assert_diagnosis(&ran, "version-ended", "likely", "textforecast/2.0 two weeks after its end");
    assert!(first.contains("2026-03-16") && first.contains("textforecast/3.0"), "{first}");
}

/// The reports of the commonest refusals, as they are met with at midnight.
#[test]
fn common_refusals_match_their_snapshots() {
    for (name, position) in [
        ("refusal-403-generic", 0),
        ("refusal-403-missing", 1),
        ("refusal-403-blocked-version", 4),
        ("refusal-403-blocked-client", 5),
        ("refusal-403-decimals", 6),
        ("refusal-404-ended", 7),
        ("refusal-404-product", 9),
        ("refusal-400-missing", 11),
        ("refusal-422", 13),
        ("refusal-429-identity", 14),
        ("refusal-429-rate", 15),
        ("refusal-502", 16),
        ("refusal-403-two-faults", 18),
        ("refusal-403-proxy", 19),
        ("refusal-422-exchanged", 20),
    ] {
        let (ran, _) = INCIDENTS[position].play(&[]);
        let text = without_ports_and_times(&ran.stdout);
        // A URL that cannot be broken may go over the edge.
        let fits = |line: &str| line.chars().count() <= 80 || line.split(' ').any(|word| word.chars().count() > 60);
        assert!(text.lines().all(fits), "too wide:\n{text}");
        assert_eq!(text.matches("error[").count(), 1, "{text}");
        let path = format!("{}/tests/snapshots/{name}.txt", env!("CARGO_MANIFEST_DIR"));
        assert_data_eq!(text.raw(), Data::read_from(std::path::Path::new(&path), None).raw());
    }
}

/// The text with PORT for the port, and TIME for a time of day and what is left until then.
fn without_ports_and_times(text: &str) -> String {
    let mut rest = text;
    let mut out = String::new();
    while let Some(at) = rest.find("api.met.no:") {
        let (before, after) = rest.split_at(at + "api.met.no:".len());
        out += before;
        out += "PORT";
        rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    out += rest;
    let time = |line: &str| match line.find("not before ") {
        Some(at) => format!("{}not before TIME", &line[..at]),
        None => line.to_owned(),
    };
    out.lines().map(|line| time(line) + "\n").collect()
}
