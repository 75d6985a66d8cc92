//! Broken HTTP.

use super::Fault;
use crate::support::server::gzipped;

fn head(fields: &str, body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\n{fields}\r\n{body}")
}

#[test]
fn bytes_that_are_not_a_response_are_malformed() {
    let length = |value: &str| head(&format!("Content-Length: {value}\r\n"), "abc");
    for (name, bytes) in [
        ("HTTP/0.9", "<html>hello</html>".to_owned()),
        ("shoutcast", "ICY 200 OK\r\nicy-name: x\r\n\r\n".to_owned()),
        ("version", "HTTP/9.9 200 OK\r\nContent-Length: 0\r\n\r\n".to_owned()),
        ("099", "HTTP/1.1 099 Low\r\nContent-Length: 0\r\n\r\n".to_owned()),
        ("20", "HTTP/1.1 20 Short\r\nContent-Length: 0\r\n\r\n".to_owned()),
        ("1000", "HTTP/1.1 1000 Long\r\nContent-Length: 0\r\n\r\n".to_owned()),
        ("negative length", length("-1")),
        ("length of letters", length("abc")),
        ("two lengths", head("Content-Length: 2\r\nContent-Length: 3\r\n", "abc")),
        ("length and chunks", head("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", "2\r\nok\r\n0\r\n\r\n")),
    ] {
        Fault::raw(name, bytes).finds("malformed-response", "error").exits(2).put();
    }
    Fault::raw("length beyond 64 bits", length("99999999999999999999999"))
        .finds("truncated-response", "error")
        .exits(2)
        .put();
    let many: String = (0..200).map(|number| format!("X-{number}: v\n")).collect();
    Fault::raw("many fields and LF", format!("HTTP/1.1 200 OK\nContent-Length: 2\n{many}\nok"))
        .finds("malformed-response", "error")
        .says("128")
        .exits(2)
        .put();
    Fault::raw("two lengths and LF", "HTTP/1.1 200 OK\nContent-Length: 2\nContent-Length: 3\n\nabc")
        .finds("malformed-response", "error")
        .says("several different Content-Length")
        .exits(2)
        .put();
    Fault::raw("HTTP/2", b"\0\0\x12\x04\0\0\0\0\0\0\x03\0\0\0\x64\0\x04\0\x10\0\0\0\x06\0\0\x20\0")
        .finds("malformed-response", "error")
        .says("only HTTP/2")
        .exits(2)
        .put();
}

#[test]
fn status_lines_that_are_odd_are_read() {
    for (name, bytes) in [
        ("600", "HTTP/1.1 600 What\r\nContent-Length: 0\r\n\r\n"),
        ("999", "HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n"),
    ] {
        Fault::raw(name, bytes).finds("unexpected-status", "error").exits(2).put();
    }
    Fault::raw("no reason", "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok").put();
    Fault::raw("no reason, but a blank", "HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok").put();
    for (name, reason, shown) in [("UTF-8", "Æsj \u{202e}", "Æsj \\u{202e}"), ("ESC", "\x1b[31mred", "\\x1b[31mred")]
    {
        Fault::raw(name, format!("HTTP/1.1 500 {reason}\r\nContent-Length: 0\r\n\r\n"))
            .says("500")
            .says(shown)
            .exits(2)
            .put();
    }
    Fault::raw("HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\nto the end").finds("old-http-version", "info").put();
}

#[test]
fn syntax_that_other_clients_may_refuse_is_reported() {
    Fault::raw("bare LF", "HTTP/1.1 200 OK\nContent-Length: 2\n\nok").finds("lenient-syntax", "warning").exits(1).put();
    Fault::raw("folded", head("X: a\r\n b\r\nContent-Length: 2\r\n", "ok"))
        .finds("lenient-syntax", "warning")
        .exits(1)
        .put();
    Fault::raw("one length twice", head("Content-Length: 2\r\nContent-Length: 2\r\n", "ok"))
        .finds("lenient-syntax", "warning")
        .exits(1)
        .put();
    let latin = [b"HTTP/1.1 200 OK\r\nX-Place: \xe6\xf8\xe5\r\nContent-Length: 2\r\n\r\nok".as_slice()].concat();
    Fault::raw("Latin-1", latin).finds("non-ascii-field", "info").says("\\xe6\\xf8\\xe5").put();
}

#[test]
fn bytes_after_the_end_are_named() {
    let second = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno";
    let chunks = "2\r\nok\r\n0\r\n\r\n";
    for (name, bytes) in [
        ("too short a length", head("Content-Length: 1\r\n", "abcdefgh")),
        ("a second response", head("Content-Length: 2\r\n", &format!("ok{second}"))),
        ("a response behind the last chunk", head("Transfer-Encoding: chunked\r\n", &format!("{chunks}{second}"))),
        ("content without length 0", head("Content-Length: 0\r\n", "hidden")),
    ] {
        Fault::raw(name, bytes).finds("lenient-syntax", "warning").says("after the body").exits(1).put();
    }
    for status in [204, 304] {
        let bytes = format!("HTTP/1.1 {status} X\r\n\r\nhello");
        Fault::raw("content that must not be", bytes).finds("not-modified-with-body", "warning").exits(1).put();
    }
    Fault::raw("304 to no condition", "HTTP/1.1 304 Not Modified\r\n\r\n")
        .finds("unexpected-status", "warning")
        .exits(1)
        .put();
}

