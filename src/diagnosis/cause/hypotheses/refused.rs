//! Causes in who asks: 401, 403 and 429.

use super::Bearing::{self, Excludes, For, Names, Proves};
use super::elsewhere::is_elsewhere;
use super::{Explained, Hypothesis, Prior, Scope, bearings};
use crate::diagnosis::catalogue::{client, identity, pacing};
use crate::diagnosis::cause::signals::{CauseSignals, Class, ControlOutcome, Fault, UserAgentQuality};
use crate::diagnosis::cause::words::Says;
use crate::evidence::ControlVariant;

/// The rows, the most likely of each status first.
pub(super) static TABLE: &[&Hypothesis] = &[
    &FORBIDDEN,
    &USER_AGENT_MISSING,
    &USER_AGENT_GENERIC,
    &USER_AGENT_BROWSER,
    &USER_AGENT_PLACEHOLDER,
    &USER_AGENT_NO_CONTACT,
    &BLOCKED_USER_AGENT,
    &BLOCKED_CLIENT,
    &RESTRICTED,
    &MISSING_CREDENTIALS,
    &RATE_LIMITED,
];

const NOT_NAMED: &[Explained] = &[Explained {
    statuses: &[403, 429],
    cause: "The User-Agent is missing, or is a library's default or a browser's: okhttp, Dalvik, Java, \
            python-requests and the like",
    remedy: "Send your application's name, its version, and an e-mail address or website where MET can reach you.",
}];

const BLOCKED: &[Explained] = &[
    Explained {
        statuses: &[403],
        cause: "Your address or application is blocked for violating the Terms of Service",
        remedy: "Fix the violation, then e-mail weatherapi-adm@met.no with your IP address and User-Agent.",
    },
    Explained {
        statuses: &[429],
        cause: "Your address or application is permanently throttled after heavy traffic",
        remedy: "E-mail weatherapi-adm@met.no with your IP address and User-Agent.",
    },
];

const NO_CONTACT: &[Explained] = &[Explained {
    statuses: &[403],
    cause: "The User-Agent has no contact, or a placeholder copied from an example",
    remedy: "Add a real contact of your own: an e-mail address or website.",
}];

static FORBIDDEN: Hypothesis = Hypothesis {
    rule: &identity::FORBIDDEN,
    scope: Scope::Anywhere,
    prior: Prior::Of(&[(403, 0)]),
    open: true,
    ..Hypothesis::NONE
};

/// What bears on a fault of the User-Agent; `own` is whether the request has that fault.
fn identity(s: &CauseSignals, own: bool, say: &mut dyn FnMut(Bearing)) {
    let names = s.class == Some(Class::IllegalUserAgent) || s.says == Some(Says::UserAgent);
    for (condition, bearing) in [
        (!own && s.agent != UserAgentQuality::NotShown, Excludes),
        (is_identity_cleared(s), Excludes),
        (own && s.status == 403, For(18)),
        (own && s.status == 429, For(1)),
        (own && names, Names),
        (own && s.class == Some(Class::Accesscontrol), For(4)),
        (own && s.tried.both == ControlOutcome::Answered, For(6)),
        (own && is_identity_proven(s), Proves),
    ] {
        if condition {
            say(bearing);
        }
    }
}

/// Whether the controls show that the identity is what is refused.
fn is_identity_proven(s: &CauseSignals) -> bool {
    s.tried.identity == ControlOutcome::Answered
        || (s.tried.both == ControlOutcome::Answered && s.tried.coordinates == ControlOutcome::Refused)
}

/// Whether they show that it is not, or not alone. A refused control says so only where nothing else was in doubt: with
/// too many decimals the identity may be refused all the same.
fn is_identity_cleared(s: &CauseSignals) -> bool {
    s.tried.both == ControlOutcome::Refused
        || s.tried.coordinates == ControlOutcome::Answered
        || (s.tried.identity == ControlOutcome::Refused && !are_coordinates_in_doubt(s))
}

fn are_coordinates_in_doubt(s: &CauseSignals) -> bool {
    let named = s.class == Some(Class::IllegalUserAgent) || s.says == Some(Says::UserAgent);
    s.status == 403 && s.lints.has(Fault::Precision) && s.tried.coordinates != ControlOutcome::Refused && !named
}

static USER_AGENT_MISSING: Hypothesis = Hypothesis {
    rule: &identity::USER_AGENT_MISSING,
    prior: Prior::Of(&[(403, 0), (429, 5)]),
    case_of: Some(&FORBIDDEN),
    control: Some(ControlVariant::Identity),
    explained: NOT_NAMED,
    bears: |s, say| identity(s, s.agent == UserAgentQuality::Missing, say),
    ..Hypothesis::NONE
};

static USER_AGENT_GENERIC: Hypothesis = Hypothesis {
    rule: &identity::USER_AGENT_GENERIC,
    prior: Prior::Of(&[(403, 0), (429, 5)]),
    case_of: Some(&FORBIDDEN),
    control: Some(ControlVariant::Identity),
    explained: NOT_NAMED,
    bears: |s, say| identity(s, s.agent == UserAgentQuality::Generic, say),
    ..Hypothesis::NONE
};

static USER_AGENT_BROWSER: Hypothesis = Hypothesis {
    rule: &identity::USER_AGENT_BROWSER,
    prior: Prior::Of(&[(403, 0), (429, 5)]),
    case_of: Some(&FORBIDDEN),
    control: Some(ControlVariant::Identity),
    explained: NOT_NAMED,
    bears: |s, say| identity(s, s.agent == UserAgentQuality::Browser, say),
    ..Hypothesis::NONE
};

