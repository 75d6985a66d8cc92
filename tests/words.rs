//! Turns of phrase that read like a translation, in what people read: documents, the manual, the help, the rules and the pages of the codes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;

/// What is not written, and what to write instead.
const BANNED: [(&str, &str); 17] = [
    ("behind", "after, or backend"),
    ("whoever", "the server operator, anyone who"),
    ("nobody", "no one, or name who"),
    ("somebody", "another client, someone"),
    ("tell", "say, report, show"),
    ("tells", "says, reports, shows"),
    ("told", "reported, shown"),
    ("stands", "is"),
    ("misses", "lacks"),
    ("anew", "again"),
    ("besides", "also"),
    ("reckon", "compute"),
    ("so that", "so, or to"),
    ("is no", "is not a"),
    ("are no", "are not"),
    ("mail address", "e-mail address"),
    ("likeliest", "most likely"),
];

/// Words around a banned turn that make it right.
const ALLOWED: [(&str, &str); 8] = [
    ("near misses", "the usual term for inputs that almost match"),
    ("e-mail address", "the word itself"),
    ("is no longer", "an idiom of its own"),
    ("are no longer", "an idiom of its own"),
    ("there is no ", "plain English for what does not exist"),
    ("there are no ", "plain English for what does not exist"),
    ("clock is behind", "what a clock can be"),
    ("told\\-to\\-wait", "a public value of the JSON report"),
];

/// The files that people read. The snapshots show the help, the lists and the pages of the codes.
const FILES: [&str; 16] = [
    "README.md",
    "SECURITY.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "contrib/README.md",
    "man/metstatus.1",
    "man/metstatus-report.5",
    "completions/metstatus.fish",
    "tests/snapshots/help.txt",
    "tests/snapshots/long-help.txt",
    "tests/snapshots/rules.txt",
    "tests/snapshots/rule.txt",
    "tests/snapshots/codes.txt",
    "tests/snapshots/look-up-403.txt",
    "tests/snapshots/look-up-203.txt",
    "tests/snapshots/look-up-5xx.txt",
];

fn text(path: &str) -> String {
    fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The words of a text with single blanks, in lower case, so that a line end does not hide a turn.
fn folded(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    format!(" {} ", words.join(" ").to_lowercase())
}

/// The places of the banned turns, as whole words.
fn banned(text: &str) -> Vec<String> {
    let mut folded = folded(text);
    for (allowed, _) in ALLOWED {
        folded = folded.replace(allowed, "");
    }
    let mut found = Vec::new();
    for (turn, instead) in BANNED {
        for (at, _) in folded.match_indices(turn) {
            let is_end = |character: Option<char>| character.is_none_or(|c| !c.is_alphanumeric() && c != '-');
            let (before, after) = (folded[..at].chars().next_back(), folded[at + turn.len()..].chars().next());
            if is_end(before) && is_end(after) {
                let start = folded[..at].char_indices().rev().nth(30).map_or(0, |(start, _)| start);
                let end = folded[at..].char_indices().nth(60).map_or(folded.len(), |(end, _)| at + end);
                found.push(format!("\"{turn}\" (write: {instead}) in: {}", &folded[start..end]));
            }
        }
    }
    found
}

#[test]
fn documents_and_screens_have_no_banned_turn() {
    let found: Vec<String> = FILES
        .iter()
        .flat_map(|file| banned(&text(file)).into_iter().map(move |what| format!("{file}: {what}")))
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn banned_turn_is_found_across_a_line_end_only_as_words() {
    assert_eq!(banned("It fails, so\n  that it ends.").len(), 1);
    assert_eq!(banned("The server tells. It told.").len(), 2);
    assert_eq!(banned("This is no longer so; the storyteller, an e-mail address, retold.").len(), 0);
}
