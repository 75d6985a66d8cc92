//! The signals, read once from the evidence.

use super::signals::{
    CauseSignals, Class, ControlOutcome, Fault, Fit, HostKind, Lints, Path, RequestMethod, Responder, Tried,
    UserAgentQuality,
};
use super::words;
use crate::diagnosis::catalogue::hosts::{RETIRED_HOST, WRONG_HOST};
use crate::diagnosis::severity::Severity;
use crate::diagnosis::{hosts, lints};
use crate::evidence::shown::Sent;
use crate::evidence::{ControlVariant, Evidence, Exchange, Request};
use crate::http::intermediary::Intermediary;
use crate::http::status;
use crate::http::syntax::message::Fields;
use crate::http::uri::target::Url;
use crate::met::error_class::error_class;
use crate::met::hosts::Service;
use crate::met::identity::{self, Grade};
use crate::met::product_request::ProductRequest;
use crate::met::products;

/// What is known of a target beside its answer, for the signals.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known<'a> {
    /// Whose rules apply to the answer.
    pub service: Service,
    /// The faults of the URL.
    pub lints: &'a [lints::Lint],
    /// Whether the version has ended, by the table or by the changelog.
    pub ended: bool,
    /// What answered in place of the server, where the answer shows it.
    pub intermediary: Option<&'a Intermediary>,
}

impl CauseSignals {
    /// The signals of an answer; none where there is no response. `text` is that of its body.
    pub(crate) fn of(answer: &Exchange, evidence: &Evidence, known: Known<'_>, text: &str) -> Option<Self> {
        let head = &answer.response.as_ref()?.head;
        let status = head.status;
        let url = answer.url();
        // Under another name of its host the API answers as it does under its own.
        let is_renamed =
            || url.and_then(hosts::advice).is_some_and(|advice| advice.is_moved && advice.rule == &WRONG_HOST);
        let is_met = known.service == Service::Met || is_renamed();
        let mut lints: Lints = known.lints.iter().filter_map(|lint| Fault::of(lint.rule)).collect();
        if url.is_some_and(lints::are_exchanged) {
            lints = lints.with(Fault::Exchanged);
        }
        Some(Self {
            status,
            fit: fit(answer, status),
            host: host(known.service, url),
            responder: responder(&head.fields, known.intermediary),
            class: is_met.then(|| Class::of(&head.fields)).flatten(),
            says: is_met.then(|| words::says(text, answer.request.as_ref())).flatten(),
            lints: if is_met { lints } else { Lints::default() },
            agent: if is_met { agent(answer) } else { UserAgentQuality::NotShown },
            path: if is_met { path(url, known.ended) } else { Path::NotShown },
            method: method(answer.request.as_ref()),
            rate: head.fields.contains("retry-after"),
            tried: Tried::of(evidence, status),
        })
    }
}

impl Tried {
    fn of(evidence: &Evidence, status: u16) -> Self {
        let outcome = |wanted: ControlVariant| {
            let control = evidence.controls().find(|(change, _)| *change == wanted);
            match control.and_then(|(_, exchange)| exchange.status()) {
                Some(200..=299) => ControlOutcome::Answered,
                Some(refused) if refused == status => ControlOutcome::Refused,
                _ => ControlOutcome::None,
            }
        };
        Self {
            identity: outcome(ControlVariant::Identity),
            coordinates: outcome(ControlVariant::Coordinates),
            both: outcome(ControlVariant::IdentityAndCoordinates),
        }
    }
}

impl Class {
    /// The class of a response: none where there is none, where it is unknown, and where several disagree.
    fn of(fields: &Fields) -> Option<Self> {
        let mut found = None;
        for value in fields.all("x-errorclass").filter_map(|value| value.as_str()) {
            for name in value.split(',').map(str::trim).filter(|name| !name.is_empty()) {
                let class = Self::named(error_class(name)?.name)?;
                if *found.get_or_insert(class) != class {
                    return None;
                }
            }
        }
        found
    }
}

fn fit(answer: &Exchange, status: u16) -> Fit {
    let fits = match status {
        101 => may_have_sent(answer, "upgrade"),
        304 => may_have_sent(answer, "if-modified-since") || may_have_sent(answer, "if-none-match"),
        206 => may_have_sent(answer, "range"),
        _ => matches!(status::StatusClass::of(status), Some(class) if class != status::StatusClass::Informational),
    };
    if fits { Fit::Fits } else { Fit::NotAsked }
}

/// Whether a field was sent, or the capture does not show it.
fn may_have_sent(answer: &Exchange, name: &str) -> bool {
    answer.request.as_ref().is_none_or(|request| request.sent(name) != Sent::Not)
}

