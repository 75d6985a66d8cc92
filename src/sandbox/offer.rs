//! Which document each URL of the Weather API means, and how long it lives.

use super::body::Document;

/// An endpoint that the sandbox knows.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Offer {
    /// The product.
    pub product: &'static str,
    /// The version.
    pub version: &'static str,
    /// What follows the version, without the suffix of a format.
    pub endpoint: &'static str,
    /// The suffixes that choose this document.
    pub suffixes: &'static [&'static str],
    /// The document.
    pub document: Document,
    /// How long a response lives at MET, in seconds (the table of update intervals in MET's documentation).
    pub lifetime_s: u32,
    /// The parameters without which there is no document.
    pub mandatory: &'static [&'static str],
}

const PLACE: &[&str] = &["lat", "lon"];
const JSON: &[&str] = &["", ".json"];
const XML: &[&str] = &["", ".xml"];
const TEXT: &[&str] = &["", ".txt"];

macro_rules! offers {
    ($($product:literal $version:literal $endpoint:literal $suffixes:expr, $document:ident $lifetime:literal $mandatory:expr;)*) => {
        /// Every endpoint that the sandbox knows.
        pub(crate) static OFFERS: &[Offer] = &[$(Offer {
            product: $product,
            version: $version,
            endpoint: $endpoint,
            suffixes: $suffixes,
            document: Document::$document,
            lifetime_s: $lifetime,
            mandatory: $mandatory,
        },)*];
    };
}

offers! {
    "locationforecast" "2.0" "compact" JSON, Compact 1800 PLACE;
    "locationforecast" "2.0" "complete" JSON, Complete 1800 PLACE;
    "locationforecast" "2.0" "mini" JSON, Mini 1800 PLACE;
    "locationforecast" "2.0" "classic" XML, Classic 1800 PLACE;
    "nowcast" "2.0" "complete" JSON, Nowcast 180 PLACE;
    "sunrise" "3.0" "sun" JSON, Sun 300 PLACE;
    "sunrise" "3.0" "moon" JSON, Moon 300 PLACE;
    "metalerts" "2.0" "current" JSON, Alerts 600 &[];
    "metalerts" "2.0" "current" &[".rss"], AlertsFeed 600 &[];
    "metalerts" "2.0" "all" JSON, Alerts 600 &[];
    "metalerts" "2.0" "test" JSON, Alerts 600 &[];
    "metalerts" "2.0" "archive" JSON, Alerts 600 &[];
    "metalerts" "2.0" "example" JSON, Alerts 600 &[];
    "oceanforecast" "2.0" "complete" JSON, Ocean 1800 PLACE;
    "textforecast" "3.0" "landoverview" JSON, Texts 300 &[];
    "textforecast" "3.0" "coast_no" JSON, Texts 300 &[];
    "textforecast" "3.0" "coast_en" JSON, Texts 300 &[];
    "textforecast" "3.0" "sea_no" JSON, Texts 300 &[];
    "textforecast" "3.0" "sea_en" JSON, Texts 300 &[];
    "airqualityforecast" "0.1" "" JSON, Air 300 &[];
    "radar" "2.0" "available" JSON, RadarList 120 &[];
    "radar" "2.0" "" &["", ".png"], Radar 120 &["area", "type"];
    "tafmetar" "1.0" "taf" TEXT, Taf 20 &["icao"];
    "tafmetar" "1.0" "metar" TEXT, Metar 20 &["icao"];
}

/// When a product was last updated, which every product says.
static STATUS: Offer = Offer {
    product: "",
    version: "",
    endpoint: "status",
    suffixes: JSON,
    document: Document::Status,
    lifetime_s: 60,
    mandatory: &[],
};

/// A CAP file, which never changes.
static CAP: Offer = Offer {
    product: "metalerts",
    version: "2.0",
    endpoint: "current",
    suffixes: JSON,
    document: Document::Alert,
    lifetime_s: 86_400,
    mandatory: &[],
};

/// Whether the sandbox has anything of a version.
pub(crate) fn has_version(product: &str, version: &str) -> bool {
    OFFERS.iter().any(|offer| offer.product == product && offer.version == version)
}

/// The endpoint that a path names: the product, its version, and what follows.
pub(crate) fn find(
    product: &str,
    version: &str,
    rest: &str,
    parameters: &[(String, String)],
) -> Option<&'static Offer> {
    let fits =
        |offer: &&Offer| rest.strip_prefix(offer.endpoint).is_some_and(|suffix| offer.suffixes.contains(&suffix));
    if has_version(product, version) && fits(&&STATUS) {
        return Some(&STATUS);
    }
    let found = OFFERS.iter().find(|offer| offer.product == product && offer.version == version && fits(offer))?;
    let is_cap = product == "metalerts" && parameters.iter().any(|(name, value)| name == "cap" && !value.is_empty());
    Some(if is_cap { &CAP } else { found })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::met::products;

    #[test]
    fn every_offer_is_a_version_that_met_has() {
        for offer in OFFERS {
            let known = products::version(offer.product, offer.version);
            assert!(known.is_some(), "{}/{}", offer.product, offer.version);
        }
    }

    #[test]
    fn suffix_chooses_the_document() {
        let document = |rest: &str| find("metalerts", "2.0", rest, &[]).map(|offer| offer.document);
        assert_eq!(document("current"), Some(Document::Alerts));
        assert_eq!(document("current.rss"), Some(Document::AlertsFeed));
        assert_eq!(document("current.png"), None);
        assert_eq!(document("status.json"), Some(Document::Status));
        let cap = [("cap".to_owned(), "2.49".to_owned())];
        assert_eq!(find("metalerts", "2.0", "current", &cap).map(|offer| offer.document), Some(Document::Alert));
        assert_eq!(find("locationforecast", "1.9", "compact", &[]), None);
    }
}
