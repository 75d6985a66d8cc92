//! Reads a changelog feed: RSS 1.0 as MET documents it (<https://api.met.no/doc/RSS>), RSS 2.0 and Atom.
//!
//! Names count without their namespace, so it does not matter which prefix or vocabulary holds a date.

use std::fmt;

use roxmltree::{Document, Error, Node, ParsingOptions};

use super::{Entry, markup, prose, title};
use crate::http::syntax::document::is_costly;
use crate::http::time::date::{Timestamp, parse_user_time};
use crate::text::escape::{Text, clip, escape};
use crate::text::html::looks_like_html;
use crate::text::size::format_size;

/// Bytes of a changelog to read at most.
pub const MAX_FEED: u64 = 2 * 1024 * 1024;

/// The most entries that are kept.
pub(crate) const MOST_ENTRIES: usize = 500;
/// The most bytes of a title or a link that are kept.
const LONGEST_TITLE: usize = 1024;
/// The most nodes of a feed.
const MOST_NODES: u32 = 400_000;

/// Why a changelog could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeedError {
    /// There is nothing in it.
    Empty,
    /// It exceeds the largest size that is read, or has an excess of elements, attributes or namespaces.
    TooLarge,
    /// It has a document type declaration, which could define entities.
    Dtd,
    /// It is a page of HTML.
    Html,
    /// It ends before its root element does.
    Cut,
    /// It is in a character encoding other than UTF-8, UTF-16 and ISO-8859-1.
    Charset(Text),
    /// It is not well-formed XML; the text says what is wrong.
    NotXml(Text),
    /// It is XML of another kind; the text is the name of its root element.
    NotAFeed(Text),
}

impl fmt::Display for FeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("it is empty"),
            Self::TooLarge => write!(
                f,
                "it is larger than {}, or has too many elements, attributes or namespaces",
                format_size(MAX_FEED)
            ),
            Self::Dtd => f.write_str("it has a document type declaration (DTD), which is refused"),
            Self::Html => f.write_str("it is an HTML page, not a feed"),
            Self::Cut => f.write_str("it is truncated"),
            Self::Charset(name) => write!(f, "its character encoding is not supported: {}", name.clipped(40)),
            Self::NotXml(what) => write!(f, "it is not well-formed XML: {}", what.clipped(160)),
            Self::NotAFeed(root) => write!(f, "it is XML but not a feed; its root element is {}", root.clipped(40)),
        }
    }
}

impl std::error::Error for FeedError {}

/// Reads a feed; the entries come in the order of the feed.
pub fn parse(bytes: &[u8]) -> Result<Vec<Entry>, FeedError> {
    if bytes.len() as u64 > MAX_FEED {
        return Err(FeedError::TooLarge);
    }
    let text = decode(bytes)?;
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.is_empty() {
        return Err(FeedError::Empty);
    }
    check_prolog(text)?;
    if is_costly(text) {
        return Err(FeedError::TooLarge);
    }
    let options =
        ParsingOptions { allow_dtd: !declares_entities(text), nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| refusal(&error, text))?;
    let root = document.root_element();
    if !["rdf", "rss", "feed"].iter().any(|name| is_named(root, name)) {
        return Err(FeedError::NotAFeed(Text::from(root.tag_name().name())));
    }
    let mut entries = Vec::new();
    let mut seen_to = 0;
    for node in root.descendants().filter(|node| is_named(*node, "item") || is_named(*node, "entry")) {
        if node.range().start >= seen_to && entries.len() < MOST_ENTRIES {
            seen_to = node.range().end;
            entries.push(entry(node));
        }
    }
    Ok(entries)
}

fn refusal(error: &Error, text: &str) -> FeedError {
    match error {
        Error::DtdDetected => FeedError::Dtd,
        Error::NodesLimitReached | Error::AttributesLimitReached | Error::NamespacesLimitReached => FeedError::TooLarge,
        Error::UnexpectedEndOfStream | Error::UnclosedRootNode => FeedError::Cut,
        // A cut within a tag or a section is reported as a fault of its syntax at the very end of the text.
        _ if !text.trim_end().ends_with('>') && text.starts_with('<') => FeedError::Cut,
        error => FeedError::NotXml(Text::from(clip(&escape(&error.to_string()), 200))),
    }
}

