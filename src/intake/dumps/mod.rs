//! Dumps of other clients, rewritten with the marks of `curl -v`, so one reader takes them all.
//!
//! Each module knows one form: at a row where the form begins it takes the rows that belong to it, and gives
//! them back with a mark for what was sent and what was received.

mod devtools;
mod literal;
mod node;
mod okhttp;
mod python;
mod requests;
mod trace;
mod vcr;
mod wire;

use std::borrow::Cow;

use super::sheet::Row;
use crate::evidence::form::{Form, Shows};
use crate::evidence::shown::Shown;

/// A dump of another client.
#[derive(Debug)]
pub(super) struct DumpForm {
    /// The form.
    pub(super) form: Form,
    /// How much of a request it shows at most.
    pub(super) shown: Shown,
}

macro_rules! form {
    ($static:ident, $id:literal, $name:literal, $shown:ident) => {
        pub(super) static $static: DumpForm =
            DumpForm { form: Form { id: $id, name: $name, shows: Shows::Messages }, shown: Shown::$shown };
    };
}

form!(PYTHON, "http.client", "Python's http.client", Whole);
// The library adds its own User-Agent after the place where it logs.
form!(OKHTTP, "okhttp", "a log of OkHttp", Partly);
form!(WIRE, "apache-wire", "a wire log of Apache HttpClient", Whole);
form!(TRACE, "curl-trace", "a trace of curl", Whole);
form!(GIT, "git-trace-curl", "a trace of git", Whole);
form!(TOOLBELT, "requests-toolbelt", "a dump of requests_toolbelt", Whole);
form!(LITERAL, "quoted-message", "a message in quotes", Whole);
form!(DEVTOOLS, "devtools", "the Headers tab of a browser", Partly);
form!(POWERSHELL, "powershell", "output of PowerShell", Partly);
form!(VCR, "vcr", "a cassette", Whole);
form!(HTTP_FILE, "http-file", "a .http file", Whole);
form!(NODE, "node-response", "a response printed by Node.js", Whole);
form!(NODE_PARTS, "node-response", "a response printed by Node.js", Partly);
form!(WGET, "wget", "output of wget", Whole);
form!(NGREP, "ngrep", "output of ngrep", Whole);

/// What a form makes of the rows that it takes.
#[derive(Default)]
struct Translated<'a> {
    /// How many rows it takes.
    taken: usize,
    rows: Vec<Row<'a>>,
    /// The URL, where requests and responses of several exchanges may be mixed and each names its own.
    pairs_by: Option<MessageSide>,
}

/// Which half of an exchange it is, with its URL.
enum MessageSide {
    Request(String),
    Response(String),
}

impl<'a> Translated<'a> {
    fn push(&mut self, number: usize, mark: &str, text: &[u8]) {
        let text = [mark.as_bytes(), text].concat();
        self.rows.push(Row::new(number, text));
    }

    /// A line that was sent; an empty one ends the head.
    fn sent(&mut self, number: usize, text: &[u8]) {
        self.push(number, "> ", text);
    }

    /// A line that was received; an empty one ends the head.
    fn received(&mut self, number: usize, text: &[u8]) {
        self.push(number, "< ", text);
    }

    /// A line of the head of a message that was sent or received; an empty one ends it.
    fn head(&mut self, number: usize, is_sent: bool, text: &[u8]) {
        if is_sent { self.sent(number, text) } else { self.received(number, text) }
    }

    /// A line of a message. The first empty one ends its head; what was sent after that does not matter.
    fn message(&mut self, number: usize, is_sent: bool, in_head: &mut bool, line: &str) {
        match (*in_head, is_sent) {
            (true, _) => self.head(number, is_sent, line.as_bytes()),
            (false, true) => {}
            (false, false) => self.content(number, line.as_bytes()),
        }
        *in_head &= !line.is_empty();
    }

    /// A line of content.
    fn content(&mut self, number: usize, text: &[u8]) {
        self.rows.push(Row::new(number, text.to_vec()));
    }

    /// Begins a message of its own with the rows that follow.
    fn cut_before(&mut self, at: usize) {
        if let Some(row) = self.rows.get_mut(at) {
            row.cut = true;
        }
    }
}

/// The most requests that wait for their responses.
const MOST_HELD: usize = 100;

type DumpReader = for<'a> fn(&[Row<'a>]) -> Option<Translated<'a>>;

