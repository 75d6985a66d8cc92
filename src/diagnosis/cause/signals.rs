//! Everything that bears on the cause of a refusal, read once from the evidence into closed sets.
//!
//! What is not shown has a value of its own, so that nothing is accused on it. That the sets are closed lets a test
//! enumerate every combination.

use crate::diagnosis::catalogue::hosts::RETIRED_HOST;
use crate::diagnosis::catalogue::lints::{
    COORDINATE_PRECISION, COORDINATE_RANGE, COORDINATES_EXCHANGED, MISSING_ENDPOINT, MISSING_PARAMETER, NUMBER_FORMAT,
    RENAMED_PARAMETER, SEMICOLON_SEPARATOR, VERSION_PLACEHOLDER,
};
use crate::diagnosis::cause::words::{self, Says};
use crate::diagnosis::hosts;
use crate::diagnosis::lints;
use crate::diagnosis::rule::Rule;
use crate::diagnosis::severity::Severity;
use crate::evidence::shown::Sent;
use crate::evidence::{Change, Evidence, Exchange, Request};
use crate::http::status;
use crate::http::syntax::message::Fields;
use crate::http::uri::target::Url;
use crate::met::asked::Asked;
use crate::met::error_class::{ERROR_CLASSES, ErrorClass, error_class};
use crate::met::hosts::Service;
use crate::met::identity::{self, Grade};
use crate::met::products;

/// The signals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Signals {
    /// The status code.
    pub status: u16,
    /// Whether the status answers what was asked.
    pub fit: Fit,
    /// What is known of the host.
    pub host: Host,
    /// Who wrote the response.
    pub responder: Responder,
    /// The X-ErrorClass, where it is a known one.
    pub class: Option<Class>,
    /// What the words of the body say.
    pub says: Option<Says>,
    /// What is wrong with the URL by itself.
    pub lints: Lints,
    /// How well the request says who sent it.
    pub agent: Agent,
    /// What the path names.
    pub path: Path,
    /// The method.
    pub method: Method,
    /// Whether the response speaks of a rate: Retry-After.
    pub rate: bool,
    /// What the control requests brought.
    pub tried: Tried,
}

/// Whether the status answers what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fit {
    /// It does, as far as is shown.
    Fits,
    /// It answers a condition or a range that the request did not have, or it is none of HTTP's final statuses.
    NotAsked,
}

/// What is known of the host that was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Host {
    /// The Weather API.
    Met,
    /// The observations API.
    Frost,
    /// A host that was switched off.
    Retired,
    /// A host of MET's or Yr's that does not hold the data.
    Wrong,
    /// Any other.
    Other,
}

/// Who wrote the response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Responder {
    /// Nothing shows it.
    NotShown,
    /// The service itself, by fields that only it sends.
    Service,
    /// A proxy, a firewall or another intermediary, by its own fields.
    Intermediary,
}

/// How well a request says who sent it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Agent {
    /// The request, or its User-Agent, is not shown.
    NotShown,
    /// An application with a way to reach its makers.
    Named,
    /// An application, and no way to reach its makers.
    Nameless,
    /// None was sent.
    Missing,
    /// A library or tool alone.
    Generic,
    /// A browser's.
    Browser,
    /// A contact out of an example.
    Placeholder,
    /// A page in a browser that says which site it is from.
    Site,
}

impl Agent {
    /// Whether it says too little of its sender, or nothing.
    pub(crate) fn is_at_fault(self) -> bool {
        matches!(self, Self::Missing | Self::Generic | Self::Browser | Self::Placeholder)
    }
}

/// What the path of the URL names, by the table of products.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Path {
    /// The URL is not shown.
    NotShown,
    /// A page that is not below a version of a product.
    NoProduct,
    /// A product that is not in the table.
    UnknownProduct,
    /// A known product, in a version that is not in the table.
    UnknownVersion,
    /// A version that has ended, by the table or by the changelog.
    Ended,
    /// A version that answers, as far as is known.
    Known,
}

/// The method of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    /// The request is not shown.
    NotShown,
    /// GET or HEAD.
    Get,
    /// Any other.
    Other,
}

