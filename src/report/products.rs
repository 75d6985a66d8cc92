//! The list of products, and the explanation of some of their versions.

use serde_json::json;

use super::paint::Paint;
use crate::met::meanings::AS_OF;
use crate::met::products::{Day, State, Version};

/// The versions for people: a list, or each in full.
pub fn human(versions: &[&'static Version], explain: bool, paint: &Paint) -> String {
    if explain {
        return versions.iter().map(|version| explained(version, *paint)).collect::<Vec<_>>().join("\n");
    }
    let mut out = format!("{}\n", Paint::bold(&format!("Products of MET Norway's Weather API, as of {AS_OF}")));
    for version in versions {
        let name = format!("{}/{}", version.product, version.version);
        let head = format!("{name:<30} {}", version.state.as_str());
        out.push_str(&paint.row(&head, 42, &remark(version)));
    }
    out
}

/// The end and the successor, in a few words.
fn remark(version: &Version) -> String {
    let end = version.ended.map(|day| ending(version.state, day));
    let successor = version.successor.map(|successor| format!("-> {successor}"));
    [end, successor].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn ending(state: State, day: Day) -> String {
    match (state, day.planned) {
        (State::Ended, false) => format!("ended {}", day.text),
        (State::Ended, true) => format!("end announced for {}", day.text),
        _ => format!("ends {}", day.text),
    }
}

fn explained(version: &Version, paint: Paint) -> String {
    let name = format!("{}/{}", version.product, version.version);
    let right = format!("{}, as of {AS_OF}", version.state.as_str());
    let mut out = paint.line_with_right(&Paint::bold(&name), &right);
    let rows = [
        ("since", version.since.map(str::to_owned)),
        ("deprecated", version.deprecated.map(str::to_owned)),
        ("end", version.ended.map(|day| ending(version.state, day))),
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
pub fn json(versions: &[&'static Version]) -> String {
    let values: Vec<_> = versions
        .iter()
        .map(|version| {
            json!({
                "product": version.product, "version": version.version, "state": version.state.as_str(),
                "since": version.since, "deprecated": version.deprecated,
                "ended": version.ended.map(|day| day.text), "planned": version.ended.map(|day| day.planned),
                "successor": version.successor, "note": version.note, "source": version.source,
            })
        })
        .collect();
    format!("{}\n", json!({ "schema": "metstatus-products/1", "as_of": AS_OF, "versions": values }))
}
