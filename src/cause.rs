//! Why an answer is no success: one cause by status, X-ErrorClass and the words of the body.

mod controls;
mod hypotheses;
mod signals;
mod weigh;
mod words;

#[cfg(test)]
mod tests;

pub use controls::{Means, next_control};
pub use hypotheses::{Explained, Hypothesis, explanations};
pub use signals::{Known, Signals};
pub use weigh::{Verdict, weigh};

use crate::evidence::{Change, Evidence, Exchange};
use crate::finding::Certainty;
use crate::http::address::is_public;
use crate::http::message::Fields;
use crate::http::status::Class;
use crate::http::target::Url;
use crate::met::error_class::{ErrorClass, error_class};
use crate::met::hosts::Service;
use crate::met::identity::{self, Grade};
use crate::met::lint::Lint;

/// The cause of an answer that is no success, as the id of the finding that reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The id of the finding.
    pub id: &'static str,
    /// How sure the cause is.
    pub certainty: Certainty,
    /// The class that MET's backend named, where it is a known one.
    pub class: Option<&'static ErrorClass>,
}

impl Cause {
    fn certain(id: &'static str) -> Self {
        Self { id, certainty: Certainty::Certain, class: None }
    }

    fn likely(id: &'static str) -> Self {
        Self { certainty: Certainty::Likely, ..Self::certain(id) }
    }
}

/// The cause of what an exchange brought; none for successes and redirects that fit the request, and where there is no
/// response.
pub fn of(exchange: &Exchange, service: Service, body: &str) -> Option<Cause> {
    let response = exchange.response.as_ref()?;
    let status = response.head.status;
    if (status == 304 && !asked_with_condition(exchange)) || (status == 206 && !asked_for_part(exchange)) {
        return Some(Cause::certain("unexpected-status"));
    }
    match Class::of(status) {
        Some(Class::Success | Class::Redirection) => None,
        Some(Class::Informational) | None => Some(Cause::certain("unexpected-status")),
        Some(Class::ClientError | Class::ServerError) => {
            let cause = match service {
                Service::Met => at_met(exchange, status, &response.head.fields, body),
                Service::Frost if status == 401 => Cause::certain("missing-credentials"),
                Service::Frost | Service::Other => by_status(status),
            };
            Some(cause)
        }
    }
}

fn asked_with_condition(exchange: &Exchange) -> bool {
    match &exchange.request {
        Some(request) => request.fields.contains("if-modified-since") || request.fields.contains("if-none-match"),
        // A capture without its request does not show what was asked.
        None => true,
    }
}

fn asked_for_part(exchange: &Exchange) -> bool {
    exchange.request.as_ref().is_none_or(|request| request.fields.contains("range"))
}

/// At MET the class that the backend names says most, then the words of the body, then the status.
fn at_met(exchange: &Exchange, status: u16, fields: &Fields, body: &str) -> Cause {
    let class = fields.get_str("x-errorclass").and_then(|name| error_class(name.trim()));
    let text = body.split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_lowercase();
    let id = class.and_then(|class| by_class(class, exchange, &text)).or_else(|| by_words(&text, status));
    match (id, class) {
        (Some(id), Some(class)) => {
            let certainty = if class.statuses.contains(&status) { Certainty::Certain } else { Certainty::Possible };
            Cause { id, certainty, class: Some(class) }
        }
        (Some(id), None) => Cause::certain(id),
        (None, class) => Cause { class, ..by_met_status(exchange, status) },
    }
}

fn by_class(class: &ErrorClass, exchange: &Exchange, text: &str) -> Option<&'static str> {
    Some(match class.name {
        "Doesnotapply" => "unsupported-action",
        "Parameter" if text.contains("missing") => "missing-parameter",
        "Encoding" | "Format" | "Parameter" | "Validation" => "invalid-parameter",
        "Accesscontrol" | "Permissiondenied" if exchange.status() == Some(401) => "restricted",
        "Accesscontrol" | "Permissiondenied" => "forbidden",
        "IllegalUserAgent" => identity_at_fault(exchange).unwrap_or("forbidden"),
        "Nodata" => by_words(text, 404).unwrap_or("no-data"),
        "Outsidetimerange" => "outside-time-range",
        "Outsidegeographicarea" => "outside-coverage",
        "Ratelimitation" => "rate-limited",
        "Internal" => "server-error",
        "ErrorFromBackend" | "Unexpectedmissingdata" => "backend-unreachable",
        "ServiceUnavailable" => "service-unavailable",
        _ => return None,
    })
}

/// The causes that MET's backends tell only in words.
fn by_words(text: &str, status: u16) -> Option<&'static str> {
    let has = |words: &str| text.contains(words);
    match status {
        404 | 410 if has("end-of-life") || has("end of life") => Some("version-ended"),
        404 if has("product does not exist") => Some("unknown-product"),
        404 if has("not supported") || has("does not apply") => Some("unsupported-action"),
        400 if has("mandatory parameter") || has("missing parameter") => Some("missing-parameter"),
        400 if has("invalid latitude") || has("invalid longitude") || has("must be given") => Some("invalid-parameter"),
        _ => None,
    }
}

