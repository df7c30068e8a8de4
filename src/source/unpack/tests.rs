//! Archives made by the libraries' own packers; those of other programs are in `tests/archives.rs`.

use std::io::Write;

use super::*;

/// Gives its bytes one at a time, as a slow pipe would.
struct Drops<'b>(&'b [u8]);

impl Read for Drops<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.0.len().min(buffer.len()).min(1);
        buffer[..length].copy_from_slice(&self.0[..length]);
        self.0 = &self.0[length..];
        Ok(length)
    }
}

fn unpack(bytes: &[u8]) -> Result<Vec<u8>, &'static str> {
    let (mut whole, mut slow) = (Vec::new(), Vec::new());
    let result = Unpacked::new(bytes, Caps::default()).read_to_end(&mut whole);
    let slowly = Unpacked::new(Drops(bytes), Caps::default()).read_to_end(&mut slow);
    assert_eq!(result.is_ok(), slowly.is_ok());
    // How much comes before a fault depends on the pieces that are read.
    assert!(result.is_err() || whole == slow);
    match result {
        Ok(_) => Ok(whole),
        Err(error) => Err(error.get_ref().and_then(|e| e.downcast_ref::<Damage>()).map_or("?", |d| d.code)),
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut packer = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut packer = liblzma::write::XzEncoder::new(Vec::new(), 6);
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}

type Packer = fn(&[u8]) -> Vec<u8>;

const PACKERS: [(&str, Packer); 4] = [("gzip", gzip), ("bzip2", bzip2), ("xz", xz), ("zstd", zstd)];

#[test]
fn what_is_not_packed_stays() {
    for bytes in [&b""[..], b"{}", b"B", b"BZ", b"P*M", b"\x1f\x8b", b"\xfd7zXZ", b"plain text\n"] {
        assert_eq!(unpack(bytes).as_deref(), Ok(bytes));
    }
}

#[test]
fn members_follow_each_other() {
    for (name, pack) in PACKERS {
        let mut archive = pack(b"one\n");
        assert_eq!(unpack(&archive).as_deref(), Ok(&b"one\n"[..]), "{name}");
        archive.extend(pack(b""));
        archive.extend(b"\n");
        archive.extend(pack(b"two\n"));
        archive.extend([0; 512]);
        assert_eq!(unpack(&archive).as_deref(), Ok(&b"one\ntwo\n"[..]), "{name}");
        archive.extend(b"no archive");
        assert_eq!(unpack(&archive), Err("corrupt-stream"), "{name}");
    }
}

#[test]
fn frames_that_hold_nothing_are_passed_over() {
    let mut archive = b"\x57\x2a\x4d\x18\x03\x00\x00\x00abc".to_vec();
    archive.extend(zstd(b"one"));
    assert_eq!(unpack(&archive).as_deref(), Ok(&b"one"[..]));
}

#[test]
fn an_archive_that_breaks_off_is_told() {
    for (name, pack) in PACKERS {
        let archive = pack(b"one\ntwo\n".repeat(100).as_slice());
        for cut in [8, archive.len() / 2, archive.len() - 1] {
            assert_eq!(unpack(&archive[..cut]), Err("truncated-stream"), "{name} after {cut} bytes");
        }
    }
}

#[test]
fn an_archive_that_is_damaged_is_told() {
    let text: Vec<u8> = (0..20_000_u32).flat_map(|n| (n * n).to_string().into_bytes()).collect();
    for (name, pack) in PACKERS {
        let mut archive = pack(&text);
        let middle = archive.len() / 2;
        for byte in &mut archive[middle..middle + 16] {
            *byte ^= 0x5A;
        }
        let told = unpack(&archive);
        assert!(
            matches!(told, Err("corrupt-stream" | "truncated-stream")),
            "{name}: {:?}",
            told.map(|b| b.len())
        );
    }
}

#[test]
fn what_unpacks_to_too_much_is_refused() {
    for (name, pack) in [PACKERS[0], PACKERS[3]] {
        let archive = pack(&vec![b' '; 17 << 20]);
        let read = |caps| io::copy(&mut Unpacked::new(&archive[..], caps), &mut io::sink());
        for caps in [Caps::default(), Caps { ratio: u64::MAX, unpacked: 1 << 20 }] {
            let error = read(caps).unwrap_err();
            assert_eq!(
                error.get_ref().unwrap().downcast_ref::<Damage>().unwrap().code,
                "too-large",
                "{name}"
            );
        }
        assert_eq!(read(Caps { ratio: 1 << 20, ..Caps::default() }).unwrap(), 17 << 20, "{name}");
    }
}
