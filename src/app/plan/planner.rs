//! Plans: how the URLs of a run are asked, all with the same identity, fields and bounds.

use std::ffi::{OsStr, OsString};
use std::io::Read as _;
use std::path::Path;

use super::identity::{ClientIdentity, parse_header};
use super::request::{self, Bounds};
use super::settings::into_utf8;
use crate::app::args::choices::{ChangelogChoice, ControlsWhen, ReplayChoice};
use crate::app::args::request::RequestOptions;
use crate::error::UsageError;
use crate::http::caching::conditional::is_condition;
use crate::http::uri::target::Url;
use crate::inquiry::plan::{ChangelogWhen, Plan};
use crate::inquiry::revalidate::ReplayWhen;
use crate::text::escape::{clip, escape};
use crate::text::size::format_size;
use crate::world::World;

/// Makes plans for URLs, all with the same identity, fields and bounds.
pub(crate) struct Planner {
    identity: ClientIdentity,
    headers: Vec<(String, String)>,
    bounds: Bounds,
    /// Whether nothing is to be sent.
    pub(crate) dry_run: bool,
}

impl Planner {
    /// Reads identity, fields and bounds from the options and the environment.
    ///
    /// # Errors
    /// When one of them cannot be used.
    pub(crate) fn new(asking: &RequestOptions, world: &mut World<'_>) -> Result<Self, UsageError> {
        let (identity, headers) = identity_and_headers(asking, world)?;
        let condition = headers.iter().find(|(name, _)| is_condition(name));
        if let Some((name, _)) = condition.filter(|_| asking.state.is_some()) {
            return Err(UsageError::new(format!(
                "--state sends its own conditions and cannot be combined with -H {name}"
            ))
            .help("use only one of them"));
        }
        if asking.state.is_some() && asking.thorough {
            return Err(UsageError::new("--state cannot be combined with --thorough")
                .help("--state sends only the scheduled request; omit it for a thorough check"));
        }
        if asking.state.is_some() && asking.replay == ReplayChoice::Wait {
            return Err(UsageError::new("--state cannot be combined with --replay wait")
                .help("with --state, the first run after the expiry is the repeated request"));
        }
        let bounds = Bounds {
            controls: asking.controls == ControlsWhen::Auto,
            changelog: match asking.changelog {
                ChangelogChoice::Auto => ChangelogWhen::Auto,
                ChangelogChoice::Always => ChangelogWhen::Always,
                ChangelogChoice::Never => ChangelogWhen::Never,
            },
            replay: match asking.replay {
                ReplayChoice::Now => ReplayWhen::Now,
                ReplayChoice::Wait => ReplayWhen::AfterExpiry,
                ReplayChoice::Never => ReplayWhen::Never,
            },
            thorough: asking.thorough,
            max_redirects: asking.max_redirects,
            max_body: asking.max_body,
            time: asking.timeout,
        };
        Ok(Self { identity, headers, bounds, dry_run: asking.dry_run })
    }

    /// Makes sure that a URL may be requested.
    ///
    /// # Errors
    /// When the URL is MET's and the request does not say who asks.
    pub(crate) fn permit(&self, url: &Url) -> Result<(), UsageError> {
        if self.dry_run { Ok(()) } else { request::permit(url, &self.identity, &self.headers) }
    }

    /// The plan for a URL that [`Planner::permit`] lets through.
    pub(crate) fn plan(&self, url: Url) -> Plan {
        request::plan(url, &self.identity, &self.headers, self.bounds, self.dry_run)
    }
}

fn identity_and_headers(
    asking: &RequestOptions,
    world: &mut World<'_>,
) -> Result<(ClientIdentity, Vec<(String, String)>), UsageError> {
    let user_agent = option_or_env(asking.caller.user_agent.clone(), "METSTATUS_USER_AGENT", "--user-agent", world)?;
    let contact = option_or_env(asking.caller.contact.clone(), "METSTATUS_CONTACT", "--contact", world)?;
    let mut headers = Vec::new();
    for header in &asking.headers {
        match header.as_encoded_bytes().strip_prefix(b"@") {
            Some(_) => headers.extend(headers_of_file(header, world)?),
            None => headers.push(parse_header(&into_utf8(header.clone(), "--header")?)?),
        }
    }
    let count = |name: &str| headers.iter().filter(|(own, _)| own.eq_ignore_ascii_case(name)).count();
    if count("user-agent") + usize::from(asking.caller.user_agent.is_some()) > 1 || count("host") > 1 {
        return Err(UsageError::new("User-Agent or Host was given twice, with --user-agent or --header"));
    }
    Ok((ClientIdentity::new(user_agent, contact)?, headers))
}

/// The value of an option, or of a variable that is set and not empty.
fn option_or_env(
    option: Option<OsString>,
    variable: &str,
    name: &str,
    world: &World<'_>,
) -> Result<Option<String>, UsageError> {
    match option {
        Some(value) => into_utf8(value, name).map(Some),
        None => match (world.env)(variable).filter(|value| !value.is_empty()) {
            Some(value) => into_utf8(value, variable).map(Some),
            None => Ok(None),
        },
    }
}

/// The largest file of fields that is read, in bytes.
pub const MAX_HEADERS: u64 = 256 * 1024;

/// Reads the fields in the file of `-H @FILE`, one a line; lines that begin with # are comments.
fn headers_of_file(option: &OsStr, world: &mut World<'_>) -> Result<Vec<(String, String)>, UsageError> {
    let file = option.to_string_lossy();
    let name = clip(&escape(&file), 80);
    let wrong = |reason: String| UsageError::new(format!("-H {name}: {reason}"));
    let mut bytes = Vec::new();
    let most = MAX_HEADERS + 1;
    let read = match file.strip_prefix('@') {
        Some("-") => world.stdin.take(most).read_to_end(&mut bytes),
        _ => (world.open)(&path_of(option)).and_then(|opened| opened.reader.take(most).read_to_end(&mut bytes)),
    };
    read.map_err(|error| wrong(error.to_string()))?;
    if bytes.len() as u64 > MAX_HEADERS {
        return Err(wrong(format!("it is larger than {}, the limit", format_size(MAX_HEADERS))));
    }
    let text = String::from_utf8(bytes).map_err(|_| wrong("it is not UTF-8".to_owned()))?;
    let mut headers = Vec::new();
    for (line, number) in text.trim_start_matches('\u{feff}').lines().zip(1..) {
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        if !line.contains(':') {
            // It may be a secret without its name, so it is not shown.
            return Err(wrong(format!("line {number}: it is not a header")).help("write it as Name: value"));
        }
        let header = parse_header(line)
            .map_err(|error| UsageError { reason: format!("-H {name}, line {number}: {}", error.reason), ..error })?;
        headers.push(header);
    }
    Ok(headers)
}

/// The path in `@FILE`, which need not be UTF-8.
#[cfg(unix)]
fn path_of(option: &OsStr) -> std::path::PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    let bytes = option.as_bytes();
    Path::new(OsStr::from_bytes(bytes.strip_prefix(b"@").unwrap_or(bytes))).to_owned()
}

/// The path in `@FILE`.
#[cfg(not(unix))]
fn path_of(option: &OsStr) -> std::path::PathBuf {
    let text = option.to_string_lossy();
    Path::new(text.strip_prefix('@').unwrap_or(&text)).to_owned()
}
