//! What the words of a body say of the cause: one table of phrases.
//!
//! MET's backends answer in sentences, as text or as a page of HTML. A page may also repeat the request, so what
//! was sent is taken out before the phrases are looked for.

use crate::evidence::Request;
use crate::met::product_request::ProductRequest;
use crate::text::percent;

/// What the words of a body name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Says {
    /// The version has ended.
    VersionEnded,
    /// There is no such version.
    VersionUnknown,
    /// There is no such product.
    NoProduct,
    /// The product does not offer this.
    NotSupported,
    /// A parameter is missing.
    Missing,
    /// A parameter is missing that the URL has.
    MissingIsInUrl,
    /// A coordinate has too many decimals.
    TooManyDecimals,
    /// A parameter is not known.
    UnknownParameter,
    /// A value is not acceptable.
    BadValue,
    /// The place is outside the area.
    OutsideArea,
    /// The time is outside the range.
    OutsideTime,
    /// There are no data.
    NoData,
    /// The User-Agent is at fault.
    UserAgent,
    /// Someone is blocked.
    Blocked,
    /// The traffic is limited.
    Throttled,
}

#[cfg(test)]
impl Says {
    /// Everything that words can name.
    pub(crate) const ALL: [Self; 15] = [
        Self::VersionEnded,
        Self::VersionUnknown,
        Self::NoProduct,
        Self::NotSupported,
        Self::Missing,
        Self::MissingIsInUrl,
        Self::TooManyDecimals,
        Self::UnknownParameter,
        Self::BadValue,
        Self::OutsideArea,
        Self::OutsideTime,
        Self::NoData,
        Self::UserAgent,
        Self::Blocked,
        Self::Throttled,
    ];
}

