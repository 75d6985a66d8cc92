//! Everything that bears on the cause of a refusal, read once from the evidence into closed sets.
//!
//! What is not shown has a value of its own, so that nothing is accused on it. That the sets are closed lets a test
//! enumerate every combination.

use crate::cause::words::{self, Says};
use crate::evidence::{Change, Evidence, Exchange, Request};
use crate::http::address::is_public;
use crate::http::message::Fields;
use crate::http::status;
use crate::http::target::Url;
use crate::met::asked::Asked;
use crate::met::error_class::{ERROR_CLASSES, ErrorClass, error_class};
use crate::met::hosts::{self, Service};
use crate::met::identity::{self, Grade};
use crate::met::lint;
use crate::met::products;

/// The signals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signals {
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
pub enum Fit {
    /// It does, as far as is shown.
    Fits,
    /// It answers a condition or a range that the request did not have, or it is none of HTTP's final statuses.
    NotAsked,
}

/// What is known of the host that was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
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
pub enum Responder {
    /// Nothing shows it.
    NotShown,
    /// The service itself, by fields that only it sends.
    Service,
    /// A proxy, a firewall or another intermediary, by its own fields.
    Intermediary,
}

/// How well a request says who sent it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agent {
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

/// What the path of the URL names, by the table of products.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Path {
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
pub enum Method {
    /// The request is not shown.
    NotShown,
    /// GET or HEAD.
    Get,
    /// Any other.
    Other,
}

/// A fault of the URL that can be the cause of a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
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
    pub const ALL: [Self; 9] = [
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

    /// The fault that a finding of this id reports.
    pub fn of_lint(id: &str) -> Option<Self> {
        Some(match id {
            "semicolon-separator" => Self::Semicolon,
            "coordinate-precision" => Self::Precision,
            "coordinate-range" => Self::Range,
            "number-format" => Self::NumberFormat,
            "renamed-parameter" => Self::Renamed,
            "missing-parameter" => Self::MissingParameter,
            "missing-endpoint" => Self::MissingEndpoint,
            "version-placeholder" => Self::PlaceholderVersion,
            "coordinates-exchanged" => Self::Exchanged,
            _ => return None,
        })
    }
}

/// A set of faults of a URL.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lints(u16);

impl Lints {
    /// The same with one more.
    #[must_use]
    pub fn with(self, fault: Fault) -> Self {
        Self(self.0 | 1 << fault as u16)
    }

    /// Whether a fault is among them.
    pub fn has(self, fault: Fault) -> bool {
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
pub enum Outcome {
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
pub struct Tried {
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
    pub fn is_answered(self) -> bool {
        [self.identity, self.coordinates, self.both].contains(&Outcome::Answered)
    }
}

macro_rules! classes {
    ($($class:ident),*) => {
        /// A value of X-ErrorClass that is known.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the table of error classes says what each one means")]
        pub enum Class { $($class),* }

        impl Class {
            /// Every class, in the order of the table.
            pub const ALL: [Self; ERROR_CLASSES_KNOWN] = [$(Self::$class),*];
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
    pub fn entry(self) -> &'static ErrorClass {
        // A test holds that every class has its row at its own place.
        &ERROR_CLASSES[self as usize]
    }

    /// Whether the class comes with a status, as far as is known.
    pub fn comes_with(self, status: u16) -> bool {
        self.entry().statuses.contains(&status)
    }
}

/// What is known of a target beside its answer, for the signals.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Whose rules apply to the answer.
    pub service: Service,
    /// The faults of the URL.
    pub lints: &'a [lint::Lint],
    /// Whether the version has ended, by the table or by the changelog.
    pub ended: bool,
}

impl Signals {
    /// The signals of an answer; none where there is no response. `text` is that of its body.
    pub fn of(answer: &Exchange, evidence: &Evidence, known: Known<'_>, text: &str) -> Option<Self> {
        let head = &answer.response.as_ref()?.head;
        let status = head.status;
        let is_met = known.service == Service::Met;
        let url = answer.url();
        let mut lints: Lints = known.lints.iter().filter_map(|lint| Fault::of_lint(lint.id)).collect();
        if url.is_some_and(lint::are_exchanged) {
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

    /// A status of the Weather API of which nothing else is shown.
    pub fn bare(status: u16, host: Host) -> Self {
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
    pub fn is_success(self) -> bool {
        self.fit == Fit::Fits && self.status < 400
    }

    /// Whether the class is one that does not come with this status.
    pub fn class_contradicts(self) -> bool {
        self.class.is_some_and(|class| !class.comes_with(self.status))
    }
}

fn fit(answer: &Exchange, status: u16) -> Fit {
    let fits = match status {
        304 => may_have_sent(answer, "if-modified-since") || may_have_sent(answer, "if-none-match"),
        206 => may_have_sent(answer, "range"),
        _ => matches!(status::Class::of(status), Some(class) if class != status::Class::Informational),
    };
    if fits { Fit::Fits } else { Fit::NotAsked }
}

/// Whether a field was sent, or the capture cannot tell.
fn may_have_sent(answer: &Exchange, name: &str) -> bool {
    answer.request.as_ref().is_none_or(|request| request.fields.contains(name))
}

fn host(service: Service, url: Option<&Url>) -> Host {
    match url.and_then(hosts::advice) {
        Some(advice) if advice.id == "retired-host" => Host::Retired,
        Some(advice) if advice.severity != crate::finding::Severity::Info => Host::Wrong,
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
pub(super) fn agent(answer: &Exchange) -> Agent {
    // A capture that shows no field at all does not show that there was none.
    let Some(request) = answer.request.as_ref().filter(|request| !request.fields.is_empty()) else {
        return Agent::NotShown;
    };
    if says_where_it_is_from(&request.fields) {
        return Agent::Site;
    }
    let value = request.fields.get_str("user-agent");
    match identity::grade(value) {
        Grade::Missing => Agent::Missing,
        Grade::Generic(_) => Agent::Generic,
        Grade::Browser => Agent::Browser,
        Grade::Placeholder(_) => Agent::Placeholder,
        Grade::Named if identity::has_contact(&value.unwrap_or_default().to_ascii_lowercase()) => Agent::Named,
        Grade::Named => Agent::Nameless,
    }
}

/// Whether a browser's own request says which site it is from, which MET takes in place of a User-Agent.
/// <https://api.met.no/doc/TermsOfService>
fn says_where_it_is_from(fields: &Fields) -> bool {
    let site = fields.get_str("origin").or_else(|| fields.get_str("referer"));
    site.and_then(|site| Url::parse(site).ok()).is_some_and(|url| {
        url.ip().is_none_or(is_public) && url.host_without_dot() != "localhost" && url.host_without_dot().contains('.')
    })
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
