//! The completions, tried in the shells themselves. A shell that is not here is passed over, with a line that says so.

use std::process::Command;

/// A command line up to where it is completed, what is offered among others, and what must not be.
const ROWS: &[(&str, &[&str], &[&str])] = &[
    ("metstatus --for", &["--format"], &["--color"]),
    (
        "metstatus --format ",
        &["human", "json", "jsonl", "nagios", "prometheus", "junit", "sarif", "github", "gitlab", "markdown", "tap"],
        &["403", "--color", "Cargo.toml"],
    ),
    ("metstatus --color a", &["auto", "always"], &["never"]),
    ("metstatus 40", &["400", "403", "404"], &["200", "read"]),
    ("metstatus r", &["read", "rules"], &["codes"]),
    ("metstatus 403 --qu", &["--quiet"], &["--verbose"]),
    ("metstatus 403 42", &["422", "429"], &["403"]),
    ("metstatus --deny user-agent-m", &["user-agent-missing"], &["user-agent-generic"]),
    ("metstatus -q --allow coord", &["coordinate-precision", "coordinate-range"], &["no-data"]),
    ("metstatus rules tls-", &["tls-expired", "tls-untrusted"], &["dns-failure"]),
    ("metstatus --format json rules rate", &["rate-limited"], &["retry-later"]),
    ("metstatus codes 41", &["410", "418"], &["403", "user-agent-missing"]),
    ("metstatus products no", &["nowcast"], &["locationforecast"]),
    ("metstatus products --verb", &["--verbose"], &["--contact"]),
    ("metstatus help r", &["read", "rules"], &["codes"]),
];

fn file(path: &str) -> String {
    format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))
}

/// Whether a shell is here; says so where it is not.
#[allow(clippy::print_stderr, reason = "who reads the log of a test has to know what was not tried")]
fn is_here(shell: &str) -> bool {
    let here = Command::new(shell).args(["-c", "true"]).output().is_ok_and(|output| output.status.success());
    if !here {
        eprintln!("{shell} is not installed: its completions were not tried");
    }
    here
}

/// The first words of the lines that a command prints.
fn words(command: &mut Command) -> Vec<String> {
    let output = command.env_remove("BASH_ENV").output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().map(|line| line.split('\t').next().unwrap_or_default().trim().to_owned()).collect()
}

/// Compares what a shell offers. The lines are tried beside each other: a shell mostly waits for its terminal.
fn check(shell: &str, offered: impl Fn(&str) -> Vec<String> + Sync) {
    if !is_here(shell) {
        return;
    }
    let offered = &offered;
    let found = std::thread::scope(|scope| {
        let shells: Vec<_> = ROWS.iter().map(|(line, ..)| scope.spawn(move || offered(line))).collect();
        shells.into_iter().map(|shell| shell.join().unwrap()).collect::<Vec<_>>()
    });
    for ((line, wanted, unwanted), found) in ROWS.iter().zip(found) {
        let missing: Vec<_> = wanted.iter().filter(|word| !found.iter().any(|other| other == *word)).collect();
        let wrong: Vec<_> = unwanted.iter().filter(|word| found.iter().any(|other| other == *word)).collect();
        assert!(
            missing.is_empty() && wrong.is_empty(),
            "{shell}, {line:?}: {missing:?} missing, {wrong:?} wrong: {found:?}"
        );
    }
}

#[test]
fn bash_completes() {
    let offered = |line: &str| {
        let mut words_of: Vec<&str> = line.split_whitespace().collect();
        if line.ends_with(' ') {
            words_of.push("");
        }
        let script = file("tests/shells/complete.bash");
        words(Command::new("bash").args(["--norc", &script, &file("completions/metstatus.bash")]).args(words_of))
    };
    check("bash", offered);
    if is_here("bash") {
        // Where nothing is offered, bash offers files.
        assert_eq!(offered("metstatus read "), Vec::<String>::new());
    }
}

#[test]
fn fish_completes() {
    check("fish", |line| {
        let script = file("tests/shells/complete.fish");
        words(Command::new("fish").args(["--no-config", &script, &file("completions/metstatus.fish"), line]))
    });
}

#[test]
fn zsh_completes() {
    let work = tempfile::tempdir().unwrap();
    let offered = |line: &str| {
        let script = file("tests/shells/complete.zsh");
        let mut command = Command::new("zsh");
        words(command.args(["-f", &script, &file("completions"), line]).arg(work.path()))
    };
    if is_here("zsh") {
        // The first line leaves the list of zsh's functions for the others.
        offered(ROWS[0].0);
    }
    check("zsh", offered);
}

#[test]
fn scripts_have_no_errors_of_syntax() {
    for (shell, option, script) in
        [("bash", "-n", "metstatus.bash"), ("zsh", "-n", "_metstatus"), ("fish", "--no-execute", "metstatus.fish")]
    {
        if is_here(shell) {
            let output = Command::new(shell).args([option, &file(&format!("completions/{script}"))]).output().unwrap();
            assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
        }
    }
}
