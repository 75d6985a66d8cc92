//! Why an answer is no success: one cause by status, X-ErrorClass and the words of the body.

use crate::diagnosis::catalogue::client::{
    CLIENT_CLOSED_REQUEST, METHOD_NOT_ALLOWED, MISSING_CREDENTIALS, NO_DATA, NOT_FOUND, OUTSIDE_COVERAGE,
    OUTSIDE_TIME_RANGE, RESTRICTED, UNKNOWN_PRODUCT, UNPROCESSABLE, UNSUPPORTED_ACTION, VERSION_ENDED,
};
use crate::diagnosis::catalogue::identity::{
    BLOCKED_CLIENT, BLOCKED_USER_AGENT, FORBIDDEN, USER_AGENT_BROWSER, USER_AGENT_GENERIC, USER_AGENT_MISSING,
    USER_AGENT_PLACEHOLDER,
};
use crate::diagnosis::catalogue::lints::{
    COORDINATE_PRECISION, COORDINATE_RANGE, MISSING_ENDPOINT, MISSING_PARAMETER, NUMBER_FORMAT, RENAMED_PARAMETER,
    SEMICOLON_SEPARATOR, VERSION_PLACEHOLDER,
};
use crate::diagnosis::catalogue::pacing::RATE_LIMITED;
use crate::diagnosis::catalogue::request::{BAD_REQUEST, INVALID_PARAMETER};
use crate::diagnosis::catalogue::server::{
    BACKEND_TIMEOUT, BACKEND_UNREACHABLE, SERVER_ERROR, SERVICE_UNAVAILABLE, UNEXPECTED_STATUS,
};
use crate::diagnosis::lints::Lint;
use crate::diagnosis::rule::Rule;
use crate::diagnosis::severity::Certainty;
use crate::evidence::{Change, Evidence, Exchange};
use crate::http::status::Class;
use crate::http::syntax::message::Fields;
use crate::met::error_class::{ErrorClass, error_class};
use crate::met::hosts::Service;
use crate::met::identity::{self, Grade};

/// The cause of an answer that is no success.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// What reports it.
    pub rule: &'static Rule,
    /// How sure the cause is.
    pub certainty: Certainty,
    /// The class that MET's backend named, where it is a known one.
    pub class: Option<&'static ErrorClass>,
}

impl Cause {
    fn certain(rule: &'static Rule) -> Self {
        Self { rule, certainty: Certainty::Certain, class: None }
    }

    fn likely(rule: &'static Rule) -> Self {
        Self { certainty: Certainty::Likely, ..Self::certain(rule) }
    }
}

