//! Unpacking: a stream of bytes in gzip, bzip2, xz or Zstandard, told by its first bytes, becomes what is in it.
//!
//! Archives of several members are read as a whole. What an archive unpacks to is capped, so that a small file of
//! blanks cannot keep a machine busy for days.

use std::io::{self, BufRead, Read};

use super::buffered::Buffered;

/// How far a compressed input may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caps {
    /// The most bytes that come out of one byte of the input; checked once more than 16 MB came out.
    pub ratio: u64,
    /// The most bytes that come out of one input.
    pub unpacked: u64,
}

/// Text packs 3 to 10 times, many copies of it some 50 times; 1 TiB is more than the largest dumps have in one file.
impl Default for Caps {
    fn default() -> Self {
        Self { ratio: 200, unpacked: 1 << 40 }
    }
}

/// Below this many unpacked bytes no ratio is too large.
const FREE: u64 = 16 << 20;
/// The most memory that unpacking xz may take; `xz -9` asks for 65 MiB.
const XZ_MEMORY: u64 = 128 << 20;
const BUFFER: usize = 1 << 16;

/// Why an archive cannot be read further.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(super) struct Damage {
    pub(super) code: &'static str,
    message: String,
}

fn damage(code: &'static str, message: String) -> io::Error {
    io::Error::other(Damage { code, message })
}

/// Reads `input` unpacked, or as it is where it is not packed.
pub(crate) struct Unpacked<R> {
    layer: Layer<R>,
    caps: Caps,
    /// Bytes that came out of archives.
    out: u64,
}

/// What is read from at the moment.
enum Layer<R> {
    /// The beginning of the input, or of what comes after a member of an archive, which is named.
    Begin(Buffered<R>, Option<&'static str>),
    Bare(Buffered<R>),
    Gzip(flate2::bufread::GzDecoder<Buffered<R>>),
    Bzip2(bzip2::bufread::BzDecoder<Buffered<R>>),
    Xz(liblzma::bufread::XzDecoder<Buffered<R>>),
    Zstd(zstd::Decoder<'static, Buffered<R>>),
    End,
}

/// A form of archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Gzip,
    Bzip2,
    Xz,
    Zstd,
}

/// The bytes that the forms begin with.
const MAGIC: [(Form, &[u8]); 4] = [
    (Form::Gzip, &[0x1F, 0x8B, 8]),
    (Form::Bzip2, b"BZh"),
    (Form::Xz, &[0xFD, b'7', b'z', b'X', b'Z', 0]),
    (Form::Zstd, &[0x28, 0xB5, 0x2F, 0xFD]),
];

/// A frame of Zstandard that holds nothing begins in sixteen ways: the bits that tell, and what they are.
const EMPTY: [(u8, u8); 4] = [(0xF0, 0x50), (0xFF, 0x2A), (0xFF, 0x4D), (0xFF, 0x18)];

impl Form {
    /// The form that begins with `head`; an error where more bytes must tell.
    fn of(head: &[u8]) -> Result<Option<Self>, ()> {
        if let Some((form, _)) = MAGIC.iter().find(|(_, magic)| head.starts_with(magic)) {
            return Ok(Some(*form));
        }
        let skips = head.iter().zip(EMPTY).all(|(&byte, (mask, want))| byte & mask == want);
        match (skips, head.len()) {
            (true, 4..) => Ok(Some(Form::Zstd)),
            (true, _) => Err(()),
            _ if MAGIC.iter().any(|(_, magic)| magic.starts_with(head)) => Err(()),
            _ => Ok(None),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Bzip2 => "bzip2",
            Self::Xz => "xz",
            Self::Zstd => "zstd",
        }
    }
}

impl<R: Read> Unpacked<R> {
    /// What is in `input`, which may be packed.
    pub(crate) fn new(input: R, caps: Caps) -> Self {
        let source = Buffered::new(input, BUFFER);
        Self { layer: Layer::Begin(source, None), caps, out: 0 }
    }

