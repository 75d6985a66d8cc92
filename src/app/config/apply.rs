//! How settings of files become values of options.

use std::ffi::OsString;

use super::Configuration;
use super::keys::{self, Key, SEVERITIES, ValueKind};
use super::setting::{FileOwner, Setting};
use crate::app::args::options::rule_named;
use crate::app::args::preset::{FileSeverity, Preset};
use crate::diagnosis::severity::Severity;
use crate::error::UsageError;
use crate::world::World;

/// The variables that count before a file.
const VARIABLES: [(&str, &[&str]); 7] = [
    ("user-agent", &["METSTATUS_USER_AGENT"]),
    ("contact", &["METSTATUS_CONTACT"]),
    ("proxy", &["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]),
    ("cacert", &["SSL_CERT_FILE"]),
    ("roots", &["SSL_CERT_FILE"]),
    ("color", &["NO_COLOR", "CLICOLOR_FORCE"]),
    ("hyperlinks", &["FORCE_HYPERLINK"]),
];

/// The variable that sets what an option of this name does, with its value, where one is set.
pub(crate) fn set_by_variable(name: &str, world: &World<'_>) -> Option<(&'static str, OsString)> {
    let (_, variables) = VARIABLES.iter().find(|(known, _)| *known == name)?;
    let value = |variable: &str| (world.env)(variable).filter(|value| !value.is_empty());
    variables.iter().find_map(|variable| Some((*variable, value(variable)?)))
}

/// The setting that holds for a key where neither an option nor the environment says otherwise, with the index of its file.
///
/// `given` has the names in the code of the options that were given.
pub(crate) fn holding<'a>(
    key: &Key,
    configuration: &'a Configuration,
    given: &dyn Fn(&str) -> bool,
    world: &World<'_>,
) -> Option<(usize, &'a Setting)> {
    let name = key.name.as_str();
    let id_of = |name: &str| configuration.keys.iter().find(|key| key.name == name).map(|key| key.id.as_str());
    let other = keys::excluded_by(name);
    let excluded = other.and_then(id_of).is_some_and(given);
    if given(&key.id) || excluded || set_by_variable(name, world).is_some() {
        return None;
    }
    let last = |name: &str| configuration.settings.iter().rposition(|(_, setting)| setting.name == name);
    let at = last(name)?;
    let (file, setting) = configuration.settings.get(at)?;
    // A file that counts more may have set the other one of two that exclude each other.
    let later = other.and_then(last).and_then(|at| configuration.settings.get(at));
    let overtaken = later.is_some_and(|(other, setting)| other > file && setting.values != ["false"]);
    (!overtaken).then_some((*file, setting))
}

/// The values that stand in for options that were not given.
pub(crate) fn presets(
    configuration: &Configuration,
    given: &dyn Fn(&str) -> bool,
    is_plugin: bool,
    world: &World<'_>,
) -> Vec<Preset> {
    let mut presets = Vec::new();
    for key in configuration.keys.iter().filter(|key| !SEVERITIES.contains(&key.name.as_str())) {
        // What a monitoring system reads is the format of its plugins.
        if is_plugin && key.name == "format" {
            continue;
        }
        let Some((_, setting)) = holding(key, configuration, given, world) else { continue };
        if key.kind == ValueKind::Many && setting.values.is_empty() {
            continue;
        }
        for command in &key.commands {
            presets.push(Preset { command: command.clone(), id: key.id.clone(), values: setting.values.clone() });
        }
    }
    presets
}

/// The severities that the files set, those of the least important file first.
///
/// # Errors
/// When there is no such rule.
pub(crate) fn severities(configuration: &Configuration) -> Result<Vec<FileSeverity>, UsageError> {
    let mut found = Vec::new();
    for (index, file) in configuration.files.iter().enumerate() {
        for (name, severity) in SEVERITIES.iter().zip([Severity::Info, Severity::Warning, Severity::Error]) {
            let of_key = |(at, setting): &&(usize, Setting)| *at == index && setting.name == *name;
            for (_, setting) in configuration.settings.iter().filter(of_key) {
                for id in &setting.values {
                    let project = (file.role == FileOwner::Project).then(|| file.shown.clone());
                    found.push(FileSeverity { rule: rule_named(id)?, severity, project });
                }
            }
        }
    }
    Ok(found)
}
