//! The files for operators in `contrib/`: every option in them is one that the program has, and every command line one
//! that it understands. `contrib/try` runs them for real.

use std::fs;
use std::path::Path;
use std::time::Duration;

use clap::{CommandFactory as _, Parser as _};

use crate::support::door::app::args::cli::Cli;

const FILES: [&str; 13] = [
    "../README.md",
    "README.md",
    "targets.txt",
    "icinga2/metstatus.conf",
    "icinga2/services.conf",
    "nagios/metstatus.cfg",
    "systemd/metstatus.service",
    "github/metstatus.yml",
    "gitlab/metstatus.gitlab-ci.yml",
    "kubernetes/cronjob.yaml",
    "sensu/check.yaml",
    "sandbox/github.yml",
    "sandbox/gitlab-ci.yml",
];

fn contrib(file: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("contrib").join(file)).unwrap()
}

/// The long options of the program.
fn known() -> Vec<String> {
    let command = Cli::command();
    let longs = command.get_arguments().filter_map(|arg| arg.get_long().map(|long| format!("--{long}")));
    longs.chain(["--help", "--version"].map(str::to_owned)).collect()
}

/// The long options in a line that are meant for metstatus: not those after the name of another program.
fn options(line: &str) -> Vec<String> {
    let others = ["cargo", "kubectl", "systemctl", "sensuctl", "apt", "docker"];
    let mut found = Vec::new();
    for command in line.split(['`', '|', '&']) {
        let words = command.split(|c: char| c.is_whitespace() || "'\"[](),;".contains(c));
        for word in words.take_while(|word| !others.contains(word)) {
            let name = word.split('=').next().unwrap().trim_end_matches(['.', ':']);
            let is_option =
                name.strip_prefix("--").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
            found.extend(is_option.then(|| name.to_owned()));
        }
    }
    found
}

#[test]
fn options_in_contrib_files_exist() {
    let mut known = known();
    // The README shows options of subcommands too, and one of curl's.
    let command = Cli::command();
    let of_subcommands = command.get_subcommands().flat_map(|command| command.get_arguments());
    known.extend(of_subcommands.filter_map(|arg| arg.get_long().map(|long| format!("--{long}"))));
    known.push("--trace".to_owned());
    for (file, least) in FILES.into_iter().zip([25, 2, 0, 24, 0, 6, 4, 5, 4, 4, 3, 5, 4]) {
        let text = contrib(file);
        let found: Vec<String> = text.lines().flat_map(options).collect();
        assert!(found.len() >= least, "{file}: {found:?}");
        let unknown: Vec<&String> = found.iter().filter(|option| !known.contains(option)).collect();
        assert!(unknown.is_empty(), "{file}: {unknown:?}");
    }
}

/// The arguments of the check command of Icinga, in the order of the file: the option, and whether it is a flag.
fn arguments_of_icinga() -> Vec<(String, bool)> {
    let text = contrib("icinga2/metstatus.conf");
    let mut found: Vec<(String, bool)> = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('"').and_then(|rest| rest.strip_suffix("\" = {")) {
            found.push((name.to_owned(), false));
        } else if let Some((_, flag)) = found.last_mut() {
            *flag |= line.starts_with("set_if");
        }
    }
    found
}

#[test]
fn icinga_command_has_every_option_of_a_check() {
    // What would wait within the timeout of the check, what is not a check, and what is for people at a terminal.
    let left_out = ["splay", "targets", "dry-run", "as-curl", "exit-code", "format", "output", "report"];
    let for_people = ["quiet", "verbose", "brief", "no-brief", "color", "hyperlinks", "help", "version"];
    let left_out: Vec<String> = left_out.iter().chain(&for_people).map(|name| format!("--{name}")).collect();
    let arguments = arguments_of_icinga();
    let missing: Vec<String> = known()
        .into_iter()
        .filter(|option| !left_out.contains(option) && !arguments.iter().any(|(name, _)| name == option))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    let text = contrib("icinga2/metstatus.conf");
    for (name, _) in arguments.iter().filter(|(name, _)| name != "--") {
        assert!(!left_out.contains(name), "{name} is in the file");
        let variable = format!("\"$metstatus_{}$\"", name.trim_start_matches('-').replace('-', "_"));
        assert!(text.contains(&variable), "{name} has no {variable}");
    }
}

