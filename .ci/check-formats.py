"""Checks that all formats of a report say the same, each read by a reader of its own. Usage: check-formats.py FOLDER..."""

import json
import re
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import jsonschema
import yaml
from junitparser import JUnitXml
from prometheus_client.parser import text_string_to_metric_families

SCHEMA = jsonschema.Draft202012Validator(json.loads(Path("contrib/metstatus-1.schema.json").read_text()))
STATES = {0: "OK", 1: "WARNING", 2: "CRITICAL", 3: "UNKNOWN"}
CODES = {"healthy": 0, "attention": 1, "failing": 2, "no verdict": 3}


def weighty(result):
    return [finding for finding in result["findings"] if finding["severity"] != "info"]


def check_json(folder, exit_code):
    report = json.loads((folder / "json").read_text())
    assert report["complete"] == (folder.name not in ("bad-lines", "interrupted"))
    if report["complete"]:
        assert CODES[report["verdict"]] == exit_code, report["verdict"]
    lines = [json.loads(line) for line in (folder / "jsonl").read_text().splitlines()]
    for line in lines:
        SCHEMA.validate(line)
    assert [result for line in lines for result in line["results"]] == report["results"]
    assert sum(line["requests_sent"] for line in lines) == report["requests_sent"]
    assert all(line["complete"] for line in lines) == report["complete"]
    return report


def check_nagios(text, report, exit_code):
    state = re.match(r"METSTATUS (\w+) - ", text).group(1)
    assert state == STATES.get(exit_code, STATES[CODES[report["verdict"]]]), state
    if "| targets=" in text:
        figures = dict(figure.split("=") for figure in text.splitlines()[0].split(" | ")[1].split())
        verdicts = Counter(result["verdict"] for result in report["results"])
        for verdict in CODES:
            assert int(figures[verdict.replace(" ", "_")].split(";")[0]) == verdicts[verdict], verdict
        weights = [re.match(r"\[(\w+)\]", line) for line in text.splitlines()[1:]]
        order = [["CRITICAL", "UNKNOWN", "WARNING", "OK"].index(weight.group(1)) for weight in weights if weight]
        complaints = text.count("\n[UNKNOWN] ") - verdicts["no verdict"]
        assert order[complaints:] == sorted(order[complaints:]), "not the worst first"


def check_prometheus(text, report):
    series = {}
    for family in text_string_to_metric_families(text):
        assert family.documentation and family.type == "gauge", family
        for sample in family.samples:
            key = (sample.name, tuple(sorted(sample.labels.items())))
            assert key not in series and sample.timestamp is None, key
            series[key] = sample.value
    told = {}
    for (name, labels), value in series.items():
        if name == "metstatus_verdict":
            told[dict(labels)["target"], dict(labels).get("name")] = value
    wanted = {}
    for result in report["results"]:
        key = result["target"], result["name"]
        wanted[key] = max(wanted.get(key, 0), CODES[result["verdict"]])
    assert told == wanted, told.items() ^ wanted.items()


def check_junit(path, report):
    suites = JUnitXml.fromfile(str(path))
    cases = [case for suite in suites for case in suite]
    kinds = Counter(type(outcome).__name__ for case in cases for outcome in case.result)
    verdicts = Counter(result["verdict"] for result in report["results"])
    assert kinds["Failure"] == verdicts["failing"] + verdicts["attention"], kinds
    assert kinds["Error"] == verdicts["no verdict"] + (not report["complete"]), kinds
    assert (suites.tests, suites.failures, suites.errors) == (len(cases), kinds["Failure"], kinds["Error"])


def check_sarif(path, report, exit_code):
    run = json.loads(path.read_text())["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    told = [(result["ruleId"], result["level"]) for result in run["results"]]
    wanted = [(finding["id"], finding["severity"]) for result in report["results"] for finding in weighty(result)]
    assert told == wanted
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        urlsplit(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]).port
    assert run["invocations"][0]["exitCode"] == exit_code


def check_gitlab(path, report):
    issues = json.loads(path.read_text())
    fingerprints = [issue["fingerprint"] for issue in issues]
    assert len(set(fingerprints)) == len(fingerprints)
    told = {issue["check_name"] for issue in issues} - {"unusable", "incomplete"}
    assert told == {finding["id"] for result in report["results"] for finding in weighty(result)}
    assert report["complete"] == (not any(issue["check_name"] == "incomplete" for issue in issues))


