//! Edges: where the matcher's tokens begin and end, their folded bytes, and a number for each that stands for its key.
//!
//! A token is a maximal run of letters with their marks, or of digits; an edge lies between letter and
//! digit (iPhone|15, 5000|mAh). Every other non-blank character is a token of its own. A hyphen or an
//! apostrophe between two letters or digits is no token but a *joint*, as blanks are.

use super::scan::{BEYOND, Class, Scan, class};
use crate::simd::{Ints, Lanes, Path, Task, Words, dispatch};
use crate::text::fold_into;

/// The edges of one text, in buffers that are used again for the next one.
#[derive(Debug)]
pub(crate) struct Edges {
    scan: Scan,
    /// Tokens whose key does not stand in the folded text, in order.
    overrides: Vec<Override>,
    /// The keys of those.
    keys: Vec<u8>,
    numbers: Vec<u64>,
    linked: Vec<u64>,
    /// Long tokens, and those behind more than one byte that is no token's; once more those past the last.
    slow: Vec<u32>,
    /// How short tokens were settled before: the same for every text.
    settled: Box<[Settled; 512]>,
    word: String,
}

/// A short token and the key that it was found to have.
#[derive(Clone, Copy, Debug, Default)]
struct Settled {
    word: u64,
    key: u64,
    length: usize,
}

