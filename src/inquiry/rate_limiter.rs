//! Politeness: how soon the next request to a host may be sent.

use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt;
use std::time::Duration;

/// A number of requests in a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    requests: u32,
    per: Duration,
}

/// Why a text is not a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateError {
    /// The stretch of time is not a second, a minute or an hour.
    Unit,
    /// The number of requests is not one from 1 to 1000.
    Requests,
}

impl fmt::Display for RateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unit => "write a number of requests per s, m or h, such as 2/s",
            Self::Requests => "write a number of requests from 1 to 1000 per s, m or h, such as 2/s",
        })
    }
}

impl std::error::Error for RateError {}

impl Default for Rate {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl Rate {
    /// Two requests a second, the default of `--rate`.
    pub(crate) const DEFAULT: Self = Self { requests: 2, per: Duration::from_secs(1) };

    /// The most that MET Norway's hosts get, whatever is asked: half of the 20 requests a second that its terms
    /// allow one application over all of its machines (<https://api.met.no/doc/TermsOfService>).
    pub const MET_MOST: Self = Self { requests: 10, per: Duration::from_secs(1) };

    /// Reads `2/s`, `30/m`, `100/h`, or a bare number of requests a second.
    ///
    /// # Errors
    /// When it has another unit, or a number that is not one from 1 to 1000.
    pub fn parse(text: &str) -> Result<Self, RateError> {
        let (count, unit) = text.split_once('/').unwrap_or((text, "s"));
        let per = match unit {
            "s" => 1,
            "m" | "min" => 60,
            "h" => 3600,
            _ => return Err(RateError::Unit),
        };
        let valid = !count.is_empty() && count.bytes().all(|b| b.is_ascii_digit());
        match count.parse() {
            Ok(requests) if valid && (1..=1000).contains(&requests) => {
                Ok(Self { requests, per: Duration::from_secs(per) })
            }
            _ => Err(RateError::Requests),
        }
    }

    /// The slower of two rates.
    #[must_use]
    pub fn slower(self, other: Self) -> Self {
        if self.gap() >= other.gap() { self } else { other }
    }

    fn gap(self) -> Duration {
        self.per / self.requests
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.per.as_secs() {
            1 => write!(f, "{}/s", self.requests),
            60 => write!(f, "{}/m", self.requests),
            _ => write!(f, "{}/h", self.requests),
        }
    }
}

/// The requests of late, per host, and so how long the next one has to wait. Within any stretch as long as the
/// rate's own there are never more requests than the rate allows, and never two to one host at a time.
#[derive(Debug)]
pub struct RateLimiter {
    rate: Rate,
    sent: HashMap<String, Recent>,
    /// The requests to all of MET's hosts together, since its terms count an application and not a host.
    sent_to_met: Recent,
    under_way: HashSet<String>,
    refusals: HashMap<String, u16>,
    /// With so many hosts it is time to forget those whose requests no longer count.
    forget_at: usize,
}

/// The hosts that are kept without a look at whether they still count.
const HOSTS: usize = 1000;

/// The moments of the requests that a rate has to look back at, oldest first.
#[derive(Debug, Default)]
struct Recent(VecDeque<Duration>);

impl Recent {
    /// How long the next request has to wait at the time `elapsed`.
    fn delay(&self, rate: Rate, elapsed: Duration) -> Duration {
        let nth_last = usize::try_from(rate.requests).ok().and_then(|n| self.0.len().checked_sub(n));
        match nth_last.and_then(|at| self.0.get(at)) {
            Some(&moment) => (moment + rate.per).saturating_sub(elapsed),
            None => Duration::ZERO,
        }
    }

    fn push(&mut self, rate: Rate, elapsed: Duration) {
        self.0.push_back(elapsed);
        while self.0.len() > rate.requests as usize {
            self.0.pop_front();
        }
    }
}

impl RateLimiter {
    /// A pace with nothing sent yet.
    pub fn new(rate: Rate) -> Self {
        Self {
            rate,
            sent: HashMap::new(),
            sent_to_met: Recent::default(),
            under_way: HashSet::new(),
            refusals: HashMap::new(),
            forget_at: HOSTS,
        }
    }

    /// How long a request to the host has to wait at the time `elapsed`. Call [`RateLimiter::sent`] once it is sent.
    pub fn delay(&self, host: &str, met: bool, elapsed: Duration) -> Duration {
        let own = self.sent.get(host).map_or(Duration::ZERO, |sent| sent.delay(self.rate_for(met), elapsed));
        if met { own.max(self.sent_to_met.delay(Rate::MET_MOST, elapsed)) } else { own }
    }

    /// Notes that a request to the host was sent at the time `elapsed`. Call [`RateLimiter::ended`] once it has ended.
    pub fn sent(&mut self, host: &str, met: bool, elapsed: Duration) {
        self.under_way.insert(host.to_owned());
        let rate = self.rate_for(met);
        self.sent.entry(host.to_owned()).or_default().push(rate, elapsed);
        if self.sent.len() >= self.forget_at {
            let counts = self.rate.per.max(Rate::MET_MOST.per);
            self.sent.retain(|_, sent| sent.0.back().is_some_and(|last| *last + counts > elapsed));
            self.forget_at = HOSTS.max(self.sent.len() * 2);
        }
        if met {
            self.sent_to_met.push(Rate::MET_MOST, elapsed);
        }
    }

