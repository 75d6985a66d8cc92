//! What a request target asks for, read in one pass over its bytes.

use memchr::memchr;

use super::check::{Check, Set};
use super::coordinate::{hundredths, masked_number};
use super::hash::{find_either, in_eight, join, stable};
use super::products::{ProductKind, Products};
use crate::met::products::is_known;
use crate::text::escape::{Text, clip};
use crate::text::secret::redact_urls;

/// What a target is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct RequestTarget {
    /// A hash of path and query.
    pub(super) place: u64,
    /// The product, as [`Products`] numbers it.
    pub(super) product: u16,
    /// What the target gives occasion to.
    pub(super) occasions: Set,
    /// What it breaks by itself.
    pub(super) breaches: Set,
    /// What else is known of it.
    pub(super) traits: Traits,
    /// The square of 0.01 degrees that its coordinates are in.
    pub(super) cell: Option<(i32, i32)>,
    /// A hash of the coordinates, whatever else the query has.
    pub(super) spot: u64,
    /// The value of a parameter that defeats caches.
    pub(super) busting: Option<u64>,
}

/// What is known of a target beside its product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Traits(pub(super) u8);

impl Traits {
    /// Its content never changes.
    pub(super) const IMMUTABLE: u8 = 1;
    /// It is the list of warnings, or a feed of them.
    pub(super) const ALERTS: u8 = 2;
    /// It is text, not an image.
    pub(super) const TEXT: u8 = 4;
    /// It is the compact forecast of a place.
    pub(super) const COMPACT: u8 = 8;

    /// Whether it has a property.
    pub(super) const fn is(self, what: u8) -> bool {
        self.0 & what != 0
    }
}

/// Reads targets, and remembers the last path, which is mostly that of the next request too.
#[derive(Debug)]
pub(super) struct TargetReader {
    /// The products of what was read.
    pub(super) products: Products,
    last: LastPath,
}

/// What a path says without its query.
#[derive(Clone, Debug, Default)]
struct LastPath {
    /// The path; empty for none yet.
    path: Vec<u8>,
    /// Whether it was requested from MET.
    at_met: bool,
    /// What is known by it.
    target: RequestTarget,
    /// What its product is; `None` for what is not the Weather API.
    kind: Option<ProductKind>,
    /// Whether it is a list that should be filtered.
    is_list: bool,
}

/// The longest path that is remembered.
const LONGEST_PATH: usize = 256;

/// Scheme and host.
type Origin<'a> = (&'a [u8], &'a [u8]);

/// The parts of a target: its origin where it has one, then path and query.
#[inline]
pub(super) fn split(target: &[u8]) -> (Option<Origin<'_>>, &[u8]) {
    if target.first() == Some(&b'/') { (None, target) } else { split_url(target) }
}

fn split_url(target: &[u8]) -> (Option<Origin<'_>>, &[u8]) {
    let Some((scheme, rest)) =
        target.split_once_str(b"://").filter(|(scheme, _)| scheme.len() <= 5 && !scheme.contains(&b'/'))
    else {
        return (None, target);
    };
    let end = memchr(b'/', rest).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let host = host.rsplit(|b| *b == b'@').next().unwrap_or(host);
    (Some((scheme, host)), path)
}

trait SplitOnceStr {
    fn split_once_str(&self, separator: &[u8]) -> Option<(&[u8], &[u8])>;
}

impl SplitOnceStr for [u8] {
    fn split_once_str(&self, separator: &[u8]) -> Option<(&[u8], &[u8])> {
        // A scheme is short: not much has to be looked at.
        let head = self.get(..self.len().min(12))?;
        let at = head.windows(separator.len()).position(|window| window == separator)?;
        Some((self.get(..at)?, self.get(at + separator.len()..)?))
    }
}

impl TargetReader {
    /// One that counts so many products apart.
    pub(super) fn with_most(most: usize) -> Self {
        Self { products: Products::with_most(most), last: LastPath::default() }
    }

    /// Reads path and query. `None` for what is not a request to the Weather API.
    pub(super) fn read(&mut self, path: &[u8], at_met: bool) -> Option<RequestTarget> {
        let last = &self.last;
        let is_known = last.at_met == at_met && !last.path.is_empty() && path.starts_with(&last.path);
        let query = match path.get(last.path.len()..) {
            Some([b'?', query @ ..]) if is_known => query,
            Some([]) if is_known => &[],
            _ => self.follow(path, at_met)?,
        };
        let LastPath { mut target, kind, is_list, .. } = self.last;
        target.place = stable(path);
        if let Some(kind) = kind {
            target.of_query(kind, is_list, query);
        }
        Some(target)
    }

