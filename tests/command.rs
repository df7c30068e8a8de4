//! Transcripts of the program, in `tests/cmd/`.

#[test]
fn transcripts() {
    trycmd::TestCases::new()
        .case("tests/cmd/*.trycmd")
        .case("README.md")
        .case("docs/event.md")
        .case("docs/su-kien.md");
}
