//! What can be said about a request to MET before it is sent: by its URL only.
//!
//! Sources: <https://api.met.no/doc/TermsOfService>, <https://api.met.no/doc/usage>,
//! <https://api.met.no/doc/GettingStarted>.

use std::ops::Range;

use super::catalogue::lints::{
    COORDINATE_PRECISION, COORDINATE_RANGE, MISSING_ENDPOINT, MISSING_PARAMETER, NUMBER_FORMAT, RENAMED_PARAMETER,
    SEMICOLON_SEPARATOR, VERSION_PLACEHOLDER,
};
use super::rule::Rule;
use crate::http::uri::target::Url;
use crate::met::asked::{self, Asked, Parameter};
use crate::met::hosts::Service;
use crate::met::products;
use crate::text::escape::escape;

/// One thing about a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lint {
    /// What reports it.
    pub rule: &'static Rule,
    /// What is wrong, as one sentence without a full stop.
    pub message: String,
    /// What to type instead, most useful first.
    pub help: Vec<String>,
    /// The end of the URL, from its endpoint on.
    pub tail: String,
    /// The part of the tail that is at fault, in characters.
    pub mark: Option<Range<usize>>,
}

/// Everything about a URL of the Weather API; nothing for other hosts and for documentation.
pub(crate) fn lint(url: &Url) -> Vec<Lint> {
    if Service::of(url) != Service::Met {
        return Vec::new();
    }
    let Some(asked) = Asked::of(url).filter(Asked::is_for_data) else { return Vec::new() };
    let context = Context { url, asked: &asked };
    let checks = [separators, formats, ranges, precision, missing, renamed, placeholder_version, endpoint];
    checks.iter().filter_map(|check| check(&context)).collect()
}

struct Context<'a> {
    url: &'a Url,
    asked: &'a Asked,
}

impl Context<'_> {
    fn lint(&self, rule: &'static Rule, message: String, help: Vec<String>, at: Option<&Parameter>) -> Lint {
        let path = match self.asked.endpoint.as_str() {
            "" => format!("{}/{}/", self.asked.product, self.asked.version),
            endpoint if self.url.query().is_none() => {
                format!("{}/{}/{endpoint}", self.asked.product, self.asked.version)
            }
            endpoint => endpoint.to_owned(),
        };
        let query = self.url.query().map(|query| format!("?{query}")).unwrap_or_default();
        let start = path.chars().count() + 1;
        let mark = at.map(|parameter| start + parameter.start..start + parameter.start + parameter.length);
        Lint { rule, message, help, tail: escape(&format!("{path}{query}")), mark }
    }

    fn coordinates(&self) -> impl Iterator<Item = &Parameter> {
        self.asked.parameters.iter().filter(|parameter| ["lat", "lon"].contains(&parameter.name.as_str()))
    }
}

fn separators(context: &Context<'_>) -> Option<Lint> {
    let query = context.url.query().filter(|query| query.contains(';'))?;
    let message = "The parameters are separated by \";\", which MET accepts only for as long as it can".to_owned();
    let help = vec![format!("write ?{}", escape(&query.replace(';', "&")))];
    Some(context.lint(&SEMICOLON_SEPARATOR, message, help, None))
}

/// Numbers that MET does not accept: `1e-05`, `59,9`, `nan`, nothing.
fn formats(context: &Context<'_>) -> Option<Lint> {
    let numbers = ["lat", "lon", "altitude", "msl"];
    let is_fault =
        |parameter: &&Parameter| numbers.contains(&parameter.name.as_str()) && asked::float(&parameter.value).is_none();
    let faults: Vec<&Parameter> = context.asked.parameters.iter().filter(is_fault).collect();
    let first = faults.first()?;
    let named: Vec<String> = faults.iter().map(|fault| format!("{}={}", fault.name, escape(&fault.value))).collect();
    let message = match first.value.trim().is_empty() {
        true => format!("{} has no value", first.name),
        false if faults.len() == 1 => format!("{} is not a decimal number with a point", named.join(" and ")),
        false => format!("{} are not decimal numbers with a point", named.join(" and ")),
    };
    let help = faults.iter().map(|fault| format!("write {}", rewritten(fault))).collect();
    Some(context.lint(&NUMBER_FORMAT, message, help, Some(first)))
}

/// The parameter with its number in MET's format, where that is known; cut to the decimals that the terms allow.
fn rewritten(fault: &Parameter) -> String {
    let name = &fault.name;
    let comma = fault.value.trim().replace(',', ".");
    if asked::float(&comma).is_some() {
        return format!("{name}={}, with a decimal point", asked::truncated(&comma));
    }
    match fault.value.parse::<f64>() {
        Ok(number) if number.is_finite() => format!("{name}={}", asked::truncated(&format!("{number:.9}"))),
        _ => format!("{name} with digits and a point, such as {name}=60.1"),
    }
}

