//! Every bound on what comes from outside: what reaches it is told with the bound, and with the option that changes it.

use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use metstatus::internals::app::limits::*;
use metstatus::internals::text::size::shown_size;

use crate::live::Met;
use crate::support::run::{Ran, metstatus, metstatus_with_input};
use crate::support::server::{Reply, Server};

const CHUNKED: &str = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

/// Asserts that a finding and words are in the report on a server's answers.
#[track_caller]
fn finds(replies: Vec<Reply>, options: &[&str], id: &str, words: &[&str]) {
    let server = Server::http(replies);
    said(&metstatus([&["-v", "--rate", "100"], options, &[&server.url("/")]].concat()), id, words);
}

#[track_caller]
fn said(ran: &Ran, id: &str, words: &[&str]) {
    let text = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains(&format!("[{id}]")), "{ran:#?}");
    for word in words {
        assert!(text.contains(word), "no {word:?}: {ran:#?}");
    }
}

#[test]
fn an_answer_that_does_not_end_meets_the_time() {
    let silent = || vec![Reply::raw([]).stall()];
    finds(silent(), &["-t", "400ms"], "response-timeout", &["within 0.4 s", "--timeout"]);
    let dribbling = Reply::raw("HTTP/1.1 200 OK\r\n").dribble(Duration::from_millis(20)).then_endless("X: y\r\n");
    finds(vec![dribbling], &["-t", "400ms"], "response-timeout", &["within 0.4 s", "--timeout"]);
}

#[test]
fn a_head_that_is_too_long_meets_its_limits() {
    let head = |line: &str, count: usize| vec![Reply::raw(format!("HTTP/1.1 200 OK\r\n{}\r\n", line.repeat(count)))];
    let most = shown_size(MAX_HEAD as u64);
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
    finds(interim(MAX_INTERIM + 1), &[], "malformed-response", &[&format!("takes {MAX_INTERIM} at most")]);
}

#[test]
fn chunks_and_trailers_meet_their_limits() {
    let line = format!("{CHUNKED}4;{}\r\nwiki\r\n0\r\n\r\n", "a".repeat(MAX_CHUNK_LINE));
    finds(vec![Reply::raw(line)], &[], "malformed-response", &[&format!("{MAX_CHUNK_LINE} bytes")]);
    let trailer = |line: &str, count: usize| vec![Reply::raw(format!("{CHUNKED}0\r\n{}\r\n", line.repeat(count)))];
    finds(trailer("X: y\r\n", MAX_FIELDS + 1), &[], "malformed-response", &[&format!("{MAX_FIELDS} fields")]);
    let most = shown_size(MAX_HEAD as u64);
    finds(trailer(&format!("X: {}\r\n", "y".repeat(1000)), 70), &[], "malformed-response", &[&most]);
}

#[test]
fn content_meets_its_limit_as_received_and_as_decompressed() {
    let text = || Reply::text("HTTP/1.1 200 OK\nContent-Type: text/plain\n\n").with_body(vec![b'a'; 2000]);
    for reply in [text(), text().with_gzip()] {
        finds(vec![reply], &["--max-body", "1000"], "body-too-large", &["1000 bytes", "--max-body"]);
    }
}

#[test]
fn redirects_meet_their_limit() {
    let hop = |number: u32| Reply::text(format!("HTTP/1.1 302 Found\nLocation: /{number}\n\n"));
    finds((0..6).map(hop).collect(), &[], "redirect-loop", &["stopped after 5", "--max-redirects"]);
    finds((0..3).map(hop).collect(), &["--max-redirects", "2"], "redirect-loop", &["stopped after 2"]);
}

#[test]
fn a_changelog_meets_its_limit() {
    let feed = format!("<rss><channel><item><title>{}</title></item></channel></rss>", "x".repeat(MAX_FEED as usize));
    let met = Met::new([
        Reply::text("HTTP/1.1 203 Non-Authoritative Information\nContent-Type: application/xml\n\n<x/>"),
        Reply::text(format!("HTTP/1.1 200 OK\nContent-Type: application/rss+xml\n\n{feed}")),
    ]);
    let url = met.url("/weatherapi/cloudatlas/1.0/complete?lat=60.1&lon=9.58");
    let ran = metstatus(met.args(&["-v", "--changelog", "auto"], &url));
    said(&ran, "changelog-unreadable", &["larger than 2 MiB"]);
}

/// An XML reader compares the attributes of an element with each other, and hands namespaces down to each one inside.
#[test]
fn documents_that_would_cost_more_than_their_size_are_not_looked_at() {
    let attributes: String = (0..100_000).map(|number| format!(" a{number}='1'")).collect();
    let namespaces: String = (0..60_000).map(|number| format!("<a xmlns:b{number}='u'>")).collect();
    for body in [format!("<a{attributes}/>"), namespaces] {
        let reply = Reply::text(format!("HTTP/1.1 200 OK\nContent-Type: application/xml\n\n{body}"));
        let server = Server::http([reply]);
        let ran = metstatus(["--replay", "never", "-t", "5s", &server.url("/")]);
        assert!(ran.took < Duration::from_secs(6), "{:?}", ran.took);
        assert!(ran.stdout.starts_with("200 OK"), "{ran:#?}");
    }
}

/// A file of so many bytes, of which the most are in no block of the disk.
fn large(folder: &Path, bytes: u64) -> String {
    let path = folder.join("large");
    let mut file = std::fs::File::create(&path).unwrap();
    file.write_all(b"403\n").unwrap();
    file.set_len(bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn files_meet_their_limits() {
    let folder = tempfile::tempdir().unwrap();
    let path = |bytes| large(folder.path(), bytes);
    let url = "http://127.0.0.1:9/";
    for (most, options) in [
        (MAX_LIST, ["--targets", "PATH"]),
        (MAX_HEADERS, ["-H", "@PATH"]),
        (MAX_STATE, ["--state", "PATH"]),
        (MAX_CERTIFICATES, ["--cacert", "PATH"]),
    ] {
        let path = path(most + 1);
        let ran = metstatus([&options.map(|option| option.replace("PATH", &path))[..], &[url.to_owned()]].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{ran:#?}");
        let words = format!("larger than {}, the most that is read", shown_size(most));
        assert!(ran.stderr.contains(&words) && ran.stderr.contains(options[0]), "{words}: {ran:#?}");
        assert!(Path::new(&path).exists(), "{options:?}: the file is gone");
    }
}

#[test]
fn inputs_meet_their_limits() {
    let ran = metstatus_with_input(["read", "--max-input", "1000", "-"], &[b'x'; 1001]);
    assert!(ran.code == 3 && ran.stderr.contains("larger than 1000 bytes"), "{ran:#?}");
    assert!(ran.stderr.contains("--max-input"), "{ran:#?}");
    let ran =
        metstatus_with_input(["read", "-q", "-"], "HTTP/1.1 304 Not Modified\n\n".repeat(MOST_MESSAGES + 1).as_bytes());
    assert!(ran.code == 3 && ran.stderr.contains(&format!("more than {MOST_MESSAGES} messages")), "{ran:#?}");
    let kind = |number: usize| {
        format!("127.0.0.1 - - [30/Mar/2026:13:22:46 +0000] \"GET https://a{number}.no/ HTTP/1.1\" 404 1 \"-\" \"x\"\n")
    };
    let ran = metstatus_with_input(["read", "-"], (0..=MAX_KINDS).map(kind).collect::<String>().as_bytes());
    assert!(ran.stderr.contains(&format!("the {MAX_KINDS} that weigh most are told")), "{}", ran.stderr);
}
