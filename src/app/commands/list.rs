//! What the program knows, as lists: codes, products, rules.

use std::ffi::OsStr;

use crate::app::args::cli::Showing;
use crate::app::args::options::rule_named;
use crate::app::output::Outputs;
use crate::app::plan::target::Target;
use crate::error::UsageError;
use crate::exit::Exit;
use crate::met::products::{self, Version};
use crate::report::paint::Paint;
use crate::report::{self, Entry, Report};
use crate::text::escape::{clip, escape};
use crate::world::World;

/// The codes known.
pub(crate) fn codes(class: Option<&OsStr>, showing: &Showing, world: &mut World<'_>) -> Result<Exit, UsageError> {
    let subject = match class {
        None => None,
        Some(text) => match Target::parse(text)? {
            // What stands in no list is explained by itself.
            Target::LookUp(subject) if !report::codes::lists(subject) => {
                let entries = vec![Entry::LookUp(subject)];
                let report = Report::new(entries, world.clock.now(), false);
                return Outputs::open(showing, world)?.finish(&report, showing, world);
            }
            Target::LookUp(subject) => Some(subject),
            Target::Ask(url) => {
                return Err(UsageError::new(format!("{url} is not a class of status codes"))
                    .help("write a class such as 4xx, or nothing to list all"));
            }
        },
    };
    let render = |json: bool, paint: &Paint| match json {
        true => report::codes::json(subject),
        false => report::codes::human(subject, paint),
    };
    Outputs::open(showing, world)?.list(&render, showing, world)
}

/// The products known.
pub(crate) fn products(name: Option<&str>, showing: &Showing, world: &mut World<'_>) -> Result<Exit, UsageError> {
    let chosen = products_named(name)?;
    let now = world.clock.now();
    let render = |json: bool, paint: &Paint| match json {
        true => report::products::json(&chosen, now),
        false => report::products::human(&chosen, name.is_some(), now, paint),
    };
    Outputs::open(showing, world)?.list(&render, showing, world)
}

/// The versions that a name stands for: all, those of a product, or one.
fn products_named(name: Option<&str>) -> Result<Vec<&'static Version>, UsageError> {
    let Some(name) = name else { return Ok(products::VERSIONS.iter().collect()) };
    let shown = clip(&escape(name), 60);
    let (product, version) = name.split_once('/').unwrap_or((name, ""));
    let versions: Vec<_> = products::versions(product).collect();
    if versions.is_empty() {
        let help = products::nearest(product).map(|near| format!("did you mean {near}?"));
        let error = UsageError::new(format!("unknown product \"{shown}\""));
        return Err(error.help(help.unwrap_or_else(|| "metstatus products lists the known ones".to_owned())));
    }
    let chosen: Vec<_> = versions.iter().copied().filter(|row| version.is_empty() || row.version == version).collect();
    if chosen.is_empty() {
        let known: Vec<&str> = versions.iter().map(|row| row.version).collect();
        return Err(UsageError::new(format!("unknown version \"{shown}\"; it may exist nevertheless"))
            .help(format!("known versions: {}", known.join(", "))));
    }
    Ok(chosen)
}

/// The rules.
pub(crate) fn rules(ids: &[String], showing: &Showing, world: &mut World<'_>) -> Result<Exit, UsageError> {
    let rules = ids.iter().map(|id| rule_named(id)).collect::<Result<Vec<_>, _>>()?;
    let render = |json: bool, paint: &Paint| match json {
        true => report::rules::json(&rules),
        false => report::rules::human(&rules, paint),
    };
    Outputs::open(showing, world)?.list(&render, showing, world)
}
