//! The manual and the completions are what the command line renders: stale files fail, and
//! `METSTATUS_REGENERATE=1 cargo test --test generated` writes them again.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod audit;
mod completing;
mod limits;
mod report;
mod sandbox;
mod scenarios;

use std::path::{Path, PathBuf};

use clap::{CommandFactory as _, ValueEnum as _};
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, italic, roman};

use metstatus::internals::app::args::cli::Cli;
use metstatus::internals::diagnosis::rule::Topic;
use metstatus::internals::diagnosis::rules;
use metstatus::internals::exit::EXIT_CODES;
use metstatus::internals::met::meanings::AS_OF;

/// The day of the release that the manual is of.
const DATE: &str = "2026-11-23";

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Compares a file with what it has to be, or writes it.
fn check(path: &str, wanted: &[u8]) {
    let file = root(path);
    #[allow(clippy::disallowed_methods, reason = "a test may be told by its environment to write its files")]
    let regenerate = std::env::var_os("METSTATUS_REGENERATE").is_some();
    if regenerate {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, wanted).unwrap();
    }
    let found = std::fs::read(&file).unwrap_or_default();
    assert!(found == wanted, "{path} is stale: METSTATUS_REGENERATE=1 cargo test --test generated");
}

#[test]
fn completions_are_fresh() {
    for shell in Shell::value_variants() {
        let (name, script) = completing::completions(*shell);
        check(&format!("completions/{name}"), script.as_bytes());
    }
}

#[test]
fn manual_is_fresh() {
    check("man/metstatus.1", &manual());
}

#[test]
fn manual_of_the_reports_is_fresh() {
    check("man/metstatus-report.5", without_idle_breaks(&report::page()).as_bytes());
}

#[test]
fn manual_of_the_audit_is_fresh() {
    check("man/metstatus-audit.1", without_idle_breaks(&audit::page()).as_bytes());
}

#[test]
fn manual_of_the_sandbox_is_fresh() {
    check("man/metstatus-sandbox.1", without_idle_breaks(&sandbox::page()).as_bytes());
}

fn manual() -> Vec<u8> {
    // The examples and exit codes that the help shows as plain text are sections of their own here.
    let command = Cli::command().before_help("").after_help("").after_long_help("").before_long_help("");
    let command = command.mut_args(|arg| arg.hide_short_help(false));
    let command = command.about("explain HTTP statuses of MET Norway's Weather API, and diagnose requests");
    let man = Man::new(command.clone())
        .date(DATE)
        .manual("User Commands")
        .source(format!("metstatus {}", env!("CARGO_PKG_VERSION")));
    let mut out = Vec::new();
    man.render_title(&mut out).unwrap();
    man.render_name_section(&mut out).unwrap();
    synopsis(&command).to_writer(&mut out).unwrap();
    description().to_writer(&mut out).unwrap();
    man.render_options_section(&mut out).unwrap();
    subcommands(&command).to_writer(&mut out).unwrap();
    exit_status().to_writer(&mut out).unwrap();
    configuration().to_writer(&mut out).unwrap();
    knowledge().to_writer(&mut out).unwrap();
    environment().to_writer(&mut out).unwrap();
    files().to_writer(&mut out).unwrap();
    findings().to_writer(&mut out).unwrap();
    limits::section(&command).to_writer(&mut out).unwrap();
    examples().to_writer(&mut out).unwrap();
    see_also().to_writer(&mut out).unwrap();
    without_idle_breaks(&String::from_utf8(out).unwrap()).into_bytes()
}

