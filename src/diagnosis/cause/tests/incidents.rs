//! What happened to people in public, as signals, and what it comes to.

use super::*;
use crate::diagnosis::cause::controls::{Means, next_control};
use crate::diagnosis::severity::Certainty::{self, Certain, Likely, Possible};
use crate::evidence::Change;

#[track_caller]
fn comes_to(s: Signals, id: &str, certainty: Certainty, rivals: &[&str]) {
    let verdict = weigh(&s).unwrap();
    assert_eq!((verdict.first.rule.id, verdict.certainty, ids(&verdict).as_slice()), (id, certainty, rivals), "{s:?}");
}

fn lint(faults: &[Fault]) -> Lints {
    faults.iter().copied().collect()
}

#[test]
fn identity_is_the_cause_of_twelve_incidents() {
    for (agent, id) in [
        (Agent::Missing, "user-agent-missing"),
        (Agent::Generic, "user-agent-generic"),
        (Agent::Browser, "user-agent-browser"),
        (Agent::Placeholder, "user-agent-placeholder"),
    ] {
        let bare = Signals { agent, ..refused(403) };
        comes_to(bare, id, Likely, &[]);
        comes_to(Signals { class: Some(Class::Accesscontrol), ..bare }, id, Likely, &[]);
        comes_to(Signals { class: Some(Class::IllegalUserAgent), ..bare }, id, Certain, &[]);
        comes_to(Signals { says: Some(Says::UserAgent), ..bare }, id, Certain, &[]);
        let answered = Tried { identity: Outcome::Answered, ..Tried::default() };
        comes_to(Signals { tried: answered, ..bare }, id, Certain, &[]);
        let both = Signals { lints: lint(&[Fault::Precision]), ..bare };
        comes_to(both, id, Likely, &["coordinate-precision"]);
    }
    let rate = Signals { class: Some(Class::Ratelimitation), agent: Agent::Generic, ..refused(429) };
    comes_to(rate, "rate-limited", Likely, &["user-agent-generic"]);
    comes_to(Signals { class: None, ..rate }, "rate-limited", Possible, &["user-agent-generic", "blocked-client"]);
    let answered = Tried { identity: Outcome::Answered, ..Tried::default() };
    comes_to(Signals { class: None, tried: answered, ..rate }, "user-agent-generic", Certain, &[]);
    let named = Signals { class: Some(Class::IllegalUserAgent), ..refused(403) };
    comes_to(named, "blocked-user-agent", Likely, &[]);
    // A page in a browser says which site it is from in place of a name.
    comes_to(
        Signals { agent: Agent::Site, ..refused(403) },
        "forbidden",
        Possible,
        &["blocked-client", "intermediary-refused"],
    );
}

#[test]
fn refusal_without_a_word_is_not_known() {
    comes_to(refused(403), "forbidden", Possible, &["blocked-user-agent", "blocked-client", "intermediary-refused"]);
    let nothing = Signals::bare(403, Host::Met);
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
    comes_to(Signals { class: Some(Class::IllegalUserAgent), ..nothing }, "forbidden", Possible, &every[..7]);
    comes_to(Signals::bare(403, Host::Other), "forbidden", Possible, &["intermediary-refused"]);
    comes_to(Signals::bare(404, Host::Other), "not-found", Possible, &[]);
    comes_to(Signals { responder: Responder::Intermediary, ..refused(403) }, "intermediary-refused", Certain, &[]);
    let squid = Signals { responder: Responder::Intermediary, agent: Agent::Generic, ..refused(503) };
    comes_to(squid, "intermediary-refused", Certain, &[]);
}

