//! What the two decisions of an event look at, by name: which filler plays a role, and whether an event is told.

use crate::model::Weights;

macro_rules! flags {
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

flags! {
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

flags! {
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
    }
}

/// The features of one decision: what is so, what is counted, and the numbers of the names that have weights of their own.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Features {
    flags: u64,
    pub(super) counts: [f32; COUNTS.len()],
    pub(super) names: [u32; 2],
}

/// What is counted, in order.
pub(super) const COUNTS: [&str; 4] = ["word", "comma", "edge", "mention"];

impl Features {
    pub(super) fn set(&mut self, flag: RoleFlag, on: bool) {
        self.flags |= u64::from(on) << flag as u32;
    }

    pub(super) fn mark(&mut self, flag: EventFlag, on: bool) {
        self.flags |= u64::from(on) << flag as u32;
    }

    pub(super) fn is_marked(&self, flag: EventFlag) -> bool {
        self.flags >> flag as u32 & 1 == 1
    }

    pub(super) fn has(&self, flag: RoleFlag) -> bool {
        self.flags >> flag as u32 & 1 == 1
    }
}

/// The weights of one decision, by place.
#[derive(Debug, Default)]
pub(crate) struct Linear {
    flags: Vec<f64>,
    counts: Vec<f64>,
    names: Vec<f64>,
    labels: Vec<String>,
}

impl Linear {
    /// The weights of `weights` for the flags `flags`, the counts (each after `prefix`) and the names `names`.
    pub(super) fn new(weights: &Weights, flags: &[&str], prefix: &str, names: Vec<String>) -> Self {
        let counts: Vec<String> = COUNTS.iter().map(|c| format!("{prefix}:{c}")).collect();
        Self {
            flags: flags.iter().map(|f| weights.of(f)).collect(),
            names: names.iter().map(|n| weights.of(n)).collect(),
            labels: flags
                .iter()
                .map(|f| (*f).to_owned())
                .chain(counts.iter().cloned())
                .chain(names)
                .collect(),
            counts: counts.iter().map(|c| weights.of(c)).collect(),
        }
    }

    /// The sum of the weights of `features`.
    pub(super) fn score(&self, features: &Features) -> f64 {
        self.without_names(features) + self.of_names(features)
    }

    /// The part of [`Linear::score`] that what is so and what is counted make.
    pub(super) fn without_names(&self, features: &Features) -> f64 {
        let counts = self.counts.iter().zip(features.counts).map(|(w, c)| w * f64::from(c));
        self.of_flags(features.flags) + counts.sum::<f64>()
    }

    /// The score of `features`, which hold all of `part` and more flags; `score` is [`Linear::without_names`] of `part`.
    pub(super) fn score_beyond(&self, features: &Features, part: &Features, score: f64) -> f64 {
        score + self.of_flags(features.flags & !part.flags) + self.of_names(features)
    }

    fn of_flags(&self, mut flags: u64) -> f64 {
        let mut sum = 0.0;
        while flags != 0 {
            sum += self.flags[flags.trailing_zeros() as usize];
            flags &= flags - 1;
        }
        sum
    }

    fn of_names(&self, features: &Features) -> f64 {
        features.names.iter().map(|&n| self.names[n as usize]).sum()
    }

    /// The most that any of `flags`, and the first count up to `count`, can add.
    pub(super) fn most(&self, flags: &[EventFlag], count: f32) -> f64 {
        let flags = flags.iter().map(|&flag| self.flags.get(flag as usize).copied().unwrap_or(0.0).max(0.0));
        let first = self.counts.first().copied().unwrap_or(0.0).max(0.0);
        flags.sum::<f64>() + first * f64::from(count)
    }

    /// The features by name, for training.
    pub(super) fn named(&self, features: &Features) -> Vec<(&str, f64)> {
        let flags = (0..self.flags.len()).filter(|&i| features.flags >> i & 1 == 1).map(|i| (i, 1.0));
        let first = self.flags.len();
        let counts = features.counts.iter().enumerate().map(|(i, &c)| (first + i, f64::from(c)));
        let mut names = features.names.to_vec();
        names.dedup();
        let names = names.into_iter().map(|n| (first + COUNTS.len() + n as usize, 1.0));
        flags
            .chain(counts)
            .chain(names)
            .filter(|(_, v)| *v != 0.0)
            .map(|(i, v)| (self.labels[i].as_str(), v))
            .collect()
    }
}
