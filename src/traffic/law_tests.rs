//! The law of merging: however a log is cut, and in whatever tree its parts are merged, they are judged as the whole
//! is. Where something did not fit, counts are lower bounds, and the report says so.
//!
//! `PROPTEST_CASES=10000 cargo test --release --lib law_tests` puts ten thousand logs, cuts and trees to it.

use proptest::collection::vec;
use proptest::prelude::*;

use super::limits::JudgeLimits;
use super::outcome::Verdicts;
use super::*;
use crate::diagnosis::overrides::Overrides;
use crate::evidence::event::{Event, Forwarded, Vantage};
use crate::http::time::date::Timestamp;

/// 2026-03-30T13:00:00Z.
const START: i64 = 1_774_875_600;

/// One request, as choices; 0 is always the plainest.
#[derive(Clone, Copy)]
struct Step {
    gap: u8,
    late: u8,
    kind: u8,
    place: u8,
    machine: u8,
    agent: u8,
    method: u8,
    status: u8,
    lives: u8,
    validators: u8,
    source: u8,
}

/// In one line, since a failing case shows all of its requests.
impl std::fmt::Debug for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { gap, late, kind, place, machine, agent, method, status, lives, validators, source } = self;
        let who = [place, machine, agent];
        let how = [lives, validators, source];
        write!(f, "gap {gap} late {late} who {who:?} what {:?} how {how:?}", [kind, method, status])
    }
}

fn step() -> impl Strategy<Value = Step> {
    let who = (0_u8..3, 0_u8..5, 0_u8..9);
    let what = (0_u8..24, 0_u8..12, 0_u8..16);
    let how = (0_u8..4, 0_u8..8, 0_u8..16);
    (0_u8..72, 0_u8..16, who, what, how).prop_map(|(gap, late, who, what, how)| {
        let ((place, machine, agent), (kind, method, status), (lives, validators, source)) = (who, what, how);
        Step { gap, late, kind, place, machine, agent, method, status, lives, validators, source }
    })
}

/// A log, and how it is judged.
#[derive(Clone, Debug)]
struct Case {
    steps: Vec<Step>,
    by: By,
    vantage: Option<Vantage>,
    /// Whether lines are of many kinds, or all of what went out to MET.
    mixed: bool,
    cuts: Vec<usize>,
    tree: u64,
}

fn case() -> impl Strategy<Value = Case> {
    let by = prop_oneof![3 => Just(By::UserAgent), 1 => Just(By::Address), 1 => Just(By::Both), 1 => Just(By::Host)];
    let vantage = prop_oneof![
        3 => Just(None),
        1 => Just(Some(Vantage::Inbound)),
        1 => Just(Some(Vantage::Relay)),
        1 => Just(Some(Vantage::Outbound))
    ];
    (vec(step(), 0..90), by, vantage, any::<bool>(), vec(0_usize..91, 0..6), any::<u64>())
        .prop_map(|(steps, by, vantage, mixed, cuts, tree)| Case { steps, by, vantage, mixed, cuts, tree })
}

/// One of the texts of a list.
fn one<T: Copy>(of: &[T], number: u8) -> T {
    of[usize::from(number) % of.len()]
}

impl Step {
    /// The seconds between the request before and this one: mostly few, now and then more than are compared.
    fn gap_s(self) -> i64 {
        let gap = i64::from(self.gap);
        match gap {
            0..24 => gap / 4,
            24..48 => gap,
            48..60 => gap * 25,
            60..70 => (gap - 59) * 700,
            _ => 90_000,
        }
    }

    fn target(self) -> String {
        let place = self.place;
        let path = match self.kind {
            0..8 => format!("locationforecast/2.0/compact?lat=6{place}.1&lon=9.58"),
            8 => "metalerts/2.0/current.json".to_owned(),
            9 => format!("metalerts/2.0/current?cap={place}"),
            10..14 => format!("locationforecast/2.0/complete?lat=59.9{}{}&lon=10.7", self.gap % 4, self.late),
            14 => format!("locationforecast/2.0/compact?lat=60.123456&lon={place}.5"),
            15 => format!("locationforecast/1.9/?lat=6{place}.1;lon=9.58"),
            16 => format!("nowcast/2.0/complete?lat=6{place}.1&lon=9.58&_={}{}", self.gap, self.late),
            17 => "radar/2.0/available.json".to_owned(),
            18 => format!("product{}/2.0/all", self.gap),
            _ => format!("nowcast/2.0/complete?lat=6{place}.1&lon=9.58"),
        };
        format!("/weatherapi/{path}")
    }

