//! A section of an open pack, and its bytes as slices of numbers.

use std::any::type_name;
use std::ops::Range;
use std::path::Path;

use bytemuck::Pod;

use super::error::PackError;
use super::layout::Row;

/// A section, or a part of one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Section<'a> {
    pub(super) file: &'a Path,
    pub(super) row: &'a Row,
    /// Where the bytes stand in the file.
    pub(super) offset: u64,
    pub(super) bytes: &'a [u8],
}

impl<'a> Section<'a> {
    /// The bytes, without padding.
    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The version of what the section holds.
    pub(crate) fn version(&self) -> u32 {
        self.row.version
    }

    /// A range of the bytes; its ends may come from the file and be wrong.
    pub(crate) fn part(&self, range: Range<u64>) -> Result<Self, PackError> {
        let (start, end) = (usize::try_from(range.start), usize::try_from(range.end));
        let bytes = start.ok().zip(end.ok()).and_then(|(start, end)| self.bytes.get(start..end));
        match bytes {
            Some(bytes) => Ok(Self { offset: self.offset + range.start, bytes, ..*self }),
            None => {
                let (from, to, len) = (range.start, range.end, self.bytes.len());
                Err(self.error(format!("is {len} bytes long and refers to its bytes {from} to {to}")))
            }
        }
    }

    /// The bytes as numbers, without a copy.
    pub(crate) fn cast<T: Pod>(&self) -> Result<&'a [T], PackError> {
        bytemuck::try_cast_slice(self.bytes).map_err(|_| {
            let (len, kind) = (self.bytes.len(), type_name::<T>());
            self.error(format!("has {len} bytes here, which are no whole number of aligned `{kind}`"))
        })
    }

    /// An error about this section, for who reads it: `why` goes on from "it".
    pub(crate) fn error(&self, why: String) -> PackError {
        PackError::new(self.file, self.row.fault(self.offset, why))
    }
}
