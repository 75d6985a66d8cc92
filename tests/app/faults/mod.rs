//! A hostile world: whatever a peer, a name or a document does, the program reports it with a finding that names it, and
//! passes nothing on that could do harm. What takes sockets to do is in `tests/cli/faults`.

mod broken;
mod connection;
mod documents;
mod echo;
mod inputs;
mod redirects;
mod values;

use std::time::Duration;

use serde_json::Value;

use crate::support::asserts::{assert_clean, assert_clean_values};
use crate::support::run::{App, Ran, app, schema_problems};
use crate::support::server::{Reply, Server};

/// What every run is given that must not appear in any output: credentials of the user's and of the URL.
const SECRET: &str = "s3cr3t";
const SECRETS: [&str; 6] =
    ["-H", "Authorization: Bearer s3cr3t-bearer", "-H", "Cookie: session=s3cr3t-cookie", "-H", "X-Api-Key: s3cr3t-key"];
/// The time for a target.
const TIME: Duration = Duration::from_secs(4);

type Script = Box<dyn Fn() -> Vec<Reply>>;

/// A fault, and the report that is due.
pub(super) struct Fault {
    name: String,
    script: Script,
    path: String,
    options: Vec<String>,
    code: i32,
    findings: Vec<(&'static str, &'static str)>,
    words: Vec<String>,
    tls: bool,
}

impl Fault {
    /// A server that sends exactly these bytes.
    pub(super) fn raw(name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let bytes = bytes.as_ref().to_vec();
        Self::new(name, move || vec![Reply::raw(bytes.clone())])
    }

    /// A server with replies of its own, as many as there are requests.
    pub(super) fn new(name: &str, script: impl Fn() -> Vec<Reply> + 'static) -> Self {
        Self {
            name: name.to_owned(),
            script: Box::new(script),
            path: "/".to_owned(),
            options: Vec::new(),
            code: 0,
            findings: Vec::new(),
            words: Vec::new(),
            tls: false,
        }
    }

    /// The exit code that is due.
    pub(super) fn exits(mut self, code: i32) -> Self {
        self.code = code;
        self
    }

    /// A finding that is due; the first one named is the diagnosis of a failing target.
    pub(super) fn finds(mut self, id: &'static str, severity: &'static str) -> Self {
        self.findings.push((id, severity));
        self
    }

    /// Words that the human report is to have.
    pub(super) fn says(mut self, words: &str) -> Self {
        self.words.push(words.to_owned());
        self
    }

    /// More options.
    pub(super) fn with(mut self, options: &[&str]) -> Self {
        self.options.extend(options.iter().map(|&option| option.to_owned()));
        self
    }

    /// The path that is requested.
    pub(super) fn at(mut self, path: &str) -> Self {
        path.clone_into(&mut self.path);
        self
    }

    /// Over TLS.
    pub(super) fn over_tls(mut self) -> Self {
        self.tls = true;
        self
    }

    /// Puts the program to the fault, once for the JSON and once for the human report.
    pub(super) fn put(self) {
        let json = self.run("json", &["--format", "json"]);
        assert_eq!(json.code, self.code, "{}: {json:#?}", self.name);
        let report: Value = serde_json::from_str(&json.stdout).unwrap_or_else(|error| panic!("{}: {error}", self.name));
        let findings = report["results"][0]["findings"].as_array().cloned().unwrap_or_default();
        let severity =
            |id: &str| findings.iter().find(|found| found["id"] == id).map(|found| found["severity"].clone());
        for (at, (id, due)) in self.findings.iter().enumerate() {
            assert_eq!(severity(id).as_ref(), Some(&Value::from(*due)), "{}: {id}: {}", self.name, json.stdout);
            assert!(at > 0 || self.code != 2 || findings[0]["id"] == *id, "{}: {}", self.name, json.stdout);
        }
        if self.code == 0 {
            let above = findings.iter().filter(|found| found["severity"] != "info").count();
            assert_eq!(above, 0, "{}: {}", self.name, json.stdout);
        }
        let human = self.run("human", &["-v"]);
        assert_eq!(human.code, self.code, "{}: {human:#?}", self.name);
        for words in &self.words {
            assert!(human.words().contains(words), "{}: no \"{words}\": {}", self.name, human.stdout);
        }
    }

    fn run(&self, form: &str, options: &[&str]) -> Ran {
        let replies = (self.script)();
        let server = if self.tls { Server::https(replies) } else { Server::http(replies) };
        let url = server.url(&self.path);
        let mut app = app(["--rate", "100", "--timeout", "4s"]);
        app.args(SECRETS).args(options).args(&self.options).arg(url);
        watch(&format!("{} ({form})", self.name), &mut app, TIME)
    }
}

/// Runs the program and checks what holds whatever happens.
pub(super) fn watch(name: &str, app: &mut App, time: Duration) -> Ran {
    let ran = app.run();
    assert!(ran.took <= time, "{name}: took {:?} of {time:?}: {ran:#?}", ran.took);
    assert!(matches!(ran.code, 0..=3), "{name}: {ran:#?}");
    for text in [&ran.stdout, &ran.stderr] {
        assert_clean(name, text, |c| c == '\n');
        assert!(!text.contains(SECRET), "{name}: a secret: {text}");
    }
    // The other format of JSON names a schema of its own.
    if ran.stdout.starts_with('{') && !ran.stdout.contains("\"$schema\"") {
        let report: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(schema_problems(&report), Vec::<String>::new(), "{name}: {}", ran.stdout);
        assert_clean_values(name, &report);
    }
    ran
}

/// Runs the program on a command line that is not a check of a server of ours.
pub(super) fn run(name: &str, args: &[&str]) -> Ran {
    watch(name, &mut app(args), TIME)
}
