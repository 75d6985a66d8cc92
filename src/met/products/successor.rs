//! What takes the place of a version that has ended, and how a request is put to it.

use super::{Version, current, version, versions};
use crate::http::time::timestamp::Timestamp;

/// How requests for the data of an old version are put to another product or version.
pub(crate) struct Translation {
    /// The product that was asked.
    from: &'static str,
    /// The product and version that take its place.
    to: (&'static str, &'static str),
    /// The endpoint of the new version that comes nearest.
    pub(crate) endpoint: &'static str,
    /// The parameters that the new version has, each with its old name first. Others are left out.
    pub(crate) parameters: &'static [(&'static str, &'static str)],
}

const PLACE: &[(&str, &str)] = &[("lat", "lat"), ("lon", "lon"), ("altitude", "altitude"), ("msl", "altitude")];

/// From the documentation of the new versions at <https://api.met.no/weatherapi>.
static TRANSLATIONS: &[Translation] = &[
    Translation { from: "locationforecast", to: ("locationforecast", "2.0"), endpoint: "compact", parameters: PLACE },
    Translation {
        from: "locationforecastlts",
        to: ("locationforecast", "2.0"),
        endpoint: "compact",
        parameters: PLACE,
    },
    Translation {
        from: "probabilityforecast",
        to: ("locationforecast", "2.0"),
        endpoint: "complete",
        parameters: PLACE,
    },
    Translation {
        from: "metalerts",
        to: ("metalerts", "2.0"),
        endpoint: "current.json",
        parameters: &[("lang", "lang"), ("event", "event"), ("county", "county"), ("lat", "lat"), ("lon", "lon")],
    },
    Translation {
        from: "nowcast",
        to: ("nowcast", "2.0"),
        endpoint: "complete",
        parameters: &[("lat", "lat"), ("lon", "lon")],
    },
    Translation {
        from: "oceanforecast",
        to: ("oceanforecast", "2.0"),
        endpoint: "complete",
        parameters: &[("lat", "lat"), ("lon", "lon")],
    },
    Translation {
        from: "sunrise",
        to: ("sunrise", "3.0"),
        endpoint: "sun",
        parameters: &[("lat", "lat"), ("lon", "lon"), ("date", "date"), ("from", "date"), ("offset", "offset")],
    },
];

/// How a request for one product is put to a version; `None` where that is not known.
pub(crate) fn translation(from: &str, to: &Version) -> Option<&'static Translation> {
    TRANSLATIONS.iter().find(|row| row.from.eq_ignore_ascii_case(from) && row.to == (to.product, to.version))
}

/// The successor of the successor, until one that has not ended itself.
pub(crate) fn last_successor(of: &'static Version, now: Timestamp) -> Option<&'static str> {
    let mut last = of.successor?;
    for _ in 0..8 {
        let next = last.split_once('/').and_then(|(product, number)| version(product, number));
        match next.filter(|next| next.is_over(now)).and_then(|next| next.successor) {
            Some(successor) => last = successor,
            None => break,
        }
    }
    Some(last)
}

/// The version that takes the place of one that is over and is not over itself.
pub(crate) fn live_successor(of: &'static Version, now: Timestamp) -> Option<&'static Version> {
    let mut next = of;
    for _ in 0..8 {
        next = named(next.successor?)?;
        if !next.is_over(now) {
            return Some(next);
        }
    }
    None
}

/// The version that a text names: `radar/2.0`, in words, or a product of which there is a current version.
fn named(text: &str) -> Option<&'static Version> {
    let mut words = text.split([' ', ',']).filter(|word| !word.is_empty());
    let exact =
        words.clone().find_map(|word| word.split_once('/').and_then(|(product, number)| version(product, number)));
    exact.or_else(|| words.find(|word| versions(word).next().is_some()).and_then(current))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::met::products::{VERSIONS, VersionStatus, endpoints};

    fn at(text: &str) -> Timestamp {
        Timestamp::parse_rfc3339(text).unwrap()
    }

    #[test]
    fn successor_is_one_that_still_answers() {
        let live = |product, number, now| {
            live_successor(version(product, number).unwrap(), at(now)).map(|row| (row.product, row.version))
        };
        assert_eq!(live("locationforecast", "1.5", "2026-02-16"), Some(("locationforecast", "2.0")));
        assert_eq!(live("sunrise", "0.8", "2026-02-16"), Some(("sunrise", "3.0")));
        assert_eq!(live("forestfireindex", "1.1", "2026-02-16"), Some(("metalerts", "2.0")));
        assert_eq!(live("probabilityforecast", "1.1", "2026-02-16"), Some(("locationforecast", "2.0")));
        // Its own successor was to end on 2026-03-16.
        assert_eq!(live("textlocation", "1.0", "2026-02-16"), Some(("textforecast", "2.0")));
        assert_eq!(live("textlocation", "1.0", "2026-03-16"), Some(("textforecast", "3.0")));
        for (product, number) in [("extremeswwc", "1.2"), ("lightning", "1.0"), ("weathericon", "2.0")] {
            assert_eq!(live(product, number, "2026-02-16"), None, "{product}");
        }
        let words = last_successor(version("textlocation", "1.0").unwrap(), at("2026-03-16"));
        assert_eq!(words, Some("textforecast/3.0"));
    }

    #[test]
    fn translations_lead_to_endpoints_that_exist() {
        for row in TRANSLATIONS {
            let (product, number) = row.to;
            assert!(versions(row.from).any(|version| version.state == VersionStatus::Ended), "{}", row.from);
            assert_eq!(
                version(product, number).map(|version| version.state),
                Some(VersionStatus::Current),
                "{product}"
            );
            let bare = row.endpoint.split('.').next().unwrap();
            assert!(endpoints(product, number).contains(&bare), "{product}/{bare}");
        }
    }

    #[test]
    fn successors_end_somewhere() {
        for row in VERSIONS {
            if let Some(live) = live_successor(row, at("2030-01-01")) {
                assert!(!live.is_over(at("2030-01-01")), "{}/{}", row.product, row.version);
            }
        }
    }
}
