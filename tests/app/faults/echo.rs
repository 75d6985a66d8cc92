//! Secrets that come back: error pages, redirects and broken answers repeat what they were sent.

use super::{SECRETS, watch};
use crate::support::grammar::{FORMATS, assert_valid};
use crate::support::run::app;
use crate::support::server::{Reply, SeenRequest, Server};

/// What else is secret here: user information of the URL, in the clear and as a field has it, and a parameter.
const OTHERS: [&str; 3] = ["hush-pw", "dXNlcjpodXNoLXB3", "hush-token"];

fn put(name: &str, code: i32, reply: impl Fn() -> Vec<Reply>) {
    for format in FORMATS {
        let server = Server::http(reply());
        let url = server.url("/x?token=hush-token").replace("http://", "http://user:hush-pw@");
        let mut command = app(["--rate", "100", "--timeout", "4s", "-v", "-f", format]);
        // The other one is for the field that the user information becomes.
        command.args(SECRETS.iter().skip(2)).arg(&url);
        let seen = watch(&format!("{name} ({format})"), &mut command, super::TIME);
        assert_eq!(seen.code, code, "{name}: {}", seen.stdout);
        assert_valid(format, &seen.stdout);
        for secret in OTHERS {
            assert!(!seen.stdout.contains(secret), "{name} ({format}): {secret} in {}", seen.stdout);
        }
    }
}

/// An answer with every field of the request in its reason phrase, its fields and its content.
fn echo(status: &'static str, kind: &'static str) -> impl Fn(&SeenRequest) -> Vec<u8> + 'static {
    move |request| {
        let all: Vec<String> = request.fields.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        let (line, lines) = (all.join("; "), all.iter().rev().cloned().collect::<Vec<_>>().join("\n"));
        let body = format!("hush-pw hush-token {}\n{lines}", request.target);
        format!(
            "HTTP/1.1 {status} {line} hush-pw\r\nContent-Type: {kind}\r\nX-Echo: {line}\r\nX-Target: {}\r\n\
             X-ErrorClass: hush-token\r\nContent-Length: {}\r\n\r\n{body}",
            request.target,
            body.len()
        )
        .into_bytes()
    }
}

#[test]
fn echoed_secrets_are_in_no_output() {
    put("an error page", 2, || vec![Reply::dynamic(echo("400", "text/plain"))]);
    put("an error in JSON", 2, || vec![Reply::dynamic(echo("500", "application/json"))]);
    put("broken data", 2, || vec![Reply::dynamic(echo("200", "application/json"))]);
}

#[test]
fn secrets_in_a_redirect_are_in_no_output() {
    let location = "/y?session=1&q=s3cr3t-cookie&k=s3cr3t-key&hush-pw&c=hush-token";
    put("a redirect", 1, || {
        vec![
            Reply::text(format!("HTTP/1.1 302 Found\nLocation: {location}\n\n")),
            Reply::text("HTTP/1.1 200 OK\n\nfine"),
        ]
    });
    put("one that is not followed", 2, || {
        vec![Reply::text("HTTP/1.1 302 Found\nLocation: ftp://user:hush-pw@127.0.0.1/s3cr3t-key?x=hush-token\n\n")]
    });
}
