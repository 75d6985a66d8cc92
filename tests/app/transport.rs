//! What can go wrong on the way: each fault gets its own finding, in bounded time, and nothing is asked again.

use std::ffi::OsStr;

use crate::support::met::{assert_ended, check};
use crate::support::run::{Ran, app, metstatus};
use crate::support::server::{Reply, Server};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

fn with_env<S: AsRef<OsStr>>(variables: &[(&str, &str)], args: impl IntoIterator<Item = S>) -> Ran {
    let mut command = app(args);
    command.envs(variables.iter().copied());
    command.run()
}

#[test]
fn short_address_family_options_are_read() {
    let server = Server::http([Reply::raw(OK)]);
    assert_ended(&check(&["-6"], &server.url("/")), 2, &["dns-failure"]);
    assert_ended(&check(&["-4"], &server.url("/")), 0, &[]);
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn bad_proxy_url_ends_the_run_before_any_request() {
    let server = Server::http([]);
    for value in
        ["http://", "ftp://127.0.0.1:1", "http://user:s3cret@host:99999", "http://a b", "http://h/path", "://x"]
    {
        let by_variable = with_env(&[("http_proxy", value)], [&server.url("/")]);
        let by_option = metstatus(["--proxy", value, &server.url("/")]);
        for (ran, name) in [(by_variable, "http_proxy"), (by_option, "--proxy")] {
            assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{value}: {ran:?}");
            assert!(ran.stderr.contains(name) && !ran.stderr.contains("s3cret"), "{}", ran.stderr);
        }
    }
    assert_eq!(server.connections(), 0);
}