    /// Notes that the request to the host that was sent last has ended, whatever came of it.
    pub fn ended(&mut self, host: &str) {
        self.under_way.remove(host);
    }

    /// Whether a request to the host is under way.
    pub fn is_under_way(&self, host: &str) -> bool {
        self.under_way.contains(host)
    }

    /// Notes what a host answered: after a 429 or a 5xx it gets no further request in this run.
    pub fn answered(&mut self, host: &str, status: u16) {
        if status == 429 || status >= 500 {
            self.refusals.entry(host.to_owned()).or_insert(status);
        }
    }

    /// The status for which a host gets no further request, where there was one.
    pub fn refusal(&self, host: &str) -> Option<u16> {
        self.refusals.get(host).copied()
    }

    fn rate_for(&self, met: bool) -> Rate {
        if met { self.rate.slower(Rate::MET_MOST) } else { self.rate }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    #[test]
    fn two_a_second_may_follow_each_other_and_the_third_waits() {
        let mut pace = RateLimiter::new(Rate::DEFAULT);
        assert_eq!(pace.delay("h", false, ms(0)), ms(0));
        pace.sent("h", false, ms(0));
        assert_eq!(pace.delay("h", false, ms(10)), ms(0));
        pace.sent("h", false, ms(10));
        assert_eq!(pace.delay("h", false, ms(20)), ms(980));
        assert_eq!(pace.delay("other", false, ms(20)), ms(0));
        assert_eq!(pace.delay("h", false, ms(1000)), ms(0));
    }

    #[test]
    fn no_rate_goes_beyond_what_met_gets() {
        let mut pace = RateLimiter::new(Rate::parse("1000/s").unwrap());
        for _ in 0..10 {
            assert_eq!(pace.delay("h", true, ms(0)), ms(0));
            pace.sent("h", true, ms(0));
        }
        assert_eq!(pace.delay("h", true, ms(0)), ms(1000));
        assert_eq!(pace.delay("h", false, ms(0)), ms(0));
    }

    #[test]
    fn all_hosts_of_met_share_what_met_gets() {
        let mut pace = RateLimiter::new(Rate::DEFAULT);
        for host in ["a", "b", "c", "d", "e"] {
            for _ in 0..2 {
                assert_eq!(pace.delay(host, true, ms(0)), ms(0));
                pace.sent(host, true, ms(0));
            }
        }
        assert_eq!(pace.delay("f", true, ms(300)), ms(700));
        assert_eq!(pace.delay("g", false, ms(300)), ms(0), "another service is not held up by it");
    }

    #[test]
    fn hosts_whose_requests_no_longer_count_are_forgotten() {
        let mut pace = RateLimiter::new(Rate::DEFAULT);
        for at in 0..100_000 {
            pace.sent(&format!("h{at}"), false, ms(at));
            assert!(pace.sent.len() <= 2 * HOSTS, "{} after {at}", pace.sent.len());
        }
        // Those that do count are not.
        pace.sent("h99999", false, ms(100_000));
        assert_eq!(pace.delay("h99999", false, ms(100_000)), ms(999));
    }

    #[test]
    fn request_is_under_way_until_it_has_ended() {
        let mut pace = RateLimiter::new(Rate::DEFAULT);
        pace.sent("h", false, ms(0));
        assert!(pace.is_under_way("h") && !pace.is_under_way("other"));
        pace.ended("h");
        assert!(!pace.is_under_way("h"));
    }

    #[test]
    fn host_that_is_overloaded_or_limits_us_is_left_alone() {
        let mut pace = RateLimiter::new(Rate::DEFAULT);
        for (host, status, refusal) in
            [("a", 429, Some(429)), ("b", 503, Some(503)), ("c", 403, None), ("d", 200, None)]
        {
            pace.answered(host, status);
            assert_eq!(pace.refusal(host), refusal, "{status}");
        }
    }

    #[test]
    fn slower_rate_is_the_one_with_the_longer_gap() {
        for (a, b, slower) in [
            ("2/s", "10/s", "2/s"),
            ("10/s", "2/s", "2/s"),
            ("119/m", "2/s", "119/m"),
            ("121/m", "2/s", "2/s"),
            ("1/h", "1/m", "1/h"),
            ("1000/h", "1/m", "1/m"),
            ("120/m", "2/s", "120/m"),
            ("2/s", "120/m", "2/s"),
        ] {
            let rate = |text| Rate::parse(text).unwrap();
            assert_eq!(rate(a).slower(rate(b)).to_string(), slower, "{a} and {b}");
        }
    }

    #[test]
    fn rates_are_read_with_their_unit() {
        for (text, shown) in [("2/s", "2/s"), ("5", "5/s"), ("30/m", "30/m"), ("100/h", "100/h")] {
            assert_eq!(Rate::parse(text).unwrap().to_string(), shown);
        }
        for text in ["", "0", "0/s", "-1/s", "+1/s", "1.5/s", "2/d", "99999", "nan", "/s"] {
            assert!(Rate::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn rate_that_cannot_be_read_says_what_to_write() {
        assert_eq!(RateError::Unit.to_string(), "write a number of requests per s, m or h, such as 2/s");
        let said = "write a number of requests from 1 to 1000 per s, m or h, such as 2/s";
        assert_eq!(RateError::Requests.to_string(), said);
    }
}
