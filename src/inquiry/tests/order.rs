//! Which requests follow which response.

use super::*;
use crate::evidence::{Condition, ControlVariant, NoReplay, RedirectStop};
use Role::{Changelog, Control, First, Redirect, Replay};

const BY_DATE: Role = Replay(Condition::ModifiedSince);
const BY_TAG: Role = Replay(Condition::EntityTag);
const AGAIN: Role = Replay(Condition::RepeatAfterChange);
const OLDER: Role = Control(ControlVariant::OlderDate);
const FINE: &str = "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.12345&lon=9.58";
const COARSE: &str = "https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=60.1234&lon=9.58";
const OTHER: &str = "https://example.org/a";
const NEWER: &str = "HTTP/1.1 200 OK\nDate: Sun, 22 Nov 2026 08:00:01 GMT\n\
    Last-Modified: Sun, 22 Nov 2026 08:00:00 GMT\n\nB";

fn empty(status: u16) -> String {
    format!("HTTP/1.1 {status} X\nDate: Sun, 22 Nov 2026 08:00:00 GMT\n\nno")
}

#[test]
fn responses_decide_which_validators_are_tested() {
    let tagged = document_with("ETag: \"a\"");
    let only_tag = "HTTP/1.1 200 OK\nETag: \"a\"\n\nA";
    let of = |first: &str, later: &str, thorough: bool| {
        run(Plan { thorough, ..plan(MET) }, |role, _| if role == First { first } else { later }.to_owned()).roles()
    };
    assert_eq!(of(DOCUMENT, NOT_MODIFIED, false), [First, BY_DATE]);
    assert_eq!(of(DOCUMENT, NOT_MODIFIED, true), [First, BY_DATE, OLDER]);
    assert_eq!(of(&tagged, NOT_MODIFIED, false), [First, BY_DATE, BY_TAG]);
    assert_eq!(of(&tagged, NOT_MODIFIED, true), [First, BY_DATE, BY_TAG, OLDER]);
    assert_eq!(of(only_tag, NOT_MODIFIED, true), [First, BY_TAG]);
    assert_eq!(of(DOCUMENT, DOCUMENT, true), [First, BY_DATE], "a server without 304 has no older date to answer");
    assert_eq!(of(DOCUMENT, NEWER, false), [First, BY_DATE, AGAIN]);
    for status in [403, 404, 429, 503] {
        assert_eq!(of(&tagged, &empty(status), true), [First, BY_DATE], "{status}");
    }
    assert_eq!(of(&tagged, "", true), [First, BY_DATE], "no response at all");
}

#[test]
fn extra_requests_leave_room_for_the_changelog() {
    let tagged = document_with("ETag: \"a\"");
    let newer = NEWER.replacen("\n\n", "\nETag: \"b\"\n\n", 1);
    let of = |changelog| {
        let plan = Plan { thorough: true, changelog, ..plan(MET) };
        run(plan, |_, number| [tagged.as_str(), &newer, NOT_MODIFIED, NOT_MODIFIED, NOT_MODIFIED][number]).roles()
    };
    assert_eq!(of(ChangelogWhen::Never), [First, BY_DATE, AGAIN, BY_TAG, OLDER]);
    assert_eq!(of(ChangelogWhen::Always), [First, BY_DATE, AGAIN, BY_TAG, Changelog]);
}

#[test]
fn changelog_is_the_last_request() {
    let tagged = document_with("ETag: \"a\"");
    let course = run(Plan { changelog: ChangelogWhen::Always, ..plan(MET) }, |role, _| match role {
        First | Changelog => tagged.clone(),
        _ => empty(403),
    });
    assert_eq!(course.roles(), [First, BY_DATE, Changelog]);
    let stored = Some(Box::new(answered(&plan(MET), DOCUMENT)));
    let course = run(Plan { stored, ..plan(MET) }, |_, _| empty(203));
    assert_eq!(course.roles(), [First, Changelog]);
    let conditions = [0, 1].map(|at| course.field(at, "if-modified-since").is_some());
    assert_eq!(conditions, [true, false], "the condition is for the document alone");
}