/// Finds out what the document is by what precedes its first element.
fn check_prolog(text: &str) -> Result<(), FeedError> {
    let mut rest = text;
    while let Some(markup) = rest.trim_start().strip_prefix('<') {
        let end = match markup {
            _ if markup.starts_with('?') => "?>",
            _ if markup.starts_with("!--") => "-->",
            _ => break,
        };
        let Some(at) = markup.find(end) else { return Err(FeedError::Cut) };
        rest = markup.get(at + end.len()..).unwrap_or_default();
    }
    let start: String = rest.trim_start().chars().take(40).collect::<String>().to_ascii_lowercase();
    let is_feed = start.split_once('<').is_some_and(|(_, tag)| {
        let name = tag.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next().unwrap_or_default();
        ["rdf", "rss", "feed"].contains(&name.rsplit(':').next().unwrap_or(name))
    });
    match start {
        _ if is_feed => Ok(()),
        _ if looks_like_html(rest) => Err(FeedError::Html),
        start if start.starts_with("<!doctype") && declares_entities(text) => Err(FeedError::Dtd),
        _ => Ok(()),
    }
}

/// Whether a document type declaration has entities: expanding them is a way to attack readers. One without is harmless,
/// and RSS 0.91 has it by right.
fn declares_entities(text: &str) -> bool {
    text.contains("<!ENTITY")
}

/// The text of the bytes, by their byte order mark or XML declaration; bytes that are not UTF-8 are replaced.
fn decode(bytes: &[u8]) -> Result<String, FeedError> {
    let wide = |read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| read([pair[0], pair[1]])).collect();
        Ok(String::from_utf16_lossy(&units))
    };
    match bytes {
        [0xff, 0xfe, ..] => return wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => return wide(u16::from_be_bytes),
        _ => {}
    }
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(200)).unwrap_or_default()).into_owned();
    let declaration = head.trim_start_matches('\u{feff}').trim_start().strip_prefix("<?xml").unwrap_or_default();
    let declaration = declaration.split("?>").next().unwrap_or_default();
    let name = declaration.split_once("encoding").map(|(_, value)| value.trim_start().trim_start_matches('='));
    let name = name.and_then(|value| value.split(['"', '\'']).nth(1)).unwrap_or("utf-8").to_ascii_lowercase();
    match name.as_str() {
        // What calls itself UTF-16 and shows it in single bytes was converted by the one who saved it.
        "utf-8" | "utf8" | "us-ascii" | "ascii" | "utf-16" | "utf-16le" | "utf-16be" | "ucs-2" => {
            Ok(String::from_utf8_lossy(bytes).into_owned())
        }
        "iso-8859-1" | "iso_8859-1" | "iso8859-1" | "latin1" | "latin-1" | "windows-1252" | "cp1252" => {
            Ok(bytes.iter().map(|byte| latin(*byte)).collect())
        }
        _ => Err(FeedError::Charset(Text::from(name))),
    }
}

/// The character of a byte; 0x80 to 0x9f as in windows-1252, which is what such pages mean.
fn latin(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž', '\u{fffd}',
        '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}', 'ž', 'Ÿ',
    ];
    byte.checked_sub(0x80).and_then(|index| HIGH.get(usize::from(index)).copied()).unwrap_or(char::from(byte))
}

fn is_named(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name().eq_ignore_ascii_case(name)
}

/// The children with this name, in any namespace.
fn children<'a, 'input>(node: Node<'a, 'input>, name: &str) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(move |child| is_named(*child, name))
}

/// The children with this name in the vocabulary of their parent; where there are none, those of any other.
fn own_children<'a, 'input>(node: Node<'a, 'input>, name: &'a str) -> impl Iterator<Item = Node<'a, 'input>> {
    let is_own = move |child: &Node<'_, '_>| child.tag_name().namespace() == node.tag_name().namespace();
    let has_own = children(node, name).any(|child| is_own(&child));
    children(node, name).filter(move |child| !has_own || is_own(child))
}

