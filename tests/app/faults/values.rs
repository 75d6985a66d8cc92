//! Values of fields.

use super::Fault;

fn answer(status: &str, fields: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{fields}Content-Length: 0\r\n\r\n")
}

#[test]
fn retry_after_is_shown_where_it_is_valid() {
    for wait in
        ["120", "0", "Fri, 31 Dec 2099 23:59:59 GMT", "-5", "+5", "99999999999999999999999999", "9999-12-31", "\u{661}"]
    {
        Fault::raw("Retry-After", answer("429 Too Many Requests", &format!("Retry-After: {wait}\r\n")))
            .finds("rate-limited", "error")
            .exits(2)
            .put();
    }
    for wait in ["-5", "9999-12-31", "soon"] {
        Fault::raw("no wait", answer("429 Too Many Requests", &format!("Retry-After: {wait}\r\n")))
            .finds("rate-limited", "error")
            .finds("invalid-date-field", "warning")
            .exits(2)
            .put();
    }
}

#[test]
fn invalid_dates_are_a_warning() {
    for name in ["Last-Modified", "Expires", "Date"] {
        for date in [
            "Sun, 30 Mar 2026 13:22:44 GMT",
            "Mon, 30 Feb 2026 13:22:44 GMT",
            "Mon, 30 Mar 2026 13:22:61 GMT",
            "Mon, 30 Mar 2026 13:22:44 +0000",
            "Mon, 30 Mar 10000 13:22:44 GMT",
            "Monday, 30-Mar-26 13:22:44 GMT",
            "Mon Mar 30 13:22:44 2026",
            "-2",
        ] {
            let fault = Fault::raw("date", format!("HTTP/1.1 200 OK\r\n{name}: {date}\r\nContent-Length: 2\r\n\r\nok"));
            fault.with(&["--replay", "never"]).finds("invalid-date-field", "warning").exits(1).put();
        }
    }
}

#[test]
fn expires_that_says_stale_on_purpose_is_an_info() {
    for value in ["0", "-1", " 0 "] {
        let text = format!("HTTP/1.1 200 OK\r\nExpires: {value}\r\nContent-Length: 2\r\n\r\nok");
        Fault::raw("stale", text).with(&["--replay", "never"]).finds("invalid-date-field", "info").exits(0).put();
    }
    let both = "HTTP/1.1 200 OK\r\nExpires: 0\r\nDate: 0\r\nContent-Length: 2\r\n\r\nok";
    Fault::raw("date", both).with(&["--replay", "never"]).finds("invalid-date-field", "warning").exits(1).put();
}

#[test]
fn hostile_field_values_are_shown_escaped() {
    for value in ["\x1b]8;;http://evil\x07x", "a\u{202e}b\u{200b}c", "\u{9b}31m", "::error::x", "a|b='1';;;"] {
        let fields = format!("X-Hostile: {value}\r\nSet-Cookie: session=s3cr3t\r\nX-ErrorClass: {value}\r\n");
        let body = format!("<html><body>{value}</body></html>");
        let bytes = format!("HTTP/1.1 503 {value}\r\n{fields}Content-Length: {}\r\n\r\n{body}", body.len());
        Fault::raw("hostile", bytes).exits(2).put();
    }
}
