//! OkHttp's HttpLoggingInterceptor: `--> GET https://… h2`, fields, `--> END GET`, `<-- 403 https://… (45ms)`, fields,
//! content, `<-- END HTTP`. <https://square.github.io/okhttp/>

use super::{MessageSide, Translated, is_field, is_method, words};
use crate::intake::sheet::Row;

/// The most lines of one message.
const MOST: usize = 10_000;

pub(super) fn read<'a>(rows: &[Row<'a>]) -> Option<Translated<'a>> {
    let text = words(rows.first()?);
    if let Some(rest) = text.strip_prefix("--> ") {
        request(rows, rest)
    } else {
        response(rows, text.strip_prefix("<-- ")?)
    }
}

fn request<'a>(rows: &[Row<'a>], rest: &str) -> Option<Translated<'a>> {
    let first = rows.first()?;
    let mut words_of_line = rest.split(' ');
    let (method, url) = (words_of_line.next()?, words_of_line.next()?);
    if !is_method(method) || !url.contains("://") {
        return None;
    }
    let mut out = Translated { taken: 1, ..Translated::default() };
    out.sent(first.number, format!("{method} {url} HTTP/1.1").as_bytes());
    let mut ended = false;
    for row in rows.get(1..)?.iter().take(MOST) {
        let text = words(row);
        if text.starts_with("--> END") {
            out.taken += 1;
            break;
        }
        if text.starts_with("--> ") || text.starts_with("<-- ") {
            break;
        }
        // Content of a request is of no concern.
        ended |= !is_field(&text);
        if !ended {
            out.sent(row.number, text.as_bytes());
        }
        out.taken += 1;
        if ended && !text.is_empty() && out.taken > 50 {
            break;
        }
    }
    out.sent(first.number, b"");
    out.cut_before(0);
    out.pairs_by = Some(MessageSide::Request(url.to_owned()));
    Some(out)
}

fn response<'a>(rows: &[Row<'a>], rest: &str) -> Option<Translated<'a>> {
    let first = rows.first()?;
    let (code, rest) = rest.split_once(' ')?;
    let is_code = code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit());
    let at = rest.find("http")?;
    let (reason, url) = (rest.get(..at)?.trim(), rest.get(at..)?.split(' ').next()?);
    if !is_code || !url.contains("://") {
        return None;
    }
    let mut out = Translated { taken: 1, ..Translated::default() };
    out.received(first.number, format!("HTTP/1.1 {code} {reason}").as_bytes());
    let mut head = true;
    for row in rows.get(1..)?.iter().take(MOST) {
        let text = words(row);
        if text.starts_with("--> ") || (text.starts_with("<-- ") && !text.starts_with("<-- END")) {
            break;
        }
        out.taken += 1;
        if text.starts_with("<-- END") {
            break;
        }
        // A reporter may leave the blank line out that ends the head.
        if head && !is_field(&text) {
            head = false;
            out.received(row.number, b"");
            if text.is_empty() {
                continue;
            }
        }
        match head {
            true => out.received(row.number, text.as_bytes()),
            false => out.content(row.number, text.as_bytes()),
        }
    }
    if head {
        out.received(first.number, b"");
    }
    out.pairs_by = Some(MessageSide::Response(url.to_owned()));
    Some(out)
}
