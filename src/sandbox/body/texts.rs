//! textforecast 3.0 as GeoJSON, and the reports of tafmetar 1.0. <https://docs.api.met.no/doc/AreaForecastJSON>

use serde_json::{Value, json};

use super::Subject;
use super::weather::{Coordinates, Weather};
use crate::http::time::date::Timestamp;

/// The texts of the areas.
pub(super) fn forecasts(subject: &Subject) -> Value {
    let hour = subject.hour();
    let areas = ["Sandkassen", "Lekeplassen"];
    let features = (0..).zip(areas).map(|(number, name)| {
        let west = 5.0 + 2.0 * f64::from(number);
        json!({
            "type": "Feature",
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[west, 58.0], [west + 1.0, 58.0], [west + 1.0, 59.0], [west, 59.0], [west, 58.0]]],
            },
            "when": { "interval": [hour.to_string(), hour.saturating_add(43_200).to_string()] },
            "properties": {
                "forecasttype": "normal",
                "name": name,
                "text": "Oppdiktet av metstatus sandbox; ikke et varsel. Skiftende bris, oppholdsvær.",
            },
        })
    });
    json!({
        "type": "FeatureCollection",
        "lang": "no",
        "lastChange": hour.to_string(),
        "features": features.collect::<Vec<_>>(),
    })
}

/// The airport that is asked for.
fn airport(subject: &Subject) -> String {
    let named = subject.get("icao").filter(|text| text.len() == 4 && text.bytes().all(|b| b.is_ascii_alphanumeric()));
    named.unwrap_or("ENGM").to_ascii_uppercase()
}

/// Day of the month, hour and minute.
fn stamp(at: Timestamp) -> String {
    let text = at.to_string();
    let part = |from: usize| text.get(from..from + 2).unwrap_or_default();
    format!("{}{}{}", part(8), part(11), part(14))
}

/// The observation of the last half hour.
pub(super) fn metar(subject: &Subject) -> String {
    let at = Timestamp::from_unix(subject.at.unix() - subject.at.unix().rem_euclid(1800));
    let weather = Weather::at(Coordinates { lat: 60.2, lon: 11.1, altitude: 0.0 }, at, subject.seed);
    #[allow(clippy::cast_possible_truncation, reason = "a few degrees")]
    let number = |what: u64, least: f64, most: f64| weather.between(what, least, most).round() as i32;
    format!(
        "{} {}Z {:03}{:02}KT 9999 BKN040 {:02}/{:02} Q{:04} NOSIG=\n",
        airport(subject),
        stamp(at),
        number(1, 10.0, 36.0) * 10,
        number(2, 2.0, 15.0),
        number(3, 5.0, 14.0),
        number(4, 0.0, 4.0),
        number(5, 995.0, 1025.0),
    )
}

/// The forecast for the next day.
pub(super) fn taf(subject: &Subject) -> String {
    let at = subject.hour();
    let stamp_of = |at: Timestamp| stamp(at).get(..4).unwrap_or_default().to_owned();
    format!(
        "{} {}Z {}/{} 20008KT 9999 BKN040=\n",
        airport(subject),
        stamp(at),
        stamp_of(at.saturating_add(3600)),
        stamp_of(at.saturating_add(82_800)),
    )
}
