//! Logs that break a rule of traffic, for its example: each with no more requests than it takes.

/// A line of the Combined Log Format.
macro_rules! line {
    ($clock:literal $request:literal $rest:literal) => {
        concat!(
            "192.0.2.1 - - [30/Mar/2026:",
            $clock,
            " +0000] \"GET https://api.met.no/weatherapi/",
            $request,
            " HTTP/1.1\" ",
            $rest,
            "\n"
        )
    };
}

/// A line of the backend log of Varnish, which shows header fields too; at a Unix time.
macro_rules! sent {
    ($second:literal $request:literal $rest:literal) => {
        concat!($second, ".0 ", $second, ".1 B GET https://api.met.no/weatherapi/", $request, " HTTP/1.1 ", $rest, "\n")
    };
}

/// Lines that differ in one part.
macro_rules! lines {
    ($($clock:literal)+ : $request:literal $rest:literal) => { concat!($(line!($clock $request $rest)),+) };
}

/// Many lines of one pattern, from 13:00:00 on.
macro_rules! log {
    ($lines:literal lines, $gap:literal s apart, $hourly:literal an hour: $pattern:literal) => {{
        const PATTERN: &[u8] = $pattern.as_bytes();
        const LINES: [u8; PATTERN.len() * $lines] = expanded(PATTERN, $gap, $hourly);
        match std::str::from_utf8(&LINES) {
            Ok(text) => text,
            Err(_) => "",
        }
    }};
}

/// The lines of a pattern, which are as long as it is: `^^:^^:^^` is the time, `###` a number from 100 to 199, and `~` a
/// letter from a to f.
const fn expanded<const N: usize>(pattern: &[u8], gap_s: usize, hourly: usize) -> [u8; N] {
    let mut out = [0; N];
    let (mut line, mut clocks, mut digits) = (0, 0, 0);
    let mut at = 0;
    while at < N {
        let byte = pattern[at % pattern.len()];
        let (hour, second) = (13 + line / hourly, line % hourly * gap_s);
        let clock = hour * 10_000 + second / 60 * 100 + second % 60;
        out[at] = match byte {
            b'^' => {
                clocks += 1;
                digit(clock, 6 - clocks)
            }
            b'#' => {
                digits += 1;
                digit(100 + line % 100, 2 - (digits - 1) % 3)
            }
            b'~' => b'a' + digit(line % 6, 0) - b'0',
            byte => byte,
        };
        at += 1;
        if at % pattern.len() == 0 {
            (line, clocks, digits) = (line + 1, 0, 0);
        }
    }
    out
}

/// The digit of a number before which so many others end it.
#[allow(clippy::cast_possible_truncation, reason = "a digit")]
const fn digit(number: usize, place: usize) -> u8 {
    b'0' + (number / 10_usize.pow(place as u32) % 10) as u8
}

pub(super) const NOT_CONDITIONAL: &str = {
    macro_rules! fetched {
        ($($second:literal)+) => {
            concat!($(sent!($second "nowcast/2.0/complete?lat=60.1&lon=9.58" "200 ims=- ua=acme-weather/1.2 ops@acme.no")),+)
        };
    }
    fetched!("1774876966" "1774877266" "1774877566" "1774877866" "1774878166" "1774878466")
};

pub(super) const VALIDATOR_ALTERED: &str = concat!(
    sent!("1774876966" "nowcast/2.0/complete?lat=60.1&lon=9.58" "200 ims=- lm=Mon, 30 Mar 2026 13:20:00 GMT ua=acme-weather/1.2 ops@acme.no"),
    sent!("1774877266" "nowcast/2.0/complete?lat=60.1&lon=9.58" "200 ims=Mon, 30 Mar 2026 13:22:46 GMT lm=Mon, 30 Mar 2026 13:25:00 GMT ua=acme-weather/1.2 ops@acme.no"),
);

pub(super) const VALIDATOR_FUTURE: &str = sent!("1774876966" "nowcast/2.0/complete?lat=60.1&lon=9.58" "200 ims=Mon, 30 Mar 2026 14:22:46 GMT ua=acme-weather/1.2 ops@acme.no");

