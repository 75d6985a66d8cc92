//! What people paste around and into a dump, and what curl itself leaves out.

use super::*;
use crate::evidence::Exchange;
use crate::intake::Captured;
use crate::intake::group::group;

/// The targets of a dump.
fn read(input: &[u8]) -> Result<Vec<Captured>, IntakeError> {
    Ok(group(dump(&Sheet::plain(&as_utf8(input)))?.pieces))
}

fn exchanges(text: &str) -> Vec<Exchange> {
    read(text.as_bytes()).unwrap().into_iter().flat_map(|captured| captured.evidence.exchanges).collect()
}

/// The status of each exchange, its interim responses, and its content.
fn responses(text: &str) -> Vec<(u16, usize, String)> {
    let of = |exchange: &Exchange| {
        let response = exchange.response.as_ref().unwrap();
        let body = String::from_utf8_lossy(&response.body.bytes).into_owned();
        (response.head.status, response.interim, body)
    };
    exchanges(text).iter().map(of).collect()
}

fn urls(text: &str) -> Vec<(String, bool)> {
    let of = |exchange: &Exchange| exchange.url().map(|url| (url.wire(), url.is_scheme_known()));
    exchanges(text).iter().filter_map(of).collect()
}

const SENT: &str = "> GET /x HTTP/1.1\n> Host: h.no\n> \n";

#[test]
fn interim_head_without_blank_line_ends_at_the_next_status_line() {
    for between in ["", "< \n", "* We are completely uploaded and fine\n", "< X-Hint: 1\n", "< X-Hint: 1\n< \n"] {
        let text = format!("{SENT}< HTTP/1.1 100 Continue\n{between}< HTTP/1.1 200 OK\n< A: b\n< \nok\n");
        assert_eq!(responses(&text), [(200, 1, "ok".to_owned())], "{between:?}");
    }
    let two = format!("{SENT}< HTTP/1.1 103 Early Hints\n< HTTP/1.1 100 Continue\n< HTTP/1.1 204 No Content\n< \n");
    assert_eq!(responses(&two), [(204, 2, String::new())]);
    let plain = "HTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\n\nok\nHTTP/1.1 404 Not Found\n\nno\n";
    assert_eq!(responses(plain), [(200, 1, "ok".to_owned()), (404, 0, "no".to_owned())]);
}

#[test]
fn scheme_is_known_where_the_dump_shows_it() {
    let answer = "< HTTP/1.1 200 OK\n< \n";
    let with = |note: &str| urls(&format!("* {note}\n{SENT}{answer}"));
    assert_eq!(with("Connected to h.no (192.0.2.7) port 8080 (#0)"), [("http://h.no/x".to_owned(), true)]);
    assert_eq!(
        with("Established connection to h.no (192.0.2.7 port 80) from 192.0.2.9 port 5 "),
        [("http://h.no/x".to_owned(), true)]
    );
    assert_eq!(with("SSL connection using TLSv1.3"), [("https://h.no/x".to_owned(), true)]);
    assert_eq!(with("Request completely sent off"), [("https://h.no/x".to_owned(), false)]);
    assert_eq!(
        urls(&format!("GET /x HTTP/1.1\nHost: h.no\n\n{}", answer.replace("< ", ""))),
        [("https://h.no/x".to_owned(), false)]
    );
    assert_eq!(urls("GET http://h.no/x HTTP/1.1\n\nHTTP/1.1 200 OK\n"), [("http://h.no/x".to_owned(), true)]);
}

#[test]
fn redirect_that_curl_follows_names_the_next_url() {
    let went_on = "< HTTP/1.1 301 Moved\n< Location: http://i.no:81/x\n< \n* Connection #0 to host h.no left intact\n\
                   * Issue another request to this URL: 'http://i.no:81/x'\n";
    let text = format!("* SSL connection using TLSv1.3\n{SENT}{went_on}{SENT}< HTTP/1.1 200 OK\n< \n");
    assert_eq!(urls(&text), [("https://h.no/x".to_owned(), true), ("http://i.no:81/x".to_owned(), true)]);
    // A request for another path is not the one that the note announces.
    let other = text.replace("i.no:81/x'", "i.no:81/y'");
    assert_eq!(urls(&other)[1], ("https://h.no/x".to_owned(), true));
}

#[test]
fn url_with_characters_that_no_uri_has_is_kept() {
    let text = "> GET /css?family=A|B&c=[1] HTTP/1.1\n> Host: h.no\n> \n< HTTP/1.1 403 Forbidden\n< \n";
    assert_eq!(urls(text)[0].0, "https://h.no/css?family=A%7CB&c=%5B1%5D");
}

