//! What happened to people in public, as signals, and what it comes to.

use super::*;
use crate::diagnosis::cause::controls::{Means, next_control};
use crate::diagnosis::severity::Certainty::{self, Certain, Likely, Possible};
use crate::evidence::ControlVariant;

#[track_caller]
fn comes_to(s: CauseSignals, id: &str, certainty: Certainty, rivals: &[&str]) {
    let verdict = weigh(&s).unwrap();
    assert_eq!((verdict.first.rule.id, verdict.certainty, ids(&verdict).as_slice()), (id, certainty, rivals), "{s:?}");
}

fn lint(faults: &[Fault]) -> Lints {
    faults.iter().copied().collect()
}

#[test]
fn identity_is_the_cause_of_twelve_incidents() {
    for (agent, id) in [
        (UserAgentQuality::Missing, "user-agent-missing"),
        (UserAgentQuality::Generic, "user-agent-generic"),
        (UserAgentQuality::Browser, "user-agent-browser"),
        (UserAgentQuality::Placeholder, "user-agent-placeholder"),
    ] {
        let bare = CauseSignals { agent, ..refused(403) };
        comes_to(bare, id, Likely, &[]);
        comes_to(CauseSignals { class: Some(Class::Accesscontrol), ..bare }, id, Likely, &[]);
        comes_to(CauseSignals { class: Some(Class::IllegalUserAgent), ..bare }, id, Certain, &[]);
        comes_to(CauseSignals { says: Some(Says::UserAgent), ..bare }, id, Certain, &[]);
        let answered = Tried { identity: ControlOutcome::Answered, ..Tried::default() };
        comes_to(CauseSignals { tried: answered, ..bare }, id, Certain, &[]);
        let both = CauseSignals { lints: lint(&[Fault::Precision]), ..bare };
        comes_to(both, id, Likely, &["coordinate-precision"]);
    }
    let rate = CauseSignals { class: Some(Class::Ratelimitation), agent: UserAgentQuality::Generic, ..refused(429) };
    comes_to(rate, "rate-limited", Likely, &["user-agent-generic"]);
    comes_to(CauseSignals { class: None, ..rate }, "rate-limited", Possible, &["user-agent-generic", "blocked-client"]);
    let answered = Tried { identity: ControlOutcome::Answered, ..Tried::default() };
    comes_to(CauseSignals { class: None, tried: answered, ..rate }, "user-agent-generic", Certain, &[]);
    let named = CauseSignals { class: Some(Class::IllegalUserAgent), ..refused(403) };
    comes_to(named, "blocked-user-agent", Likely, &[]);
    // A page in a browser says which site it is from in place of a name.
    comes_to(
        CauseSignals { agent: UserAgentQuality::Site, ..refused(403) },
        "forbidden",
        Possible,
        &["blocked-client", "intermediary-refused"],
    );
}

#[test]
fn refusal_without_a_word_is_not_known() {
    comes_to(refused(403), "forbidden", Possible, &["blocked-user-agent", "blocked-client", "intermediary-refused"]);
    let nothing = CauseSignals::bare(403, HostKind::Met);
    let every = [
        "user-agent-missing",
        "user-agent-generic",
        "user-agent-browser",
        "user-agent-placeholder",
        "user-agent-no-contact",
        "blocked-user-agent",
        "blocked-client",
        "coordinate-precision",
        "intermediary-refused",
    ];
    comes_to(nothing, "forbidden", Possible, &every);
    comes_to(CauseSignals { class: Some(Class::IllegalUserAgent), ..nothing }, "forbidden", Possible, &every[..7]);
    comes_to(CauseSignals::bare(403, HostKind::Other), "forbidden", Possible, &["intermediary-refused"]);
    comes_to(CauseSignals::bare(404, HostKind::Other), "not-found", Possible, &[]);
    comes_to(CauseSignals { responder: Responder::Intermediary, ..refused(403) }, "intermediary-refused", Certain, &[]);
    let squid = CauseSignals { responder: Responder::Intermediary, agent: UserAgentQuality::Generic, ..refused(503) };
    comes_to(squid, "intermediary-refused", Certain, &[]);
}

