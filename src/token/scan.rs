//! One pass over the text: folded bytes, and where each token begins and ends.
//!
//! Folding keeps the length of every character that Vietnamese is written with, so places in the folded text are
//! places in the text. What is rare (other alphabets, look-alikes, typographic marks) is told by its first
//! byte and handled one character at a time. Two things are left to the caller, who is told where: tokens with
//! letters that do not fold in place, and tokens whose tone mark or final y may have to be settled.

use crate::simd::Lanes;

/// What one pass finds out. The buffers are used again for the next text.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// The text in lower case, with [`PADDING`] blanks behind it.
    pub(super) folded: Vec<u8>,
    /// How many tokens there are.
    pub(super) count: usize,
    /// How many of them have ended.
    closed: usize,
    /// First byte of each token, then [`BEYOND`] times the end of the text, then anything.
    pub(super) starts: Vec<u32>,
    /// One past the last byte of each token, then [`BEYOND`] times the end of the text, then anything.
    pub(super) ends: Vec<u32>,
    /// A bit for each token: it is a word or a number.
    pub(super) words: Bits,
    /// A bit for each token: it touches the one before it.
    pub(super) touching: Bits,
    /// A bit for each token: one blank stands between it and the one before it.
    pub(super) apart: Bits,
    /// Tokens with letters that may not fold in place.
    pub(super) odd: Vec<u32>,
    /// Tokens whose spelling may have to be settled.
    pub(super) settle: Vec<u32>,
}

/// Entries behind the last token, so that eight tokens can be read at any place.
pub(super) const BEYOND: usize = 16;

/// A row of bits, one for each token.
#[derive(Debug, Default)]
pub(super) struct Bits(Vec<u8>);

impl Bits {
    /// Puts `bits` behind the first `count`. What stood behind those is lost.
    #[inline(always)]
    fn put(&mut self, count: usize, bits: u64) {
        let at = count / 8;
        if self.0.len() < at + 16 {
            self.0.resize((at + 16) * 2, 0);
        }
        let shift = count % 8;
        let wide = u128::from(bits) << shift | u128::from(self.0[at] & ((1 << shift) - 1));
        if let Some(room) = self.0[at..].first_chunk_mut() {
            *room = wide.to_le_bytes();
        }
    }

    /// The eight bits that begin at `token`, which is a multiple of eight.
    #[inline(always)]
    pub(super) fn eight(&self, token: usize) -> u8 {
        self.0.get(token / 8).copied().unwrap_or(0)
    }

    /// The bit of `token`.
    pub(super) fn get(&self, token: usize) -> bool {
        self.eight(token) >> (token % 8) & 1 != 0
    }
}

/// Readable bytes behind the folded text, so that a token can be loaded in whole words.
pub(super) const PADDING: usize = 64;

/// What a character is to the tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Letter,
    Digit,
    Blank,
    Line,
    Mark,
    /// A hyphen or an apostrophe: a joint between two letters or digits, else a mark.
    Hyphen,
    Apostrophe,
    /// A combining mark: part of the letter or digit before it.
    Extender,
}

pub(super) fn class(c: char) -> Class {
    match c {
        '0'..='9' => Class::Digit,
        'a'..='z' | 'A'..='Z' => Class::Letter,
        '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Class::Line,
        ' ' | '\t' => Class::Blank,
        '-' | '\u{2010}' | '\u{2011}' => Class::Hyphen,
        '\'' | '\u{2019}' => Class::Apostrophe,
        '\u{300}'..='\u{36F}' => Class::Extender,
        _ if c.is_alphabetic() => Class::Letter,
        _ if c.is_whitespace() => Class::Blank,
        _ => Class::Mark,
    }
}