static USER_AGENT_PLACEHOLDER: Hypothesis = Hypothesis {
    rule: &identity::USER_AGENT_PLACEHOLDER,
    prior: Prior::Of(&[(403, -1), (429, 4)]),
    case_of: Some(&FORBIDDEN),
    control: Some(ControlVariant::Identity),
    explained: NO_CONTACT,
    bears: |s, say| identity(s, s.agent == UserAgentQuality::Placeholder, say),
    ..Hypothesis::NONE
};

static USER_AGENT_NO_CONTACT: Hypothesis = Hypothesis {
    rule: &identity::USER_AGENT_NO_CONTACT,
    prior: Prior::Of(&[(403, -2)]),
    case_of: Some(&FORBIDDEN),
    control: Some(ControlVariant::Identity),
    explained: NO_CONTACT,
    bears: bearings![s,
        !matches!(s.agent, UserAgentQuality::Nameless | UserAgentQuality::NotShown) || is_identity_cleared(s) => Excludes,
        s.agent == UserAgentQuality::Nameless
            && (s.class == Some(Class::IllegalUserAgent) || s.says == Some(Says::UserAgent)) => For(18),
        s.agent == UserAgentQuality::Nameless && s.tried.both == ControlOutcome::Answered => For(6),
        s.agent == UserAgentQuality::Nameless && is_identity_proven(s) => Proves,
    ],
    ..Hypothesis::NONE
};

static BLOCKED_USER_AGENT: Hypothesis = Hypothesis {
    rule: &identity::BLOCKED_USER_AGENT,
    prior: Prior::Of(&[(403, -3)]),
    case_of: Some(&FORBIDDEN),
    control: Some(ControlVariant::Identity),
    explained: &[Explained {
        statuses: &[403],
        cause: "The application, or this version of it, is blocked for violating the Terms of Service",
        remedy: "Update the application. If it is yours, fix the violation and e-mail weatherapi-adm@met.no.",
    }],
    bears: bearings![s,
        !matches!(s.agent, UserAgentQuality::Named | UserAgentQuality::Nameless | UserAgentQuality::NotShown) || is_identity_cleared(s) => Excludes,
        s.agent == UserAgentQuality::Named && s.class == Some(Class::IllegalUserAgent) => For(18),
        s.agent == UserAgentQuality::Named && s.says == Some(Says::UserAgent) => For(18),
        s.agent == UserAgentQuality::Nameless && s.class == Some(Class::IllegalUserAgent) => For(8),
        s.says == Some(Says::Blocked) => For(10),
        s.agent == UserAgentQuality::Named && s.tried.both == ControlOutcome::Answered => For(6),
        s.agent == UserAgentQuality::Named && is_identity_proven(s) => Proves,
    ],
    ..Hypothesis::NONE
};

static BLOCKED_CLIENT: Hypothesis = Hypothesis {
    rule: &identity::BLOCKED_CLIENT,
    prior: Prior::Of(&[(403, -4), (429, 2)]),
    case_of: Some(&FORBIDDEN),
    explained: BLOCKED,
    bears: bearings![s,
        s.tried.is_answered() => Excludes,
        // Every doubt was taken away, and the request is refused all the same.
        is_refused_without_doubt(s) => For(26),
        s.tried.identity == ControlOutcome::Refused && s.status == 403 => For(4),
        s.status == 403 && s.says == Some(Says::Blocked) => For(14),
    ],
    ..Hypothesis::NONE
};

fn is_refused_without_doubt(s: &CauseSignals) -> bool {
    let identity = s.tried.identity == ControlOutcome::Refused && !are_coordinates_in_doubt(s);
    s.status == 403 && (identity || s.tried.both == ControlOutcome::Refused)
}

static RESTRICTED: Hypothesis = Hypothesis {
    rule: &client::RESTRICTED,
    scope: Scope::Anywhere,
    prior: Prior::Of(&[(401, 0)]),
    explained: &[Explained {
        statuses: &[401],
        cause: "The URL is that of an administrative or internal service",
        remedy: "Use a product listed at https://api.met.no/weatherapi.",
    }],
    // The status itself says so.
    bears: bearings![s, true => Names, is_elsewhere(s) => For(-30)],
    ..Hypothesis::NONE
};

static MISSING_CREDENTIALS: Hypothesis = Hypothesis {
    rule: &client::MISSING_CREDENTIALS,
    scope: Scope::Frost,
    prior: Prior::Of(&[(401, 4)]),
    case_of: Some(&RESTRICTED),
    explained: &[Explained {
        statuses: &[401],
        cause: "The request went to frost.met.no, which requires a client id",
        remedy: "Register for one at https://frost.met.no, and send it as the user name of HTTP Basic authentication.",
    }],
    bears: |_, say| say(Names),
    ..Hypothesis::NONE
};

static RATE_LIMITED: Hypothesis = Hypothesis {
    rule: &pacing::RATE_LIMITED,
    scope: Scope::Anywhere,
    prior: Prior::Of(&[(429, 10)]),
    explained: &[Explained {
        statuses: &[429],
        cause: "All users and machines of the application together send more than 20 requests per second",
        remedy: "Send fewer requests: cache responses until Expires, share them through your own cache, and spread \
                 requests randomly over the hour.",
    }],
    bears: bearings![s,
        // At MET a User-Agent without a contact is throttled too, whatever the class.
        s.class == Some(Class::Ratelimitation) && matches!(s.agent, UserAgentQuality::Named | UserAgentQuality::Nameless | UserAgentQuality::Site) => Names,
        s.class == Some(Class::Ratelimitation) => For(4),
        s.says == Some(Says::Throttled) => For(2),
        s.rate => For(1),
        is_elsewhere(s) => For(-20),
    ],
    ..Hypothesis::NONE
};
