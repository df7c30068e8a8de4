//! Tests of linguistic tokens: each kind, what stands between them, and hostile text.

use std::time::Instant;

use proptest::prelude::*;

use super::{Lexeme, LexemeKind, Reader};
use crate::token::{Breaks, Sentence, Tokens, Vocabulary, split};

fn vocabulary() -> Vocabulary {
    let words = "b-an gi-á m-áy đ-iên th-oai m-ang kh-ông v-a l-a t-ai c-o b-án đ-ông th-ang ng-ay l-uc m-i c-ơ r-ô s-op k-inh t-ê x-a h-ôi";
    let parts: Vec<(String, String)> = words
        .split(' ')
        .filter_map(|p| p.split_once('-'))
        .map(|(i, r)| (i.to_owned(), crate::text::nfc(r).replace(['á', 'à'], "a")))
        .collect();
    let mut vocabulary = Vocabulary::new(parts.iter().map(|(i, r)| (i.as_str(), r.as_str())));
    vocabulary.add_units(["mAh", "GB", "km/h", "đồng", "h", "g", "inch"].into_iter());
    vocabulary.add_models(["Pro", "Max", "Ti", "Gen", "Gen #"].into_iter());
    vocabulary
}

fn lexemes(text: &str) -> Vec<Lexeme> {
    let words = |list: &[&str]| list.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
    let breaks = Breaks::new(&words(&["TP", "ThS"]), &[]);
    let (tokens, vocabulary) = (Tokens::of(text), vocabulary());
    let mut sentences: Vec<Sentence> = Vec::new();
    split(&tokens, &breaks, &mut sentences);
    let reader = Reader { text, tokens: &tokens, vocabulary: &vocabulary, breaks: &breaks };
    let mut out = Vec::new();
    for sentence in &sentences {
        reader.read(sentence.tokens.clone(), &mut out);
    }
    out
}

fn shown(text: &str) -> String {
    let of = |l: &Lexeme| format!("{}/{}", l.span.of(text), l.kind.name());
    lexemes(text).iter().map(of).collect::<Vec<_>>().join(" | ")
}

#[test]
fn numbers_and_units() {
    for (text, want) in [
        ("1.234,5", "1.234,5/number"),
        ("6.7.", "6.7/number | ./punctuation"),
        ("3tr5", "3tr5/number"),
        ("24/7", "24/7/number"),
        ("10h30", "10h30/number"),
        ("10h", "10/number | h/unit"),
        ("5.000mAh", "5.000/number | mAh/unit"),
        ("12GB", "12/number | GB/unit"),
        ("100km/h", "100/number | km/h/unit"),
        ("12-3-2024", "12-3-2024/number"),
        ("5-7%", "5/number | -/punctuation | 7/number | %/unit"),
        ("$1,299", "$/currency | 1,299/number"),
    ] {
        assert_eq!(shown(text), want);
    }
}

#[test]
fn codes_and_models() {
    for (text, want) in [
        ("S24+", "S24+/code"),
        ("RTX 4090 Ti", "RTX 4090 Ti/code"),
        ("A17 Pro", "A17 Pro/code"),
        ("5G", "5G/code"),
        ("Wi-Fi 6E", "Wi-Fi 6E/code"),
        ("SM-G991B", "SM-G991B/code"),
        ("GPT-4.5", "GPT-4.5/code"),
        ("iPhone 15 Pro Max", "iPhone 15 Pro Max/code"),
        ("Snapdragon 8 Gen 3", "Snapdragon 8 Gen 3/code"),
        ("Snapdragon 8 Gen 2024", "Snapdragon 8 Gen/code | 2024/number"),
        ("A17 Pro 3", "A17 Pro/code | 3/number"),
        ("iPhone 15", "iPhone/foreign | 15/number"),
        ("FPT 2024", "FPT/foreign | 2024/number"),
        ("C++", "C++/code"),
        ("AT&T", "AT&T/foreign"),
        ("Mi-cơ-rô-sóp", "Mi-cơ-rô-sóp/foreign"),
        ("kinh tế-xã hội", "kinh/syllable | tế/syllable | -/punctuation | xã/syllable | hội/syllable"),
    ] {
        assert_eq!(shown(text), want);
    }
}

#[test]
fn addresses_tags_and_signs() {
    for (text, want) in [
        ("https://a-b.vn/x?y=1.", "https://a-b.vn/x?y=1/url | ./punctuation"),
        ("VnExpress.net", "VnExpress.net/url"),
        ("www.trich.example", "www.trich.example/url"),
        ("(bkav.com.vn)", "(/punctuation | bkav.com.vn/url | )/punctuation"),
        ("a.b+c@d-e.com.vn,", "a.b+c@d-e.com.vn/email | ,/punctuation"),
        ("#máy_mới @nam", "#máy_mới/hashtag | @nam/mention"),
        ("👨\u{200d}👩🚀 ❤\u{fe0f}", "👨\u{200d}👩/emoji | 🚀/emoji | ❤\u{fe0f}/emoji"),
        ("🇻🇳", "🇻🇳/emoji"),
        ("TP.HCM", "TP.HCM/abbreviation"),
        ("ThS. Nam", "ThS./abbreviation | Nam/foreign"),
        ("máy... giá?!", "máy/syllable | .../punctuation | giá/syllable | ?/punctuation | !/punctuation"),
        ("1.000.vn", "1.000/number | ./punctuation | vn/foreign"),
    ] {
        assert_eq!(shown(text), want);
    }
}

#[test]
fn hostile_text_takes_no_longer_than_its_length() {
    for piece in
        ["a.", "a@", "1.", "://", "a-", "@@", "A&", "1a", "http://", ".", "-1", "🇻", "+", "www.", "A.", "a_"]
    {
        let text = piece.repeat(60_000 / piece.len());
        let began = Instant::now();
        lexemes(&text);
        assert!(began.elapsed().as_secs_f64() < 5.0, "{piece:?} took {:?}", began.elapsed());
    }
}

proptest! {
    #[test]
    fn tokens_lie_in_order_and_only_blanks_between_them(text in any::<String>(), woven in prop::collection::vec(
        prop::sample::select(vec!["a", "Wi-Fi", "máy", "12", ".", ",", "-", "@", "#", "://", "GB", " ", "\n", "+", "🚀", "'", "TP", "/", "_", "Pro"]), 0..20)) {
        for text in [crate::text::nfc(&text).into_owned(), woven.concat()] {
            let mut end = 0;
            for lexeme in lexemes(&text) {
                let gap = &text[end..lexeme.span.start as usize];
                prop_assert!(gap.chars().all(|c| c.is_whitespace()), "{gap:?} in {text:?}");
                prop_assert!(lexeme.span.start < lexeme.span.end);
                end = lexeme.span.end as usize;
            }
            prop_assert!(text[end..].chars().all(char::is_whitespace));
        }
    }
}

#[test]
fn kinds_have_names_of_their_own() {
    use LexemeKind::*;
    let all = [
        Syllable,
        Foreign,
        Abbreviation,
        Number,
        Unit,
        Code,
        Url,
        Email,
        Hashtag,
        Mention,
        Emoji,
        Currency,
        Punctuation,
        Symbol,
    ];
    let names: std::collections::HashSet<_> = all.iter().map(|k| k.name()).collect();
    assert_eq!(names.len(), all.len());
}
