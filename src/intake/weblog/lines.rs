//! The lines of a log, whatever it is wrapped in: read in large pieces into one buffer, and never held all at once.

use std::io::{self, BufRead, BufReader, Read};
use std::ops::Range;

use flate2::bufread::GzDecoder;
use memchr::{memchr, memrchr};
use ruzstd::decoding::StreamingDecoder;
use ruzstd::decoding::errors::FrameDecoderError;

/// The bytes that are read at a time: few enough for several pieces, and what is made of them, to stay in the processor's
/// caches.
const PIECE: usize = 128 * 1024;

/// Bytes of a log as they are, from a file or a pipe that may be compressed. Frames may follow each other, as
/// logs that were rotated and put together have them.
pub(crate) enum Plain<R: Read> {
    /// As it is.
    As(BufReader<R>),
    /// Compressed with gzip.
    Gz(Box<GzDecoder<BufReader<R>>>),
    /// Compressed with Zstandard.
    Zst(Box<StreamingDecoder<BufReader<R>, ruzstd::decoding::FrameDecoder>>),
    /// The end.
    Over,
}

impl<R: Read> Plain<R> {
    /// Looks at the first bytes for what the log is wrapped in.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn new(reader: R) -> io::Result<Self> {
        Self::next(BufReader::with_capacity(64 * 1024, reader))
    }

    fn next(mut reader: BufReader<R>) -> io::Result<Self> {
        let start = reader.fill_buf()?;
        if start.starts_with(&[0x1f, 0x8b]) {
            return Ok(Self::Gz(Box::new(GzDecoder::new(reader))));
        }
        if start.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
            let decoder = StreamingDecoder::new(reader).map_err(|error| unpacked(&error))?;
            return Ok(Self::Zst(Box::new(decoder)));
        }
        Ok(Self::As(reader))
    }

    /// Adds all that is left to `whole`, so many bytes at most. It is read in pieces: `read_to_end` fills the room that it
    /// makes before a reader of ours reads into it, which took 12 MB more for a file of 36 MB.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn read_whole(mut self, most: u64, whole: &mut Vec<u8>) -> io::Result<()> {
        let mut piece = [0; 16 * 1024];
        let mut left = most;
        while left > 0 {
            let room = usize::try_from(left).unwrap_or(usize::MAX).min(piece.len());
            let read = match self.read(piece.get_mut(..room).unwrap_or_default()) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            whole.extend_from_slice(piece.get(..read).unwrap_or_default());
            left -= read as u64;
        }
        Ok(())
    }

    /// Goes on after a frame that has ended: to the next one, or to the end.
    fn go_on(&mut self) -> io::Result<()> {
        let mut reader = match std::mem::replace(self, Self::Over) {
            Self::Gz(decoder) => decoder.into_inner(),
            Self::Zst(decoder) => decoder.into_inner(),
            Self::As(_) | Self::Over => return Ok(()),
        };
        // Tapes and some tools fill the rest with zeros.
        loop {
            let rest = reader.fill_buf()?;
            let zeros = rest.iter().take_while(|b| **b == 0).count();
            if zeros == 0 {
                break;
            }
            reader.consume(zeros);
        }
        if reader.fill_buf()?.is_empty() {
            return Ok(());
        }
        *self = Self::next(reader)?;
        if matches!(self, Self::As(_)) {
            *self = Self::Over;
            return Err(io::Error::new(io::ErrorKind::InvalidData, "other bytes follow the compressed part"));
        }
        Ok(())
    }
}

fn unpacked(error: &FrameDecoderError) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the zstd frame is damaged: {error}"))
}

impl<R: Read> Read for Plain<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = match self {
                Self::As(reader) => return reader.read(into),
                Self::Gz(decoder) => decoder.read(into)?,
                Self::Zst(decoder) => decoder.read(into)?,
                Self::Over => return Ok(0),
            };
            if read > 0 || into.is_empty() {
                return Ok(read);
            }
            self.go_on()?;
        }
    }
}

/// The lines of a reader.
pub(crate) struct LogLines<R: Read> {
    reader: R,
    buffer: Vec<u8>,
    /// The bytes of the buffer that are not yet given out.
    start: usize,
    end: usize,
    /// Whether the rest of a line is passed over that was too long.
    skips: bool,
    over: bool,
    /// All bytes that were read.
    pub bytes: u64,
}

impl<R: Read> LogLines<R> {
    /// Lines of a reader, after bytes that were read from it before.
    pub(crate) fn new(reader: R, read_before: &[u8]) -> Self {
        let mut buffer = read_before.to_vec();
        let end = buffer.len();
        buffer.resize(PIECE.max(2 * end), 0);
        Self { reader, buffer, start: 0, end, skips: false, over: false, bytes: end as u64 }
    }

    /// Gives out the whole lines at hand, without their ends; `None` when there are no more. Of a line that is too
    /// long only the start is among them.
    ///
    /// # Errors
    /// When more cannot be read. What came before was given out.
    pub(crate) fn piece(&mut self) -> io::Result<Option<&[u8]>> {
        let found = self.find()?;
        Ok(found.and_then(|range| self.buffer.get(range)))
    }

