//! Announcements as MET writes them, and sentences that an eager reader takes for an end.

use super::{entry, notices, short};

/// Title, day of writing, text, the version asked for, and what is found.
pub(super) type Row<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str);

pub(super) fn check(rows: &[Row]) {
    for (title, written, text, asked, expected) in rows {
        let (product, version) = asked.split_once('/').unwrap();
        let found = short(&[entry(title, written, text)], product, version).join(", ");
        assert_eq!(found, *expected, "{asked}: {title}: {text}");
    }
}

#[test]
fn announcements_of_met_give_their_day() {
    #[rustfmt::skip]
    check(&[
        ("Version 0.9 EOL: 2021-03-01", "2020-12-15", "", "locationforecast/0.9", "end 2021-03-01"),
        ("Phase out version 1.5 : 2011-08-16", "2011-08-16", "version 1.5 will expire at 2011-10-01. The entry that version 1.5 will be available until version 1.9 is released is no longer correct.", "locationforecast/1.5", "end 2011-10-01"),
        ("Version 1.9 : 2014-05-20", "2014-05-20", "New version 1.9. Old version, 1.8, will expire on 2014-09-09", "locationforecast/1.8", "end 2014-09-09"),
        ("Version 1.9 : 2014-05-20", "2014-05-20", "New version 1.9. Old version, 1.8, will expire on 2014-09-09", "locationforecast/1.9", ""),
        ("Version 1.7 : 2010-03-03", "2010-03-03", "Version 1.6 and 1.5 will be available until version 1.9 is released", "locationforecast/1.6", "end -"),
        ("Textforecast: Version 3.0 out of beta, 2025-03-12", "2025-03-12", "Version 3.0 is out of beta, and version 2.0 will be terminated on 16 March 2026", "textforecast/2.0", "end 2026-03-16"),
        ("Aviationforecast: Version 2.0 out of beta: 2026-01-12", "2026-01-12", "The old version 1.6 will be terminated on 2026-03-16", "aviationforecast/1.6", "end 2026-03-16"),
        ("Geosatellite: size=small deprecated, 2026-01-12", "2026-01-12", "The parameter value size=small will be removed on 2026-03-01", "geosatellite/1.4", ""),
        ("Geosatellite: Small images, 2026-01-12", "2026-01-12", "The small image size is deprecated and will be going away on March 1st", "geosatellite/1.4", ""),
        ("Fmiroutes: Deprecated, 2025-11-15", "2025-11-15", "This product will be terminated 1 December", "fmiroutes/0.1", "end 2025-12-01?, deprecated -"),
        ("Fmiroutes: 2025-11-15", "2025-11-15", "EOL 2025-12-01", "fmiroutes/0.1", "end 2025-12-01"),
        ("Metalerts: 2024-05-07", "2024-05-07", "Version 2.0 is now out of beta. Version 1.1 is deprecated and will be terminated on September 2, 2024.", "metalerts/1.1", "end 2024-09-02, deprecated -"),
        ("Metalerts: 2024-05-07", "2024-05-07", "Version 2.0 is now out of beta. Version 1.1 is deprecated and will be terminated on September 2, 2024.", "metalerts/2.0", "out-of-beta -"),
        ("News", "2024-04-19", "The new version 2.0 of MetAlerts will be launched on 7 May 2024. At the same time we will be deprecating version 1.1, which is planned EOL on 2 Sept.", "metalerts/1.1", "end 2024-09-02?, deprecated -"),
        ("News", "2024-04-19", "The new version 2.0 of MetAlerts will be launched on 7 May 2024. At the same time we will be deprecating version 1.1, which is planned EOL on 2 Sept.", "metalerts/2.0", ""),
        ("News", "2024-04-19", "Moving on, the Verticalprofile product will be terminated on 31 May 2024.", "verticalprofile/1.1", "end 2024-05-31"),
        ("News", "2024-04-19", "Moving on, the Verticalprofile product will be terminated on 31 May 2024.", "metalerts/1.1", ""),
        ("News", "2021-11-08", "Sigcharts version 2.0 goes out of beta on 1 December, at which time we will deprecate the current version.", "sigcharts/1.0", "deprecated 2021-12-01?"),
        ("News", "2021-11-08", "Finally, the IGA warnings will be removed from Aviationforecast in December.", "aviationforecast/1.6", ""),
        ("Locationforecast: Version 2.0", "2020-06-17", "Some elements will be removed when version 1.9 is terminated", "locationforecast/1.9", "end -"),
        ("Locationforecast: Version 2.0", "2020-06-17", "Some elements will be removed when version 1.9 is terminated", "locationforecast/2.0", ""),
        ("News", "2020-12-15", "Locationforecast 1.9, Nowcast 0.9 and Weathericon 1.1 will be turned off completely on March 1st, 2021", "nowcast/0.9", "end 2021-03-01"),
        ("News", "2020-12-15", "Locationforecast 1.9, Nowcast 0.9 and Weathericon 1.1 will be turned off completely on March 1st, 2021", "locationforecast/2.0", ""),
        ("News", "2020-06-12", "Locationforecastlts 1.3 will be retired (August 2020)", "locationforecastlts/1.3", "end -"),
        ("News", "2020-06-12", "Locationforecast 1.9 will be available until further notice", "locationforecast/1.9", "kept -"),
        ("News", "2020-06-12", "Locationforecast 1.9 will be turned off sometime this summer", "locationforecast/1.9", "end -"),
        ("News", "2020-06-12", "We plan to turn off version 1.9 before xmas", "locationforecast/1.9", "end -"),
        ("News", "2020-06-12", "The products uvforecast/1.0 and sigmets/1.0 will be discontinued on 17 June 2020", "sigmets/1.0", "end 2020-06-17"),
        ("News", "2019-12-20", "The Lightning product is going away on February 1st", "lightning/1.0", "end 2020-02-01?"),
        ("News", "2019-08-21", "Sunrise 1.1 was removed in February 2019", "sunrise/1.1", "end -"),
        ("News", "2023-05-31", "Turbulence 1.1 is deprecated from 8 June and will be removed 10 July", "turbulence/1.1", "end 2023-07-10?, deprecated 2023-06-08?"),
        ("News", "2022-06-30", "Routeforecast 1.0 has been deprecated and will no longer be available after 1 September 2022", "routeforecast/1.0", "end 2022-09-01, deprecated -"),
        ("News", "2021-02-04", "The Extremeswwc product will be terminated tomorrow, February 5", "extremeswwc/1.2", "end 2021-02-05?"),
        ("Textforecast: [% webroot %], 2025-03-12", "2025-03-12", "See [% webroot %]/doc. Version 2.0 will be terminated on 2026-03-16", "textforecast/2.0", "end 2026-03-16"),
        ("Oceanforecast: 2021-05-10", "2021-05-10", "Oceanforecast 0.9 will be terminated on July 1st. Also the /mox endpoint in 2.0 will be removed later in the summer", "oceanforecast/0.9", "end 2021-07-01?"),
        ("Oceanforecast: 2021-05-10", "2021-05-10", "Oceanforecast 0.9 will be terminated on July 1st. Also the /mox endpoint in 2.0 will be removed later in the summer", "oceanforecast/2.0", ""),
    ]);
}

