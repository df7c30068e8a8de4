//! Packs: the same records as from the folders, the same bytes from the same files, and a clear no to all that is
//! not whole.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use proptest::prelude::*;
use tempfile::tempdir;
use trich::{Document, Error, Lexicon, OffsetUnit, PackFault, Pipeline, Writer};

/// Names of one's own over the builtin ones: a homonym, another name for a builtin entity, a product with its maker,
/// a noun, and one taken out.
const LISTS: [(&str, &str); 3] = [
    (
        "firms.tsv",
        "id\tkind\tname\taliases\tflags\tlinks\n\
         acme\tcompany\tAcme Việt\tAcme|ACM\t\twikidata=Q1,site=acme\n\
         hoa-mai\tcompany\tHoa Mai\t\tneeds-context\t\n\
         hoa-mai\tperson\tHoa Mai\t\tneeds-context\t\n\
         nokia\tcompany\tNokia\tHãng Phần Lan\tnickname\t\n",
    ),
    ("products.tsv", "kind\tname\tmaker\nproduct\tAcme Bút\tacme\n"),
    ("more/words.tsv", "kind\tname\tflags\nnoun\tcây bút\t\ncompany\tXiaomi\toff\n"),
];

fn folder() -> (tempfile::TempDir, PathBuf) {
    let dir = tempdir().unwrap();
    let lists = dir.path().join("lists");
    fs::create_dir_all(lists.join("more")).unwrap();
    for (name, text) in LISTS {
        fs::write(lists.join(name), text).unwrap();
    }
    (dir, lists)
}

/// The records of the corpus and of some sentences about the names of [`LISTS`].
fn records(lexicon: Lexicon) -> String {
    let pipeline = Pipeline::builder().lexicon(lexicon).build().unwrap();
    let mut worker = pipeline.worker();
    let own = "Acme Việt ra mắt Acme Bút. Công ty Hoa Mai mua 300 cây bút của ACM và Xiaomi. Ông Hoa Mai rời hãng Phần Lan.";
    let mut documents = common::corpus();
    documents.push(Document::from_text("own", own));
    let writer = Writer { unit: OffsetUnit::Char, ..Writer::default() };
    let mut out = Vec::new();
    for document in &documents {
        worker.write(document, false, &writer, &mut out);
    }
    String::from_utf8(out).unwrap()
}

#[test]
fn a_pack_gives_the_records_of_its_folders() {
    let (_dir, lists) = folder();
    let lexicon = || Lexicon::from_dirs(&[&lists]).unwrap();
    let pack = lists.parent().unwrap().join("vi.trichpk");
    lexicon().write_pack(&pack).unwrap();
    let (from_folder, from_pack) = (records(lexicon()), records(Lexicon::from_pack(&pack).unwrap()));
    for want in
        ["company/acme", "product/acme-but", "company/hoa-mai", "person/hoa-mai", "nickname", "cây bút"]
    {
        assert!(from_folder.contains(want), "{want}");
    }
    assert_eq!(from_folder, from_pack);
}

#[test]
fn builtin_records_are_the_same_from_a_pack() {
    let bytes = Lexicon::builtin().unwrap().to_pack_bytes().unwrap();
    assert_eq!(records(Lexicon::builtin().unwrap()), records(Lexicon::from_pack_bytes(&bytes).unwrap()));
}

#[test]
fn what_a_pack_explains_is_the_same() {
    let (_dir, lists) = folder();
    let lexicon = Lexicon::from_dirs(&[&lists]).unwrap();
    let packed = Lexicon::from_pack_bytes(&lexicon.to_pack_bytes().unwrap()).unwrap();
    assert_eq!(packed.digest(), lexicon.digest());
    assert_eq!(packed.entry_counts(), lexicon.entry_counts());
    let explain = |lexicon: Lexicon| {
        let pipeline = Pipeline::builder().lexicon(lexicon).build().unwrap();
        pipeline
            .worker()
            .explain("Tập đoàn Hoa Mai và Acme dự kiến mua lại Nokia với giá hơn 5 tỷ USD.")
            .lines
    };
    let lines = explain(lexicon);
    assert!(lines.iter().any(|l| l.contains("firms.tsv:3")), "{lines:?}");
    assert_eq!(explain(packed), lines);
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let (_dir, lists) = folder();
    let bytes = || Lexicon::from_dirs(&[&lists]).unwrap().to_pack_bytes().unwrap();
    let first = bytes();
    assert!(first == bytes(), "two builds differ");
    let again = Lexicon::from_pack_bytes(&first).unwrap().to_pack_bytes().unwrap();
    assert!(first == again, "a pack written from a pack differs");
    fs::write(lists.join("products.tsv"), "kind\tname\tmaker\nproduct\tAcme Thước\tacme\n").unwrap();
    assert!(first != bytes(), "other names, the same bytes");
}

#[test]
fn folders_alone_make_a_pack() {
    let (_dir, lists) = folder();
    let lexicon = Lexicon::from_dirs_alone(&[&lists]).unwrap();
    assert_eq!(lexicon.entry_counts().get("company"), Some(&3), "acme, hoa-mai, nokia");
    let packed = Lexicon::from_pack_bytes(&lexicon.to_pack_bytes().unwrap()).unwrap();
    let pipeline = Pipeline::builder().lexicon(packed).build().unwrap();
    let mut worker = pipeline.worker();
    let found = worker.extract(&Document::from_text("-", "Samsung và Acme ra mắt 5 sản phẩm."));
    assert_eq!(found.mentions.iter().map(|m| m.entity.as_ref()).collect::<Vec<_>>(), ["company/acme"]);
}

