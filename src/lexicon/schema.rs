//! The words of the contract that the lexicon files use too: kinds, comparators, polarity, modality.

use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// All of them, in the contract's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word in records and lexicon files.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The value that `word` names.
            pub fn from_name(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|v| v.name() == word)
            }
        }
    };
}

words! {
    /// What kind of thing a mention names.
    Kind {
        /// A firm, or a brand that acts as one.
        Company = "company",
        /// A device, model, line, program, service, chip, website.
        Product = "product",
        /// A named person.
        Person = "person",
        /// A country, region, city or named site.
        Place = "place",
        /// An agency, university, court, standards body or news outlet.
        Organization = "organization",
    }
}

words! {
    /// What kind of quantity a claim states.
    ClaimKind {
        /// Counted things.
        Count = "count",
        /// An amount of money.
        Money = "money",
        /// Percent, points, per mille, basis points.
        Percent = "percent",
        /// A physical quantity.
        Measure = "measure",
        /// So many times as much.
        Multiple = "multiple",
        /// A part of a whole.
        Ratio = "ratio",
        /// A place in an order of merit.
        Rank = "rank",
        /// A place in a sequence.
        Ordinal = "ordinal",
        /// How old somebody or something is.
        Age = "age",
        /// How long.
        Duration = "duration",
    }
}

words! {
    /// How a claim's value stands to the truth.
    Comparator {
        /// Exactly, or nothing said.
        Equal = "=",
        /// About.
        About = "~",
        /// More than.
        More = ">",
        /// At least.
        AtLeast = ">=",
        /// Less than.
        Less = "<",
        /// At most.
        AtMost = "<=",
        /// Between two bounds.
        Range = "range",
    }
}

words! {
    /// Whether an event took place or was denied.
    Polarity {
        /// Stated.
        Positive = "positive",
        /// Denied, refused or cancelled.
        Negative = "negative",
    }
}

words! {
    /// How surely an event is stated.
    Modality {
        /// As a fact.
        Asserted = "asserted",
        /// As something to come.
        Planned = "planned",
        /// As something that may be.
        Possible = "possible",
        /// As hearsay.
        Rumoured = "rumoured",
    }
}

words! {
    /// How a mention refers to its entity.
    Reference {
        /// By its canonical name.
        Name = "name",
        /// By another name of its own.
        Alias = "alias",
        /// By a press nickname.
        Nickname = "nickname",
        /// By a description that points back.
        Coreference = "coreference",
    }
}

words! {
    /// How a surface fits its lexicon entry when not exactly.
    Tier {
        /// Other capitals.
        Case = "case",
        /// The tone mark on the other vowel.
        Tone = "tone",
        /// `i` for `y` or the other way.
        Iy = "iy",
        /// Other code points, look-alikes or joints.
        Form = "form",
        /// Without accents.
        Plain = "plain",
    }
}
