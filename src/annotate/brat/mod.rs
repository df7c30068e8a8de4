//! brat's standoff files: `ID.txt` with the text, `ID.ann` with the annotation, `annotation.conf` with the types.
//!
//! | line | what |
//! | --- | --- |
//! | `T` | a mention by its kind, a claim by its kind, a trigger by its event type, other words in a role as `phrase` |
//! | `E` | an event: its trigger, its roles |
//! | `R` | `subject`: from a claim to the mention that it is about |
//! | `A` | `Comparator` of a claim, `Polarity` and `Modality` of an event, `Optional`, `Coreference` |
//! | `#` | a note with what has no list to choose from: `name=` of a mention, `value=`, `low=`, `high=`, `unit=`, `attribute=` of a claim |

mod conf;
mod note;
mod read;
mod write;

pub(crate) use conf::configuration;
pub(crate) use read::read;
pub(crate) use write::write;

/// Words in a role that are neither mention nor claim.
const PHRASE: &str = "phrase";

/// The comparators as records write them, and as brat's configuration can.
const COMPARATORS: [(&str, &str); 7] = [
    ("=", "equal"),
    ("~", "about"),
    (">", "more"),
    (">=", "at-least"),
    ("<", "less"),
    ("<=", "at-most"),
    ("range", "range"),
];