#[test]
fn legal_framing_is_read_also_where_it_is_rare() {
    let (chunked, extension) = ("Transfer-Encoding: chunked\r\n", "x".repeat(200));
    Fault::raw("extension", head(chunked, &format!("2;name={extension}\r\nok\r\n0\r\n\r\n"))).put();
    Fault::raw("trailer", head(chunked, "2\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n")).put();
    let last = head("Content-Length: 2\r\n", "ok");
    Fault::raw("early hints", format!("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n{last}"))
        .finds("interim-response", "info")
        .put();
    Fault::raw("100 with fields", format!("HTTP/1.1 100 Continue\r\nX: 1\r\n\r\n{last}"))
        .finds("interim-response", "info")
        .put();
}

#[test]
fn chunks_that_are_none_are_malformed_and_their_status_is_kept() {
    let chunked = "Transfer-Encoding: chunked\r\n";
    for size in ["zz", "", "+2", "-2", "0x2", "0_2", "2 2", "FFFFFFFFFFFFFFFFF"] {
        Fault::raw("size", head(chunked, &format!("{size}\r\nok\r\n0\r\n\r\n")))
            .finds("malformed-response", "error")
            .says("200 OK failing")
            .says("a chunk size is not a 64-bit hexadecimal number")
            .exits(2)
            .put();
    }
    Fault::raw("length", head(chunked, "2\r\nokok\r\n0\r\n\r\n"))
        .finds("malformed-response", "error")
        .says("a chunk is longer than its announced size")
        .exits(2)
        .put();
    for chunks in ["2\nok\n0\n\n", "2 \r\nok\r\n0\r\n\r\n", "2\r\nok\r\n0\r\n", "2\r\nok\r\n0\r\nX: y"] {
        Fault::raw("odd", head(chunked, chunks)).finds("lenient-syntax", "warning").exits(1).put();
    }
    Fault::raw("zeros", head(chunked, &format!("{}2\r\nok\r\n0\r\n\r\n", "0".repeat(40)))).put();
}

#[test]
fn transfer_codings_that_were_not_requested_are_malformed() {
    let chunks = "2\r\nok\r\n0\r\n\r\n";
    for coding in ["gzip, chunked", "chunked, identity", "xchunked", "gzip", "chunked, chunked", "\"chunked\""] {
        Fault::raw("coding", head(&format!("Transfer-Encoding: {coding}\r\n"), chunks))
            .finds("malformed-response", "error")
            .says("Transfer-Encoding")
            .exits(2)
            .put();
    }
    Fault::raw("two lines", head(&"Transfer-Encoding: chunked\r\n".repeat(2), chunks))
        .finds("malformed-response", "error")
        .exits(2)
        .put();
    Fault::raw("HTTP/1.0", format!("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}"))
        .finds("malformed-response", "error")
        .says("HTTP/1.0, which has no Transfer-Encoding")
        .exits(2)
        .put();
    Fault::raw("an empty member", head("Transfer-Encoding: , Chunked\r\n", chunks)).put();
}

#[test]
fn content_that_is_cut_is_no_success() {
    let chunked = "Transfer-Encoding: chunked\r\n";
    for (name, bytes) in [
        ("length of 64 bits", head("Content-Length: 18446744073709551615\r\n", "abc")),
        ("in a chunk", head(chunked, "9\r\nab")),
        ("no last chunk", head(chunked, "2\r\nok\r\n")),
    ] {
        Fault::raw(name, bytes).finds("truncated-response", "error").exits(2).put();
    }
    let (whole, coded) = (gzipped(&[b'x'; 5000]), "Content-Encoding: gzip\r\n");
    let mut damaged = whole.clone();
    let end = damaged.len() - 6;
    damaged[end] ^= 0xff;
    for (name, body) in [("cut", &whole[..whole.len() / 2]), ("checksum", &damaged), ("none", b"plain text")] {
        let length = format!("{coded}Content-Length: {}\r\n", body.len());
        let bytes = [head(&length, "").as_bytes(), body].concat();
        Fault::raw(name, bytes).finds("corrupt-encoding", "error").exits(2).put();
    }
    let bytes = [head(&format!("Content-Length: {}\r\n", whole.len()), "").as_bytes(), &whole].concat();
    Fault::raw("gzip that is not told", bytes).finds("corrupt-encoding", "warning").says("1f 8b").exits(1).put();
    let download = format!("Content-Type: application/gzip\r\nContent-Length: {}\r\n", whole.len());
    Fault::raw("a download of gzip", [head(&download, "").as_bytes(), &whole].concat()).put();
}
