//! Markers: words that have a job beside a number, and what these jobs are.

use serde::{Deserialize, Serialize};

use super::table::Keyed;

/// Words that have a job beside a number.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Marker {
    pub(crate) id: String,
    pub(crate) job: MarkerJob,
    pub(crate) words: Vec<String>,
}

/// What such words do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum MarkerJob {
    /// Directly before a number: the number is a name or an address, no quantity (điều 5, phiên bản 2).
    Label,
    /// Directly before a number: the number is a rank (top 5, vị trí thứ 3).
    Rank,
    /// Between two numbers: a range (5 đến 7).
    To,
    /// Before a range, and before a starting price (từ).
    From,
    /// After a scale: half of it more (2 triệu rưỡi).
    Half,
    /// After a day or a month: it is one of the calendar of the moon, which is not resolved (âm lịch).
    Lunar,
    /// Between a small number and a larger one of what is counted: a part of them (9 trên 10 khách hàng).
    OutOf,
    /// Points back to the amount before: trong số đó.
    PartOf,
    /// Between two tellings of one amount: tương đương.
    Same,
    /// A word that ends a counted noun phrase which the lexicon does not hold.
    Stop,
    /// Before a number: so many times as much (gấp).
    Times,
    /// Before a number: a place in a sequence, or in an order of merit where a word of `rank` stands before it (thứ).
    Ordinal,
    /// Between two numbers: a part of a whole (ba phần tư).
    Part,
    /// Between the sides of a thing: 146 x 71 mm.
    Cross,
    /// Before a number: it is negative (âm).
    Minus,
    /// Before a noun whose number follows: "số người dùng: 4 triệu".
    Metric,
    /// Before a fraction of digits, which without it may be a date: chiếm 1/3.
    Share,
    /// After a rate: per what (mỗi).
    Per,
    /// After an amount: where a change begins, no starting price (lên).
    Moves,
    /// Before an amount: the end of a change whose verb stands further off (xuống còn).
    Ends,
    /// Before an amount: the end of the change that is told behind it (còn 3%, giảm 1 điểm).
    Remains,
    /// Before an amount: so much more of what a verb before it changes (thêm).
    Adds,
    /// After "lần": it compares (so với).
    Than,
    /// Before the amounts of a list of names, one each (lần lượt).
    Respectively,
    /// After a change: what it is measured from (so với).
    Against,
    /// Before a name: what is told is compared with it (so với, vượt).
    Rival,
    /// After an ordinal: it is a rank (thế giới).
    Among,
    /// Before or after an hour: it is one of the day (lúc).
    Clock,
    /// Before an hour: it is how long (trong, suốt).
    During,
    /// Longer words in which a numeral is none: "ba lô", "một số".
    NoNumber,
    /// Names a day, month, quarter or year before its number.
    Day,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    /// Before "đầu" or "cuối": six months of them (nửa).
    HalfOf,
    /// Before a year: its first six months (bán niên).
    FirstHalf,
    /// The beginning of a year or quarter: "6 tháng đầu năm".
    First,
    /// Its end: "6 tháng cuối năm".
    Last,
    /// After a time: the next one (tới).
    Next,
    /// After a time: the last one (vừa qua).
    Past,
    /// Before a time without a year: it is over (hồi tháng 11).
    Over,
    /// After a time without a year: of the year that was told before (cùng năm).
    SameYear,
    /// Before a bare year: từ 2020.
    Since,
    /// Before a span that ends now: cách đây.
    Ago,
    /// The same part of another year: cùng kỳ.
    SamePeriod,
    /// After a span: it lies ahead (nữa).
    Ahead,
    /// After a span: it lies back (trước).
    Before,
    /// Between a part and its year: "nửa đầu của năm 2025".
    Of,
    /// Longer words in which a label is none: "cung cấp".
    NoLabel,
    /// Longer words in which a comparator is none: "tải lên", "huấn luyện trên".
    NoComparator,
    /// Comparators that stay outside the amount, as part of a verb or a noun: "vượt mốc", "tốc độ tối đa".
    Outside,
    /// Before a range, and no comparator there: "trong khoảng 5 đến 7".
    Within,
    /// Before the two bounds of a range with "và": "giữa 5 và 7".
    Between,
    /// Before "thứ" and its number: a rank (đứng thứ ba).
    Placed,
    /// Before "lần", some words away: so many times as large (phóng đại).
    Magnify,
    /// Before an amount as it is said, without a currency: it is a price (bán, vay).
    Paid,
    /// Before an amount that tells another one again: it is in đồng ("tiền Việt").
    Dong,
    /// A counted noun that stands before what it counts: chiếc, mẫu.
    Classifier,
    /// Longer words in which a cue of an attribute is none: "giá rẻ".
    NoAttribute,
    /// Longer words in which a part of a period is none: "bắt đầu".
    NoStretch,
    /// After a percentage: what is gone beyond by so much (mục tiêu, kế hoạch).
    Goal,
    /// Before an ordinal: it tells which version, as a name does ("thế hệ thứ hai").
    Generation,
    /// Between what is told of and its number: là, đạt, ":".
    Equals,
    /// A part of a period, before it: "cuối tháng 5".
    Stretch,
    /// Before two numbers with a colon or a slash: a ratio (tỷ lệ).
    Proportion,
    /// After a part of a whole: the whole is measured, not counted (lượng).
    Mass,
    /// Some words before or after a rate, before what it is told by (mỗi ngày).
    Each,
    /// After a rate, before a unit of time alone: per what (hàng).
    Every,
    /// Before an amount: it is a part of the one before (trong đó).
    AmongThem,
    /// Before a percentage: somebody has it of a whole (chiếm, góp).
    Holds,
    /// Between two small numbers that follow each other: one of them (3 hoặc 4).
    Or,
    /// Glued to the minutes after hours: 1h20p.
    Minute,
    /// Before hours and minutes: they tell how long, not when (kéo dài).
    Lasts,
    /// Beside an amount without a currency: it is of money (tiền).
    Money,
}

impl Keyed for Marker {
    fn key(&self) -> &str {
        &self.id
    }
}