#[test]
fn a_pack_in_use_can_be_replaced() {
    let (_dir, lists) = folder();
    let pack = lists.parent().unwrap().join("vi.trichpk");
    Lexicon::from_dirs_alone(&[&lists]).unwrap().write_pack(&pack).unwrap();
    let old = Pipeline::builder().lexicon(Lexicon::from_pack(&pack).unwrap()).build().unwrap();
    fs::write(lists.join("firms.tsv"), "kind\tname\ncompany\tZenith\n").unwrap();
    Lexicon::from_dirs_alone(&[&lists]).unwrap().write_pack(&pack).unwrap();
    let new = Pipeline::builder().lexicon(Lexicon::from_pack(&pack).unwrap()).build().unwrap();
    let names = |pipeline: &Pipeline| -> Vec<String> {
        let document = Document::from_text("-", "Acme gặp Zenith.");
        pipeline.worker().extract(&document).mentions.iter().map(|m| m.entity.to_string()).collect()
    };
    assert_eq!(names(&old), ["company/acme"]);
    assert_eq!(names(&new), ["company/zenith"]);
}

fn fault(bytes: &[u8]) -> PackFault {
    match Lexicon::from_pack_bytes(bytes).unwrap_err() {
        Error::Pack(error) => error.fault,
        other => panic!("{other}"),
    }
}

#[test]
fn what_is_no_lexicon_is_refused() {
    let bytes = Lexicon::builtin().unwrap().to_pack_bytes().unwrap();
    assert!(matches!(fault(&bytes[..bytes.len() - 1]), PackFault::Length { .. }));
    assert!(matches!(fault(b"id\tkind\tname\n"), PackFault::NotAPack));
    let mut other = bytes.clone();
    other[8] = 9;
    assert!(matches!(fault(&other), PackFault::Version { found: 9 }));
    let mut altered = bytes;
    altered[70] ^= 1;
    assert!(matches!(fault(&altered), PackFault::Altered { .. }));
    assert!(matches!(Lexicon::from_pack(Path::new("no/such")).unwrap_err(), Error::Pack(_)));
}

#[test]
fn every_altered_byte_is_told_by_verify() {
    let dir = tempdir().unwrap();
    let (path, whole) = (dir.path().join("own.trichpk"), small());
    fs::write(&path, &whole).unwrap();
    assert_eq!(Lexicon::verify_pack(&path).unwrap().0.entry_counts().get("product"), Some(&1));
    for at in (0..whole.len()).step_by(7) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        fs::write(&path, &bytes).unwrap();
        assert!(matches!(Lexicon::verify_pack(&path).unwrap_err(), Error::Pack(_)), "byte {at}");
    }
}

/// A small pack with all its parts.
fn small() -> Vec<u8> {
    static SMALL: OnceLock<Vec<u8>> = OnceLock::new();
    let make = || {
        let (_dir, lists) = folder();
        Lexicon::from_dirs_alone(&[&lists]).unwrap().to_pack_bytes().unwrap()
    };
    SMALL.get_or_init(make).clone()
}

/// Place and length of a section, from its row in the table.
fn section(pack: &[u8], name: &str) -> std::ops::Range<usize> {
    let number = |at: usize| u64::from_le_bytes(pack[at..at + 8].try_into().unwrap()) as usize;
    let rows = (0..pack[16] as usize).map(|row| 64 + row * 56);
    let row = rows.clone().find(|&row| pack[row..row + 32].starts_with(name.as_bytes())).unwrap();
    number(row + 32)..number(row + 32) + number(row + 40)
}

/// Found by the fuzzer: the check told of two equal surfaces in a file that there is not.
#[test]
fn files_that_are_not_there_are_not_named() {
    let mut pack = small();
    let surfaces = section(&pack, "entity.surfaces");
    for row in pack[surfaces].chunks_exact_mut(16) {
        // The file's number is in the upper ten bits; the flag that asks for context, in bit 3, goes.
        row[14] &= !(1 << 3);
        row[15] = 0xFF;
    }
    let faults = Lexicon::from_pack_bytes(&pack).unwrap().check();
    assert!(faults.iter().any(|f| f.file.is_empty() && f.message.contains("Hoa Mai")), "{faults:?}");
    use_all(&pack);
}

#[test]
fn a_pack_is_not_blamed_for_having_no_examples() {
    let bytes = Lexicon::builtin().unwrap().to_pack_bytes().unwrap();
    assert_eq!(Lexicon::from_pack_bytes(&bytes).unwrap().check(), []);
}

/// Everything that a pack's sections are read for.
fn use_all(bytes: &[u8]) {
    let Ok(lexicon) = Lexicon::from_pack_bytes(bytes) else { return };
    let _ = (lexicon.entry_counts(), lexicon.check());
    let Ok(pipeline) = Pipeline::builder().lexicon(lexicon).build() else { return };
    let text = "Acme Việt mua Acme Bút, Hoa Mai và hãng Phần Lan bán 300 cây bút cho ACM.";
    let mut out = Vec::new();
    let mut worker = pipeline.worker();
    worker.write(&Document::from_text("-", text), false, &Writer::default(), &mut out);
    worker.explain(text);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(1000), ..ProptestConfig::default() })]

    /// Opening reads neither names nor entities, so damage there is found only by its use: it may give other
    /// records, and must not break anything.
    #[test]
    fn damaged_sections_break_nothing(
        edits in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(vec![0, 1, 0x7F, 0x80, 0xFF, b'9'])), 1..40),
    ) {
        let mut bytes = small();
        // Behind header and table, which have a checksum of their own.
        let from = 64 + 17 * 56;
        for (at, byte) in edits {
            let place = from + at.index(bytes.len() - from);
            bytes[place] = byte;
        }
        use_all(&bytes);
    }
}
