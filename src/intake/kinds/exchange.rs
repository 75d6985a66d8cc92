//! The exchange that a line of a log shows, and what can be said of its client.

use std::mem::discriminant;

use crate::evidence::event::Event;
use crate::evidence::shown::Shown;
use crate::evidence::{Body, Exchange, Failure, FailureKind, Phase, Request, Response, Role};
use crate::http::syntax::message::{Fields, HttpVersion, ResponseHead};
use crate::http::time::date::Timestamp;
use crate::http::uri::target::Url;
use crate::intake::log::LogLine;
use crate::intake::{Piece, group};
use crate::met::identity;
use crate::text::escape::{Text, clip};

pub(super) fn exchange(line: &LogLine<'_>, url: Url) -> Exchange {
    let event = &line.event;
    let status = event.status.unwrap_or_default();
    let mut fields = Fields::default();
    if let Some(agent) = event.user_agent {
        fields.push("User-Agent", agent.to_vec());
    }
    if let Some(referer) = line.referer.filter(|referer| !referer.is_empty()) {
        fields.push("Referer", referer.to_vec());
    }
    let version = HttpVersion::parse(line.version).unwrap_or(HttpVersion::Http11);
    let head = ResponseHead { version, ..ResponseHead::stated(status, "", Fields::default()) };
    let body = Body { wire_bytes: event.bytes, ..Body::default() };
    let answered = status > 0;
    let silent = (Phase::Head, FailureKind::Closed, &b"the log shows no status: no response was sent"[..]);
    let failed = line.failure.clone().or_else(|| (!answered).then_some(silent));
    let failure = failed.map(|(phase, kind, words)| Failure {
        phase,
        kind,
        detail: Text::from(words),
        received: 0,
        excerpt: Text::default(),
    });
    let method = event.method.unwrap_or(b"GET").to_vec().into();
    let request = Request { method, url: Some(url), fields, shown: Shown::Partly };
    let piece = Piece {
        at: Some(at(event)),
        request: Some(request),
        response: answered.then_some(Response { head, interim: 0, body }),
        failure,
        ..Piece::default()
    };
    group::exchange(Role::First, piece)
}

/// When a request was made, to the second; a line without a time is of no time.
pub(super) fn at(event: &Event<'_>) -> Timestamp {
    Timestamp::from_unix(event.at_ms.unwrap_or_default().div_euclid(1000))
}

/// What can be said of a client: the name of its application, how it says who it is, and what is at fault with that.
pub(super) fn client_of(request: &Request) -> String {
    let agent = request.fields.get_str("user-agent");
    let name = agent.and_then(|agent| agent.split(['/', ' ', '(']).next()).unwrap_or_default();
    let lower = agent.unwrap_or_default().to_ascii_lowercase();
    let shape = (agent.is_some(), identity::has_contact(&lower), identity::has_version(&lower));
    let fault = identity::at_fault(&request.fields).map(|grade| discriminant(&grade));
    format!("{} {shape:?} {fault:?}", clip(name, 60))
}
