//! The options of `sandbox`, as clap reads them.

use std::ffi::OsString;
use std::fmt;
use std::time::Duration;

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use super::amounts::{AmountError, duration};

/// What to play to which command.
#[derive(Args, Debug)]
pub struct Sandbox {
    /// Command to run against the sandbox, with its arguments;
    /// without one the sandbox serves until Ctrl-C
    #[arg(value_name = "COMMAND", last = true, verbatim_doc_comment)]
    pub command: Vec<OsString>,

    /// What the server does, such as healthy,deprecated; the
    /// command runs once for each (default: healthy)
    #[arg(long, value_name = "NAME[,NAME]", value_delimiter = ',', verbatim_doc_comment)]
    pub scenario: Vec<String>,

    /// List the scenarios
    #[arg(long, conflicts_with = "explain")]
    pub list_scenarios: bool,

    /// What a scenario does, and where each behaviour is
    /// documented, captured or assumed
    #[arg(long, value_name = "NAME", verbatim_doc_comment)]
    pub explain: Option<String>,

    /// Seed for random choices; repeats a run
    /// (default: random, and printed)
    #[arg(long, value_name = "N", verbatim_doc_comment)]
    pub seed: Option<u64>,

    /// How long a forecast is fresh: a duration from 3s, or real
    /// for MET's half an hour (default: 8s)
    #[arg(
        long,
        value_name = "DURATION|real",
        default_value = "8s",
        hide_default_value = true,
        allow_hyphen_values = true,
        value_parser = Lifetime::parse,
        verbatim_doc_comment
    )]
    pub lifetime: Lifetime,

    /// How the command reaches the sandbox: auto, namespace, env,
    /// url or none (default: auto)
    #[arg(
        long,
        value_name = "HOW",
        default_value = "auto",
        hide_default_value = true,
        hide_possible_values = true,
        verbatim_doc_comment
    )]
    pub wire: Wire,

    /// Loopback address and port for HTTPS
    /// (default: 127.0.0.1 and a free port)
    #[arg(long, value_name = "ADDRESS:PORT", verbatim_doc_comment)]
    pub listen: Option<String>,
}

/// How long a forecast is fresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifetime {
    /// As long as at MET.
    Real,
    /// So long, and the lifetimes of other products in proportion.
    Compressed(Duration),
}

/// HTTP dates have whole seconds: a shorter lifetime cannot be distinguished from a stale response.
const SHORTEST: Duration = Duration::from_secs(3);

/// The lifetime of a forecast at MET.
const LONGEST: Duration = Duration::from_secs(1800);

/// Why a text is not a lifetime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LifetimeError {
    /// It is not a duration.
    Amount(AmountError),
    /// It is shorter than the shortest.
    TooShort,
    /// It is longer than the longest.
    TooLong,
}

impl fmt::Display for LifetimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Amount(error) => error.fmt(f),
            Self::TooShort => f.write_str("it must be at least 3s: HTTP dates have whole seconds"),
            Self::TooLong => f.write_str("it must be at most 30m, which is what MET has (real)"),
        }
    }
}

impl std::error::Error for LifetimeError {}

impl Lifetime {
    /// Reads a lifetime.
    ///
    /// # Errors
    /// When it is not a duration, or too short or too long.
    fn parse(text: &str) -> Result<Self, LifetimeError> {
        if text == "real" {
            return Ok(Self::Real);
        }
        match duration(text, "8s, or real").map_err(LifetimeError::Amount)? {
            time if time < SHORTEST => Err(LifetimeError::TooShort),
            time if time > LONGEST => Err(LifetimeError::TooLong),
            time => Ok(Self::Compressed(time)),
        }
    }
}

/// How the command reaches the sandbox.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wire {
    /// By namespaces, else by variables.
    #[default]
    Auto,
    /// By Linux namespaces: the command runs unchanged, and cannot reach the real MET.
    Namespace,
    /// By the variables of proxies and certificates.
    Env,
    /// By the URL in METSTATUS_SANDBOX_URL.
    Url,
    /// Not at all: the command finds its way by itself.
    None,
    /// For metstatus itself: only says whether namespaces can be entered.
    Probe,
}

impl Wire {
    /// The name in options and reports.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Namespace => "namespace",
            Self::Env => "env",
            Self::Url => "url",
            Self::None => "none",
            Self::Probe => "probe",
        }
    }
}

impl ValueEnum for Wire {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Auto, Self::Namespace, Self::Env, Self::Url, Self::None, Self::Probe]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self {
            Self::Auto => "Namespaces where the system allows them, else variables",
            Self::Namespace => "Linux namespaces; the command runs unchanged and cannot reach MET",
            Self::Env => "Variables for proxies and certificates",
            Self::Url => "METSTATUS_SANDBOX_URL and METSTATUS_SANDBOX_CA",
            Self::None => "Nothing is set up for the command",
            Self::Probe => "Says whether namespaces can be entered",
        };
        Some(PossibleValue::new(self.as_str()).help(help).hide(*self == Self::Probe))
    }
}
