//! What a request for data wants, and whether the sandbox has it.

use super::body::Document;
use super::exchange::Request;
use super::offer::{self, Offer};
use super::refusal::Refusal;
use crate::http::time::date::Timestamp;
use crate::met::products;
use crate::text::percent;

/// A request for data, taken apart.
#[derive(Debug)]
pub(super) struct Wanted {
    /// The product.
    pub(super) product: String,
    /// Its version.
    pub(super) version: String,
    /// What follows the version.
    pub(super) rest: String,
    /// The parameters of the query, decoded.
    pub(super) parameters: Vec<(String, String)>,
}

/// What a request for data wants. `Err(None)` is for the front page.
pub(super) fn wanted(request: &Request) -> Result<Wanted, Option<Refusal>> {
    let path = request.path();
    if path == "/" || path == "/weatherapi" || path == "/weatherapi/" {
        return Err(None);
    }
    let Some(rest) = path.strip_prefix("/weatherapi/") else {
        return Err(Some(Refusal::new(404, "", "The page does not exist; data are below /weatherapi/")));
    };
    let mut parts = rest.splitn(3, '/');
    let mut part = || parts.next().unwrap_or_default().to_owned();
    let (product, version, rest) = (part(), part(), part());
    let query = request.query().unwrap_or_default();
    // MET still rewrites the semicolons of old requests. <https://docs.api.met.no/doc/usage>
    let pairs = query.split(['&', ';']).filter(|pair| !pair.is_empty()).take(100);
    let parameters = pairs.map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (percent::decoded(name), percent::decoded(value))
    });
    Ok(Wanted { product, version, rest: rest.trim_end_matches('/').to_owned(), parameters: parameters.collect() })
}

/// The document that a request names, or why there is none.
pub(super) fn offered(wanted: &Wanted, now: i64) -> Result<&'static Offer, Refusal> {
    let Wanted { product, version, rest, parameters } = wanted;
    let Some(offer) = offer::find(product, version, rest, parameters) else {
        return Err(not_offered(wanted, now));
    };
    let value = |name: &str| parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let missing: Vec<String> = offer
        .mandatory
        .iter()
        .filter(|name| value(name).is_none_or(str::is_empty))
        .map(|name| format!("'{name}'"))
        .collect();
    if !missing.is_empty() {
        let plural = if missing.len() > 1 { "s" } else { "" };
        let text = format!(
            "Mandatory parameter{plural} {} missing in call to Metno::WeatherAPI::Controller::Product::try {{...}}",
            missing.join(", ")
        );
        return Err(Refusal::new(400, "Parameter", text));
    }
    for (name, most, word) in [("lat", 90.0, "latitude"), ("lon", 180.0, "longitude")] {
        let Some(text) = value(name) else { continue };
        let number = crate::met::product_request::float(text).filter(|number| number.abs() <= most);
        if number.is_none() && offer.mandatory.contains(&name) {
            return Err(Refusal::new(400, "Parameter", format!("Invalid {word}")));
        }
    }
    let number = |name: &str| value(name).and_then(crate::met::product_request::float).unwrap_or_default();
    // The model of nowcast covers the Nordic countries. <https://docs.api.met.no/doc/nowcast/datamodel>
    let nordic = (52.0..=73.0).contains(&number("lat")) && (-5.0..=36.0).contains(&number("lon"));
    if offer.document == Document::Nowcast && !nordic {
        return Err(Refusal::outside());
    }
    Ok(offer)
}

/// Why there is no document: by what MET's table of products says.
fn not_offered(wanted: &Wanted, now: i64) -> Refusal {
    let Wanted { product, version, rest, .. } = wanted;
    if !products::is_known(product) {
        return Refusal::new(404, "", "The specified product does not exist");
    }
    let now = Timestamp::from_unix(now);
    match products::version(product, version) {
        Some(known) if known.is_over(now) => Refusal::ended(),
        None => Refusal::new(404, "", "The specified version does not exist"),
        Some(_) if !offer::has_version(product, version) => Refusal::not_here(&format!("data of {product}/{version}")),
        Some(_) => match rest.split('.').next().unwrap_or_default() {
            "documentation" | "changelog" | "swagger" | "schema" | "healthz" | "available" | "coverage" | "areas" => {
                Refusal::not_here("documents about products")
            }
            _ => Refusal::new(404, "Doesnotapply", "The specified endpoint does not exist for this product"),
        },
    }
}
