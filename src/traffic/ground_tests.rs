//! Known breaches of every rule of traffic in every form of log, from every vantage: counted exactly where the log shows
//! them, and not judged, with the reason, where it does not.

use super::check::{Check, ShownFields};
use super::log_forms::{FORECAST, Form, Host, Request, START};
use super::outcome::Verdicts;
use super::*;
use crate::diagnosis::catalogue;
use crate::diagnosis::overrides::Overrides;
use crate::diagnosis::rule::Topic;
use crate::evidence::event::Vantage;

/// Requests that break a rule a known number of times.
struct Habit {
    check: Check,
    requests: Vec<Request>,
    breaches: u64,
    /// What they break too, by their nature or where a log does not show all.
    also: &'static [&'static str],
    /// The fields without which it cannot be seen, where a rule can do with less than it names.
    needs: ShownFields,
}

impl Habit {
    /// So many requests, so many seconds apart, each changed.
    fn every(check: Check, breaches: u64, count: i64, gap_s: i64, change: impl Fn(&mut Request, i64)) -> Self {
        let request = |i: i64| Request::new(i * gap_s, FORECAST).with(|request| change(request, i));
        Self { check, requests: (0..count).map(request).collect(), breaches, also: &[], needs: check.terms().needs }
    }

    fn also(self, also: &'static [&'static str]) -> Self {
        Self { also, ..self }
    }
}

fn place(i: i64) -> String {
    format!("locationforecast/2.0/compact?lat={}.{:02}&lon=9.58", 50 + i % 20, i / 20)
}

const NOWCAST: &str = "nowcast/2.0/complete?lat=60.1&lon=9.58";

fn of_one_url() -> Vec<Habit> {
    use Check::*;
    vec![
        Habit::every(AskedBeforeExpiry, 11, 12, 50, |_, _| ()).also(&["repeated-requests"]),
        Habit::every(RepeatedRequests, 11, 12, 50, |request, _| request.expires = None),
        Habit::every(NotConditional, 6, 7, 1900, |request, _| request.condition = None),
        Habit::every(ValidatorAltered, 6, 7, 1900, |request, _| request.condition = Some(START - 500)),
        Habit::every(ValidatorFuture, 7, 7, 1900, |request, _| request.condition = Some(request.at + 60))
            .also(&["validator-altered"]),
        Habit::every(NotModifiedUnused, 4, 8, 0, |request, i| {
            (request.at, request.expires) = (START + i / 2 * 2000 + i % 2 * 3, None);
            (request.status, request.condition) = if i % 2 == 0 { (304, request.condition) } else { (200, None) };
        })
        .also(&["repeated-requests"]),
        Habit::every(FreshnessNotUpdated, 11, 12, 61, |request, _| request.status = 304).also(&["asked-before-expiry"]),
        Habit::every(HeadThenGet, 5, 10, 0, |request, i| {
            request.at = START + i / 2 * 1900 + i % 2 * 9;
            request.method = if i % 2 == 0 { "HEAD" } else { "GET" };
            request.expires = None;
        }),
        Habit::every(ImmutableRefetched, 3, 4, 4000, |request, _| {
            request.path = "metalerts/2.0/current?cap=1".to_owned()
        }),
        Habit::every(FixedSecond, 12, 12, 1920, |_, _| ()),
        Habit::every(AlertsPoll, 8, 9, 599, |request, _| {
            (request.path, request.expires) = ("metalerts/2.0/current.json".to_owned(), None);
        }),
        Habit::every(RetryStorm, 15, 20, 4, |request, _| (request.status, request.expires) = (503, None)),
        Habit::every(UnfilteredList, 4, 4, 1907, |request, _| {
            (request.path, request.expires) = ("radar/2.0/available.json".to_owned(), None);
        }),
        Habit::every(CompleteEndpoint, 12, 12, 1907, |request, _| {
            request.path = FORECAST.replace("compact", "complete");
        }),
        Habit::every(DeprecatedAsFailure, 29, 60, 0, |request, i| {
            let (status, at) = if i < 30 { (200, i * 1907) } else { (203, 60_000 + i * 61) };
            (request.status, request.at, request.expires) = (status, START + at, None);
        })
        .also(&["deprecated-version"]),
        Habit::every(CoordinatePrecision, 3, 3, 1907, |request, _| {
            request.path = FORECAST.replace("60.10", "60.12345")
        }),
        Habit::every(SemicolonSeparator, 3, 3, 1907, |request, _| request.path = FORECAST.replace('&', ";")),
        Habit::every(DeprecatedVersion, 3, 3, 1907, |request, _| request.status = 203),
    ]
}

