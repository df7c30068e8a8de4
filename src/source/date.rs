//! Dates as inputs write them, as ISO 8601.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::fmt::rfc2822::DateTimeParser;

/// `text` as ISO 8601, where it is written as in mails and RSS (`Sun, 15 Jun 2025 08:00:00 +0700`), as in Vietnam
/// (`15/06/2025 08:00`), year first with slashes, or as the time since 1970 in seconds, milliseconds, microseconds or nanoseconds. What is in none
/// of these forms, ISO 8601 above all, stays.
pub(super) fn iso(text: &str) -> String {
    let trimmed = text.trim();
    let read = match trimmed.as_bytes().first() {
        Some(first) if first.is_ascii_alphabetic() => mail(trimmed),
        Some(_) => epoch(trimmed).or_else(|| slashed(trimmed)).or_else(|| mail(trimmed)),
        None => None,
    };
    read.unwrap_or_else(|| trimmed.to_owned())
}

/// RFC 2822, with the names of time zones that it calls obsolete.
fn mail(text: &str) -> Option<String> {
    static PARSER: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);
    let zoned = PARSER.parse_zoned_datetime(text).ok()?;
    let (time, offset) = (zoned.datetime(), zoned.offset());
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let (hours, minutes) = (seconds.abs() / 3600, seconds.abs() / 60 % 60);
    Some(if seconds == 0 { format!("{time}Z") } else { format!("{time}{sign}{hours:02}:{minutes:02}") })
}

/// Day, month and year, or year, month and day, with a time behind them or none.
fn slashed(text: &str) -> Option<String> {
    let (date, time) = text.split_once([' ', ',', 'T']).unwrap_or((text, ""));
    let parts: Vec<&str> = date.split(['/', '-', '.']).collect();
    let &[first, month, last] = parts.as_slice() else { return None };
    let (day, month, year) = match (first.len(), month.len(), last.len()) {
        (1..=2, 1..=2, 4) => (first, month, last),
        // With hyphens this is ISO already.
        (4, 1..=2, 1..=2) if !date.contains('-') => (last, month, first),
        _ => return None,
    };
    let (day, month, year): (i16, i16, i16) = (day.parse().ok()?, month.parse().ok()?, year.parse().ok()?);
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    let time = time.trim();
    let is_time = time.len() >= 4 && time.bytes().all(|b| b.is_ascii_digit() || b == b':');
    let time: Option<jiff::civil::Time> = is_time.then(|| format!("{time:0>5}").parse().ok()).flatten();
    Some(time.map_or_else(|| date.to_string(), |time| format!("{date}T{time}")))
}

/// The time since 1970, in the unit that puts it between 1973 and 5138.
fn epoch(text: &str) -> Option<String> {
    let number: i64 = if text.len() >= 9 { text.parse().ok()? } else { return None };
    let time = match number {
        100_000_000..100_000_000_000 => Timestamp::from_second(number),
        100_000_000_000..100_000_000_000_000 => Timestamp::from_millisecond(number),
        100_000_000_000_000..100_000_000_000_000_000 => Timestamp::from_microsecond(number),
        100_000_000_000_000_000.. => Timestamp::from_second(number / 1_000_000_000),
        _ => return None,
    };
    Some(time.ok()?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_become_iso() {
        for (text, want) in [
            ("Sun, 15 Jun 2025 08:00:00 +0700", "2025-06-15T08:00:00+07:00"),
            ("Mon, 15 Jun 2025 08:00:00 GMT", "2025-06-15T08:00:00Z"),
            ("15 Jun 2025 08:00 EST", "2025-06-15T08:00:00-05:00"),
            ("15/06/2025", "2025-06-15"),
            ("5-6-2025 8:05", "2025-06-05T08:05:00"),
            ("15.06.2025, 08:00:01", "2025-06-15T08:00:01"),
            ("1749949200", "2025-06-15T01:00:00Z"),
            ("1749949200000", "2025-06-15T01:00:00Z"),
            ("1749949200000000", "2025-06-15T01:00:00Z"),
            ("1749949200000000000", "2025-06-15T01:00:00Z"),
            (" 2025-06-15T08:00:00Z ", "2025-06-15T08:00:00Z"),
            ("2025-06-15", "2025-06-15"),
            ("2018/01/20 05:24:32", "2018-01-20T05:24:32"),
            ("2018-1-20", "2018-1-20"),
            ("20250615", "20250615"),
            ("31/02/2025", "31/02/2025"),
            ("hôm qua", "hôm qua"),
            ("", ""),
        ] {
            assert_eq!(iso(text), want, "{text}");
        }
    }
}
