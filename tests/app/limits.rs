//! Every bound on what comes from outside: what reaches it is reported with the bound, and with the option that changes
//! it.

use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use crate::support::door::app::limits::*;
use crate::support::door::text::size::format_size;

use crate::support::asserts::said;
use crate::support::met::Met;
use crate::support::run::{metstatus, metstatus_with_input};
use crate::support::server::{Reply, Server};

/// Asserts that a finding and words are in the report on a server's answers.
#[track_caller]
fn finds(replies: Vec<Reply>, options: &[&str], id: &str, words: &[&str]) {
    let server = Server::http(replies);
    said(&metstatus([&["-v", "--rate", "100"], options, &[&server.url("/")]].concat()), id, words);
}

#[test]
fn endless_response_meets_its_timeout() {
    let silent = || vec![Reply::raw([]).stall()];
    finds(silent(), &["-t", "400ms"], "response-timeout", &["within 0.4 s", "--timeout"]);
    let dribbling = Reply::raw("HTTP/1.1 200 OK\r\n").dribble(Duration::from_millis(20)).then_endless("X: y\r\n");
    finds(vec![dribbling], &["-t", "400ms"], "response-timeout", &["within 0.4 s", "--timeout"]);
    let late = || vec![Reply::text("HTTP/1.1 404 No\n\n").after(Duration::from_millis(400))];
    finds(late(), &["-t", "411ms"], "not-found", &[]);
    finds(late(), &["-t", "410ms"], "response-timeout", &["within 0.4 s", "--timeout"]);
}

#[test]
fn redirects_meet_their_limit() {
    let hop = |number: u32| Reply::text(format!("HTTP/1.1 302 Found\nLocation: /{number}\n\n"));
    finds((0..6).map(hop).collect(), &[], "redirect-loop", &["stopped after 5", "--max-redirects"]);
    finds((0..3).map(hop).collect(), &["--max-redirects", "2"], "redirect-loop", &["stopped after 2"]);
}

#[test]
fn changelog_meets_its_limit() {
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
fn costly_xml_is_not_parsed() {
    let attributes: String = (0..100_000).map(|number| format!(" a{number}='1'")).collect();
    let namespaces: String = (0..60_000).map(|number| format!("<a xmlns:b{number}='u'>")).collect();
    for body in [format!("<a{attributes}/>"), namespaces] {
        let reply = Reply::text(format!("HTTP/1.1 200 OK\nContent-Type: application/xml\n\n{body}"));
        let server = Server::http([reply]);
        let ran = metstatus(["--replay", "never", "-t", "5s", &server.url("/")]);
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
        let words = format!("larger than {}, the limit", format_size(most));
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
    assert!(ran.stderr.contains(&format!("the {MAX_KINDS} most important ones are")), "{}", ran.stderr);
}
