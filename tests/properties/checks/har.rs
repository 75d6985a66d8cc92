//! Archives of browsers, built of the lines of an input: a mutation of bytes alone seldom leaves JSON whole.

use serde_json::{Value, json};

/// The same as for every captured input.
pub(crate) fn holds(bytes: &[u8]) {
    super::intake::holds(&archive(bytes));
}

/// An archive with an entry for each dozen lines.
pub(crate) fn archive(bytes: &[u8]) -> Vec<u8> {
    let lines: Vec<String> =
        bytes.split(|byte| *byte == b'\n').map(|line| String::from_utf8_lossy(line).into_owned()).collect();
    let entries: Vec<Value> = lines.chunks(12).take(40).map(entry).collect();
    serde_json::to_vec(&json!({ "log": { "version": "1.2", "entries": entries } })).unwrap_or_default()
}

/// An entry: method, URL, time, milliseconds, status, phrase, three fields of the answer, the User-Agent, type and text
/// of the content. A value that reads as JSON is what it says, so types may be wrong too.
fn entry(lines: &[String]) -> Value {
    let value = |at: usize| {
        let text = lines.get(at).map_or("", String::as_str);
        serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
    };
    let field = |at: usize| {
        let text = lines.get(at).map_or("", String::as_str);
        let (name, value) = text.split_once(':').unwrap_or((text, ""));
        json!({ "name": name, "value": value })
    };
    json!({
        "startedDateTime": value(2),
        "time": value(3),
        "request": {
            "method": value(0), "url": value(1), "httpVersion": "HTTP/1.1",
            "headers": [{ "name": "User-Agent", "value": value(9) }],
        },
        "response": {
            "status": value(4), "statusText": value(5), "httpVersion": "HTTP/2",
            "headers": [field(6), field(7), field(8)],
            "content": { "size": 1, "mimeType": value(10), "text": value(11) },
        },
        "timings": { "wait": value(3), "connect": -1 },
    })
}
