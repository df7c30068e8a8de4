//! What a pack promises: the same bytes back, and a clear refusal of all that was cut, altered or made up.

use std::path::Path;
use std::sync::Arc;
use std::{fs, thread};

use proptest::prelude::*;
use tempfile::tempdir;

use super::layout::{CHECKSUM, HEADER, ROW};
use super::{Array, Pack, PackError, PackFault, Writer};

const NUMBERS: [u32; 5] = [1, 2, 3, 0xdead_beef, u32::MAX];

fn writer() -> Writer<'static> {
    let numbers: Vec<u8> = NUMBERS.iter().flat_map(|n| n.to_le_bytes()).collect();
    Writer::new()
        .section("words", 1, b"Xiaomi".as_slice())
        .section("matcher.slots", 7, numbers)
        .section("empty", 0, Vec::new())
        .section("tail", 2, vec![9; 70])
}

fn small() -> Vec<u8> {
    writer().to_bytes().unwrap()
}

fn table_end() -> usize {
    HEADER + 4 * ROW
}

fn fault(bytes: &[u8]) -> PackFault {
    Pack::from_bytes(bytes).unwrap_err().fault
}

/// Gives made-up header and table the checksum that they need to be believed.
fn seal(bytes: &mut [u8]) {
    let sections = u32::from_le_bytes(bytes[16..20].try_into().unwrap()) as usize;
    let mut covered = bytes[..CHECKSUM].to_vec();
    covered.extend(&bytes[HEADER..HEADER + sections * ROW]);
    bytes[CHECKSUM..HEADER].copy_from_slice(&xxhash_rust::xxh3::xxh3_64(&covered).to_le_bytes());
}

/// The small pack with eight bytes of a row of its table replaced.
fn with_row(row: usize, at: usize, value: u64) -> Vec<u8> {
    let mut bytes = small();
    let place = HEADER + row * ROW + at;
    bytes[place..place + 8].copy_from_slice(&value.to_le_bytes());
    seal(&mut bytes);
    bytes
}

fn why(bytes: &[u8]) -> String {
    match fault(bytes) {
        PackFault::Section { why, .. } => why.into_owned(),
        other => panic!("{other:?}"),
    }
}

/// All that can be done with a pack; none of it may panic.
fn use_all(bytes: &[u8]) -> Result<(), PackError> {
    let pack = Pack::from_bytes(bytes)?;
    for name in ["words", "matcher.slots", "empty", "tail", ""] {
        if let Some(section) = pack.section(name) {
            let _ = (section.cast::<u32>(), section.cast::<u64>());
        }
    }
    pack.verify()
}

#[test]
fn sections_come_back_as_given() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("vi.trichpk");
    writer().write(&path).unwrap();
    assert_eq!(fs::read(&path).unwrap(), small());
    for pack in [Pack::open(&path).unwrap(), Pack::from_bytes(&small()).unwrap()] {
        pack.verify().unwrap();
        let slots = pack.section("matcher.slots").unwrap();
        assert_eq!((slots.version(), slots.cast::<u32>().unwrap()), (7, NUMBERS.as_slice()));
        assert_eq!(pack.section("words").unwrap().bytes(), b"Xiaomi");
        assert_eq!(pack.section("empty").unwrap().bytes(), b"");
        assert_eq!(pack.section("tail").unwrap().bytes(), [9; 70]);
        assert!(pack.section("rules").is_none());
        assert!(slots.bytes().as_ptr().addr().is_multiple_of(64));
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary file is left");
}

#[test]
fn a_pack_without_sections_is_a_pack() {
    let bytes = Writer::new().to_bytes().unwrap();
    assert_eq!(bytes.len(), HEADER);
    Pack::from_bytes(&bytes).unwrap().verify().unwrap();
}

#[test]
fn the_digest_tells_contents_apart() {
    let digest = |w: Writer<'_>| Pack::from_bytes(&w.to_bytes().unwrap()).unwrap().digest();
    assert_eq!(digest(writer()), digest(writer()));
    assert_ne!(digest(writer()), digest(writer().section("more", 1, vec![1])));
}

#[test]
fn views_are_checked() {
    let pack = Arc::new(Pack::from_bytes(&small()).unwrap());
    let slots = pack.section("matcher.slots").unwrap();
    assert_eq!(slots.cast::<u32>().unwrap(), &NUMBERS);
    assert!(slots.cast::<u64>().is_err(), "20 bytes are no whole number of u64");
    assert_eq!(pack.section("empty").unwrap().cast::<u64>().unwrap(), &[0_u64; 0]);
    let refused = |result: Result<Array<u64>, PackError>| result.unwrap_err().to_string();
    assert_eq!(&*Array::<u32>::of(&pack, "matcher.slots", 7).unwrap(), NUMBERS.as_slice());
    let message = refused(Array::of(&pack, "matcher.slots", 7));
    assert!(message.contains("`matcher.slots`") && message.contains("20 bytes"), "{message}");
    let message = refused(Array::of(&pack, "matcher.slots", 8));
    assert!(message.contains("form 7") && message.contains("form 8"), "{message}");
    assert!(refused(Array::of(&pack, "none", 7)).contains("no section `none`"));
}

