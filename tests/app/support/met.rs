//! Servers and documents like MET's, and what is often asserted of a run.

pub(crate) use super::asserts::assert_ended;
pub(crate) use super::documents::minutes;
use std::time::SystemTime;

use super::clock::now;
use super::documents::{document_at, not_modified_at};
use super::run::{CONTACT, Ran, app, metstatus, metstatus_with_input};
use super::server::{Reply, Server};

/// A well-made request at MET.
pub(crate) const PATH: &str = "/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58";

/// What is `https://api.met.no` to the program.
pub(crate) struct Met {
    pub(crate) server: Server,
}

impl Met {
    pub(crate) fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self { server: Server::https(replies) }
    }

    /// Makes it acceptable that some replies are never asked for.
    pub(crate) fn allow_unasked(mut self) -> Self {
        self.server = self.server.allow_unasked();
        self
    }

    /// The URL of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        self.server.url_for("api.met.no", path)
    }

    /// The arguments that ask for a target with these options, and say who asks unless they do.
    pub(crate) fn args(&self, options: &[&str], target: &str) -> Vec<String> {
        let identified = options.iter().any(|option| ["-A", "--contact"].contains(option));
        let identity: &[&str] = if identified { &[] } else { &["--contact", CONTACT] };
        let resolve = self.server.resolve("api.met.no");
        let own = ["--rate", "10", "--resolve", &resolve];
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

/// Checks that an info, or another finding, is among the findings.
#[track_caller]
pub(crate) fn assert_found(ran: &Ran, id: &str) {
    assert!(ran.ids().iter().any(|found| found == id), "no {id}: {}", ran.stdout);
}

/// A document as MET serves it today.
pub(crate) fn document(modified: SystemTime, body: &str) -> String {
    document_at(now(), modified, body)
}

/// A 304 with everything that it has to repeat, and these lines besides.
pub(crate) fn not_modified(lines: &str) -> String {
    not_modified_at(now(), lines)
}

/// A forecast as MET serves it, in short.
pub(crate) const FORECAST: &str =
    "200 OK\nContent-Type: application/json\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{\"type\":\"Feature\"}";

/// The product that most clients request, below the API.
pub(crate) const COMPACT: &str = "locationforecast/2.0/compact";

/// A User-Agent that MET has nothing against.
pub(crate) const GOOD: &str = "acme-weather/1.2 https://github.com/acme/weather";

/// A response to the request, checked live and read from a capture: both must say the same.
pub(crate) fn answered(answer: &str, rest: &str, options: &[&str]) -> Ran {
    let answer = format!("HTTP/1.1 {}", answer.replacen('\n', "\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n", 1));
    let met = Met::new([Reply::text(&answer)]);
    let own = ["-f", "json", "-A", GOOD, "--replay", "never", "--controls", "never"];
    let ran = metstatus(met.args(&[&own[..], options].concat(), &met.url(&format!("/weatherapi/{rest}"))));
    let capture = format!("GET https://api.met.no/weatherapi/{rest} HTTP/1.1\nUser-Agent: {GOOD}\n\n{answer}");
    let read = metstatus_with_input([&["read", "-f", "json", "-"], options].concat(), capture.as_bytes());
    // A capture is judged by its own Date; live, a Date as old as this one is remarkable.
    let live: Vec<String> = ran.ids().into_iter().filter(|id| id != "clock-skew").collect();
    assert_eq!((read.code, read.ids()), (ran.code, live), "{rest}: live {}, read {}", ran.stdout, read.stdout);
    ran
}
