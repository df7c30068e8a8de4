//! A section of an open pack, and its bytes as slices of numbers.

use std::any::type_name;
use std::path::Path;

use bytemuck::Pod;

use super::error::PackError;
use super::layout::Row;

/// A section of an open pack.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Section<'a> {
    pub(super) file: &'a Path,
    pub(super) row: &'a Row,
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

    /// The bytes as numbers, without a copy.
    pub(crate) fn cast<T: Pod>(&self) -> Result<&'a [T], PackError> {
        bytemuck::try_cast_slice(self.bytes).map_err(|_| {
            let (len, kind) = (self.bytes.len(), type_name::<T>());
            self.error(format!("has {len} bytes here, which are no whole number of aligned `{kind}`"))
        })
    }

    /// An error about this section, for who reads it: `why` goes on from "it".
    pub(crate) fn error(&self, why: String) -> PackError {
        PackError::new(self.file, self.row.fault(self.row.offset, why))
    }
}
