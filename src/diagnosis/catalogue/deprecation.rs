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
    title: "The announced end-of-life date has passed",
    severity: Severity::Error,
    reference: "RFC 8594",
    explanation: "The version still responds, but its announced end is in the past. It may stop at any moment.",
    advice: &["move to the successor now"],
    example: announced!("Sunset: Sun, 01 Mar 2026 00:00:00 GMT\n"),
};

pub(crate) static END_OF_LIFE_NEAR: Rule = Rule {
    id: "end-of-life-near",
    topic: Topic::Deprecation,
    title: "This version ends within days",
    severity: Severity::Error,
    reference: "RFC 8594",
    explanation: "The end is nearer than --eol-critical (default: 14 days). At MET a version that has ended returns \
                  404, without a redirect.",
    advice: &["move to the successor before the end date"],
    example: announced!("Sunset: Tue, 07 Apr 2026 00:00:00 GMT\n"),
};

pub(crate) static END_OF_LIFE_AHEAD: Rule = Rule {
    id: "end-of-life-ahead",
    topic: Topic::Deprecation,
    title: "This version has an announced end date",
    severity: Severity::Warning,
    reference: "RFC 8594",
    explanation: "The end date is a warning when it is nearer than --eol-warning (default: 60 days), otherwise an \
                  info.",
    advice: &["plan the move to the successor"],
    example: announced!("Sunset: Fri, 01 May 2026 00:00:00 GMT\n"),
};

pub(crate) static DEPRECATED_VERSION: Rule = Rule {
    id: "deprecated-version",
    topic: Topic::Deprecation,
    title: "This version is deprecated",
    severity: Severity::Warning,
    reference: STATUS_CODES,
    explanation: "The version returns 203, and the changelog or the product table lists it as an old version. The \
                  data is complete. Some day the version will return 404.",
    advice: &[
        "use the data: it is complete, and 203 is not an error",
        "log every 203, and move to the current version",
    ],
    example: "GET https://api.met.no/weatherapi/textforecast/2.0/landoverview HTTP/1.1\n\
              User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\n\
              HTTP/1.1 203 Non-Authoritative Information\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n\n<x/>\n",
};

pub(crate) static BETA_VERSION: Rule = Rule {
    id: "beta-version",
    topic: Topic::Deprecation,
    title: "This version is in beta",
    severity: Severity::Warning,
    reference: STATUS_CODES,
    explanation: "The version returns 203, and the changelog or the product table lists it as a new version that is \
                  not ready for production. It may change without notice.",
    advice: &[
        "use the data: it is complete, and 203 is not an error",
        "expect changes, and use the current version in production",
    ],
    example: "GET https://api.met.no/weatherapi/iceberg/0.1/data HTTP/1.1\n\
              User-Agent: acme-weather/1.2 https://github.com/acme/weather\n\n\
              HTTP/1.1 203 Non-Authoritative Information\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n\n<x/>\n",
};

pub(crate) static DEPRECATED_OR_BETA: Rule = Rule {
    id: "deprecated-or-beta",
    topic: Topic::Deprecation,
    title: "This version is deprecated or in beta",
    severity: Severity::Warning,
    reference: STATUS_CODES,
    explanation: "At MET a 203 marks a version that is not for production: it will be shut down, or it is not \
                  finished. The data is complete. No header says which of the two it is, nor when a deprecated \
                  version ends; the product's changelog does. On other hosts 203 means that a proxy modified the \
                  content.",
    advice: &["use the data: it is complete, and 203 is not an error"],
    example: met_answer!("203 Non-Authoritative Information", "Expires: Mon, 30 Mar 2026 13:53:26 GMT\n\n{}\n"),
};

pub(crate) static DEPRECATION_ANNOUNCED: Rule = Rule {
    id: "deprecation-announced",
    topic: Topic::Deprecation,
    title: "Announced as deprecated, although the status is not 203",
    severity: Severity::Warning,
    reference: "RFC 9745",
    explanation: "The status is a plain success. The Deprecation header, the changelog or the product table says that \
                  the version should no longer be used.",
    advice: &["plan the move to the successor"],
    example: announced!("Deprecation: @1688169599\n"),
};

pub(crate) static END_DATE_UNKNOWN: Rule = Rule {
    id: "end-date-unknown",
    topic: Topic::Deprecation,
    title: "The end-of-life date is unknown",
    severity: Severity::Info,
    reference: "https://api.met.no/changelog",
    explanation: "The version is deprecated, but no source names a date. MET has given between one day and nine \
                  months of notice.",
    advice: &["check the changelog regularly, or subscribe to it"],
    example: announced!("Deprecation: @1688169599\n"),
};

pub(crate) static END_DATES_DISAGREE: Rule = Rule {
    id: "end-dates-disagree",
    topic: Topic::Deprecation,
    title: "Sources give different end-of-life dates",
    severity: Severity::Info,
    reference: "https://api.met.no/changelog",
    explanation: "Announced dates slip, and announcements contain typos. metstatus uses the earliest plausible date.",
    advice: &["plan for the earliest date, and check the changelog regularly"],
    example: "",
};

pub(crate) static SUSPECT_END_DATE: Rule = Rule {
    id: "suspect-end-date",
    topic: Topic::Deprecation,
    title: "An announced end date cannot be right",
    severity: Severity::Info,
    reference: "https://api.met.no/changelog",
    explanation: "The date is earlier than the announcement, which speaks of the future. It is probably a typo; \
                  metstatus reports it but does not use it.",
    advice: &["read the entry, and assume the earliest plausible date until MET corrects it"],
    example: "",
};

pub(crate) static INVALID_DEPRECATION_FIELD: Rule = Rule {
    id: "invalid-deprecation-field",
    topic: Topic::Deprecation,
    title: "An end-of-life header does not follow its RFC",
    severity: Severity::Info,
    reference: "RFC 9745",
    explanation: "Deprecation is a structured date (@1688169599), Sunset an HTTP-date. Other programs may not \
                  understand what metstatus does.",
    advice: &["report it to the server operator"],
    example: announced!("Deprecation: true\n"),
};

pub(crate) static CHANGELOG_UNREADABLE: Rule = Rule {
    id: "changelog-unreadable",
    topic: Topic::Deprecation,
    title: "The product's changelog could not be read",
    severity: Severity::Info,
    reference: "https://api.met.no/doc/RSS",
    explanation: "This report lacks whatever the changelog announces. The rest of it is valid.",
    advice: &["read https://api.met.no/changelog"],
    example: "",
};

/// What reports a day of the end, by how near it is.
pub(crate) static ENDS_OF_LIFE: [&Rule; 3] = [&END_OF_LIFE_PASSED, &END_OF_LIFE_NEAR, &END_OF_LIFE_AHEAD];
