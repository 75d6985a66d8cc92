//! Many targets in one run: lists, order, hosts side by side, and what is asked only once.

use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::support::grammar::{FORMATS, assert_valid};
use super::support::run::{CONTACT, Ran, command, metstatus, metstatus_with_input};
use super::support::server::{Reply, Server};
use super::support::tls::Authority;

fn fine() -> Reply {
    Reply::text("HTTP/1.1 200 OK\nCache-Control: max-age=600\n\nhello")
}

fn fine_times(count: usize) -> Vec<Reply> {
    (0..count).map(|_| fine()).collect()
}

fn list(text: &str) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    file
}

fn path(file: &tempfile::NamedTempFile) -> &str {
    file.path().to_str().unwrap()
}

fn targets(ran: &Ran) -> Vec<String> {
    let report = ran.json();
    report["results"].as_array().unwrap().iter().map(|result| result["target"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_list_on_standard_input_may_have_comments_blank_lines_and_any_line_ends() {
    let server = Server::http(fine_times(3));
    let url = |path: &str| server.url(path);
    let text = format!("\u{feff}{}\r\n\r\n# none\r\n{} # the second\r\n{}", url("/1"), url("/2#x"), url("/3"));
    let ran = metstatus_with_input(["-f", "json", "--rate", "100/s", "--targets", "-"], text.as_bytes());
    assert_eq!(targets(&ran), [url("/1"), url("/2"), url("/3")]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
}

#[test]
fn operands_come_before_lists_and_results_keep_the_order() {
    let slow = Server::http([fine().after(Duration::from_millis(400))]);
    let quick = Server::http(fine_times(2));
    let (first, second) = (list(&format!("203\n{}\n", quick.url_for("quick.test", "/a"))), list("4xx\n"));
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
        path(&first),
        "--targets",
        path(&second),
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
fn a_bad_line_is_named_and_the_others_run() {
    let server = Server::http(fine_times(2));
    let file = list(&format!("{}\nabc\nhttp://h/ nmae=x\n{}\n", server.url("/1"), server.url("/2")));
    let ran = metstatus(["-f", "json", "--targets", path(&file)]);
    assert_eq!(ran.code, 3, "{ran:#?}");
    assert_eq!(targets(&ran), [server.url("/1"), server.url("/2")]);
    let report = ran.json();
    assert_eq!((&report["complete"], &report["verdict"]), (&Value::Bool(false), &Value::from("no verdict")));
    for line in [", line 2: \"abc\" is not a status code", ", line 3: \"nmae\" is no option of a line"] {
        assert!(ran.stderr.contains(&format!("{}{line}", path(&file))), "{}", ran.stderr);
    }
}

#[test]
fn lists_that_hold_nothing_to_ask_are_errors() {
    let (empty, comments, bad) = (list(""), list("# one\n\n"), list("abc\n"));
    let bytes = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(bytes.path(), b"203\n\xff\n").unwrap();
    for (args, reason) in [
        (vec![path(&empty)], "it holds no target"),
        (vec![path(&comments)], "it holds no target"),
        (vec![path(&bad)], "no target is left"),
        (vec![path(&bytes)], "line 2 is not UTF-8"),
        (vec!["/nowhere/list"], "--targets /nowhere/list: No such file"),
        (vec!["/"], "is a directory"),
        (vec!["-", "-"], "standard input is to be read twice"),
        (vec!["-"], "it holds no target"),
    ] {
        let args: Vec<&str> = args.into_iter().flat_map(|file| ["--targets", file]).collect();
        let ran = metstatus(&args);
        assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{ran:#?}");
        assert!(ran.stderr.contains(reason), "{}", ran.stderr);
    }
}

#[test]
fn options_of_a_line_hold_for_it_alone() {
    let server = Server::http(fine_times(2));
    let url = server.url("/");
    let file = list(&format!("{url} name=\"Oslo S\" deny=no-validator\n{url}x\n"));
    let ran = metstatus(["-f", "json", "--targets", path(&file)]);
    let results = ran.json()["results"].clone();
    assert_eq!((&results[0]["name"], &results[1]["name"]), (&Value::from("Oslo S"), &Value::Null));
    assert_eq!((&results[0]["verdict"], &results[1]["verdict"]), (&Value::from("failing"), &Value::from("healthy")));

    let server = Server::http(fine_times(1));
    let file = list(&format!("{} name=Bergen\n", server.url("/")));
    let ran = metstatus(["--targets", path(&file)]);
    assert!(ran.stdout.contains(&format!("Bergen: 127.0.0.1:{}/, 1 request", server.port())), "{}", ran.stdout);
}

#[test]
fn a_host_that_hangs_does_not_hold_the_others() {
    let stuck = Server::http([Reply::close_at_once().after(Duration::from_secs(20))]);
    let others: Vec<Server> = (0..3).map(|_| Server::http([fine().after(Duration::from_millis(300))])).collect();
    let mut args = vec!["-f".to_owned(), "json".into(), "--timeout".into(), "2s".into()];
    args.extend([stuck.url_for("stuck.test", "/"), "--resolve".into(), stuck.resolve("stuck.test")]);
    for (number, server) in others.iter().enumerate() {
        let host = format!("h{number}.test");
        args.extend([server.url_for(&host, "/"), "--resolve".into(), server.resolve(&host)]);
    }
    let ran = metstatus(&args);
    assert!(ran.took < Duration::from_millis(2800), "{:?}", ran.took);
    let verdicts: Vec<Value> =
        ran.json()["results"].as_array().unwrap().iter().map(|result| result["verdict"].clone()).collect();
    assert_eq!(verdicts, ["failing", "healthy", "healthy", "healthy"]);
}

#[test]
fn a_host_gets_one_request_at_a_time() {
    let slow = |_| fine().after(Duration::from_millis(200));
    let server = Server::http((0..3).map(slow));
    let url = server.url("/");
    let ran = metstatus(["-f", "json", "--rate", "100/s", &url, &format!("{url}b"), &format!("{url}c")]);
    assert_eq!(ran.code, 0);
    assert!(ran.took >= Duration::from_millis(600), "{:?}", ran.took);
    assert_eq!(server.connections(), 1, "the connection is used again");
}

#[test]
fn with_one_job_everything_is_asked_in_turn() {
    let servers: Vec<Server> = (0..3).map(|_| Server::http([fine().after(Duration::from_millis(200))])).collect();
    let mut args = vec!["-q".to_owned(), "--jobs".into(), "1".into()];
    for (number, server) in servers.iter().enumerate() {
        let host = format!("h{number}.test");
        args.extend([server.url_for(&host, "/"), "--resolve".into(), server.resolve(&host)]);
    }
    let ran = metstatus(&args);
    assert!(ran.took >= Duration::from_millis(600), "{:?}", ran.took);
    for jobs in ["0", "257", "-1", "x", ""] {
        let ran = metstatus(["--jobs", jobs, "403"]);
        assert_eq!(ran.code, 3, "{jobs}");
    }
}

#[test]
fn a_host_that_limits_us_gets_nothing_more_and_the_others_go_on() {
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
        path(&file),
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
fn a_product_asked_for_many_places_is_one_product() {
    let authority = Authority::new();
    let answer = || Reply::text("HTTP/1.1 203 Non-Authoritative Information\n\n{}");
    let feed = "<rss version=\"2.0\"><channel><title>x</title></channel></rss>";
    let mut replies = vec![answer(), Reply::text(format!("HTTP/1.1 200 OK\nContent-Type: text/xml\n\n{feed}"))];
    replies.extend((0..4).map(|_| answer()));
    let server = Server::https(&authority.identity(&["api.met.no"]), replies);
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
        "--cacert",
        authority.pem_file().to_str().unwrap(),
        "--resolve",
        &server.resolve("api.met.no"),
        "--targets",
        path(&file),
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
fn without_identity_nothing_of_a_list_is_sent_to_met() {
    let server = Server::http([]);
    let file = list(&format!("{}\nnowcast/2.0/complete?lat=60&lon=5\n", server.url("/")));
    let ran = metstatus(["--targets", path(&file)]);
    assert_eq!((ran.code, server.connections()), (3, 0));
    assert!(ran.stderr.contains("MET Norway wants to know who asks"), "{}", ran.stderr);
}

#[test]
fn a_seeded_splay_delays_the_same_every_time_and_not_the_look_ups() {
    let took = |seed: &str| {
        let server = Server::http(fine_times(1));
        let mut command = command(["-q", "--splay", "1s", &server.url("/")]);
        command.env("METSTATUS_SPLAY_SEED", seed);
        let start = Instant::now();
        assert!(command.stdin(Stdio::null()).status().unwrap().success());
        start.elapsed()
    };
    // What the seeds stand for, reckoned apart: 0.846 s and 0.011 s.
    let (late, soon) = (took("f"), took("a"));
    assert!(late >= Duration::from_millis(846) && soon < Duration::from_millis(600), "{late:?} {soon:?}");
    let ran = metstatus(["--splay", "1h", "403"]);
    assert!(ran.took < Duration::from_secs(1));
    for splay in ["soon", "-1s", "25h", ""] {
        assert_eq!(metstatus(["--splay", splay, "403"]).code, 3, "{splay}");
    }
}

#[test]
fn fields_from_a_file_stand_in_no_command_line_and_no_output() {
    let server = Server::http(fine_times(1));
    let fields = list("# for the tests\r\nAuthorization: Bearer sesame\r\n\nX-Place: Oslo\n");
    let ran = metstatus(["-v", "-H", &format!("@{}", path(&fields)), &server.url("/")]);
    let request = &server.requests()[0];
    assert_eq!(request.field("authorization"), Some("Bearer sesame"));
    assert_eq!(request.field("x-place"), Some("Oslo"));
    assert!(!ran.stdout.contains("sesame"), "{}", ran.stdout);

    let server = Server::http(fine_times(1));
    metstatus_with_input(["-H", "@-", &server.url("/")], b"X-Place: Bergen");
    assert_eq!(server.requests()[0].field("x-place"), Some("Bergen"));

    let bad = list("X-Fine: 1\nsesame sesame\n");
    for (option, reason) in [
        (format!("@{}", path(&bad)), "line 2: it is no field"),
        ("@/nowhere".to_owned(), "-H @/nowhere: No such file"),
        ("@".to_owned(), "-H @: No such file"),
    ] {
        let ran = metstatus(["-H", &option, "http://127.0.0.1:1/"]);
        assert_eq!(ran.code, 3, "{ran:#?}");
        assert!(ran.stderr.contains(reason) && !ran.stderr.contains("sesame"), "{}", ran.stderr);
    }
    let ran = metstatus(["-H", "@-", "--targets", "-"]);
    assert!(ran.stderr.contains("standard input is to be read twice"), "{}", ran.stderr);
}

#[test]
fn lines_come_as_soon_as_they_are_ready_and_in_order() {
    use std::io::{BufRead as _, BufReader};
    let quick = Server::http(fine_times(1));
    let slow = Server::http([fine().after(Duration::from_secs(2))]);
    let last = Server::http(fine_times(1));
    let servers = [(&quick, "quick.test"), (&slow, "slow.test"), (&last, "last.test")];
    let mut args = vec!["-f".to_owned(), "jsonl".into()];
    for (server, host) in servers {
        args.extend([server.url_for(host, "/"), "--resolve".into(), server.resolve(host)]);
    }
    let start = Instant::now();
    let mut child = command(&args).stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(|line| (line.unwrap(), start.elapsed()));
    let lines: Vec<(Value, Duration)> = lines.map(|(line, at)| (serde_json::from_str(&line).unwrap(), at)).collect();
    let urls: Vec<&str> = lines.iter().map(|(line, _)| line["results"][0]["target"].as_str().unwrap()).collect();
    assert_eq!(urls, servers.map(|(server, host)| server.url_for(host, "/")));
    assert!(lines[0].1 < Duration::from_millis(1500), "{:?}", lines[0].1);
    assert!(lines[1].1 >= Duration::from_secs(2), "{:?}", lines[1].1);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn lines_are_worth_the_exit_code_that_a_report_is() {
    let server = Server::http([fine(), Reply::text("HTTP/1.1 404 Not Found\n\n"), fine()]);
    let list = list(&format!("{0}a\n{0}b\n{0}c\nabc\n", server.url("/")));
    let ran = metstatus(["-f", "jsonl", "--rate", "100/s", "--targets", path(&list)]);
    assert_eq!(ran.code, 3, "{ran:#?}");
    let lines: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let complete: Vec<&Value> = lines.iter().map(|line| &line["complete"]).collect();
    assert_eq!(complete, [true, true, true, false]);

    let server = Server::http([fine(), Reply::text("HTTP/1.1 404 Not Found\n\n")]);
    let ran = metstatus(["-f", "jsonl", &server.url("/a"), &server.url("/b")]);
    assert_eq!((ran.code, ran.stdout.lines().count()), (2, 2));
}

#[test]
fn a_reader_that_goes_away_ends_a_batch_quietly() {
    let server = Server::http([fine(), fine().after(Duration::from_millis(300))]).allow_unasked();
    let url = server.url("/");
    let mut child = command(["-f", "jsonl", "--rate", "1/s", &url, &url, &url, &url, &url])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let start = Instant::now();
    let output = child.wait_with_output().unwrap();
    assert!(output.stderr.is_empty(), "{output:?}");
    assert_eq!(output.status.code(), Some(0));
    assert!(start.elapsed() < Duration::from_secs(3) && server.requests().len() <= 2);
}

#[test]
fn reports_to_files_have_every_result_beside_lines_that_go_out_as_they_come() {
    let server = Server::http(fine_times(2));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("all.jsonl");
    let ran = metstatus([
        "-f",
        "jsonl",
        "--report",
        &format!("jsonl={}", file.display()),
        &server.url("/a"),
        &server.url("/b"),
    ]);
    assert_eq!((ran.code, ran.stdout.lines().count()), (0, 2));
    assert_eq!(std::fs::read_to_string(file).unwrap().lines().count(), 2);
}

#[test]
fn a_full_disk_ends_a_batch_of_lines_with_an_error() {
    let server = Server::http(fine_times(1)).allow_unasked();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let url = server.url("/");
    let output = command(["-f", "jsonl", &url, &url, &url]).stdout(full).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("the output could not be written"), "{output:?}");
}

#[test]
fn lines_of_captures_and_look_ups_are_written_too() {
    let capture = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/met-203.txt");
    for args in [&["read", "-f", "jsonl", capture][..], &["-f", "jsonl", "403"]] {
        assert_eq!(metstatus(args).stdout.lines().count(), 1, "{args:?}");
    }
}

#[test]
fn a_bad_line_is_told_in_every_format() {
    let server = Server::http(FORMATS.map(|_| fine()));
    let bad = list(&format!("{} name=\"Oslo S\"\nabc|d=1::error::\n", server.url("/")));
    for format in FORMATS {
        let ran = metstatus(["-f", format, "--rate", "100/s", "--targets", path(&bad)]);
        assert_eq!(ran.code, 3, "{format}: {ran:?}");
        assert_valid(format, &ran.stdout);
        let told = |part: &str| ran.stdout.contains(part);
        match format {
            // What went wrong beside the targets is on standard error; the document says that it is not complete.
            "json" | "jsonl" => assert!(told("\"complete\"") && told("false"), "{}", ran.stdout),
            "prometheus" => assert!(told("metstatus_last_run_complete 0"), "{}", ran.stdout),
            "gitlab" | "sarif" => {
                assert!(told("line 2: ") && told(path(&bad).trim_start_matches('/')), "{}", ran.stdout)
            }
            _ => assert!(told("line 2"), "{format}: {}", ran.stdout),
        }
    }
    let ran = metstatus(["-f", "human", "--targets", path(&list("203\nabc\n"))]);
    assert!(ran.stdout.ends_with("incomplete: a line of the lists could not be read\n"), "{}", ran.stdout);
}

#[test]
fn monitoring_is_told_the_state_that_the_exit_code_is() {
    // A failing target outweighs one without verdict, but a line that cannot be read is an error of usage.
    let file = list("http://127.0.0.1:1/x\nabc\n");
    let ran = metstatus(["-f", "nagios", "--targets", path(&file)]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.stdout.starts_with("METSTATUS UNKNOWN - "), "{}", ran.stdout);
    assert!(ran.stdout.contains("\n[UNKNOWN] ") && ran.stdout.contains("line 2: \"abc\""), "{}", ran.stdout);
    assert!(ran.stdout.contains("\n[CRITICAL] http://127.0.0.1:1/x"), "{}", ran.stdout);
    let many: String = (0..200).map(|number| format!("bad{number}\n")).collect();
    let ran = metstatus(["-f", "nagios", "--targets", path(&list(&format!("203\n{many}")))]);
    assert_valid("nagios", &ran.stdout);
    assert!(ran.stdout.contains("[UNKNOWN] and 190 more that could not be read\n[LOOKED UP] 203"), "{}", ran.stdout);
    let ran = metstatus(["-f", "tap", "--targets", path(&list(&format!("203\n{many}")))]);
    assert_valid("tap", &ran.stdout);
}

#[test]
fn a_name_of_a_target_stands_wherever_people_look() {
    let server = Server::http(FORMATS.map(|_| Reply::text("HTTP/1.1 404 Not Found\n\n")));
    let file = list(&format!("{} name=\"Oslo| `x`\"\n", server.url("/")));
    for format in FORMATS {
        let ran = metstatus(["-f", format, "--targets", path(&file)]);
        assert_valid(format, &ran.stdout);
        assert!(ran.stdout.contains("Oslo"), "{format}: {}", ran.stdout);
    }
}

#[test]
fn lines_that_wait_for_a_slow_host_are_bounded_whatever_servers_send() {
    // Each answer makes a line of some 60 kB: without a bound of their bytes, all would wait for the slow host.
    let long = "x".repeat(50_000);
    let answer = format!("HTTP/1.1 404 Not Found\nX-Long: {long}\n\n");
    let quick = Server::http((0..200).map(|_| Reply::text(answer.clone()))).allow_unasked();
    let slow = Server::http([fine().after(Duration::from_secs(3))]);
    let text: String = (0..200).map(|n| format!("{}\n", quick.url_for("quick.test", &format!("/{n}")))).collect();
    let file = list(&format!("{}\n{text}", slow.url_for("slow.test", "/")));
    let child = command([
        "-f",
        "jsonl",
        "--rate",
        "1000/s",
        "--resolve",
        &quick.resolve("quick.test"),
        "--resolve",
        &slow.resolve("slow.test"),
        "--targets",
        path(&file),
    ])
    .stdout(Stdio::piped())
    .spawn()
    .unwrap();
    let start = Instant::now();
    let mut asked = 0;
    while start.elapsed() < Duration::from_millis(2500) {
        asked = quick.requests().len();
        #[allow(clippy::disallowed_methods, reason = "the batch goes on meanwhile")]
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!((20..120).contains(&asked), "{asked} answers wait");
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.stdout.iter().filter(|byte| **byte == b'\n').count(), 201);
    assert_eq!(quick.requests().len(), 200, "all are asked in the end");
}
