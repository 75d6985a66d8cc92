//! Request: what is wrong with a URL of MET's by itself, whether or not anybody answered it.

use super::super::{Rule, Topic, by_cause};
use crate::evidence::Exchange;
use crate::facts::Facts;
use crate::finding::{Finding, Seen};
use crate::met::asked::Asked;
use crate::met::lint::Lint;
use crate::severity::{Certainty, Severity};

const TERMS: &str = "https://api.met.no/doc/TermsOfService";
const USAGE: &str = "https://api.met.no/doc/usage";

macro_rules! asked {
    ($rest:literal) => {
        concat!(
            "GET https://api.met.no/weatherapi/",
            $rest,
            " HTTP/1.1\nUser-Agent: acme-weather/1.2 https://github.com/acme/weather\n\n"
        )
    };
}

pub(in crate::rules) static RULES: &[Rule] = &[
    Rule {
        id: "missing-parameter",
        topic: Topic::Request,
        title: "a parameter that the product needs is missing",
        severity: Severity::Warning,
        reference: "https://api.met.no/weatherapi/documentation",
        explanation: "The product cannot answer without this parameter. Often it was there and got lost: an unquoted & in a \
                      shell, a logger or a proxy that cuts the query.",
        advice: &["add the parameter that the body names", "in a shell, put the whole URL in quotes"],
        example: "GET https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1 HTTP/1.1\n\
                  User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\n\
                  HTTP/1.1 400 Bad Request\nContent-Type: text/plain\n\nMandatory parameter 'lon' missing in call to try {...}\n",
        check: lint,
    },
    Rule {
        id: "number-format",
        topic: Topic::Request,
        title: "a number is not written as MET reads numbers",
        severity: Severity::Warning,
        reference: USAGE,
        explanation: "MET's numbers are digits with a point: no exponent, no comma, no nan. Programs print small floats as \
                      1e-05 and, in some locales, with a comma.",
        advice: &[],
        example: concat!(asked!("locationforecast/2.0/compact?lat=1e-05&lon=9.58"), "HTTP/1.1 400 Bad Request\n\nno\n"),
        check: lint,
    },
    Rule {
        id: "coordinate-range",
        topic: Topic::Request,
        title: "a coordinate lies outside the globe",
        severity: Severity::Warning,
        reference: USAGE,
        explanation: "Latitudes run from -90 to 90, longitudes from -180 to 180. Exchanged coordinates are the usual reason.",
        advice: &[],
        example: concat!(asked!("locationforecast/2.0/compact?lat=100.5&lon=59.9"), "HTTP/1.1 400 Bad Request\n\nno\n"),
        check: lint,
    },
    Rule {
        id: "renamed-parameter",
        topic: Topic::Request,
        title: "a parameter has another name in this version",
        severity: Severity::Warning,
        reference: "https://api.met.no/weatherapi/locationforecast/2.0/documentation",
        explanation: "Locationforecast 2.0 calls the height above the sea altitude, in whole metres; 1.9 called it msl.",
        advice: &[],
        example: concat!(
            asked!("locationforecast/2.0/compact?lat=60.1&lon=9.58&msl=90"),
            "HTTP/1.1 400 Bad Request\n\nno\n"
        ),
        check: lint,
    },
    Rule {
        id: "missing-endpoint",
        topic: Topic::Request,
        title: "the endpoint behind the version is missing",
        severity: Severity::Warning,
        reference: "https://developer.yr.no/changelog",
        explanation: "Newer products want the name of a document behind the version, such as compact. Without it there is a \
                      page about the product, or an error.",
        advice: &[],
        example: concat!(asked!("locationforecast/2.0/?lat=60.1&lon=9.58"), "HTTP/1.1 404 Not Found\n\n"),
        check: lint,
    },
    Rule {
        id: "version-placeholder",
        topic: Topic::Request,
        title: "an underscore stands where the version belongs",
        severity: Severity::Warning,
        reference: "https://api.met.no/doc/versions",
        explanation: "With _ for the version MET gives documentation and other pages about a product, and no data.",
        advice: &[],
        example: concat!(asked!("locationforecast/_/compact?lat=60.1&lon=9.58"), "HTTP/1.1 404 Not Found\n\n"),
        check: lint,
    },
    Rule {
        id: "coordinate-precision",
        topic: Topic::Request,
        title: "a coordinate has more than four decimals",
        severity: Severity::Warning,
        reference: TERMS,
        explanation: "MET's terms allow four decimals, some ten metres, so that near places share what is cached. The terms \
                      announce 403 for more, another page announces 400, and some have been answered all the same.",
        advice: &[],
        example: concat!(
            asked!("locationforecast/2.0/compact?lat=59.91273&lon=10.75"),
            "HTTP/1.1 200 OK\nLast-Modified: Mon, 30 Mar 2026 13:22:44 GMT\n\n{}\n"
        ),
        check: lint,
    },
    Rule {
        id: "semicolon-separator",
        topic: Topic::Request,
        title: "the parameters are separated by semicolons",
        severity: Severity::Warning,
        reference: USAGE,
        explanation: "Parameters are separated by &. MET rewrites semicolons of old clients for as long as it can.",
        advice: &[],
        example: concat!(asked!("locationforecast/2.0/compact?lat=60.1;lon=9.58"), "HTTP/1.1 400 Bad Request\n\nno\n"),
        check: lint,
    },
];

