//! The command line, as clap reads it. What the values mean is decided in `job`.
//!
//! Help texts may have line breaks anywhere: `help` lays them out for the width of the terminal.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};

use super::amounts::{parse_ahead, parse_jobs, parse_splay, parse_timeout};
use super::audit::Audit;
use super::choices::{ColorWhen, LinksWhen, Shell};
use super::preset::{FileSeverity, Given};

use super::request::{Caller, Connecting, RequestOptions};
use super::sandbox::Sandbox;
use crate::diagnosis::overrides::TimeoutResult;
use crate::diagnosis::range::Range;
use crate::intake::transcript;
use crate::report::format::ReportFormat;

const TEMPLATE: &str = "\
{about}

{before-help}{usage-heading} {usage}

{all-args}{after-help}";

pub(crate) const EXAMPLES: &str = "\
Examples:
  metstatus 403                    what 403 means at MET, and what to do
  metstatus 'too many requests'    the same, by the words in a log
  metstatus --contact MAIL 'locationforecast/2.0/compact?lat=60.1&lon=9.58'
                                   check a product, and whether caching works
  metstatus -A 'okhttp/4.12.0' --contact MAIL URL
                                   diagnose another client's User-Agent
  curl -sSv URL 2>&1 | metstatus read -
                                   diagnose a captured response
  metstatus read page.har          a browser's recording, or an access log";

/// What is printed without arguments.
pub(crate) const SHORT_HELP: &str = "\
metstatus: give a status code or a URL

Usage: metstatus [OPTIONS] TARGET...

  metstatus 403                    what 403 means at MET, and what to do
  metstatus --contact MAIL 'locationforecast/2.0/compact?lat=60.1&lon=9.58'
                                   check a product, and whether caching works

See metstatus --help for more.
";

/// What is printed without arguments when standard input may be a pipe.
pub(crate) const PIPE_HELP: &str = "\
metstatus: give a status code or a URL; - reads standard input

  COMMAND | metstatus -            read a target, a capture or pasted text
  COMMAND | metstatus read         read a capture or pasted text
  metstatus 403                    what 403 means at MET, and what to do

See metstatus --help for more.
";

/// Explain HTTP status codes of MET Norway's Weather API, and diagnose requests
#[derive(Debug, Default, Parser)]
#[command(
    name = "metstatus",
    version,
    about = "Explain HTTP status codes of MET Norway's Weather API, and diagnose what is\nwrong with a request",
    help_template = TEMPLATE,
    max_term_width = 80,
    disable_help_subcommand = false
)]
pub struct Cli {
    /// What to do instead of explaining and checking targets.
    #[command(subcommand)]
    pub command: Option<Command>,

    /// Code, class (4xx), phrase, X-ErrorClass, URL or product path
    #[arg(value_name = "TARGET")]
    pub targets: Vec<OsString>,

    /// Set the exit code by the status looked up: 0 for 1xx, 2xx
    /// and 304, 1 for 203 and 3xx, 2 for 4xx and 5xx; the worst of several
    #[arg(long, help_heading = "Look-up", verbatim_doc_comment)]
    pub exit_code: bool,

    /// How many targets are checked.
    #[command(flatten)]
    pub many: Many,

    /// How a live check sends requests.
    #[command(flatten)]
    pub asking: RequestOptions,

    /// How results are shown.
    #[command(flatten)]
    pub showing: Showing,

    /// The options that were given on the command line itself.
    #[arg(skip)]
    pub given: Given,
}

/// How many targets are checked.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "Many targets")]
pub struct Many {
    /// Read targets from a file, one per line; - is standard input.
    /// # starts a comment. A target may be followed by name=TEXT,
    /// eol-warning=DURATION, eol-critical=DURATION, allow=ID,
    /// warn=ID and deny=ID; these apply to that target only
    #[arg(long = "targets", value_name = "FILE|-", verbatim_doc_comment)]
    pub lists: Vec<OsString>,

    /// Hosts to check in parallel; each host gets one request at a
    /// time (default: 8)
    #[arg(long, value_name = "N", default_value = "8", allow_hyphen_values = true, hide_default_value = true, hide_short_help = true, verbatim_doc_comment, value_parser = parse_jobs)]
    pub jobs: usize,

    /// Wait a random time, up to DURATION, before starting; for
    /// timers on many machines (default: 0s)
    #[arg(long, value_name = "DURATION", default_value = "0s", allow_hyphen_values = true, hide_default_value = true, hide_short_help = true, verbatim_doc_comment, value_parser = parse_splay)]
    pub splay: Duration,
}

