//! The report as a page to look at: one file without scripts, and without anything that is loaded from elsewhere.
//!
//! The page has a bound. Where everything does not fit, first samples are left out, then small charts, then clients, and
//! the page says so.

mod chart;
mod clients;
mod figures;
mod markup;
mod series;
mod unjudged;

use markup::Markup;

use super::{Report, TargetResult, brief};
use crate::diagnosis::rule::Rule;
use crate::http::time::date::Timestamp;
use crate::report::number::thousands;
use crate::text::count::counted;
use crate::traffic::LogSource;

/// The most bytes of a page.
const MOST: usize = 950_000;

/// The most sources, notes or errors that are listed.
const MOST_LISTED: usize = 40;

/// How much is shown of each client.
pub(super) struct Detail {
    /// The most samples of a finding.
    samples: usize,
    /// How many clients have charts of their own.
    charts: usize,
    /// How many clients are shown.
    clients: usize,
}

/// What is tried, until a page fits.
const DETAILS: [Detail; 7] = [
    Detail { samples: 8, charts: 100, clients: 1000 },
    Detail { samples: 4, charts: 100, clients: 1000 },
    Detail { samples: 2, charts: 100, clients: 1000 },
    Detail { samples: 1, charts: 30, clients: 1000 },
    Detail { samples: 0, charts: 10, clients: 1000 },
    Detail { samples: 0, charts: 0, clients: 100 },
    Detail { samples: 0, charts: 0, clients: 25 },
];

/// The whole page.
pub(crate) fn report(report: &Report) -> String {
    let mut page = Markup::default();
    for detail in &DETAILS {
        page = whole(report, detail);
        if page.len() <= MOST {
            break;
        }
    }
    page.into_string()
}

fn whole(report: &Report, detail: &Detail) -> Markup {
    let mut page = Markup::default();
    page.constant("<!DOCTYPE html>\n");
    page.element("html", &[("lang", &"en")], |page| {
        page.element("head", &[], |page| head(page, report));
        page.constant("\n");
        page.element("body", &[], |page| body(page, report, detail));
    });
    page.constant("\n");
    page
}

fn head(page: &mut Markup, report: &Report) {
    page.constant(concat!(
        "<meta charset=\"utf-8\">",
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
        "<meta name=\"color-scheme\" content=\"light dark\">",
        "<meta name=\"referrer\" content=\"no-referrer\">",
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">"
    ));
    page.text_element("title", &[], format_args!("Traffic audit: {}", report.verdict().as_str()));
    page.element("style", &[], |page| page.constant(include_str!("style.css")));
}

fn body(page: &mut Markup, report: &Report, detail: &Detail) {
    page.text_element("a", &[("class", &"skip"), ("href", &"#clients")], "Skip to the clients");
    let all = brief::worst_first(report);
    let shown = all.get(..detail.clients.min(all.len())).unwrap_or_default();
    page.element("header", &[], |page| header(page, report, all.len()));
    page.element("main", &[], |page| {
        if let Some(overview) = &report.overview {
            part(page, "overview", "Overview", |page| figures::all(page, overview));
        }
        part(page, "clients", "Clients", |page| {
            if shown.is_empty() {
                page.text_element("p", &[], "No client made a request to MET's Weather API.");
                return;
            }
            clients::summary(page, shown, report);
            left_out(page, all.len() - shown.len(), detail);
            for (number, entry) in (1..).zip(shown) {
                clients::client(page, number, entry, report, detail);
            }
        });
        part(page, "not-judged", "Not judged", |page| unjudged::section(page, shown, report.overview.as_deref()));
        rules(page, shown);
        if !(report.sources.is_empty() && report.notes.is_empty()) {
            part(page, "sources", "Sources and limits", |page| sources(page, report));
        }
    });
    page.element("footer", &[], |page| {
        page.text_element("p", &[], format_args!("metstatus {}, {}.", env!("CARGO_PKG_VERSION"), report.generated_at));
    });
}

fn part(page: &mut Markup, id: &'static str, title: &'static str, content: impl FnOnce(&mut Markup)) {
    let heading = format!("{id}-heading");
    page.constant("\n");
    page.element("section", &[("id", &id), ("aria-labelledby", &heading)], |page| {
        page.text_element("h2", &[("id", &heading)], title);
        content(page);
    });
}

