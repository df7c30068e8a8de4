//! One column as it grows, and the columns of an object.

use std::sync::Arc;

use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Decimal128Builder, Float64Builder, Int32Builder, Int64Builder,
    NullBufferBuilder, StringBuilder,
};
use arrow_array::{ArrayRef, ListArray, StructArray};
use arrow_buffer::{OffsetBuffer, ScalarBuffer};
use arrow_schema::DataType;
use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use super::form::{self, Form, Key, PRECISION, SCALE};
use crate::record::{Fields, Id};
use crate::span::SourceSpan;

/// The values of a column so far.
enum Column {
    Text(StringBuilder),
    Integer(Int32Builder),
    Long(Int64Builder),
    Truth(BooleanBuilder),
    Share(Float64Builder),
    Decimal(Decimal128Builder),
    Date(Date32Builder),
    Object(Objects),
    /// The bounds of each list among the items.
    List(Vec<i32>, Objects),
}

/// The columns of objects of one type; takes the keys of the last of them in their order.
pub(super) struct Objects {
    keys: &'static [Key],
    columns: Vec<Column>,
    valid: NullBufferBuilder,
    length: usize,
    /// The column that comes next in the object that is being written.
    next: usize,
    /// Whether a text found no room in its column.
    overflowed: bool,
}

impl Column {
    fn new(form: Form) -> Self {
        match form {
            Form::Text => Self::Text(StringBuilder::new()),
            Form::Integer => Self::Integer(Int32Builder::new()),
            Form::Long => Self::Long(Int64Builder::new()),
            Form::Truth => Self::Truth(BooleanBuilder::new()),
            Form::Share => Self::Share(Float64Builder::new()),
            Form::Decimal => {
                Self::Decimal(Decimal128Builder::new().with_data_type(DataType::Decimal128(PRECISION, SCALE)))
            }
            Form::Date => Self::Date(Date32Builder::new()),
            Form::Object(keys) => Self::Object(Objects::new(keys)),
            Form::List(keys) => Self::List(vec![0], Objects::new(keys)),
        }
    }

    fn append_null(&mut self) {
        match self {
            Self::Text(column) => column.append_null(),
            Self::Integer(column) => column.append_null(),
            Self::Long(column) => column.append_null(),
            Self::Truth(column) => column.append_null(),
            Self::Share(column) => column.append_null(),
            Self::Decimal(column) => column.append_null(),
            Self::Date(column) => column.append_null(),
            Self::Object(objects) => objects.append_null(),
            // No list is an empty one.
            Self::List(ends, items) => ends.push(items.end()),
        }
    }

    fn overflowed(&self) -> bool {
        match self {
            Self::Object(objects) | Self::List(_, objects) => objects.overflowed(),
            _ => false,
        }
    }

    fn finish(self) -> ArrayRef {
        match self {
            Self::Text(mut column) => Arc::new(column.finish()),
            Self::Integer(mut column) => Arc::new(column.finish()),
            Self::Long(mut column) => Arc::new(column.finish()),
            Self::Truth(mut column) => Arc::new(column.finish()),
            Self::Share(mut column) => Arc::new(column.finish()),
            Self::Decimal(mut column) => Arc::new(column.finish()),
            Self::Date(mut column) => Arc::new(column.finish()),
            Self::Object(objects) => Arc::new(objects.finish()),
            Self::List(ends, items) => {
                let bounds = OffsetBuffer::new(ScalarBuffer::from(ends));
                Arc::new(ListArray::new(form::item(items.keys), bounds, Arc::new(items.finish()), None))
            }
        }
    }
}

impl Objects {
    pub(super) fn new(keys: &'static [Key]) -> Self {
        Self {
            keys,
            columns: keys.iter().map(|(_, form)| Column::new(*form)).collect(),
            valid: NullBufferBuilder::new(0),
            length: 0,
            next: 0,
            overflowed: false,
        }
    }

    /// Adds an object, of which `fill` writes the keys.
    pub(super) fn append(&mut self, fill: impl FnOnce(&mut Self)) {
        self.next = 0;
        fill(self);
        self.pass(self.columns.len());
        self.valid.append_non_null();
        self.length += 1;
    }

    fn append_null(&mut self) {
        self.next = 0;
        self.pass(self.columns.len());
        self.valid.append_null();
        self.length += 1;
    }

    pub(super) fn len(&self) -> usize {
        self.length
    }

    /// Whether a text found no room: a column holds 2 GB.
    pub(super) fn overflowed(&self) -> bool {
        self.overflowed || self.columns.iter().any(Column::overflowed)
    }

    pub(super) fn finish(mut self) -> StructArray {
        let valid = self.valid.finish();
        let columns = self.columns.into_iter().map(Column::finish).collect();
        StructArray::new(form::fields(self.keys), columns, valid)
    }

    /// Where a list ends whose items are the objects so far. There is memory for no more than 31 bits of them.
    fn end(&self) -> i32 {
        self.length as i32
    }

    /// Leaves the columns before `end` without a value.
    fn pass(&mut self, end: usize) {
        for column in &mut self.columns[self.next..end] {
            column.append_null();
        }
        self.next = end;
    }

