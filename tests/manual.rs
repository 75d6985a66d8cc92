//! The manual covers everything: each option, exit code, variable, finding, subcommand and file that there is.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::{Path, PathBuf};

use clap::{CommandFactory as _, ValueEnum as _};
use metstatus::internals::app::args::cli::Cli;
use metstatus::internals::diagnosis::rules;
use metstatus::internals::exit::EXIT_CODES;
use metstatus::internals::report::format::ReportFormat;

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The pages as plain text.
fn pages() -> String {
    let mut pages: Vec<PathBuf> = std::fs::read_dir(root("man")).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.sort();
    let text: String = pages.iter().map(|page| std::fs::read_to_string(page).unwrap()).collect();
    plain(&text)
}

fn plain(roff: &str) -> String {
    ["\\fB", "\\fI", "\\fR", "\\&"].iter().fold(roff.replace("\\-", "-"), |text, font| text.replace(font, ""))
}

/// Whether a word is in a text by itself, and not as a part of a longer one.
fn tells(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back().is_some_and(is_part);
        let after = text[at + word.len()..].chars().next().is_some_and(is_part);
        !before && !after
    })
}

/// The variables of the environment that the sources name where they read it.
fn variables(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            variables(&path, found);
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for line in code.lines().filter(|line| line.contains("env") || line.contains("set(\"")) {
            let literals = line.split('"').skip(1).step_by(2);
            let is_name = |word: &&str| {
                word.len() > 3
                    && word.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
                    // What cargo sets while the program is built.
                    && !(word.starts_with("CARGO_") || *word == "OUT_DIR")
            };
            found.extend(literals.filter(is_name).map(str::to_owned));
        }
    }
}

#[test]
fn every_part_of_the_command_line_is_in_the_manual() {
    let (text, command) = (pages(), Cli::command());
    let mut missing = Vec::new();
    let mut count = 0;
    for command in std::iter::once(&command).chain(command.get_subcommands()) {
        missing.extend(
            Some(format!("metstatus {}", command.get_name()))
                .filter(|name| command.get_name() != "metstatus" && !tells(&text, name)),
        );
        for long in command.get_arguments().filter(|arg| !arg.is_hide_set()).filter_map(clap::Arg::get_long) {
            count += 1;
            missing.extend(Some(format!("--{long}")).filter(|option| !tells(&text, option)));
        }
        for short in command.get_arguments().filter(|arg| !arg.is_hide_set()).filter_map(clap::Arg::get_short) {
            missing.extend(Some(format!("-{short}")).filter(|option| !tells(&text, option)));
        }
    }
    assert!(missing.is_empty() && count > 30, "of {count} not in the manual: {missing:?}");
}

#[test]
fn every_finding_and_exit_code_is_in_the_manual() {
    let text = pages();
    let missing: Vec<&str> = rules::all().map(|rule| rule.id).filter(|id| !tells(&text, id)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    for (code, meaning) in EXIT_CODES {
        assert!(text.contains(&format!("\n{code}\n{meaning}")), "{code}");
    }
}

#[test]
fn every_variable_is_in_the_manual() {
    let (text, mut names) = (pages(), Vec::new());
    variables(&root("src"), &mut names);
    for known in ["METSTATUS_CONTACT", "COLUMNS", "NO_COLOR", "TERM"] {
        assert!(names.iter().any(|name| name == known), "{known} is not among {names:?}: this test does not see it");
    }
    let missing: Vec<&String> = names.iter().filter(|name| !tells(&text, name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_installed_file_is_in_the_manual() {
    let text = pages();
    let manifest = std::fs::read_to_string(root("Cargo.toml")).unwrap();
    let assets = manifest.split("assets = [").nth(1).unwrap().split("\n]").next().unwrap();
    for line in assets.lines().filter(|line| line.contains("\"usr/")) {
        let parts: Vec<&str> = line.split('"').collect();
        let (source, place) = (parts[1], parts[3]);
        // What every package has in its place, and what is not a file to be used, goes without saying.
        if ["usr/bin/", "usr/share/man/", "usr/share/lintian/"].iter().any(|known| place.starts_with(known)) {
            continue;
        }
        let name = if place.ends_with('/') { source.rsplit('/').next().unwrap() } else { "" };
        let file = format!("/{place}{name}");
        let folders = Path::new(&file).ancestors().skip(1).map(|folder| format!("\n{}\n", folder.display()));
        let is_told = text.contains(&file) || folders.into_iter().any(|folder| text.contains(&folder));
        assert!(is_told, "{file} is not in the manual");
    }
}

/// Every format has its section in the page of the reports, and every figure and metric is reported there.
#[test]
fn every_format_figure_and_metric_is_in_the_manual() {
    let page = plain(&std::fs::read_to_string(root("man/metstatus-report.5")).unwrap());
    for format in ReportFormat::value_variants() {
        let name = format.to_possible_value().unwrap().get_name().to_uppercase();
        assert!(page.contains(&format!("\n.SH {name}\n")) || name == "JSONL", "{name} has no section");
    }
    assert!(page.contains("--format jsonl"));
    let metrics = metstatus::internals::report::prometheus::described();
    assert!(metrics.len() > 10 && metrics.iter().all(|(name, _)| tells(&page, name)), "{metrics:?}");
    let source = std::fs::read_to_string(root("src/report/nagios.rs")).unwrap();
    let labels: Vec<&str> = source.split("figure(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let missing: Vec<&&str> = labels.iter().filter(|label| !page.contains(&format!("\n.TP\n{label}"))).collect();
    assert!(labels.len() > 5 && missing.is_empty(), "{missing:?} of {labels:?}");
}
