//! Changelog feeds, from MET or from the one who answers in its place.

use metstatus::internals::met::changelog::{self, Entry};

use super::assert_line;

/// A feed has at most 500 entries with titles of a bounded length; every day that a notice names is in its entry;
/// what cannot be read is reported in a line.
pub(crate) fn holds(bytes: &[u8]) {
    let entries = match changelog::parse(bytes) {
        Ok(entries) => entries,
        Err(error) => return assert_line("error", &error.to_string()),
    };
    assert!(entries.len() <= 500, "{} entries", entries.len());
    for entry in &entries {
        whole(entry);
    }
    for (product, version) in [("textforecast", "2.0"), ("locationforecast", "2.0"), ("sunrise", "3.0")] {
        let notices = changelog::notices(&entries, product, version);
        assert!(notices.len() <= 20 * entries.len(), "{} notices of {} entries", notices.len(), entries.len());
        let end = changelog::end(&notices);
        assert!(end.is_none_or(|end| !end.suspect && end.kind == changelog::Kind::End));
    }
}

fn whole(entry: &Entry) {
    assert!(entry.title.as_bytes().len() <= 5 * 1024, "a title of {} bytes", entry.title.as_bytes().len());
    assert_line("title", &entry.title.to_string());
    if let Some(link) = &entry.link {
        assert!(link.as_bytes().starts_with(b"http") && link.as_bytes().len() <= 1024);
        assert_line("link", &link.to_string());
    }
    for date in changelog::dates(&entry.text, entry.written) {
        assert_eq!(entry.text.get(date.start..date.end()), Some(date.text.as_str()), "a date that is not there");
    }
}
