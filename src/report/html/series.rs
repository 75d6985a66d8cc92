//! What the charts show: series of counts, laid out as bars.

use super::chart::{Bars, Chart, Mark, round_up};
use crate::http::time::date::Timestamp;
use crate::report::number::thousands;
use crate::traffic::{EXPIRED, Lifetimes, OverTime, ResponseKind, share_of_bucket};

/// How many slots without requests are drawn as they are; more become a break.
const LONGEST_GAP: i64 = 24;

/// How wide a break is, in slots.
const BREAK: usize = 4;

/// The name of a kind of response in legends, and the class of its colour.
pub(super) fn kind(kind: ResponseKind) -> (&'static str, &'static str) {
    match kind {
        ResponseKind::Successful => ("successful (2xx)", "ok"),
        ResponseKind::Deprecated => ("203, deprecated or beta", "deprecated"),
        ResponseKind::NotModified => ("304, not modified", "unmodified"),
        ResponseKind::Redirected => ("other 3xx", "redirected"),
        ResponseKind::Refused => ("refused (401, 403)", "refused"),
        ResponseKind::Throttled => ("429, throttled", "throttled"),
        ResponseKind::ClientError => ("other 4xx", "wrong"),
        ResponseKind::ServerError => ("5xx or no response", "failed"),
        ResponseKind::Unknown => ("status not shown", "unknown"),
    }
}

/// A time to the minute.
pub(super) fn minute(at: Timestamp) -> String {
    format!("{} {}", at.date(), at.clock_time().get(..5).unwrap_or_default())
}

/// How long a slot is, in words.
pub(super) fn slot(minutes: u32) -> String {
    let (count, unit) = match minutes {
        0..60 => (minutes, "minute"),
        60..1440 => (minutes / 60, "hour"),
        1440..10_080 => (minutes / 1440, "day"),
        _ => (minutes / 10_080, "week"),
    };
    if count == 1 { unit.to_owned() } else { format!("{count} {unit}s") }
}

/// Requests over time, laid out: what is long without requests is shortened.
pub(super) struct Layout {
    /// The place of each slot.
    pub(super) at: Vec<usize>,
    /// How many places there are.
    pub(super) places: usize,
    /// Where something was left out.
    pub(super) breaks: Vec<usize>,
}

/// The most places of a timeline, which are joined to wider ones where there are more.
const MOST_PLACES: usize = 300;

/// The widths that slots are joined to, in minutes.
const WIDTHS: [u32; 9] = [5, 15, 60, 180, 720, 1440, 10_080, 40_320, 524_160];

/// A timeline with slots that are wide enough to be seen.
pub(super) fn visible(over_time: &OverTime) -> OverTime {
    let mut visible = over_time.clone();
    let fits = |one: &OverTime| layout(one).places <= MOST_PLACES;
    for width in WIDTHS.into_iter().filter(|width| *width > over_time.minutes && width % over_time.minutes.max(1) == 0)
    {
        if fits(&visible) {
            break;
        }
        let seconds = i64::from(width) * 60;
        visible = OverTime { minutes: width, slots: Vec::new() };
        for (at, counts) in &over_time.slots {
            let begins = Timestamp::from_unix(at.unix() / seconds * seconds);
            match visible.slots.last_mut() {
                Some((last, sum)) if *last == begins => {
                    sum.iter_mut().zip(counts).for_each(|(sum, count)| *sum = sum.saturating_add(*count));
                }
                _ => visible.slots.push((begins, *counts)),
            }
        }
    }
    visible
}

/// Where the slots of a timeline go.
pub(super) fn layout(over_time: &OverTime) -> Layout {
    let width = i64::from(over_time.minutes.max(1)) * 60;
    let mut layout = Layout { at: Vec::new(), places: 0, breaks: Vec::new() };
    let mut before: Option<i64> = None;
    for (begins, _) in &over_time.slots {
        let slot = begins.unix() / width;
        let gap = before.map_or(0, |before| slot - before - 1);
        if gap > LONGEST_GAP {
            layout.breaks.push(layout.places + BREAK / 2);
            layout.places += BREAK;
        } else {
            layout.places += usize::try_from(gap).unwrap_or_default();
        }
        layout.at.push(layout.places);
        layout.places += 1;
        before = Some(slot);
    }
    layout
}