#[test]
fn version_or_product_is_gone_in_eleven_incidents() {
    let ended = Signals { path: Path::Ended, ..refused(404) };
    let words = Some(Says::VersionEnded);
    for class in [None, Some(Class::Doesnotapply), Some(Class::Nodata)] {
        comes_to(Signals { says: words, class, ..ended }, "version-ended", Certain, &[]);
        comes_to(Signals { says: words, class, ..refused(404) }, "version-ended", Certain, &[]);
        comes_to(Signals { says: words, class, path: Path::NotShown, ..ended }, "version-ended", Certain, &[]);
    }
    comes_to(ended, "version-ended", Likely, &[]);
    comes_to(Signals { class: Some(Class::Doesnotapply), ..ended }, "version-ended", Likely, &[]);
    comes_to(Signals { class: Some(Class::Nodata), ..ended }, "version-ended", Likely, &["no-data"]);
    comes_to(Signals { status: 410, ..ended }, "version-ended", Likely, &[]);
    comes_to(Signals { says: Some(Says::VersionUnknown), ..ended }, "version-ended", Likely, &["unknown-version"]);
    comes_to(Signals { says: Some(Says::NoProduct), ..ended }, "version-ended", Likely, &["unknown-product"]);
    let unknown = Signals { path: Path::UnknownVersion, ..refused(404) };
    comes_to(unknown, "unknown-version", Likely, &[]);
    comes_to(Signals { says: Some(Says::VersionUnknown), ..unknown }, "unknown-version", Certain, &[]);
    let product = Signals { path: Path::UnknownProduct, ..refused(404) };
    comes_to(product, "unknown-product", Likely, &[]);
    let named = Signals { says: Some(Says::NoProduct), class: Some(Class::Doesnotapply), ..product };
    comes_to(named, "unknown-product", Certain, &[]);
    let place = Signals { path: Path::NoProduct, ..refused(404) };
    comes_to(place, "not-found", Likely, &[]);
    comes_to(Signals { class: Some(Class::Doesnotapply), ..place }, "not-found", Likely, &[]);
    let every = ["unsupported-action", "version-ended", "no-data", "outside-time-range", "outside-coverage"];
    comes_to(refused(404), "not-found", Possible, &every);
    comes_to(Signals { class: Some(Class::Doesnotapply), ..refused(404) }, "unsupported-action", Likely, &[]);
    comes_to(Signals { class: Some(Class::Nodata), ..refused(404) }, "no-data", Certain, &[]);
}

#[test]
fn words_count_under_a_status_they_do_not_come_with() {
    let ended = Signals { says: Some(Says::VersionEnded), path: Path::Ended, ..refused(403) };
    comes_to(ended, "version-ended", Likely, &[]);
    comes_to(Signals { agent: Agent::Generic, ..ended }, "version-ended", Likely, &["user-agent-generic"]);
    let known = Signals { path: Path::Known, ..ended };
    assert_eq!(weigh(&known).unwrap().certainty, Possible);
    comes_to(Signals { agent: Agent::Generic, ..known }, "user-agent-generic", Likely, &["version-ended"]);
    comes_to(Signals { status: 502, ..ended }, "backend-unreachable", Likely, &["version-ended"]);
    let cut = Signals { says: Some(Says::MissingIsInUrl), lints: lint(&[Fault::Semicolon]), ..refused(422) };
    comes_to(cut, "unprocessable", Possible, &["outside-time-range", "outside-coverage"]);
    let decimals = Signals { says: Some(Says::TooManyDecimals), lints: lint(&[Fault::Precision]), ..refused(422) };
    comes_to(decimals, "coordinate-precision", Likely, &[]);
    let throttled = Signals { status: 429, ..ended };
    comes_to(throttled, "rate-limited", Likely, &["blocked-client"]);
}

#[test]
fn another_name_of_the_host_is_not_the_cause_where_the_api_spoke() {
    let wrong = Signals { host: Host::Wrong, ..refused(403) };
    comes_to(wrong, "wrong-host", Certain, &[]);
    let generic = Signals { agent: Agent::Generic, ..wrong };
    comes_to(generic, "wrong-host", Likely, &["user-agent-generic"]);
    comes_to(Signals { class: Some(Class::IllegalUserAgent), ..generic }, "user-agent-generic", Certain, &[]);
    let ended = Signals { status: 404, says: Some(Says::VersionEnded), path: Path::Ended, ..wrong };
    comes_to(ended, "version-ended", Certain, &[]);
    comes_to(Signals { status: 404, ..wrong }, "wrong-host", Certain, &[]);
}

