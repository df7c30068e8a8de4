//! What a record is written to, key by key in the contract's order: a JSON object, or columns of a table.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::id::Id;
use crate::span::SourceSpan;

/// An object that takes values by key. Keys come in the contract's order; one that has nothing to say may be left out.
pub(crate) trait Fields {
    fn text(&mut self, key: &'static str, value: &str);
    fn id(&mut self, key: &'static str, id: Id);
    fn integer(&mut self, key: &'static str, value: u64);
    fn truth(&mut self, key: &'static str, value: bool);
    /// An exact number.
    fn decimal(&mut self, key: &'static str, value: Decimal);
    /// A share in hundredths, as a number from 0 to 1.
    fn hundredths(&mut self, key: &'static str, value: u8);
    fn date(&mut self, key: &'static str, date: Date);
    fn null(&mut self, key: &'static str);
    /// Bounds of pieces of the text, `at` gives each offset in the unit of the record.
    fn spans(&mut self, key: &'static str, spans: &[SourceSpan], at: impl Fn(u32) -> u32);
    /// Names with their values, neither of them known beforehand.
    fn pairs(&mut self, key: &'static str, pairs: &[(&str, &str)]);
    /// An object as value: `fill` writes its keys, and then the outer object goes on.
    fn object(&mut self, key: &'static str, fill: impl FnOnce(&mut Self));
    /// A list of objects: `fill` writes the keys of each.
    fn list<T>(&mut self, key: &'static str, items: &[T], fill: impl FnMut(&mut Self, &T));

    fn text_or_null(&mut self, key: &'static str, value: Option<&str>) {
        match value {
            Some(value) => self.text(key, value),
            None => self.null(key),
        }
    }

    fn id_or_null(&mut self, key: &'static str, id: Option<Id>) {
        match id {
            Some(id) => self.id(key, id),
            None => self.null(key),
        }
    }

    fn integer_or_null(&mut self, key: &'static str, value: Option<u64>) {
        match value {
            Some(value) => self.integer(key, value),
            None => self.null(key),
        }
    }

    fn decimal_or_null(&mut self, key: &'static str, value: Option<Decimal>) {
        match value {
            Some(value) => self.decimal(key, value),
            None => self.null(key),
        }
    }

    fn date_or_null(&mut self, key: &'static str, date: Option<Date>) {
        match date {
            Some(date) => self.date(key, date),
            None => self.null(key),
        }
    }
}
