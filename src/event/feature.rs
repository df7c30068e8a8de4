//! What the two decisions of an event look at, by name: which filler plays a role, and whether an event is told.

use crate::model::Weights;

macro_rules! features {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum $name {
            $($(#[$vdoc])* $variant,)+
        }

        impl $name {
            /// Their names in `model/event.tsv`, in order.
            pub(super) const NAMES: &'static [&'static str] = &[$($word,)+];
        }
    };
}

features! {
    /// What is so or not of a filler that may take a role.
    RoleFlag {
        Base = "role:base",
        Core = "role:core",
        /// By which of the role's slots.
        SlotFirst = "role:slot-first",
        SlotSecond = "role:slot-second",
        SlotLater = "role:slot-later",
        Subject = "role:subject",
        Object = "role:object",
        Near = "role:near",
        Cue = "role:cue",
        Trigger = "role:trigger",
        /// How high the filler's kind stands in the role's list.
        FillFirst = "role:fill-first",
        FillSecond = "role:fill-second",
        FillLater = "role:fill-later",
        /// A product where a firm is wanted first.
        ProductAsFirm = "role:product-as-firm",
        /// A product with the name of its firm: Facebook.
        Firm = "role:firm",
        Phrase = "role:phrase",
        /// A plain phrase before the trigger.
        PhraseBefore = "role:phrase-before",
        /// A plain phrase whose first word is of a kind that the role wants: "điện thoại".
        PhraseFits = "role:phrase-fits",
        /// ... of another kind.
        PhraseMisfits = "role:phrase-misfits",
        /// A plain phrase that names a technology.
        Technology = "role:technology",
        Place = "role:place",
        Person = "role:person",
        Amount = "role:amount",
        Time = "role:time",
        /// "hãng", resolved.
        Anaphor = "role:anaphor",
        /// Nothing of the sentence: the entity in focus.
        Carried = "role:carried",
        CarriedProduct = "role:carried-product",
        /// The subject of the main clause, for a trigger in a clause before it.
        Forward = "role:forward",
        Passive = "role:passive",
        PassiveSubject = "role:passive-subject",
        /// After a preposition, or after a cue of another role.
        Preposition = "role:preposition",
        PrepositionSubject = "role:preposition-subject",
        OtherCue = "role:other-cue",
        /// "theo X".
        Source = "role:source",
        /// "X cho biết", and somebody else stands between him and the trigger.
        Speaker = "role:speaker",
        /// "X cho biết", and nobody else stands between.
        SpeakerAlone = "role:speaker-alone",
        /// Directly before or after the trigger.
        Beside = "role:beside",
        /// Between the parts of the trigger.
        Within = "role:within",
        /// Of those that fit, the nearest on its side.
        Nearest = "role:nearest",
        /// The first name of the sentence.
        First = "role:first",
        Before = "role:before",
        /// Directly after another name: "CEO Apple Tim Cook".
        Attached = "role:attached",
        /// Beside another name in a list.
        Listed = "role:listed",
        /// By no slot of the role.
        Unlisted = "role:unlisted",
        UnlistedPhrase = "role:unlisted-phrase",
        Weak = "role:weak",
        SubjectBeside = "role:subject-beside",
        ObjectBeside = "role:object-beside",
        SubjectNearest = "role:subject-nearest",
        ObjectNearest = "role:object-nearest",
    }
}