#[test]
fn an_array_keeps_its_pack_open() {
    let pack = Arc::new(Pack::from_bytes(&small()).unwrap());
    let array = Array::<u32>::of(&pack, "matcher.slots", 7).unwrap();
    drop(pack);
    assert_eq!(&*array, NUMBERS.as_slice());
    assert_eq!(Array::from(NUMBERS.to_vec()).bytes(), array.bytes());
}

#[test]
fn every_truncation_is_refused() {
    let (bytes, folder) = (small(), tempdir().unwrap());
    let path = folder.path().join("cut.trichpk");
    for length in 0..bytes.len() {
        assert!(Pack::from_bytes(&bytes[..length]).is_err(), "{length} bytes");
        fs::write(&path, &bytes[..length]).unwrap();
        assert!(Pack::open(&path).is_err(), "{length} bytes");
    }
    let PackFault::Length { said, found } = fault(&bytes[..100]) else { panic!() };
    assert_eq!((said, found), (bytes.len() as u64, 100));
    let longer = [bytes.as_slice(), b"x"].concat();
    assert!(matches!(fault(&longer), PackFault::Length { .. }));
}

#[test]
fn every_flipped_bit_is_found() {
    let mut bytes = small();
    for bit in 0..bytes.len() * 8 {
        bytes[bit / 8] ^= 1 << (bit % 8);
        match Pack::from_bytes(&bytes) {
            Ok(pack) => {
                assert!(bit / 8 >= table_end(), "bit {bit} of header or table");
                assert!(matches!(pack.verify().unwrap_err().fault, PackFault::Altered { .. }), "bit {bit}");
            }
            Err(_) => assert!(bit / 8 < table_end(), "opening read bit {bit}, which is in a section"),
        }
        bytes[bit / 8] ^= 1 << (bit % 8);
    }
    use_all(&bytes).unwrap();
}

#[test]
fn other_files_versions_and_flags_are_refused() {
    assert!(matches!(fault(b""), PackFault::NotAPack));
    assert!(matches!(fault(b"{\"id\": 1}"), PackFault::NotAPack));
    let mut bytes = small();
    bytes[8] = 2;
    assert!(matches!(fault(&bytes), PackFault::Version { found: 2 }));
    let mut bytes = small();
    bytes[12] = 4;
    seal(&mut bytes);
    assert!(matches!(fault(&bytes), PackFault::Flags { found: 4 }));
    let mut bytes = small();
    bytes[16..20].copy_from_slice(&u32::MAX.to_le_bytes());
    assert!(matches!(fault(&bytes), PackFault::Altered { what: "number of sections", .. }));
}

#[test]
fn bad_rows_are_refused_behind_a_true_checksum() {
    let end = small().len() as u64;
    for (offset, length) in [(u64::MAX - 63, 64), (u64::MAX - 63, u64::MAX), (1 << 40, 1), (448, end)] {
        let mut bytes = with_row(1, 32, offset);
        bytes[HEADER + ROW + 40..HEADER + ROW + 48].copy_from_slice(&length.to_le_bytes());
        seal(&mut bytes);
        assert!(why(&bytes).contains("end of the file"), "{offset} {length}");
    }
    assert!(why(&with_row(1, 40, u64::MAX)).contains("end of the file"));
    assert!(why(&with_row(1, 32, 321)).contains("aligned"));
    assert!(why(&with_row(1, 48, 0)).contains("aligned"));
    assert!(why(&with_row(1, 48, 1 << 31)).contains("aligned"));
    assert!(why(&with_row(1, 32, 64)).contains("header"));
    assert!(why(&with_row(0, 40, 65)).contains("inside another"));
    assert!(why(&with_row(2, 0, 0)).contains("name"));
    assert!(why(&with_row(2, 16, 1)).contains("name"), "something after the zeros");
    assert!(why(&with_row(3, 0, u64::from_le_bytes(*b"words\0\0\0"))).contains("twice"));
}