/// The phrases, the most telling first: a phrase is found where all of its parts stand near each other.
const PHRASES: &[(&[&str], Says)] = &[
    (&["end-of-life"], Says::VersionEnded),
    (&["end of life", "version"], Says::VersionEnded),
    (&["version", "no longer"], Says::VersionEnded),
    (&["version", "discontinued"], Says::VersionEnded),
    (&["version", "been removed"], Says::VersionEnded),
    (&["version", "retired"], Says::VersionEnded),
    (&["version", "terminated"], Says::VersionEnded),
    (&["version", "shut down"], Says::VersionEnded),
    (&["decimals", "too many"], Says::TooManyDecimals),
    (&["decimals", "at most"], Says::TooManyDecimals),
    (&["decimals", "more than"], Says::TooManyDecimals),
    (&["decimals", "max"], Says::TooManyDecimals),
    (&["decimals", "truncate"], Says::TooManyDecimals),
    (&["version", "not supported"], Says::VersionUnknown),
    (&["version", "does not exist"], Says::VersionUnknown),
    (&["unknown version"], Says::VersionUnknown),
    (&["no such version"], Says::VersionUnknown),
    (&["invalid version"], Says::VersionUnknown),
    (&["unsupported version"], Says::VersionUnknown),
    (&["version", "not found"], Says::VersionUnknown),
    (&["product", "does not exist"], Says::NoProduct),
    (&["unknown product"], Says::NoProduct),
    (&["no such product"], Says::NoProduct),
    (&["product", "not found"], Says::NoProduct),
    (&["mandatory parameter"], Says::Missing),
    (&["missing parameter"], Says::Missing),
    (&["required parameter"], Says::Missing),
    (&["parameter", "is required"], Says::Missing),
    (&["parameter", "missing"], Says::Missing),
    (&["missing", "argument"], Says::Missing),
    (&["missing required"], Says::Missing),
    (&["unknown parameter"], Says::UnknownParameter),
    (&["unsupported parameter"], Says::UnknownParameter),
    (&["unexpected parameter"], Says::UnknownParameter),
    (&["unrecognized parameter"], Says::UnknownParameter),
    (&["parameter", "not recognized"], Says::UnknownParameter),
    (&["parameter", "not supported"], Says::UnknownParameter),
    (&["parameter", "not allowed"], Says::UnknownParameter),
    (&["not supported"], Says::NotSupported),
    (&["does not apply"], Says::NotSupported),
    (&["outside", "area"], Says::OutsideArea),
    (&["outside", "coverage"], Says::OutsideArea),
    (&["not covered"], Says::OutsideArea),
    (&["outside", "domain"], Says::OutsideArea),
    (&["outside", "bounds"], Says::OutsideArea),
    (&["outside", "grid"], Says::OutsideArea),
    (&["not within", "area"], Says::OutsideArea),
    (&["outside", "time range"], Says::OutsideTime),
    (&["outside", "period"], Says::OutsideTime),
    (&["outside", "interval"], Says::OutsideTime),
    (&["time", "out of range"], Says::OutsideTime),
    (&["date", "out of range"], Says::OutsideTime),
    (&["too far", "future"], Says::OutsideTime),
    (&["invalid", "latitude"], Says::BadValue),
    (&["invalid", "longitude"], Says::BadValue),
    (&["invalid value"], Says::BadValue),
    (&["invalid parameter"], Says::BadValue),
    (&["invalid date"], Says::BadValue),
    (&["invalid time"], Says::BadValue),
    (&["must be given"], Says::BadValue),
    (&["not a valid"], Says::BadValue),
    (&["must be between"], Says::BadValue),
    (&["out of range"], Says::BadValue),
    (&["must be a number"], Says::BadValue),
    (&["not a number"], Says::BadValue),
    (&["could not parse"], Says::BadValue),
    (&["cannot be parsed"], Says::BadValue),
    (&["maximum", "days between"], Says::BadValue),
    (&["no data"], Says::NoData),
    (&["data", "not available"], Says::NoData),
    (&["address", "been blocked"], Says::Blocked),
    (&["ip address", "blocked"], Says::Blocked),
    (&["user-agent", "missing"], Says::UserAgent),
    (&["user-agent", "required"], Says::UserAgent),
    (&["user-agent", "illegal"], Says::UserAgent),
    (&["user-agent", "prohibited"], Says::UserAgent),
    (&["user-agent", "not allowed"], Says::UserAgent),
    (&["user-agent", "invalid"], Says::UserAgent),
    (&["user-agent", "identif"], Says::UserAgent),
    (&["user-agent", "banned"], Says::UserAgent),
    (&["user-agent", "blocked"], Says::UserAgent),
    (&["contact", "your user-agent"], Says::UserAgent),
    (&["contact", "in the user-agent"], Says::UserAgent),
    (&["no user-agent"], Says::UserAgent),
    (&["identify yourself"], Says::UserAgent),
    (&["blacklist"], Says::Blocked),
    (&["been blocked"], Says::Blocked),
    (&["is blocked"], Says::Blocked),
    (&["been banned"], Says::Blocked),
    (&["throttl"], Says::Throttled),
    (&["rate limit"], Says::Throttled),
    (&["slow down"], Says::Throttled),
    (&["quota", "exceeded"], Says::Throttled),
    (&["requests", "per second"], Says::Throttled),
];

/// How far apart the parts of a phrase may stand, in bytes.
const NEAR: usize = 100;
/// How many values of the request are taken out of a body, and from which length on.
const ECHOES: usize = 64;
const TELLING: usize = 6;
/// How many words make the beginning of a value that a page has cut, and how many are looked at.
const SOME_WORDS: usize = 4;
const MOST_WORDS: usize = 32;

/// What the text of a body says, apart from what it repeats of the request.
pub(super) fn says(text: &str, request: Option<&Request>) -> Option<Says> {
    let text = without_urls(&without_echo(plain(text), request));
    let (_, says) = PHRASES.iter().find(|(parts, _)| stand_near(&text, parts))?;
    match says {
        Says::Missing if all_named_are_sent(&text, request) => Some(Says::MissingIsInUrl),
        says => Some(*says),
    }
}

