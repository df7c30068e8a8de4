//! `trich lexicon import wikidata` on a small dump in the form of the true ones. Entities with numbers above
//! Q900000000 do not exist.
#![cfg(feature = "import")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

const DUMP: &[u8] = include_bytes!("data/wikidata.json");
const LISTS: [&str; 5] = ["companies.tsv", "products.tsv", "people.tsv", "places.tsv", "organizations.tsv"];

/// A dump in a folder of its own, and a place for the lists.
struct Case {
    dir: TempDir,
    dump: PathBuf,
}

impl Case {
    fn new(name: &str, dump: &[u8]) -> Self {
        let dir = TempDir::new().unwrap();
        let path = dir.path().join(name);
        fs::write(&path, dump).unwrap();
        Self { dir, dump: path }
    }

    fn out(&self) -> PathBuf {
        self.dir.path().join("out")
    }

    fn import(&self, arguments: &[&str]) -> Output {
        trich(&["lexicon", "import", "wikidata"], &self.dump)
            .arg("--out")
            .arg(self.out())
            .args(arguments)
            .output()
            .unwrap()
    }

    fn lists(&self) -> String {
        LISTS.map(|list| fs::read_to_string(self.out().join(list)).unwrap()).concat()
    }

    fn file(&self, name: &str, text: &[u8]) -> String {
        let path = self.dir.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }
}

fn trich(arguments: &[&str], path: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trich"));
    command.args(arguments).arg(path);
    command
}

fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The rows of a list, tabs shown as ` / `.
fn rows(case: &Case, list: &str) -> Vec<String> {
    let text = fs::read_to_string(case.out().join(list)).unwrap();
    let mut lines = text.lines();
    assert!(lines.next().unwrap().starts_with("# Made by"));
    assert_eq!(lines.next().unwrap(), "id\tkind\tname\taliases\tflags\tmaker\tlinks\tnote");
    lines.map(|l| l.replace('\t', " / ")).collect()
}

