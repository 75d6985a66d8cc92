//! How long a version will live: one conclusion from the status, the headers, the changelog and the product table.

use crate::diagnosis::severity::Certainty;
use crate::evidence::{BodyCut, Evidence, Exchange};
use crate::http::lifecycle::deprecation::{Deprecation, DeprecationState, deprecation};
use crate::http::lifecycle::link::{Link, links};
use crate::http::lifecycle::sunset::{Sunset, sunset};
use crate::http::time::date::Timestamp;
use crate::met::changelog::{self, Kind, Notice};
use crate::met::hosts::Service;
use crate::met::products::{self, Version};
use crate::text::escape::escape;
use crate::text::size::format_size;

/// The lifecycle stage of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LifecycleStage {
    /// Nothing announces an end.
    None,
    /// Not yet for production.
    Beta,
    /// To be left, without a known date.
    Deprecated,
    /// To be left, with a known date.
    Ending,
    /// Gone.
    Ended,
    /// No source says.
    Unknown,
}

impl LifecycleStage {
    /// The name in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Beta => "beta",
            Self::Deprecated => "deprecated",
            Self::Ending => "ending",
            Self::Ended => "ended",
            Self::Unknown => "unknown",
        }
    }
}

/// Where a date of an end comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LifecycleSource {
    /// The field Sunset of the answer (RFC 8594).
    Sunset,
    /// The changelog of the product.
    Changelog,
    /// The table in this program.
    Table,
    /// What an earlier run learned from MET's changelog.
    Learned,
}

impl LifecycleSource {
    /// Whether it is what is known without asking, which a server that answers may overtake.
    pub(crate) fn is_known_before(self) -> bool {
        matches!(self, Self::Table | Self::Learned)
    }
}

impl LifecycleSource {
    /// The name in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sunset => "Sunset field",
            Self::Changelog => "changelog",
            Self::Table => "product table",
            Self::Learned => "changelog, learned",
        }
    }
}

/// A day on which a version ends, by one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// The moment; a day without a time is its start in UTC.
    pub at: Timestamp,
    /// Who says so.
    pub source: LifecycleSource,
    /// How sure it is.
    pub certainty: Certainty,
    /// The words that say so, escaped.
    pub words: String,
    /// Where they stand.
    pub reference: String,
    /// When they were written, where that is known.
    pub announced: Option<Timestamp>,
}

/// What is known of a version's life.
#[derive(Clone, Debug)]
pub struct Lifecycle {
    /// The stage that it is in.
    pub state: LifecycleStage,
    /// How sure the state is.
    pub certainty: Certainty,
    /// The day of its end that counts: the most cautious of those that are believed.
    pub end: Option<End>,
    /// The days of its end by every source.
    pub ends: Vec<End>,
    /// What the changelog says of it, newest first.
    pub notices: Vec<Notice>,
    /// What takes its place.
    pub successor: Option<String>,
    /// The field Deprecation, where there is one.
    pub deprecation: Option<Deprecation>,
    /// The field Sunset, where there is one.
    pub sunset: Option<Sunset>,
    /// The links to what is to be known of it.
    pub links: Vec<Link>,
    /// Why the changelog could not be read, where it could not.
    pub unread: Option<String>,
}

/// What the changelog says of the version that was asked: read once, for the cause and for the life of the version.
#[derive(Clone, Debug, Default)]
pub(crate) struct Announced {
    notices: Vec<Notice>,
    unread: Option<String>,
}

impl Announced {
    /// What the evidence holds of the changelog.
    pub(crate) fn of(evidence: &Evidence) -> Self {
        let answer = evidence.answer();
        let (notices, unread) =
            evidence.changelog().map(|exchange| changelog_notices(exchange, answer)).unwrap_or_default();
        Self { notices, unread }
    }

    /// Whether it names a day of the end that has come.
    pub(crate) fn is_over(&self, now: Timestamp) -> bool {
        changelog::end(&self.notices).and_then(|notice| notice.day).is_some_and(|day| day <= now)
    }
}

