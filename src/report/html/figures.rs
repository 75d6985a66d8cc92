//! The charts of all clients together: each as a figure with a legend, and its numbers as a table.

use super::chart::Chart;
use super::markup::Markup;
use super::series::{self, Layout};
use crate::report::number::thousands;
use crate::traffic::{EXPIRED, Lifetimes, OverTime, Overview};

/// What is under a chart: a text, and how far from the left, in percent.
type Labels = Vec<(usize, String)>;

/// All figures.
pub(super) fn all(page: &mut Markup, overview: &Overview) {
    page.element("div", &[("class", &"figures")], |page| {
        over_time(page, &overview.over_time);
        minutes(page, &overview.minute_of_hour);
        lifetimes(page, &overview.lifetimes);
        busiest(page, overview);
    });
}

fn percent(at: usize, of: usize) -> usize {
    at * 100 / of.max(1)
}

/// A chart with what is written around it.
fn figure(
    page: &mut Markup,
    chart: &Chart,
    (class, labels): (&'static str, &Labels),
    legend: &[(&'static str, String)],
    table: impl FnOnce(&mut Markup),
) {
    page.element("figure", &[], |page| {
        page.element("figcaption", &[], |page| {
            page.text_element("h3", &[], &chart.title);
            page.text_element("p", &[], &chart.caption);
        });
        page.element("div", &[("class", &"plot")], |page| {
            page.element("div", &[("class", &"y"), ("aria-hidden", &"true")], |page| {
                page.text_element("span", &[], thousands(chart.most));
                page.text_element("span", &[], "0");
            });
            chart.draw(page);
            page.element("div", &[("class", &format!("x {class}")), ("aria-hidden", &"true")], |page| {
                for (number, (at, text)) in labels.iter().enumerate() {
                    let class = match number {
                        _ if *at > 80 => "right",
                        0 => "left",
                        _ => "mid",
                    };
                    page.text_element("span", &[("class", &format!("{class} l{at}"))], text);
                }
            });
        });
        if !legend.is_empty() {
            page.element("ul", &[("class", &"legend")], |page| {
                for (class, text) in legend {
                    page.element("li", &[], |page| {
                        page.element("span", &[("class", &format!("key {class}"))], |_| ());
                        page.text(text);
                    });
                }
            });
        }
        page.element("details", &[], |page| {
            page.text_element("summary", &[], "The numbers as a table");
            table(page);
        });
    });
}

/// A table that can be scrolled where it is wider than the page, by keyboard too.
pub(super) fn table(page: &mut Markup, label: &str, heads: &[&str], rows: impl FnOnce(&mut Markup)) {
    let label = format!("{label}, as a table");
    page.element("section", &[("class", &"scroll"), ("aria-label", &label), ("tabindex", &0)], |page| {
        page.element("table", &[], |page| {
            page.element("thead", &[], |page| {
                page.element("tr", &[], |page| {
                    for head in heads {
                        page.text_element("th", &[("scope", &"col")], head);
                    }
                });
            });
            page.element("tbody", &[], rows);
        });
    });
}

/// A row whose first cell names it; the others are numbers.
fn row(page: &mut Markup, head: &str, cells: &[String]) {
    page.element("tr", &[], |page| {
        page.text_element("th", &[("scope", &"row")], head);
        for cell in cells {
            page.text_element("td", &[("class", &"n")], cell);
        }
    });
}

fn over_time(page: &mut Markup, over_time: &OverTime) {
    let over_time = &series::visible(over_time);
    let layout = series::layout(over_time);
    let mut chart = series::over_time("over-time".to_owned(), over_time, &layout);
    if !layout.breaks.is_empty() {
        let breaks = layout.breaks.len();
        let text = if breaks == 1 { "A dashed line is".to_owned() } else { format!("{breaks} dashed lines are") };
        chart.caption.push_str(&format!(" {text} where a long time without requests is left out."));
    }
    let kinds = series::kinds(over_time);
    let legend: Vec<(&'static str, String)> = kinds
        .iter()
        .map(|(kind, total)| (series::kind(*kind).1, format!("{}: {}", series::kind(*kind).0, thousands(*total))))
        .collect();
    figure(page, &chart, ("times", &times(over_time, &layout)), &legend, |page| {
        let slot = format!("From (UTC), each {}", series::slot(over_time.minutes));
        let heads: Vec<&str> =
            std::iter::once(slot.as_str()).chain(kinds.iter().map(|(kind, _)| series::kind(*kind).0)).collect();
        table(page, "Requests over time by status", &heads, |page| {
            for (at, counts) in &over_time.slots {
                let of = |kind: &crate::traffic::ResponseKind| counts.get(*kind as usize).copied().unwrap_or_default();
                let cells: Vec<String> = kinds.iter().map(|(kind, _)| thousands(of(kind).into())).collect();
                row(page, &series::minute(*at), &cells);
            }
        });
    });
}

/// The times under a timeline: the first, the last, and some between that have room.
fn times(over_time: &OverTime, layout: &Layout) -> Labels {
    let mut labels = Labels::new();
    let all: Vec<_> = over_time.slots.iter().zip(&layout.at).collect();
    for ((begins, _), at) in &all {
        let here = percent(**at, layout.places);
        let has_room = labels.last().is_none_or(|(before, _)| here - before >= 30) && here <= 50;
        if has_room {
            labels.push((here, series::minute(*begins)));
        }
    }
    if let Some(((begins, _), _)) = all.last()
        && all.len() > 1
    {
        labels.push((100, series::minute(*begins)));
    }
    labels
}

fn minutes(page: &mut Markup, counts: &[u64]) {
    let chart = series::minutes("minutes".to_owned(), counts);
    let labels: Labels = (0..60).step_by(15).map(|minute| (percent(minute, 60), format!(":{minute:02}"))).collect();
    figure(page, &chart, ("numbers", &labels), &[], |page| {
        table(page, "Requests by minute of the hour", &["Minute", "Requests"], |page| {
            for (minute, count) in counts.iter().enumerate() {
                row(page, &format!(":{minute:02}"), &[thousands(*count)]);
            }
        });
    });
}

fn lifetimes(page: &mut Markup, lifetimes: &Lifetimes) {
    let chart = series::lifetimes("lifetimes".to_owned(), lifetimes);
    let marked = [1, EXPIRED - 12, EXPIRED - 6, EXPIRED, EXPIRED + 6];
    let labels: Labels = marked.into_iter().map(|at| (percent(at, chart.places), series::share(at))).collect();
    let sum = |counts: &[u64]| thousands(counts.iter().sum());
    let legend = [
        ("shown", format!("lifetime by the Expires of the response: {}", sum(&lifetimes.shown))),
        ("usual", format!("lifetime that is usual for the product: {}", sum(&lifetimes.usual))),
    ];
    figure(page, &chart, ("numbers", &labels), &legend, |page| {
        let heads = ["Gap from, in lifetimes", "By Expires", "By product"];
        table(page, "Gaps in lifetimes", &heads, |page| {
            for (at, (shown, usual)) in lifetimes.shown.iter().zip(&lifetimes.usual).enumerate() {
                if shown + usual > 0 {
                    row(page, &series::share(at), &[thousands(*shown), thousands(*usual)]);
                }
            }
        });
    });
}

/// The busiest minutes as a table whose last column is a bar.
fn busiest(page: &mut Markup, overview: &Overview) {
    const LIMIT: u64 = 1200;
    let most = overview.busiest.first().map_or(1, |peak| peak.requests).max(1);
    page.element("figure", &[], |page| {
        page.element("figcaption", &[], |page| {
            page.text_element("h3", &[], "The busiest minutes");
            page.text_element(
                "p",
                &[],
                "All clients together. MET allows one application 20 requests a second without an agreement, which is \
                 1,200 a minute.",
            );
        });
        table(page, "The busiest minutes", &["Minute (UTC)", "Requests", "Share of the busiest"], |page| {
            for peak in &overview.busiest {
                page.element("tr", &[], |page| {
                    page.text_element("th", &[("scope", &"row")], series::minute(peak.at));
                    page.text_element("td", &[("class", &"n")], thousands(peak.requests));
                    page.element("td", &[("class", &"bar")], |page| {
                        let width = u128::from(peak.requests) * 1000 / u128::from(most);
                        let class = if peak.requests > LIMIT { "failed" } else { "all" };
                        let label = format!("{} %", width / 10);
                        let view: super::markup::Attributes<'_> = &[
                            ("viewBox", &"0 0 1000 10"),
                            ("preserveAspectRatio", &"none"),
                            ("role", &"img"),
                            ("aria-label", &label),
                        ];
                        page.element("svg", view, |page| {
                            let path = format!("M0 0h{}v10H0z", width.max(4));
                            page.element("path", &[("class", &class), ("d", &path)], |_| ());
                        });
                    });
                });
            }
        });
    });
}