impl Scan {
    /// Forgets what was there and reads `text`.
    #[inline(always)]
    pub(super) fn read<L: Lanes>(&mut self, text: &str) {
        self.count = 0;
        self.closed = 0;
        self.odd.clear();
        self.settle.clear();
        let size = text.len().next_multiple_of(64) + 64 + PADDING;
        // What stood there is overwritten; only what is new has to be filled.
        self.folded.resize(size, b' ');
        scan::<L>(self, text);
        let end = text.len() as u32;
        for list in [&mut self.starts, &mut self.ends] {
            if list.len() < self.count + BEYOND {
                list.resize(self.count + BEYOND, end);
            }
            list[self.count..self.count + BEYOND].fill(end);
        }
        let end = text.len().next_multiple_of(64);
        self.folded[end..].fill(b' ');
    }
}

/// Bits that go over into the next block.
#[derive(Default)]
struct Carry {
    letters: u64,
    digits: u64,
    marks: u64,
    two: u64,
    three: u64,
    three_more: u64,
    vowels: u64,
    high: u64,
    t: u64,
    q: u64,
    bb: u64,
    settle: u64,
    apart: u64,
    /// Characters that began in the block before and reach into this one.
    spill: Spill,
}

#[derive(Default)]
struct Spill {
    letters: u64,
    digits: u64,
    marks: u64,
}

/// `mask` moved up by `by`, with the last bits of the block before.
#[inline(always)]
fn shift(mask: u64, by: u32, before: u64) -> u64 {
    mask << by | before >> (64 - by)
}

#[inline(always)]
fn scan<L: Lanes>(out: &mut Scan, text: &str) {
    let bytes = text.as_bytes();
    let mut carry = Carry::default();
    let mut padded;
    let mut folded = std::mem::take(&mut out.folded);
    // One block past the end closes the last token.
    let mut base = 0;
    while base <= bytes.len() {
        let rest = &bytes[base..];
        let window: &[u8; 66] = match rest.first_chunk() {
            Some(window) => window,
            None => {
                padded = [b' '; 66];
                padded[..rest.len()].copy_from_slice(rest);
                &padded
            }
        };
        let Some(target) = folded[base..].first_chunk_mut() else { break };
        block::<L>(out, text, base, window, &mut carry, target);
        base += 64;
    }
    out.folded = folded;
}

