//! The manual page of the reports, `metstatus-report(5)`. What it says of JSON is taken from the JSON Schema, which every
//! report in the tests fits.

use clap_mangen::roff::{Roff, bold, italic, roman};
use serde_json::{Map, Value};

use super::{head, item, paragraphs, section};

const SCHEMA: &str = include_str!("../../contrib/metstatus-1.schema.json");

/// The formats that are described in words: a title, and paragraphs.
const FORMATS: &[(&str, &[&str])] = &[
    (
        "human",
        &[
            "For people; it may change with any version. The first line has the status, the verdict, and what was asked. \
             The findings follow, the diagnosis first, each with evidence, help and the page that says so; then what is \
             known of caching, of the next poll and of the end of the version. With --verbose each request is shown with \
             its fields and times. Colours and links are only shown on terminals that know them.",
        ],
    ),
    (
        "nagios",
        &[
            "The output of a monitoring plugin. The first line is \
             METSTATUS OK, WARNING, CRITICAL or UNKNOWN, a dash, the status and the diagnosis, in less than 80 characters; \
             then a bar and the performance data; on the lines below the target and its findings with evidence and \
             help, or, of several targets, a line for each, the worst first. Lines of lists that could not be read, and a \
             state that could not be stored, come before them. No bar comes from outside. All of it has at most 4096 \
             bytes, which is what NSCA carries and Kubernetes keeps of a termination message.",
            "Performance data of one target are:",
        ],
    ),
    (
        "prometheus",
        &["The text format of Prometheus, for the textfile collector of node_exporter and whatever else reads it. \
             Every metric is a gauge with HELP and TYPE; there are no timestamps, and no series twice: of a target that \
             was given twice the worse result counts. Samples carry the label target, and name where the user gave one. Metrics without a sample are left \
             out. The metrics are:"],
    ),
    (
        "junit",
        &[
            "Test results in XML, in the form that Jenkins, GitLab and others read: one testsuite, and a testcase for each \
             target with the time of its exchanges. A target that is failing or needs attention has a failure, one without \
             verdict an error; its type is the id of the first finding, its text is all findings that are warnings or \
             errors. What is only worth knowing is in system-out. A run that did not check every target has one testcase \
             more, an error of the type incomplete, with the lines that could not be read.",
        ],
    ),
    (
        "sarif",
        &[
            "SARIF 2.1.0 with one run. Warnings are results of the level warning, errors of the level error; infos are left \
             out. Each rule that occurs has its description, help and address. The physical location of a result is the line \
             of the file that names the target (--targets, read), else the URL itself; the logical location is the target. \
             The partial fingerprint metstatus/v1 is made of the rule and the target, and stays the same from run to run. \
             Certainty, evidence and reference are properties of the result. The invocation has the exit code, and says \
             whether every target was checked; what could not be read is among its notifications.",
        ],
    ),
    (
        "github",
        &[
            "For the log of a step of GitHub Actions. An annotation for each error, then for each warning, at most ten of \
             each, since GitHub shows no more; file and line where a list names the target. What is wrong with the run comes \
             first: a line of a list that could not be read, a signal. Then the report for people, with the commands of \
             the runner stopped, which keeps its text from being one; then a line with the counts. A summary of the step is \
             asked for with --report markdown=$GITHUB_STEP_SUMMARY: to that file, and to no other, is appended.",
        ],
    ),
    (
        "gitlab",
        &[
            "A Code Quality report of GitLab: an array with an object for each warning and error, the worst targets first. \
             description is the target, its status, the finding and its first advice; check_name the id of the finding; \
             fingerprint the same from run to run, and never there twice; severity is critical for errors and minor for \
             warnings; location is the line of the file that names the target, else the target itself. A line that could not \
             be read is an issue with the check_name unusable, a run that did not check every target one with the check_name \
             incomplete.",
        ],
    ),
    (
        "markdown",
        &[
            "For the summary of a job, or a comment: a heading with the verdict, a table with a row for each target, the \
             worst first, and below it the findings that are warnings or errors. It ends at 900,000 bytes, since GitHub takes \
             no more than 1 MiB, and says then what was left out. Nothing from outside is markup in it, nor a link.",
        ],
    ),
    (
        "tap",
        &[
            "The Test Anything Protocol, version 13: a test for each target, ok when it is healthy. One that is not has a \
             block of YAML with message, verdict, status and findings (id, severity, message). A line of a list that could \
             not be read is a test that is not ok. A run that a signal ended ends with Bail out!",
        ],
    ),
    (
        "html",
        &[
            "For metstatus audit: one page with charts, without scripts and without anything that is loaded from elsewhere, \
             in the colours that the browser prefers, for paper as well. It shows requests over time by status, requests by \
             minute of the hour, gaps between requests for the same in lifetimes of the response, and the busiest minutes; \
             each chart has its numbers as a table. Then come the clients with their findings, samples and checks, and what \
             was not judged, with the reason and what to add to the log. The page has at most 950,000 bytes: where all does not fit, samples, then \
             charts of single clients, then clients are left out, and the page says so.",
        ],
    ),
];