fn header(page: &mut Markup, report: &Report, clients: usize) {
    page.element("h1", &[], |page| {
        page.text("Traffic audit ");
        clients::word_of_verdict(page, report.verdict().as_str());
    });
    let requests: u64 = report
        .entries
        .iter()
        .map(|entry| if let TargetResult::Audited(judged) = entry { judged.numbers.requests } else { 0 })
        .sum();
    page.element("p", &[], |page| {
        page.text(format_args!(
            "{} {} of {} to MET's Weather API",
            thousands(requests),
            crate::text::count::requests(requests),
            counted(clients, "client", "clients")
        ));
        let seen = report.sources.iter().filter_map(|source| source.seen);
        if let Some((first, last)) = seen.reduce(|all, one| (all.0.min(one.0), all.1.max(one.1))) {
            let time = |at: i64| series::minute(Timestamp::from_unix(at));
            page.text(format_args!(", {} to {} UTC", time(first), time(last)));
        }
        page.text(".");
    });
    for complaint in report.complaints.iter().take(MOST_LISTED) {
        page.element("p", &[("class", &"alert"), ("role", &"note")], |page| {
            page.text_element("strong", &[], "Error: ");
            page.text(&complaint.error.reason);
            if let Some(help) = &complaint.error.help {
                page.text(format_args!("; {help}"));
            }
        });
    }
    if let Some(cut) = brief::incomplete(report) {
        page.text_element("p", &[("class", &"alert"), ("role", &"note")], cut);
    }
}

fn left_out(page: &mut Markup, clients: usize, detail: &Detail) {
    let most = DETAILS[0].samples;
    if clients > 0 {
        page.text_element("p", &[], format_args!("{clients} more clients are left out to keep this page small."));
    }
    if detail.samples < most {
        page.text_element(
            "p",
            &[],
            format_args!(
                "Of each finding {} of up to {most} sample lines are shown to keep this page small; the JSON report \
                 has all.",
                detail.samples
            ),
        );
    }
}

/// What the rules that were broken say, each once.
fn rules(page: &mut Markup, entries: &[&TargetResult]) {
    let mut broken: Vec<&'static Rule> = Vec::new();
    for finding in entries.iter().flat_map(|entry| brief::findings(entry)) {
        if !broken.contains(&finding.rule) {
            broken.push(finding.rule);
        }
    }
    if broken.is_empty() {
        return;
    }
    part(page, "rules", "Rules that were broken", |page| {
        for rule in broken {
            page.element("article", &[("id", &format!("rule-{}", rule.id))], |page| {
                page.text_element("h3", &[], rule.id);
                page.text_element("p", &[], rule.title);
                page.text_element("p", &[], rule.explanation);
                page.element("ul", &[], |page| {
                    rule.advice.iter().for_each(|advice| page.text_element("li", &[], advice));
                });
                page.element("p", &[], |page| {
                    page.text("Source: ");
                    match rule.reference.starts_with("https://") {
                        true => page.text_element("a", &[("href", &rule.reference)], rule.reference),
                        false => page.text(rule.reference),
                    }
                });
            });
        }
    });
}

fn sources(page: &mut Markup, report: &Report) {
    if !report.sources.is_empty() {
        let heads = ["File", "Format", "Lines", "Not read", "Stamped at"];
        figures::table(page, "Sources", &heads, |page| {
            report.sources.iter().take(MOST_LISTED).for_each(|one| source(page, one));
        });
        if report.sources.len() > MOST_LISTED {
            page.text_element("p", &[], format_args!("And {} more.", report.sources.len() - MOST_LISTED));
        }
    }
    if !report.notes.is_empty() {
        page.element("ul", &[], |page| {
            report.notes.iter().take(MOST_LISTED).for_each(|note| page.text_element("li", &[], note));
        });
    }
}

fn source(page: &mut Markup, source: &LogSource) {
    page.element("tr", &[], |page| {
        page.text_element("th", &[("scope", &"row"), ("class", &"long")], &source.file);
        page.text_element("td", &[], &source.format);
        page.text_element("td", &[("class", &"n")], thousands(source.lines));
        page.text_element("td", &[("class", &"n")], thousands(source.unread));
        let clock = match source.clock.as_str() {
            "" => "unknown".to_owned(),
            clock if source.clock_assumed => format!("the {clock} of requests (assumed)"),
            clock => format!("the {clock} of requests"),
        };
        page.text_element("td", &[], clock);
    });
}
