//! A buffered input that counts its bytes, and lets those that come next be looked at.

use std::io::{self, BufRead, Read};

/// Reads `input` through a buffer.
pub(super) struct Buffered<R> {
    input: R,
    buffer: Vec<u8>,
    at: usize,
    end: usize,
    /// Bytes that came from the input.
    read: u64,
}

impl<R: Read> Buffered<R> {
    /// With a buffer of `capacity` bytes.
    pub(super) fn new(input: R, capacity: usize) -> Self {
        Self { input, buffer: vec![0; capacity], at: 0, end: 0, read: 0 }
    }

    /// Bytes that came from the input.
    #[cfg(feature = "compression")]
    pub(super) fn read_so_far(&self) -> u64 {
        self.read
    }

    /// Bytes that were taken.
    pub(super) fn taken(&self) -> u64 {
        self.read - (self.end - self.at) as u64
    }

    /// The bytes that come next, as far as they are at hand.
    pub(super) fn at_hand(&self) -> &[u8] {
        &self.buffer[self.at..self.end]
    }

    /// Reads behind what is at hand; false at the end of the input, and when the buffer is full.
    pub(super) fn more(&mut self) -> io::Result<bool> {
        if self.at > 0 {
            self.buffer.copy_within(self.at..self.end, 0);
            (self.at, self.end) = (0, self.end - self.at);
        }
        loop {
            match self.input.read(&mut self.buffer[self.end..]) {
                Ok(length) => {
                    self.end += length;
                    self.read += length as u64;
                    return Ok(length > 0);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// The next `length` bytes, less at the end of the input; at most a buffer of them.
    pub(super) fn peek(&mut self, length: usize) -> io::Result<&[u8]> {
        while self.end - self.at < length && self.more()? {}
        let end = self.end.min(self.at + length);
        Ok(&self.buffer[self.at..end])
    }

    /// Takes the next bytes as long as they are `unwanted`.
    pub(super) fn skip(&mut self, unwanted: impl Fn(u8) -> bool) -> io::Result<()> {
        loop {
            let buffer = self.fill_buf()?;
            let length = buffer.iter().take_while(|b| unwanted(**b)).count();
            let whole = length == buffer.len();
            self.consume(length);
            if !whole || length == 0 {
                return Ok(());
            }
        }
    }
}

impl<R: Read> BufRead for Buffered<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.end {
            self.more()?;
        }
        Ok(self.at_hand())
    }

    fn consume(&mut self, length: usize) {
        self.at += length;
    }
}

impl<R: Read> Read for Buffered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.end && buffer.len() >= self.buffer.len() {
            let length = self.input.read(buffer)?;
            self.read += length as u64;
            return Ok(length);
        }
        let length = self.fill_buf()?.read(buffer)?;
        self.consume(length);
        Ok(length)
    }
}