#[test]
fn each_later_request_has_the_condition_of_its_role() {
    let tagged = document_with("ETag: W/\"a\"");
    let course =
        run(
            Plan { thorough: true, ..plan(MET) },
            |role, _| {
                if role == First { tagged.clone() } else { NOT_MODIFIED.to_owned() }
            },
        );
    let conditions = |at| (course.field(at, "if-modified-since"), course.field(at, "if-none-match"));
    assert_eq!(conditions(0), (None, None));
    assert_eq!(conditions(1), (Some("Sun, 22 Nov 2026 07:00:00 GMT"), None));
    assert_eq!(conditions(2), (None, Some("W/\"a\"")));
    assert_eq!(conditions(3), (Some("Sat, 21 Nov 2026 07:00:00 GMT"), None));
    assert!((0..4).all(|at| course.field(at, "user-agent") == Some(AGENT)));
    assert_eq!(course.evidence.no_replay, None);
}

#[test]
fn change_in_between_is_asked_about_once_and_with_the_new_date() {
    let course = run(plan(MET), |_, number| {
        let modified = Timestamp::from_unix(NOW.unix() - 60 + i64::try_from(number).unwrap()).imf_fixdate().unwrap();
        format!("HTTP/1.1 200 OK\nLast-Modified: {modified}\n\n{number}")
    });
    assert_eq!(course.roles(), [First, BY_DATE, AGAIN]);
    assert_eq!(course.field(2, "if-modified-since"), Some("Sun, 22 Nov 2026 07:59:01 GMT"));
}

#[test]
fn controls_change_what_the_refusal_leaves_in_doubt() {
    const IDENTITY: Role = Control(ControlVariant::Identity);
    const COORDINATES: Role = Control(ControlVariant::Coordinates);
    const BOTH: Role = Control(ControlVariant::IdentityAndCoordinates);
    let with_agent = |target: &str, agent: &str| Plan {
        fields: [("User-Agent", agent), ("Accept", "*/*")].into_iter().collect(),
        ..plan(target)
    };
    let of = |plan: Plan, later: &str| run(plan, |role, _| if role == First { empty(403) } else { later.to_owned() });
    let generic = of(with_agent(MET, "okhttp/4.12.0"), DOCUMENT);
    assert_eq!(generic.roles(), [First, IDENTITY]);
    assert_eq!(generic.field(1, "user-agent"), Some("metstatus/0.1 ops@acme.no"));
    assert_eq!((generic.field(1, "accept"), generic.urls()[1].as_str()), (Some("*/*"), MET));
    let fine = of(Plan { control_agent: None, ..plan(FINE) }, DOCUMENT);
    assert_eq!(fine.roles(), [First, COORDINATES]);
    assert_eq!((fine.field(1, "user-agent"), fine.urls()[1].as_str()), (Some(AGENT), COARSE));
    assert_eq!(of(plan(FINE), DOCUMENT).roles(), [First, BOTH, COORDINATES]);
    let both = of(with_agent(FINE, "okhttp/4.12.0"), DOCUMENT);
    assert_eq!(both.roles().first_chunk(), Some(&[First, BOTH]));
    assert_eq!(both.field(1, "user-agent"), Some("metstatus/0.1 ops@acme.no"));
    assert_eq!(both.urls()[1], COARSE);
    // A browser's User-Agent is not sent again.
    assert_eq!(of(with_agent(FINE, "Mozilla/5.0 (X11; Linux x86_64)"), DOCUMENT).roles(), [First, BOTH]);

    for later in ["".to_owned(), empty(500), empty(404)] {
        assert_eq!(of(with_agent(FINE, "okhttp/4.12.0"), &later).roles(), [First, BOTH], "it says nothing: {later}");
    }
    let generic = with_agent(MET, "okhttp/4.12.0");
    for plan in [
        Plan { controls: false, ..generic.clone() },
        Plan { control_agent: None, ..generic.clone() },
        Plan { control_agent: Some("okhttp/4.12.0".to_owned()), ..generic },
        with_agent(OTHER, "okhttp/4.12.0"),
    ] {
        assert_eq!(of(plan, DOCUMENT).roles(), [First]);
    }
}

