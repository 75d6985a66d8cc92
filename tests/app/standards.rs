//! What other projects' test suites hold, as far as a capture shows it: each row with its section.

use serde_json::json;

use crate::support::run::*;
use crate::support::server::{Reply, Server};

const DATE: &str = "Date: Thu, 26 Nov 2026 12:00:00 GMT\r\n";

/// The run on a head with these fields and a body.
fn read(status: &str, fields: &str, body: &str) -> Ran {
    let input = format!("HTTP/1.1 {status}\r\n{DATE}{fields}\r\n{body}");
    metstatus_with_input(["read", "-f", "json", "--at", "2026-11-26T12:00:00Z", "-"], input.as_bytes())
}

/// Whether a finding of this id is there, and what it says.
fn says(ran: &Ran, id: &str, words: &str) -> bool {
    ran.ids().contains(&id.to_owned()) && ran.finding(id).to_string().contains(words)
}

#[test]
fn fields_that_cannot_be_read_are_reported() {
    let rows = [
        // RFC 9112 §6.3, RFC 9110 §8.6
        ("Content-Length: 5\r\nContent-Length: 6\r\n", "malformed-response", "several different"),
        ("Content-Length: 5, 6\r\n", "malformed-response", "several different"),
        ("Content-Length: a\r\n", "malformed-response", "not a number"),
        ("Content-Length: -1\r\n", "malformed-response", "not a number"),
        ("Content-Length: 5\r\nContent-Length: 5\r\n", "lenient-syntax", "repeated"),
        // RFC 9111 §5.1
        ("Age: 1h\r\nCache-Control: max-age=60\r\n", "invalid-age", "Age: 1h"),
        ("Age: -1\r\nCache-Control: max-age=60\r\n", "invalid-age", "Age: -1"),
        // RFC 9110 §8.8.3
        ("ETag: abc\r\n", "invalid-entity-tag", "quotation marks"),
        ("ETag: \"a\"b\"\r\n", "invalid-entity-tag", "ETag"),
        // RFC 9112 §5
        (": nval\r\n", "lenient-syntax", "an empty name"),
        // RFC 9745 §2.1
        ("Deprecation: 1688169599\r\n", "invalid-deprecation-field", "an integer instead of a Date"),
    ];
    for (fields, id, words) in rows {
        let ran = read("200 OK", fields, "hello");
        assert!(
            says(&ran, id, words) && (ran.code > 0 || id == "invalid-deprecation-field"),
            "{fields}: {}",
            ran.stdout
        );
    }
    for fields in
        ["Content-Length: 5\r\n", "Age: 10\r\nCache-Control: max-age=60\r\n", "ETag: W/\"abc\"\r\n", "X: \r\n"]
    {
        assert_eq!(read("200 OK", fields, "hello").code, 0, "{fields}");
    }
}

#[test]
fn permission_of_cors_is_shown() {
    let ran = read("200 OK", "Access-Control-Allow-Credentials: true\r\nX-Credential: hush\r\n", "hello");
    let fields = ran.result()["exchanges"][0]["response"]["headers"].to_string();
    assert!(fields.contains("[\"Access-Control-Allow-Credentials\",\"true\"]"), "{fields}");
    assert!(!fields.contains("hush"), "{fields}");
}

#[test]
fn wait_of_more_than_a_year_is_told_as_asked() {
    for (value, words) in [
        ("9999999999", "about 317 years; metstatus uses a year at most"),
        ("99999999999999999999", "more than 9,999 years"),
        ("31536001", "about 1 year;"),
        ("31536000", "asks clients to wait until 2027-11-26"),
        ("120", "asks clients to wait until 2026-11-26T12:02:00Z"),
    ] {
        let ran = read("503 Service Unavailable", &format!("Retry-After: {value}\r\n"), "");
        assert!(says(&ran, "retry-later", words), "{value}: {}", ran.finding("retry-later"));
    }
}

#[test]
fn content_of_a_capture_is_judged_where_it_is_whole() {
    let body = |kind: &str, body: &str, length: usize| {
        read("200 OK", &format!("Content-Type: {kind}\r\nContent-Length: {length}\r\n"), body)
    };
    for (kind, text, code, words) in [
        ("application/json", "{\"a\": 1,}", 2, "not valid JSON"),
        ("application/json", "{\"a\": 1, \"a\": 2}", 1, "valid JSON that clients read differently"),
        ("application/xml", "<a><b></a>", 2, "not valid XML"),
    ] {
        let ran = body(kind, text, text.len());
        assert!(says(&ran, "unexpected-content", words) && ran.code == code, "{text}: {}", ran.stdout);
        // A part of it, or what someone has changed, says nothing.
        for length in [text.len() + 1, text.len() - 1] {
            let ids = body(kind, text, length).ids();
            assert!(!ids.contains(&"unexpected-content".to_owned()), "{text} {length}: {ids:?}");
        }
        let encoded = read(
            "200 OK",
            &format!("Content-Type: {kind}\r\nContent-Encoding: br\r\nContent-Length: {}\r\n", text.len()),
            text,
        );
        assert!(!encoded.ids().contains(&"unexpected-content".to_owned()), "{text}");
    }
    assert_eq!(body("application/json", "{\"a\": 1}", 8).code, 0);
    assert_eq!(body("application/xml", "<!DOCTYPE a SYSTEM 'a.dtd'><a/>", 31).code, 0);
}

