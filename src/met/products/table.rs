//! The table of products and versions.

use super::VersionStatus::{self, Beta, Current, Deprecated, Ended, Unknown};
use super::{Day, Version};

const BLOG: &str = "https://api.met.no/blog";
const CHANGELOG: &str = "https://api.met.no/changelog";
const DOCS: &str = "https://github.com/metno/weatherapi-docs";
const EXTERNAL_LIST: &str = "https://external.api.met.no/weatherapi/documentation";
const LIST: &str = "https://api.met.no/weatherapi";
const OLDER_LIST: &str = "https://api.met.no/weatherapi/documentation";
const SUNRISE: &str = "https://api.met.no/weatherapi/sunrise/3.0/documentation";
const YR_CHANGELOG: &str = "https://developer.yr.no/changelog";

/// A row of which nothing else is known.
const fn row(product: &'static str, version: &'static str, state: VersionStatus, source: &'static str) -> Version {
    Version {
        product,
        version,
        state,
        since: None,
        deprecated: None,
        ended: None,
        successor: None,
        note: None,
        source,
        learned: None,
    }
}

/// A day that has come.
const fn on(text: &'static str) -> Option<Day> {
    Some(Day { text, planned: false })
}

/// A day that was announced.
const fn planned(text: &'static str) -> Option<Day> {
    Some(Day { text, planned: true })
}

