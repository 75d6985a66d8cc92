//! Text from outside that is meant to break a report, in every place and every format.

use proptest::prelude::*;

use crate::support::door::diagnosis::facts::Facts;
use crate::support::door::diagnosis::overrides::Overrides;
use crate::support::door::diagnosis::thresholds::Thresholds;
use crate::support::door::diagnosis::{Diagnosis, SourceLocation};
use crate::support::door::http::time::date::Timestamp;
use crate::support::door::intake;
use crate::support::door::report::paint::Paint;
use crate::support::door::report::{Report, TargetResult, render};
use crate::support::grammar::{FORMATS, assert_valid};
use crate::support::run::{CONTACT, metstatus, metstatus_with_input};
use crate::support::server::{Reply, Server};

/// What formats, terminals and log readers take for their own.
const HOSTILE: [&str; 14] = [
    "a|b=1;2;3 'c'=4",
    "::set-output name=x::y",
    "::error::forged",
    "##[error]forged",
    "%0A::error::forged%25",
    "]]></system-out><failure/>",
    "\"quoted\" \\ back'slash`tick",
    "\u{1b}[31mred\u{1b}[0m\u{1b}]8;;http://evil.invalid\u{7}link",
    "\u{202e}reversed\u{2066}\u{200b}hidden\u{feff}",
    "<script>alert(1)</script> &amp; <!--",
    "[link](http://evil.invalid) ![x](y) @somebody #1",
    "{0} {target=\"x\"} $ARG1$ ${HOME} $(id)",
    "\u{fffe}\u{ffff}\u{0}\u{85}\u{9b}31m",
    "metstatus_info{version=\"9\"} 1 # HELP",
];

/// A capture with a text in every place that comes from outside.
fn capture(text: &str) -> String {
    let text: String = text.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    format!(
        "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.12345&lon=9.5 HTTP/1.1\n\
         User-Agent: {text}\nX-Note: {text}\n\n\
         HTTP/1.1 403 {text}\nDate: Mon, 30 Mar 2026 13:22:46 GMT\nX-ErrorClass: {text}\nRetry-After: {text}\n\
         Expires: {text}\nLocation: {text}\nDeprecation: {text}\nSunset: {text}\n\n{text}\n"
    )
}

#[test]
fn hostile_capture_breaks_no_format() {
    for text in HOSTILE {
        for format in FORMATS {
            let ran = metstatus_with_input(["read", "-f", format, "-"], capture(text).as_bytes());
            assert_eq!(ran.code, 2, "{format}: {ran:?}");
            assert_valid(format, &ran.stdout);
        }
    }
}

#[test]
fn hostile_response_breaks_no_format() {
    for text in HOSTILE {
        let line: String = text.chars().filter(|c| *c != '\0').collect();
        let answer = format!(
            "HTTP/1.1 404 {line}\r\nX-ErrorClass: {line}\r\nX-{}: 1\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n{text}",
            "a".repeat(30)
        );
        let server = Server::http(FORMATS.map(|_| Reply::raw(answer.clone().into_bytes())));
        for format in FORMATS {
            let ran = metstatus(["-f", format, &server.url("/%0A%7C::error::?q='%22,%25&a=::")]);
            assert_eq!(ran.code, 2, "{format}: {ran:?}");
            assert_valid(format, &ran.stdout);
        }
    }
}

#[test]
fn secrets_are_in_no_format() {
    let refusal = "HTTP/1.1 401 No\nWWW-Authenticate: Basic\nSet-Cookie: id=hush5\n\nhttp://u:hush6@h/ said no";
    let server = Server::http(FORMATS.map(|_| Reply::text(refusal)));
    let url = server.url("/x?api_key=hush1&lat=1").replace("http://", "http://user:hush2@");
    for format in FORMATS {
        let ran = metstatus(["-f", format, "-H", "X-Api-Key: hush3", "-H", "Cookie: id=hush4", "-v", &url]);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert_valid(format, &ran.stdout);
        assert!(!ran.stdout.contains("hush") && !ran.stderr.contains("hush"), "{format}: {}", ran.stdout);
    }
}

#[test]
fn customer_alias_is_in_no_format() {
    let url = "https://aa-0123456789abcdef.api.met.no/weatherapi/locationforecast/2.0/compact?lat=60&lon=9";
    let capture = format!("GET {url} HTTP/1.1\nUser-Agent: x/1 {CONTACT}\n\nHTTP/1.1 403 Forbidden\n\nsee {url}\n");
    let shown = metstatus_with_input(["read", "-"], capture.as_bytes()).stdout;
    for format in FORMATS {
        let ran = metstatus_with_input(["read", "-f", format, "-"], capture.as_bytes());
        assert_valid(format, &ran.stdout);
        // What the report for people hides, every format hides.
        assert_eq!(shown.contains("0123456789abcdef"), ran.stdout.contains("0123456789abcdef"), "{format}: {shown}");
    }
}

/// The report on captures of these texts, some of them twice, some with a place in a file.
fn report(texts: &[String]) -> Report {
    let now = Timestamp::from_unix(1_774_876_966);
    let entries = texts.iter().enumerate().filter_map(|(at, text)| {
        let captured = intake::read(capture(text).as_bytes()).ok()?.captured;
        let mut evidence = captured.into_iter().next()?.evidence;
        intake::receive(&mut evidence, now);
        let facts = Facts::new(evidence, now, Thresholds::default());
        let target = crate::support::door::text::escape::escape(if at % 3 == 0 { "the same" } else { text });
        let mut diagnosis = Diagnosis::new(target, facts, &Overrides::default());
        diagnosis.place =
            (at % 2 == 0).then(|| SourceLocation { file: crate::support::door::text::escape::escape(text), line: at });
        Some(TargetResult::Checked(Box::new(diagnosis)))
    });
    Report::new(entries.collect(), now, false)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn random_text_breaks_no_format(
        texts in proptest::collection::vec(prop_oneof![any::<String>(), "[ -~]{1,60}", "[|:;%\\\\\"'`<>&\\[\\](){}#@=,]{1,20}"], 1..5)
    ) {
        use clap::ValueEnum as _;
        let texts: Vec<String> = texts.into_iter().map(|text| format!("x{text}")).collect();
        let report = report(&texts);
        prop_assume!(!report.entries.is_empty());
        for format in FORMATS {
            let named = crate::support::door::report::format::ReportFormat::from_str(format, false).unwrap();
            assert_valid(format, &render(named, &report, &Paint::plain(80), true));
        }
    }
}
