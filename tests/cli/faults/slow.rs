//! Slowness and endlessness.

use std::io::Write as _;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::{Fault, put_all};
use crate::support::server::Reply;

/// The time of a run that is to be left, and of one that is not.
const SHORT: Duration = Duration::from_millis(600);
const LONG: Duration = Duration::from_secs(20);
const CHUNKED: &str = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

fn endless(name: &'static str, start: &'static str, chunk: &'static str) -> Fault {
    Fault::new(name, move || vec![Reply::raw(start).then_endless(chunk)])
}

#[test]
fn slow_peer_is_left_in_time() {
    let dribble = |name, pause| {
        let body = format!("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n{}", "x".repeat(9999));
        Fault::new(name, move || vec![Reply::raw(body.clone()).dribble(Duration::from_millis(pause))])
    };
    let interim =
        || vec![Reply::raw([]).dribble(Duration::from_millis(10)).then_endless("HTTP/1.1 103 Early Hints\r\n\r\n")];
    let trailer = || {
        let start = Reply::raw(format!("{CHUNKED}2\r\nok\r\n0\r\n"));
        vec![start.dribble(Duration::from_millis(1)).then_endless("X: yyyyyyyy\r\n")]
    };
    let slow = [
        dribble("a byte in five milliseconds", 5),
        dribble("a byte in a second", 1000),
        Fault::new("silence", || vec![Reply::raw([]).stall()]),
        Fault::new("a slow flood of interim answers", interim),
        Fault::new("a slow trailer", trailer),
    ];
    put_all(slow.map(|fault| fault.within(SHORT).finds("response-timeout", "error").exits(2)));
}

#[test]
fn bytes_one_by_one_are_an_ordinary_response() {
    let answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nwiki\r\n0\r\n\r\n";
    Fault::new("one by one", move || vec![Reply::raw(answer).dribble(Duration::ZERO)]).put();
    Fault::new("open behind the end", || vec![Reply::raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").stall()])
        .within(LONG)
        .put();
    Fault::new("open behind the last chunk", move || vec![Reply::raw(answer).stall()]).within(LONG).put();
}

#[test]
fn endless_content_is_ended_by_a_limit_that_is_named() {
    let limits = [
        endless("fields", "HTTP/1.1 200 OK\r\n", "X-Field: 1\r\n").says("64 KiB"),
        endless("one line", "HTTP/1.1 200 OK\r\nX-Long: ", "x").says("64 KiB"),
        endless("the reason", "HTTP/1.1 200 ", "very ").says("64 KiB"),
        endless("interim answers", "", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n").says("8 interim"),
        endless("no HTTP", "", "x"),
        endless("blank lines", "", "\r\n"),
        endless("the trailer", CHUNKED, "0\r\nX: y\r\n").says("128 fields"),
        endless("one line of the trailer", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "xx")
            .says("64 KiB"),
        endless("a chunk size", CHUNKED, "1").says("4096 bytes"),
        endless("an extension", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;", "a").says("4096 bytes"),
    ];
    put_all(limits.map(|fault| fault.finds("malformed-response", "error").exits(2)));
    let fields = "X-Field: 1\r\n".repeat(300);
    Fault::raw("300 fields", format!("HTTP/1.1 200 OK\r\n{fields}Content-Length: 0\r\n\r\n"))
        .finds("malformed-response", "error")
        .says("301 header fields; metstatus accepts at most 128")
        .exits(2)
        .put();
}

#[test]
fn content_beyond_the_limit_is_not_read() {
    Fault::new("20 MB", || {
        vec![Reply::raw("HTTP/1.1 200 OK\r\nContent-Length: 20000000\r\n\r\n").then_endless("x".repeat(1000))]
    })
    .finds("body-too-large", "warning")
    .says("8388608 bytes")
    .says("20000000")
    .says("--max-body")
    .exits(1)
    .put();
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..40 {
        encoder.write_all(&vec![0; 1 << 20]).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    Fault::new("bomb", move || {
        vec![Reply::text("HTTP/1.1 200 OK\nContent-Encoding: gzip\n\n").with_body(bomb.clone())]
    })
    .finds("body-too-large", "warning")
    .says("times")
    .exits(1)
    .put();
}
