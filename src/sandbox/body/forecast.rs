//! Forecasts in MET's JSON format for time series (METJSONForecast): locationforecast, nowcast, oceanforecast.
//! <https://docs.api.met.no/doc/ForecastJSON>

use serde_json::{Map, Value, json};

use super::Subject;
use super::weather::{CLOUD, Coordinates, Weather, tenth};

/// A quantity: its name, its unit, and what it lies between.
type Quantity = (&'static str, &'static str, f64, f64);

/// The quantities of an instant in `compact`. <https://docs.api.met.no/doc/locationforecast/datamodel>
const BASIC: &[Quantity] = &[
    ("air_pressure_at_sea_level", "hPa", 985.0, 1030.0),
    ("air_temperature", "celsius", -2.0, 14.0),
    ("cloud_area_fraction", "%", 0.0, 100.0),
    ("relative_humidity", "%", 40.0, 95.0),
    ("wind_from_direction", "degrees", 0.0, 359.9),
    ("wind_speed", "m/s", 0.3, 11.0),
];

/// Those that only `complete` has.
const FURTHER: &[Quantity] = &[
    ("air_temperature_percentile_10", "celsius", -4.0, 12.0),
    ("air_temperature_percentile_90", "celsius", 0.0, 16.0),
    ("cloud_area_fraction_high", "%", 0.0, 100.0),
    ("cloud_area_fraction_low", "%", 0.0, 100.0),
    ("cloud_area_fraction_medium", "%", 0.0, 100.0),
    ("dew_point_temperature", "celsius", -6.0, 9.0),
    ("fog_area_fraction", "%", 0.0, 20.0),
    ("ultraviolet_index_clear_sky", "1", 0.0, 4.0),
    ("wind_speed_of_gust", "m/s", 1.0, 18.0),
    ("wind_speed_percentile_10", "m/s", 0.2, 8.0),
    ("wind_speed_percentile_90", "m/s", 0.8, 14.0),
];

/// How much of locationforecast a document has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
pub(super) struct Detail(u8);

/// The temperature, wind, and rain of a day.
pub(super) const MINI: Detail = Detail(0);
/// What most clients need.
pub(super) const COMPACT: Detail = Detail(1);
/// Everything.
pub(super) const COMPLETE: Detail = Detail(2);

/// A forecast for a place, hour by hour.
pub(super) fn location(subject: &Subject, detail: Detail, hours: i64) -> Value {
    let place = Coordinates::of(subject);
    let quantities: Vec<Quantity> = match detail {
        COMPLETE => BASIC.iter().chain(FURTHER).copied().collect(),
        _ => BASIC.to_vec(),
    };
    let mut units = units_of(&quantities);
    units.insert("precipitation_amount".to_owned(), json!("mm"));
    if detail == COMPLETE {
        for (name, unit) in [
            ("air_temperature_max", "celsius"),
            ("air_temperature_min", "celsius"),
            ("precipitation_amount_max", "mm"),
            ("precipitation_amount_min", "mm"),
            ("probability_of_precipitation", "%"),
            ("probability_of_thunder", "%"),
        ] {
            units.insert(name.to_owned(), json!(unit));
        }
    }
    let steps = (0..hours).map(|hour| {
        let time = subject.hour().saturating_add(hour * 3600);
        let weather = Weather::at(place, time, subject.seed);
        let mut data = json!({ "instant": { "details": instant(weather, &quantities) } });
        for (length, name) in [(1, "next_1_hours"), (6, "next_6_hours"), (12, "next_12_hours")] {
            // A period ends within the series.
            if hour + length <= hours {
                data[name] = period(weather, length, detail);
            }
        }
        json!({ "time": time.to_string(), "data": data })
    });
    feature(subject, place, units, steps.collect(), None)
}

fn instant(weather: Weather, quantities: &[Quantity]) -> Map<String, Value> {
    let of = |(number, (name, _, least, most)): (u64, &Quantity)| {
        let what = if *name == "cloud_area_fraction" { CLOUD } else { 10 + number };
        ((*name).to_owned(), json!(weather.between(what, *least, *most)))
    };
    (0..).zip(quantities).map(of).collect()
}

