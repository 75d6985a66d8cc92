//! What curl writes with `--trace` and `--trace-ascii`, and git with GIT_TRACE_CURL.

use super::{Translated, words};
use crate::intake::sheet::Row;
use crate::text::percent::byte_of_hex;

/// The most lines of one block.
const MOST: usize = 100_000;

/// Characters of a row of `--trace-ascii`: a longer line goes on in the next row.
const WIDTH: usize = 64;

/// A block of `--trace`: its heading, and rows that begin with their place in hexadecimal digits.
pub(super) fn read<'a>(rows: &[Row<'a>]) -> Option<Translated<'a>> {
    let first = rows.first()?;
    let kind = heading(&words(first))?;
    let mut out = Translated { taken: 1, ..Translated::default() };
    if let TraceLine::Info(at) = kind {
        out.push(first.number, "* ", words(first).get(at..)?.as_bytes());
        return Some(out);
    }
    let mut block = Block::default();
    for row in rows.get(1..)?.iter().take(MOST) {
        let text = words(row);
        let Some((place, rest)) = offset(&text) else { break };
        out.taken += 1;
        block.add(row.number, place, rest);
    }
    for (number, line) in block.lines() {
        match kind {
            TraceLine::SendHeader => out.sent(number, &line),
            TraceLine::RecvHeader => out.received(number, &line),
            TraceLine::RecvData => out.content(number, &line),
            TraceLine::Info(_) | TraceLine::Other => {}
        }
    }
    Some(out)
}

enum TraceLine {
    SendHeader,
    RecvHeader,
    RecvData,
    /// A note, with the place of its text.
    Info(usize),
    Other,
}

fn heading(text: &str) -> Option<TraceLine> {
    // `--trace-time` and `--trace-ids` put something before it.
    let at =
        ["=> Send ", "<= Recv ", "== Info:"].iter().filter_map(|mark| text.find(mark)).min().filter(|at| *at <= 40)?;
    let rest = text.get(at..)?;
    Some(match rest {
        _ if rest.starts_with("=> Send header, ") => TraceLine::SendHeader,
        _ if rest.starts_with("<= Recv header, ") => TraceLine::RecvHeader,
        _ if rest.starts_with("<= Recv data, ") => TraceLine::RecvData,
        _ if rest.starts_with("== Info:") => TraceLine::Info(at + "== Info: ".len().min(rest.len())),
        _ if rest.contains(" bytes (0x") => TraceLine::Other,
        _ => return None,
    })
}

/// The place and the content of a row: `0040: text`.
fn offset(text: &str) -> Option<(usize, &str)> {
    let (place, rest) = text.split_once(':')?;
    let is_place = (4..=8).contains(&place.len()) && place.bytes().all(|b| b.is_ascii_hexdigit());
    let place = is_place.then(|| usize::from_str_radix(place, 16).ok()).flatten()?;
    Some((place, rest.strip_prefix(' ').unwrap_or(rest)))
}

/// The rows of a block, put together to lines.
#[derive(Default)]
struct Block {
    bytes: Vec<u8>,
    lines: Vec<(usize, Vec<u8>)>,
    number: usize,
    /// Where the next row begins that goes on with the same line.
    next: Option<usize>,
    hex: bool,
}

impl Block {
    fn add(&mut self, number: usize, place: usize, rest: &str) {
        if self.number == 0 {
            self.number = number;
        }
        if let Some(bytes) = hex(rest) {
            self.hex = true;
            self.bytes.extend(bytes);
            return;
        }
        let goes_on = self.next == Some(place);
        match self.lines.last_mut().filter(|_| goes_on) {
            Some((_, line)) => line.extend_from_slice(rest.as_bytes()),
            None => self.lines.push((number, rest.as_bytes().to_vec())),
        }
        self.next = (rest.len() == WIDTH).then_some(place + WIDTH);
    }

    fn lines(self) -> Vec<(usize, Vec<u8>)> {
        if !self.hex {
            return self.lines;
        }
        let number = self.number;
        let text = self.bytes.strip_suffix(b"\n").unwrap_or(&self.bytes);
        let lines = text.split(|&b| b == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
        lines.map(|line| (number, line.to_vec())).collect()
    }
}

/// The bytes of a row of `--trace`: `47 45 54 20 … GET …`.
fn hex(rest: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut pairs = rest.as_bytes();
    while let [high, low, b' ', more @ ..] = pairs {
        let Some(byte) = byte_of_hex(&[*high, *low]) else { break };
        bytes.push(byte);
        pairs = more;
        if bytes.len() == 16 {
            break;
        }
    }
    // The text after the bytes shows that they are such, and is as long as they are.
    let shown = String::from_utf8_lossy(pairs);
    let is_hex =
        !bytes.is_empty() && (bytes.len() == 16 || shown.starts_with(' ')) && shown.trim_start().chars().count() <= 16;
    is_hex.then_some(bytes)
}

/// A line of GIT_TRACE_CURL: `22:45:16.475916 http.c:874  => Send header: GET /x HTTP/1.1`.
pub(super) fn read_git<'a>(rows: &[Row<'a>]) -> Option<Translated<'a>> {
    let first = rows.first()?;
    let text = words(first);
    let mut out = Translated { taken: 1, ..Translated::default() };
    let marks = [
        "=> Send header:",
        "<= Recv header:",
        "== Info:",
        "=> Send data",
        "<= Recv data",
        "=> Send header, ",
        "<= Recv header, ",
    ];
    let (at, mark) = marks.iter().filter_map(|mark| Some((text.find(mark)?, *mark))).min()?;
    let before = text.get(..at)?;
    if at > 120 || !(before.contains("http.c:") || before.trim().is_empty()) {
        return None;
    }
    let rest = text.get(at + mark.len()..)?;
    let rest = rest.strip_prefix(' ').unwrap_or(rest).trim_end();
    match mark {
        "=> Send header:" => out.sent(first.number, rest.as_bytes()),
        "<= Recv header:" => out.received(first.number, rest.as_bytes()),
        "== Info:" => out.push(first.number, "* ", rest.as_bytes()),
        _ => {}
    }
    Some(out)
}
