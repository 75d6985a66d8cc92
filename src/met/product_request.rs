//! What a URL asks of the Weather API: product, version, endpoint and parameters.
//!
//! The shape of the URLs is documented at <https://api.met.no/doc/usage>.

use std::borrow::Cow;

use crate::http::uri::target::Url;
use crate::text::percent;

/// The parts of a request for data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProductRequest {
    /// The product as written.
    pub product: String,
    /// The version as written, empty when there is none.
    pub version: String,
    /// What follows the version, without slashes at its ends; empty when there is nothing.
    pub endpoint: String,
    /// The parameters in their order.
    pub parameters: Vec<Parameter>,
}

/// A parameter of the query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Parameter {
    /// The name as written.
    pub name: String,
    /// The value, percent-decoded.
    pub value: String,
    /// The place of the parameter in the query, in bytes.
    pub start: usize,
    /// The length of the parameter in the query, in bytes.
    pub length: usize,
}

impl Parameter {
    /// The value as it is written in a query.
    pub(crate) fn written<'q>(&self, query: &'q str) -> &'q str {
        let text = query.get(self.start..self.start + self.length).unwrap_or_default();
        text.split_once('=').map_or("", |(_, value)| value)
    }
}

impl ProductRequest {
    /// The parts of a URL below `/weatherapi/`; `None` for other pages of the API.
    pub(crate) fn of(url: &Url) -> Option<Self> {
        let mut parts = url.path().strip_prefix("/weatherapi/")?.splitn(3, '/');
        let product = parts.next().filter(|product| !product.is_empty())?.to_owned();
        let version = parts.next().unwrap_or_default().to_owned();
        let endpoint = parts.next().unwrap_or_default().trim_matches('/').to_owned();
        Some(Self { product, version, endpoint, parameters: parameters(&pasted_query(url)) })
    }

    /// The parameters of a URL, whatever its path is.
    pub(crate) fn parameters_of(url: &Url) -> Vec<Parameter> {
        parameters(&pasted_query(url))
    }

    /// The endpoint without the suffix that chooses a format.
    pub(crate) fn endpoint_name(&self) -> &str {
        self.endpoint.split('.').next().unwrap_or_default()
    }

    /// The first parameter of a name.
    pub(crate) fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }

    /// Whether this asks for data, and not for a document about the product.
    pub(crate) fn is_for_data(&self) -> bool {
        let documents = ["documentation", "changelog", "swagger", "schema", "status", "healthz", "available"];
        !self.version.is_empty() && !documents.contains(&self.endpoint_name())
    }
}

/// The query as it was meant: what follows an `&` that HTML writes as `&#38;` is a fragment by the letter, and is never
/// sent.
pub(crate) fn pasted_query(url: &Url) -> Cow<'_, str> {
    let query = url.query().unwrap_or_default();
    match url.fragment().filter(|_| query.ends_with('&')).map(|fragment| format!("#{fragment}")) {
        Some(rest) if entity(&rest) > 0 => Cow::Owned(format!("{query}{rest}")),
        _ => Cow::Borrowed(query),
    }
}

/// The parameters of a query; whatever may have been meant as a separator counts as one.
fn parameters(query: &str) -> Vec<Parameter> {
    let mut parameters = Vec::new();
    let mut start = 0;
    while let Some(rest) = query.get(start..).filter(|rest| !rest.is_empty()) {
        let length = rest.find(['&', ';']).unwrap_or(rest.len());
        let text = rest.get(..length).unwrap_or_default();
        if length > 0 {
            let (name, value) = text.split_once('=').unwrap_or((text, ""));
            parameters.push(Parameter { name: name.to_owned(), value: percent::decoded(value), start, length });
        }
        start += length + separator(rest.get(length..).unwrap_or_default());
    }
    parameters
}

/// The length of the separator that a text begins with: `;`, `&`, or an `&` as HTML writes it.
fn separator(text: &str) -> usize {
    let mut length = usize::from(!text.is_empty());
    while text.starts_with('&')
        && let Some(entity) = text.get(length..).map(entity).filter(|entity| *entity > 0)
    {
        length += entity;
    }
    length
}