/// A fault of the URL that can be the cause of a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// `;` between parameters.
    Semicolon,
    /// More than four decimals.
    Precision,
    /// A coordinate outside the globe.
    Range,
    /// A number in a form that MET does not read.
    NumberFormat,
    /// A parameter that has another name in this version.
    Renamed,
    /// A parameter without which the product cannot answer.
    MissingParameter,
    /// No endpoint after the version.
    MissingEndpoint,
    /// `_` in place of the version.
    PlaceholderVersion,
    /// Coordinates that lie within the area of the product when exchanged, and outside of it as they are.
    Exchanged,
}

impl Fault {
    /// Every fault.
    pub(crate) const ALL: [Self; 9] = [
        Self::Semicolon,
        Self::Precision,
        Self::Range,
        Self::NumberFormat,
        Self::Renamed,
        Self::MissingParameter,
        Self::MissingEndpoint,
        Self::PlaceholderVersion,
        Self::Exchanged,
    ];

    /// The fault that a rule reports.
    pub(crate) fn of(rule: &Rule) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.rule() == rule)
    }

    /// What reports the fault.
    pub(crate) fn rule(self) -> &'static Rule {
        match self {
            Self::Semicolon => &SEMICOLON_SEPARATOR,
            Self::Precision => &COORDINATE_PRECISION,
            Self::Range => &COORDINATE_RANGE,
            Self::NumberFormat => &NUMBER_FORMAT,
            Self::Renamed => &RENAMED_PARAMETER,
            Self::MissingParameter => &MISSING_PARAMETER,
            Self::MissingEndpoint => &MISSING_ENDPOINT,
            Self::PlaceholderVersion => &VERSION_PLACEHOLDER,
            Self::Exchanged => &COORDINATES_EXCHANGED,
        }
    }
}

/// A set of faults of a URL.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lints(u16);

impl Lints {
    /// The same with one more.
    #[must_use]
    pub(crate) fn with(self, fault: Fault) -> Self {
        Self(self.0 | 1 << fault as u16)
    }

    /// Whether a fault is among them.
    pub(crate) fn has(self, fault: Fault) -> bool {
        self.0 & 1 << fault as u16 != 0
    }
}

impl FromIterator<Fault> for Lints {
    fn from_iter<I: IntoIterator<Item = Fault>>(faults: I) -> Self {
        faults.into_iter().fold(Self::default(), Self::with)
    }
}

/// What one control request brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It was not sent, or what came says nothing: a status of another kind, or no response.
    #[default]
    None,
    /// A success.
    Answered,
    /// The same refusal.
    Refused,
}

/// What the control requests brought, by what they changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tried {
    /// The User-Agent alone.
    pub identity: Outcome,
    /// The coordinates alone.
    pub coordinates: Outcome,
    /// Both.
    pub both: Outcome,
}

impl Tried {
    fn of(evidence: &Evidence, status: u16) -> Self {
        let outcome = |wanted: Change| {
            let control = evidence.controls().find(|(change, _)| *change == wanted);
            match control.and_then(|(_, exchange)| exchange.status()) {
                Some(200..=299) => Outcome::Answered,
                Some(refused) if refused == status => Outcome::Refused,
                _ => Outcome::None,
            }
        };
        Self {
            identity: outcome(Change::Identity),
            coordinates: outcome(Change::Coordinates),
            both: outcome(Change::IdentityAndCoordinates),
        }
    }

    /// Whether a control was answered.
    pub(crate) fn is_answered(self) -> bool {
        [self.identity, self.coordinates, self.both].contains(&Outcome::Answered)
    }
}

macro_rules! classes {
    ($($class:ident),*) => {
        /// A value of X-ErrorClass that is known.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the table of error classes says what each one means")]
        pub(crate) enum Class { $($class),* }

        impl Class {
            /// Every class, in the order of the table.
            pub(crate) const ALL: [Self; ERROR_CLASSES_KNOWN] = [$(Self::$class),*];
            const NAMES: [&'static str; ERROR_CLASSES_KNOWN] = [$(stringify!($class)),*];
        }
    };
}

const ERROR_CLASSES_KNOWN: usize = 16;

classes!(
    Doesnotapply,
    Encoding,
    Format,
    Parameter,
    Validation,
    Accesscontrol,
    Permissiondenied,
    IllegalUserAgent,
    Nodata,
    Outsidetimerange,
    Outsidegeographicarea,
    Ratelimitation,
    Internal,
    ErrorFromBackend,
    Unexpectedmissingdata,
    ServiceUnavailable
);

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

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().zip(Self::NAMES).find(|(_, known)| *known == name).map(|(class, _)| class)
    }

    /// What is known of the class.
    pub(crate) fn entry(self) -> &'static ErrorClass {
        // A test holds that every class has its row at its own place.
        &ERROR_CLASSES[self as usize]
    }

    /// Whether the class comes with a status, as far as is known.
    pub(crate) fn comes_with(self, status: u16) -> bool {
        self.entry().statuses.contains(&status)
    }
}

