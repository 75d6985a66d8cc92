//! What the completions offer beside the names of options: ids, codes with their phrases, products, files.
//!
//! The program takes more than these (any URL, any version), so they do not restrict the command line
//! itself: they are put into a copy of it, from which the completions are made.

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, Command, CommandFactory as _, ValueHint};
use clap_complete::Shell;
use metstatus::internals::app::args::cli::Cli;
use metstatus::internals::diagnosis::lookup::{known_codes, phrase};
use metstatus::internals::diagnosis::rules;
use metstatus::internals::met::products::{self, VersionStatus};

/// The file of a shell's completions, with its content.
pub(crate) fn completions(shell: Shell) -> (&'static str, String) {
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut command(), "metstatus", &mut out);
    let script = String::from_utf8(out).unwrap();
    match shell {
        Shell::Bash => ("metstatus.bash", options_after_a_hyphen(&lists_of_bash(&script))),
        Shell::Elvish => ("metstatus.elv", script),
        Shell::Fish => ("metstatus.fish", operands_of_fish(&script)),
        Shell::PowerShell => ("_metstatus.ps1", script),
        Shell::Zsh => ("_metstatus", lists_of_zsh(&script)),
        other => panic!("a shell without a file: {other}"),
    }
}

fn command() -> Command {
    let hinted = |arg: Arg| match arg.get_id().as_str() {
        "cacert" | "files" | "lists" | "output" | "state" => arg.value_hint(ValueHint::FilePath),
        "allow" | "warn" | "deny" | "ids" => arg.value_parser(PossibleValuesParser::new(ids())),
        // Everything else that is free text: files would only mislead.
        _ if arg.get_possible_values().is_empty() => arg.value_hint(ValueHint::Other),
        _ => arg,
    };
    Cli::command()
        .mut_args(hinted)
        .mut_subcommands(move |sub| sub.mut_args(hinted))
        .mut_arg("targets", |arg| arg.value_parser(PossibleValuesParser::new(codes())))
        .mut_subcommand("codes", |sub| sub.mut_arg("class", |arg| arg.value_parser(PossibleValuesParser::new(codes()))))
        .mut_subcommand("products", |sub| {
            sub.mut_arg("name", |arg| arg.value_parser(PossibleValuesParser::new(names())))
        })
}

fn ids() -> Vec<PossibleValue> {
    rules::all().map(|rule| PossibleValue::new(rule.id).help(rule.title)).collect()
}

