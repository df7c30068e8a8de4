//! How an atom looks: what is seen of it without knowing the word.

use crate::token::{Case, LexemeKind};

/// How an atom looks; at most sixteen, so that what four of them weigh fits into a small table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Look {
    /// A syllable in small letters.
    Small,
    /// Another word in small letters.
    Foreign,
    /// A syllable with one capital at the head.
    Title,
    /// Another word with one capital at the head.
    ForeignTitle,
    /// A capital alone.
    Initial,
    /// Capitals only, at least two.
    Upper,
    /// Letters cased otherwise, codes, addresses.
    Mixed,
    Number,
    Comma,
    /// One full stop.
    Stop,
    Hyphen,
    /// A mark that may stand inside a word: 17/3, AT&T.
    Slash,
    /// What opens a quotation or a bracket, and quotes that do not tell.
    Quote,
    /// What closes them.
    Close,
    /// Any other mark.
    Mark,
    /// Before the first atom and after the last.
    #[default]
    Edge,
}

impl Look {
    /// How many there are.
    pub(crate) const COUNT: usize = 16;

    /// All of them, in order.
    pub(crate) const ALL: [Self; Self::COUNT] = [
        Self::Small,
        Self::Foreign,
        Self::Title,
        Self::ForeignTitle,
        Self::Initial,
        Self::Upper,
        Self::Mixed,
        Self::Number,
        Self::Comma,
        Self::Stop,
        Self::Hyphen,
        Self::Slash,
        Self::Quote,
        Self::Close,
        Self::Mark,
        Self::Edge,
    ];

    /// Of a linguistic token that reads `word`; `case` is that of the one matcher token that it is made of.
    pub(super) fn of(kind: LexemeKind, case: Option<Case>, word: &str) -> Self {
        use LexemeKind::{Abbreviation, Currency, Emoji, Foreign, Number, Punctuation, Syllable, Symbol};
        match (kind, case) {
            (Number, _) => Self::Number,
            (Punctuation | Symbol | Currency | Emoji, _) => Self::of_mark(word),
            (Syllable, Some(Case::Lower | Case::None)) => Self::Small,
            (Foreign | Abbreviation, Some(Case::Lower | Case::None)) => Self::Foreign,
            (Syllable | Foreign | Abbreviation, Some(Case::Title)) if word.chars().nth(1).is_none() => {
                Self::Initial
            }
            (Syllable, Some(Case::Title)) => Self::Title,
            (Foreign | Abbreviation, Some(Case::Title)) => Self::ForeignTitle,
            (Syllable | Foreign | Abbreviation, Some(Case::Upper)) => Self::Upper,
            _ => Self::Mixed,
        }
    }

    fn of_mark(mark: &str) -> Self {
        match mark {
            "," => Self::Comma,
            "." => Self::Stop,
            "-" | "–" => Self::Hyphen,
            "/" | "&" | "'" | "’" => Self::Slash,
            "\"" | "“" | "‘" | "«" | "(" | "[" => Self::Quote,
            "”" | "»" | ")" | "]" => Self::Close,
            _ => Self::Mark,
        }
    }

    /// Whether it is made of letters, and so may be listed.
    #[inline(always)]
    pub(super) fn is_word(self) -> bool {
        (self as u8) < Self::Number as u8
    }

    /// Whether it may be joined with its like though no list holds the pair: all but small syllables, and of the marks
    /// those that stand inside words (TP.HCM, 17-3, AT&T).
    pub(super) fn is_joinable(self) -> bool {
        !matches!(self, Self::Small | Self::Quote | Self::Close | Self::Mark | Self::Edge)
    }

    /// Its name in the file of weights.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Foreign => "foreign",
            Self::Title => "Title",
            Self::ForeignTitle => "Foreign",
            Self::Initial => "Initial",
            Self::Upper => "UPPER",
            Self::Mixed => "mixed",
            Self::Number => "number",
            Self::Comma => "comma",
            Self::Stop => "stop",
            Self::Hyphen => "hyphen",
            Self::Slash => "slash",
            Self::Quote => "quote",
            Self::Close => "close",
            Self::Mark => "mark",
            Self::Edge => "edge",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_stand_in_the_order_of_their_numbers() {
        assert!(Look::ALL.iter().enumerate().all(|(i, &look)| look as usize == i));
    }

    #[test]
    fn kind_and_case_give_the_look() {
        let of = |kind, case, word| Look::of(kind, case, word).name();
        assert_eq!(of(LexemeKind::Syllable, Some(Case::Lower), "công"), "small");
        assert_eq!(of(LexemeKind::Syllable, Some(Case::Title), "A"), "Initial");
        assert_eq!(of(LexemeKind::Abbreviation, None, "TP.HCM"), "mixed");
        assert_eq!(of(LexemeKind::Punctuation, Some(Case::None), "–"), "hyphen");
        assert_eq!(of(LexemeKind::Punctuation, Some(Case::None), "..."), "mark");
    }
}