fn of_many_urls() -> Vec<Habit> {
    use Check::*;
    let mut habits = vec![
        // Two of the seconds have more than twenty requests.
        Habit::every(RequestRate, 2, 61, 0, |request, i| (request.at, request.path) = (START + i / 21, place(i))),
        Habit::every(CoordinateScatter, 1, 12, 7, |request, i| {
            request.path = format!("locationforecast/2.0/compact?lat=60.10{i:02}&lon=9.58");
        }),
        Habit::every(RedirectNotFollowed, 3, 4, 60, |request, i| {
            (request.status, request.location) = (301, "/weatherapi/nowcast/2.0/complete?lat=1&lon=2");
            request.path = place(i);
        }),
        Habit::every(CompressionNotRequested, 4, 4, 1907, |request, i| {
            (request.coding, request.bytes, request.path) = ("", 38_112, place(i));
        }),
        Habit::every(HammeringThrottled, 4, 300, 1, |request, i| {
            (request.status, request.path) = (if i > 30 { 429 } else { 200 }, place(i));
        }),
        Habit::every(HammeringBlocked, 25, 26, 30, |request, i| {
            (request.status, request.path) = (if i > 0 { 403 } else { 200 }, place(i));
        }),
        Habit::every(EndedVersionUsed, 12, 12, 400, |request, i| {
            (request.status, request.path) = (404, place(i).replace("2.0", "1.9"));
        }),
        Habit::every(CacheBusting, 12, 12, 7, |request, i| request.path = format!("{NOWCAST}&_={i}")),
        Habit::every(Preflight, 3, 3, 1907, |request, _| request.method = "OPTIONS"),
        Habit::every(MethodNotAllowed, 3, 3, 1907, |request, _| request.method = "POST"),
    ];
    let machines = |count: i64, gap_s: i64, change: &dyn Fn(&mut Request, i64)| -> Vec<Request> {
        let request = |i: i64| {
            Request::new(i * gap_s, &place(i % 200)).with(|request| {
                request.address = format!("198.51.{}.{}", i % 200 / 250, i % 200 % 250);
                change(request, i);
            })
        };
        (0..count).map(request).collect()
    };
    let of =
        |check: Check, breaches, requests| Habit { check, requests, breaches, also: &[], needs: check.terms().needs };
    // In the first minutes of four hours.
    habits.push(of(
        BurstAligned,
        400,
        machines(400, 1, &|request, i| {
            request.at = START + i / 100 * 3600 + i % 100 * 2;
            request.path = place(i);
            request.expires = None;
        }),
    ));
    habits.push(of(
        DirectFromBrowsers,
        120,
        machines(120, 30, &|request, _| {
            request.agent = "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0".to_owned();
            request.origin = "https://weather.acme.no/";
        }),
    ));
    habits
}

fn of_names() -> Vec<Habit> {
    use Check::*;
    let named = |check, agent: &'static str| {
        Habit::every(check, 4, 4, 1907, move |request, i| (request.agent, request.path) = (agent.to_owned(), place(i)))
    };
    let browser = "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0";
    vec![
        named(UserAgentMissing, ""),
        named(UserAgentGeneric, "okhttp/4.12.0"),
        named(UserAgentBrowser, browser),
        named(UserAgentPlaceholder, "acme-weather/1.2 me@example.com"),
        named(UserAgentNoContact, "acme-weather/1.2"),
        named(UserAgentNoVersion, "acme-weather ops@acme.no"),
        named(UserAgentYr, "my-yr/1.2 ops@acme.no"),
        Habit::every(OriginNotIdentifying, 4, 4, 1907, |request, i| {
            (request.origin, request.path) = ("http://localhost:3000/", place(i));
        }),
        Habit::every(UserAgentChanging, 1, 60, 40, |request, i| {
            request.agent = format!("app{}x/1.0 ops@acme.no", char::from(b'a' + (i % 8) as u8));
            request.path = place(i);
        }),
        // Three places that are refused to one name, each requested again by the other within seconds.
        Habit::every(IdentityChangedAfterRefusal, 3, 6, 0, |request, i| {
            (request.at, request.path) = (START + i / 2 * 300 + i % 2 * 20, place(i / 2));
            request.expires = None;
            if i % 2 == 0 {
                request.status = 403;
            } else {
                request.agent = "other-name/1.0 ops@acme.no".to_owned();
            }
        }),
    ]
}

fn habits() -> Vec<Habit> {
    let mut all = of_one_url();
    all.extend(of_many_urls());
    all.extend(of_names());
    for habit in &mut all {
        if habit.check == Check::CompressionNotRequested {
            // The size of the response is enough.
            habit.needs = ShownFields::BYTES;
        }
    }
    all
}

fn judged(form: Form, log: &str, vantage: Option<Vantage>) -> Verdicts {
    let mut judge = Judge::new(JudgeSettings { vantage, ..JudgeSettings::default() });
    let mut reader = form.reader();
    for line in log.lines() {
        reader.read(line.as_bytes(), 1, &mut |read| judge.push(read.event()));
    }
    reader.name().iter().for_each(|name| judge.note_format(name));
    judge.finish(&Overrides::default())
}

