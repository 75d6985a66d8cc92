//! Servers and documents like MET's, and what is often asserted of a run.

use std::time::{Duration, SystemTime};

use super::clock::now;
use super::run::{CONTACT, Ran, app, metstatus};
use super::server::{Reply, Server, http_date};

/// A well-made request at MET.
pub(crate) const PATH: &str = "/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58";

/// What is `https://api.met.no` to the program.
pub(crate) struct Met {
    pub(crate) server: Server,
}

impl Met {
    pub(crate) fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self { server: Server::named("api.met.no", replies) }
    }

    /// Makes it acceptable that some replies are never asked for.
    pub(crate) fn allow_unasked(mut self) -> Self {
        self.server = self.server.allow_unasked();
        self
    }

    /// The URL of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("https://api.met.no{path}")
    }

    /// The arguments that ask for a target with these options, and say who asks unless they do.
    pub(crate) fn args(&self, options: &[&str], target: &str) -> Vec<String> {
        let identified = options.iter().any(|option| ["-A", "--contact"].contains(option));
        let identity: &[&str] = if identified { &[] } else { &["--contact", CONTACT] };
        let own = ["--rate", "10"];
        // The changelog is another matter, of other tests.
        let changelog: &[&str] = if options.contains(&"--changelog") { &[] } else { &["--changelog", "never"] };
        [&own, identity, changelog, options, &[target]].concat().into_iter().map(str::to_owned).collect()
    }

    /// Asks for the well-made request with these options.
    pub(crate) fn ask(&self, options: &[&str]) -> Ran {
        metstatus(self.args(options, &self.url(PATH)))
    }

    /// The same with room for long lines.
    pub(crate) fn ask_in_wide_lines(&self, options: &[&str]) -> Ran {
        app(self.args(options, &self.url(PATH))).env("COLUMNS", "120").run()
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

/// Checks how a run ended: its code, and every finding above info, in order.
#[track_caller]
pub(crate) fn assert_ended(ran: &Ran, code: i32, ids: &[&str]) {
    let result = ran.result();
    let findings = result["findings"].as_array().into_iter().flatten();
    let found: Vec<&str> =
        findings.filter(|finding| finding["severity"] != "info").filter_map(|finding| finding["id"].as_str()).collect();
    assert_eq!((ran.code, found.as_slice()), (code, ids), "{}{}", ran.stdout, ran.stderr);
}

/// Checks that an info, or another finding, is among the findings.
#[track_caller]
pub(crate) fn assert_found(ran: &Ran, id: &str) {
    assert!(ran.ids().iter().any(|found| found == id), "no {id}: {}", ran.stdout);
}

pub(crate) fn minutes(count: u64) -> Duration {
    Duration::from_secs(60 * count)
}

/// A document as MET serves it today.
pub(crate) fn document(modified: SystemTime, body: &str) -> String {
    let now = now();
    format!(
        "HTTP/1.1 200 OK\nServer: nginx/1.18.0 (Ubuntu)\nDate: {}\nContent-Type: application/json\nExpires: {}\n\
         Last-Modified: {}\nVary: Accept, Accept-Encoding\nAge: 0\n\n{body}",
        http_date(now),
        http_date(now + minutes(31)),
        http_date(modified)
    )
}

/// A 304 with everything that it has to repeat, and these lines besides.
pub(crate) fn not_modified(lines: &str) -> String {
    let now = now();
    format!(
        "HTTP/1.1 304 Not Modified\nDate: {}\nExpires: {}\nVary: Accept, Accept-Encoding\n{lines}\n",
        http_date(now),
        http_date(now + minutes(31))
    )
}