pub(super) const NOT_MODIFIED_UNUSED: &str = concat!(
    sent!("1774876966" "nowcast/2.0/complete?lat=60.1&lon=9.58" "304 ims=Mon, 30 Mar 2026 13:20:00 GMT ua=acme-weather/1.2 ops@acme.no"),
    sent!("1774876967" "nowcast/2.0/complete?lat=60.1&lon=9.58" "200 ims=- ua=acme-weather/1.2 ops@acme.no"),
);

pub(super) const FRESHNESS_NOT_UPDATED: &str = {
    macro_rules! polled {
        ($($second:literal)+) => {
            concat!($(sent!($second "nowcast/2.0/complete?lat=60.1&lon=9.58" "304 exp=Mon, 30 Mar 2026 13:31:00 GMT ua=acme-weather/1.2 ops@acme.no")),+)
        };
    }
    polled!("1774876966" "1774876996" "1774877026" "1774877056")
};

pub(super) const HEAD_THEN_GET: &str = concat!(
    "192.0.2.1 - - [30/Mar/2026:13:22:46 +0000] \"HEAD https://api.met.no/weatherapi/nowcast/2.0/complete?lat=60.1&lon=9.58 \
     HTTP/1.1\" 200 -\n",
    line!("13:22:47" "nowcast/2.0/complete?lat=60.1&lon=9.58" "200 3044"),
);

pub(super) const IMMUTABLE_REFETCHED: &str =
    lines!("13:22:46" "15:22:46": "metalerts/2.0/current.json?cap=2.49.0.1.578.0.20260330" "200 3044");

pub(super) const FIXED_SECOND: &str = lines!(
    "13:00:00" "13:10:00" "13:20:00" "13:30:00" "13:40:00" "13:50:00" "14:00:00" "14:10:00" "14:20:00" "14:30:00":
    "nowcast/2.0/complete?lat=60.1&lon=9.58" "200 3044"
);

pub(super) const COORDINATE_SCATTER: &str = {
    macro_rules! places {
        ($($clock:literal $lon:literal)+) => {
            concat!($(line!($clock $lon "200 3044")),+)
        };
    }
    places!(
        "13:22:40" "nowcast/2.0/complete?lat=60.1&lon=9.5801" "13:22:41" "nowcast/2.0/complete?lat=60.1&lon=9.5802"
        "13:22:42" "nowcast/2.0/complete?lat=60.1&lon=9.5803" "13:22:43" "nowcast/2.0/complete?lat=60.1&lon=9.5804"
        "13:22:44" "nowcast/2.0/complete?lat=60.1&lon=9.5805" "13:22:45" "nowcast/2.0/complete?lat=60.1&lon=9.5806"
        "13:22:46" "nowcast/2.0/complete?lat=60.1&lon=9.5807" "13:22:47" "nowcast/2.0/complete?lat=60.1&lon=9.5808"
        "13:22:48" "nowcast/2.0/complete?lat=60.1&lon=9.5809" "13:22:49" "nowcast/2.0/complete?lat=60.1&lon=9.5811"
    )
};

pub(super) const ALERTS_POLL: &str = lines!(
    "13:00:07" "13:05:11" "13:10:31" "13:15:02" "13:20:44" "13:25:19": "metalerts/2.0/current.json" "200 3044"
);

pub(super) const REDIRECT_NOT_FOLLOWED: &str = concat!(
    sent!("1774876966" "nowcast/1.0/complete?lat=60.1&lon=9.58" "301 loc=/weatherapi/nowcast/2.0/complete?lat=60.1&lon=9.58 ua=acme-weather/1.2 ops@acme.no"),
    sent!("1774877266" "nowcast/1.0/complete?lat=60.1&lon=9.58" "301 loc=/weatherapi/nowcast/2.0/complete?lat=60.1&lon=9.58 ua=acme-weather/1.2 ops@acme.no"),
);

