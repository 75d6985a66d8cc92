//! Numbers and places in a query: how they are written, how exact they are, and where on the globe they lie.

use super::{Lint, LintContext};
use crate::diagnosis::catalogue::lints::{
    COORDINATE_PRECISION, COORDINATE_RANGE, COORDINATES_EXCHANGED, NUMBER_FORMAT,
};
use crate::http::uri::target::Url;
use crate::met::hosts::Service;
use crate::met::product_request::{self, Parameter, ProductRequest};
use crate::text::escape::{clip, escape};

/// Numbers that are none of MET's: `1e-05`, `59,9`, `nan`, nothing.
pub(super) fn formats(context: &LintContext<'_>) -> Option<Lint> {
    let numbers = ["lat", "lon", "altitude", "msl"];
    let is_fault = |parameter: &&Parameter| {
        numbers.contains(&parameter.name.as_str()) && product_request::float(&parameter.value).is_none()
    };
    let faults: Vec<&Parameter> = context.asked.parameters.iter().filter(is_fault).collect();
    let first = faults.first()?;
    let named: Vec<String> =
        faults.iter().take(4).map(|fault| format!("{}={}", fault.name, clip(&escape(&fault.value), 40))).collect();
    let message = match first.value.trim().is_empty() {
        true => format!("{} has no value", first.name),
        false => format!("not a decimal number with a point: {}", named.join(" and ")),
    };
    Some(context.lint(&NUMBER_FORMAT, message, Some(first)))
}

pub(super) fn ranges(context: &LintContext<'_>) -> Option<Lint> {
    let (fault, limit) = context.coordinates().find_map(|parameter| {
        let limit = if parameter.name == "lat" { 90.0 } else { 180.0 };
        product_request::float(&parameter.value).filter(|value| value.abs() > limit).map(|_| (parameter, limit))
    })?;
    let value = clip(&escape(&fault.value), 40);
    let message = format!("{}={value} is outside the range -{limit} to {limit}", fault.name);
    let lint = context.lint(&COORDINATE_RANGE, message, Some(fault));
    Some(match context.degrees() {
        Degrees::Exchanged => lint.help("check whether lat and lon are swapped"),
        Degrees::Wrong { lon: Some(Some(_)), .. } => {
            lint.help("MET's longitudes run from -180 to 180; west is negative")
        }
        _ => lint.help(format!("write {} in degrees from -{limit} to {limit}", fault.name)),
    })
}

/// Coordinates that lie in the area of the product when exchanged.
pub(super) fn exchanged(context: &LintContext<'_>) -> Option<Lint> {
    let value = |name: &str| context.asked.parameter(name).map(|parameter| clip(&escape(&parameter.value), 40));
    let (lat, lon) = (value("lat")?, value("lon")?);
    is_exchanged(context.asked).then(|| {
        let product = clip(&escape(&context.asked.product), 40);
        let message = format!("lat={lat} and lon={lon} are outside the area of {product}, but inside it when swapped");
        context.lint(&COORDINATES_EXCHANGED, message, context.asked.parameter("lat"))
    })
}

pub(super) fn precision(context: &LintContext<'_>) -> Option<Lint> {
    let fine = |parameter: &&Parameter| {
        product_request::float(&parameter.value).is_some() && product_request::decimals(&parameter.value) > 4
    };
    let faults: Vec<&Parameter> = context.coordinates().filter(fine).collect();
    let first = faults.first()?;
    let named: Vec<String> = faults
        .iter()
        .take(4)
        .map(|fault| format!("{} has {} decimals", fault.name, product_request::decimals(&fault.value)))
        .collect();
    Some(context.lint(&COORDINATE_PRECISION, format!("{}; at most 4 are allowed", named.join(" and ")), Some(first)))
}

/// The products that cover a region, and a box that surely holds it: latitudes, then longitudes.
/// <https://api.met.no/weatherapi/nowcast/2.0/documentation>, <https://api.met.no/weatherapi/oceanforecast/2.0/documentation>
const REGIONS: [(&str, [f64; 2], [f64; 2]); 2] =
    [("nowcast", [49.0, 76.0], [-20.0, 56.0]), ("oceanforecast", [43.0, 90.0], [-60.0, 80.0])];

/// Whether the coordinates lie outside the region of the product, and inside of it when exchanged.
pub(crate) fn are_exchanged(url: &Url) -> bool {
    ProductRequest::of(url).filter(|_| Service::of(url) == Service::Met).is_some_and(|asked| is_exchanged(&asked))
}

