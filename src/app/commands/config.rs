//! Every setting and where it comes from: the subcommand `config`.

use std::ffi::OsString;

use clap::CommandFactory as _;

use crate::app::args::cli::Cli;
use crate::app::args::plugin::PLUGIN_FORMAT;
use crate::app::args::showing::Showing;
use crate::app::config::keys::{Key, SEVERITIES, TARGETS, keys};
use crate::app::config::setting::{ConfigFile, FileOwner, Found};
use crate::app::config::{Configuration, apply, places};
use crate::app::report_sinks::ReportSinks;
use crate::error::UsageError;
use crate::exit::Exit;
use crate::report;
use crate::report::format::ReportFormat;
use crate::report::paint::Paint;
use crate::report::settings::{FileRow, SettingRow, Settings, human, json};
use crate::text::escape::{clip, escape};
use crate::text::secret::{REDACTED, is_secret_name, redact_urls};
use crate::world::World;

/// The longest value that is shown, in characters.
const LONGEST: usize = 200;

/// Shows every setting.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn show(
    configuration: &Configuration,
    cli: &Cli,
    is_plugin: bool,
    world: &mut World<'_>,
) -> Result<Exit, UsageError> {
    let settings = Settings {
        files: configuration.files.iter().map(file_row).collect(),
        cache: places::cache_folder(world).map(|folder| clip(&escape(&folder.to_string_lossy()), LONGEST)),
        rows: rows(configuration, cli, is_plugin, world),
    };
    let mut showing: Showing = cli.showing.clone();
    if !cli.given.has("format") {
        showing.format = ReportFormat::Human;
    }
    let render = |format: ReportFormat, paint: &Paint<'_>| match format {
        ReportFormat::Human => human(&settings, paint),
        ReportFormat::Markdown => report::markdown::lists::settings(&settings),
        _ => json(&settings),
    };
    ReportSinks::open(&showing, world)?.list(&render, &showing, world)
}

fn file_row(file: &ConfigFile) -> FileRow {
    let (found, reason) = match &file.found {
        Found::Read => ("read", None),
        Found::Absent => ("absent", None),
        Found::Ignored(why) => ("ignored", Some(why.clone())),
    };
    FileRow { role: file.role.as_str(), path: file.shown.clone(), found, reason }
}

fn rows(configuration: &Configuration, cli: &Cli, is_plugin: bool, world: &World<'_>) -> Vec<SettingRow> {
    let mut rows = Vec::new();
    for key in keys(&Cli::command()) {
        // What a monitoring system reads is the format of its plugins, whatever a file says.
        let of_plugin = is_plugin && key.name == "format";
        match SEVERITIES.contains(&key.name.as_str()) {
            true => rows.extend(severity_rows(&key, configuration, cli)),
            false => rows.push(row(&key, configuration, cli, of_plugin, world)),
        }
    }
    if let Some((setting, file)) = configuration.targets() {
        let values = setting.values.iter().map(|value| shown(TARGETS, value)).collect();
        rows.push(SettingRow {
            name: TARGETS.to_owned(),
            values,
            source: source(file),
            place: Some(file.shown.clone()),
            line: Some(setting.line),
        });
    }
    rows
}

fn row(key: &Key, configuration: &Configuration, cli: &Cli, of_plugin: bool, world: &World<'_>) -> SettingRow {
    let name = key.name.clone();
    if let Some(values) = cli.given.values(&key.id) {
        return SettingRow {
            values: values.iter().map(|value| shown(&name, &lossy(value))).collect(),
            name,
            source: "option",
            place: None,
            line: None,
        };
    }
    // Where a file of certificates is named, the others do not count.
    if let Some((variable, value)) = apply::set_by_variable(&name, world).filter(|_| name != "roots") {
        let value = shown(&name, &in_effect(&name, variable, &lossy(&value)));
        return SettingRow {
            name,
            values: vec![value],
            source: "environment",
            place: Some(variable.to_owned()),
            line: None,
        };
    }
    if of_plugin {
        return SettingRow { name, values: vec![PLUGIN_FORMAT.to_owned()], source: "default", place: None, line: None };
    }
    let set = apply::holding(key, configuration, &|id| cli.given.has(id), world);
    if let Some((setting, file)) = set.and_then(|(at, setting)| Some((setting, configuration.files.get(at)?))) {
        let values = setting.values.iter().map(|value| shown(&name, value)).collect();
        return SettingRow {
            name,
            values,
            source: source(file),
            place: Some(file.shown.clone()),
            line: Some(setting.line),
        };
    }
    SettingRow { name, values: key.default.iter().cloned().collect(), source: "default", place: None, line: None }
}

/// Every source adds to the severities, so each has its row, the one that counts most first.
fn severity_rows(key: &Key, configuration: &Configuration, cli: &Cli) -> Vec<SettingRow> {
    let name = || key.name.clone();
    let mut rows = Vec::new();
    if let Some(values) = cli.given.values(&key.id) {
        let values = values.iter().map(|value| shown(&key.name, &lossy(value))).collect();
        rows.push(SettingRow { name: name(), values, source: "option", place: None, line: None });
    }
    for (at, setting) in configuration.settings.iter().rev().filter(|(_, setting)| setting.name == key.name) {
        let Some(file) = configuration.files.get(*at) else { continue };
        let values = setting.values.iter().map(|value| shown(&key.name, value)).collect();
        rows.push(SettingRow {
            name: name(),
            values,
            source: source(file),
            place: Some(file.shown.clone()),
            line: Some(setting.line),
        });
    }
    if rows.is_empty() {
        rows.push(SettingRow { name: name(), values: Vec::new(), source: "default", place: None, line: None });
    }
    rows
}

fn source(file: &ConfigFile) -> &'static str {
    match file.role {
        FileOwner::User | FileOwner::Named => "user",
        FileOwner::Project => "project",
    }
}

/// What the value of a variable means for the option.
fn in_effect(name: &str, variable: &str, value: &str) -> String {
    match (name, variable, value) {
        ("color", "NO_COLOR", _) => "never",
        ("color" | "hyperlinks", _, "0") => "never",
        ("color" | "hyperlinks", ..) => "always",
        _ => value,
    }
    .to_owned()
}

fn lossy(value: &OsString) -> String {
    value.to_string_lossy().into_owned()
}

/// A value without control characters and secrets.
fn shown(name: &str, value: &str) -> String {
    let value = match value.split_once(':') {
        Some((field, _)) if name == "header" && is_secret_name(field.trim()) => {
            format!("{}: {REDACTED}", escape(field))
        }
        _ => redact_urls(&escape(&with_scheme(name, value))),
    };
    clip(&value, LONGEST)
}

/// A proxy with its scheme, by which its credentials are recognized.
fn with_scheme(name: &str, value: &str) -> String {
    if name == "proxy" && !value.is_empty() && !value.contains("://") {
        format!("http://{value}")
    } else {
        value.to_owned()
    }
}
