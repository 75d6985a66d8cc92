//! What is left of responses that ureq could not read as they come.

use super::*;
use proptest::prelude::*;

/// What is left of an answer that comes in pieces of `step` bytes.
fn filtered(bytes: &[u8], step: usize) -> (Result<Vec<u8>, Refused>, Vec<u8>) {
    let (mut filter, mut out) = (FramingFilter::default(), Vec::new());
    let done = bytes.chunks(step).try_for_each(|part| filter.feed(part, &mut out));
    (done.map(|()| out), filter.surplus)
}

fn text(input: &str) -> String {
    let whole = filtered(input.as_bytes(), input.len().max(1));
    for step in 1..6 {
        assert_eq!(filtered(input.as_bytes(), step), whole, "in steps of {step}");
    }
    String::from_utf8(whole.0.unwrap()).unwrap()
}

#[test]
fn interim_answers_are_taken_out_also_with_fields() {
    let last = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    assert_eq!(text(&format!("HTTP/1.1 100 Continue\r\nX: 1\r\n\r\nHTTP/1.1 103 Hints\n\n{last}")), last);
    assert_eq!(text(last), last);
    let flood = "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(9);
    assert!(filtered(flood.as_bytes(), 7).0.is_err());
}

#[test]
fn extensions_and_trailers_are_taken_out() {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    let long = "x".repeat(300);
    let came = format!("{head}4;{long}\r\nwiki\r\n0;a=b\r\nX-Trailer: 1\r\nX: 2\r\n\r\n");
    assert_eq!(text(&came), format!("{head}4\r\nwiki\r\n0\r\n\r\n"));
    let endless = format!("{head}4;{}", "x".repeat(5000));
    assert!(filtered(endless.as_bytes(), 100).0.is_err());
    let trailers = format!("{head}0\r\n{}", "X: 1\r\n".repeat(200));
    assert!(filtered(trailers.as_bytes(), 100).0.is_err());
}

#[test]
fn bytes_after_the_end_are_kept_apart() {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n";
    let (out, surplus) = filtered(format!("{head}abcdefgh").as_bytes(), 5);
    assert_eq!((out.unwrap(), surplus), (format!("{head}a").into_bytes(), b"bcdefgh".to_vec()));
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    assert_eq!(filtered(format!("{chunked}HTTP/1.1 200 OK").as_bytes(), 3).1, b"HTTP/1.1 200 OK");
}

#[test]
fn framing_that_breaks_the_grammar_is_left_as_it_is() {
    for came in [
        "SSH-2.0-OpenSSH_9.6\r\n",
        "ICY 200 OK\r\n\r\n",
        "HTTP/1.1 20 Short\r\n\r\nrest",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nmore\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\nto the end",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nabc",
    ] {
        assert_eq!(text(came), came);
    }
}

#[test]
fn head_beyond_a_limit_is_refused_by_that_limit() {
    let fields = |count: usize| format!("HTTP/1.1 200 OK\r\n{}\r\n", "X: y\r\n".repeat(count));
    let long = |bytes: usize| format!("HTTP/1.1 200 {}\r\n\r\n", "x".repeat(bytes - 17));
    for (came, limit) in [
        (fields(MAX_FIELDS), None),
        (fields(MAX_FIELDS + 1), Some(Limit::Fields)),
        (long(MAX_HEAD), None),
        (long(MAX_HEAD + 1), Some(Limit::Head)),
        (format!("HTTP/1.1 200 OK\r\n{}", "X: y\r\n".repeat(20_000)), Some(Limit::Head)),
    ] {
        for step in [1000, came.len()] {
            assert_eq!(filtered(came.as_bytes(), step).0.err(), limit.map(Refused::Limit), "{limit:?} by {step}");
        }
    }
}

fn chunked(chunks: &str) -> (Result<Vec<u8>, Refused>, Vec<Offence>) {
    let (mut filter, mut out) = (FramingFilter::default(), Vec::new());
    let came = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: , Chunked\r\n\r\n{chunks}");
    let done = came.as_bytes().chunks(3).try_for_each(|part| filter.feed(part, &mut out));
    filter.end();
    (done.map(|()| out), filter.offences)
}

#[test]
fn chunks_that_are_none_are_refused() {
    for size in ["zz", "", "+2", "-2", "0x2", "0_2", "2 2", "FFFFFFFFFFFFFFFFF", "\u{ff12}"] {
        let refused = chunked(&format!("{size}\r\nok\r\n0\r\n\r\n")).0;
        assert!(matches!(refused, Err(Refused::Grammar(_))), "{size}: {refused:?}");
    }
    for chunks in ["1\r\nabc\r\n0\r\n\r\n", "1\r\na\rb"] {
        assert!(matches!(chunked(chunks).0, Err(Refused::Grammar(_))), "{chunks}");
    }
}