pub(super) const COMPRESSION_NOT_REQUESTED: &str =
    lines!("13:22:46" "14:22:46": "locationforecast/2.0/compact?lat=60.1&lon=9.58" "200 38112");

pub(super) const HAMMERING_THROTTLED: &str = lines!(
    "13:22:10" "13:22:18" "13:22:26" "13:22:34" "13:22:42" "13:22:50"
    "13:23:10" "13:23:18" "13:23:26" "13:23:34" "13:23:42" "13:23:50"
    "13:24:10" "13:24:18" "13:24:26" "13:24:34" "13:24:42" "13:24:50":
    "nowcast/2.0/complete?lat=60.1&lon=9.58" "429 12"
);

pub(super) const HAMMERING_BLOCKED: &str = lines!(
    "13:22:46" "13:22:46" "13:22:46" "13:22:46" "13:22:46" "13:22:56" "13:22:56" "13:22:56" "13:22:56" "13:22:56"
    "13:23:06" "13:23:06" "13:23:06" "13:23:06" "13:23:06" "13:23:16" "13:23:16" "13:23:16" "13:23:16" "13:23:16":
    "nowcast/2.0/complete?lat=60.1&lon=9.58" "403 12"
);

pub(super) const RETRY_STORM: &str = lines!(
    "13:22:46" "13:22:47" "13:22:48" "13:22:49" "13:22:50" "13:22:51": "nowcast/2.0/complete?lat=60.1&lon=9.58" "503 12"
);

pub(super) const ENDED_VERSION_USED: &str = lines!(
    "13:02:46" "13:12:46" "13:22:46" "13:32:46" "13:42:46" "13:52:46" "14:02:46" "14:12:46" "14:22:46" "14:32:46":
    "locationforecast/1.9/?lat=60.1&lon=9.58" "404 12"
);

pub(super) const DEPRECATED_AS_FAILURE: &str = concat!(
    lines!(
        "01:00:00" "01:40:11" "02:20:22" "03:00:33" "03:40:44" "04:20:55" "05:01:06" "05:41:17" "06:21:28" "07:01:39"
        "07:41:50": "locationforecast/2.0/compact?lat=60.1&lon=9.58" "200 3044"
    ),
    lines!(
        "08:00:00" "08:01:31" "08:02:42" "08:03:53" "08:05:04" "08:06:15" "08:07:26" "08:08:37" "08:09:48" "08:10:59"
        "08:12:10": "nowcast/1.0/?lat=60.1&lon=9.58" "203 3044"
    ),
);

pub(super) const IDENTITY_CHANGED: &str = {
    macro_rules! pairs {
        ($($refused:literal $again:literal)+) => {
            concat!($(
                line!($refused "nowcast/2.0/complete?lat=60.1&lon=9.58" "403 12 \"-\" \"acme-weather/1.2 ops@acme.no\""),
                line!($again "nowcast/2.0/complete?lat=60.1&lon=9.58" "200 3044 \"-\" \"other-name/1.0 ops@acme.no\"")
            ),+)
        };
    }
    pairs!("13:22:10" "13:22:15" "13:32:10" "13:32:15" "13:42:10" "13:42:15")
};

pub(super) const ORIGIN_NOT_IDENTIFYING: &str = line!("13:22:46" "nowcast/2.0/complete?lat=60.1&lon=9.58" "200 3044 \"http://localhost:3000/\" \"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\"");

pub(super) const CACHE_BUSTING: &str = concat!(
    line!("13:22:46" "nowcast/2.0/complete?lat=60.1&lon=9.58&_=1774876966" "200 3044"),
    line!("13:32:46" "nowcast/2.0/complete?lat=60.1&lon=9.58&_=1774877566" "200 3044"),
    line!("13:42:46" "nowcast/2.0/complete?lat=60.1&lon=9.58&_=1774878166" "200 3044"),
    line!("13:52:46" "nowcast/2.0/complete?lat=60.1&lon=9.58&_=1774878766" "200 3044"),
    line!("14:02:46" "nowcast/2.0/complete?lat=60.1&lon=9.58&_=1774879366" "200 3044"),
);

