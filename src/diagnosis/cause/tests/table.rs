//! The rows of the table of causes, as they are meant: what is a case of what, what is open, and what comes first.

use super::*;
use crate::diagnosis::cause::controls::{Means, next_control};
use crate::diagnosis::cause::weigh::ranking;
use crate::diagnosis::severity::Certainty::{self, Certain, Likely};
use crate::evidence::ControlVariant;

/// The ids of every cause that the signals allow, most likely first.
fn ranked(signals: &CauseSignals) -> Vec<&'static str> {
    ranking(signals).iter().map(|weighed| weighed.cause.rule.id).collect()
}

#[test]
fn causes_of_a_bare_refusal_come_in_the_order_of_the_look_up() {
    for (status, order) in [
        (
            400,
            "missing-parameter invalid-parameter bad-request number-format coordinate-range semicolon-separator \
             escaped-ampersand renamed-parameter unencoded-plus coordinate-precision missing-endpoint \
             intermediary-refused",
        ),
        (401, "restricted intermediary-refused"),
        (
            403,
            "user-agent-missing user-agent-generic user-agent-browser forbidden user-agent-placeholder \
             user-agent-no-contact blocked-user-agent blocked-client coordinate-precision intermediary-refused",
        ),
        (
            404,
            "version-ended not-found unknown-version unknown-product unsupported-action version-placeholder no-data \
             missing-endpoint outside-time-range outside-coverage intermediary-refused",
        ),
        (405, "method-not-allowed intermediary-refused"),
        (410, "version-ended not-found"),
        (422, "outside-coverage coordinates-exchanged coordinate-range outside-time-range unprocessable"),
        (
            429,
            "rate-limited user-agent-missing user-agent-generic user-agent-browser user-agent-placeholder \
             blocked-client intermediary-refused",
        ),
        (499, "client-closed-request"),
        (500, "server-error intermediary-refused"),
        (502, "backend-unreachable intermediary-refused"),
        (503, "service-unavailable intermediary-refused"),
        (504, "backend-timeout intermediary-refused"),
    ] {
        let bare = CauseSignals::bare(status, HostKind::Met);
        assert_eq!(ranked(&bare).join(" "), order, "{status}");
        // A status that means one thing is that; the others say no more than what is likely.
        let is_one = order.split(' ').filter(|id| *id != "intermediary-refused").count() == 1;
        assert_eq!(weigh(&bare).unwrap().certainty == Certain, is_one, "{status}");
        let on_the_way = ranking(&bare).into_iter().find(|weighed| weighed.cause.rule.id == "intermediary-refused");
        assert!(on_the_way.is_none_or(|weighed| weighed.score < 0), "{status}: nothing shows one");
    }
}

#[test]
fn case_of_a_cause_is_listed_below_it() {
    for (general, cases) in [
        ("bad-request", "missing-parameter invalid-parameter"),
        ("invalid-parameter", "number-format coordinate-range renamed-parameter unencoded-plus coordinate-precision"),
        ("missing-parameter", "semicolon-separator escaped-ampersand"),
        ("not-found", "version-ended unknown-version unknown-product unsupported-action version-placeholder no-data"),
        ("unsupported-action", "missing-endpoint"),
        ("no-data", "outside-time-range"),
        ("unprocessable", "outside-coverage"),
        ("outside-coverage", "coordinates-exchanged"),
        (
            "forbidden",
            "user-agent-missing user-agent-generic user-agent-browser user-agent-placeholder user-agent-no-contact \
             blocked-user-agent blocked-client",
        ),
        ("restricted", "missing-credentials"),
    ] {
        let is_case =
            |cause: &&super::super::hypotheses::Hypothesis| cause.case_of.is_some_and(|of| of.rule.id == general);
        let found: Vec<&str> = all().filter(is_case).map(|cause| cause.rule.id).collect();
        assert_eq!(found.join(" "), cases, "{general}");
    }
    let open: Vec<&str> = all().filter(|cause| cause.open).map(|cause| cause.rule.id).collect();
    assert_eq!(open, ["bad-request", "not-found", "unprocessable", "forbidden", "unexpected-status"]);
}

