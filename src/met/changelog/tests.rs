//! Whole entries and whole feeds.

mod phrases;
mod real;
mod variants;

use proptest::prelude::*;

use super::*;
use crate::http::time::timestamp::Timestamp;
use crate::text::escape::Text;

fn at(day: &str) -> Timestamp {
    Timestamp::parse_rfc3339(day).unwrap()
}

fn entry(title: &str, written: &str, text: &str) -> Entry {
    let written = Timestamp::parse_rfc3339(written);
    Entry { title: Text::from(title), link: None, written, text: text.to_owned() }
}

/// The notices in short: `end 2026-03-16`, with `?` for an inferred year and `!` for a suspect day.
fn short(entries: &[Entry], product: &str, version: &str) -> Vec<String> {
    let show = |notice: &Notice| {
        let day = notice.day.map_or_else(|| "-".to_owned(), Timestamp::date);
        let mark = if notice.year_inferred { "?" } else { "" };
        let kind = match notice.kind {
            Kind::End => "end",
            Kind::Kept => "kept",
            Kind::Deprecated => "deprecated",
            Kind::Beta => "beta",
            Kind::OutOfBeta => "out-of-beta",
        };
        format!("{kind} {day}{mark}{}", if notice.suspect { "!" } else { "" })
    };
    notices(entries, product, version).iter().map(show).collect()
}

fn one(title: &str, text: &str, version: &str) -> String {
    short(&[entry(title, "2026-01-12", text)], "textforecast", version).join(", ")
}

