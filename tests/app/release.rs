//! The files that release the program and those that watch its metrics: what they name exists. `contrib/release/try` and
//! `contrib/try` run them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;

use crate::support::clock::now;
use crate::support::files;
use crate::support::met::Met;
use crate::support::run::metstatus;
use crate::support::server::{Reply, http_date};

fn project(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}

fn read(file: &str) -> String {
    fs::read_to_string(project(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

#[test]
fn workflow_steps_run_scripts_that_exist() {
    for (file, least) in [(".github/workflows/ci.yml", 4), (".github/workflows/release.yml", 5), ("action.yml", 2)] {
        let text = read(file);
        let runs = text.lines().filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix("run: "));
        let runs: Vec<&str> = runs.collect();
        assert!(runs.len() >= least, "{file}: {runs:?}");
        for run in runs {
            let command = run.trim_matches('\'').split(' ').next().unwrap().trim_matches('"');
            let script = project(command.trim_start_matches("$GITHUB_ACTION_PATH/"));
            let mode = fs::metadata(&script).unwrap_or_else(|error| panic!("{file}: {run}: {error}")).permissions();
            assert_eq!(mode.mode() & 0o111, 0o111, "{file}: {run} cannot be executed");
            assert!(!run.contains("${{"), "{file}: an expression is in a script: {run}");
        }
    }
}

/// The files of a folder and of those in it.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_in(&path) } else { vec![path] }).collect()
}

#[test]
fn project_address_is_in_cargo_toml_only() {
    let manifest = read("Cargo.toml");
    let lines: Vec<&str> =
        manifest.lines().filter(|line| line.trim_start_matches('#').starts_with("repository")).collect();
    let [line] = lines.as_slice() else { panic!("Cargo.toml has {} lines with repository", lines.len()) };
    let address = line.split('"').nth(1).unwrap();
    assert!(address.starts_with("https://") && !address.ends_with('/'), "{line}");
    let is_filled_in = !line.starts_with('#');
    assert_eq!(is_filled_in, !address.contains("HOST/OWNER"), "{line}");
    assert!(manifest.contains("pkg-url = \"{ repo }/releases/download/v{ version }/"));

    // Others that these files have to name.
    let known = [
        "https://api.met.no/",
        "https://github.com/rust-lang/rust/",
        "https://www.gnu.org/software/libc/",
        "https://forge.test/",
        "http://forge.test/",
        "https://*/",
        "https://...",
        "https://?*/?*",
        "https://)",
    ];
    let single = ["action.yml", "Dockerfile"].map(project);
    let folders = [".github", "contrib/release", "contrib/prometheus", "contrib/grafana"].map(project);
    let all: Vec<PathBuf> = single.into_iter().chain(folders.iter().flat_map(|folder| files_in(folder))).collect();
    assert!(all.len() > 20, "{all:?}");
    for file in all {
        let text = fs::read_to_string(&file).unwrap();
        for (at, _) in text.match_indices("http") {
            let url = text[at..].split([' ', '"', '\'', '`', '\n', '\\', '>']).next().unwrap();
            let is_url = url.starts_with("http://") || url.starts_with("https://");
            let is_known = known.iter().any(|known| url.starts_with(known)) || url == "https://";
            assert!(!is_url || is_known || is_filled_in && url.starts_with(address), "{}: {url}", file.display());
        }
    }
}

#[test]
fn every_dependency_has_been_looked_at() {
    let manifest = read("Cargo.toml");
    let section = |name: &str| -> Vec<&str> {
        let lines = manifest.lines().skip_while(|line| *line != name).skip(1);
        let lines = lines.take_while(|line| !line.starts_with('['));
        lines
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once(" = "))
            .map(|(name, _)| name)
            .collect()
    };
    let text = read("contrib/dependencies.md");
    let rows: BTreeSet<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(" | ").next())
        .flat_map(|names| names.split(", "))
        .filter(|name| *name != "crate")
        .collect();
    let sections = ["[dependencies]", "[target.'cfg(unix)'.dependencies]", "[build-dependencies]"];
    let direct: BTreeSet<&str> = sections.into_iter().flat_map(section).collect();
    assert!(direct.len() > 25, "{direct:?}");
    assert_eq!(rows, direct, "contrib/dependencies.md has another list than Cargo.toml");
    let (_, for_tests) = text.split_once("For tests only: ").unwrap();
    let for_tests = for_tests.split('.').next().unwrap();
    for name in section("[dev-dependencies]").into_iter().filter(|name| !direct.contains(name)) {
        assert!(for_tests.contains(name), "{name} is not in the list of what is for tests only");
    }
}

/// The metrics of the program with the labels that each has, from runs that have all of them.
fn metrics_of_the_program() -> BTreeMap<String, BTreeSet<String>> {
    let fields = |status: &str| {
        let (modified, expires) =
            (http_date(now() - Duration::from_secs(600)), http_date(now() + Duration::from_secs(1800)));
        format!("HTTP/1.1 {status}\nLast-Modified: {modified}\nExpires: {expires}\nContent-Type: application/json\n\n")
    };
    let document = fields("200 OK") + "{\"type\": \"Feature\"}";
    let deprecated = fields("203 Non-Authoritative Information") + "{}";
    let met = Met::new([Reply::text(document), Reply::text(fields("304 Not Modified")), Reply::text(deprecated)])
        .allow_unasked();
    let healthy = met.url("/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58");
    let ending = met.url("/weatherapi/textforecast/2.0/landoversikt");
    let list = files::put("targets.txt", format!("{healthy} name=oslo\n{ending} name=text\n"));
    let ran = metstatus(met.args(&["-f", "prometheus", "--targets", &list], "404"));
    let mut metrics: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in ran.stdout.lines().filter(|line| line.starts_with("metstatus_")) {
        let (series, _) = line.rsplit_once(' ').unwrap();
        let (name, labels) = series.split_once('{').unwrap_or((series, ""));
        let labels = labels.split("=\"").filter_map(|part| part.rsplit(['{', ',', '"']).next());
        let labels = labels.filter(|label| !label.is_empty() && *label != "}").map(str::to_owned);
        metrics.entry(name.to_owned()).or_default().extend(labels);
    }
    metrics
}