def check_github(text, report):
    """Reads a log as the runner does."""
    token, shown, order = None, Counter(), []
    for line in text.splitlines():
        if token is not None:
            if line.strip() == f"::{token}::":
                token = None
            continue
        command = re.fullmatch(r"::([a-z-]+)(?: ([^\r\n]*?))?::(.*)", line.lstrip())
        if command is None:
            assert "##[" not in line, line
            last = line
            continue
        name, properties, data = command.groups()
        if name == "stop-commands":
            token = data
            continue
        assert name in ("error", "warning") and data, line
        given = dict(part.split("=", 1) for part in properties.split(","))
        assert set(given) <= {"title", "file", "line"} and int(given.get("line", 1)) > 0, line
        for value in [*given.values(), data]:
            assert not re.search(r"%(?!25|0A|0D|3A|2C)", value), line
        shown[name] += 1
        order.append(name)
    assert token is None and order == sorted(order) and max(shown.values(), default=0) <= 10, shown
    assert line is last and last.startswith("metstatus: "), "no count at the end"
    errors, warnings = map(int, re.search(r"errors: (\d+), warnings: (\d+)", last).groups())
    severities = Counter(finding["severity"] for result in report["results"] for finding in weighty(result))
    assert warnings == severities["warning"] and errors >= severities["error"], last
    assert shown["error"] == min(errors, 10) and shown["warning"] == min(warnings, 10), shown


def check_tap(text, report):
    tests = re.findall(r"^(ok|not ok) \d+", text, re.M)
    assert tests[:len(report["results"])] == [
        "ok" if result["verdict"] == "healthy" else "not ok" for result in report["results"]]
    blocks = re.findall(r"^  ---\n(.*?)^  \.\.\.\n", text, re.M | re.S)
    ids = [finding["id"] for block in blocks for finding in yaml.safe_load(block).get("findings", [])]
    assert ids == [finding["id"] for result in report["results"] for finding in weighty(result)]


class Page(HTMLParser):
    """The elements of a page that was made of Markdown, and the cells of its table."""

    def __init__(self):
        super().__init__()
        self.tags, self.links, self.rows, self.open = Counter(), [], [], []

    def handle_starttag(self, tag, attributes):
        self.tags[tag] += 1
        self.links += [value for name, value in attributes if name in ("href", "src")]
        assert all(name in ("href", "align") for name, _ in attributes), attributes
        if tag == "tr":
            self.rows.append([])
        if tag == "td":
            self.rows[-1].append("")
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "td" in self.open:
            self.rows[-1][-1] += data
        if "code" not in self.open and "a" not in self.open:
            assert not re.search(r"@|://|www\.", data), data

    def handle_comment(self, data):
        raise AssertionError(data)


def check_markdown(path, report):
    if not path.exists():
        return
    page = Page()
    page.feed(path.read_text())
    allowed = set("h2 h3 p ol ul li strong code table thead tbody tr th td a".split())
    assert set(page.tags) <= allowed, set(page.tags) - allowed
    assert all(re.match(r"https://(api|docs?\.api|frost|developer|status)\.met\.no/", link) for link in page.links), page.links
    rows = page.rows[1:]
    assert all(len(row) == 4 for row in rows), rows
    titles = Counter(": ".join(filter(None, [result["name"], result["target"]])) for result in report["results"])
    assert Counter(row[1] for row in rows) == titles, Counter(row[1] for row in rows) - titles


def main():
    for folder in map(Path, sys.argv[1:]):
        try:
            exit_code = int((folder / "exit").read_text())
            report = check_json(folder, exit_code)
            check_nagios((folder / "nagios").read_text(), report, exit_code)
            check_prometheus((folder / "prometheus").read_text(), report)
            check_junit(folder / "junit", report)
            check_sarif(folder / "sarif", report, exit_code)
            check_gitlab(folder / "gitlab", report)
            check_github((folder / "github").read_text(), report)
            check_tap((folder / "tap").read_text(), report)
            check_markdown(folder / "markdown.html", report)
        except Exception:
            print(f"in {folder}:", file=sys.stderr)
            raise


main()