    /// Finds out what a path is about, and remembers it. Gives its query.
    fn follow<'a>(&mut self, path: &'a [u8], at_met: bool) -> Option<&'a [u8]> {
        let (bare, query) = match memchr(b'?', path) {
            Some(at) => (path.get(..at)?, path.get(at + 1..)?),
            None => (path, &[][..]),
        };
        let mut target = RequestTarget::default();
        let (mut kind, mut is_list) = (None, false);
        let rest = match bare.strip_prefix(b"/weatherapi/") {
            Some(rest) => Some(rest),
            None if at_met => None,
            None => Some(of_known_product(bare)?),
        };
        if let Some(rest) = rest {
            let name_end = memchr(b'/', rest).unwrap_or(rest.len());
            let after = rest.get(name_end + 1..);
            let version_end =
                after.map_or(rest.len(), |after| name_end + 1 + memchr(b'/', after).unwrap_or(after.len()));
            target.product = self.products.number(rest.get(..version_end)?);
            let known = self.products.get(target.product).kind;
            let endpoint = rest.get(version_end + 1..).unwrap_or_default();
            target.of_endpoint(known, endpoint);
            is_list = known == ProductKind::Radar && endpoint.starts_with(b"available");
            kind = Some(known);
        }
        let mut known = std::mem::take(&mut self.last.path);
        known.clear();
        known.extend_from_slice(bare.get(..LONGEST_PATH).map_or(bare, |_| &[]));
        self.last = LastPath { path: known, at_met, target, kind, is_list };
        Some(query)
    }
}

/// What follows a leading slash, where it begins with a product that is known: some gateways leave `/weatherapi` out.
fn of_known_product(path: &[u8]) -> Option<&[u8]> {
    let rest = path.strip_prefix(b"/")?;
    let name = std::str::from_utf8(rest.get(..memchr(b'/', rest)?)?).ok()?;
    is_known(name).then_some(rest)
}

/// The bytes of `lat=`.
const NAME: usize = 4;

impl RequestTarget {
    fn of_endpoint(&mut self, kind: ProductKind, endpoint: &[u8]) {
        let is_image = match endpoint.last_chunk::<4>() {
            Some([b'.', ending @ ..]) => [b"png", b"gif", b"jpg", b"grb", b"bin", b"zip"].contains(&ending),
            _ => false,
        };
        if !is_image && kind != ProductKind::Image {
            self.traits.0 |= Traits::TEXT;
        }
        match kind {
            ProductKind::Forecast => {
                self.occasions.add(Check::CompleteEndpoint);
                self.breaches.add_if(Check::CompleteEndpoint, endpoint.starts_with(b"complete"));
                if endpoint.starts_with(b"compact") {
                    self.traits.0 |= Traits::COMPACT;
                }
            }
            ProductKind::Alerts => self.traits.0 |= Traits::ALERTS,
            _ => {}
        }
    }

    fn of_query(&mut self, kind: ProductKind, is_list: bool, query: &[u8]) {
        self.occasions.add(Check::CacheBusting);
        self.occasions.add_if(Check::SemicolonSeparator, !query.is_empty());
        let (mut lat, mut lon, mut filtered) = (None, None, false);
        let mut texts = [&[][..]; 2];
        let mut rest = query;
        while !rest.is_empty() {
            let coordinate = match rest {
                [b'l', b'a', b't', b'=', value @ ..] => Some((value, &mut lat, &mut texts[0])),
                [b'l', b'o', b'n', b'=', value @ ..] => Some((value, &mut lon, &mut texts[1])),
                _ => None,
            };
            let end = match coordinate {
                Some((value, place, text)) => NAME + self.coordinate(value, place, text),
                None => self.other_parameter(kind, rest, &mut filtered),
            };
            self.breaches.add_if(Check::SemicolonSeparator, rest.get(end) == Some(&b';'));
            rest = rest.get(end + 1..).unwrap_or_default();
        }
        self.cell = lat.zip(lon);
        if self.cell.is_some() {
            let [lat, lon] = texts.map(in_eight);
            self.spot = join(lat, lon);
        }
        if is_list {
            self.occasions.add(Check::UnfilteredList);
            self.breaches.add_if(Check::UnfilteredList, !filtered);
        }
    }

