//! Deprecation: how long a version lives.

use super::common::{STATUS_CODES, met_answer};
use crate::diagnosis::rule::{Rule, Topic};
use crate::diagnosis::severity::Severity;

macro_rules! announced {
    ($fields:literal) => {
        concat!(
            "GET https://api.acme.no/x HTTP/1.1\n\nHTTP/1.1 200 OK\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n",
            $fields,
            "\n{}\n"
        )
    };
}

/// The rules of this file, the more specific first.
pub(crate) static RULES: &[&Rule] = &[
    &END_OF_LIFE_PASSED,
    &END_OF_LIFE_NEAR,
    &END_OF_LIFE_AHEAD,
    &DEPRECATED_VERSION,
    &BETA_VERSION,
    &DEPRECATED_OR_BETA,
    &DEPRECATION_ANNOUNCED,
    &END_DATE_UNKNOWN,
    &END_DATES_DISAGREE,
    &SUSPECT_END_DATE,
    &INVALID_DEPRECATION_FIELD,
    &CHANGELOG_UNREADABLE,
];

pub(crate) static END_OF_LIFE_PASSED: Rule = Rule {
    id: "end-of-life-passed",
    topic: Topic::Deprecation,
    title: "the day on which this version was to end has passed",
    severity: Severity::Error,
    reference: "RFC 8594",
    explanation: "The version still answers, and may stop to at any moment: its announced end lies in the past.",
    advice: &["move to the successor now"],
    example: announced!("Sunset: Sun, 01 Mar 2026 00:00:00 GMT\n"),
};

pub(crate) static END_OF_LIFE_NEAR: Rule = Rule {
    id: "end-of-life-near",
    topic: Topic::Deprecation,
    title: "this version ends within days",
    severity: Severity::Error,
    reference: "RFC 8594",
    explanation: "The end is nearer than --eol-critical (14 days unless set). At MET a version that ended answers 404 from \
                  that day on, without a redirect.",
    advice: &["move to the successor before that day"],
    example: announced!("Sunset: Tue, 07 Apr 2026 00:00:00 GMT\n"),
};

pub(crate) static END_OF_LIFE_AHEAD: Rule = Rule {
    id: "end-of-life-ahead",
    topic: Topic::Deprecation,
    title: "this version has an announced end",
    severity: Severity::Warning,
    reference: "RFC 8594",
    explanation: "The end is a warning when it is nearer than --eol-warning (60 days unless set), and an info before that.",
    advice: &["plan the move to the successor"],
    example: announced!("Sunset: Fri, 01 May 2026 00:00:00 GMT\n"),
};

pub(crate) static DEPRECATED_VERSION: Rule = Rule {
    id: "deprecated-version",
    topic: Topic::Deprecation,
    title: "this version is deprecated",
    severity: Severity::Warning,
    reference: STATUS_CODES,
    explanation: "203 marks it, and the changelog or the list of products says that it is the old version, not the new \
                  one. The data are complete; the version will answer 404 one day.",
    advice: &["use the data: they are complete, and 203 is no error", "log every 203, and move to the current version"],
    example: "GET https://api.met.no/weatherapi/textforecast/2.0/landoverview?x=1 HTTP/1.1\n\
              User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\n\
              HTTP/1.1 203 Non-Authoritative Information\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n\n<x/>\n",
};

pub(crate) static BETA_VERSION: Rule = Rule {
    id: "beta-version",
    topic: Topic::Deprecation,
    title: "this version is in beta",
    severity: Severity::Warning,
    reference: STATUS_CODES,
    explanation: "203 marks it, and the changelog or the list of products says that it is the new version, not yet for \
                  production. It may change without notice.",
    advice: &[
        "use the data: they are complete, and 203 is no error",
        "expect changes, and use the current version in production",
    ],
    example: "GET https://api.met.no/weatherapi/iceberg/0.1/data?x=1 HTTP/1.1\n\
              User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\n\
              HTTP/1.1 203 Non-Authoritative Information\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n\n<x/>\n",
};