fn host(service: Service, url: Option<&Url>) -> HostKind {
    match url.and_then(hosts::advice) {
        Some(advice) if advice.rule == &RETIRED_HOST => HostKind::Retired,
        Some(advice) if advice.severity != Severity::Info => HostKind::Wrong,
        _ => match service {
            Service::Met => HostKind::Met,
            Service::Frost => HostKind::Frost,
            Service::Other => HostKind::Other,
        },
    }
}

/// Who wrote the response; what the service alone sends counts more than what something on the way may have left.
fn responder(fields: &Fields, intermediary: Option<&Intermediary>) -> Responder {
    match intermediary {
        _ if fields.contains("x-errorclass") || fields.contains("x-backend-host") => Responder::Service,
        Some(found) if found.sure => Responder::Intermediary,
        Some(_) => Responder::Doubtful,
        None => Responder::NotShown,
    }
}

/// How well a request says who sent it.
fn agent(answer: &Exchange) -> UserAgentQuality {
    // A capture that does not show the field does not show that there was none.
    let Some(request) = answer.request.as_ref().filter(|request| !request.sent("user-agent").is_unknown()) else {
        return UserAgentQuality::NotShown;
    };
    match identity::at_fault(&request.fields) {
        Some(Grade::Missing) => UserAgentQuality::Missing,
        Some(Grade::Generic(_)) => UserAgentQuality::Generic,
        Some(Grade::Browser) => UserAgentQuality::Browser,
        Some(Grade::Placeholder(_)) => UserAgentQuality::Placeholder,
        Some(Grade::Named) | None => named(request.fields.get_str("user-agent")),
    }
}

/// A request whose User-Agent names an application, or that says which site it is from.
fn named(value: Option<&str>) -> UserAgentQuality {
    match (identity::grade(value), value) {
        (Grade::Named, Some(value)) if identity::has_contact(&value.to_ascii_lowercase()) => UserAgentQuality::Named,
        (Grade::Named, _) => UserAgentQuality::Nameless,
        _ => UserAgentQuality::Site,
    }
}

fn path(url: Option<&Url>, ended: bool) -> Path {
    let Some(url) = url else { return Path::NotShown };
    let Some(asked) = ProductRequest::of(url).filter(|asked| !asked.version.is_empty()) else { return Path::NoProduct };
    let is_known = products::versions(&asked.product).next().is_some();
    match products::version(&asked.product, &asked.version) {
        _ if ended => Path::Ended,
        Some(_) => Path::Known,
        None if asked.version == "_" && is_known => Path::Known,
        None if is_known => Path::UnknownVersion,
        None => Path::UnknownProduct,
    }
}

fn method(request: Option<&Request>) -> RequestMethod {
    match request {
        None => RequestMethod::NotShown,
        Some(request) if ["get", "head"].iter().any(|name| request.method.eq_ignore_case(name)) => RequestMethod::Get,
        Some(_) => RequestMethod::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::intermediary;

    #[test]
    fn class_is_read_whatever_its_form() {
        for (values, expected) in [
            (&["Nodata"][..], Some(Class::Nodata)),
            (&["  nodata "], Some(Class::Nodata)),
            (&["NODATA", "Nodata"], Some(Class::Nodata)),
            (&["Nodata, nodata"], Some(Class::Nodata)),
            (&["Nodata", "Internal"], None),
            (&["Teapot"], None),
            (&[""], None),
            (&[], None),
        ] {
            let fields: Fields = values.iter().map(|value| ("X-ErrorClass", *value)).collect();
            assert_eq!(Class::of(&fields), expected, "{values:?}");
        }
        let long: Fields = [("X-ErrorClass", "x".repeat(10_000).as_str())].into_iter().collect();
        assert_eq!(Class::of(&long), None);
    }

    #[test]
    fn responder_is_an_intermediary_only_by_its_own_words() {
        let told = |lines: &[(&str, &str)]| {
            let fields: Fields = lines.iter().copied().collect();
            responder(&fields, intermediary::of(&fields, "", true).as_ref())
        };
        assert_eq!(told(&[("Server", "squid/5.7"), ("X-Squid-Error", "ERR_ACCESS_DENIED 0")]), Responder::Intermediary);
        assert_eq!(told(&[("Server", "Werkzeug/3.0")]), Responder::Doubtful);
        // A proxy that passed on what MET answered.
        let passed = [("Server", "nginx/1.18.0 (Ubuntu)"), ("Via", "1.1 proxy (squid/5.7)")];
        assert_eq!(told(&passed), Responder::NotShown);
        assert_eq!(told(&[("X-ErrorClass", "Nodata"), ("Server", "squid")]), Responder::Service);
    }
}
