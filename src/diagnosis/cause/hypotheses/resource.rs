//! Causes in what was asked for: 404, 410 and 422.

use super::Bearing::{Excludes, For};
use super::{Explained, Hypothesis, Prior, Scope, bearings, lacks};
use crate::diagnosis::catalogue::{client, lints};
use crate::diagnosis::cause::signals::{CauseSignals, Class, Fault, Path};
use crate::diagnosis::cause::words::Says;

/// The rows, the most likely of each status first.
pub(super) static TABLE: &[&Hypothesis] = &[
    &NOT_FOUND,
    &VERSION_ENDED,
    &UNKNOWN_VERSION,
    &UNKNOWN_PRODUCT,
    &UNSUPPORTED_ACTION,
    &MISSING_ENDPOINT,
    &VERSION_PLACEHOLDER,
    &NO_DATA,
    &UNPROCESSABLE,
    &OUTSIDE_COVERAGE,
    &COORDINATES_EXCHANGED,
    &OUTSIDE_TIME_RANGE,
];

static NOT_FOUND: Hypothesis = Hypothesis {
    rule: &client::NOT_FOUND,
    scope: Scope::Anywhere,
    prior: Prior::Of(&[(404, 0), (410, 0)]),
    open: true,
    bears: bearings![s, s.path == Path::NoProduct => For(20)],
    ..Hypothesis::NONE
};

static VERSION_ENDED: Hypothesis = Hypothesis {
    rule: &client::VERSION_ENDED,
    prior: Prior::Of(&[(404, 0), (410, 8)]),
    words: &[Says::VersionEnded],
    case_of: Some(&NOT_FOUND),
    explained: &[Explained {
        statuses: &[404],
        cause: "The version has reached its end of life",
        remedy: "Move to the successor that https://api.met.no/changelog names.",
    }],
    bears: bearings![s,
        s.path == Path::NoProduct => Excludes,
        s.path == Path::Ended => For(18),
        s.path != Path::Ended && s.path != Path::NotShown => For(-4),
    ],
    ..Hypothesis::NONE
};

static UNKNOWN_VERSION: Hypothesis = Hypothesis {
    rule: &client::UNKNOWN_VERSION,
    prior: Prior::Of(&[(404, -1)]),
    words: &[Says::VersionUnknown],
    case_of: Some(&NOT_FOUND),
    explained: &[Explained {
        statuses: &[404],
        cause: "The product has no such version",
        remedy: "Compare the version with the list at https://api.met.no/weatherapi.",
    }],
    bears: bearings![s,
        s.path == Path::NoProduct => Excludes,
        s.path == Path::UnknownVersion => For(14),
        // It was there once.
        s.path == Path::Ended => For(-20),
        matches!(s.path, Path::Known | Path::UnknownProduct) && s.says != Some(Says::VersionUnknown) => Excludes,
    ],
    ..Hypothesis::NONE
};

static UNKNOWN_PRODUCT: Hypothesis = Hypothesis {
    rule: &client::UNKNOWN_PRODUCT,
    prior: Prior::Of(&[(404, -1)]),
    words: &[Says::NoProduct],
    case_of: Some(&NOT_FOUND),
    explained: &[Explained {
        statuses: &[404],
        cause: "MET has no product of this name, or no longer has it",
        remedy: "Compare the name with the list at https://api.met.no/weatherapi.",
    }],
    bears: bearings![s,
        s.path == Path::NoProduct => Excludes,
        s.path == Path::UnknownProduct => For(14),
        // What has ended was there once.
        s.path == Path::Ended => For(-20),
        !matches!(s.path, Path::NotShown | Path::UnknownProduct) && s.says != Some(Says::NoProduct) => Excludes,
    ],
    ..Hypothesis::NONE
};

static UNSUPPORTED_ACTION: Hypothesis = Hypothesis {
    rule: &client::UNSUPPORTED_ACTION,
    prior: Prior::Of(&[(404, -2)]),
    words: &[Says::NotSupported],
    case_of: Some(&NOT_FOUND),
    explained: &[Explained {
        statuses: &[404],
        cause: "The product does not have the endpoint, such as available",
        remedy: "Look up the endpoints in the product's documentation.",
    }],
    bears: bearings![s,
        s.path == Path::NoProduct => Excludes,
        s.class == Some(Class::Doesnotapply) => For(14),
        s.class.is_some_and(|class| class != Class::Doesnotapply) => For(-10),
        // Which class comes with a version that is gone is not known.
        matches!(s.path, Path::Ended | Path::UnknownVersion | Path::UnknownProduct) => For(-8),
    ],
    ..Hypothesis::NONE
};

