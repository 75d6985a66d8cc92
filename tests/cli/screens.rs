//! The screens that a person sees: at 60, 80 and 120 columns, in colour and without, one target and many.
//!
//! `SNAPSHOTS=overwrite cargo test --test cli screens` writes the snapshots; read them before you commit them.

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::ffi::OsStringExt as _;
use std::process::Stdio;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use snapbox::{Data, IntoData as _, assert_data_eq};

use crate::support::run::{Ran, command, metstatus, ran};
use crate::support::server::{Reply, Server};
use crate::support::tls::Authority;

const WIDTHS: [usize; 3] = [60, 80, 120];

fn at(width: usize, args: &[&str]) -> Ran {
    let mut command = command(args);
    command.env("COLUMNS", width.to_string()).current_dir(env!("CARGO_MANIFEST_DIR"));
    ran(command)
}

/// Compares a screen with its snapshot, and with what holds for every screen.
fn check(name: &str, width: usize, text: &str) {
    let wide: Vec<&str> =
        text.lines().filter(|line| line.chars().count() > width && !has_long_word(line, width)).collect();
    assert!(wide.is_empty(), "{name}: wider than {width} columns: {wide:#?}");
    assert!(text.lines().all(|line| line.trim_end() == line), "{name}: blanks at the end of a line:\n{text}");
    let path = format!("{}/tests/snapshots/{width}/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    assert_data_eq!(text.raw(), Data::read_from(std::path::Path::new(&path), None).raw());
}

/// A URL, or a line of an example, that cannot be broken may go over the edge.
fn has_long_word(line: &str, width: usize) -> bool {
    line.split_whitespace().any(|word| word.len() > width / 2) || line.starts_with("  192.0.2.") || line.contains(" '")
}

#[test]
fn look_ups_and_lists_match_snapshots_at_three_widths() {
    for width in WIDTHS {
        for (name, args) in [
            ("look-up-403", ["403"].as_slice()),
            ("look-up-203-whole", &["-v", "203"]),
            ("codes-5xx", &["codes", "5xx"]),
            ("products", &["products"]),
            ("product", &["sunrise"]),
            ("rules-identity", &["rules", "identity"]),
            ("rule", &["rules", "no-validator"]),
            ("help", &["-h"]),
            ("help-of-list", &["rules", "--help"]),
        ] {
            check(name, width, &at(width, args).stdout);
        }
    }
}

#[test]
fn errors_wrap_where_the_width_is_known() {
    for width in WIDTHS {
        let said = at(width, &["locationforecasts are down today in all of Norway and elsewhere"]).stderr;
        check("error", width, &said);
        check("error-of-option", width, &at(width, &["--insecure", "403"]).stderr);
    }
    let said = metstatus(["locationforecasts are down today in all of Norway and elsewhere"]).stderr;
    assert_eq!(said.lines().count(), 2, "a log keeps each message on its line: {said}");
}

#[test]
fn captures_match_snapshots_at_three_widths() {
    let fixture = "tests/fixtures/met-203.txt";
    for width in WIDTHS {
        let said = at(width, &["read", fixture]).stdout;
        for label in ["caching ", "next poll ", "help ", "see "] {
            assert!(said.lines().any(|line| line.trim_start().starts_with(label)), "{label:?} is lost: {said}");
        }
        check("read-203", width, &said);
    }
}

#[test]
fn wide_characters_count_as_two_columns() {
    let target = "https://api.acme.no/x?ask=1&name=\u{6c17}\u{8c61}";
    let mut command = command(["--dry-run", "--targets", "-"]);
    let list = format!("{target} name=\u{6c17}\u{8c61}\u{5e81}\u{6c17}\u{8c61}\u{5e81}\n");
    let input = tempfile::tempdir().unwrap();
    let file = input.path().join("list");
    File::create(&file).unwrap().write_all(list.as_bytes()).unwrap();
    command.env("COLUMNS", "70").stdin(File::open(&file).unwrap());
    let ran = ran(command);
    let first = ran.stdout.lines().next().unwrap_or_default();
    let wide = first.chars().filter(|c| *c as u32 > 0x2e80).count();
    assert_eq!((ran.code, wide, first.chars().count() + wide), (0, 6, 70), "{ran:#?}");
}

/// A list of many targets, of which one fails and two need attention.
fn many() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("targets.txt");
    let lines = (0..14).map(|i| {
        let decimals = if i % 6 == 3 { "123" } else { "" };
        format!("locationforecast/2.0/compact?lat=59.{i:02}{decimals}&lon=10\n")
    });
    let list: String = lines.chain(["sunrise/2.0/x\n".to_owned(), "404\n".to_owned()]).collect();
    std::fs::write(&file, list).unwrap();
    let path = file.to_str().unwrap().to_owned();
    (folder, path)
}

