//! The text of a file of settings: TOML (<https://toml.io/en/v1.1.0>), of which only keys and values are used.

use toml::de::{DeTable, DeValue};

use super::setting::Setting;
use crate::error::UsageError;
use crate::sort::sort_by_key;
use crate::text::escape::{clip, escape};

/// Reads the settings in the order of their lines.
///
/// # Errors
/// When the text is not TOML, or has a table, a date, or a list of something else than text; the reason names the line.
pub(crate) fn settings(bytes: &[u8]) -> Result<Vec<Setting>, UsageError> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        UsageError::new(format!("line {}: it is not UTF-8", line_of(before)))
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let line = |at: usize| line_of(text.as_bytes().get(..at).unwrap_or(text.as_bytes()));
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let message = clip(&escape(error.message().lines().next().unwrap_or_default()), 160);
        UsageError::new(format!("line {}: it is not TOML: {message}", line(at)))
            .help("write KEY = VALUE, such as contact = \"MAIL\"")
    })?;
    let mut settings = Vec::new();
    for (key, value) in table.get_ref() {
        let line = line(key.span().start);
        let name = key.get_ref().clone().into_owned();
        let values = values(value.get_ref()).ok_or_else(|| {
            let shown = clip(&escape(&name), 40);
            let error =
                UsageError::new(format!("line {line}: {shown} has a value of type {}", value.get_ref().type_str()));
            error.help("a value is a text, a number, true, false, or a list of texts")
        })?;
        settings.push(Setting { name, values, line });
    }
    sort_by_key(&mut settings, |setting| setting.line);
    Ok(settings)
}

fn line_of(before: &[u8]) -> usize {
    before.iter().filter(|byte| **byte == b'\n').count() + 1
}

/// The values as they would be typed; `None` where that cannot be.
fn values(value: &DeValue<'_>) -> Option<Vec<String>> {
    match value {
        DeValue::Array(array) => array.iter().map(|value| one(value.get_ref())).collect(),
        value => one(value).map(|value| vec![value]),
    }
}

fn one(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).ok().map(|number| number.to_string())
        }
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        DeValue::Boolean(flag) => Some(flag.to_string()),
        DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_become_what_would_be_typed() {
        let text = "\u{feff}# mine\ncontact = \"ops@acme.no\"\ntimeout = 20\nwarning = 2.5\nquiet = true\n\
            allow = [\"no-validator\", 'uncompressed']\nmax-body = 0x10\nproxy = \"\"\n";
        let read: Vec<_> = settings(text.as_bytes()).unwrap();
        let shown: Vec<String> = read
            .iter()
            .map(|setting| format!("{} {} {}", setting.line, setting.name, setting.values.join("+")))
            .collect();
        assert_eq!(
            shown,
            [
                "2 contact ops@acme.no",
                "3 timeout 20",
                "4 warning 2.5",
                "5 quiet true",
                "6 allow no-validator+uncompressed",
                "7 max-body 16",
                "8 proxy "
            ]
        );
    }

    #[test]
    fn text_that_is_not_settings_is_refused_with_its_line() {
        for (text, reason) in [
            (&b"a = 1\nb ="[..], "line 2: it is not TOML"),
            (b"\n\na = 1\na = 2", "line 4: it is not TOML"),
            (b"a = \"x", "line 1: it is not TOML"),
            (b"x = \"\xff\"", "line 1: it is not UTF-8"),
            (b"\n[audit]\nby = 1", "line 2: audit has a value of type table"),
            (b"a = [[1]]", "line 1: a has a value of type array"),
            (b"since = 2026-01-01", "line 1: since has a value of type datetime"),
            (b"PK\x03\x04\0\0", "line 1: it is not TOML"),
        ] {
            let error = settings(text).unwrap_err();
            assert!(error.reason.starts_with(reason), "{reason}: {}", error.reason);
        }
        let deep = format!("a = {}", "[".repeat(100_000));
        assert!(settings(deep.as_bytes()).is_err());
    }
}