/// Takes out the line breaks right before and after blank lines, which do nothing and which mandoc warns of.
fn without_idle_breaks(roff: &str) -> String {
    let lines: Vec<&str> = roff.lines().collect();
    let is_blank = |at: Option<usize>| at.and_then(|at| lines.get(at)).is_some_and(|line| line.starts_with(".sp"));
    let mut out = String::new();
    for (at, line) in lines.iter().enumerate() {
        if *line != ".br" || !(is_blank(at.checked_sub(1)) || is_blank(Some(at + 1))) {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// The head of a page: the line of its title, and what it is called and about.
fn head(name: &str, number: &str, volume: &str, about: &str) -> Roff {
    let mut page = Roff::new();
    let version = format!("metstatus {}", env!("CARGO_PKG_VERSION"));
    page.control("TH", [name, number, DATE, version.as_str(), volume]);
    page.control("SH", ["NAME"]);
    page.text([roman(format!("{name} - {about}"))]);
    page
}

fn section(title: &str) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", [title]);
    roff
}

fn item(roff: &mut Roff, term: &str, text: &str) {
    roff.control("TP", []);
    roff.text([bold(term)]);
    roff.text([roman(text)]);
}

/// A section that is a list of terms.
fn items(title: &str, rows: &[(&str, &str)]) -> Roff {
    let mut roff = section(title);
    rows.iter().for_each(|(term, text)| item(&mut roff, term, text));
    roff
}

fn paragraphs(roff: &mut Roff, texts: &[&str]) {
    for (i, text) in texts.iter().enumerate() {
        if i > 0 {
            roff.control("PP", []);
        }
        roff.text([roman(*text)]);
    }
}

/// How to call the program and each of its subcommands, with their arguments: the options are listed below.
fn synopsis(command: &clap::Command) -> Roff {
    let mut roff = section("SYNOPSIS");
    let mut built = command.clone();
    built.build();
    let of_all = [bold("metstatus"), roman(" [OPTIONS] "), italic("TARGET"), roman("...")];
    roff.text(of_all);
    for sub in built.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let mut line = vec![bold(format!("metstatus {}", sub.get_name())), roman(" [OPTIONS]")];
        for arg in sub.get_positionals() {
            let name = arg.get_value_names().and_then(|names| names.first()).map_or("", |name| name.as_str());
            let many = if arg.get_num_args().is_some_and(|count| count.max_values() > 1) { "..." } else { "" };
            let (open, close) = if arg.is_required_set() { ("", "") } else { ("[", "]") };
            line.extend([roman(format!(" {open}")), italic(name), roman(format!("{close}{many}"))]);
        }
        roff.control("br", []);
        roff.text(line);
    }
    roff
}

fn description() -> Roff {
    let mut roff = section("DESCRIPTION");
    let knowledge = format!(
        "What it knows of MET is as of {AS_OF}, from MET's public documentation; each answer names its source."
    );
    paragraphs(
        &mut roff,
        &[
            "MET Norway's Weather API (api.met.no) gives some HTTP statuses a meaning of its own. metstatus takes a status \
             code, a class such as 4xx, a reason phrase or an X-ErrorClass, and explains what it means there and what to \
             do, without any request. It takes a URL or a product path such as locationforecast/2.0/compact?lat=60.1&lon=9.58, \
             requests it, and says what is wrong, the most likely cause first, with evidence. For other hosts it does the same by the RFCs only.",
            "A check of a URL sends one GET request, follows redirects, and after a success sends the request once more with \
             If-Modified-Since, to check caching. The second request is an exception to MET's rule to wait until Expires; --replay never omits it. No request follows a 429 or a 5xx, except one control request where a 429 names no rate and the User-Agent names no application. MET's Terms of Service require clients to identify themselves: nothing is sent to its hosts without --user-agent or --contact.",
            "With --replay wait the second request is sent when the response has expired. With --state no second request is sent: the file stores the validators of the response, and nothing is sent before it has expired; until then the previous verdict applies. The next request is conditional and checks caching. Runs that share a file wait for each other; the lock is a file next to it whose name ends in .lock.",
            "After a 203 of MET, and after a 404 that the table of products does not explain, the changelog of the product is \
             asked for the day on which the version ends. After a 403 of MET, at most two control requests find out why: \
             with --contact the first changes everything that is in doubt, the User-Agent and coordinates of too many \
             decimals, and the second the coordinates alone, where both were changed and the first was answered. --changelog never and --controls never leave these out.",
            "Fields given with --header, and credentials in a URL, never go to another origin, and a redirect from https to \
             http is not followed. Reports do not show credentials.",
            &knowledge,
        ],
    );
    roff
}

fn subcommands(command: &clap::Command) -> Roff {
    let mut roff = section("SUBCOMMANDS");
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let operands: Vec<String> = sub
            .get_positionals()
            .map(|arg| format!("[{}]", arg.get_value_names().unwrap_or_default().join(" ")))
            .collect();
        roff.control("TP", []);
        roff.text([bold(format!("metstatus {}", sub.get_name())), roman(" "), italic(operands.join(" "))]);
        roff.text([roman(format!("{}.", sub.get_about().map(ToString::to_string).unwrap_or_default()))]);
        for arg in sub.get_opts() {
            let Some(long) = arg.get_long().filter(|_| !arg.is_global_set()) else { continue };
            let value = arg.get_value_names().unwrap_or_default().join(" ");
            let help = arg.get_help().map(ToString::to_string).unwrap_or_default().replace('\n', " ");
            roff.text([
                roman("Option "),
                bold(format!("--{long}")),
                roman(" "),
                italic(value),
                roman(format!(": {help}.")),
            ]);
        }
    }
    item(&mut roff, "metstatus help", "Show the help of metstatus or of a subcommand.");
    roff
}