/// The versions, ordered by product and then by version.
pub(crate) static VERSIONS: &[Version] = &[
    row("airqualityforecast", "0.1", Current, LIST),
    Version {
        since: Some("2019-06-07"),
        deprecated: Some("2026-01-12"),
        ended: planned("2026-03-16"),
        successor: Some("aviationforecast/2.0"),
        ..row("aviationforecast", "1.6", Deprecated, CHANGELOG)
    },
    Version {
        since: Some("2025-12-10"),
        note: Some("Left beta on 2026-01-12. It returns traditional alphanumeric codes (TAC) as text."),
        ..row("aviationforecast", "2.0", Current, CHANGELOG)
    },
    Version {
        note: Some("Named in MET's documentation; possibly never public, possibly removed."),
        ..row("cbrn", "1.0", Unknown, DOCS)
    },
    Version {
        note: Some("Named in MET's documentation; possibly never public, possibly removed."),
        ..row("epsogram", "2.0", Unknown, DOCS)
    },
    Version { ended: on("2019-03-15"), ..row("errornotifications", "1.0", Ended, BLOG) },
    Version {
        deprecated: Some("2019"),
        ended: on("2021-02-05"),
        note: Some("Its end was postponed from 2019-04-01 and then came at one day's notice; it has no replacement."),
        ..row("extremeswwc", "1.2", Ended, "https://api.met.no/blog/2021-02-04-extremeswwc")
    },
    Version {
        deprecated: Some("2025-11-15"),
        ended: on("2025-12-01"),
        note: Some("It has no replacement."),
        ..row("fmiroutes", "0.1", Ended, CHANGELOG)
    },
    Version {
        ended: on("2021-07-01"),
        successor: Some("metalerts, and skogbrannfare.met.no"),
        ..row("forestfireindex", "1.1", Ended, BLOG)
    },
    Version {
        note: Some("A separate service at frost.met.no, with its own rules and client ids."),
        ..row("frost", "0.9", Current, LIST)
    },
    Version {
        note: Some(
            "Suspended from 2018-06-29 to 2020-10-02. The value small of its parameter size is deprecated and to \
             end on 2026-03-01; the product stays.",
        ),
        ..row("geosatellite", "1.4", Current, CHANGELOG)
    },
    row("gribfiles", "1.1", Current, LIST),
    Version { since: Some("2026-02-16"), ..row("iceberg", "0.1", Beta, CHANGELOG) },
    Version {
        note: Some("Version 2.0 was announced for 2020, but MET's list still names 1.0 in 2026."),
        ..row("icemap", "1.0", Current, LIST)
    },
    Version {
        since: Some("2023-12"),
        note: Some("Left beta on 2024-11-28."),
        ..row("isobaricgrib", "1.0", Current, CHANGELOG)
    },
    Version {
        ended: on("2020-02-03"),
        successor: Some("the lightning data of frost.met.no"),
        ..row("lightning", "1.0", Ended, BLOG)
    },
    Version {
        deprecated: Some("2011-08-16"),
        ended: on("2011-10-01"),
        successor: Some("locationforecast/1.8"),
        ..row("locationforecast", "1.5", Ended, YR_CHANGELOG)
    },
    Version {
        deprecated: Some("2014-05-20"),
        ended: on("2014-09-09"),
        successor: Some("locationforecast/1.9"),
        ..row("locationforecast", "1.8", Ended, YR_CHANGELOG)
    },
    Version {
        since: Some("2014-05-20"),
        deprecated: Some("2020-06-17"),
        ended: on("2021-03-01"),
        successor: Some("locationforecast/2.0"),
        note: Some(
            "Its end was postponed three times, first from 2020-12-01. The parameter msl is called altitude in 2.0.",
        ),
        ..row("locationforecast", "1.9", Ended, YR_CHANGELOG)
    },
    Version {
        since: Some("2020-01-17"),
        note: Some("Left beta on 2020-06-17. Since 2020-06-10 a URL without an endpoint returns no data."),
        ..row("locationforecast", "2.0", Current, YR_CHANGELOG)
    },
    Version {
        deprecated: Some("2019-12"),
        ended: on("2020-09-01"),
        successor: Some("locationforecast/2.0"),
        note: Some(
            "Its end was postponed from February and from August 2020. The month of deprecation is approximate.",
        ),
        ..row("locationforecastlts", "1.3", Ended, BLOG)
    },
    Version {
        successor: Some("metalerts/1.1"),
        note: Some("Its end date is unknown; MET's lists since 2019 do not name it."),
        ..row("metalerts", "1.0", Ended, EXTERNAL_LIST)
    },
    Version {
        deprecated: Some("2024-05-07"),
        ended: planned("2024-09-02"),
        successor: Some("metalerts/2.0"),
        note: Some("MET's list of early 2026 no longer names it. Version 2.0 has new endpoints and a new CAP profile."),
        ..row("metalerts", "1.1", Ended, BLOG)
    },
    Version {
        since: Some("2024-04-02"),
        note: Some("Left beta on 2024-05-07."),
        ..row("metalerts", "2.0", Current, CHANGELOG)
    },
    row("metgc", "1.0", Current, LIST),
    Version {
        note: Some("MET's list names it next to the current 1.0, so it is probably a beta."),
        ..row("metgc", "1.1", Beta, LIST)
    },
    row("metgm", "1.0", Current, LIST),
    Version {
        note: Some("MET's list names it next to the current 1.0, so it is probably a beta."),
        ..row("metgm", "1.1", Beta, LIST)
    },
    row("nlaroutes", "1.0", Current, LIST),
    Version {
        since: Some("2016"),
        deprecated: Some("2020-12-15"),
        ended: on("2021-03-01"),
        successor: Some("nowcast/2.0"),
        note: Some(
            "It returned 422 outside radar range, where 2.0 returns 200. The date of deprecation is approximate.",
        ),
        ..row("nowcast", "0.9", Ended, BLOG)
    },
    Version { since: Some("2020-10-02"), ..row("nowcast", "2.0", Current, LIST) },
    Version {
        deprecated: Some("2021-05-01"),
        ended: on("2021-07-01"),
        successor: Some("oceanforecast/2.0"),
        note: Some(
            "The wave direction in 0.9 is where waves go to; in the JSON of 2.0 it is where they come from. The \
             endpoint mox of 2.0, which kept the old format, was removed later in the summer of 2021.",
        ),
        ..row("oceanforecast", "0.9", Ended, BLOG)
    },
    Version { since: Some("2021-03"), ..row("oceanforecast", "2.0", Current, LIST) },
    Version { since: Some("2023-06-08"), ..row("offshoremaps", "1.0", Current, LIST) },
    Version {
        since: Some("2020-02-25"),
        note: Some("A low-maintenance service that MET guaranteed only until the end of 2020; probably removed."),
        ..row("oslofjord", "0.1", Unknown, "https://api.met.no/weatherapi/oslofjord/0.1/documentation")
    },
    Version {
        note: Some("Named in MET's lists of 2019 and 2020; probably still current."),
        ..row("polarsatellite", "1.1", Unknown, OLDER_LIST)
    },
    Version {
        deprecated: Some("2021-05"),
        ended: on("2021-07-01"),
        successor: Some("the percentiles of locationforecast/2.0, endpoint complete"),
        ..row("probabilityforecast", "1.1", Ended, BLOG)
    },
    Version {
        deprecated: Some("2020-02-03"),
        ended: on("2020-06-17"),
        successor: Some("radar/2.0"),
        note: Some("Its end was postponed twice."),
        ..row("radar", "1.5", Ended, BLOG)
    },
    Version { since: Some("2020-02-03"), ..row("radar", "2.0", Current, BLOG) },
    Version {
        deprecated: Some("2020"),
        ended: on("2020"),
        successor: Some("radar/2.0"),
        ..row("radarlightning", "1.1", Ended, BLOG)
    },
    Version {
        since: Some("2019-03"),
        deprecated: Some("2022-06-30"),
        ended: on("2022-09-01"),
        successor: Some("routeforecast/2.0"),
        ..row("routeforecast", "1.0", Ended, BLOG)
    },
    Version {
        note: Some("It has no endpoint: the query follows the version and a slash."),
        ..row("routeforecast", "2.0", Current, LIST)
    },
    Version {
        since: Some("2020"),
        deprecated: Some("2021-12-01"),
        ended: planned("2022"),
        successor: Some("sigcharts/2.0"),
        note: Some("Its end was postponed at least once. The date of deprecation is the announced one."),
        ..row("sigcharts", "1.0", Ended, "https://api.met.no/weatherapi/sigcharts/2.0/documentation")
    },
    Version { since: Some("2021-07-14"), ..row("sigcharts", "2.0", Current, BLOG) },
    Version {
        deprecated: Some("2020"),
        ended: on("2020-06-17"),
        successor: Some("sigmets/2.0"),
        ..row("sigmets", "1.0", Ended, BLOG)
    },
    row("sigmets", "2.0", Current, BLOG),
    Version {
        note: Some("Named in MET's list of 2020; probably removed since."),
        ..row("soundprofile", "1.0", Unknown, OLDER_LIST)
    },
    Version {
        deprecated: Some("2019-06"),
        ended: on("2019-09-02"),
        successor: Some("spotwind/1.1"),
        ..row("spotwind", "1.0", Ended, BLOG)
    },
    row("spotwind", "1.1", Current, BLOG),
    Version {
        successor: Some("subjectiveforecast/1.0"),
        note: Some("Removed before 2016; its exact versions are unknown."),
        ..row("subjectiveforecast", "0.x", Ended, LIST)
    },
    row("subjectiveforecast", "1.0", Current, LIST),
    Version {
        since: Some("2023-08-08"),
        note: Some("Left beta on 2024-01-30."),
        ..row("subseasonal", "1.0", Current, "https://api.met.no/weatherapi/subseasonal/1.0/documentation")
    },
    Version {
        since: Some("2008-06-24"),
        ended: on("2008-10-01"),
        successor: Some("sunrise/0.9"),
        ..row("sunrise", "0.8", Ended, SUNRISE)
    },
    Version {
        since: Some("2008-09-10"),
        ended: on("2009-06-24"),
        successor: Some("sunrise/1.0"),
        ..row("sunrise", "0.9", Ended, SUNRISE)
    },
    Version {
        since: Some("2009-06-02"),
        ended: on("2016"),
        successor: Some("sunrise/1.1"),
        ..row("sunrise", "1.0", Ended, SUNRISE)
    },
    Version {
        since: Some("2015-11-01"),
        ended: on("2019-02"),
        successor: Some("sunrise/2.0"),
        ..row("sunrise", "1.1", Ended, BLOG)
    },
    Version {
        since: Some("2018-03-09"),
        deprecated: Some("2023-06-15"),
        ended: on("2023-09-01"),
        successor: Some("sunrise/3.0"),
        note: Some(
            "Out of beta on 2018-11-19. It served XML; 3.0 serves GeoJSON at the endpoints sun and moon. MET's post \
             named 2023-08-31 as the end, its documentation 2023-09-01.",
        ),
        ..row("sunrise", "2.0", Ended, "https://api.met.no/doc/sunrise/astro")
    },
    Version {
        note: Some("Known only from a schema's name, astrodata-2.1.xsd; probably never released."),
        ..row("sunrise", "2.1", Unknown, "https://schema.api.met.no")
    },
    Version {
        since: Some("2023-01-03"),
        note: Some("Left beta on 2023-06-15."),
        ..row("sunrise", "3.0", Current, SUNRISE)
    },
    row("tafmetar", "1.0", Current, LIST),
    Version {
        note: Some("Named in MET's list of 2019; probably removed since."),
        ..row("temperatureverification", "1.0", Unknown, EXTERNAL_LIST)
    },
    Version {
        since: Some("2012-05-10"),
        deprecated: Some("2019"),
        ended: on("2019-09-02"),
        successor: Some("textforecast/2.0, and aviationforecast/1.6 for aviation"),
        note: Some("Both successors have themselves been replaced by later versions."),
        ..row("textforecast", "1.6", Ended, "https://api.met.no/weatherapi/textforecast/2.0/documentation")
    },
    Version {
        since: Some("2019-03-01"),
        deprecated: Some("2025-03-12"),
        ended: planned("2026-03-16"),
        successor: Some("textforecast/3.0"),
        ..row("textforecast", "2.0", Deprecated, "https://api.met.no/weatherapi/textforecast/2.0/documentation")
    },
    Version {
        since: Some("2022-12-14"),
        note: Some("Left beta on 2025-03-12. It returns GeoJSON with the areas' coordinates."),
        ..row("textforecast", "3.0", Current, CHANGELOG)
    },
    Version {
        ended: on("2019-03-15"),
        successor: Some("textforecast/2.0"),
        note: Some(
            "MET's post of December 2018 named 2019-03-01 as the end. The endpoint landoverview of textforecast/2.0 \
             took its place, and that version is itself deprecated.",
        ),
        ..row("textlocation", "1.0", Ended, BLOG)
    },
    Version {
        note: Some("A separate archive at thredds.met.no, not under /weatherapi."),
        ..row("thredds", "1.0", Current, LIST)
    },
    row("tidalwater", "1.1", Current, LIST),
    Version {
        deprecated: Some("2023-06-08"),
        ended: on("2023-07-10"),
        successor: Some("turbulence/2.0"),
        ..row("turbulence", "1.1", Ended, BLOG)
    },
    Version { since: Some("2023"), ..row("turbulence", "2.0", Current, BLOG) },
    Version {
        deprecated: Some("2020-02"),
        ended: on("2020"),
        successor: Some("sigcharts"),
        ..row("upperwindweather", "1.1", Ended, BLOG)
    },
    Version {
        deprecated: Some("2020"),
        ended: on("2020-06-17"),
        successor: Some("locationforecast/2.0"),
        note: Some("Its end was postponed twice."),
        ..row("uvforecast", "1.0", Ended, BLOG)
    },
    Version {
        ended: on("2024-05-31"),
        note: Some("It has no replacement in the Weather API."),
        ..row("verticalprofile", "1.1", Ended, BLOG)
    },
    Version {
        note: Some("A specialised product; MET does not support this version."),
        ..row(
            "volcanicashforecast",
            "0.1",
            Current,
            "https://api.met.no/weatherapi/volcanicashforecast/0.1/documentation",
        )
    },
    Version {
        note: Some("Named in MET's documentation; possibly never public, possibly removed."),
        ..row("vtkbriefing", "1.0", Unknown, DOCS)
    },
    Version {
        since: Some("2014"),
        deprecated: Some("2020"),
        ended: on("2021-03-01"),
        successor: Some("weathericon/2.0"),
        ..row("weathericon", "1.1", Ended, BLOG)
    },
    Version {
        since: Some("2020-04"),
        deprecated: Some("2023-05-31"),
        ended: on("2023-08-31"),
        successor: Some("the icons at https://github.com/metno/weathericons"),
        ..row("weathericon", "2.0", Ended, BLOG)
    },
    Version {
        note: Some("Removed before 2016; its exact versions are unknown."),
        ..row("windforecast", "0.x", Ended, LIST)
    },
    Version {
        deprecated: Some("2020"),
        ended: on("2022-02-01"),
        successor: Some("locationforecast/2.0"),
        note: Some(
            "The old Yr API, not part of the Weather API: the addresses at www.yr.no that end in forecast.xml or \
             varsel.xml. Its end was put off from the summer of 2021.",
        ),
        ..row("yr api", "forecast.xml", Ended, BLOG)
    },
];
