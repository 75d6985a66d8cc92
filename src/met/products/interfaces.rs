//! How the data of each product are asked for, where that is known.

use super::Interface;

/// What is known of the endpoints, ordered by product.
pub(super) static INTERFACES: &[Interface] = &[
    Interface {
        product: "isobaricgrib",
        version: "1.0",
        endpoints: &["grib1", "grib2"],
        needs_endpoint: false,
        mandatory: &[],
    },
    Interface {
        product: "locationforecast",
        version: "2.0",
        endpoints: &["compact", "complete", "classic"],
        needs_endpoint: true,
        mandatory: &["lat", "lon"],
    },
    Interface {
        product: "metalerts",
        version: "2.0",
        endpoints: &["current", "all", "test", "archive", "example"],
        needs_endpoint: true,
        mandatory: &[],
    },
    Interface {
        product: "metgc",
        version: "1.1",
        endpoints: &["metgm", "metgc"],
        needs_endpoint: false,
        mandatory: &[],
    },
    Interface {
        product: "nowcast",
        version: "2.0",
        endpoints: &["complete", "classic"],
        needs_endpoint: true,
        mandatory: &["lat", "lon"],
    },
    Interface {
        product: "oceanforecast",
        version: "2.0",
        endpoints: &["complete"],
        needs_endpoint: true,
        mandatory: &["lat", "lon"],
    },
    Interface {
        product: "subseasonal",
        version: "1.0",
        endpoints: &["complete"],
        needs_endpoint: true,
        mandatory: &["lat", "lon"],
    },
    Interface {
        product: "sunrise",
        version: "3.0",
        endpoints: &["sun", "moon"],
        needs_endpoint: true,
        mandatory: &["lat", "lon"],
    },
];
