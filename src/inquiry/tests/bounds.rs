//! How many requests there are, how long they wait, and what ends them.

use super::*;
use crate::evidence::{Condition, NoReplay, RedirectStop};
use crate::http::uri::address::Reach;
use crate::met::changelog::MAX_FEED;

const OTHER: &str = "https://example.org/a";

const fn secs(n: u64) -> Duration {
    Duration::from_secs(n)
}

fn redirects(_: Role, number: usize) -> String {
    format!("HTTP/1.1 302 Found\nLocation: /{number}\nRetry-After: 3\n\n")
}

#[test]
fn redirects_are_counted_and_their_waits_kept() {
    let course = run(Plan { max_redirects: 2, ..plan(OTHER) }, redirects);
    assert_eq!(course.evidence.redirect_stop, Some(RedirectStop::TooMany(2)));
    let gaps: Vec<Duration> = course.times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert_eq!(gaps, [Duration::from_millis(3010); 2]);
}

#[test]
fn time_for_the_target_includes_the_waits_of_redirects() {
    for (time, requests, stop) in [
        (secs(3), 1, Some(RedirectStop::OutOfTime(secs(3)))),
        (Duration::from_millis(3010), 1, Some(RedirectStop::OutOfTime(secs(3)))),
        (Duration::from_millis(3011), 2, Some(RedirectStop::OutOfTime(secs(3)))),
        (secs(60), 6, Some(RedirectStop::TooMany(5))),
    ] {
        let course = run(Plan { time, ..plan(OTHER) }, redirects);
        assert_eq!((course.sent.len(), course.evidence.redirect_stop), (requests, stop), "{time:?}");
        for ((_, _, limits), at) in course.sent.iter().zip(&course.times) {
            assert_eq!(limits.time, time - *at, "what is left at {at:?}");
        }
    }
}

#[test]
fn wait_for_expiry_does_not_count_against_the_time() {
    let plan = Plan { replay: ReplayWhen::AfterExpiry, ..plan(MET) };
    let course = run(plan, |role, _| if role == Role::First { DOCUMENT } else { NOT_MODIFIED });
    assert_eq!(course.roles(), [Role::First, Role::Replay(Condition::ModifiedSince)]);
    // Half an hour, and the second in which it is certainly over.
    assert_eq!(course.times[1], Duration::from_millis(1_801_010));
    assert_eq!(course.sent[1].2.time, secs(30) - Duration::from_millis(10));
}

#[test]
fn wait_for_expiry_is_reported_once() {
    let mut pace = RateLimiter::new(Rate::DEFAULT);
    let mut inquiry = Inquiry::new(Plan { replay: ReplayWhen::AfterExpiry, ..plan(MET) });
    let Action::Fetch(role, request, _) = inquiry.next(secs(0), &mut pace) else { panic!() };
    assert_eq!(inquiry.begins_to_await_expiry(), None);
    inquiry.record(Exchange::new(role, Some(request), NOW, reply(DOCUMENT)), &mut pace);
    assert_eq!(inquiry.begins_to_await_expiry(), Some(secs(1801)));
    assert_eq!(inquiry.begins_to_await_expiry(), None);
}

#[test]
fn request_that_comes_too_late_leaves_its_reason() {
    let busy = || {
        let mut pace = RateLimiter::new(Rate::parse("1/m").unwrap());
        pace.sent("example.org", false, secs(0));
        pace.ended("example.org");
        pace
    };
    // The first request waits for its turn however long that is: the time begins with it.
    let course = run_at(plan(OTHER), &mut busy(), |_, _| DOCUMENT);
    assert_eq!((course.roles(), course.times), (vec![Role::First], vec![secs(60)]));
    assert_eq!(course.evidence.no_replay, Some(NoReplay::OutOfTime));
    let course = run_at(Plan { time: secs(70), ..plan(OTHER) }, &mut busy(), |_, _| DOCUMENT);
    assert_eq!(course.times, [secs(60), secs(120)]);
}

