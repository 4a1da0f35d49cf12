//! Numbers, words and bits as bytes.

use alloc::vec::Vec;

use super::FormatError;
use crate::words::MAX_WORD_BYTES;

/// Reads from a slice and never beyond it.
#[derive(Clone)]
pub(super) struct Cursor<'a> {
    data: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(data: &'a [u8], at: usize) -> Cursor<'a> {
        Cursor { data, at }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn byte(&mut self) -> Result<u8, FormatError> {
        let byte = *self.data.get(self.at).ok_or(FormatError::Damaged)?;
        self.at += 1;
        Ok(byte)
    }

    pub(super) fn number(&mut self) -> Result<u32, FormatError> {
        let mut number = 0;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            number |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(FormatError::Damaged)
    }

    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], FormatError> {
        let end = self.at.checked_add(length).ok_or(FormatError::Damaged)?;
        let bytes = self.data.get(self.at..end).ok_or(FormatError::Damaged)?;
        self.at = end;
        Ok(bytes)
    }

    /// Turns `word` into the next one of a front-coded list.
    pub(super) fn word(&mut self, word: &mut Vec<u8>) -> Result<(), FormatError> {
        let shared = self.number()? as usize;
        let length = self.number()? as usize;
        let rest = self.take(length)?;
        // No word is longer; without a limit few bytes could claim gigabytes.
        if shared + length > 4 * MAX_WORD_BYTES {
            return Err(FormatError::Damaged);
        }
        word.truncate(shared);
        word.extend_from_slice(rest);
        Ok(())
    }
}

/// Reads bits from the least significant one on; beyond the end all are zero.
pub(super) struct Bits<'a> {
    data: &'a [u8],
    at: usize,
    held: u64,
    count: u32,
}

/// Quotients from here on are written as a number of this many bits.
const ESCAPE_BITS: u32 = 24;

impl<'a> Bits<'a> {
    pub(super) fn new(data: &'a [u8], at: usize) -> Bits<'a> {
        Bits { data, at, held: 0, count: 0 }
    }

    fn fill(&mut self) {
        while self.count <= 56 {
            let byte = self.data.get(self.at).copied().unwrap_or(0);
            self.at += 1;
            self.held |= u64::from(byte) << self.count;
            self.count += 8;
        }
    }

    /// The next `width` bits, at most 32.
    pub(super) fn bits(&mut self, width: u32) -> u32 {
        self.fill();
        let bits = (self.held & ((1 << width) - 1)) as u32;
        self.held >>= width;
        self.count -= width;
        bits
    }

    /// A number written by `BitWriter::rice` with the same parameter.
    pub(super) fn rice(&mut self, parameter: u32) -> u32 {
        self.fill();
        let quotient = (!self.held).trailing_zeros();
        if quotient >= ESCAPE_BITS {
            self.bits(ESCAPE_BITS);
            return self.bits(ESCAPE_BITS);
        }
        self.bits(quotient + 1);
        (quotient << parameter) | self.bits(parameter)
    }

    /// First byte that no bit has been taken from.
    pub(super) fn end(&self) -> usize {
        self.at - (self.count / 8) as usize
    }
}

/// Bits needed for any number below `count`.
pub(crate) fn width(count: u32) -> u32 {
    if count <= 1 { 0 } else { 32 - (count - 1).leading_zeros() }
}

#[cfg(feature = "write")]
pub(super) use write::{BitWriter, put_number, put_word, rice_parameter};

#[cfg(feature = "write")]
mod write {
    use super::ESCAPE_BITS;

    /// Appends a number as LEB128.
    pub(in crate::format) fn put_number(mut number: u32, out: &mut Vec<u8>) {
        while number > 0x7f {
            out.push(number as u8 & 0x7f | 0x80);
            number >>= 7;
        }
        out.push(number as u8);
    }

    /// Appends `word` to a front-coded list in which it follows `previous`.
    pub(in crate::format) fn put_word(previous: &[u8], word: &[u8], out: &mut Vec<u8>) {
        let shared = previous.iter().zip(word).take_while(|(one, other)| one == other).count();
        put_number(shared as u32, out);
        put_number((word.len() - shared) as u32, out);
        out.extend_from_slice(&word[shared..]);
    }

    /// Writes what [`super::Bits`] reads.
    #[derive(Default)]
    pub(in crate::format) struct BitWriter {
        bytes: Vec<u8>,
        held: u64,
        count: u32,
    }

    impl BitWriter {
        pub(in crate::format) fn bits(&mut self, bits: u32, width: u32) {
            debug_assert!(width == 32 || bits >> width == 0);
            self.held |= u64::from(bits) << self.count;
            self.count += width;
            while self.count >= 8 {
                self.bytes.push(self.held as u8);
                self.held >>= 8;
                self.count -= 8;
            }
        }

        /// Golomb–Rice code: quotient in unary, rest in `parameter` bits.
        pub(in crate::format) fn rice(&mut self, number: u32, parameter: u32) {
            let quotient = number >> parameter;
            if quotient >= ESCAPE_BITS {
                self.bits((1 << ESCAPE_BITS) - 1, ESCAPE_BITS);
                self.bits(number, ESCAPE_BITS);
                return;
            }
            self.bits((1 << quotient) - 1, quotient + 1);
            self.bits(number & ((1 << parameter) - 1), parameter);
        }

        pub(in crate::format) fn finish(mut self) -> Vec<u8> {
            if self.count > 0 {
                self.bytes.push(self.held as u8);
            }
            self.bytes
        }
    }

    /// The parameter that writes `numbers` in the fewest bits.
    pub(in crate::format) fn rice_parameter(numbers: &[u32]) -> u32 {
        let cost = |parameter: u32| -> u64 {
            let one = |number: &u32| match number >> parameter {
                ESCAPE_BITS.. => u64::from(2 * ESCAPE_BITS),
                quotient => u64::from(quotient + 1 + parameter),
            };
            numbers.iter().map(one).sum()
        };
        (0..16).min_by_key(|&parameter| cost(parameter)).unwrap_or(0)
    }
}
