//! One pass over the text: folded bytes, and where each token begins and ends.
//!
//! Folding keeps the length of every character that Vietnamese is written with, so places in the folded text are
//! places in the text. What is rare (other alphabets, look-alikes, typographic marks) is told by its first
//! byte and handled one character at a time. Two things are left to the caller, who is told where: tokens with
//! letters that do not fold in place, and tokens whose tone mark or final y may have to be settled.

use super::letter::{FIRST, FIRST_HALVES, SECOND, SECOND_HALVES, THIRD};
use crate::simd::{Lanes, pinned, prefetch};

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
    /// 0, then one past the last byte of each token, then [`BEYOND`] times the end of the text, then anything.
    pub(super) ends: Vec<u32>,
    /// Tokens behind the end of a line, in order, some more than once, then anything; one may be past the last.
    pub(super) broken: Vec<u32>,
    /// How many of these there are.
    pub(super) breaks: usize,
    /// Tokens with letters that may not fold in place.
    pub(super) odd: Vec<u32>,
    /// Marks that are not ASCII, in order; all other tokens tell by their first byte what they are.
    pub(super) marks: Vec<u32>,
    /// Tokens whose spelling may have to be settled.
    pub(super) settle: Vec<u32>,
}

/// Entries behind the last token, so that eight tokens can be read at any place.
pub(super) const BEYOND: usize = 16;

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
        self.marks.clear();
        self.settle.clear();
        self.breaks = 0;
        let size = text.len().next_multiple_of(64) + 64 + PADDING;
        // What stood there is overwritten; only what is new has to be filled.
        if self.folded.len() < size {
            self.folded.resize(size, b' ');
        }
        scan::<L>(self, text);
        let end = text.len() as u32;
        for (list, count) in [(&mut self.starts, self.count), (&mut self.ends, self.count + 1)] {
            if list.len() < count + BEYOND {
                list.resize(count + BEYOND, end);
            }
            list[count..count + BEYOND].fill(end);
        }
        let end = text.len().next_multiple_of(64);
        self.folded[end..size].fill(b' ');
    }
}

/// Bits that go over into the next block.
#[derive(Default)]
struct Carry {
    letters: u64,
    digits: u64,
    marks: u64,
    settle: u64,
    /// Characters that began in the block before and reach into this one.
    spill: Spill,
}

#[derive(Default)]
struct Spill {
    /// All their bytes here.
    own: u64,
    letters: u64,
    digits: u64,
    marks: u64,
}

/// `mask` moved up by `by` places, with what comes over from the block before.
#[inline(always)]
fn after(by: u32, mask: u64, before: u64) -> u64 {
    mask << by | before >> (64 - by)
}

/// Bytes of the text that are looked at before and after the 64 of a block.
const BEFORE: usize = 3;
const BEHIND: usize = 2;

type Window = [u8; BEFORE + 64 + BEHIND];

/// Bytes of the text that are asked for before they are read: short texts are at an end before the processor has seen
/// that they are read in order.
const AHEAD: usize = 1024;

#[inline(always)]
fn scan<L: Lanes>(out: &mut Scan, text: &str) {
    let bytes = text.as_bytes();
    let mut carry = Carry::default();
    let mut padded;
    let mut folded = std::mem::take(&mut out.folded);
    for at in (0..AHEAD).step_by(64) {
        prefetch(bytes, at);
    }
    // One block past the end closes the last token.
    let mut base = 0;
    while base <= bytes.len() {
        prefetch(bytes, base + AHEAD);
        let direct = base.checked_sub(BEFORE).and_then(|from| bytes[from..].first_chunk());
        let window: &Window = match direct {
            Some(window) => window,
            None => {
                padded = window_at(bytes, base);
                &padded
            }
        };
        let Some(target) = folded[base..].first_chunk_mut() else { break };
        block::<L>(out, text, base, window, &mut carry, target);
        base += 64;
    }
    out.folded = folded;
}

/// The window around the block at `base`, with blanks where the text does not reach.
#[cold]
fn window_at(bytes: &[u8], base: usize) -> Window {
    let mut window = [b' '; BEFORE + 64 + BEHIND];
    let from = base.saturating_sub(BEFORE);
    let to = bytes.len().min(base + 64 + BEHIND);
    window[BEFORE + from - base..][..to - from].copy_from_slice(&bytes[from..to]);
    window
}