/// What is known of a target beside its answer, for the signals.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known<'a> {
    /// Whose rules apply to the answer.
    pub service: Service,
    /// The faults of the URL.
    pub lints: &'a [lints::Lint],
    /// Whether the version has ended, by the table or by the changelog.
    pub ended: bool,
}

impl Signals {
    /// The signals of an answer; none where there is no response. `text` is that of its body.
    pub(crate) fn of(answer: &Exchange, evidence: &Evidence, known: Known<'_>, text: &str) -> Option<Self> {
        let head = &answer.response.as_ref()?.head;
        let status = head.status;
        let is_met = known.service == Service::Met;
        let url = answer.url();
        let mut lints: Lints = known.lints.iter().filter_map(|lint| Fault::of(lint.rule)).collect();
        if url.is_some_and(lints::are_exchanged) {
            lints = lints.with(Fault::Exchanged);
        }
        Some(Self {
            status,
            fit: fit(answer, status),
            host: host(known.service, url),
            responder: responder(&head.fields, known.service),
            class: is_met.then(|| Class::of(&head.fields)).flatten(),
            says: is_met.then(|| words::says(text, answer.request.as_ref())).flatten(),
            lints: if is_met { lints } else { Lints::default() },
            agent: if is_met { agent(answer) } else { Agent::NotShown },
            path: if is_met { path(url, known.ended) } else { Path::NotShown },
            method: method(answer.request.as_ref()),
            rate: head.fields.contains("retry-after"),
            tried: Tried::of(evidence, status),
        })
    }

    /// A status of which nothing else is shown.
    #[cfg(test)]
    pub(crate) fn bare(status: u16, host: Host) -> Self {
        Self {
            status,
            fit: if (100..600).contains(&status) { Fit::Fits } else { Fit::NotAsked },
            host,
            responder: Responder::NotShown,
            class: None,
            says: None,
            lints: Lints::default(),
            agent: Agent::NotShown,
            path: Path::NotShown,
            method: Method::NotShown,
            rate: false,
            tried: Tried::default(),
        }
    }

    /// Whether it is a success or a redirect that answers what was asked, and so has no cause to look for.
    pub(crate) fn is_success(self) -> bool {
        self.fit == Fit::Fits && self.status < 400
    }

    /// Whether the class is one that does not come with this status.
    pub(crate) fn class_contradicts(self) -> bool {
        self.class.is_some_and(|class| !class.comes_with(self.status))
    }
}

fn fit(answer: &Exchange, status: u16) -> Fit {
    let fits = match status {
        101 => may_have_sent(answer, "upgrade"),
        304 => may_have_sent(answer, "if-modified-since") || may_have_sent(answer, "if-none-match"),
        206 => may_have_sent(answer, "range"),
        _ => matches!(status::Class::of(status), Some(class) if class != status::Class::Informational),
    };
    if fits { Fit::Fits } else { Fit::NotAsked }
}

/// Whether a field was sent, or the capture cannot tell.
fn may_have_sent(answer: &Exchange, name: &str) -> bool {
    answer.request.as_ref().is_none_or(|request| request.sent(name) != Sent::Not)
}

fn host(service: Service, url: Option<&Url>) -> Host {
    match url.and_then(hosts::advice) {
        Some(advice) if advice.rule == &RETIRED_HOST => Host::Retired,
        Some(advice) if advice.severity != Severity::Info => Host::Wrong,
        _ => match service {
            Service::Met => Host::Met,
            Service::Frost => Host::Frost,
            Service::Other => Host::Other,
        },
    }
}

