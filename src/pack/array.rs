//! Numbers that lie in memory of their own, or in a section of an open pack.

use std::fmt;
use std::io;
use std::marker::PhantomData;
use std::ops::{Deref, Range};
use std::sync::Arc;

use bytemuck::Pod;
use memmap2::{Mmap, MmapMut};

use super::error::PackError;
use super::file::Pack;

/// A list of numbers that does not change; who reads it need not know where it lies.
pub(crate) enum Array<T> {
    /// In memory of its own, a short one.
    Own(Vec<T>),
    /// On pages of its own, so many of their bytes.
    Pages(Mmap, usize),
    /// In a pack, which stays open as long.
    Mapped(Mapped<T>),
}

/// Bytes from which on a list gets pages of its own.
const PAGE: usize = 4096;
const LARGE_PAGE: usize = 2 << 20;

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
            // A page is aligned for every kind of number.
            Self::Pages(map, bytes) => {
                map.get(..*bytes).and_then(|bytes| bytemuck::try_cast_slice(bytes).ok()).unwrap_or_default()
            }
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

/// A longer list is copied to pages of its own, as a pack would have it: there each cache line of numbers is one of the
/// processor's too, and a long list gets large pages where the system has them.
impl<T: Pod> From<Vec<T>> for Array<T> {
    fn from(list: Vec<T>) -> Self {
        let bytes: &[u8] = bytemuck::cast_slice(&list);
        if bytes.len() < PAGE {
            return Self::Own(list);
        }
        match on_pages(bytes) {
            Ok(map) => Self::Pages(map, bytes.len()),
            Err(_) => Self::Own(list),
        }
    }
}

/// A copy of `bytes` on pages of its own, on large ones if it fills some.
fn on_pages(bytes: &[u8]) -> io::Result<Mmap> {
    let is_long = bytes.len() >= LARGE_PAGE;
    let unit = if is_long { LARGE_PAGE } else { PAGE };
    let mut map = MmapMut::map_anon(bytes.len().next_multiple_of(unit))?;
    #[cfg(target_os = "linux")]
    if is_long {
        // A wish that the system may refuse; the copy is as good on small pages, only slower to search.
        let _ = map.advise(memmap2::Advice::HugePage);
    }
    map[..bytes.len()].copy_from_slice(bytes);
    map.make_read_only()
}

impl<T: Pod> fmt::Debug for Array<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} items", self.len())
    }
}