    fn status(self) -> u16 {
        one(&[200, 200, 200, 304, 203, 503, 403, 429, 301, 302, 404, 200, 0, 403, 500, 200], self.status)
    }

    fn push(self, at: i64, mixed: bool, judge: &mut Judge) {
        let date = |at: i64| Timestamp::from_unix(at).imf_fixdate().unwrap();
        let expires = date(at + one(&[1800, 5, 300, 0], self.lives));
        let modified = date(at / 600 * 600);
        let conditions = [at / 600 * 600 - 600, at + 900, at / 600 * 600].map(date);
        let condition = &conditions[usize::from(self.validators) % 3];
        let address = format!("192.0.2.{}", self.machine);
        let location = format!("/weatherapi/locationforecast/2.0/compact?lat=6{}.1&lon=9.58", self.gap % 3);
        let names =
            ["acme/1.0 ops@acme.no", "other/2", "okhttp/4.9", "Mozilla/5.0 (X11) Firefox/120.0", "", "acme/1.1"];
        let target = self.target();
        let shows = |bit: u8| !mixed || (self.validators >> bit) & 1 == 0;
        let sent = |text: &'static str| Some(text.as_bytes());
        let source = if mixed { self.source } else { 0 };
        let url = format!("https://api.met.no{target}");
        judge.push(&Event {
            at_ms: (source != 11).then_some(at * 1000),
            address: (self.machine < 4).then_some(address.as_bytes()),
            user_agent: (self.agent < 8).then(|| one(&names, self.agent).as_bytes()),
            method: one(&[sent("GET"), None, sent("HEAD"), sent("GET"), sent("OPTIONS"), sent("GET")], self.method / 2),
            target: match source {
                12 => b"/index.html",
                13 => url.as_bytes(),
                _ => target.as_bytes(),
            },
            query_cut: source == 14,
            host: one(&[None, None, sent("api.met.no"), None], source),
            status: (source != 15).then(|| self.status()),
            bytes: shows(2).then_some(if self.late > 12 { 38_000 } else { 3000 }),
            if_modified_since: shows(0).then_some(if self.lives == 1 { b"" } else { condition.as_bytes() }),
            expires: shows(1).then_some(expires.as_bytes()),
            last_modified: shows(0).then_some(modified.as_bytes()),
            accept_encoding: shows(1).then(|| one(&["gzip", "", "gzip, br"], self.late).as_bytes()),
            origin: shows(2).then(|| one(&["", "", "http://localhost/", "https://acme.no/"], self.late).as_bytes()),
            location: Some(if matches!(self.status(), 301 | 302) { location.as_bytes() } else { b"" }),
            forwarded: match source {
                4 => Some(Forwarded::No),
                5 => Some(Forwarded::Yes),
                6 => Some(Forwarded::Conditional),
                _ => None,
            },
            vantage: match source {
                7 | 8 => None,
                9 => Some(Vantage::Relay),
                10 => Some(Vantage::Inbound),
                _ => Some(Vantage::Outbound),
            },
            ..Event::default()
        });
    }
}

impl Case {
    fn settings(&self, mergeable: bool) -> JudgeSettings {
        JudgeSettings { by: self.by, vantage: self.vantage, mergeable, ..JudgeSettings::default() }
    }

    /// The requests with their times, some of them a little earlier than the one before, as where a log has the ends of
    /// requests and these began some seconds ago.
    fn timed(&self) -> Vec<(i64, Step)> {
        let mut now = START;
        let timed = self.steps.iter().map(|step| {
            now += step.gap_s();
            (now - if step.late == 15 { 3 } else { 0 }, *step)
        });
        timed.collect()
    }

    fn judge(&self, sent: &[(i64, Step)], mergeable: bool, limits: JudgeLimits) -> Judge {
        let mut judge = Judge::with_limits(self.settings(mergeable), limits);
        sent.iter().for_each(|(at, step)| step.push(*at, self.mixed, &mut judge));
        judge
    }

    fn whole(&self, mergeable: bool, limits: JudgeLimits) -> Verdicts {
        self.judge(&self.timed(), mergeable, limits).finish(&Overrides::default())
    }