pub(crate) static DEPRECATED_OR_BETA: Rule = Rule {
    id: "deprecated-or-beta",
    topic: Topic::Deprecation,
    title: "this version is deprecated or in beta",
    severity: Severity::Warning,
    reference: STATUS_CODES,
    explanation: "At MET 203 marks a version that is not for production: one that will end, or one that is not finished. \
                  The data are complete. No field says which of the two it is, nor when a deprecated version ends; the \
                  changelog of the product does. Everywhere else 203 means that a proxy changed the content.",
    advice: &["use the data: they are complete, and 203 is no error"],
    example: met_answer!("203 Non-Authoritative Information", "Expires: Mon, 30 Mar 2026 13:53:26 GMT\n\n{}\n"),
};

pub(crate) static DEPRECATION_ANNOUNCED: Rule = Rule {
    id: "deprecation-announced",
    topic: Topic::Deprecation,
    title: "this version is announced as deprecated, though its status does not say so",
    severity: Severity::Warning,
    reference: "RFC 9745",
    explanation: "The status is a plain success. The Deprecation field, the changelog or the list of products says that the \
                  version is to be left.",
    advice: &["plan the move to the successor"],
    example: announced!("Deprecation: @1688169599\n"),
};

pub(crate) static END_DATE_UNKNOWN: Rule = Rule {
    id: "end-date-unknown",
    topic: Topic::Deprecation,
    title: "no day is known on which this version ends",
    severity: Severity::Info,
    reference: "https://api.met.no/changelog",
    explanation: "The version is deprecated, and no source names a day. MET gave between one day and nine months of notice.",
    advice: &["read the changelog now and then, or subscribe to it"],
    example: announced!("Deprecation: @1688169599\n"),
};

pub(crate) static END_DATES_DISAGREE: Rule = Rule {
    id: "end-dates-disagree",
    topic: Topic::Deprecation,
    title: "sources name different days for the end of this version",
    severity: Severity::Info,
    reference: "https://api.met.no/changelog",
    explanation: "Announced ends slip, and announcements have misprints. The most cautious day counts here.",
    advice: &[],
    example: "",
};

pub(crate) static SUSPECT_END_DATE: Rule = Rule {
    id: "suspect-end-date",
    topic: Topic::Deprecation,
    title: "an announcement names a day of the end that cannot be right",
    severity: Severity::Info,
    reference: "https://api.met.no/changelog",
    explanation: "The day lies before the announcement, which speaks of the future: a misprint, shown here and not believed.",
    advice: &["read the entry, and take the nearest sensible day for granted until it is corrected"],
    example: "",
};

pub(crate) static INVALID_DEPRECATION_FIELD: Rule = Rule {
    id: "invalid-deprecation-field",
    topic: Topic::Deprecation,
    title: "a field that announces the end is not written as its RFC says",
    severity: Severity::Info,
    reference: "RFC 9745",
    explanation: "Deprecation is a date of structured fields (@1688169599), Sunset an HTTP date. Other programs may not \
                  understand what this one does.",
    advice: &["report it to whoever runs the server"],
    example: announced!("Deprecation: true\n"),
};

pub(crate) static CHANGELOG_UNREADABLE: Rule = Rule {
    id: "changelog-unreadable",
    topic: Topic::Deprecation,
    title: "the changelog of the product could not be read",
    severity: Severity::Info,
    reference: "https://api.met.no/doc/RSS",
    explanation: "What the changelog would tell is missing from this report; the rest of it stands.",
    advice: &["read https://api.met.no/changelog"],
    example: "",
};

/// What reports a day of the end, by how near it is.
pub(crate) static ENDS_OF_LIFE: [&Rule; 3] = [&END_OF_LIFE_PASSED, &END_OF_LIFE_NEAR, &END_OF_LIFE_AHEAD];
