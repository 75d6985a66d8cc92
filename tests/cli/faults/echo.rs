//! Secrets that come back in what is not well-formed HTTP.

use super::{SECRETS, watch};
use crate::support::grammar::{FORMATS, assert_valid};
use crate::support::run::command;
use crate::support::server::{Reply, Server};

/// What else is secret here: user information of the URL, in the clear and as a field has it, and a parameter.
const OTHERS: [&str; 3] = ["hush-pw", "dXNlcjpodXNoLXB3", "hush-token"];

fn put(name: &str, code: i32, reply: impl Fn() -> Vec<Reply>) {
    for format in FORMATS {
        let server = Server::http(reply());
        let url = server.url("/x?token=hush-token").replace("http://", "http://user:hush-pw@");
        let mut command = command(["--rate", "100", "--timeout", "4s", "-v", "-f", format]);
        // The other one is for the field that the user information becomes.
        command.args(SECRETS.iter().skip(2)).arg(&url);
        let seen = watch(&format!("{name} ({format})"), command, super::TIME);
        assert_eq!(seen.code, Some(code), "{name}: {}", seen.stdout);
        assert_valid(format, &seen.stdout);
        for secret in OTHERS {
            assert!(!seen.stdout.contains(secret), "{name} ({format}): {secret} in {}", seen.stdout);
        }
    }
}

#[test]
fn secrets_in_broken_responses_are_in_no_output() {
    put("no HTTP", 2, || vec![Reply::dynamic(|request| [b"XXXX ", request.head.as_bytes()].concat())]);
    put("a field that breaks the grammar", 2, || {
        vec![Reply::dynamic(|request| {
            format!("HTTP/1.1 200 OK\r\nX : {}\r\n\r\n", request.head.replace("\r\n", "; ")).into()
        })]
    });
    put("bytes behind the end", 1, || {
        vec![Reply::dynamic(|request| format!("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n{}", request.head).into())]
    });
}