/// Reads one block of 64 bytes.
#[inline(always)]
fn block<L: Lanes>(
    out: &mut Scan,
    text: &str,
    base: usize,
    window: &Window,
    carry: &mut Carry,
    target: &mut [u8; 64],
) {
    let look = Look::at::<L>(window, target);
    let mut masks =
        Masks { letters: look.letters, digits: look.digits, marks: look.marks, mark_ends: look.marks };
    let noted = [out.odd.len(), out.marks.len()];
    let is_plain = look.rare | carry.spill.own | look.hyphens >> 63 == 0;
    if is_plain {
        let words = look.letters | look.digits;
        let joints = look.hyphens & after(1, words, carry.letters | carry.digits) & words >> 1;
        (masks.marks, masks.mark_ends) = (look.marks & !joints, look.marks & !joints);
    } else {
        rare_characters(out, text, base, look.rare | look.hyphens, carry, &mut masks);
    }

    let Masks { letters, digits, marks, mark_ends } = masks;
    let (letters, digits) = (pinned(letters), pinned(digits));
    let after_letters = after(1, letters, carry.letters);
    let after_digits = after(1, digits, carry.digits);
    let starts = (letters & !after_letters) | (digits & !after_digits) | marks;
    let ends = (after_letters & !letters) | (after_digits & !digits) | after(1, mark_ends, carry.marks);
    (carry.letters, carry.digits, carry.marks) = (letters, digits, mark_ends);

    out.note_settling(after(1, look.settles, carry.settle) & ends, ends);
    carry.settle = look.settles;
    if !is_plain {
        out.number_noted(noted, base as u32, starts);
    }
    out.note_lines(look.lines, starts);
    out.count += L::positions(starts, base as u32, room(&mut out.starts, out.count));
    out.closed += L::positions(ends, base as u32, room(&mut out.ends, out.closed + 1));
}

/// Bytes of a block, and for each the bytes around it.
#[derive(Clone, Copy)]
struct Near<L> {
    third_before: L,
    second_before: L,
    before: L,
    here: L,
    next: L,
    second: L,
}

impl<L: Lanes> Near<L> {
    /// The bytes of `window` from `from` on.
    #[inline(always)]
    fn at(window: &Window, from: usize) -> Self {
        Self {
            third_before: L::load(&window[from..]),
            second_before: L::load(&window[from + BEFORE - 2..]),
            before: L::load(&window[from + BEFORE - 1..]),
            here: L::load(&window[from + BEFORE..]),
            next: L::load(&window[from + BEFORE + 1..]),
            second: L::load(&window[from + BEFORE + 2..]),
        }
    }

    /// The block in lower case, as far as the letters of Vietnamese and their like go.
    #[inline(always)]
    fn lower(self) -> L {
        let Self { second_before, before, here, .. } = self;
        // C3 80 to 9E is upper case. Elsewhere the even ones are, but for Ơ and Ư.
        let wide = here.within(b'A', b'Z') | (before.eq(0xC3) & here.less(0x9F));
        let even = here.or(0xFE).eq(0xFE) & (before.or(1).eq(0xC5) | second_before.eq(0xE1));
        let horn = before.eq(0xC6) & (here.eq(0xA0) | here.eq(0xAF));
        here.add(wide, 0x20).next(even | horn)
    }

    /// First bytes of characters other than ASCII and the letters that fold in place; a few of these may be among them.
    #[inline(always)]
    fn rare(self) -> L::Mask {
        let Self { here, next, second, .. } = self;
        let leads = here.within(0xC0, 0xFF);
        if L::PICKS {
            let pair = here.pick(&FIRST).and(next.pick(&SECOND));
            return L::without(leads, pair.shares(second.pick(&THIRD)));
        }
        if L::SPLITS {
            let pair = here.classes(&FIRST_HALVES).and(next.classes(&SECOND_HALVES));
            let short = L::without(here.eq(0xE1) & next.eq(0xBA), second.less(0xA0));
            return L::without(leads, pair.shares(pair) | short);
        }
        let small = next.or(0x20);
        let c3 = L::without(here.eq(0xC3), small.eq(0xB0) | small.eq(0xB7));
        let c4 = here.eq(0xC4) & next.less(0xB0);
        let c5 = here.eq(0xC5) & next.within(0x90, 0xAF);
        let c6 = here.eq(0xC6) & (next.within(0xA0, 0xA1) | next.within(0xAF, 0xB0));
        let e1 = here.eq(0xE1) & (next.eq(0xBB) | L::without(next.eq(0xBA), second.less(0xA0)));
        L::without(leads, c3 | c4 | c5 | c6 | e1)
    }

    /// Last bytes of a toned letter after o, of a toned y, of `ty`, and of a y after a toned u after q; where they end
    /// a token its spelling may have to be settled. A few more are among them.
    #[inline(always)]
    fn settles(self, low: L) -> L::Mask {
        let Self { before, .. } = self;
        let (second, third) = (self.second_before.or(0x20), self.third_before.or(0x20));
        let after_o = low.high() & before.high() & (second.eq(b'o') | third.eq(b'o'));
        let toned = (before.eq(0xC3) & low.eq(0xBD)) | (before.eq(0xBB) & low.within(0xB2, 0xBF));
        // A toned u of two bytes, or one of three, of which the second is BB.
        let after_u = before.high() & (third.eq(b'q') | second.eq(0xBB));
        toned | after_o | (low.eq(b'y') & (after_u | before.or(0x20).eq(b't')))
    }
}

/// The bits of a block so far, and behind them those of its next bytes; after the last, each is in its place.
#[inline(always)]
fn joined<L: Lanes>(bits: u64, next: L::Mask) -> u64 {
    L::bits(next) << (64 - L::BYTES) | bits.checked_shr(L::BYTES as u32).unwrap_or(0)
}