fn entry(node: Node<'_, '_>) -> Entry {
    let title =
        own_children(node, "title").map(|child| plain(child)).find(|title| !title.is_empty()).unwrap_or_default();
    let title = title.replace('\n', " ");
    let title = clip(&title, LONGEST_TITLE);
    let written = ["published", "issued", "date", "pubDate", "created", "updated", "modified"]
        .iter()
        .flat_map(|name| children(node, name))
        .find_map(|child| moment(source_text(child).trim()))
        .or_else(|| title::written_in_title(&title));
    let text = ["encoded", "content", "description", "summary"]
        .iter()
        .flat_map(|name| own_children(node, name))
        .map(plain)
        .fold(String::new(), longer);
    Entry { title: Text::from(title), link: link(node), written, text }
}

/// The longer of two texts: a summary may be cut where the content is whole.
fn longer(a: String, b: String) -> String {
    if b.len() > a.len() { b } else { a }
}

/// The text in an element, references resolved; markup inside it is kept as source.
fn source_text(node: Node<'_, '_>) -> String {
    if !node.children().any(|child| child.is_element()) {
        return node.children().filter_map(|child| child.text().filter(|_| child.is_text())).collect();
    }
    let source = node.document().input_text().get(node.range()).unwrap_or_default();
    source.split_once('>').map_or(source, |(_, inside)| inside).to_owned()
}

fn plain(node: Node<'_, '_>) -> String {
    markup::plain(&source_text(node))
}

fn link(node: Node<'_, '_>) -> Option<Text> {
    let links: Vec<_> = children(node, "link").collect();
    let attribute = |node: Node<'_, '_>, name: &str| node.attribute(name).map(str::to_owned);
    let is_main = |link: &&Node<'_, '_>| link.attribute("rel").is_none_or(|rel| rel == "alternate");
    let named = links.iter().filter(is_main).filter_map(|link| attribute(*link, "href"));
    let plain = links.iter().map(|link| source_text(*link));
    let ids = ["guid", "id"].iter().flat_map(|name| children(node, name)).map(source_text);
    let about = node.attributes().filter(|found| found.name() == "about").map(|found| found.value().to_owned());
    named.chain(plain).chain(ids).chain(about).find_map(|address| {
        let address = address.trim();
        let is_web = ["https://", "http://"].iter().any(|scheme| address.starts_with(scheme));
        let is_whole = !address.contains(char::is_whitespace) && address.len() <= LONGEST_TITLE;
        (is_web && is_whole).then(|| Text::from(address))
    })
}

/// The time of a date element: RFC 3339, RFC 822 as RSS has it, W3C-DTF without seconds, or prose. What has no zone is in
/// UTC, and what has no time of day is its start.
fn moment(value: &str) -> Option<Timestamp> {
    let in_parts = || {
        let words = prose::dates(value, None).into_iter().find_map(|found| Some((found.end(), found.day?.date())));
        let marked = || value.find(['T', 't']).map(|at| (at + 1, value.get(..at).unwrap_or_default().to_owned()));
        let (end, day) = words.or_else(marked)?;
        let (clock, zone) = value.get(end..)?.trim().split_at_checked(5).unwrap_or_default();
        let (seconds, zone) =
            zone.split_at_checked(3).filter(|(part, _)| part.starts_with(':')).unwrap_or((":00", zone));
        let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
        let offset = match (zone.trim().get(..1), digits.split_at_checked(2)) {
            (Some(sign @ ("+" | "-")), Some((hours, minutes))) => format!("{sign}{hours}:{minutes}"),
            _ => "Z".to_owned(),
        };
        parse_user_time(&format!("{day}T{clock}{seconds}{offset}")).or_else(|| Timestamp::parse_rfc3339(&day))
    };
    parse_user_time(value).or_else(in_parts)
}
