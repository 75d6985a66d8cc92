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

/// The order in which the texts of a request are packed, said once for packing and for unpacking. A field that is new is
/// missing from the pattern of [`HeldEvent::of`], so the compiler asks for it here.
macro_rules! texts {
    ($($text:ident),*; $($rest:ident),*) => {
        impl HeldEvent {
            /// Copies a request.
            pub(crate) fn of(event: &Event<'_>) -> Self {
                let Event { target, $($text,)* $($rest),* } = *event;
                let texts: [ShownBytes<'_>; TEXTS] = [Some(target), $($text),*];
                let lengths = texts.map(|text| u32::try_from(text?.len()).ok());
                let texts = texts.into_iter().flatten().collect::<Vec<_>>().concat().into();
                Self { rest: Event { $($rest,)* ..Event::default() }, texts, lengths }
            }

            /// The request.
            pub(crate) fn event(&self) -> Event<'_> {
                let mut rest = &*self.texts;
                let [target, $($text),*] = self.lengths.map(|length| {
                    let (text, after) = rest.split_at_checked(length? as usize)?;
                    rest = after;
                    Some(text)
                });
                Event { target: target.unwrap_or_default(), $($text,)* ..self.rest }
            }
        }
    };
}

texts!(
    address, user_agent, method, host, scheme, if_modified_since, expires, last_modified, date, accept_encoding,
    origin, cache_control, location;
    at_ms, query_cut, status, bytes, forwarded, vantage, line
);

impl HeldEvent {
    /// When the request began, in milliseconds of Unix time.
    pub(crate) fn at_ms(&self) -> Option<i64> {
        self.rest.at_ms
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
