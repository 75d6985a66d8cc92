//! Finding what a person means who types a status code, a class, a phrase or an X-ErrorClass.

use super::cause::explanations;
use crate::http::status::{self, Class};
use crate::met::error_class::{ERROR_CLASSES, ErrorClass, error_class};
use crate::met::meanings::{MEANINGS, meaning};
use crate::text::escape::escape;

/// What can be explained without any request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A status code from 100 to 599.
    Code(u16),
    /// A class of status codes.
    Class(Class),
    /// A value of X-ErrorClass.
    ErrorClass(&'static ErrorClass),
    /// A failure without a status, by the id of the rule that reports it.
    Failure(&'static str),
}

impl Subject {
    /// Reads a code (`403`), a class (`4xx`), a reason phrase (`too many requests`) or an X-ErrorClass name.
    /// `None` when the text is none of these; an error when it is a number that is no status code.
    pub fn parse(text: &str) -> Option<Result<Self, String>> {
        let text = logged(text.trim());
        if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
            return Some(code(text).map(Self::Code));
        }
        class(text)
            .map(Self::Class)
            .or_else(|| error_class(text).map(Self::ErrorClass))
            .or_else(|| by_phrase(text).map(Self::Code))
            .map(Ok)
    }
}

/// One cause of a status at MET, and the way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LikelyCause {
    /// What brings the status about.
    pub(crate) cause: &'static str,
    /// What to do about it.
    pub(crate) remedy: &'static str,
}

/// What causes a status at MET, the likeliest first: for a refusal, what its diagnosis would weigh.
pub(crate) fn likely_causes(code: u16) -> Vec<LikelyCause> {
    let of_success = meaning(code).map(|meaning| meaning.causes).unwrap_or_default();
    let told = of_success.iter().map(|known| LikelyCause { cause: known.cause, remedy: known.remedy });
    let weighed = explanations(code).into_iter().map(|known| LikelyCause { cause: known.cause, remedy: known.remedy });
    told.chain(weighed).collect()
}

/// The phrase by which a code is known: the registered one, or MET's name for a code of its logs.
pub fn phrase(code: u16) -> Option<&'static str> {
    match code {
        499 => Some("Client Closed Request"),
        _ => status::registered(code).map(|status| status.phrase),
    }
}

/// The part of a line out of a log that says what is meant: `403` of `HTTP/1.1 403 Forbidden`, the value of
/// `X-ErrorClass: Nodata`.
fn logged(text: &str) -> &str {
    if let Some((name, value)) = text.split_once(':')
        && name.trim().eq_ignore_ascii_case("x-errorclass")
    {
        return value.trim();
    }
    let rest = if text.starts_with("HTTP/") { text.split_once(' ').map_or(text, |(_, rest)| rest) } else { text };
    match rest.split_once(' ') {
        Some((code, _)) if code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit()) => code,
        _ if rest.len() == 3 => rest,
        _ => text,
    }
}

fn code(digits: &str) -> Result<u16, String> {
    match digits.parse::<u16>() {
        Ok(code) if digits.len() == 3 && Class::of(code).is_some() => Ok(code),
        _ => {
            let near = near_codes(digits);
            let range = "a status code is a number from 100 to 599";
            Err(if near.is_empty() { range.to_owned() } else { format!("{range}; did you mean {}?", listed(&near)) })
        }
    }
}

fn class(text: &str) -> Option<Class> {
    let digit = text.strip_suffix(['x', 'X'])?.strip_suffix(['x', 'X'])?;
    Class::ALL.into_iter().find(|class| class.digit().to_string() == digit)
}

/// The code of a reason phrase, letters and digits alone compared. MET's own page and older RFCs spell some of
/// them differently.
fn by_phrase(text: &str) -> Option<u16> {
    let wanted = folded(text);
    let older = [
        ("nonauthorativeinformation", 203),
        ("movedtemporarily", 302),
        ("requestentitytoolarge", 413),
        ("payloadtoolarge", 413),
        ("requesturitoolong", 414),
        ("requestedrangenotsatisfiable", 416),
        ("unprocessableentity", 422),
        ("clientclosedrequest", 499),
        ("gatewaytimeout", 504),
    ];
    let registered =
        status::REGISTRY.iter().find(|status| folded(status.phrase) == wanted && status.phrase != "(Unused)");
    registered
        .map(|status| status.code)
        .or_else(|| older.iter().find(|(phrase, _)| *phrase == wanted).map(|(_, code)| *code))
}

fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}

/// Every code known, MET's own first.
pub fn known_codes() -> Vec<u16> {
    let registered = status::REGISTRY.iter().map(|status| status.code);
    let mut codes: Vec<u16> = MEANINGS.iter().map(|meaning| meaning.code).collect();
    codes.extend(registered.filter(|code| meaning(*code).is_none()));
    codes
}

/// Known codes that a mistyped number may stand for: one digit missing, too many, wrong, or two swapped.
fn near_codes(digits: &str) -> Vec<String> {
    let mut near: Vec<String> = known_codes()
        .into_iter()
        .map(|code| code.to_string())
        .filter(|code| code.len().abs_diff(digits.len()) <= 1 && crate::text::near::distance(code, digits) == 1)
        .collect();
    near.truncate(5);
    near
}

/// What a text that cannot be understood may have been meant as, in words.
pub(crate) fn suggestion(text: &str) -> Option<String> {
    let wanted = folded(text);
    if wanted.len() < 4 {
        return None;
    }
    let phrases = known_codes().into_iter().filter_map(phrase).filter(|phrase| *phrase != "(Unused)");
    let names = phrases.chain(ERROR_CLASSES.iter().map(|class| class.name));
    let near = |name: &&str| crate::text::near::distance(&folded(name), &wanted) <= wanted.len() / 4;
    let best = names.filter(near).min_by_key(|name| crate::text::near::distance(&folded(name), &wanted));
    best.map(|name| format!("did you mean \"{}\"?", escape(name)))
}

fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(text: &str) -> Subject {
        Subject::parse(text).unwrap().unwrap()
    }

    fn refused(text: &str) -> String {
        Subject::parse(text).unwrap().unwrap_err()
    }

    #[test]
    fn codes_classes_phrases_and_error_classes_are_understood() {
        assert_eq!(subject("403"), Subject::Code(403));
        assert_eq!(subject("599"), Subject::Code(599));
        assert_eq!(subject("4xx"), Subject::Class(Class::ClientError));
        assert_eq!(subject("5XX"), Subject::Class(Class::ServerError));
        assert_eq!(subject("too many requests"), Subject::Code(429));
        assert_eq!(subject("Non-Authorative Information"), Subject::Code(203));
        assert_eq!(subject("not-modified"), Subject::Code(304));
        assert_eq!(subject("403 Forbidden"), Subject::Code(403));
        assert_eq!(subject("HTTP/1.1 404 Not Found"), Subject::Code(404));
        assert_eq!(subject("HTTP/2 429"), Subject::Code(429));
        assert!(matches!(subject("X-ErrorClass: Nodata"), Subject::ErrorClass(_)));
        assert_eq!(subject("Unprocessable Entity"), Subject::Code(422));
        assert!(
            matches!(subject("OUTSIDEGEOGRAPHICAREA"), Subject::ErrorClass(class) if class.name == "Outsidegeographicarea")
        );
    }

    #[test]
    fn other_texts_are_left_to_others() {
        for text in ["", "abc", "6xx", "0xx", "xx", "-1", "+403", "２０３", "4.3", "unused", "locationforecast/2.0"]
        {
            assert_eq!(Subject::parse(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_that_are_no_code_are_refused_with_near_ones() {
        assert_eq!(refused("43"), "a status code is a number from 100 to 599; did you mean 403, 413, 423 or 431?");
        assert_eq!(refused("999"), "a status code is a number from 100 to 599; did you mean 499?");
        assert_eq!(refused("777"), "a status code is a number from 100 to 599");
        assert!(refused("4033").contains("403"));
        assert!(refused("20").contains("200, 203"));
        assert!(refused("0403").contains("403"));
        assert!(refused("99999999999999999999").ends_with("599"));
        assert!(refused("099").starts_with("a status code"));
        assert!(refused("600").contains("500"));
    }

    #[test]
    fn near_phrases_are_suggested() {
        assert_eq!(suggestion("forbiden").as_deref(), Some("did you mean \"Forbidden\"?"));
        assert_eq!(suggestion("ratelimit"), None);
        assert_eq!(suggestion("x"), None);
    }
}