fn exit_status() -> Roff {
    let mut roff = section("EXIT STATUS");
    for (code, text) in EXIT_CODES {
        item(&mut roff, &code.to_string(), &format!("{text}."));
    }
    roff.control("PP", []);
    roff.text([roman("Of several targets the worst counts, in the order 2, 3, 1, 0; a usage error always is 3.")]);
    roff
}

fn configuration() -> Roff {
    let mut roff = section("CONFIGURATION");
    paragraphs(
        &mut roff,
        &[
            "Options can be set in two files in TOML: the user's, $XDG_CONFIG_HOME/metstatus/config.toml (~/.config), and a project's, \
             metstatus.toml in the working folder or the nearest folder above it, up to the root of the repository or the home. A key is the \
             long name of an option, and its value a text, a number, true or false, or a list: contact = \"MAIL\", timeout = 20, \
             allow = [\"no-validator\"]. An unknown key is an error, exit code 3. Relative paths in the user's file are below its folder.",
            "An option counts before the environment, the environment before the project's file, that before the user's file, and that before the \
             default. allow, warn and deny add up; for one id the same order holds. metstatus config shows every setting and where it comes from.",
            "A project's file may have been written by others. It may set rate, format, eol-warning, eol-critical, warning, critical, allow, warn, \
             deny and targets, and nothing else: not your identity, where requests go, or which files are written. Findings whose severity it lowers are \
             counted in the report. Its list of targets is used with --targets metstatus.toml only.",
            "A file that belongs to another user than root, that every user may write to, that is larger than the limit or not a regular file is \
             ignored, and a note names it. check_metstatus reads no format.",
        ],
    );
    roff
}

fn knowledge() -> Roff {
    let mut roff = section("KNOWLEDGE");
    paragraphs(
        &mut roff,
        &[
            "What is known of MET's products is in a table of this program, as of the month that --version names. metstatus products --refresh \
             reads MET's changelog, https://api.met.no/feed/changelog, and keeps what it says of the versions since then: states, days, \
             successors, each with its sentence and link. It needs --contact or --user-agent, sends one conditional request, and none before the last response \
             has expired: by its Expires, in an hour where it names no time, and at least an hour after 403, 429 and 5xx, or as long as Retry-After \
             says. Without --refresh nothing is sent.",
            "What was learned is used by every later look-up, check, dry run, read and audit, and reports say as of when (knowledge in JSON). A server \
             that responds takes precedence. --no-cache leaves it out; audit --partial and sandbox use the table alone. A file that cannot be \
             used is ignored and named, and --refresh does not overwrite it; a damaged one is kept with .bad after its name.",
        ],
    );
    roff
}

fn environment() -> Roff {
    items(
        "ENVIRONMENT",
        &[
            ("METSTATUS_USER_AGENT", "User-Agent of the client under diagnosis, where --user-agent is not given."),
            ("METSTATUS_CONTACT", "Who you are, where --contact is not given."),
            (
                "METSTATUS_CONFIG",
                "File of settings in place of the one in the user's folder; /dev/null for none. See CONFIGURATION.",
            ),
            ("METSTATUS_CACHE", "Folder of what products --refresh learned, ~/.cache/metstatus where it is not set."),
            (
                "XDG_CONFIG_HOME, XDG_CACHE_HOME, HOME",
                "Folders of the user's settings and of what was learned; ~/.config and ~/.cache where they are not set.",
            ),
            (
                "http_proxy, https_proxy, all_proxy",
                "Proxy for http, for https, for both. HTTPS_PROXY and ALL_PROXY count too; HTTP_PROXY does not, as in curl.",
            ),
            (
                "no_proxy, NO_PROXY",
                "Hosts to be asked without a proxy: names, addresses and networks, with a port or without, separated by commas.",
            ),
            (
                "METSTATUS_SPLAY_SEED",
                "Text that makes the delay of --splay the same every time, such as the name of the machine.",
            ),
            ("SSL_CERT_FILE", "Certificate authorities to trust in place of the system's."),
            ("TZ", "The time zone of local times, which a terminal gets beside UTC."),
            ("NO_COLOR, CLICOLOR, CLICOLOR_FORCE, TERM", "Whether there is colour, where --color is auto."),
            ("FORCE_HYPERLINK", "1 for links where --hyperlinks is auto and there is colour, 0 for none."),
            (
                "GITHUB_STEP_SUMMARY",
                "File of the summary of a step of GitHub Actions: a report in Markdown for it is appended to what is there.",
            ),
            ("COLUMNS", "Width of human output, from 40 to 120; that of the terminal where it is not set, else 80."),
        ],
    )
}

