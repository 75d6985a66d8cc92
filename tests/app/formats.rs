//! The formats of the report, from the whole binary.

use serde_json::Value;

use crate::support::grammar::assert_valid;
use crate::support::run::{metstatus, metstatus_with_input, schema_problems};
use crate::support::server::{Reply, Server};

/// A document of an API that caches well enough.
const DOCUMENT: &str = "HTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\nContent-Type: application/json\n\
                        Cache-Control: max-age=600\n\n{}";

#[test]
fn jsonl_lines_are_whole_documents_that_add_up() {
    let server = Server::http([Reply::text(DOCUMENT), Reply::text("HTTP/1.1 404 Not Found\n\nno")]);
    let ran = metstatus(["-f", "jsonl", "--replay", "never", &server.url("/a"), "203", &server.url("/b")]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.stdout.ends_with('\n'));
    let lines: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for line in &lines {
        assert_eq!(schema_problems(line), Vec::<String>::new());
        assert_eq!(line["results"].as_array().unwrap().len(), 1);
        assert_eq!(line["verdict"], line["results"][0]["verdict"]);
    }
    let targets: Vec<&Value> = lines.iter().map(|line| &line["results"][0]["target"]).collect();
    assert_eq!(targets, [&Value::from(server.url("/a")), &Value::from("203"), &Value::from(server.url("/b"))]);
    assert_eq!(lines.iter().map(|line| line["requests_sent"].as_u64().unwrap()).collect::<Vec<_>>(), [1, 0, 1]);
}

/// A consumer takes a series that occurs twice for an error, and drops one of the two.
#[test]
fn target_given_twice_is_one_series_with_the_worse() {
    for statuses in [["200 OK", "500 No"], ["500 No", "200 OK"]] {
        let server =
            Server::http(statuses.map(|status| Reply::text(format!("HTTP/1.1 {status}\n\nx")))).allow_unasked();
        let url = server.url("/x");
        let ran = metstatus(["-f", "prometheus", "--replay", "never", &url, &url]);
        assert_eq!(ran.code, 2, "{}", ran.stdout);
        assert_valid("prometheus", &ran.stdout);
        let verdicts: Vec<&str> = ran.stdout.lines().filter(|line| line.starts_with("metstatus_verdict{")).collect();
        assert_eq!(verdicts, [format!("metstatus_verdict{{target=\"{url}\"}} 2")]);
    }
}

#[test]
fn jsonl_line_equals_the_json_document() {
    let capture =
        "GET http://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 500 \u{1b}[31m\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n\nno\n";
    let parse = |format: &str| -> Value {
        let ran = metstatus_with_input(["read", "-f", format, "-"], capture.as_bytes());
        assert_eq!(ran.code, 2);
        let mut value: Value = serde_json::from_str(&ran.stdout).unwrap();
        value["generated_at"].take();
        value
    };
    assert_eq!(parse("json"), parse("jsonl"));
}