/// The length of what HTML writes after the `&` of an `&`, at the start of a text: `amp;`, `#38;`, `#x26;`; 0 for none.
pub(crate) fn entity(text: &str) -> usize {
    let named = text.get(..4).is_some_and(|name| name.eq_ignore_ascii_case("amp;"));
    let number = text.strip_prefix('#').and_then(|number| Some((number, number.find(';').filter(|end| *end < 8)?)));
    match number.map(|(number, end)| (number.get(..end).unwrap_or_default(), end)) {
        _ if named => 4,
        Some((digits, end)) => {
            let is_it = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => hex.trim_start_matches('0') == "26",
                None => digits.trim_start_matches('0') == "38",
            };
            if is_it { end + 2 } else { 0 }
        }
        None => 0,
    }
}

/// The number that a value of MET's type Float is; `None` for everything else that programs print as a number,
/// such as `1e-05`, `59,9`, `nan` or `.5` (<https://api.met.no/doc/usage>).
pub(crate) fn float(value: &str) -> Option<f64> {
    let unsigned = value.strip_prefix(['+', '-']).unwrap_or(value);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if digits(whole) && digits(fraction) { value.parse().ok() } else { None }
}

/// How many decimals a value has.
pub(crate) fn decimals(value: &str) -> usize {
    value.split_once('.').map_or(0, |(_, fraction)| fraction.len())
}

/// The value cut after four decimals, which is what the terms ask for: cut, not rounded.
pub(crate) fn truncated(value: &str) -> String {
    match value.split_once('.') {
        Some((whole, fraction)) => format!("{whole}.{}", fraction.get(..4).unwrap_or(fraction)),
        None => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(url: &str) -> ProductRequest {
        ProductRequest::of(&Url::parse(url).unwrap()).unwrap()
    }

    #[test]
    fn parts_of_a_path_are_distinguished() {
        let asked = asked("https://api.met.no/weatherapi/locationforecast/2.0/compact.json?lat=60.1&lon=9%2C58");
        assert_eq!((asked.product.as_str(), asked.version.as_str()), ("locationforecast", "2.0"));
        assert_eq!((asked.endpoint.as_str(), asked.endpoint_name()), ("compact.json", "compact"));
        assert_eq!(asked.parameter("lon").map(|lon| (lon.value.as_str(), lon.start)), Some(("9,58", 9)));
        assert!(asked.is_for_data());
    }

    #[test]
    fn parameters_are_parted_at_whatever_was_meant_as_a_separator() {
        let names = |query: &str| {
            let asked = asked(&format!("https://api.met.no/weatherapi/sunrise/3.0/sun?{query}"));
            let names: Vec<String> = asked.parameters.iter().map(|parameter| parameter.name.clone()).collect();
            names.join(" ")
        };
        for query in [
            "lat=1&lon=2&date=3",
            "lat=1;lon=2;date=3",
            "lat=1&amp;lon=2&AMP;date=3",
            "lat=1&amp;amp;lon=2;&date=3",
            "lat=1&#38;lon=2&date=3",
            "lat=1&#038;lon=2;date=3",
            "lat=1&#x26;lon=2&date=3",
        ] {
            assert_eq!(names(query), "lat lon date", "{query}");
        }
        assert_eq!(names("lat=1&amplitude=2"), "lat amplitude");
        assert_eq!(names("lat=1&#lon=2"), "lat");
        assert_eq!(names("&&;;"), "");
    }

    #[test]
    fn documents_about_a_product_are_no_data() {
        for path in ["locationforecast/2.0/changelog", "nowcast/2.0/available.json", "sunrise"] {
            assert!(!asked(&format!("https://api.met.no/weatherapi/{path}")).is_for_data(), "{path}");
        }
        assert_eq!(ProductRequest::of(&Url::parse("https://api.met.no/doc/FAQ").unwrap()), None);
    }

    #[test]
    fn floats_are_those_of_the_documentation() {
        for value in ["60", "-60.1", "+9.58", "0.0", "59.91273"] {
            assert!(float(value).is_some(), "{value}");
        }
        for value in ["", " ", "1e-05", "59,9", "NaN", "inf", ".5", "5.", "1_0", "0x1", "--1", "６０"] {
            assert!(float(value).is_none(), "{value}");
        }
    }

    #[test]
    fn coordinates_are_cut_and_not_rounded() {
        assert_eq!(truncated("59.91278"), "59.9127");
        assert_eq!(truncated("-0.00009"), "-0.0000");
        assert_eq!(truncated("59.9"), "59.9");
        assert_eq!((decimals("59.9100"), decimals("60")), (4, 0));
    }
}
