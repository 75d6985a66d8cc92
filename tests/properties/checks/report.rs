//! The report on whatever was captured, in every format.

use clap::ValueEnum as _;
use serde_json::Value;

use super::{NOW, assert_line, assert_painted, assert_shown, world};
use metstatus::internals::diagnosis::facts::Facts;
use metstatus::internals::diagnosis::overrides::Overrides;
use metstatus::internals::diagnosis::thresholds::Thresholds;
use metstatus::internals::diagnosis::{Diagnosis, SourceLocation};
use metstatus::internals::evidence::Exchange;
use metstatus::internals::intake;
use metstatus::internals::report::format::ReportFormat;
use metstatus::internals::report::paint::{Paint, without_colour};
use metstatus::internals::report::{Report, TargetResult, render};
use metstatus::internals::text::escape::{clip, escape};

/// Nothing of a capture acts in any format, nor in the strings of those that are JSON, nor in what a run says of it.
pub(crate) fn holds(bytes: &[u8]) {
    if let Ok(reading) = intake::read(bytes) {
        let entries = reading.captured.into_iter().take(20).enumerate().map(|(at, mut captured)| {
            let received = captured.at.unwrap_or(NOW);
            intake::receive(&mut captured.evidence, received);
            let target = captured.evidence.exchanges.first().and_then(Exchange::url);
            let target = target.map_or_else(|| captured.place.clone(), ToString::to_string);
            let facts = Facts::new(captured.evidence, received, Thresholds::default());
            let mut diagnosis = Diagnosis::new(target, facts, &Overrides::default());
            diagnosis.place = (at % 2 == 0)
                .then(|| SourceLocation { file: clip(&escape(&String::from_utf8_lossy(bytes)), 80), line: at + 1 });
            TargetResult::Checked(Box::new(diagnosis))
        });
        every_format(&Report::new(entries.collect(), NOW, false), None);
    }
    let ran = world::run(&["read", "-v", "--color", "always", "--hyperlinks", "always", "-"], bytes);
    assert!(ran.exit.code() <= 3 && !(ran.stdout.is_empty() && ran.stderr.is_empty()), "{ran:?}");
}

/// Nothing in a report acts, whatever the format, and what is secret is not there.
pub(crate) fn every_format(report: &Report, secret: Option<&str>) {
    for format in ReportFormat::value_variants() {
        for links in [false, true] {
            let shown = render(*format, report, &Paint { links, ..Paint::plain(80) }, true);
            // The one character of this kind that the program itself writes: a warning sign in colour.
            let shown = if *format == ReportFormat::Markdown { shown.replace("| ⚠\u{fe0f} ", "| ") } else { shown };
            let name = format!("{format:?}");
            assert_painted(&name, &shown);
            assert!(secret.is_none_or(|secret| !shown.contains(secret)), "{name} tells a secret: {shown}");
            match format {
                ReportFormat::Human => {
                    assert_eq!(without_colour(&shown).contains('\u{1b}'), links && shown.contains("\u{1b}]8;;"))
                }
                ReportFormat::Github => {}
                _ => assert_shown(&name, &shown),
            }
            match format {
                ReportFormat::Json | ReportFormat::Sarif | ReportFormat::Gitlab => strings(&name, &shown),
                ReportFormat::Jsonl => shown.lines().for_each(|line| strings(&name, line)),
                _ => {}
            }
        }
    }
}

/// What a reader of JSON gets out of its strings acts no more than the text itself.
fn strings(name: &str, text: &str) {
    walk(name, &serde_json::from_str(text).expect("it is JSON"));
}

fn walk(name: &str, value: &Value) {
    match value {
        Value::String(text) => assert_shown(name, text),
        Value::Array(values) => values.iter().for_each(|value| walk(name, value)),
        Value::Object(members) => members.iter().for_each(|(key, value)| {
            assert_line(name, key);
            walk(name, value);
        }),
        _ => {}
    }
}
