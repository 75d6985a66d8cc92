//! Causes in the parameters of a request: 400.

use super::Bearing::{Excludes, For, Proves};
use super::{Explained, Hypothesis, Prior, Scope, bearings, lacks};
use crate::diagnosis::catalogue::{lints, request};
use crate::diagnosis::cause::signals::{CauseSignals, Class, ControlOutcome, Fault, Lints, Path};
use crate::diagnosis::cause::words::Says;
use crate::evidence::ControlVariant;

/// The rows, the most likely of each status first.
pub(super) static TABLE: &[&Hypothesis] = &[
    &BAD_REQUEST,
    &MISSING_PARAMETER,
    &INVALID_PARAMETER,
    &NUMBER_FORMAT,
    &COORDINATE_RANGE,
    &SEMICOLON_SEPARATOR,
    &ESCAPED_AMPERSAND,
    &RENAMED_PARAMETER,
    &UNENCODED_PLUS,
    &COORDINATE_PRECISION,
];

static BAD_REQUEST: Hypothesis = Hypothesis {
    rule: &request::BAD_REQUEST,
    scope: Scope::Anywhere,
    prior: Prior::Of(&[(400, 0)]),
    open: true,
    ..Hypothesis::NONE
};

static MISSING_PARAMETER: Hypothesis = Hypothesis {
    rule: &lints::MISSING_PARAMETER,
    prior: Prior::Of(&[(400, 0)]),
    words: &[Says::Missing],
    case_of: Some(&BAD_REQUEST),
    explained: &[Explained {
        statuses: &[400],
        cause: "A required parameter is missing, such as lat or lon",
        remedy: "Add the parameter that the body names, and check that no shell or logger cut the URL at \"&\".",
    }],
    bears: bearings![s,
        s.class == Some(Class::Parameter) => For(8),
        s.lints.has(Fault::MissingParameter) => For(16),
        // The URL has what the response says is missing: something on the way may have cut the query.
        s.says == Some(Says::MissingIsInUrl) => For(5),
        s.says.is_none() && s.path == Path::Known && s.lints == Lints::default() => For(-4),
    ],
    ..Hypothesis::NONE
};

static INVALID_PARAMETER: Hypothesis = Hypothesis {
    rule: &request::INVALID_PARAMETER,
    prior: Prior::Of(&[(400, 0)]),
    classes: &[Class::Encoding, Class::Format, Class::Validation],
    words: &[Says::BadValue, Says::UnknownParameter],
    case_of: Some(&BAD_REQUEST),
    explained: &[Explained {
        statuses: &[400],
        cause: "A value has the wrong format: a number with an exponent such as 1e-05, a decimal comma, a time \
                without Z",
        remedy: "Write numbers with a decimal point, and times as 2026-02-16T12:00:00Z.",
    }],
    bears: bearings![s,
        s.class == Some(Class::Parameter) => For(10),
        s.says == Some(Says::TooManyDecimals) => For(10),
    ],
    ..Hypothesis::NONE
};

static NUMBER_FORMAT: Hypothesis = Hypothesis {
    rule: &lints::NUMBER_FORMAT,
    prior: Prior::Of(&[(400, -1)]),
    case_of: Some(&INVALID_PARAMETER),
    explained: INVALID_PARAMETER.explained,
    bears: bearings![s, lacks(s, Fault::NumberFormat) => Excludes, s.lints.has(Fault::NumberFormat) => For(18)],
    ..Hypothesis::NONE
};

static COORDINATE_RANGE: Hypothesis = Hypothesis {
    rule: &lints::COORDINATE_RANGE,
    prior: Prior::Of(&[(400, -1), (422, 0)]),
    case_of: Some(&INVALID_PARAMETER),
    explained: &[Explained {
        statuses: &[400, 422],
        cause: "A coordinate is out of range: lat beyond -90 to 90, or lon beyond -180 to 180",
        remedy: "Check that lat and lon are not swapped, and write both in degrees.",
    }],
    bears: bearings![s,
        lacks(s, Fault::Range) => Excludes,
        s.lints.has(Fault::Range) => For(18),
        s.lints.has(Fault::Range) && s.class == Some(Class::Outsidegeographicarea) => For(10),
    ],
    ..Hypothesis::NONE
};

