//! What clap finds wrong with a command line, in the words and the look of every other message of the program.

use clap::CommandFactory as _;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::cli::Cli;
use crate::error::UsageError;
use crate::text::escape::{clip, escape};
use crate::text::shell::quoted;
use crate::text::suggest;

/// The most characters of a line that quotes the command line.
const LONGEST_LINE: usize = 300;

/// The message: clap's reason in one line, and what to do about it.
pub(crate) fn explained(error: &clap::Error) -> UsageError {
    let text = error.render().to_string();
    let mut paragraphs = text.split("\n\n");
    let mut first = paragraphs.next().unwrap_or_default().lines();
    let mut reason = first.next().unwrap_or_default().trim_start_matches("error: ").to_owned();
    let mut help: Vec<String> =
        hint(error).map(str::to_owned).or_else(|| bare_command(error, &text)).into_iter().collect();
    for line in first.map(str::trim) {
        match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            Some(values) => help.push(values.to_owned()),
            None => reason = format!("{reason} {line}"),
        }
    }
    let (tips, usage): (Vec<&str>, Vec<&str>) = paragraphs.partition(|part| part.trim_start().starts_with("tip: "));
    let is_use = |tip: &&str| help.is_empty() && !tip.contains(" as a value, use ");
    let tips: Vec<String> = tips
        .iter()
        .flat_map(|tips| tips.lines())
        .filter(is_use)
        .map(|tip| tip.trim().replacen("tip: ", "", 1))
        .collect();
    help.extend(tips);
    let usage = usage.iter().find_map(|part| part.strip_prefix("Usage: ")).map(str::trim);
    match (error.kind(), usage) {
        _ if !help.is_empty() => {}
        (ErrorKind::ValueValidation | ErrorKind::InvalidValue, _) => {}
        (ErrorKind::MissingRequiredArgument, Some(usage)) => help.push(format!("write {usage}")),
        _ => help.push(format!("{} --help lists the options", usage.map_or("metstatus", command))),
    }
    let lines: Vec<String> = help.iter().map(|line| clip(&escape(line), LONGEST_LINE)).collect();
    let reason = UsageError::new(clip(&escape(&reason), LONGEST_LINE));
    if lines.is_empty() { reason } else { reason.help(lines.join("\n")) }
}

/// The command that a usage is of: `metstatus audit` of `metstatus audit [OPTIONS] <FILE|->...`.
fn command(usage: &str) -> &str {
    usage.split(['[', '<', '-']).next().unwrap_or_default().trim_end()
}

/// What to do here in place of an option of curl.
fn hint(error: &clap::Error) -> Option<&'static str> {
    if error.kind() != ErrorKind::UnknownArgument {
        return None;
    }
    let Some(ContextValue::String(option)) = error.get(ContextKind::InvalidArg) else { return None };
    of_curl(option.split('=').next().unwrap_or_default())
}

/// What to do about a command for the sandbox that was written without `--`; `text` is the message with its usage.
fn bare_command(error: &clap::Error, text: &str) -> Option<String> {
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidArg) else { return None };
    let is_bare = error.kind() == ErrorKind::UnknownArgument
        && !word.starts_with('-')
        && text.contains("Usage: metstatus sandbox ");
    is_bare.then_some(())?;
    Some(format!("write the command after --: metstatus sandbox -- {}", quoted(word)?))
}

/// The subcommand that a word was meant for, where it is near enough.
pub(crate) fn near_command(word: &str) -> Option<String> {
    let word = word.to_ascii_lowercase();
    let command = Cli::command();
    (word.len() > 2).then_some(())?;
    suggest::nearest(command.get_subcommands().map(clap::Command::get_name), &word).map(str::to_owned)
}

