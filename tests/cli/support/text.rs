//! Responses written as text.

use std::io::Write;
use std::time::SystemTime;

use flate2::Compression;
use flate2::write::GzEncoder;

/// The date as HTTP writes it (IMF-fixdate).
pub(crate) fn http_date(time: SystemTime) -> String {
    httpdate::fmt_http_date(time)
}

/// The bytes [`Reply::text`](super::script::Reply::text) would send for this text; for use in
/// [`Reply::dynamic`](super::script::Reply::dynamic).
pub(crate) fn wire(text: impl AsRef<str>) -> Vec<u8> {
    Text::parse(text.as_ref()).render(false, true, true)
}

/// A response taken apart: status and field lines, and the body.
pub(super) struct Text {
    lines: Vec<String>,
    pub(super) body: Vec<u8>,
}

impl Text {
    pub(super) fn parse(text: &str) -> Self {
        let (head, body) = split_head(text);
        Self { lines: head.lines().map(str::to_owned).collect(), body: body.as_bytes().to_vec() }
    }

    pub(super) fn render(&self, gzip: bool, sized: bool, with_body: bool) -> Vec<u8> {
        let mut lines = self.lines.clone();
        let body = if gzip { gzipped(&self.body) } else { self.body.clone() };
        if gzip {
            lines.retain(|line| !is_field(line, "content-length") && !is_field(line, "content-encoding"));
            lines.push("Content-Encoding: gzip".to_owned());
        }
        let framed = lines.iter().any(|line| is_field(line, "content-length") || is_field(line, "transfer-encoding"));
        if sized && !framed && self.allows_body() {
            lines.push(format!("Content-Length: {}", body.len()));
        }
        let mut bytes = format!("{}\r\n\r\n", lines.join("\r\n")).into_bytes();
        if with_body {
            bytes.extend(body);
        }
        bytes
    }

    fn allows_body(&self) -> bool {
        let status = self.lines.first().and_then(|line| line.split(' ').nth(1)).unwrap_or_default();
        !(status.starts_with('1') || matches!(status, "204" | "304"))
    }

    pub(super) fn says_close(&self) -> bool {
        let mut connection = self.lines.iter().filter(|line| is_field(line, "connection"));
        connection.any(|line| line.to_ascii_lowercase().contains("close"))
    }
}

fn split_head(text: &str) -> (&str, &str) {
    let lf = text.find("\n\n").map(|at| (at, at + 2));
    let crlf = text.find("\n\r\n").map(|at| (at, at + 3));
    let cut = [lf, crlf].into_iter().flatten().min();
    cut.map_or((text, ""), |(head, body)| (&text[..head], &text[body..]))
}

fn is_field(line: &str, name: &str) -> bool {
    line.split_once(':').is_some_and(|(known, _)| known.trim().eq_ignore_ascii_case(name))
}

/// Bytes in the coding gzip.
pub(crate) fn gzipped(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body).and_then(|()| encoder.finish()).expect("compression in memory")
}
