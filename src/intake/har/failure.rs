//! What the recorder of an archive says of a request that got no response.

use serde_json::Value;

use crate::evidence::{Failure, FailureKind, Phase};
use crate::intake::lift;
use crate::text::escape::Text;

/// A text at a place of an entry.
pub(super) fn text<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer).and_then(Value::as_str)
}

/// Why there is no response, as far as the recorder says so.
pub(super) fn failure(entry: &Value) -> Failure {
    let words = ["/response/_error", "/response/_errorMessage", "/_error", "/response/statusText"]
        .iter()
        .find_map(|pointer| text(entry, pointer).filter(|words| !words.is_empty()));
    let Some(words) = words else {
        let status = entry.pointer("/response/status").and_then(Value::as_i64).unwrap_or_default();
        let detail = format!("the recorder shows no response (status {status}) and no reason");
        return of(Phase::Send, FailureKind::Hidden, &detail);
    };
    // Browsers write the names of their network stack, proxies such as mitmproxy the words of their library. A page that
    // was left, an extension that blocks, an answer withheld for want of CORS are names that say nothing of the network.
    match lift::failure::find(words, || true) {
        Some(outcome) => outcome.failure(words),
        None => of(Phase::Send, FailureKind::Hidden, words),
    }
}

fn of(phase: Phase, kind: FailureKind, detail: &str) -> Failure {
    Failure { phase, kind, detail: Text::from(detail), received: 0, excerpt: Text::default() }
}
