//! How known dumps are written.

use super::frame::{Format, Options};

/// A dump, or a kind of dumps, that is read without saying where its fields are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// FineWeb2 (`HuggingFaceFW/fineweb-2`): Parquet with `text`, `id`, `dump`, `url`, `date`, as its dataset card lists them.
    FineWeb2,
    /// CulturaX (`uonlp/CulturaX`): Parquet with `text`, `timestamp`, `url`, `source`, as its dataset card lists them.
    CulturaX,
    /// The news corpus of Vương Quốc Bình (`github.com/binhvq/news-corpus`): the export of its MongoDB dump with `source`,
    /// `title`, `sapo`, `body` (HTML), `id`, `publish`, or its CSV with `title`, `sapo`, `publish`, `source`, `content`, as
    /// its README lists them.
    BinhVq,
    /// RSS and Atom.
    Rss,
    /// WARC and WET of Common Crawl.
    Warc,
}

impl Preset {
    /// Sets `options` for it; the format only where none is set.
    pub fn apply(self, options: &mut Options) {
        let (format, fields): (Format, &[&str]) = match self {
            Self::FineWeb2 => (Format::Auto, &["source=dump"]),
            Self::CulturaX => (Format::Auto, &["date=timestamp"]),
            // MongoDB writes dates and large numbers as objects; how depends on its version.
            Self::BinhVq => (
                Format::Auto,
                &[
                    "id=id.$numberLong+id+_id.$oid",
                    "text=sapo+body+content",
                    "date=publish.$date.$numberLong+publish.$date+publish",
                ],
            ),
            Self::Rss => (Format::Feed, &[]),
            Self::Warc => (Format::Warc, &[]),
        };
        if options.format == Format::Auto {
            options.format = format;
        }
        options.html |= self == Self::BinhVq;
        for field in fields {
            let set = options.fields.set(field);
            debug_assert!(set.is_ok(), "{field}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Document, Reader};
    use super::*;

    fn read(preset: Preset, name: &str, dump: &str) -> Document {
        let mut options = Options::default();
        preset.apply(&mut options);
        Reader::new(dump.as_bytes(), name, options).next().unwrap().unwrap()
    }

    #[test]
    fn known_dumps_are_read() {
        let whole = |d: Document| [d.id.unwrap_or_default(), d.source, d.text, d.date.unwrap_or_default()];
        let json = r#"{"source":"Báo A","title":"Tin","sapo":"Mở &agrave;","body":"<p class=\"x\">Một</p><p>Hai</p>","id":{"$numberLong":"7"},"publish":{"$date":"2018-02-04T22:15:07Z"},"tags":[]}"#;
        let want = ["7", "Báo A", "Tin\nMở à\nMột\nHai", "2018-02-04T22:15:07Z"];
        assert_eq!(whole(read(Preset::BinhVq, "-", json)), want);
        let json = r#"{"source":"Báo A","title":"Tin","sapo":null,"body":"Một","id":7,"publish":{"$date":{"$numberLong":"1517782507000"}}}"#;
        assert_eq!(
            whole(read(Preset::BinhVq, "-", json)),
            ["7", "Báo A", "Tin\nMột", "2018-02-04T22:15:07Z"]
        );
        let csv = "title,sapo,cate,tags,publish,source,content\nTin,Mở,x,,2018-02-04,Báo A,\"Một\nHai\"\n";
        assert_eq!(
            whole(read(Preset::BinhVq, "a.csv", csv)),
            ["", "Báo A", "Tin\nMở\nMột\nHai", "2018-02-04"]
        );
        let json = r#"{"text":"Một","id":"<urn:uuid:1>","dump":"CC-MAIN-2013-20","url":"u","date":"2013-05-18T00:00:00Z"}"#;
        let want = ["<urn:uuid:1>", "CC-MAIN-2013-20", "Một", "2013-05-18T00:00:00Z"];
        assert_eq!(whole(read(Preset::FineWeb2, "-", json)), want);
        let json = r#"{"text":"Một","timestamp":"2018/01/20 05:24:32","url":"u","source":"mC4"}"#;
        assert_eq!(whole(read(Preset::CulturaX, "-", json)), ["", "mC4", "Một", "2018-01-20T05:24:32"]);
    }
}
