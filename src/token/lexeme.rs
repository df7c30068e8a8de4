//! Linguistic tokens: words, numbers, addresses, codes and signs, made from the matcher's tokens.
//!
//! They are found run by run: a run is a stretch without blanks. Each token of a run is looked at a bounded number of
//! times, so that the time grows with the text whatever is in it.

use std::ops::Range;

use super::address::{Address, address};
use super::list::{Case, Joint, TokenKind, Tokens};
use super::sentence::Breaks;
use super::vocabulary::Vocabulary;
use crate::span::Span;

/// What a linguistic token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LexemeKind {
    /// A Vietnamese syllable.
    Syllable,
    /// A word of another language, or a name made of letters: Wi-Fi, AT&T.
    Foreign,
    /// A shortened word with its full stop: TP.HCM, ThS.
    Abbreviation,
    /// A number with its separators: 1.234,5; 24/7; 10h30; 3tr5.
    Number,
    /// A unit glued to its number: the GB of 12GB.
    Unit,
    /// Letters with digits, and what belongs to a model's name: S24+, RTX 4090 Ti.
    Code,
    /// A web address, or the name of a site.
    Url,
    /// A mail address.
    Email,
    /// #word.
    Hashtag,
    /// @name.
    Mention,
    /// A picture, or several joined to one.
    Emoji,
    /// The sign of a currency.
    Currency,
    /// What parts and ends sentences; a run of full stops is one.
    Punctuation,
    /// Any other sign.
    Symbol,
    /// A word of several tokens, where syllables are joined to words.
    Word,
}

impl LexemeKind {
    /// The kind's name in the output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Syllable => "syllable",
            Self::Foreign => "foreign",
            Self::Abbreviation => "abbreviation",
            Self::Number => "number",
            Self::Unit => "unit",
            Self::Code => "code",
            Self::Url => "url",
            Self::Email => "email",
            Self::Hashtag => "hashtag",
            Self::Mention => "mention",
            Self::Emoji => "emoji",
            Self::Currency => "currency",
            Self::Punctuation => "punctuation",
            Self::Symbol => "symbol",
            Self::Word => "word",
        }
    }
}

/// One linguistic token: its place in the normalised text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lexeme {
    pub(crate) span: Span,
    pub(crate) kind: LexemeKind,
}

/// The longest code, hyphenated word or abbreviation, in matcher tokens.
const LONGEST: usize = 16;

/// What linguistic tokens are made from.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a Tokens,
    pub(crate) vocabulary: &'a Vocabulary,
    pub(crate) breaks: &'a Breaks,
}

