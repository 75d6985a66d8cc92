//! Inputs of a quarter of a megabyte that are as much work as they can be. All of them are read in well under a second; what
//! took time in proportion to the square of the size took minutes.

use std::time::{Duration, Instant};

use crate::checks::{content, fields, world};
use metstatus::internals::http::syntax::message::ResponseHead;
use metstatus::internals::intake;
use metstatus::internals::intake::transcript::MOST_MESSAGES;

const SIZE: usize = 256 * 1024;

/// What takes longer does not end: work in proportion to the size takes less than a second.
const PATIENCE: Duration = Duration::from_secs(30);

/// Repeats a text up to the size.
fn many(unit: &str) -> String {
    unit.repeat(SIZE / unit.len())
}

/// A list of different words up to the size.
fn different(word: impl Fn(usize) -> String) -> String {
    (0..SIZE / word(SIZE).len()).map(word).collect()
}

fn soon<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    assert!(start.elapsed() < PATIENCE, "{what} took {:?}", start.elapsed());
    done
}

/// Reads a capture and reports on it.
fn judged(what: &str, capture: &str) -> world::Ran {
    soon(what, || world::run(&["read", "-v", "--report", "json=r.json", "-"], capture.as_bytes()))
}

#[test]
fn lines_that_hold_many_beginnings_of_a_message_are_read_once() {
    judged("status lines glued to each other", &format!("x{}\nno field here\n", many("HTTP/1.1 200 xx")));
    judged("and a long line behind them", &format!("x{}\n{}\n", many("xHTTP/1.1 200 "), many("a")));
    judged("versions that are none", &format!("x{}\n", many("xHTTP/1.1 2 ")));
}

/// Responses all of which announce a body that ends at the same place.
fn announcing(behind: &str) -> String {
    let head = |length: usize| format!("HTTP/1.1 200 OK\nContent-Length: {length:07}\n\n");
    let one = head(0).len();
    let count = MOST_MESSAGES - 1;
    (1..=count).map(|number| head((count - number) * one)).collect::<String>() + behind
}

#[test]
fn bodies_announced_to_end_at_one_place_are_looked_for_once() {
    for behind in [many("y"), many("\r\n") + "z\n", many(" ") + "\nz\n", format!("GET {} x\n", many("/y"))] {
        soon("announced bodies", || assert!(intake::read(announcing(&behind).as_bytes()).is_ok()));
        let verbose = format!("* note\n{}", announcing(&behind));
        soon("announced bodies behind a note", || assert!(intake::read(verbose.as_bytes()).is_ok()));
    }
}

#[test]
fn folded_lines_are_put_together_once() {
    let head = format!("HTTP/1.1 200 OK\r\na: b\r\n{}\r\n", many(" c\r\n"));
    let head = soon("folded lines", || ResponseHead::parse(head.as_bytes()).unwrap().0);
    assert_eq!(head.fields.get("a").map(|value| value.as_bytes().len()), Some(SIZE / 4 * 2 + 1));
}

#[test]
fn directives_and_nominations_are_looked_up_not_searched() {
    let words = different(|at| format!("a{at},"));
    judged("Cache-Control", &format!("HTTP/1.1 200 OK\nCache-Control: {words}\n\n"));
    judged("Vary", &format!("HTTP/1.1 200 OK\nVary: {words}\n\n"));
    let lines = different(|at| format!("a{at}: 1\n"));
    let first = "GET / HTTP/1.1\nHost: a.no\n\nHTTP/1.1 200 OK\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n";
    let again =
        "GET / HTTP/1.1\nHost: a.no\nIf-Modified-Since: Mon, 30 Mar 2026 13:22:44 GMT\n\nHTTP/1.1 304 Not Modified\n";
    judged("a replay with many fields", &format!("{first}{lines}\n\n{again}{lines}Connection: {words}\n\n"));
}

#[test]
fn lists_in_one_field_take_time_in_proportion() {
    let parameters = different(|at| format!(";a{at}=1"));
    for field in ["Link: <a>", "RateLimit: \"a\"", "Cache-Status: a", "Deprecation: @1", "Sunset: @1"] {
        judged(field, &format!("HTTP/1.1 429 x\n{field}{parameters}\n\n"));
    }
    judged("many links", &format!("HTTP/1.1 200 x\nLink: {}\n\n", many("<a>;rel=b,")));
    judged("many waits", &format!("HTTP/1.1 429 x\n{}\n", many("Retry-After: 1\n")));
    fields::holds(different(|at| format!("\"a{at}\",")).as_bytes());
}

#[test]
fn documents_take_time_in_proportion() {
    let members = different(|at| format!("\"a{at}\":1,"));
    let attributes = different(|at| format!(" a{at}='1'"));
    for content in [
        format!("{{{members}\"z\":1}}"),
        format!("<a{attributes}/>"),
        different(|at| format!("<a xmlns:b{at}='u'>")),
        many("<script"),
        format!("<html>{}", many("<style>&amp;")),
        many("[{\"a\":"),
    ] {
        soon("a document", || content::holds(content.as_bytes()));
    }
}

