//! The reports on what a command sent to the sandbox; the binary itself is the client.

use super::support::grammar::{FORMATS, assert_valid};
use super::support::run::{command, ran};

const METSTATUS: &str = env!("CARGO_BIN_EXE_metstatus");

/// Two requests for one place at once, under a library's name.
fn twice() -> String {
    let one = format!(
        "{METSTATUS} --replay never --controls never --changelog never -A okhttp/4.12.0 \
         \"$METSTATUS_SANDBOX_URL/locationforecast/2.0/compact?lat=60.1&lon=9.58\" >/dev/null"
    );
    format!("{one}; {one}; exit 0")
}

#[test]
fn reports_of_two_scenarios_are_valid_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let path = |format: &str| folder.path().join(format);
    let mut sandbox = command(["sandbox", "--wire", "url", "--scenario", "healthy,blocked", "--seed", "11"]);
    for format in FORMATS {
        sandbox.arg("--report").arg(format!("{format}={}", path(format).display()));
    }
    sandbox.args(["--", "sh", "-c", &twice()]);
    let ran = ran(sandbox);
    assert_eq!(ran.code, 2, "{ran:?}");
    for format in FORMATS {
        assert_valid(format, &std::fs::read_to_string(path(format)).unwrap());
    }
    let junit = std::fs::read_to_string(path("junit")).unwrap();
    let tree = roxmltree::Document::parse(&junit).unwrap();
    let case = |group: &str, id: &str| {
        let name = format!("locationforecast/2.0: {id} (okhttp)");
        let found = tree
            .descendants()
            .find(|node| node.attribute("classname") == Some(group) && node.attribute("name") == Some(&name));
        let element = found.unwrap_or_else(|| panic!("{group} {name}")).children().find(roxmltree::Node::is_element);
        element.map(|element| element.tag_name().name().to_owned()).unwrap_or_default()
    };
    assert_eq!(case("metstatus.healthy", "user-agent-generic"), "failure");
    assert_eq!(case("metstatus.healthy", "asked-before-expiry"), "failure");
    assert_eq!(case("metstatus.healthy", "hammering-throttled"), "skipped", "no 429 was sent");
    assert_eq!(case("metstatus.healthy", "coordinate-precision"), "system-out", "kept");
    assert_eq!(case("metstatus.blocked", "asked-before-expiry"), "skipped", "no data were sent");
    assert_eq!(case("metstatus.blocked", "hammering-blocked"), "system-out", "one retry is allowed");
    let suite = tree.descendants().find(|node| node.has_tag_name("testsuite")).unwrap();
    for (attribute, tag) in [("failures", "failure"), ("skipped", "skipped"), ("errors", "error")] {
        let count = tree.descendants().filter(|node| node.has_tag_name(tag)).count();
        assert_eq!(suite.attribute(attribute), Some(count.to_string().as_str()), "{attribute}");
    }
}

#[test]
fn same_seed_is_named_in_every_result() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.json");
    let mut sandbox = command(["sandbox", "--wire", "url", "--scenario", "healthy,unchanged", "--report"]);
    sandbox.arg(format!("json={}", report.display())).args(["--", "sh", "-c", &twice()]);
    ran(sandbox);
    let value: serde_json::Value = serde_json::from_slice(&std::fs::read(report).unwrap()).unwrap();
    let results = value["results"].as_array().unwrap();
    assert_eq!(results.len(), 2, "{value:#}");
    assert_eq!(results[0]["sandbox"]["seed"], results[1]["sandbox"]["seed"]);
    for result in results {
        assert_eq!((&result["sandbox"]["requests"], &result["sandbox"]["exit_code"]), (&2.into(), &0.into()));
        let early =
            result["findings"].as_array().unwrap().iter().find(|one| one["id"] == "asked-before-expiry").unwrap();
        assert!(early["evidence"][0].as_str().is_none_or(|text| text.contains("compact?lat=60.1")), "{early}");
        let checks = result["traffic"]["checks"].as_array().unwrap();
        assert!(checks.len() > 40 && checks.iter().all(|check| check["outcome"].is_string()));
    }
}
