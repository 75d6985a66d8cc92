//! Causes that lie neither in the request nor in who sent it: the host, the way, the server, and the rest.

use super::Bearing::{Excludes, For, Names};
use super::{Explained, Hypothesis, Prior, Scope, bearings};
use crate::diagnosis::catalogue::{client, hosts, server};
use crate::diagnosis::cause::signals::{CauseSignals, Class, Fit, HostKind, RequestMethod, Responder};

/// The rows that come before all others: who was asked.
pub(super) static FIRST: &[&Hypothesis] = &[&RETIRED_HOST, &WRONG_HOST];

/// The other rows.
pub(super) static TABLE: &[&Hypothesis] = &[
    &METHOD_NOT_ALLOWED,
    &CLIENT_CLOSED_REQUEST,
    &SERVER_ERROR,
    &BACKEND_UNREACHABLE,
    &SERVICE_UNAVAILABLE,
    &BACKEND_TIMEOUT,
    &INTERMEDIARY_REFUSED,
    &UNEXPECTED_STATUS,
];

/// Whether something else than the server may have answered.
pub(super) fn is_elsewhere(s: &CauseSignals) -> bool {
    matches!(s.responder, Responder::Intermediary | Responder::Doubtful)
}

static RETIRED_HOST: Hypothesis = Hypothesis {
    rule: &hosts::RETIRED_HOST,
    prior: Prior::EveryError,
    bears: bearings![s, s.host != HostKind::Retired => Excludes, s.host == HostKind::Retired => Names],
    ..Hypothesis::NONE
};

static WRONG_HOST: Hypothesis = Hypothesis {
    rule: &hosts::WRONG_HOST,
    prior: Prior::EveryError,
    bears: bearings![s,
        s.host != HostKind::Wrong => Excludes,
        s.host == HostKind::Wrong => Names,
        // The classes and the sentences are the API's own: it was reached, and refuses something else.
        s.class.is_some() || s.says.is_some() => For(-25),
        // Under the right name it may be refused as well.
        s.status == 403 && s.agent.is_at_fault() => For(-6),
    ],
    ..Hypothesis::NONE
};

static METHOD_NOT_ALLOWED: Hypothesis = Hypothesis {
    rule: &client::METHOD_NOT_ALLOWED,
    scope: Scope::Anywhere,
    prior: Prior::Of(&[(405, 0)]),
    explained: &[
        Explained {
            statuses: &[405],
            cause: "The request is a POST",
            remedy: "Send a GET with the parameters in the query.",
        },
        Explained {
            statuses: &[405],
            cause: "A script in a browser set a header such as User-Agent, which causes a preflight (OPTIONS)",
            remedy: "Send requests through a caching server of your own, or set no headers in the script; Origin then \
                     identifies the site.",
        },
    ],
    bears: bearings![s,
        s.method == RequestMethod::Get && s.host == HostKind::Met => For(12),
        !(s.method == RequestMethod::Get && s.host == HostKind::Met) => Names,
        is_elsewhere(s) => For(-30),
    ],
    ..Hypothesis::NONE
};

static CLIENT_CLOSED_REQUEST: Hypothesis = Hypothesis {
    rule: &client::CLIENT_CLOSED_REQUEST,
    scope: Scope::Anywhere,
    prior: Prior::Of(&[(499, 0)]),
    explained: &[
        Explained {
            statuses: &[499],
            cause: "The client's timeout is too short",
            remedy: "Raise the timeout; large images and files need it most.",
        },
        Explained {
            statuses: &[499],
            cause: "The program was closed, or lost its network, while it waited",
            remedy: "Do nothing unless it happens often.",
        },
    ],
    bears: bearings![s, true => Names, is_elsewhere(s) => For(-30)],
    ..Hypothesis::NONE
};