#[test]
fn chunks_that_are_odd_are_read_and_reported() {
    let whole = chunked("2\r\nok\r\n0\r\n\r\n");
    assert!(whole.1.is_empty());
    for (chunks, offences) in [
        (format!("{}2;x\r\nok\r\n0\r\nX: 1\r\n\r\n", "0".repeat(40)), vec![]),
        ("2 ; x\r\nok\r\n0\r\n\r\n".to_owned(), vec![]),
        ("2\nok\n0\n\n".to_owned(), vec![Offence::ChunkLineEnd]),
        ("2 \r\nok\r\n0\r\n\r\n".to_owned(), vec![Offence::PaddedChunkSize]),
    ] {
        let came = chunked(&chunks);
        assert_eq!((came.0, came.1), (whole.0.clone(), offences), "{chunks}");
    }
    for cut in ["2\r\nok\r\n0\r\n", "2\r\nok\r\n0\r\nX: y"] {
        assert_eq!(chunked(cut).1, [Offence::CutTrailer], "{cut}");
    }
}

#[test]
fn reply_to_connect_is_bounded_and_the_tunnel_is_not() {
    let connect = |came: &str| {
        let (mut filter, mut out) = (FramingFilter::connect(), Vec::new());
        let done = came.as_bytes().chunks(5).try_for_each(|part| filter.feed(part, &mut out));
        done.map(|()| String::from_utf8(out).unwrap())
    };
    let inside = "x".repeat(100_000);
    for head in
        ["HTTP/1.1 200 OK\r\nX: 1\r\n\r\n", "\r\nHTTP/1.0 204\n\n", "HTTP/1.1 103 E\r\n\r\nHTTP/1.1 299 X\r\n\r\n"]
    {
        assert_eq!(connect(&format!("{head}{inside}")).unwrap(), format!("HTTP/1.1 200 OK\r\n\r\n{inside}"), "{head}");
    }
    assert_eq!(connect("HTTP/1.1 407 No\r\nX: 1\r\n\r\nno").unwrap(), "HTTP/1.1 407 \r\n\r\nno");
    assert_eq!(connect("SSH-2.0-x\r\n").unwrap(), "SSH-2.0-x\r\n");
    for endless in ["HTTP/1.1 200 ", "HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\n", "", "\r\n"] {
        let more = if endless.ends_with("OK\r\n") {
            "X: y\r\n"
        } else if endless.trim().is_empty() {
            "\r\n"
        } else {
            "y"
        };
        assert!(connect(&format!("{endless}{}", more.repeat(70_000))).is_err(), "{endless:?}");
    }
    assert!(connect(&"HTTP/1.1 103 Early Hints\r\n\r\n".repeat(9)).is_err());
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic_and_pieces_do_not_matter(
        bytes in proptest::collection::vec(proptest::sample::select(b"a0;:\r\n \x00\xff2".to_vec()), 0..120),
        chunked in any::<bool>(),
        step in 1_usize..9,
    ) {
        let head = if chunked { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" } else { "HTTP/1.1 200 OK\r\n" };
        let came = [head.as_bytes(), &bytes].concat();
        let (whole, pieces) = (filtered(&came, came.len()), filtered(&came, step));
        prop_assert_eq!(whole.0.is_ok(), pieces.0.is_ok());
        if let (Ok(whole), Ok(pieces)) = (whole.0, pieces.0) {
            prop_assert_eq!(whole, pieces);
        }
    }
}

/// What ureq is given of an answer, and the state of its content.
fn handed_on(answer: &str) -> String {
    let (mut filter, mut out) = (FramingFilter::default(), Vec::new());
    filter.feed(answer.as_bytes(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn folded_field_is_put_together_before_it_is_read() {
    for (folded, whole) in [
        ("A: b\r\n c\r\n", "A: b c\r\n"),
        ("A: b\r\n\t c \r\n d\r\nE: f\r\n", "A: b c d\r\nE: f\r\n"),
        (" c\r\nA: b\r\n", "A: b\r\n"),
    ] {
        let answer = |fields: &str| format!("HTTP/1.1 200 OK\r\n{fields}Content-Length: 2\r\n\r\nok");
        assert_eq!(handed_on(&answer(folded)), answer(whole), "{folded:?}");
    }
    let plain = "HTTP/1.1 200 OK\nA: b\nContent-Length: 2\n\nok";
    assert_eq!(handed_on(plain), plain, "what is not folded stays as it is");
}

#[test]
fn length_beyond_64_bits_is_the_greatest_one() {
    let greatest = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\nok", u64::MAX);
    for digits in ["36893488147419103232", "99999999999999999999999999999"] {
        let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {digits}\r\n\r\nok");
        assert_eq!(handed_on(&answer), greatest, "{digits}");
    }
    for other in ["2", "00000000000000000000000000002", "a", "-1", "+2"] {
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {other}\r\n\r\nok");
        assert_eq!(handed_on(&answer), answer, "{other}");
    }
}
