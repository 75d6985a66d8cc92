//! `--state`: one request per expiry, with the validators of the last one, and verdicts that stand meanwhile.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::clock::now;
use crate::support::met::{Met, assert_ended, assert_found, document, minutes, not_modified};
use crate::support::run::{Ran, metstatus};
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
fn state_sends_nothing_before_expiry_one_request_after() {
    let state = State::new();
    let modified = now() - minutes(2);
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
    // The 304 brought a new Expires, so the verdict is valid again.
    assert_eq!(check().json()["requests_sent"], 0);
    let human = met.ask_in_wide_lines(&["--state", &path]);
    assert!(
        human.stdout.contains(", no request sent\n") && human.stdout.contains("next poll not before "),
        "{}",
        human.stdout
    );
    assert_eq!(met.server.requests().len(), 2);
}

#[test]
fn response_after_expiry_is_compared_with_the_stored_one() {
    let old = now() - minutes(40);
    for (second, outcome, code) in [
        (document(old, "A"), "ignored", 1),
        (document(now(), "B"), "changed", 0),
        (document(now(), "A"), "restamped", 0),
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
fn human_report_of_a_poll_has_one_request() {
    let state = State::new();
    let modified = now() - minutes(2);
    let met = Met::new([Reply::text(document(modified, "A")), Reply::text(not_modified(""))]);
    let path = state.path().to_str().unwrap().to_owned();
    met.check(&["--state", &path]);
    state.age(1861);
    let ran = met.ask_in_wide_lines(&["--state", &path]);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert!(lines[0].starts_with("200 OK  healthy  ") && lines[0].ends_with(", 1 request"), "{}", ran.stdout);
    assert_eq!(lines[1], "   caching   If-Modified-Since works: 304, saved 1 byte (the scheduled poll)");
}

#[test]
fn refusal_is_kept_and_the_document_before_it_too() {
    let state = State::new();
    let modified = now() - minutes(2);
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
fn unanswered_target_is_requested_in_each_run() {
    let state = State::new();
    let server = Server::http([Reply::close_at_once(), Reply::text("HTTP/1.1 200 OK\nCache-Control: max-age=60\n\nA")]);
    let url = server.url("/x");
    assert_ended(&state.run(&[&url]), 2, &["connection-closed"]);
    assert_ended(&state.run(&[&url]), 0, &[]);
    assert_eq!(state.run(&[&url]).json()["requests_sent"], 0);
}

#[test]
fn other_identity_is_another_target_without_secrets() {
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
fn undated_document_is_polled_by_its_entity_tag() {
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
fn damaged_state_is_replaced_with_a_warning() {
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
        assert!(ran.stderr.contains("is damaged and was reset"), "{damage:?}: {}", ran.stderr);
        assert_eq!(state.read()["schema"], "metstatus-state/1");
    }
}

#[test]
fn forged_state_entry_does_no_harm() {
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
fn clock_set_back_ends_a_kept_verdict() {
    let state = State::new();
    let reply = || Reply::text("HTTP/1.1 200 OK\nCache-Control: max-age=60\n\nA");
    let server = Server::http([reply(), reply()]);
    state.run(&[&server.url("/x")]);
    state.age(-3600);
    assert_eq!(state.run(&[&server.url("/x")]).json()["requests_sent"], 1);
}

#[test]
fn foreign_file_is_kept_beside_the_new_state() {
    let state = State::new();
    std::fs::write(state.path(), "https://my.list/of?targets\n").unwrap();
    let server = Server::http([Reply::text("HTTP/1.1 200 OK\nCache-Control: max-age=60\n\nA")]);
    let ran = state.run(&[&server.url("/x")]);
    assert!(ran.code == 0 && ran.stderr.contains("state.json.bad"), "{}", ran.stderr);
    let kept = std::fs::read_to_string(state.folder.path().join("state.json.bad")).unwrap();
    assert_eq!(kept, "https://my.list/of?targets\n");
}

#[test]
fn state_of_another_version_is_left_alone() {
    let state = State::new();
    let text = "{\"schema\":\"metstatus-state/2\",\"entries\":{}}";
    std::fs::write(state.path(), text).unwrap();
    let server = Server::http([]);
    let ran = state.run(&[&server.url("/x")]);
    assert!(ran.code == 3 && ran.stderr.contains("another version of metstatus (metstatus-state/2)"), "{}", ran.stderr);
    assert_eq!(std::fs::read_to_string(state.path()).unwrap(), text);
}

#[test]
fn incomplete_document_is_not_polled_by_its_validator() {
    let modified = now() - minutes(2);
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
fn severity_overrides_are_not_stored() {
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
fn end_of_life_thresholds_apply_to_a_kept_verdict() {
    let state = State::new();
    let end = http_date(now() + Duration::from_secs(30 * 86_400));
    let server =
        Server::http([Reply::text(format!("HTTP/1.1 200 OK\nCache-Control: max-age=600\nSunset: {end}\n\nA"))]);
    let url = server.url("/x");
    assert_ended(&state.run(&["--eol-warning", "10d", "--eol-critical", "1d", &url]), 0, &[]);
    assert_ended(&state.run(&[&url]), 1, &["end-of-life-ahead"]);
    assert_ended(&state.run(&["--eol-critical", "40d", &url]), 2, &["end-of-life-near"]);
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn far_expiry_keeps_a_verdict_a_week_at_most() {
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
fn other_credentials_are_requested_at_once() {
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
fn validator_is_sent_only_where_the_document_was() {
    let modified = now() - minutes(2);
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