fn ranges(context: &Context<'_>) -> Option<Lint> {
    let (fault, limit) = context.coordinates().find_map(|parameter| {
        let limit = if parameter.name == "lat" { 90.0 } else { 180.0 };
        asked::float(&parameter.value).filter(|value| value.abs() > limit).map(|_| (parameter, limit))
    })?;
    let message = format!("{}={} is outside the range -{limit} to {limit}", fault.name, escape(&fault.value));
    let value = |name: &str| context.asked.parameter(name).and_then(|parameter| asked::float(&parameter.value));
    let mut help = Vec::new();
    if let (Some(lat), Some(lon)) = (value("lat"), value("lon"))
        && lat.abs() > 90.0
        && lon.abs() <= 90.0
        && lat.abs() <= 180.0
    {
        help.push("check whether lat and lon are swapped".to_owned());
    }
    help.push(format!("write {} in degrees from -{limit} to {limit}", fault.name));
    Some(context.lint(&COORDINATE_RANGE, message, help, Some(fault)))
}

fn precision(context: &Context<'_>) -> Option<Lint> {
    let fine =
        |parameter: &&Parameter| asked::float(&parameter.value).is_some() && asked::decimals(&parameter.value) > 4;
    let faults: Vec<&Parameter> = context.coordinates().filter(fine).collect();
    let first = faults.first()?;
    let named: Vec<String> =
        faults.iter().map(|fault| format!("{} has {} decimals", fault.name, asked::decimals(&fault.value))).collect();
    let message = format!("{}; at most 4 are allowed", named.join(" and "));
    let fixed: Vec<String> =
        faults.iter().map(|fault| format!("{}={}", fault.name, asked::truncated(&fault.value))).collect();
    let help = vec![format!("use {}", fixed.join("&"))];
    Some(context.lint(&COORDINATE_PRECISION, message, help, Some(first)))
}

fn missing(context: &Context<'_>) -> Option<Lint> {
    let asked = context.asked;
    let wanted = products::mandatory(&asked.product, &asked.version, asked.endpoint_name());
    let missing: Vec<&str> = wanted.iter().copied().filter(|name| asked.parameter(name).is_none()).collect();
    if missing.is_empty() {
        return None;
    }
    let listed = missing.join(" and ");
    let message =
        format!("{}/{} requires {listed}, which the query lacks", escape(&asked.product), escape(&asked.version));
    let mut help = vec![format!("add {listed} to the query")];
    if asked.parameters.len() == 1 {
        help.push("in a shell, quote the whole URL: an unquoted & ends the command".to_owned());
    }
    Some(context.lint(&MISSING_PARAMETER, message, help, None))
}

fn renamed(context: &Context<'_>) -> Option<Lint> {
    let parameter = context.asked.parameter("msl")?;
    if context.asked.product != "locationforecast" || context.asked.version.starts_with('1') {
        return None;
    }
    let message = "The parameter msl of locationforecast 1.9 is called altitude in 2.0".to_owned();
    let help = vec![format!(
        "write altitude={}, in whole metres",
        escape(parameter.value.split('.').next().unwrap_or_default())
    )];
    Some(context.lint(&RENAMED_PARAMETER, message, help, Some(parameter)))
}

fn placeholder_version(context: &Context<'_>) -> Option<Lint> {
    if context.asked.version != "_" {
        return None;
    }
    let message = "_ instead of a version returns pages about the product, not data".to_owned();
    let current =
        products::versions(&context.asked.product).filter(|version| version.state == products::State::Current);
    let help = match current.last() {
        Some(version) => format!("write {}/{}", version.product, version.version),
        None => "write the version of the product, from the list at https://api.met.no/weatherapi".to_owned(),
    };
    Some(context.lint(&VERSION_PLACEHOLDER, message, vec![help], None))
}

fn endpoint(context: &Context<'_>) -> Option<Lint> {
    let asked = context.asked;
    let lacks = asked.endpoint.is_empty() && !asked.parameters.is_empty();
    if !lacks || !products::needs_endpoint(&asked.product, &asked.version) {
        return None;
    }
    let known = products::endpoints(&asked.product, &asked.version);
    let name = escape(&format!("{}/{}", asked.product, asked.version));
    let message = format!("{name} requires an endpoint after its version");
    let help = match known.split_first() {
        Some((first, others)) => {
            let query = escape(context.url.query().unwrap_or_default());
            let mut help = vec![format!("write {name}/{first}?{query}")];
            if !others.is_empty() {
                help.push(format!("other endpoints: {}", others.join(", ")));
            }
            help
        }
        None => vec!["look up the endpoints in the product's documentation".to_owned()],
    };
    Some(context.lint(&MISSING_ENDPOINT, message, help, None))
}

/// The products that cover a region, and a box that surely holds it: latitudes, then longitudes.
/// <https://api.met.no/weatherapi/nowcast/2.0/documentation>, <https://api.met.no/weatherapi/oceanforecast/2.0/documentation>
const REGIONS: [(&str, [f64; 2], [f64; 2]); 2] =
    [("nowcast", [49.0, 76.0], [-20.0, 56.0]), ("oceanforecast", [43.0, 90.0], [-60.0, 80.0])];