/// The page.
pub(crate) fn page() -> String {
    let mut page = head("metstatus-report", "5", "File Formats", "formats of the reports of metstatus");
    page.extend([description(), json()]);
    for (name, texts) in FORMATS {
        page.extend([format(name, texts)]);
    }
    page.extend([files(), see_also()]);
    page.render()
}

fn description() -> Roff {
    let mut roff = section("DESCRIPTION");
    paragraphs(
        &mut roff,
        &[
            "metstatus(1) writes one report in the format that --format names, to standard output or to the file of --output, \
             and additional ones with --report FORMAT=FILE. All formats report the same results, and the exit code is the same \
             whatever the format.",
            "A target has findings; the worst makes its verdict: an error makes it failing (exit code 2), a warning makes it \
             need attention (1), neither leaves it healthy (0). A target about which nothing is known has no verdict (3). Findings come in one order everywhere: the most severe first, then the most certain, then the most \
             specific. The first finding of a failing target is the diagnosis.",
            "Whatever comes from servers, captures and files is escaped: control characters and those that turn or hide text \
             are shown as \\x1b or \\u{202e}. Values of fields that hold secrets, and user information in URLs, are replaced by \
             [redacted].",
            "If a target has a name (name= in a list), every format for people shows it before the target.",
            "Files are written atomically: to a temporary file in the same folder, flushed to disk and renamed. A file keeps its permissions, and its owner if possible. Devices and pipes are written directly. A file that is not writable is detected before any request, with exit code 3.",
        ],
    );
    roff
}

/// The JSON formats, as the schema has them.
fn json() -> Roff {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let mut roff = section("JSON");
    paragraphs(
        &mut roff,
        &[
            "--format json writes one document. What is unknown is null, and never left out or made up. Times are in UTC (RFC \
             3339), names that end in _s are whole seconds. Members may be added to some objects, values to the lists of ids; \
             a change that breaks readers changes the name of the format, metstatus/1.",
            "--format jsonl writes a line for each result as soon as it and those before it are known: a whole document with \
             one result, without line breaks, so the outputs of many runs can be joined. Written results are not kept in memory, even with --output, so memory does not grow with the number of targets. A run that did not check every \
             target ends with a line without results that is not complete.",
        ],
    );
    roff.control("SS", ["The document"]);
    members(&mut roff, &schema);
    let definitions = schema["$defs"].as_object().unwrap();
    let objects =
        ["result", "status", "finding", "alternative", "freshness", "next_poll", "replay", "deprecation", "tally"];
    for name in objects
        .into_iter()
        .chain(["exchange", "capture", "request", "response", "failure", "traffic", "peak", "sandbox", "source"])
    {
        let definition = &definitions[name];
        roff.control("SS", [format!("The type {name}").as_str()]);
        roff.text([roman(definition["description"].as_str().unwrap())]);
        members(&mut roff, definition);
    }
    let left_out: Vec<&String> =
        definitions.iter().filter(|(_, value)| value["type"] == "object").map(|(name, _)| name).collect();
    assert_eq!(left_out.len(), 18, "an object that the page leaves out: {left_out:?}");
    roff
}

