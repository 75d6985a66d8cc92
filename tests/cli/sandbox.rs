//! Commands that run in the sandbox: by namespaces, which nothing leaves, and by variables, where the test is the client.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

#[cfg(target_os = "linux")]
use super::support::run::unshared;
use super::support::run::{Ran, command, ran, schema_problems};

const METSTATUS: &str = env!("CARGO_BIN_EXE_metstatus");
const URL: &str = "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=59.91&lon=10.75";
const ALIAS: &str = "https://aa015h6buqvih86i1.api.met.no/weatherapi/locationforecast/2.0/compact?lat=59.91&lon=10.75";

/// Whether namespaces can be entered here. Where they cannot, the test says so and passes.
#[allow(clippy::print_stderr, reason = "who reads the log of a test has to know what was not tried")]
fn has_namespaces() -> bool {
    let tried = ran(command(["sandbox", "--wire", "probe"]));
    if tried.code != 0 {
        eprintln!("not tried: {}", tried.stdout);
    }
    tried.code == 0
}

/// A run of the sandbox with a folder for its files.
struct Run {
    folder: TempDir,
    command: Command,
}

impl Run {
    fn new(wire: &str, line: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let report = format!("json={}", folder.path().join("report").display());
        std::fs::create_dir(folder.path().join("tmp")).unwrap();
        let mut command = command(["sandbox", "--wire", wire, "--report", &report, "--"]);
        command.args(line).env("TMPDIR", folder.path().join("tmp"));
        Self { folder, command }
    }

    /// Runs it to its end. Nothing may be left in the folder for temporary files then.
    fn end(self) -> (Ran, Value) {
        let ran = ran(self.command);
        (ran, ended(&self.folder))
    }

    /// Starts it with its streams in pipes.
    fn start(mut self) -> (Child, TempDir) {
        let child = self.command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        (child, self.folder)
    }
}

/// The report in a folder; `null` where there is none.
fn ended(folder: &TempDir) -> Value {
    let left: Vec<_> =
        std::fs::read_dir(folder.path().join("tmp")).unwrap().flatten().map(|entry| entry.path()).collect();
    assert!(left.is_empty(), "left: {left:?}");
    let Ok(report) = std::fs::read(folder.path().join("report")) else { return Value::Null };
    let report: Value = serde_json::from_slice(&report).unwrap();
    assert_eq!(schema_problems(&report), Vec::<String>::new(), "{report:#}");
    report
}

/// What a shell is to run: the binary itself is the client.
fn ask(url: &str) -> String {
    format!(
        "{METSTATUS} --replay never --changelog never -A 'acme-weather/1.0 ops@acme-weather.no' '{url}' >/dev/null; exit 0"
    )
}

#[test]
fn unchanged_client_reaches_the_sandbox_by_namespaces() {
    if !has_namespaces() {
        return;
    }
    for url in [URL, ALIAS] {
        let (ran, report) = Run::new("namespace", &["sh", "-c", &ask(url)]).end();
        let sandbox = &report["results"][0]["sandbox"];
        assert_eq!((&sandbox["wire"], sandbox["exit_code"].as_i64()), (&"namespace".into(), Some(0)), "{ran:?}");
        assert!(sandbox["requests"].as_u64().unwrap() >= 1, "{url}: {ran:?}");
        let last = ran.stderr.lines().last().unwrap();
        assert_eq!(last.rsplit(' ').next().unwrap(), ran.code.to_string(), "{last}");
        assert_eq!(ran.stdout, "");
    }
}

#[test]
fn namespace_has_no_network_but_loopback() {
    if !has_namespaces() {
        return;
    }
    // The tables have two lines, one line and none at their heads; of IPv6, loopback has routes.
    let script =
        "tail -n +3 /proc/net/dev | cut -d: -f1; tail -n +2 /proc/net/route; grep -v 'lo$' /proc/net/ipv6_route; id -u";
    let (ran, _) = Run::new("namespace", &["sh", "-c", script]).end();
    let lines: Vec<&str> = ran.stdout.lines().map(str::trim).collect();
    assert_eq!(lines, ["lo", ran_shell("id -u").trim()], "another device, a route, or another user: {ran:?}");
}

fn ran_shell(script: &str) -> String {
    String::from_utf8(Command::new("/bin/sh").args(["-c", script]).output().unwrap().stdout).unwrap()
}