/// A value that an option takes.
fn sample(option: &str) -> &'static str {
    match option {
        "--header" => "X-One: 1",
        "--replay" | "--controls" | "--changelog" => "never",
        "--state" | "--cacert" => "/file",
        "--timeout" => "20s",
        "--timeout-result" => "unknown",
        "--jobs" | "--max-redirects" | "--max-body" => "4",
        "--rate" => "30/m",
        "--resolve" => "api.met.no:443:127.0.0.1",
        "--roots" => "bundled",
        "--proxy" => "http://127.0.0.1:3128",
        "--warning" | "--critical" => "~:5",
        "--eol-warning" | "--eol-critical" => "60d",
        "--allow" | "--warn" | "--deny" => "clock-skew",
        _ => "text",
    }
}

/// The words of a command line as a shell splits it, up to `||`. Comments and substitutions are not for here.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), String::new(), None);
    for c in line.chars() {
        match quote {
            Some(end) if c == end => quote = None,
            None if c == '\'' || c == '"' => quote = Some(c),
            None if c.is_whitespace() => words.push(std::mem::take(&mut word)),
            _ => word.push(c),
        }
    }
    words.push(word);
    words.into_iter().filter(|word| !word.is_empty()).take_while(|word| word != "||").collect()
}

/// What a command line asks for.
fn parsed(file: &str, line: &[String]) -> Cli {
    Cli::try_parse_from(line).unwrap_or_else(|error| panic!("{file}: {line:?}\n{error}"))
}

/// The line of a file that begins so, with those that continue it.
fn line(file: &str, begins: &str) -> Vec<String> {
    let text = contrib(file).replace("\\\n", " ");
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| line.starts_with(begins)).collect();
    let [line] = lines.as_slice() else { panic!("{file} has {} lines with {begins}", lines.len()) };
    words(line.trim_start_matches(begins))
}

#[test]
fn command_lines_in_contrib_files_parse() {
    let named = |words: Vec<String>| -> Vec<String> { std::iter::once("metstatus".to_owned()).chain(words).collect() };
    let nagios: Vec<String> =
        line("nagios/metstatus.cfg", "command_line").into_iter().filter(|word| word != "$ARG2$").collect();
    let nagios = parsed("nagios", &nagios);
    assert_eq!((nagios.targets[0].to_str().unwrap(), nagios.asking.state.is_some()), ("$ARG1$", true));

    let systemd = parsed("systemd", &line("systemd/metstatus.service", "ExecStart="));
    assert!(systemd.showing.output.is_some() && systemd.asking.state.is_some() && systemd.many.lists.len() == 1);

    let github = parsed("github", &named(line("github/metstatus.yml", "metstatus --format")[1..].to_vec()));
    assert_eq!(github.showing.report.len(), 3);
    let gitlab = parsed("gitlab", &named(line("gitlab/metstatus.gitlab-ci.yml", "- metstatus")));
    assert_eq!(gitlab.showing.report.len(), 2);

    let kubernetes: Vec<String> = contrib("kubernetes/cronjob.yaml")
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- --").map(|option| format!("--{option}")))
        .collect();
    let kubernetes = parsed("kubernetes", &named(kubernetes));
    assert_eq!((kubernetes.showing.report.len(), kubernetes.many.splay), (1, Duration::from_secs(1200)));

    let text = contrib("sensu/check.yaml");
    let command = text.split("command: >-").nth(1).unwrap().split("\n  #").next().unwrap();
    let sensu = parsed("sensu", &words(command));
    assert_eq!(sensu.targets.len(), 1);
    let killed = text.lines().find_map(|line| line.trim().strip_prefix("timeout: ")).unwrap();
    assert!(sensu.asking.timeout < Duration::from_secs(killed.parse().unwrap()));
}

#[test]
fn icinga_arguments_parse_and_end_in_time() {
    let mut line = vec!["check_metstatus".to_owned()];
    // Icinga sorts them, but for the target.
    for (name, is_flag) in arguments_of_icinga() {
        // Two that exclude each other.
        if name == "--roots" || name == "--ipv6" {
            continue;
        }
        line.push(name.clone());
        line.extend((!is_flag).then(|| sample(&name).to_owned()));
    }
    assert!(line.len() > 40, "{line:?}");
    let cli = parsed("icinga2", &line);
    assert_eq!(cli.targets.len(), 1);
    let text = contrib("icinga2/metstatus.conf");
    assert!(text.contains("\n  timeout = 1m\n") && text.contains("vars.metstatus_timeout = \"20s\""), "other times");
    assert!(cli.asking.timeout < Duration::from_secs(60));
}
