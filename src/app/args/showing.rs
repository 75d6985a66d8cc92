//! The options of how results are shown, as clap reads them.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::amounts::parse_ahead;
use super::choices::{ColorWhen, LinksWhen};
use super::preset::FileSeverity;
use crate::diagnosis::overrides::TimeoutResult;
use crate::diagnosis::range::Range;
use crate::report::format::ReportFormat;

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
