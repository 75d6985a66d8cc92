//! Successes: whether If-Modified-Since is proven, and what is made of every way in which a server can answer it.

#![allow(clippy::disallowed_methods, reason = "servers date their answers by the clock that the program reads")]

use std::time::SystemTime;

use serde_json::json;

pub(crate) use crate::support::asserts::assert_ended;
use crate::support::documents::{document_at, not_modified_at};
use crate::support::run::{CONTACT, Ran, metstatus};
use crate::support::server::{Reply, Server, wire};
use crate::support::tls::Authority;

/// A well-made request at MET.
pub(crate) const PATH: &str = "/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58";

/// What is `https://api.met.no` to the program: a scripted server with a certificate of that name.
pub(crate) struct Met {
    authority: Authority,
    pub(crate) server: Server,
}

impl Met {
    pub(crate) fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        let authority = Authority::new();
        let server = Server::https(&authority.identity(&["api.met.no"]), replies);
        Self { authority, server }
    }

    /// The URL of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        self.server.url_for("api.met.no", path)
    }

    /// The arguments that ask for a target with these options, and say who asks unless they do.
    pub(crate) fn args(&self, options: &[&str], target: &str) -> Vec<String> {
        let pem = self.authority.pem_file().to_str().expect("a path in UTF-8").to_owned();
        let identified = options.iter().any(|option| ["-A", "--contact"].contains(option));
        let identity: &[&str] = if identified { &[] } else { &["--contact", CONTACT] };
        let resolve = self.server.resolve("api.met.no");
        let own = ["--rate", "10", "--resolve", &resolve, "--cacert", &pem];
        // The changelog is another matter, of other tests.
        let changelog: &[&str] = if options.contains(&"--changelog") { &[] } else { &["--changelog", "never"] };
        [&own, identity, changelog, options, &[target]].concat().into_iter().map(str::to_owned).collect()
    }

    /// Asks for the well-made request with these options.
    pub(crate) fn ask(&self, options: &[&str]) -> Ran {
        metstatus(self.args(options, &self.url(PATH)))
    }

    /// The same with a report in JSON.
    pub(crate) fn check(&self, options: &[&str]) -> Ran {
        self.ask(&[&["--format", "json"], options].concat())
    }
}

/// Checks URLs elsewhere than at MET.
pub(crate) fn check(options: &[&str], url: &str) -> Ran {
    metstatus([&["--format", "json", "--rate", "100"], options, &[url]].concat())
}

/// A document as MET serves it today.
pub(crate) fn document(modified: SystemTime, body: &str) -> String {
    document_at(SystemTime::now(), modified, body)
}

/// A 304 with everything that it has to repeat, and these lines besides.
pub(crate) fn not_modified(lines: &str) -> String {
    not_modified_at(SystemTime::now(), lines)
}

#[test]
fn every_framing_of_a_success_is_read_whole() {
    let dated = document(SystemTime::now(), "");
    let chunked = dated.replace("\n\n", "\nTransfer-Encoding: chunked\nTrailer: X-T\n\n")
        + "5;a=b\r\nhello\r\n6\r\n world\r\n0\r\nX-T: 1\r\n\r\n";
    let until_close = String::from_utf8(wire(&dated)).unwrap().replace("HTTP/1.1", "HTTP/1.0");
    let until_close = until_close.replace("Content-Length: 0\r\n", "") + "hello world";
    let hinted = "HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n".repeat(2);
    let hinted = hinted + &String::from_utf8(wire(document(SystemTime::now(), "hello world"))).unwrap();
    let gzip = || Reply::text(document(SystemTime::now(), "hello world")).with_gzip();
    let cases = [
        ("gzip", gzip(), 1),
        ("chunked", Reply::text(chunked), 1),
        ("HTTP/1.0 until the end", Reply::raw(until_close), 2),
        ("after 103", Reply::raw(hinted).keep_alive(), 1),
    ];
    for (name, first, connections) in cases {
        let met = Met::new([first, Reply::text(not_modified(""))]);
        let ran = met.check(&[]);
        assert_ended(&ran, 0, &[]);
        let result = ran.result();
        assert_eq!(result["exchanges"][0]["response"]["body_bytes"], 11, "{name}");
        assert_eq!((&result["status"]["code"], &result["replay"]["outcome"]), (&json!(200), &json!("revalidated")));
        assert_eq!((met.server.requests().len(), met.server.connections()), (2, connections), "{name}");
    }
}
