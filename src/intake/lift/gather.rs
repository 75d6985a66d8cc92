//! Statements put together: the URL of one line with the status of another, and what is reported twice as one.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hasher as _};

use super::command::LooseCommand;
use super::event::{ReportedEvent, ReportedResult, hinted, is_same, keys, named};
use super::events::{self, Statement, clipped, is_telling, statement};
use super::failure::FailureName;
use super::forms::{self, CURL_COMMAND, SENTENCE};
use super::remarks::remarks;
use super::{Loose, NEAR, console, json, services};
use crate::evidence::Request;
use crate::evidence::form::Form;
use crate::http::uri::target::Url;
use crate::intake::{Hints, Piece};
use crate::met::sentence;

/// The most statements that are kept: more than a report can show.
const MOST: usize = 10_000;

/// The most messages that a line is compared with.
const MOST_COMPARED: usize = 200;

/// A URL, or the request of a command, that no event has used yet.
struct Lead {
    line: usize,
    url: Url,
    request: Option<Request>,
    /// Whether it is of the OPTIONS that a browser sent by itself.
    preflight: bool,
    used: bool,
}

/// What the lines hold, beside the messages.
#[derive(Default)]
pub(in crate::intake) struct Gathered {
    /// Requests with what came of them, in the order of the lines.
    pub(in crate::intake) pieces: Vec<Piece>,
    /// What the reader of a report has to know, safe to show.
    pub(in crate::intake) notes: Vec<String>,
}

#[derive(Default)]
struct Gatherer {
    events: Vec<ReportedEvent>,
    leads: Vec<Lead>,
    notes: Vec<String>,
    /// What was whole in one line.
    pieces: Vec<Piece>,
    /// The weather services that lines name.
    services: HashSet<&'static str>,
    /// How many lines were looked at for them.
    looked_at: usize,
}