#[allow(clippy::cast_precision_loss, reason = "hours")]
fn period(weather: Weather, hours: i64, detail: Detail) -> Value {
    let rain = tenth(weather.rain() * hours as f64);
    let mut details = json!({ "precipitation_amount": rain });
    if hours == 12 {
        details = json!({});
    }
    if detail == COMPLETE {
        details["probability_of_precipitation"] = json!(tenth(weather.share(CLOUD) * 60.0));
        if hours < 12 {
            details["precipitation_amount_max"] = json!(tenth(rain * 1.5));
            details["precipitation_amount_min"] = json!(tenth(rain * 0.5));
        }
        if hours == 1 {
            details["probability_of_thunder"] = json!(0.1);
        }
        if hours == 6 {
            details["air_temperature_max"] = json!(weather.between(11, 0.0, 15.0));
            details["air_temperature_min"] = json!(weather.between(11, -3.0, 12.0));
        }
    }
    json!({ "summary": { "symbol_code": weather.symbol() }, "details": details })
}

/// The next two hours, in steps of five minutes.
pub(super) fn nowcast(subject: &Subject) -> Value {
    const FIRST: &[Quantity] = &[
        ("air_temperature", "celsius", -2.0, 14.0),
        ("relative_humidity", "%", 40.0, 95.0),
        ("wind_from_direction", "degrees", 0.0, 359.9),
        ("wind_speed", "m/s", 0.3, 11.0),
        ("wind_speed_of_gust", "m/s", 1.0, 18.0),
    ];
    let place = Coordinates::of(subject);
    let start = subject.at.unix() - subject.at.unix().rem_euclid(300);
    let mut units = units_of(FIRST);
    units.insert("precipitation_amount".to_owned(), json!("mm"));
    if !subject.uncovered {
        units.insert("precipitation_rate".to_owned(), json!("mm/h"));
    }
    let last = if subject.uncovered { 1 } else { 24 };
    let steps = (0..last).map(|step| {
        let time = crate::http::time::date::Timestamp::from_unix(start + step * 300);
        let weather = Weather::at(place, time, subject.seed);
        // Only the first step has all variables; the rain is what the radars see.
        let mut details = if step == 0 { instant(weather, FIRST) } else { Map::new() };
        if !subject.uncovered {
            details.insert("precipitation_rate".to_owned(), json!(weather.rain()));
        }
        let mut data = json!({ "instant": { "details": details } });
        if step == 0 {
            data["next_1_hours"] = period(weather, 1, COMPACT);
        }
        json!({ "time": time.to_string(), "data": data })
    });
    let coverage = if subject.uncovered { "no coverage" } else { "ok" };
    feature(subject, place, units, steps.collect(), Some(coverage))
}

/// Waves and currents.
pub(super) fn ocean(subject: &Subject) -> Value {
    const SEA: &[Quantity] = &[
        ("sea_surface_wave_from_direction", "degrees", 0.0, 359.9),
        ("sea_surface_wave_height", "m", 0.2, 4.0),
        ("sea_water_speed", "m/s", 0.0, 0.6),
        ("sea_water_temperature", "celsius", 4.0, 12.0),
        ("sea_water_to_direction", "degrees", 0.0, 359.9),
    ];
    let place = Coordinates { altitude: 0.0, ..Coordinates::of(subject) };
    let steps = (0..48).map(|hour| {
        let time = subject.hour().saturating_add(hour * 3600);
        let weather = Weather::at(place, time, subject.seed);
        json!({ "time": time.to_string(), "data": { "instant": { "details": instant(weather, SEA) } } })
    });
    feature(subject, place, units_of(SEA), steps.collect(), None)
}

/// The quantities with their units.
fn units_of(quantities: &[Quantity]) -> Map<String, Value> {
    let mut units = Map::new();
    units.extend(quantities.iter().map(|(name, unit, ..)| ((*name).to_owned(), json!(unit))));
    units
}

fn feature(
    subject: &Subject,
    place: Coordinates,
    units: Map<String, Value>,
    timeseries: Vec<Value>,
    coverage: Option<&str>,
) -> Value {
    let mut meta = json!({ "updated_at": subject.hour().to_string(), "units": units });
    if let Some(coverage) = coverage {
        meta["radar_coverage"] = json!(coverage);
    }
    json!({
        "type": "Feature",
        "geometry": { "type": "Point", "coordinates": [place.lon, place.lat, place.altitude] },
        "properties": { "meta": meta, "timeseries": timeseries },
    })
}
