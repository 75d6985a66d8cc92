//! What a file may set: the long names of the options.

use clap::{Arg, ArgAction, Command};

use crate::text::suggest;

/// How many values a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ValueKind {
    /// True or false.
    Flag,
    /// One.
    One,
    /// A list.
    Many,
}

/// An option as a key of a file.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    /// The long name.
    pub(crate) name: String,
    /// The name in the code.
    pub(crate) id: String,
    /// The subcommands that have it; `None` is the command itself.
    pub(crate) commands: Vec<Option<String>>,
    /// How many values it takes.
    pub(crate) kind: ValueKind,
    /// What holds where nothing sets it.
    pub(crate) default: Option<String>,
}

/// The list of targets, which only a project's file has.
pub(crate) const TARGETS: &str = "targets";

/// What a project's file may set: nothing that decides what is sent, to whom, in whose name, or what is written where.
pub(crate) const OF_PROJECT: [&str; 10] =
    ["rate", "format", "eol-warning", "eol-critical", "warning", "critical", "allow", "warn", "deny", TARGETS];

/// The keys of the severities, from which every file adds to the others.
pub(crate) const SEVERITIES: [&str; 3] = ["allow", "warn", "deny"];

/// Options that say what one run is about.
const OF_ONE_RUN: [&str; 14] = [
    "help",
    "version",
    "as-curl",
    "dry-run",
    "at",
    "url",
    "since",
    "until",
    "partial",
    "merge",
    "refresh",
    "explain",
    "list-scenarios",
    TARGETS,
];

/// Options of a subcommand that mean something else there than the option of the same name.
const OTHER_MEANING: [(&str, &str); 1] = [("read", "user_agent")];

/// Options of which only one may hold, the one that was set last.
const EXCLUSIVE: [[&str; 2]; 4] = [["quiet", "verbose"], ["brief", "no-brief"], ["ipv4", "ipv6"], ["cacert", "roots"]];

/// The one that cannot hold beside an option.
pub(crate) fn excluded_by(name: &str) -> Option<&'static str> {
    EXCLUSIVE.iter().find_map(|[one, other]| match name {
        _ if name == *one => Some(*other),
        _ if name == *other => Some(*one),
        _ => None,
    })
}

/// Whether an option is for one run, so no file can set it.
pub(crate) fn is_of_one_run(name: &str) -> bool {
    OF_ONE_RUN.contains(&name)
}

/// The keys in the order of the command line.
pub(crate) fn keys(command: &Command) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    let commands = std::iter::once((None, command)).chain(command.get_subcommands().map(|sub| (Some(sub), sub)));
    for (sub, command) in commands {
        let sub = sub.map(|sub| sub.get_name().to_owned());
        for arg in command.get_arguments() {
            let Some(name) = arg.get_long().filter(|name| !is_of_one_run(name)) else { continue };
            let id = arg.get_id().as_str();
            if sub.as_deref().is_some_and(|sub| OTHER_MEANING.contains(&(sub, id))) {
                continue;
            }
            match keys.iter_mut().find(|key| key.name == name) {
                Some(key) => key.commands.push(sub.clone()),
                None => keys.push(key(name, arg, sub.clone())),
            }
        }
    }
    keys
}

fn key(name: &str, arg: &Arg, sub: Option<String>) -> Key {
    let kind = match arg.get_action() {
        ArgAction::Append => ValueKind::Many,
        ArgAction::SetTrue | ArgAction::SetFalse => ValueKind::Flag,
        _ => ValueKind::One,
    };
    let default = match kind {
        ValueKind::Flag => Some("false".to_owned()),
        ValueKind::One | ValueKind::Many => {
            arg.get_default_values().first().map(|value| value.to_string_lossy().into_owned())
        }
    };
    Key { name: name.to_owned(), id: arg.get_id().as_str().to_owned(), commands: vec![sub], kind, default }
}

/// The key that a mistyped one was meant for.
pub(crate) fn nearest<'a>(keys: &'a [Key], name: &str) -> Option<&'a str> {
    let name = name.to_ascii_lowercase().replace('_', "-");
    suggest::nearest(keys.iter().map(|key| key.name.as_str()).chain([TARGETS]), &name)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::app::args::cli::Cli;

    #[test]
    fn keys_are_the_long_names_of_options() {
        let keys = keys(&Cli::command());
        let of = |name: &str| keys.iter().find(|key| key.name == name);
        for (name, kind, default) in [
            ("contact", ValueKind::One, None),
            ("timeout", ValueKind::One, Some("10s")),
            ("header", ValueKind::Many, None),
            ("allow", ValueKind::Many, None),
            ("quiet", ValueKind::Flag, Some("false")),
            ("log-format", ValueKind::One, Some("auto")),
            ("max-input", ValueKind::One, Some("50331648")),
        ] {
            let key = of(name).unwrap_or_else(|| panic!("{name}"));
            assert_eq!((key.kind, key.default.as_deref()), (kind, default), "{name}");
        }
        for name in ["help", "version", "dry-run", "merge", "at", "url", "targets"] {
            assert!(of(name).is_none(), "{name}");
        }
        let user_agent = of("user-agent").unwrap();
        assert!(user_agent.commands.contains(&None) && !user_agent.commands.contains(&Some("read".to_owned())));
    }

    #[test]
    fn keys_for_projects_and_their_exclusions_exist() {
        let keys = keys(&Cli::command());
        let known = |name: &str| name == TARGETS || keys.iter().any(|key| key.name == name);
        assert!(OF_PROJECT.iter().chain(&SEVERITIES).chain(EXCLUSIVE.iter().flatten()).all(|name| known(name)));
    }

    #[test]
    fn mistyped_key_leads_to_the_near_one() {
        let keys = keys(&Cli::command());
        for (typed, meant) in [
            ("contcat", Some("contact")),
            ("user_agent", Some("user-agent")),
            ("eol-warn", None),
            ("Timeout", Some("timeout")),
            ("target", Some("targets")),
            ("colour", Some("color")),
            ("xyzzy", None),
        ] {
            assert_eq!(nearest(&keys, typed), meant, "{typed}");
        }
    }
}
