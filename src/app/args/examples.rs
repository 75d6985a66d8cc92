//! What the help of a command shows first, and what is printed in place of a report when there is no target.

/// Those of targets.
pub(super) const EXAMPLES: &str = "\
Examples:
  metstatus 403                    what 403 means at MET, and what to do
  metstatus 'too many requests'    the same, by the words in a log
  metstatus --contact MAIL 'locationforecast/2.0/compact?lat=60.1&lon=9.58'
                                   check a product, and whether caching works
  metstatus -A 'okhttp/4.12.0' --contact MAIL URL
                                   diagnose another client's User-Agent
  curl -sSv URL 2>&1 | metstatus read -
                                   diagnose a captured response
  metstatus read page.har          a browser's recording, or an access log";

/// What is printed without arguments.
pub(crate) const SHORT_HELP: &str = "\
metstatus: give a status code or a URL

Usage: metstatus [OPTIONS] TARGET...

  metstatus 403                    what 403 means at MET, and what to do
  metstatus --contact MAIL 'locationforecast/2.0/compact?lat=60.1&lon=9.58'
                                   check a product, and whether caching works

See metstatus --help for more.
";

/// What is printed without arguments when standard input may be a pipe.
pub(crate) const PIPE_HELP: &str = "\
metstatus: give a status code or a URL; - reads standard input

  COMMAND | metstatus -            read a target, a capture or pasted text
  COMMAND | metstatus read         read a capture or pasted text
  metstatus 403                    what 403 means at MET, and what to do

See metstatus --help for more.
";

pub(super) const CONFIG_EXAMPLES: &str = "\
Files; the second takes precedence over the first:
  ~/.config/metstatus/config.toml  yours; METSTATUS_CONFIG names another
  metstatus.toml                   a project's, in its folder or above

  contact = \"MAIL\"                the long name of an option, and its value
  allow = [\"no-validator\"]        a list";

pub(super) const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  metstatus completions bash > ~/.local/share/bash-completion/completions/metstatus
  metstatus completions zsh > ~/.zfunc/_metstatus     (a folder in fpath)
  metstatus completions fish > ~/.config/fish/completions/metstatus.fish
  metstatus completions powershell >> $PROFILE";

pub(super) const MAN_EXAMPLES: &str = "\
Examples:
  metstatus man | man -l -                 read it
  metstatus man metstatus-report -o ~/.local/share/man/man5/metstatus-report.5";

pub(super) const AUDIT_EXAMPLES: &str = "\
Examples:
  metstatus audit access.log access.log.*.gz
  metstatus audit --vantage outbound --by address access.log
  metstatus audit --log-format '%h %t \"%r\" %>s' access.log
  ssh HOST metstatus audit --partial access.log > host.part
  metstatus audit --merge *.part";

pub(super) const SANDBOX_EXAMPLES: &str = "\
Examples:
  metstatus sandbox -- npm test
  metstatus sandbox --scenario outage --report junit=met.xml -- pytest
  metstatus sandbox --list-scenarios
  metstatus sandbox                serve until Ctrl-C";

pub(super) const READ_EXAMPLES: &str = "\
Examples:
  curl -sSv -A 'my-app/1.0 MAIL' URL 2>&1 | metstatus read -
  metstatus read --at 2026-03-30T13:22:46Z response.txt
  metstatus read page.har          a browser's recorded requests
  metstatus read access.log        requests of a client or proxy, grouped";
