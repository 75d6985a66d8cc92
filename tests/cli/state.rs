//! `--state`: one request per expiry, with the validators of the last one, and verdicts that stand meanwhile.

#![allow(clippy::disallowed_methods, reason = "servers date their answers by the clock that the program reads")]

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::live::{Met, assert_ended, assert_found, document, minutes, not_modified};
use crate::support::run::{Ran, command, metstatus};
use crate::support::server::{Reply, Server, http_date, wire};

struct State {
    folder: TempDir,
}

impl State {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("state.json")
    }

    fn read(&self) -> Value {
        serde_json::from_slice(&std::fs::read(self.path()).unwrap()).unwrap()
    }

    fn args<'a>(&self, rest: &[&'a str], path: &'a str) -> Vec<&'a str> {
        [&["--state", path, "-f", "json", "--rate", "100"], rest].concat()
    }

    /// Runs with this file.
    fn run(&self, rest: &[&str]) -> Ran {
        let path = self.path().to_str().unwrap().to_owned();
        metstatus(self.args(rest, &path))
    }

    /// Lets so many seconds pass for what is stored.
    fn age(&self, seconds: i64) {
        let mut document = self.read();
        let back = |value: &mut Value| {
            if let Some(time) = value.as_i64() {
                *value = (time - seconds).into();
            }
        };
        for target in document["targets"].as_array_mut().unwrap() {
            back(&mut target["checked_at"]);
            back(&mut target["not_before"]);
        }
        std::fs::write(self.path(), serde_json::to_vec(&document).unwrap()).unwrap();
    }
}

#[test]
fn nothing_is_sent_before_expiry_and_one_conditional_request_after_it() {
    let state = State::new();
    let modified = SystemTime::now() - minutes(2);
    let met = Met::new([Reply::text(document(modified, "A")), Reply::text(not_modified(""))]);
    let path = state.path().to_str().unwrap().to_owned();
    let check = || met.check(&["--state", &path]);

    let first = check();
    assert_ended(&first, 0, &[]);
    assert_eq!((&first.json()["requests_sent"], &first.result()["replay"]["reason"]), (&json!(1), &json!("next-run")));
    for _ in 0..3 {
        let again = check();
        assert_ended(&again, 0, &[]);
        assert_found(&again, "not-asked-again");
        assert_eq!(again.json()["requests_sent"], 0);
        assert_eq!(again.result()["next_poll"], first.result()["next_poll"]);
    }
    state.age(1861);
    let polled = check();
    assert_ended(&polled, 0, &[]);
    let replay = &polled.result()["replay"];
    assert_eq!(
        (&replay["outcome"], &replay["status"], &replay["saved_bytes"]),
        (&json!("revalidated"), &json!(304), &json!(1))
    );
    assert_eq!(polled.json()["requests_sent"], 1);
    assert_eq!(met.server.requests()[1].field("if-modified-since"), Some(http_date(modified).as_str()));
    // The 304 brought a new Expires, so that the verdict stands again.
    assert_eq!(check().json()["requests_sent"], 0);
    let human = met.ask_in_wide_lines(&["--state", &path]);
    assert!(
        human.stdout.contains(", nothing sent\n") && human.stdout.contains("next poll not before "),
        "{}",
        human.stdout
    );
    assert_eq!(met.server.requests().len(), 2);
}

#[test]
fn what_comes_after_expiry_is_judged_against_what_is_stored() {
    let old = SystemTime::now() - minutes(40);
    for (second, outcome, code) in [
        (document(old, "A"), "ignored", 1),
        (document(SystemTime::now(), "B"), "changed", 0),
        (document(SystemTime::now(), "A"), "restamped", 0),
        (document(old - minutes(5), "A"), "inconsistent", 1),
    ] {
        let state = State::new();
        let met = Met::new([Reply::text(document(old, "A")), Reply::text(second)]);
        let path = state.path().to_str().unwrap().to_owned();
        met.check(&["--state", &path]);
        state.age(1861);
        let ran = met.check(&["--state", &path]);
        assert_eq!((&ran.result()["replay"]["outcome"], ran.code), (&json!(outcome), code), "{}", ran.stdout);
        assert_eq!(met.server.requests().len(), 2);
    }
}