/// The kinds of responses that a timeline has, with how many there are of each.
pub(super) fn kinds(over_time: &OverTime) -> Vec<(ResponseKind, u64)> {
    let total = |kind: ResponseKind| -> u64 {
        over_time.slots.iter().filter_map(|(_, counts)| counts.get(kind as usize)).map(|count| u64::from(*count)).sum()
    };
    ResponseKind::ALL.into_iter().map(|kind| (kind, total(kind))).filter(|(_, total)| *total > 0).collect()
}

/// Requests over time by the kind of their responses, as stacked bars.
pub(super) fn over_time(id: String, over_time: &OverTime, layout: &Layout) -> Chart {
    let sum = |counts: &[u32]| counts.iter().map(|count| u64::from(*count)).sum::<u64>();
    let most = over_time.slots.iter().map(|(_, counts)| sum(counts)).max().unwrap_or_default();
    let mut low = vec![0_u64; over_time.slots.len()];
    let mut bars = Vec::new();
    for (of, _) in kinds(over_time) {
        let mut one = Bars { class: kind(of).1, bars: Vec::new() };
        for (((_, counts), low), at) in over_time.slots.iter().zip(&mut low).zip(&layout.at) {
            let count = counts.get(of as usize).copied().map(u64::from).unwrap_or_default();
            one.bars.push((*at, *low, *low + count));
            *low += count;
        }
        bars.push(one);
    }
    let of_kinds: Vec<String> =
        kinds(over_time).into_iter().map(|(of, total)| format!("{}: {}", kind(of).0, thousands(total))).collect();
    let slot = slot(over_time.minutes);
    let busiest = over_time.slots.iter().max_by_key(|(_, counts)| sum(counts));
    let busiest = busiest.map_or_else(String::new, |(at, counts)| {
        format!(" The most are {} in the {slot} from {} UTC.", thousands(sum(counts)), minute(*at))
    });
    Chart {
        id,
        title: "Requests over time by status".to_owned(),
        caption: format!("One bar for each {slot}.{busiest}"),
        details: format!(" By status: {}.", of_kinds.join("; ")),
        places: layout.places,
        most: round_up(most),
        bars,
        marks: layout.breaks.iter().map(|at| Mark { at: *at, class: "break" }).collect(),
    }
}

/// Requests by minute of the hour.
pub(super) fn minutes(id: String, counts: &[u64]) -> Chart {
    let total: u64 = counts.iter().sum();
    let most = counts.iter().copied().max().unwrap_or_default();
    let at = counts.iter().position(|count| *count == most).unwrap_or_default();
    let caption = match total {
        0 => "No request has a time.".to_owned(),
        _ => format!(
            "One bar for each minute. The most are {} at minute {at}; on average there are {}.",
            thousands(most),
            thousands(total.div_ceil(60))
        ),
    };
    let bars = counts.iter().enumerate().map(|(at, count)| (at, 0, *count)).collect();
    Chart {
        id,
        title: "Requests by minute of the hour".to_owned(),
        caption,
        details: String::new(),
        places: 60,
        most: round_up(most),
        bars: vec![Bars { class: "all", bars }],
        marks: Vec::new(),
    }
}

/// How many gaps ended before the lifetime did, and how many there are.
fn early(counts: &[u64]) -> (u64, u64) {
    (counts.iter().take(EXPIRED).sum(), counts.iter().sum())
}

/// How many gaps there are of any kind.
pub(super) fn gaps(lifetimes: &Lifetimes) -> u64 {
    early(&lifetimes.shown).1 + early(&lifetimes.usual).1
}

fn early_in_words(lifetimes: &Lifetimes) -> String {
    let of = |counts: &[u64], what: &str| {
        let (before, all) = early(counts);
        (all > 0).then(|| format!("{} of {} repeated requests came before {what}", thousands(before), thousands(all)))
    };
    let shown = of(&lifetimes.shown, "the Expires of the response");
    let usual = of(&lifetimes.usual, "the end of the lifetime that is usual for the product");
    match (shown, usual) {
        (None, None) => "No request was repeated within a day.".to_owned(),
        (shown, usual) => {
            let both: Vec<String> = [shown, usual].into_iter().flatten().collect();
            format!("{}: left of the line.", both.join(", and "))
        }
    }
}