fn files() -> Roff {
    let mut roff = items(
        "FILES",
        &[
            ("/usr/share/metstatus/metstatus-1.schema.json", "JSON Schema of the report of --format json."),
            ("/usr/lib/nagios/plugins/check_metstatus", "metstatus as a monitoring plugin, with --format nagios."),
            ("/usr/share/bash-completion/completions/metstatus", "Completions for bash."),
            ("/usr/share/zsh/vendor-completions/_metstatus", "Completions for zsh."),
            ("/usr/share/fish/vendor_completions.d/metstatus.fish", "Completions for fish."),
            ("/usr/share/icinga2/include/plugins-contrib.d/metstatus.conf", "Check command for Icinga 2."),
            ("/usr/share/doc/metstatus", "README and changes."),
            (
                "/usr/share/doc/metstatus/examples",
                "Files for Icinga, Nagios, node_exporter, GitHub, GitLab, Kubernetes and Sensu; see README.md there.",
            ),
        ],
    );
    roff.control("PP", []);
    roff.text([roman("These are the places of the Debian package.")]);
    roff
}

fn findings() -> Roff {
    let mut roff = section("FINDINGS");
    roff.text([
        roman("Each finding has an id, a severity and a certainty. "),
        bold("metstatus rules ID"),
        roman(" explains one with an example."),
    ]);
    for topic in Topic::ALL {
        roff.control("SS", [topic.as_str()]);
        for rule in rules::all().filter(|rule| rule.topic == topic) {
            item(&mut roff, &format!("{} ({})", rule.id, rule.severity.as_str()), &format!("{}.", rule.title));
        }
    }
    roff
}

fn examples() -> Roff {
    items(
        "EXAMPLES",
        &[
            ("metstatus 403", "What 403 means at MET, and what to do."),
            ("metstatus 'too many requests' Outsidegeographicarea", "The same, by the words in a log."),
            (
                "metstatus --contact MAIL 'locationforecast/2.0/compact?lat=60.1&lon=9.58'",
                "Check a product, and whether caching works.",
            ),
            ("metstatus -A 'okhttp/4.12.0' URL", "Diagnose another client's User-Agent."),
            ("curl -sSv URL 2>&1 | metstatus read -", "Diagnose a captured response, without any request."),
            ("metstatus -q --contact MAIL URL || echo look", "In a script, by the exit code."),
        ],
    )
}

fn see_also() -> Roff {
    let mut roff = section("SEE ALSO");
    roff.text([
        bold("metstatus-report"),
        roman("(5), "),
        bold("metstatus-audit"),
        roman("(1), "),
        bold("metstatus-sandbox"),
        roman("(1), "),
        bold("curl"),
        roman("(1), https://api.met.no/doc/StatusCodes, https://api.met.no/doc/TermsOfService, RFC 9110, RFC 9111"),
    ]);
    roff
}

/// What the Debian package takes along is there, and what is there to be used is taken along.
#[test]
fn package_holds_what_there_is() {
    let manifest = std::fs::read_to_string(root("Cargo.toml")).unwrap();
    let assets = manifest.split("assets = [").nth(1).unwrap().split("\n]").next().unwrap();
    let sources: Vec<&str> = assets.lines().filter_map(|line| line.split('"').nth(1)).collect();
    assert!(sources.len() > 8, "{sources:?}");
    for source in sources.iter().filter(|source| !source.starts_with("target/")) {
        let (folder, name) = source.rsplit_once('/').unwrap_or((".", source));
        let suffix = name.trim_start_matches('*');
        let fits = |entry: &std::fs::DirEntry| entry.file_name().to_string_lossy().ends_with(suffix);
        let found = std::fs::read_dir(root(folder)).unwrap().filter_map(Result::ok).any(|entry| fits(&entry));
        assert!(found, "{source} of [package.metadata.deb] is not there");
    }
    for page in std::fs::read_dir(root("man")).unwrap().filter_map(Result::ok) {
        let section = page.path().extension().unwrap().to_string_lossy().into_owned();
        assert!(sources.contains(&format!("man/*.{section}").as_str()), "{page:?} is in no package");
    }
    let changes = std::fs::read_to_string(root("contrib/debian/changelog")).unwrap();
    assert!(changes.starts_with(&format!("metstatus ({}-1) ", env!("CARGO_PKG_VERSION"))), "another version");
}
