//! Many targets in one run: lists, order, hosts side by side, and what is asked only once.

use std::io::ErrorKind;
use std::time::Duration;

use serde_json::Value;

use crate::support::grammar::{FORMATS, assert_valid};
use crate::support::network::LATENCY;
use crate::support::run::{CONTACT, Ran, app, metstatus, metstatus_with_input};
use crate::support::server::{Reply, Server};
use crate::support::{clock, files};

fn fine() -> Reply {
    Reply::text("HTTP/1.1 200 OK\nCache-Control: max-age=600\n\nhello")
}

fn fine_times(count: usize) -> Vec<Reply> {
    (0..count).map(|_| fine()).collect()
}

/// The name of a list that holds a text.
fn list(text: impl AsRef<[u8]>) -> String {
    files::put(&format!("list {}", files::names().len()), text)
}

fn targets(ran: &Ran) -> Vec<String> {
    let report = ran.json();
    report["results"].as_array().unwrap().iter().map(|result| result["target"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn list_with_comments_and_crlf_on_standard_input_is_read() {
    let server = Server::http(fine_times(3));
    let url = |path: &str| server.url(path);
    let text = format!("\u{feff}{}\r\n\r\n# none\r\n{} # the second\r\n{}", url("/1"), url("/2#x"), url("/3"));
    let ran = metstatus_with_input(["-f", "json", "--rate", "100/s", "--targets", "-"], text.as_bytes());
    assert_eq!(targets(&ran), [url("/1"), url("/2"), url("/3")]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
}

#[test]
fn results_of_operands_and_lists_keep_their_order() {
    let slow = Server::http([fine().after(Duration::from_millis(400))]);
    let quick = Server::http(fine_times(2));
    let (first, second) = (list(format!("203\n{}\n", quick.url_for("quick.test", "/a"))), list("4xx\n"));
    let ran = metstatus([
        "-f",
        "json",
        "--resolve",
        &slow.resolve("slow.test"),
        "--resolve",
        &quick.resolve("quick.test"),
        &slow.url_for("slow.test", "/"),
        &quick.url_for("quick.test", "/b"),
        "--targets",
        &first,
        "--targets",
        &second,
    ]);
    let wanted = [
        slow.url_for("slow.test", "/"),
        quick.url_for("quick.test", "/b"),
        "203".to_owned(),
        quick.url_for("quick.test", "/a"),
        "4xx".to_owned(),
    ];
    assert_eq!(targets(&ran), wanted);
}

#[test]
fn list_with_bad_lines_names_them_and_runs_the_others() {
    let server = Server::http(fine_times(2));
    let file = list(format!("{}\nabc\nhttp://h/ nmae=x\n{}\n", server.url("/1"), server.url("/2")));
    let ran = metstatus(["-f", "json", "--targets", &file]);
    assert_eq!(ran.code, 3, "{ran:#?}");
    assert_eq!(targets(&ran), [server.url("/1"), server.url("/2")]);
    let report = ran.json();
    assert_eq!((&report["complete"], &report["verdict"]), (&Value::Bool(false), &Value::from("no verdict")));
    for line in [", line 2: \"abc\" is not a status code", ", line 3: unknown target option \"nmae\""] {
        assert!(ran.stderr.contains(&format!("{}{line}", &file)), "{}", ran.stderr);
    }
}

#[test]
fn list_without_targets_is_a_usage_error() {
    let (empty, comments, bad) = (list(""), list("# one\n\n"), list("abc\n"));
    let bytes = list(b"203\n\xff\n");
    for (args, reason) in [
        (vec![empty.as_str()], "it contains no targets"),
        (vec![comments.as_str()], "it contains no targets"),
        (vec![bad.as_str()], "no targets left"),
        (vec![bytes.as_str()], "line 2 is not UTF-8"),
        (vec!["/nowhere/list"], "--targets /nowhere/list: No such file"),
        (vec!["/"], "is a directory"),
        (vec!["-", "-"], "standard input cannot be read twice"),
        (vec!["-"], "it contains no targets"),
    ] {
        let args: Vec<&str> = args.into_iter().flat_map(|file| ["--targets", file]).collect();
        let ran = metstatus(&args);
        assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{ran:#?}");
        assert!(ran.stderr.contains(reason), "{}", ran.stderr);
    }
}

#[test]
fn line_options_apply_to_their_line_only() {
    let server = Server::http(fine_times(2));
    let url = server.url("/");
    let file = list(format!("{url} name=\"Oslo S\" deny=no-validator\n{url}x\n"));
    let ran = metstatus(["-f", "json", "--targets", &file]);
    let results = ran.json()["results"].clone();
    assert_eq!((&results[0]["name"], &results[1]["name"]), (&Value::from("Oslo S"), &Value::Null));
    assert_eq!((&results[0]["verdict"], &results[1]["verdict"]), (&Value::from("failing"), &Value::from("healthy")));

    let server = Server::http(fine_times(1));
    let file = list(format!("{} name=Bergen\n", server.url("/")));
    let ran = metstatus(["--targets", &file]);
    assert!(ran.stdout.contains(&format!("Bergen: 127.0.0.1:{}/, 1 request", server.port())), "{}", ran.stdout);
}

#[test]
fn hanging_host_does_not_delay_the_others() {
    let stuck = Server::http([Reply::close_at_once().after(Duration::from_secs(20))]);
    let others: Vec<Server> = (0..3).map(|_| Server::http([fine().after(Duration::from_millis(300))])).collect();
    let mut args = vec!["-f".to_owned(), "json".into(), "--timeout".into(), "2s".into()];
    args.extend([stuck.url_for("stuck.test", "/"), "--resolve".into(), stuck.resolve("stuck.test")]);
    for (number, server) in others.iter().enumerate() {
        let host = format!("h{number}.test");
        args.extend([server.url_for(&host, "/"), "--resolve".into(), server.resolve(&host)]);
    }
    let ran = metstatus(&args);
    assert_eq!(ran.took, Duration::from_secs(2), "the time of the one that hangs is all it takes");
    let verdicts: Vec<Value> =
        ran.json()["results"].as_array().unwrap().iter().map(|result| result["verdict"].clone()).collect();
    assert_eq!(verdicts, ["failing", "healthy", "healthy", "healthy"]);
}

#[test]
fn slow_host_gets_one_request_at_a_time() {
    let slow = |_| fine().after(Duration::from_millis(200));
    let server = Server::http((0..3).map(slow));
    let url = server.url("/");
    let ran = metstatus(["-f", "json", "--rate", "100/s", &url, &format!("{url}b"), &format!("{url}c")]);
    assert_eq!(ran.code, 0);
    assert_eq!(server.gaps(), [Duration::from_millis(200) + LATENCY; 2], "each waits for the one before it");
    assert_eq!(server.connections(), 1, "the connection is used again");
}

#[test]
fn one_job_requests_hosts_in_turn() {
    let servers: Vec<Server> = (0..3).map(|_| Server::http([fine().after(Duration::from_millis(200))])).collect();
    let mut args = vec!["-q".to_owned(), "--jobs".into(), "1".into()];
    for (number, server) in servers.iter().enumerate() {
        let host = format!("h{number}.test");
        args.extend([server.url_for(&host, "/"), "--resolve".into(), server.resolve(&host)]);
    }
    let ran = metstatus(&args);
    let each = Duration::from_millis(200) + LATENCY;
    let started: Vec<Duration> = servers.iter().map(|server| server.requests()[0].arrived).collect();
    assert_eq!((ran.took, started), (each * 3, vec![Duration::ZERO, each, each * 2]));
    for jobs in ["0", "257", "-1", "x", ""] {
        let ran = metstatus(["--jobs", jobs, "403"]);
        assert_eq!(ran.code, 3, "{jobs}");
    }
}

#[test]
fn host_with_429_gets_nothing_more_and_others_go_on() {
    let limited = Server::http([Reply::text("HTTP/1.1 429 Too Many Requests\n\n")]);
    let other = Server::http(fine_times(2));
    let hosts = ["limited.test", "other.test"];
    let text: String = (0..2)
        .map(|n| {
            format!("{}\n{}\n", limited.url_for(hosts[0], &format!("/{n}")), other.url_for(hosts[1], &format!("/{n}")))
        })
        .collect();
    let file = list(&text);
    let ran = metstatus([
        "-f",
        "json",
        "--targets",
        &file,
        "--resolve",
        &limited.resolve(hosts[0]),
        "--resolve",
        &other.resolve(hosts[1]),
    ]);
    let report = ran.json();
    assert_eq!(report["requests_sent"], 3);
    assert_eq!(report["results"][2]["verdict"], "no verdict");
    assert_eq!(report["results"][3]["verdict"], "healthy");
}

#[test]
fn changelog_of_many_places_is_requested_once() {
    let answer = || Reply::text("HTTP/1.1 203 Non-Authoritative Information\n\n{}");
    let feed = "<rss version=\"2.0\"><channel><title>x</title></channel></rss>";
    let mut replies = vec![answer(), Reply::text(format!("HTTP/1.1 200 OK\nContent-Type: text/xml\n\n{feed}"))];
    replies.extend((0..4).map(|_| answer()));
    let server = Server::https(replies);
    let text: String = (0..5)
        .map(|n| {
            format!("{}\n", server.url_for("api.met.no", &format!("/weatherapi/nowcast/2.0/complete?lat={n}&lon=5")))
        })
        .collect();
    let file = list(&text);
    let ran = metstatus([
        "-f",
        "json",
        "--contact",
        CONTACT,
        "--rate",
        "100/s",
        "--resolve",
        &server.resolve("api.met.no"),
        "--targets",
        &file,
    ]);
    let report = ran.json();
    assert_eq!(report["requests_sent"], 6, "{report:#}");
    let results = report["results"].as_array().unwrap();
    let shared: Vec<Vec<bool>> = results
        .iter()
        .map(|result| result["exchanges"].as_array().unwrap().iter().map(|e| e["shared"].as_bool().unwrap()).collect())
        .collect();
    assert_eq!(shared[0], [false, false]);
    assert!(shared[1..].iter().all(|shared| *shared == [false, true]), "{shared:?}");
    assert!(results.iter().all(|result| result["deprecation"] == results[0]["deprecation"]), "{report:#}");
}

#[test]
fn list_with_met_without_identity_sends_nothing() {
    let server = Server::http([]);
    let file = list(format!("{}\nnowcast/2.0/complete?lat=60&lon=5\n", server.url("/")));
    let ran = metstatus(["--targets", &file]);
    assert_eq!((ran.code, server.connections()), (3, 0));
    assert!(ran.stderr.contains("identify yourself"), "{}", ran.stderr);
}

#[test]
fn seeded_splay_is_constant_and_spares_lookups() {
    let delay = |seed: &str| {
        let server = Server::http(fine_times(1));
        let start = clock::elapsed();
        let ran = app(["-q", "--splay", "1s", &server.url("/")]).env("METSTATUS_SPLAY_SEED", seed).run();
        assert_eq!(ran.code, 0, "{ran:#?}");
        (server.requests()[0].arrived - start).as_millis()
    };
    // What the seeds stand for, computed apart. A run looks at the time every 50 ms.
    for (seed, wanted) in [("f", 846), ("a", 11), ("f", 846)] {
        let waited = delay(seed);
        assert!((wanted..wanted + 50).contains(&waited), "{seed}: {waited} ms");
    }
    assert_eq!(metstatus(["--splay", "1h", "403"]).took, Duration::ZERO);
    for splay in ["soon", "-1s", "25h", ""] {
        assert_eq!(metstatus(["--splay", splay, "403"]).code, 3, "{splay}");
    }
}

#[test]
fn header_file_is_sent_and_never_shown() {
    let server = Server::http(fine_times(1));
    let fields = list("# for the tests\r\nAuthorization: Bearer sesame\r\n\nX-Place: Oslo\n");
    let ran = metstatus(["-v", "-H", &format!("@{}", &fields), &server.url("/")]);
    let request = &server.requests()[0];
    assert_eq!(request.field("authorization"), Some("Bearer sesame"));
    assert_eq!(request.field("x-place"), Some("Oslo"));
    assert!(!ran.stdout.contains("sesame"), "{}", ran.stdout);

    let server = Server::http(fine_times(1));
    metstatus_with_input(["-H", "@-", &server.url("/")], b"X-Place: Bergen");
    assert_eq!(server.requests()[0].field("x-place"), Some("Bergen"));

    let bad = list("X-Fine: 1\nsesame sesame\n");
    for (option, reason) in [
        (format!("@{}", &bad), "line 2: it is not a header"),
        ("@/nowhere".to_owned(), "-H @/nowhere: No such file"),
        ("@".to_owned(), "-H @: No such file"),
    ] {
        let ran = metstatus(["-H", &option, "http://127.0.0.1:1/"]);
        assert_eq!(ran.code, 3, "{ran:#?}");
        assert!(ran.stderr.contains(reason) && !ran.stderr.contains("sesame"), "{}", ran.stderr);
    }
    let ran = metstatus(["-H", "@-", "--targets", "-"]);
    assert!(ran.stderr.contains("standard input cannot be read twice"), "{}", ran.stderr);
}

#[test]
fn jsonl_lines_are_written_when_ready_and_in_order() {
    let quick = Server::http(fine_times(1));
    let slow = Server::http([fine().after(Duration::from_secs(2))]);
    let last = Server::http(fine_times(1));
    let servers = [(&quick, "quick.test"), (&slow, "slow.test"), (&last, "last.test")];
    let mut args = vec!["-f".to_owned(), "jsonl".into()];
    for (server, host) in servers {
        args.extend([server.url_for(host, "/"), "--resolve".into(), server.resolve(host)]);
    }
    let ran = metstatus(&args);
    let lines: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let urls: Vec<&str> = lines.iter().map(|line| line["results"][0]["target"].as_str().unwrap()).collect();
    assert_eq!(urls, servers.map(|(server, host)| server.url_for(host, "/")));
    let written: Vec<Duration> = ran.writes.iter().map(|(at, _)| *at).collect();
    let slow = Duration::from_secs(2) + LATENCY;
    assert_eq!((ran.code, written), (0, vec![LATENCY, slow, slow]), "{ran:#?}");
}

#[test]
fn jsonl_exit_code_equals_that_of_a_report() {
    let server = Server::http([fine(), Reply::text("HTTP/1.1 404 Not Found\n\n"), fine()]);
    let list = list(format!("{0}a\n{0}b\n{0}c\nabc\n", server.url("/")));
    let ran = metstatus(["-f", "jsonl", "--rate", "100/s", "--targets", &list]);
    assert_eq!(ran.code, 3, "{ran:#?}");
    let lines: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let complete: Vec<&Value> = lines.iter().map(|line| &line["complete"]).collect();
    assert_eq!(complete, [true, true, true, false]);

    let server = Server::http([fine(), Reply::text("HTTP/1.1 404 Not Found\n\n")]);
    let ran = metstatus(["-f", "jsonl", &server.url("/a"), &server.url("/b")]);
    assert_eq!((ran.code, ran.stdout.lines().count()), (2, 2));
}

#[test]
fn closed_standard_output_ends_a_batch_quietly() {
    let server = Server::http([fine(), fine()]).allow_unasked();
    let url = server.url("/");
    let args = ["-f", "jsonl", "--rate", "1/s", &url, &url, &url, &url, &url];
    let ran = app(args).stdout_fails(0, ErrorKind::BrokenPipe).run();
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran:#?}");
    assert_eq!((ran.took, server.requests().len()), (LATENCY, 1), "nothing is requested for a closed stream");
}

#[test]
fn jsonl_to_file_and_stdout_hold_every_result() {
    let server = Server::http(fine_times(2));
    let ran = metstatus(["-f", "jsonl", "--report", "jsonl=/memory/all.jsonl", &server.url("/a"), &server.url("/b")]);
    assert_eq!((ran.code, ran.stdout.lines().count()), (0, 2));
    assert_eq!(files::get("/memory/all.jsonl").unwrap().lines().count(), 2);
}

#[test]
fn full_disk_ends_jsonl_with_an_error() {
    let server = Server::http(fine_times(1));
    let url = server.url("/");
    for room in [0, 1, 100] {
        let server = Server::http(fine_times(1));
        let full = app(["-f", "jsonl", &server.url("/")]).stdout_fails(room, ErrorKind::StorageFull).run();
        assert_eq!((full.code, full.stdout.len()), (3, room), "{full:#?}");
        assert!(full.stderr.contains("the output could not be written"), "{full:#?}");
    }
    let ran = app(["-f", "jsonl", &url, &url, &url]).stdout_fails(0, ErrorKind::StorageFull).run();
    assert_eq!((ran.code, server.requests().len()), (3, 1), "{ran:#?}");
}

#[test]
fn jsonl_of_captures_and_lookups_has_one_line() {
    let capture = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/met-203.txt");
    for args in [&["read", "-f", "jsonl", capture][..], &["-f", "jsonl", "403"]] {
        assert_eq!(metstatus(args).stdout.lines().count(), 1, "{args:?}");
    }
}

#[test]
fn bad_list_line_is_reported_in_every_format() {
    let server = Server::http(FORMATS.map(|_| fine()));
    let bad = list(format!("{} name=\"Oslo S\"\nabc|d=1::error::\n", server.url("/")));
    for format in FORMATS {
        let ran = metstatus(["-f", format, "--rate", "100/s", "--targets", &bad]);
        assert_eq!(ran.code, 3, "{format}: {ran:?}");
        assert_valid(format, &ran.stdout);
        let told = |part: &str| ran.stdout.contains(part);
        match format {
            // What went wrong beside the targets is on standard error; the document says that it is not complete.
            "json" | "jsonl" => assert!(told("\"complete\"") && told("false"), "{}", ran.stdout),
            "prometheus" => assert!(told("metstatus_last_run_complete 0"), "{}", ran.stdout),
            "gitlab" | "sarif" => {
                assert!(told("line 2: ") && told(bad.trim_start_matches('/')), "{}", ran.stdout)
            }
            _ => assert!(told("line 2"), "{format}: {}", ran.stdout),
        }
    }
    let ran = metstatus(["-f", "human", "--targets", &list("203\nabc\n")]);
    assert!(ran.stdout.ends_with("incomplete: a line of the lists could not be read\n"), "{}", ran.stdout);
}

#[test]
fn nagios_state_equals_the_exit_code_with_bad_lines() {
    // A failing target outweighs one without verdict, but a line that cannot be read is an error of usage.
    let file = list("http://127.0.0.1:1/x\nabc\n");
    let ran = metstatus(["-f", "nagios", "--targets", &file]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.stdout.starts_with("METSTATUS UNKNOWN - "), "{}", ran.stdout);
    assert!(ran.stdout.contains("\n[UNKNOWN] ") && ran.stdout.contains("line 2: \"abc\""), "{}", ran.stdout);
    assert!(ran.stdout.contains("\n[CRITICAL] http://127.0.0.1:1/x"), "{}", ran.stdout);
    let many: String = (0..200).map(|number| format!("bad{number}\n")).collect();
    let ran = metstatus(["-f", "nagios", "--targets", &list(format!("203\n{many}"))]);
    assert_valid("nagios", &ran.stdout);
    assert!(ran.stdout.contains("[UNKNOWN] and 190 more that could not be read\n[LOOKED UP] 203"), "{}", ran.stdout);
    let ran = metstatus(["-f", "tap", "--targets", &list(format!("203\n{many}"))]);
    assert_valid("tap", &ran.stdout);
}

#[test]
fn target_name_is_shown_in_every_format() {
    let server = Server::http(FORMATS.map(|_| Reply::text("HTTP/1.1 404 Not Found\n\n")));
    let file = list(format!("{} name=\"Oslo| `x`\"\n", server.url("/")));
    for format in FORMATS {
        let ran = metstatus(["-f", format, "--targets", &file]);
        assert_valid(format, &ran.stdout);
        assert!(ran.stdout.contains("Oslo"), "{format}: {}", ran.stdout);
    }
}

#[test]
fn lines_held_for_a_slow_host_are_bounded_in_bytes() {
    // Each response makes a line of some 60 kB: without a bound of their bytes, all would wait for the slow host.
    let long = "x".repeat(50_000);
    let answer = format!("HTTP/1.1 404 Not Found\nX-Long: {long}\n\n");
    let quick = Server::http((0..110).map(|_| Reply::text(answer.clone())));
    let slow = Server::http([fine().after(Duration::from_secs(30))]);
    let text: String = (0..110).map(|n| format!("{}\n", quick.url_for("quick.test", &format!("/{n}")))).collect();
    let file = list(format!("{}\n{text}", slow.url_for("slow.test", "/")));
    let (quick_name, slow_name) = (quick.resolve("quick.test"), slow.resolve("slow.test"));
    let names = ["--resolve", quick_name.as_str(), "--resolve", slow_name.as_str()];
    let ran = app(["-f", "jsonl", "--rate", "1000/s", "--timeout", "1m"]).args(names).args(["--targets", &file]).run();
    let before_it = quick.requests().iter().filter(|request| request.arrived < Duration::from_secs(30)).count();
    assert!((20..100).contains(&before_it), "{before_it} responses wait");
    assert_eq!((ran.stdout.lines().count(), quick.requests().len()), (111, 110), "all are requested in the end");
}