impl Lifecycle {
    /// What the evidence and the changelog say about the version that answered, at the time `now`. Whether it is gone
    /// is for the cause of the answer to say.
    pub(crate) fn of(
        evidence: &Evidence,
        announced: Announced,
        service: Service,
        version: Option<&'static Version>,
        ended: bool,
        now: Timestamp,
    ) -> Self {
        let answer = evidence.answer();
        let fields = answer.and_then(Exchange::fields);
        let Announced { notices, unread } = announced;
        let mut life = Self {
            state: LifecycleStage::Unknown,
            certainty: Certainty::Certain,
            end: None,
            ends: Vec::new(),
            deprecation: fields.and_then(|fields| deprecation(fields, now)),
            sunset: fields.and_then(|fields| sunset(fields, now)),
            links: fields
                .zip(answer.and_then(Exchange::url))
                .map(|(fields, url)| announcing(links(fields, url)))
                .unwrap_or_default(),
            successor: None,
            notices,
            unread,
        };
        let answered = answer.and_then(Exchange::status).is_some_and(|status| (200..300).contains(&status));
        life.ends = life.all_ends(version, answered, now);
        // A day of the table that has passed while the version answers has slipped: another source knows better.
        let slipped = |end: &&End| end.source.is_known_before() && answered && end.at <= now;
        let believed = life.ends.iter().filter(|end| !slipped(end)).min_by_key(|end| end.at);
        life.end = believed.or(life.ends.first()).cloned();
        (life.state, life.certainty) = life.standing(answer, service, version, ended, now);
        life.successor = life.find_successor(version, now);
        life
    }

    /// Its stage for reports: an end that has passed is not an end ahead, even while the version still answers.
    pub fn state_at(&self, now: Timestamp) -> LifecycleStage {
        match (self.state, &self.end) {
            (LifecycleStage::Ending, Some(end)) if end.at <= now => LifecycleStage::Ended,
            (state, _) => state,
        }
    }

    /// Whole days until the end, rounded down; negative afterwards.
    pub fn days_left(&self, now: Timestamp) -> Option<i64> {
        self.end.as_ref().map(|end| end.at.seconds_since(now).div_euclid(86_400))
    }

    /// Whether the fields that announce the end follow their RFCs; none where there are none.
    pub fn conformant(&self) -> Option<bool> {
        let deprecation = self.deprecation.as_ref().map(|field| field.conformant);
        let sunset = self.sunset.as_ref().map(|field| field.conformant);
        match (deprecation, sunset) {
            (None, None) => None,
            (a, b) => Some(a.unwrap_or(true) && b.unwrap_or(true)),
        }
    }

    /// Whether sources name different days.
    pub fn disagrees(&self) -> bool {
        self.ends.iter().any(|end| Some(end.at.date()) != self.ends.first().map(|first| first.at.date()))
    }

    fn all_ends(&self, version: Option<&'static Version>, answered: bool, now: Timestamp) -> Vec<End> {
        let header = self.sunset.as_ref().and_then(|field| field.at).map(|at| End {
            at,
            source: LifecycleSource::Sunset,
            certainty: Certainty::Certain,
            words: format!("Sunset: {at}"),
            reference: "RFC 8594".to_owned(),
            announced: None,
        });
        let notice = changelog::end(&self.notices).and_then(|notice| {
            Some(End {
                at: notice.day?,
                source: LifecycleSource::Changelog,
                certainty: match notice.is_alone && !notice.year_inferred {
                    true => Certainty::Certain,
                    false => Certainty::Likely,
                },
                words: escape(&notice.sentence),
                reference: notice.link.as_ref().map_or_else(|| CHANGELOG.to_owned(), |link| link.clipped(200)),
                announced: notice.written,
            })
        });
        // What was learned is an older reading of the same changelog.
        let known = version.filter(|version| version.learned.is_none() || notice.is_none());
        let table = known.and_then(|version| {
            let day = version.ended?;
            // What answers has not ended: where the table says so, it is old, and its day says nothing.
            let at =
                day.starts().filter(|at| *at > now || !answered || version.state != products::VersionStatus::Ended)?;
            let (source, words) = match version.learned {
                Some(learned) => (LifecycleSource::Learned, escape(learned.sentence)),
                None => (LifecycleSource::Table, format!("{}/{}: end {}", version.product, version.version, day.text)),
            };
            Some(End {
                at,
                source,
                certainty: Certainty::Likely,
                words,
                reference: version.source.to_owned(),
                announced: version.learned.and_then(|learned| Timestamp::parse_rfc3339(learned.written)),
            })
        });
        [header, notice, table].into_iter().flatten().collect()
    }

