//! Parameters of a query: how they are parted, what they are called, and which are missing.

use super::{Lint, LintContext};
use crate::diagnosis::catalogue::lints::{
    ESCAPED_AMPERSAND, MISSING_DATE, MISSING_PARAMETER, RENAMED_PARAMETER, SEMICOLON_SEPARATOR, UNENCODED_PLUS,
};
use crate::met::product_request::{self, Parameter};
use crate::met::products;
use crate::text::escape::{clip, escape};

/// `;` between parameters, where it is not the end of an `&` that HTML wrote.
pub(super) fn semicolons(context: &LintContext<'_>) -> Option<Lint> {
    let query = product_request::pasted_query(context.url);
    let mut rest: &str = &query;
    loop {
        let at = rest.find(['&', ';'])?;
        let after = rest.get(at + 1..).unwrap_or_default();
        if rest.get(at..).is_some_and(|text| text.starts_with(';')) {
            break;
        }
        let mut skipped = after;
        while product_request::entity(skipped) > 0 {
            skipped = skipped.get(product_request::entity(skipped)..).unwrap_or_default();
        }
        rest = skipped;
    }
    let message = "The parameters are separated by \";\", which MET accepts only for as long as it can".to_owned();
    Some(context.lint(&SEMICOLON_SEPARATOR, message, None))
}

/// `&amp;` between parameters: MET reads `amp;lat` as the name of one.
pub(super) fn ampersands(context: &LintContext<'_>) -> Option<Lint> {
    let query = product_request::pasted_query(context.url);
    let (at, _) = query
        .match_indices('&')
        .find(|(at, _)| query.get(at + 1..).is_some_and(|rest| product_request::entity(rest) > 0))?;
    let entity = query.get(at..).map(|rest| {
        format!("&{}", rest.get(1..=product_request::entity(rest.get(1..).unwrap_or_default())).unwrap_or_default())
    });
    let message = format!("The URL has \"{}\" instead of \"&\": it was copied from HTML", entity.unwrap_or_default());
    Some(context.lint(&ESCAPED_AMPERSAND, message, None))
}

/// A `+` that is meant as one: in a query it is a blank.
pub(super) fn pluses(context: &LintContext<'_>) -> Option<Lint> {
    let query = product_request::pasted_query(context.url);
    // MET's own grammar of numbers has a plus sign, and a blank before a number is likely passed over.
    let is_fault = |parameter: &&Parameter| {
        is_offset(parameter.written(&query)) && product_request::float(&parameter.value).is_none()
    };
    let fault = context.asked.parameters.iter().find(is_fault)?;
    let shown = format!("{}={}", clip(&escape(&fault.name), 40), clip(&escape(&fault.value), 40));
    let message = format!("The server reads the + in {shown} as a space: write %2B for a plus sign");
    Some(context.lint(&UNENCODED_PLUS, message, Some(fault)))
}

/// Whether a value, as it is written, has one that is meant as a sign: `+01:00`, `2026-11-26T12:00+01:00`.
pub(super) fn is_offset(value: &str) -> bool {
    let digit = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    value.match_indices('+').any(|(at, _)| {
        let before = value.get(..at).unwrap_or_default();
        let is_time = before.contains('T') && before.ends_with(|c: char| c.is_ascii_digit());
        (before.is_empty() || is_time) && value.get(at + 1..).is_some_and(digit)
    })
}

pub(super) fn missing(context: &LintContext<'_>) -> Option<Lint> {
    let asked = context.asked;
    let wanted = products::mandatory(&asked.product, &asked.version, asked.endpoint_name());
    let missing: Vec<&str> = wanted.iter().copied().filter(|name| asked.parameter(name).is_none()).collect();
    if missing.is_empty() {
        return None;
    }
    let listed = missing.join(" and ");
    let message =
        format!("{}/{} requires {listed}, which the query lacks", escape(&asked.product), escape(&asked.version));
    let lint = context.lint(&MISSING_PARAMETER, message, None);
    let lint = if lint.help.is_empty() { lint.help(format!("add {listed} to the query")) } else { lint };
    let other = |parameter: &&Parameter| alias(&parameter.name).is_some_and(|name| missing.contains(&name));
    let others = asked.parameters.iter().filter(other).take(2);
    let lint = others.fold(lint, |lint, parameter| {
        lint.help(format!(
            "{} is called {} at MET",
            escape(&parameter.name),
            alias(&parameter.name).unwrap_or_default()
        ))
    });
    Some(match asked.parameters.len() {
        1 => lint.help("in a shell, quote the whole URL: an unquoted & ends the command"),
        _ => lint,
    })
}

/// The name at MET of what other services call in another way.
pub(super) fn alias(name: &str) -> Option<&'static str> {
    match name.to_ascii_lowercase().as_str() {
        "lat" if name != "lat" => Some("lat"),
        "lon" if name != "lon" => Some("lon"),
        "latitude" => Some("lat"),
        "longitude" | "lng" | "long" => Some("lon"),
        _ => None,
    }
}

/// Whether the height above the sea is called `altitude`, and not `msl`.
pub(super) fn needs_altitude(product: &str, version: &str) -> bool {
    product.eq_ignore_ascii_case("locationforecast") && !version.starts_with('1')
}

pub(super) fn renamed(context: &LintContext<'_>) -> Option<Lint> {
    let asked = context.asked;
    let parameter = asked.parameter("msl").filter(|_| needs_altitude(&asked.product, &asked.version))?;
    let message = "The parameter msl of locationforecast 1.9 is called altitude in 2.0, in whole metres".to_owned();
    Some(context.lint(&RENAMED_PARAMETER, message, Some(parameter)))
}

/// The day that is not named: MET takes its own.
pub(super) fn missing_date(context: &LintContext<'_>) -> Option<Lint> {
    let asked = context.asked;
    let dated = asked.product.eq_ignore_ascii_case("sunrise") && ["sun", "moon"].contains(&asked.endpoint_name());
    if !dated || asked.parameter("date").is_some() {
        return None;
    }
    let message = "Without date MET uses today in UTC, which may be another day elsewhere".to_owned();
    let lint = context.lint(&MISSING_DATE, message, None);
    let zone = if asked.parameter("offset").is_some() { "" } else { ", and the offset from UTC as offset=%2B01:00" };
    Some(Lint { help: vec![format!("add the day as date=YYYY-MM-DD{zone}")], ..lint })
}
