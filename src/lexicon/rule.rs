//! Event rules as data: roles, triggers, blockers, examples and counter-examples of one event type.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, Serializer};
use toml::Spanned;

use super::schema::{ClaimKind, Kind, Modality, Polarity};
use super::table::Keyed;

/// `event/TYPE.toml`; the file's stem is the type.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventFile {
    #[serde(default)]
    pub(crate) role: Vec<Role>,
    #[serde(default)]
    pub(crate) trigger: Vec<Trigger>,
    #[serde(default)]
    pub(crate) blocker: Vec<Blocker>,
    #[serde(default)]
    pub(crate) example: Vec<Example>,
    #[serde(default)]
    pub(crate) counter: Vec<Counter>,
}

/// A part that somebody or something plays in an event.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Role {
    pub(crate) name: String,
    /// Whether the event stands when this role is filled.
    #[serde(default)]
    pub(crate) core: bool,
    /// Whether it takes several fillers.
    #[serde(default)]
    pub(crate) many: bool,
    /// The fewest fillers that fill it.
    #[serde(default = "one")]
    pub(crate) min: usize,
    pub(crate) fills: Vec<Filler>,
    pub(crate) slots: Vec<String>,
}

fn one() -> usize {
    1
}

/// What may fill a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) enum Filler {
    Mention(Kind),
    Claim(ClaimKind),
    Time,
    /// A plain noun phrase.
    Phrase,
}

impl From<Filler> for String {
    fn from(filler: Filler) -> Self {
        match filler {
            Filler::Mention(kind) => kind.name().to_owned(),
            Filler::Claim(kind) => format!("claim:{}", kind.name()),
            Filler::Time => "time".to_owned(),
            Filler::Phrase => "phrase".to_owned(),
        }
    }
}

impl TryFrom<String> for Filler {
    type Error = String;

    fn try_from(word: String) -> Result<Self, String> {
        let filler = match word.split_once(':') {
            Some(("claim", kind)) => ClaimKind::from_name(kind).map(Self::Claim),
            None if word == "phrase" => Some(Self::Phrase),
            None if word == "time" => Some(Self::Time),
            None => Kind::from_name(&word).map(Self::Mention),
            Some(_) => None,
        };
        filler.ok_or_else(|| {
            format!("`{word}` fills no role; use company, product, person, place, organization, time, claim:KIND or phrase")
        })
    }
}

/// Words that name the event.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Trigger {
    pub(crate) id: Spanned<String>,
    /// The words; ` ... ` is a gap of up to four.
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) variants: Vec<String>,
    /// Slots of this trigger that differ from the roles' own.
    #[serde(default)]
    pub(crate) roles: BTreeMap<String, Vec<String>>,
    /// What fills the roles of this trigger, where it differs.
    #[serde(default)]
    pub(crate) fills: BTreeMap<String, Vec<Filler>>,
    /// Roles without which this trigger does not count.
    #[serde(default)]
    pub(crate) needs: Vec<String>,
    /// Whether it often means something else: its weights have to speak for it.
    #[serde(default)]
    pub(crate) weak: bool,
    #[serde(default)]
    pub(crate) off: bool,
}

/// A longer phrase in which a trigger means something else.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Blocker {
    pub(crate) text: String,
    /// More such phrases, for the same reason.
    #[serde(default)]
    pub(crate) texts: Vec<String>,
    #[serde(default)]
    pub(crate) why: String,
}

/// A sentence in which the event must be found.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Example {
    pub(crate) text: Spanned<String>,
    pub(crate) trigger: String,
    #[serde(default)]
    pub(crate) roles: BTreeMap<String, Vec<String>>,
    #[serde(default = "positive")]
    pub(crate) polarity: Polarity,
    #[serde(default = "asserted")]
    pub(crate) modality: Modality,
    /// Known not to be met yet: kept for who makes the program better, and a fault once it is met.
    #[serde(default)]
    pub(crate) open: bool,
}

fn positive() -> Polarity {
    Polarity::Positive
}

fn asserted() -> Modality {
    Modality::Asserted
}

/// A sentence in which the event must not be found.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Counter {
    pub(crate) text: Spanned<String>,
    #[serde(default)]
    pub(crate) why: String,
    /// As in [`Example`].
    #[serde(default)]
    pub(crate) open: bool,
}

/// `modality.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CueFile {
    #[serde(default)]
    pub(crate) cue: Vec<Cue>,
}

/// Words that change how an event is stated.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cue {
    pub(crate) id: String,
    pub(crate) text: Vec<String>,
    pub(crate) effect: Effect,
    #[serde(rename = "where", default)]
    pub(crate) reach: Reach,
    /// The most words between the cue and the trigger.
    pub(crate) within: Option<u32>,
    /// Longer words in which the cue does not count.
    #[serde(default)]
    pub(crate) not: Vec<String>,
    /// Of a cue that asserts: the effects that it takes back; none said are all.
    #[serde(default)]
    pub(crate) cancels: Vec<Effect>,
    #[serde(default, serialize_with = "unkept")]
    pub(crate) example: Option<CueExample>,
    #[serde(default, serialize_with = "unkept")]
    pub(crate) counter: Option<CueExample>,
    #[serde(default)]
    pub(crate) off: bool,
}

