//! What an operand means: something to look up, or a URL to request.

use std::ffi::OsStr;

use super::typed;
use crate::app::args::usage;
use crate::diagnosis::lookup::{self, Subject};
use crate::error::UsageError;
use crate::http::uri::target::Url;
use crate::met::products::{self, VersionStatus};
use crate::text::escape::{Text, clip, escape};
use crate::text::secret::{REDACTED, redact_urls};
/// Something to explain or to check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// To be looked up, without any request.
    LookUp(Subject),
    /// To be asked.
    Ask(Url),
}

impl Target {
    /// Reads an operand: what can be looked up, a URL, a host of MET's without scheme, or a path below
    /// `https://api.met.no/weatherapi/`.
    ///
    /// # Errors
    /// When the operand is none of these.
    pub(crate) fn parse(operand: &OsStr) -> Result<Self, UsageError> {
        let Some(text) = operand.to_str() else {
            let shown = Text::new(operand.as_encoded_bytes()).clipped(80);
            return Err(UsageError::new(format!("\"{shown}\" is not UTF-8"))
                .help("percent-encode the non-ASCII bytes of a URL"));
        };
        let shown = clip(&without_login(&redact_urls(&escape(text))), 80);
        let text = typed::bare(text);
        let with_scheme = typed::with_scheme(text);
        let text = with_scheme.as_deref().unwrap_or(text);
        if let Some(subject) = Subject::parse(text) {
            return subject.map(Self::LookUp).map_err(|reason| UsageError::new(format!("\"{shown}\": {reason}")));
        }
        if (text.contains("://") || is_other_scheme(text)) && !is_prose(text) {
            return Url::parse(text).map(Self::Ask).map_err(|error| UsageError::new(format!("\"{shown}\": {error}")));
        }
        if let Some(path) = product_path(text) {
            let url = format!("https://api.met.no/weatherapi/{path}");
            return Url::parse(&url).map(Self::Ask).map_err(|error| UsageError::new(format!("\"{shown}\": {error}")));
        }
        Err(not_understood(text, &shown))
    }
}

/// A text that begins like a login, `NAME:PASSWORD@HOST`, without it.
fn without_login(text: &str) -> String {
    let first = text.split(['/', '?', ' ']).next().unwrap_or_default();
    match first.rfind('@') {
        Some(at) if first.contains(':') => format!("{REDACTED}{}", text.get(at..).unwrap_or_default()),
        _ => text.to_owned(),
    }
}

/// Whether text begins with a scheme without `//`, such as `data:` or `mailto:`; a host with a port does not.
fn is_other_scheme(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, rest)| {
        let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'+' || b == b'-');
        is_scheme && !rest.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// Whether text is a sentence or a line of a log and no URL with a blank too many.
fn is_prose(text: &str) -> bool {
    text.split_whitespace().next().is_some_and(|first| !first.contains("://")) && text.contains(' ')
}

/// The part below `/weatherapi/` when text is a product with version: `locationforecast/2.0/compact?lat=60.1`.
fn product_path(text: &str) -> Option<&str> {
    let path = text.strip_prefix('/').unwrap_or(text);
    let path = path.strip_prefix("weatherapi/").unwrap_or(path);
    let (product, rest) = path.split_once('/')?;
    let version = rest.split(['/', '?', '#']).next()?;
    let is_product = product.starts_with(|c: char| c.is_ascii_alphabetic())
        && product.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    let is_version =
        version == "_" || (version.contains('.') && version.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
    (is_product && is_version).then_some(path)
}

fn not_understood(text: &str, shown: &str) -> UsageError {
    let error = UsageError::new(format!("\"{shown}\" is not a status code, URL or product path"));
    let first = text.split(['/', '?']).next().unwrap_or_default();
    let port = first.rsplit_once(':').map(|(_, port)| port);
    if port.is_some_and(|port| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit())) {
        return error.help(format!("a URL needs a scheme: http://{shown} or https://{shown}"));
    }
    if products::versions(first).next().is_some() {
        let version = products::versions(first).filter(|version| version.state == VersionStatus::Current).last();
        let example = version.map_or_else(|| "VERSION".to_owned(), |version| version.version.to_owned());
        return error.help(format!(
            "a product path needs a version and an endpoint: '{}/{example}/...'",
            first.to_ascii_lowercase()
        ));
    }
    let is_number = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if first.contains('.') && !first.starts_with('.') && !text.contains(' ') && !is_number {
        return error.help(format!("a URL needs a scheme: https://{shown}"));
    }
    if let Some(suggestion) = lookup::suggestion(text) {
        return error.help(suggestion);
    }
    if let Some(near) = products::nearest(first) {
        return error.help(format!("did you mean {near}?"));
    }
    if let Some(command) = usage::near_command(text) {
        return error.help(format!("did you mean the command metstatus {command}?"));
    }
    error.help("try metstatus 403, or metstatus 'locationforecast/2.0/compact?lat=60.1&lon=9.58'")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(text: &str) -> Target {
        Target::parse(OsStr::new(text)).unwrap()
    }

    fn refused(text: &str) -> UsageError {
        Target::parse(OsStr::new(text)).unwrap_err()
    }

    fn asked(text: &str) -> String {
        match target(text) {
            Target::Ask(url) => url.wire(),
            Target::LookUp(subject) => panic!("{subject:?}"),
        }
    }

    #[test]
    fn product_path_means_the_weather_api() {
        let wanted = "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58";
        for text in [
            "locationforecast/2.0/compact?lat=60.1&lon=9.58",
            "/weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58",
            "weatherapi/locationforecast/2.0/compact?lat=60.1&lon=9.58",
        ] {
            assert_eq!(asked(text), wanted);
        }
        assert_eq!(asked("sunrise/3.0?x=1"), "https://api.met.no/weatherapi/sunrise/3.0?x=1");
    }

    #[test]
    fn target_not_understood_says_so_with_a_way_out() {
        assert_eq!(refused("abc").reason, "\"abc\" is not a status code, URL or product path");
        assert_eq!(refused("api.acme.no/x").help.unwrap(), "a URL needs a scheme: https://api.acme.no/x");
        assert_eq!(asked(" <api.met.no/x> "), "https://api.met.no/x");
        assert_eq!(refused("forbiden").help.unwrap(), "did you mean \"Forbidden\"?");
        assert!(refused("-x").reason.contains("\"-x\""));
        assert!(refused("").reason.contains("\"\""));
        assert!(refused("２０３").reason.contains("not a status code"));
        assert!(refused("ftp://h/").reason.contains("only http and https"));
        assert!(refused("data:text/plain,x").reason.contains("only http and https"));
        assert!(refused("http://h:99999/").reason.contains("port 99999"));
        assert!(refused("\x1b[31m").reason.contains("\\x1b[31m"));
    }

    #[test]
    #[cfg(unix)]
    fn bytes_that_are_no_utf8_are_named() {
        use std::os::unix::ffi::OsStrExt as _;
        let error = Target::parse(OsStr::from_bytes(b"http://h/\xff")).unwrap_err();
        assert_eq!(error.reason, "\"http://h/\\xff\" is not UTF-8");
    }
}
