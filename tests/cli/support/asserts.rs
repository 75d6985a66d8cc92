//! What the tests of the binary and those of the library look at in the same way.

#![allow(dead_code, reason = "support code: each test uses the part it needs")]

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::run::Ran;

impl Ran {
    /// The first result of the report.
    pub(crate) fn result(&self) -> Value {
        self.json()["results"][0].clone()
    }

    /// The ids of the first result's findings, in order.
    pub(crate) fn ids(&self) -> Vec<String> {
        let result = self.result();
        let findings = result["findings"].as_array().unwrap();
        findings.iter().map(|finding| finding["id"].as_str().unwrap().to_owned()).collect()
    }

    /// The first result's finding of an id.
    pub(crate) fn finding(&self, id: &str) -> Value {
        let result = self.result();
        let found = result["findings"].as_array().unwrap().iter().find(|finding| finding["id"] == id).cloned();
        found.unwrap_or_else(|| panic!("no {id}: {}", self.stdout))
    }
}

/// Checks how a run ended: its code, and every finding above info, in order.
#[track_caller]
pub(crate) fn assert_ended(ran: &Ran, code: i32, ids: &[&str]) {
    let result = ran.result();
    let findings = result["findings"].as_array().into_iter().flatten();
    let found: Vec<&str> =
        findings.filter(|finding| finding["severity"] != "info").filter_map(|finding| finding["id"].as_str()).collect();
    assert_eq!((ran.code, found.as_slice()), (code, ids), "{}{}", ran.stdout, ran.stderr);
}

/// Asserts that a finding and words are in the report.
#[track_caller]
pub(crate) fn said(ran: &Ran, id: &str, words: &[&str]) {
    let text = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains(&format!("[{id}]")), "{ran:#?}");
    for word in words {
        assert!(text.contains(word), "no {word:?}: {ran:#?}");
    }
}

/// Asserts that nothing in a text acts on a terminal or changes the order of its letters.
pub(crate) fn assert_clean(name: &str, text: &str, allowed: impl Fn(char) -> bool) {
    let harmful = |c: char| {
        c.is_control()
            || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let found: Vec<char> = text.chars().filter(|c| harmful(*c) && !allowed(*c)).collect();
    assert!(found.is_empty(), "{name}: {found:?} in {text}");
}

/// The same for every text in a JSON value.
pub(crate) fn assert_clean_values(name: &str, value: &Value) {
    match value {
        Value::String(text) => assert_clean(name, text, |_| false),
        Value::Array(items) => items.iter().for_each(|item| assert_clean_values(name, item)),
        Value::Object(members) => members.iter().for_each(|(key, value)| {
            assert_clean(name, key, |_| false);
            assert_clean_values(name, value);
        }),
        _ => {}
    }
}

/// The names of the files in a folder, in order.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
