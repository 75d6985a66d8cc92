//! What was found out of the last text, which is mostly the next one too.

/// The last text and what it says.
#[derive(Clone, Debug, Default)]
pub(super) struct Memo<T> {
    text: Vec<u8>,
    value: Option<T>,
}

/// Texts that are longer are looked at each time.
const LONGEST: usize = 512;

impl<T: Copy> Memo<T> {
    /// What a text says; it is looked at only where it is not the last one.
    #[inline]
    pub(super) fn of(&mut self, text: &[u8], look: impl FnOnce(&[u8]) -> T) -> T {
        match self.value {
            Some(value) if self.text == text => value,
            _ => self.note(text, look(text)),
        }
    }

    fn note(&mut self, text: &[u8], value: T) -> T {
        if text.len() <= LONGEST {
            self.text.clear();
            self.text.extend_from_slice(text);
            self.value = Some(value);
        }
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_text_is_looked_at_once() {
        let (mut memo, mut looked) = (Memo::default(), 0);
        let mut look = |memo: &mut Memo<usize>, text: &[u8]| {
            memo.of(text, |text| {
                looked += 1;
                text.len()
            })
        };
        let long = vec![b'x'; LONGEST + 1];
        let found = [&b""[..], b"", b"ab", b"ab", b"abc", &long, &long, b"abc"].map(|text| look(&mut memo, text));
        assert_eq!(found, [0, 0, 2, 2, 3, LONGEST + 1, LONGEST + 1, 3]);
        assert_eq!(looked, 5);
    }
}
