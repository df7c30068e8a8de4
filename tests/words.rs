//! Word segmentation: a few sentences of our own, and what holds for any text.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use trich::{Document, Pipeline, Segmenter};

fn words(texts: &[&str], mut check: impl FnMut(&str, Vec<&str>)) {
    let pipeline = Pipeline::builder().build().unwrap();
    let (mut worker, segmenter) = (pipeline.worker(), Segmenter::builtin());
    for text in texts {
        let document = Document::from_text("-", *text);
        let sentences = worker.words(&document, &segmenter);
        let tokens = sentences.iter().flat_map(|s| &s.tokens).map(|t| t.span.of(text));
        check(text, tokens.collect());
    }
}

#[test]
fn syllables_are_joined_to_words() {
    let wanted: [&[&str]; 2] =
        [&["Công ty", "phát triển", "phần mềm", "ở", "Việt Nam", "."], &["Giá", "5.000", "đồng", "."]];
    let mut wanted = wanted.into_iter();
    words(&["Công ty phát triển phần mềm ở Việt Nam.", "Giá 5.000 đồng."], |_, found| {
        assert_eq!(found, wanted.next().unwrap());
    });
}

#[test]
fn what_print_holds_together_is_one_word() {
    words(&["Giai đoạn 2001-2005 tăng 20%, ở Q. 1 thêm 5-7% vitamin A."], |text, found| {
        for word in ["2001-2005", "20%", ",", "Q.", "5-7%"] {
            assert!(found.contains(&word), "{word} in {text:?}: {found:?}");
        }
        assert_eq!(found[found.len() - 2..], ["A", "."], "the full stop ends the sentence");
    });
}

#[test]
fn words_and_blanks_rebuild_the_text() {
    let odd = [
        "",
        " \n\t ",
        "-",
        "...!?",
        "A - B - C - D - E - F - G - H",
        "kinh tế\u{a0}xã hội",
        "Cong ty 🚀 5.000mAh, RTX 4090 Ti tại VnExpress.net",
        "công\nty",
        "Nguyễn Văn An, TP.HCM 17-3-2004 (AT&T)",
    ];
    words(&odd, |text, found| {
        let bare = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        assert_eq!(bare(&found.concat()), bare(text), "{text:?}");
    });
}

#[test]
fn lines_that_are_no_weights_are_passed_over() {
    let pipeline = Pipeline::builder().build().unwrap();
    let document = Document::from_text("-", "bánh kẹo");
    let count = |words: &str, weights: &str| {
        let segmenter = Segmenter::from_files(words, weights);
        pipeline.worker().words(&document, &segmenter)[0].tokens.len()
    };
    assert_eq!(count("", ""), 2);
    assert_eq!(count("# head\n\nbánh kẹo\tw\nkẹo", "x\ny=z\tno\nlength=2 2\t5\n"), 1);
    // A pair that no list holds is never joined.
    assert_eq!(count("", "pair=bánh kẹo\t500\n"), 2);
}
