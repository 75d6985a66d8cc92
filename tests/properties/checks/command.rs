//! Commands of curl, as people paste them.

use metstatus::internals::evidence::Request;
use metstatus::internals::intake::command::{self, PastedCommand};
use metstatus::internals::report::as_curl::commands;

use super::assert_line;

/// The most requests and notes of a command.
const MOST: usize = 100;

/// What is read is bounded and does not act, and the command that is written of a request asks the same.
pub(crate) fn holds(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Some(PastedCommand { requests, notes }) = command::parse(&text) else { return };
    assert!(command::is_command(&text), "{text:?}");
    assert!(requests.len() <= MOST && notes.len() <= MOST, "{} and {}", requests.len(), notes.len());
    for note in &notes {
        assert_line("note", note);
    }
    for request in &requests {
        assert!(request.url.is_some(), "a request without a URL: {request:?}");
        written(request);
    }
}

/// Writes a request as a command and reads it again. What has a secret is written with the name of a variable.
fn written(request: &Request) {
    let command = commands(std::iter::once(request), false);
    assert_line("command", command.trim_end_matches('\n'));
    if command.is_empty() || command.contains('$') {
        return;
    }
    let again = command::parse(&command).unwrap_or_else(|| panic!("no command: {command}"));
    let [again] = again.requests.as_slice() else { panic!("{} requests: {command}", again.requests.len()) };
    let wire = |request: &Request| request.url.as_ref().map(|url| url.wire());
    assert_eq!(again.method, request.method, "{command}");
    assert_eq!(wire(again), wire(request), "{command}");
    let agents =
        |request: &Request| -> Vec<String> { request.fields.all("user-agent").map(ToString::to_string).collect() };
    // Without a User-Agent, and with two, curl sends something else.
    if let [agent] = agents(request).as_slice() {
        assert_eq!(agents(again).as_slice(), std::slice::from_ref(agent), "{command}");
    }
}