/// The text in lower case, with single blanks.
fn plain(text: &str) -> String {
    let lower = text.to_ascii_lowercase().replace("user agent", "user-agent");
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text without words that are parts of a URL.
fn without_urls(text: &str) -> String {
    let is_word = |word: &&str| !word.contains(['=', '%']) && !word.contains("://") && !word.contains("/weatherapi/");
    text.split(' ').filter(is_word).collect::<Vec<_>>().join(" ")
}

/// The text without the values that the request carried: of the parameters, the path and the fields.
fn without_echo(text: String, request: Option<&Request>) -> String {
    let Some(request) = request else { return text };
    let parameters = request.url.iter().flat_map(ProductRequest::parameters_of).flat_map(|parameter| {
        // A form writes a blank as a plus sign, and a server may read it so.
        [parameter.value.replace('+', " "), parameter.value]
    });
    let path = request.url.iter().flat_map(|url| url.path().split('/')).map(percent::decoded);
    let fields = request.fields.iter().filter_map(|field| field.value.as_str()).map(str::to_owned);
    let sent = parameters.chain(path).chain(fields).map(|value| plain(&value)).filter(|value| value.len() >= TELLING);
    sent.take(ECHOES).fold(text, |text, value| without_value(text, &value))
}

/// The text without a value, or without as many of its first words as a page that cuts it has kept.
fn without_value(text: String, value: &str) -> String {
    if text.contains(value) {
        return text.replace(value, " ");
    }
    let ends = value.match_indices(' ').map(|(at, _)| at).take(MOST_WORDS).skip(SOME_WORDS - 1);
    let beginnings: Vec<&str> = ends.filter_map(|end| value.get(..end)).collect();
    match beginnings.iter().rev().find(|beginning| text.contains(**beginning)) {
        Some(beginning) => text.replace(beginning, " "),
        None => text,
    }
}

fn stand_near(text: &str, parts: &[&str]) -> bool {
    let Some((first, others)) = parts.split_first() else { return false };
    text.match_indices(first).any(|(at, _)| {
        let mut start = at.saturating_sub(NEAR);
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let mut end = (at + first.len() + NEAR).min(text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        let window = text.get(start..end).unwrap_or_default();
        others.iter().all(|part| window.contains(part))
    })
}

/// Whether the words name parameters, and the URL has all of them.
fn all_named_are_sent(text: &str, request: Option<&Request>) -> bool {
    let Some(asked) = request.and_then(|request| request.url.as_ref()).and_then(ProductRequest::of) else {
        return false;
    };
    let mut named = text.split(['\'', '"', '`']).skip(1).step_by(2).peekable();
    let is_sent = |name: &str| asked.parameters.iter().any(|parameter| parameter.name.eq_ignore_ascii_case(name));
    named.peek().is_some() && named.all(is_sent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::syntax::message::Fields;
    use crate::http::uri::target::Url;

    fn request(query: &str) -> Request {
        let url = format!("https://api.met.no/weatherapi/locationforecast/2.0/compact?{query}");
        let fields = Fields::from_iter([("User-Agent", "acme/1.0 (no data for me)")]);
        Request {
            method: "GET".into(),
            url: Url::parse(&url).ok(),
            fields,
            shown: crate::evidence::shown::Shown::Whole,
        }
    }

    #[test]
    fn sentences_of_met_are_understood() {
        for (text, expected) in [
            ("404 Not Found\nThe specified version number is end-of-lifed for this product", Some(Says::VersionEnded)),
            ("Version 1.9 has reached its end of life", Some(Says::VersionEnded)),
            ("This version is no longer supported", Some(Says::VersionEnded)),
            ("Version 1.9 of this product was discontinued", Some(Says::VersionEnded)),
            ("Version 9.9 not found", Some(Says::VersionUnknown)),
            ("lat must be between -90 and 90", Some(Says::BadValue)),
            ("time out of range", Some(Says::OutsideTime)),
            ("The point lies outside the model domain", Some(Says::OutsideArea)),
            ("Please add contact information to your User-Agent", Some(Says::UserAgent)),
            ("Quota exceeded", Some(Says::Throttled)),
            ("The specified version number is not supported by this product", Some(Says::VersionUnknown)),
            ("The specified product does\n not exist  Specified parameters: version=0.X", Some(Says::NoProduct)),
            ("Mandatory parameters 'lat', 'lon' missing in call to try {...}", Some(Says::Missing)),
            ("Too many decimals in lat", Some(Says::TooManyDecimals)),
            ("Coordinates may have at most 4 decimals", Some(Says::TooManyDecimals)),
            ("Invalid latitude", Some(Says::BadValue)),
            ("Either from/to or date must be given.", Some(Says::BadValue)),
            ("Unknown parameter 'msl'", Some(Says::UnknownParameter)),
            ("action available is not supported", Some(Says::NotSupported)),
            ("The location is outside the area of this product", Some(Says::OutsideArea)),
            ("Your User Agent is missing: identify yourself", Some(Says::UserAgent)),
            ("Your address has been blocked, contact the operator. User-Agent: acme", Some(Says::Blocked)),
            ("Forbidden", None),
            ("Too Many Requests", None),
            ("", None),
        ] {
            assert_eq!(says(text, None), expected, "{text}");
        }
    }

    #[test]
    fn body_that_repeats_the_request_says_nothing() {
        let sentence = "The%20specified%20version%20number%20is%20end-of-lifed%20for%20this%20product";
        let request = request(&format!("lat=60.1&note={sentence}"));
        for body in [
            "bad value: The specified version number is end-of-lifed for this product",
            &format!("not understood: /weatherapi/locationforecast/2.0/compact?note={sentence}"),
            "you are acme/1.0 (no data for me)",
            "no route: note=The specified version number is end-of-lifed for this product",
            "no route: note=The specified version number is end-of-lifed for...",
        ] {
            assert_eq!(says(body, Some(&request)), None, "{body}");
        }
        let own = "bad value: The specified version number is end-of-lifed for this product. Invalid latitude";
        assert_eq!(says(own, Some(&request)), Some(Says::BadValue));
    }

    #[test]
    fn body_that_repeats_the_path_or_a_form_says_nothing() {
        let at = |url: &str| Request { url: Url::parse(url).ok(), ..request("lat=1") };
        let path = at("https://api.met.no/weatherapi/locationforecast/2.0/no%20such%20version");
        assert_eq!(says("nothing at locationforecast/2.0/no such version", Some(&path)), None);
        let form = at("https://api.met.no/other?note=no+such+version");
        assert_eq!(says("nothing for note=no such version", Some(&form)), None);
        assert_eq!(says("There is no such version", Some(&request("lat=1"))), Some(Says::VersionUnknown));
    }

    #[test]
    fn value_that_a_page_cuts_is_taken_out_by_its_first_words() {
        let value = "one two three four five six seven eight";
        for (text, left) in [
            ("say one two three four five six seven eight!", "say  !"),
            ("say one two three four five!", "say  !"),
            ("say one two three four!", "say  !"),
            ("say one two three!", "say one two three!"),
            ("say one two!", "say one two!"),
            ("say nothing", "say nothing"),
        ] {
            assert_eq!(without_value(text.to_owned(), value), left, "{text}");
        }
    }

    #[test]
    fn missing_parameters_are_looked_up_in_the_url() {
        let text = "Mandatory parameter 'lon' missing in call to try {...}";
        assert_eq!(says(text, Some(&request("lat=61;lon=14"))), Some(Says::MissingIsInUrl));
        assert_eq!(says(text, Some(&request("lat=61"))), Some(Says::Missing));
        assert_eq!(says(text, None), Some(Says::Missing));
        assert_eq!(says("Mandatory parameter missing", Some(&request("lat=61"))), Some(Says::Missing));
    }

    #[test]
    fn parts_stand_near_within_a_stretch_on_both_sides() {
        let gap = |n: usize, fill: &str| fill.repeat(n);
        for (text, near) in [
            (format!("ab{}cd", gap(NEAR - 2, " ")), true),
            (format!("ab{}cd", gap(NEAR - 1, " ")), false),
            (format!("cd{}ab", gap(NEAR - 2, " ")), true),
            (format!("cd{}ab", gap(NEAR - 1, " ")), false),
            (format!("ab{}ab cd", gap(3 * NEAR, " ")), true),
            // A letter of two bytes that the stretch cuts is taken whole.
            (format!("ab{}cdx", gap(NEAR / 2, "å")), false),
            ("ab".to_owned(), false),
        ] {
            assert_eq!(stand_near(&text, &["ab", "cd"]), near, "{text}");
        }
        assert!(!stand_near("ab", &[]));
        for fill in ["å", "€", "🌧"] {
            for n in 0..NEAR {
                stand_near(&format!("{}ab{}", gap(n, fill), gap(NEAR, fill)), &["ab", "cd"]);
                stand_near(&format!("x{}ab{}", gap(n, fill), gap(NEAR, fill)), &["ab", "cd"]);
            }
        }
    }

    #[test]
    fn no_text_makes_the_reading_panic() {
        for text in ["end-of-life", &"æ".repeat(200), &format!("{}decimals{}", "é".repeat(99), "ø".repeat(99))] {
            says(text, Some(&request("lat=1")));
        }
    }
}
