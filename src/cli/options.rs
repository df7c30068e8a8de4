//! The options of all commands that read articles: format, fields, encoding, limits.

use anyhow::Context;
use clap::ValueEnum;

use crate::source::{self, Caps, FieldMap, Format, Options, PlainDocument, Preset};

/// How inputs are read.
#[derive(Debug, clap::Args)]
pub(super) struct InputOptions {
    /// How the input is written; told by its first byte unless said
    #[arg(long, value_enum, default_value_t = InputFormat::Auto)]
    pub(super) input_format: InputFormat,
    /// Read a known dump: its format and where it keeps the fields; --input-format and --field go before it
    #[arg(long, value_enum, value_name = "NAME")]
    pub(super) preset: Option<KnownDump>,
    /// What the bytes of the input are; offsets count in the text that they decode to
    #[arg(long, value_enum, value_name = "NAME", default_value_t = Encoding::Auto)]
    pub(super) encoding: Encoding,
    /// What one document of plain text is
    #[arg(long, value_enum, value_name = "UNIT", default_value_t = PerDocument::File)]
    pub(super) document_per: PerDocument,
    /// Where records keep a field: text=body, text=lead+body (joined), date=meta.date, id=guid+url (the first that is there)
    #[arg(long, value_name = "NAME=PATH")]
    pub(super) field: Vec<String>,
    /// Titles and texts in JSON and tables are HTML; offsets count in the text that it reads as
    #[arg(long)]
    pub(super) html: bool,
    /// The largest document, in bytes, or with K, M, G; a larger one gives an `error` record
    #[arg(long, value_name = "SIZE", default_value = "16M", value_parser = size)]
    pub(super) max_document: usize,
    /// The most that a compressed input may unpack to, as a multiple of its size
    #[arg(long, value_name = "N", default_value_t = Caps::default().ratio)]
    pub(super) max_ratio: u64,
    /// The most bytes that a compressed input may unpack to, or with K, M, G, T [default: 1T]
    #[arg(long, value_name = "SIZE", value_parser = large_size)]
    pub(super) max_unpacked: Option<u64>,
}

impl InputOptions {
    /// The same for the reader.
    pub(super) fn options(&self) -> anyhow::Result<Options> {
        let mut options = Options {
            format: self.input_format.into(),
            encoding: self.encoding.into(),
            plain: self.document_per.into(),
            fields: FieldMap::default(),
            html: self.html,
            max_document: self.max_document,
            caps: Caps {
                ratio: self.max_ratio,
                unpacked: self.max_unpacked.unwrap_or(Caps::default().unpacked),
            },
        };
        if let Some(dump) = self.preset {
            Preset::from(dump).apply(&mut options);
        }
        for mapping in &self.field {
            options.fields.set(mapping).context("--field")?;
        }
        Ok(options)
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum InputFormat {
    /// Told by the name where it ends in .csv or .tsv, then by the first bytes: JSON, RSS, WARC, else plain text
    Auto,
    /// One JSON object a line
    Jsonl,
    /// Arrays of JSON objects, or objects that follow each other, over any number of lines
    Json,
    /// Comma-separated values; the first row names the fields
    Csv,
    /// Tab-separated values; the first row names the fields
    Tsv,
    /// RSS or Atom: each item is a document
    #[value(alias = "atom")]
    Rss,
    /// WARC or WET: each text and each HTML page is a document
    #[value(alias = "wet")]
    Warc,
    /// Parquet, from a file: a row is a document, a column a field
    Parquet,
    /// Plain text
    Text,
}

impl From<InputFormat> for Format {
    fn from(format: InputFormat) -> Self {
        match format {
            InputFormat::Auto => Self::Auto,
            InputFormat::Jsonl => Self::JsonLines,
            InputFormat::Json => Self::Json,
            InputFormat::Csv => Self::Csv,
            InputFormat::Tsv => Self::Tsv,
            InputFormat::Rss => Self::Feed,
            InputFormat::Warc => Self::Warc,
            InputFormat::Parquet => Self::Parquet,
            InputFormat::Text => Self::Text,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum KnownDump {
    /// FineWeb2, Parquet of Hugging Face: text, id, url, date; source is the crawl
    #[value(name = "fineweb2")]
    FineWeb2,
    /// CulturaX, Parquet of Hugging Face: text, url, source; date is `timestamp`
    #[value(name = "culturax")]
    CulturaX,
    /// The news corpus of binhvq, its MongoDB dump as JSON or its CSV: title, sapo and body (HTML), publish, source
    #[value(name = "binhvq")]
    BinhVq,
    /// RSS or Atom
    Rss,
    /// WARC or WET of Common Crawl
    Warc,
}

impl From<KnownDump> for Preset {
    fn from(dump: KnownDump) -> Self {
        match dump {
            KnownDump::FineWeb2 => Self::FineWeb2,
            KnownDump::CulturaX => Self::CulturaX,
            KnownDump::BinhVq => Self::BinhVq,
            KnownDump::Rss => Self::Rss,
            KnownDump::Warc => Self::Warc,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Encoding {
    /// UTF-8, or UTF-16 with a byte-order mark
    Auto,
    /// UTF-16, little end first unless a mark says otherwise
    #[value(name = "utf-16")]
    Utf16,
    /// TCVN 5712: text for the fonts .VnTime, .VnArial
    Tcvn3,
    /// Text for the fonts VNI-Times, VNI-Helve
    Vni,
    /// Windows-1258
    #[value(name = "windows-1258")]
    Windows1258,
}

impl From<Encoding> for source::Encoding {
    fn from(encoding: Encoding) -> Self {
        match encoding {
            Encoding::Auto => Self::Auto,
            Encoding::Utf16 => Self::Utf16,
            Encoding::Tcvn3 => Self::Tcvn3,
            Encoding::Vni => Self::Vni,
            Encoding::Windows1258 => Self::Windows1258,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum PerDocument {
    /// The whole file
    File,
    /// Each line
    Line,
    /// Each run of lines between blank ones
    BlankLine,
}

impl From<PerDocument> for PlainDocument {
    fn from(per: PerDocument) -> Self {
        match per {
            PerDocument::File => Self::Whole,
            PerDocument::Line => Self::Line,
            PerDocument::BlankLine => Self::BlankLine,
        }
    }
}

/// Reads a size: 1000, 64K, 16M, 1G, 2T (powers of 1024).
pub(super) fn large_size(text: &str) -> Result<u64, String> {
    let shift = match text.bytes().last() {
        Some(b'K') => 10,
        Some(b'M') => 20,
        Some(b'G') => 30,
        Some(b'T') => 40,
        _ => 0,
    };
    let digits = if shift > 0 { &text[..text.len() - 1] } else { text };
    let size = digits.parse::<u64>().ok().filter(|&n| n > 0).and_then(|n| n.checked_mul(1 << shift));
    size.ok_or_else(|| "write a number of bytes, e.g. 500K, 16M or 2T".to_owned())
}

/// Reads a size that a document can have.
fn size(text: &str) -> Result<usize, String> {
    let size = large_size(text).ok().filter(|&n| n <= u64::from(u32::MAX));
    size.map(|n| n as usize)
        .ok_or_else(|| "write a number of bytes from 1 to 4G, e.g. 500K or 16M".to_owned())
}
