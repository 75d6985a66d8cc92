//! What each format has to be, checked by its own grammar.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use fluent_uri::UriRef;
use serde_json::Value;

/// The formats that have a grammar here.
pub(crate) const FORMATS: [&str; 10] =
    ["json", "jsonl", "nagios", "prometheus", "junit", "sarif", "github", "gitlab", "markdown", "tap"];

/// Asserts that a text is a document of the format.
pub(crate) fn assert_valid(format: &str, text: &str) {
    assert!(text.ends_with('\n'), "{format}: no line end at the end: {text:?}");
    let wild =
        |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{200b}'..='\u{200f}');
    assert!(!text.contains(wild), "{format}: characters that act: {text:?}");
    match format {
        "json" => json(text),
        "jsonl" => text.lines().for_each(json),
        "nagios" => nagios(text),
        "prometheus" => prometheus(text),
        "junit" => junit(text),
        "sarif" => sarif(text),
        "github" => github(text),
        "gitlab" => gitlab(text),
        "markdown" => markdown(text),
        "tap" => tap(text),
        other => panic!("no grammar of {other}"),
    }
}

fn json(text: &str) {
    let problems = super::run::schema_problems(&serde_json::from_str(text).unwrap());
    assert!(problems.is_empty(), "{problems:#?}\n{text}");
}

/// One line with the state and at most one bar, after it figures; no bar in the lines after it.
pub(crate) fn nagios(text: &str) {
    let (first, rest) = text.split_once('\n').unwrap();
    let (words, figures) = first.split_once('|').unwrap_or((first, ""));
    let state = words.strip_prefix("METSTATUS ").and_then(|words| words.split_once(" - ")).map(|(state, _)| state);
    assert!(matches!(state, Some("OK" | "WARNING" | "CRITICAL" | "UNKNOWN")), "{first}");
    assert!(words.trim_end().chars().count() < 80, "{first}");
    assert!(!figures.contains('|') && !rest.contains('|'), "{text}");
    assert!(text.len() <= 4096, "{} bytes", text.len());
    let mut labels = HashSet::new();
    for figure in figures.split_whitespace() {
        let (label, values) = figure.split_once('=').unwrap();
        assert!(label.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') && label.len() < 20, "{figure}");
        assert!(labels.insert(label.to_owned()), "{label} twice");
        let parts: Vec<&str> = values.split(';').collect();
        assert!((1..=5).contains(&parts.len()), "{figure}");
        let unit = parts[0].trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == '-');
        let number = &parts[0][..parts[0].len() - unit.len()];
        assert!(number.parse::<f64>().is_ok_and(f64::is_finite) && ["", "s", "B"].contains(&unit), "{figure}");
        assert!(parts.iter().skip(3).all(|limit| limit.is_empty() || limit.parse::<f64>().is_ok()), "{figure}");
    }
}

/// The samples of a metric in one group after its HELP and TYPE, no series twice, no timestamps.
pub(crate) fn prometheus(text: &str) {
    let (mut help, mut series) = (HashMap::new(), HashSet::new());
    let (mut current, mut closed) = (String::new(), HashSet::new());
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# HELP ") {
            let (name, words) = rest.split_once(' ').unwrap();
            assert!(help.insert(name.to_owned(), words.to_owned()).is_none(), "{line}");
        } else if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (name, kind) = rest.split_once(' ').unwrap();
            assert!(kind == "gauge" && help.contains_key(name) && !closed.contains(name), "{line}");
            closed.insert(std::mem::replace(&mut current, name.to_owned()));
        } else {
            let (name, value) = sample(line);
            assert_eq!(name.split('{').next().unwrap(), current, "{line}");
            assert!(value.parse::<f64>().is_ok(), "{line}");
            assert!(series.insert(name.to_owned()), "twice: {line}");
        }
    }
    assert!(series.iter().any(|name| name.starts_with("metstatus_info{version=\"")), "{text}");
}

