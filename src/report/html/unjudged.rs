//! What was not judged, why, and how to change that.

use std::collections::BTreeMap;

use super::figures::table;
use super::markup::Markup;
use crate::report::TargetResult;
use crate::traffic::{Judged, Overview, Unjudged};

/// The most reasons that are listed.
const MOST: usize = 60;

/// One reason, and what it holds for.
#[derive(Default)]
struct Reason<'a> {
    rules: Vec<&'a str>,
    clients: Vec<usize>,
}

/// The reasons of all clients, each once: those that a log can be changed for come first.
pub(super) fn section(page: &mut Markup, entries: &[&TargetResult], overview: Option<&Overview>) {
    let judged: Vec<(usize, &Judged)> = (1..)
        .zip(entries)
        .filter_map(|(number, entry)| match entry {
            TargetResult::Audited(judged) => Some((number, &**judged)),
            TargetResult::Checked(_) | TargetResult::LookUp(_) => None,
        })
        .collect();
    let mut reasons: BTreeMap<(u8, &str), Reason<'_>> = BTreeMap::new();
    let mut too_few: Vec<&str> = Vec::new();
    for (number, client) in &judged {
        for check in &client.checks {
            match (check.unjudged, check.reason.as_deref()) {
                (Some(Unjudged::TooFew), _) => note(&mut too_few, check.id),
                (Some(kind), Some(text)) => {
                    let reason = reasons.entry((order(kind), text)).or_default();
                    note(&mut reason.rules, check.id);
                    note(&mut reason.clients, *number);
                }
                _ => {}
            }
        }
    }
    if reasons.is_empty() && too_few.is_empty() {
        page.text_element("p", &[], "Every rule was judged for every client.");
        return;
    }
    if !reasons.is_empty() {
        let total = judged.first().map_or(0, |(_, client)| client.checks.len());
        table(page, "What was not judged", &["Why, and what to do", "Rules", "Clients"], |page| {
            for ((_, text), reason) in reasons.iter().take(MOST) {
                page.element("tr", &[], |page| {
                    page.text_element("th", &[("scope", &"row"), ("class", &"long")], sentence(text));
                    let rules = if reason.rules.len() == total { "all".to_owned() } else { reason.rules.join(", ") };
                    page.text_element("td", &[("class", &"long")], rules);
                    let clients = match reason.clients.as_slice() {
                        all if all.len() == judged.len() => "all".to_owned(),
                        some => format!("{} of {}", some.len(), judged.len()),
                    };
                    page.text_element("td", &[], clients);
                });
            }
        });
    }
    if !too_few.is_empty() {
        let some = judged.len() > 1;
        let whom = if some { ", for some clients" } else { "" };
        let text = format!(
            "Too few occasions to break the rule{whom}: {}. A longer stretch of the log may have enough.",
            too_few.join(", ")
        );
        page.text_element("p", &[], text);
    }
    if reasons.keys().any(|(kind, _)| [order(Unjudged::NotShown), order(Unjudged::Inbound)].contains(kind)) {
        log_formats(page, overview);
    }
}

/// The files with log formats that show more.
fn log_formats(page: &mut Markup, overview: Option<&Overview>) {
    let servers = overview.map(|overview| overview.servers.as_slice()).unwrap_or_default();
    if servers.is_empty() {
        return;
    }
    page.element("p", &[], |page| {
        page.text(
            "Log formats that show all that these rules need come with metstatus, and are in metstatus-audit(1): ",
        );
        for (at, server) in servers.iter().enumerate() {
            page.text(if at == 0 { "" } else { ", " });
            page.text(server.as_str());
            page.text(" (");
            page.text_element("code", &[], server.file());
            page.text(")");
        }
        page.text(".");
    });
}

fn note<T: PartialEq>(known: &mut Vec<T>, one: T) {
    if !known.contains(&one) {
        known.push(one);
    }
}

/// What can be changed by another format of the log first.
fn order(kind: Unjudged) -> u8 {
    match kind {
        Unjudged::Inbound => 0,
        Unjudged::Relayed => 1,
        Unjudged::Disorder => 2,
        Unjudged::NotShown => 3,
        Unjudged::SeeOther => 4,
        Unjudged::TooFew => 5,
    }
}

fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), characters.as_str()),
        None => String::new(),
    }
}
