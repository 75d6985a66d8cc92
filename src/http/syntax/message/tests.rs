use super::*;
use proptest::prelude::*;

fn head(text: &str) -> ResponseHead {
    ResponseHead::parse(text.as_bytes()).unwrap().0
}

#[test]
fn order_case_duplicates_and_reason_are_kept() {
    let head = head("HTTP/1.1 403 Go Away\r\nX-B: 1\r\nx-a: 2\r\nX-b:3 \r\n\r\nbody");
    assert_eq!((head.version, head.status), (HttpVersion::Http11, 403));
    assert_eq!(head.reason, "Go Away".into());
    let lines: Vec<String> = head.fields.iter().map(ToString::to_string).collect();
    assert_eq!(lines, ["X-B: 1", "x-a: 2", "X-b: 3"]);
    assert_eq!(head.fields.combined("x-b"), Some("1, 3".into()));
    assert!(head.offences.is_empty());
}

#[test]
fn length_of_the_head_is_returned() {
    let bytes = b"HTTP/1.0 200 OK\r\nA: b\r\n\r\nrest";
    assert_eq!(ResponseHead::parse(bytes).unwrap().1, bytes.len() - 4);
}

#[test]
fn status_line_may_lack_its_reason_phrase() {
    assert_eq!(head("HTTP/1.1 200 \r\n\r\n").reason, "".into());
    assert_eq!(head("HTTP/1.1 200\r\n\r\n").status, 200);
    assert_eq!(head("HTTP/2 203 \r\n\r\n").version, HttpVersion::Http2);
}

#[test]
fn line_that_is_not_a_status_line_is_refused() {
    let parse = |text: &str| ResponseHead::parse(text.as_bytes()).unwrap_err();
    assert!(matches!(parse("ICY 200 OK\r\n\r\n"), HeadError::NotHttp(_)));
    assert!(matches!(parse("HTTP/9.9 200 OK\r\n\r\n"), HeadError::HttpVersion(_)));
    for code in ["099", "20", "1000", "2e2", "+20", "٢٠٠"] {
        assert!(matches!(parse(&format!("HTTP/1.1 {code} OK\r\n\r\n")), HeadError::Status(_)), "{code}");
    }
    assert_eq!(parse("HTTP/1.1 200 OK\r\nA: b\r\n"), HeadError::Incomplete);
    assert_eq!(parse(""), HeadError::Incomplete);
    assert!(matches!(parse("\r\n"), HeadError::Incomplete));
}

#[test]
fn offences_are_kept_beside_a_readable_head() {
    let head = head("HTTP/1.1 200 O\x1bK\nA : 1\r\nB: 2\r\n  more\r\nnonsense\r\nC(: 3\r\nD: \x01\r\n\r\n");
    let kinds: Vec<String> = head.offences.iter().map(|o| format!("{o:?}").chars().take(6).collect()).collect();
    assert_eq!(kinds, ["BareLf", "Invali", "SpaceB", "ObsFol", "NotAFi", "Invali", "Invali"]);
    assert_eq!(head.fields.get("B"), Some(&"2 more".into()));
    assert_eq!(head.fields.get("a"), Some(&"1".into()));
}

#[test]
fn field_without_a_name_is_told_from_a_line_without_a_colon() {
    for line in [": nval", ":nval", ":", ": a: b"] {
        let head = head(&format!("HTTP/1.1 200 OK\r\nA: b\r\n{line}\r\n\r\n"));
        assert_eq!((head.offences.clone(), head.fields.len()), (vec![Offence::EmptyName(line.into())], 1), "{line}");
    }
    assert_eq!(head("HTTP/1.1 200 OK\r\nnonsense\r\n\r\n").offences, [Offence::NotAField("nonsense".into())]);
    assert_eq!(head("HTTP/1.1 200 OK\r\n:status: 200\r\n\r\n").fields.len(), 1);
}

#[test]
fn bytes_beyond_ascii_survive() {
    let (head, _) = ResponseHead::parse(b"HTTP/1.1 200 OK\r\nX: \xe6\xf8\xe5\r\n\r\n").unwrap();
    assert_eq!(head.fields.get("x").unwrap().as_bytes(), [0xe6, 0xf8, 0xe5]);
}

#[test]
fn request_lines_are_told_from_other_text() {
    assert!(parse_request_line(b"GET /x HTTP/1.1").is_some());
    assert!(parse_request_line(b"GET /x").is_none());
    assert!(parse_request_line(b"get /x HTTP/1.1").is_none());
    assert!(parse_request_line(b"Sent with HTTP/1.1").is_none());
}

proptest! {
    #[test]
    fn no_bytes_make_the_parser_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = ResponseHead::parse(&bytes);
        let with_line = [b"HTTP/1.1 200 OK\r\n".as_slice(), &bytes, b"\r\n\r\n"].concat();
        prop_assert!(ResponseHead::parse(&with_line).is_ok());
    }
}