/// A sample's name with its labels, and its value.
fn sample(line: &str) -> (&str, &str) {
    let Some(open) = line.find('{') else { return line.split_once(' ').unwrap() };
    let mut at = open + 1;
    let bytes = line.as_bytes();
    loop {
        let equals = at + line[at..].find("=\"").unwrap_or_else(|| panic!("no label: {line}"));
        assert!(line[at..equals].bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{line}");
        at = equals + 2;
        while bytes[at] != b'"' {
            if bytes[at] == b'\\' {
                assert!(b"\\\"n".contains(&bytes[at + 1]), "escape: {line}");
                at += 1;
            }
            at += 1;
        }
        at += 1;
        match bytes[at] {
            b',' => at += 1,
            b'}' => return (&line[..=at], line[at + 1..].strip_prefix(' ').unwrap()),
            _ => panic!("behind a label: {line}"),
        }
    }
}

fn junit(text: &str) {
    let document = roxmltree::Document::parse(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let allowed = |c: char| c == '\n' || (c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'));
    assert!(text.chars().all(allowed), "{text}");
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), "testsuites");
    let suite = root.first_element_child().unwrap();
    let count = |name: &str| suite.descendants().filter(|node| node.has_tag_name(name)).count().to_string();
    for (attribute, element) in [("tests", "testcase"), ("failures", "failure"), ("errors", "error")] {
        assert_eq!(suite.attribute(attribute), Some(count(element).as_str()), "{text}");
        assert_eq!(root.attribute(attribute), suite.attribute(attribute));
    }
    for case in suite.children().filter(|node| node.has_tag_name("testcase")) {
        let time = case.attribute("time").unwrap();
        assert_eq!(time.split_once('.').map(|(_, decimals)| decimals.len()), Some(3), "{time}");
        assert!(case.attribute("name").is_some_and(|name| !name.is_empty()));
    }
}

/// A schema of the folder `tests/schemas`.
macro_rules! schema {
    ($name:literal) => {{
        static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
            let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/schemas/", $name));
            jsonschema::validator_for(&serde_json::from_str(text).unwrap()).unwrap()
        });
        &*SCHEMA
    }};
}

fn assert_fits(schema: &jsonschema::Validator, document: &Value) {
    let problems: Vec<String> =
        schema.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(problems.is_empty(), "{problems:#?}\n{document:#}");
}

fn sarif(text: &str) {
    let document: Value = serde_json::from_str(text).unwrap();
    assert_fits(schema!("sarif-2.1.0.json"), &document);
    let run = &document["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for rule in rules {
        assert!(metstatus::internals::diagnosis::rules::find(rule["id"].as_str().unwrap()).is_some(), "{rule}");
        assert!(rule["help"]["text"].as_str().unwrap().len() > 20, "{rule}");
        assert!(rule["helpUri"].as_str().unwrap().starts_with("https://"), "{rule}");
    }
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(["warning", "error"].contains(&result["level"].as_str().unwrap()), "{result}");
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(UriRef::parse(uri).is_ok(), "{uri}");
        assert!(place["region"]["startLine"].as_u64() >= Some(1));
        assert_eq!(result["partialFingerprints"]["metstatus/v1"].as_str().unwrap().len(), 16);
    }
    assert!(run["invocations"][0]["exitCode"].is_u64());
}

/// Outside of the stopped part there are annotations alone, and one line that counts.
fn github(text: &str) {
    let (mut resume, mut shown, mut counted) = (None::<String>, HashMap::new(), 0);
    for line in text.lines() {
        if let Some(word) = &resume {
            if line == format!("::{word}::") {
                resume = None;
            } else {
                assert!(!line.contains(word.as_str()), "{line}");
            }
        } else if let Some(word) = line.strip_prefix("::stop-commands::") {
            assert!(word.len() > 20 && !word.contains(' '), "{line}");
            resume = Some(word.to_owned());
        } else if line.starts_with("::") {
            *shown.entry(annotation(line).to_owned()).or_insert(0) += 1;
        } else {
            assert!(line.starts_with("metstatus: ") && !line.contains("::") && !line.contains("##["), "{line}");
            counted += 1;
        }
    }
    assert!(resume.is_none() && counted == 1, "{text}");
    assert!(shown.values().all(|count| *count <= 10), "{shown:?}");
}