    /// Looks at a parameter that is not a coordinate, or is one without a value. Gives its length.
    fn other_parameter(&mut self, kind: ProductKind, text: &[u8], filtered: &mut bool) -> usize {
        let end = find_either(text, b'&', b';').unwrap_or(text.len());
        let parameter = text.get(..end).unwrap_or_default();
        let (name, value) = match find_either(parameter, b'=', b'=').and_then(|at| parameter.split_at_checked(at)) {
            Some((name, [_, value @ ..])) => (name, value),
            _ => (parameter, &[][..]),
        };
        match name {
            b"lat" | b"lon" => self.without_value(),
            b"cap" if kind == ProductKind::Alerts => {
                self.traits.0 = self.traits.0 & !Traits::ALERTS | Traits::IMMUTABLE
            }
            b"time" if matches!(kind, ProductKind::Radar | ProductKind::Image) => self.traits.0 |= Traits::IMMUTABLE,
            b"area" | b"type" => *filtered = true,
            b"_" | b"t" | b"ts" | b"nocache" | b"rand" | b"cb" | b"cachebust" => self.busting = Some(stable(value)),
            _ => {}
        }
        end
    }

    fn without_value(&mut self) {
        self.occasions = self.occasions.or(COORDINATE);
        self.breaches.add(Check::NumberFormat);
    }

    /// Looks at a coordinate at the start of a text, and puts it in hundredths of a degree and as it is written. Gives its
    /// length.
    #[inline]
    fn coordinate<'a>(&mut self, text: &'a [u8], place: &mut Option<i32>, written: &mut &'a [u8]) -> usize {
        self.occasions = self.occasions.or(COORDINATE);
        let (number, end) = hundredths(text);
        match number {
            Some((_, decimals)) => self.breaches.add_if(Check::CoordinatePrecision, decimals > 4),
            None => self.breaches.add(Check::NumberFormat),
        }
        *place = number.map(|(hundredths, _)| hundredths);
        *written = text.get(..end).unwrap_or_default();
        end
    }
}

/// What a coordinate gives occasion to.
const COORDINATE: Set =
    Check::CoordinatePrecision.bit().or(Check::NumberFormat.bit()).or(Check::CoordinateScatter.bit());

