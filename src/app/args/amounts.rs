//! Durations and numbers of the command line.

use std::fmt;
use std::time::Duration;

/// The longest time limit for one target, in hours.
const MAX_TIMEOUT: u64 = 1;

/// Why a text is not the amount that an option takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AmountError {
    /// It is not a duration; with examples of what to write.
    NotADuration(&'static str),
    /// It is a duration of 0, where there must be some time.
    Zero,
    /// It is a duration of more hours than these.
    TooLong(u64),
    /// It is not a number from 1 to this one.
    NotANumberTo(usize),
}

impl fmt::Display for AmountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotADuration(examples) => {
                write!(f, "write a number of seconds, or one with its unit, such as {examples}")
            }
            Self::Zero => f.write_str("it must be more than 0, such as 10s"),
            Self::TooLong(hours) => write!(f, "it must be at most {hours}h"),
            Self::NotANumberTo(most) => write!(f, "write a number from 1 to {most}"),
        }
    }
}

impl std::error::Error for AmountError {}

/// A duration: a number with its unit, or one of seconds, as curl and monitoring plugins take it.
pub(super) fn duration(text: &str, examples: &'static str) -> Result<Duration, AmountError> {
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let read = if plain { text.parse().ok().map(Duration::from_secs) } else { humantime::parse_duration(text).ok() };
    read.ok_or(AmountError::NotADuration(examples))
}

/// A time limit, in seconds where it has no unit.
///
/// # Errors
/// When it is not a duration, is 0, or is longer than any request may take.
pub(crate) fn parse_timeout(text: &str) -> Result<Duration, AmountError> {
    match duration(text, "10s, 500ms or 1m")? {
        time if time.is_zero() => Err(AmountError::Zero),
        time => at_most(MAX_TIMEOUT, time),
    }
}

/// The longest random delay, in hours.
const MAX_SPLAY: u64 = 24;

pub(crate) fn parse_splay(text: &str) -> Result<Duration, AmountError> {
    at_most(MAX_SPLAY, duration(text, "30s or 10m")?)
}

fn at_most(hours: u64, time: Duration) -> Result<Duration, AmountError> {
    if time > Duration::from_secs(hours * 3600) { Err(AmountError::TooLong(hours)) } else { Ok(time) }
}

/// The most requests at a time.
const MAX_JOBS: usize = 256;

pub(crate) fn parse_jobs(text: &str) -> Result<usize, AmountError> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match text.parse() {
        Ok(jobs) if digits && (1..=MAX_JOBS).contains(&jobs) => Ok(jobs),
        _ => Err(AmountError::NotANumberTo(MAX_JOBS)),
    }
}

pub(crate) fn parse_ahead(text: &str) -> Result<Duration, AmountError> {
    duration(text, "60d or 2weeks")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_without_unit_are_seconds() {
        assert_eq!(parse_timeout("10"), Ok(Duration::from_secs(10)));
        assert_eq!(parse_timeout("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(parse_splay("60"), Ok(Duration::from_secs(60)));
        assert_eq!(parse_ahead("60"), Ok(Duration::from_secs(60)));
        assert_eq!(parse_ahead("60d"), Ok(Duration::from_secs(60 * 86_400)));
        for text in ["", "0", "-1", "+1", "1.5", "10 x", "3601", "99999999999999999999", "\u{0661}"] {
            assert!(parse_timeout(text).is_err(), "{text}");
        }
    }
}