    /// Looks at what comes next: a member, bare bytes, or the end.
    fn begin(&mut self) -> io::Result<()> {
        let Layer::Begin(source, before) = &mut self.layer else { return Ok(()) };
        let before = *before;
        if before.is_some() {
            // Some programs fill up with zeros, some people put line ends between the members.
            source.skip(|byte| byte == 0 || byte.is_ascii_whitespace())?;
        }
        let form = form(source)?;
        let over = source.fill_buf()?.is_empty();
        let Layer::Begin(source, _) = std::mem::replace(&mut self.layer, Layer::End) else { return Ok(()) };
        self.layer = match (form, before) {
            (Some(Form::Gzip), _) => Layer::Gzip(flate2::bufread::GzDecoder::new(source)),
            (Some(Form::Bzip2), _) => Layer::Bzip2(bzip2::bufread::BzDecoder::new(source)),
            (Some(Form::Xz), _) => {
                let stream = liblzma::stream::Stream::new_stream_decoder(XZ_MEMORY, 0)?;
                Layer::Xz(liblzma::bufread::XzDecoder::new_stream(source, stream))
            }
            (Some(Form::Zstd), _) => Layer::Zstd(zstd::Decoder::with_buffer(source)?.single_frame()),
            (None, None) => Layer::Bare(source),
            (None, Some(_)) if over => Layer::End,
            (None, Some(form)) => {
                return Err(damage(
                    "corrupt-stream",
                    format!("after the end of the {form} archive stand bytes that are none; cut them off"),
                ));
            }
        };
        Ok(())
    }

    /// Goes on to what comes after a member.
    fn end_member(&mut self) {
        let (source, form) = match std::mem::replace(&mut self.layer, Layer::End) {
            Layer::Gzip(member) => (member.into_inner(), Form::Gzip),
            Layer::Bzip2(member) => (member.into_inner(), Form::Bzip2),
            Layer::Xz(member) => (member.into_inner(), Form::Xz),
            Layer::Zstd(member) => (member.finish(), Form::Zstd),
            other => {
                self.layer = other;
                return;
            }
        };
        self.layer = Layer::Begin(source, Some(form.name()));
    }

    /// Counts `length` unpacked bytes, of `read` packed ones so far.
    fn count(&mut self, length: usize, read: u64) -> io::Result<()> {
        self.out += length as u64;
        let (out, Caps { ratio, unpacked }) = (self.out, self.caps);
        if out > FREE && out / ratio.max(1) > read {
            return Err(damage(
                "too-large",
                format!(
                    "the archive unpacks to more than {ratio} times its size; if that is right, raise --max-ratio"
                ),
            ));
        }
        if out > unpacked {
            let message = format!("the archive unpacks to more than {unpacked} bytes; raise --max-unpacked");
            return Err(damage("too-large", message));
        }
        Ok(())
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            let (result, form, read) = match &mut self.layer {
                Layer::Begin(..) => {
                    self.begin()?;
                    continue;
                }
                Layer::End => return Ok(0),
                Layer::Bare(source) => return source.read(buffer),
                Layer::Gzip(member) => (member.read(buffer), Form::Gzip, member.get_ref().read_so_far()),
                Layer::Bzip2(member) => (member.read(buffer), Form::Bzip2, member.get_ref().read_so_far()),
                Layer::Xz(member) => (member.read(buffer), Form::Xz, member.get_ref().read_so_far()),
                Layer::Zstd(member) => (member.read(buffer), Form::Zstd, member.get_ref().read_so_far()),
            };
            match result {
                Ok(0) => self.end_member(),
                Ok(length) => {
                    self.count(length, read)?;
                    return Ok(length);
                }
                Err(error) => return Err(broken(error, form)),
            }
        }
    }
}

/// `error` of the unpacker told as a fault of the archive; one of the system stays as it is.
fn broken(error: io::Error, form: Form) -> io::Error {
    let form = form.name();
    match error.kind() {
        _ if error.raw_os_error().is_some() => error,
        io::ErrorKind::Interrupted => error,
        io::ErrorKind::UnexpectedEof => {
            damage("truncated-stream", format!("the {form} archive breaks off; fetch it again"))
        }
        _ => damage("corrupt-stream", format!("the {form} archive is damaged ({error}); fetch it again")),
    }
}

/// The form of what comes next in `source`; reads on only as long as that is open.
fn form<R: Read>(source: &mut Buffered<R>) -> io::Result<Option<Form>> {
    loop {
        match Form::of(source.at_hand()) {
            Ok(form) => return Ok(form),
            Err(()) if !source.more()? => return Ok(None),
            Err(()) => {}
        }
    }
}

#[cfg(test)]
mod tests;