fn codes() -> Vec<PossibleValue> {
    let mut codes = known_codes();
    codes.sort_unstable();
    let code =
        |code: u16| PossibleValue::new(code.to_string().leak() as &'static str).help(phrase(code).unwrap_or("a class"));
    codes.into_iter().map(code).collect()
}

/// The products, and the versions of each that may be asked.
fn names() -> Vec<PossibleValue> {
    let about = |product: &str| {
        let current = products::versions(product).filter(|version| version.state == VersionStatus::Current);
        current.last().map_or("no current version".to_owned(), |version| format!("current: {}", version.version))
    };
    // A name of more than one word is none that can be asked.
    products::products()
        .filter(|name| !name.contains(' '))
        .map(|name| PossibleValue::new(name).help(about(name).leak() as &'static str))
        .collect()
}

/// Offers options only to a word that begins like one, so an empty word is completed to files or values.
fn options_after_a_hyphen(script: &str) -> String {
    let only_words = "\
_metstatus_words() {
    _metstatus \"$@\"
    if [[ \"$2\" != -* ]]; then
        local word words=()
        for word in \"${COMPREPLY[@]}\"; do
            [[ \"$word\" == -* ]] || words+=(\"$word\")
        done
        COMPREPLY=(\"${words[@]}\")
    fi
}

";
    let (function, registration) = script.rsplit_once("if [[ \"${BASH_VERSINFO[0]}\" -eq 4").unwrap();
    let registration = registration.replace("complete -F _metstatus ", "complete -F _metstatus_words ");
    format!("{function}{only_words}if [[ \"${{BASH_VERSINFO[0]}}\" -eq 4{registration}")
}

/// The lists that stand in several places of a script, by the names of the functions that hold them there.
fn lists() -> [(&'static str, Vec<PossibleValue>); 3] {
    [("rules", ids()), ("codes", codes()), ("products", names())]
}

/// A script with each list in one place in place of many.
fn lists_of_bash(script: &str) -> String {
    lists().iter().fold(script.to_owned(), |script, (name, values)| {
        let words: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
        let words = words.join(" ");
        let function = format!("_metstatus_{name}() {{\n    echo \"{words}\"\n}}\n\n");
        format!("{function}{}", script.replace(&words, &format!("$(_metstatus_{name})")))
    })
}

fn lists_of_zsh(script: &str) -> String {
    let (start, end) = script.rsplit_once("if [ \"$funcstack[1]\"").unwrap();
    let (mut script, mut functions) = (subcommands_first(start), String::new());
    for (name, values) in lists() {
        let first = format!("(({}\\:", values.first().unwrap().get_name());
        while let Some(at) = script.find(&first) {
            let length = script[at..].find("))").unwrap() + 2;
            script.replace_range(at..at + length, &format!("_metstatus_{name}"));
        }
        functions += &format!("_metstatus_{name}() {{\n    local -a values\n    values=(\n");
        for value in &values {
            let help = value.get_help().unwrap().to_string().replace('\\', "\\\\").replace('\'', "'\\''");
            functions += &format!("        '{}:{help}'\n", value.get_name());
        }
        functions += &format!("    )\n    _describe -t {name} {name} values\n}}\n\n");
    }
    format!("{script}{functions}if [ \"$funcstack[1]\"{end}")
}

/// The generator takes the first word for a target and looks for a subcommand after it, where none can be. Here the
/// first word is a subcommand or a target.
fn subcommands_first(script: &str) -> String {
    let mut script = script.replace("$line[2]", "$line[1]");
    let from = script.find("'::targets -- ").unwrap();
    let to = from + script[from..].find("\":: :_metstatus_commands\"").unwrap();
    script.replace_range(from..to, "");
    // After a target stand options and more targets.
    let end = "        esac\n    ;;\nesac\n}\n\n(( $+functions[_metstatus_commands] ))";
    assert!(script.contains(end));
    script = script.replace(end, &format!("(*)\n_metstatus && ret=0\n;;\n{end}"));
    let commands = "_describe -t commands 'metstatus commands' commands \"$@\"";
    assert!(script.contains(commands));
    script.replace(commands, &format!("{commands}\n    _metstatus_codes"))
}

/// The generator for fish knows options alone, so the operands are added.
fn operands_of_fish(script: &str) -> String {
    let parsed = "argparse -s (__fish_metstatus_global_optspecs) -- $cmd 2>/dev/null\n";
    assert!(script.contains(parsed));
    let names: Vec<String> = self::command().get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let seen = format!("__fish_seen_subcommand_from {} help", names.join(" "));
    assert!(script.contains(&seen));
    // After `help` is `help`, so having seen it must not end the completion of its operand.
    let script = script.replace(&seen, seen.trim_end_matches(" help"));
    let operand = "if set -q argv[1]\n";
    assert!(script.contains(operand));
    // After a target stand options and more targets.
    let command = format!("if set -q argv[1]; and contains -- $argv[1] {} help\n", names.join(" "));
    let script = script.replace(operand, &command);
    // An option whose value is still to be typed is an error to argparse, and would end all completion there.
    let without_last = parsed.replace("$cmd ", "$cmd[1..-2] ");
    let mut script = script.replace(parsed, &format!("{parsed}    or {without_last}"));
    let mut functions = String::new();
    for (name, values) in lists() {
        let first = format!("-a \"{}\\t'", values.first().unwrap().get_name());
        while let Some(at) = script.find(&first) {
            let length = 4 + script[at + 4..].find("'\"").unwrap() + 2;
            script.replace_range(at..at + length, &format!("-a \"(__fish_metstatus_{name})\""));
        }
        functions += &format!("function __fish_metstatus_{name}\n    printf '%s\\t%s\\n' \\\n");
        let quoted = |text: &str| text.replace('\\', "\\\\").replace('\'', "\\'");
        let lines: Vec<String> = values
            .iter()
            .map(|value| format!("        '{}' '{}'", value.get_name(), quoted(&value.get_help().unwrap().to_string())))
            .collect();
        functions += &format!("{}\nend\n\n", lines.join(" \\\n"));
    }
    for (condition, list) in [
        ("__fish_metstatus_needs_command", "codes"),
        ("__fish_metstatus_using_subcommand codes", "codes"),
        ("__fish_metstatus_using_subcommand products", "products"),
        ("__fish_metstatus_using_subcommand rules", "rules"),
    ] {
        script += &format!("complete -c metstatus -n \"{condition}\" -f -a \"(__fish_metstatus_{list})\"\n");
    }
    format!("{functions}{script}")
}
