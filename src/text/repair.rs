//! Repair: one pass that copies what is clean and rewrites what is not, noting each change as an edit.

use super::cluster::{Composer, continues};
use super::dirt::Dirt;
use super::lookalike::{Words, latin, narrow};
use super::markup::{Meaning, Tags, reference};
use super::normal::{Edit, Normal};

/// Normalises one text after the other; its buffers are used again.
#[derive(Debug, Default)]
pub(crate) struct Normalizer {
    dirt: Dirt,
    text: String,
    edits: Vec<Edit>,
    composer: Composer,
    cluster: String,
}

impl Normalizer {
    /// `source` with its marks composed, and without what readers do not see; clean text is borrowed.
    pub(crate) fn read<'t>(&'t mut self, source: &'t str) -> Normal<'t> {
        self.edits.clear();
        self.dirt.read(source);
        if self.dirt.places().is_empty() {
            return Normal { text: source, edits: &[] };
        }
        self.text.clear();
        self.text.reserve(source.len());
        let dirt = std::mem::take(&mut self.dirt);
        Pass { to: self, source, tags: Tags::default(), words: Words::default(), cdata_end: None }
            .run(dirt.places());
        self.dirt = dirt;
        if self.edits.is_empty() {
            return Normal { text: source, edits: &[] };
        }
        Normal { text: &self.text, edits: &self.edits }
    }
}

/// What a piece of the source becomes.
#[derive(Clone, Copy)]
enum Piece {
    Char(char),
    Nothing,
}

struct Pass<'n, 't> {
    to: &'n mut Normalizer,
    source: &'t str,
    tags: Tags,
    words: Words,
    /// Where the CDATA that was opened closes.
    cdata_end: Option<usize>,
}

impl Pass<'_, '_> {
    fn run(mut self, places: &[u32]) {
        let mut done = 0;
        for &place in places {
            let place = place as usize;
            done = self.close_cdata(done, place);
            if place >= done {
                self.copy(done, place);
                done = self.piece(place);
                if self.to.text.ends_with(' ') && self.source[done..].starts_with(' ') {
                    done = self.blanks(done, done + 1);
                }
            }
        }
        done = self.close_cdata(done, self.source.len());
        self.copy(done, self.source.len());
    }

    /// Leaves out the end of CDATA, if it stands before `place`; the source is copied up to `done`. How far it is then.
    fn close_cdata(&mut self, done: usize, place: usize) -> usize {
        match self.cdata_end.take_if(|end| *end < place) {
            Some(end) if end >= done => {
                self.copy(done, end);
                self.note(0, end, end + 3);
                end + 3
            }
            _ => done,
        }
    }

    fn copy(&mut self, from: usize, to: usize) {
        self.to.text.push_str(&self.source[from..to]);
    }

    /// Notes that the last `len` bytes of the text were made from `from..to` of the source.
    fn note(&mut self, len: usize, from: usize, to: usize) {
        self.note_at(self.to.text.len() - len, len, from, to);
    }

    /// Notes that `len` bytes of the text, from `at` on, were made from `from..to` of the source.
    fn note_at(&mut self, at: usize, len: usize, from: usize, to: usize) {
        let at = at as u32;
        match self.to.edits.last_mut() {
            // Neighbours that are left out are one edit.
            Some(last)
                if len == 0 && last.len == 0 && last.at == at && last.source_end() as usize == from =>
            {
                last.source_len += (to - from) as u32;
            }
            _ => {
                let (source, source_len) = (from as u32, (to - from) as u32);
                self.to.edits.push(Edit { at, len: len as u32, source, source_len });
            }
        }
    }

    /// Handles what begins at `place` of the source; where it ends.
    fn piece(&mut self, place: usize) -> usize {
        let rest = &self.source[place..];
        let (piece, length) = self.decode(rest);
        let end = place + length;
        match piece {
            Piece::Nothing => {
                self.note(0, place, end);
                end
            }
            Piece::Char(c) if is_blank(c) => self.blanks(place, end),
            Piece::Char(c) if is_invisible(c, self.to.text.chars().rev()) => {
                self.note(0, place, end);
                end
            }
            Piece::Char(c) if continues(c) => self.marks(place),
            Piece::Char(c) => {
                let before = self.to.text.len();
                let wanted = match narrow(c) {
                    Some(narrow) => narrow,
                    None => latin(c).filter(|_| self.words.is_latin(&self.to.text, rest, place)).unwrap_or(c),
                };
                let mut bytes = [0; 4];
                let composed = self.to.composer.compose(wanted.encode_utf8(&mut bytes));
                self.to.text.push_str(composed);
                if self.to.text[before..] != self.source[place..end] {
                    self.note(self.to.text.len() - before, place, end);
                }
                end
            }
        }
    }