#[test]
fn brief_reports_match_snapshots_at_three_widths() {
    let (_folder, list) = many();
    for width in WIDTHS {
        let ran = at(width, &["--dry-run", "--brief", "-A", "acme/1.0 ops@acme-weather.no", "--targets", &list]);
        assert_eq!(ran.code, 2, "{ran:#?}");
        let total = "16 targets: 1 failing, 2 need attention, 12 healthy, 1 looked up";
        let words = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(total), "{words}");
        check("brief", width, &ran.stdout);
    }
}

#[test]
fn brief_says_once_what_is_the_same_for_all() {
    let (_folder, list) = many();
    let brief = |agent| metstatus(["--dry-run", "--brief", "-A", agent, "--targets", &list]).stdout;
    let shared = brief("acme/1.0");
    assert_eq!(shared.matches("user-agent-no-contact").count(), 1, "{shared}");
    assert!(shared.contains("16 targets: 1 failing, 14 need attention, 1 looked up"), "{shared}");
    assert!(!brief("acme/1.0 ops@acme-weather.no").contains("user-agent-no-contact"));
}

#[test]
fn brief_is_the_default_on_no_pipe_and_yields_to_verbose() {
    let (_folder, list) = many();
    let lines = |options: &[&str]| {
        let args = [&["--dry-run", "-A", "acme/1.0 ops@acme-weather.no", "--targets", &list], options].concat();
        metstatus(args).stdout.lines().count()
    };
    let (brief, whole) = (lines(&["--brief"]), lines(&[]));
    assert!(brief < whole, "{brief} {whole}");
    assert_eq!(lines(&["--no-brief"]), whole);
    assert_eq!(lines(&["--brief", "--no-brief"]), whole);
    assert_eq!(lines(&["--no-brief", "--brief"]), brief);
    assert!(lines(&["--brief", "-v"]) >= whole);
}

