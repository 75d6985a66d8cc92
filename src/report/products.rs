//! The list of products, and the explanation of some of their versions.

use serde_json::json;

use super::paint::Paint;
use crate::http::time::date::Timestamp;
use crate::met::meanings::AS_OF;
use crate::met::products::{self, Version, VersionStatus};
use crate::text::escape::escape;

/// What is to be shown of the products.
#[derive(Debug)]
pub(crate) enum ProductSelection {
    /// All, as a list.
    All,
    /// One product with all its versions.
    Product(&'static str),
    /// One version.
    Version(&'static Version),
}

impl ProductSelection {
    fn versions(&self) -> Vec<&'static Version> {
        match self {
            Self::All => products::rows().iter().collect(),
            Self::Product(product) => products::versions(product).collect(),
            Self::Version(version) => vec![version],
        }
    }

    /// The versions to show, and how many are left out because they have ended: all of them where more is wanted, where
    /// one version was asked for, and where nothing else is left.
    pub(super) fn shown(&self, now: Timestamp, verbose: bool) -> (Vec<&'static Version>, usize) {
        let all = self.versions();
        let (ended, alive): (Vec<_>, Vec<_>) =
            all.iter().copied().partition(|version| version.state_at(now) == VersionStatus::Ended);
        let is_short = !verbose && !alive.is_empty() && !matches!(self, Self::Version(_));
        if is_short { (alive, ended.len()) } else { (all, 0) }
    }
}

/// The products for people. What has ended is shown where more is wanted.
pub(crate) fn human(chosen: &ProductSelection, now: Timestamp, paint: &Paint<'_>, verbose: bool) -> String {
    match chosen {
        ProductSelection::All => list(now, *paint, verbose),
        ProductSelection::Product(product) => card(product, now, *paint, verbose) + &age(now, *paint),
        ProductSelection::Version(version) => explained(version, now, *paint) + &age(now, *paint),
    }
}

/// A line on the age of the table, where it is old.
fn age(now: Timestamp, paint: Paint<'_>) -> String {
    products::age(now).map(|age| format!("\n{}", paint.paragraph(&format!("{age}."), 0))).unwrap_or_default()
}

fn list(now: Timestamp, paint: Paint<'_>, verbose: bool) -> String {
    let (ended, alive): (Vec<&Version>, Vec<&Version>) =
        products::rows().iter().partition(|version| version.state_at(now) == VersionStatus::Ended);
    let mut out = paint.list_heading(&format!("Products of MET Norway's Weather API, as of {}", products::as_of()));
    out.extend(alive.into_iter().map(|version| row(version, now, paint)));
    out.push('\n');
    out.extend(products::age(now).map(|age| paint.paragraph(&format!("{age}."), 0)));
    if verbose {
        out.push_str(&format!("{}\n", Paint::bold("Versions that have ended")));
        out.extend(ended.into_iter().map(|version| row(version, now, paint)));
    } else {
        let text = format!("{} versions have ended; metstatus products -v lists them too.", ended.len());
        out.push_str(&paint.paragraph(&text, 0));
    }
    out
}

fn row(version: &Version, now: Timestamp, paint: Paint<'_>) -> String {
    let state = version.state_at(now);
    let head = format!("{:<30} {}", version.name(), Paint::styled(Paint::life(state), state.as_str()));
    let remark = remark(version, now);
    // The state says already that it has ended.
    paint.row(&head, 42, remark.strip_prefix("ended ").unwrap_or(&remark))
}

/// One product: what lives in full, what has ended a line each where more is wanted.
pub(super) fn card(product: &'static str, now: Timestamp, paint: Paint<'_>, verbose: bool) -> String {
    let (ended, alive): (Vec<&Version>, Vec<&Version>) =
        products::versions(product).partition(|version| version.state_at(now) == VersionStatus::Ended);
    // Of a product without a living version the last ones are all there is to show.
    let verbose = verbose || alive.is_empty();
    let mut cards: Vec<String> = alive.into_iter().rev().map(|version| explained(version, now, paint)).collect();
    if verbose {
        cards.extend(ended.into_iter().rev().map(|version| explained(version, now, paint)));
    } else if !ended.is_empty() {
        let names: Vec<&str> = ended.iter().map(|version| version.version).collect();
        cards.push(paint.labelled("ended", &format!("{} (-v shows more)", names.join(", "))));
    }
    cards.join("\n")
}

/// A product in one line: its versions and how they are.
pub(super) fn in_short(product: &str) -> String {
    let versions: Vec<String> =
        products::versions(product).map(|version| format!("{} {}", version.version, version.state.as_str())).collect();
    versions.join(", ")
}

/// The end and the successor, in a few words.
pub(super) fn remark(version: &Version, now: Timestamp) -> String {
    let successor = version.successor.map(|successor| format!("-> {successor}"));
    [end(version, now), successor].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// A version in a few words, whatever the time.
pub(super) fn state_of(version: &Version) -> String {
    let end = version.ended.map(|day| format!(", end {}", day.text)).unwrap_or_default();
    let successor = version.successor.map(|successor| format!(", successor {successor}")).unwrap_or_default();
    format!("{} version{end}{successor}", version.state.as_str())
}

/// The end in the words of a check, where its day is known.
fn end(version: &Version, now: Timestamp) -> Option<String> {
    let words = version.end(now).filter(|_| version.ended.is_some())?;
    Some(words.strip_prefix("ended on ").map_or(words.clone(), |day| format!("ended {day}")))
}

/// One version in full.
pub(super) fn explained(version: &Version, now: Timestamp, paint: Paint<'_>) -> String {
    let state = version.state_at(now);
    let look = Paint::life(state).bold();
    let title = format!("{}  {}", Paint::bold(&version.name()), Paint::styled(look, state.as_str()));
    let mut out = paint.line_with_right(&title, &format!("as of {}", products::as_of()));
    for (label, text) in rows(version, now) {
        out.push_str(&paint.labelled(label, &text));
    }
    out.push_str(&paint.source("see", version.source));
    out
}

/// What is known of a version, each with its label.
pub(super) fn rows(version: &Version, now: Timestamp) -> Vec<(&'static str, String)> {
    let endpoints = products::endpoints(version.product, version.version);
    let endpoint = endpoints.first().copied().unwrap_or_default();
    let rows = [
        ("since", version.since.map(str::to_owned)),
        ("flagged", version.deprecated.map(|day| format!("deprecated since {day}"))),
        ("end", end(version, now)),
        ("successor", version.successor.map(str::to_owned)),
        ("endpoints", (!endpoints.is_empty()).then(|| endpoints.join(", "))),
        ("needs", needs(version, endpoint)),
        ("note", version.note.map(str::to_owned)),
        ("learned", version.learned.map(|learned| format!("\"{}\" ({})", escape(learned.sentence), learned.written))),
    ];
    rows.into_iter().filter_map(|(label, text)| Some((label, text?))).collect()
}

/// What a request to an endpoint has to name.
fn needs(version: &Version, endpoint: &str) -> Option<String> {
    let mandatory = products::mandatory(version.product, version.version, endpoint);
    let part = products::needs_endpoint(version.product, version.version).then_some("an endpoint");
    let names: Vec<&str> = part.into_iter().chain(mandatory.iter().copied()).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// The versions as JSON, those that have ended among them.
pub(crate) fn json(chosen: &ProductSelection, now: Timestamp) -> String {
    let values: Vec<_> = chosen
        .versions()
        .iter()
        .map(|version| {
            json!({
                "product": version.product, "version": version.version, "state": version.state_at(now).as_str(),
                "since": version.since, "deprecated": version.deprecated,
                "ended": version.ended.map(|day| day.text), "planned": version.ended.map(|day| day.planned),
                "successor": version.successor, "note": version.note, "source": version.source,
                "learned": version.learned.map(|learned| json!({
                    "sentence": escape(learned.sentence), "written": learned.written,
                })),
            })
        })
        .collect();
    let learned_at = products::learned_at().map(|at| at.to_string());
    let list =
        json!({ "schema": "metstatus-products/1", "as_of": AS_OF, "learned_at": learned_at, "versions": values });
    format!("{list}\n")
}