/// Reads one block of 64 bytes; `window` has two more, to look ahead.
#[inline(always)]
fn block<L: Lanes>(
    out: &mut Scan,
    text: &str,
    base: usize,
    window: &[u8; 66],
    carry: &mut Carry,
    target: &mut [u8; 64],
) {
    let at = |from: usize| -> L {
        match window[from..].first_chunk() {
            Some(block) => L::load(block),
            None => L::load(&[0; 64]),
        }
    };
    let here = at(0);
    let alpha = L::bits(here.or(0x20).within(b'a', b'z'));
    let digit = L::bits(here.within(b'0', b'9'));
    let blank = L::bits(here.eq(b' ') | here.eq(b'\t'));
    let line = L::bits(here.within(0x0A, 0x0D));
    let high = L::bits(here.high());
    let ascii_mark = !(alpha | digit | blank | line | high);
    let mut upper = L::bits(here.within(b'A', b'Z'));
    let mut plus_one = 0;
    let mut letters = alpha | carry.spill.letters;
    let mut digits = digit | carry.spill.digits;
    let mut rare = 0;
    let (mut two_end, mut three_end) = (0, 0);
    if high | carry.high != 0 {
        let (next, after) = (at(1), at(2));
        let next_odd = next.or(1);
        // First bytes of the letters that fold in place.
        let c3 =
            L::bits(here.eq(0xC3)) & !L::bits(next.eq(0x90) | next.eq(0x97) | next.eq(0xB0) | next.eq(0xB7));
        let c4 = here.eq(0xC4) & (next_odd.eq(0x83) | next_odd.eq(0x91) | next_odd.eq(0xA9));
        let c5 = here.eq(0xC5) & next_odd.eq(0xA9);
        let c6 = here.eq(0xC6) & (next_odd.eq(0xA1) | next.eq(0xAF) | next.eq(0xB0));
        let e1 = here.eq(0xE1)
            & ((next.eq(0xBA) & after.within(0xA0, 0xBF)) | (next.eq(0xBB) & after.within(0x80, 0xB9)));
        let two = c3 | L::bits(c4 | c5 | c6);
        let e1 = L::bits(e1);
        rare = L::bits(here.within(0xC0, 0xFF)) & !(two | e1);
        two_end = shift(two, 1, carry.two);
        let middle = shift(e1, 1, carry.three);
        three_end = shift(e1, 2, carry.three);
        carry.two = two;
        carry.three = e1;
        letters |= two | two_end | e1 | middle | three_end;
        // C3 80 to 9E is upper case. Elsewhere the even ones are, but for C6 AF, whose lower case is B0.
        let c3_end = shift(c3, 1, carry.three_more);
        carry.three_more = c3;
        upper |= c3_end & L::bits(here.within(0x80, 0x9E));
        let even = !L::bits(here.or(0xFE).eq(0xFF));
        let horn = here.eq(0xAF);
        let (horns, horn) = (L::bits(horn | here.eq(0xB0)), L::bits(horn));
        let c456_end = two_end & !c3_end;
        plus_one = (c456_end & even & !horns) | (c456_end & horn) | (three_end & even);
    } else {
        (carry.two, carry.three, carry.three_more) = (0, 0, 0);
    }
    let lower = here.add(upper, 0x20).add(plus_one, 1);
    lower.store(target);

    let hyphens = L::bits(here.eq(b'-') | here.eq(b'\'')) & ascii_mark;
    let mut marks = ascii_mark;
    let mut mark_ends = ascii_mark | carry.spill.marks;
    carry.spill = Spill::default();
    let odd = out.odd.len();
    if rare | hyphens != 0 {
        let mut state = Masks { letters, digits, marks, mark_ends };
        rare_characters(out, text, base, rare | hyphens, carry, &mut state);
        Masks { letters, digits, marks, mark_ends } = state;
    }

    let after_letters = shift(letters, 1, carry.letters);
    let after_digits = shift(digits, 1, carry.digits);
    let starts = (letters & !after_letters) | (digits & !after_digits) | marks;
    let ends = (after_letters & !letters) | (after_digits & !digits) | shift(mark_ends, 1, carry.marks);
    settle::<L>(out, lower, &Finals { two_end, three_end, ends }, carry);
    (carry.letters, carry.digits, carry.marks, carry.high) = (letters, digits, mark_ends, high);

    if rare != 0 {
        let before = out.count as u32;
        let token = |at: &mut u32| {
            *at = before + (starts & (u64::MAX >> (63 - (*at - base as u32)))).count_ones() - 1
        };
        out.odd[odd..].iter_mut().for_each(token);
    }
    let touching = L::extract(ends, starts);
    let apart = L::extract(shift(ends & blank, 1, carry.apart), starts);
    carry.apart = ends & blank;
    out.words.put(out.count, L::extract(letters | digits, starts));
    out.touching.put(out.count, touching);
    out.apart.put(out.count, apart);
    out.count += L::positions(starts, base as u32, room(&mut out.starts, out.count));
    out.closed += L::positions(ends, base as u32, room(&mut out.ends, out.closed));
}

/// Room for 64 places behind the first `count` of `list`.
#[inline(always)]
fn room(list: &mut Vec<u32>, count: usize) -> &mut [u32; 64] {
    if list.len() < count + 64 {
        list.resize((count + 64) * 2, 0);
    }
    let Some(room) = list[count..].first_chunk_mut() else {
        unreachable!("the list was just made long enough")
    };
    room
}

struct Finals {
    /// Last bytes of letters of two and of three bytes.
    two_end: u64,
    three_end: u64,
    ends: u64,
}

