//! What holds for every combination of signals.

use std::collections::BTreeSet;

use super::*;
use crate::diagnosis::catalogue;
use crate::diagnosis::cause::controls::{Means, next_control};
use crate::diagnosis::cause::hypotheses::explanations;
use crate::diagnosis::rule::Topic;
use crate::diagnosis::severity::Certainty;
use crate::evidence::ControlVariant;
use crate::met::meanings::MEANINGS;

const STATUSES: [u16; 15] = [400, 401, 403, 404, 405, 410, 418, 422, 429, 499, 500, 502, 503, 504, 600];
const AGENTS: [UserAgentQuality; 8] = [
    UserAgentQuality::NotShown,
    UserAgentQuality::Named,
    UserAgentQuality::Nameless,
    UserAgentQuality::Missing,
    UserAgentQuality::Generic,
    UserAgentQuality::Browser,
    UserAgentQuality::Placeholder,
    UserAgentQuality::Site,
];
const PATHS: [Path; 6] =
    [Path::NotShown, Path::NoProduct, Path::UnknownProduct, Path::UnknownVersion, Path::Ended, Path::Known];
const RESPONDERS: [Responder; 4] =
    [Responder::NotShown, Responder::Service, Responder::Doubtful, Responder::Intermediary];
const HOSTS: [HostKind; 5] = [HostKind::Met, HostKind::Frost, HostKind::Retired, HostKind::Wrong, HostKind::Other];
const AT_FAULT: [UserAgentQuality; 4] =
    [UserAgentQuality::Missing, UserAgentQuality::Generic, UserAgentQuality::Browser, UserAgentQuality::Placeholder];
const ABOUT_PRODUCTS: [&str; 6] =
    ["version-ended", "unknown-version", "unknown-product", "unsupported-action", "no-data", "missing-endpoint"];

/// Every how many combinations one is looked at: a prime that divides none of the sizes, so each value of each signal
/// meets each value of the others.
const STEP: usize = if cfg!(debug_assertions) { 3989 } else { 37 };

/// No fault, each fault, and each pair.
fn faults() -> Vec<Lints> {
    let all = Fault::ALL;
    let pairs = all.iter().enumerate().flat_map(|(at, one)| all[at + 1..].iter().map(move |other| [*one, *other]));
    let ones = all.iter().map(|fault| Lints::default().with(*fault));
    std::iter::once(Lints::default()).chain(ones).chain(pairs.map(Lints::from_iter)).collect()
}

/// Walks through the combinations, and gives their number.
fn combinations(step: usize, mut each: impl FnMut(&CauseSignals)) -> usize {
    let classes: Vec<Option<Class>> = std::iter::once(None).chain(Class::ALL.map(Some)).collect();
    let says: Vec<Option<Says>> = std::iter::once(None).chain(Says::ALL.map(Some)).collect();
    let (faults, experiments) = (faults(), experiments().collect::<Vec<_>>());
    let sizes = [
        STATUSES.len(),
        classes.len(),
        says.len(),
        AGENTS.len(),
        PATHS.len(),
        RESPONDERS.len(),
        experiments.len(),
        faults.len(),
    ];
    let total = sizes.iter().product();
    for number in (0..total).step_by(step) {
        let mut rest = number;
        let mut digit = |size: usize| {
            let digit = rest % size;
            rest /= size;
            digit
        };
        let picked = sizes.map(&mut digit);
        let method = if number / 1009 % 5 == 0 { RequestMethod::Other } else { RequestMethod::Get };
        let lints = faults[picked[7]];
        let mut tried = experiments[picked[6]];
        // Coordinates that are short enough cannot be tried with fewer decimals.
        if !lints.has(Fault::Precision) {
            (tried.coordinates, tried.both) = (ControlOutcome::None, ControlOutcome::None);
        }
        each(&CauseSignals {
            status: STATUSES[picked[0]],
            class: classes[picked[1]],
            says: says[picked[2]],
            agent: AGENTS[picked[3]],
            path: PATHS[picked[4]],
            responder: RESPONDERS[picked[5]],
            tried,
            lints,
            method,
            rate: number / 503 % 7 == 0,
            ..CauseSignals::bare(STATUSES[picked[0]], HostKind::Met)
        });
    }
    total
}