fn is_exchanged(asked: &ProductRequest) -> bool {
    let value = |name: &str| asked.parameter(name).and_then(|parameter| product_request::float(&parameter.value));
    value("lat").zip(value("lon")).is_some_and(|(lat, lon)| is_outside(&asked.product, lat, lon))
}

/// Whether a place is outside the region of a product, and inside when its coordinates are exchanged.
fn is_outside(product: &str, lat: f64, lon: f64) -> bool {
    covers(product, lat, lon) == Some(false) && covers(product, lon, lat) == Some(true)
}

/// Whether a product covers a place, where its region is known.
fn covers(product: &str, lat: f64, lon: f64) -> Option<bool> {
    let (_, lats, lons) = REGIONS.iter().find(|(name, ..)| product.eq_ignore_ascii_case(name))?;
    Some((lats[0]..=lats[1]).contains(&lat) && (lons[0]..=lons[1]).contains(&lon))
}

/// Where a place lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Degrees {
    /// On the globe, and not outside the region of the product alone by the order of the two.
    Fine,
    /// Right with latitude and longitude exchanged.
    Exchanged,
    /// Outside the globe: whether the latitude is, and for the longitude the same one as MET counts it, where it is one
    /// on a circle of 360 degrees.
    Wrong {
        /// Whether the latitude is at fault.
        lat: bool,
        /// What is to be written for the longitude, where it is at fault.
        lon: Option<Option<String>>,
    },
}

/// Where the place of two values lies, which are numbers as MET reads them.
pub(super) fn degrees(product: &str, lat: Option<&str>, lon: Option<&str>) -> Degrees {
    let number = |value: Option<&str>| value.and_then(product_request::float);
    let (latitude, longitude) = (number(lat), number(lon));
    let is_high = latitude.is_some_and(|lat| lat.abs() > 90.0);
    if let (Some(lat), Some(lon)) = (latitude, longitude)
        && (is_outside(product, lat, lon)
            || (is_high && lat.abs() <= 180.0 && lon.abs() <= 90.0 && covers(product, lon, lat) != Some(false)))
    {
        return Degrees::Exchanged;
    }
    let wide = longitude.filter(|lon| lon.abs() > 180.0);
    let decimals = lon.map_or(0, product_request::decimals).min(4);
    let turned = wide.map(|lon| {
        let turned = if lon > 0.0 { lon - 360.0 } else { lon + 360.0 };
        (turned.abs() <= 180.0).then(|| format!("{turned:.decimals$}"))
    });
    match (is_high, turned) {
        (false, None) => Degrees::Fine,
        (lat, lon) => Degrees::Wrong { lat, lon },
    }
}

/// A number as MET reads it, cut to the decimals that the terms allow; `None` where it is none.
pub(super) fn rewritten(value: &str) -> Option<String> {
    let plain = value.trim_start_matches(|c: char| c == '+' || c.is_whitespace()).trim_end().replace(',', ".");
    if product_request::float(&plain).is_some() {
        return Some(product_request::truncated(&plain));
    }
    // As Display writes it, without an exponent.
    let number = plain.parse::<f64>().ok().filter(|number| number.abs() <= 1_000.0)?;
    Some(product_request::truncated(&number.to_string()))
}

/// The same, in whole metres: cut, not rounded.
pub(super) fn whole(value: &str) -> Option<String> {
    let plain = value.trim_start_matches(|c: char| c == '+' || c.is_whitespace()).trim_end().replace(',', ".");
    if product_request::float(&plain).is_some() {
        return plain.split('.').next().map(str::to_owned);
    }
    let number = plain.parse::<f64>().ok().filter(|number| number.abs() <= 20_000.0)?;
    Some(number.trunc().to_string())
}

