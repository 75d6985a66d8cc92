//! Logs as a whole: which text is one, and formats that are mixed.

use super::*;

const CLF: &str = "h - - [30/Mar/2026:15:22:46 +0200] \"GET / HTTP/1.1\" 200 -";
const SQUID: &str = "1525334330.556 3 ::1 TCP_MISS/200 2 GET http://h.no/ - NONE/- -";

#[test]
fn log_is_told_from_a_message_that_quotes_one() {
    let log = format!("{CLF}\n");
    assert!(is_log(log.as_bytes()));
    assert!(is_log(format!("broken\n{log}").as_bytes()));
    assert!(is_log(
        b"#Version: 1.0\n#Fields: date time cs-method cs-uri-stem sc-status\n2024-03-01 12:00:00 GET /a 200\n"
    ));
    assert!(!is_log(format!("HTTP/1.1 200 OK\n\n{log}{log}{log}").as_bytes()));
    assert!(!is_log(format!("a\nb\n{log}").as_bytes()));
    assert!(!is_log(b""));
    assert!(!is_log(b"#Fields: date time\n# a heading\n"));
}

#[test]
fn formats_may_be_mixed() {
    let mut reader = LogReader::default();
    for line in [CLF, SQUID, CLF, CLF, SQUID] {
        assert!(matches!(reader.read(line.as_bytes()), LogRow::Request(_)), "{line}");
    }
    assert!(matches!(reader.read(b"no line of a log"), LogRow::Unknown));
    assert!(matches!(reader.read(b"#Date: 2024-03-01"), LogRow::Directive));
}

proptest::proptest! {
    #[test]
    fn no_line_makes_a_format_panic(line in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200), text in "[\\[\"0-9/:. GETHP{}|\\t-]{0,120}") {
        let mut reader = LogReader::default();
        reader.read(b"#Fields: date time cs-method cs-uri-stem sc-status cs(User-Agent)");
        reader.read(&line);
        reader.read(text.as_bytes());
    }
}
