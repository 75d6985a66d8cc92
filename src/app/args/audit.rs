//! The options of `audit`, as clap reads them.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use crate::evidence::event::Vantage;
use crate::traffic::By;

/// What to judge, and how.
#[derive(Args, Debug)]
pub struct Audit {
    /// Access logs, plain, gz or zst, HAR files and captures;
    /// several are merged by time; - for standard input
    #[arg(value_name = "FILE|-", required = true, verbatim_doc_comment)]
    pub files: Vec<OsString>,

    /// Format of the log: auto, common, combined, vhost, apache,
    /// nginx, caddy, nginx-json, squid, varnish, haproxy, traefik,
    /// w3c, cloudfront, alb, envoy, har, or a format string of
    /// nginx ('$remote_addr ...') or Apache ('%h ...')
    #[arg(long, value_name = "FORMAT", default_value = "auto", hide_default_value = true, verbatim_doc_comment)]
    pub log_format: String,

    /// Where the log was written: inbound (before a cache), relay
    /// (passes every request on), outbound (what reaches MET)
    #[arg(long, value_name = "WHERE", hide_possible_values = true, verbatim_doc_comment)]
    pub vantage: Option<Vantage>,

    /// What counts as one client: user-agent, address, both or host
    /// (default: user-agent)
    #[arg(
        long,
        value_name = "WHAT",
        default_value = "user-agent",
        hide_default_value = true,
        hide_possible_values = true,
        verbatim_doc_comment
    )]
    pub by: By,

    /// Only requests from this time on, such as 2026-03-30T13:00:00Z
    #[arg(long, value_name = "TIMESTAMP")]
    pub since: Option<String>,

    /// Only requests before this time
    #[arg(long, value_name = "TIMESTAMP")]
    pub until: Option<String>,

    /// Write one line of JSON for --merge, in place of a report
    #[arg(long, verbatim_doc_comment)]
    pub partial: bool,

    /// Judge the files that --partial wrote as one log
    #[arg(long, conflicts_with_all = ["log_format", "vantage", "by", "since", "until", "key_file", "full_addresses"])]
    pub merge: bool,

    /// Secret (16 bytes or more) for the hashes of addresses in
    /// --partial; the same for all parts
    #[arg(long, value_name = "FILE", verbatim_doc_comment)]
    pub key_file: Option<PathBuf>,

    /// Show whole addresses instead of their networks
    #[arg(long)]
    pub full_addresses: bool,
}

impl ValueEnum for Vantage {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Inbound, Self::Relay, Self::Outbound]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self {
            Self::Inbound => "Before something that may be a cache",
            Self::Relay => "At a relay that passes each request on",
            Self::Outbound => "Where requests leave for MET, or arrive there",
        };
        Some(PossibleValue::new(self.as_str()).help(help))
    }
}

impl ValueEnum for By {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::UserAgent, Self::Address, Self::Both, Self::Host]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::UserAgent => PossibleValue::new("user-agent").help("The product name of the User-Agent"),
            Self::Address => PossibleValue::new("address").help("The address"),
            Self::Both => PossibleValue::new("both").help("Both"),
            Self::Host => PossibleValue::new("host").help("The host that is requested"),
        })
    }
}
