//! How many lines a log has, and how many of them are not judged, or only in part.

use crate::text::count::counted;
use crate::text::escape::Text;

/// What is counted of the lines of a log.
#[derive(Default)]
pub(super) struct KindCounts {
    /// The lines that are not empty.
    pub(super) lines: usize,
    /// Lines that show what visitors sent to a server in front of MET.
    pub(super) visits: usize,
    /// Lines whose URL is without its query.
    pub(super) cut: usize,
    /// Lines that are tunnels.
    pub(super) tunnels: usize,
    /// Lines of a path alone, at a host that is not known.
    pub(super) unnamed: usize,
    /// Lines of kinds that came when too many were kept apart already.
    pub(super) uncounted: usize,
    unread: usize,
    first_unread: Option<(usize, String)>,
}

impl KindCounts {
    /// Counts a line that could not be read.
    pub(super) fn pass_over(&mut self, number: usize, raw: &[u8]) {
        self.unread += 1;
        self.first_unread.get_or_insert_with(|| {
            let start = Text::from(raw.get(..raw.len().min(200)).unwrap_or_default());
            (number, start.clipped(60))
        });
    }

    /// What there is to know of the lines that no kind counts, and of as many kinds and lines as are left out of those
    /// that are reported.
    pub(super) fn notes(&self, shown: usize, (kinds, lines): (usize, usize)) -> Vec<String> {
        let mut notes = Vec::new();
        if let Some((number, text)) = &self.first_unread {
            let first = format!("the first is line {number}: {text}");
            notes.push(format!("{} of {} lines could not be read; {first}", self.unread, self.lines));
        }
        if self.tunnels > 0 {
            let tunnels = counted(
                self.tunnels,
                "line is a tunnel (CONNECT), which does",
                "lines are tunnels (CONNECT), which do",
            );
            notes.push(format!("{tunnels} not show the request"));
        }
        if self.unnamed > 0 {
            let requests = counted(self.unnamed, "line is a request", "lines are requests");
            notes.push(format!("{requests} to a host that the log does not name: name it with --url https://HOST"));
        }
        if self.cut > 0 {
            let urls = counted(self.cut, "line has a URL", "lines have URLs");
            notes.push(format!("{urls} cut at the question mark (in Squid, strip_query_terms off keeps the query)"));
        }
        if self.visits > 0 {
            notes.push(format!(
                "{} lines show what visitors sent to a server in front of MET, not what that server sent to MET: \
                 their User-Agents and request rate are not checked (if the lines are requests to MET, add --url \
                 https://api.met.no)",
                self.visits
            ));
        }
        if kinds > 0 {
            let left = format!("{kinds} more kinds of requests, {} lines,", lines + self.uncounted);
            notes.push(format!("{left} are not shown; the {shown} most important ones are"));
        }
        notes
    }
}