#[test]
fn archives_and_logs_take_time_in_proportion() {
    let entry = |at: usize| {
        format!(
            r#"{{"startedDateTime":"2026-03-30T13:22:46Z","request":{{"method":"GET","url":"http://a.no/{at}","headers":[]}},"response":{{"status":302,"headers":[{{"name":"Location","value":"/{}"}}]}}}}"#,
            at + 1
        )
    };
    let chain: Vec<String> = (0..SIZE / 400).map(entry).collect();
    let again = vec![entry(0); SIZE / 400];
    judged("redirects", &format!(r#"{{"log":{{"entries":[{}]}}}}"#, [chain, again].concat().join(",")));
    judged("surrogates", &format!(r#"{{"log":{{"entries":["{}"]}}}}"#, many("\\ud800")));
    judged(
        "a log of different requests",
        &different(|at| {
            format!(
                "1.2.3.4 - - [30/Mar/2026:13:22:46 +0000] \"GET /weatherapi/x{at}/1.0/?a={at} HTTP/1.1\" 403 1 \"-\" \"u{at}\"\n"
            )
        }),
    );
}

#[test]
fn pastes_take_time_in_proportion() {
    let request = "> GET /a HTTP/1.1\n> Host: h.no\n>\n";
    for (what, text) in [
        ("commands", many("curl -H 'a: b' https://h.no/x\n")),
        ("commands that go on", many("curl \\\n")),
        ("one command", format!("curl {}", many("-H 'a: b' "))),
        ("open quotes", many("curl 'https://h.no/\n")),
        ("URLs on lines", different(|at| format!("https://h.no/{at}\n"))),
        ("URLs on one line", different(|at| format!("https://h.no/{at} "))),
        ("brackets behind URLs", many(&format!("https://h.no/{}\n", ")".repeat(4000)))),
        ("statuses without URLs", different(|at| format!("HTTP Error 403: Forbidden {at}\n"))),
        ("statuses and URLs", different(|at| format!("https://h.no/{at}\nreturned error: 404\n"))),
        ("numbers", many("403 ")),
        ("separators", many(":::: 403 ")),
        ("failures", different(|at| format!("https://h.no/{at} ETIMEDOUT\n"))),
        ("requests and failures", many(&format!("{request}ETIMEDOUT\n"))),
        ("requests and statuses", many(&format!("{request}status code 403\n"))),
        ("quotes in quotes", many("> > > > > > > > > > GET /a HTTP/1.1\n")),
        ("indents", different(|at| format!("{}HTTP/1.1 200 OK\n", " ".repeat(at % 40 + 1)))),
        ("prefixes", different(|at| format!("app_{at} | > GET /a HTTP/1.1\nx: y\n"))),
        ("okhttp", different(|at| format!("--> GET https://h.no/{at}\n"))),
        ("okhttp without requests", different(|at| format!("<-- 200 https://h.no/{at} (1ms)\n"))),
        ("toolbelt", many("< GET / HTTP/1.1\n")),
        ("ngrep", many("GET / HTTP/1.1.\n")),
        ("cassettes", many("- request:\n    uri: x\n")),
        ("one cassette", format!("- request:\n{}", many("    uri: x\n"))),
        ("traces", many("=> Send header, 1 bytes (0x1)\n0000: GET / HTTP/1.1\n")),
        ("one trace", format!("=> Send header, 1 bytes (0x1)\n{}", many("0000: a\n"))),
        ("literals", format!("{}\\r\\n", many("\"A"))),
        ("wire", many("http-outgoing-0 >> \"GET / HTTP/1.1[\\r][\\n]\"\n")),
        ("devtools", many("Request URL: https://h.no/\n")),
        ("JSON lines", many("{\"status\":403,\"url\":\"https://h.no/\"}\n")),
        ("JSON that does not end", many("{\"status\":[")),
        ("wget", many("---request begin---\n")),
        ("fences", many("```\nHTTP/1.1 200 OK\n")),
        ("colours", many("\x1b[1m\x1b]0;a\n")),
        ("entities", many("&gt; &lt; &amp;")),
        ("meters", many("--:--:--     0")),
    ] {
        soon(what, || drop(intake::read(text.as_bytes())));
    }
}

#[test]
fn input_has_a_bounded_number_of_messages() {
    let most = "HTTP/1.1 304 Not Modified\n\n".repeat(MOST_MESSAGES);
    assert!(intake::read(most.as_bytes()).is_ok());
    let refused = intake::read(format!("{most}HTTP/1.1 304 Not Modified\n\n").as_bytes()).unwrap_err();
    assert!(refused.reason.contains(&format!("more than {MOST_MESSAGES} messages")), "{refused}");
}
