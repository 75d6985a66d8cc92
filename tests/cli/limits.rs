//! Every bound on what comes from outside: what reaches it is reported with the bound, and with the option that changes
//! it.

use crate::support::asserts::said;
use crate::support::run::metstatus;
use crate::support::server::{Reply, Server};
use metstatus::internals::app::limits::*;
use metstatus::internals::text::size::format_size;

const CHUNKED: &str = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

/// Asserts that a finding and words are in the report on a server's answers.
#[track_caller]
fn finds(replies: Vec<Reply>, options: &[&str], id: &str, words: &[&str]) {
    let server = Server::http(replies);
    said(&metstatus([&["-v", "--rate", "100"], options, &[&server.url("/")]].concat()), id, words);
}

#[test]
fn head_that_is_too_long_meets_its_limits() {
    let head = |line: &str, count: usize| vec![Reply::raw(format!("HTTP/1.1 200 OK\r\n{}\r\n", line.repeat(count)))];
    let most = format_size(MAX_HEAD as u64);
    finds(head(&format!("X: {}\r\n", "y".repeat(1000)), 70), &[], "malformed-response", &[&most]);
    let fields = format!("{} header fields; metstatus accepts at most {MAX_FIELDS}", MAX_FIELDS + 1);
    finds(head("X: y\r\n", MAX_FIELDS + 1), &[], "malformed-response", &[&fields]);
    let within =
        Server::http([Reply::raw(format!("HTTP/1.1 404 No\r\n{}\r\n", "X: y\r\n".repeat(MAX_FIELDS - 1))).close()]);
    let ran = metstatus([within.url("/").as_str()]);
    assert!(ran.stdout.starts_with("404"), "{ran:#?}");
    let interim = |count| {
        let answer = "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n";
        vec![Reply::raw(format!("{}{answer}", "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(count)))]
    };
    finds(interim(MAX_INTERIM), &[], "not-found", &[]);
    finds(
        interim(MAX_INTERIM + 1),
        &[],
        "malformed-response",
        &[&format!("More than {MAX_INTERIM} interim responses")],
    );
}

#[test]
fn chunks_and_trailers_meet_their_limits() {
    let line = format!("{CHUNKED}4;{}\r\nwiki\r\n0\r\n\r\n", "a".repeat(MAX_CHUNK_LINE));
    finds(vec![Reply::raw(line)], &[], "malformed-response", &[&format!("{MAX_CHUNK_LINE} bytes")]);
    let trailer = |line: &str, count: usize| vec![Reply::raw(format!("{CHUNKED}0\r\n{}\r\n", line.repeat(count)))];
    finds(trailer("X: y\r\n", MAX_FIELDS + 1), &[], "malformed-response", &[&format!("{MAX_FIELDS} fields")]);
    let most = format_size(MAX_HEAD as u64);
    finds(trailer(&format!("X: {}\r\n", "y".repeat(1000)), 70), &[], "malformed-response", &[&most]);
}

#[test]
fn content_meets_its_limit_as_received_and_as_decompressed() {
    let text = || Reply::text("HTTP/1.1 200 OK\nContent-Type: text/plain\n\n").with_body(vec![b'a'; 2000]);
    for reply in [text(), text().with_gzip()] {
        finds(vec![reply], &["--max-body", "1000"], "body-too-large", &["1000 bytes", "--max-body"]);
    }
}