static MISSING_ENDPOINT: Hypothesis = Hypothesis {
    rule: &lints::MISSING_ENDPOINT,
    prior: Prior::Of(&[(404, -3), (400, -4)]),
    case_of: Some(&UNSUPPORTED_ACTION),
    explained: &[Explained {
        statuses: &[404],
        cause: "The URL ends after the version, but the product requires an endpoint there, such as compact",
        remedy: "Add the endpoint, as in locationforecast/2.0/compact.",
    }],
    bears: bearings![s,
        lacks(s, Fault::MissingEndpoint) => Excludes,
        s.lints.has(Fault::MissingEndpoint) => For(16),
    ],
    ..Hypothesis::NONE
};

static VERSION_PLACEHOLDER: Hypothesis = Hypothesis {
    rule: &lints::VERSION_PLACEHOLDER,
    prior: Prior::Of(&[(404, -4)]),
    case_of: Some(&NOT_FOUND),
    bears: bearings![s,
        lacks(s, Fault::PlaceholderVersion) => Excludes,
        s.lints.has(Fault::PlaceholderVersion) => For(16),
    ],
    ..Hypothesis::NONE
};

static NO_DATA: Hypothesis = Hypothesis {
    rule: &client::NO_DATA,
    prior: Prior::Of(&[(404, -4)]),
    classes: &[Class::Nodata],
    case_of: Some(&NOT_FOUND),
    explained: &[Explained {
        statuses: &[404],
        cause: "There is no data for this time or place at the moment",
        remedy: "Check the time and the place, and retry at your next scheduled poll.",
    }],
    bears: bearings![s,
        s.path == Path::NoProduct => Excludes,
        s.says == Some(Says::NoData) => For(14),
        // What has ended has no data either, and what the table does not know may be there all the same.
        s.path == Path::Ended => For(-25),
        matches!(s.path, Path::UnknownVersion | Path::UnknownProduct) => For(-10),
    ],
    ..Hypothesis::NONE
};

static UNPROCESSABLE: Hypothesis = Hypothesis {
    rule: &client::UNPROCESSABLE,
    scope: Scope::Anywhere,
    prior: Prior::Of(&[(422, 0)]),
    open: true,
    ..Hypothesis::NONE
};

/// Whether the sentence speaks of something else than of where and when there are data.
fn speaks_of_else(s: &CauseSignals) -> bool {
    s.says.is_some_and(|says| !matches!(says, Says::OutsideArea | Says::OutsideTime | Says::NoData))
}

static OUTSIDE_COVERAGE: Hypothesis = Hypothesis {
    rule: &client::OUTSIDE_COVERAGE,
    prior: Prior::Of(&[(422, 9), (404, -6)]),
    classes: &[Class::Outsidegeographicarea],
    words: &[Says::OutsideArea],
    case_of: Some(&UNPROCESSABLE),
    explained: &[
        Explained {
            statuses: &[422],
            cause: "The place is outside the product's coverage area",
            remedy: "Use a product that covers it: locationforecast covers the whole world.",
        },
        Explained {
            statuses: &[404],
            cause: "Classic XML of nowcast was requested for a place outside its area",
            remedy: "Use the JSON endpoint, or locationforecast for that place.",
        },
    ],
    bears: bearings![s,
        s.path == Path::NoProduct => Excludes,
        // MET's page on status codes names it as the typical case.
        s.status == 422 => For(1),
        s.status == 422 && speaks_of_else(s) => For(-11),
        // No product covers what is not on the globe.
        s.lints.has(Fault::Range) => For(-25),
    ],
    ..Hypothesis::NONE
};

static COORDINATES_EXCHANGED: Hypothesis = Hypothesis {
    rule: &lints::COORDINATES_EXCHANGED,
    prior: Prior::Of(&[(422, -1)]),
    case_of: Some(&OUTSIDE_COVERAGE),
    explained: &[Explained {
        statuses: &[422],
        cause: "lat and lon are swapped, or a sign is wrong",
        remedy: "Check the coordinates: lat is the latitude, and west is negative.",
    }],
    bears: bearings![s, lacks(s, Fault::Exchanged) => Excludes, s.lints.has(Fault::Exchanged) => For(14)],
    ..Hypothesis::NONE
};

static OUTSIDE_TIME_RANGE: Hypothesis = Hypothesis {
    rule: &client::OUTSIDE_TIME_RANGE,
    prior: Prior::Of(&[(422, 0), (404, -1)]),
    classes: &[Class::Outsidetimerange],
    words: &[Says::OutsideTime],
    case_of: Some(&NO_DATA),
    explained: &[Explained {
        statuses: &[404, 422],
        cause: "The requested time is outside the product's range",
        remedy: "Request a time within the range given in its documentation.",
    }],
    bears: bearings![s, s.path == Path::NoProduct => Excludes, s.status == 422 && speaks_of_else(s) => For(-1)],
    ..Hypothesis::NONE
};
