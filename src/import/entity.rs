//! One entity of a Wikidata dump: of its JSON only what the import needs, the rest is skipped without a copy.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// An entity as it stands in a line.
#[derive(Deserialize)]
pub(super) struct Entity<'a> {
    #[serde(borrow, default)]
    id: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(super) labels: Maybe<Labels<'a>>,
    #[serde(borrow, default)]
    pub(super) aliases: Maybe<Aliases<'a>>,
    #[serde(borrow, default)]
    pub(super) claims: Maybe<Claims<'a>>,
    #[serde(default)]
    pub(super) sitelinks: Count,
}

impl Entity<'_> {
    /// The number of an item; none for a property or a lexeme.
    pub(super) fn qid(&self) -> Option<u32> {
        qid(&self.id)
    }
}

/// The labels that can give a name.
#[derive(Default, Deserialize)]
pub(super) struct Labels<'a> {
    #[serde(borrow)]
    pub(super) vi: Option<Term<'a>>,
    #[serde(borrow)]
    pub(super) mul: Option<Term<'a>>,
    #[serde(borrow)]
    pub(super) en: Option<Term<'a>>,
}

/// The aliases in the same languages.
#[derive(Default, Deserialize)]
pub(super) struct Aliases<'a> {
    #[serde(borrow, default)]
    pub(super) vi: Vec<Term<'a>>,
    #[serde(borrow, default)]
    pub(super) mul: Vec<Term<'a>>,
    #[serde(borrow, default)]
    pub(super) en: Vec<Term<'a>>,
}

/// A label or an alias.
#[derive(Deserialize)]
pub(super) struct Term<'a> {
    #[serde(borrow)]
    pub(super) value: Cow<'a, str>,
}

/// The statements that are read.
#[derive(Default, Deserialize)]
pub(super) struct Claims<'a> {
    /// Instance of.
    #[serde(borrow, default, rename = "P31")]
    pub(super) instance: Vec<Statement<'a>>,
    /// Subclass of.
    #[serde(borrow, default, rename = "P279")]
    pub(super) subclass: Vec<Statement<'a>>,
    /// Manufacturer.
    #[serde(borrow, default, rename = "P176")]
    pub(super) manufacturer: Vec<Statement<'a>>,
    /// Developer.
    #[serde(borrow, default, rename = "P178")]
    pub(super) developer: Vec<Statement<'a>>,
}

/// One value of a property.
#[derive(Deserialize)]
pub(super) struct Statement<'a> {
    #[serde(borrow)]
    mainsnak: Snak<'a>,
    #[serde(default)]
    rank: Rank,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Rank {
    Preferred,
    #[default]
    Normal,
    Deprecated,
}

/// Without a value where the value is unknown, or known not to be.
#[derive(Deserialize)]
struct Snak<'a> {
    #[serde(borrow, default)]
    datavalue: Option<DataValue<'a>>,
}

#[derive(Deserialize)]
struct DataValue<'a> {
    #[serde(borrow)]
    value: Item<'a>,
}

#[derive(Deserialize)]
struct Item<'a> {
    #[serde(borrow, default)]
    id: Cow<'a, str>,
    /// All that older dumps have.
    #[serde(default, rename = "numeric-id")]
    number: Option<u32>,
}

/// The items that `statements` name, the preferred ones first, the deprecated ones left out.
pub(super) fn items<'s>(statements: &'s [Statement<'_>]) -> impl Iterator<Item = u32> + 's {
    let of = move |rank| statements.iter().filter(move |s| s.rank == rank).filter_map(item);
    of(Rank::Preferred).chain(of(Rank::Normal))
}

fn item(statement: &Statement<'_>) -> Option<u32> {
    let item = &statement.mainsnak.datavalue.as_ref()?.value;
    if item.id.is_empty() { item.number } else { qid(&item.id) }
}

/// The number of `Q95`.
pub(super) fn qid(id: &str) -> Option<u32> {
    id.strip_prefix('Q')?.parse().ok()
}

/// A map which the dumps write as `[]` where it is empty.
#[derive(Default)]
pub(super) struct Maybe<T>(pub(super) T);

impl<'de, T: Deserialize<'de> + Default> Deserialize<'de> for Maybe<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MaybeVisitor(PhantomData)).map(Self)
    }
}

struct MaybeVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de> + Default> Visitor<'de> for MaybeVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object, or an empty list")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<T, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(T::default())
    }
}

/// How many keys a map has.
#[derive(Default)]
pub(super) struct Count(pub(super) u32);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CountVisitor).map(Self)
    }
}

struct CountVisitor;

impl<'de> Visitor<'de> for CountVisitor {
    type Value = u32;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object, or an empty list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<u32, A::Error> {
        let mut count = 0;
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {
            count += 1;
        }
        Ok(count)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<u32, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_and_missing_values() {
        let json = r#"{"id":"Q900000001","type":"item","labels":{"en":{"language":"en","value":"A \u0042"}},"aliases":[],
            "claims":{"P31":[
                {"mainsnak":{"snaktype":"value","datavalue":{"value":{"numeric-id":5},"type":"wikibase-entityid"}},"rank":"normal"},
                {"mainsnak":{"snaktype":"value","datavalue":{"value":{"id":"Q6"}}},"rank":"preferred"},
                {"mainsnak":{"snaktype":"value","datavalue":{"value":{"id":"Q7"}}},"rank":"deprecated"},
                {"mainsnak":{"snaktype":"somevalue"},"rank":"normal"}],"P1":[{"mainsnak":{"datavalue":{"value":"text"}}}]},
            "sitelinks":{"enwiki":{"title":"A"},"viwiki":{"title":"A"}}}"#;
        let entity: Entity<'_> = serde_json::from_str(json).unwrap();
        assert_eq!(entity.qid(), Some(900_000_001));
        assert_eq!(entity.labels.0.en.unwrap().value, "A B");
        assert_eq!(items(&entity.claims.0.instance).collect::<Vec<_>>(), [6, 5]);
        assert_eq!(entity.sitelinks.0, 2);
    }

    #[test]
    fn empty_maps_are_lists() {
        let json = r#"{"id":"P31","labels":[],"aliases":[],"claims":[],"sitelinks":[]}"#;
        let entity: Entity<'_> = serde_json::from_str(json).unwrap();
        assert_eq!((entity.qid(), entity.sitelinks.0), (None, 0));
    }
}