/// Whether the coordinates lie outside the region of the product, and inside of it when exchanged.
pub(crate) fn are_exchanged(url: &Url) -> bool {
    let Some(asked) = Asked::of(url).filter(|_| Service::of(url) == Service::Met) else { return false };
    let value = |name: &str| asked.parameter(name).and_then(|parameter| asked::float(&parameter.value));
    let region = REGIONS.iter().find(|(product, ..)| asked.product.eq_ignore_ascii_case(product));
    let (Some((_, lats, lons)), Some(lat), Some(lon)) = (region, value("lat"), value("lon")) else { return false };
    let is_inside = |lat: f64, lon: f64| (lats[0]..=lats[1]).contains(&lat) && (lons[0]..=lons[1]).contains(&lon);
    !is_inside(lat, lon) && is_inside(lon, lat)
}

/// The URL with its coordinates cut to four decimals; `None` when they have no more.
pub(crate) fn with_coarse_coordinates(url: &Url) -> Option<Url> {
    let asked = Asked::of(url)?;
    let mut query = url.query()?.to_owned();
    let mut changed = false;
    for parameter in asked.parameters.iter().rev().filter(|parameter| ["lat", "lon"].contains(&parameter.name.as_str()))
    {
        if asked::float(&parameter.value).is_some() && asked::decimals(&parameter.value) > 4 {
            let text = format!("{}={}", parameter.name, asked::truncated(&parameter.value));
            query.replace_range(parameter.start..parameter.start + parameter.length, &text);
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

    fn ids(url: &str) -> Vec<&'static str> {
        lint(&Url::parse(url).unwrap()).into_iter().map(|lint| lint.rule.id).collect()
    }

    const COMPACT: &str = "https://api.met.no/weatherapi/locationforecast/2.0/compact";

    #[test]
    fn each_fault_of_a_url_is_found_and_its_near_misses_are_not() {
        for (rest, expected) in [
            ("?lat=60.1&lon=9.58", [].as_slice()),
            ("?lat=59.9100&lon=-9.5800&altitude=90", &[]),
            ("?lat=59.91273&lon=10.7461", &["coordinate-precision"]),
            ("?lat=60.1;lon=9.58", &["semicolon-separator"]),
            ("?lat=1e-05&lon=9.58", &["number-format"]),
            ("?lat=59,91&lon=9.58", &["number-format"]),
            ("?lat=nan&lon=9.58", &["number-format"]),
            ("?lat=&lon=9.58", &["number-format"]),
            ("?lat=90.1&lon=9.58", &["coordinate-range"]),
            ("?lat=-90&lon=-180", &[]),
            ("?lat=60.1&lon=180.5", &["coordinate-range"]),
            ("?lat=60.1", &["missing-parameter"]),
            ("", &["missing-parameter"]),
            ("?lat=60.1&lon=9.58&msl=90", &["renamed-parameter"]),
        ] {
            assert_eq!(ids(&format!("{COMPACT}{rest}")), expected, "{rest}");
        }
        let base = "https://api.met.no/weatherapi";
        assert_eq!(ids(&format!("{base}/locationforecast/2.0/?lat=60.1&lon=9.58")), ["missing-endpoint"]);
        assert_eq!(ids(&format!("{base}/locationforecast/2.0/")), [] as [&str; 0]);
        assert_eq!(ids(&format!("{base}/routeforecast/2.0/?route=x")), [] as [&str; 0]);
        assert_eq!(ids(&format!("{base}/locationforecast/_/compact?lat=60.1&lon=9.58")), ["version-placeholder"]);
        assert_eq!(ids(&format!("{base}/locationforecast/2.0/changelog")), [] as [&str; 0]);
        assert_eq!(ids("https://api.acme.no/weatherapi/locationforecast/2.0/compact?lat=1e-05"), [] as [&str; 0]);
    }

    #[test]
    fn the_help_is_in_the_user_s_own_values() {
        let lints = lint(&Url::parse(&format!("{COMPACT}?lat=59.91273&lon=10.746104")).unwrap());
        assert_eq!(lints[0].help, ["use lat=59.9127&lon=10.7461"]);
        assert_eq!(lints[0].message, "lat has 5 decimals and lon has 6 decimals; at most 4 are allowed");
        assert_eq!(lints[0].tail.get(lints[0].mark.clone().unwrap()), Some("lat=59.91273"));
    }

    #[test]
    fn coordinates_are_exchanged_where_only_the_other_order_is_inside() {
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
        let coarse = |rest: &str| with_coarse_coordinates(&Url::parse(&format!("{COMPACT}{rest}")).unwrap());
        assert_eq!(
            coarse("?lon=10.746104&x=%20&lat=59.91273").unwrap().request_target(),
            "/weatherapi/locationforecast/2.0/compact?lon=10.7461&x=%20&lat=59.9127"
        );
        assert_eq!(coarse("?lat=59.9127&lon=10.7461"), None);
        assert_eq!(coarse(""), None);
    }
}