/// Notes the tokens that end in a toned a or e after o, in a toned y, in `ty`, or in the y of `qúy`: more than those
/// that have to be settled, and few.
#[inline(always)]
fn settle<L: Lanes>(out: &mut Scan, lower: L, finals: &Finals, carry: &mut Carry) {
    let vowels = L::bits(lower.eq(b'o'));
    let (y, t) = (L::bits(lower.eq(b'y')), L::bits(lower.eq(b't')));
    let (q, bb) = (L::bits(lower.eq(b'q')), L::bits(lower.eq(0xBB)));
    let Finals { two_end, three_end, ends } = *finals;
    // à á ã è é; ả ạ, ẹ ẻ ẽ and their like.
    let two = L::bits(lower.within(0xA0, 0xA3) | lower.within(0xA8, 0xA9));
    let three = L::bits(lower.within(0xA1, 0xA3) | lower.within(0xB9, 0xBD));
    let after_vowel = (two_end & two & shift(vowels, 2, carry.vowels))
        | (three_end & three & shift(vowels, 3, carry.vowels));
    let toned_y = (two_end & L::bits(lower.eq(0xBD)))
        | (three_end & L::bits(lower.within(0xB3, 0xB9)) & shift(bb, 1, carry.bb));
    let plain_y = y & (shift(t, 1, carry.t) | shift(q, 3, carry.q) | shift(q, 4, carry.q));
    let last = after_vowel | toned_y | plain_y;
    let mut at = shift(last, 1, carry.settle) & ends;
    (carry.vowels, carry.t, carry.q, carry.bb, carry.settle) = (vowels, t, q, bb, last);
    let before = out.closed as u32;
    while at != 0 {
        // The token whose end this is.
        out.settle.push(before + (ends & (at ^ (at - 1)) >> 1).count_ones());
        at &= at - 1;
    }
}

struct Masks {
    letters: u64,
    digits: u64,
    /// First bytes of marks.
    marks: u64,
    /// Last bytes of marks.
    mark_ends: u64,
}

/// Handles characters one at a time, in order: those that begin at the bits of `list`.
#[cold]
fn rare_characters(out: &mut Scan, text: &str, base: usize, list: u64, carry: &mut Carry, masks: &mut Masks) {
    let mut list = list;
    while list != 0 {
        let bit = list.trailing_zeros();
        list &= list - 1;
        let at = base + bit as usize;
        let Some(c) = text.get(at..).and_then(|t| t.chars().next()) else { continue };
        let len = c.len_utf8() as u32;
        let own = ((1u128 << len) - 1) << bit;
        let (now, later) = (own as u64, (own >> 64) as u64);
        let before =
            |mask: u64, carried: u64| if bit == 0 { carried >> 63 != 0 } else { mask >> (bit - 1) & 1 != 0 };
        let after_letter = before(masks.letters, carry.letters);
        let after_digit = before(masks.digits, carry.digits);
        match class(c) {
            Class::Letter => {
                masks.letters |= now;
                carry.spill.letters |= later;
                out.odd.push(at as u32);
            }
            Class::Extender if after_letter || after_digit => {
                let (mask, spill) = if after_letter {
                    (&mut masks.letters, &mut carry.spill.letters)
                } else {
                    (&mut masks.digits, &mut carry.spill.digits)
                };
                *mask |= now;
                *spill |= later;
                out.odd.push(at as u32);
            }
            Class::Hyphen | Class::Apostrophe
                if (after_letter || after_digit) && begins_word(&text[at + len as usize..]) =>
            {
                masks.marks &= !now;
                masks.mark_ends &= !now;
            }
            Class::Blank | Class::Line | Class::Digit => {}
            _ => {
                masks.marks |= 1 << bit;
                let last = own & !(own >> 1);
                masks.mark_ends |= last as u64;
                carry.spill.marks |= (last >> 64) as u64;
            }
        }
    }
}

fn begins_word(text: &str) -> bool {
    text.chars().next().is_some_and(|c| matches!(class(c), Class::Letter | Class::Digit))
}