/// How results are shown.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Output")]
pub struct Showing {
    /// Format of the report: human, json, jsonl, nagios,
    /// prometheus, junit, sarif, github, gitlab, markdown,
    /// tap, or html (audit and sandbox) (default: human)
    #[arg(
        short,
        long,
        value_name = "FORMAT",
        default_value = "human",
        hide_default_value = true,
        hide_possible_values = true,
        verbatim_doc_comment,
        global = true
    )]
    pub format: ReportFormat,

    /// File for the report, replaced atomically
    #[arg(short, long, value_name = "FILE", global = true)]
    pub output: Option<PathBuf>,

    /// Also write a report to a file, such as
    /// junit=out.xml; may be repeated
    #[arg(long, value_name = "FORMAT=FILE", global = true, verbatim_doc_comment)]
    pub report: Vec<OsString>,

    /// Warn if the response time in seconds is outside this
    /// range, such as 2 or 0.1:5
    #[arg(short, long, value_name = "RANGE", allow_hyphen_values = true, hide_short_help = true, global = true, verbatim_doc_comment, value_parser = Range::parse)]
    pub warning: Option<Range>,

    /// Fail if the response time is outside this range
    #[arg(short, long, value_name = "RANGE", allow_hyphen_values = true, hide_short_help = true, global = true, value_parser = Range::parse)]
    pub critical: Option<Range>,

    /// What a timeout counts as: ok, warning, critical or unknown
    /// (default: critical)
    #[arg(
        long,
        value_name = "STATE",
        default_value = "critical",
        hide_default_value = true,
        hide_possible_values = true,
        hide_short_help = true,
        global = true,
        verbatim_doc_comment
    )]
    pub timeout_result: TimeoutResult,

    /// Warn if a version ends within DURATION (default: 60d)
    #[arg(long, value_name = "DURATION", default_value = "60d", allow_hyphen_values = true, hide_default_value = true, hide_short_help = true, global = true, value_parser = parse_ahead)]
    pub eol_warning: Duration,

    /// Fail if a version ends within DURATION (default: 14d)
    #[arg(long, value_name = "DURATION", default_value = "14d", allow_hyphen_values = true, hide_default_value = true, hide_short_help = true, global = true, value_parser = parse_ahead)]
    pub eol_critical: Duration,

    /// Count a finding as info
    #[arg(long, value_name = "ID", global = true, hide_short_help = true)]
    pub allow: Vec<String>,

    /// Count a finding as a warning
    #[arg(long, value_name = "ID", global = true, hide_short_help = true)]
    pub warn: Vec<String>,

    /// Count a finding as an error
    #[arg(long, value_name = "ID", global = true, hide_short_help = true)]
    pub deny: Vec<String>,

    /// Print nothing; only set the exit code
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,

    /// Show requests and responses with headers and times
    #[arg(short, long, global = true, overrides_with = "verbose")]
    pub verbose: bool,

    /// Show one line per target, those that fail first and in full,
    /// and a total; the default for more than ten on a terminal
    #[arg(long, global = true, overrides_with = "no_brief", hide_short_help = true, verbatim_doc_comment)]
    pub brief: bool,

    /// Show every target in full
    #[arg(long, global = true, overrides_with = "brief", hide_short_help = true)]
    pub no_brief: bool,

    /// Colour: auto, always or never (default: auto)
    /// [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]
    #[arg(
        long,
        value_name = "WHEN",
        default_value = "auto",
        hide_default_value = true,
        hide_possible_values = true,
        global = true,
        verbatim_doc_comment
    )]
    pub color: ColorWhen,

    /// When to make the sources in a report clickable: auto (if the
    /// terminal supports it), always, never (default: auto)
    #[arg(
        long,
        value_name = "WHEN",
        default_value = "auto",
        hide_default_value = true,
        hide_possible_values = true,
        global = true,
        verbatim_doc_comment
    )]
    pub hyperlinks: LinksWhen,

    /// Use only the built-in table of products, not what
    /// products --refresh has stored
    #[arg(long, global = true, hide_short_help = true, verbatim_doc_comment)]
    pub no_cache: bool,

    /// The severities that files of settings set.
    #[arg(skip)]
    pub(crate) of_files: Vec<FileSeverity>,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Diagnose captured responses (curl, HAR, access log) offline
    #[command(help_template = TEMPLATE, before_help = READ_EXAMPLES)]
    Read {
        /// Output of curl -v or -i, a HAR file, an access log in combined
        /// format, optionally with a saved changelog feed;
        /// - is standard input
        #[arg(value_name = "FILE|-", verbatim_doc_comment)]
        files: Vec<OsString>,

        /// Requested URL, if the input does not show it; for a log
        /// without hosts, https://HOST
        #[arg(long, value_name = "URL", verbatim_doc_comment)]
        url: Option<String>,

        /// User-Agent sent, if the input does not show it
        #[arg(short = 'A', long, value_name = "TEXT")]
        user_agent: Option<String>,

        /// Show the requests as curl commands; diagnose nothing
        #[arg(long)]
        as_curl: bool,

        /// When the response was received, such as
        /// 2026-03-30T13:22:46Z
        /// (default: its Date, else the file's time)
        #[arg(long, value_name = "TIMESTAMP", verbatim_doc_comment)]
        at: Option<String>,

        /// Bytes of a file to read (default: 50331648)
        #[arg(long, value_name = "BYTES", default_value_t = transcript::MAX_INPUT, allow_hyphen_values = true, hide_default_value = true, value_parser = clap::value_parser!(u64).range(1..=1_073_741_824))]
        max_input: u64,
    },

    /// Judge a client's traffic over time: access logs, HAR, captures
    #[command(help_template = TEMPLATE, before_help = AUDIT_EXAMPLES)]
    Audit(Audit),

    /// Run a local api.met.no for tests, and judge what a command sends
    #[command(help_template = TEMPLATE, before_help = SANDBOX_EXAMPLES)]
    Sandbox(Sandbox),

    /// Check the request of a curl command; nothing is run
    #[command(help_template = TEMPLATE)]
    Curl {
        /// curl's arguments: everything that follows
        #[arg(value_name = "ARGS", allow_hyphen_values = true, trailing_var_arg = true)]
        arguments: Vec<OsString>,
    },

    /// List all known status codes, MET's first
    #[command(help_template = TEMPLATE)]
    Codes {
        /// Class or code to list, such as 4xx
        #[arg(value_name = "CLASS")]
        class: Option<OsString>,
    },

    /// List the API's products and versions, or explain one
    #[command(help_template = TEMPLATE)]
    Products {
        /// Product, or product and version, such as sunrise/2.0
        #[arg(value_name = "NAME[/VERSION]")]
        name: Option<String>,

        /// Read MET's changelog first, and keep what it says of the
        /// versions; sends one request, and none before the last
        /// response has expired
        #[arg(long, conflicts_with = "no_cache", verbatim_doc_comment)]
        refresh: bool,

        /// Who sends the request.
        #[command(flatten)]
        caller: Caller,

        /// Time limit, such as 1m (default: 10s)
        #[arg(short = 't', long, value_name = "DURATION", default_value = "10s", allow_hyphen_values = true, hide_default_value = true, hide_short_help = true, value_parser = parse_timeout)]
        timeout: Duration,

        /// How it reaches MET.
        #[command(flatten)]
        connecting: Connecting,
    },

    /// List the rules, or explain some
    #[command(help_template = TEMPLATE)]
    Rules {
        /// Ids of the rules to explain
        #[arg(value_name = "ID")]
        ids: Vec<String>,
    },

    /// Show every setting and where it comes from
    #[command(help_template = TEMPLATE, before_help = CONFIG_EXAMPLES)]
    Config,

    /// Print the completion script of a shell
    #[command(help_template = TEMPLATE, before_help = COMPLETIONS_EXAMPLES)]
    Completions {
        /// Shell: bash, zsh, fish, elvish or powershell
        #[arg(value_name = "SHELL", hide_possible_values = true)]
        shell: Shell,
    },

    /// Print a manual page, as a source for man
    #[command(help_template = TEMPLATE, before_help = MAN_EXAMPLES)]
    Man {
        /// Page, such as metstatus-report (default: metstatus)
        #[arg(value_name = "PAGE")]
        page: Option<String>,
    },
}

