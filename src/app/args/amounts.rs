//! Durations and numbers of the command line.

use std::time::Duration;

/// The longest time limit for one target.
const MAX_TIMEOUT: Duration = Duration::from_secs(3600);

/// A duration: a number with its unit, or one of seconds, as curl and monitoring plugins take it.
pub(super) fn duration(text: &str, example: &str) -> Result<Duration, String> {
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let read = if plain { text.parse().ok().map(Duration::from_secs) } else { humantime::parse_duration(text).ok() };
    read.ok_or_else(|| format!("write a number of seconds, or one with its unit, such as {example}"))
}

/// A time limit, in seconds where it has no unit.
///
/// # Errors
/// When it is not a duration, is 0, or is longer than any request may take.
pub(crate) fn parse_timeout(text: &str) -> Result<Duration, String> {
    match duration(text, "10s, 500ms or 1m")? {
        time if time.is_zero() => Err("it must be more than 0, such as 10s".to_owned()),
        time if time > MAX_TIMEOUT => Err("it must be at most 1h".to_owned()),
        time => Ok(time),
    }
}

/// The longest random delay.
const MAX_SPLAY: Duration = Duration::from_secs(24 * 3600);

pub(crate) fn parse_splay(text: &str) -> Result<Duration, String> {
    match duration(text, "30s or 10m")? {
        time if time > MAX_SPLAY => Err("it must be at most 24h".to_owned()),
        time => Ok(time),
    }
}

pub(crate) fn parse_jobs(text: &str) -> Result<usize, String> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match text.parse() {
        Ok(jobs) if digits && (1..=256).contains(&jobs) => Ok(jobs),
        _ => Err("write a number from 1 to 256".to_owned()),
    }
}

pub(crate) fn parse_ahead(text: &str) -> Result<Duration, String> {
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
