//! The products of MET Norway's Weather API and their versions: which are in beta, current, deprecated or ended.
//!
//! The ground is MET's own list of products, <https://api.met.no/weatherapi>, its changelog,
//! <https://api.met.no/changelog>, its blog, <https://api.met.no/blog>, and the documentation of the products,
//! all as of [`AS_OF`](crate::met::meanings::AS_OF). MET's changelog may have moved on since; it decides.

mod age;
mod in_force;
mod interfaces;
mod successor;
mod table;
mod version;

pub(crate) use age::{age, age_of_result, as_of};
pub(crate) use in_force::{Guard, adopt, learned_at, put_in_force, rows, shared};
pub(crate) use successor::{last_successor, live_successor, translation};
pub(crate) use table::VERSIONS;
pub use version::VersionStatus;
pub(crate) use version::{Day, Learned, Version, number};

use interfaces::INTERFACES;

use crate::http::time::timestamp::Timestamp;

/// How the data of one version are asked for.
struct Interface {
    product: &'static str,
    version: &'static str,
    /// The endpoints with data, without suffix.
    endpoints: &'static [&'static str],
    /// Whether an address without an endpoint has no data.
    needs_endpoint: bool,
    /// The parameters without which none of the endpoints can answer.
    mandatory: &'static [&'static str],
}

/// The known versions of a product, in ascending order. The case of the name makes no difference.
pub fn versions(product: &str) -> impl Iterator<Item = &'static Version> {
    rows().iter().filter(move |row| row.product.eq_ignore_ascii_case(product))
}

/// One version as the table has it, whatever was learned since.
pub(crate) fn table_version(product: &str, version: &str) -> Option<&'static Version> {
    VERSIONS.iter().find(|row| row.product.eq_ignore_ascii_case(product) && row.version == version)
}

/// Whether a product is in the table. The case of the name makes no difference.
pub(crate) fn is_known(product: &str) -> bool {
    versions(product).next().is_some()
}

/// One version of a product. The case of the name makes no difference.
pub(crate) fn version(product: &str, version: &str) -> Option<&'static Version> {
    versions(product).find(|row| row.version == version)
}

/// The name of each known product, in ascending order.
pub fn products() -> impl Iterator<Item = &'static str> {
    rows().chunk_by(|a, b| a.product == b.product).map(|rows| rows[0].product)
}

/// The known versions of a product with their states at a time: `1.9 (ended), 2.0 (current)`; `None` for a product that
/// is not known.
pub(crate) fn listed(product: &str, now: Timestamp) -> Option<String> {
    let known: Vec<String> =
        versions(product).map(|row| format!("{} ({})", row.version, row.state_at(now).as_str())).collect();
    (!known.is_empty()).then(|| known.join(", "))
}

/// The version of a product to use; none where it has none, or is a service of its own elsewhere.
pub(crate) fn current(product: &str) -> Option<&'static Version> {
    versions(product).filter(|row| row.state == VersionStatus::Current && !is_elsewhere(row.product)).last()
}

/// Whether a product has data for every place: forecasts of the whole world, and what follows from the sky alone.
///
/// Source: <https://api.met.no/weatherapi/locationforecast/2.0/documentation> and
/// <https://api.met.no/weatherapi/sunrise/3.0/documentation>.
pub(crate) fn covers_the_world(product: &str) -> bool {
    ["locationforecast", "sunrise"].iter().any(|name| product.eq_ignore_ascii_case(name))
}

/// Whether a product of MET's list is a service of its own on another host.
pub(crate) fn is_elsewhere(product: &str) -> bool {
    ["frost", "thredds"].iter().any(|name| product.eq_ignore_ascii_case(name))
}

/// The product that was likely meant by a name that is not known; `None` for a known name, and when no name is
/// close. Of names equally close, one that can still be asked for comes first.
pub(crate) fn nearest(product: &str) -> Option<&'static str> {
    let wanted = product.to_ascii_lowercase();
    let letters = wanted.chars().count();
    let close = (letters / 5).max(usize::from(letters > 3));
    products()
        .map(|name| (crate::text::suggest::distance(name, &wanted), name))
        .filter(|(distance, _)| *distance <= close)
        .min_by_key(|(distance, name)| (*distance, versions(name).all(|row| row.state == VersionStatus::Ended)))
        .filter(|(distance, _)| *distance > 0)
        .map(|(_, name)| name)
}