pub(super) const UNFILTERED_LIST: &str =
    lines!("13:22:46" "13:32:46" "13:42:46": "radar/2.0/available.json" "200 912044");

pub(super) const COMPLETE_ENDPOINT: &str = {
    macro_rules! places {
        ($($place:literal)+) => { concat!($(line!("13:22:46" $place "200 9044")),+) };
    }
    places!(
        "locationforecast/2.0/complete?lat=60.1&lon=9.58" "locationforecast/2.0/complete?lat=61.1&lon=9.58"
        "locationforecast/2.0/complete?lat=62.1&lon=9.58" "locationforecast/2.0/complete?lat=63.1&lon=9.58"
        "locationforecast/2.0/complete?lat=64.1&lon=9.58" "locationforecast/2.0/complete?lat=65.1&lon=9.58"
        "locationforecast/2.0/complete?lat=66.1&lon=9.58" "locationforecast/2.0/complete?lat=67.1&lon=9.58"
        "locationforecast/2.0/complete?lat=68.1&lon=9.58" "locationforecast/2.0/complete?lat=69.1&lon=9.58"
    )
};

pub(super) const PREFLIGHT: &str = "192.0.2.1 - - [30/Mar/2026:13:22:46 +0000] \"OPTIONS https://api.met.no/weatherapi/nowcast/2.0/complete?lat=60.1&lon=9.58 \
     HTTP/1.1\" 405 -\n";

pub(super) const BURST_ALIGNED: &str = log!(
    300 lines, 3 s apart, 75 an hour:
    "192.0.2.### - - [30/Mar/2026:^^:^^:^^ +0000] \"GET https://api.met.no/weatherapi/nowcast/2.0/complete?lat=60.###&lon=9.58 \
     HTTP/1.1\" 200 3044\n"
);

pub(super) const USER_AGENT_CHANGING: &str = log!(
    54 lines, 60 s apart, 54 an hour:
    "192.0.2.1 - - [30/Mar/2026:^^:^^:^^ +0000] \"GET https://api.met.no/weatherapi/nowcast/2.0/complete?lat=60.###&lon=9.58 \
     HTTP/1.1\" 200 3044 \"-\" \"app-~/1.0 ops@acme.no\"\n"
);

pub(super) const DIRECT_FROM_BROWSERS: &str = log!(
    100 lines, 31 s apart, 100 an hour:
    "192.0.2.### - - [30/Mar/2026:^^:^^:^^ +0000] \"GET https://api.met.no/weatherapi/nowcast/2.0/complete?lat=60.###&lon=9.58 \
     HTTP/1.1\" 200 3044 \"https://weather.acme.no/\" \"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\"\n"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_pattern_count_up_in_time_and_number() {
        let clock = |second: usize| format!("{:02}:{:02}:{:02}", 13 + second / 3600, second / 60 % 60, second % 60);
        for (log, count, gap_s, hourly) in
            [(BURST_ALIGNED, 300, 3, 75), (USER_AGENT_CHANGING, 54, 60, 54), (DIRECT_FROM_BROWSERS, 100, 31, 100)]
        {
            assert_eq!(log.lines().count(), count);
            for (at, line) in log.lines().enumerate() {
                let number = 100 + at % 100;
                let time = clock(at / hourly * 3600 + at % hourly * gap_s);
                assert!(line.contains(&format!("[30/Mar/2026:{time} +0000]")), "{at}: {line}");
                assert!(line.contains(&format!("lat=60.{number}&")), "{at}: {line}");
                let client =
                    if log == USER_AGENT_CHANGING { "192.0.2.1 ".to_owned() } else { format!("192.0.2.{number} ") };
                assert!(line.starts_with(&client), "{at}: {line}");
                let letter = ["a", "b", "c", "d", "e", "f"][at % 6];
                assert!(log != USER_AGENT_CHANGING || line.contains(&format!("app-{letter}/1.0")), "{at}: {line}");
            }
        }
    }
}