/// The URL with its coordinates cut to four decimals; `None` when they have no more.
pub(crate) fn with_coarse_coordinates(url: &Url) -> Option<Url> {
    let asked = ProductRequest::of(url)?;
    let mut query = url.query()?.to_owned();
    let mut changed = false;
    for parameter in asked.parameters.iter().rev().filter(|parameter| ["lat", "lon"].contains(&parameter.name.as_str()))
    {
        let place = parameter.start..parameter.start + parameter.length;
        let is_sent = query.get(place.clone()).is_some();
        if is_sent
            && product_request::float(&parameter.value).is_some()
            && product_request::decimals(&parameter.value) > 4
        {
            query.replace_range(place, &format!("{}={}", parameter.name, product_request::truncated(&parameter.value)));
            changed = true;
        }
    }
    let wire = url.wire();
    let base = wire.split('?').next()?;
    if changed { Url::parse(&format!("{base}?{query}")).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_met_reads_them() {
        for (value, expected) in [
            ("59.91273", Some("59.9127")),
            ("59,91", Some("59.91")),
            ("1e-05", Some("0.0000")),
            ("5.9912734e1", Some("59.9127")),
            ("-1e-5", Some("-0.0000")),
            (".5", Some("0.5")),
            ("+60.1", Some("60.1")),
            (" 60.1", Some("60.1")),
            ("60", Some("60")),
            ("nan", None),
            ("inf", None),
            ("1e300", None),
            ("59.9N", None),
            ("", None),
        ] {
            assert_eq!(rewritten(value).as_deref(), expected, "{value}");
        }
        for (value, expected) in [
            ("90.5", Some("90")),
            ("9e1", Some("90")),
            ("90,5", Some("90")),
            ("+90", Some("90")),
            (" 90", Some("90")),
            ("x", None),
        ] {
            assert_eq!(whole(value).as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn places_off_the_globe_are_put_on_it_where_one_is_meant() {
        let at = |lat, lon| degrees("locationforecast", Some(lat), Some(lon));
        assert_eq!(at("60.1", "9.58"), Degrees::Fine);
        assert_eq!(at("100.5", "59.9"), Degrees::Exchanged);
        assert_eq!(at("60.1", "359.5"), Degrees::Wrong { lat: false, lon: Some(Some("-0.5".to_owned())) });
        assert_eq!(at("60.1", "-190.25"), Degrees::Wrong { lat: false, lon: Some(Some("169.75".to_owned())) });
        for edge in ["180", "-180"] {
            assert_eq!(at("60.1", edge), Degrees::Fine, "{edge}");
        }
        assert_eq!(at("90", "9"), Degrees::Fine);
        assert_eq!(at("60.1", "-565.46"), Degrees::Wrong { lat: false, lon: Some(None) });
        assert_eq!(at("100.5", "100"), Degrees::Wrong { lat: true, lon: None });
        assert_eq!(degrees("nowcast", Some("10.75"), Some("59.91")), Degrees::Exchanged);
        // Exchanged they would be on the globe, and outside of what the product covers.
        assert_eq!(degrees("nowcast", Some("100"), Some("10")), Degrees::Wrong { lat: true, lon: None });
        assert_eq!(at("100", "10"), Degrees::Exchanged);
    }

    #[test]
    fn coordinates_inside_only_in_the_other_order_are_exchanged() {
        let exchanged =
            |rest: &str| are_exchanged(&Url::parse(&format!("https://api.met.no/weatherapi/{rest}")).unwrap());
        assert!(exchanged("nowcast/2.0/complete?lat=10.75&lon=59.91"));
        assert!(exchanged("oceanforecast/2.0/complete?lon=60.1&lat=5.2"));
        for rest in [
            "nowcast/2.0/complete?lat=59.91&lon=10.75",
            "nowcast/2.0/complete?lat=51.5&lon=-0.12",
            "nowcast/2.0/complete?lat=40.7&lon=-74.0",
            "nowcast/2.0/complete?lat=10.75",
            "locationforecast/2.0/compact?lat=10.75&lon=59.91",
        ] {
            assert!(!exchanged(rest), "{rest}");
        }
    }

    #[test]
    fn coarse_coordinates_leave_the_rest_as_it_was() {
        let coarse = |rest: &str| {
            let url = format!("https://api.met.no/weatherapi/locationforecast/2.0/compact{rest}");
            with_coarse_coordinates(&Url::parse(&url).unwrap())
        };
        assert_eq!(
            coarse("?lon=10.746104&x=%20&lat=59.91273").unwrap().request_target(),
            "/weatherapi/locationforecast/2.0/compact?lon=10.7461&x=%20&lat=59.9127"
        );
        assert_eq!(coarse("?lat=59.9127&lon=10.7461"), None);
        assert_eq!(coarse("?lat=59.9127&#38;lon=10.74612"), None);
        assert_eq!(coarse(""), None);
    }
}