#[test]
fn bad_names_are_not_written() {
    let write = |w: Writer<'_>| w.to_bytes().unwrap_err().to_string();
    let name = "n".repeat(33);
    assert!(Writer::new().section(&name[1..], 1, vec![]).to_bytes().is_ok());
    assert!(write(Writer::new().section(&name, 1, vec![])).contains("longer than 32"));
    assert!(write(writer().section("words", 1, vec![])).contains("twice"));
    assert!(write(Writer::new().section("", 1, vec![])).contains("ASCII"));
    assert!(write(Writer::new().section("từ", 1, vec![])).contains("ASCII"));
    let names: Vec<String> = (0..1025).map(|n| format!("s{n}")).collect();
    let full = |n: usize| names[..n].iter().fold(Writer::new(), |w, name| w.section(name, 1, vec![]));
    use_all(&full(1024).to_bytes().unwrap()).unwrap();
    assert!(write(full(1025)).contains("too many"));
}

#[test]
fn messages_say_what_where_and_what_to_do() {
    let error = Pack::open(Path::new("no/such.trichpk")).unwrap_err();
    assert_eq!(error.to_string(), "no/such.trichpk cannot be read; check the path and its permissions");
    assert!(std::error::Error::source(&error).is_some());
    assert_eq!(
        Pack::from_bytes(&small()[..80]).unwrap_err().to_string(),
        "the pack in memory is 80 bytes long and should be 518: it was cut off; copy it again or rebuild it \
         with `trich lexicon build`"
    );
    assert_eq!(
        Pack::from_bytes(&with_row(1, 32, 321)).unwrap_err().to_string(),
        "the pack in memory has a bad section `matcher.slots` (byte 120): it is not aligned, or not to a power \
         of two from 64 to 4096; rebuild it with `trich lexicon build`"
    );
    let folder = tempdir().unwrap();
    assert!(matches!(Pack::open(folder.path()).unwrap_err().fault, PackFault::Read(_)));
}

#[test]
fn handles_and_threads_share_a_pack() {
    fn shared<T: Send + Sync>(value: T) -> Arc<T> {
        Arc::new(value)
    }
    let folder = tempdir().unwrap();
    let path = folder.path().join("vi.trichpk");
    writer().write(&path).unwrap();
    let (one, two) = (shared(Pack::open(&path).unwrap()), Pack::open(&path).unwrap());
    thread::scope(|scope| {
        for _ in 0..4 {
            let one = Arc::clone(&one);
            scope.spawn(move || one.verify().unwrap());
        }
        two.verify().unwrap();
    });
}

#[test]
fn a_pack_is_replaced_and_not_changed() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("vi.trichpk");
    writer().write(&path).unwrap();
    let old = Pack::open(&path).unwrap();
    Writer::new().section("words", 2, b"Oppo".as_slice()).write(&path).unwrap();
    let new = Pack::open(&path).unwrap();
    assert_eq!(old.section("words").unwrap().bytes(), b"Xiaomi");
    assert_eq!(new.section("words").unwrap().bytes(), b"Oppo");
    old.verify().unwrap();
    new.verify().unwrap();
}

#[test]
fn what_cannot_be_written_leaves_nothing_behind() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("taken");
    fs::create_dir(&path).unwrap();
    assert!(matches!(writer().write(&path).unwrap_err().fault, PackFault::Write(_)));
    assert!(writer().write(&folder.path().join("none/vi.trichpk")).is_err());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn many_writers_leave_one_whole_pack() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("vi.trichpk");
    thread::scope(|scope| {
        for version in 0..4 {
            let path = &path;
            scope.spawn(move || Writer::new().section("words", version, vec![1; 5000]).write(path).unwrap());
        }
    });
    Pack::open(&path).unwrap().verify().unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = use_all(&bytes);
        let magic = [&small()[..12], &bytes].concat();
        let _ = use_all(&magic);
    }

    #[test]
    fn any_table_is_read_without_a_panic(
        edits in prop::collection::vec((24..HEADER + 4 * ROW, any::<u8>()), 1..6),
        numbers in prop::collection::vec((0..4_usize, 32..49_usize, 0..700_u64), 0..4),
    ) {
        let mut bytes = small();
        let length = bytes[24..32].to_vec();
        for (at, byte) in edits {
            bytes[at] = byte;
        }
        for (row, at, value) in numbers {
            let place = HEADER + row * ROW + at;
            bytes[place..place + 8].copy_from_slice(&value.to_le_bytes());
        }
        bytes[24..32].copy_from_slice(&length);
        seal(&mut bytes);
        let _ = use_all(&bytes);
    }

    #[test]
    fn any_sections_come_back(
        sections in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..200), 0..9),
    ) {
        let names: Vec<String> = (0..sections.len()).map(|n| format!("s{n}")).collect();
        let all = names.iter().zip(&sections);
        let writer = all.clone().fold(Writer::new(), |w, (name, bytes)| w.section(name, 3, bytes.as_slice()));
        let pack = Pack::from_bytes(&writer.to_bytes()?)?;
        pack.verify()?;
        for (name, bytes) in all {
            prop_assert_eq!(pack.section(name).unwrap().bytes(), bytes.as_slice());
        }
    }
}