#[test]
fn the_ordinary_poll_is_one_request_for_people_too() {
    let state = State::new();
    let modified = SystemTime::now() - minutes(2);
    let met = Met::new([Reply::text(document(modified, "A")), Reply::text(not_modified(""))]);
    let path = state.path().to_str().unwrap().to_owned();
    met.check(&["--state", &path]);
    state.age(1861);
    let ran = met.ask_in_wide_lines(&["--state", &path]);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert!(lines[0].starts_with("200 OK  healthy  ") && lines[0].ends_with(", 1 request"), "{}", ran.stdout);
    assert_eq!(lines[1], "   caching   If-Modified-Since works: 304, saved 1 byte (the ordinary poll)");
}

#[test]
fn a_refusal_stands_too_and_the_document_behind_it_is_not_forgotten() {
    let state = State::new();
    let modified = SystemTime::now() - minutes(2);
    let refused =
        Reply::text("HTTP/1.1 429 Too Many Requests\nX-ErrorClass: Ratelimitation\nRetry-After: 90\n\nslow down");
    let met = Met::new([Reply::text(document(modified, "A")), refused, Reply::text(not_modified(""))]);
    let path = state.path().to_str().unwrap().to_owned();
    let check = || met.check(&["--state", &path]);
    check();
    state.age(1861);
    assert_ended(&check(), 2, &["rate-limited"]);
    let stands = check();
    assert_ended(&stands, 2, &["rate-limited"]);
    assert_found(&stands, "not-asked-again");
    assert_eq!((&stands.json()["requests_sent"], &stands.result()["status"]["code"]), (&json!(0), &json!(429)));
    // Without more to go by, a server that refuses is left alone for some minutes, whatever it named.
    state.age(601);
    assert_eq!(check().result()["replay"]["outcome"], "revalidated");
    assert_eq!(met.server.requests()[2].field("if-modified-since"), Some(http_date(modified).as_str()));
}

#[test]
fn a_target_that_gave_no_answer_is_asked_in_each_run() {
    let state = State::new();
    let server = Server::http([Reply::close_at_once(), Reply::text("HTTP/1.1 200 OK\nCache-Control: max-age=60\n\nA")]);
    let url = server.url("/x");
    assert_ended(&state.run(&[&url]), 2, &["connection-closed"]);
    assert_ended(&state.run(&[&url]), 0, &[]);
    assert_eq!(state.run(&[&url]).json()["requests_sent"], 0);
}

#[test]
fn another_identity_is_another_target_and_secrets_are_not_stored() {
    let state = State::new();
    let reply = || Reply::text("HTTP/1.1 200 OK\nCache-Control: max-age=60\nSet-Cookie: s3cret=1\n\nA");
    let server = Server::http([reply(), reply()]);
    let url = server.url("/x").replace("http://", "http://me:s3cret@");
    let secrets = ["-H", "Authorization: Bearer s3cret", "-H", "Cookie: a=s3cret"];
    let run = |agent: &str| state.run(&[&secrets[..], &["-A", agent, &url]].concat());
    assert_eq!(
        [run("a/1 a@b.no"), run("b/1 a@b.no"), run("a/1 a@b.no")].map(|ran| ran.json()["requests_sent"].clone()),
        [1, 1, 0]
    );
    let text = std::fs::read_to_string(state.path()).unwrap();
    assert!(!text.contains("s3cret"), "{text}");
}

#[test]
fn an_entity_tag_is_what_the_next_run_sends_where_there_is_no_date() {
    let state = State::new();
    let fields = "Cache-Control: max-age=60\nETag: \"a\"\n";
    let server = Server::http([
        Reply::text(format!("HTTP/1.1 200 OK\n{fields}\nA")),
        Reply::text(format!("HTTP/1.1 304 Not Modified\n{fields}\n")),
    ]);
    let url = server.url("/x");
    state.run(&[&url]);
    state.age(61);
    let ran = state.run(&[&url]);
    assert_eq!(ran.result()["replay"]["entity_tag"], "revalidated", "{}", ran.stdout);
    assert_eq!(server.requests()[1].field("if-none-match"), Some("\"a\""));
    assert_eq!(state.run(&[&url]).json()["requests_sent"], 0);
}

