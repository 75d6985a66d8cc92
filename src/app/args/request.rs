//! The options of a request and of how it is judged, as clap reads them.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::amounts::parse_timeout;
use super::choices::{ChangelogChoice, ControlsWhen, ReplayChoice, RootsChoice};
use crate::inquiry::rate_limiter::Rate;

/// How a live check sends requests.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Requests")]
pub struct RequestOptions {
    /// Who sends them.
    #[command(flatten)]
    pub caller: Caller,

    /// Extra request header; never sent to another host.
    /// @FILE reads headers, one per line: use it for secrets,
    /// because other users can see the command line
    #[arg(short = 'H', long = "header", value_name = "NAME: VALUE|@FILE", verbatim_doc_comment)]
    pub headers: Vec<OsString>,

    /// When to repeat the request with If-Modified-Since, to
    /// check caching: now, wait (expiry), never (default: now)
    #[arg(
        long,
        value_name = "WHEN",
        default_value = "now",
        hide_default_value = true,
        hide_possible_values = true,
        verbatim_doc_comment
    )]
    pub replay: ReplayChoice,

    /// Store responses in this file: send nothing before
    /// they expire, then one conditional request
    #[arg(long, value_name = "FILE", verbatim_doc_comment)]
    pub state: Option<PathBuf>,

    /// Check the request without sending it
    #[arg(long)]
    pub dry_run: bool,

    /// Show the request as a curl command; send nothing
    #[arg(long, hide_short_help = true)]
    pub as_curl: bool,

    /// Also send If-Modified-Since one day earlier; the server
    /// must return the full body
    #[arg(long, hide_short_help = true, verbatim_doc_comment)]
    pub thorough: bool,

    /// Whether to repeat a refused request with what is in
    /// doubt changed, to find the cause: auto or never
    /// (default: auto)
    #[arg(
        long,
        value_name = "WHEN",
        default_value = "auto",
        hide_default_value = true,
        hide_possible_values = true,
        hide_short_help = true,
        verbatim_doc_comment
    )]
    pub controls: ControlsWhen,

    /// When to read the product's changelog: auto (after 203
    /// and unexplained 404), always, never (default: auto)
    #[arg(
        long,
        value_name = "WHEN",
        default_value = "auto",
        hide_default_value = true,
        hide_possible_values = true,
        hide_short_help = true,
        verbatim_doc_comment
    )]
    pub changelog: ChangelogChoice,

    /// Time limit for a target, such as 1m (default: 10s)
    #[arg(short = 't', long, value_name = "DURATION", default_value = "10s", allow_hyphen_values = true, hide_default_value = true, value_parser = parse_timeout)]
    pub timeout: Duration,

    /// Redirects to follow (default: 5)
    #[arg(
        long,
        value_name = "N",
        default_value_t = 5,
        allow_hyphen_values = true,
        hide_default_value = true,
        hide_short_help = true
    )]
    pub max_redirects: u32,

    /// Bytes of a response body to read, as received and as
    /// decompressed (default: 8388608)
    #[arg(long, value_name = "BYTES", default_value_t = 8 * 1024 * 1024, allow_hyphen_values = true, hide_default_value = true, hide_short_help = true, verbatim_doc_comment, value_parser = clap::value_parser!(u64).range(1..=1_073_741_824))]
    pub max_body: u64,

    /// Requests to one host, such as 30/m; never above 10/s at MET
    /// (default: 2/s)
    #[arg(long, value_name = "N/s", default_value = "2/s", allow_hyphen_values = true, hide_default_value = true, hide_short_help = true, verbatim_doc_comment, value_parser = Rate::parse)]
    pub rate: Rate,

    /// How they reach their host.
    #[command(flatten)]
    pub connecting: Connecting,
}

/// Who sends requests.
#[derive(Args, Clone, Debug, Default)]
pub struct Caller {
    /// User-Agent of the client to diagnose; '' for a
    /// client without one [env: METSTATUS_USER_AGENT]
    #[arg(short = 'A', long, value_name = "TEXT", verbatim_doc_comment)]
    pub user_agent: Option<OsString>,

    /// Your contact, sent after metstatus's own name
    /// [env: METSTATUS_CONTACT]
    #[arg(long, value_name = "MAIL|URL", verbatim_doc_comment)]
    pub contact: Option<OsString>,
}

/// How requests reach their host.
#[derive(Args, Clone, Debug, Default)]
pub struct Connecting {
    /// Address to use for a host, as in curl
    #[arg(long, value_name = "HOST:PORT:ADDRESS", hide_short_help = true)]
    pub resolve: Vec<String>,

    /// Certificate authorities to trust, a PEM file
    #[arg(long, value_name = "FILE", conflicts_with = "roots", hide_short_help = true)]
    pub cacert: Option<PathBuf>,

    /// Certificate authorities to trust: platform, or bundled with
    /// metstatus (default: platform)
    #[arg(
        long,
        value_name = "WHICH",
        default_value = "platform",
        hide_default_value = true,
        hide_possible_values = true,
        hide_short_help = true,
        verbatim_doc_comment
    )]
    pub roots: RootsChoice,

    /// Proxy for every request; '' for none
    /// [env: http_proxy, https_proxy, all_proxy, no_proxy]
    #[arg(long, value_name = "URL", hide_short_help = true, verbatim_doc_comment)]
    pub proxy: Option<OsString>,

    /// Use only IPv4 addresses
    #[arg(short = '4', long, conflicts_with = "ipv6", hide_short_help = true)]
    pub ipv4: bool,

    /// Use only IPv6 addresses
    #[arg(short = '6', long, hide_short_help = true)]
    pub ipv6: bool,
}
