//! Inputs that broke a property once, each named after what was wrong.

use metstatus::internals::http::syntax::message::{Offence, ResponseHead};
use metstatus::internals::intake;

use crate::checks::{head, intake as captured};

#[test]
fn line_without_a_name_is_not_a_field() {
    let bytes = b"HTTP/1.1 200 OK\r\nA: 1\r\n\r: 9000\r\n\r\n";
    head::holds(bytes);
    let head = ResponseHead::parse(bytes).unwrap().0;
    assert_eq!(head.fields.len(), 1);
    assert_eq!(head.offences, [Offence::NotAField("\r: 9000".into())]);
}

#[test]
fn lines_after_one_that_was_split_keep_their_numbers() {
    let glued = "HTTP/1.1 403 Forbidden\nA: b\n\n{\"a\":1}HTTP/1.1 404 Not Found\nA: b\n\nno\n";
    let wrong = format!("{glued}HTTP/1.1 2 x\n\n");
    captured::holds(glued.as_bytes());
    captured::holds(wrong.as_bytes());
    let reading = intake::read(format!("{glued}HTTP/1.1 500 No\n\n").as_bytes()).unwrap();
    let places: Vec<&str> = reading.captured.iter().map(|captured| captured.place.as_str()).collect();
    assert_eq!(places, ["line 1", "line 4", "line 8"]);
    let body = reading.captured[0].evidence.answer().unwrap().response.as_ref().unwrap().body.bytes.clone();
    assert_eq!(body, b"{\"a\":1}");
}