#[test]
fn control_waits_half_a_second_and_no_other_request() {
    let fields = || [("User-Agent", "okhttp/4.12.0")].into_iter().collect();
    let refused = "HTTP/1.1 403 Forbidden\n\nno";
    let course =
        run(Plan { fields: fields(), ..plan(MET) }, |role, _| if role == Role::First { refused } else { DOCUMENT });
    assert_eq!(course.times, [secs(0), Duration::from_millis(510)]);
    let course = run(plan(OTHER), |role, _| if role == Role::First { DOCUMENT } else { NOT_MODIFIED });
    assert_eq!(course.times, [secs(0), Duration::from_millis(10)]);
}

#[test]
fn host_that_refused_another_target_is_not_asked() {
    for (status, asked) in [(429, false), (500, false), (503, false), (403, true), (404, true), (200, true)] {
        let mut pace = RateLimiter::new(Rate::DEFAULT);
        let answer = format!("HTTP/1.1 {status} X\n\nno");
        run_at(Plan { controls: false, ..plan(OTHER) }, &mut pace, |_, _| answer.clone());
        let second = run_at(plan("https://EXAMPLE.org./b"), &mut pace, |_, _| answer.clone());
        assert_eq!(!second.sent.is_empty(), asked, "{status}");
        let not_asked = second.evidence.not_asked.map(|(url, status)| (url.path().to_owned(), status));
        assert_eq!(not_asked, (!asked).then(|| ("/b".to_owned(), status)), "{status}");
        assert!(!run_at(plan("https://example.com/"), &mut pace, |_, _| answer.clone()).sent.is_empty());
    }
}

#[test]
fn host_of_met_waits_for_the_others_of_met() {
    let busy = || {
        let mut pace = RateLimiter::new(Rate::parse("1000/s").unwrap());
        for _ in 0..10 {
            pace.sent("frost.met.no", true, secs(0));
        }
        pace
    };
    let plan = |target: &str| Plan { replay: ReplayWhen::Never, ..plan(target) };
    assert_eq!(run_at(plan(MET), &mut busy(), |_, _| DOCUMENT).times, [secs(1)]);
    assert_eq!(run_at(plan(OTHER), &mut busy(), |_, _| DOCUMENT).times, [secs(0)]);
}

#[test]
fn only_a_control_goes_to_a_host_that_refuses() {
    let throttled = "HTTP/1.1 429 Too Many Requests\n\nno";
    let fields = || [("User-Agent", "okhttp/4.12.0")].into_iter().collect();
    let plan = Plan { changelog: ChangelogWhen::Always, fields: fields(), ..plan(MET) };
    let course = run(plan, |_, _| throttled);
    assert!(course.roles()[1..].iter().all(|role| matches!(role, Role::Control(_))), "{:?}", course.roles());
    assert_eq!(course.sent.len(), 2);
    assert_eq!(course.evidence.not_asked, None, "what was only a side question is not reported");
}

#[test]
fn second_request_waits_until_the_first_has_ended() {
    let mut pace = RateLimiter::new(Rate::DEFAULT);
    pace.sent("example.org", false, secs(0));
    let mut inquiry = Inquiry::new(plan(OTHER));
    for elapsed in [0, 1, 20] {
        let Action::Wait(delay) = inquiry.next(secs(elapsed), &mut pace) else { panic!("at {elapsed} s") };
        assert_eq!(delay, secs(30));
    }
    pace.ended("example.org");
    assert!(matches!(inquiry.next(secs(21), &mut pace), Action::Fetch(Role::First, ..)));
    assert!(pace.is_under_way("example.org"));
}

#[test]
fn limits_of_the_changelog_are_its_own() {
    let plan = Plan { changelog: ChangelogWhen::Always, replay: ReplayWhen::Never, ..plan(MET) };
    let course = run(plan.clone(), |_, _| DOCUMENT);
    let bodies: Vec<u64> = course.sent.iter().map(|(_, _, limits)| limits.body).collect();
    assert_eq!(bodies, [1 << 30, MAX_FEED]);
    let course = run(Plan { max_body: 9, ..plan }, |_, _| DOCUMENT);
    assert!(course.sent.iter().all(|(_, _, limits)| limits.body == 9));
}