#[test]
fn a_damaged_file_is_begun_anew_with_a_warning() {
    for damage in [
        "",
        "{",
        "[]",
        "\0\u{1b}[31m",
        "{\"schema\":\"other/1\",\"targets\":[]}",
        "{\"schema\":\"metstatus-state/1\",\"targets\":[{}]}",
    ] {
        let state = State::new();
        std::fs::write(state.path(), damage).unwrap();
        let server = Server::http([Reply::text("HTTP/1.1 200 OK\nCache-Control: max-age=60\n\nA")]);
        let ran = state.run(&[&server.url("/x")]);
        assert_ended(&ran, 0, &[]);
        assert!(ran.stderr.contains("is damaged and begun anew"), "{damage:?}: {}", ran.stderr);
        assert_eq!(state.read()["schema"], "metstatus-state/1");
    }
}

#[test]
fn a_stored_entry_that_lies_neither_breaks_nor_forges_anything() {
    let state = State::new();
    let server = Server::http([Reply::text("HTTP/1.1 200 OK\nCache-Control: max-age=60\n\nA")]);
    let url = server.url("/x");
    state.run(&[&url]);
    let mut document = state.read();
    let target = &mut document["targets"][0];
    target["findings"] = json!([
        {"id": "no-such-rule", "severity": "error", "certainty": "certain", "message": "x", "advice": [], "reference": "x"},
        {"id": "no-lifetime", "severity": "info", "certainty": "certain", "message": "a\u{1b}[31m\u{202e}b", "advice": [], "reference": "x"},
    ]);
    target["answer"]["fields"] = json!([["X", "a\r\nHTTP/1.1 500 No"], ["Date", "\u{7}"]]);
    std::fs::write(state.path(), document.to_string()).unwrap();
    let ran = state.run(&[&url]);
    assert_eq!((ran.code, &ran.json()["requests_sent"]), (0, &json!(0)), "{}", ran.stdout);
    assert!(!ran.stdout.contains('\u{202e}'), "{}", ran.stdout);
}

#[test]
fn a_clock_that_was_set_back_does_not_keep_a_verdict_standing() {
    let state = State::new();
    let reply = || Reply::text("HTTP/1.1 200 OK\nCache-Control: max-age=60\n\nA");
    let server = Server::http([reply(), reply()]);
    state.run(&[&server.url("/x")]);
    state.age(-3600);
    assert_eq!(state.run(&[&server.url("/x")]).json()["requests_sent"], 1);
}

#[test]
fn a_path_that_cannot_hold_the_state_is_refused_before_anything_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::http([]);
    let url = server.url("/x");
    for path in [folder.path().to_path_buf(), folder.path().join("missing/state.json")] {
        let ran = metstatus(["--state", path.to_str().unwrap(), &url]);
        assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{}", ran.stderr);
        assert!(ran.stderr.starts_with("metstatus: --state "), "{}", ran.stderr);
    }
    let path = folder.path().join("state.json").to_str().unwrap().to_owned();
    for (options, part) in
        [(&["-H", "If-None-Match: \"a\""][..], "If-None-Match"), (&["--replay", "wait"], "--replay wait")]
    {
        let ran = metstatus([&["--state", &path], options, &[&url]].concat());
        assert!(ran.code == 3 && ran.stderr.contains(part), "{}", ran.stderr);
    }
    assert_eq!(server.requests().len(), 0);
}

