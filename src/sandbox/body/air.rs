//! airqualityforecast 0.1. MET publishes no schema for it; the members are those that public clients read.

use serde_json::{Value, json};

use super::Subject;
use super::weather::{Coordinates, Weather};

/// The air of a day, hour by hour.
pub(super) fn forecast(subject: &Subject) -> Value {
    const GASES: [(&str, f64); 4] = [
        ("no2_concentration", 60.0),
        ("o3_concentration", 90.0),
        ("pm10_concentration", 40.0),
        ("pm25_concentration", 20.0),
    ];
    let place = Coordinates::of(subject);
    let steps = (0..24).map(|hour| {
        let (from, to) = (subject.hour().saturating_add(hour * 3600), subject.hour().saturating_add((hour + 1) * 3600));
        let weather = Weather::at(place, from, subject.seed);
        let mut variables = json!({ "AQI": { "units": "1", "value": weather.between(9, 1.0, 3.0) } });
        for (number, (name, most)) in (0..).zip(GASES) {
            variables[name] = json!({ "units": "ug/m3", "value": weather.between(number, 1.0, most) });
        }
        json!({ "from": from.to_string(), "to": to.to_string(), "variables": variables })
    });
    json!({
        "data": { "time": steps.collect::<Vec<_>>() },
        "meta": {
            "location": { "name": "Sandkassen", "path": "/Norway/Sandkassen", "longitude": place.lon.to_string(),
                          "latitude": place.lat.to_string(), "areacode": "0000" },
            "reftime": subject.hour().to_string(),
            "superlocation": { "name": "Norway", "path": "/Norway", "areacode": "0" },
        },
    })
}