#[test]
fn url_is_the_cause_of_eight_incidents() {
    let parameter = Signals { class: Some(Class::Parameter), ..refused(400) };
    for (fault, id) in [
        (Fault::Semicolon, "semicolon-separator"),
        (Fault::Precision, "coordinate-precision"),
        (Fault::Range, "coordinate-range"),
        (Fault::NumberFormat, "number-format"),
        (Fault::Renamed, "renamed-parameter"),
        (Fault::MissingParameter, "missing-parameter"),
    ] {
        comes_to(Signals { lints: lint(&[fault]), ..refused(400) }, id, Likely, &[]);
        let with_class = weigh(&Signals { lints: lint(&[fault]), ..parameter }).unwrap();
        assert_eq!((with_class.first.rule.id, with_class.certainty), (id, Likely));
    }
    let semicolon = lint(&[Fault::Semicolon]);
    let cut = Signals { says: Some(Says::MissingIsInUrl), ..parameter };
    comes_to(Signals { lints: semicolon, ..cut }, "semicolon-separator", Likely, &[]);
    comes_to(cut, "missing-parameter", Possible, &["invalid-parameter"]);
    let decimals = Signals { says: Some(Says::TooManyDecimals), lints: lint(&[Fault::Precision]), ..parameter };
    comes_to(decimals, "coordinate-precision", Certain, &[]);
    let refused_for_them = Signals { status: 403, class: Some(Class::Accesscontrol), ..decimals };
    comes_to(refused_for_them, "coordinate-precision", Certain, &[]);
    comes_to(Signals { says: Some(Says::Missing), ..parameter }, "missing-parameter", Certain, &[]);
    comes_to(Signals { says: Some(Says::BadValue), ..refused(400) }, "invalid-parameter", Certain, &[]);
    comes_to(Signals { class: Some(Class::Format), ..refused(400) }, "invalid-parameter", Certain, &[]);
    let endpoint = Signals { lints: lint(&[Fault::MissingEndpoint]), ..refused(404) };
    comes_to(endpoint, "missing-endpoint", Likely, &[]);
    comes_to(Signals { class: Some(Class::Doesnotapply), ..endpoint }, "missing-endpoint", Likely, &[]);
    comes_to(Signals { lints: lint(&[Fault::PlaceholderVersion]), ..refused(404) }, "version-placeholder", Likely, &[]);
    comes_to(Signals { lints: lint(&[Fault::Precision]), ..refused(403) }, "coordinate-precision", Likely, &[]);
}

#[test]
fn place_and_traffic_and_server_are_the_cause_of_the_others() {
    let outside = Signals { class: Some(Class::Outsidegeographicarea), ..refused(422) };
    comes_to(outside, "outside-coverage", Certain, &[]);
    comes_to(refused(422), "outside-coverage", Likely, &["outside-time-range"]);
    let exchanged = Signals { lints: lint(&[Fault::Exchanged]), ..outside };
    comes_to(exchanged, "coordinates-exchanged", Likely, &[]);
    for class in [None, outside.class] {
        let range = Signals { class, lints: lint(&[Fault::Range]), ..outside };
        let verdict = weigh(&range).unwrap();
        assert_eq!((verdict.first.rule.id, verdict.certainty), ("coordinate-range", Likely), "{class:?}");
    }
    let rate = Signals { class: Some(Class::Ratelimitation), ..refused(429) };
    comes_to(rate, "rate-limited", Certain, &[]);
    comes_to(refused(429), "rate-limited", Likely, &["blocked-client"]);
    for (status, class, id) in [
        (500, Class::Internal, "server-error"),
        (502, Class::ErrorFromBackend, "backend-unreachable"),
        (502, Class::Unexpectedmissingdata, "backend-unreachable"),
        (503, Class::ServiceUnavailable, "service-unavailable"),
    ] {
        comes_to(Signals { class: Some(class), ..refused(status) }, id, Certain, &[]);
        comes_to(refused(status), id, Certain, &[]);
    }
    comes_to(Signals { method: Method::Other, ..refused(405) }, "method-not-allowed", Certain, &[]);
    comes_to(refused(418), "unexpected-status", Possible, &[]);
}

#[test]
fn class_that_contradicts_the_status_leaves_both_open() {
    comes_to(Signals { class: Some(Class::Nodata), ..refused(500) }, "server-error", Likely, &["no-data"]);
    for (status, class) in [(404, Class::Ratelimitation), (400, Class::Nodata), (403, Class::Outsidegeographicarea)] {
        let verdict = weigh(&Signals { class: Some(class), ..refused(status) }).unwrap();
        assert_ne!(verdict.certainty, Certain, "{status} {class:?}");
    }
    let words = Signals { says: Some(Says::TooManyDecimals), lints: lint(&[Fault::Precision]), ..refused(400) };
    comes_to(Signals { class: Some(Class::Nodata), ..words }, "coordinate-precision", Likely, &["no-data"]);
}