/// The names in an expression that begin as metrics do, each with the labels of its selector.
fn selected(expression: &str) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    for (at, _) in expression.match_indices("metstatus_") {
        let rest = &expression[at..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let selector = after.strip_prefix('{').and_then(|after| after.split('}').next()).unwrap_or_default();
        let labels = selector.split(',').filter_map(|part| part.split(['=', '!']).next());
        found.push((name.to_owned(), labels.map(|label| label.trim().to_owned()).filter(|l| !l.is_empty()).collect()));
    }
    found
}

/// The labels that an expression groups by.
fn grouped(expression: &str) -> Vec<String> {
    let groups = expression.split(" by (").skip(1).filter_map(|rest| rest.split(')').next());
    groups.flat_map(|group| group.split(',').map(|label| label.trim().to_owned())).collect()
}

/// What Prometheus adds to every series.
const ADDED: [&str; 2] = ["instance", "job"];

#[test]
fn alerts_and_dashboard_name_metrics_that_exist() {
    let metrics = metrics_of_the_program();
    assert_eq!(metrics.len(), 16, "{metrics:#?}");
    let dashboard: Value = serde_json::from_str(&read("contrib/grafana/metstatus.json")).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    let mut expressions: Vec<String> = panels
        .iter()
        .flat_map(|panel| panel["targets"].as_array().unwrap())
        .map(|target| target["expr"].as_str().unwrap().to_owned())
        .collect();
    let variables = dashboard["templating"]["list"].as_array().unwrap();
    expressions.extend(variables.iter().filter_map(|variable| variable["query"]["query"].as_str()).map(str::to_owned));
    let alerts = read("contrib/prometheus/metstatus.rules.yml");
    expressions.extend(alerts.lines().filter_map(|line| line.trim().strip_prefix("expr: ")).map(str::to_owned));
    assert!(expressions.len() > 30, "{expressions:#?}");
    let mut used = BTreeSet::new();
    for expression in &expressions {
        let selected = selected(expression);
        assert!(!selected.is_empty(), "{expression}");
        let mut common: BTreeSet<&str> = ADDED.into();
        for (name, labels) in &selected {
            let known = metrics.get(name).unwrap_or_else(|| panic!("{expression}: there is no {name}"));
            common.extend(known.iter().map(String::as_str));
            let unknown = labels.iter().find(|label| !known.contains(*label) && !ADDED.contains(&label.as_str()));
            assert_eq!(unknown, None, "{expression}: {name} has no such label");
            used.insert(name.clone());
        }
        let unknown = grouped(expression).into_iter().find(|label| !common.contains(label.as_str()));
        assert_eq!(unknown, None, "{expression}");
    }
    // A metric that nothing shows is forgotten, or left out on purpose.
    let unused: Vec<&String> = metrics.keys().filter(|name| !used.contains(*name)).collect();
    assert_eq!(unused, ["metstatus_check_duration_seconds", "metstatus_check_success", "metstatus_info"]);
    // The templates of the alerts' texts and of the legends.
    let all: BTreeSet<&str> = metrics.values().flatten().map(String::as_str).chain(ADDED).collect();
    for label in alerts.split("$labels.").skip(1) {
        let label = label.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap();
        assert!(all.contains(label), "the alerts name the label {label}");
    }
    for legend in panels.iter().flat_map(|panel| panel["targets"].as_array().unwrap()) {
        for label in legend["legendFormat"].as_str().unwrap().split("{{").skip(1) {
            assert!(all.contains(label.split("}}").next().unwrap()), "{legend}");
        }
    }
}

#[test]
fn dashboard_panels_are_complete_and_do_not_overlap() {
    let dashboard: Value = serde_json::from_str(&read("contrib/grafana/metstatus.json")).unwrap();
    // Grafana gives an id where there is none; one of another installation would replace a dashboard there.
    assert_eq!(dashboard.get("id"), None);
    assert_eq!(dashboard["uid"], "metstatus");
    let (mut ids, mut taken) = (BTreeSet::new(), BTreeSet::new());
    for panel in dashboard["panels"].as_array().unwrap() {
        assert!(ids.insert(panel["id"].as_u64().unwrap()), "{}", panel["title"]);
        assert!(!panel["title"].as_str().unwrap().is_empty() && !panel["description"].as_str().unwrap().is_empty());
        assert_eq!(panel["datasource"]["uid"], "${datasource}", "{}", panel["title"]);
        let place = |key: &str| panel["gridPos"][key].as_u64().unwrap();
        assert!(place("x") + place("w") <= 24, "{}", panel["title"]);
        for x in place("x")..place("x") + place("w") {
            for y in place("y")..place("y") + place("h") {
                assert!(taken.insert((x, y)), "{} lies over another panel", panel["title"]);
            }
        }
        let names: Vec<&str> =
            panel["targets"].as_array().unwrap().iter().map(|target| target["refId"].as_str().unwrap()).collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{}", panel["title"]);
    }
}
