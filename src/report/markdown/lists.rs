//! The lists of codes, products and rules as Markdown, to be pasted into an issue or a comment.

use super::{code, in_cell, list, see, text};
use crate::diagnosis::lookup::{Subject, phrase};
use crate::diagnosis::rule::{Rule, Topic};
use crate::http::time::date::Timestamp;
use crate::met::meanings::AS_OF;
use crate::met::products::{Version, as_of};
use crate::report::products::ProductSelection;
use crate::report::rules::RuleSelection;
use crate::report::scenarios::{self, Chosen};
use crate::report::settings::Settings;
use crate::report::{codes, products, rules, subject};
use crate::sandbox::scenario::{COMMON, SCENARIOS, Trait};
use crate::text::count::counted;

/// A table of codes.
pub(crate) fn codes(subject: Option<Subject>) -> String {
    let rows = codes::chosen(subject).into_iter().map(|code| {
        let name = phrase(code).unwrap_or_default();
        [code.to_string(), text(name), text(&subject::in_short(code, true).unwrap_or_default())]
    });
    format!("## metstatus: status codes\n\n{}\nAs of {AS_OF}.\n", table(["Code", "Name", "Meaning"], rows))
}

/// A table of products, or what is known of one.
pub(crate) fn products(chosen: &ProductSelection, now: Timestamp, verbose: bool) -> String {
    let (versions, ended) = chosen.shown(now, verbose);
    let mut out = String::new();
    if matches!(chosen, ProductSelection::All) {
        out.push_str("## metstatus: products of the Weather API\n\n");
        let rows = versions.iter().map(|version| {
            let remark = products::remark(version, now);
            [code(&version.name()), version.state_at(now).as_str().to_owned(), text(&remark)]
        });
        out.push_str(&table(["Version", "State", "End"], rows));
    } else {
        out.push_str(&versions.iter().map(|version| card(version, now)).collect::<Vec<_>>().join("\n"));
    }
    if ended > 0 {
        out.push_str(&format!("\n{} ended.\n", counted(ended, "version has", "versions have")));
    }
    format!("{out}\nAs of {}.\n", as_of())
}

fn card(version: &Version, now: Timestamp) -> String {
    let rows = products::rows(version, now).into_iter().map(|(label, text)| format!("{label}: {text}"));
    let head = format!("## metstatus: {} ({})\n\n", text(&version.name()), version.state_at(now).as_str());
    let items: String = rows.map(|row| format!("- {}\n", text(&row))).collect();
    format!("{head}{items}{}", see(version.source))
}

/// Rules as a table below each topic, or each rule in full.
pub(crate) fn rules(chosen: &RuleSelection) -> String {
    match chosen {
        RuleSelection::Explain(rules) => rules.iter().map(|rule| rule_in_full(rule)).collect::<Vec<_>>().join("\n"),
        RuleSelection::List(rules) => {
            let of = |topic: Topic| {
                let rules: Vec<&&Rule> = rules.iter().filter(|rule| rule.topic == topic).collect();
                let rows =
                    rules.iter().map(|rule| [code(rule.id), rule.severity.as_str().to_owned(), text(rule.title)]);
                let table = table(["Rule", "Severity", "Title"], rows);
                (!rules.is_empty()).then(|| format!("### {}\n\n{table}", topic.as_str()))
            };
            let topics: Vec<String> = Topic::ALL.into_iter().filter_map(of).collect();
            format!("## metstatus: rules\n\n{}", topics.join("\n"))
        }
    }
}

/// A table of the files of settings, and one of the settings.
pub(crate) fn settings(settings: &Settings) -> String {
    let files = settings.files.iter().map(|file| {
        let found = file.reason.as_ref().map_or_else(|| file.found.to_owned(), |why| format!("{}: {why}", file.found));
        [file.role.to_owned(), code(&file.path), text(&found)]
    });
    let rows = settings.rows.iter().map(|row| {
        let values: Vec<String> = row.values.iter().map(|value| code(value)).collect();
        let line = row.line.map(|line| format!("line {line}"));
        let place = row.place.as_deref().map(code).into_iter().chain(line).collect::<Vec<_>>().join(", ");
        [code(&row.name), values.join(", "), row.source.to_owned(), place]
    });
    let (files, rows) = (table(["File", "Path", "State"], files), table(["Setting", "Value", "Source", "Place"], rows));
    format!("## metstatus: settings\n\n{files}\n{rows}")
}

/// The scenarios of the sandbox as a table, or one in full.
pub(crate) fn scenarios(chosen: Chosen) -> String {
    let Chosen::One(scenario) = chosen else {
        let rows = SCENARIOS.iter().map(|one| [code(one.name), text(one.title)]);
        return format!("## metstatus: scenarios of the sandbox\n\n{}", table(["Scenario", "Title"], rows));
    };
    let of = |one: &Trait| format!("{} ({}: {})", one.text, one.source.mark(), one.source.text());
    let traits = |traits: &[Trait]| traits.iter().map(of).collect::<Vec<_>>();
    let steps: Vec<String> = scenarios::steps(scenario).collect();
    format!(
        "## metstatus: {}\n\n{}\n\nJudged: {}\n{}{}{}",
        scenario.name,
        text(scenario.title),
        text(scenario.judged),
        list("Steps", &steps),
        list("In this scenario", &traits(scenario.traits)),
        list("In every scenario", &traits(COMMON))
    )
}

fn rule_in_full(rule: &Rule) -> String {
    let mut out = format!("## metstatus: {}\n\n**{}** ({})\n", rule.id, text(rule.title), rule.severity.as_str());
    out.push_str(&format!("\n{}\n", text(rule.explanation)));
    out.push_str(&list("What to do", rule.advice));
    if !rule.example.is_empty() {
        out.push_str(&format!("\n**Example**:\n\n{}", block(&rules::shortened(rule.example, false, "").join("\n"))));
    }
    format!("{out}\n{}", see(rule.reference))
}

/// A text as a block of code, between fences longer than any run of backticks in it.
fn block(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}text\n{}\n{fence}\n", text.trim_end())
}

/// A table; the cells are Markdown.
fn table<const N: usize>(head: [&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let line = |cells: &[String]| {
        let cells: String = cells.iter().map(|cell| format!(" {} |", in_cell(cell)).replace("  |", " |")).collect();
        format!("|{cells}\n")
    };
    let mut out = line(&head.map(str::to_owned));
    out.push_str(&line(&[const { "---" }; N].map(str::to_owned)));
    rows.for_each(|row| out.push_str(&line(&row)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn block_fence_is_longer_than_any_run_of_backticks() {
        assert_eq!(block("a\n\n"), "```text\na\n```\n");
        assert_eq!(block("a ```` b"), "`````text\na ```` b\n`````\n");
    }

    #[test]
    fn table_has_as_many_cells_in_each_line() {
        let rows = [["a|b".to_owned(), String::new()]];
        assert_eq!(table(["X", "Y"], rows.into_iter()), "| X | Y |\n| --- | --- |\n| a\\|b | |\n");
    }
}