/// Each course of the experiment, with what it comes to.
#[test]
fn controls_tell_two_faults_apart() {
    let everything = Means { identity: true, coordinates: true, own_agent: true };
    let fine = lint(&[Fault::Precision]);
    let tried = |identity, coordinates, both| Tried { identity, coordinates, both };
    use Outcome::{Answered, None as Nothing, Refused};
    for (agent, own) in [
        (Agent::Generic, "user-agent-generic"),
        (Agent::Missing, "user-agent-missing"),
        (Agent::Named, "blocked-user-agent"),
        (Agent::Nameless, "user-agent-no-contact"),
    ] {
        let both = Signals { agent, lints: fine, ..refused(403) };
        assert_eq!(next_control(&both, everything), Some(Change::IdentityAndCoordinates), "{agent:?}");
        let answered = Signals { tried: tried(Nothing, Nothing, Answered), ..both };
        assert_eq!(next_control(&answered, everything), Some(Change::Coordinates), "{agent:?}");
        let own_agent = Means { own_agent: false, ..everything };
        assert_eq!(next_control(&answered, own_agent), None, "{agent:?}");
        comes_to(Signals { tried: tried(Nothing, Answered, Answered), ..both }, "coordinate-precision", Certain, &[]);
        comes_to(Signals { tried: tried(Nothing, Refused, Answered), ..both }, own, Certain, &[]);
        let refused = Signals { tried: tried(Nothing, Nothing, Refused), ..both };
        assert_eq!(next_control(&refused, everything), None, "{agent:?}");
        comes_to(refused, "blocked-client", Likely, &[]);

        let coarse = Signals { agent, ..super::refused(403) };
        assert_eq!(next_control(&coarse, everything), Some(Change::Identity), "{agent:?}");
        comes_to(Signals { tried: tried(Answered, Nothing, Nothing), ..coarse }, own, Certain, &[]);
        comes_to(Signals { tried: tried(Refused, Nothing, Nothing), ..coarse }, "blocked-client", Likely, &[]);
    }
    // A refused identity says nothing of itself while the coordinates are in doubt.
    let alone = Tried { identity: Refused, ..Tried::default() };
    let fine_too = Signals { agent: Agent::Generic, lints: fine, tried: alone, ..refused(403) };
    let verdict = weigh(&fine_too).unwrap();
    assert!(verdict.first.rule.id != "blocked-client" && verdict.certainty != Certain, "{:?}", verdict.first.rule.id);
    let two: Vec<_> = std::iter::once(verdict.first.rule.id).chain(ids(&verdict)).collect();
    assert!(two.contains(&"user-agent-generic") && two.contains(&"coordinate-precision"), "{two:?}");
    assert_eq!(next_control(&fine_too, everything), Some(Change::IdentityAndCoordinates));
    // A class that names the User-Agent leaves no doubt about the coordinates.
    let illegal = Signals { agent: Agent::Generic, lints: fine, class: Some(Class::IllegalUserAgent), ..refused(403) };
    assert_eq!(next_control(&illegal, everything), Some(Change::Identity));
    comes_to(Signals { tried: tried(Refused, Nothing, Nothing), ..illegal }, "blocked-client", Likely, &[]);
    // Words that name the decimals leave none about the identity.
    let decimals = Signals { agent: Agent::Generic, lints: fine, says: Some(Says::TooManyDecimals), ..refused(403) };
    assert_eq!(next_control(&decimals, everything), Some(Change::Coordinates));
    // Without another identity only the coordinates can be tried.
    let alone = Means { identity: false, ..everything };
    let both = Signals { agent: Agent::Generic, lints: fine, ..refused(403) };
    assert_eq!(next_control(&both, alone), Some(Change::Coordinates));
    comes_to(Signals { tried: tried(Nothing, Refused, Nothing), ..both }, "user-agent-generic", Likely, &[]);
    // A 429 is tried where it may be about the identity.
    let throttled = Signals { agent: Agent::Generic, lints: fine, ..refused(429) };
    assert_eq!(next_control(&throttled, everything), Some(Change::Identity));
    for about_rate in [
        Signals { rate: true, ..throttled },
        Signals { class: Some(Class::Ratelimitation), ..throttled },
        Signals { agent: Agent::Named, ..throttled },
        Signals { responder: Responder::Intermediary, status: 403, ..throttled },
        Signals { status: 503, ..throttled },
        Signals { host: Host::Other, status: 403, ..throttled },
    ] {
        assert_eq!(next_control(&about_rate, everything), None, "{about_rate:?}");
    }
}
