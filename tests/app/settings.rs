//! Settings from files: what counts before what, what a project may set, and what is made of files that cannot be trusted.

use serde_json::Value;

use crate::support::door::world::Distrust;
use crate::support::files;
use crate::support::met::{Met, PATH};
use crate::support::run::{App, Ran, app, metstatus};
use crate::support::server::Reply;

const USER: &str = "home/.config/metstatus/config.toml";
const PROJECT: &str = "home/work/metstatus.toml";

/// A run in the folder of a project in the home of a user, whose files of settings are these.
fn run_in_project<S: AsRef<std::ffi::OsStr>>(
    args: impl IntoIterator<Item = S>,
    user: Option<&str>,
    project: Option<&str>,
) -> App {
    for (name, text) in [(USER, user), (PROJECT, project)] {
        match text {
            Some(text) => drop(files::put(name, text)),
            None => files::remove(&format!("/memory/{name}")),
        }
    }
    files::put("home/work/.git/HEAD", "ref: refs/heads/main\n");
    let mut app = app(args);
    app.env("HOME", "/memory/home").folder("/memory/home/work/deep/down");
    app
}

/// The row of a key in `metstatus config -f json`.
fn row(ran: &Ran, name: &str) -> (Vec<String>, String) {
    let shown: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {ran:#?}"));
    let row = shown["settings"].as_array().unwrap().iter().find(|row| row["name"] == name).unwrap().clone();
    let values = row["values"].as_array().unwrap().iter().map(|value| value.as_str().unwrap().to_owned()).collect();
    (values, row["source"].as_str().unwrap().to_owned())
}

#[test]
fn nearest_source_of_a_setting_wins_in_every_combination() {
    // A key, its values as option, variable, project's and user's setting, and what holds otherwise.
    type Row = (
        &'static str,
        &'static str,
        Option<(&'static str, &'static str)>,
        Option<&'static str>,
        &'static str,
        &'static str,
    );
    let rows: [Row; 7] = [
        ("contact", "a@acme.no", Some(("METSTATUS_CONTACT", "b@acme.no")), None, "d@acme.no", ""),
        ("user-agent", "a/1", Some(("METSTATUS_USER_AGENT", "b/1")), None, "d/1", ""),
        ("proxy", "http://a:1", Some(("https_proxy", "http://b:1")), None, "http://d:1", ""),
        ("format", "json", None, Some("jsonl"), "tap", "human"),
        ("eol-warning", "11d", None, Some("13d"), "14d", "60d"),
        ("rate", "1/s", None, Some("3/s"), "4/s", "2/s"),
        ("timeout", "1s", None, None, "4s", "10s"),
    ];
    for (key, option, variable, project, user, default) in rows {
        for present in 0..16 {
            let has = |bit: u8| present & (1 << bit) != 0;
            let line = |value: &str| format!("{key} = \"{value}\"\n");
            let (user_file, project_file) = (has(0).then(|| line(user)), project.filter(|_| has(1)).map(line));
            let given = [format!("--{key}"), option.to_owned()];
            let args =
                given.iter().map(String::as_str).take(if has(3) { 2 } else { 0 }).chain(["config", "-f", "json"]);
            // The format that is asked for here is an option already.
            let args: Vec<&str> = if key == "format" && !has(3) { vec!["config"] } else { args.collect() };
            let mut run = run_in_project(args, user_file.as_deref(), project_file.as_deref());
            if let Some((name, value)) = variable.filter(|_| has(2)) {
                run.env(name, value);
            }
            let ran = run.run();
            let expected = match (has(3), variable.filter(|_| has(2)), &project_file, &user_file) {
                (true, ..) => (option, "option"),
                (_, Some((_, value)), ..) => (value, "environment"),
                (.., Some(_), _) => (project.unwrap(), "project"),
                (.., Some(_)) => (user, "user"),
                _ => (default, "default"),
            };
            let expected_values: Vec<String> =
                Some(expected.0.to_owned()).into_iter().filter(|value| !value.is_empty()).collect();
            if key == "format" && !has(3) {
                let line = ran.stdout.lines().find(|line| line.starts_with(" format ")).unwrap();
                assert!(
                    line.contains(&format!(" {} ", expected.0)) && line.contains(expected.1),
                    "{present:04b} {line}"
                );
            } else {
                assert_eq!(row(&ran, key), (expected_values, expected.1.to_owned()), "{key} {present:04b}: {ran:#?}");
            }
        }
    }
}

#[test]
fn settings_do_what_their_options_do() {
    let look = |user: &str, project: &str, args: &[&str]| run_in_project(args, Some(user), Some(project)).run().stdout;
    assert!(look("format = \"json\"", "", &["403"]).starts_with('{'));
    assert!(look("format = \"json\"", "format = \"tap\"", &["403"]).starts_with("TAP version"));
    assert!(look("format = \"json\"", "format = \"tap\"", &["-f", "markdown", "403"]).starts_with("## "));
    assert_eq!(look("quiet = true", "", &["403"]), "");
    // What was typed overrules what excludes it.
    assert!(look("quiet = true", "", &["-v", "403"]).contains("403 Forbidden"));
    // A list has no format of a report.
    assert!(look("format = \"junit\"", "", &["codes", "4xx"]).contains("Forbidden"));
    assert!(look("format = \"json\"", "", &["codes", "4xx"]).starts_with('{'));
    // Nothing is said of an option that was not typed.
    let ran = run_in_project(["403"], Some("contact = \"ops@acme-weather.no\"\nuser-agent = \"x/1\""), None).run();
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
}

#[test]
fn identity_of_the_users_file_is_sent() {
    let met = Met::new([Reply::text("HTTP/1.1 200 OK\nContent-Type: application/json\n\n{}")]);
    let resolve = met.server.resolve("api.met.no");
    let user = format!(
        "contact = \"ops@acme-weather.no\"\nresolve = [\"{resolve}\"]\nreplay = \"never\"\nchangelog = \"never\""
    );
    let ran = run_in_project([met.url(PATH)], Some(&user), None).run();
    assert_eq!(ran.code, 0, "{ran:#?}");
    let requests = met.server.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(
        requests[0].field("user-agent"),
        Some(concat!("metstatus/", env!("CARGO_PKG_VERSION"), " ops@acme-weather.no"))
    );
}

#[test]
fn monitoring_plugin_reads_no_format() {
    let mut run = run_in_project(["403"], Some("format = \"json\""), Some("format = \"tap\""));
    assert!(run.named("check_metstatus").run().stdout.starts_with("METSTATUS OK"));
    let ran = run_in_project(["config"], Some("format = \"json\""), None).named("check_metstatus").run();
    assert!(ran.stdout.contains(" format           nagios"), "{}", ran.stdout);
}

#[test]
fn projects_file_may_not_decide_what_is_sent_or_written() {
    for (key, value) in [
        ("contact", "\"a@acme.no\""),
        ("user-agent", "\"a/1\""),
        ("header", "[\"X: y\"]"),
        ("proxy", "\"http://h:1\""),
        ("cacert", "\"x.pem\""),
        ("resolve", "[\"api.met.no:443:127.0.0.1\"]"),
        ("state", "\"x\""),
        ("output", "\"x\""),
        ("report", "[\"tap=x\"]"),
        ("key-file", "\"x\""),
        ("roots", "\"bundled\""),
        ("max-body", "1"),
        ("quiet", "true"),
    ] {
        let ran = run_in_project(["403"], None, Some(&format!("rate = \"1/s\"\n{key} = {value}\n"))).run();
        assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{key}: {ran:#?}");
        let wanted = format!("/memory/home/work/metstatus.toml, line 2: a project's file cannot set {key}");
        assert!(ran.stderr.contains(&wanted), "{key}: {}", ran.stderr);
    }
    let all = "rate = \"1/s\"\nformat = \"json\"\neol-warning = \"9d\"\neol-critical = 86400\nwarning = 2.5\n\
               critical = \"0.1:5\"\nallow = [\"uncompressed\"]\nwarn = \"no-validator\"\ndeny = []\ntargets = [\"403\"]\n";
    assert_eq!(run_in_project(["403"], None, Some(all)).run().code, 0);
}

#[test]
fn wrong_settings_are_refused_with_file_line_and_way_out() {
    for (text, said) in [
        ("contcat = \"x\"", &["config.toml, line 1: contcat is not an option", "did you mean contact?"][..]),
        ("\n\nxyzzy = 1", &["line 3: xyzzy is not an option", "long name"]),
        ("timeout = \"soon\"", &["line 1: invalid value 'soon' for '--timeout <DURATION>'", "10s"]),
        ("format = \"xml\"", &["line 1: invalid value 'xml'", "possible values: human"]),
        ("timeout = [1, 2]", &["line 1: timeout takes one value"]),
        ("quiet = \"yes\"", &["line 1: quiet is true or false"]),
        ("contact = \"me@example.com\"", &["line 1: the contact \"me@example.com\" is a placeholder"]),
        ("allow = [\"forbiden\"]", &["line 1: \"forbiden\" is not a rule", "did you mean forbidden?"]),
        ("resolve = [\"x\"]", &["line 1: ", "HOST:PORT:ADDRESS"]),
        ("header = [\"no colon\"]", &["line 1: the header", "colon"]),
        ("proxy = \"ftp://u:secret@h/\"", &["line 1: proxy: it is not a proxy URL"]),
        ("dry-run = true", &["line 1: dry-run is for one run"]),
        ("targets = [\"403\"]", &["line 1: targets is a list of a project's file", "metstatus.toml"]),
        ("a = 1\na = 2", &["line 2: it is not TOML"]),
        ("[audit]\nby = \"host\"", &["line 1: audit has a value of type table"]),
        ("quiet = true\nverbose = true", &["line 1: quiet cannot be set together with verbose, line 2"]),
        ("x = \"\u{1b}[31m", &["line 1: it is not TOML"]),
        ("\"\\u001b[31m\" = 1", &["line 1: \\x1b[31m is not an option"]),
    ] {
        let ran = run_in_project(["403"], Some(text), None).run();
        assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{text}: {ran:#?}");
        for part in said {
            assert!(ran.stderr.contains(part), "{text}: {part:?} is not said: {}", ran.stderr);
        }
        assert!(!ran.stderr.contains("secret"), "{}", ran.stderr);
    }
}

#[test]
fn file_that_cannot_be_trusted_is_ignored_and_named() {
    let large = format!("# {}\nquiet = true\n", "x".repeat(64 * 1024));
    for (why, said) in [
        (Some(Distrust::OtherOwner(1001)), "it belongs to another user (uid 1001)"),
        (Some(Distrust::WritableByAll), "every user may write to it; chmod o-w makes it usable"),
        (Some(Distrust::NotAFile), "it is not a regular file"),
        (Some(Distrust::Unreadable("Permission denied".to_owned())), "Permission denied"),
        (None, "it is larger than 64 KiB, the limit"),
    ] {
        for name in [USER, PROJECT] {
            let path = format!("/memory/{name}");
            let text = if why.is_some() { "format = \"json\"" } else { &large };
            let (user, project) = if name == USER { (Some(text), None) } else { (None, Some(text)) };
            let mut run = run_in_project(["403"], user, project);
            files::distrust(&path, why.clone());
            let ran = run.run();
            files::distrust(&path, None);
            assert_eq!(ran.code, 0);
            assert!(ran.stdout.starts_with("403 Forbidden"), "{}", ran.stdout);
            assert_eq!(
                ran.stderr.trim_end(),
                format!("metstatus: {path} is ignored: {said}").trim_end(),
                "{}",
                ran.stderr
            );
        }
    }
}

#[test]
fn project_is_found_up_to_its_root_or_the_home() {
    let ran_in = |folder: &str| app(["403"]).env("HOME", "/memory/home").folder(folder).run();
    let is_found = |folder: &str| ran_in(folder).stdout.starts_with('{');
    files::put("home/metstatus.toml", "format = \"json\"");
    files::put("home/repository/.git/HEAD", "");
    files::put("home/other/x", "");
    files::put("elsewhere/metstatus.toml", "format = \"json\"");
    files::put("elsewhere/below/x", "");
    for (folder, found) in [
        ("/memory/home", true),
        ("/memory/home/other", true),
        ("/memory/home/repository", false),
        ("/memory/home/repository/deep", false),
        ("/memory/elsewhere", true),
        // Above it are neither the user's home nor a repository.
        ("/memory/elsewhere/below", false),
        ("/memory", false),
    ] {
        assert_eq!(is_found(folder), found, "{folder}");
    }
}

#[test]
fn variable_names_another_file_in_place_of_the_users() {
    files::put("other.toml", "format = \"tap\"");
    let with =
        |value: &str| run_in_project(["403"], Some("format = \"json\""), None).env("METSTATUS_CONFIG", value).run();
    assert!(with("/memory/other.toml").stdout.starts_with("TAP version"));
    assert!(with("").stdout.starts_with('{'));
    assert!(with("/dev/null").stdout.starts_with("403 Forbidden"));
    let missing = with("/memory/missing.toml");
    assert!(
        missing.code == 3 && missing.stderr.contains("METSTATUS_CONFIG /memory/missing.toml: there is no such file")
    );
    let relative = run_in_project(["403"], Some("format = \"json\""), None).env("XDG_CONFIG_HOME", "relative").run();
    assert!(relative.stdout.starts_with('{'), "a relative base folder does not count");
    files::put("xdg/metstatus/config.toml", "format = \"tap\"");
    let based = run_in_project(["403"], Some("format = \"json\""), None).env("XDG_CONFIG_HOME", "/memory/xdg").run();
    assert!(based.stdout.starts_with("TAP version"));
}

#[test]
fn findings_that_a_projects_file_lowers_are_counted() {
    let url = "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.12345&lon=9.58";
    let args = |format: &str| ["--dry-run", "-A", "acme/1.0 ops@acme-weather.no", "-f", format, url].map(str::to_owned);
    let project = "allow = [\"coordinate-precision\"]";
    let ran = run_in_project(args("json"), None, Some(project)).run();
    let report = ran.json();
    assert_eq!(
        report["suppressed"],
        serde_json::json!({
            "file": "/memory/home/work/metstatus.toml", "findings": 1, "ids": ["coordinate-precision"]
        })
    );
    let finding = ran.finding("coordinate-precision");
    assert_eq!(
        (&finding["severity"], &finding["lowered_by"]),
        (&"info".into(), &"/memory/home/work/metstatus.toml".into())
    );
    for format in ["human", "markdown", "nagios", "github", "jsonl"] {
        let ran = run_in_project(args(format), None, Some(project)).run();
        assert!(ran.words().contains("metstatus.toml"), "{format}: {}", ran.stdout);
    }
    // The user's own choice is not counted, nor what is typed against the project's.
    for (user, project, extra, severity) in [
        (Some(project), None, &[][..], "info"),
        (None, Some(project), &["--deny", "coordinate-precision"], "error"),
        (Some("deny = [\"coordinate-precision\"]"), None, &[], "error"),
        (None, Some("deny = [\"coordinate-precision\"]"), &["--allow", "coordinate-precision"], "info"),
    ] {
        let mut run = run_in_project(args("json"), user, project);
        let ran = run.args(extra).run();
        assert_eq!(ran.finding("coordinate-precision")["severity"], severity, "{user:?} {project:?} {extra:?}");
        assert_eq!(ran.json()["suppressed"], Value::Null, "{user:?} {project:?} {extra:?}");
    }
}

#[test]
fn targets_of_a_project_are_used_only_when_asked_for() {
    let project = "rate = \"1/s\"\ntargets = [\n  \"404\",\n  \"403\",\n]\n";
    let ran = run_in_project(["203", "-f", "json"], None, Some(project)).run();
    assert_eq!(ran.json()["results"].as_array().unwrap().len(), 1);
    for file in ["metstatus.toml", "/memory/home/work/metstatus.toml"] {
        let ran = run_in_project(["--targets", file, "-f", "json"], None, Some(project)).run();
        let names: Vec<String> = ran.json()["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|result| result["target"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(names, ["404", "403"], "{file}");
    }
    for (project, said) in [
        ("rate = \"1/s\"", "it has no list of targets"),
        ("targets = []", "it contains no targets"),
        ("targets = [\"nonsense\"]", "line 1: \"nonsense\""),
    ] {
        let ran = run_in_project(["--targets", "metstatus.toml"], None, Some(project)).run();
        assert!(ran.code == 3 && ran.stderr.contains(said), "{project}: {}", ran.stderr);
    }
}

#[test]
fn paths_of_the_users_file_are_below_its_folder() {
    let ran = run_in_project(["403"], Some("output = \"out.txt\""), None).run();
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
    assert!(files::get("/memory/home/.config/metstatus/out.txt").unwrap().contains("403 Forbidden"));
}

#[test]
fn config_shows_no_secrets() {
    let user = "proxy = \"http://user:hunter2@h:1\"\nheader = [\"Authorization: Bearer hunter2\", \"X-A: b\"]\n";
    for format in ["human", "json"] {
        let ran = run_in_project(["config", "-f", format], Some(user), None).env("https_proxy", "").run();
        assert!(ran.code == 0 && !ran.stdout.contains("hunter2") && ran.stdout.contains("X-A: b"), "{}", ran.stdout);
    }
    let ran = metstatus(["config"]);
    assert!(ran.code == 0 && ran.stdout.contains(" timeout          10s"), "{}", ran.stdout);
}