/// The members of an object: those that are always there in their order, then the others.
fn members(roff: &mut Roff, object: &Value) {
    let Some(properties) = object["properties"].as_object() else { return };
    let always: Vec<&str> = object["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let others = properties.keys().map(String::as_str).filter(|name| !always.contains(name));
    for name in always.iter().copied().chain(others) {
        member(roff, name, &properties[name]);
    }
}

fn member(roff: &mut Roff, name: &str, schema: &Value) {
    roff.control("TP", []);
    roff.text([bold(name), roman(" ("), italic(kind(schema)), roman(")")]);
    let text = schema["description"].as_str().unwrap_or_else(|| panic!("{name} has no description in the schema"));
    roff.text([roman(text)]);
    let inner = if schema["items"]["properties"].is_object() { &schema["items"] } else { schema };
    if inner["properties"].is_object() {
        roff.control("RS", []);
        members(roff, inner);
        roff.control("RE", []);
    }
}

/// The type of a member, in words.
fn kind(schema: &Value) -> String {
    let words = |schema: &Map<String, Value>| {
        if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
            return name.trim_start_matches("#/$defs/").replace("_or_null", " or null");
        }
        if let Some(value) = schema.get("const") {
            return value.as_str().map(str::to_owned).unwrap_or_default();
        }
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            let values: Vec<&str> = values.iter().map(|value| value.as_str().unwrap_or("null")).collect();
            return values.join(", ");
        }
        match (schema.get("type"), schema.get("anyOf").and_then(Value::as_array)) {
            (_, Some(any)) => any.iter().map(kind).collect::<Vec<_>>().join(" or "),
            (Some(Value::String(name)), _) if name == "array" => format!("array of {}", kind(&schema["items"])),
            (Some(Value::String(name)), _) => name.clone(),
            (Some(Value::Array(names)), _) => names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or "),
            _ => panic!("a type without words: {schema:?}"),
        }
    };
    words(schema.as_object().unwrap())
}

fn format(name: &str, texts: &[&str]) -> Roff {
    let mut roff = section(&name.to_uppercase());
    paragraphs(&mut roff, texts);
    match name {
        "nagios" => figures(&mut roff),
        "prometheus" => metrics(&mut roff),
        _ => {}
    }
    roff
}

fn figures(roff: &mut Roff) {
    for (name, text) in [
        (
            "time",
            "From the request to the end of the answer in seconds, redirects included, with the ranges of --warning and --critical.",
        ),
        ("size", "Content of the answer as received, in bytes."),
        ("fresh_left", "How much longer the answer may be used, in seconds; negative when it is stale."),
        ("saved", "Bytes that If-Modified-Since saved."),
        ("eol_days", "Days until the version ends, with the ranges of --eol-warning and --eol-critical."),
        ("requests", "Requests that were sent."),
    ] {
        item(roff, name, text);
    }
    roff.control("PP", []);
    roff.text([roman("Of several targets they are:")]);
    for (name, text) in [
        ("targets", "How many there are."),
        ("failing, no_verdict, attention, healthy", "How many have this verdict."),
        ("requests", "Requests that were sent."),
        ("time", "The time of the slowest answer."),
    ] {
        item(roff, name, text);
    }
}

fn metrics(roff: &mut Roff) {
    // What the program itself says of its metrics.
    for (name, help) in metstatus::internals::report::prometheus::described() {
        item(roff, name, help);
    }
}

fn files() -> Roff {
    let mut roff = section("FILES");
    item(&mut roff, "/usr/share/metstatus/metstatus-1.schema.json", "JSON Schema of the JSON formats.");
    roff
}

fn see_also() -> Roff {
    let mut roff = section("SEE ALSO");
    roff.text([bold("metstatus"), roman("(1)")]);
    for address in [
        "https://www.monitoring-plugins.org/doc/guidelines.html",
        "https://prometheus.io/docs/instrumenting/exposition_formats/",
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html",
        "https://docs.gitlab.com/ci/testing/code_quality/",
        "https://testanything.org/tap-version-13-specification.html",
    ] {
        roff.control("PP", []);
        roff.text([roman(address)]);
    }
    roff
}
