//! The W3C Extended Log File Format, as IIS and CloudFront write it. <https://www.w3.org/TR/WD-logfile.html>
//!
//! A directive names the columns: `#Fields: date time cs-method cs-uri-stem ...`. Lines of CloudFront, between tabs, are
//! known without one too.

use std::borrow::Cow;

use super::{LogLine, scan};
use crate::http::uri::target::Scheme;

/// The columns that CloudFront writes, up to the last one that is used here.
const CLOUDFRONT: &str = "date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) \
                          cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header \
                          cs-protocol";

/// The most columns of a log.
const MOST_COLUMNS: usize = 100;

/// Where each part of a request is in a line.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    names: Vec<String>,
}

impl Columns {
    /// Reads the directive `#Fields:`.
    pub(super) fn of_directive(line: &[u8]) -> Option<Self> {
        let names = line.strip_prefix(b"#Fields:")?;
        Some(Self::of(&String::from_utf8_lossy(names)))
    }

    fn of(names: &str) -> Self {
        Self { names: names.split_whitespace().take(MOST_COLUMNS).map(str::to_ascii_lowercase).collect() }
    }

    fn value<'a>(&self, cells: &[&'a [u8]], names: &[&str]) -> Option<&'a [u8]> {
        let at = names.iter().find_map(|name| self.names.iter().position(|column| column == name))?;
        cells.get(at).copied()
    }
}

/// Whether a line is a directive of the format.
pub(super) fn is_directive(line: &[u8]) -> bool {
    [&b"#Fields:"[..], b"#Version:", b"#Software:", b"#Date:", b"#Start-Date:", b"#End-Date:", b"#Remark:"]
        .iter()
        .any(|directive| line.starts_with(directive))
}

/// Reads a line, without its end, whose columns are known.
pub(super) fn parse<'a>(line: &'a [u8], columns: Option<&Columns>) -> Option<LogLine<'a>> {
    let has_tabs = line.contains(&b'\t');
    let mut cells: Vec<&[u8]> = Vec::with_capacity(20);
    cells.extend(line.split(|&byte| byte == if has_tabs { b'\t' } else { b' ' }).take(MOST_COLUMNS + 1));
    match columns {
        Some(columns) => (cells.len() <= MOST_COLUMNS).then(|| of_cells(&cells, columns, has_tabs))?,
        None if has_tabs && (17..40).contains(&cells.len()) => of_cells(&cells, &Columns::of(CLOUDFRONT), true),
        None => None,
    }
}

fn of_cells<'a>(cells: &[&'a [u8]], columns: &Columns, has_tabs: bool) -> Option<LogLine<'a>> {
    let value = |names: &[&str]| columns.value(cells, names).filter(|value| *value != b"-");
    let at_ms = scan::civil(value(&["date"])?, value(&["time"])?)?;
    let method = value(&["cs-method"])?;
    let is_method = method.iter().all(|b| b.is_ascii_uppercase() || b"-_".contains(b));
    let status = scan::status(columns.value(cells, &["sc-status"]).filter(|_| is_method)?)?;
    let stem = value(&["cs-uri-stem", "cs-uri"])?;
    let query = value(&["cs-uri-query"]);
    let target = match query {
        Some(query) => Cow::Owned([stem, b"?", query].concat()),
        None => Cow::Borrowed(stem),
    };
    let scheme = match value(&["cs-protocol"]).map(<[u8]>::to_ascii_lowercase).as_deref() {
        Some(b"https" | b"wss") => Some(Scheme::Https),
        Some(b"http" | b"ws") => Some(Scheme::Http),
        _ => match value(&["s-port"]) {
            Some(b"443") => Some(Scheme::Https),
            Some(b"80") => Some(Scheme::Http),
            _ => None,
        },
    };
    let shown = |name: &str| columns.names.iter().any(|column| column == name);
    let field =
        |name: &str| shown(name).then(|| value(&[name]).map(|value| unescaped(value, has_tabs)).unwrap_or_default());
    Some(LogLine {
        at_ms,
        scheme,
        // CloudFront writes its own name for the host, and that of the viewer in another column.
        host: value(&["x-host-header", "cs-host", "cs(host)"]),
        method: Cow::Borrowed(method),
        target,
        version: value(&["cs-protocol-version", "cs-version"]).and_then(scan::version).unwrap_or_default(),
        status,
        bytes: value(&["sc-bytes"]).and_then(|bytes| scan::bytes(bytes)?),
        referer: field("cs(referer)"),
        user_agent: field("cs(user-agent)"),
        ..LogLine::default()
    })
}