/// What the bytes of a block are, one bit each.
#[derive(Clone, Copy, Default)]
struct Look {
    /// ASCII letters and all that is not ASCII; each byte of another character counts as a letter's, until it has been
    /// looked at.
    letters: u64,
    digits: u64,
    /// The rest of ASCII but for blanks, tabs and line ends.
    marks: u64,
    /// Line ends of ASCII.
    lines: u64,
    /// Hyphens and apostrophes of ASCII.
    hyphens: u64,
    /// As [`Near::settles`].
    settles: u64,
    /// As [`Near::rare`].
    rare: u64,
}

impl Look {
    /// Looks at the block in `window`, and writes it in lower case to `target`.
    #[inline(always)]
    fn at<L: Lanes>(window: &Window, target: &mut [u8; 64]) -> Self {
        let mut look = Self::default();
        let mut blanks = 0;
        for from in (0..64).step_by(L::BYTES) {
            let near = Near::<L>::at(window, from);
            let (here, low) = (near.here, near.lower());
            low.store(&mut target[from..]);
            look.letters = joined::<L>(look.letters, low.within(b'a', b'z') | here.high());
            look.digits = joined::<L>(look.digits, here.within(b'0', b'9'));
            look.lines = joined::<L>(look.lines, here.within(b'\n', b'\r'));
            look.hyphens = joined::<L>(look.hyphens, here.eq(b'-') | here.eq(b'\''));
            blanks = joined::<L>(blanks, here.eq(b' ') | here.eq(b'\t'));
            look.settles = joined::<L>(look.settles, near.settles(low));
            look.rare = joined::<L>(look.rare, near.rare());
        }
        look.marks = !(look.letters | look.digits | look.lines | blanks);
        look
    }
}

impl Scan {
    /// Notes the tokens that end at the bits of `at`, which are some of the `ends` of this block.
    #[inline(always)]
    fn note_settling(&mut self, at: u64, ends: u64) {
        let mut at = at;
        let before = self.closed as u32;
        while at != 0 {
            self.settle.push(before + (ends & (at ^ (at - 1)) >> 1).count_ones());
            at &= at - 1;
        }
    }

    /// Notes the tokens behind the `lines` of this block, of which `starts` are the first bytes of tokens.
    #[inline(always)]
    fn note_lines(&mut self, lines: u64, starts: u64) {
        let mut rest = lines & !(lines << 1);
        loop {
            // Written in any case, and kept if there is a line: no guess that could be wrong.
            let before = starts & rest.wrapping_sub(1) & !rest;
            room(&mut self.broken, self.breaks)[0] = self.count as u32 + before.count_ones();
            self.breaks += usize::from(rest != 0);
            rest &= rest.wrapping_sub(1);
            if rest == 0 {
                break;
            }
        }
    }

    /// Turns the places that were noted in this block, behind the `noted` first of each list, into the numbers of their
    /// tokens.
    fn number_noted(&mut self, noted: [usize; 2], base: u32, starts: u64) {
        let before = self.count as u32;
        let number = |at: u32| before + (starts & (u64::MAX >> (63 - (at - base)))).count_ones();
        let [odd, marks] = noted;
        for at in self.odd[odd..].iter_mut().chain(&mut self.marks[marks..]) {
            *at = number(*at) - 1;
        }
    }
}

/// Room for 64 places behind the first `count` of `list`.
#[inline(always)]
fn room(list: &mut Vec<u32>, count: usize) -> &mut [u32; 64] {
    if list.len() < count + 64 {
        lengthen(list, count + 64);
    }
    let Some(room) = list[count..].first_chunk_mut() else {
        unreachable!("the list was just made long enough")
    };
    room
}

/// Makes the list so long, and as much again.
#[cold]
#[inline(never)]
fn lengthen(list: &mut Vec<u32>, length: usize) {
    list.resize(length * 2, 0);
}

struct Masks {
    letters: u64,
    digits: u64,
    /// First bytes of marks.
    marks: u64,
    /// Last bytes of marks.
    mark_ends: u64,
}

/// Handles characters one at a time, in order: those that begin at the bits of `list`, and what is left of one that
/// began in the block before.
#[cold]
fn rare_characters(out: &mut Scan, text: &str, base: usize, list: u64, carry: &mut Carry, masks: &mut Masks) {
    let spill = std::mem::take(&mut carry.spill);
    masks.letters = masks.letters & !spill.own | spill.letters;
    masks.digits |= spill.digits;
    masks.mark_ends |= spill.marks;
    let mut list = list;
    while list != 0 {
        let bit = list.trailing_zeros();
        list &= list - 1;
        let at = base + bit as usize;
        let Some(c) = text.get(at..).and_then(|t| t.chars().next()) else { continue };
        let len = c.len_utf8() as u32;
        let own = ((1u128 << len) - 1) << bit;
        let (now, later) = (own as u64, (own >> 64) as u64);
        if len > 1 {
            masks.letters &= !now;
            carry.spill.own |= later;
        }
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
                // It may have been taken for a letter and changed.
                if matches!(text.as_bytes()[at], 0xC3..=0xC6 | 0xE1) {
                    out.odd.push(at as u32);
                }
                if len > 1 {
                    out.marks.push(at as u32);
                }
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
