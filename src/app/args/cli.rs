//! The command line, as clap reads it. What the values mean is decided in `plan`.
//!
//! Help texts may have line breaks anywhere: `help` lays them out for the width of the terminal.

use std::ffi::OsString;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};

use super::amounts::{parse_jobs, parse_splay, parse_timeout};
use super::audit::Audit;
use super::choices::Shell;
use super::examples::{
    AUDIT_EXAMPLES, COMPLETIONS_EXAMPLES, CONFIG_EXAMPLES, MAN_EXAMPLES, READ_EXAMPLES, SANDBOX_EXAMPLES,
};
use super::preset::Given;
use super::request::{Caller, Connecting, RequestOptions};
use super::sandbox::Sandbox;
use super::showing::Showing;
use crate::intake::transcript;

const TEMPLATE: &str = "\
{about}

{before-help}{usage-heading} {usage}

{all-args}{after-help}";

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
