//! The format of a log, as the option says.

use crate::error::UsageError;
use crate::intake::weblog::{Format, Reader, StampedAt, Template};
use crate::text::escape::{clip, escape};
use crate::text::suggest;

/// What is known of a log before it is read.
pub(super) struct LogShape {
    format: Option<Format>,
    clock: Option<StampedAt>,
    template: Option<Template>,
    /// Whether it is an archive and no log.
    pub(super) is_archive: bool,
    /// Whether it was said to be a log.
    pub(super) is_log: bool,
}

impl LogShape {
    /// A reader of such a log.
    pub(super) fn reader(&self) -> Reader {
        Reader::new(self.format, self.clock, self.template.clone())
    }
}

const NAMES: [(&str, Option<Format>, Option<StampedAt>); 17] = [
    ("auto", None, None),
    ("common", Some(Format::Common), None),
    ("combined", Some(Format::Common), None),
    ("vhost", Some(Format::Common), None),
    ("apache", Some(Format::Common), Some(StampedAt::Start)),
    ("nginx", Some(Format::Common), Some(StampedAt::End)),
    ("caddy", Some(Format::Json), Some(StampedAt::End)),
    ("nginx-json", Some(Format::Json), Some(StampedAt::End)),
    ("traefik", None, None),
    ("squid", None, Some(StampedAt::End)),
    ("varnish", None, Some(StampedAt::Start)),
    ("haproxy", Some(Format::Haproxy), None),
    ("w3c", Some(Format::W3c), None),
    ("cloudfront", Some(Format::W3c), Some(StampedAt::End)),
    ("alb", Some(Format::Alb), None),
    ("envoy", Some(Format::Envoy), None),
    ("har", None, None),
];

/// Reads the value of the option: a name, or a format string.
pub(super) fn parse(text: &str) -> Result<LogShape, UsageError> {
    if text.contains('$') || text.contains('%') {
        let template = Template::parse(text)
            .map_err(|why| UsageError::new(format!("--log-format \"{}\": {why}", clip(&escape(text), 60))))?;
        let format = Some(Format::Template);
        // Apache's %t is the time of the start.
        let clock = (!text.contains('$')).then_some(StampedAt::Start);
        return Ok(LogShape { format, clock, template: Some(template), is_archive: false, is_log: true });
    }
    let Some((name, format, clock)) = NAMES.iter().find(|(name, ..)| *name == text) else {
        let names = || NAMES.iter().map(|(name, ..)| *name);
        let help = match suggest::nearest(names(), text) {
            Some(near) => format!("did you mean {near}?"),
            None => format!("the formats are {}", names().collect::<Vec<_>>().join(", ")),
        };
        return Err(UsageError::new(format!("--log-format \"{}\" is not known", clip(&escape(text), 60)))
            .help(format!("{help}; a format string has $ (nginx) or % (Apache)")));
    };
    let is_archive = *name == "har";
    let is_log = !is_archive && *name != "auto";
    Ok(LogShape { format: *format, clock: *clock, template: None, is_archive, is_log })
}