#[test]
fn version_or_product_is_gone_in_eleven_incidents() {
    let ended = CauseSignals { path: Path::Ended, ..refused(404) };
    let words = Some(Says::VersionEnded);
    for class in [None, Some(Class::Doesnotapply), Some(Class::Nodata)] {
        comes_to(CauseSignals { says: words, class, ..ended }, "version-ended", Certain, &[]);
        comes_to(CauseSignals { says: words, class, ..refused(404) }, "version-ended", Certain, &[]);
        comes_to(CauseSignals { says: words, class, path: Path::NotShown, ..ended }, "version-ended", Certain, &[]);
    }
    comes_to(ended, "version-ended", Likely, &[]);
    comes_to(CauseSignals { class: Some(Class::Doesnotapply), ..ended }, "version-ended", Likely, &[]);
    comes_to(CauseSignals { class: Some(Class::Nodata), ..ended }, "version-ended", Likely, &["no-data"]);
    comes_to(CauseSignals { status: 410, ..ended }, "version-ended", Likely, &[]);
    comes_to(CauseSignals { says: Some(Says::VersionUnknown), ..ended }, "version-ended", Likely, &["unknown-version"]);
    comes_to(CauseSignals { says: Some(Says::NoProduct), ..ended }, "version-ended", Likely, &["unknown-product"]);
    let unknown = CauseSignals { path: Path::UnknownVersion, ..refused(404) };
    comes_to(unknown, "unknown-version", Likely, &[]);
    comes_to(CauseSignals { says: Some(Says::VersionUnknown), ..unknown }, "unknown-version", Certain, &[]);
    let product = CauseSignals { path: Path::UnknownProduct, ..refused(404) };
    comes_to(product, "unknown-product", Likely, &[]);
    let named = CauseSignals { says: Some(Says::NoProduct), class: Some(Class::Doesnotapply), ..product };
    comes_to(named, "unknown-product", Certain, &[]);
    let place = CauseSignals { path: Path::NoProduct, ..refused(404) };
    comes_to(place, "not-found", Likely, &[]);
    comes_to(CauseSignals { class: Some(Class::Doesnotapply), ..place }, "not-found", Likely, &[]);
    let every = ["unsupported-action", "version-ended", "no-data", "outside-time-range", "outside-coverage"];
    comes_to(refused(404), "not-found", Possible, &every);
    comes_to(CauseSignals { class: Some(Class::Doesnotapply), ..refused(404) }, "unsupported-action", Likely, &[]);
    comes_to(CauseSignals { class: Some(Class::Nodata), ..refused(404) }, "no-data", Certain, &[]);
}

#[test]
fn words_count_under_a_status_they_do_not_come_with() {
    let ended = CauseSignals { says: Some(Says::VersionEnded), path: Path::Ended, ..refused(403) };
    comes_to(ended, "version-ended", Likely, &[]);
    comes_to(
        CauseSignals { agent: UserAgentQuality::Generic, ..ended },
        "version-ended",
        Likely,
        &["user-agent-generic"],
    );
    let known = CauseSignals { path: Path::Known, ..ended };
    assert_eq!(weigh(&known).unwrap().certainty, Possible);
    comes_to(
        CauseSignals { agent: UserAgentQuality::Generic, ..known },
        "user-agent-generic",
        Likely,
        &["version-ended"],
    );
    comes_to(CauseSignals { status: 502, ..ended }, "backend-unreachable", Likely, &["version-ended"]);
    let cut = CauseSignals { says: Some(Says::MissingIsInUrl), lints: lint(&[Fault::Semicolon]), ..refused(422) };
    comes_to(cut, "unprocessable", Possible, &["outside-time-range", "outside-coverage"]);
    let decimals = CauseSignals { says: Some(Says::TooManyDecimals), lints: lint(&[Fault::Precision]), ..refused(422) };
    comes_to(decimals, "coordinate-precision", Likely, &[]);
    let throttled = CauseSignals { status: 429, ..ended };
    comes_to(throttled, "rate-limited", Likely, &["blocked-client"]);
}

#[test]
fn renamed_host_is_not_the_cause_where_the_api_spoke() {
    let wrong = CauseSignals { host: HostKind::Wrong, ..refused(403) };
    comes_to(wrong, "wrong-host", Certain, &[]);
    let generic = CauseSignals { agent: UserAgentQuality::Generic, ..wrong };
    comes_to(generic, "wrong-host", Likely, &["user-agent-generic"]);
    comes_to(CauseSignals { class: Some(Class::IllegalUserAgent), ..generic }, "user-agent-generic", Certain, &[]);
    let ended = CauseSignals { status: 404, says: Some(Says::VersionEnded), path: Path::Ended, ..wrong };
    comes_to(ended, "version-ended", Certain, &[]);
    comes_to(CauseSignals { status: 404, ..wrong }, "wrong-host", Certain, &[]);
}

