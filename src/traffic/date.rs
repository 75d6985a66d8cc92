//! Dates of header fields, read fast: those of one log are of few days.

use crate::http::time::civil::CivilTime;
use crate::http::time::date::{Timestamp, parse_http_date};

/// The last day that was read.
#[derive(Clone, Debug, Default)]
pub(super) struct Dates {
    day: [u8; 16],
    starts: i64,
}

impl Dates {
    /// The Unix seconds of an HTTP date.
    pub(super) fn read(&mut self, text: &[u8]) -> Option<i64> {
        let (day, rest) = text.split_first_chunk::<16>()?;
        if *day == self.day
            && let [b' ', h1, h2, b':', m1, m2, b':', s1, s2, b' ', b'G', b'M', b'T'] = rest
        {
            let (hour, minute, second) = (two(*h1, *h2)?, two(*m1, *m2)?, two(*s1, *s2)?);
            return (hour < 24 && minute < 60 && second <= 60)
                .then_some(self.starts + hour * 3600 + minute * 60 + second);
        }
        let unix = parse_http_date(text, Timestamp::from_unix(0)).usable()?.unix();
        let time = CivilTime::from_unix(unix);
        self.day = *day;
        self.starts = unix - time.hour * 3600 - time.minute * 60 - time.second;
        Some(unix)
    }
}

fn two(a: u8, b: u8) -> Option<i64> {
    (a.is_ascii_digit() && b.is_ascii_digit()).then(|| i64::from(a - b'0') * 10 + i64::from(b - b'0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_exact_reader() {
        let mut dates = Dates::default();
        for text in [
            "Thu, 26 Nov 2026 09:54:09 GMT",
            "Thu, 26 Nov 2026 23:59:59 GMT",
            "Fri, 27 Nov 2026 00:00:00 GMT",
            "Fri, 27 Nov 2026 24:00:00 GMT",
            "Fri, 27 Nov 2026 0x:00:00 GMT",
            "Sun Nov  6 08:49:37 1994",
            "Sun Nov  6 08:49:38 1994",
            "0",
            "",
        ] {
            let exact = parse_http_date(text.as_bytes(), Timestamp::from_unix(0)).usable().map(Timestamp::unix);
            assert_eq!(dates.read(text.as_bytes()), exact, "{text}");
        }
    }
}