static SERVER_ERROR: Hypothesis = Hypothesis {
    rule: &server::SERVER_ERROR,
    scope: Scope::Anywhere,
    prior: Prior::Of(&[(500, 0)]),
    classes: &[Class::Internal],
    explained: &[Explained {
        statuses: &[500],
        cause: "An error inside the API",
        remedy: "Retry at your next scheduled poll, and check https://status.met.no. Report it if only this request \
                 keeps failing.",
    }],
    bears: bearings![s, s.status == 500 => Names, is_elsewhere(s) => For(-30)],
    ..Hypothesis::NONE
};

static BACKEND_UNREACHABLE: Hypothesis = Hypothesis {
    rule: &server::BACKEND_UNREACHABLE,
    scope: Scope::Anywhere,
    prior: Prior::Of(&[(502, 0)]),
    classes: &[Class::ErrorFromBackend, Class::Unexpectedmissingdata],
    explained: &[
        Explained {
            statuses: &[502],
            cause: "A backend service failed",
            remedy: "Retry at your next scheduled poll, and check https://status.met.no.",
        },
        Explained {
            statuses: &[502],
            cause: "Data that should exist is missing (X-ErrorClass: Unexpectedmissingdata)",
            remedy: "Use your cached copy in the meantime, and show its age.",
        },
    ],
    bears: bearings![s, s.status == 502 => Names, is_elsewhere(s) => For(-30)],
    ..Hypothesis::NONE
};

static SERVICE_UNAVAILABLE: Hypothesis = Hypothesis {
    rule: &server::SERVICE_UNAVAILABLE,
    scope: Scope::Anywhere,
    prior: Prior::Of(&[(503, 0)]),
    classes: &[Class::ServiceUnavailable],
    explained: &[Explained {
        statuses: &[503],
        cause: "An outage of the product or of one of its sources",
        remedy: "Retry at your next scheduled poll, but not before Retry-After if there is one. Check \
                 https://status.met.no.",
    }],
    bears: bearings![s, s.status == 503 => Names, is_elsewhere(s) => For(-30)],
    ..Hypothesis::NONE
};

static BACKEND_TIMEOUT: Hypothesis = Hypothesis {
    rule: &server::BACKEND_TIMEOUT,
    scope: Scope::Anywhere,
    prior: Prior::Of(&[(504, 0)]),
    explained: &[Explained {
        statuses: &[504],
        cause: "Heavy traffic at MET",
        remedy: "Retry at your next scheduled poll, away from the full hour, and check https://status.met.no.",
    }],
    bears: bearings![s, true => Names, is_elsewhere(s) => For(-30)],
    ..Hypothesis::NONE
};

static INTERMEDIARY_REFUSED: Hypothesis = Hypothesis {
    rule: &server::INTERMEDIARY_REFUSED,
    scope: Scope::Anywhere,
    prior: Prior::Of(&[
        (400, -14),
        (401, -12),
        (403, -8),
        (404, -14),
        (405, -14),
        (429, -12),
        (500, -12),
        (502, -12),
        (503, -12),
        (504, -12),
    ]),
    explained: &[Explained {
        statuses: &[403],
        cause: "A proxy or firewall between you and the server refused the request",
        remedy: "Check Server and Via in the response, and try another network.",
    }],
    bears: bearings![s,
        s.responder == Responder::Service || s.tried.is_answered() => Excludes,
        s.responder == Responder::Intermediary => Names,
        s.responder == Responder::Intermediary => For(20),
        s.responder == Responder::Doubtful => For(20),
        // MET's own classes and sentences are not a proxy's.
        s.class.is_some() || s.says.is_some() => For(-20),
    ],
    ..Hypothesis::NONE
};

static UNEXPECTED_STATUS: Hypothesis = Hypothesis {
    rule: &server::UNEXPECTED_STATUS,
    scope: Scope::Anywhere,
    prior: Prior::Rest,
    open: true,
    bears: bearings![s, s.fit == Fit::NotAsked => Names],
    ..Hypothesis::NONE
};
