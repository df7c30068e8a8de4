//! Records like those of real news, drawn by chance: as many as are wanted, the same ones each time.

use std::fmt::Write as _;
use std::io::{self, Write};

use xxhash_rust::xxh3::xxh3_128;

use crate::generator::random::Random;

/// Entities that the records name, some far more often than others.
const ENTITIES: usize = 200_000;
/// Of a hundred documents, how many copy an earlier one.
const COPIES: usize = 5;
const KINDS: [&str; 5] = ["company", "product", "person", "place", "organization"];
const TYPES: [(&str, [&str; 2]); 5] = [
    ("launch", ["maker", "product"]),
    ("acquisition", ["acquirer", "target"]),
    ("partnership", ["partner", "partner"]),
    ("investment", ["investor", "recipient"]),
    ("pricing", ["product", "seller"]),
];
const ATTRIBUTES: [&str; 6] = ["revenue", "price", "users", "devices", "employees", "investment"];

/// Draws documents with their records.
pub(super) struct Records {
    random: Random,
    documents: u64,
}

impl Records {
    pub(super) fn new(seed: u64) -> Self {
        Self { random: Random::new(seed), documents: 0 }
    }

    /// Writes at least `count` records, whole documents. Gives how many they are.
    pub(super) fn write(&mut self, count: u64, out: &mut impl Write) -> io::Result<u64> {
        let mut written = 0;
        while written < count {
            let copies = self.random.percent(COPIES) && self.documents > 0;
            // A copy has the records of an earlier document under a name of its own.
            let seed =
                if copies { self.random.below(self.documents as usize) as u64 } else { self.documents };
            let (text, records) = Page::draw(seed, self.documents);
            out.write_all(text.as_bytes())?;
            written += records;
            self.documents += 1;
        }
        Ok(written)
    }
}

/// A document being drawn.
struct Page {
    random: Random,
    out: String,
    doc: String,
    place: usize,
    records: u64,
}

impl Page {
    /// The lines of the document number `name`, whose contents are drawn from `seed`.
    fn draw(seed: u64, name: u64) -> (String, u64) {
        let doc = format!("article-{name}");
        let mut page = Self { random: Random::new(seed + 1), out: String::new(), doc, place: 0, records: 0 };
        let sentences = 8 + page.random.below(16);
        let lengths: Vec<usize> = (0..sentences).map(|_| 60 + page.random.below(120)).collect();
        page.document(&lengths, seed);
        for (sentence, length) in lengths.iter().enumerate() {
            page.sentence(sentence, page.place, *length);
            page.place += length + 1;
        }
        (page.out, page.records)
    }

    fn id(&self, kind: &str, place: usize) -> String {
        let hash = xxh3_128(format!("{}\u{1F}{kind}\u{1F}{place}", self.doc).as_bytes());
        let hex = format!("{hash:032x}");
        format!("{}-{}-8{}-8{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..])
    }

    fn entity(&mut self) -> (String, String, &'static str) {
        let number = self.random.skewed(ENTITIES, 4);
        let kind = KINDS[number % KINDS.len()];
        (format!("{kind}/ten-so-{number}"), format!("Tên số {number}"), kind)
    }

    fn date(&mut self, first: usize) -> String {
        let (year, month, day) = (first + self.random.below(5), self.random.below(12), self.random.below(28));
        format!("{year}-{:02}-{:02}", month + 1, day + 1)
    }

    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        _ = self.out.write_fmt(line);
        self.out.push('\n');
        self.records += 1;
    }

    fn document(&mut self, lengths: &[usize], seed: u64) {
        let (mut spans, mut place) = (Vec::new(), 0);
        for length in lengths {
            spans.push(format!("[{place},{}]", place + length));
            place += length + 1;
        }
        let (doc, date) = (self.doc.clone(), self.date(2020));
        self.line(format_args!(
            "{{\"type\":\"document\",\"schema\":1,\"id\":\"{doc}\",\"source\":\"bao-{}\",\"date\":\"{date}\",\"title\":\"Bài báo số {seed} về công nghệ\",\"url\":\"https://example.com/{doc}\",\"offset_unit\":\"char\",\"length\":{place},\"sentences\":[{}],\"sha256\":\"{:064x}\",\"engine\":\"trich 0.1.0\",\"lexicon\":\"measure\"}}",
            seed % 20,
            spans.join(","),
            xxh3_128(&seed.to_be_bytes())
        ));
    }

