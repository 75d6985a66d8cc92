//! What syslog, containers and their collectors put before the lines of a log.

use memchr::memchr;

/// The bytes at the start of a line in which a prefix ends.
const LONGEST: usize = 256;

/// The line without a prefix, where it has one: `<171>1 2026-03-30T13:22:46Z host nginx - - - `,
/// `Mar 30 13:22:46 host nginx[12]: `, `web_1  | `, `2026-03-30T13:22:46.1Z stdout F `.
pub(super) fn without(line: &[u8]) -> Option<&[u8]> {
    of_collector(line).or_else(|| of_time(line)).map(<[u8]>::trim_ascii_start).filter(|rest| !rest.is_empty())
}

/// What follows the tag of a program, or the header of RFC 5424, which ends in a word or in what is between brackets.
fn of_collector(line: &[u8]) -> Option<&[u8]> {
    let is_header = line.first() == Some(&b'<');
    let is_dated = line.first_chunk::<4>().is_some_and(|[a, b, c, d]| {
        a.is_ascii_uppercase() && b.is_ascii_lowercase() && c.is_ascii_lowercase() && *d == b' '
    });
    let start = line.get(..line.len().min(LONGEST)).unwrap_or_default();
    let bar = start.windows(3).position(|three| three == b" | ").filter(|at| is_container(start.get(..*at)));
    if let Some(bar) = bar {
        return line.get(bar + 3..);
    }
    if !is_header && !is_dated {
        return None;
    }
    // An address of IPv6 may end in two colons.
    let tag = start.windows(3).position(|three| three.ends_with(b": ") && three.first() != Some(&b':'));
    if let Some(tag) = tag {
        return line.get(tag + 3..);
    }
    // Priority and version, time, host, program, process and message: six words, and a word or brackets.
    let rest = (0..6).try_fold(line, |rest, _| after_word(rest)).filter(|_| is_header)?;
    match rest.strip_prefix(b"[") {
        Some(data) => memchr::memmem::find(data, b"] ").and_then(|end| data.get(end + 2..)),
        None => after_word(rest),
    }
}

/// What follows the first blank.
fn after_word(text: &[u8]) -> Option<&[u8]> {
    text.get(memchr(b' ', text)? + 1..)
}

/// Whether a text is the name of a container, as `docker compose logs` writes it before a bar.
fn is_container(name: Option<&[u8]>) -> bool {
    let name = name.unwrap_or_default().trim_ascii_end();
    !name.is_empty() && name.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

/// What follows a time alone, and the stream and the mark that Kubernetes writes after it.
fn of_time(line: &[u8]) -> Option<&[u8]> {
    let (first, rest) = line.split_at_checked(memchr(b' ', line)?)?;
    let is_time = first.len() >= 20 && first.get(10) == Some(&b'T') && super::time::iso(first).is_some();
    let rest = rest.get(1..).filter(|_| is_time)?;
    let streams: [&[u8]; 4] = [b"stdout F ", b"stderr F ", b"stdout P ", b"stderr P "];
    Some(streams.iter().find_map(|stream| rest.strip_prefix(*stream)).unwrap_or(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_of_collectors_are_taken_off() {
        const LINE: &str = "192.0.2.7 - - [26/Nov/2026:09:54:03 +0000]";
        for prefix in [
            "<171>1 2026-03-30T13:22:46Z fw nginx - - - ",
            "<171>1 2026-03-30T13:22:46Z fw nginx 12 - [a@1 b=\"c d\"] ",
            "<134>Nov 26 09:54:05 haproxy[1191]: ",
            "Mar 30 13:22:46 web.acme.no nginx: ",
            "Mar  3 13:22:46 web nginx[12]: ",
            "web_1  | ",
            "2026-03-30T13:22:46.123456789Z ",
            "2026-03-30T13:22:46.123456789Z stdout F ",
        ] {
            let line = format!("{prefix}{LINE}");
            assert_eq!(without(line.as_bytes()).map(String::from_utf8_lossy).as_deref(), Some(LINE), "{prefix}");
        }
        for line in [LINE, "", "2001:db8:: - - [", "h.no:443 ::1 - - [", "a b | c", "<a", "Mar ", "2026-03-30T13:22 x"]
        {
            assert_eq!(without(line.as_bytes()), None, "{line}");
        }
    }
}