/// How metstatus does what an option of curl, or of a tool like it, asks for. Options that both have are not here.
fn of_curl(option: &str) -> Option<&'static str> {
    Some(match option {
        "-k" | "--insecure" => {
            "certificates are always verified; --cacert FILE trusts a certificate authority of your own"
        }
        "-L" | "--location" | "--follow" => "redirects are followed already; --max-redirects N limits how many",
        "-X" | "--request" | "-d" | "--data" | "--data-raw" | "--data-binary" | "--data-urlencode" | "-F"
        | "--form" | "-T" | "--upload-file" => "metstatus sends GET requests only",
        "-I" | "--head" => "metstatus sends GET requests only; -v shows the header of the response",
        "-G" | "--get" => "metstatus sends GET requests; write the parameters into the URL",
        "-u" | "--user" | "-n" | "--netrc" => "send an Authorization header: -H @FILE keeps it out of the command line",
        "-U" | "--proxy-user" => "write the credentials into the proxy's URL: --proxy http://USER:PASSWORD@HOST:PORT",
        "-x" => "write --proxy URL",
        "--noproxy" => "set the variable no_proxy, or give --proxy '' to use no proxy",
        "-b" | "--cookie" => "send the cookie as a header: -H 'Cookie: NAME=VALUE'",
        "-e" | "--referer" => "send it as a header: -H 'Referer: URL'",
        "--compressed" => "gzip is offered already; -H 'Accept-Encoding:' leaves it out",
        "-i" | "--include" | "-D" | "--dump-header" | "--verbose-header" => "-v shows the header of the response",
        "-s" | "--silent" => "metstatus -q prints nothing; the exit code has the verdict",
        "-S" | "--show-error" => "errors are always shown",
        "-m" | "--max-time" | "--connect-timeout" => "write --timeout DURATION, such as --timeout 30s",
        "--retry" | "--retry-delay" | "--retry-all-errors" => {
            "metstatus does not repeat failed requests; run it again later"
        }
        "-z" | "--time-cond" => "metstatus sends If-Modified-Since by itself; see --replay and --state",
        "-E" | "--cert" | "--key" => "metstatus cannot send a client certificate",
        "-0" | "--http1.0" | "--http1.1" | "--http2" | "--http3" => "metstatus speaks HTTP/1.1",
        "-Z" | "--parallel" => "several hosts are checked at once; --jobs N sets how many",
        "--url" => "give the URL without an option",
        "-K" | "--config" => "metstatus does not read curl's configuration",
        "--json" => "write -f json",
        // Options by which other programs print what subcommands print here.
        "--completions" | "--completion" | "--generate" | "--generate-completion" | "--generate-completions" => {
            "write metstatus completions SHELL; the shells are bash, zsh, fish, elvish and powershell"
        }
        "--man" | "--manual" => "write metstatus man",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::args::help;

    fn refused(args: &[&str]) -> UsageError {
        let argv: Vec<_> = std::iter::once("metstatus").chain(args.iter().copied()).map(Into::into).collect();
        explained(&help::parse(&argv, 80).unwrap_err())
    }

    #[test]
    fn options_of_curl_get_a_hint_in_place_of_a_tip() {
        for (args, hint) in [
            (&["-k", "https://api.met.no/"][..], "--cacert"),
            (&["--insecure", "https://api.met.no/"], "--cacert"),
            (&["-kL", "https://api.met.no/"], "--cacert"),
            (&["-L", "https://api.met.no/"], "--max-redirects"),
            (&["-X", "POST", "https://api.met.no/"], "GET requests only"),
            (&["--request=POST", "https://api.met.no/"], "GET requests only"),
            (&["--user", "a:b", "https://api.met.no/"], "-H @FILE"),
            (&["-u", "a:b", "https://api.met.no/"], "-H @FILE"),
            (&["--max-time", "3", "403"], "--timeout"),
            (&["--json", "403"], "-f json"),
            (&["--completions", "bash"], "metstatus completions SHELL"),
            (&["--man"], "metstatus man"),
        ] {
            let help = refused(args).help.unwrap_or_default();
            assert!(
                help.contains(hint) && !help.contains("similar") && !help.contains("as a value"),
                "{args:?}: {help}"
            );
        }
    }

    #[test]
    fn word_is_taken_for_a_near_subcommand_only() {
        for (word, command) in [
            ("completion", Some("completions")),
            ("complitions", Some("completions")),
            ("product", Some("products")),
            ("Audti", Some("audit")),
            ("reed", Some("read")),
            ("mann", Some("man")),
            ("ma", None),
            ("forbidden", None),
            ("sunrise", None),
            ("", None),
        ] {
            assert_eq!(near_command(word).as_deref(), command, "{word}");
        }
    }

    #[test]
    fn hints_are_only_for_options_that_metstatus_does_not_have() {
        let command = help::command(80);
        let shorts = command.get_arguments().filter_map(|arg| arg.get_short()).map(|short| format!("-{short}"));
        let longs = command.get_arguments().filter_map(|arg| arg.get_long()).map(|long| format!("--{long}"));
        let known: Vec<String> = shorts.chain(longs).filter(|option| of_curl(option).is_some()).collect();
        assert_eq!(known, Vec::<String>::new());
    }

    #[test]
    fn reasons_take_one_line_and_keep_their_values() {
        let cases: [(&[&str], &str, &str); 6] = [
            (&["-f", "xml", "403"], "invalid value 'xml' for '--format <FORMAT>'", "possible values: human, json"),
            (&["--timout", "3s"], "unexpected argument '--timout' found", "--timeout"),
            (&["-q", "-v", "403"], "the argument '--quiet' cannot be used with '--verbose'", "metstatus --help"),
            (&["--wibble", "403"], "unexpected argument '--wibble' found", "metstatus --help"),
            (&["audit", "--wibble", "a.log"], "unexpected argument '--wibble' found", "metstatus audit --help"),
            (&["--contact"], "a value is required for '--contact <MAIL|URL>' but none was supplied", ""),
        ];
        for (args, reason, help) in cases {
            let error = refused(args);
            assert_eq!(error.reason, reason);
            let said = error.help.unwrap_or_default();
            assert!(said.contains(help), "{args:?}: {said}");
        }
    }
}