#[test]
fn changelog_is_requested_where_the_version_is_in_question() {
    use ChangelogWhen::{Always, Auto, Never};
    let unknown = "https://api.met.no/weatherapi/locationforecast/7.0/compact?lat=60.1&lon=9.58";
    let ended = "https://api.met.no/weatherapi/locationforecast/1.9/?lat=60.1&lon=9.58";
    let plain = empty(404);
    for (class, asked) in [("", true), ("X-ErrorClass: Nodata\n", false), ("X-ErrorClass: Doesnotapply\n", false)] {
        let text = plain.replacen("\n\n", &format!("\n{class}\n"), 1);
        let course = run(plan(MET), |role, _| if role == First { text.clone() } else { empty(404) });
        assert_eq!(course.roles().contains(&Changelog), asked, "404 with {class:?}");
    }
    let undirected = "https://api.met.no/weatherapi/locationforecast/_/compact";
    let status = "https://api.met.no/weatherapi/locationforecast/2.0/status";
    let docs = "https://api.met.no/doc/TermsOfService";
    for (target, status, when, asked) in [
        (MET, 203, Auto, true),
        (MET, 203, Always, true),
        (MET, 203, Never, false),
        (MET, 200, Auto, false),
        (MET, 200, Always, true),
        (MET, 403, Auto, false),
        (MET, 403, Always, true),
        (MET, 404, Never, false),
        (MET, 429, Always, false),
        (MET, 500, Always, false),
        (MET, 503, Always, false),
        (unknown, 404, Auto, true),
        (unknown, 403, Auto, false),
        (ended, 404, Auto, false),
        (ended, 404, Always, true),
        (undirected, 404, Always, false),
        (status, 200, Always, false),
        (docs, 200, Always, false),
        (OTHER, 203, Always, false),
    ] {
        let plan = Plan { changelog: when, controls: false, replay: ReplayWhen::Never, ..plan(target) };
        let course = run(plan, |_, _| empty(status));
        let roles: &[Role] = if asked { &[First, Changelog] } else { &[First] };
        assert_eq!(course.roles(), roles, "{target} {status} {when:?}");
        if asked {
            let version = target.split('/').nth(5).unwrap();
            let feed = format!("https://api.met.no/weatherapi/locationforecast/{version}/changelog");
            assert_eq!(course.urls()[1], feed);
            assert_eq!(course.field(1, "user-agent"), Some(AGENT));
        }
    }
}

#[test]
fn changelog_that_another_target_got_is_not_requested_again() {
    let mut pace = RateLimiter::new(Rate::DEFAULT);
    let mut inquiry = Inquiry::new(Plan { replay: ReplayWhen::Never, ..plan(MET) });
    assert_eq!(inquiry.next_changelog(), None);
    let Action::Fetch(role, request, _) = inquiry.next(Duration::ZERO, &mut pace) else { panic!() };
    inquiry.record(Exchange::new(role, Some(request.clone()), NOW, reply(&empty(203))), &mut pace);
    let feed = inquiry.next_changelog().unwrap().clone();
    assert_eq!(feed.path(), "/weatherapi/locationforecast/2.0/changelog");
    inquiry.share_changelog(&Exchange::new(Changelog, Some(request), NOW, reply(&empty(200))));
    assert_eq!(inquiry.next_changelog(), None);
    let Action::Done(evidence) = inquiry.next(Duration::ZERO, &mut pace) else { panic!() };
    let shared: Vec<bool> = evidence.exchanges.iter().map(|exchange| exchange.shared).collect();
    assert_eq!(shared, [false, true]);
}

