//! Tests of the repair: what each kind of dirt becomes, and that every place leads back.

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use proptest::prelude::*;

use super::Normalizer;
use crate::span::Span;

fn clean(source: &str) -> String {
    Normalizer::default().read(source).as_str().to_owned()
}

/// The piece of `source` that the first `word` of its normalised text was made from.
fn origin(source: &str, word: &str) -> String {
    let mut normalizer = Normalizer::default();
    let normal = normalizer.read(source);
    let at = normal.as_str().find(word).unwrap_or_else(|| panic!("no {word} in {}", normal.as_str())) as u32;
    normal.source(Span::new(at, at + word.len() as u32)).of(source).to_owned()
}

#[test]
fn clean_text_is_borrowed() {
    let source = "Nokia và AT&T ký kết, 5 < 6… “Đỗ”";
    let mut normalizer = Normalizer::default();
    let normal = normalizer.read(source);
    assert!(std::ptr::eq(normal.as_str(), source) && normal.is_clean());
}

#[test]
fn marks_are_composed_in_any_order() {
    for form in [
        "Vi\u{ea}\u{323}t",
        "Vie\u{323}\u{302}t",
        "Vie\u{302}\u{323}t",
        "Vi\u{1EB9}\u{302}t",
        "Vi&ecirc;&#803;t",
    ] {
        assert_eq!(clean(form), "Việt", "{form:?}");
        assert_eq!(origin(&format!("ở {form} Nam"), "Việt"), form);
    }
}

#[test]
fn a_mark_that_stays_is_no_part_of_the_edit_before_it() {
    for (form, letter) in [("A\u{300}\u{1E8D0}", "A\u{300}"), ("À\u{1E8D0}", "À")] {
        assert_eq!(clean(form), "À\u{1E8D0}");
        assert_eq!(origin(form, "À"), letter);
    }
}

#[test]
fn a_character_that_stays_is_no_part_of_the_edit_behind_it() {
    // A colon and two signs that compose with each other, not with it.
    let source = ":\u{113C2}\u{113B8}a";
    assert_eq!(clean(source), ":\u{113C7}a");
    assert_eq!(origin(source, "\u{113C7}a"), "\u{113C2}\u{113B8}a");
}

#[test]
fn each_kind_of_dirt() {
    for (dirty, want) in [
        ("Sam&shy;sung", "Samsung"),
        ("Sam\u{ad}s\u{200b}ung\u{feff}", "Samsung"),
        ("Ｓａｍｓｕｎｇ　Ｓ２４", "Samsung S24"),
        ("S\u{430}msung", "Samsung"),
        ("\u{421}\u{421}\u{421}\u{420}", "\u{421}\u{421}\u{421}\u{420}"),
        ("10\u{a0}triệu\u{202f}đồng\tmỗi  máy", "10 triệu đồng mỗi máy"),
        ("c&ocirc;ng ty", "công ty"),
        ("c&#244;ng&nbsp; &nbsp;ty", "công ty"),
        ("AT&amp;T &amp;nbsp;R&D", "AT&T R&D"),
        ("<p>Nokia</p><p>Xiaomi <b> 12</b> </p>", "\nNokia\n\nXiaomi 12 \n"),
        ("<![CDATA[Giá <5 triệu]]> a]]>", "Giá <5 triệu a]]>"),
        ("a<script>x = '<p>'</script>b", "a\nb"),
        ("e\u{200b}\u{301}", "é"),
        ("👨\u{200d}👩 a\u{200d}b", "👨\u{200d}👩 ab"),
        ("\u{301}x", "\u{301}x"),
        (" \u{301}", " \u{301}"),
    ] {
        assert_eq!(clean(dirty), want, "{dirty:?}");
    }
}

#[test]
fn what_is_left_out_at_the_edge_of_a_word_is_no_part_of_it() {
    assert_eq!(origin("\u{feff}Sam\u{ad}sung\u{200b} a", "Samsung"), "Sam\u{ad}sung");
    assert_eq!(origin("<b>Nokia</b> và", "Nokia"), "Nokia");
    assert_eq!(origin("<b>e\u{301}</b>", "é"), "e\u{301}");
    assert_eq!(origin("a  <i> b</i>", "a b"), "a  <i> b");
}

#[test]
fn a_span_is_verbatim_where_no_edit_touches_it() {
    let mut normalizer = Normalizer::default();
    let normal = normalizer.read("Nokia\u{a0}Xiaomi");
    assert!(normal.is_verbatim(Span::new(0, 5)) && normal.is_verbatim(Span::new(6, 12)));
    assert!(!normal.is_verbatim(Span::new(0, 12)));
}

#[test]
fn hostile_text_takes_no_longer_than_its_length() {
    for piece in [
        "<!--",
        "<script>",
        "<![CDATA[",
        "<a ",
        "&amp;",
        "а",
        "a\u{301}",
        "&#",
        "\u{301}",
        "\u{200b}",
        "e\u{200b}\u{301}",
    ] {
        let text = piece.repeat(400_000 / piece.len());
        let began = std::time::Instant::now();
        clean(&text);
        assert!(began.elapsed().as_secs_f64() < 10.0, "{piece:?} took {:?}", began.elapsed());
    }
}

/// Text with dirt of every kind.
fn dirty() -> impl Strategy<Value = String> {
    let pieces = [
        "Sam",
        "sung",
        "é",
        "e",
        "\u{301}",
        "\u{323}",
        "\u{302}",
        "ê",
        " ",
        "  ",
        "\u{a0}",
        "\t",
        "\n",
        "&ecirc;",
        "&nbsp;",
        "&shy;",
        "&amp;",
        "&#x301;",
        "&",
        "<b>",
        "</b>",
        "<p>",
        "<",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "\u{200b}",
        "\u{200d}",
        "\u{feff}",
        "\u{ad}",
        "а",
        "о",
        "ж",
        "Ｓ",
        "\u{212b}",
        "\u{1100}",
        "\u{1161}",
        "가",
        "\u{11a8}",
        "👨",
        "\u{f73}",
        "đ",
        "Ð",
    ];
    let woven = prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..24).prop_map(|p| p.concat());
    prop_oneof![4 => woven, 1 => any::<String>()]
}

proptest! {
    #[test]
    fn the_text_is_composed_and_every_place_leads_back(source in dirty()) {
        let mut normalizer = Normalizer::default();
        let normal = normalizer.read(&source);
        let text = normal.as_str();
        prop_assert!(ComposingNormalizerBorrowed::new_nfc().is_normalized(text), "{text:?}");
        let mut bounds: Vec<u32> = text.char_indices().map(|(i, _)| i as u32).collect();
        bounds.push(text.len() as u32);
        let mut last = 0;
        for pair in bounds.windows(2) {
            let origin = normal.source(Span::new(pair[0], pair[1]));
            prop_assert!(source.get(origin.start as usize..origin.end as usize).is_some());
            prop_assert!(origin.start >= last || !normal.is_verbatim(Span::new(pair[0], pair[1])));
            last = origin.end;
            if normal.is_verbatim(Span::new(pair[0], pair[1])) {
                prop_assert_eq!(origin.of(&source), &text[pair[0] as usize..pair[1] as usize]);
            }
        }
    }

    #[test]
    fn all_forms_of_unicode_give_one_text(source in dirty()) {
        let composed = ComposingNormalizerBorrowed::new_nfc().normalize(&source).into_owned();
        let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(&source).into_owned();
        prop_assert_eq!(clean(&composed), clean(&decomposed));
        prop_assert_eq!(clean(&source), clean(&composed));
    }
}