#[test]
fn a_state_that_cannot_be_written_is_said_beside_the_result() {
    // A file that takes no more than some bytes, as on a disk that is full.
    let state = State::new();
    let server = Server::http([Reply::text("HTTP/1.1 200 OK\nCache-Control: max-age=60\n\nA")]);
    let script = format!(
        "trap '' XFSZ; ulimit -f 0; exec {} --state {} {}",
        env!("CARGO_BIN_EXE_metstatus"),
        state.path().display(),
        server.url("/x")
    );
    let output = Command::new("/bin/sh").args(["-c", &script]).stdin(Stdio::null()).output().unwrap();
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(3), "{stdout}{stderr}");
    assert!(stdout.starts_with("200 OK") && stderr.contains("could not be written"), "{stdout}{stderr}");
    // Monitoring reads standard output alone.
    let server = Server::http([Reply::text("HTTP/1.1 200 OK\nCache-Control: max-age=60\n\nA")]);
    let script = format!(
        "trap '' XFSZ; ulimit -f 0; exec {} -f nagios --state {} {}",
        env!("CARGO_BIN_EXE_metstatus"),
        state.path().display(),
        server.url("/x")
    );
    let output = Command::new("/bin/sh").args(["-c", &script]).stdin(Stdio::null()).output().unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(3), "{stdout}");
    assert!(stdout.starts_with("METSTATUS UNKNOWN - --state ") && stdout.contains("could not be written"), "{stdout}");
    let left: Vec<String> = std::fs::read_dir(state.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(left, ["state.json.lock"]);
}

#[test]
fn two_runs_at_once_send_one_request() {
    let state = State::new();
    let slow = Reply::text("HTTP/1.1 200 OK\nCache-Control: max-age=60\n\nA").after(Duration::from_millis(400));
    let server = Server::http([slow]);
    let (path, url) = (state.path(), server.url("/x"));
    let start = || {
        let args = ["--state", path.to_str().unwrap(), "-f", "json", &url].map(str::to_owned);
        command(args).stdout(Stdio::piped()).spawn().unwrap()
    };
    let runs = [start(), start(), start()].map(|run| run.wait_with_output().unwrap());
    let sent: Vec<Value> =
        runs.iter().map(|run| serde_json::from_slice::<Value>(&run.stdout).unwrap()["requests_sent"].clone()).collect();
    assert_eq!(sent.iter().filter_map(Value::as_u64).sum::<u64>(), 1, "{sent:?}");
    assert!(runs.iter().all(|run| run.status.success()));
}

#[test]
fn what_is_no_state_is_kept_beside_the_new_one() {
    let state = State::new();
    std::fs::write(state.path(), "https://my.list/of?targets\n").unwrap();
    let server = Server::http([Reply::text("HTTP/1.1 200 OK\nCache-Control: max-age=60\n\nA")]);
    let ran = state.run(&[&server.url("/x")]);
    assert!(ran.code == 0 && ran.stderr.contains("state.json.bad"), "{}", ran.stderr);
    let kept = std::fs::read_to_string(state.folder.path().join("state.json.bad")).unwrap();
    assert_eq!(kept, "https://my.list/of?targets\n");
}

#[test]
fn the_state_of_another_version_is_left_alone() {
    let state = State::new();
    let text = "{\"schema\":\"metstatus-state/2\",\"entries\":{}}";
    std::fs::write(state.path(), text).unwrap();
    let server = Server::http([]);
    let ran = state.run(&[&server.url("/x")]);
    assert!(ran.code == 3 && ran.stderr.contains("another version, as metstatus-state/2"), "{}", ran.stderr);
    assert_eq!(std::fs::read_to_string(state.path()).unwrap(), text);
}

#[test]
fn a_named_pipe_is_no_place_for_a_state() {
    let state = State::new();
    assert!(Command::new("mkfifo").arg(state.path()).status().unwrap().success());
    let ran = state.run(&["http://127.0.0.1:9/x"]);
    assert!(ran.code == 3 && ran.stderr.contains("no ordinary file"), "{}", ran.stderr);
    let kind = std::os::unix::fs::FileTypeExt::is_fifo(&std::fs::metadata(state.path()).unwrap().file_type());
    assert!(kind);
}

#[test]
fn what_was_not_received_whole_is_not_asked_for_with_its_validator() {
    let modified = SystemTime::now() - minutes(2);
    let cut = Reply::raw(wire(document(modified, "A").replace("\n\nA", "\nContent-Length: 9\n\nA")));
    for (first, finding) in [(cut, "truncated-response"), (Reply::text(document(modified, "")), "empty-body")] {
        let state = State::new();
        let met = Met::new([first, Reply::text(document(modified, "AB"))]);
        let path = state.path().to_str().unwrap().to_owned();
        assert_found(&met.check(&["--state", &path]), finding);
        state.age(1861);
        let ran = met.check(&["--state", &path]);
        assert_eq!(ran.code, 0, "{}", ran.stdout);
        assert_eq!(met.server.requests()[1].field("if-modified-since"), None);
    }
}

