//! The command line itself: what it refuses, its help, its streams and its colours.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt as _;

use crate::support::run::{app, metstatus};

const URL: &str = "http://127.0.0.1:1/";

/// Asserts that the arguments are refused: exit 3, nothing on standard output, and a message whose first line names
/// the input and the reason.
fn refused<S: AsRef<std::ffi::OsStr>>(args: impl IntoIterator<Item = S>, told: &[&str]) {
    let ran = metstatus(args);
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{told:?}: {ran:#?}");
    let (first, rest) = ran.stderr.split_once('\n').unwrap_or((&ran.stderr, ""));
    for part in told {
        assert!(ran.stderr.contains(part), "{part:?} is not said: {}", ran.stderr);
    }
    assert!(first.contains(told[0]), "the first line does not name {:?}: {}", told[0], ran.stderr);
    assert!(first.len() < 200 && rest.lines().count() < 12, "{}", ran.stderr);
}

#[test]
fn bad_target_is_refused_by_name_with_a_suggestion() {
    let rows: [(&[&str], &[&str]); 21] = [
        (&[], &["give a status code or a URL", "metstatus 403", "--help"]),
        (&[""], &["\"\""]),
        (&["43"], &["\"43\"", "100 to 599", "403"]),
        (&["999"], &["\"999\"", "100 to 599"]),
        (&["20"], &["\"20\"", "200"]),
        (&["0403"], &["\"0403\"", "403"]),
        (&["abc"], &["\"abc\"", "metstatus 403"]),
        (&["-1"], &["-1"]),
        (&["--", "-1"], &["\"-1\"", "status code"]),
        (&["--", "-x"], &["\"-x\"", "status code"]),
        (&["２０３"], &["２０３", "status code"]),
        (&["forbiden"], &["\"forbiden\"", "\"Forbidden\""]),
        (&["IllegalUserAgents"], &["\"IllegalUserAgents\"", "\"IllegalUserAgent\""]),
        (&["api.met.no/weatherapi"], &["https://api.met.no/weatherapi", "--contact"]),
        (&["http://h:99999/"], &["99999", "65535"]),
        (&["http:///x"], &["http:///x", "host"]),
        (&["ftp://h/"], &["ftp", "http and https"]),
        (&["data:text/plain,x"], &["data", "http and https"]),
        (&["http://h/\u{1b}[31m\u{202e}"], &["\\x1b[31m"]),
        (&["403", URL, "nonsense"], &["\"nonsense\""]),
        (&["https://api.met.no/weatherapi/x/2.0/"], &["https://api.met.no/weatherapi/x/2.0/", "--contact", "-A"]),
    ];
    for (args, told) in rows {
        refused(args, told);
    }
    for bytes in [b"http://h/\xff".to_vec(), b"\xff\xfe".to_vec()] {
        refused([OsString::from_vec(bytes)], &["\\xff", "UTF-8"]);
    }
}

#[test]
fn bad_options_are_refused_by_name() {
    let rows: [(&[&str], &[&str]); 31] = [
        (&["--nosuch", "403"], &["--nosuch"]),
        (&["--timout", "3s", "403"], &["--timout", "--timeout"]),
        (&["-x", "403"], &["-x"]),
        (&["-H", "nocolon", URL], &["\"nocolon\"", "colon", "Name: value"]),
        (&["-H", "X A: b", URL], &["\"X A\""]),
        (&["-H", "X: a\r\nY: b", URL], &["the header X", "\\r"]),
        (&["-H", "Content-Length: 3", URL], &["Content-Length"]),
        (&["-A", "a\u{7}b", URL], &["User-Agent", "\\x07"]),
        (&["-A", "a/1", "-H", "User-Agent: b", URL], &["User-Agent", "twice"]),
        (&["--contact", "me@example.com", URL], &["me@example.com"]),
        (&["--contact", "nobody", URL], &["nobody"]),
        (&["--timeout", "0", URL], &["--timeout", "'0'", "10s"]),
        (&["--timeout", "10x", URL], &["--timeout", "'10x'", "10s"]),
        (&["--timeout", "nonsense", URL], &["--timeout", "'nonsense'"]),
        (&["--timeout", "1e400", URL], &["--timeout", "'1e400'"]),
        (&["--timeout", "2h", URL], &["--timeout", "'2h'", "1h"]),
        (&["--timeout", "-1s", URL], &["-1"]),
        (&["--timeout", "", URL], &["--timeout"]),
        (&["--cacert", "/nonexistent", URL], &["--cacert /nonexistent", "No such file"]),
        (&["--cacert", "/", URL], &["--cacert /", "directory"]),
        (&["--cacert", "x", "--roots", "bundled", URL], &["--cacert", "--roots"]),
        (&["--resolve", "nonsense", URL], &["--resolve \"nonsense\"", "HOST:PORT:ADDRESS"]),
        (&["--resolve", "h:0:127.0.0.1", URL], &["h:0:127.0.0.1"]),
        (&["--resolve", "h:443:example", URL], &["h:443:example", "IP address"]),
        (&["--proxy", "ftp://h:1", URL], &["--proxy", "http://HOST:PORT"]),
        (&["--proxy", "http://h:99999", URL], &["--proxy", "http://HOST:PORT"]),
        (&["--rate", "fast", URL], &["--rate", "'fast'", "2/s"]),
        (&["--rate", "0/s", URL], &["--rate", "'0/s'"]),
        (&["--max-redirects", "-1", URL], &["--max-redirects", "-1"]),
        (&["--max-body", "0", URL], &["--max-body", "'0'"]),
        (&["-f", "xml", "403"], &["--format", "'xml'", "json"]),
    ];
    for (args, told) in rows {
        refused(args, told);
    }
    refused(["--color", "blue", "403"], &["--color", "'blue'", "never"]);
    refused(["-q", "-v", "403"], &["--quiet", "--verbose"]);
    for (option, value) in [("-A", "a\u{e6}"), ("-H", "X: \u{e6}"), ("--contact", "\u{e6}@acme.no")] {
        refused([option, value, URL], &["\u{e6}"]);
    }
}

#[test]
fn file_without_certificates_is_named() {
    let no_pem = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    refused(["--cacert", no_pem, URL], &[no_pem, "certificate"]);
}

#[test]
fn arguments_not_in_utf8_are_shown_escaped() {
    for option in ["-A", "--contact", "-H", "--proxy", "--resolve", "--timeout", "--rate"] {
        refused([option.into(), OsString::from_vec(b"a\xff".to_vec()), URL.into()], &["\\xff"]);
    }
}

#[test]
fn password_of_a_bad_proxy_url_is_not_shown() {
    let ran = metstatus(["--proxy", "http://user:hush@h:bad", URL]);
    assert!(ran.code == 3 && !ran.stderr.contains("hush"), "{ran:?}");
}

#[test]
fn subcommands_refuse_bad_arguments() {
    let rows: [(&[&str], &[&str]); 11] = [
        (&["read"], &["standard input", "empty"]),
        (&["read", "a", "b"], &["a: No such file"]),
        (&["read", "--at"], &["--at"]),
        (&["read", "--timeout", "3s", "-"], &["--timeout"]),
        (&["403", "read", "-"], &["read"]),
        (&["codes", "abc"], &["\"abc\""]),
        (&["codes", "9xx"], &["9xx"]),
        (&["codes", "http://h/"], &["http://h/", "4xx"]),
        (&["rules", "forbiden"], &["\"forbiden\"", "forbidden"]),
        (&["rules", "no-valdator"], &["\"no-valdator\"", "no-validator"]),
        (&["rules", "\u{1b}[31m"], &["\\x1b[31m"]),
    ];
    for (args, told) in rows {
        refused(args, told);
    }
}

/// `-4` and `-6` look like numbers and are options all the same.
#[test]
fn address_family_options_are_read_and_exclude() {
    for option in ["-4", "--ipv4", "-6", "--ipv6"] {
        let ran = metstatus([option, "--timeout", "2s", "--proxy", "", "http://127.0.0.1:1/"]);
        assert_eq!((ran.code, ran.stderr.as_str()), (2, ""), "{option}");
    }
    refused(["-4", "-6", URL], &["--ipv4", "--ipv6"]);
}

#[test]
fn help_and_version_fit_the_terminal_on_stdout() {
    let commands: [(&[&str], &str); 7] = [
        (&[], "metstatus 403"),
        (&["read"], "| metstatus read -"),
        (&["codes"], "4xx"),
        (&["rules"], "ID"),
        (&["products"], "NAME[/VERSION]"),
        (&["help"], "metstatus 403"),
        (&["help", "read"], "| metstatus read -"),
    ];
    for (command, example) in commands {
        for option in if command.starts_with(&["help"]) { &[""][..] } else { &["-h", "--help"] } {
            let ran = metstatus(command.iter().chain([option].into_iter().filter(|option| !option.is_empty())));
            assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{command:?} {option}");
            let lines = ran.stdout.lines().count();
            assert!(*option != "-h" || lines <= 24, "{command:?} {option}: {lines} lines are no screen");
            assert!(ran.stdout.contains(example) && ran.stdout.contains("Usage: metstatus"), "{}", ran.stdout);
            let wide: Vec<&str> = ran.stdout.lines().filter(|line| line.chars().count() > 80).collect();
            assert!(wide.is_empty(), "{command:?} {option}: {wide:#?}");
            assert!(!ran.stdout.contains("\n\n\n"), "{command:?} {option}: a hole in {}", ran.stdout);
            assert!(
                ran.stdout.lines().all(|line| !line.ends_with(' ')),
                "{command:?} {option}: blanks at a line's end"
            );
        }
    }
    let help = metstatus(["--help"]).stdout;
    for part in [
        "Examples:",
        "Exit codes:",
        "--contact",
        "--user-agent",
        "METSTATUS_CONTACT",
        "NO_COLOR",
        "read",
        "codes",
        "rules",
    ] {
        assert!(help.contains(part), "{part}");
    }
    for option in ["-V", "--version"] {
        let ran = metstatus([option]);
        let knowledge = "knowledge of MET Norway's Weather API as of 20";
        let line = format!("metstatus {} ({knowledge}", env!("CARGO_PKG_VERSION"));
        assert!(ran.code == 0 && ran.stdout.starts_with(&line) && ran.stdout.lines().count() == 1, "{ran:?}");
    }
}

#[test]
fn quiet_prints_errors_only() {
    let rows: [(&[&str], i32); 4] = [
        (&["-q", "403"], 0),
        (&["--quiet", "--exit-code", "403", "200"], 2),
        (&["codes", "-q"], 0),
        (&["read", "-q", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/met-203.txt")], 1),
    ];
    for (args, code) in rows {
        let ran = metstatus(args);
        assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (code, "", ""), "{args:?}");
    }
    refused(["-q", "nonsense"], &["\"nonsense\""]);
}

#[test]
fn colour_follows_option_then_environment() {
    type Row = (&'static [&'static str], &'static [(&'static str, &'static str)], bool);
    let rows: [Row; 12] = [
        (&[], &[], false),
        (&["--color", "auto"], &[], false),
        (&["--color", "always"], &[], true),
        (&["--color", "always"], &[("NO_COLOR", "1"), ("TERM", "dumb")], true),
        (&["--color", "never"], &[("CLICOLOR_FORCE", "1")], false),
        (&[], &[("CLICOLOR_FORCE", "1")], true),
        (&[], &[("CLICOLOR_FORCE", "0")], false),
        (&[], &[("CLICOLOR_FORCE", "")], false),
        (&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
        (&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "")], true),
        (&["-f", "json"], &[("CLICOLOR_FORCE", "1")], false),
        (&["-f", "json", "--color", "always"], &[], false),
    ];
    for (options, environment, coloured) in rows {
        for (subject, refusal) in [("403", false), ("nonsense", true)] {
            let ran = app(options.iter().chain([&subject])).envs(environment.iter().copied()).run();
            let text = if refusal { &ran.stderr } else { &ran.stdout };
            let escapes = text.contains('\u{1b}');
            // Errors may go without colour, but must not have it where none is wanted.
            let right = escapes == coloured || (refusal && !escapes) || (refusal && options.contains(&"json"));
            assert!(right, "{options:?} {environment:?} {subject}: {text}");
        }
    }
}

#[test]
fn completion_scripts_and_pages_are_printed_or_written() {
    for (shell, word) in [
        ("bash", "complete -F _metstatus"),
        ("zsh", "#compdef metstatus"),
        ("fish", "complete -c metstatus"),
        ("elvish", "edit:completion:arg-completer[metstatus]"),
        ("powershell", "Register-ArgumentCompleter"),
        ("pwsh", "Register-ArgumentCompleter"),
    ] {
        let ran = metstatus(["completions", shell]);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{shell}");
        assert!(ran.stdout.contains(word), "{shell}: {:.300}", ran.stdout);
    }
    for (page, title) in [("metstatus", ".TH metstatus 1"), ("metstatus-report", "TH metstatus-report 5")] {
        let file = format!("/memory/{page}");
        let ran = metstatus(["man", page, "-o", &file]);
        assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (0, "", ""));
        let written = crate::support::files::get(&file).unwrap();
        assert!(written.contains(title), "{written:.400}");
        assert_eq!(metstatus(["man", page]).stdout, written);
    }
    let ran = app(["man"]).terminals([true; 3]).run();
    assert!(ran.stderr.contains("metstatus man | man -l -"), "{}", ran.stderr);
    refused(["completions", "tcsh"], &["tcsh", "bash, zsh, fish, elvish, powershell"]);
    refused(["completions", "zsh", "-f", "json"], &["--format json", "completion scripts"]);
    refused(["man", "curl"], &["\"curl\"", "metstatus-report"]);
    refused(["completion", "bash"], &["\"completion\"", "metstatus completions?"]);
}