#[test]
fn invariants_hold_for_every_combination() {
    let mut seen = BTreeSet::new();
    let total = combinations(STEP, |s| {
        let verdict = weigh(s).unwrap();
        let (first, rivals) = (verdict.first, ids(&verdict));
        seen.insert(first.rule.id);
        let because = || format!("{} {:?} {rivals:?} from {s:?}", first.rule.id, verdict.certainty);
        let certain = verdict.certainty == Certainty::Certain;
        let plain = matches!(s.responder, Responder::NotShown | Responder::Service);

        // What a control shows comes first, and is certain.
        let identity = s.tried.identity == ControlOutcome::Answered
            || (s.tried.both == ControlOutcome::Answered && s.tried.coordinates == ControlOutcome::Refused);
        if s.status == 403 && identity && AT_FAULT.contains(&s.agent) {
            assert!(first.control == Some(ControlVariant::Identity) && certain, "{}", because());
        }
        if s.status == 403 && s.tried.coordinates == ControlOutcome::Answered && s.lints.has(Fault::Precision) {
            assert!(first.rule.id == "coordinate-precision" && certain, "{}", because());
        }
        // An address is said to be blocked only where the experiment left nothing to doubt, or the words say so.
        if first.rule.id == "blocked-client" && s.says != Some(Says::Blocked) {
            let refused = s.tried.both == ControlOutcome::Refused || s.tried.identity == ControlOutcome::Refused;
            assert!(refused && !certain && !s.tried.is_answered(), "{}", because());
        }
        // Of what is not the path of a product nothing is said about a product.
        if s.path == Path::NoProduct {
            assert!(!ABOUT_PRODUCTS.contains(&first.rule.id), "{}", because());
            assert!(!rivals.iter().any(|id| ABOUT_PRODUCTS.contains(id)), "{}", because());
        }
        // Nothing is certain that neither words nor a control name, nor where the class contradicts the status.
        if certain {
            assert!(rivals.is_empty(), "{}", because());
            assert!(!s.class_contradicts() || s.tried.is_answered(), "{}", because());
        }
        assert_eq!(verdict.is_unknown(), first.open && verdict.certainty == Certainty::Possible, "{}", because());
        // A cause that is not known is not more than possible.
        if first.open && s.path != Path::NoProduct {
            assert!(verdict.certainty == Certainty::Possible || s.status >= 600, "{}", because());
        }
        // The words of the body win, unless a control or the URL itself rules them out.
        if s.says == Some(Says::VersionEnded) && matches!(s.status, 404 | 410) && s.path != Path::NoProduct && plain {
            assert_eq!(first.rule.id, "version-ended", "{}", because());
        }
        if s.says == Some(Says::TooManyDecimals)
            && s.lints.has(Fault::Precision)
            && s.status == 400
            && plain
            && s.tried == Tried::default()
        {
            assert_eq!(first.rule.id, "coordinate-precision", "{}", because());
        }
        // What the URL does not have is not its fault.
        if s.path != Path::NotShown
            && let Some(fault) = Fault::of(first.rule).filter(|fault| *fault != Fault::MissingParameter)
        {
            assert!(s.lints.has(fault), "{}", because());
        }
        // Where the User-Agent is not shown, it is not accused.
        if s.agent == UserAgentQuality::NotShown {
            assert!(first.control != Some(ControlVariant::Identity) || s.says == Some(Says::Blocked), "{}", because());
        }
        // A User-Agent without a contact is never silently passed over on a 403 or 429, unless a control cleared it
        // or the words name another cause.
        let left = Tried { both: ControlOutcome::Answered, ..Tried::default() };
        let cleared = s.tried != Tried::default() && s.tried != left;
        if matches!(s.status, 403 | 429)
            && AT_FAULT.contains(&s.agent)
            && !cleared
            && plain
            && s.says.is_none()
            && !s.class_contradicts()
        {
            let is_identity =
                |id: &str| all().any(|cause| cause.rule.id == id && cause.control == Some(ControlVariant::Identity));
            assert!(is_identity(first.rule.id) || rivals.iter().any(|id| is_identity(id)), "{}", because());
        }
        // A cause and what it is a case of are not two causes.
        let general: Vec<_> = first.chain().skip(1).map(|cause| cause.rule.id).collect();
        assert!(!rivals.contains(&first.rule.id) && !rivals.iter().any(|id| general.contains(id)), "{}", because());
        assert_eq!(rivals.len(), rivals.iter().collect::<BTreeSet<_>>().len(), "{}", because());
    });
    assert!(total > 10_000_000, "{total}");
    let reached = |id: &str| seen.contains(id) || ["retired-host", "wrong-host", "missing-credentials"].contains(&id);
    let never: Vec<_> = all().map(|cause| cause.rule.id).filter(|id| !reached(id)).collect();
    assert!(never.is_empty(), "never first: {never:?}");
}