/// A field without what the format put in place of its blanks: CloudFront percent-encodes it, and encodes the percent
/// signs once more; IIS writes a plus sign.
fn unescaped(value: &[u8], is_encoded: bool) -> Cow<'_, [u8]> {
    if !is_encoded {
        return match value.contains(&b'+') {
            true => Cow::Owned(value.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect()),
            false => Cow::Borrowed(value),
        };
    }
    if !value.contains(&b'%') {
        return Cow::Borrowed(value);
    }
    let once = percent_decoded(value);
    Cow::Owned(if once.contains(&b'%') { percent_decoded(&once) } else { once })
}

fn percent_decoded(value: &[u8]) -> Vec<u8> {
    let hex = |digit: u8| char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut out = Vec::with_capacity(value.len());
    let mut rest = value;
    while let [first, others @ ..] = rest {
        match (first, others) {
            (b'%', [a, b, others @ ..]) if hex(*a).is_some() && hex(*b).is_some() => {
                out.push(hex(*a).unwrap_or_default() * 16 + hex(*b).unwrap_or_default());
                rest = others;
            }
            _ => {
                out.push(*first);
                rest = others;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const IIS: &str = "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) cs-host sc-status sc-substatus time-taken";

    fn cloudfront() -> String {
        [
            "2019-12-04",
            "21:02:31",
            "LAX1",
            "392",
            "192.0.2.100",
            "GET",
            "d111111abcdef8.cloudfront.net",
            "/index.html",
            "403",
            "-",
            "Mozilla/5.0%20(X11)%2520x",
            "a=1&b=2",
            "-",
            "Hit",
            "SOX4xw==",
            "www.h.no",
            "https",
            "23",
            "0.001",
        ]
        .join("\t")
    }

    #[test]
    fn line_of_iis_is_read_by_its_columns() {
        let columns = Columns::of_directive(IIS.as_bytes()).unwrap();
        let text = "2024-03-01 12:00:00 10.0.0.1 GET /a b=1 443 - 192.0.2.1 acme/1.0+(me@acme.no) - h.no 404 0 15";
        let line = parse(text.as_bytes(), Some(&columns)).unwrap();
        assert_eq!((line.scheme, line.host, line.status), (Some(Scheme::Https), Some(&b"h.no"[..]), 404));
        assert_eq!((&*line.target, &*line.user_agent.unwrap()), (&b"/a?b=1"[..], &b"acme/1.0 (me@acme.no)"[..]));
        assert_eq!((&*line.referer.unwrap(), line.at_ms), (&b""[..], 1_709_294_400_000));
        assert_eq!(parse(text.as_bytes(), None), None, "without the directive nothing is known");
        let fewer = Columns::of_directive(b"#Fields: date time cs-method cs-uri-stem sc-status").unwrap();
        let line = parse(b"2024-03-01 12:00:00 GET /a 200", Some(&fewer)).unwrap();
        assert_eq!((line.host, line.user_agent, line.scheme), (None, None, None));
    }

    #[test]
    fn line_of_cloudfront_is_read_without_its_directive() {
        let text = cloudfront();
        let line = parse(text.as_bytes(), None).unwrap();
        assert_eq!((line.scheme, line.host, line.status), (Some(Scheme::Https), Some(&b"www.h.no"[..]), 403));
        assert_eq!(
            (&*line.target, &*line.user_agent.unwrap()),
            (&b"/index.html?a=1&b=2"[..], &b"Mozilla/5.0 (X11) x"[..])
        );
    }

    #[test]
    fn line_that_is_close_to_one_is_refused() {
        let columns = Columns::of_directive(IIS.as_bytes()).unwrap();
        for text in [
            "2024-13-01 12:00:00 10.0.0.1 GET /a - 443 - 192.0.2.1 - - h.no 404 0 15",
            "2024-03-01 12:00:00 10.0.0.1 get /a - 443 - 192.0.2.1 - - h.no 404 0 15",
            "2024-03-01 12:00:00 10.0.0.1 GET - - 443 - 192.0.2.1 - - h.no 404 0 15",
            "2024-03-01 12:00:00 10.0.0.1 GET /a - 443 - 192.0.2.1 - - h.no 4040 0 15",
            "2024-03-01 12:00:00",
        ] {
            assert_eq!(parse(text.as_bytes(), Some(&columns)), None, "{text}");
        }
        assert_eq!(parse(cloudfront().replace("\t403\t", "\tx\t").as_bytes(), None), None);
        assert_eq!(parse(b"a\tb\tc", None), None);
        assert!(!is_directive(b"# a comment") && is_directive(b"#Version: 1.0"));
    }
}
