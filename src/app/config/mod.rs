//! Settings from files. What counts, from the most to the least: option, environment, the project's file, the user's file,
//! default.

pub(crate) mod apply;
pub(crate) mod keys;
pub(crate) mod places;
pub(crate) mod setting;
pub(crate) mod toml;

use std::path::{Path, PathBuf};

use clap::{Command, CommandFactory as _};

use self::keys::{Key, OF_PROJECT, TARGETS, ValueKind};
use self::places::MAX_CONFIG;
use self::setting::{ConfigFile, FileOwner, Found, Setting};
use super::args::cli::Cli;
use super::args::options::rule_named;
use super::args::usage;
use super::plan::identity::{ClientIdentity, parse_header};
use super::plan::settings::{check_proxy, parse_resolve};
use crate::error::UsageError;
use crate::text::escape::{clip, escape};
use crate::world::{Trust, World};

/// The files of settings, and what they say.
pub(crate) struct Configuration {
    /// The files that are looked for, the least important first.
    pub(crate) files: Vec<ConfigFile>,
    /// Their settings, with the index of their file, the least important first.
    pub(crate) settings: Vec<(usize, Setting)>,
    /// The keys that there are. Empty where no file was read.
    pub(crate) keys: Vec<Key>,
}

impl Configuration {
    /// Reads the user's file and the project's.
    ///
    /// # Errors
    /// When the file that the environment names is not there, or a file that is used has a setting that cannot be.
    pub(crate) fn read(world: &World<'_>) -> Result<Self, UsageError> {
        let named = places::variable(places::VARIABLE, world);
        let user = match &named {
            Some(path) => Some((FileOwner::Named, path.clone())),
            None => places::user_file(world).map(|path| (FileOwner::User, path)),
        };
        let project = places::project_file(world).map(|path| (FileOwner::Project, path));
        // In the home of the user the same file may be both.
        let project = project.filter(|(_, path)| user.as_ref().is_none_or(|(_, user)| user != path));
        let mut configuration = Self { files: Vec::new(), settings: Vec::new(), keys: Vec::new() };
        for (role, path) in user.into_iter().chain(project) {
            configuration.add(role, path, world)?;
        }
        Ok(configuration)
    }

    fn add(&mut self, role: FileOwner, path: PathBuf, world: &World<'_>) -> Result<(), UsageError> {
        let shown = clip(&escape(&path.to_string_lossy()), 120);
        let no_file = role == FileOwner::Named && path == Path::new("/dev/null");
        let read = if no_file { Ok(None) } else { (world.trusted)(&path, Trust { limit: MAX_CONFIG, links: true }) };
        let (found, bytes) = match read {
            Ok(Some(bytes)) => (Found::Read, bytes),
            Ok(None) if role == FileOwner::Named && !no_file => {
                let error = UsageError::new(format!("{} {shown}: there is no such file", places::VARIABLE));
                return Err(error.help("unset the variable, or set it to /dev/null to use no file"));
            }
            Ok(None) => (Found::Absent, Vec::new()),
            Err(why) => (Found::Ignored(why.to_string()), Vec::new()),
        };
        let (index, is_read) = (self.files.len(), found == Found::Read);
        self.files.push(ConfigFile { role, shown: shown.clone(), found });
        if !is_read {
            return Ok(());
        }
        let located = |error: UsageError| UsageError { reason: format!("{shown}, {}", error.reason), ..error };
        let command = Cli::command();
        if self.keys.is_empty() {
            self.keys = keys::keys(&command);
        }
        for setting in toml::settings(&bytes).map_err(located)? {
            let line = setting.line;
            let of_line = |error: UsageError| {
                let name = &setting.name;
                let reason = error.reason.strip_prefix(&format!("--{name} ")).unwrap_or(&error.reason);
                UsageError { reason: format!("{shown}, line {line}: {reason}"), ..error }
            };
            self.check(&setting, role, &command).map_err(of_line)?;
            let setting = rebased(setting, &path);
            self.settings.push((index, setting));
        }
        self.check_exclusive(index, &shown)
    }

    /// Makes sure that an option of this name is there, that this file may set it, and that it takes the value.
    fn check(&self, setting: &Setting, role: FileOwner, command: &Command) -> Result<(), UsageError> {
        let name = setting.name.as_str();
        let shown = clip(&escape(name), 40);
        let key = self.keys.iter().find(|key| key.name == name);
        if key.is_none() && keys::is_of_one_run(name) && name != TARGETS {
            return Err(UsageError::new(format!("{shown} is for one run, and no file can set it")));
        }
        if key.is_none() && name != TARGETS {
            let help = keys::nearest(&self.keys, name).map(|near| format!("did you mean {near}?"));
            let error = UsageError::new(format!("{shown} is not an option of metstatus"));
            return Err(error.help(help.unwrap_or_else(|| "a key is the long name of an option".to_owned())));
        }
        if role == FileOwner::Project && !OF_PROJECT.contains(&name) {
            let error = UsageError::new(format!("a project's file cannot set {shown}"));
            return Err(error.help(format!(
                "set it in your own file, or as an option; a project's file has {}",
                OF_PROJECT.join(", ")
            )));
        }
        let Some(key) = key else {
            let error = UsageError::new(format!("{shown} is a list of a project's file"));
            return if role == FileOwner::Project { Ok(()) } else { Err(error.help("write it into metstatus.toml")) };
        };
        check_kind(key, setting)?;
        check_meaning(name, &setting.values)?;
        check_form(key, setting, command)
    }