    fn standing(
        &self,
        answer: Option<&Exchange>,
        service: Service,
        version: Option<&'static Version>,
        ended: bool,
        now: Timestamp,
    ) -> (LifecycleStage, Certainty) {
        let status = answer.and_then(Exchange::status);
        if ended || (status.is_none() && version.is_some_and(|version| version.is_over(now))) {
            let certainty = if status.is_some() { Certainty::Certain } else { Certainty::Likely };
            return (LifecycleStage::Ended, certainty);
        }
        if !status.is_some_and(|status| (200..300).contains(&status)) && status.is_some() {
            return (LifecycleStage::Unknown, Certainty::Certain);
        }
        if let Some(end) = &self.end {
            return (LifecycleStage::Ending, end.certainty);
        }
        let announced = [DeprecationState::Deprecated, DeprecationState::WillBeDeprecated];
        if self.deprecation.as_ref().is_some_and(|field| announced.contains(&field.state)) {
            return (LifecycleStage::Deprecated, Certainty::Certain);
        }
        if let Some(kind) = self.newest_kind() {
            return kind;
        }
        match version.map(|version| version.state) {
            Some(products::VersionStatus::Beta) => (LifecycleStage::Beta, Certainty::Likely),
            Some(products::VersionStatus::Deprecated) => (LifecycleStage::Deprecated, Certainty::Likely),
            _ if status == Some(203) && service == Service::Met => by_order(answer),
            _ if status.is_none() => (LifecycleStage::Unknown, Certainty::Certain),
            _ if self.is_unreadable() => (LifecycleStage::Unknown, Certainty::Certain),
            _ => (LifecycleStage::None, Certainty::Certain),
        }
    }

    /// Whether a field announces something that cannot be read.
    fn is_unreadable(&self) -> bool {
        self.deprecation.as_ref().is_some_and(|field| field.state == DeprecationState::Unknown)
            || self.sunset.as_ref().is_some_and(|field| field.at.is_none())
    }

    /// What the newest notice makes of the version, where one makes something of it.
    fn newest_kind(&self) -> Option<(LifecycleStage, Certainty)> {
        let notice = self.notices.first()?;
        match notice.kind {
            Kind::End | Kind::Deprecated => Some((LifecycleStage::Deprecated, Certainty::Certain)),
            Kind::Beta => Some((LifecycleStage::Beta, Certainty::Certain)),
            Kind::OutOfBeta | Kind::Kept => None,
        }
    }

    fn find_successor(&self, version: Option<&'static Version>, now: Timestamp) -> Option<String> {
        let link = self.links.iter().find(|link| ["successor-version", "latest-version"].contains(&link.rel.as_str()));
        let told = self.notices.iter().find_map(|notice| notice.successor.clone());
        let known = || version.and_then(|version| products::last_successor(version, now)).map(str::to_owned);
        link.map(|link| escape(&link.target)).or_else(|| told.map(|told| escape(&told))).or_else(known)
    }
}

const CHANGELOG: &str = "https://api.met.no/changelog";

/// What the changelog says of the version that was asked, or why it could not be read.
fn changelog_notices(exchange: &Exchange, answer: Option<&Exchange>) -> (Vec<Notice>, Option<String>) {
    let asked = answer.and_then(Exchange::url).and_then(crate::met::product_request::ProductRequest::of);
    let response = match (&exchange.failure, &exchange.response) {
        (Some(failure), _) => return (Vec::new(), Some(failure.detail.clipped(120))),
        (None, Some(response)) if response.head.status == 200 => response,
        (None, Some(response)) => return (Vec::new(), Some(format!("the server returned {}", response.head.status))),
        (None, None) => return (Vec::new(), Some("there was no response".to_owned())),
    };
    if let Some(BodyCut::Wire(limit) | BodyCut::Decoded(limit)) = response.body.cut {
        return (Vec::new(), Some(format!("it is larger than {}, the limit", format_size(limit))));
    }
    match changelog::parse(&response.body.bytes) {
        Err(error) => (Vec::new(), Some(error.to_string())),
        Ok(entries) => match asked {
            Some(asked) => (changelog::notices(&entries, &asked.product, &asked.version), None),
            None => (Vec::new(), None),
        },
    }
}

/// The links that name an end or what comes after it, and that are about this resource.
fn announcing(links: Vec<Link>) -> Vec<Link> {
    let relations = ["deprecation", "sunset", "successor-version", "latest-version"];
    links.into_iter().filter(|link| !link.anchor_elsewhere && relations.contains(&link.rel.as_str())).collect()
}

/// Beta or deprecated by the order of the versions: what is newer than the current one is in beta, what is older is
/// deprecated. That is how MET lists them, and no promise.
fn by_order(answer: Option<&Exchange>) -> (LifecycleStage, Certainty) {
    let asked = answer.and_then(Exchange::url).and_then(crate::met::product_request::ProductRequest::of);
    let Some(asked) = asked else { return (LifecycleStage::Unknown, Certainty::Certain) };
    let current = products::versions(&asked.product).filter(|row| row.state == products::VersionStatus::Current).last();
    match current.and_then(|current| products::number(current.version)).zip(products::number(&asked.version)) {
        Some((current, own)) if own > current => (LifecycleStage::Beta, Certainty::Likely),
        Some((current, own)) if own < current => (LifecycleStage::Deprecated, Certainty::Likely),
        _ => (LifecycleStage::Unknown, Certainty::Certain),
    }
}
