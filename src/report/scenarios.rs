//! The scenarios of the sandbox: a list, and the explanation of one with the source of each behaviour.

use serde_json::{Value, json};

use super::paint::Paint;
use crate::sandbox::scenario::{Act, COMMON, SCENARIOS, Scenario, Trait, Until};

/// What is to be shown of the scenarios.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Chosen {
    /// All, as a list.
    All,
    /// One in full.
    One(&'static Scenario),
}

/// Of each scenario its name, what the server does, and what the client is judged on.
pub fn summaries() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    SCENARIOS.iter().map(|scenario| (scenario.name, scenario.title, scenario.judged))
}

/// The scenarios for people.
pub(crate) fn human(chosen: Chosen, paint: &Paint<'_>) -> String {
    match chosen {
        Chosen::All => SCENARIOS.iter().map(|one| paint.row(&format!("  {}", one.name), 20, one.title)).collect(),
        Chosen::One(scenario) => explain(scenario, *paint),
    }
}

/// The steps of a scenario, each in words.
pub(super) fn steps(scenario: &Scenario) -> impl Iterator<Item = String> {
    scenario.steps.iter().map(|step| {
        let text = format!("{} {}", act(step.act, scenario.serve.status), until(step.until));
        text.trim_end().to_owned()
    })
}

fn explain(scenario: &Scenario, paint: Paint<'_>) -> String {
    let mut out = format!("{}\n\n", Paint::bold(scenario.name));
    out.push_str(&paint.paragraph(scenario.title, 0));
    out.push('\n');
    out.push_str(&paint.labelled("judged", scenario.judged));
    for (number, step) in steps(scenario).enumerate() {
        out.push_str(&paint.labelled(if number == 0 { "steps" } else { "" }, &step));
    }
    out.push_str(&traits("In this scenario", scenario.traits, paint));
    out.push_str(&traits("In every scenario", COMMON, paint));
    out
}

fn traits(title: &str, traits: &[Trait], paint: Paint<'_>) -> String {
    let mut out = format!("\n{}\n", Paint::bold(title));
    for one in traits {
        out.push_str(&paint.item("-", one.text, 2));
        out.push_str(&paint.paragraph(&format!("{}: {}", one.source.mark(), one.source.text()), 4));
    }
    out
}

/// What the server does in a step, in words.
fn act(act: Act, status: u16) -> String {
    match act {
        Act::Serve => return format!("the data, with {status}"),
        Act::Block => "403",
        Act::Enforce => "the data, or what the terms say is refused",
        Act::Throttle => "the data for a few requests, then 429 until the client sends nothing for a while",
        Act::Ended => "404, the version has ended",
        Act::Fail(status) => return status.to_string(),
        Act::Reset => "the connection is reset",
        Act::Hang => "no response",
        Act::Cut => "half of the body",
        Act::BadGzip => "damaged gzip",
        Act::Html => "a page in HTML",
        Act::Moved => "a redirect to another host",
        Act::Outside => "422, outside the coverage",
    }
    .to_owned()
}

fn until(until: Until) -> String {
    match until {
        Until::End => String::new(),
        Until::Lifetimes(1) => "for one lifetime of a forecast, then".to_owned(),
        Until::Lifetimes(count) => format!("for {count} lifetimes of a forecast, then"),
        Until::Requests(count) => format!("for {count} requests, then"),
    }
}

/// The scenarios as JSON.
pub(crate) fn json(chosen: Chosen) -> String {
    let list: Vec<Value> = match chosen {
        Chosen::All => SCENARIOS.iter().map(value).collect(),
        Chosen::One(scenario) => vec![value(scenario)],
    };
    let text = serde_json::to_string_pretty(&json!({ "schema": "metstatus-scenarios/1", "scenarios": list }));
    text.unwrap_or_default() + "\n"
}

fn value(scenario: &Scenario) -> Value {
    let traits = scenario
        .traits
        .iter()
        .chain(COMMON)
        .map(|one| json!({ "behaviour": one.text, "known_from": one.source.mark(), "source": one.source.text() }));
    json!({
        "name": scenario.name,
        "title": scenario.title,
        "judged": scenario.judged,
        "traits": traits.collect::<Vec<_>>(),
    })
}