#[test]
fn severities_that_the_user_sets_are_not_remembered() {
    for (first, code, second, then) in
        [(&["--allow", "not-found"][..], 0, &[][..], 2), (&["--deny", "not-found"], 2, &["--allow", "not-found"], 0)]
    {
        let state = State::new();
        let server = Server::http([Reply::text("HTTP/1.1 404 Not Found\n\nno")]);
        let url = server.url("/x");
        assert_eq!(state.run(&[first, &[&url]].concat()).code, code);
        let ran = state.run(&[second, &[&url]].concat());
        assert_eq!((ran.code, &ran.json()["requests_sent"]), (then, &json!(0)), "{}", ran.stdout);
    }
}

#[test]
fn the_end_of_a_version_comes_nearer_while_nothing_is_asked() {
    let state = State::new();
    let end = http_date(SystemTime::now() + Duration::from_secs(30 * 86_400));
    let server =
        Server::http([Reply::text(format!("HTTP/1.1 200 OK\nCache-Control: max-age=600\nSunset: {end}\n\nA"))]);
    let url = server.url("/x");
    assert_ended(&state.run(&["--eol-warning", "10d", "--eol-critical", "1d", &url]), 0, &[]);
    assert_ended(&state.run(&[&url]), 1, &["end-of-life-ahead"]);
    assert_ended(&state.run(&["--eol-critical", "40d", &url]), 2, &["end-of-life-near"]);
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_far_expiry_keeps_a_verdict_for_a_week_at_most() {
    let state = State::new();
    let reply = || Reply::text("HTTP/1.1 200 OK\nExpires: Fri, 31 Dec 9999 23:59:59 GMT\n\nA");
    let server = Server::http([reply(), reply()]);
    let url = server.url("/x");
    state.run(&[&url]);
    let mut document = state.read();
    document["targets"][0]["not_before"] = json!(i64::MAX);
    std::fs::write(state.path(), document.to_string()).unwrap();
    assert_eq!(state.run(&[&url]).json()["requests_sent"], 0);
    let mut document = state.read();
    let then = document["targets"][0]["checked_at"].as_i64().unwrap() - 7 * 86_400;
    document["targets"][0]["checked_at"] = json!(then);
    std::fs::write(state.path(), document.to_string()).unwrap();
    assert_eq!(state.run(&[&url]).json()["requests_sent"], 1);
}

#[test]
fn other_credentials_are_tried_at_once() {
    let state = State::new();
    let server = Server::http([
        Reply::text("HTTP/1.1 401 Unauthorized\n\nno"),
        Reply::text("HTTP/1.1 200 OK\nCache-Control: max-age=60\n\nA"),
    ]);
    let url = server.url("/x");
    assert_eq!(state.run(&["-H", "Authorization: Bearer wrong", &url]).code, 2);
    assert_eq!(state.run(&["-H", "Authorization: Bearer right", &url]).code, 0);
}

#[test]
fn the_validator_goes_to_where_the_document_was_and_nowhere_else() {
    let modified = SystemTime::now() - minutes(2);
    let since = http_date(modified);
    let elsewhere = Server::http([Reply::text(document(modified, "A")), Reply::text(not_modified(""))]);
    let redirect = || Reply::text(format!("HTTP/1.1 302 Found\nLocation: {}\n\n", elsewhere.url("/y")));
    let server = Server::http([redirect(), redirect()]);
    let state = State::new();
    let url = server.url("/x");
    state.run(&[&url]);
    state.age(1861);
    let ran = state.run(&[&url]);
    assert_eq!(ran.result()["replay"]["outcome"], "revalidated", "{}", ran.stdout);
    assert_eq!(server.requests()[1].field("if-modified-since"), None);
    assert_eq!(elsewhere.requests()[1].field("if-modified-since"), Some(since.as_str()));
    let urls: Vec<Value> =
        ran.result()["exchanges"].as_array().unwrap().iter().map(|one| one["request"]["url"].clone()).collect();
    assert_eq!(urls, [url.clone(), elsewhere.url("/y"), elsewhere.url("/y")]);
}
