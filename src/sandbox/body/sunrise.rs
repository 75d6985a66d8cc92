//! sunrise 3.0: when sun and moon rise and set. <https://docs.api.met.no/doc/sunrise/celestial>

use serde_json::{Value, json};

use super::Subject;
use super::weather::Coordinates;
use crate::http::time::date::Timestamp;
use crate::sandbox::chance;

const DAY_S: i64 = 86_400;

/// The day that is asked for, in the offset that is asked for.
struct Day {
    place: Coordinates,
    /// When it begins, in Unix time.
    start: i64,
    /// By how many seconds its clock is ahead of UTC.
    offset: i64,
    /// The offset as it is written.
    zone: String,
}

impl Day {
    fn of(subject: &Subject) -> Self {
        let zone = subject.get("offset").filter(|text| offset(text).is_some()).unwrap_or("+00:00").to_owned();
        let offset = offset(&zone).unwrap_or_default();
        let today = || Timestamp::from_unix(subject.at.unix() + offset).date();
        let date = subject.get("date").map_or_else(today, str::to_owned);
        let midnight = Timestamp::parse_rfc3339(&date).unwrap_or(subject.at).unix();
        Self { place: Coordinates::of(subject), start: midnight - offset, offset, zone }
    }

    /// A time of the day as MET writes it: to the minute, with the offset.
    fn written(&self, after: f64) -> String {
        #[allow(clippy::cast_possible_truncation, reason = "seconds of a day")]
        let local = Timestamp::from_unix(self.start + self.offset + (after * 3600.0) as i64);
        let text = local.to_string();
        format!("{}{}", text.get(..16).unwrap_or_default(), self.zone)
    }

    /// The hour of the day at which the sun is highest, by the clock of the offset.
    #[allow(clippy::cast_precision_loss, reason = "hours")]
    fn noon(&self) -> f64 {
        (12.0 - self.place.lon / 15.0 + self.offset as f64 / 3600.0).rem_euclid(24.0)
    }

    fn document(&self, properties: Value) -> Value {
        let end = |at: i64| Timestamp::from_unix(at).to_string();
        json!({
            "copyright": "MET Norway",
            "licenseURL": "https://api.met.no/license_data.html",
            "type": "Feature",
            "geometry": { "type": "Point", "coordinates": [self.place.lon, self.place.lat] },
            "when": { "interval": [end(self.start), end(self.start + DAY_S)] },
            "properties": properties,
        })
    }
}

/// The seconds of an offset such as `+01:00`.
fn offset(text: &str) -> Option<i64> {
    let sign = match text.get(..1)? {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    (text.len() == 6 && hours <= 14 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

/// The sun, by the usual approximation of its declination.
pub(super) fn sun(subject: &Subject) -> Value {
    let day = Day::of(subject);
    #[allow(clippy::cast_precision_loss, reason = "days of a year")]
    let of_year = (day.start.div_euclid(DAY_S) % 365) as f64;
    let declination = (-23.44_f64).to_radians() * ((of_year + 10.0) / 365.0 * std::f64::consts::TAU).cos();
    let lat = day.place.lat.to_radians();
    let elevation = |sign: f64| {
        let sine = lat.sin() * declination.sin() + sign * lat.cos() * declination.cos();
        (sine.clamp(-1.0, 1.0).asin().to_degrees() * 100.0).round() / 100.0
    };
    let noon = day.noon();
    let cosine = ((-0.8333_f64).to_radians().sin() - lat.sin() * declination.sin()) / (lat.cos() * declination.cos());
    let rises = cosine.abs() < 1.0;
    let half = cosine.clamp(-1.0, 1.0).acos().to_degrees() / 15.0;
    let azimuth = ((declination.sin() / lat.cos()).clamp(-1.0, 1.0).acos().to_degrees() * 100.0).round() / 100.0;
    let event = |hour: f64, azimuth: f64| match rises {
        true => json!({ "time": day.written(hour.clamp(0.0, 23.99)), "azimuth": azimuth }),
        // Polar day and night.
        false => json!({ "time": null, "azimuth": null }),
    };
    let pass = |hour: f64, sign: f64| {
        let height = elevation(sign);
        json!({ "time": day.written(hour), "disc_centre_elevation": height, "visible": height > -0.8333 })
    };
    day.document(json!({
        "body": "Sun",
        "sunrise": event(noon - half, azimuth),
        "sunset": event(noon + half, 360.0 - azimuth),
        "solarnoon": pass(noon, 1.0),
        "solarmidnight": pass((noon + 12.0).rem_euclid(24.0), -1.0),
    }))
}

/// The moon: invented, but later each day.
pub(super) fn moon(subject: &Subject) -> Value {
    let day = Day::of(subject);
    #[allow(clippy::cast_precision_loss, reason = "days of a month")]
    let of_month = (day.start.div_euclid(DAY_S).rem_euclid(29)) as f64;
    let shift = of_month * 24.0 / 29.0;
    let hour = |hour: f64| day.written((hour + shift).rem_euclid(24.0));
    #[allow(clippy::cast_precision_loss, reason = "a few degrees")]
    let tilt = chance::up_to(subject.seed, 3, 20) as f64;
    day.document(json!({
        "body": "Moon",
        "moonrise": { "time": hour(6.0), "azimuth": 90.0 + tilt },
        "moonset": { "time": hour(18.0), "azimuth": 270.0 - tilt },
        "high_moon": { "time": hour(12.0), "disc_centre_elevation": 25.5, "visible": true },
        "low_moon": { "time": hour(0.0), "disc_centre_elevation": -38.2, "visible": false },
        "moonphase": { "value": (of_month * 36_000.0 / 29.0).round() / 100.0 },
    }))
}
