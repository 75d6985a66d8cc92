//! A hostile world: whatever a peer, a name, a proxy or a document does, the program answers in time, in little
//! memory, with a finding that names it, and without passing on what could do harm.

#![allow(
    clippy::disallowed_methods,
    reason = "the tests wait for processes, date certificates, and may be asked for figures"
)]

mod broken;
mod connection;
mod echo;
mod inputs;
mod proxies;
mod secure;
mod slow;

use std::io::Read as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::asserts::{assert_clean, assert_clean_values};
use crate::support::run::{command, schema_problems};
use crate::support::server::{Reply, Server};
use crate::support::tls::Identity;

/// What every run is given that must not appear in any output: credentials of the user's and of the URL.
const SECRET: &str = "s3cr3t";
const SECRETS: [&str; 6] =
    ["-H", "Authorization: Bearer s3cr3t-bearer", "-H", "Cookie: session=s3cr3t-cookie", "-H", "X-Api-Key: s3cr3t-key"];
/// The most memory that may be resident at any time; the pages of a debug build itself are some 12 MiB of it.
const MEMORY: u64 = 72 * 1024 * 1024;
/// The time for a target, unless a case says otherwise.
const TIME: Duration = Duration::from_secs(20);

type Script = Box<dyn Fn() -> Vec<Reply> + Send>;

/// A fault, and the answer that is due.
pub(super) struct Fault {
    name: &'static str,
    script: Script,
    options: Vec<String>,
    time: Duration,
    code: i32,
    findings: Vec<(&'static str, &'static str)>,
    words: Vec<&'static str>,
    tls: Option<Identity>,
}

impl Fault {
    /// A server that answers with exactly these bytes.
    pub(super) fn raw(name: &'static str, bytes: impl AsRef<[u8]>) -> Self {
        let bytes = bytes.as_ref().to_vec();
        Self::new(name, move || vec![Reply::raw(bytes.clone())])
    }

    /// A server with replies of its own, as many as there are requests.
    pub(super) fn new(name: &'static str, script: impl Fn() -> Vec<Reply> + Send + 'static) -> Self {
        Self {
            name,
            script: Box::new(script),
            options: Vec::new(),
            time: TIME,
            code: 0,
            findings: Vec::new(),
            words: Vec::new(),
            tls: None,
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
    pub(super) fn says(mut self, words: &'static str) -> Self {
        self.words.push(words);
        self
    }

    /// Options besides.
    pub(super) fn with(mut self, options: &[&str]) -> Self {
        self.options.extend(options.iter().map(|&option| option.to_owned()));
        self
    }

    /// The time for the target.
    pub(super) fn within(mut self, time: Duration) -> Self {
        self.time = time;
        self
    }

    /// Over TLS.
    pub(super) fn over(mut self, identity: Identity) -> Self {
        self.tls = Some(identity);
        self
    }

    /// Puts the program to the fault, once for the JSON and once for the human report.
    pub(super) fn put(self) {
        let json = self.run("json", &["--format", "json"]);
        assert_eq!(json.code, Some(self.code), "{}: {json:#?}", self.name);
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
        assert_eq!(human.code, Some(self.code), "{}: {human:#?}", self.name);
        let unwrapped = human.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in &self.words {
            assert!(unwrapped.contains(words), "{}: no \"{words}\": {}", self.name, human.stdout);
        }
    }

    fn run(&self, form: &str, options: &[&str]) -> Seen {
        let replies = (self.script)();
        let server = match &self.tls {
            Some(identity) => Server::https(identity, replies),
            None => Server::http(replies),
        };
        let url = server.url("/");
        let time = format!("{}ms", self.time.as_millis());
        let own: Vec<String> =
            self.options.iter().map(|option| option.replace("PORT", &server.port().to_string())).collect();
        let mut command = command(["--rate", "100", "--timeout", &time]);
        command.args(SECRETS).args(options).args(own).arg(url);
        watch(&format!("{} ({form})", self.name), command, self.time)
    }
}

/// Puts the program to several faults at the same time: where each waits for a limit, all of them take as long as one.
pub(super) fn put_all(faults: impl IntoIterator<Item = Fault>) {
    std::thread::scope(|scope| {
        for fault in faults {
            scope.spawn(move || fault.put());
        }
    });
}

/// What a run said and took.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) code: Option<i32>,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

/// Runs the program and checks what holds whatever happens.
pub(super) fn watch(name: &str, mut command: Command, time: Duration) -> Seen {
    let start = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (mut out, mut err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let (stdout, stderr, status, peak) = std::thread::scope(|scope| {
        let stdout = scope.spawn(move || read_all(&mut out));
        let stderr = scope.spawn(move || read_all(&mut err));
        let (status, peak) = wait(&mut child, start + time + Duration::from_secs(20));
        (stdout.join().unwrap(), stderr.join().unwrap(), status, peak)
    });
    let took = start.elapsed();
    if let Ok(file) = std::env::var("METSTATUS_FAULT_FIGURES") {
        let mut file = std::fs::OpenOptions::new().create(true).append(true).open(file).unwrap();
        let line = format!("{}\t{}\t{peak}\t{name}\n", took.as_millis(), time.as_millis());
        std::io::Write::write_all(&mut file, line.as_bytes()).unwrap();
    }
    let seen = Seen { code: status.code(), stdout, stderr };
    assert!(peak < MEMORY, "{name}: {peak} bytes resident: {}", seen.stdout);
    assert!(matches!(seen.code, Some(0..=3)), "{name}: {status:?}: {seen:#?}");
    assert!(!seen.stderr.contains("panicked") && !seen.stderr.contains("internal error"), "{name}: {seen:#?}");
    for text in [&seen.stdout, &seen.stderr] {
        assert_clean(name, text, |c| c == '\n');
        assert!(!text.contains(SECRET), "{name}: a secret: {text}");
    }
    // The other format of JSON names a schema of its own.
    if seen.stdout.starts_with('{') && !seen.stdout.contains("\"$schema\"") {
        let report: Value = serde_json::from_str(&seen.stdout).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(schema_problems(&report), Vec::<String>::new(), "{name}: {}", seen.stdout);
        assert_clean_values(name, &report);
    }
    seen
}

fn read_all(stream: &mut impl std::io::Read) -> String {
    let mut bytes = Vec::new();
    stream.take(32 * 1024 * 1024).read_to_end(&mut bytes).unwrap();
    String::from_utf8(bytes).expect("output is UTF-8")
}

/// Waits for the end, and looks at the peak of resident memory until then, in bytes (0 where it cannot be had).
fn wait(child: &mut Child, deadline: Instant) -> (ExitStatus, u64) {
    let mut peak = 0;
    loop {
        peak = peak.max(resident_peak(child.id()).unwrap_or(0));
        if let Some(status) = child.try_wait().unwrap() {
            return (status, peak);
        }
        if Instant::now() > deadline {
            child.kill().unwrap();
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn resident_peak(id: u32) -> Option<u64> {
    // Until it has become the program, the process is a copy of this one, with all the memory of the tests.
    std::fs::read_link(format!("/proc/{id}/exe")).ok().filter(|exe| exe.ends_with("metstatus"))?;
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

/// Runs the program on a command line that is not a check of a server of ours.
pub(super) fn run(name: &str, variables: &[(&str, &str)], args: &[&str]) -> Seen {
    let mut command = command(args);
    command.envs(variables.iter().copied());
    watch(name, command, TIME)
}