#[test]
fn fault_that_changes_the_cause_speaks_for_the_new_one() {
    combinations(29 * STEP, |s| {
        for fault in Fault::ALL.into_iter().filter(|fault| !s.lints.has(*fault)) {
            let with = CauseSignals { lints: s.lints.with(fault), ..*s };
            let (before, after) = (weigh(s).unwrap(), weigh(&with).unwrap());
            if before.first.rule.id != after.first.rule.id {
                let score = |s: &CauseSignals| {
                    let all = crate::diagnosis::cause::weigh::ranking(s);
                    all.iter().find(|weighed| weighed.cause.rule.id == after.first.rule.id).map(|weighed| weighed.score)
                };
                let gained = score(s) < score(&with);
                // Or the fault takes away from the one that was first.
                let lost = crate::diagnosis::cause::weigh::ranking(&with)
                    .iter()
                    .find(|weighed| weighed.cause.rule.id == before.first.rule.id)
                    .is_none_or(|weighed| Some(weighed.score) < score_of(s, before.first.rule.id));
                assert!(gained || lost, "{} to {} by {fault:?} from {s:?}", before.first.rule.id, after.first.rule.id);
            }
        }
    });
}

fn score_of(s: &CauseSignals, id: &str) -> Option<i32> {
    crate::diagnosis::cause::weigh::ranking(s)
        .iter()
        .find(|weighed| weighed.cause.rule.id == id)
        .map(|weighed| weighed.score)
}

#[test]
fn every_status_has_a_cause_at_every_host() {
    for host in HOSTS {
        for status in (100..=999).filter(|status| !(200..400).contains(status)) {
            let verdict = weigh(&CauseSignals::bare(status, host)).unwrap();
            match host {
                HostKind::Retired if (400..600).contains(&status) => assert_eq!(verdict.first.rule.id, "retired-host"),
                HostKind::Wrong if (400..600).contains(&status) => assert_eq!(verdict.first.rule.id, "wrong-host"),
                HostKind::Frost if status == 401 => assert_eq!(verdict.first.rule.id, "missing-credentials"),
                HostKind::Other => {
                    assert!(!verdict.rivals.iter().any(|cause| cause.rule.id.starts_with("user-agent")), "{status}")
                }
                _ => {}
            }
        }
    }
}

/// The ids of identity, request and status that are never the cause of a refusal, and stand beside it.
const BESIDE: &[&str] = &[
    // What the terms ask for, and what no one is refused for alone.
    "user-agent-no-version",
    "user-agent-yr",
    "customer-alias",
    "url-userinfo",
    "missing-date",
    "front-page",
    // A failure without a response.
    "cors-preflight",
    // Successes and redirects, which have findings of their own.
    "plain-http",
    "partial-coverage",
    "coverage-unavailable",
    "front-page-redirect",
    "unexpected-content",
    "empty-body",
    "redirected",
    "redirect-loop",
    "redirect-downgrade",
    "redirect-invalid",
    "redirect-private",
];

#[test]
fn every_id_of_the_three_topics_is_a_cause_or_a_remark() {
    for rule in catalogue::all().filter(|rule| matches!(rule.topic, Topic::Identity | Topic::Request | Topic::Status)) {
        let is_cause = all().any(|cause| cause.rule.id == rule.id);
        assert_ne!(is_cause, BESIDE.contains(&rule.id), "{}", rule.id);
    }
    for cause in all() {
        assert!(catalogue::find(cause.rule.id).is_some(), "{}", cause.rule.id);
        assert_eq!(all().filter(|other| other.rule == cause.rule).count(), 1, "{}", cause.rule.id);
    }
}

#[test]
fn look_up_and_diagnosis_name_the_same_causes_in_the_same_order() {
    for status in MEANINGS.iter().map(|meaning| meaning.code).filter(|code| *code >= 400) {
        let verdict = weigh(&CauseSignals::bare(status, HostKind::Met)).unwrap();
        let causes = std::iter::once(verdict.first).chain(verdict.rivals.iter().copied());
        let mut named: Vec<&str> = Vec::new();
        for words in causes.flat_map(|cause| cause.told(status)) {
            if !named.contains(&words.cause) {
                named.push(words.cause);
            }
        }
        let listed = explanations(status);
        // What only another host can mean is listed last, and no cause here.
        let here = listed.iter().map(|words| words.cause).filter(|cause| !cause.contains("frost.met.no"));
        let here: Vec<&str> = here.collect();
        let elsewhere = listed.iter().position(|words| words.cause.contains("frost.met.no"));
        assert!(elsewhere.is_none_or(|at| at == listed.len() - 1), "{status}: {elsewhere:?}");
        assert!(!here.is_empty(), "{status}");
        assert_eq!(named, here[..named.len().min(here.len())], "{status}");
        // The diagnosis may name fewer, and at least four where there are as many.
        assert!(named.len() >= here.len().min(4), "{status}: {named:?} of {here:?}");
    }
}