/// Lifts what the loose lines state, and gives the messages the URLs that stand above them.
pub(in crate::intake) fn gather(lines: &[Loose<'_>], messages: &mut [Piece], hints: &Hints) -> Gathered {
    let mut gatherer = Gatherer::default();
    let mut at = 0;
    while let Some(line) = lines.get(at).filter(|_| gatherer.events.len() < MOST) {
        if gatherer.json(line) {
            at += 1;
            continue;
        }
        at += gatherer.command(lines, at).unwrap_or_else(|| {
            let around = |offset: isize| {
                at.checked_add_signed(offset).and_then(|at| lines.get(at)).map(|line| clipped(&line.text))
            };
            let around: Vec<&str> = [-1, 1, -2, 2].into_iter().filter_map(around).collect();
            gatherer.read(statement(&json::unescaped(line)), &around);
            1
        });
    }
    for message in messages.iter_mut() {
        gatherer.give_request(message, hints);
    }
    gatherer.end_requests(messages);
    gatherer.drop_told(messages);
    let several = gatherer.is_of_several();
    gatherer.give_urls();
    gatherer.drop_files_of_pages();
    let mut gathered = gatherer.complete(messages, hints);
    gathered.notes.extend(remarks(lines, messages, &gathered.pieces));
    gathered.pieces.iter_mut().for_each(|piece| piece.several_services = several);
    gathered
}

impl Gatherer {
    /// A command that begins in a line; the number of lines that it takes.
    fn command(&mut self, lines: &[Loose<'_>], at: usize) -> Option<usize> {
        let command = LooseCommand::read(lines, at)?;
        let line = command.line;
        self.notes.extend(command.notes.into_iter().map(|note| format!("line {line}: {note}")));
        for request in command.requests {
            if let Some(url) = request.url.clone() {
                self.leads.push(Lead {
                    line: line + command.taken - 1,
                    url,
                    request: Some(request),
                    preflight: false,
                    used: false,
                });
            }
        }
        if let Some(code) = command.written_out {
            let told = ReportedResult::Status(code, String::new());
            self.event(line + command.taken, None, told, &CURL_COMMAND, shape(&command.text));
        }
        Some(command.taken)
    }

    /// A line of a log in JSON, after a prefix or not.
    fn json(&mut self, line: &Loose<'_>) -> bool {
        let at = line.text.find("{\"").filter(|at| *at <= 300);
        let piece = at.and_then(|at| json::read(line.text.get(at..)?, line.number));
        let found = piece.is_some();
        self.pieces.extend(piece);
        found
    }

    fn read(&mut self, statement: Statement<'_>, around: &[&str]) {
        let Statement { number, text, url, status, failure } = statement;
        self.name_services(text);
        self.go_on(number, text);
        if let Some(status) = sentence::status_of(text) {
            return self.words(number, text.trim(), status);
        }
        let told = match (status, failure) {
            (Some(stated), _) => Some(ReportedResult::Status(stated.code, stated.reason)),
            (None, Some(outcome)) => Some(ReportedResult::Failed(outcome, text.trim().to_owned())),
            (None, None) => None,
        };
        match told {
            Some(told) => {
                self.event(number, url, told, forms::of(text, around), shape(text));
                if let Some(event) = self.events.last_mut().filter(|event| event.line == number) {
                    event.resource = console::resource(text).map(str::to_owned);
                }
            }
            None => {
                let is_beside = || around.iter().any(|text| console::is_of_loading(text));
                let url = console::address(text).filter(|_| is_beside()).or(url);
                let request = None;
                let preflight = console::asks_options(text);
                let lead = url.map(|url| Lead { line: number, url, request, preflight, used: false });
                self.leads.extend(lead.filter(|_| self.leads.len() < MOST));
            }
        }
        self.fields(number, text);
    }

    /// Takes an indented line into the block of the event before it.
    fn go_on(&mut self, number: usize, text: &str) {
        let goes_on = text.starts_with([' ', '\t', '}', ']', ')']);
        if let Some(event) = self.events.last_mut().filter(|event| goes_on && number <= event.block + 1) {
            event.block = number;
        }
    }

    /// Notes which services a short line names; a log is long, and says it at its beginning.
    fn name_services(&mut self, text: &str) {
        if text.len() <= 120 && self.looked_at < 2_000 {
            self.looked_at += 1;
            self.services.extend(services::named(text));
        }
    }

    /// A sentence of MET's: the body of the status before it, or all that is left of an exchange.
    fn words(&mut self, number: usize, text: &str, status: u16) {
        let near = self.events.last_mut().filter(|event| {
            number <= event.until + 4 && matches!(event.told, ReportedResult::Status(code, _) if code >= 400)
        });
        match near {
            Some(event) => {
                event.until = number;
                event.words.push(text.to_owned());
            }
            None => {
                self.event(number, None, ReportedResult::Status(status, String::new()), &SENTENCE, shape(text));
                self.events.iter_mut().rev().take(1).for_each(|event| event.words.push(text.to_owned()));
            }
        }
    }

    /// Fields belong to the event near them.
    fn fields(&mut self, number: usize, text: &str) {
        let Some(event) = self.events.last_mut().filter(|event| number <= event.reach()) else { return };
        for (name, value) in events::fields(text) {
            let list = if name == "user-agent" { &mut event.sent } else { &mut event.received };
            if !list.iter().any(|(known, _)| *known == name) {
                list.push((name, value));
            }
        }
    }

    fn event(&mut self, line: usize, url: Option<Url>, told: ReportedResult, form: &'static Form, shape: u64) {
        if let Some(known) = self.events.last_mut().filter(|event| event.tells(line, url.as_ref(), &told, shape)) {
            known.take(line, url, told, form);
            return;
        }
        // The same that a log repeats is reported once, with a count.
        let same = |event: &&mut ReportedEvent| url.is_some() && event.url == url && event.told.is_same(&told);
        if let Some(known) = self.events.iter_mut().rev().take(50).find(same) {
            known.times += 1;
            known.until = line;
            return;
        }
        let (sent, received, words) = (Vec::new(), Vec::new(), Vec::new());
        self.events.push(ReportedEvent {
            line,
            until: line,
            block: line,
            url,
            request: None,
            told,
            form,
            sent,
            received,
            words,
            times: 1,
            resource: None,
            shape,
        });
    }

    /// Whether the same status is reported of several services, without a URL of any: then none of them sent it. One
    /// event is left to stand for all.
    fn is_of_several(&mut self) -> bool {
        let same = match self.events.as_slice() {
            [first, rest @ ..] => {
                rest.iter().all(|event| event.url.is_none() && event.told.is_same(&first.told)) && first.url.is_none()
            }
            [] => false,
        };
        let several = self.events.len() > 1 && same && self.services.len() > 1;
        if several {
            self.events.truncate(1);
        }
        several
    }

    /// Gives each event without a URL the nearest one that no other event has: above it, else below.
    fn give_urls(&mut self) {
        let mut before = 0;
        for event in &mut self.events {
            let own = event.url.clone();
            // A failure often names the host alone.
            let bare = own.as_ref().is_none_or(is_host);
            let is_near =
                |own: &Url, url: &Url| is_same(own, url) || (bare && own.host_without_dot() == url.host_without_dot());
            let file = event.resource.take();
            let is_named = |lead: &Lead| file.as_ref().is_none_or(|file| console::is_file_of(file, &lead.url));
            let fits =
                |lead: &Lead| !lead.used && is_named(lead) && own.as_ref().is_none_or(|own| is_near(own, &lead.url));
            // The leads stand in the order of their lines, so only those near need a look.
            let at = |line: usize| self.leads.partition_point(|lead| lead.line < line);
            let first = at((before + 1).max(event.line.saturating_sub(NEAR)));
            let (middle, end) = (at(event.line), at(event.until + NEAR + 1));
            let near = |from: usize, to: usize| self.leads.get(from..to.max(from)).unwrap_or_default();
            let above = near(first, middle).iter().rposition(fits).map(|at| first + at);
            let at = above.or_else(|| near(middle, end).iter().position(fits).map(|at| middle + at));
            if let Some(lead) = at.and_then(|at| self.leads.get_mut(at)) {
                lead.used = true;
                event.url = event.url.take().filter(|_| !bare).or_else(|| Some(lead.url.clone()));
                event.request = lead.request.take();
                if let ReportedResult::Status(300.., _) = event.told
                    && lead.preflight
                {
                    event.told = ReportedResult::Failed(FailureName::Preflight, format!("OPTIONS {}", lead.url.wire()));
                }
            }
            before = event.until.saturating_sub(NEAR);
            event.resource = file;
        }
    }

    /// Drops what a browser says of the files of its page, where the text shows other requests.
    fn drop_files_of_pages(&mut self) {
        let is_file = |event: &ReportedEvent| event.resource.is_some() && event.url.is_none();
        if self.events.iter().any(|event| event.url.is_some()) {
            self.events.retain(|event| !is_file(event));
        }
    }

    /// A failure below a request without an answer is what came of it.
    fn end_requests(&mut self, messages: &mut [Piece]) {
        let mut left = Vec::new();
        for event in std::mem::take(&mut self.events) {
            let ReportedResult::Failed(outcome, words) = &event.told else {
                left.push(event);
                continue;
            };
            let host = event.url.as_ref().map(Url::host_without_dot);
            let fits = |message: &&mut Piece| {
                let open = message.response.is_none() && message.failure.is_none() && message.line < event.line;
                let other = host.as_ref().zip(message.url()).is_some_and(|(host, url)| *host != url.host_without_dot());
                open && !other
            };
            let at = messages.iter_mut().rev().take(100).position(|mut message| fits(&mut message));
            // A program may name what it asked below what failed.
            let below = |message: &Piece| {
                let open = message.response.is_none() && message.failure.is_none();
                open && host.is_none() && (event.line..=event.reach()).contains(&message.line)
            };
            let last = messages.len().checked_sub(1);
            let at = at.and_then(|at| last?.checked_sub(at)).or_else(|| messages.iter().take(100).position(below));
            match at.and_then(|at| messages.get_mut(at)) {
                Some(message) => message.failure = Some(outcome.failure(words)),
                None => left.push(event),
            }
        }
        self.events = left;
    }

    /// Drops what lines say about the messages, and failures that a status of the same text contradicts.
    fn drop_told(&mut self, messages: &[Piece]) {
        let is_told = |event: &ReportedEvent| match &event.told {
            ReportedResult::Status(code, _) => messages.iter().take(MOST_COMPARED).any(|message| {
                let other = message.url().zip(event.url.as_ref()).is_some_and(|(url, own)| !is_same(own, url));
                message.status() == Some(*code) && !other
            }),
            ReportedResult::Failed(..) => !messages.is_empty() && event.url.is_none(),
        };
        self.events.retain(|event| !is_told(event));
        let answered = self.events.iter().any(|event| matches!(event.told, ReportedResult::Status(..)));
        self.events
            .retain(|event| !(answered && event.url.is_none() && matches!(event.told, ReportedResult::Failed(..))));
    }

    fn complete(mut self, messages: &[Piece], hints: &Hints) -> Gathered {
        let bare = messages.is_empty();
        let mut pieces: Vec<Piece> = std::mem::take(&mut self.pieces);
        for event in self.events {
            if event.times > 1 {
                self.notes.push(format!(
                    "line {}: the same occurs {} times, the last time in line {}",
                    event.line, event.times, event.until
                ));
            }
            pieces.push(event.piece(hints));
        }
        let mut known: HashSet<String> = pieces.iter().chain(messages).filter_map(Piece::url).flat_map(keys).collect();
        for lead in self.leads.into_iter().filter(|lead| !lead.used) {
            let asks = lead.request.is_some() || (bare && is_telling(&lead.url));
            let [whole, path] = keys(&lead.url);
            let is_known = known.contains(&whole) || (lead.url.query().is_none() && known.contains(&path));
            if asks && !is_known && pieces.len() < MOST {
                known.extend([whole, path]);
                let form = if lead.request.is_some() { &CURL_COMMAND } else { &forms::URL };
                let request = lead.request.unwrap_or_else(|| named(&lead.url));
                pieces.push(Piece {
                    line: lead.line,
                    request: Some(hinted(request, hints)),
                    form: Some(form),
                    ..Piece::default()
                });
            }
        }
        Gathered { pieces, notes: self.notes }
    }

    /// A message without its request is the answer to the command or the URL above it.
    fn give_request(&mut self, message: &mut Piece, hints: &Hints) {
        let line = message.line;
        let last = self.leads.partition_point(|lead| lead.line < line);
        let above = last.checked_sub(1).and_then(|last| self.leads.get_mut(last));
        if let Some(lead) = above.filter(|lead| lead.line + NEAR >= line) {
            match message.url() {
                Some(url) if is_same(url, &lead.url) || lead.request.is_some() => lead.used = true,
                Some(_) => {}
                None if lead.request.is_some() || lead.url.path().len() > 1 => {
                    lead.used = true;
                    let fields = message.request.take().map(|request| request.fields);
                    let mut request = lead.request.clone().unwrap_or_else(|| named(&lead.url));
                    if let Some(fields) = fields {
                        request.fields = fields;
                    }
                    message.request = Some(request);
                }
                None => {}
            }
        }
        if message.url().is_none()
            && let Some(url) = &hints.url
        {
            let known = message.request.take();
            let known = known.unwrap_or_else(|| named(url));
            message.request = Some(Request { url: Some(url.clone()), ..known });
        }
        message.request = message.request.take().map(|request| hinted(request, hints));
    }
}

/// Whether a URL names a host and nothing there.
fn is_host(url: &Url) -> bool {
    url.path().len() <= 1 && url.query().is_none()
}

/// A line without its numbers, as a number: what a program logs again has the same.
fn shape(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.trim().bytes().filter(|b| !b.is_ascii_digit()).for_each(|b| hasher.write_u8(b));
    hasher.finish()
}