fn annotation(line: &str) -> &str {
    let (head, data) = line[2..].split_once("::").unwrap_or_else(|| panic!("no data: {line}"));
    let (command, properties) = head.split_once(' ').unwrap();
    assert!(["error", "warning"].contains(&command), "{line}");
    for property in properties.split(',') {
        let (name, value) = property.split_once('=').unwrap_or_else(|| panic!("{line}"));
        assert!(["title", "file", "line"].contains(&name) && !value.contains(':'), "{line}");
        assert!(percent_is_escaped(value), "{line}");
    }
    assert!(!data.is_empty() && percent_is_escaped(data), "{line}");
    command
}

/// Whether every percent sign begins one of the escapes that the runner knows.
fn percent_is_escaped(text: &str) -> bool {
    text.split('%').skip(1).all(|rest| ["25", "0A", "0D", "3A", "2C"].iter().any(|escape| rest.starts_with(escape)))
}

fn gitlab(text: &str) {
    let issues: Value = serde_json::from_str(text).unwrap();
    assert_fits(schema!("gitlab-codequality.json"), &issues);
    let mut fingerprints = HashSet::new();
    for issue in issues.as_array().unwrap() {
        assert!(fingerprints.insert(issue["fingerprint"].as_str().unwrap().to_owned()), "{issue}");
    }
}

/// A plan, as many tests in order, each with a block of YAML at most, and nothing else.
fn tap(text: &str) {
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("TAP version 13"));
    let planned: usize = lines.next().and_then(|line| line.strip_prefix("1..")).unwrap().parse().unwrap();
    let (mut seen, mut block, mut bailed) = (0, false, false);
    for line in lines {
        if block {
            assert!(line.starts_with("  "), "{line}");
            block = line != "  ...";
            if let Some((_, quoted)) = line.split_once(": \"") {
                assert!(serde_json::from_str::<String>(&format!("\"{quoted}")).is_ok(), "{line}");
            }
        } else if line == "  ---" {
            block = true;
        } else if line.starts_with("Bail out! ") {
            bailed = true;
        } else {
            seen += 1;
            let test = line.strip_prefix("not ").unwrap_or(line);
            let words = test.strip_prefix(&format!("ok {seen} - ")).unwrap_or_else(|| panic!("{line}"));
            assert!(!words.replace("\\\\", "").replace("\\#", "").contains('#'), "a directive: {line}");
        }
    }
    assert!(!block && (bailed || seen == planned), "{text}");
}

/// Rows of four cells, and outside of code nothing that is HTML, a mention, a reference or a link but to a source.
fn markdown(text: &str) {
    assert!(text.starts_with("## metstatus: "), "{text}");
    for line in text.lines() {
        if line.starts_with('|') {
            assert_eq!(unescaped(line, '|'), 5, "{line}");
        }
        let line = without_code(line);
        let line = line.strip_prefix("- see <https://").and_then(|rest| rest.strip_suffix('>')).unwrap_or(&line);
        let line = line.trim_start_matches('#');
        for mark in ['<', '`', '[', ']', '*', '!', '_', '~', '$'] {
            // What this program itself sets in bold.
            let own = if mark == '*' { line.matches("**").count() * 2 } else { 0 };
            assert_eq!(unescaped(line, mark), own, "{mark}: {line}");
        }
        let lower = line.to_ascii_lowercase();
        assert!(!["@", "#", "://", "www."].iter().any(|mark| lower.contains(mark)), "{line}");
    }
}

/// How often a character occurs in a line without a backslash that escapes it.
fn unescaped(line: &str, wanted: char) -> usize {
    let mut escaped = false;
    line.chars()
        .filter(|c| {
            let found = *c == wanted && !escaped;
            escaped = *c == '\\' && !escaped;
            found
        })
        .count()
}

/// A line of Markdown without its code, which ends with as many backticks as it begins with.
fn without_code(line: &str) -> String {
    let (mut out, mut rest) = (String::new(), line);
    while let Some(at) = rest.find('`') {
        let fence = rest[at..].len() - rest[at..].trim_start_matches('`').len();
        out.push_str(&rest[..at]);
        let mut behind = &rest[at + fence..];
        loop {
            let end = behind.find('`').unwrap_or_else(|| panic!("code that does not end: {line}"));
            let run = behind[end..].len() - behind[end..].trim_start_matches('`').len();
            behind = &behind[end + run..];
            if run == fence {
                break;
            }
        }
        rest = behind;
    }
    out + rest
}