#[test]
fn mounts_are_not_seen_outside() {
    if !has_namespaces() {
        return;
    }
    let before = ran_shell("cat /etc/hosts /proc/self/mountinfo");
    let (mut child, folder) = Run::new("namespace", &["sh", "-c", "echo ready; read line"]).start();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(ran_shell("cat /etc/hosts /proc/self/mountinfo"), before);
    drop(child.stdin.take());
    child.wait().unwrap();
    ended(&folder);
}

#[test]
fn command_decides_the_exit_code_unless_it_is_zero() {
    for wire in ["namespace", "env", "url", "none"] {
        if wire == "namespace" && !has_namespaces() {
            continue;
        }
        for (line, code) in [
            (&["sh", "-c", "exit 7"][..], 7),
            (&["sh", "-c", "kill -9 $$"], 137),
            (&["/nowhere/at-all"], 127),
            (&["/dev/null"], 126),
            // Nothing arrived: that is never green.
            (&["true"], 3),
        ] {
            let (ran, report) = Run::new(wire, line).end();
            assert_eq!(ran.code, code, "{wire} {line:?}: {ran:?}");
            assert_eq!(ran.stderr.contains("no request reached the sandbox"), code != 126 && code != 127, "{ran:?}");
            assert_eq!(report.is_null(), code == 126 || code == 127);
        }
    }
}

#[test]
fn other_formats_are_kept_off_the_standard_output() {
    let ran = ran(command(["sandbox", "--wire", "none", "-f", "json", "--", "echo", "own"]));
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{ran:?}");
    assert!(ran.stderr.contains("--report json=FILE"), "{ran:?}");
}

#[test]
fn signals_go_on_to_the_command() {
    for wire in ["namespace", "env"] {
        if wire == "namespace" && !has_namespaces() {
            continue;
        }
        for (signal, code) in [("INT", 5), ("TERM", 6), ("USR1", 7)] {
            let script =
                "trap 'exit 5' INT; trap 'exit 6' TERM; trap 'exit 7' USR1; echo ready; while :; do sleep 0.05; done";
            let mut run = Run::new(wire, &["sh", "-c", script]);
            // A group of its own is not in the foreground of any terminal.
            std::os::unix::process::CommandExt::process_group(&mut run.command, 0);
            let (mut child, folder) = run.start();
            let mut line = String::new();
            BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
            ran_shell(&format!("kill -{signal} {}", child.id()));
            assert_eq!(child.wait().unwrap().code(), Some(code), "{wire} {signal}");
            ended(&folder);
        }
    }
}

#[test]
fn processes_that_are_left_are_named_and_ended() {
    if !has_namespaces() {
        return;
    }
    let are_ended = |wire: &str, number: u32| {
        // One ignores the request to end, and each has left its parent's session. Another run of this test has other numbers.
        let [one, other] = [number, number + 1].map(|number| format!("sleep {number}0{}", std::process::id()));
        let script =
            format!("(trap '' TERM; exec setsid {one}) >/dev/null 2>&1 & setsid {other} >/dev/null 2>&1 & echo $$");
        let (ran, report) = Run::new(wire, &["sh", "-c", &script]).end();
        assert_eq!(ran.code, 3, "{ran:?}");
        assert!(ran.stderr.replace("\n ", " ").contains("left running"), "{wire}: {ran:?}\n{report:#}");
        let alive = ran_shell("cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' '");
        assert!(!alive.contains(&one) && !alive.contains(&other), "{wire}: {alive}");
    };
    // Both wait for the time that is left to the processes, so they wait beside each other.
    std::thread::scope(|scope| {
        let others = scope.spawn(|| are_ended("env", 3));
        are_ended("namespace", 1);
        others.join().unwrap();
    });
}

/// The variables that a command gets, and the run, which goes on until its standard input is closed.
fn variables(wire: &str, before: &[(&str, &str)]) -> (Vec<(String, String)>, Child, TempDir) {
    let mut run = Run::new(wire, &["sh", "-c", "env; echo end; read line; exit 0"]);
    run.command.envs(before.iter().copied());
    let (mut child, folder) = run.start();
    let lines = BufReader::new(child.stdout.as_mut().unwrap()).lines().map(Result::unwrap);
    let variables = lines
        .take_while(|line| line != "end")
        .filter_map(|line| line.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned())));
    (variables.collect(), child, folder)
}

fn value<'a>(variables: &'a [(String, String)], name: &str) -> &'a str {
    variables.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
}

/// Ends a run, and returns what it said and its report.
fn end(mut child: Child, folder: &TempDir) -> (String, Value) {
    drop(child.stdin.take());
    let mut text = String::new();
    child.stderr.take().unwrap().read_to_string(&mut text).unwrap();
    child.wait().unwrap();
    (text, ended(folder))
}

