//! Numbers that lie in memory of their own, or in a section of an open pack.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, Range};
use std::sync::Arc;

use bytemuck::Pod;

use super::error::PackError;
use super::file::Pack;

/// A list of numbers that does not change; who reads it need not know where it lies.
pub(crate) enum Array<T> {
    /// In memory of its own.
    Own(Vec<T>),
    /// In a pack, which stays open as long.
    Mapped(Mapped<T>),
}

/// A place in a pack.
pub(crate) struct Mapped<T> {
    pack: Arc<Pack>,
    range: Range<usize>,
    of: PhantomData<T>,
}

impl<T: Pod> Array<T> {
    /// All of the section `name`, which must be of version `version`.
    pub(crate) fn of(pack: &Arc<Pack>, name: &str, version: u32) -> Result<Self, PackError> {
        let section = pack.must(name, version)?;
        section.cast::<T>()?;
        // The section lies in the file, so its end is no larger than a length in memory.
        let start = section.row.offset as usize;
        let range = start..start + section.bytes().len();
        Ok(Self::Mapped(Mapped { pack: Arc::clone(pack), range, of: PhantomData }))
    }

    /// The bytes, as a section holds them.
    pub(crate) fn bytes(&self) -> &[u8] {
        bytemuck::cast_slice(self)
    }
}

impl<T: Pod> Deref for Array<T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        match self {
            Self::Own(list) => list,
            // [`Array::of`] made sure that the cast holds.
            Self::Mapped(place) => {
                bytemuck::try_cast_slice(place.pack.bytes(place.range.clone())).unwrap_or_default()
            }
        }
    }
}

impl<T> Default for Array<T> {
    fn default() -> Self {
        Self::Own(Vec::new())
    }
}

impl<T> From<Vec<T>> for Array<T> {
    fn from(list: Vec<T>) -> Self {
        Self::Own(list)
    }
}

impl<T: Pod> fmt::Debug for Array<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} items", self.len())
    }
}
