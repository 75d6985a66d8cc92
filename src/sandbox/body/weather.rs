//! Invented weather: smooth over the day, different from place to place, the same for the same seed.

use super::Subject;
use crate::http::time::date::Timestamp;
use crate::sandbox::chance;

/// A place on earth.
#[derive(Clone, Copy, Debug)]
pub(super) struct Coordinates {
    pub(super) lat: f64,
    pub(super) lon: f64,
    /// Metres above the sea.
    pub(super) altitude: f64,
}

impl Coordinates {
    /// The place that a query names; 0 for what it does not name.
    pub(super) fn of(subject: &Subject) -> Self {
        let number = |name: &str| subject.number(name).unwrap_or_default();
        Self { lat: number("lat"), lon: number("lon"), altitude: number("altitude") }
    }

    #[allow(clippy::cast_possible_truncation, reason = "a number of a place, to four decimals")]
    fn key(self) -> u64 {
        let part = |degrees: f64| ((degrees * 10_000.0) as i64).cast_unsigned();
        chance::mix(part(self.lat), part(self.lon))
    }
}

/// The weather at one place and time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weather {
    place: u64,
    seed: u64,
    hour: i64,
}

impl Weather {
    /// The weather at a place and time.
    pub(super) fn at(place: Coordinates, time: Timestamp, seed: u64) -> Self {
        Self { place: place.key(), seed, hour: time.unix().div_euclid(3600) }
    }

    /// A share from 0 to 1, which changes slowly with time: about one swing a day.
    #[allow(clippy::cast_precision_loss, reason = "small numbers")]
    pub(super) fn share(self, what: u64) -> f64 {
        let phase = chance::mix(self.seed, chance::mix(self.place, what)) % 24;
        let angle = ((self.hour + phase.cast_signed()).rem_euclid(24) as f64) / 24.0 * std::f64::consts::TAU;
        (angle.sin() + 1.0) / 2.0
    }

    /// A number between two others, to one decimal.
    pub(super) fn between(self, what: u64, least: f64, most: f64) -> f64 {
        tenth(least + (most - least) * self.share(what))
    }

    /// The weather symbol.
    pub(super) fn symbol(self) -> &'static str {
        let night = !(6..18).contains(&self.hour.rem_euclid(24));
        match (self.share(CLOUD), night) {
            (share, _) if share > 0.85 => "lightrain",
            (share, _) if share > 0.6 => "cloudy",
            (share, true) if share > 0.3 => "partlycloudy_night",
            (share, false) if share > 0.3 => "partlycloudy_day",
            (_, true) => "clearsky_night",
            (_, false) => "clearsky_day",
        }
    }

    /// Millimetres of rain: only under thick clouds.
    pub(super) fn rain(self) -> f64 {
        tenth(((self.share(CLOUD) - 0.85) * 8.0).max(0.0))
    }
}

/// The quantity whose share is the cloud cover.
pub(super) const CLOUD: u64 = 1;

/// To one decimal.
pub(super) fn tenth(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}
