//! Why a pack was refused or could not be written.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::{error, fmt, io};

use super::layout::VERSION;

/// A pack that cannot be used or written: which one, and why.
#[derive(Debug)]
pub struct PackError {
    /// The file, as it was named.
    pub file: PathBuf,
    /// What is wrong with it.
    pub fault: PackFault,
}

impl PackError {
    pub(super) fn new(file: &Path, fault: PackFault) -> Self {
        Self { file: file.to_owned(), fault }
    }
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.file.display(), self.fault)
    }
}

impl error::Error for PackError {
    /// The system's reason, if there is one: the fault itself is part of the message already.
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        self.fault.source()
    }
}

/// What is wrong with a pack; the message goes on from the name of the file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackFault {
    /// A file of another kind.
    #[error("is not a lexicon pack: it does not begin with `trichpk`; make one with `trich lexicon build`")]
    NotAPack,
    /// A pack of an older or newer layout.
    #[error("is a pack of format {found}, this program reads format {VERSION}; {REBUILD} of this version")]
    Version {
        /// The version that the file gives.
        found: u32,
    },
    /// A pack that asks for something which this program does not know.
    #[error("has flags that this program does not know ({found:#x} at byte 12); {REBUILD} of this version")]
    Flags {
        /// The flags that the file gives.
        found: u32,
    },
    /// A file that was cut off or added to.
    #[error("is {found} bytes long and should be {said}: {}; copy it again or {REBUILD}", cut(*.said, *.found))]
    Length {
        /// The length that its header gives; the length of a header where it is shorter than one.
        said: u64,
        /// The length that it has.
        found: u64,
    },
    /// Bytes that do not match their checksum.
    #[error(
        "was altered or damaged: its {what}, bytes {from} to {to}, cannot be right; copy it again or {REBUILD}"
    )]
    Altered {
        /// Which part.
        what: &'static str,
        /// Where the part begins.
        from: u64,
        /// Where it ends.
        to: u64,
    },
    /// A section that is not as it must be.
    #[error("has a bad section `{name}` (byte {byte}): it {why}; {REBUILD}")]
    Section {
        /// Its name, escaped where it is not ASCII.
        name: String,
        /// The place in the file: of the row in the table, or of the bytes that are wrong.
        byte: u64,
        /// What is wrong.
        why: Cow<'static, str>,
    },
    /// A section that a reader needs and the pack does not have.
    #[error("holds no section `{name}`: it is no lexicon, or not of this version; {REBUILD} of this version")]
    Missing {
        /// Its name.
        name: String,
    },
    /// A section in a form of an older or newer program.
    #[error(
        "has its section `{name}` in form {found}, this program reads form {version}; {REBUILD} of this version"
    )]
    SectionVersion {
        /// Its name.
        name: String,
        /// The form that the pack gives.
        found: u32,
        /// The form that this program reads.
        version: u32,
    },
    /// A section that cannot be written.
    #[error("cannot hold a section `{name}`: the name {why}")]
    Name {
        /// Its name.
        name: String,
        /// What is wrong.
        why: &'static str,
    },
    /// A file that cannot be opened or mapped.
    #[error("cannot be read; check the path and its permissions")]
    Read(#[source] io::Error),
    /// A file that cannot be written.
    #[error("cannot be written; check the folder, its permissions and the space left")]
    Write(#[source] io::Error),
}

const REBUILD: &str = "rebuild it with `trich lexicon build`";

fn cut(said: u64, found: u64) -> &'static str {
    if found < said { "it was cut off" } else { "something was added to it" }
}