#[test]
fn every_verb_of_ending_gives_the_day() {
    let mut wrong = Vec::new();
    for text in [
        "Version 2.0 will be terminated on 2026-03-16.",
        "Version 2.0 terminates on 2026-03-16.",
        "Termination of version 2.0: 2026-03-16",
        "version 2.0 will expire at 2026-03-16",
        "Version 2.0 expires 2026-03-16",
        "textforecast/2.0 EOL on 2026-03-16",
        "EOL for version 2.0 is 2026-03-16",
        "Version 2.0 EOL: 2026-03-16",
        "End of life for version 2.0 is 2026-03-16.",
        "Version 2.0 will be end-of-lifed on 2026-03-16",
        "Textforecast 2.0 will be removed 2026-03-16",
        "We will be removing version 2.0 on 2026-03-16",
        "Version 2.0 will be turned off on 2026-03-16",
        "Version 2.0 will be turned off completely on 2026-03-16",
        "We turn off version 2.0 on 2026-03-16",
        "Version 2.0 will be retired on 2026-03-16",
        "Version 2.0 is to be discontinued on 2026-03-16",
        "Version 2.0 will be phased out by 2026-03-16",
        "Version 2.0 is going away on 2026-03-16",
        "Version 2.0 will no longer be available after 2026-03-16",
        "Version 2.0 will not be available after 2026-03-16",
        "Version 2.0 will be available until 2026-03-16",
        "The old version 2.0 will be available until 2026-03-16",
        "New version 3.0. Old version, 2.0, will expire on 2026-03-16",
        "Old version (2.0) will be terminated 2026-03-16",
        "On 2026-03-16, version 2.0 will be terminated",
        "Version 3.0 is out of beta, and version 2.0 will be terminated on 2026-03-16",
        "Version 3.0 replaces version 2.0, which will be removed 2026-03-16",
        "At the same time we will be deprecating version 2.0, which is planned EOL on 2026-03-16",
        "Versions 1.6 and 2.0 will be terminated on 2026-03-16",
        "Aviationforecast 1.6 and Textforecast 2.0 will be terminated on 2026-03-16.",
        "Aviationforecast 1.6 will be terminated on 2026-04-01 and Textforecast 2.0 on 2026-03-16.",
        "Textforecast version 2.0 will be terminated on 2026-03-16 (was 2026-03-01)",
        "The end of life of version 2.0 has been moved from 1 Feb 2026 to 2026-03-16",
        "The termination of 2.0 is postponed to 2026-03-16 instead of 2026-03-01",
        "Version 2.0 will not be removed before 2026-03-16",
        "version 2.0 of textforecast will expire at 2026-03-16",
        "As announced on 2026-01-02, version 2.0 will be removed on 2026-03-16",
        "Support for version 2.0 will end on 2026-03-16",
        "Users of version 2.0 must migrate before it is removed on 2026-03-16",
        "Version 2.0 with all its endpoints will be removed on 2026-03-16",
        "The Textforecast product will be terminated on 2026-03-16",
        "Textforecast will be terminated on 2026-03-16",
        "This product will be terminated on 2026-03-16",
        "The old version will be terminated on 2026-03-16. Use version 3.0",
        "All versions will be removed on 2026-03-16",
        "Version 2.0 is now deprecated and will be supported until 2026-03-16",
        "Users of 2.0 should upgrade to version 3.0 before 2026-03-16, when the old version will be switched off.",
        "The planned termination date of 2.0 (2026-03-01) has been moved to 2026-03-16",
        "Version 2.0 will not be terminated on 2026-03-01 as announced, but on 2026-03-16.",
        "Both 2.0 and the beta endpoint will be removed by 2026-03-16",
        "We have decided that version 2.0 is removed on 2026-03-16",
    ] {
        let found = one("Textforecast: News, 2026-01-12", text, "2.0");
        if !found.split(", ").any(|notice| notice == "end 2026-03-16") || found.matches("end").count() > 1 {
            wrong.push(format!("{text}: {found}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn end_of_something_else_is_not_that_of_the_version() {
    let mut wrong = Vec::new();
    for text in [
        "The parameter value size=small will be removed on 2026-03-16.",
        "The size parameter of version 2.0 will be removed on 2026-03-16.",
        "Textforecast size=small will be terminated on 2026-03-16",
        "The small image size will be discontinued on 2026-03-16",
        "The msl parameter was removed in version 2.0 on 2026-03-16",
        "The /mox endpoint of 2.0 will be removed 2026-03-16",
        "We will remove several unused parameters from version 2.0 on 2026-03-16",
        "Removed size=small from version 2.0 2026-03-16",
        "Support for the size parameter in version 2.0 will end on 2026-03-16",
        "Version 1.6 will be terminated on 2026-03-16",
        "The old version 1.6 will be terminated on 2026-03-16",
        "The old version will be terminated on 2026-03-16. Use version 2.0",
        "Version 2.0 replaces version 1.6, which will be removed 2026-03-16",
        "Version 2.0 is out of beta, and version 1.6 will be terminated on 2026-03-16",
        "Version 1.6 has been deprecated in favour of version 2.0 and will be terminated on 2026-03-16",
        "Aviationforecast 2.0 will be terminated on 2026-03-16",
        "aviationforecast/2.0 EOL on 2026-03-16",
        "The Verticalprofile product will be terminated on 2026-03-16",
        "Support for CAP 2.0 ends on 2026-03-16",
        "New version 2.0 in beta from 2026-03-16",
        "Version 2.0 will replace the current version on 2026-03-16",
        "The wind gust bug was removed 2026-03-16",
        "Old icons have been deleted 2026-03-16.",
        "Version 2.0 will be unavailable on 2026-03-16 due to maintenance",
        "Version 3.0 is available until 2026-03-16",
        "Version 2.0 may be removed without notice",
        "We have launched version 2.0 and the msl parameter will be removed on 2026-03-16",
        "Version 2.0 is out of beta and the msl parameter will be removed on 2026-03-16",
    ] {
        let found = one("Textforecast: News, 2026-01-12", text, "2.0");
        if found.contains("end ") || found.contains("kept") {
            wrong.push(format!("{text}: {found}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn end_without_a_day_is_kept_with_its_sentence() {
    for text in [
        "Version 2.0 will be terminated sometime this summer.",
        "Version 2.0 will be turned off before xmas",
        "Version 2.0 will be removed within the next six months.",
        "Version 2.0 will be retired (August 2026)",
        "Version 2.0 will be available until version 3.0 is released",
        "Version 2.0 has been removed.",
    ] {
        let entries = [entry("Textforecast: News", "2026-01-12", text)];
        let found = notices(&entries, "Textforecast", "2.0");
        let notice = end(&found).unwrap_or_else(|| panic!("{text}: {found:?}"));
        assert_eq!((notice.day, notice.sentence.as_str()), (None, text), "{text}");
    }
}

#[test]
fn end_is_called_off() {
    for text in [
        "Version 2.0 will not be removed.",
        "Version 2.0 will be available until further notice.",
        "The termination of version 2.0 is postponed until further notice.",
        "The EOL of version 2.0 on 2026-03-16 has been cancelled.",
        "The termination of version 2.0 has been postponed.",
        "There are no plans to terminate version 2.0.",
    ] {
        let older = entry("Textforecast: EOL", "2026-01-01", "Version 2.0 will be terminated on 2026-03-16");
        let found = [entry("Textforecast: News", "2026-01-12", text), older];
        assert_eq!(short(&found, "textforecast", "2.0"), ["kept -", "end 2026-03-16"], "{text}");
        assert_eq!(end(&notices(&found, "textforecast", "2.0")), None, "{text}");
    }
}

#[test]
fn end_is_read_from_title_and_text_together() {
    let mut wrong = Vec::new();
    let rows = [
        ("Nowcast: Version 0.9 EOL: 2021-03-01", "2021-03-01", "", "end 2021-03-01"),
        ("Nowcast: Version 0.9 EOL: 2021-03-01", "2020-12-15", "", "end 2021-03-01"),
        ("Nowcast: Version 0.9 EOL: 2021-03-01", "", "", "end 2021-03-01"),
        ("Nowcast: Version 0.9 EOL on 1 March 2021", "", "", "end 2021-03-01"),
        ("Nowcast: Version 0.9 EOL, 2020-12-15", "2020-12-15", "", "end -"),
        ("Nowcast: Version 0.9 terminated, 2020-12-15", "", "", "end -"),
        ("Nowcast: Version 0.9 EOL: 2020-12-15", "2020-12-15", "Will be removed 2021-03-01", "end 2021-03-01"),
        (
            "Nowcast: Version 0.9 deprecated, 2020-12-15",
            "",
            "EOL is planned for 2021-03-01.",
            "end 2021-03-01, deprecated -",
        ),
        (
            "Nowcast: Version 0.9 deprecated: 2020-12-15",
            "",
            "It will be terminated on March 1st, 2021.",
            "end 2021-03-01, deprecated -",
        ),
        (
            "Nowcast: Version 2.0 out of beta, 2020-12-15",
            "",
            "The old version will be terminated on March 1st.",
            "end 2021-03-01?",
        ),
        ("Nowcast: Version 2.0: : 2020-12-15", "", "The old version 0.9 expires 1 March 2021.", "end 2021-03-01"),
        ("Nowcast: 2020-12-15", "", "Will be terminated on 1. March", "end 2021-03-01?"),
        (
            "phase out of version 0.9 : 2020-12-15",
            "",
            "- version 0.9 of nowcast will expire at 2021-03-01. Note that log entry below stating that version 0.9 will be available until version 2.0 is released is no longer correct.",
            "end 2021-03-01",
        ),
        (
            "version 2.0 : 2020-12-15",
            "",
            "New version 2.0. Old version, 0.9, will expire on 2021-03-01",
            "end 2021-03-01",
        ),
        ("Version 0.9 EOL", "2020-12-15", "", "end -"),
        ("Oceanforecast: Version 0.9 EOL: 2021-03-01", "", "", ""),
        ("Oceanforecast: 2020-12-15", "", "Version 0.9 will be terminated on 2021-03-01. Nowcast 2.0 is in beta.", ""),
        (
            "Oceanforecast, Nowcast: New versions, 2020-12-15",
            "",
            "Version 0.9 will be terminated on 2021-03-01.",
            "end 2021-03-01",
        ),
        ("Nowcast: New version 2.0 in beta, 2020-12-15", "", "It will replace version 0.9.", ""),
        ("Deprecated: version 0.9, 2020-12-15", "", "", "deprecated -"),
    ];
    for (title, written, text, expected) in rows {
        let feed = format!(
            "<rss><channel><item><title>{title}</title><pubDate>{written}</pubDate><description>{text}</description></item></channel></rss>"
        );
        let entries = parse(feed.as_bytes()).unwrap();
        let found = short(&entries, "nowcast", "0.9").join(", ");
        if found != expected {
            wrong.push(format!("{title} {written} {text}: {found}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn beta_and_deprecation_of_this_version_are_read() {
    let rows = [
        ("New version 2.0 in beta", "beta -"),
        ("Version 2.0 is now available as beta.", "beta -"),
        ("Version 2.0 out of beta", "out-of-beta -"),
        ("Version 2.0 is no longer in beta", "out-of-beta -"),
        ("Version 2.0 is deprecated", "deprecated -"),
        ("We are deprecating version 2.0 on 2026-02-01", "deprecated 2026-02-01"),
        ("Version 2.0 has been superseded by version 3.0", "deprecated -"),
        ("Version 2.0 deprecated 2026-01-12, EOL 2026-03-16", "end 2026-03-16, deprecated 2026-01-12"),
        (
            "Version 2.0 was deprecated on 2026-01-12 and will be terminated on 2026-03-16",
            "end 2026-03-16, deprecated 2026-01-12",
        ),
        ("Version 3.0 is out of beta", ""),
        ("The size parameter is deprecated in version 2.0", ""),
        ("The deprecated msl parameter will be turned off on 1 July.", ""),
        ("The beta period of 3.0 is over", ""),
        ("Version 1.6 is deprecated, use version 2.0", ""),
    ];
    for (text, expected) in rows {
        assert_eq!(one("Textforecast: News", text, "2.0"), expected, "{text}");
    }
}

#[test]
fn day_before_its_entry_is_suspect_or_has_passed() {
    let rows = [
        ("Version 2.0 will be terminated on 2025-03-16.", "end 2025-03-16!"),
        ("Version 2.0 was terminated on 2025-03-16.", "end 2025-03-16"),
        ("Version 2.0 will be terminated on 2026-01-12.", "end 2026-01-12"),
        ("Version 2.0 was removed on 1 December.", "end 2025-12-01?"),
        ("Version 2.0 will be removed on 1 December.", "end 2026-12-01?"),
    ];
    for (text, expected) in rows {
        assert_eq!(one("Textforecast: News", text, "2.0"), expected, "{text}");
    }
    let older = entry("Textforecast: EOL", "2026-01-01", "Version 2.0 will be terminated on 2026-03-16");
    let typo = entry("Textforecast: News", "2026-01-12", "Version 2.0 will be terminated on 2025-03-16.");
    let found = notices(&[typo, older], "textforecast", "2.0");
    assert_eq!(end(&found).and_then(|notice| notice.day), Some(at("2026-03-16")));
}

#[test]
fn newest_entry_wins_in_any_order_of_the_feed() {
    let first = entry("Textforecast: EOL", "2025-03-12", "Version 2.0 will be terminated on 2026-01-31.");
    let second = entry("Textforecast: EOL", "2026-01-12", "Version 2.0 will now be terminated on 16 March 2026.");
    let reminder = entry("Textforecast: EOL", "2026-02-12", "Version 2.0 will be removed soon.");
    for entries in [vec![reminder.clone(), second.clone(), first.clone()], vec![first, second, reminder]] {
        assert_eq!(short(&entries, "textforecast", "2.0"), ["end -", "end 2026-03-16", "end 2026-01-31"]);
        let found = notices(&entries, "textforecast", "2.0");
        assert_eq!(end(&found).and_then(|notice| notice.day), Some(at("2026-03-16")));
    }
}

#[test]
fn successor_is_read_from_the_sentence() {
    let rows = [
        ("Version 2.0 is deprecated, please use version 3.0", Some("textforecast/3.0")),
        ("Version 2.0 will be removed on 2026-03-16. Version 3.0 is now out of beta.", Some("textforecast/3.0")),
        ("Version 2.0 will be replaced by locationforecast/2.0", Some("locationforecast/2.0")),
        ("Version 2.0 is deprecated in favour of Locationforecast 2.0.", Some("locationforecast/2.0")),
        ("Version 2.0 will be removed, switch to MetAlerts", Some("metalerts")),
        ("Version 2.0 will be removed", None),
        ("Version 2.0 replaced 1.6 and is now deprecated", None),
    ];
    for (text, successor) in rows {
        let found = notices(&[entry("Textforecast: News", "2026-01-12", text)], "textforecast", "2.0");
        assert_eq!(found.first().and_then(|notice| notice.successor.as_deref()), successor, "{text}: {found:?}");
    }
}

const RDF: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:d="http://purl.org/dc/elements/1.1/" xmlns:met="https://api.met.no/doc/RSS">
 <channel r:about="https://api.met.no/feed"><title>Changelog</title><link>https://api.met.no/</link>
  <items><r:Seq><r:li resource="https://api.met.no/changelog#2"/></r:Seq></items></channel>
 <item r:about="https://api.met.no/changelog#2"><title>Textforecast: Version 2.0 EOL, 2026-01-12</title>
  <link>https://api.met.no/changelog#2</link><met:category>textforecast</met:category>
  <d:date>2026-01-12T10:00+01:00</d:date>
  <description>&lt;p&gt;Version 2.0 will be terminated on &lt;del&gt;1 March&lt;/del&gt; 16 March.&lt;/p&gt;</description></item>
</r:RDF>"#;
const RSS: &str = r#"<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>x</title>
 <item><title><![CDATA[Textforecast: Version 2.0 EOL, 2026-01-12]]></title><guid>https://api.met.no/changelog#2</guid>
 <pubDate>Mon, 12 Jan 2026 10:00:00 +0100</pubDate><description>Version 2.0 ...</description>
 <content:encoded><![CDATA[<p>Version 2.0 will be terminated on <strike>1 March</strike> 16 March.</p>]]></content:encoded></item>
</channel></rss>"#;
const ATOM: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry>
 <title type="text">Textforecast: Version 2.0 EOL, 2026-01-12</title><id>urn:2</id>
 <link rel="self" href="https://api.met.no/self"/><link href="https://api.met.no/changelog#2"/>
 <updated>2026-05-05T09:00:00Z</updated><published>2026-01-12T09:00:00Z</published>
 <content type="xhtml"><h:div xmlns:h="http://www.w3.org/1999/xhtml"><h:p>Version <h:b>2.0</h:b> will be
 terminated on <h:s>1 March</h:s> 16 March.</h:p></h:div></content></entry></feed>"#;

#[test]
fn three_formats_say_the_same() {
    for feed in [RDF, RSS, ATOM] {
        let entries = parse(feed.as_bytes()).unwrap();
        assert_eq!(entries.len(), 1, "{feed}");
        assert_eq!(entries[0].title, Text::from("Textforecast: Version 2.0 EOL, 2026-01-12"));
        assert_eq!(entries[0].link, Some(Text::from("https://api.met.no/changelog#2")));
        assert_eq!(entries[0].written, Some(at("2026-01-12T09:00:00Z")), "{feed}");
        assert_eq!(entries[0].text, "Version 2.0 will be terminated on 16 March.");
        let found = notices(&entries, "textforecast", "2.0");
        let notice = end(&found).unwrap();
        assert_eq!((notice.day, notice.year_inferred), (Some(at("2026-03-16")), true));
        assert_eq!(notice.sentence, entries[0].text);
        assert_eq!(short(&entries, "textforecast", "3.0"), [""; 0]);
    }
}

#[test]
fn dates_of_entries_are_found_in_many_forms() {
    let rows = [
        ("<date>2026-01-12</date>", Some("2026-01-12T00:00:00Z")),
        ("<date>2026-01-12T10:00:00+0100</date>", Some("2026-01-12T09:00:00Z")),
        ("<date>2026-01-12 10:00</date>", Some("2026-01-12T10:00:00Z")),
        ("<pubDate>12 Jan 2026 10:00 GMT</pubDate>", Some("2026-01-12T10:00:00Z")),
        ("<pubDate>Mon, 12 Jan 2026</pubDate>", Some("2026-01-12T00:00:00Z")),
        ("<pubDate>soon</pubDate><updated>2026-01-12T10:00:00Z</updated>", Some("2026-01-12T10:00:00Z")),
        ("<title>Textforecast: 2026-01-12</title>", Some("2026-01-12T00:00:00Z")),
        ("<title>Textforecast: News (12 January 2026)</title>", Some("2026-01-12T00:00:00Z")),
        ("<title>Textforecast: EOL: 2026-01-12</title>", None),
        ("<title>Textforecast 2026-01-12 and more</title>", None),
        ("<title>Textforecast 2.0</title>", None),
    ];
    for (inside, written) in rows {
        let entries = parse(format!("<rss><item>{inside}</item></rss>").as_bytes()).unwrap();
        assert_eq!(entries[0].written, written.map(at), "{inside}");
    }
}

#[test]
fn feed_is_read_in_the_encoding_it_names() {
    let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><rss><item><title>V\xe6r\x96</title></item></rss>";
    assert_eq!(parse(latin).unwrap()[0].title, Text::from("Vær–"));
    let broken = b"<rss><item><title>V\xe6r</title></item></rss>";
    assert_eq!(parse(broken).unwrap()[0].title, Text::from("V\u{fffd}r"));
    let wide: Vec<u8> =
        "\u{feff}<rss><item><title>Vær</title></item></rss>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(parse(&wide).unwrap()[0].title, Text::from("Vær"));
    let other = b"<?xml version='1.0' encoding='koi8-r'?><rss/>";
    assert_eq!(parse(other), Err(FeedError::Charset(Text::from("koi8-r"))));
}

#[test]
fn text_that_is_not_a_feed_is_refused_with_a_reason() {
    let laughs = "<?xml version='1.0'?><!DOCTYPE lolz [<!ENTITY lol 'lol'><!ENTITY a '&lol;&lol;'>]><rss>&a;</rss>";
    let external = "<!DOCTYPE rss [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><rss/>";
    let attributes: String = (0..300).map(|n| format!(" a{n}='{n}>'")).collect();
    let spaces: String = (0..50_000).map(|n| format!("<a xmlns:b{n}='{n}'>")).collect();
    let rows = [
        (String::new(), FeedError::Empty),
        ("\u{feff} \n".to_owned(), FeedError::Empty),
        (laughs.to_owned(), FeedError::Dtd),
        (external.to_owned(), FeedError::Dtd),
        ("<!DOCTYPE html><html><body>x</body></html>".to_owned(), FeedError::Html),
        ("<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x' 'y'><html/>".to_owned(), FeedError::Html),
        ("<html><head><title>Error</title>".to_owned(), FeedError::Html),
        (RDF[..RDF.len() / 2].to_owned(), FeedError::Cut),
        (RSS[..RSS.len() - 8].to_owned(), FeedError::Cut),
        ("<rss><item><title".to_owned(), FeedError::Cut),
        ("<?xml".to_owned(), FeedError::Cut),
        ("<alert><identifier/></alert>".to_owned(), FeedError::NotAFeed(Text::from("alert"))),
        (" ".repeat(2 * 1024 * 1024 + 1), FeedError::TooLarge),
        (format!("<rss{attributes}/>"), FeedError::TooLarge),
        (format!("<rss>{spaces}"), FeedError::TooLarge),
    ];
    for (feed, error) in rows {
        assert_eq!(parse(feed.as_bytes()), Err(error), "{}", feed.get(..feed.len().min(80)).unwrap_or_default());
    }
    for text in ["{\"a\": 1}", "not found", "<rss>&lol;</rss>", "<rss></channel></rss>", "<rss>\0</rss>"] {
        let error = parse(text.as_bytes()).unwrap_err();
        assert!(matches!(error, FeedError::NotXml(_)), "{text}: {error:?}");
        assert!(error.to_string().starts_with("it is not well-formed XML: "), "{error}");
    }
}

#[test]
fn depth_and_number_do_no_harm() {
    let deep = format!("<rss><item><title>{}x{}</title></item></rss>", "<b>".repeat(100_000), "</b>".repeat(100_000));
    assert_eq!(parse(deep.as_bytes()).unwrap()[0].title, Text::from("x"));
    let nested = format!("<rss>{}{}</rss>", "<item>".repeat(100_000), "</item>".repeat(100_000));
    assert_eq!(parse(nested.as_bytes()).unwrap().len(), 1);
    let many = format!("<rss>{}</rss>", "<item><title>x</title></item>".repeat(2_000));
    assert_eq!(parse(many.as_bytes()).unwrap().len(), 500);
    let long = format!(
        "<rss><item><description>{}</description></item></rss>",
        "version 2.0 ends, and removed ".repeat(5_000)
    );
    let entries = parse(long.as_bytes()).unwrap();
    assert_eq!(entries[0].text.len(), 16 * 1024);
    let _ = notices(&entries, "textforecast", "2.0");
}

proptest! {
    #[test]
    fn no_bytes_make_the_feed_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), cut in 0..RSS.len()) {
        let _ = parse(&bytes);
        for feed in [RDF, RSS, ATOM] {
            let _ = parse(feed.as_bytes().get(..cut).unwrap_or_default());
        }
    }

    #[test]
    fn no_entry_makes_it_panic_or_invent_a_day(
        title in any::<String>(), text in any::<String>(),
        words in "((version|old|2\\.0|1\\.6|Textforecast|will be|terminated|EOL|removed|from|until|on|1 July|2026-03-16|16 March 2026|and|which|not|beta|,|\\.|:|\\(|further notice|size=small) ?){0,25}",
        unix in 0..4_000_000_000_i64,
    ) {
        let written = Some(Timestamp::from_unix(unix));
        for text in [&text, &words] {
            let entry = Entry { title: Text::from(title.as_str()), link: None, written, text: text.clone() };
            let found = notices(std::slice::from_ref(&entry), "textforecast", "2.0");
            for notice in &found {
                prop_assert!(!notice.is_alone || notice.sentence.contains('2'), "{:?}", notice);
                let Some(day) = notice.day else { continue };
                let named = |from: &str| dates(from, written).iter().any(|date| {
                    date.day == Some(day) || (date.year_inferred && date.day.map(|d| d.date()[5..].to_owned()) == Some(day.date()[5..].to_owned()))
                });
                prop_assert!(named(&notice.sentence), "{:?}", notice);
            }
            let _ = end(&found);
        }
    }
}
