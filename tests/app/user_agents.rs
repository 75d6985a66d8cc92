//! How User-Agents are graded, and the line of code that sets a better one.

use crate::lints::{API, GOOD, assert_judged, judge};
use crate::support::run::metstatus;

#[test]
fn line_of_code_is_that_of_the_library_that_was_sent() {
    for (agent, code) in [
        ("okhttp/4.12.0", "header(\"User-Agent\""),
        ("python-requests/2.31.0", "requests.get(url, headers="),
        ("Go-http-client/1.1", "req.Header.Set"),
        ("fhttp", "metstatus rules user-agent-generic"),
    ] {
        let ran = judge(agent, &format!("{API}metalerts/2.0/current.json"));
        let advice = ran.finding("user-agent-generic")["advice"].as_array().unwrap().clone();
        assert!(advice.iter().any(|line| line.as_str().unwrap().contains(code)), "{agent}: {advice:?}");
    }
    let all = metstatus(["rules", "user-agent-generic"]).stdout;
    for library in ["OkHttp", "aiohttp", "dio", "PHP", ".NET", "Guzzle", "ESP32"] {
        assert!(all.contains(library), "{library}: {all}");
    }
    assert!(!metstatus(["rules", "user-agent-browser"]).stdout.contains("OkHttp"));
}

const CHROME: &str =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36";

/// The finding, the exit code, and User-Agents that bring it; the last are good ones.
#[rustfmt::skip]
const GRADES: [(&str, i32, &[&str]); 8] = [
    ("user-agent-missing", 1, &["", "  "]),
    ("user-agent-generic", 1, &[
        "okhttp", "okhttp/4.12.0", "Dalvik/2.1.0 (Linux; U; Android 11; Pixel)", "Java/17.0.1", "fhttp",
        "Wget/1.12 (linux-gnu)", "python-requests/2.31.0", "Apache-HttpClient/4.5.13 (Java/11.0.2)",
        "Python/3.11 aiohttp/3.9.1", "PostmanRuntime/7.36.0",
    ]),
    ("user-agent-browser", 1, &[
        CHROME, "Mozilla/5.0", "Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0",
    ]),
    ("user-agent-placeholder", 1, &[
        "app/1.0 me@example.com", "app/1.0 www.example.org", "app/1.0 http://localhost:3000", "app/1.0 test@test.com",
        "app/1.0 your.email@gmail.com",
    ]),
    ("user-agent-no-contact", 1, &[
        "schoolstudent", "MyJava/1.0", "Weather/1.0 (Linux; U)", "Home/2.1 aiohttp/3.9.1",
    ]),
    ("user-agent-yr", 1, &["my-yr/1.0 post@acme.no", "Yr widget/2.0 acme.no"]),
    ("user-agent-no-version", 0, &["acme-weather github.com/acme/weather", "acme.no", "acme.no support@acme.no"]),
    ("", 0, &[
        GOOD, "Java Weather App/1.0 post@acme.no", "JavaScript-Weather/1.0 acme.no", "okhttp/4.12.0 weather.acme.no/3.1",
        "curl/8.5.0 (ops@acme.no)", "post@acme.no acme/1.0", "acme/1.0 <mailto:post@acme.no>",
        "acme/1.0 (+https://acme.no/bot)", "Mozilla/5.0 (compatible; acmebot/1.0; +https://acme.no/bot)",
        "AcmeWeather/3.1 play.google.com/store/apps/details?id=no.acme.weather",
        "AcmeWeather/3.1 (apps.apple.com/app/id123456789)", "no.acme.weather/3.1", "app/1.0 me@myexample.com",
        "app/1.0 localhosting.no", "app/1.0 latest@test-lab.no", "yrsa/1.0 post@acme.no", "app/1.0 post@lyr.no",
        "yr.acme.no/1.0",
    ]),
];

#[test]
fn user_agent_is_graded_by_what_it_says_of_its_sender() {
    for (id, code, agents) in GRADES {
        for agent in agents {
            let ids = if id.is_empty() { vec![] } else { vec![id] };
            assert_judged(&judge(agent, &format!("{API}metalerts/2.0/current.json")), code, &ids, agent);
        }
    }
}

#[test]
fn library_name_with_its_site_is_generic_too() {
    for agent in [
        "Java-http-client/17.0.1",
        "node-fetch/1.0 (+https://github.com/bitinn/node-fetch)",
        "Scrapy/2.11 (+https://scrapy.org)",
    ] {
        assert_judged(&judge(agent, &format!("{API}metalerts/2.0/current.json")), 1, &["user-agent-generic"], agent);
    }
}

#[test]
fn contact_at_the_end_of_a_sentence_or_in_quotes_is_one() {
    for agent in ["acme/1.0, by post@acme.no.", "acme/1.0 \"post@acme.no\"", "acme/1.0 contact:acme.no"] {
        assert_judged(&judge(agent, &format!("{API}metalerts/2.0/current.json")), 0, &[], agent);
    }
}