features! {
    /// What is so or not of an event that a trigger proposes.
    EventFlag {
        Base = "event:base",
        /// A core role has a name or an amount.
        CoreNamed = "event:core-named",
        CoreTwo = "event:core-two",
        /// A core role has only a plain phrase.
        CorePhrase = "event:core-phrase",
        CoreAnaphor = "event:core-anaphor",
        CoreCarried = "event:core-carried",
        CoreNone = "event:core-none",
        /// Another role has a name or an amount.
        OtherNamed = "event:other-named",
        OtherPhrase = "event:other-phrase",
        SubjectFilled = "event:subject",
        /// The doer stands beside the trigger, but for words like "đã".
        SubjectBeside = "event:subject-beside",
        ObjectBeside = "event:object-beside",
        /// A role that the trigger needs is empty.
        NeedUnmet = "event:need-unmet",
        HasNeeds = "event:has-needs",
        OneWord = "event:one-word",
        LongTrigger = "event:long-trigger",
        HasGap = "event:has-gap",
        Headline = "event:headline",
        FirstSentences = "event:lead",
        Passive = "event:passive",
        /// A preposition or a word that counts stands before the trigger: it is a noun.
        AfterPreposition = "event:after-preposition",
        AfterDeterminer = "event:after-determiner",
        AfterPurpose = "event:after-clause-word",
        AfterParticle = "event:after-particle",
        ClauseStart = "event:clause-start",
        ClauseEnd = "event:clause-end",
        Marked = "event:marked",
        HasTime = "event:time",
        HasAmount = "event:amount",
        /// Another type has a trigger at the same place.
        Contested = "event:contested",
        /// Another event of this type stands in the clause.
        Repeated = "event:repeated",
        Quoted = "event:quoted",
        /// The sentence names nobody.
        Nameless = "event:nameless",
        Weak = "event:weak",
        WeakNamed = "event:weak-two-named",
        WeakBeside = "event:weak-between-names",
        WeakNominal = "event:weak-after-plain",
        /// A word that is neither light nor a mark nor a name stands before the trigger.
        AfterPlain = "event:after-plain",
        AfterName = "event:after-name",
        /// "các sản phẩm": the thing done is many and unnamed.
        VagueObject = "event:vague-object",
        BeforeName = "event:before-name",
        BeforeAmount = "event:before-amount",
        /// Only one core role has anything that might fill it.
        CoreSingle = "event:core-single",
        /// The headline has a trigger of this type, or only of others.
        HeadlineSame = "event:headline-same",
        HeadlineOther = "event:headline-other",
    }
}

features! {
    /// What is counted between a trigger and a filler.
    RoleCount {
        Words = "role:word",
        Commas = "role:comma",
        /// Edges of clauses.
        Edges = "role:edge",
        Mentions = "role:mention",
    }
}

features! {
    /// What is counted of an event that a trigger proposes.
    EventCount {
        Roles = "event:roles",
        /// How well the best filler of a core role fits.
        CoreScore = "event:core-score",
        /// ... that of a second core role.
        SecondScore = "event:second-score",
        /// ... that of any other role.
        OtherScore = "event:other-score",
        /// The triggers of its type before it, as a logarithm.
        Earlier = "event:earlier",
    }
}

/// The most things that are counted for a decision.
const COUNTS: usize = 5;

/// The features of one decision: what is so, what is counted, and whose it is: a role's, or an event's.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Features {
    flags: u64,
    counts: [f32; COUNTS],
    /// The number of the role, or of the type of event.
    pub(super) group: u32,
    /// The number of the trigger, which only an event has.
    pub(super) trigger: Option<u32>,
}

impl Features {
    pub(super) fn set(&mut self, flag: RoleFlag, on: bool) {
        self.flags |= u64::from(on) << flag as u32;
    }

    pub(super) fn mark(&mut self, flag: EventFlag, on: bool) {
        self.flags |= u64::from(on) << flag as u32;
    }

    pub(super) fn measure(&mut self, count: RoleCount, value: f32) {
        self.counts[count as usize] = value;
    }

    pub(super) fn count(&mut self, count: EventCount, value: f32) {
        self.counts[count as usize] = value;
    }

    pub(super) fn is_marked(&self, flag: EventFlag) -> bool {
        self.flags >> flag as u32 & 1 == 1
    }

    pub(super) fn has(&self, flag: RoleFlag) -> bool {
        self.flags >> flag as u32 & 1 == 1
    }
}

/// Flags that a decision can have.
const FLAGS: usize = 64;