/// The parameters without which the endpoint cannot answer, where that is certain; else none. The endpoint may
/// end in `.json` or `.xml`.
pub(crate) fn mandatory(product: &str, version: &str, endpoint: &str) -> &'static [&'static str] {
    let bare = endpoint.strip_suffix(".json").or_else(|| endpoint.strip_suffix(".xml")).unwrap_or(endpoint);
    interface(product, version).filter(|known| known.endpoints.contains(&bare)).map_or(&[], |known| known.mandatory)
}

/// Whether an address of this version that names no endpoint has no data; false where that is not certain.
pub(crate) fn needs_endpoint(product: &str, version: &str) -> bool {
    interface(product, version).is_some_and(|known| known.needs_endpoint)
}

/// Whether an address of this version that names no endpoint is known to have data.
pub(crate) fn answers_without_endpoint(product: &str, version: &str) -> bool {
    interface(product, version).is_some_and(|known| !known.needs_endpoint)
}

/// The endpoints of this version that have data, without suffix; none where they are not known.
pub(crate) fn endpoints(product: &str, version: &str) -> &'static [&'static str] {
    interface(product, version).map_or(&[], |known| known.endpoints)
}

fn interface(product: &str, version: &str) -> Option<&'static Interface> {
    INTERFACES.iter().find(|known| known.product.eq_ignore_ascii_case(product) && known.version == version)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::met::meanings::AS_OF;

    fn name(row: &Version) -> String {
        format!("{}/{}", row.product, row.version)
    }

    /// Whether the text is a year, a month or a day that exists.
    fn is_date(text: &str) -> bool {
        let day = match text.len() {
            4 => format!("{text}-01-01"),
            7 => format!("{text}-01"),
            _ => text.to_owned(),
        };
        day.len() == 10 && Day { text: day.leak(), planned: false }.starts().is_some()
    }

    fn texts(row: &Version) -> impl Iterator<Item = &'static str> {
        [Some(row.product), Some(row.version), row.successor, row.note, Some(row.source)].into_iter().flatten()
    }

    #[test]
    fn table_is_ordered_and_unique() {
        for pair in VERSIONS.windows(2) {
            assert!((pair[0].product, pair[0].version) < (pair[1].product, pair[1].version), "{}", name(&pair[1]));
        }
        for row in VERSIONS {
            assert_eq!(row.product, row.product.to_ascii_lowercase());
            // The order of the text is that of the versions as long as no number has two digits.
            let plain = matches!(row.version.as_bytes(), [b'0'..=b'9', b'.', b'0'..=b'9' | b'x']);
            assert!(plain || row.product == "yr api", "{}", name(row));
        }
    }

    #[test]
    fn dates_exist_and_follow_each_other() {
        for row in VERSIONS {
            let dates: Vec<_> =
                [row.since, row.deprecated, row.ended.map(|day| day.text)].into_iter().flatten().collect();
            for date in &dates {
                assert!(is_date(date), "{}: {date}", name(row));
            }
            for pair in dates.windows(2) {
                let known = pair[0].len().min(pair[1].len());
                assert!(pair[0][..known] <= pair[1][..known], "{}: {pair:?}", name(row));
            }
        }
        for wrong in ["", "16 March 2026", "2026-13", "2026-02-30", "26-02-03", "2026-2"] {
            assert!(!is_date(wrong), "{wrong}");
        }
    }

    #[test]
    fn states_agree_with_the_dates() {
        for row in VERSIONS {
            let name = name(row);
            match row.state {
                VersionStatus::Ended => {
                    assert!(row.ended.is_some() || row.note.is_some(), "{name}");
                    assert!(row.ended.is_none_or(|day| day.text <= AS_OF || day.text.starts_with(AS_OF)), "{name}");
                }
                VersionStatus::Deprecated => {
                    assert!(row.deprecated.is_some(), "{name}");
                    assert!(row.ended.is_none_or(|day| day.planned && day.text > AS_OF), "{name}");
                }
                VersionStatus::Beta | VersionStatus::Current => {
                    assert!(row.deprecated.is_none() && row.ended.is_none() && row.successor.is_none(), "{name}");
                }
                VersionStatus::Unknown => assert!(row.note.is_some(), "{name}"),
            }
        }
    }

    #[test]
    fn no_product_has_two_current_versions() {
        for product in products() {
            assert!(versions(product).filter(|row| row.state == VersionStatus::Current).count() <= 1, "{product}");
        }
    }

    #[test]
    fn lookups_ignore_case() {
        assert_eq!(version("MetAlerts", "2.0").map(|row| row.product), Some("metalerts"));
        assert_eq!(versions("SUNRISE").count(), versions("sunrise").count());
        assert!(versions("sunrise").count() > 1);
        assert_eq!(version("sunrise", "9.9"), None);
        assert_eq!(versions("weather").count(), 0);
        assert!(needs_endpoint("Locationforecast", "2.0"));
        assert_eq!(mandatory("Nowcast", "2.0", "complete"), ["lat", "lon"]);
        assert_eq!(endpoints("Sunrise", "3.0"), ["sun", "moon"]);
    }

    #[test]
    fn every_row_is_found_by_its_name() {
        assert!(VERSIONS.iter().all(|row| version(row.product, row.version) == Some(row)));
        let rows: usize = products().map(|product| versions(product).count()).sum();
        assert_eq!(rows, VERSIONS.len());
    }

    #[test]
    fn nearest_suggests_only_what_is_close() {
        assert_eq!(nearest("locationforcast"), Some("locationforecast"));
        assert_eq!(nearest("LocationForcast"), Some("locationforecast"));
        assert_eq!(nearest("metalert"), Some("metalerts"));
        assert_eq!(nearest("sunrsie"), Some("sunrise"));
        for other in ["weather", "", "x", "sunset", "forecast"] {
            assert_eq!(nearest(other), None, "{other}");
        }
        for product in products() {
            assert_eq!(nearest(product), None, "{product}");
            assert_eq!(nearest(&product.to_ascii_uppercase()), None, "{product}");
        }
    }

    #[test]
    fn successors_exist() {
        let mut links = 0;
        for row in VERSIONS {
            for word in row.successor.into_iter().flat_map(str::split_whitespace) {
                let word = word.trim_end_matches([',', '.']);
                let Some((product, number)) = word.split_once('/') else { continue };
                if number.starts_with(|c: char| c.is_ascii_digit()) {
                    assert!(version(product, number).is_some_and(|next| next != row), "{}: {word}", name(row));
                    links += 1;
                }
            }
        }
        assert!(links > 10);
    }

    #[test]
    fn texts_are_tidy() {
        for row in VERSIONS {
            assert!(row.source.starts_with("https://"), "{}", name(row));
            assert!(row.note.is_none_or(|note| note.ends_with('.')), "{}", name(row));
            assert!(row.successor.is_none_or(|next| !next.ends_with('.')), "{}", name(row));
            for text in texts(row) {
                assert!(!text.is_empty() && text == text.trim(), "{}", name(row));
                assert!(!text.contains("  ") && !text.contains('\n'), "{text}");
                let text = text.to_ascii_lowercase();
                for word in ["example.com", "example.org", "example.net", "localhost", "mozilla"] {
                    assert!(!text.contains(word), "{text}");
                }
            }
        }
    }

    #[test]
    fn interfaces_belong_to_versions_that_answer() {
        for known in INTERFACES {
            let row = version(known.product, known.version).expect("a version of the table");
            assert!(row.state != VersionStatus::Ended, "{}", name(row));
            assert!(!known.endpoints.is_empty(), "{}", name(row));
            assert!(known.mandatory.is_empty() || known.needs_endpoint, "{}", name(row));
        }
        let pairs = INTERFACES.iter().map(|known| (known.product, known.version));
        assert!(pairs.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn parameters_are_named_only_where_they_are_certain() {
        for endpoint in ["compact", "complete", "classic", "compact.json", "classic.xml"] {
            assert_eq!(mandatory("locationforecast", "2.0", endpoint), ["lat", "lon"], "{endpoint}");
        }
        for (product, endpoint) in [("nowcast", "classic"), ("oceanforecast", "complete")] {
            assert_eq!(mandatory(product, "2.0", endpoint), ["lat", "lon"], "{product}");
        }
        assert_eq!(mandatory("subseasonal", "1.0", "complete"), ["lat", "lon"]);
        assert_eq!(mandatory("sunrise", "3.0", "moon"), ["lat", "lon"]);
        for endpoint in ["", "status", "available.json", "compact.json.json", "compact.png"] {
            assert!(mandatory("locationforecast", "2.0", endpoint).is_empty(), "{endpoint}");
        }
        assert!(mandatory("metalerts", "2.0", "current").is_empty());
        assert!(mandatory("locationforecast", "1.9", "").is_empty());
    }

    #[test]
    fn older_products_need_no_endpoint() {
        for (product, number) in [("metalerts", "2.0"), ("nowcast", "2.0"), ("subseasonal", "1.0"), ("sunrise", "3.0")]
        {
            assert!(needs_endpoint(product, number), "{product}");
        }
        for (product, number) in [("routeforecast", "2.0"), ("radar", "2.0"), ("weather", "1.0")] {
            assert!(!needs_endpoint(product, number), "{product}");
            assert!(endpoints(product, number).is_empty(), "{product}");
        }
    }
}