impl Reader<'_> {
    /// Appends the linguistic tokens of `sentence` (matcher tokens) to `out`.
    pub(crate) fn read(&self, sentence: Range<usize>, out: &mut Vec<Lexeme>) {
        let first = sentence.start;
        self.read_apart(sentence, out);
        self.join_models(out, first);
    }

    /// As [`Reader::read`], with no blank inside a token: a model's name stays in its parts.
    pub(crate) fn read_apart(&self, sentence: Range<usize>, out: &mut Vec<Lexeme>) {
        let mut start = sentence.start;
        while start < sentence.end {
            let mut end = start + 1;
            while end < sentence.end && !matches!(self.tokens[end].joint, Joint::Blank | Joint::Line) {
                end += 1;
            }
            if !self.plain_run(start..end, out) {
                self.run(start..end, out);
            }
            start = end;
        }
    }

    /// Reads a run that needs no closer look, as most do: one word or number, or a word with a mark behind it. Whether it was one.
    fn plain_run(&self, run: Range<usize>, out: &mut Vec<Lexeme>) -> bool {
        let (first, last) = (run.start, run.end - 1);
        let kind = match self.tokens[first].kind {
            TokenKind::Letters if self.is_syllable(first) => LexemeKind::Syllable,
            TokenKind::Letters => LexemeKind::Foreign,
            TokenKind::Digits => LexemeKind::Number,
            TokenKind::Mark => return false,
        };
        if last > first + 1 {
            return false;
        }
        if last > first {
            let (token, is_number) = (self.tokens[last], kind == LexemeKind::Number);
            let parts = match self.tokens.key(last) {
                _ if token.kind != TokenKind::Mark || token.joint != Joint::None => false,
                "." => is_number || !self.breaks.is_abbreviation(self.tokens.key(first)),
                mark => matches!(mark, "," | ":" | ";" | "!" | "?" | ")" | "\"" | "”" | "…"),
            };
            if !parts {
                return false;
            }
        }
        self.push(first..first + 1, kind, out);
        if last > first {
            self.push(last..last + 1, LexemeKind::Punctuation, out);
        }
        true
    }

    /// Reads one stretch without blanks.
    fn run(&self, run: Range<usize>, out: &mut Vec<Lexeme>) {
        let mut addresses = address(self.text, self.tokens, run.clone()).into_iter().peekable();
        let mut at = run.start;
        while at < run.end {
            if let Some(Address { kind, tokens }) = addresses.next_if(|a| a.tokens.start <= at) {
                self.push(at..tokens.end, kind, out);
                at = tokens.end;
                continue;
            }
            let end = addresses.peek().map_or(run.end, |a| a.tokens.start);
            self.hyphen(at, out);
            at = self.one(at, end, out);
        }
    }

    /// A hyphen before token `at` that joins no word is a token of its own.
    fn hyphen(&self, at: usize, out: &mut Vec<Lexeme>) {
        if matches!(self.tokens[at].joint, Joint::Hyphen | Joint::Apostrophe) {
            let span = Span::new(self.tokens[at - 1].span.end, self.tokens[at].span.start);
            out.push(Lexeme { span, kind: LexemeKind::Punctuation });
        }
    }

    /// Reads the linguistic token that begins at `at`, before `end`; returns where the next begins.
    fn one(&self, at: usize, end: usize, out: &mut Vec<Lexeme>) -> usize {
        let (last, kind) = match self.tokens[at].kind {
            TokenKind::Digits => match self.code(at, end) {
                Some(last) => (last, LexemeKind::Code),
                None => (self.number(at, end), LexemeKind::Number),
            },
            TokenKind::Letters => self.word(at, end, out.last().copied()),
            TokenKind::Mark => self.sign(at, end),
        };
        self.push(at..last, kind, out);
        last
    }

    fn push(&self, tokens: Range<usize>, kind: LexemeKind, out: &mut Vec<Lexeme>) {
        out.push(Lexeme { span: self.tokens.span(tokens.start, tokens.end), kind });
    }

    fn is_syllable(&self, at: usize) -> bool {
        self.vocabulary.is_syllable(self.tokens.number(at))
    }

    fn is(&self, at: usize, end: usize, kind: TokenKind) -> bool {
        at < end && self.tokens[at].kind == kind && self.tokens[at].joint == Joint::None
    }

    /// Whether the mark `mark` touches what stands before it at `at`.
    fn is_mark(&self, at: usize, end: usize, mark: &str) -> bool {
        self.is(at, end, TokenKind::Mark) && self.tokens.key(at) == mark
    }

    /// One past the number that begins with the digits at `at`.
    fn number(&self, at: usize, end: usize) -> usize {
        let mut last = at + 1;
        loop {
            let parted =
                self.is(last, end, TokenKind::Mark) && matches!(self.tokens.key(last), "." | "," | "/" | ":");
            // 10h30, 3tr5: a short word between digits.
            let lettered = self.is(last, end, TokenKind::Letters)
                && self.tokens[last].case == Case::Lower
                && self.tokens.key(last).chars().count() <= 3;
            if (parted || lettered) && self.is(last + 1, end, TokenKind::Digits) {
                last += 2;
            } else {
                break;
            }
        }
        if last == at + 1 { self.hyphenated_number(at, end).unwrap_or(last) } else { last }
    }

    /// A date or a telephone number: three groups of digits and more, with hyphens between them.
    fn hyphenated_number(&self, at: usize, end: usize) -> Option<usize> {
        let is_group =
            |i: usize| self.tokens[i].kind == TokenKind::Digits && self.tokens[i].joint == Joint::Hyphen;
        let groups = (at + 1..end).take_while(|&i| is_group(i)).count();
        (groups >= 2).then_some(at + 1 + groups)
    }

    /// One past the code of letters and digits that begins at `at`; none where it is no code.
    fn code(&self, at: usize, end: usize) -> Option<usize> {
        let begins_with_digits = self.tokens[at].kind == TokenKind::Digits;
        let (mut last, mut digits, mut letters) = (at, 0, 0);
        while last < end.min(at + LONGEST) {
            let token = self.tokens[last];
            let glued = last == at || matches!(token.joint, Joint::None | Joint::Hyphen);
            match token.kind {
                TokenKind::Digits if glued => digits += 1,
                TokenKind::Letters if glued => letters += 1,
                // GPT-4.5
                TokenKind::Mark if digits > 0 && letters > 0 && self.is_version(last, end) => {}
                _ => break,
            }
            if token.joint == Joint::Hyphen && last > at && begins_with_digits {
                break;
            }
            last += 1;
        }
        if digits == 0 || letters == 0 {
            return None;
        }
        if begins_with_digits {
            let word = self.tokens[at + 1].span.of(self.text);
            let is_amount = self.tokens[at + 1].case == Case::Lower || self.vocabulary.is_unit(word);
            if is_amount && self.tokens[at + 1].kind == TokenKind::Letters {
                return None;
            }
        } else if self.tokens[at].case == Case::Lower && self.is_syllable(at) {
            return None;
        }
        Some(self.plus(last, end))
    }

    fn is_version(&self, at: usize, end: usize) -> bool {
        self.is_mark(at, end, ".")
            && self.tokens[at - 1].kind == TokenKind::Digits
            && self.is(at + 1, end, TokenKind::Digits)
    }

    /// One past the plus signs at `at` that belong to the name before them: S24+, C++.
    fn plus(&self, at: usize, end: usize) -> usize {
        let signs = (at..end.min(at + 2)).take_while(|&i| self.is_mark(i, end, "+")).count();
        let after = at + signs;
        if after < end && self.tokens[after].kind != TokenKind::Mark { at } else { after }
    }

    /// The word that begins at `at`, and its kind; `before` is the linguistic token before it.
    fn word(&self, at: usize, end: usize, before: Option<Lexeme>) -> (usize, LexemeKind) {
        let token = self.tokens[at];
        if before.is_some_and(|b| b.kind == LexemeKind::Number && b.span.end == token.span.start)
            && let Some(last) = self.unit(at, end)
        {
            return (last, LexemeKind::Unit);
        }
        if let Some(last) = self.code(at, end) {
            return (last, LexemeKind::Code);
        }
        if let Some(last) = self.abbreviation(at, end) {
            return (last, LexemeKind::Abbreviation);
        }
        let mut last = at + 1;
        // AT&T, R&D
        while self.is_mark(last, end, "&") && self.is(last + 1, end, TokenKind::Letters) {
            last += 2;
        }
        let parts = (last..end).take(LONGEST).take_while(|&i| self.is_part(i)).count();
        let is_foreign = |i: usize| !self.is_syllable(i);
        let is_transcribed =
            || token.case == Case::Title && (last..last + parts).all(|i| self.tokens[i].case == Case::Lower);
        if last == at + 1 && parts > 0 && ((at..last + parts).any(is_foreign) || is_transcribed()) {
            return (last + parts, LexemeKind::Foreign);
        }
        let after = self.plus(last, end);
        if after > last {
            return (after, LexemeKind::Code);
        }
        let kind = if last == at + 1 && !is_foreign(at) { LexemeKind::Syllable } else { LexemeKind::Foreign };
        (last, kind)
    }

    /// Whether the word at `at` hangs on the one before it by a hyphen or an apostrophe.
    fn is_part(&self, at: usize) -> bool {
        let token = self.tokens[at];
        token.kind == TokenKind::Letters && matches!(token.joint, Joint::Hyphen | Joint::Apostrophe)
    }

    /// One past the unit that begins at `at`: GB, km/h.
    fn unit(&self, at: usize, end: usize) -> Option<usize> {
        let is_unit = |last: usize| self.vocabulary.is_unit(self.tokens.span(at, last).of(self.text));
        if self.is_mark(at + 1, end, "/") && self.is(at + 2, end, TokenKind::Letters) && is_unit(at + 3) {
            return Some(at + 3);
        }
        let is_scale = self.tokens[at].case == Case::Lower && self.tokens.key(at).len() <= 2;
        (is_unit(at + 1) || is_scale).then_some(at + 1)
    }

    /// One past the abbreviation that begins at `at`: TP.HCM, ThS., J.K.
    fn abbreviation(&self, at: usize, end: usize) -> Option<usize> {
        let is_short = |i: usize| {
            let capitals =
                matches!(self.tokens[i].case, Case::Upper) || self.tokens.key(i).chars().count() == 1;
            self.tokens[i].kind == TokenKind::Letters
                && (capitals || self.breaks.is_abbreviation(self.tokens.key(i)))
        };
        let mut last = at + 1;
        while last < at + LONGEST
            && is_short(last - 1)
            && self.is_mark(last, end, ".")
            && self.is(last + 1, end, TokenKind::Letters)
        {
            last += 2;
        }
        let is_last_short =
            is_short(last - 1) && (last > at + 1 || self.breaks.is_abbreviation(self.tokens.key(at)));
        if !is_last_short {
            return None;
        }
        // The full stop of a listed word is its own; that of initials at the end of a run may end the sentence.
        let has_stop = self.is_mark(last, end, ".") && last + 1 == end && self.goes_on(last + 1);
        let last = if has_stop { last + 1 } else { last };
        (last > at + 1).then_some(last)
    }

    /// Whether the sentence goes on at token `at`.
    fn goes_on(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.kind != TokenKind::Mark && t.joint == Joint::Blank)
    }

    /// The sign at `at`, with what belongs to it.
    fn sign(&self, at: usize, end: usize) -> (usize, LexemeKind) {
        let mark = self.tokens.key(at);
        let Some(c) = mark.chars().next() else { return (at + 1, LexemeKind::Symbol) };
        match c {
            '#' | '@' => {
                let is_part =
                    |i: usize| self.tokens[i].kind != TokenKind::Mark || matches!(self.tokens.key(i), "_");
                let parts =
                    (at + 1..end).take_while(|&i| is_part(i) && self.tokens[i].joint == Joint::None).count();
                let kind = if c == '#' { LexemeKind::Hashtag } else { LexemeKind::Mention };
                if parts > 0 { (at + 1 + parts, kind) } else { (at + 1, LexemeKind::Symbol) }
            }
            '.' | '…' | '!' | '?' => {
                let more = (at + 1..end).take_while(|&i| self.is_mark(i, end, mark)).count();
                (at + 1 + more, LexemeKind::Punctuation)
            }
            '%' | '‰' | '°' => (at + 1, LexemeKind::Unit),
            '$' | '€' | '£' | '¥' | '₫' | '₩' | '₹' | '₿' | '฿' => {
                (at + 1, LexemeKind::Currency)
            }
            _ if is_picture(c) => (self.picture(at, end), LexemeKind::Emoji),
            ','
            | ';'
            | ':'
            | '"'
            | '\''
            | '('
            | ')'
            | '['
            | ']'
            | '{'
            | '}'
            | '-'
            | '/'
            | '«'
            | '»'
            | '¿'
            | '¡'
            | '\u{2010}'..='\u{203E}'
            | '\u{3001}'..='\u{3011}' => (at + 1, LexemeKind::Punctuation),
            _ => (at + 1, LexemeKind::Symbol),
        }
    }

    /// One past the picture that begins at `at`: with its tone of skin, its variants, and those joined to it.
    fn picture(&self, at: usize, end: usize) -> usize {
        let char_at = |i: usize| self.tokens.key(i).chars().next().unwrap_or(' ');
        let is_flag = |i: usize| ('\u{1F1E6}'..='\u{1F1FF}').contains(&char_at(i));
        let mut last = at + 1;
        if is_flag(at) && last < end && self.is(last, end, TokenKind::Mark) && is_flag(last) {
            return last + 1;
        }
        while self.is(last, end, TokenKind::Mark) {
            match char_at(last) {
                '\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}' => last += 1,
                '\u{200D}' if self.is(last + 1, end, TokenKind::Mark) => last += 2,
                _ => break,
            }
        }
        last
    }

    /// Joins a model's name over blanks: A17 Pro, RTX 4090 Ti, Wi-Fi 6E.
    fn join_models(&self, out: &mut Vec<Lexeme>, start: usize) {
        let start = self.tokens[start].span.start;
        let first = out.partition_point(|l| l.span.start < start);
        let mut kept = first;
        for i in first..out.len() {
            let lexeme = out[i];
            if kept > first && self.is_model_part(out[kept - 1], lexeme, out.get(i + 1)) {
                out[kept - 1] = Lexeme { span: out[kept - 1].span.join(lexeme.span), kind: LexemeKind::Code };
            } else {
                out[kept] = lexeme;
                kept += 1;
            }
        }
        out.truncate(kept);
    }

    /// Whether `part` goes on the model's name that ends with `name`.
    fn is_model_part(&self, name: Lexeme, part: Lexeme, next: Option<&Lexeme>) -> bool {
        let gap = &self.text[name.span.end as usize..part.span.start as usize];
        let words = |l: Lexeme| l.span.of(self.text);
        let is_model = |l: Lexeme| {
            let word = words(l);
            word.starts_with(char::is_uppercase) && self.vocabulary.is_model(&word.to_lowercase())
        };
        if gap != " " {
            return false;
        }
        match (name.kind, part.kind) {
            (LexemeKind::Code, LexemeKind::Foreign | LexemeKind::Syllable) => is_model(part),
            // Snapdragon 8 Gen 3
            (LexemeKind::Code, LexemeKind::Number) => {
                let last = words(name).rsplit(' ').next().unwrap_or_default().to_lowercase();
                let is_short = words(part).len() <= 2 && words(part).bytes().all(|b| b.is_ascii_digit());
                is_short && self.vocabulary.is_numbered(&last)
            }
            // RTX 4090, Wi-Fi 6E, iPhone 15 Pro
            (LexemeKind::Foreign, LexemeKind::Number) => {
                let name = words(name);
                let plain = words(part).bytes().all(|b| b.is_ascii_digit());
                let is_series = name.len() <= 4
                    && name.bytes().all(|b| b.is_ascii_uppercase())
                    && part.span.end - part.span.start >= 3;
                let has_model = next.is_some_and(|&n| {
                    self.text[part.span.end as usize..].starts_with(' ')
                        && n.kind != LexemeKind::Code
                        && is_model(n)
                });
                plain && ((is_series && !is_year(words(part))) || has_model)
            }
            (LexemeKind::Foreign, LexemeKind::Code) => {
                words(part).starts_with(|c: char| c.is_ascii_digit()) && words(name).contains('-')
            }
            _ => false,
        }
    }
}

fn is_year(digits: &str) -> bool {
    digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
}

fn is_picture(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}' | '\u{FE0F}' | '\u{231A}'..='\u{23FF}')
}

#[cfg(test)]
mod tests;