#[test]
fn controls_change_what_is_in_doubt_and_end_after_two() {
    let everything = Means { identity: true, coordinates: true, own_agent: true };
    combinations(STEP, |s| {
        let next = next_control(s, everything);
        // What responded has shown the cause, and what refused both changes leaves nothing to change.
        let (one, both) = (s.tried.identity, s.tried.both);
        let is_settled = one == ControlOutcome::Answered && both == ControlOutcome::None
            || s.tried.coordinates == ControlOutcome::Answered
            || both == ControlOutcome::Refused;
        assert!(!(is_settled && next.is_some()), "{next:?} after {s:?}");
        let Some(change) = next else { return };
        assert!(matches!(s.status, 403 | 429) && s.host == HostKind::Met, "{s:?}");
        assert!(!(s.status == 429 && s.rate), "{s:?}");
        let tried = s.tried;
        let again = match change {
            ControlVariant::Identity => tried.identity,
            ControlVariant::Coordinates => tried.coordinates,
            _ => tried.both,
        };
        assert_eq!(again, ControlOutcome::None, "{change:?} again from {s:?}");
        if tried != Tried::default() {
            return;
        }
        // Whatever comes of it and of the next, there is no third one.
        for first in [ControlOutcome::Answered, ControlOutcome::Refused] {
            let after = CauseSignals { tried: with(Tried::default(), change, first), ..*s };
            if let Some(second) = next_control(&after, everything) {
                for outcome in [ControlOutcome::Answered, ControlOutcome::Refused] {
                    let last = CauseSignals { tried: with(after.tried, second, outcome), ..*s };
                    assert_eq!(next_control(&last, everything), None, "a third after {last:?}");
                }
            }
        }
    });
}

fn with(tried: Tried, change: ControlVariant, outcome: ControlOutcome) -> Tried {
    match change {
        ControlVariant::Identity => Tried { identity: outcome, ..tried },
        ControlVariant::Coordinates => Tried { coordinates: outcome, ..tried },
        _ => Tried { both: outcome, ..tried },
    }
}

#[test]
fn words_of_the_causes_are_tidy() {
    for words in all().flat_map(|cause| cause.explained) {
        assert!(!words.statuses.is_empty(), "{}", words.cause);
        assert!(!words.cause.ends_with('.') && words.remedy.ends_with('.'), "{}: {}", words.cause, words.remedy);
        for text in [words.cause, words.remedy] {
            let lower = text.to_ascii_lowercase();
            assert!(text == text.trim() && !text.contains("  ") && !text.contains('\n'), "{text}");
            let banned = ["example.com", "example.org", "example.net", "localhost", "mozilla"];
            assert!(!banned.iter().any(|word| lower.contains(word)), "{text}");
        }
    }
}

#[test]
fn refused_control_leaves_no_doubt_about_the_request() {
    let mut chosen = 0;
    combinations(STEP, |s| {
        let s = CauseSignals { tried: Tried::default(), status: 403, responder: Responder::NotShown, ..*s };
        let means = Means { identity: true, coordinates: s.lints.has(Fault::Precision), own_agent: true };
        // Where words or a class name the cause, a control only confirms it.
        if s.says.is_some() || !matches!(s.class, None | Some(Class::Accesscontrol | Class::Permissiondenied)) {
            return;
        }
        let Some(change) = next_control(&s, means) else { return };
        let outcome = |outcome| weigh(&CauseSignals { tried: with(s.tried, change, outcome), ..s }).unwrap();
        // Refused, everything that was in doubt is cleared; answered, one of it is the cause.
        assert_eq!(outcome(ControlOutcome::Refused).first.control, None, "{change:?} of {s:?}");
        assert_ne!(outcome(ControlOutcome::Answered).first.control, None, "{change:?} of {s:?}");
        chosen += 1;
    });
    assert!(chosen > 100, "{chosen}");
}