/// Gaps between requests for the same, as shares of the lifetime of the response.
pub(super) fn lifetimes(id: String, lifetimes: &Lifetimes) -> Chart {
    let both = |at: usize| -> (u64, u64) {
        let of = |counts: &[u64]| counts.get(at).copied().unwrap_or_default();
        (of(&lifetimes.shown), of(&lifetimes.usual))
    };
    let places = lifetimes.shown.len();
    let most = (0..places).map(|at| both(at).0 + both(at).1).max().unwrap_or_default();
    let shown = (0..places).map(|at| (at, 0, both(at).0)).collect();
    let usual = (0..places).map(|at| (at, both(at).0, both(at).0 + both(at).1)).collect();
    Chart {
        id,
        title: "Gaps between requests for a URL, in lifetimes".to_owned(),
        caption: early_in_words(lifetimes),
        details: String::new(),
        places,
        most: round_up(most),
        bars: vec![Bars { class: "shown", bars: shown }, Bars { class: "usual", bars: usual }],
        marks: vec![Mark { at: EXPIRED, class: "expiry" }],
    }
}

/// The share of a lifetime at which a bucket begins, as people write it.
pub(super) fn share(bucket: usize) -> String {
    let share = share_of_bucket(bucket);
    match share {
        _ if bucket == 0 => "0".to_owned(),
        _ if share >= 0.995 => format!("{share:.1}").trim_end_matches(".0").to_owned(),
        _ => {
            let part = format!("{:.1}", 1.0 / share);
            format!("1/{}", part.trim_end_matches(".0"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slots(minutes: &[i64]) -> OverTime {
        let slots = minutes.iter().map(|at| (Timestamp::from_unix(at * 60), [1, 0, 0, 0, 0, 0, 2, 0, 0])).collect();
        OverTime { minutes: 1, slots }
    }

    #[test]
    fn long_silence_is_a_break_and_a_short_one_is_not() {
        let plan = layout(&slots(&[10, 11, 14, 14 + 24 * 60, 26_000_000]));
        assert_eq!((plan.at, plan.places, plan.breaks), (vec![0, 1, 4, 9, 14], 15, vec![7, 12]));
        assert_eq!(layout(&slots(&[])).places, 0);
    }

    #[test]
    fn thin_slots_are_joined_and_none_is_lost() {
        let sparse = slots(&(0..240).map(|i| i * 6).collect::<Vec<_>>());
        let wide = visible(&sparse);
        assert_eq!((wide.minutes, layout(&wide).places), (5, 287));
        assert_eq!(kinds(&wide), kinds(&sparse));
        assert_eq!(visible(&slots(&[0, 1, 2])), slots(&[0, 1, 2]));
    }

    #[test]
    fn kinds_are_stacked_in_one_order() {
        let over_time_of = slots(&[10, 12]);
        let chart = over_time("x".to_owned(), &over_time_of, &layout(&over_time_of));
        assert_eq!(chart.bars.len(), 2);
        assert_eq!((chart.bars[0].class, &chart.bars[0].bars), ("ok", &vec![(0, 0, 1), (2, 0, 1)]));
        assert_eq!(chart.bars[1].bars, [(0, 1, 3), (2, 1, 3)]);
        assert!(chart.caption.contains("The most are 3"), "{}", chart.caption);
    }

    #[test]
    fn gaps_are_early_left_of_the_line() {
        let mut counts = Lifetimes::default();
        counts.shown[EXPIRED - 1] = 4;
        counts.usual[EXPIRED] = 3;
        assert_eq!((early(&counts.shown), early(&counts.usual), gaps(&counts)), ((4, 4), (0, 3), 7));
        assert!(early_in_words(&counts).starts_with("4 of 4 repeated requests came before the Expires"));
        assert_eq!(
            (share(EXPIRED).as_str(), share(EXPIRED - 2).as_str(), share(EXPIRED + 2).as_str()),
            ("1", "1/2", "2")
        );
    }
}
