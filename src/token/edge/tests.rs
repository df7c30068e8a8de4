//! The edges by every path, against a cut of one character at a time.

use proptest::prelude::*;

use super::*;
use crate::simd::Bytes;

/// Tokens and joints, cut one character at a time: what the scan must find.
fn slowly(text: &str) -> Vec<(u32, u32, String)> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut tokens: Vec<(usize, usize, Class)> = Vec::new();
    for (i, &(at, c)) in chars.iter().enumerate() {
        let end = at + c.len_utf8();
        let touching = tokens.last().copied().filter(|t| t.1 == at);
        let in_word = touching.filter(|t| matches!(t.2, Class::Letter | Class::Digit));
        match class(c) {
            Class::Blank | Class::Line => {}
            Class::Hyphen | Class::Apostrophe
                if in_word.is_some()
                    && chars
                        .get(i + 1)
                        .is_some_and(|n| matches!(class(n.1), Class::Letter | Class::Digit)) => {}
            Class::Extender if in_word.is_some() => tokens.last_mut().unwrap().1 = end,
            kind @ (Class::Letter | Class::Digit) if in_word.is_some_and(|t| t.2 == kind) => {
                tokens.last_mut().unwrap().1 = end;
            }
            kind @ (Class::Letter | Class::Digit) => tokens.push((at, end, kind)),
            _ => tokens.push((at, end, Class::Mark)),
        }
    }
    let key = |&(start, end, _): &(usize, usize, Class)| {
        let mut key = String::new();
        fold_into(&text[start..end], &mut key);
        (start as u32, end as u32, key)
    };
    tokens.iter().map(key).collect()
}

/// The link as its description says.
fn link(edges: &Edges, text: &str, token: usize) -> Link {
    let Some(before) = token.checked_sub(1) else { return Link::Broken };
    let gap = &text[edges.end(before) as usize..edges.start(token) as usize];
    match (edges.is_word(before) && edges.is_word(token), gap.is_empty()) {
        _ if gap.chars().any(|c| class(c) == Class::Line) => Link::Broken,
        (true, _) => Link::Loose,
        (false, true) => Link::Touching,
        (false, false) => Link::Apart,
    }
}

fn check(text: &str) {
    let want = slowly(text);
    let mut plain = Scan::default();
    plain.read::<Bytes>(text);
    for &path in Path::available() {
        let mut edges = Edges::default();
        edges.read_by(path, text);
        let bounds = |scan: &Scan| (scan.starts[..scan.count].to_vec(), scan.ends[..scan.count].to_vec());
        assert_eq!(bounds(&edges.scan), bounds(&plain), "{path:?} {text:?}");
        assert_eq!(edges.scan.settle, plain.settle, "{path:?} {text:?}");
        let have: Vec<_> = (0..edges.len())
            .map(|i| (edges.start(i), edges.end(i), String::from_utf8(edges.key(i).to_vec()).unwrap()))
            .collect();
        assert_eq!(have, want, "{path:?} {text:?}");
        for (i, (start, _, key)) in want.iter().enumerate() {
            let first = text[*start as usize..].chars().next().unwrap();
            let is_word = matches!(class(first), Class::Letter | Class::Digit);
            assert_eq!(edges.is_word(i), is_word, "{path:?} {text:?} {key}");
            assert_eq!(edges.numbers()[i], number_of(key.as_bytes()), "{path:?} {text:?} {key}");
            assert_eq!(edges.link(i), link(&edges, text, i), "{path:?} {text:?} {key}");
        }
    }
}

#[test]
fn every_vietnamese_letter_folds_in_every_place() {
    let letters = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ";
    let both: Vec<String> =
        letters.chars().flat_map(|c| [c.to_string(), c.to_uppercase().to_string()]).collect();
    for lead in 0..66 {
        let text = format!("{}{}", "x".repeat(lead), both.join(""));
        check(&text);
        check(&format!("{} {}", ".".repeat(lead), both.join(" o")));
    }
}

#[test]
fn a_letter_that_folding_in_place_changes_has_the_key_of_its_text() {
    // The third byte of ቘ looks like that of a Vietnamese capital, and the small Ⱥ is longer, so that the key stands
    // apart from the text.
    for lead in 0..70 {
        check(&format!("{}ቘȺY", " ".repeat(lead)));
        // A capital before it does not make a mark of it.
        check(&format!("{}Mỹẞ8", " ".repeat(lead)));
    }
}

#[test]
fn syllables_are_settled() {
    for syllable in [
        "hoà", "HOÈ", "thuỷ", "quý", "qúy", "kỹ", "ty", "TY", "xoẽ", "tuỳ", "mỵ", "Quỹ", "ửy", "oà", "uý",
        "party",
    ] {
        for lead in 0..70 {
            check(&format!("{} {syllable}", "a".repeat(lead)));
            check(&format!("{} {syllable}.", "a".repeat(lead)));
        }
    }
}

#[test]
fn joints_marks_and_rare_characters() {
    for piece in [
        "Wi-Fi",
        "L'Oréal",
        "“Táo”",
        "a–b",
        "5-7",
        "-3",
        "Ðà",
        "ð",
        "Москва",
        "ΑΒγ",
        "小米",
        "🚀x",
        "e\u{301}x",
        "5\u{301}6",
        "\u{301}",
        "İı",
        "ẞß",
        "a\u{a0}b",
        "a\u{2028}b",
        "x’y",
        "’",
        "a\u{2010}b",
        "ﬁ",
        "Ǆ",
        "÷×",
        "a\nb\n\nc",
        "a\tb\r\nc",
        "a-\nb",
    ] {
        for lead in 0..70 {
            check(&format!("{}{piece}", " ".repeat(lead)));
            check(&format!("{}{piece}", "a".repeat(lead)));
            check(&format!("{}{piece}.đ", "ử".repeat(lead / 3)));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_cut_alike(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_weave_is_cut_alike(pieces in prop::collection::vec(prop::sample::select(vec![
        "a", "Đ", "ơ", "Ử", "hoà", "quý", " ", "  ", "\n", "\r\n", "\t", "-", "'", "’", ".", "–", "5", "12", "Ð", "ж", "🚀", "\u{301}", "ty", "é", "C3", "ß", "\u{a0}",
    ]), 0..90)) {
        check(&pieces.concat());
    }
}