#[test]
fn url_is_the_cause_of_eight_incidents() {
    let parameter = CauseSignals { class: Some(Class::Parameter), ..refused(400) };
    for (fault, id) in [
        (Fault::Semicolon, "semicolon-separator"),
        (Fault::Precision, "coordinate-precision"),
        (Fault::Range, "coordinate-range"),
        (Fault::NumberFormat, "number-format"),
        (Fault::Renamed, "renamed-parameter"),
        (Fault::MissingParameter, "missing-parameter"),
    ] {
        comes_to(CauseSignals { lints: lint(&[fault]), ..refused(400) }, id, Likely, &[]);
        let with_class = weigh(&CauseSignals { lints: lint(&[fault]), ..parameter }).unwrap();
        assert_eq!((with_class.first.rule.id, with_class.certainty), (id, Likely));
    }
    let semicolon = lint(&[Fault::Semicolon]);
    let cut = CauseSignals { says: Some(Says::MissingIsInUrl), ..parameter };
    comes_to(CauseSignals { lints: semicolon, ..cut }, "semicolon-separator", Likely, &[]);
    comes_to(cut, "missing-parameter", Possible, &["invalid-parameter"]);
    let decimals = CauseSignals { says: Some(Says::TooManyDecimals), lints: lint(&[Fault::Precision]), ..parameter };
    comes_to(decimals, "coordinate-precision", Certain, &[]);
    let refused_for_them = CauseSignals { status: 403, class: Some(Class::Accesscontrol), ..decimals };
    comes_to(refused_for_them, "coordinate-precision", Certain, &[]);
    comes_to(CauseSignals { says: Some(Says::Missing), ..parameter }, "missing-parameter", Certain, &[]);
    comes_to(CauseSignals { says: Some(Says::BadValue), ..refused(400) }, "invalid-parameter", Certain, &[]);
    comes_to(CauseSignals { class: Some(Class::Format), ..refused(400) }, "invalid-parameter", Certain, &[]);
    let endpoint = CauseSignals { lints: lint(&[Fault::MissingEndpoint]), ..refused(404) };
    comes_to(endpoint, "missing-endpoint", Likely, &[]);
    comes_to(CauseSignals { class: Some(Class::Doesnotapply), ..endpoint }, "missing-endpoint", Likely, &[]);
    comes_to(
        CauseSignals { lints: lint(&[Fault::PlaceholderVersion]), ..refused(404) },
        "version-placeholder",
        Likely,
        &[],
    );
    comes_to(CauseSignals { lints: lint(&[Fault::Precision]), ..refused(403) }, "coordinate-precision", Likely, &[]);
}

#[test]
fn place_and_traffic_and_server_are_the_cause_of_the_others() {
    let outside = CauseSignals { class: Some(Class::Outsidegeographicarea), ..refused(422) };
    comes_to(outside, "outside-coverage", Certain, &[]);
    comes_to(refused(422), "outside-coverage", Likely, &["outside-time-range"]);
    let exchanged = CauseSignals { lints: lint(&[Fault::Exchanged]), ..outside };
    comes_to(exchanged, "coordinates-exchanged", Likely, &[]);
    for class in [None, outside.class] {
        let range = CauseSignals { class, lints: lint(&[Fault::Range]), ..outside };
        let verdict = weigh(&range).unwrap();
        assert_eq!((verdict.first.rule.id, verdict.certainty), ("coordinate-range", Likely), "{class:?}");
    }
    let rate = CauseSignals { class: Some(Class::Ratelimitation), ..refused(429) };
    comes_to(rate, "rate-limited", Certain, &[]);
    comes_to(refused(429), "rate-limited", Likely, &["blocked-client"]);
    for (status, class, id) in [
        (500, Class::Internal, "server-error"),
        (502, Class::ErrorFromBackend, "backend-unreachable"),
        (502, Class::Unexpectedmissingdata, "backend-unreachable"),
        (503, Class::ServiceUnavailable, "service-unavailable"),
    ] {
        comes_to(CauseSignals { class: Some(class), ..refused(status) }, id, Certain, &[]);
        comes_to(refused(status), id, Certain, &[]);
    }
    comes_to(CauseSignals { method: RequestMethod::Other, ..refused(405) }, "method-not-allowed", Certain, &[]);
    comes_to(refused(418), "unexpected-status", Possible, &[]);
}

