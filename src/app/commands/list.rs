//! What the program knows, as lists: codes, products, rules.

use std::ffi::OsStr;

use crate::app::args::options::rule_named;
use crate::app::args::showing::Showing;
use crate::app::plan::target::Target;
use crate::app::report_sinks::ReportSinks;
use crate::diagnosis::rule::Rule;
use crate::diagnosis::rules;
use crate::error::UsageError;
use crate::exit::Exit;
use crate::met::products;
use crate::report::format::ReportFormat;
use crate::report::paint::Paint;
use crate::report::{self, Report, TargetResult};
use crate::text::escape::{clip, escape};
use crate::world::World;

/// The codes known.
pub(crate) fn codes(class: Option<&OsStr>, showing: &Showing, world: &mut World<'_>) -> Result<Exit, UsageError> {
    let subject = match class {
        None => None,
        Some(text) => match Target::parse(text)? {
            // What no list holds is explained by itself.
            Target::LookUp(subject) if !report::codes::lists(subject) => {
                let entries = vec![TargetResult::LookUp(subject)];
                let report = Report::new(entries, world.clock.now(), false);
                return ReportSinks::open(showing, world)?.finish(&report, showing, world);
            }
            Target::LookUp(subject) => Some(subject),
            Target::Ask(url) => {
                return Err(UsageError::new(format!("{url} is not a class of status codes"))
                    .help("write a class such as 4xx, or nothing to list all"));
            }
        },
    };
    let render = |format: ReportFormat, paint: &Paint<'_>| match format {
        ReportFormat::Human => report::codes::human(subject, paint),
        ReportFormat::Markdown => report::markdown::lists::codes(subject),
        _ => report::codes::json(subject),
    };
    ReportSinks::open(showing, world)?.list(&render, showing, world)
}

/// The products known.
///
/// `exit` is how the run ends where the list can be written.
///
/// # Errors
/// When there is no such product, or the list cannot be written.
pub(crate) fn products(
    name: Option<&str>,
    showing: &Showing,
    exit: Exit,
    world: &mut World<'_>,
) -> Result<Exit, UsageError> {
    let chosen = products_named(name)?;
    let now = world.clock.now();
    let render = |format: ReportFormat, paint: &Paint<'_>| match format {
        ReportFormat::Human => report::products::human(&chosen, now, paint, showing.verbose),
        ReportFormat::Markdown => report::markdown::lists::products(&chosen, now, showing.verbose),
        _ => report::products::json(&chosen, now),
    };
    ReportSinks::open(showing, world)?.list(&render, showing, world).map(|_| exit)
}

/// What a name means: all products, one, or a version of it, whatever follows that.
fn products_named(name: Option<&str>) -> Result<report::products::ProductSelection, UsageError> {
    use report::products::ProductSelection;
    let Some(name) = name.map(str::trim) else { return Ok(ProductSelection::All) };
    let shown = clip(&escape(name), 60);
    let mut parts = name.split(['/', '?']);
    let (product, version) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let versions: Vec<_> = products::versions(product).collect();
    let Some(first) = versions.first() else {
        let help = products::nearest(product).map(|near| format!("did you mean {near}?"));
        let error = UsageError::new(format!("\"{shown}\" is not a known product"));
        return Err(error.help(help.unwrap_or_else(|| "metstatus products lists the known ones".to_owned())));
    };
    if version.is_empty() {
        return Ok(ProductSelection::Product(first.product));
    }
    match versions.iter().find(|row| row.version == version) {
        Some(version) => Ok(ProductSelection::Version(version)),
        None => {
            let known: Vec<&str> = versions.iter().map(|row| row.version).collect();
            let error = UsageError::new(format!("\"{shown}\" is not a known version, but it may exist"));
            Err(error.help(format!("known versions: {}", known.join(", "))))
        }
    }
}

