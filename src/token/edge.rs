//! Edges: where the matcher's tokens begin and end, their folded bytes, and a number for each that stands for its key.
//!
//! A token is a maximal run of letters with their marks, or of digits; an edge lies between letter and
//! digit (iPhone|15, 5000|mAh). Every other non-blank character is a token of its own. A hyphen or an
//! apostrophe between two letters or digits is no token but a *joint*, as blanks are.

use super::scan::{BEYOND, Class, Scan, class};
use crate::simd::{Lanes, Path, Task, Words, dispatch};
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
    /// Tokens that are numbered one at a time.
    slow: Vec<u32>,
    /// How short tokens were settled before: the same for every text.
    settled: Box<[Settled; 512]>,
    word: String,
}

/// A short token and the key that it was found to have.
#[derive(Clone, Copy, Debug, Default)]
struct Settled {
    word: u64,
    key: [u8; 8],
    length: u8,
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

impl Link {
    /// What the link adds to the number of the token after it; no name holds a broken one.
    const fn weight(self) -> u64 {
        match self {
            Self::Loose => 0,
            Self::Touching => 0x5851_F42D_4C95_7F2D,
            Self::Apart => 0x1405_7B7E_F767_814F,
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

    /// The key of the token; empty past the end.
    pub(crate) fn key(&self, token: usize) -> &[u8] {
        if token >= self.len() {
            return &[];
        }
        match self.overrides.binary_search_by_key(&(token as u32), |o| o.token) {
            Ok(at) => &self.keys[self.overrides[at].start as usize..self.overrides[at].end as usize],
            Err(_) => self.folded(self.start(token), self.end(token)),
        }
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
        self.scan.words.get(token)
    }

    /// Spells the tokens that the scan named as readers take them: in place where the length allows it.
    fn settle(&mut self, text: &str) {
        self.overrides.clear();
        self.keys.clear();
        for i in 0..self.scan.settle.len() {
            let token = self.scan.settle[i] as usize;
            let (start, end) = (self.scan.starts[token] as usize, self.end(token) as usize);
            match self.scan.folded[start..].first_chunk() {
                Some(first) if end - start <= 8 => self.settle_short(text, token, u64::from_le_bytes(*first)),
                _ => self.fold(text, token),
            }
        }
        for i in 0..self.scan.odd.len() {
            self.fold(text, self.scan.odd[i] as usize);
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
            *memory = Settled { word, key, length: self.word.len() as u8 };
        }
        let key = &memory.key[..usize::from(memory.length)];
        if key.len() == end - start {
            self.scan.folded[start..end].copy_from_slice(key);
        } else {
            let from = self.keys.len() as u32;
            self.keys.extend_from_slice(key);
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
            // Folding in place may have made another letter of it, and so another token's key.
            self.scan.folded[start..end].copy_from_slice(&text.as_bytes()[start..end]);
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
        self.numbers.resize(size, 0);
        self.linked.resize(size, 0);
        self.slow.clear();
        if W::ONE_BY_ONE {
            self.number_each(count);
        } else {
            self.number_eight::<W>(count);
        }
        self.finish_numbers(text, count);
    }

    /// As [`Edges::number`], one token at a time.
    #[inline(always)]
    fn number_each(&mut self, count: usize) {
        let folded = self.scan.folded.as_slice();
        let places = self.scan.starts[..count].iter().zip(self.scan.ends.windows(2));
        let room = self.numbers.iter_mut().zip(&mut self.linked);
        let mut words_before = 0;
        for ((token, (&start, ends)), (number, linked)) in places.enumerate().zip(room) {
            let &[before, end] = ends else { continue };
            *number = number_at(folded, start as usize, end as usize);
            let is_word = usize::from(self.scan.words.get(token));
            let gap = (start - before) as usize;
            *linked = number.wrapping_add(WEIGHTS[is_word & words_before][gap & 1]);
            words_before = is_word;
            if gap > 1 {
                self.slow.push(token as u32);
            }
        }
    }

    /// As [`Edges::number`], eight tokens at a time.
    #[inline(always)]
    fn number_eight<W: Words>(&mut self, count: usize) {
        let Self { scan, numbers, linked, slow, .. } = self;
        let folded = scan.folded.as_slice();
        let (one, eight) = (W::splat(1), W::splat(8));
        let [[touching, apart], _] = WEIGHTS;
        let mut words_before = 0;
        let ends = scan.ends[..count + BEYOND].as_chunks().0.iter().zip(scan.ends[1..].as_chunks().0);
        let places = scan.starts[..count.next_multiple_of(8)].as_chunks().0.iter().zip(ends);
        let room = numbers.as_chunks_mut().0.iter_mut().zip(linked.as_chunks_mut().0);
        for ((group, (starts, (before, ends))), (numbers, linked)) in places.enumerate().zip(room) {
            let token = group * 8;
            let (start, end) = (W::widen(starts), W::widen(ends));
            let (length, gap) = (end.sub(start), start.sub(W::widen(before)));
            let long = eight.lt(length);
            // Bits that are not the token's; all of a long one's first eight bytes are.
            let spare = eight.sub(length).shl::<3>().or_where(long, W::splat(0));
            let word = start.gather_bytes(folded).and(W::splat(u64::MAX).shr_each(spare));
            let product = word.mul(W::splat(MULTIPLIER));
            let number = product.xor(product.shr::<32>());
            let is_word = scan.words.eight(token);
            let both = is_word & (is_word << 1 | words_before);
            words_before = is_word >> 7;
            let weight =
                W::splat(apart).or_where(gap.eq(W::splat(0)), W::splat(touching)).or_where(both, W::splat(0));
            number.store(numbers);
            number.add(weight).store(linked);
            let mut long = long;
            while long != 0 {
                let i = long.trailing_zeros() as usize;
                long &= long - 1;
                let number = number_at(folded, starts[i & 7] as usize, ends[i & 7] as usize);
                linked[i & 7] = linked[i & 7].wrapping_sub(numbers[i & 7]).wrapping_add(number);
                numbers[i & 7] = number;
            }
            let mut odd = one.lt(gap);
            while odd != 0 {
                slow.push(token as u32 + odd.trailing_zeros());
                odd &= odd - 1;
            }
        }
    }

    /// Numbers the tokens that are spelt in another way, and links those that need a closer look.
    fn finish_numbers(&mut self, text: &str, count: usize) {
        for i in 0..self.overrides.len() {
            let Override { token, start, end } = self.overrides[i];
            let number = number_of(&self.keys[start as usize..end as usize]);
            let (old, linked) = (&mut self.numbers[token as usize], &mut self.linked[token as usize]);
            *linked = linked.wrapping_sub(*old).wrapping_add(number);
            *old = number;
        }
        for i in 0..self.slow.len() {
            self.relink(text, self.slow[i] as usize);
        }
        for i in 0..self.scan.broken.len() {
            let token = self.scan.broken[i] as usize;
            if token < count {
                self.relink(text, token);
            }
        }
        if count > 0 {
            self.linked[0] = self.numbers[0].wrapping_add(Link::Broken.weight());
        }
        self.numbers[count..].fill(0);
        self.linked[count..].fill(Link::Broken.weight());
    }

    /// Links a token by all that stands between it and the one before.
    fn relink(&mut self, text: &str, token: usize) {
        let Some(before) = token.checked_sub(1) else { return };
        let gap = &text[self.end(before) as usize..self.start(token) as usize];
        let link = if gap.chars().any(|c| class(c) == Class::Line) {
            Link::Broken
        } else if self.is_word(before) && self.is_word(token) {
            Link::Loose
        } else if gap.is_empty() {
            Link::Touching
        } else {
            Link::Apart
        };
        self.linked[token] = self.numbers[token].wrapping_add(link.weight());
    }
}

/// What is added where one of two tokens is a mark, then where both are words; of each, for no gap and for one of a byte.
const WEIGHTS: [[u64; 2]; 2] = [[Link::Touching.weight(), Link::Apart.weight()], [0, 0]];

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
    if count >= 8 { u64::MAX } else { (1 << (8 * count)) - 1 }
}

/// The number of a key: up to eight bytes give each key a number of its own.
fn number_of(key: &[u8]) -> u64 {
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