/// The cause of what an exchange brought; none for successes and redirects that fit the request, and where there is no
/// response.
pub(crate) fn of(exchange: &Exchange, service: Service, body: &str) -> Option<Cause> {
    let response = exchange.response.as_ref()?;
    let status = response.head.status;
    if (status == 304 && !asked_with_condition(exchange)) || (status == 206 && !asked_for_part(exchange)) {
        return Some(Cause::certain(&UNEXPECTED_STATUS));
    }
    match Class::of(status) {
        Some(Class::Success | Class::Redirection) => None,
        Some(Class::Informational) | None => Some(Cause::certain(&UNEXPECTED_STATUS)),
        Some(Class::ClientError | Class::ServerError) => {
            let cause = match service {
                Service::Met => at_met(exchange, status, &response.head.fields, body),
                Service::Frost if status == 401 => Cause::certain(&MISSING_CREDENTIALS),
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
    let rule = class.and_then(|class| by_class(class, exchange, &text)).or_else(|| by_words(&text, status));
    match (rule, class) {
        (Some(rule), Some(class)) => {
            let certainty = if class.statuses.contains(&status) { Certainty::Certain } else { Certainty::Possible };
            Cause { rule, certainty, class: Some(class) }
        }
        (Some(rule), None) => Cause::certain(rule),
        (None, class) => Cause { class, ..by_met_status(exchange, status) },
    }
}

fn by_class(class: &ErrorClass, exchange: &Exchange, text: &str) -> Option<&'static Rule> {
    Some(match class.name {
        "Doesnotapply" => &UNSUPPORTED_ACTION,
        "Parameter" if text.contains("missing") => &MISSING_PARAMETER,
        "Encoding" | "Format" | "Parameter" | "Validation" => &INVALID_PARAMETER,
        "Accesscontrol" | "Permissiondenied" if exchange.status() == Some(401) => &RESTRICTED,
        "Accesscontrol" | "Permissiondenied" => &FORBIDDEN,
        "IllegalUserAgent" => identity_at_fault(exchange).unwrap_or(&FORBIDDEN),
        "Nodata" => by_words(text, 404).unwrap_or(&NO_DATA),
        "Outsidetimerange" => &OUTSIDE_TIME_RANGE,
        "Outsidegeographicarea" => &OUTSIDE_COVERAGE,
        "Ratelimitation" => &RATE_LIMITED,
        "Internal" => &SERVER_ERROR,
        "ErrorFromBackend" | "Unexpectedmissingdata" => &BACKEND_UNREACHABLE,
        "ServiceUnavailable" => &SERVICE_UNAVAILABLE,
        _ => return None,
    })
}

/// The causes that MET's backends tell only in words.
fn by_words(text: &str, status: u16) -> Option<&'static Rule> {
    let has = |words: &str| text.contains(words);
    match status {
        404 | 410 if has("end-of-life") || has("end of life") => Some(&VERSION_ENDED),
        404 if has("product does not exist") => Some(&UNKNOWN_PRODUCT),
        404 if has("not supported") || has("does not apply") => Some(&UNSUPPORTED_ACTION),
        400 if has("mandatory parameter") || has("missing parameter") => Some(&MISSING_PARAMETER),
        400 if has("invalid latitude") || has("invalid longitude") || has("must be given") => Some(&INVALID_PARAMETER),
        _ => None,
    }
}

fn by_met_status(exchange: &Exchange, status: u16) -> Cause {
    match status {
        403 => identity_at_fault(exchange).map_or_else(|| Cause::certain(&FORBIDDEN), Cause::likely),
        422 => Cause::likely(&OUTSIDE_COVERAGE),
        _ => by_status(status),
    }
}

fn by_status(status: u16) -> Cause {
    Cause::certain(match status {
        400 => &BAD_REQUEST,
        401 => &RESTRICTED,
        403 => &FORBIDDEN,
        404 => &NOT_FOUND,
        405 => &METHOD_NOT_ALLOWED,
        422 => &UNPROCESSABLE,
        429 => &RATE_LIMITED,
        499 => &CLIENT_CLOSED_REQUEST,
        500 => &SERVER_ERROR,
        502 => &BACKEND_UNREACHABLE,
        503 => &SERVICE_UNAVAILABLE,
        504 => &BACKEND_TIMEOUT,
        _ => &UNEXPECTED_STATUS,
    })
}

/// Whether a 429 may be about the identity: the User-Agent says nothing of its sender, and the answer nothing of rates.
pub(crate) fn doubts_identity(exchange: &Exchange) -> bool {
    let Some(fields) = exchange.fields() else { return false };
    let rate = fields.contains("retry-after")
        || fields.get_str("x-errorclass").and_then(error_class).is_some_and(|class| class.name == "Ratelimitation");
    !rate && identity_at_fault(exchange).is_some()
}

/// What the control requests say of the cause: the one that succeeded changed what is at fault; when all were
/// refused, it is neither.
pub(crate) fn after_controls(cause: Cause, evidence: &Evidence) -> Cause {
    let answered = |exchange: &Exchange| exchange.status().is_some_and(|status| (200..300).contains(&status));
    if let Some((change, _)) = evidence.controls().find(|(_, exchange)| answered(exchange)) {
        let rule = match change {
            Change::Identity => evidence.answer().and_then(identity_at_fault).unwrap_or(&BLOCKED_USER_AGENT),
            Change::Coordinates => &COORDINATE_PRECISION,
            // Only a success is asked about with another date.
            Change::OlderDate => cause.rule,
        };
        return Cause { rule, certainty: Certainty::Certain, ..cause };
    }
    let refused = |wanted: Change| {
        evidence.controls().any(|(change, exchange)| change == wanted && exchange.status() == Some(403))
    };
    if refused(Change::Identity) {
        return Cause { rule: &BLOCKED_CLIENT, certainty: Certainty::Likely, ..cause };
    }
    if refused(Change::Coordinates) && cause.rule == &COORDINATE_PRECISION {
        return Cause { rule: &FORBIDDEN, certainty: Certainty::Certain, ..cause };
    }
    cause
}

/// What was wrong with the request already, where that explains a refusal that names no cause.
pub(crate) fn after_lints(cause: Cause, lints: &[Lint], ended: bool) -> Cause {
    let found = |rules: &[&'static Rule]| lints.iter().map(|lint| lint.rule).find(|rule| rules.contains(rule));
    let formal = [&MISSING_PARAMETER, &NUMBER_FORMAT, &COORDINATE_RANGE, &RENAMED_PARAMETER, &SEMICOLON_SEPARATOR];
    let is = |rule: &Rule| cause.rule == rule;
    let explaining = if is(&BAD_REQUEST) {
        found(&formal).or_else(|| found(&[&MISSING_ENDPOINT, &COORDINATE_PRECISION]))
    } else if is(&INVALID_PARAMETER) {
        found(&[&NUMBER_FORMAT, &COORDINATE_RANGE, &RENAMED_PARAMETER])
    } else if is(&NOT_FOUND) {
        if ended { Some(&VERSION_ENDED) } else { found(&[&MISSING_ENDPOINT, &VERSION_PLACEHOLDER]) }
    } else if is(&FORBIDDEN) && cause.class.is_none() {
        // The terms announce 403 for more decimals, and nothing else is known to be wrong.
        found(&[&COORDINATE_PRECISION])
    } else if is(&OUTSIDE_COVERAGE) && cause.class.is_none() {
        found(&[&COORDINATE_RANGE])
    } else {
        None
    };
    match explaining {
        Some(rule) => Cause { rule, certainty: Certainty::Likely, ..cause },
        None => cause,
    }
}

/// What reports that a User-Agent says nothing of its sender.
pub(crate) fn of_identity(grade: &Grade) -> Option<&'static Rule> {
    match grade {
        Grade::Missing => Some(&USER_AGENT_MISSING),
        Grade::Generic(_) => Some(&USER_AGENT_GENERIC),
        Grade::Browser => Some(&USER_AGENT_BROWSER),
        Grade::Placeholder(_) => Some(&USER_AGENT_PLACEHOLDER),
        Grade::Named => None,
    }
}

/// What is wrong with the User-Agent that was sent, where something is and it is known.
fn identity_at_fault(exchange: &Exchange) -> Option<&'static Rule> {
    let grade = exchange.request.as_ref().and_then(|request| identity::at_fault(&request.fields))?;
    of_identity(&grade)
}