/// The forms, each with a piece of text without which it does not occur.
static FORMS: &[(&[u8], &DumpForm, DumpReader)] = &[
    (b"send: b", &PYTHON, python::read),
    (b"reply: ", &PYTHON, python::read),
    (b"--> ", &OKHTTP, okhttp::read),
    (b"<-- ", &OKHTTP, okhttp::read),
    (b">> ", &WIRE, wire::read),
    (b"<< ", &WIRE, wire::read),
    (b"=> Send header, ", &TRACE, trace::read),
    (b"<= Recv header, ", &TRACE, trace::read),
    (b"=> Send header: ", &GIT, trace::read_git),
    (b"<= Recv header: ", &GIT, trace::read_git),
    (b"< ", &TOOLBELT, requests::read_inverted),
    (b"IncomingMessage {", &NODE, node::read),
    (b"IncomingMessage {", &NODE_PARTS, node::read_parts),
    (b"\\r\\n", &LITERAL, literal::read),
    (b"Request URL", &DEVTOOLS, devtools::read),
    (b"RawContent ", &POWERSHELL, devtools::read_raw_content),
    (b"uri:", &VCR, vcr::read),
    (b"://", &HTTP_FILE, requests::read_http_file),
    (b"---request begin---", &WGET, requests::read_wget),
    (b"---response begin---", &WGET, requests::read_wget),
    (b"HTTP/1.1.", &NGREP, requests::read_ngrep),
    (b" HTTP/1.1.", &NGREP, requests::read_ngrep),
];

/// Lines of the input that are part of a dump.
pub(super) struct FoundDump {
    first: usize,
    last: usize,
    form: &'static DumpForm,
}

/// The form of the dump that a line is part of.
pub(super) fn form_of(line: usize, found: &[FoundDump]) -> Option<&'static DumpForm> {
    let at = found.partition_point(|found| found.first <= line).checked_sub(1)?;
    found.get(at).filter(|found| line <= found.last).map(|found| found.form)
}

/// Rows with what other clients dumped in the form of `curl -v`; and in which lines of the input which form begins.
pub(super) fn translate<'a>(rows: Vec<Row<'a>>, text: &[u8]) -> (Vec<Row<'a>>, Vec<FoundDump>) {
    let active: Vec<_> = FORMS.iter().filter(|(mark, ..)| super::sheet::contains(text, mark)).collect();
    if active.is_empty() {
        return (rows, Vec::new());
    }
    let mut out: Vec<Row<'a>> = Vec::with_capacity(rows.len());
    let mut forms = Vec::new();
    let mut held: Vec<(String, Vec<Row<'a>>)> = Vec::new();
    let mut at = 0;
    while let Some(row) = rows.get(at) {
        let rest = rows.get(at..).unwrap_or_default();
        let found = active.iter().find_map(|(_, form, read)| Some((*form, read(rest)?)));
        match found {
            Some((form, mut translated)) => {
                let last = rest.get(translated.taken.saturating_sub(1)).map_or(row.number, |last| last.number);
                forms.push(FoundDump { first: row.number, last, form });
                if let Some(first) = translated.rows.first_mut() {
                    first.cut |= row.cut;
                }
                match translated.pairs_by {
                    Some(MessageSide::Request(url)) if held.len() < MOST_HELD => held.push((url, translated.rows)),
                    Some(MessageSide::Response(url)) => {
                        match held.iter().position(|(known, _)| *known == url) {
                            Some(at) => out.append(&mut held.remove(at).1),
                            None => {
                                out.push(Row::new(row.number, format!("> GET {url} HTTP/1.1").into_bytes()));
                                out.push(Row::new(row.number, b"> ".to_vec()));
                            }
                        }
                        out.append(&mut translated.rows);
                    }
                    _ => out.append(&mut translated.rows),
                }
                at += translated.taken.max(1);
            }
            None => {
                out.push(row.clone());
                at += 1;
            }
        }
    }
    held.iter_mut().for_each(|(_, rows)| out.append(rows));
    (out, forms)
}

/// The text of a row.
fn words<'a>(row: &'a Row<'_>) -> Cow<'a, str> {
    String::from_utf8_lossy(&row.text)
}

/// Whether a text is a method of HTTP.
fn is_method(text: &str) -> bool {
    ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE"].contains(&text)
}

/// Whether a text is a status line.
fn is_status_line(text: &str) -> bool {
    super::lines::is_status_line(text.as_bytes())
}

/// Whether a text has the form of a field.
fn is_field(text: &str) -> bool {
    super::lines::is_field_line(text.strip_prefix(':').unwrap_or(text).as_bytes())
}
