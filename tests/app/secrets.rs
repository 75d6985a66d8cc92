//! Secrets of the user's: in no format, whatever a rule quotes or advises, and whatever comes back.

use crate::support::grammar::{FORMATS, assert_valid};
use crate::support::met::GOOD;
use crate::support::run::{Ran, metstatus, metstatus_with_input};
use crate::support::server::{Reply, SeenRequest, Server};

/// Every format, and the one for people in full.
fn formats() -> impl Iterator<Item = &'static str> {
    FORMATS.into_iter().chain(["human"])
}

#[track_caller]
fn assert_hidden(ran: &Ran, secrets: &[&str], what: &str) {
    for secret in secrets {
        let shown = ran.stdout.contains(secret) || ran.stderr.contains(secret);
        assert!(!shown, "{what}: {secret} in {}{}", ran.stdout, ran.stderr);
    }
}

/// What a rule advises repeats the query, so it can be copied: the key in it must not be.
#[test]
fn key_in_the_query_is_not_repeated_in_advice() {
    let base = "https://api.met.no/weatherapi/locationforecast";
    for key in ["hush1234", "h8x", "hush%20hush"] {
        for (name, url) in [
            ("semicolon-separator", format!("{base}/2.0/compact?lat=60.1;lon=9.58;api_key={key}")),
            ("missing-endpoint", format!("{base}/2.0/?lat=60.1&lon=9.58&token={key}")),
            ("coordinate-precision", format!("{base}/2.0/compact?lat=60.12345&lon=9.58&X-Pass={key}")),
            ("number-format", format!("{base}/2.0/compact?lat=1e-05&lon=9.58&apikey={key}")),
            ("coordinate-range", format!("{base}/2.0/compact?lat=100&lon=9.58&signature={key}")),
            ("renamed-parameter", format!("{base}/2.0/compact?lat=60&lon=9.58&msl=3&session={key}")),
            ("version-placeholder", format!("{base}/_/compact?lat=60&lon=9.58&password={key}")),
        ] {
            let secrets = [key, "hush hush"];
            let found = metstatus(["--dry-run", "-f", "json", "-A", GOOD, &url]);
            assert!(found.ids().contains(&name.to_owned()), "{name}: {}", found.stdout);
            // What hides one key hides every other in the same format.
            for format in formats().filter(|format| key.starts_with("hush1") || ["human", "json"].contains(format)) {
                let ran = metstatus(["--dry-run", "-v", "-f", format, "-A", GOOD, &url]);
                assert_hidden(&ran, &secrets, &format!("{name}, {format}, not sent"));
                for answer in ["400 Bad Request\n\nBad Request", "403 Forbidden\n\nForbidden", "200 OK\n\n{}"] {
                    let capture = format!(
                        "GET {url} HTTP/1.1\nUser-Agent: {GOOD}\n\nHTTP/1.1 {}\n",
                        answer.replacen('\n', "\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n", 1)
                    );
                    let ran = metstatus_with_input(["read", "-v", "-f", format, "-"], capture.as_bytes());
                    assert_hidden(&ran, &secrets, &format!("{name}, {format}, {answer}"));
                }
            }
        }
    }
}

/// The same value under a name that says nothing is known by what it is elsewhere in the request.
#[test]
fn value_of_a_secret_header_is_not_repeated_in_advice() {
    let base = "https://api.met.no/weatherapi/locationforecast";
    for (header, value) in [
        ("Authorization: Bearer hush-1234", "hush-1234"),
        ("Cookie: id=1; x=hush-1234", "hush-1234"),
        ("X-Pass: hush", "hush"),
        ("Authorization: Basic dXNlcjpodXNoLXB3", "hush-pw"),
    ] {
        for (name, url) in [
            ("semicolon-separator", format!("{base}/2.0/compact?lat=60.1;lon=9.58;x={value}")),
            ("missing-endpoint", format!("{base}/2.0/?lat=60.1&lon=9.58&x={value}")),
            ("number-format", format!("{base}/2.0/compact?lat={value}&lon=9.58")),
        ] {
            let ran = metstatus(["--dry-run", "-f", "json", "-A", GOOD, "-H", header, &url]);
            let finding = ran.finding(name);
            assert!(!finding["advice"].as_array().unwrap().is_empty());
            assert!(!finding.to_string().contains(value), "{name}: {finding}");
        }
    }
}

/// A response that repeats every field of the request wherever a response can.
fn echo(request: &SeenRequest) -> Vec<u8> {
    let all: Vec<String> = request.fields.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    let (line, body) = (all.join(" "), all.join("\n"));
    format!(
        "HTTP/1.1 403 No {line}\r\nX-ErrorClass: {line}\r\nX-Echo: {line}\r\nLocation: /{line}\r\n\
         Content-Type: text/plain\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

#[test]
fn secret_headers_are_hidden_in_every_format_by_name() {
    let secret = [
        "X-Pass",
        "X-Pwd",
        "X-Sig",
        "X-Signature",
        "X-JWT",
        "X-Key",
        "X-Auth",
        "Authorization",
        "Cookie",
        "apikey",
        "X-CSRF-Token",
        "X-Client-Secret",
        "X-Session",
        "X-Credential-Id",
    ];
    let open = ["X-Compass", "X-Monkey", "X-Passage", "X-Sigma"];
    for (name, hidden) in secret.map(|name| (name, true)).into_iter().chain(open.map(|name| (name, false))) {
        for format in formats() {
            let server = Server::http([Reply::dynamic(echo)]);
            let header = format!("{name}: hush-value-17");
            let ran = metstatus(["-f", format, "-v", "-H", &header, &server.url("/x")]);
            assert!(server.requests()[0].head.contains(&header), "it is sent: {}", server.requests()[0].head);
            if format != "human" {
                assert_valid(format, &ran.stdout);
            }
            if hidden {
                assert_hidden(&ran, &["hush-value-17"], &format!("{name}, {format}"));
            } else if ["human", "json"].contains(&format) {
                assert!(ran.stdout.contains("hush-value-17"), "{name}, {format}: {}", ran.stdout);
            }
        }
    }
}