/// A target as reports show it: the coordinates are cut to two decimals, and what follows is shown as `x`.
pub(super) fn masked(path: &[u8]) -> String {
    let text = Text::from(path.get(..path.len().min(400)).unwrap_or_default()).to_string();
    let text = text.strip_prefix("/weatherapi/").unwrap_or(&text);
    let Some((bare, query)) = text.split_once('?') else { return clip(text, 160) };
    let mut out = format!("{bare}?");
    for part in query.split_inclusive(['&', ';']) {
        match part.split_once('=') {
            Some((name @ ("lat" | "lon"), value)) => {
                out.push_str(name);
                out.push('=');
                out.push_str(&masked_number(value));
            }
            _ => out.push_str(part),
        }
    }
    clip(&redact_urls(&out), 160)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(path: &str) -> RequestTarget {
        TargetReader::with_most(9).read(path.as_bytes(), false).unwrap()
    }

    #[test]
    fn parameters_are_found_wherever_they_are() {
        for (path, breaks) in [
            ("/weatherapi/locationforecast/2.0/compact?lat=59.9127&lon=10.75", None),
            ("/weatherapi/locationforecast/2.0/compact?lat=59.91273&lon=10.75", Some(Check::CoordinatePrecision)),
            (
                "/weatherapi/locationforecast/2.0/compact?altitude=12.12345&lon=10.70000&lat=1",
                Some(Check::CoordinatePrecision),
            ),
            ("/weatherapi/locationforecast/2.0/compact?lat=1;lon=2", Some(Check::SemicolonSeparator)),
            ("/weatherapi/locationforecast/2.0/compact?lat=1e-05&lon=2", Some(Check::NumberFormat)),
            ("/weatherapi/locationforecast/2.0/compact?lat=59,9&lon=2", Some(Check::NumberFormat)),
            ("/weatherapi/locationforecast/2.0/compact?flat=1.123456&lon=2", None),
            ("/locationforecast/2.0/complete.json?lat=1&lon=2", Some(Check::CompleteEndpoint)),
            ("/weatherapi/radar/2.0/available", Some(Check::UnfilteredList)),
            ("/weatherapi/radar/2.0/available.json?area=norway", None),
        ] {
            let found: Vec<usize> = target(path).breaches.indices().collect();
            assert_eq!(found, breaks.map(Check::index).into_iter().collect::<Vec<_>>(), "{path}");
        }
    }

    #[test]
    fn parameters_begin_where_the_one_before_ends() {
        for (path, busting) in [
            ("/weatherapi/locationforecast/2.0/compact?lat=6&lon=10", false),
            ("/weatherapi/locationforecast/2.0/compact?lat=6&lon=10&t=1", true),
            ("/weatherapi/locationforecast/2.0/compact?lat=59.91&lon=1&lat=7&altitude=3", false),
            ("/weatherapi/locationforecast/2.0/compact?altitude=3&_=17749&lat=59.9127&lon=1", true),
        ] {
            assert_eq!(target(path).busting.is_some(), busting, "{path}");
        }
    }

    #[test]
    fn latitude_of_one_digit_is_no_parameter_t() {
        for query in ["lat=1&lon=2", "lat=5.2&lon=10", "lon=2;lat=1"] {
            let found = target(&format!("/weatherapi/nowcast/2.0/complete?{query}"));
            assert_eq!((found.busting, found.cell.is_some()), (None, true), "{query}");
        }
        assert!(target("/weatherapi/nowcast/2.0/complete?lat=1&lon=2&t=3").busting.is_some());
    }

    #[test]
    fn coordinates_are_one_spot_whatever_else_is_asked() {
        let spot = |path: &str| target(&format!("/weatherapi/{path}")).spot;
        let plain = spot("locationforecast/2.0/compact?lat=60.10&lon=9.58");
        assert_eq!(plain, spot("nowcast/2.0/complete?altitude=5&lon=9.58&lat=60.10&_=7"));
        assert_ne!(plain, spot("locationforecast/2.0/compact?lat=60.11&lon=9.58"));
        assert_ne!(plain, spot("locationforecast/2.0/compact?lat=9.58&lon=60.10"));
    }

    #[test]
    fn immutable_urls_are_those_with_cap_or_time() {
        assert!(target("/weatherapi/metalerts/2.0/current.json?cap=1.2.3").traits.is(Traits::IMMUTABLE));
        assert!(target("/weatherapi/radar/2.0/?area=norway&time=2026-03-30T13:00:00Z").traits.is(Traits::IMMUTABLE));
        let list = target("/weatherapi/metalerts/2.0/current.json");
        assert!(list.traits.is(Traits::ALERTS) && !list.traits.is(Traits::IMMUTABLE));
        assert!(!target("/weatherapi/sunrise/3.0/sun?lat=1&lon=2&time=1").traits.is(Traits::IMMUTABLE));
    }

    #[test]
    fn other_paths_are_none() {
        for path in ["/", "/favicon.ico", "/nosuchproduct/1.0/", "*", "", "/weatherapis/x"] {
            assert_eq!(TargetReader::with_most(9).read(path.as_bytes(), false), None, "{path}");
        }
        assert!(TargetReader::with_most(9).read(b"/doc/", true).is_some());
    }

    #[test]
    fn coordinates_are_masked_after_two_decimals() {
        assert_eq!(masked(b"/weatherapi/x/1.0/?lat=59.91273&lon=10.7"), "x/1.0/?lat=59.91xxx&lon=10.7");
        assert_eq!(masked(b"/a?b=1.2345"), "/a?b=1.2345");
    }

    #[test]
    fn whole_urls_are_split() {
        let url = b"http://user:pw@127.0.0.1:8080/weatherapi/x?y://z";
        assert_eq!(split(url), (Some((&b"http"[..], &b"127.0.0.1:8080"[..])), &b"/weatherapi/x?y://z"[..]));
        assert_eq!(split(b"/weatherapi/x"), (None, &b"/weatherapi/x"[..]));
        assert_eq!(split(b"/a://b"), (None, &b"/a://b"[..]));
    }
}
