//! What holds for any bytes from outside, tried on what tests know, on mutations of it and on noise. Fuzzing tries the
//! same on much more: `fuzz/README.md`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod checks;
mod regressions;
mod scale;
mod seeds;

use std::path::Path;

use proptest::prelude::*;
use proptest::sample::Index;

use checks::CHECKS;
use metstatus::internals::intake::command;
use metstatus::internals::intake::log::{LogReader, LogRow};

/// A change of an input.
#[derive(Clone, Debug)]
enum Edit {
    Insert(Index, Index),
    Overwrite(Index, u8),
    Delete(Index, u8),
    Repeat(Index, u8),
    Splice(Index, Index, u8),
    Noise(Index, Vec<u8>),
}

fn edit() -> impl Strategy<Value = Edit> {
    let at = any::<Index>;
    prop_oneof![
        (at(), at()).prop_map(|(at, token)| Edit::Insert(at, token)),
        (at(), any::<u8>()).prop_map(|(at, byte)| Edit::Overwrite(at, byte)),
        (at(), any::<u8>()).prop_map(|(at, count)| Edit::Delete(at, count)),
        (at(), any::<u8>()).prop_map(|(at, count)| Edit::Repeat(at, count)),
        (at(), at(), any::<u8>()).prop_map(|(at, seed, count)| Edit::Splice(at, seed, count)),
        (at(), proptest::collection::vec(any::<u8>(), 0..40)).prop_map(|(at, bytes)| Edit::Noise(at, bytes)),
    ]
}

fn edited(seeds: &[Vec<u8>], start: Index, edits: &[Edit]) -> Vec<u8> {
    let mut bytes = start.get(seeds).clone();
    for edit in edits {
        let place = |at: &Index| at.index(bytes.len() + 1);
        let span = |at: usize, count: u8| at..(at + usize::from(count)).min(bytes.len());
        match edit {
            Edit::Insert(at, token) => {
                let at = place(at);
                bytes.splice(at..at, token.get(&seeds::TOKENS).iter().copied());
            }
            Edit::Overwrite(at, byte) => {
                let at = place(at);
                bytes.splice(span(at, 1), [*byte]);
            }
            Edit::Delete(at, count) => {
                let at = place(at);
                bytes.drain(span(at, *count));
            }
            Edit::Repeat(at, count) => {
                let at = place(at);
                let part = bytes[span(at, *count)].to_vec();
                bytes.splice(at..at, part);
            }
            Edit::Splice(at, seed, count) => {
                let at = place(at);
                let other = seed.get(seeds);
                let from = other.len() / 3;
                let part = other[from..(from + usize::from(*count)).min(other.len())].to_vec();
                bytes.splice(at..at, part);
            }
            Edit::Noise(at, noise) => {
                let at = place(at);
                bytes.splice(at..at, noise.iter().copied());
            }
        }
    }
    bytes
}

/// Tries a check on its seeds, and on so many mutations of them.
fn holds(name: &str, mutations: u32) {
    let check = CHECKS.iter().find(|(known, _)| *known == name).unwrap().1;
    let seeds = seeds::of(name);
    for seed in &seeds {
        check(seed);
    }
    check(b"");
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(mutations) };
    let inputs = (any::<Index>(), proptest::collection::vec(edit(), 0..6));
    proptest!(config, |((start, edits) in inputs)| check(&edited(&seeds, start, &edits)));
    proptest!(ProptestConfig::with_cases(mutations / 4), |(bytes in proptest::collection::vec(any::<u8>(), 0..300))| {
        check(&bytes);
    });
}

macro_rules! properties {
    ($($test:ident: $check:literal, $mutations:literal;)+) => {
        $(#[test]
        fn $test() {
            holds($check, $mutations);
        })+

        #[test]
        fn every_check_is_tried() {
            assert_eq!([$($check),+], CHECKS.map(|(name, _)| name));
        }
    };
}

properties! {
    changelogs_are_read_in_bounds: "changelog", 200;
    commands_ask_the_same_when_written_again: "command", 400;
    contents_stay_within_their_limit: "content", 400;
    dates_mean_what_is_written_back: "date", 400;
    fields_stay_in_their_range: "fields", 60;
    archives_hold_no_more_than_they_have: "har", 200;
    heads_written_anew_are_the_same: "head", 400;
    inquiries_keep_to_what_is_promised: "inquiry", 40;
    captures_hold_no_more_than_they_have: "intake", 200;
    lines_of_logs_hold_what_is_read_of_them: "log", 400;
    pastes_with_hints_hold_no_more_than_they_have: "paste", 200;
    reports_do_not_act_in_any_format: "report", 40;
    framing_filter_in_pieces_gives_the_same: "framing", 400;
    states_are_read_as_they_are_written: "state", 60;
    lists_of_targets_do_not_act: "targets", 100;
    shown_text_does_not_act: "text", 400;
    urls_mean_what_is_sent: "url", 400;
}

/// Every check has a fuzz target of its name, and every target a check.
#[test]
fn every_check_is_fuzzed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    let readme = std::fs::read_to_string(folder.join("README.md")).unwrap();
    for (name, _) in CHECKS {
        let target = std::fs::read_to_string(folder.join(format!("fuzz_targets/{name}.rs"))).unwrap();
        assert!(target.contains(&format!("holds(\"{name}\", bytes)")), "{target}");
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name} is no target of the manifest");
        assert!(readme.contains(&format!("| `{name}` |")), "{name} is not in fuzz/README.md");
    }
    assert_eq!(std::fs::read_dir(folder.join("fuzz_targets")).unwrap().count(), CHECKS.len());
}

/// A seed that is not read would try nothing but that.
#[test]
fn seeds_of_commands_logs_and_pastes_are_read() {
    let is_read = |check: &str, seed: &[u8]| match check {
        "command" => command::parse(&String::from_utf8_lossy(seed)).is_some_and(|command| !command.requests.is_empty()),
        "log" => {
            let mut reader = LogReader::default();
            seed.split(|byte| *byte == b'\n').any(|line| reader.read(line, &mut |_| ()) == LogRow::Request)
        }
        _ => metstatus::internals::intake::read(&seed[2..]).is_ok(),
    };
    for check in ["command", "log"] {
        for seed in seeds::of(check) {
            assert!(is_read(check, &seed), "{check}: {}", String::from_utf8_lossy(&seed));
        }
    }
    for report in seeds::REPORTS {
        assert!(is_read("paste", format!("-\n{report}").as_bytes()), "{report}");
    }
}

/// Writes the seeds for the fuzzer into the folder that `METSTATUS_SEEDS` names: `fuzz/seed` does.
#[test]
fn every_check_has_seeds() {
    #[allow(clippy::disallowed_methods, reason = "a test may be told by its environment to write its files")]
    let folder = std::env::var_os("METSTATUS_SEEDS").map(std::path::PathBuf::from);
    for (check, _) in CHECKS {
        let seeds = seeds::of(check);
        let Some(folder) = folder.as_ref().map(|folder| folder.join(check)) else { continue };
        std::fs::create_dir_all(&folder).unwrap();
        for (at, seed) in seeds.iter().enumerate() {
            std::fs::write(folder.join(seeds::name(at, seed)), seed).unwrap();
        }
    }
    let quoted = |token: &&[u8]| token.iter().map(|byte| format!("\\x{byte:02x}")).collect::<String>();
    let dictionary: String = seeds::TOKENS.iter().map(|token| format!("\"{}\"\n", quoted(token))).collect();
    if let Some(folder) = folder {
        std::fs::write(folder.join("tokens.dict"), dictionary).unwrap();
    }
}
