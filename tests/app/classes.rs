//! What the status, the X-ErrorClass and the URL of a refusal decide together, where they agree and where they do not.

use crate::support::door::met::error_class::ERROR_CLASSES;
use crate::support::met::{COMPACT, GOOD};
use crate::support::run::{Ran, metstatus_with_input};

/// A captured response of MET to a request below the API.
fn refused(rest: &str, status: u16, class: Option<&str>) -> Ran {
    let class = class.map(|class| format!("X-ErrorClass: {class}\n")).unwrap_or_default();
    let capture = format!(
        "GET https://api.met.no/weatherapi/{rest} HTTP/1.1\nUser-Agent: {GOOD}\n\n\
         HTTP/1.1 {status} X\nDate: Mon, 30 Mar 2026 13:22:46 GMT\n{class}\nno\n"
    );
    metstatus_with_input(["read", "-f", "json", "-"], capture.as_bytes())
}

#[test]
fn class_that_contradicts_the_status_is_not_certain() {
    let rest = format!("{COMPACT}?lat=60.1&lon=9.58");
    for class in ERROR_CLASSES {
        for status in [400, 401, 403, 404, 405, 410, 422, 429, 500, 502, 503, 504] {
            let ran = refused(&rest, status, Some(class.name));
            let first = ran.result()["findings"][0].clone();
            assert_eq!((ran.code, &first["severity"]), (2, &"error".into()), "{} {status}: {first}", class.name);
            let fits = class.statuses.contains(&status);
            let certain = first["certainty"] == "certain";
            // A class without a cause of its own leaves the status to decide.
            let decides = first.to_string().contains(class.name);
            assert!(fits || !decides || !certain, "{} {status}: {first}", class.name);
            if !fits && decides {
                assert!(first["evidence"].to_string().contains(&status.to_string()), "both are shown: {first}");
            }
        }
    }
}

#[test]
fn class_is_read_in_any_case_and_with_blanks() {
    let rest = format!("{COMPACT}?lat=60.1&lon=9.58");
    for class in ["Nodata", "nodata", "NODATA", " Nodata ", "\tNodata"] {
        assert_eq!(refused(&rest, 404, Some(class)).ids()[0], "no-data", "{class:?}");
    }
    for class in ["", "Nodat", "Nodata2", "No data"] {
        assert_ne!(refused(&rest, 404, Some(class)).ids()[0], "no-data", "{class:?}");
    }
}

#[test]
fn status_422_without_class_is_explained_by_the_coordinates() {
    for (query, class, id) in [
        ("lat=100&lon=9.58", None, "coordinate-range"),
        ("lat=60.1&lon=181", None, "coordinate-range"),
        ("lat=90.0001&lon=9.58", None, "coordinate-range"),
        ("lat=90&lon=180", None, "outside-coverage"),
        ("lat=60.1&lon=9.58", None, "outside-coverage"),
        ("lat=60.1&lon=9.58", Some("Outsidegeographicarea"), "outside-coverage"),
    ] {
        let ran = refused(&format!("{COMPACT}?{query}"), 422, class);
        assert_eq!((ran.code, ran.ids()[0].as_str()), (2, id), "{query} {class:?}: {}", ran.stdout);
        let sure = &ran.result()["findings"][0]["certainty"];
        assert_eq!(sure == "certain", class.is_some(), "{query} {class:?}: {}", ran.stdout);
    }
}
