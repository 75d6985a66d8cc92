//! The numbers of all clients together, for charts.

use super::formats::LogServer;
use super::judge::Judge;
use super::lifetimes::Lifetimes;
use super::peak::Peak;
use super::timeline::{ResponseKind, Timeline};
use crate::http::time::date::Timestamp;
use crate::sort::sort_by_key;

/// How many of the busiest minutes are shown.
const BUSIEST: usize = 12;

/// Requests over time, by the kind of their responses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct OverTime {
    /// How long a slot is, in minutes.
    pub minutes: u32,
    /// The slots with requests, in order: when each begins, and its requests by [`ResponseKind`] as a number.
    pub slots: Vec<(Timestamp, [u32; ResponseKind::ALL.len()])>,
}

impl OverTime {
    pub(super) fn of<const MOST: usize>(timeline: &Timeline<MOST>) -> Self {
        let time = |minute: u32| Timestamp::from_unix(i64::from(minute) * 60);
        let slots = timeline.slots().map(|(minute, counts)| (time(minute), *counts)).collect();
        Self { minutes: timeline.minutes(), slots }
    }
}

/// The numbers of all clients together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overview {
    /// Requests over time.
    pub over_time: OverTime,
    /// Requests by minute of the hour.
    pub minute_of_hour: Vec<u64>,
    /// Gaps between requests for the same, as shares of lifetimes.
    pub lifetimes: Lifetimes,
    /// The busiest minutes, the one with the most requests first.
    pub busiest: Vec<Peak>,
    /// The servers that may have written the logs.
    pub servers: Vec<LogServer>,
}

impl Judge {
    /// The numbers of all clients together. Every series has to be settled.
    pub(super) fn overview(&self) -> Overview {
        let mut overview = Overview {
            over_time: OverTime::of(&self.timeline),
            minute_of_hour: vec![0; 60],
            busiest: self.busiest(),
            servers: self.formats.servers(),
            ..Overview::default()
        };
        for client in &self.clients {
            overview.minute_of_hour.iter_mut().zip(&client.minutes).for_each(|(all, one)| *all += one);
            overview.lifetimes.merge(&client.lifetimes);
        }
        overview
    }

    /// The peak of the sum of all clients need not be that of any of them.
    fn busiest(&self) -> Vec<Peak> {
        let mut minutes: Vec<(u32, u64)> = Vec::new();
        for client in &self.clients {
            minutes.extend(client.by_minute.slots().iter().map(|(minute, count)| (*minute, u64::from(*count))));
        }
        sort_by_key(&mut minutes, |(minute, _)| *minute);
        minutes.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        sort_by_key(&mut minutes, |(minute, count)| (std::cmp::Reverse(*count), *minute));
        let peak = |(minute, count)| Peak { requests: count, at: Timestamp::from_unix(i64::from(minute) * 60) };
        minutes.into_iter().take(BUSIEST).map(peak).collect()
    }
}