/// The day of an end that a sentence in an entry about Textforecast gives for these versions; no other has one.
#[test]
fn each_version_gets_its_own_day_or_none() {
    #[rustfmt::skip]
    let rows: &[(&str, &[(&str, &str)])] = &[
        ("Version 3.0 launched on 2026-02-01 and version 2.0 will be removed on 2026-03-16", &[("2.0", "2026-03-16")]),
        ("Version 2.0 will be available on the new servers until 2026-03-16", &[("2.0", "2026-03-16")]),
        ("Version 1.6 is terminated on 2026-03-01, version 2.0 on 2026-03-16", &[("1.6", "2026-03-01"), ("2.0", "2026-03-16")]),
        ("The EOL of version 1.6 is on 2026-03-01, and that of 2.0 on 2026-03-16", &[("1.6", "2026-03-01"), ("2.0", "2026-03-16")]),
        ("Both Textforecast 2.0 and Aviationforecast 1.6 end on 2026-03-16", &[("2.0", "2026-03-16")]),
        ("On 2026-03-16 we will remove version 1.6 and move version 2.0 to new servers", &[("1.6", "2026-03-16")]),
        ("The shutdown of version 2.0 has been moved from 2026-03-01 to 2026-03-16", &[("2.0", "2026-03-16")]),
        ("The phase-out date for 2.0 is 2026-03-16", &[("2.0", "2026-03-16")]),
        ("On 2026-03-16 we will remove the deprecated version 2.0", &[("2.0", "2026-03-16")]),
        ("Please note that versions 1.6 and 2.0 will be retired by 2026-03-16", &[("1.6", "2026-03-16"), ("2.0", "2026-03-16")]),
        ("Please note that version 2.0 and the msl parameter will be removed on 2026-03-16", &[("2.0", "2026-03-16")]),
        ("Version 2.0 will not be removed on 2026-03-01, but on 2026-03-16", &[("2.0", "2026-03-16")]),
        ("EOL: 2026-03-16", &[("1.6", "2026-03-16"), ("2.0", "2026-03-16"), ("3.0", "2026-03-16")]),
        ("Textforecast 2.0 continues, Aviationforecast 1.6 ends on 2026-03-16", &[]),
        ("Versions 1.6 and 2.0 are terminated on 2026-03-01 and 2026-03-16, respectively", &[]),
        ("Version 2.0 was to be terminated on 2026-03-01, but this is off", &[]),
        ("It will be terminated on 2026-03-16, and version 3.0 is out of beta", &[]),
        ("The beta of version 3.0 ends on 2026-03-16", &[]),
        ("The trial of 3.0 ends on 2026-03-16, after which 2.0 is deprecated", &[]),
        ("The documentation of version 2.0 will be removed on 2026-03-16", &[]),
        ("Certificates for version 2.0 expire on 2026-03-16", &[]),
        ("Support for TLS 1.1 will be removed from version 2.0 on 2026-03-16", &[]),
        ("Access without a User-Agent will be turned off on 2026-03-16", &[]),
        ("Your access expires on 2026-03-16", &[]),
        ("The old servers will be turned off on 2026-03-16", &[]),
        ("Version 2.0 drops the msl parameter on 2026-03-16", &[]),
        ("Version 2.0 endpoints /a and /b will be removed on 2026-03-16", &[]),
        ("The size parameter was launched on 2026-02-01 and will be removed on 2026-03-16, use version 3.0", &[]),
        ("Version 2.0 will no longer return the msl element after 2026-03-16", &[]),
    ];
    for (text, expected) in rows {
        let entries = [entry("Textforecast: News, 2026-01-12", "2026-01-12", text)];
        for version in ["1.6", "2.0", "3.0"] {
            let found = notices(&entries, "textforecast", version);
            let day = super::end(&found).and_then(|notice| notice.day).map(super::Timestamp::date);
            let wanted = expected.iter().find(|(of, _)| *of == version).map(|(_, day)| (*day).to_owned());
            assert_eq!(day, wanted, "{version}: {text}: {found:?}");
        }
    }
}

#[test]
fn only_one_version_beside_one_date_is_alone() {
    let rows = [
        ("Version 2.0 will be terminated on 2026-03-16.", true),
        ("The old version 2.0 will be terminated on 2026-03-16.", true),
        ("Version 3.0 is out of beta, and version 2.0 will be terminated on 2026-03-16.", false),
        ("Version 2.0 will be terminated on 2026-03-16 (was 2026-03-01).", false),
        ("The old version will be terminated on 2026-03-16.", false),
        ("Version 2.0 is deprecated. It will be terminated on 2026-03-16, use version 3.0.", false),
        ("The product will be terminated on 2026-03-16.", false),
    ];
    let newer = entry("Textforecast: Version 3.0 in beta", "2025-01-12", "");
    for (text, is_alone) in rows {
        let found = notices(&[entry("Textforecast: News", "2026-01-12", text), newer.clone()], "textforecast", "2.0");
        assert_eq!(found.first().map(|notice| notice.is_alone), Some(is_alone), "{text}: {found:?}");
    }
}