fn found(verdicts: &Verdicts) -> Vec<&'static str> {
    let findings = verdicts.clients.iter().flat_map(|client| &client.findings);
    let mut ids: Vec<&str> = findings.map(|finding| finding.rule.id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// The results of one check for all clients.
fn results(verdicts: &Verdicts, check: Check) -> impl Iterator<Item = &CheckResult> {
    verdicts.clients.iter().flat_map(|client| &client.checks).filter(move |result| result.id == check.terms().id)
}

#[test]
fn every_rule_of_traffic_has_a_habit() {
    let habits = habits();
    let rules = catalogue::all().filter(|rule| rule.topic == Topic::Traffic);
    for rule in rules {
        assert!(habits.iter().any(|habit| habit.check.terms().id == rule.id), "{}", rule.id);
    }
}

/// What is wrong about the verdicts on a habit in a log that shows some fields; nothing where all is right.
fn fault(habit: &Habit, shown: ShownFields, verdicts: &Verdicts) -> Option<String> {
    let id = habit.check.terms().id;
    let breaches: u64 = results(verdicts, habit.check).map(|result| result.breaches).sum();
    let found = found(verdicts);
    let stray: Vec<_> = found.iter().filter(|found| **found != id && !habit.also.contains(found)).collect();
    if verdicts.counts.requests != habit.requests.len() as u64 || !stray.is_empty() {
        return Some(format!("{} requests, {stray:?}", verdicts.counts.requests));
    }
    let Some(missing) = habit.needs.missing_in(shown).map(ShownFields::name) else {
        let is_right = found.contains(&id) && breaches == habit.breaches;
        return (!is_right).then(|| format!("{breaches} breaches, found {found:?}"));
    };
    results(verdicts, habit.check).find_map(|result| {
        let reason = result.reason.as_deref().unwrap_or_default();
        let is_right =
            result.outcome == CheckOutcome::NotJudged && (reason.contains(missing) || reason.starts_with("see "));
        (!is_right).then(|| format!("{:?}, {reason:?} for lack of {missing}", result.outcome))
    })
}

#[test]
fn breaches_are_counted_exactly_wherever_they_are_shown() {
    let (mut seen, mut faults) = (0, Vec::new());
    for habit in habits() {
        for (form, host, vantage) in Form::ALL.into_iter().flat_map(|form| {
            let said = [(form, Host::Own, Some(Vantage::Relay)), (form, Host::Met, Some(Vantage::Outbound))];
            said.into_iter().chain([(form, Host::Met, None)])
        }) {
            let mut shown = form.shows(host);
            if form == Form::Haproxy && matches!(habit.check, Check::NotConditional | Check::ValidatorFuture) {
                // Names of captured headers are not logged, nor the zone of times: a value that is empty may be that of
                // any header, and a date in the future an Expires.
                shown.0 &= !ShownFields::CONDITION.0;
            }
            // What a cache sent on is judged as one client, without the names of its visitors.
            let is_gateway = vantage.is_none() && form.shows_cache();
            if is_gateway || vantage.is_none() && !shown.has(ShownFields::HOST) {
                continue;
            }
            let verdicts = judged(form, &form.log(&habit.requests, host), vantage);
            seen += u64::from(shown.has(habit.needs));
            let at = format!("{} in {form:?} for {host:?} from {vantage:?}", habit.check.terms().id);
            faults.extend(fault(&habit, shown, &verdicts).map(|fault| format!("{at}: {fault}")));
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
    assert!(seen > 1000, "{seen}");
}

#[test]
fn logs_of_visitors_accuse_of_no_habit() {
    for habit in habits() {
        for form in Form::ALL {
            let log = form.log(&habit.requests, Host::Own);
            let inbound = judged(form, &log, Some(Vantage::Inbound));
            let at = format!("{} in {form:?}", habit.check.terms().id);
            if !form.shows_cache() {
                assert_eq!(found(&inbound), [""; 0], "{at}");
            }
            let guessed = judged(form, &log, None);
            let names =
                found(&guessed).into_iter().filter(|id| id.starts_with("user-agent") || id.starts_with("identity"));
            // A relay may send other names, a cache sends its own.
            if !form.is_of_the_backend() {
                assert_eq!(names.collect::<Vec<_>>(), [""; 0], "{at}");
            }
            if !(form.is_of_the_backend() || form.is_of_a_relay() || form.shows_cache()) {
                assert_eq!(found(&guessed), [""; 0], "{at}");
                let checks = guessed.clients.iter().flat_map(|client| &client.checks);
                assert!(checks.clone().all(|check| check.outcome == CheckOutcome::NotJudged), "{at}");
                assert!(checks.clone().all(|check| check.reason.as_deref().unwrap().contains("--vantage")), "{at}");
            }
        }
    }
}
