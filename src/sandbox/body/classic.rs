//! locationforecast in XML, by MET's schema weatherapi-0.4. <https://schema.api.met.no/schemas/weatherapi-0.4.xsd>

use super::Subject;
use super::weather::{CLOUD, Coordinates, Weather};

/// How many hours it has.
const HOURS: i64 = 24;

/// The document: for each hour an instant, and the hour that ends then.
pub(super) fn document(subject: &Subject) -> String {
    let place = Coordinates::of(subject);
    let start = subject.hour();
    let time = |hour: i64| start.saturating_add(hour * 3600).to_string();
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <weatherdata xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:noNamespaceSchemaLocation=\"https://schema.api.met.no/schemas/weatherapi-0.4.xsd\" created=\"{}\">\n\
         <meta><model name=\"sandbox\" termin=\"{}\" runended=\"{}\" nextrun=\"{}\" from=\"{}\" to=\"{}\"/></meta>\n\
         <product class=\"pointData\">\n",
        subject.at,
        time(0),
        time(0),
        time(1),
        time(0),
        time(HOURS)
    );
    let location =
        format!("<location altitude=\"{}\" latitude=\"{}\" longitude=\"{}\">", place.altitude, place.lat, place.lon);
    for hour in 0..HOURS {
        let weather = Weather::at(place, start.saturating_add(hour * 3600), subject.seed);
        let value = |what: u64, least: f64, most: f64| weather.between(what, least, most);
        out.push_str(&format!(
            "<time datatype=\"forecast\" from=\"{at}\" to=\"{at}\">{location}\
             <temperature id=\"TTT\" unit=\"celsius\" value=\"{temperature}\"/>\
             <windDirection id=\"dd\" deg=\"{degrees}\" name=\"{name}\"/>\
             <windSpeed id=\"ff\" mps=\"{speed}\" beaufort=\"3\" name=\"Lett bris\"/>\
             <humidity unit=\"percent\" value=\"{humidity}\"/>\
             <pressure id=\"pr\" unit=\"hPa\" value=\"{pressure}\"/>\
             <cloudiness id=\"NN\" percent=\"{clouds}\"/>\
             </location></time>\n",
            at = time(hour),
            temperature = value(11, -2.0, 14.0),
            degrees = value(14, 0.0, 359.9),
            name = wind_name(value(14, 0.0, 359.9)),
            speed = value(15, 3.4, 5.4),
            humidity = value(13, 40.0, 95.0),
            pressure = value(10, 985.0, 1030.0),
            clouds = value(CLOUD, 0.0, 100.0),
        ));
        out.push_str(&format!(
            "<time datatype=\"forecast\" from=\"{}\" to=\"{}\">{location}\
             <precipitation unit=\"mm\" value=\"{}\"/><symbol id=\"{}\" number=\"{}\" code=\"{}\"/></location></time>\n",
            time(hour),
            time(hour + 1),
            weather.rain(),
            symbol(weather).0,
            symbol(weather).1,
            weather.symbol(),
        ));
    }
    out.push_str("</product>\n</weatherdata>\n");
    out
}

/// The name and number that the old symbols had.
fn symbol(weather: Weather) -> (&'static str, u8) {
    match weather.symbol() {
        "lightrain" => ("LightRain", 9),
        "cloudy" => ("Cloud", 4),
        "partlycloudy_day" | "partlycloudy_night" => ("PartlyCloud", 3),
        _ => ("Sun", 1),
    }
}

fn wind_name(degrees: f64) -> &'static str {
    const NAMES: [&str; 8] = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"];
    let (mut name, mut edge) = ("N", 22.5);
    for next in NAMES {
        if degrees < edge {
            name = next;
            break;
        }
        edge += 45.0;
    }
    name
}