fn request(address: &str, bytes: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    stream.write_all(bytes.as_bytes()).unwrap();
    let mut answer = [0; 4096];
    let length = stream.read(&mut answer).unwrap();
    String::from_utf8_lossy(&answer[..length]).into_owned()
}

#[test]
fn proxy_of_the_variables_wants_its_password() {
    let (variables, child, folder) = variables("env", &[]);
    let url = value(&variables, "https_proxy");
    let (password, address) = url.strip_prefix("http://metstatus:").unwrap().split_once('@').unwrap();
    assert!(password.len() >= 32, "{url}");
    assert!(address.starts_with("127.0.0.1:"), "{url}");
    let head = "CONNECT api.met.no:443 HTTP/1.1\r\nHost: api.met.no:443\r\n";
    assert!(request(address, &format!("{head}\r\n")).starts_with("HTTP/1.1 407 "));
    let given = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, format!("metstatus:{password}"));
    let head = format!("{head}Proxy-Authorization: Basic {given}\r\n\r\n");
    assert!(request(address, &head).starts_with("HTTP/1.1 200 "));
    let whole = format!(
        "GET http://api.met.no/weatherapi/ HTTP/1.1\r\nHost: api.met.no\r\nProxy-Authorization: Basic {given}\r\n\r\n"
    );
    let reply = request(address, &whole);
    assert!(reply.to_ascii_lowercase().contains("x-metstatus-sandbox"), "{reply}");
    let (said, report) = end(child, &folder);
    assert_eq!(report["results"][0]["sandbox"]["requests"], 1, "{said}");
    assert!(said.contains("wire env: "), "{said}");
}

#[test]
fn variables_name_files_that_are_there_until_the_end() {
    for (wire, names) in [
        ("env", &["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "WGETRC", "METSTATUS_SANDBOX_CA"][..]),
        ("url", &["METSTATUS_SANDBOX_CA"]),
    ] {
        let (variables, child, folder) = variables(wire, &[]);
        for name in names {
            assert!(Path::new(value(&variables, name)).is_file(), "{wire} {name}: {variables:?}");
        }
        let bundle = std::fs::read_to_string(value(&variables, "METSTATUS_SANDBOX_CA")).unwrap();
        assert!(bundle.starts_with("-----BEGIN CERTIFICATE-----") && !bundle.contains("PRIVATE"));
        let url = value(&variables, "METSTATUS_SANDBOX_URL");
        assert!(url.starts_with("http://127.0.0.1:") && url.ends_with("/weatherapi"), "{url}");
        assert_eq!(value(&variables, "https_proxy").is_empty(), wire == "url");
        end(child, &folder);
    }
    let (variables, child, folder) = variables("none", &[]);
    assert!(variables.iter().all(|(name, _)| !name.contains("SANDBOX") && !name.contains("SSL")), "{variables:?}");
    end(child, &folder);
}

#[test]
fn proxies_that_were_set_before_are_mentioned() {
    let before = [("HTTPS_PROXY", "http://proxy.invalid:1"), ("NO_PROXY", "localhost,.met.no")];
    let (_, child, folder) = variables("env", &before);
    let (said, _) = end(child, &folder);
    assert!(
        said.contains("HTTPS_PROXY set: replaced; other hosts are still")
            && said.contains("NO_PROXY covers api.met.no"),
        "{said}"
    );
    if has_namespaces() {
        let (variables, child, folder) = variables("namespace", &before);
        assert_eq!(value(&variables, "HTTPS_PROXY"), "");
        let (said, _) = end(child, &folder);
        assert!(said.contains("HTTPS_PROXY set: taken away"), "{said}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn without_namespaces_auto_takes_variables_and_says_why() {
    let Some(mut command) = unshared(&["--user", "--mount-proc", "--pid", "--fork"]) else { return };
    let script = format!(
        "echo 0 >/proc/sys/user/max_user_namespaces && echo 0 >/proc/sys/user/max_net_namespaces || exit 99; \
         {METSTATUS} sandbox -- sh -c 'echo $https_proxy'; {METSTATUS} sandbox --wire namespace -- true; echo $?"
    );
    let ran = ran({
        command.args(["sh", "-c", &script]);
        command
    });
    assert_ne!(ran.code, 99, "{ran:?}");
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert!(lines[0].starts_with("http://metstatus:"), "{ran:?}");
    assert_eq!(lines[1], "3", "{ran:?}");
    for word in ["max_user_namespaces is 0", "wired by variables instead", "or use --wire env"] {
        assert!(ran.stderr.contains(word), "{word}: {ran:?}");
    }
}