#[test]
fn each_kind_gets_its_list() {
    let case = Case::new("d.json", DUMP);
    let output = case.import(&["--dump-date", "2026-01-05"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(
        told(&output).contains(
            "28 entities: 11 companies, 3 products, 1 people, 1 places, 1 organizations; left out 2 that too few wikis know and 1 without a name; 0 lines"
        ),
        "{}",
        told(&output)
    );
    assert_eq!(
        rows(&case, "companies.tsv"),
        [
            "apple / company / Apple / Apple Inc.|Apple Computer /  /  / wikidata=Q312 / wikidata 2026-01-05",
            "google / company / Google / Google LLC|Google Inc. /  /  / wikidata=Q95 / wikidata 2026-01-05",
            "huawei / company / Huawei / Huawei Technologies /  /  / wikidata=Q160120 / wikidata 2026-01-05",
            "lumora / company / Lumora / Tập đoàn Lumora|Lumora Works /  /  / wikidata=Q900000001 / wikidata 2026-01-05",
            "lumora / company / Lumora / sao / needs-context",
            "lumora / company / Lumora / LW / exact-case",
            "lumora-q900000002 / company / LUMORA /  / needs-context /  / wikidata=Q900000002 / wikidata 2026-01-05",
            "meta-platforms / company / Meta Platforms / Facebook Inc. /  /  / wikidata=Q380 / wikidata 2026-01-05",
            "meta-platforms / company / Meta Platforms / Meta / exact-case,needs-context",
            "microsoft / company / Microsoft / Microsoft Corporation /  /  / wikidata=Q2283 / wikidata 2026-01-05",
            "microsoft / company / Microsoft / MS / exact-case",
            "nvidia / company / NVIDIA /  /  /  / wikidata=Q182477 / wikidata 2026-01-05",
            "q900000060 / company / 旭光 /  /  /  / wikidata=Q900000060 / wikidata 2026-01-05",
            "q900000060 / company / 旭光 / XZ / exact-case",
            "ru-can / company / Rừ Cẩn /  /  /  / wikidata=Q900000061 / wikidata 2026-01-05",
            "sao / company / Sao /  / exact-case,needs-context /  / wikidata=Q900000004 / wikidata 2026-01-05",
            "sao / company / Sao / Star of Tests",
        ]
    );
    assert_eq!(
        rows(&case, "products.tsv"),
        [
            "bexil / product / Bexil /  /  /  / wikidata=Q900000012 / wikidata 2026-01-05",
            "quillon / product / Quillon /  /  / lumora / wikidata=Q900000011 / wikidata 2026-01-05",
            "zephiro-5 / product / Zephiro 5 / điện thoại Zephiro 5 /  / lumora-q900000002 / wikidata=Q900000010 / wikidata 2026-01-05",
        ]
    );
    assert_eq!(
        rows(&case, "people.tsv"),
        [
            "hang-thu-nghiem / person / Hạng Thử Nghiệm / Hang Thu Nghiem /  /  / wikidata=Q900000020 / wikidata 2026-01-05"
        ]
    );
    assert_eq!(rows(&case, "places.tsv").len(), 1);
    assert_eq!(
        rows(&case, "organizations.tsv"),
        [
            "dai-hoc-vien-thu / organization / Đại học Viễn Thử /  /  /  / wikidata=Q900000040 / wikidata 2026-01-05",
            "dai-hoc-vien-thu / organization / Đại học Viễn Thử / VTU / exact-case",
        ]
    );
    let left: Vec<_> = fs::read_dir(case.out()).unwrap().collect();
    assert_eq!(left.len(), LISTS.len(), "temporary files are gone");
}

#[test]
fn what_is_written_loads_and_is_in_order() {
    let case = Case::new("d.json", DUMP);
    case.import(&[]);
    let output = trich(&["lexicon", "check"], &case.out()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(!text.contains("sort the rows") && !text.contains("is no company"), "{text}");
    assert!(text.contains("examples run"), "it loads: {text}");
}

#[test]
fn compressed_dumps_give_the_same() {
    let plain = Case::new("d.json", DUMP);
    plain.import(&[]);
    // Two members each, as tools that compress in parallel write them.
    let (a, b) = DUMP.split_at(DUMP.len() / 2);
    let gzip = |part| {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        out.write_all(part).unwrap();
        out.finish().unwrap()
    };
    let bzip2 = |part| {
        let mut out = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::default());
        out.write_all(part).unwrap();
        out.finish().unwrap()
    };
    let zstd = |part| zstd::encode_all(part, 3).unwrap();
    for (name, bytes) in [
        ("d.gz", [gzip(a), gzip(b)].concat()),
        ("d.bz2", [bzip2(a), bzip2(b)].concat()),
        ("d.zst", [zstd(a), zstd(b)].concat()),
        // The name does not matter.
        ("d.json", gzip(DUMP)),
    ] {
        let case = Case::new(name, &bytes);
        let output = case.import(&[]);
        assert_eq!(output.status.code(), Some(0), "{name}: {}", told(&output));
        assert_eq!(case.lists(), plain.lists(), "{name}");
    }
}

#[test]
fn bad_lines_are_told_and_the_rest_goes_on() {
    let clean = Case::new("d.json", DUMP);
    clean.import(&[]);
    let first = DUMP.iter().position(|&b| b == b'\n').unwrap() + 1;
    let (head, tail) = DUMP.split_at(first);
    let dump =
        [head, b"{\"id\":\"Q1\",,},\n{\"id\":\"\xFF\"},\n{\"id\":\"Q2\",\"claims\":7},\n", tail].concat();
    let case = Case::new("bad.json", &dump);
    let output = case.import(&[]);
    assert_eq!(output.status.code(), Some(3));
    let told = told(&output);
    for fault in [
        "bad.json, record 2, byte 13: key must be a string",
        "bad.json, record 3, byte 24: the line is not UTF-8 and is left out (invalid-utf8)",
        "bad.json, record 4, byte ",
        "3 lines could not be read",
    ] {
        assert!(told.contains(fault), "{fault}: {told}");
    }
    assert_eq!(case.lists(), clean.lists());
}

#[test]
fn a_dump_that_is_cut_off_gives_what_it_has() {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(DUMP).unwrap();
    let bytes = out.finish().unwrap();
    for (name, bytes) in
        [("d.gz", &bytes[..bytes.len() * 3 / 4]), ("d.zst", &zstd::encode_all(DUMP, 3).unwrap()[..900])]
    {
        let case = Case::new(name, bytes);
        let output = case.import(&[]);
        assert_eq!(output.status.code(), Some(3), "{name}: {}", told(&output));
        assert!(told(&output).contains("truncated-stream"), "{name}: {}", told(&output));
        case.lists();
    }
}

#[test]
fn counts_tell_ordinary_words() {
    let case = Case::new("d.json", DUMP);
    let text = "Đi rừ cẩn thì rừ cẩn, lumora.\n".repeat(5);
    let plain = case.file("a.txt", text.as_bytes());
    let json = case.file("b.jsonl", "{\"text\":\"Lumora LUMORA Lumora\"}\n".repeat(60).as_bytes());
    case.import(&["--counts", &plain, &json]);
    let companies = rows(&case, "companies.tsv");
    assert!(
        companies.iter().any(|r| r.starts_with("ru-can / company / Rừ Cẩn /  / exact-case,needs-context"))
    );
    assert!(
        companies
            .iter()
            .any(|r| r.starts_with("lumora / company / Lumora / Tập đoàn Lumora|Lumora Works /  /"))
    );
}

#[test]
fn lists_are_not_written_over_without_force() {
    let case = Case::new("d.json", DUMP);
    assert_eq!(case.import(&["--quiet"]).status.code(), Some(0));
    fs::write(case.out().join("people.tsv"), "mine").unwrap();
    let output = case.import(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("--force"), "{}", told(&output));
    assert_eq!(fs::read_to_string(case.out().join("people.tsv")).unwrap(), "mine");
    assert_eq!(case.import(&["--force"]).status.code(), Some(0));
    assert_eq!(rows(&case, "people.tsv").len(), 1);
}

#[test]
fn own_classes_and_labels_that_differ() {
    let case = Case::new("d.json", DUMP);
    let class = "[[class]]\nqid = \"Q900000101\"\nkind = \"organization\"\nlabel = \"lamp firm\"\n";
    let classes = case.file("c.toml", class.as_bytes());
    let output = case.import(&["--classes", &classes]);
    assert!(
        told(&output).contains("Q900000101 is \"lamp company\" in the dump, and \"lamp firm\" in the list"),
        "{}",
        told(&output)
    );
    assert_eq!(rows(&case, "organizations.tsv").len(), 3);
    assert_eq!(rows(&case, "companies.tsv").len(), 0);
    let broken = case.file("c.toml", class.replace("organization", "firm").as_bytes());
    let output = case.import(&["--force", "--classes", &broken]);
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("unknown kind `firm`"), "{}", told(&output));
}

#[test]
fn a_dump_that_is_not_there() {
    let case = Case::new("d.json", DUMP);
    for (path, want) in [("nowhere.json", "cannot read"), ("", "is no file")] {
        let output = trich(&["lexicon", "import", "wikidata"], &case.dir.path().join(path))
            .arg("--out")
            .arg(case.out())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(told(&output).contains(want), "{}", told(&output));
    }
}