#[test]
fn cause_is_explained_unless_it_says_that_none_is_known() {
    // What a host and a placeholder come to is said by their own findings.
    let own = ["retired-host", "wrong-host", "version-placeholder"];
    for cause in all() {
        assert_eq!(cause.explained.is_empty(), cause.open || own.contains(&cause.rule.id), "{}", cause.rule.id);
    }
}

#[test]
fn words_and_classes_name_one_cause_each() {
    let named = |signals: CauseSignals| {
        let verdict = weigh(&signals).unwrap();
        (verdict.first.rule.id, verdict.certainty)
    };
    for (says, status, id) in [
        (Says::VersionEnded, 404, "version-ended"),
        (Says::VersionUnknown, 404, "unknown-version"),
        (Says::NoProduct, 404, "unknown-product"),
        (Says::NotSupported, 404, "unsupported-action"),
        (Says::Missing, 400, "missing-parameter"),
        (Says::UnknownParameter, 400, "invalid-parameter"),
        (Says::BadValue, 400, "invalid-parameter"),
        (Says::OutsideArea, 404, "outside-coverage"),
        (Says::OutsideArea, 422, "outside-coverage"),
        (Says::OutsideTime, 404, "outside-time-range"),
        (Says::OutsideTime, 422, "outside-time-range"),
    ] {
        assert_eq!(named(CauseSignals { says: Some(says), ..refused(status) }), (id, Certain), "{says:?} {status}");
    }
    for (class, status, id, certainty) in [
        (Class::Encoding, 400, "invalid-parameter", Certain),
        (Class::Format, 400, "invalid-parameter", Certain),
        (Class::Validation, 400, "invalid-parameter", Certain),
        (Class::Doesnotapply, 404, "unsupported-action", Likely),
        (Class::Nodata, 404, "no-data", Certain),
        (Class::Outsidetimerange, 422, "outside-time-range", Certain),
        (Class::Outsidegeographicarea, 422, "outside-coverage", Certain),
        (Class::Ratelimitation, 429, "rate-limited", Certain),
        (Class::Internal, 500, "server-error", Certain),
        (Class::ServiceUnavailable, 503, "service-unavailable", Certain),
    ] {
        let given: (&str, Certainty) = named(CauseSignals { class: Some(class), ..refused(status) });
        assert_eq!(given, (id, certainty), "{class:?} {status}");
    }
    // With a status of another kind it is at least thought of.
    for (class, id) in [
        (Class::Internal, "server-error"),
        (Class::ErrorFromBackend, "backend-unreachable"),
        (Class::Unexpectedmissingdata, "backend-unreachable"),
        (Class::ServiceUnavailable, "service-unavailable"),
    ] {
        let all = ranked(&CauseSignals { class: Some(class), ..refused(404) });
        assert!(all.contains(&id), "{class:?}: {all:?}");
    }
}

#[test]
fn identity_in_doubt_is_tried_under_another_name() {
    let means = Means { identity: true, coordinates: false, own_agent: false };
    use UserAgentQuality::{Browser, Generic, Missing, Named, Nameless, Placeholder};
    for agent in [Browser, Generic, Missing, Named, Nameless, Placeholder] {
        let signals = CauseSignals { agent, ..refused(403) };
        assert_eq!(next_control(&signals, means), Some(ControlVariant::Identity), "{agent:?}");
        let answered = Tried { identity: ControlOutcome::Answered, ..Tried::default() };
        let verdict = weigh(&CauseSignals { tried: answered, ..signals }).unwrap();
        assert_eq!((verdict.first.control, verdict.certainty), (Some(ControlVariant::Identity), Certain), "{agent:?}");
    }
}

#[test]
fn cause_elsewhere_is_the_general_one() {
    for (status, id) in [
        (400, "bad-request"),
        (401, "restricted"),
        (403, "forbidden"),
        (404, "not-found"),
        (410, "not-found"),
        (422, "unprocessable"),
        (429, "rate-limited"),
        (500, "server-error"),
    ] {
        let verdict = weigh(&CauseSignals::bare(status, HostKind::Other)).unwrap();
        assert_eq!(verdict.first.rule.id, id, "{status}");
    }
    let unasked = CauseSignals { fit: super::super::signals::Fit::NotAsked, ..refused(304) };
    let verdict = weigh(&unasked).unwrap();
    assert_eq!((verdict.first.rule.id, verdict.certainty), ("unexpected-status", Certain));
}
