//! What is set aside at the ends of a name before spans are compared.

use super::{CharSpan, Text};

/// Generic heads, in lower case.
const HEADS: [&str; 46] = [
    "công ty cổ phần",
    "công ty tnhh",
    "công ty",
    "tổng công ty",
    "tập đoàn",
    "hãng",
    "ông",
    "bà",
    "anh",
    "chị",
    "mạng xã hội",
    "ứng dụng",
    "dịch vụ",
    "điện thoại",
    "smartphone",
    "máy tính bảng",
    "thương hiệu",
    "nhà mạng",
    "trang",
    "trang tin",
    "tờ",
    "báo",
    "hãng tin",
    "chiếc",
    "mẫu",
    "dòng",
    "nước",
    "thành phố",
    "tỉnh",
    "bang",
    "chip",
    "nền tảng",
    "hệ điều hành",
    "trợ lý ảo",
    "phần mềm",
    "trình duyệt",
    "tp",
    "tp.",
    "ceo",
    "giám đốc",
    "doanh nghiệp",
    "nhà sản xuất",
    "startup",
    "laptop",
    "máy tính",
    "đồng hồ",
];

/// The span without its generic head and without quotes or blanks at its ends.
pub fn trim(text: &Text, mut span: CharSpan) -> CharSpan {
    while let Some(length) = head(text.slice(span)) {
        span.start += length;
    }
    let name = text.slice(span);
    let left = name.iter().take_while(|c| c.is_whitespace() || "\"'“”‘’([".contains(**c)).count();
    let rest = &name[left..];
    let right = rest.iter().rev().take_while(|c| c.is_whitespace() || "\"'“”‘’)].,;:".contains(**c)).count();
    CharSpan::new(span.start + left, span.end - right)
}

/// The length of the longest head and its blank, where a name follows.
fn head(name: &[char]) -> Option<usize> {
    let length = |head: &str| head.chars().count() + 1;
    HEADS.iter().filter(|head| starts(name, head)).map(|head| length(head)).max()
}

fn starts(name: &[char], head: &str) -> bool {
    let length = head.chars().count();
    let lower = name.iter().take(length).flat_map(|c| c.to_lowercase());
    name.len() > length + 1 && name[length] == ' ' && lower.eq(head.chars())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_and_quotes_go() {
        let text = Text::new("Tập đoàn điện thoại “Nokia”.");
        assert_eq!(trim(&text, CharSpan::new(0, 28)), CharSpan::new(21, 26));
        let text = Text::new("Hãng tin Reuters");
        assert_eq!(trim(&text, CharSpan::new(0, 16)), CharSpan::new(9, 16));
        let text = Text::new("Báo ");
        assert_eq!(trim(&text, CharSpan::new(0, 4)), CharSpan::new(0, 3));
    }
}
