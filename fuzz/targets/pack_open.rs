//! Packs that are not what they should be, and every use of their sections: the given bytes, and a whole pack with
//! the given damage.
#![no_main]

use std::path::Path;
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use trich::{Document, Lexicon, Pipeline, Writer};

/// Names and words of `fuzz/lexicon`.
const TEXT: &str =
    "Acme Việt mua Acme Bút X5 với giá 5 tỷ đồng; công ty Hoa Mai không mua 300 cây bút của ACM.";

fuzz_target!(|bytes: &[u8]| {
    use_all(bytes);
    let mut pack = whole().to_vec();
    damage(&mut pack, bytes);
    use_all(&pack);
});

/// A pack with all its parts.
fn whole() -> &'static [u8] {
    static WHOLE: OnceLock<Vec<u8>> = OnceLock::new();
    WHOLE.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("lexicon");
        let lexicon = Lexicon::from_dirs_alone(&[folder]).expect("the folder holds a lexicon");
        lexicon.to_pack_bytes().expect("a pack is written")
    })
}

/// Writes pieces of `bytes` over the pack: two bytes say where, one how much, then comes what. What is behind the
/// header is believed: the checksum is made again.
fn damage(pack: &mut [u8], mut bytes: &[u8]) {
    while let [low, high, length, rest @ ..] = bytes {
        let at = usize::from(u16::from_le_bytes([*low, *high])) % pack.len();
        let length = usize::from(length % 16).min(rest.len()).min(pack.len() - at);
        pack[at..at + length].copy_from_slice(&rest[..length]);
        bytes = &rest[length..];
    }
    seal(pack);
}

/// Writes the checksum into a header, if the table lies in the pack.
fn seal(pack: &mut [u8]) -> Option<()> {
    let sections = u32::from_le_bytes(pack.get(16..20)?.try_into().ok()?) as usize;
    let table = pack.get(64..64 + sections.checked_mul(56)?)?;
    let sum = xxhash_rust::xxh3::xxh3_64(&[pack.get(..56)?, table].concat());
    pack.get_mut(56..64)?.copy_from_slice(&sum.to_le_bytes());
    Some(())
}

fn use_all(bytes: &[u8]) {
    let Ok(lexicon) = Lexicon::from_pack_bytes(bytes) else { return };
    let _ = (lexicon.entry_counts(), lexicon.check(), lexicon.section_lengths());
    let Ok(pipeline) = Pipeline::builder().lexicon(lexicon).build() else { return };
    let mut worker = pipeline.worker();
    let mut out = Vec::new();
    worker.write(&Document::from_text("-", TEXT), false, &Writer::default(), &mut out);
    worker.explain(TEXT);
}