impl Default for Edges {
    fn default() -> Self {
        Self {
            scan: Scan::default(),
            overrides: Vec::new(),
            keys: Vec::new(),
            numbers: Vec::new(),
            linked: Vec::new(),
            slow: Vec::new(),
            settled: Box::new([Settled::default(); 512]),
            word: String::new(),
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Override {
    token: u32,
    start: u32,
    end: u32,
}

/// How a token hangs on the one before it, as far as names are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    /// Both are words or numbers: a blank, a hyphen, an apostrophe and nothing are one.
    Loose,
    /// One is a mark, and they touch.
    Touching,
    /// One is a mark, and blanks stand between them.
    Apart,
    /// A line ends between them: no name reaches over it.
    Broken,
}

/// What two of the links add; less than 2^31.
const TOUCHING: u32 = 0x4C95_7F2D;
const APART: u32 = 0x3767_814F;

impl Link {
    /// What the link adds to the number of the token after it; no name holds a broken one.
    const fn weight(self) -> u64 {
        match self {
            Self::Loose => 0,
            Self::Touching => TOUCHING as u64,
            Self::Apart => APART as u64,
            Self::Broken => 0xD1B5_4A32_D192_ED03,
        }
    }
}

impl Edges {
    /// Forgets what was there and reads `text` (normalised), by the fastest way the processor has.
    pub(crate) fn read(&mut self, text: &str) {
        self.read_by(Path::best(), text);
    }

    /// As [`Edges::read`], by the vector code of `path`.
    pub(crate) fn read_by(&mut self, path: Path, text: &str) {
        dispatch(path, Read { edges: self, text });
    }

    /// How many tokens there are.
    pub(crate) fn len(&self) -> usize {
        self.scan.count
    }

    /// First byte of the token.
    pub(crate) fn start(&self, token: usize) -> u32 {
        self.scan.starts[token]
    }

    /// One past the last byte of the token.
    pub(crate) fn end(&self, token: usize) -> u32 {
        self.scan.ends[token + 1]
    }

    /// The folded bytes of the text between two places.
    pub(crate) fn folded(&self, start: u32, end: u32) -> &[u8] {
        &self.scan.folded[start as usize..end as usize]
    }

    /// The 32 folded bytes from a place on, where there are so many with the padding.
    pub(crate) fn folded_from(&self, start: u32) -> Option<&[u8; 32]> {
        self.scan.folded.get(start as usize..)?.first_chunk()
    }

    /// The key of the token; empty past the end.
    pub(crate) fn key(&self, token: usize) -> &[u8] {
        if token >= self.len() {
            return &[];
        }
        self.own_key(token).unwrap_or_else(|| self.folded(self.start(token), self.end(token)))
    }

    /// The key of the token where it does not stand in the folded text.
    pub(crate) fn own_key(&self, token: usize) -> Option<&[u8]> {
        let at = self.overrides.binary_search_by_key(&(token as u32), |o| o.token).ok()?;
        Some(&self.keys[self.overrides[at].start as usize..self.overrides[at].end as usize])
    }

    /// The tokens whose key does not stand in the folded text, in order.
    pub(crate) fn own_keys(&self) -> impl Iterator<Item = usize> {
        self.overrides.iter().map(|o| o.token as usize)
    }

    /// A number for each token: equal keys, equal numbers. [`BEYOND`] more follow that mean nothing.
    pub(crate) fn numbers(&self) -> &[u64] {
        &self.numbers
    }

    /// The same with the link to the token before added; what follows the last is held by no name.
    pub(crate) fn linked(&self) -> &[u64] {
        &self.linked
    }

    /// How the token hangs on the one before it.
    pub(crate) fn link(&self, token: usize) -> Link {
        let weight = self.linked[token].wrapping_sub(self.numbers[token]);
        let links = [Link::Loose, Link::Touching, Link::Apart];
        links.into_iter().find(|l| l.weight() == weight).unwrap_or(Link::Broken)
    }

    /// Whether the token is a word or a number, and no mark.
    pub(crate) fn is_word(&self, token: usize) -> bool {
        let first = self.scan.folded[self.start(token) as usize];
        IS_WORD[usize::from(first)]
            && (first < 0x80 || self.scan.marks.binary_search(&(token as u32)).is_err())
    }

    /// Spells the tokens that the scan named as readers take them: in place where the length allows it.
    fn settle(&mut self, text: &str) {
        self.overrides.clear();
        self.keys.clear();
        // First those whose folded bytes may be another letter's.
        for i in 0..self.scan.odd.len() {
            self.fold(text, self.scan.odd[i] as usize);
        }
        for i in 0..self.scan.settle.len() {
            let token = self.scan.settle[i] as usize;
            let (start, end) = (self.scan.starts[token] as usize, self.end(token) as usize);
            match self.scan.folded[start..].first_chunk() {
                Some(first) if end - start <= 8 => self.settle_short(text, token, u64::from_le_bytes(*first)),
                _ => self.fold(text, token),
            }
        }
        if self.overrides.len() > 1 {
            self.overrides.sort_by_key(|o| o.token);
            self.overrides.dedup_by_key(|o| o.token);
        }
    }

    /// Settles a token of up to eight bytes, the first of `word`, by what is remembered of its like.
    #[inline]
    fn settle_short(&mut self, text: &str, token: usize, word: u64) {
        let (start, end) = (self.scan.starts[token] as usize, self.end(token) as usize);
        let word = word & low_bytes(end - start);
        let memory = &mut self.settled[(mix(word, 0) >> 55) as usize];
        if memory.word != word || memory.word == 0 {
            let bytes = word.to_le_bytes();
            self.word.clear();
            fold_into(std::str::from_utf8(&bytes[..end - start]).unwrap_or_default(), &mut self.word);
            if self.word.len() > 8 {
                return self.fold(text, token);
            }
            let mut key = [0; 8];
            key[..self.word.len()].copy_from_slice(self.word.as_bytes());
            *memory = Settled { word, key: u64::from_le_bytes(key), length: self.word.len() };
        }
        let Settled { key, length, .. } = *memory;
        let place = self.scan.folded.get_mut(start..).and_then(|rest| rest.first_chunk_mut::<8>());
        if length == end - start
            && let Some(place) = place
        {
            *place = (u64::from_le_bytes(*place) & !low_bytes(length) | key).to_le_bytes();
        } else {
            let from = self.keys.len() as u32;
            self.keys.extend_from_slice(&key.to_le_bytes()[..length]);
            self.overrides.push(Override { token: token as u32, start: from, end: self.keys.len() as u32 });
        }
    }

    fn fold(&mut self, text: &str, token: usize) {
        let (start, end) = (self.scan.starts[token] as usize, self.end(token) as usize);
        self.word.clear();
        fold_into(&text[start..end], &mut self.word);
        let word = self.word.as_bytes();
        if word.len() == end - start {
            self.scan.folded[start..end].copy_from_slice(word);
        } else {
            // Folding in place may have made another letter of it, and so another token's key. What is ASCII stays
            // folded: the first byte tells words from marks.
            self.scan.folded[start..end].copy_from_slice(&text.as_bytes()[start..end]);
            self.scan.folded[start..end].make_ascii_lowercase();
            let from = self.keys.len() as u32;
            self.keys.extend_from_slice(word);
            self.overrides.push(Override { token: token as u32, start: from, end: self.keys.len() as u32 });
        }
    }

    /// Gives every token its numbers, and notes those that need a closer look.
    #[inline(always)]
    fn number<W: Words>(&mut self, text: &str) {
        let count = self.len();
        let size = count.next_multiple_of(8) + BEYOND;
        // What stood there is overwritten; only what is new has to be filled.
        if self.slow.len() < size {
            self.numbers.resize(size, 0);
            self.linked.resize(size, 0);
            self.slow.resize(size, 0);
        }
        let slow = if W::ONE_BY_ONE { self.number_each(count) } else { self.number_eight::<W>(count) };
        self.finish_numbers(text, count, slow);
    }

    /// Numbers the tokens by their first eight bytes, one at a time; returns how many need a closer look. A function of
    /// its own has registers of its own.
    #[inline(never)]
    fn number_each(&mut self, count: usize) -> usize {
        let Self { scan, numbers, linked, slow: list, .. } = self;
        let folded = scan.folded.as_slice();
        let places = scan.starts[..count].iter().zip(scan.ends[..=count].windows(2));
        let room = numbers[..count].iter_mut().zip(&mut linked[..count]);
        let (mut word_before, mut slow) = (0, 0);
        for ((token, (&start, ends)), (number, linked)) in (0_u32..).zip(places).zip(room) {
            let &[before, end] = ends else { continue };
            let (length, gap) = ((end - start) as usize, (start - before) as usize);
            let bytes = folded.get(start as usize..start as usize + 8).and_then(|bytes| bytes.first_chunk());
            let word = bytes.map_or(0, |bytes| u64::from_le_bytes(*bytes)) & SHORT_BYTES[length & 15];
            *number = mix(word, 0);
            let is_word = usize::from(IS_WORD[word as usize & 0xFF]);
            *linked = number.wrapping_add(WEIGHTS[is_word & word_before][gap & 1]);
            word_before = is_word;
            // Seldom: a guess is right nearly always.
            if (length > 8) | (gap > 1) {
                list[slow] = token;
                slow += 1;
            }
        }
        slow
    }

    /// As [`Edges::number_each`], eight tokens at a time.
    #[inline(always)]
    fn number_eight<W: Words>(&mut self, count: usize) -> usize {
        let Self { scan, numbers, linked, slow, .. } = self;
        let folded = scan.folded.as_slice();
        let none = W::Ints::splat(0);
        let (mut words_before, mut slow_count) = (none, 0);
        let blocks = count.div_ceil(8);
        let starts = &scan.starts.as_chunks().0[..blocks];
        let (before, ends) = (&scan.ends.as_chunks().0[..blocks], &scan.ends[1..].as_chunks().0[..blocks]);
        let (numbers, linked) =
            (&mut numbers.as_chunks_mut().0[..blocks], &mut linked.as_chunks_mut().0[..blocks]);
        for i in 0..blocks {
            let (starts, before, ends) = (&starts[i], &before[i], &ends[i]);
            let start = W::Ints::load(starts);
            let (length, gap) = (W::Ints::load(ends).sub(start), start.sub(W::Ints::load(before)));
            let word = W::gather_bytes(start, length, folded);
            let product = word.mul(W::splat(MULTIPLIER));
            let number = product.xor(product.shr::<32>());
            let are_words = word.are_words();
            let both = are_words & are_words.after(words_before);
            words_before = are_words;
            let (touching, apart) = (W::Ints::splat(TOUCHING), W::Ints::splat(APART));
            let touch = gap.eq(0);
            let weight = (touching & touch | apart.without(touch)).without(both);
            number.store(&mut numbers[i]);
            number.add(W::widen(weight)).store(&mut linked[i]);
            let Some(room) = slow[slow_count..].first_chunk_mut() else { break };
            slow_count += (length.gt(8) | gap.gt(1)).places(8 * i as u32, room);
        }
        slow_count
    }

    /// Numbers the tokens that are spelt in another way, and links those that need a closer look.
    fn finish_numbers(&mut self, text: &str, count: usize, slow: usize) {
        for i in 0..slow {
            let token = self.slow[i] as usize;
            if token >= count {
                break;
            }
            let (start, end) = (self.start(token), self.end(token));
            if end - start > 8 {
                let number = number_at(&self.scan.folded, start as usize, end as usize);
                let (old, linked) = (&mut self.numbers[token], &mut self.linked[token]);
                *linked = linked.wrapping_sub(*old).wrapping_add(number);
                *old = number;
            }
            if start - self.scan.ends[token] > 1 && token > 0 {
                self.relink(text, token, self.is_word(token - 1) && self.is_word(token));
            }
        }
        for i in 0..self.overrides.len() {
            let Override { token, start, end } = self.overrides[i];
            let number = number_of(&self.keys[start as usize..end as usize]);
            let (old, linked) = (&mut self.numbers[token as usize], &mut self.linked[token as usize]);
            *linked = linked.wrapping_sub(*old).wrapping_add(number);
            *old = number;
        }
        for i in 0..self.scan.marks.len() {
            let token = self.scan.marks[i] as usize;
            self.relink(text, token, false);
            if token + 1 < count {
                self.relink(text, token + 1, false);
            }
        }
        for &token in self.scan.broken[..self.scan.breaks].iter().chain(&[0]) {
            let token = token as usize;
            if token < count {
                self.linked[token] = self.numbers[token].wrapping_add(Link::Broken.weight());
            }
        }
        self.numbers[count..count + BEYOND].fill(0);
        self.linked[count..count + BEYOND].fill(Link::Broken.weight());
    }

    /// Links a token by all that stands between it and the one before; `are_words` tells whether both are words or numbers.
    fn relink(&mut self, text: &str, token: usize, are_words: bool) {
        let Some(before) = token.checked_sub(1) else { return };
        let gap = &text.as_bytes()[self.end(before) as usize..self.start(token) as usize];
        let link = match (holds_line(gap), are_words) {
            (true, _) => Link::Broken,
            (false, true) => Link::Loose,
            (false, false) if gap.is_empty() => Link::Touching,
            (false, false) => Link::Apart,
        };
        self.linked[token] = self.numbers[token].wrapping_add(link.weight());
    }
}

/// Whether a line ends in `gap`, which is whole characters.
fn holds_line(gap: &[u8]) -> bool {
    let is_line = |c| class(c) == Class::Line;
    gap.iter().any(|b| matches!(b, b'\n'..=b'\r'))
        || (!gap.is_ascii() && std::str::from_utf8(gap).is_ok_and(|gap| gap.chars().any(is_line)))
}

/// What is added where one of two tokens is a mark, then where both are words; of each, for no gap and for one of a byte.
const WEIGHTS: [[u64; 2]; 2] = [[Link::Touching.weight(), Link::Apart.weight()], [0, 0]];

/// Whether a token whose folded bytes begin so is a word or a number; but for marks that are not ASCII.
static IS_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = matches!(byte as u8, b'a'..=b'z' | b'0'..=b'9' | 0x80..);
        byte += 1;
    }
    table
};