/// Names by which products that stand between a client and any server call themselves in Server.
const PROXIES: [&str; 10] =
    ["squid", "zscaler", "bluecoat", "blue coat", "fortigate", "fortiweb", "mcafee", "websense", "sophos", "pfsense"];

/// The same for services that stand before other sites, and not before MET's.
const FRONTS: [&str; 6] = ["cloudflare", "akamaighost", "cloudfront", "awselb", "google frontend", "ddos-guard"];

fn responder(fields: &Fields, service: Service) -> Responder {
    let server = fields.get_str("server").unwrap_or_default().to_ascii_lowercase();
    let is_one_of = |names: &[&str]| names.iter().any(|name| server.starts_with(name));
    if fields.contains("x-errorclass") || fields.contains("x-backend-host") || server.starts_with("mojolicious") {
        return Responder::Service;
    }
    let front = service == Service::Met && (is_one_of(&FRONTS) || fields.contains("cf-mitigated"));
    if fields.contains("x-squid-error") || is_one_of(&PROXIES) || front {
        return Responder::Intermediary;
    }
    Responder::NotShown
}

/// How well a request says who sent it.
fn agent(answer: &Exchange) -> Agent {
    // A capture that shows no field at all does not show that there was none.
    // A capture that does not show the field does not show that there was none.
    let Some(request) = answer.request.as_ref().filter(|request| !request.sent("user-agent").is_unknown()) else {
        return Agent::NotShown;
    };
    match identity::at_fault(&request.fields) {
        Some(Grade::Missing) => Agent::Missing,
        Some(Grade::Generic(_)) => Agent::Generic,
        Some(Grade::Browser) => Agent::Browser,
        Some(Grade::Placeholder(_)) => Agent::Placeholder,
        Some(Grade::Named) | None => named(request.fields.get_str("user-agent")),
    }
}

/// A request whose User-Agent names an application, or that says which site it is from.
fn named(value: Option<&str>) -> Agent {
    match (identity::grade(value), value) {
        (Grade::Named, Some(value)) if identity::has_contact(&value.to_ascii_lowercase()) => Agent::Named,
        (Grade::Named, _) => Agent::Nameless,
        _ => Agent::Site,
    }
}

fn path(url: Option<&Url>, ended: bool) -> Path {
    let Some(url) = url else { return Path::NotShown };
    let Some(asked) = Asked::of(url).filter(|asked| !asked.version.is_empty()) else { return Path::NoProduct };
    let is_known = products::versions(&asked.product).next().is_some();
    match products::version(&asked.product, &asked.version) {
        _ if ended => Path::Ended,
        Some(_) => Path::Known,
        None if asked.version == "_" && is_known => Path::Known,
        None if is_known => Path::UnknownVersion,
        None => Path::UnknownProduct,
    }
}

fn method(request: Option<&Request>) -> Method {
    match request {
        None => Method::NotShown,
        Some(request) if ["get", "head"].iter().any(|name| request.method.eq_ignore_case(name)) => Method::Get,
        Some(_) => Method::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_is_known_by_its_row() {
        assert_eq!(ERROR_CLASSES.len(), Class::ALL.len());
        for (class, row) in Class::ALL.into_iter().zip(ERROR_CLASSES) {
            assert_eq!((Class::named(row.name), class.entry().name), (Some(class), row.name));
        }
    }

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
        let told = |lines: &[(&str, &str)], service| responder(&lines.iter().copied().collect(), service);
        let squid = [("Server", "squid/5.7"), ("X-Squid-Error", "ERR_ACCESS_DENIED 0")];
        assert_eq!(told(&squid, Service::Met), Responder::Intermediary);
        assert_eq!(told(&squid, Service::Other), Responder::Intermediary);
        assert_eq!(told(&[("Server", "cloudflare")], Service::Met), Responder::Intermediary);
        assert_eq!(told(&[("Server", "cloudflare")], Service::Other), Responder::NotShown);
        // A proxy that passed on what MET answered.
        let passed = [("Server", "nginx/1.18.0 (Ubuntu)"), ("Via", "1.1 proxy (squid/5.7)")];
        assert_eq!(told(&passed, Service::Met), Responder::NotShown);
        assert_eq!(told(&[("X-ErrorClass", "Nodata"), ("Server", "squid")], Service::Met), Responder::Service);
    }
}
