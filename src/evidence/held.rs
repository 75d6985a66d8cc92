//! A request that is kept for a while, with its texts.

use super::event::{Event, ShownBytes};

/// How many texts a request may have.
const TEXTS: usize = 14;

/// A request with its own copy of its texts, one after the other.
#[derive(Clone, Debug)]
pub(crate) struct HeldEvent {
    /// What is not a text.
    rest: Event<'static>,
    texts: Box<[u8]>,
    /// The length of each text that is shown.
    lengths: [Option<u32>; TEXTS],
}

impl HeldEvent {
    /// Copies a request.
    pub(crate) fn of(event: &Event<'_>) -> Self {
        let texts: [ShownBytes<'_>; TEXTS] = [
            Some(event.target),
            event.address,
            event.user_agent,
            event.method,
            event.host,
            event.scheme,
            event.if_modified_since,
            event.expires,
            event.last_modified,
            event.date,
            event.accept_encoding,
            event.origin,
            event.cache_control,
            event.location,
        ];
        let rest = Event {
            at_ms: event.at_ms,
            query_cut: event.query_cut,
            status: event.status,
            bytes: event.bytes,
            forwarded: event.forwarded,
            vantage: event.vantage,
            line: event.line,
            ..Event::default()
        };
        let lengths = texts.map(|text| u32::try_from(text?.len()).ok());
        Self { rest, texts: texts.into_iter().flatten().collect::<Vec<_>>().concat().into(), lengths }
    }

    /// When the request began, in milliseconds of Unix time.
    pub(crate) fn at_ms(&self) -> Option<i64> {
        self.rest.at_ms
    }

    /// The request.
    pub(crate) fn event(&self) -> Event<'_> {
        let mut rest = &*self.texts;
        let [
            target,
            address,
            user_agent,
            method,
            host,
            scheme,
            if_modified_since,
            expires,
            last_modified,
            date,
            accept_encoding,
            origin,
            cache_control,
            location,
        ] = self.lengths.map(|length| {
            let (text, after) = rest.split_at_checked(length? as usize)?;
            rest = after;
            Some(text)
        });
        Event {
            target: target.unwrap_or_default(),
            address,
            user_agent,
            method,
            host,
            scheme,
            if_modified_since,
            expires,
            last_modified,
            date,
            accept_encoding,
            origin,
            cache_control,
            location,
            ..self.rest
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_that_was_held_is_the_same_again() {
        let text = |text: &'static str| Some(text.as_bytes());
        let whole = Event {
            at_ms: Some(7),
            address: text("a"),
            user_agent: text("b"),
            method: text("c"),
            host: text(""),
            target: b"d",
            query_cut: true,
            scheme: text("e"),
            status: Some(200),
            bytes: Some(9),
            if_modified_since: text("f"),
            expires: text("g"),
            last_modified: text("h"),
            date: text("i"),
            accept_encoding: text("j"),
            origin: text("k"),
            cache_control: text("l"),
            location: text("m"),
            forwarded: None,
            vantage: None,
            line: 3,
        };
        for event in [whole, Event { host: None, expires: None, location: None, ..whole }, Event::default()] {
            assert_eq!(HeldEvent::of(&event).event(), event);
        }
    }
}