    /// The column of `key`, those before it being passed; none where there is no such column.
    fn column(&mut self, key: &str) -> Option<&mut Column> {
        let at = self.next + self.keys[self.next..].iter().position(|(name, _)| *name == key)?;
        self.pass(at);
        self.next += 1;
        Some(&mut self.columns[at])
    }
}

/// What is left of the 31 bits that a text column counts its bytes with.
fn has_room(column: &StringBuilder, value: &str) -> bool {
    column.values_slice().len() + value.len() <= i32::MAX as usize
}

impl Fields for Objects {
    fn text(&mut self, key: &'static str, value: &str) {
        if let Some(Column::Text(column)) = self.column(key) {
            if has_room(column, value) {
                column.append_value(value);
            } else {
                column.append_null();
                self.overflowed = true;
            }
        }
    }

    fn id(&mut self, key: &'static str, id: Id) {
        self.text(key, str::from_utf8(&id.text()).unwrap_or_default());
    }

    fn integer(&mut self, key: &'static str, value: u64) {
        match self.column(key) {
            Some(Column::Integer(column)) => column.append_option(i32::try_from(value).ok()),
            Some(Column::Long(column)) => column.append_option(i64::try_from(value).ok()),
            _ => {}
        }
    }

    fn truth(&mut self, key: &'static str, value: bool) {
        if let Some(Column::Truth(column)) = self.column(key) {
            column.append_value(value);
        }
    }

    fn decimal(&mut self, key: &'static str, value: Decimal) {
        if let Some(Column::Decimal(column)) = self.column(key) {
            column.append_option(scaled(value));
        }
    }

    fn hundredths(&mut self, key: &'static str, value: u8) {
        if let Some(Column::Share(column)) = self.column(key) {
            column.append_value(f64::from(value) / 100.0);
        }
    }

    fn date(&mut self, key: &'static str, day: Date) {
        if let Some(Column::Date(column)) = self.column(key) {
            column.append_option((day - date(1970, 1, 1)).get_days().into());
        }
    }

    fn null(&mut self, key: &'static str) {
        if let Some(column) = self.column(key) {
            column.append_null();
        }
    }

    fn spans(&mut self, key: &'static str, spans: &[SourceSpan], at: impl Fn(u32) -> u32) {
        self.list(key, spans, |object, span| {
            object.integer("start", u64::from(at(span.start)));
            object.integer("end", u64::from(at(span.end)));
        });
    }

    fn pairs(&mut self, key: &'static str, pairs: &[(&str, &str)]) {
        self.list(key, pairs, |object, (site, id)| {
            object.text("site", site);
            object.text("id", id);
        });
    }

    fn object(&mut self, key: &'static str, fill: impl FnOnce(&mut Self)) {
        if let Some(Column::Object(objects)) = self.column(key) {
            objects.append(fill);
        }
    }

    fn list<T>(&mut self, key: &'static str, items: &[T], mut fill: impl FnMut(&mut Self, &T)) {
        if let Some(Column::List(ends, objects)) = self.column(key) {
            for item in items {
                objects.append(|object| fill(object, item));
            }
            ends.push(objects.end());
        }
    }
}

/// `value` in units of the tenth decimal; none where it has more digits than the contract allows.
fn scaled(value: Decimal) -> Option<i128> {
    let value = value.normalize();
    let zeros = u32::from(SCALE.unsigned_abs()).checked_sub(value.scale())?;
    value.mantissa().checked_mul(10_i128.checked_pow(zeros)?)
}

#[cfg(test)]
mod tests {
    use arrow_array::Array;
    use arrow_array::cast::AsArray;
    use arrow_array::types::Decimal128Type;

    use super::*;

    const INNER: &[Key] = &[("a", Form::Text)];
    const KEYS: &[Key] = &[
        ("one", Form::Text),
        ("two", Form::Decimal),
        ("three", Form::Object(INNER)),
        ("four", Form::List(INNER)),
        ("five", Form::Date),
    ];

    #[test]
    fn what_is_left_out_is_null() {
        let mut objects = Objects::new(KEYS);
        objects.append(|o| {
            o.text("unknown", "x");
            o.decimal("two", "1.50".parse().unwrap());
            o.list("four", &["p", "q"], |o, text| o.text("a", text));
        });
        objects.append(|o| {
            o.object("three", |o| o.text("a", "in"));
            o.date("five", date(1969, 12, 31));
        });
        let array = objects.finish();
        assert!(array.column(0).is_null(0) && array.column(0).is_null(1));
        assert_eq!(array.column(1).as_primitive::<Decimal128Type>().value(0), 15_000_000_000);
        assert!(array.column(2).is_null(0));
        assert_eq!(array.column(2).as_struct().column(0).as_string::<i32>().value(1), "in");
        assert_eq!(array.column(3).as_list::<i32>().value_offsets(), [0, 2, 2]);
        assert_eq!(array.column(4).as_primitive::<arrow_array::types::Date32Type>().value(1), -1);
    }

    #[test]
    fn numbers_are_exact() {
        for (text, want) in [
            ("0", Some(0)),
            ("-3.1", Some(-31_000_000_000)),
            ("0.6666666667", Some(6_666_666_667)),
            ("9999999999999999999999999999", Some(99_999_999_999_999_999_999_999_999_990_000_000_000)),
            ("0.00000000001", None),
        ] {
            assert_eq!(scaled(text.parse().unwrap()), want, "{text}");
        }
    }
}
