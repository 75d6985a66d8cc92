//! Operands that are texts: a status in the words of a log, the name of a failure, a curl command.

use std::ffi::OsStr;

use crate::app::plan::target::Target;
use crate::diagnosis::lookup::Subject;
use crate::diagnosis::rules::rule_of_failure;
use crate::error::UsageError;
use crate::evidence::form::{Form, Shows};
use crate::evidence::{Evidence, Exchange, Reply, Request, Role};
use crate::http::time::date::Timestamp;
use crate::intake::command::{self, PastedCommand};
use crate::intake::{self, Captured};

/// A request that was given as a command, and judged without being sent.
static COMMAND: Form = Form { id: "curl-command", name: "a curl command", shows: Shows::Request };

/// What an operand names.
#[derive(Debug)]
pub(crate) enum OperandTarget {
    /// Something to look up or to ask.
    Target(Target),
    /// An exchange that a text reports, judged without being asked.
    Captured(Box<Captured>),
}

/// What an operand says.
#[derive(Debug)]
pub(crate) struct Operand {
    /// The targets in it.
    pub(crate) targets: Vec<OperandTarget>,
    /// What of it was not understood, safe to show.
    pub(crate) notes: Vec<String>,
}

/// The most characters of an operand that is read as a text.
const LONGEST: usize = 64 * 1024;

/// Reads an operand: a target, several codes with commas between them, or a text in which a program states a status or
/// a failure.
///
/// # Errors
/// When it is none of these.
pub(crate) fn operand(operand: &OsStr) -> Result<Operand, UsageError> {
    let text = operand.to_str().filter(|text| text.len() <= LONGEST);
    if let Some(found) = text.and_then(special) {
        return Ok(found);
    }
    match Target::parse(operand) {
        Ok(target) => Ok(Operand { targets: vec![OperandTarget::Target(target)], notes: Vec::new() }),
        Err(error) => text.and_then(stated).ok_or(error),
    }
}

/// What is a text for sure: a command, a list of codes, the name of a failure, a line with a URL and what came of it.
fn special(text: &str) -> Option<Operand> {
    let text = text.trim();
    if command::is_command(text) && text.starts_with("curl") {
        return command::parse(text).map(of_command);
    }
    if text.contains(',') && text.len() <= 200 {
        let codes: Option<Vec<OperandTarget>> =
            text.split(',').map(|part| code(part.trim()).map(OperandTarget::Target)).collect();
        if let Some(targets) = codes {
            return Some(Operand { targets, notes: Vec::new() });
        }
    }
    if let Some(code) = text.strip_suffix(':').and_then(code) {
        return Some(Operand { targets: vec![OperandTarget::Target(code)], notes: Vec::new() });
    }
    if let Some(rule) = intake::failure_named(text).and_then(|failure| rule_of_failure(&failure)) {
        let target = OperandTarget::Target(Target::LookUp(Subject::Failure(rule)));
        return Some(Operand { targets: vec![target], notes: Vec::new() });
    }
    if text.contains("://") && text.contains(char::is_whitespace) { stated(text) } else { None }
}

fn code(text: &str) -> Option<Target> {
    let is_code = text.len() == 3 && text.bytes().all(|b| b.is_ascii_digit());
    is_code.then(|| Subject::parse(text)?.ok()).flatten().map(Target::LookUp)
}

/// A text in a form that states a status or a failure: looked up where it names no URL, judged where it does.
fn stated(text: &str) -> Option<Operand> {
    let reading = intake::read(text.as_bytes()).ok()?;
    let target = |captured: Captured| -> Option<OperandTarget> {
        let answer = captured.evidence.answer()?;
        match (answer.url(), answer.status(), &answer.failure) {
            (None, Some(status), _) if captured.evidence.status_only => {
                Some(OperandTarget::Target(Target::LookUp(Subject::Code(status))))
            }
            (None, None, None) => None,
            (Some(_), None, None) if captured.evidence.form.is_some_and(|form| form.id == "url") => None,
            _ => Some(OperandTarget::Captured(Box::new(captured))),
        }
    };
    let targets: Vec<OperandTarget> = reading.captured.into_iter().filter_map(target).collect();
    (!targets.is_empty()).then_some(Operand { targets, notes: reading.notes })
}

/// The requests of a command, as targets that are judged and not sent.
pub(crate) fn of_command(command: PastedCommand) -> Operand {
    let targets =
        command.requests.into_iter().map(|request| OperandTarget::Captured(Box::new(unsent(request)))).collect();
    Operand { targets, notes: command.notes }
}

fn unsent(request: Request) -> Captured {
    let exchange = Exchange::new(Role::First, Some(request), Timestamp::from_unix(0), Reply::default());
    let exchanges = vec![Exchange { live: false, ..exchange }];
    let evidence = Evidence { exchanges, dry_run: true, form: Some(&COMMAND), ..Evidence::default() };
    Captured { place: "line 1".to_owned(), at: None, evidence, kind: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let found = operand(OsStr::new(text)).map(|operand| operand.targets).unwrap_or_default();
        found
            .into_iter()
            .map(|target| match target {
                OperandTarget::Target(Target::LookUp(Subject::Code(code))) => code.to_string(),
                OperandTarget::Target(Target::LookUp(Subject::Failure(rule))) => rule.id.to_owned(),
                OperandTarget::Target(Target::LookUp(subject)) => format!("{subject:?}"),
                OperandTarget::Target(Target::Ask(url)) => url.wire(),
                OperandTarget::Captured(captured) => {
                    let answer = captured.evidence.answer().unwrap();
                    format!("{:?} {}", answer.status(), answer.url().map(|url| url.wire()).unwrap_or_default())
                }
            })
            .collect()
    }

    #[test]
    fn text_that_states_a_status_is_a_target() {
        for (text, expected) in [
            ("HTTP Error 403: Forbidden", "403"),
            ("403:", "403"),
            ("status code 404", "404"),
            ("Request failed with status code 429", "429"),
            ("HTTP 503", "503"),
            ("status=403", "403"),
            ("HTTPError: 403", "403"),
            ("com.android.volley.ClientError 403", "403"),
            ("ENOTFOUND", "dns-failure"),
            ("java.net.UnknownHostException", "dns-failure"),
            ("TimeoutError", "response-timeout"),
            ("403 Client Error: Forbidden for url: https://h.no/a?x=1", "Some(403) https://h.no/a?x=1"),
            ("curl -A a/1 https://h.no/a", "None https://h.no/a"),
            ("https://h.no/a", "https://h.no/a"),
        ] {
            assert_eq!(shown(text), [expected], "{text}");
        }
        assert_eq!(shown("403,429"), ["403", "429"]);
        assert_eq!(shown("403, 404 , 410"), ["403", "404", "410"]);
    }

    #[test]
    fn number_in_prose_is_not_a_target() {
        let question = "What does 403 Forbidden mean?";
        for text in ["we had 403 users", question, "room 404", "exit status 127", "403,abc", "curl is nice", ","] {
            assert_eq!(shown(text), Vec::<String>::new(), "{text}");
        }
    }
}
