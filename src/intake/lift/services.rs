//! Weather services that programs name beside each other.

/// Names as programs show them, each with the service that it is of.
const NAMES: &[(&str, &str)] = &[
    ("Yr.no", "met"),
    ("yr.no", "met"),
    ("MET Norway", "met"),
    ("met.no", "met"),
    ("Met.no", "met"),
    ("OpenWeather", "openweather"),
    ("AccuWeather", "accuweather"),
    ("Weatherbit", "weatherbit"),
    ("WeatherAPI", "weatherapi.com"),
    ("Tomorrow.io", "tomorrow.io"),
    ("Dark Sky", "darksky"),
    ("DarkSky", "darksky"),
    ("Pirate Weather", "pirateweather"),
    ("Open-Meteo", "open-meteo"),
    ("OpenMeteo", "open-meteo"),
    ("Meteoblue", "meteoblue"),
    ("meteoblue", "meteoblue"),
    ("Visual Crossing", "visualcrossing"),
    ("VisualCrossing", "visualcrossing"),
    ("Wunderground", "wunderground"),
    ("Weather Underground", "wunderground"),
    ("NWS", "nws"),
    ("weather.gov", "nws"),
    ("Met Office", "metoffice"),
    ("Bright Sky", "dwd"),
    ("DWD", "dwd"),
    ("SMHI", "smhi"),
    ("FMI", "fmi"),
    ("Netatmo", "netatmo"),
];

/// The services that a line names.
pub(super) fn named(line: &str) -> impl Iterator<Item = &'static str> {
    NAMES.iter().filter(|(name, _)| line.contains(name)).map(|(_, service)| *service)
}
