//! The documents, checked against what MET publishes.

use serde_json::{Value, json};

use super::{Document, Subject};
use crate::http::time::date::Timestamp;

const AT: i64 = 1_795_700_123;

fn subject(parameters: &[(&str, &str)]) -> Subject {
    let parameters = parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Subject { parameters, at: Timestamp::from_unix(AT), seed: 7, uncovered: false }
}

fn oslo() -> Subject {
    subject(&[("lat", "59.91"), ("lon", "10.75"), ("altitude", "20")])
}

fn read(document: Document, subject: &Subject) -> Value {
    serde_json::from_slice(&document.write(subject)).unwrap()
}

/// MET's published schema, as a JSON Schema of its own: MET has its parts as the components of an OpenAPI document.
fn met_schema() -> jsonschema::Validator {
    let parts: Value = serde_json::from_str(include_str!("../../../tests/schemas/METJSONForecast.json")).unwrap();
    let schema = json!({ "$ref": "#/components/schemas/METJSONForecast", "components": { "schemas": parts } });
    jsonschema::validator_for(&schema).unwrap()
}

#[test]
fn time_series_fit_the_schema_that_met_publishes() {
    let schema = met_schema();
    assert!(!schema.is_valid(&json!({ "type": "Feature" })), "the schema is in use");
    let uncovered = Subject { uncovered: true, ..oslo() };
    for document in [Document::Compact, Document::Complete, Document::Mini, Document::Nowcast, Document::Ocean] {
        for subject in [&oslo(), &uncovered, &subject(&[("lat", "-89.9"), ("lon", "179.9")])] {
            let value = read(document, subject);
            let errors: Vec<String> = schema.iter_errors(&value).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{document:?}: {errors:?}");
        }
    }
}

#[test]
fn time_series_begin_now_and_every_quantity_has_a_unit() {
    for document in [Document::Compact, Document::Complete, Document::Mini, Document::Nowcast, Document::Ocean] {
        let value = read(document, &oslo());
        let properties = &value["properties"];
        let steps = properties["timeseries"].as_array().unwrap();
        let first = Timestamp::parse_rfc3339(steps[0]["time"].as_str().unwrap()).unwrap();
        assert!((0..3600).contains(&(AT - first.unix())), "{document:?} {first}");
        for step in steps {
            let data = step["data"].as_object().unwrap();
            for details in data.values().filter_map(|part| part["details"].as_object()) {
                for name in details.keys() {
                    assert!(properties["meta"]["units"][name].is_string(), "{document:?}: {name} has no unit");
                }
            }
        }
    }
}

#[test]
fn documents_differ_by_place_and_seed_and_are_repeatable() {
    let other_place = subject(&[("lat", "60.39"), ("lon", "5.32")]);
    let other_seed = Subject { seed: 8, ..oslo() };
    assert_eq!(Document::Compact.write(&oslo()), Document::Compact.write(&oslo()));
    assert_ne!(Document::Compact.write(&oslo()), Document::Compact.write(&other_place));
    assert_ne!(Document::Compact.write(&oslo()), Document::Compact.write(&other_seed));
}

#[test]
fn detail_grows_from_mini_to_complete() {
    let size = |document: Document| document.write(&oslo()).len();
    assert!(size(Document::Mini) < size(Document::Compact) && size(Document::Compact) < size(Document::Complete));
    let complete = read(Document::Complete, &oslo());
    let instant = &complete["properties"]["timeseries"][0]["data"]["instant"]["details"];
    assert!(instant["air_temperature_percentile_10"].is_number() && instant["wind_speed_of_gust"].is_number());
}

#[test]
fn uncovered_nowcast_says_so_and_has_no_rain() {
    let value = read(Document::Nowcast, &Subject { uncovered: true, ..oslo() });
    assert_eq!(value["properties"]["meta"]["radar_coverage"], "no coverage");
    assert!(!value.to_string().contains("precipitation_rate"));
    assert_eq!(read(Document::Nowcast, &oslo())["properties"]["meta"]["radar_coverage"], "ok");
}

#[test]
fn sun_has_the_documented_members_and_polar_night_none() {
    let winter = |lat: &str| subject(&[("lat", lat), ("lon", "10.75"), ("date", "2026-12-18"), ("offset", "+01:00")]);
    let oslo = read(Document::Sun, &winter("59.93"));
    assert_eq!(oslo["when"]["interval"], json!(["2026-12-17T23:00:00Z", "2026-12-18T23:00:00Z"]));
    let rise = oslo["properties"]["sunrise"]["time"].as_str().unwrap();
    assert!(rise.starts_with("2026-12-18T09:") && rise.ends_with("+01:00"), "{rise}");
    let set = oslo["properties"]["sunset"]["time"].as_str().unwrap();
    assert!(set.starts_with("2026-12-18T15:"), "{set}");
    assert_eq!(oslo["properties"]["solarnoon"]["visible"], true);
    assert!(read(Document::Sun, &winter("80"))["properties"]["sunrise"]["time"].is_null());
    let moon = read(Document::Moon, &winter("59.93"));
    for name in ["moonrise", "moonset", "high_moon", "low_moon"] {
        assert!(moon["properties"][name]["time"].is_string(), "{name}");
    }
}

#[test]
fn xml_documents_are_well_formed_and_name_their_types() {
    for (document, root) in
        [(Document::Classic, "weatherdata"), (Document::AlertsFeed, "rss"), (Document::Alert, "alert")]
    {
        let text = String::from_utf8(document.write(&oslo())).unwrap();
        let tree = roxmltree::Document::parse(&text).unwrap();
        assert_eq!(tree.root_element().tag_name().name(), root);
    }
    let classic = String::from_utf8(Document::Classic.write(&oslo())).unwrap();
    let tree = roxmltree::Document::parse(&classic).unwrap();
    let times: Vec<_> = tree.descendants().filter(|node| node.has_tag_name("time")).collect();
    assert_eq!(times.len(), 48);
    assert!(times.iter().all(|time| time.attribute("from") <= time.attribute("to")));
}

#[test]
fn warning_lasts_and_says_that_it_is_none() {
    let value = read(Document::Alerts, &oslo());
    let interval = &value["features"][0]["when"]["interval"];
    assert!(interval[0].as_str() < interval[1].as_str());
    assert_eq!(value["features"][0]["properties"]["status"], "Test");
    assert!(value["features"][0]["properties"]["resources"][0]["uri"].as_str().unwrap().contains("?cap="));
}

#[test]
fn reports_of_airports_name_the_airport_and_nothing_hostile() {
    let text = |icao: &str| String::from_utf8(Document::Metar.write(&subject(&[("icao", icao)]))).unwrap();
    assert!(text("enbr").starts_with("ENBR "));
    assert!(text("EN\nX").starts_with("ENGM "));
    assert!(String::from_utf8(Document::Taf.write(&oslo())).unwrap().starts_with("ENGM "));
}