fn by_met_status(exchange: &Exchange, status: u16) -> Cause {
    match status {
        403 => identity_at_fault(exchange).map_or_else(|| Cause::certain("forbidden"), Cause::likely),
        422 => Cause::likely("outside-coverage"),
        _ => by_status(status),
    }
}

fn by_status(status: u16) -> Cause {
    Cause::certain(match status {
        400 => "bad-request",
        401 => "restricted",
        403 => "forbidden",
        404 => "not-found",
        405 => "method-not-allowed",
        422 => "unprocessable",
        429 => "rate-limited",
        499 => "client-closed-request",
        500 => "server-error",
        502 => "backend-unreachable",
        503 => "service-unavailable",
        504 => "backend-timeout",
        _ => "unexpected-status",
    })
}

/// Whether a browser's own request says which site it is from, which MET takes in place of a User-Agent.
/// <https://api.met.no/doc/TermsOfService>
fn says_where_it_is_from(fields: &Fields) -> bool {
    let site = fields.get_str("origin").or_else(|| fields.get_str("referer"));
    site.and_then(|site| Url::parse(site).ok()).is_some_and(|url| {
        url.ip().is_none_or(is_public) && url.host_without_dot() != "localhost" && url.host_without_dot().contains('.')
    })
}

/// Whether a 429 may be about the identity: the User-Agent says nothing of its sender, and the answer nothing of rates.
pub fn doubts_identity(exchange: &Exchange) -> bool {
    let Some(fields) = exchange.fields() else { return false };
    let rate = fields.contains("retry-after")
        || fields.get_str("x-errorclass").and_then(error_class).is_some_and(|class| class.name == "Ratelimitation");
    !rate && identity_at_fault(exchange).is_some()
}

/// What the control requests say of the cause: the one that succeeded changed what is at fault; when all were
/// refused, it is neither.
pub fn after_controls(cause: Cause, evidence: &Evidence) -> Cause {
    let answered = |exchange: &Exchange| exchange.status().is_some_and(|status| (200..300).contains(&status));
    if let Some((change, _)) = evidence.controls().find(|(_, exchange)| answered(exchange)) {
        let id = match change {
            Change::Identity => evidence.answer().and_then(identity_at_fault).unwrap_or("blocked-user-agent"),
            Change::Coordinates => "coordinate-precision",
            // Only a success is asked about with another date.
            Change::OlderDate | Change::IdentityAndCoordinates => cause.id,
        };
        return Cause { id, certainty: Certainty::Certain, ..cause };
    }
    let refused = |wanted: Change| {
        evidence.controls().any(|(change, exchange)| change == wanted && exchange.status() == Some(403))
    };
    if refused(Change::Identity) {
        return Cause { id: "blocked-client", certainty: Certainty::Likely, ..cause };
    }
    if refused(Change::Coordinates) && cause.id == "coordinate-precision" {
        return Cause { id: "forbidden", certainty: Certainty::Certain, ..cause };
    }
    cause
}

/// What was wrong with the request already, where that explains a refusal that names no cause.
pub fn after_lints(cause: Cause, lints: &[Lint], ended: bool) -> Cause {
    let explained_by = |ids: &[&'static str]| lints.iter().map(|lint| lint.id).find(|id| ids.contains(id));
    let formal = ["missing-parameter", "number-format", "coordinate-range", "renamed-parameter", "semicolon-separator"];
    let id = match cause.id {
        "bad-request" => explained_by(&formal).or_else(|| explained_by(&["missing-endpoint", "coordinate-precision"])),
        "invalid-parameter" => explained_by(&["number-format", "coordinate-range", "renamed-parameter"]),
        "not-found" if ended => Some("version-ended"),
        "not-found" => explained_by(&["missing-endpoint", "version-placeholder"]),
        // The terms announce 403 for more decimals, and nothing else is known to be wrong.
        "forbidden" if cause.class.is_none() => explained_by(&["coordinate-precision"]),
        "outside-coverage" if cause.class.is_none() => explained_by(&["coordinate-range"]),
        _ => None,
    };
    match id {
        Some(id) => Cause { id, certainty: Certainty::Likely, ..cause },
        None => cause,
    }
}

/// The finding for what is wrong with the User-Agent that was sent, where something is and it is known.
pub fn identity_at_fault(exchange: &Exchange) -> Option<&'static str> {
    // A capture that shows no field at all does not show that there was none.
    let request = exchange.request.as_ref().filter(|request| !request.fields.is_empty())?;
    if says_where_it_is_from(&request.fields) {
        return None;
    }
    match identity::grade(request.fields.get_str("user-agent")) {
        Grade::Missing => Some("user-agent-missing"),
        Grade::Generic(_) => Some("user-agent-generic"),
        Grade::Browser => Some("user-agent-browser"),
        Grade::Placeholder(_) => Some("user-agent-placeholder"),
        Grade::Named => None,
    }
}