/// A lint of the URL: the diagnosis where it explains the answer, a warning beside it elsewhere.
fn lint(rule: &'static Rule, facts: &Facts) -> Option<Finding> {
    let lint = facts.lints.iter().find(|lint| lint.id == rule.id);
    match (facts.cause.as_ref().filter(|cause| cause.id == rule.id), lint) {
        (Some(_), lint) => {
            let finding = by_cause(rule, facts)?.severity(Severity::Error);
            Some(match lint {
                Some(lint) => explaining(worded(finding, lint), facts),
                None => contradicted(finding, facts),
            })
        }
        // What was answered in spite of its form cannot be wrong; what the terms ask for still is.
        (None, Some(_)) if is_answered(facts) && !is_term(rule.id) => None,
        (None, Some(lint)) => Some(worded(rule.found(), lint).severity(Severity::Warning)),
        (None, None) => None,
    }
}

/// A lint that explains a refusal says so.
fn explaining(mut finding: Finding, facts: &Facts) -> Finding {
    if finding.rule.id == "coordinate-precision" && facts.status() == Some(403) {
        finding.message = format!(
            "MET refuses coordinates with more than 4 decimals: {}",
            finding.message.trim_end_matches(", 4 are allowed")
        );
    }
    finding
}

/// A parameter that the answer misses and the URL has: something on the way may have cut the query.
fn contradicted(mut finding: Finding, facts: &Facts) -> Finding {
    let asked = facts.answer().and_then(Exchange::url).and_then(Asked::of);
    let words = facts.words.join(" ");
    let named = asked
        .is_some_and(|asked| asked.parameters.iter().any(|parameter| words.contains(&format!("'{}'", parameter.name))));
    if finding.rule.id == "missing-parameter" && named {
        finding.certainty = Certainty::Possible;
        finding.message =
            "the answer misses a parameter that the URL has: something on the way may cut the query".to_owned();
        finding.advice.insert(0, "look for a proxy, a logger or a shell that cuts the URL at & or ?".to_owned());
    }
    finding
}

/// The finding in the words of the lint, which are the user's own values.
fn worded(mut finding: Finding, lint: &Lint) -> Finding {
    finding.message.clone_from(&lint.message);
    finding.advice.clone_from(&lint.help);
    finding.quote_part(Seen::In, &lint.tail, lint.mark.clone())
}

fn is_answered(facts: &Facts) -> bool {
    facts.status().is_some_and(|status| (200..400).contains(&status))
}

fn is_term(id: &str) -> bool {
    ["coordinate-precision", "semicolon-separator", "renamed-parameter"].contains(&id)
}
