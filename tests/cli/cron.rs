//! A day of a monitor with `--state`, with a clock and a web of the test's own.

use std::cell::Cell;
use std::io::Write;
use std::path::Path;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};

use crate::live::PATH;
use crate::support::run::CONTACT;
use metstatus::internals::evidence::{Body, Reply as WebReply, Request, Response};
use metstatus::internals::http::syntax::message::ResponseHead;
use metstatus::internals::http::time::date::Timestamp;
use metstatus::internals::store;
use metstatus::internals::world::{Clock, Limits, Opened, Signal, Signals, Web, World};

/// A clock that a test sets.
#[derive(Clone)]
struct FakeClock(Rc<Cell<i64>>);

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix(self.0.get())
    }

    fn elapsed(&self) -> Duration {
        Duration::from_secs(u64::try_from(self.0.get()).unwrap())
    }
}

struct NoSignals;

impl Signals for NoSignals {
    fn watch(&self) {}

    fn caught(&self) -> Option<Signal> {
        None
    }
}

/// A server like MET's: a document is good for half an hour, and until it is made anew a condition is answered 304.
#[derive(Clone)]
struct FakeMet {
    now: Arc<Mutex<i64>>,
    requests: Arc<Mutex<Vec<Option<String>>>>,
}

impl Web for FakeMet {
    fn fetch(&self, request: &Request, _: Limits) -> WebReply {
        let now = *self.now.lock().unwrap();
        // The document is made anew each hour and a half, its Expires each half hour.
        let modified = now - now.rem_euclid(5400);
        let date = |unix: i64| Timestamp::from_unix(unix).imf_fixdate().unwrap();
        let since = request.fields.get_str("if-modified-since").map(str::to_owned);
        let unchanged = since.as_deref() == Some(&date(modified));
        self.requests.lock().unwrap().push(since);
        let status = if unchanged { "304 Not Modified" } else { "200 OK" };
        let head = format!(
            "HTTP/1.1 {status}\r\nDate: {}\r\nExpires: {}\r\nLast-Modified: {}\r\nVary: Accept\r\n\r\n",
            date(now),
            date(now + 1800),
            date(modified)
        );
        let (head, _) = ResponseHead::parse(head.as_bytes()).unwrap();
        let bytes = if unchanged { Vec::new() } else { vec![b' '; 100] };
        let body = Body { wire_bytes: Some(bytes.len() as u64), bytes, captured: true, ..Body::default() };
        WebReply { response: Some(Response { head, interim: 0, body }), ..WebReply::default() }
    }
}

fn no_file(_: &Path) -> std::io::Result<Opened> {
    Err(std::io::ErrorKind::NotFound.into())
}

#[test]
fn a_day_of_cron_every_five_minutes_is_one_request_per_expiry() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json").to_str().unwrap().to_owned();
    let start = 1_795_334_400;
    let clock = FakeClock(Rc::new(Cell::new(start)));
    let met = FakeMet { now: Arc::new(Mutex::new(start)), requests: Arc::default() };
    let url = format!("https://api.met.no{PATH}");
    for run in 0..288 {
        let now = start + 300 * run;
        clock.0.set(now);
        *met.now.lock().unwrap() = now;
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let connected = met.clone();
        let mut world = World {
            random: &|| 0,
            stdin_is_terminal: false,
            connect: &move |_| Ok(Box::new(connected.clone())),
            clock: &clock,
            signals: &NoSignals,
            env: &|_| None,
            open: &no_file,
            store: &store::open_store,
            output: &metstatus::internals::store::outlet::open_output,
            stdin: &mut std::io::empty(),
            stdout_is_terminal: false,
            stderr_is_terminal: false,
            stdout_shows_links: false,
            stdout_columns: None,
            stderr_columns: None,
            utc_offset: &|_| None,
            stdout: &mut stdout as &mut (dyn Write + 'static),
            stderr: &mut stderr,
        };
        let args = ["metstatus", "--contact", CONTACT, "--state", &path, "-f", "json", &url];
        let exit = metstatus::run(args.map(Into::into), &mut world);
        let report: Value = serde_json::from_slice(&stdout).unwrap();
        assert_eq!((exit.code(), &report["verdict"]), (0, &json!("healthy")), "run {run}: {report:#}");
        assert!(stderr.is_empty());
    }
    let requests = met.requests.lock().unwrap();
    // Half an hour after a request it expires, and the run of that moment asks again.
    assert_eq!(requests.len(), 48);
    assert!(requests.iter().skip(1).all(Option::is_some), "every later request has its condition");
}
