//! Responses without data: MET's sentences, as text or as HTML.

use super::exchange::{Reply, Request};
use crate::http::status::registered;

/// A response without data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The status.
    pub status: u16,
    /// The value of X-ErrorClass; empty where the response has none.
    pub class: &'static str,
    /// What it says.
    pub text: String,
}

impl Refusal {
    /// A refusal.
    pub(crate) fn new(status: u16, class: &'static str, text: impl Into<String>) -> Self {
        Self { status, class, text: text.into() }
    }

    /// The version has ended.
    pub(crate) fn ended() -> Self {
        Self::new(404, "", "The specified version number is end-of-lifed for this product")
    }

    /// The place is outside of what the product covers.
    pub(crate) fn outside() -> Self {
        Self::new(422, "Outsidegeographicarea", "The location is outside the area covered by this product")
    }

    /// What the sandbox does not have.
    pub(crate) fn not_here(what: &str) -> Self {
        Self::new(501, "", format!("The metstatus sandbox has no {what}; this is not what MET responds"))
    }

    /// A failure of the API.
    pub(crate) fn failure(status: u16) -> Self {
        let (class, text) = match status {
            500 => ("Internal", "Something inside me broke"),
            502 => ("ErrorFromBackend", "Error from backend"),
            504 => ("", "The backend did not respond in time"),
            _ => ("ServiceUnavailable", "Service unavailable"),
        };
        Self::new(status, class, text)
    }

    /// The response, in HTML where the client asks for that. <https://docs.api.met.no/doc/v3relnotes>
    pub(crate) fn reply(&self, request: &Request) -> Reply {
        let phrase = registered(self.status).map_or("", |status| status.phrase);
        let accept = request.fields.get_str("Accept").unwrap_or_default();
        let html = accept.contains("text/html");
        let (media, body) = match html {
            true => (
                "text/html; charset=UTF-8",
                format!(
                    "<html><head><title>{0} {phrase}</title></head><body><h1>{0} {phrase}</h1><p>{1}</p></body></html>\n",
                    self.status,
                    escaped(&self.text)
                ),
            ),
            false => ("text/plain; charset=UTF-8", format!("{} {phrase}\n{}\n", self.status, self.text)),
        };
        let reply = Reply::new(self.status, body).field("Content-Type", media);
        let reply = if self.class.is_empty() { reply } else { reply.field("X-ErrorClass", self.class) };
        if self.status == 405 { reply.field("Allow", "GET, HEAD") } else { reply }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
