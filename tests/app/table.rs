//! The maintainers' command that puts a saved feed into the table of products.

#[path = "../../contrib/knowledge.rs"]
mod knowledge;

const TABLE: &str = include_str!("../../src/met/products/table.rs");

fn feed(entries: &[(&str, &str, &str)]) -> String {
    let item = |(day, title, text): &(&str, &str, &str)| {
        format!("<item><title>{title}</title><dc:date>{day}</dc:date><description>{text}</description></item>")
    };
    let items: String = entries.iter().map(item).collect();
    format!("<rss xmlns:dc=\"http://purl.org/dc/elements/1.1/\" version=\"2.0\"><channel>{items}</channel></rss>")
}

#[test]
fn saved_feed_changes_only_the_rows_that_it_is_about() {
    let feed = feed(&[
        ("2027-02-03", "Sunrise: Version 4.0 in beta, 2027-02-03", "A new version 4.0 is in beta."),
        ("2027-02-04", "Geosatellite: 2027-02-04", "Version 1.4 is deprecated and will be terminated on 2027-09-01."),
        ("2027-02-05", "Aurora: Version 0.1 in beta, 2027-02-05", "The new product aurora/0.1 is in beta."),
        ("2025-02-05", "Radar: Version 2.0 deprecated, 2025-02-05", "Version 2.0 of radar is deprecated."),
    ]);
    let (new, left_out) = knowledge::updated(TABLE, feed.as_bytes()).unwrap();
    assert_eq!(left_out, Vec::<String>::new());
    let lines: Vec<&str> = TABLE.lines().collect();
    let added: Vec<&str> = new.lines().filter(|line| !lines.contains(line)).collect();
    for line in [
        "        ..row(\"sunrise\", \"4.0\", Beta, CHANGELOG)",
        "        ..row(\"geosatellite\", \"1.4\", Deprecated, CHANGELOG)",
        "        ended: planned(\"2027-09-01\"),",
        "        ..row(\"aurora\", \"0.1\", Beta, CHANGELOG)",
        "    // \"Version 1.4 is deprecated and will be terminated on 2027-09-01.\" (2027-02-04)",
    ] {
        assert!(added.contains(&line), "{line} is not among {added:#?}");
    }
    // The note of a row that changed stays, and the order does too.
    assert_eq!(new.matches("Suspended from 2018-06-29 to 2020-10-02.").count(), 1);
    let at = |text: &str| new.find(text).unwrap();
    assert!(at("\"airqualityforecast\"") < at("\"aurora\"") && at("\"aurora\"") < at("\"aviationforecast\""));
    assert!(
        at("row(\"sunrise\", \"3.0\"") < at("row(\"sunrise\", \"4.0\"")
            && at("row(\"sunrise\", \"4.0\"") < at("\"tafmetar\"")
    );
    let removed = lines.iter().filter(|line| !new.lines().any(|kept| kept == **line)).count();
    assert!(removed <= 3, "{removed} lines of the table are gone");
}

#[test]
fn feed_without_news_leaves_the_table_as_it_is() {
    for feed in [feed(&[]), feed(&[("2026-03-01", "Radar: 2026-03-01", "Nothing is deprecated.")])] {
        assert_eq!(knowledge::updated(TABLE, feed.as_bytes()).unwrap().0, TABLE);
    }
    assert!(knowledge::updated(TABLE, b"<html>").unwrap_err().contains("the feed: "));
    assert!(knowledge::updated("x", feed(&[]).as_bytes()).unwrap_err().contains("does not begin"));
}