/// The rules.
pub(crate) fn rules(names: &[String], showing: &Showing, world: &mut World<'_>) -> Result<Exit, UsageError> {
    let chosen = rules_named(names)?;
    let render = |format: ReportFormat, paint: &Paint<'_>| match format {
        ReportFormat::Human => report::rules::human(&chosen, paint, showing.verbose),
        ReportFormat::Markdown => report::markdown::lists::rules(&chosen),
        _ => report::rules::json(&chosen),
    };
    ReportSinks::open(showing, world)?.list(&render, showing, world)
}

/// What names of rules stand for: ids are explained; topics, beginnings of ids and status codes are lists.
fn rules_named(names: &[String]) -> Result<report::rules::RuleSelection, UsageError> {
    use report::rules::RuleSelection;
    if names.is_empty() {
        return Ok(RuleSelection::List(rules::all().collect()));
    }
    let mut is_list = false;
    let mut chosen = Vec::new();
    for name in names {
        let name = name.trim();
        if let Some(rule) = rules::find(name) {
            chosen.push(rule);
            continue;
        }
        let found: Vec<_> = rules::all().filter(|rule| is_about(rule, name)).collect();
        if found.is_empty() {
            return Err(rule_named(name).err().unwrap_or_else(|| UsageError::new("there are no rules")));
        }
        is_list = true;
        chosen.extend(found);
    }
    Ok(if is_list { RuleSelection::List(chosen) } else { RuleSelection::Explain(chosen) })
}

/// Whether a rule is of a topic, begins with a word of ids, or speaks of a status code.
fn is_about(rule: &Rule, name: &str) -> bool {
    let is_code = name.len() == 3 && name.bytes().all(|b| b.is_ascii_digit());
    let says = |text: &str| text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == name);
    let begins = || rule.id.strip_prefix(&name.to_ascii_lowercase()).is_some_and(|rest| rest.starts_with('-'));
    match is_code {
        true => says(rule.title) || says(rule.explanation) || rule.example.contains(&format!(" {name} ")),
        false => rule.topic.as_str().eq_ignore_ascii_case(name) || begins(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use report::products::ProductSelection as Products;
    use report::rules::RuleSelection as Rules;

    fn listed(name: &str) -> Vec<&'static str> {
        match rules_named(&[name.to_owned()]).unwrap() {
            Rules::List(rules) => rules.iter().map(|rule| rule.id).collect(),
            Rules::Explain(rules) => panic!("{rules:?}"),
        }
    }

    #[test]
    fn rules_by_topic_beginning_or_code_are_lists() {
        assert!(listed("identity").contains(&"forbidden") && !listed("Identity").contains(&"dns-failure"));
        let agents = listed("user-agent");
        assert!(agents.len() > 5 && agents.iter().all(|id| id.starts_with("user-agent-")), "{agents:?}");
        assert!(listed("403").contains(&"forbidden") && !listed("403").contains(&"dns-failure"));
        assert!(matches!(rules_named(&["no-validator".to_owned()]), Ok(Rules::Explain(rules)) if rules.len() == 1));
    }

    #[test]
    fn rules_are_suggested_only_where_they_are_near() {
        let help = |name: &str| rules_named(&[name.to_owned()]).unwrap_err().help.unwrap();
        assert!(help("forbiden").contains("did you mean forbidden?"));
        for name in ["http-403", "418", "xyz", "ends"] {
            assert!(!help(name).contains("did you mean"), "{name}: {}", help(name));
        }
    }

    #[test]
    fn products_are_found_whatever_follows_the_version() {
        for name in ["locationforecast/2.0", "locationforecast/2.0/compact", "Locationforecast/2.0/compact?lat=1"] {
            assert!(matches!(products_named(Some(name)), Ok(Products::Version(version)) if version.version == "2.0"));
        }
        assert!(matches!(products_named(Some("Sunrise")), Ok(Products::Product("sunrise"))));
        assert!(products_named(Some("locationforcast")).unwrap_err().help.unwrap().contains("locationforecast?"));
    }
}