    /// The same, in a buffer that is given out whole in exchange for another one.
    ///
    /// # Errors
    /// When more cannot be read. What came before was given out.
    pub(crate) fn exchange(&mut self, mut other: Vec<u8>) -> io::Result<(Vec<u8>, Option<Range<usize>>)> {
        let Some(range) = self.find()? else { return Ok((other, None)) };
        other.resize(self.buffer.len(), 0);
        let rest = self.buffer.get(self.start..self.end).unwrap_or_default();
        if let Some(place) = other.get_mut(..rest.len()) {
            place.copy_from_slice(rest);
        }
        (self.start, self.end) = (0, rest.len());
        Ok((std::mem::replace(&mut self.buffer, other), Some(range)))
    }

    /// Where the whole lines at hand are in the buffer.
    fn find(&mut self) -> io::Result<Option<Range<usize>>> {
        loop {
            if self.skips {
                match memchr(b'\n', self.buffer.get(self.start..self.end).unwrap_or_default()) {
                    Some(at) => (self.start, self.skips) = (self.start + at + 1, false),
                    None => self.start = self.end,
                }
            }
            let at_hand = self.buffer.get(self.start..self.end).unwrap_or_default();
            if let Some(last) = memrchr(b'\n', at_hand) {
                let from = self.start;
                self.start += last + 1;
                return Ok(Some(from..from + last));
            }
            if self.over || at_hand.len() >= super::MAX_LINE {
                let (from, to) = (self.start, self.end);
                self.start = self.end;
                self.skips = !self.over;
                return Ok((from < to).then_some(from..to));
            }
            self.fill()?;
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
        }
        let room = self.buffer.get_mut(self.end..).unwrap_or_default();
        match self.reader.read(room) {
            Ok(0) => self.over = true,
            Ok(read) => {
                self.end += read;
                self.bytes += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => {
                // The line that was cut off does not count.
                (self.over, self.start) = (true, self.end);
                return Err(error);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn all(bytes: &[u8]) -> (Vec<String>, Option<String>) {
        let mut found = Vec::new();
        let mut lines = LogLines::new(Plain::new(bytes).unwrap(), b"");
        loop {
            match lines.piece() {
                Ok(Some(piece)) => {
                    found.extend(piece.split(|b| *b == b'\n').map(|line| String::from_utf8_lossy(line).into_owned()))
                }
                Ok(None) => return (found, None),
                Err(error) => return (found, Some(error.to_string())),
            }
        }
    }

    fn gz(text: &str) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    fn zst(text: &str) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest)
    }

    #[test]
    fn lines_come_out_whatever_they_are_wrapped_in() {
        let text = "first\nsecond\n\nfourth";
        let wanted = (vec!["first".to_owned(), "second".into(), String::new(), "fourth".into()], None);
        assert_eq!(all(text.as_bytes()), wanted);
        assert_eq!(all(&gz(text)), wanted);
        assert_eq!(all(&zst(text)), wanted);
        assert_eq!(all(&[gz("first\nsec"), gz("ond\n\nfourth"), vec![0; 9]].concat()), wanted);
        assert_eq!(all(&[zst("first\nsec"), zst("ond\n\nfourth")].concat()), wanted);
        assert_eq!(all(b""), (vec![], None));
    }

    #[test]
    fn exchanged_buffers_hold_the_same_pieces() {
        let text: String = (0..60_000).map(|i| format!("line {i} {}\n", "x".repeat(i % 70))).collect();
        let (mut one, mut other) =
            (LogLines::new(text.as_bytes(), b"begin\n"), LogLines::new(text.as_bytes(), b"begin\n"));
        let mut spare = Vec::new();
        let mut pieces = 0;
        while let Some(piece) = one.piece().unwrap() {
            let (buffer, range) = other.exchange(std::mem::take(&mut spare)).unwrap();
            assert_eq!(&buffer[range.unwrap()], piece);
            (spare, pieces) = (buffer, pieces + 1);
        }
        assert!(pieces > 5 && other.exchange(spare).unwrap().1.is_none());
    }

    #[test]
    fn cut_off_archive_gives_what_came_before() {
        let text: String = (0..20_000).map(|i| format!("line {i} {}\n", i * 7919 % 1013)).collect();
        let whole = gz(&text);
        let (found, error) = all(&whole[..whole.len() / 2]);
        assert!(!found.is_empty() && error.is_some());
        assert!(found.iter().zip(text.lines()).all(|(found, line)| found == line));
        let (_, error) = all(&[gz("a\n"), b"plain\n".to_vec()].concat());
        assert_eq!(error.as_deref(), Some("other bytes follow the compressed part"));
    }

    #[test]
    fn long_lines_are_cut_and_the_next_one_is_whole() {
        let long = "x".repeat(3 * PIECE);
        let (found, error) = all(format!("a\n{long}\nb\n").as_bytes());
        assert_eq!((found.first().unwrap().as_str(), found.last().unwrap().as_str(), error), ("a", "b", None));
        assert_eq!(found.len(), 3);
        assert!(found[1].len() <= PIECE);
    }
}
