//! The list of products, and the explanation of some of their versions.

use serde_json::json;

use super::paint::Paint;
use crate::http::time::date::Timestamp;
use crate::met::meanings::{AS_OF, OLD, is_old};
use crate::met::products::Version;

/// The versions for people at a time: a list, or each in full.
pub(crate) fn human(versions: &[&'static Version], explain: bool, now: Timestamp, paint: &Paint) -> String {
    let old = is_old(now).then(|| paint.paragraph(OLD, 0));
    if explain {
        let explained = versions.iter().map(|version| explained(version, now, *paint));
        return explained.chain(old).collect::<Vec<_>>().join("\n");
    }
    let mut out = format!("{}\n", Paint::bold(&format!("Products of MET Norway's Weather API, as of {AS_OF}")));
    out.extend(old);
    for version in versions {
        let rest = remark(version, now);
        let head = format!("{:<30} {:<11}", version.name(), version.state_at(now).as_str());
        for (i, line) in paint.wrapped(&rest, 42).iter().enumerate() {
            let start = if i == 0 { head.as_str() } else { "" };
            out.push_str(format!("{start:<42}{line}").trim_end());
            out.push('\n');
        }
    }
    out
}

/// The end and the successor, in a few words.
fn remark(version: &Version, now: Timestamp) -> String {
    let successor = version.successor.map(|successor| format!("-> {successor}"));
    [end(version, now), successor].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The end in the words of a check, where its day is known.
fn end(version: &Version, now: Timestamp) -> Option<String> {
    let words = version.end(now).filter(|_| version.ended.is_some())?;
    Some(words.strip_prefix("ended on ").map_or(words.clone(), |day| format!("ended {day}")))
}

fn explained(version: &Version, now: Timestamp, paint: Paint) -> String {
    let name = version.name();
    let right = format!("{}, as of {AS_OF}", version.state_at(now).as_str());
    let mut out = paint.line_with_right(&Paint::bold(&name), name.len(), &right);
    let rows = [
        ("since", version.since.map(str::to_owned)),
        ("deprecated", version.deprecated.map(str::to_owned)),
        ("end", end(version, now)),
        ("successor", version.successor.map(str::to_owned)),
        ("note", version.note.map(str::to_owned)),
        ("see", Some(version.source.to_owned())),
    ];
    for (label, text) in rows {
        if let Some(text) = text {
            out.push_str(&match label {
                "see" => paint.source(label, &text),
                _ => paint.labelled(label, &text),
            });
        }
    }
    out
}

/// The versions as JSON.
pub(crate) fn json(versions: &[&'static Version], now: Timestamp) -> String {
    let values: Vec<_> = versions
        .iter()
        .map(|version| {
            json!({
                "product": version.product, "version": version.version, "state": version.state_at(now).as_str(),
                "since": version.since, "deprecated": version.deprecated,
                "ended": version.ended.map(|day| day.text), "planned": version.ended.map(|day| day.planned),
                "successor": version.successor, "note": version.note, "source": version.source,
            })
        })
        .collect();
    format!("{}\n", json!({ "schema": "metstatus-products/1", "as_of": AS_OF, "versions": values }))
}