#[test]
fn redirect_keeps_the_fields_that_its_origin_may_see() {
    let own = [("User-Agent", AGENT), ("Accept", "*/*"), ("X-Api-Key", "k"), ("Accept-Language", "nb")];
    for (target, location, kept) in [
        (OTHER, "/b", true),
        (OTHER, "https://example.org:443/b", true),
        (OTHER, "https://other.example.org/b", false),
        ("http://example.org/a", "https://example.org/b", false),
    ] {
        let plan = Plan { fields: own.into_iter().collect(), ..plan(target) };
        let course = run(plan, |role, _| match role {
            First => format!("HTTP/1.1 302 Found\nLocation: {location}\n\n"),
            _ => empty(404),
        });
        assert_eq!(course.roles(), [First, Redirect], "{location}");
        assert_eq!(course.field(1, "x-api-key"), kept.then_some("k"), "{location}");
        assert_eq!(course.field(1, "accept-language"), Some("nb"), "{location}");
        let host = url(&course.urls()[1]).host_field();
        assert_eq!(course.sent[1].1.fields.all("host").count(), 1, "{location}");
        assert_eq!(course.field(1, "host"), Some(host.as_str()), "{location}");
        assert!(course.sent[1].2.start.is_some() && course.sent[0].2.start.is_none());
    }
}

#[test]
fn redirect_is_followed_and_then_replayed() {
    let course = run(plan(OTHER), |role, _| match role {
        First => "HTTP/1.1 302 Found\nLocation: /b\n\n",
        Redirect => DOCUMENT,
        _ => NOT_MODIFIED,
    });
    assert_eq!(course.roles(), [First, Redirect, BY_DATE]);
    assert_eq!(course.evidence.no_replay, None);
}

#[test]
fn redirect_to_met_needs_an_identity() {
    let to_met = |role, _| match role {
        First => format!("HTTP/1.1 302 Found\nLocation: {MET}\n\n"),
        _ => empty(404),
    };
    let course = run(Plan { identified: false, ..plan(OTHER) }, to_met);
    assert_eq!(course.roles(), [First]);
    assert_eq!(course.evidence.redirect_stop, Some(RedirectStop::NoIdentity(url(MET))));
    assert_eq!(run(plan(OTHER), to_met).roles()[..2], [First, Redirect]);
    let elsewhere = |role, _| match role {
        First => "HTTP/1.1 302 Found\nLocation: https://example.org/b\n\n".to_owned(),
        _ => empty(404),
    };
    assert_eq!(run(Plan { identified: false, ..plan(OTHER) }, elsewhere).roles(), [First, Redirect]);
}

#[test]
fn redirect_that_is_not_followed_ends_the_inquiry() {
    for location in ["Location: ftp://h/", "Location: /a", "X: y"] {
        let course = run(Plan { changelog: ChangelogWhen::Always, ..plan(OTHER) }, |_, _| {
            format!("HTTP/1.1 302 Found\n{location}\n\n")
        });
        assert_eq!(course.roles(), [First], "{location}");
        assert!(course.evidence.redirect_stop.is_some(), "{location}");
        assert_eq!(course.evidence.no_replay, Some(NoReplay::NotSuccess), "{location}");
    }
}

#[test]
fn stored_validator_goes_to_its_own_url_alone() {
    let stored = answered(&plan(OTHER), DOCUMENT);
    let of = |target: &str| Plan { stored: Some(Box::new(stored.clone())), ..plan(target) };
    let modified = Some("Sun, 22 Nov 2026 07:00:00 GMT");
    let course = run(of(OTHER), |_, _| NOT_MODIFIED);
    assert_eq!((course.roles(), course.field(0, "if-modified-since")), (vec![First], modified));
    for (target, location, first, second) in [
        (OTHER, "/b", modified, None),
        ("https://example.org/before", "/a", None, modified),
        ("https://example.org/before", "/b", None, None),
    ] {
        let course = run(of(target), |role, _| match role {
            First => format!("HTTP/1.1 302 Found\nLocation: {location}\n\n"),
            _ => empty(404),
        });
        let conditions = (course.field(0, "if-modified-since"), course.field(1, "if-modified-since"));
        assert_eq!(conditions, (first, second), "{target} {location}");
    }
}