#[test]
fn class_that_contradicts_the_status_leaves_both_open() {
    comes_to(CauseSignals { class: Some(Class::Nodata), ..refused(500) }, "server-error", Likely, &["no-data"]);
    for (status, class) in [(404, Class::Ratelimitation), (400, Class::Nodata), (403, Class::Outsidegeographicarea)] {
        let verdict = weigh(&CauseSignals { class: Some(class), ..refused(status) }).unwrap();
        assert_ne!(verdict.certainty, Certain, "{status} {class:?}");
    }
    let words = CauseSignals { says: Some(Says::TooManyDecimals), lints: lint(&[Fault::Precision]), ..refused(400) };
    comes_to(CauseSignals { class: Some(Class::Nodata), ..words }, "coordinate-precision", Likely, &["no-data"]);
}

/// Each course of the experiment, with what it comes to.
#[test]
fn controls_tell_two_faults_apart() {
    let everything = Means { identity: true, coordinates: true, own_agent: true };
    let fine = lint(&[Fault::Precision]);
    let tried = |identity, coordinates, both| Tried { identity, coordinates, both };
    use ControlOutcome::{Answered, None as Nothing, Refused};
    for (agent, own) in [
        (UserAgentQuality::Generic, "user-agent-generic"),
        (UserAgentQuality::Missing, "user-agent-missing"),
        (UserAgentQuality::Named, "blocked-user-agent"),
        (UserAgentQuality::Nameless, "user-agent-no-contact"),
    ] {
        let both = CauseSignals { agent, lints: fine, ..refused(403) };
        assert_eq!(next_control(&both, everything), Some(ControlVariant::IdentityAndCoordinates), "{agent:?}");
        let answered = CauseSignals { tried: tried(Nothing, Nothing, Answered), ..both };
        assert_eq!(next_control(&answered, everything), Some(ControlVariant::Coordinates), "{agent:?}");
        let own_agent = Means { own_agent: false, ..everything };
        assert_eq!(next_control(&answered, own_agent), None, "{agent:?}");
        comes_to(
            CauseSignals { tried: tried(Nothing, Answered, Answered), ..both },
            "coordinate-precision",
            Certain,
            &[],
        );
        comes_to(CauseSignals { tried: tried(Nothing, Refused, Answered), ..both }, own, Certain, &[]);
        let refused = CauseSignals { tried: tried(Nothing, Nothing, Refused), ..both };
        assert_eq!(next_control(&refused, everything), None, "{agent:?}");
        comes_to(refused, "blocked-client", Likely, &[]);

        let coarse = CauseSignals { agent, ..super::refused(403) };
        assert_eq!(next_control(&coarse, everything), Some(ControlVariant::Identity), "{agent:?}");
        comes_to(CauseSignals { tried: tried(Answered, Nothing, Nothing), ..coarse }, own, Certain, &[]);
        comes_to(CauseSignals { tried: tried(Refused, Nothing, Nothing), ..coarse }, "blocked-client", Likely, &[]);
    }
    // A refused identity says nothing of itself while the coordinates are in doubt.
    let alone = Tried { identity: Refused, ..Tried::default() };
    let fine_too = CauseSignals { agent: UserAgentQuality::Generic, lints: fine, tried: alone, ..refused(403) };
    let verdict = weigh(&fine_too).unwrap();
    assert!(verdict.first.rule.id != "blocked-client" && verdict.certainty != Certain, "{:?}", verdict.first.rule.id);
    let two: Vec<_> = std::iter::once(verdict.first.rule.id).chain(ids(&verdict)).collect();
    assert!(two.contains(&"user-agent-generic") && two.contains(&"coordinate-precision"), "{two:?}");
    assert_eq!(next_control(&fine_too, everything), Some(ControlVariant::IdentityAndCoordinates));
    // A class that names the User-Agent leaves no doubt about the coordinates.
    let illegal = CauseSignals {
        agent: UserAgentQuality::Generic,
        lints: fine,
        class: Some(Class::IllegalUserAgent),
        ..refused(403)
    };
    assert_eq!(next_control(&illegal, everything), Some(ControlVariant::Identity));
    comes_to(CauseSignals { tried: tried(Refused, Nothing, Nothing), ..illegal }, "blocked-client", Likely, &[]);
    // Words that name the decimals leave none about the identity.
    let decimals = CauseSignals {
        agent: UserAgentQuality::Generic,
        lints: fine,
        says: Some(Says::TooManyDecimals),
        ..refused(403)
    };
    assert_eq!(next_control(&decimals, everything), Some(ControlVariant::Coordinates));
    // Without another identity only the coordinates can be tried.
    let alone = Means { identity: false, ..everything };
    let both = CauseSignals { agent: UserAgentQuality::Generic, lints: fine, ..refused(403) };
    assert_eq!(next_control(&both, alone), Some(ControlVariant::Coordinates));
    comes_to(CauseSignals { tried: tried(Nothing, Refused, Nothing), ..both }, "user-agent-generic", Likely, &[]);
    // A 429 is tried where it may be about the identity.
    let throttled = CauseSignals { agent: UserAgentQuality::Generic, lints: fine, ..refused(429) };
    assert_eq!(next_control(&throttled, everything), Some(ControlVariant::Identity));
    for about_rate in [
        CauseSignals { rate: true, ..throttled },
        CauseSignals { class: Some(Class::Ratelimitation), ..throttled },
        CauseSignals { agent: UserAgentQuality::Named, ..throttled },
        CauseSignals { responder: Responder::Intermediary, status: 403, ..throttled },
        CauseSignals { status: 503, ..throttled },
        CauseSignals { host: HostKind::Other, status: 403, ..throttled },
    ] {
        assert_eq!(next_control(&about_rate, everything), None, "{about_rate:?}");
    }
}

