//! Exchanges for tests, from text.

use super::{Body, Exchange, Reply, Request, Response, Role};
use crate::evidence::shown::Shown;
use crate::http::syntax::message::ResponseHead;
use crate::http::time::timestamp::Timestamp;
use crate::http::uri::target::Url;

/// What came back, from lines, a blank line and a body; an empty text is a connection that brought nothing.
pub(crate) fn reply(text: &str) -> Reply {
    let Some((head, body)) = text.split_once("\n\n") else { return Reply::default() };
    let lines: Vec<&[u8]> = head.lines().map(str::as_bytes).collect();
    let head = ResponseHead::from_lines(&lines).unwrap();
    let body = Body { bytes: body.as_bytes().to_vec(), captured: true, ..Body::default() };
    Reply { response: Some(Response { head, interim: 0, body }), ..Reply::default() }
}

/// A GET request of which all is shown.
pub(crate) fn request(url: &str, fields: &[(&str, &str)]) -> Request {
    let url = Some(Url::parse(url).unwrap());
    Request { method: "GET".into(), url, fields: fields.iter().copied().collect(), shown: Shown::Whole }
}

/// The first exchange of a target, at a time.
pub(crate) fn first(request: Request, at: Timestamp, text: &str) -> Exchange {
    Exchange::new(Role::First, Some(request), at, reply(text))
}