/// Examples are for the check of the files; a pack has none.
fn unkept<S: Serializer>(_: &Option<CueExample>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_none()
}

/// What a cue makes of the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Effect {
    Negative,
    Planned,
    Possible,
    Rumoured,
    Asserted,
}

/// Where a cue stands, seen from the trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Reach {
    /// Before it in its clause.
    #[default]
    Before,
    /// Anywhere in its clause.
    Clause,
    /// Anywhere in its sentence.
    Sentence,
}

/// A sentence that shows a cue at work, or one in which it has none.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CueExample {
    pub(crate) text: Spanned<String>,
    pub(crate) trigger: String,
    #[serde(default)]
    pub(crate) polarity: Option<Polarity>,
    #[serde(default)]
    pub(crate) modality: Option<Modality>,
}

/// `context.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContextFile {
    #[serde(default)]
    pub(crate) word: Vec<ContextWord>,
}

/// Words of one job in the sentence.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContextWord {
    pub(crate) id: String,
    pub(crate) job: ContextJob,
    pub(crate) words: Vec<String>,
}

/// What words of the sentence's frame do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ContextJob {
    /// A generic noun before the name of a company: hãng, công ty.
    Company,
    /// ... of a product: điện thoại, ứng dụng.
    Product,
    /// ... of a person: ông, CEO.
    Person,
    /// ... of a place: tại, nước.
    Place,
    /// ... of an organization: tờ, cơ quan.
    Organization,
    /// Before a verb in the passive: được, bị.
    Passive,
    /// Before the doer of a passive: bởi.
    Agent,
    /// Joins members of a list: và.
    And,
    /// Begins another clause: nhưng, trong khi.
    Clause,
    /// Before a source: theo.
    Source,
    /// After a speaker: cho biết.
    Says,
    /// Part of a model designation: Pro, Max, Ultra.
    Model,
    /// Counts or points before a noun phrase: một số, các.
    Determiner,
    /// Ends a plain noun phrase that fills a role.
    PhraseEnd,
    /// After a firm's name: its branch in that country (Việt Nam).
    Branch,
    /// Stands for a company named before: hãng này, công ty.
    AnaphorCompany,
    /// ... for a person: ông, bà.
    AnaphorPerson,
    /// ... for a product: máy, ứng dụng này.
    AnaphorProduct,
    /// Points back: này, đó.
    Pointer,
    /// Between subject and verb: cũng, bắt đầu.
    Particle,
    /// Before a noun that is neither doer nor thing done: của, tại.
    Preposition,
    /// Begins a clause about the noun before it: mà.
    Relative,
    /// A longer word whose parts do nothing by themselves: theo dõi.
    Whole,
    /// Begins a noun phrase that names nobody: các, khách hàng.
    Generic,
    /// A Vietnamese family name.
    Family,
    /// A family name that a capital nearly always makes a person's.
    CommonFamily,
    /// A common word of English: what is made of such is rarely a person's name.
    English,
    /// A title before a person's name, whatever its capitals: Giáo sư.
    Title,
    /// A small word inside a foreign name: of, von.
    NameParticle,
    /// The first words of an organisation's name: Bộ, Đại học.
    OrganizationHead,
    /// The legal form at the head of a company's name: Công ty Cổ phần.
    CompanyHead,
    /// A field of work that such a name goes on with: khoa học.
    Field,
    /// A noun before the name of a place: quận, đường.
    PlaceHead,
    /// Written with capitals, but no name: AI, 5G.
    NotAName,
    /// Makes the name of a country after it that of its language: tiếng.
    Language,
    /// An ordinary word whose first syllable is a name too: thành phố.
    Compound,
    /// Before the name of a part, or of what a thing runs on: chip, hệ điều hành, chạy.
    Component,
    /// Before the name of who found out what is told, not of whom it is told: khảo sát của.
    Survey,
    /// Begins the name of a technology, which is no product: công nghệ, 5G.
    Technology,
}

impl Keyed for Example {
    fn key(&self) -> &str {
        self.text.get_ref()
    }
}

impl Keyed for Counter {
    fn key(&self) -> &str {
        self.text.get_ref()
    }
}

impl Keyed for Role {
    fn key(&self) -> &str {
        &self.name
    }
}

impl Keyed for Blocker {
    fn key(&self) -> &str {
        &self.text
    }
}

impl Keyed for ContextWord {
    fn key(&self) -> &str {
        &self.id
    }
}

impl Keyed for Trigger {
    fn key(&self) -> &str {
        self.id.get_ref()
    }
    fn is_off(&self) -> bool {
        self.off
    }
}

impl Keyed for Cue {
    fn key(&self) -> &str {
        &self.id
    }
    fn is_off(&self) -> bool {
        self.off
    }
}