    /// The parts, merged. Some are written and read in between, where limits are those of the program.
    fn merged(&self, limits: JudgeLimits) -> Verdicts {
        let sent = self.timed();
        let mut cuts: Vec<usize> = self.cuts.iter().map(|cut| cut % (sent.len() + 1)).collect();
        cuts.sort_unstable();
        let mut parts = Vec::new();
        let mut start = 0;
        for (number, end) in cuts.into_iter().chain([sent.len()]).enumerate() {
            let judge = self.judge(&sent[start..end], true, limits);
            let is_sent = limits == JudgeLimits::default() && self.tree >> (number + 8) & 7 == 1;
            parts.push(if is_sent { sent_as_line(judge) } else { judge });
            start = end;
        }
        let mut choice = self.tree;
        while parts.len() > 1 {
            let at = usize::try_from(choice % (parts.len() as u64 - 1)).unwrap();
            choice = hash::join(choice, 7);
            let right = parts.remove(at + 1);
            parts[at].merge(right);
        }
        parts.remove(0).finish(&Overrides::default())
    }
}

fn sent_as_line(judge: Judge) -> Judge {
    let line = Partial { sources: Vec::new(), judge }.write().unwrap();
    Partial::read(line.as_bytes()).unwrap().judge
}

/// The first lines in which two verdicts differ, if they do.
fn difference(one: &Verdicts, other: &Verdicts) -> Option<(String, String)> {
    // The long form takes many times as long, and is wanted for few.
    if format!("{one:?}") == format!("{other:?}") {
        return None;
    }
    let (one, other) = (format!("{one:#?}"), format!("{other:#?}"));
    let same = |(one, other): &(&str, &str)| one == other;
    let at = one.lines().zip(other.lines()).take_while(same).count();
    let near = |text: &str| text.lines().skip(at.saturating_sub(6)).take(8).collect::<Vec<_>>().join("");
    Some((near(&one), near(&other)))
}

/// How often each rule that is counted request by request was broken, over all clients.
fn breaches(verdicts: &Verdicts) -> Vec<(&'static str, u64)> {
    let counted = [
        "asked-before-expiry",
        "repeated-requests",
        "not-conditional",
        "validator-altered",
        "validator-future",
        "not-modified-unused",
        "freshness-not-updated",
        "head-then-get",
        "immutable-refetched",
        "coordinate-scatter",
        "alerts-poll",
        "redirect-not-followed",
        "compression-not-requested",
        "retry-storm",
        "identity-changed-after-refusal",
        "user-agent-changing",
        "cache-busting",
        "preflight",
        "coordinate-precision",
        "user-agent-generic",
        "deprecated-version",
    ];
    let sum = |id: &str| {
        let checks = verdicts.clients.iter().flat_map(|client| &client.checks);
        checks.filter(|check| check.id == id).map(|check| check.breaches).sum()
    };
    counted.into_iter().map(|id| (id, sum(id))).collect()
}

/// As many cases as are asked for, by default fewer than others: each case is ten logs.
fn config() -> ProptestConfig {
    let asked = ProptestConfig::default();
    let usual = 256;
    ProptestConfig { cases: if asked.cases == usual { 80 } else { asked.cases }, ..asked }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn parts_are_judged_as_the_whole_is(case in case()) {
        let whole = case.whole(true, JudgeLimits::default());
        prop_assert!(whole.bounds.is_empty(), "{:?}", whole.bounds);
        let alone = case.whole(false, JudgeLimits::default());
        prop_assert_eq!(difference(&alone, &whole), None, "one that will not be merged");
        let parts = case.merged(JudgeLimits::default());
        if parts.bounds.is_empty() {
            prop_assert_eq!(difference(&parts, &whole), None, "parts and whole");
        } else {
            // Of the beginning of each part a bounded number of requests is kept.
            let seams = |bound: &String| bound.contains("at the ends of parts did not fit");
            prop_assert!(parts.bounds.iter().all(seams), "{:?}", parts.bounds);
        }
    }

    #[test]
    fn full_tables_give_lower_bounds_and_say_so(case in case(), tight in 0_u8..64) {
        let exact = case.whole(true, JudgeLimits::default());
        let most = JudgeLimits::default();
        let or = |bit: u8, small: usize, most: usize| if tight >> bit & 1 == 1 { small } else { most };
        let limits = JudgeLimits {
            table: or(0, 16, most.table),
            clients: or(1, 2, most.clients),
            heads: or(2, 2, most.heads),
            windows: or(3, 2, most.windows),
            redirects: or(4, 1, most.redirects),
            slots: or(5, 400, most.slots),
        };
        for (name, small) in [("whole", case.whole(true, limits)), ("parts", case.merged(limits))] {
            let differ = difference(&small, &exact);
            prop_assert!(differ.is_none() || !small.bounds.is_empty(), "{name}: {differ:?}");
            for ((id, few), (_, all)) in breaches(&small).into_iter().zip(breaches(&exact)) {
                prop_assert!(few <= all, "{name} {id}: {few} of {all}");
            }
        }
    }
}