/// For 0 to 8 the mask of so many low bytes.
static LOW_BYTES: [u64; 9] = {
    let mut table = [u64::MAX; 9];
    let mut count = 0;
    while count < 8 {
        table[count] = (1 << (8 * count)) - 1;
        count += 1;
    }
    table
};

/// By the lowest four bits of a token's length the mask of its bytes in a word; all bytes for more than eight.
static SHORT_BYTES: [u64; 16] = {
    let mut table = [u64::MAX; 16];
    let mut count = 1;
    while count < 8 {
        table[count] = (1 << (8 * count)) - 1;
        count += 1;
    }
    table
};

/// Reads a text by one path.
struct Read<'a> {
    edges: &'a mut Edges,
    text: &'a str,
}

impl Task for Read<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes, W: Words>(self) {
        self.edges.scan.read::<L>(self.text);
        self.edges.settle(self.text);
        self.edges.number::<W>(self.text);
    }
}

/// The lowest `count` bytes, up to eight.
#[inline(always)]
fn low_bytes(count: usize) -> u64 {
    LOW_BYTES[count.min(8)]
}

/// The number of a key: up to eight bytes give each key a number of its own.
pub(crate) fn number_of(key: &[u8]) -> u64 {
    if key.len() <= 8 {
        let mut word = [0; 8];
        word[..key.len()].copy_from_slice(key);
        return mix(u64::from_le_bytes(word), 0);
    }
    let mut padded = [0; 64];
    match padded.get_mut(..key.len() + 8) {
        Some(room) => {
            room[..key.len()].copy_from_slice(key);
            number_at(&padded, 0, key.len())
        }
        None => number_at(&[key, &[0; 8]].concat(), 0, key.len()),
    }
}

/// The number of the key `bytes[start..end]`, behind which eight more bytes stand.
#[inline(always)]
fn number_at(bytes: &[u8], start: usize, end: usize) -> u64 {
    let word = |at: usize| {
        let piece = bytes[at..].first_chunk().map_or(0, |piece| u64::from_le_bytes(*piece));
        piece & low_bytes(end - at)
    };
    let mut number = mix(word(start), 0);
    let mut at = start + 8;
    while at < end {
        number = mix(word(at), number.rotate_left(31) ^ (end - start) as u64);
        at += 8;
    }
    number
}

const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;

/// Turns one word into another, each into a different one for a given `seed`.
#[inline(always)]
fn mix(word: u64, seed: u64) -> u64 {
    let mixed = (word ^ seed).wrapping_mul(MULTIPLIER);
    mixed ^ (mixed >> 32)
}

#[cfg(test)]
mod tests;