const CONFIG_EXAMPLES: &str = "\
Files; the second takes precedence over the first:
  ~/.config/metstatus/config.toml  yours; METSTATUS_CONFIG names another
  metstatus.toml                   a project's, in its folder or above

  contact = \"MAIL\"                the long name of an option, and its value
  allow = [\"no-validator\"]        a list";

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  metstatus completions bash > ~/.local/share/bash-completion/completions/metstatus
  metstatus completions zsh > ~/.zfunc/_metstatus     (a folder in fpath)
  metstatus completions fish > ~/.config/fish/completions/metstatus.fish
  metstatus completions powershell >> $PROFILE";

const MAN_EXAMPLES: &str = "\
Examples:
  metstatus man | man -l -                 read it
  metstatus man metstatus-report -o ~/.local/share/man/man5/metstatus-report.5";

const AUDIT_EXAMPLES: &str = "\
Examples:
  metstatus audit access.log access.log.*.gz
  metstatus audit --vantage outbound --by address access.log
  metstatus audit --log-format '%h %t \"%r\" %>s' access.log
  ssh HOST metstatus audit --partial access.log > host.part
  metstatus audit --merge *.part";

const SANDBOX_EXAMPLES: &str = "\
Examples:
  metstatus sandbox -- npm test
  metstatus sandbox --scenario outage --report junit=met.xml -- pytest
  metstatus sandbox --list-scenarios
  metstatus sandbox                serve until Ctrl-C";

const READ_EXAMPLES: &str = "\
Examples:
  curl -sSv -A 'my-app/1.0 MAIL' URL 2>&1 | metstatus read -
  metstatus read --at 2026-03-30T13:22:46Z response.txt
  metstatus read page.har          a browser's recorded requests
  metstatus read access.log        requests of a client or proxy, grouped";