#[test]
fn targets_that_fail_alike_are_shown_once() {
    let mut log = String::new();
    for i in 0..12 {
        let (status, agent) = if i < 3 { (403, "okhttp/4.12.0") } else { (200, "acme/1.0 ops@acme-weather.no") };
        let path = format!("/weatherapi/nowcast/2.{}/complete?lat=59.9&lon=10.7", i % 10);
        log += &format!(
            "192.0.2.7 - - [30/Mar/2026:15:22:{i:02} +0200] \"GET {path} HTTP/1.1\" {status} 3 \"-\" \"{agent}\"\n"
        );
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("access.log");
    std::fs::write(&file, log).unwrap();
    let ran = metstatus(["read", "--brief", file.to_str().unwrap()]);
    assert_eq!(ran.stdout.matches("error[").count(), 1, "{}", ran.stdout);
    assert!(ran.stdout.contains("12 targets: 3 failing"), "{}", ran.stdout);
    assert_eq!(ran.stdout.matches("complete?lat").count(), 12, "{}", ran.stdout);
}

/// The colour in which a word is shown, as the parameters of its sequence.
fn look_of(args: &[&str], word: &str) -> String {
    let text = metstatus_in_colour(args);
    let before = text.split(word).next().unwrap();
    let start = before.rfind("\u{1b}[0m").map_or(0, |at| at + 4);
    before[start..]
        .split("\u{1b}[")
        .skip(1)
        .filter_map(|part| part.split_once('m'))
        .map(|(look, _)| look)
        .collect::<Vec<_>>()
        .join(";")
}

fn metstatus_in_colour(args: &[&str]) -> String {
    let output = command(["--color", "always"].iter().chain(args)).output().unwrap();
    String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
}

#[test]
fn colours_mean_the_same_in_look_ups_lists_and_reports() {
    const GREEN: &str = "32";
    const YELLOW: &str = "33";
    const RED: &str = "31";
    let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/met-203.txt");
    let rows: [(&[&str], &str, &str); 16] = [
        (&["200"], "200 OK", GREEN),
        (&["203"], "203 Non", YELLOW),
        (&["304"], "304 Not", YELLOW),
        (&["301"], "301 Moved", YELLOW),
        (&["403"], "403 For", RED),
        (&["503"], "503 Ser", RED),
        (&["4xx"], "4xx client", RED),
        (&["Nodata"], "X-ErrorClass", RED),
        (&["codes"], " 200", GREEN),
        (&["codes"], " 203", YELLOW),
        (&["codes"], " 404", RED),
        (&["rules", "forbidden"], "forbidden", RED),
        (&["rules", "no-validator"], "no-validator", YELLOW),
        (&["sunrise/2.0"], "ended", RED),
        (&["read", fixture], "203 Non", YELLOW),
        (&["--nosuch"], "metstatus:", RED),
    ];
    for (args, word, colour) in rows {
        let look = look_of(args, word);
        assert!(look.split(';').any(|part| part == colour), "{args:?} {word}: {look:?}");
    }
    let products = metstatus_in_colour(&["products", "-v"]);
    for (state, colour) in [("ended", RED), ("beta", "36"), ("current", GREEN)] {
        assert!(products.contains(&format!("\u{1b}[{colour}m{state}")), "{state}");
    }
    let (ours, claps) = (metstatus_in_colour(&["nonsense"]), metstatus_in_colour(&["--nosuch"]));
    for part in ["metstatus:", "help:"] {
        let look = |text: &str| text.split(part).next().unwrap_or_default().rsplit("\u{1b}[").next().map(str::to_owned);
        assert_eq!(look(&ours), look(&claps), "{part}: {ours} {claps}");
    }
}

#[test]
fn first_screen_of_each_code_of_met_fits_a_terminal() {
    for code in [
        "200", "203", "204", "301", "303", "304", "400", "401", "403", "404", "405", "422", "429", "499", "500", "502",
        "503", "504",
    ] {
        let said = metstatus([code]).stdout;
        assert!(said.lines().count() <= 22, "{code}: {} lines", said.lines().count());
        assert!(said.contains("->") && said.contains("see  "), "{code}: no advice or no source: {said}");
        let whole = metstatus(["-v", code]).stdout;
        assert_eq!(said == whole, !said.contains(&format!("more      metstatus -v {code}")), "{code}");
        assert!(whole.contains("Don't"), "{code}");
    }
}

/// What a terminal of so many columns gets.
fn on_terminal(columns: u16, env: &[(&str, &str)], args: &[&str]) -> String {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let name = OsString::from_vec(ptsname(&master, Vec::new()).unwrap().into_bytes());
    let slave = OpenOptions::new().read(true).write(true).open(name).unwrap();
    tcsetwinsize(&slave, Winsize { ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
    let mut command = command(args);
    command.envs(env.iter().copied()).stderr(Stdio::from(slave.try_clone().unwrap())).stdout(Stdio::from(slave));
    let mut child = command.spawn().unwrap();
    // The command keeps the terminal open for as long as it lives.
    drop(command);
    let mut bytes = Vec::new();
    // When the last writer closes a terminal, reading from it is an error.
    let _ = File::from(master).read_to_end(&mut bytes);
    child.wait().unwrap();
    let text = String::from_utf8(bytes).unwrap().replace("\r\n", "\n");
    anstream::adapter::strip_str(&text).to_string()
}

#[test]
fn terminal_gives_the_width_and_columns_wins() {
    let widest = |text: &str| text.lines().map(|line| line.chars().count()).max().unwrap();
    for (args, least) in [
        (&["403"][..], 50),
        (&["codes", "5xx"], 50),
        (&["--help"], 50),
        (&["no such thing at all, as far as known"], 40),
    ] {
        let narrow = widest(&on_terminal(60, &[], args));
        assert!((least..=60).contains(&narrow), "{args:?}: {narrow}");
        let wide = widest(&on_terminal(200, &[], args));
        assert!((80..=120).contains(&wide), "{args:?}: {wide}");
        assert!(widest(&on_terminal(200, &[("COLUMNS", "60")], args)) <= 60, "{args:?}");
        assert!(widest(&on_terminal(0, &[], args)) <= 80, "{args:?}: a terminal that does not know its size");
    }
}

#[test]
fn terminal_gets_a_brief_report_on_many_targets() {
    let (_folder, list) = many();
    let args = ["--dry-run", "-A", "acme/1.0 ops@acme-weather.no", "--targets", &list];
    assert!(on_terminal(80, &[], &args).contains("\nhealthy at "));
    assert!(!on_terminal(80, &[], &[&args[..], &["--no-brief"]].concat()).contains("\nhealthy at "));
    assert!(!on_terminal(80, &[], &[&args[..], &["-v"]].concat()).contains("\nhealthy at "));
}

#[test]
fn verbose_shows_time_as_bars_and_the_session_of_tls() {
    let authority = Authority::named("Acme Test Authority");
    let server = Server::https(&authority.identity(&["127.0.0.1"]), [Reply::text("HTTP/1.1 200 OK\n\nok")]);
    let pem = authority.pem_file();
    let args = ["-v", "--replay", "never", "--cacert", pem.to_str().unwrap(), &server.url("/a?b=c")];
    let said = metstatus(args).stdout;
    let host = format!("> Host: 127.0.0.1:{}", server.url("").rsplit(':').next().unwrap());
    for part in ["> GET /a?b=c HTTP/1.1\n", host.as_str(), "* TLS 1.3, TLS13_", "Acme Test Authority", " days)"] {
        assert!(said.contains(part), "{part:?} is missing: {said}");
    }
    for phase in ["resolve", "connect", "TLS", "waiting", "reading"] {
        let line = said.lines().find(|line| line.starts_with(&format!("* {phase} ")) && line.contains(" ms "));
        assert!(line.is_some_and(|line| line.contains('#')), "{phase}: {said}");
    }
    assert!(!said.contains("local time"), "a pipe gets UTC only: {said}");
}

#[test]
fn terminal_gets_local_time_beside_utc() {
    let server = Server::http([Reply::text("HTTP/1.1 200 OK\n\nok"), Reply::text("HTTP/1.1 200 OK\n\nok")]);
    let args = ["-v", "--replay", "never", &server.url("/")];
    let local = on_terminal(80, &[("TZ", "<+05>-5")], &args);
    let line = local.lines().find(|line| line.starts_with("* sent at ")).unwrap_or_else(|| panic!("{local}"));
    let hours: Vec<u32> = line
        .split(' ')
        .filter_map(|word| word.trim_start_matches('(').get(..2)?.parse().ok())
        .filter(|hour| *hour < 24)
        .collect();
    assert!(line.ends_with("local time)"), "{line}");
    assert_eq!((hours[hours.len() - 2] + 5) % 24, hours[hours.len() - 1], "{line}");
    assert!(!on_terminal(80, &[("TZ", "UTC0")], &args).contains("local time"));
}