#[test]
fn cause_is_unknown_only_where_nothing_is_named() {
    for (signals, unknown) in [
        (refused(403), true),
        (CauseSignals { class: Some(Class::IllegalUserAgent), ..refused(403) }, false),
        (CauseSignals { agent: UserAgentQuality::Generic, ..refused(403) }, false),
        (CauseSignals { lints: lint(&[Fault::Precision]), ..refused(403) }, false),
        (CauseSignals { class: Some(Class::Ratelimitation), ..refused(429) }, false),
        (CauseSignals::bare(404, HostKind::Other), true),
    ] {
        let verdict = weigh(&signals).unwrap();
        assert_eq!(verdict.is_unknown(), unknown, "{} for {signals:?}", verdict.first.rule.id);
        assert!(!unknown || (verdict.first.open && verdict.certainty == Possible));
    }
}

#[test]
fn doubtful_responder_is_never_more_than_possible() {
    for status in [403, 404, 429, 500, 502, 503] {
        let verdict = weigh(&CauseSignals { responder: Responder::Doubtful, ..refused(status) }).unwrap();
        let named = verdict.first.rule.id == "intermediary-refused";
        assert!(!named || verdict.certainty == Possible, "{status}: {:?}", verdict.certainty);
    }
    let doubtful = CauseSignals { responder: Responder::Doubtful, ..CauseSignals::bare(403, HostKind::Other) };
    let verdict = weigh(&doubtful).unwrap();
    assert_eq!((verdict.first.rule.id, verdict.certainty), ("intermediary-refused", Possible));
}

#[test]
fn cause_of_an_identity_is_that_of_its_grade() {
    use crate::diagnosis::cause::of_identity;
    use crate::met::identity::grade;
    for (agent, id) in [
        (None, Some("user-agent-missing")),
        (Some("okhttp/4.12.0"), Some("user-agent-generic")),
        (Some("Mozilla/5.0 (X11; Linux x86_64) Chrome/120.0"), Some("user-agent-browser")),
        (Some("weather-addon/0.1 me@example.com"), Some("user-agent-placeholder")),
        (Some("acme-weather/1.2 ops@acme.no"), None),
    ] {
        assert_eq!(of_identity(&grade(agent)).map(|rule| rule.id), id, "{agent:?}");
    }
}

#[test]
fn every_cause_has_words_for_the_statuses_it_explains() {
    for cause in all() {
        for status in 100..600 {
            let told = cause.told(status).next();
            assert_eq!(cause.message(status), told.map_or(cause.rule.title, |words| words.cause));
            assert!(!cause.message(status).is_empty(), "{}", cause.rule.id);
        }
    }
}

#[test]
fn control_that_clears_the_coordinates_rules_them_out() {
    use ControlOutcome::{Answered, Refused};
    let none = Tried::default();
    for (tried, cleared) in [
        (none, false),
        (Tried { coordinates: Refused, ..none }, true),
        (Tried { both: Refused, ..none }, true),
        (Tried { identity: Answered, ..none }, true),
        (Tried { identity: Refused, ..none }, false),
    ] {
        let signals = CauseSignals { tried, lints: lint(&[Fault::Precision]), ..refused(403) };
        let all = crate::diagnosis::cause::weigh::ranking(&signals);
        let is_left = all.iter().any(|weighed| weighed.cause.rule.id == "coordinate-precision");
        assert_eq!(is_left, !cleared, "{tried:?}");
    }
}