    /// What stands at the beginning of `rest`, and its length.
    fn decode(&mut self, rest: &str) -> (Piece, usize) {
        let first = rest.chars().next().unwrap_or('\u{FFFD}');
        let plain = (Piece::Char(first), first.len_utf8());
        match first {
            '&' => reference(rest).map_or(plain, |(c, length)| (Piece::Char(c), length)),
            '<' => {
                let Some((meaning, length)) = self.tags.read(rest) else { return plain };
                if rest.starts_with("<![CDATA[") {
                    let start = self.source.len() - rest.len() + length;
                    self.cdata_end = self.tags.cdata_end(&rest[length..]).map(|end| start + end);
                }
                match meaning {
                    Meaning::Nothing => (Piece::Nothing, length),
                    Meaning::Line => (Piece::Char('\n'), length),
                }
            }
            _ => plain,
        }
    }

    /// Blanks become one blank, or none behind a blank.
    fn blanks(&mut self, place: usize, first_end: usize) -> usize {
        let run = self.source[first_end..].chars().take_while(|&c| is_blank(c));
        let end = first_end + run.map(char::len_utf8).sum::<usize>();
        if self.to.text.ends_with(' ') {
            self.note(0, place, end);
        } else {
            self.to.text.push(' ');
            if &self.source[place..end] != " " {
                self.note(1, place, end);
            }
        }
        end
    }

    /// Composes the character before `place` with the marks that begin there.
    fn marks(&mut self, place: usize) -> usize {
        let text = &mut self.to.text;
        let base = match text.char_indices().rev().find(|&(_, c)| !continues(c)) {
            Some((at, c)) if !c.is_whitespace() => at,
            Some((at, c)) => at + c.len_utf8(),
            None => 0,
        };
        self.to.cluster.clear();
        self.to.cluster.push_str(&text[base..]);
        text.truncate(base);
        let from = self.origin(base);
        // What is invisible belongs to the cluster only where a mark follows it.
        let (mut end, mut at) = (place, place);
        while at < self.source.len() {
            match self.decode(&self.source[at..]) {
                (Piece::Char(c), length) if continues(c) => {
                    self.to.cluster.push(c);
                    at += length;
                    end = at;
                }
                (Piece::Char(c), length) if is_invisible(c, self.to.cluster.chars().take(1)) => at += length,
                _ => break,
            }
        }
        let composed = self.to.composer.compose(&self.to.cluster);
        self.to.text.push_str(composed);
        // What stays as it is is no part of the edit: a name may begin behind it or end before it.
        let (new, old) = (&self.to.text[base..], &self.source[from..end]);
        let behind = common(new.chars().rev(), old.chars().rev());
        let (new, old) = (&new[..new.len() - behind], &old[..old.len() - behind]);
        let before = common(new.chars(), old.chars());
        let (length, to) = (new.len() - before, end - behind);
        if length > 0 || to > from + before {
            self.note_at(base + before, length, from + before, to);
        }
        end
    }

    /// Where the text from `base` on came from; edits there are taken back.
    fn origin(&mut self, base: usize) -> usize {
        let edits = &mut self.to.edits;
        while edits.last().is_some_and(|e| e.end() as usize > base || e.at as usize > base) {
            edits.pop();
        }
        edits.last().map_or(base, |e| e.source_end() as usize + (base - e.end() as usize))
    }
}

/// How many bytes the characters have with which both begin.
fn common(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}

/// A blank within a line.
fn is_blank(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    )
}

/// Whether `c` is there for machines only; `before` is what stands before it, backwards. A joiner counts where it joins
/// no pictures.
fn is_invisible(c: char, mut before: impl Iterator<Item = char>) -> bool {
    match c {
        '\u{AD}'
        | '\u{200B}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206F}'
        | '\u{FEFF}' => true,
        '\u{200C}' | '\u{200D}' => {
            let base = before.find(|&c| !continues(c));
            base.is_none_or(|c| c.is_alphanumeric() || c.is_whitespace())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