#[test]
fn start_is_where_the_first_address_was_reached() {
    let follows = |peer: Option<&str>, proxy: Option<&str>, target: &str| {
        let mut pace = RateLimiter::new(Rate::DEFAULT);
        let mut inquiry = Inquiry::new(plan(target));
        let Action::Fetch(role, request, limits) = inquiry.next(secs(0), &mut pace) else { panic!() };
        assert_eq!(limits.start, None);
        let mut exchange = Exchange::new(role, Some(request), NOW, reply("HTTP/1.1 302 X\nLocation: /b\n\n"));
        exchange.connection.peer = peer.map(|peer| peer.parse().unwrap());
        exchange.connection.proxy = proxy.map(str::to_owned);
        inquiry.record(exchange, &mut pace);
        let Action::Fetch(Role::Redirect, _, limits) = inquiry.next(secs(1), &mut pace) else { panic!() };
        limits.start
    };
    assert_eq!(follows(Some("127.0.0.1:443"), None, OTHER), Some(Reach::Machine));
    assert_eq!(follows(Some("93.184.215.14:443"), None, OTHER), Some(Reach::Public));
    assert_eq!(follows(Some("127.0.0.1:3128"), Some("http://127.0.0.1:3128"), OTHER), Some(Reach::Public));
    assert_eq!(follows(None, None, "http://127.0.0.1/a"), Some(Reach::Machine));
}

#[test]
fn interrupted_inquiry_keeps_what_the_target_answered() {
    let begun = |answers: &[&str], plan: Plan| {
        let mut pace = RateLimiter::new(Rate::DEFAULT);
        let mut inquiry = Inquiry::new(plan);
        for (at, answer) in answers.iter().enumerate() {
            let Action::Fetch(role, request, _) = inquiry.next(secs(4 * at as u64), &mut pace) else { panic!("{at}") };
            inquiry.record(Exchange::new(role, Some(request), NOW, reply(answer)), &mut pace);
        }
        inquiry
    };
    let redirect = "HTTP/1.1 302 X\nLocation: /b\n\n";
    assert_eq!(begun(&[], plan(OTHER)).interrupt(Some(Role::First)).unwrap_err(), 0);
    assert_eq!(begun(&[], plan(OTHER)).interrupt(None).unwrap_err(), 0);
    assert_eq!(begun(&[redirect], plan(OTHER)).interrupt(None).unwrap_err(), 1);
    assert_eq!(begun(&[redirect], plan(OTHER)).interrupt(Some(Role::Redirect)).unwrap_err(), 1);
    for (answers, under_way, reason) in [
        (&[DOCUMENT][..], None, Some(NoReplay::Interrupted)),
        (&[DOCUMENT], Some(Role::Replay(Condition::ModifiedSince)), Some(NoReplay::Interrupted)),
        (&[DOCUMENT, NOT_MODIFIED], None, None),
        (&[DOCUMENT, NOT_MODIFIED], Some(Role::Changelog), None),
    ] {
        let evidence = begun(answers, plan(OTHER)).interrupt(under_way).unwrap();
        assert_eq!((evidence.exchanges.len(), evidence.no_replay), (answers.len(), reason), "{under_way:?}");
    }
}

#[test]
fn no_control_follows_a_refusal_that_was_not_mets() {
    let other = MET.replace("api.met.no", "example.org");
    for (target, line, is_tried) in [
        (MET, "X: y", true),
        // Applications use such servers too, so MET may be meant.
        (MET, "Server: Werkzeug/3.0", true),
        (MET, "X-Squid-Error: ERR_ACCESS_DENIED 0", false),
        // MET has no Cloudflare in front of it.
        (MET, "CF-Ray: 8a1b", false),
        (MET, "X-ErrorClass: Accesscontrol", true),
        (&other, "X: y", false),
        (&other, "CF-Ray: 8a1b", false),
    ] {
        for agent in ["okhttp/4.12.0", "acme/1.0", AGENT] {
            let mut plan = plan(target);
            plan.fields = [("User-Agent", agent)].into_iter().collect();
            let course = run(plan, |_, _| format!("HTTP/1.1 403 X\n{line}\n\n"));
            assert_eq!(course.sent.len(), 1 + usize::from(is_tried), "{target} {line} {agent}: {:?}", course.roles());
        }
    }
}