#[test]
fn loop_that_sets_a_cookie_is_likely_a_cookie_check() {
    let redirect = |fields: &str| {
        let server =
            Server::http([Reply::text(format!("HTTP/1.1 302 Found\nLocation: /x\n{fields}Content-Length: 0\n\n"))]);
        metstatus(["-f", "json", "--rate", "100", server.url("/x").as_str()])
    };
    let with = redirect("Set-Cookie: seen=1\n");
    let finding = with.finding("redirect-loop");
    assert_eq!((&finding["certainty"], with.code), (&json!("likely"), 2));
    assert!(finding["message"].as_str().unwrap().contains("does not send back"), "{finding}");
    assert_eq!(redirect("").finding("redirect-loop")["certainty"], "certain");
}

/// The report of a check whose first answer has these fields, and whose answer to If-None-Match has those.
fn by_tag(first: &str, second: &str) -> Ran {
    let server = Server::http([
        Reply::text(format!("HTTP/1.1 200 OK\nETag: \"x\"\n{first}Content-Length: 4\n\nbody")),
        Reply::text(format!("HTTP/1.1 304 Not Modified\n{second}\n")),
    ]);
    metstatus(["-f", "json", "--rate", "100", server.url("/x").as_str()])
}

#[test]
fn not_modified_to_an_entity_tag_is_judged_as_one_to_a_date() {
    let life = "Cache-Control: max-age=60\n";
    let other = by_tag(life, "ETag: \"y\"\n");
    assert!(says(&other, "revalidation-inconsistent", "must not be used") && other.code == 1, "{}", other.stdout);
    let bare = by_tag(life, "");
    assert_eq!(bare.result()["replay"]["missing"], json!(["cache-control", "etag"]));
    assert!(says(&bare, "not-modified-incomplete", "If-None-Match"), "{}", bare.stdout);
    let longer = by_tag(life, "ETag: \"x\"\nCache-Control: max-age=3600\n");
    assert_eq!(longer.result()["replay"]["updated"], json!(["cache-control"]));
    assert_eq!(longer.result()["replay"]["missing"], json!([]));
    // What a 304 freshens is fresh for as long as the next poll has to wait.
    let result = longer.result();
    assert_eq!(
        (&result["freshness"]["lifetime_s"], &result["freshness"]["expires_at"]),
        (&json!(3600), &result["next_poll"]["not_before"])
    );
    assert_eq!(longer.code, 0);
}

#[test]
fn precondition_failed_is_not_a_response_to_a_date() {
    let ask = |condition: &str| {
        let input = format!("GET /x HTTP/1.1\nHost: h.no\n{condition}\n\nHTTP/1.1 412 Precondition Failed\n{DATE}\n");
        metstatus_with_input(["read", "-f", "json", "-"], input.replace('\r', "").as_bytes())
    };
    let since = "If-Modified-Since: Mon, 30 Mar 2026 13:22:44 GMT";
    assert!(says(&ask(since), "unexpected-status", "never a response to"), "{}", ask(since).stdout);
    for other in ["If-Match: \"a\"".to_owned(), format!("{since}\nIf-Match: \"a\""), "Accept: */*".to_owned()] {
        assert!(!says(&ask(&other), "unexpected-status", "never a response to"), "{other}");
    }
}

#[test]
fn changelog_is_read_in_the_words_and_the_encoding_of_its_own() {
    let answer = "GET /weatherapi/textforecast/2.0/landoverview HTTP/1.1\nHost: api.met.no\nUser-Agent: acme/1.0 ops@acme.no\n\n\
                  HTTP/1.1 203 Non-Authoritative Information\nDate: Wed, 21 Jan 2026 12:53:20 GMT\n\n";
    let item = "<title>Textforecast: Version 2.0 EOL</title><description>Version 2.0 will be terminated on 2 April 2026.</description>";
    let foreign = format!(
        "{item}<m:description xmlns:m='urn:m'>Version 2.0 will be terminated on 9 June 2027, {}.</m:description>",
        "a longer text".repeat(9)
    );
    let feed = |declaration: &str, item: &str| {
        format!("{declaration}<rss version='2.0'><channel><item>{item}</item></channel></rss>")
    };
    let wide = |text: &str| format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let rss_91 = "<!DOCTYPE rss PUBLIC '-//Netscape Communications//DTD RSS 0.91//EN' 'http://n.invalid/rss-0.91.dtd'>";
    for text in [
        feed("", item).into_bytes(),
        wide(&feed("<?xml version=\"1.0\" encoding=\"UTF-16\"?>", item)),
        wide(&feed("", item)),
        feed(rss_91, item).into_bytes(),
        feed("", &foreign).into_bytes(),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let (captured, saved) = (dir.path().join("answer.txt"), dir.path().join("changelog.rss"));
        std::fs::write(&captured, answer).unwrap();
        std::fs::write(&saved, &text).unwrap();
        let ran = metstatus(["read", "-f", "json", captured.to_str().unwrap(), saved.to_str().unwrap()]);
        let sources = ran.result()["deprecation"]["sources"].to_string();
        assert!(
            sources.contains("changelog: Version 2.0 will be terminated on 2 April"),
            "{}: {sources}",
            String::from_utf8_lossy(&text)
        );
    }
}
