//! One claim as the facts see it.

use rust_decimal::Decimal;

use super::days::Days;
use crate::kb::key::Key;
use crate::kb::room::Room;
use crate::kb::value::Value;

/// The columns of a claim `c` that [`Quantity::read`] reads, in order.
pub(super) const COLUMNS: &str = "c.kind, c.comparator, CAST(c.value AS TEXT), \
    CAST(c.low AS TEXT), CAST(c.high AS TEXT), c.unit, c.direction, c.mode, c.per, c.part_of, c.same_as, c.modality";
/// How many they are.
pub(super) const WIDTH: usize = 12;

/// What a claim says, without what it says it of.
#[derive(Clone, Debug)]
pub(super) struct Quantity {
    pub(super) kind: String,
    pub(super) comparator: String,
    pub(super) value: Option<String>,
    pub(super) low: Option<String>,
    pub(super) high: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) direction: Option<String>,
    pub(super) mode: Option<String>,
    pub(super) per: Option<String>,
    /// Whether it is part of another amount ("8 triệu trong số đó").
    pub(super) is_part: bool,
    /// Whether it tells another amount once more, in another unit.
    is_retold: bool,
    pub(super) modality: String,
}

impl Quantity {
    /// Reads the columns; `None` where they are not those of a claim.
    pub(super) fn read(row: &[Value<'_>]) -> Option<Self> {
        let text = |place: usize| row[place].text().map(str::to_owned);
        Some(Self {
            kind: text(0)?,
            comparator: text(1)?,
            value: text(2),
            low: text(3),
            high: text(4),
            unit: text(5),
            direction: text(6),
            mode: text(7),
            per: text(8),
            is_part: row[9].key().is_some(),
            is_retold: row[10].key().is_some(),
            modality: text(11)?,
        })
    }

    /// What quantities have in common that can be compared. Of counts the attribute says what is counted, whatever the noun.
    pub(super) fn measure(&self) -> [Option<&str>; 5] {
        let change = self.mode.as_deref().filter(|&mode| mode == "by");
        let unit = self.unit.as_deref().filter(|_| self.kind != "count");
        [Some(&self.kind), unit, change, self.per.as_deref(), self.is_part.then_some("part")]
    }

    /// The key of the value among those of its fact: claims that say the same have the same.
    pub(super) fn value_key(&self) -> Key {
        let known = |text: &Option<String>| text.clone().unwrap_or_default();
        let parts = [
            known(&self.value),
            known(&self.low),
            known(&self.high),
            known(&self.unit),
            known(&self.direction),
            known(&self.mode),
            known(&self.per),
        ];
        let mut all = vec!["trich-kb", "value", &self.kind, &self.comparator, &self.modality];
        all.extend(parts.iter().map(String::as_str));
        all.push(if self.is_part { "part" } else { "" });
        Key::of(&all)
    }

    /// The room that it leaves to the truth; `None` where it is no statement, or its number is too long to compare.
    pub(super) fn room(&self) -> Option<Room> {
        if self.modality != "asserted" {
            return None;
        }
        let number = |text: &Option<String>| text.as_deref()?.parse::<Decimal>().ok();
        // Who converts an amount rounds it, and exchange rates differ.
        let comparator = if self.is_retold && self.comparator == "=" { "~" } else { &self.comparator };
        let room = Room::of(comparator, number(&self.value), number(&self.low), number(&self.high))?;
        let is_fall = self.mode.as_deref() == Some("by") && self.direction.as_deref() == Some("decrease");
        Some(if is_fall { room.negated() } else { room })
    }
}

/// What a fact is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Topic {
    pub(super) entity: Key,
    pub(super) attribute: String,
    /// Unknown times are equal to no other.
    pub(super) days: Option<Days>,
}

impl Topic {
    /// The key of the fact that the claim `record` of `document` belongs to.
    pub(super) fn fact(&self, document: Key, record: Key) -> Key {
        let entity = self.entity.hex();
        match &self.days {
            Some(days) => Key::of(&["trich-kb", "fact", &entity, &self.attribute, &days.first, &days.last]),
            None => {
                let of = [document.hex(), record.hex()];
                Key::of(&["trich-kb", "fact", &entity, &self.attribute, "unknown", &of[0], &of[1]])
            }
        }
    }
}