    /// A mention or two, and now and then a time, a claim and an event.
    fn sentence(&mut self, sentence: usize, begins: usize, length: usize) {
        let (first, second) = (self.mention(sentence, begins), self.mention(sentence, begins + length / 2));
        let time = self.random.percent(35).then(|| self.time(sentence, begins + 2));
        if self.random.percent(45) {
            self.claim(sentence, begins + 5, &first, time.as_deref());
        }
        if self.random.percent(40) {
            self.event(sentence, begins, length, [&first, &second], time.as_deref());
        }
    }

    fn mention(&mut self, sentence: usize, place: usize) -> (String, String, String) {
        let (slug, name, kind) = self.entity();
        let (id, doc, end) = (self.id("mention", place), self.doc.clone(), place + name.chars().count());
        self.line(format_args!(
            "{{\"type\":\"mention\",\"id\":\"{id}\",\"doc\":\"{doc}\",\"kind\":\"{kind}\",\"text\":\"{name}\",\"start\":{place},\"end\":{end},\"sentence\":{sentence},\"entity\":\"{slug}\",\"name\":\"{name}\",\"links\":{{\"wikidata\":\"Q{}\"}},\"reference\":\"name\",\"confidence\":0.95,\"via\":\"companies.tsv#{slug}\"}}",
            name.len()
        ));
        (id, slug, name)
    }

    fn time(&mut self, sentence: usize, place: usize) -> String {
        let (id, doc, day) = (self.id("time", place), self.doc.clone(), self.date(2020));
        self.line(format_args!(
            "{{\"type\":\"time\",\"id\":\"{id}\",\"doc\":\"{doc}\",\"text\":\"{day}\",\"start\":{place},\"end\":{},\"sentence\":{sentence},\"from\":\"{day}\",\"to\":\"{day}\",\"grain\":\"day\",\"confidence\":0.96,\"via\":\"quantity.toml#day\"}}",
            place + 10
        ));
        id
    }

    fn claim(&mut self, sentence: usize, place: usize, of: &(String, String, String), time: Option<&str>) {
        let (id, doc, value) = (self.id("claim", place), self.doc.clone(), 1 + self.random.below(999));
        let attribute = self.random.of(&ATTRIBUTES);
        let time = time.map_or("null".to_owned(), |time| format!("\"{time}\""));
        let (mention, slug, name) = of;
        self.line(format_args!(
            "{{\"type\":\"claim\",\"id\":\"{id}\",\"doc\":\"{doc}\",\"kind\":\"money\",\"text\":\"{value} triệu USD\",\"start\":{place},\"end\":{},\"sentence\":{sentence},\"comparator\":\"=\",\"value\":{value}000000,\"low\":null,\"high\":null,\"unit\":\"USD\",\"unit_text\":\"USD\",\"subject\":{{\"mention\":\"{mention}\",\"entity\":\"{slug}\",\"name\":\"{name}\",\"text\":\"{name}\"}},\"attribute\":\"{attribute}\",\"change\":null,\"time\":{time},\"modality\":\"asserted\",\"confidence\":0.9,\"via\":\"units.toml#USD\"}}",
            place + 13
        ));
    }

    fn event(
        &mut self,
        sentence: usize,
        begins: usize,
        length: usize,
        fillers: [&(String, String, String); 2],
        time: Option<&str>,
    ) {
        let (id, doc) = (self.id("event", begins), self.doc.clone());
        let (event, names) = TYPES[self.random.below(TYPES.len())];
        let time = time.map_or("null".to_owned(), |time| format!("\"{time}\""));
        let roles = names.iter().zip(fillers).map(|(role, (mention, slug, name))| {
            format!(
                "{{\"role\":\"{role}\",\"text\":\"{name}\",\"start\":{begins},\"end\":{},\"entity\":\"{slug}\",\"name\":\"{name}\",\"record\":\"{mention}\"}}",
                begins + name.chars().count()
            )
        });
        let roles: Vec<String> = roles.collect();
        let words = "tên thứ nhất vừa làm một việc đáng kể cùng với tên thứ hai trong năm nay";
        self.line(format_args!(
            "{{\"type\":\"event\",\"id\":\"{id}\",\"doc\":\"{doc}\",\"event\":\"{event}\",\"text\":\"{words}\",\"start\":{begins},\"end\":{},\"sentence\":{sentence},\"trigger\":{{\"text\":\"làm một việc\",\"start\":{},\"end\":{}}},\"roles\":[{}],\"polarity\":\"positive\",\"modality\":\"asserted\",\"time\":{time},\"attribution\":null,\"confidence\":0.88,\"via\":\"{event}.toml#lam\"}}",
            begins + length,
            begins + 17,
            begins + 29,
            roles.join(",")
        ));
    }
}
