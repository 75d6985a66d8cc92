//! The products of a log, each with a number, and what is known of each.

use super::hash::{ByHash, stable};
use crate::met::products::{self, Version};
use crate::text::escape::Text;

/// A product in one version.
#[derive(Clone, Debug)]
pub(super) struct Product {
    /// A hash of its name as it was written.
    pub(super) key: u64,
    /// `locationforecast/2.0`.
    pub(super) name: String,
    /// How long its responses live, in seconds, where none says so.
    pub(super) lifetime_s: u32,
    /// What the table knows of it.
    pub(super) known: Option<&'static Version>,
    /// What its responses are.
    pub(super) kind: ProductKind,
}

/// What the responses of a product are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ProductKind {
    Forecast,
    Alerts,
    Radar,
    Image,
    Other,
}

/// The products that were requested, each with a number.
#[derive(Debug)]
pub(super) struct Products {
    list: Vec<Product>,
    most: usize,
    by_name: ByHash<u16>,
}

/// The most products that are counted apart.
pub(super) const MAX_PRODUCTS: usize = 256;

impl Default for Products {
    fn default() -> Self {
        Self::with_most(MAX_PRODUCTS)
    }
}

impl Products {
    /// A list of so many at most.
    pub(super) fn with_most(most: usize) -> Self {
        // The first one is for all that came when the list was full.
        let other = Product {
            key: stable(b"other"),
            name: "other".to_owned(),
            lifetime_s: 300,
            known: None,
            kind: ProductKind::Other,
        };
        let by_name = std::iter::once((stable(b"other"), 0)).collect();
        Self { list: vec![other], most, by_name }
    }

    /// The product of a number.
    pub(super) fn get(&self, number: u16) -> &Product {
        // Numbers come from this list, which is never empty.
        self.list.get(usize::from(number)).unwrap_or(&self.list[0])
    }

    /// All of them by their numbers: the hash of what they are called, and that name.
    pub(super) fn all(&self) -> impl Iterator<Item = (u64, &str)> {
        self.list.iter().map(|product| (product.key, product.name.as_str()))
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// The number of a product by the part of a path that names it: `locationforecast/2.0`.
    pub(super) fn number(&mut self, name: &[u8]) -> u16 {
        let hash = stable(name);
        match self.by_name.get(&hash) {
            Some(known) => *known,
            None => self.add(hash, Text::from(name).clipped(60)),
        }
    }

    /// The number of a product by the hash and the name that another list has for it.
    pub(super) fn number_of(&mut self, hash: u64, name: &str) -> u16 {
        self.by_name.get(&hash).copied().unwrap_or_else(|| self.add(hash, name.to_owned()))
    }

    fn add(&mut self, hash: u64, text: String) -> u16 {
        if self.list.len() >= self.most {
            return 0;
        }
        let (product, version) = text.split_once('/').unwrap_or((&text, ""));
        let kind = match product {
            "metalerts" => ProductKind::Alerts,
            "radar" => ProductKind::Radar,
            "geosatellite" | "polarsatellite" | "sigcharts" | "offshoremaps" | "icemap" | "gribfiles" => {
                ProductKind::Image
            }
            "locationforecast" => ProductKind::Forecast,
            _ => ProductKind::Other,
        };
        let known = products::version(product, version);
        let number = u16::try_from(self.list.len()).unwrap_or(0);
        self.list.push(Product { key: hash, lifetime_s: lifetime_s(product), known, kind, name: text });
        self.by_name.insert(hash, number);
        number
    }
}

/// How long MET's caches keep a response of a product, in seconds.
fn lifetime_s(product: &str) -> u32 {
    match product {
        "locationforecast" | "oceanforecast" => 1800,
        "nowcast" => 180,
        "tafmetar" => 20,
        "aviationforecast" | "metalerts" => 60,
        "sigcharts" => 900,
        "metgc" | "metgm" | "nlaroutes" => 540,
        "turbulence" | "spotwind" => 480,
        "subjectiveforecast" => 600,
        "icemap" => 360,
        "geosatellite" => 180,
        "radar" => 120,
        _ => 300,
    }
}
