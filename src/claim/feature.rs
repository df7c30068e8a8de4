//! The features of the choice of a claim's subject; their weights are in `lexicons/model/subject.tsv`.

use crate::lexicon::{ClaimKind, Kind};
use crate::model::Weights;

macro_rules! features {
    ($($name:ident = $text:literal,)+) => {
        /// A feature; those that depend on the kind of the mention or of the claim come after the last.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Feature { $($name,)+ }

        const PLAIN: &[&str] = &[$($text,)+];
    };
}

features! {
    Base = "base",
    Before = "before",
    Near = "near",
    Close = "close",
    Middle = "middle",
    Far = "far",
    Commas = "commas",
    Edges = "edges",
    Earlier = "earlier-sentence",
    MuchEarlier = "two-sentences-earlier",
    InTitle = "stands-in-title",
    TitleEntity = "of-title",
    Topic = "most-named",
    Head = "first-of-sentence",
    Start = "at-start",
    Nearest = "nearest-before",
    NearestAfter = "nearest-after",
    Of = "after-of",
    Source = "after-source",
    Says = "before-says",
    Place = "after-place-word",
    Bracket = "in-brackets",
    LaterProduct = "later-product",
    Maker = "maker-of-a-product-there",
    Again = "of-claim-before",
    SameClause = "same-clause",
    NextTo = "directly-after",
    OwnsIt = "owner-after",
    NearestOfKind = "nearest-of-kind",
    Called = "called-by-its-kind",
    Alone = "earlier-and-none-here",
    AloneTopic = "most-named-and-none-here",
    CalledTopic = "most-named-and-called",
    EarlierHead = "earlier-first-of-sentence",
    EarlierTopic = "earlier-most-named",
    EarlierTitle = "earlier-of-title",
    Apart = "long-before",
    HeadCompany = "first-company",
    OtherNamedOften = "of-title-and-most-named",
    Meant = "earlier-and-meant",
    MeantFirst = "earlier-and-meant-first",
    ClaimsBetween = "claims-between",
    Oblique = "after-preposition",
    Doer = "before-particle",
    Generic = "generic-clause",
    AgeBound = "bound-of-age",
    Fits = "has-such-an-attribute",
    Misfits = "has-no-such-attribute",
    Behind = "behind-meant",
    BehindKind = "behind-meant-of-its-kind",
    MeantLast = "earlier-and-meant-last",
    Passed = "before-meant-last",
    PassedKind = "before-meant-last-of-its-kind",
    Component = "component",
    Survey = "after-survey",
    SaysPerson = "before-says+person",
    SaysOrganization = "before-says+organization",
    Verb = "before-verb",
    LastOfKind = "earlier-last-of-kind",
    MeantLastOfKind = "earlier-last-of-kind-and-meant",
    Often = "named-often",
    Few = "small-count",
    Vague = "vague-amount",
    Rival = "compared-with",
    OfMeasure = "after-of-measure",
    OfName = "after-of-name",
    Apposed = "end-of-apposition",
    DirectlyBefore = "directly-before",
}

/// The kinds of claim that share weights.
const GROUPS: [&str; 8] = ["count", "money", "percent", "measure", "multiple", "rank", "time", "age"];

/// Where the features of a claim without an attribute begin: after those of the mention's kind alone and with each group.
const UNMEASURED: usize = PLAIN.len() + Kind::ALL.len() * (GROUPS.len() + 1);

/// How many features there are.
const COUNT: usize = UNMEASURED + GROUPS.len();

fn group(kind: ClaimKind) -> usize {
    match kind {
        ClaimKind::Count => 0,
        ClaimKind::Money => 1,
        ClaimKind::Percent => 2,
        ClaimKind::Measure => 3,
        ClaimKind::Multiple | ClaimKind::Ratio => 4,
        ClaimKind::Rank | ClaimKind::Ordinal => 5,
        ClaimKind::Duration => 6,
        ClaimKind::Age => 7,
    }
}

/// The feature of a mention of `kind`.
pub(crate) fn of_kind(kind: Kind) -> usize {
    PLAIN.len() + kind as usize
}

/// The feature of a mention of `kind` for a claim of `claim`.
pub(crate) fn of_kinds(kind: Kind, claim: ClaimKind) -> usize {
    PLAIN.len() + Kind::ALL.len() * (1 + group(claim)) + kind as usize
}

/// The feature of a claim of `claim` whose attribute is not known.
pub(crate) fn unmeasured(claim: ClaimKind) -> usize {
    UNMEASURED + group(claim)
}

/// The name of the feature `number` in the model's file.
pub(crate) fn name(number: usize) -> String {
    let Some(rest) = number.checked_sub(PLAIN.len()) else { return format!("subject:{}", PLAIN[number]) };
    if let Some(group) = number.checked_sub(UNMEASURED) {
        return format!("subject:no-attribute+{}", GROUPS[group]);
    }
    let kind = Kind::ALL[rest % Kind::ALL.len()].name();
    match (rest / Kind::ALL.len()).checked_sub(1) {
        None => format!("subject:{kind}"),
        Some(group) => format!("subject:{kind}+{}", GROUPS[group]),
    }
}

/// The weights of all features, by number.
#[derive(Clone, Debug)]
pub(crate) struct Model([f64; COUNT]);

impl Model {
    /// Those of `weights`; a feature without one counts nothing.
    pub(crate) fn new(weights: &Weights) -> Self {
        Self(std::array::from_fn(|number| weights.of(&name(number))))
    }

    pub(crate) fn of(&self, number: usize) -> f64 {
        self.0[number]
    }
}