    /// Makes sure that no file sets two options of which only one can hold.
    fn check_exclusive(&self, index: usize, shown: &str) -> Result<(), UsageError> {
        let of_file = || self.settings.iter().filter(|(file, _)| *file == index).map(|(_, setting)| setting);
        let holds = |setting: &&Setting| setting.values.first().is_none_or(|value| value != "false");
        for setting in of_file().filter(holds) {
            let other = keys::excluded_by(&setting.name);
            if let Some(other) = of_file().filter(holds).find(|known| Some(known.name.as_str()) == other) {
                return Err(UsageError::new(format!(
                    "{shown}, line {}: {} cannot be set together with {}, line {}",
                    setting.line, setting.name, other.name, other.line
                )));
            }
        }
        Ok(())
    }

    /// What is to be said of files that are there and not used.
    pub(crate) fn notes(&self) -> impl Iterator<Item = String> {
        self.files.iter().filter_map(|file| match &file.found {
            Found::Ignored(why) => Some(format!("{} is ignored: {why}", file.shown)),
            Found::Read | Found::Absent => None,
        })
    }

    /// The targets of the project's file, with their line and the file, where it lists any.
    pub(crate) fn targets(&self) -> Option<(&Setting, &ConfigFile)> {
        let (file, setting) = self.settings.iter().rfind(|(_, setting)| setting.name == TARGETS)?;
        Some((setting, self.files.get(*file)?))
    }
}

/// Makes sure that a setting has as many values as the option takes.
fn check_kind(key: &Key, setting: &Setting) -> Result<(), UsageError> {
    let is_flag = |value: &String| value == "true" || value == "false";
    let name = &key.name;
    match (key.kind, setting.values.as_slice()) {
        (ValueKind::Flag, [value]) if is_flag(value) => Ok(()),
        (ValueKind::Flag, _) => Err(UsageError::new(format!("{name} is true or false"))),
        (ValueKind::One, [_]) | (ValueKind::Many, _) => Ok(()),
        (ValueKind::One, _) => Err(UsageError::new(format!("{name} takes one value, not a list"))),
    }
}

/// Makes sure of what is otherwise found out when the option is used, so the message names the file.
fn check_meaning(name: &str, values: &[String]) -> Result<(), UsageError> {
    for value in values {
        match name {
            "contact" => drop(ClientIdentity::new(None, Some(value.clone()))?),
            "user-agent" => drop(ClientIdentity::new(Some(value.clone()), None)?),
            "header" if !value.starts_with('@') => drop(parse_header(value)?),
            "resolve" => drop(parse_resolve(value)?),
            "proxy" => drop(check_proxy(value.into(), name)?),
            "allow" | "warn" | "deny" => drop(rule_named(value)?),
            _ => {}
        }
    }
    Ok(())
}

/// Makes sure that the command line would take the value.
fn check_form(key: &Key, setting: &Setting, command: &Command) -> Result<(), UsageError> {
    use clap::error::ErrorKind::{InvalidValue, ValueValidation};
    if key.kind == ValueKind::Flag {
        return Ok(());
    }
    let sub = key.commands.first().cloned().flatten();
    for value in &setting.values {
        let words = std::iter::once("metstatus".to_owned()).chain(sub.clone());
        let words = words.chain([format!("--{}={value}", key.name)]);
        match command.clone().try_get_matches_from(words) {
            Err(error) if matches!(error.kind(), InvalidValue | ValueValidation) => {
                return Err(usage::explained(&error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// A setting whose relative paths are those below the folder of its file: what the working folder happens to hold must
/// not become a certificate authority.
fn rebased(mut setting: Setting, file: &Path) -> Setting {
    let folder = crate::store::folder(file);
    let is_name = |value: &str| value == "-" || value.starts_with("/dev/");
    let below = |value: &str| folder.join(value).to_string_lossy().into_owned();
    for value in &mut setting.values {
        let rebased = match setting.name.as_str() {
            "cacert" | "state" | "key-file" | "output" if !is_name(value) => Some(below(value)),
            "header" => {
                value.strip_prefix('@').filter(|value| !is_name(value)).map(|value| format!("@{}", below(value)))
            }
            "report" => value.split_once('=').map(|(format, value)| format!("{format}={}", below(value))),
            _ => None,
        };
        if let Some(rebased) = rebased {
            *value = rebased;
        }
    }
    setting
}
