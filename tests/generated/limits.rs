//! The section on limits, from the bounds that the program keeps and the defaults of its options.

use clap_mangen::roff::{Roff, bold, roman};
use metstatus::internals::app::limits::*;
use metstatus::internals::diagnosis::rules;
use metstatus::internals::inquiry::rate_limiter::Rate;
use metstatus::internals::text::size::format_size;

/// What is said of a bound that is exceeded.
enum Beyond {
    /// A finding of this id.
    Finding(&'static str),
    /// An error, with exit code 3.
    Refused,
    /// Something else.
    Said(&'static str),
}

use Beyond::{Finding, Refused, Said};

/// A bound: its value, of what it is one, the option that changes it, and what is said beyond it.
struct Limit {
    most: String,
    what: &'static str,
    option: Option<&'static str>,
    beyond: Beyond,
}

pub(crate) fn section(command: &clap::Command) -> Roff {
    let mut roff = super::section("LIMITS");
    roff.text([roman(
        "Whatever a server, a capture or a file does, time and memory are limited. The report names every limit that was reached, and the option that changes it, if there is one. These are the defaults:",
    )]);
    for limit in limits(command) {
        let beyond = match limit.beyond {
            Finding(id) => {
                assert!(rules::find(id).is_some(), "{id} is no finding");
                format!("the finding {id}")
            }
            Refused => "an error, exit code 3".to_owned(),
            Said(what) => what.to_owned(),
        };
        roff.control("TP", []);
        roff.text([bold(format!("{}: {}", limit.what, limit.most))]);
        let mut text = vec![roman(format!("Beyond it {beyond}."))];
        text.extend(limit.option.into_iter().flat_map(|option| [roman(" "), bold(option), roman(" changes it.")]));
        roff.text(text);
    }
    roff
}

/// The default of an option, which may be one of a subcommand.
fn default_of(command: &clap::Command, option: &str) -> String {
    let commands = std::iter::once(command).chain(command.get_subcommands());
    let found = commands.flat_map(clap::Command::get_arguments).find(|arg| arg.get_long() == option.strip_prefix("--"));
    let values = found.unwrap_or_else(|| panic!("there is no {option}")).get_default_values();
    values.first().unwrap_or_else(|| panic!("{option} has no default")).to_str().unwrap().to_owned()
}

fn limits(command: &clap::Command) -> Vec<Limit> {
    let by_option = |option: &'static str, what, beyond| {
        let value = default_of(command, option);
        let most = match value.parse::<u64>() {
            Ok(bytes) if bytes > 1000 => format_size(bytes),
            _ => value,
        };
        Limit { most, what, option: Some(option), beyond }
    };
    let size = |bytes: usize, what, beyond| Limit { most: format_size(bytes as u64), what, option: None, beyond };
    let count = |count: usize, what, beyond| Limit { most: count.to_string(), what, option: None, beyond };
    let file = |bytes: u64, what| Limit { most: format_size(bytes), what, option: None, beyond: Refused };
    let time = |time: std::time::Duration, what, beyond| Limit {
        most: humantime::format_duration(time).to_string(),
        what,
        option: None,
        beyond,
    };
    vec![
        by_option(
            "--timeout",
            "Time for a target with all its requests, without the wait of --replay wait",
            Finding("response-timeout"),
        ),
        time(
            MAX_CONNECT,
            "Time for finding the address of a host, and for connecting to it",
            Finding("connection-timeout"),
        ),
        by_option("--max-redirects", "Redirects to follow", Finding("redirect-loop")),
        count(MAX_EXTRA_REQUESTS, "Requests for a target beside the first and its redirects", Said("none is sent")),
        by_option("--rate", "Requests to a host", Said("the next one waits")),
        Limit {
            most: Rate::MET_MOST.to_string(),
            what: "Requests to all hosts of MET together",
            option: None,
            beyond: Said("the next one waits, whatever --rate says"),
        },
        time(
            LONGEST_WAIT,
            "Wait for an answer to expire, with --replay wait",
            Said("there is no replay, and the report says why"),
        ),
        size(MAX_HEAD, "Head of an answer with its interim ones, and its trailer", Finding("malformed-response")),
        count(MAX_FIELDS, "Fields of an answer, and of its trailer", Finding("malformed-response")),
        count(MAX_INTERIM, "Interim answers (1xx)", Finding("malformed-response")),
        size(MAX_CHUNK_LINE, "Line with the size of a chunk", Finding("malformed-response")),
        by_option("--max-body", "Content of an answer, as received and as decompressed", Finding("body-too-large")),
        size(MAX_XML, "Content of XML whose form is looked at", Said("its syntax is not checked")),
        size(MAX_FEED as usize, "Changelog of a product", Finding("changelog-unreadable")),
        by_option("--max-input", "Input of metstatus read, for each file", Refused),
        count(MOST_LINES, "Lines of a dump", Refused),
        count(MOST_MESSAGES, "Messages of a dump", Refused),
        count(
            MOST_REQUESTS,
            "Requests of a HAR that are looked at",
            Said("a note on standard error counts the others"),
        ),
        count(
            MAX_KINDS,
            "Distinct kinds of requests reported per access log",
            Said("a note on standard error counts the others"),
        ),
        file(MAX_LIST, "List of targets"),
        file(MAX_HEADERS, "File of fields (-H @FILE)"),
        file(MAX_STATE, "State file (--state)"),
        Limit {
            most: format_size(MAX_CONFIG),
            what: "File of settings (config.toml, metstatus.toml)",
            option: None,
            beyond: Said("it is ignored, and a note on standard error names it"),
        },
        Limit {
            most: format_size(MAX_KNOWLEDGE),
            what: "File of what products --refresh learned",
            option: None,
            beyond: Said("it is ignored, and a note on standard error names it"),
        },
        file(MAX_CERTIFICATES, "File of certificate authorities (--cacert)"),
    ]
}