/// The weights of one decision, by place. Each flag has one that all roles (or types of event) share, and one that each
/// has for itself.
#[derive(Debug, Default)]
pub(crate) struct Linear {
    /// By group and flag: both weights added up.
    flags: Vec<[f64; FLAGS]>,
    counts: [f64; COUNTS],
    groups: Vec<f64>,
    triggers: Vec<f64>,
    names: Names,
}

/// What the features are called in `model/event.tsv`.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) flags: &'static [&'static str],
    pub(super) counts: &'static [&'static str],
    pub(super) groups: Vec<String>,
    pub(super) triggers: Vec<String>,
}

impl Names {
    /// Writes the name of the flag as `group` has it for itself: `role:launch:product:subject`.
    fn write_own(&self, group: usize, flag: usize, out: &mut String) {
        let flag = self.flags[flag];
        out.clear();
        out.push_str(&self.groups[group]);
        out.push(':');
        out.push_str(flag.split_once(':').map_or(flag, |(_, name)| name));
    }

    /// What [`Names::write_own`] writes.
    fn own(&self, group: usize, flag: usize) -> String {
        let mut own = String::new();
        self.write_own(group, flag, &mut own);
        own
    }
}

impl Linear {
    /// The weights of `weights` for the features `names`.
    pub(super) fn new(weights: &Weights, names: Names) -> Self {
        let list = |names: &[String]| names.iter().map(|n| weights.of(n)).collect();
        let mut counts = [0.0; COUNTS];
        counts.iter_mut().zip(names.counts).for_each(|(weight, name)| *weight = weights.of(name));
        let mut flags = vec![[0.0; FLAGS]; names.groups.len()];
        let mut own = String::new();
        for (flag, name) in names.flags.iter().enumerate() {
            let shared = weights.of(name);
            for (group, row) in flags.iter_mut().enumerate() {
                names.write_own(group, flag, &mut own);
                row[flag] = shared + weights.of(&own);
            }
        }
        Self { flags, counts, groups: list(&names.groups), triggers: list(&names.triggers), names }
    }

    /// The sum of the weights of `features`.
    pub(super) fn score(&self, features: &Features) -> f64 {
        self.part(features.group, features) + self.of_names(features)
    }

    /// What the flags and counts of `part` make in the score of `group`.
    pub(super) fn part(&self, group: u32, part: &Features) -> f64 {
        let counts = self.counts.iter().zip(part.counts).map(|(w, c)| w * f64::from(c));
        self.of_flags(group, part.flags) + counts.sum::<f64>()
    }

    /// The score of `features`, which hold all of `part` and more flags; `score` is [`Linear::part`] of `part`.
    pub(super) fn score_beyond(&self, features: &Features, part: &Features, score: f64) -> f64 {
        score + self.of_flags(features.group, features.flags & !part.flags) + self.of_names(features)
    }

    fn of_flags(&self, group: u32, mut flags: u64) -> f64 {
        let row = &self.flags[group as usize];
        let mut sum = 0.0;
        while flags != 0 {
            sum += row[flags.trailing_zeros() as usize];
            flags &= flags - 1;
        }
        sum
    }

    fn of_names(&self, features: &Features) -> f64 {
        self.groups[features.group as usize] + features.trigger.map_or(0.0, |t| self.triggers[t as usize])
    }

    /// The features by name, for training.
    pub(super) fn named(&self, features: &Features) -> Vec<(String, f64)> {
        let names = &self.names;
        let group = features.group as usize;
        let flags = (0..names.flags.len()).filter(|&i| features.flags >> i & 1 == 1);
        let shared = flags.clone().map(|i| (names.flags[i].to_owned(), 1.0));
        // The first flag is always set: that is the group itself.
        let own = flags.skip(1).map(|i| (names.own(group, i), 1.0));
        let counts = names.counts.iter().zip(features.counts).map(|(n, c)| ((*n).to_owned(), f64::from(c)));
        let trigger = features.trigger.map(|t| (names.triggers[t as usize].clone(), 1.0));
        let all = shared.chain(own).chain(counts).chain([(names.groups[group].clone(), 1.0)]).chain(trigger);
        all.filter(|(_, value)| *value != 0.0).collect()
    }
}