static SEMICOLON_SEPARATOR: Hypothesis = Hypothesis {
    rule: &lints::SEMICOLON_SEPARATOR,
    prior: Prior::Of(&[(400, -2)]),
    case_of: Some(&MISSING_PARAMETER),
    explained: &[Explained {
        statuses: &[400],
        cause: "The parameters are separated by \";\", which MET accepts only for as long as it can",
        remedy: "Separate them with \"&\".",
    }],
    bears: bearings![s,
        lacks(s, Fault::Semicolon) => Excludes,
        s.lints.has(Fault::Semicolon) => For(14),
        s.lints.has(Fault::Semicolon) && s.says == Some(Says::MissingIsInUrl) => For(20),
    ],
    ..Hypothesis::NONE
};

static ESCAPED_AMPERSAND: Hypothesis = Hypothesis {
    rule: &lints::ESCAPED_AMPERSAND,
    prior: Prior::Of(&[(400, -2)]),
    case_of: Some(&MISSING_PARAMETER),
    explained: &[Explained {
        statuses: &[400],
        cause: "The URL was copied from HTML and has \"&amp;\" where \"&\" is meant",
        remedy: "Write \"&\" between the parameters.",
    }],
    bears: bearings![s,
        lacks(s, Fault::Ampersand) => Excludes,
        s.lints.has(Fault::Ampersand) => For(16),
        s.lints.has(Fault::Ampersand) && s.says == Some(Says::MissingIsInUrl) => For(20),
    ],
    ..Hypothesis::NONE
};

static UNENCODED_PLUS: Hypothesis = Hypothesis {
    rule: &lints::UNENCODED_PLUS,
    prior: Prior::Of(&[(400, -3)]),
    case_of: Some(&INVALID_PARAMETER),
    explained: &[Explained {
        statuses: &[400],
        cause: "A plus sign in the query is not encoded, as in offset=+01:00, and is read as a blank",
        remedy: "Write %2B for a plus sign.",
    }],
    bears: bearings![s, lacks(s, Fault::Plus) => Excludes, s.lints.has(Fault::Plus) => For(14)],
    ..Hypothesis::NONE
};

static RENAMED_PARAMETER: Hypothesis = Hypothesis {
    rule: &lints::RENAMED_PARAMETER,
    prior: Prior::Of(&[(400, -3)]),
    case_of: Some(&INVALID_PARAMETER),
    explained: &[Explained {
        statuses: &[400],
        cause: "A parameter has another name in this product or version, such as msl, now altitude",
        remedy: "Compare the names with the product's documentation.",
    }],
    bears: bearings![s,
        lacks(s, Fault::Renamed) => Excludes,
        s.lints.has(Fault::Renamed) => For(14),
        s.lints.has(Fault::Renamed) && s.says == Some(Says::UnknownParameter) => For(10),
    ],
    ..Hypothesis::NONE
};

static COORDINATE_PRECISION: Hypothesis = Hypothesis {
    rule: &lints::COORDINATE_PRECISION,
    prior: Prior::Of(&[(400, -4), (403, -5)]),
    words: &[Says::TooManyDecimals],
    case_of: Some(&INVALID_PARAMETER),
    control: Some(ControlVariant::Coordinates),
    explained: &[Explained {
        statuses: &[400, 403],
        cause: "lat or lon has more than four decimals, for which MET announces 403 or 400",
        remedy: "Truncate coordinates to four decimals.",
    }],
    bears: bearings![s,
        lacks(s, Fault::Precision) => Excludes,
        is_precision_cleared(s) => Excludes,
        s.lints.has(Fault::Precision) => For(15),
        // The class speaks of the User-Agent.
        s.class == Some(Class::IllegalUserAgent) || s.says == Some(Says::UserAgent) => For(-20),
        s.tried.both == ControlOutcome::Answered => For(6),
        s.tried.coordinates == ControlOutcome::Answered
            || (s.tried.both == ControlOutcome::Answered && s.tried.identity == ControlOutcome::Refused) => Proves,
    ],
    ..Hypothesis::NONE
};

/// Whether a control shows that the decimals are not what is refused, or not alone.
fn is_precision_cleared(s: &CauseSignals) -> bool {
    s.tried.coordinates == ControlOutcome::Refused
        || s.tried.both == ControlOutcome::Refused
        || s.tried.identity == ControlOutcome::Answered
}