#[test]
fn prose_about_http_is_no_message() {
    for prose in ["HTTP/3 requires TLS anyway.", "HTTP/1.1.", "HTTP/2 or HTTP/3", "HTTP/", "HTTP/x 200 OK"] {
        let text = format!("I want this:\n{prose}\n\n< HTTP/1.1 403 Forbidden\n< Server: x\n< \n");
        assert_eq!(responses(&text).len(), 1, "{prose}");
    }
    for broken in ["HTTP/1.1 20 OK", "HTTP/1.1 2000", "HTTP/9.9 200 OK"] {
        assert!(read(format!("{broken}\nA: b\n\n").as_bytes()).is_err(), "{broken}");
    }
}

#[test]
fn request_within_content_is_content() {
    let echo = "HTTP/1.1 200 OK\nA: b\n\nHostname: w\nGET / HTTP/1.1\nHost: w.no\nAccept: */*\n";
    let found = responses(echo);
    assert_eq!((found.len(), found[0].2.ends_with("Accept: */*")), (1, true), "{found:?}");
    // What something came of is a message of its own.
    assert_eq!(exchanges(&format!("{echo}\nHTTP/1.1 404 Not Found\n\n")).len(), 2);
    assert_eq!(exchanges(&format!("{echo}curl: (52) Empty reply from server\n")).len(), 2);
}

#[test]
fn line_that_the_reporter_left_out_is_not_an_offence() {
    for cut in ["...", "…", "[...]", "<snip>", "......"] {
        let plain = format!("HTTP/1.1 200 OK\nA: b\n{cut}\n\n{{\"a\":1}}\n");
        let marked = format!("{SENT}< HTTP/1.1 200 OK\n< A: b\n< {cut}\n< \n{{\"a\":1}}\n");
        for text in [plain, marked] {
            let found = exchanges(&text);
            let head = &found[0].response.as_ref().unwrap().head;
            assert_eq!((found.len(), head.offences.len(), head.fields.len()), (1, 0, 1), "{text}");
        }
    }
    let odd = exchanges("HTTP/1.1 200 OK\nA: b\nnonsense\n\n");
    assert_eq!(odd[0].response.as_ref().unwrap().head.offences.len(), 1, "another line is still reported");
}

#[test]
fn content_whose_blank_line_was_lost_is_content() {
    for content in ["{\"a\":\n 1}", "[1, 2]", "<p>x: y</p>"] {
        let found = exchanges(&format!("HTTP/1.1 200 OK\nA: b\n{content}\n"));
        let response = found[0].response.as_ref().unwrap();
        assert!(response.head.offences.is_empty(), "{content}");
        assert_eq!(response.body.bytes, content.as_bytes());
    }
}

#[test]
fn prose_after_a_transfer_is_no_content() {
    let head = format!("{SENT}< HTTP/1.1 403 Forbidden\n< Server: x\n< \n");
    let end = "* Connection #0 to host h.no left intact\n";
    let rows = [
        (format!("no\n{end}\nThe server says no.\n"), "no"),
        (format!("{end}\nThe server says no.\n"), ""),
        (format!("{{ [2 bytes data]\n{end}no\n\nThe server says no.\n"), "no"),
        (format!("{{ [5 bytes data]\n{end}no\nno\n"), "no\nno"),
        (format!("{end}no\n\nThe server says no.\n"), "no"),
        (format!("{end}$ \n"), ""),
        (format!("{end}```\nand more\n"), ""),
        ("no\nand no\n".to_owned(), "no\nand no"),
    ];
    for (rest, content) in rows {
        assert_eq!(responses(&format!("{head}{rest}")), [(403, 0, content.to_owned())], "{rest}");
    }
}

#[test]
fn prose_after_content_of_known_length_is_no_content() {
    let rows = [
        ("Content-Length: 2\n\nno\n\nThe server says no.\n", "no"),
        ("Content-Length: 0\n\n$ \n", ""),
        // The reporter wrapped or shortened it: then all of it is.
        ("Content-Length: 4\n\nno\n\nThe server says no.\n", "no\n\nThe server says no."),
        ("Content-Length: 2\n\nno, not at all\n", "no, not at all"),
    ];
    for (rest, content) in rows {
        assert_eq!(responses(&format!("HTTP/1.1 403 Forbidden\n{rest}")), [(403, 0, content.to_owned())], "{rest}");
    }
}

#[test]
fn request_that_is_shortened_does_not_show_what_it_lacks() {
    for (cut, known) in [("> ...\n", false), ("...\n", false), ("", true)] {
        let text = format!("> GET /x HTTP/1.1\n> Host: h.no\n{cut}> \n< HTTP/1.1 403 Forbidden\n< \n");
        let found = exchanges(&text);
        assert_eq!(!found[0].request.as_ref().unwrap().sent("user-agent").is_unknown(), known, "{cut:?}");
    }
}
