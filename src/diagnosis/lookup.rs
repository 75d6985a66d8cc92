//! Finding what a person means who types a status code, a class, a phrase or an X-ErrorClass.

mod status_code;

pub(crate) use status_code::NotAStatus;
pub use status_code::known_codes;

use status_code::code;

use super::cause::explanations;
use super::rule::Rule;
use super::rules;
use crate::http::status::{self, StatusClass};
use crate::met::error_class::{ERROR_CLASSES, ErrorClass, error_class};
use crate::met::meanings::{StatusMeaning, meaning};
use crate::met::products::{self, Version};
use crate::text::escape::escape;
use crate::text::suggest::distance;

/// What can be explained without any request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A status code from 100 to 599.
    Code(u16),
    /// A class of status codes.
    StatusClass(StatusClass),
    /// A value of X-ErrorClass.
    ErrorClass(&'static ErrorClass),
    /// A failure without a status, by the rule that reports it.
    Failure(&'static Rule),
    /// A product of MET's, with all its versions.
    Product(&'static str),
    /// One version of a product.
    Version(&'static Version),
    /// A rule, by its id or by a word that leads to it.
    Rule(&'static Rule),
}

impl Subject {
    /// Reads a code (`403`), a class (`4xx`, `success`), a reason phrase (`too many requests`), an X-ErrorClass name, a
    /// product or a version of one (`sunrise/3.0`), the id of a rule, or a word that means one of these (`CORS`).
    /// `None` when the text is none of these; an error when it is a number that is not a status code.
    pub fn parse(text: &str) -> Option<Result<Self, NotAStatus>> {
        let text = logged(text.trim());
        if let Some(subject) = by_word(text) {
            return Some(Ok(subject));
        }
        if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
            return Some(code(text).map(Self::Code));
        }
        class(text)
            .map(Self::StatusClass)
            .or_else(|| error_class(text).map(Self::ErrorClass))
            .or_else(|| by_phrase(text).map(Self::Code))
            .or_else(|| product(text))
            .or_else(|| rules::find(text).map(Self::Rule))
            .map(Ok)
    }

    /// The name that he who looked it up would give it: `403`, `4xx`, `sunrise/3.0`.
    pub fn name(self) -> String {
        match self {
            Self::Code(code) => code.to_string(),
            Self::StatusClass(class) => format!("{}xx", class.digit()),
            Self::ErrorClass(class) => class.name.to_owned(),
            Self::Product(product) => product.to_owned(),
            Self::Version(version) => format!("{}/{}", version.product, version.version),
            Self::Rule(rule) => rule.id.to_owned(),
            Self::Failure(rule) => rule.id.to_owned(),
        }
    }

    /// The name with what it is: `403 Forbidden`, `X-ErrorClass: Nodata`, `sunrise/3.0 (current)`.
    pub fn title(self) -> String {
        match self {
            Self::Code(code) => format!("{code} {}", phrase(code).unwrap_or("(unassigned)")),
            Self::StatusClass(class) => format!("{}xx {}", class.digit(), class.name()),
            Self::ErrorClass(class) => format!("X-ErrorClass: {}", class.name),
            Self::Product(product) => format!("product {product}"),
            Self::Version(version) => format!("{} ({})", self.name(), version.state.as_str()),
            Self::Rule(rule) => format!("rule {}", rule.id),
            Self::Failure(rule) => format!("no response ({})", rule.id),
        }
    }

    /// What MET says of a code, where it says something.
    pub(crate) fn meaning(self) -> Option<&'static StatusMeaning> {
        match self {
            Self::Code(code) => meaning(code),
            _ => None,
        }
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

/// What causes a status at MET, most likely first: for a refusal, what its diagnosis would weigh.
pub(crate) fn likely_causes(code: u16) -> Vec<LikelyCause> {
    let of_success = meaning(code).map(|meaning| meaning.causes).unwrap_or_default();
    let told = of_success.iter().map(|known| LikelyCause { cause: known.cause, remedy: known.remedy });
    let weighed = explanations(code).into_iter().map(|known| LikelyCause { cause: known.cause, remedy: known.remedy });
    told.chain(weighed).collect()
}

/// The phrase by which a code is known: the registered one, or MET's name for a code of its logs.
pub fn phrase(code: u16) -> Option<&'static str> {
    status::registered(code).map(|status| status.phrase).or_else(|| status::phrases(code).next())
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

/// A class by its digit (`4xx`), its range (`400-499`) or its name (`client error`).
fn class(text: &str) -> Option<StatusClass> {
    let named = folded(text);
    let named = named.strip_suffix('s').unwrap_or(&named);
    StatusClass::ALL.into_iter().find(|class| {
        let digit = class.digit();
        text.eq_ignore_ascii_case(&format!("{digit}xx"))
            || text == format!("{digit}00-{digit}99")
            || folded(class.name()).trim_end_matches('s') == named.trim_end_matches('s')
    })
}

/// A product, or a version whose own address has no data: `locationforecast`, `Sunrise`, `sunrise/3.0`.
fn product(text: &str) -> Option<Subject> {
    let text = text.trim_end_matches('/');
    let Some((name, number)) = text.split_once('/') else {
        return products::versions(text).next().map(|version| Subject::Product(version.product));
    };
    let version = products::version(name, number)?;
    // Where the endpoints are known and none is needed, the address is one to ask.
    let can_be_asked = products::answers_without_endpoint(name, number);
    (!can_be_asked).then_some(Subject::Version(version))
}

/// What a word means that people use for a status, where it is not its name.
fn by_word(text: &str) -> Option<Subject> {
    let rule = |id| rules::find(id).map(Subject::Rule);
    match folded(text).as_str() {
        // What a browser calls the status of a response that it does not show.
        "0" | "cors" => rule("answer-hidden"),
        "teapot" | "imateapot" => Some(Subject::Code(418)),
        "ratelimit" | "ratelimited" | "ratelimiting" | "throttled" | "throttling" => Some(Subject::Code(429)),
        "beta" | "deprecated" => Some(Subject::Code(203)),
        "blocked" | "banned" | "blacklisted" => Some(Subject::Code(403)),
        "timeout" => rule("response-timeout"),
        "dns" => rule("dns-failure"),
        _ => None,
    }
}

/// The code of a reason phrase, letters and digits alone compared.
fn by_phrase(text: &str) -> Option<u16> {
    let wanted = folded(text);
    status::codes().find(|code| status::phrases(*code).any(|phrase| folded(phrase) == wanted))
}

fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}

/// What a text that cannot be understood may have been meant as, in words.
pub(crate) fn suggestion(text: &str) -> Option<String> {
    let wanted = folded(text);
    let digit = StatusClass::ALL.iter().map(|class| class.digit()).find(|digit| text.starts_with(&digit.to_string()));
    if let Some(digit) = digit.filter(|_| wanted.len() <= 3 && wanted.ends_with('x')) {
        return Some(format!("did you mean {digit}xx?"));
    }
    if wanted.len() < 4 {
        return None;
    }
    let phrases = known_codes().into_iter().filter_map(phrase).filter(|phrase| *phrase != "(Unused)");
    let names = phrases.chain(ERROR_CLASSES.iter().map(|class| class.name));
    let near = |name: &&str| distance(&folded(name), &wanted) <= wanted.len() / 4;
    let best = names.filter(near).min_by_key(|name| distance(&folded(name), &wanted));
    best.map(|name| format!("did you mean \"{}\"?", escape(name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::met::meanings::MEANINGS;

    fn subject(text: &str) -> Subject {
        Subject::parse(text).unwrap().unwrap()
    }

    #[test]
    fn codes_classes_phrases_and_error_classes_are_understood() {
        assert_eq!(subject("403"), Subject::Code(403));
        assert_eq!(subject("599"), Subject::Code(599));
        assert_eq!(subject("4xx"), Subject::StatusClass(StatusClass::ClientError));
        assert_eq!(subject("5XX"), Subject::StatusClass(StatusClass::ServerError));
        assert_eq!(subject("too many requests"), Subject::Code(429));
        assert_eq!(subject("Non-Authorative Information"), Subject::Code(203));
        assert_eq!(subject("not-modified"), Subject::Code(304));
        assert_eq!(subject("403 Forbidden"), Subject::Code(403));
        assert_eq!(subject("HTTP/1.1 404 Not Found"), Subject::Code(404));
        assert_eq!(subject("HTTP/2 429"), Subject::Code(429));
        assert!(matches!(subject("X-ErrorClass: Nodata"), Subject::ErrorClass(_)));
        for (phrase, code) in [
            ("Unprocessable Entity", 422),
            ("Non-Authorative Information", 203),
            ("Service Temporarily Unavailable", 503),
            ("gateway time-out", 504),
            ("client closed request", 499),
            ("Requested Range Not Satisfiable", 416),
        ] {
            assert_eq!(subject(phrase), Subject::Code(code), "{phrase}");
        }
        assert!(
            matches!(subject("OUTSIDEGEOGRAPHICAREA"), Subject::ErrorClass(class) if class.name == "Outsidegeographicarea")
        );
    }

    #[test]
    fn other_texts_are_left_to_others() {
        for text in [
            "",
            "HTTP/1.1 Gone",
            "abc",
            "6xx",
            "0xx",
            "xx",
            "-1",
            "+403",
            "２０３",
            "4.3",
            "unused",
            "locationforecast/2.0/compact",
        ] {
            assert_eq!(Subject::parse(text), None, "{text}");
        }
    }

    #[test]
    fn words_that_people_use_are_understood() {
        for (text, name) in [
            ("0", "answer-hidden"),
            ("CORS", "answer-hidden"),
            ("teapot", "418"),
            ("I'm a teapot", "418"),
            ("ratelimit", "429"),
            ("rate limited", "429"),
            ("beta", "203"),
            ("Deprecated", "203"),
            ("timeout", "response-timeout"),
            ("DNS", "dns-failure"),
            ("blocked", "403"),
            ("Banned", "403"),
            ("blacklisted", "403"),
            ("HTTP/1.1 403", "403"),
            ("client closed request", "499"),
            ("200-299", "2xx"),
            ("success", "2xx"),
            ("redirection", "3xx"),
            ("redirections", "3xx"),
            ("client errors", "4xx"),
            ("no-validator", "no-validator"),
            ("locationforecast", "locationforecast"),
            ("Sunrise", "sunrise"),
            ("sunrise/3.0", "sunrise/3.0"),
            ("Sunrise/3.0/", "sunrise/3.0"),
            ("locationforecast/2.0", "locationforecast/2.0"),
        ] {
            assert_eq!(subject(text).name(), name, "{text}");
        }
        for text in [
            "00",
            "cor",
            "1.0",
            "sunrise/",
            "sunrise/9.9",
            "sunrise/3.0/sun",
            "sunrise/3.0?x=1",
            "successor",
            "200-399",
        ] {
            let found = Subject::parse(text);
            assert!(matches!(found, None | Some(Err(_))) || text == "sunrise/", "{text}: {found:?}");
        }
    }

    #[test]
    fn every_meaning_has_its_phrase_and_its_causes() {
        for known in MEANINGS {
            assert!(phrase(known.code).is_some(), "{}", known.code);
            let causes = likely_causes(known.code);
            let is_refusal = known.code >= 400;
            assert_eq!(causes.len() > known.causes.len(), is_refusal, "{}: {causes:?}", known.code);
            let first: Vec<&str> = causes.iter().take(known.causes.len()).map(|cause| cause.cause).collect();
            assert_eq!(first, known.causes.iter().map(|cause| cause.cause).collect::<Vec<_>>(), "{}", known.code);
        }
        assert_eq!(phrase(499), Some("Client Closed Request"));
        assert_eq!(phrase(599), None);
    }

    #[test]
    fn near_phrases_are_suggested() {
        assert_eq!(suggestion("forbiden").as_deref(), Some("did you mean \"Forbidden\"?"));
        assert_eq!(suggestion("40x").as_deref(), Some("did you mean 4xx?"));
        assert_eq!(suggestion("4x").as_deref(), Some("did you mean 4xx?"));
        assert_eq!(suggestion("9x"), None);
        assert_eq!(suggestion("x"), None);
        assert_eq!(suggestion("gonw").as_deref(), Some("did you mean \"Gone\"?"));
        assert_eq!(suggestion("gon"), None);
        assert_eq!(suggestion("4xxx"), None);
        assert_eq!(suggestion("403").as_deref(), None);
        assert_eq!(suggestion("4ax").as_deref(), Some("did you mean 4xx?"));
        // A quarter of the letters may differ.
        assert_eq!(suggestion("notfoumx").as_deref(), Some("did you mean \"Not Found\"?"));
        assert_eq!(suggestion("notxxxxx"), None);
        assert_eq!(suggestion("qqqqqqqqqqqq"), None);
    }

    #[test]
    fn subjects_are_equal_only_to_themselves_and_say_what_they_are() {
        let titles = [
            ("403", "403 Forbidden"),
            ("404", "404 Not Found"),
            ("599", "599 (unassigned)"),
            ("4xx", "4xx client error"),
            ("5xx", "5xx server error"),
            ("X-ErrorClass: Nodata", "X-ErrorClass: Nodata"),
            ("X-ErrorClass: Accesscontrol", "X-ErrorClass: Accesscontrol"),
            ("nowcast", "product nowcast"),
            ("sunrise", "product sunrise"),
            ("locationforecast/1.9", "locationforecast/1.9 (ended)"),
            ("locationforecast/2.0", "locationforecast/2.0 (current)"),
            ("slow-response", "rule slow-response"),
            ("cors", "rule answer-hidden"),
        ];
        for (at, (text, title)) in titles.iter().enumerate() {
            assert!(subject(text).title().eq_ignore_ascii_case(title), "{text}: {}", subject(text).title());
            for (other, (one, _)) in titles.iter().enumerate() {
                assert_eq!(subject(text) == subject(one), at == other, "{text} and {one}");
            }
        }
        let failures = ["dns-failure", "connection-refused"].map(|id| Subject::Failure(rules::find(id).unwrap()));
        assert!(failures[0] == failures[0] && failures[0] != failures[1]);
        assert_eq!(failures[0].title(), "no response (dns-failure)");
        assert!(subject("403").meaning().is_some() && subject("4xx").meaning().is_none());
    }
}
