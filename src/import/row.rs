//! The rows of an entity: packed while they are sorted, then as lines of a list.

use std::collections::BTreeMap;

use super::name::{Flags, Names, Ordinary, slug};

/// The most makers of a product that are looked at.
const MAKERS: usize = 8;

/// What the rows of an entity are sorted by first: its slug, then the better known before the others.
pub(super) fn key(name: &str, sitelinks: u32, qid: u32) -> Vec<u8> {
    let mut key = slug(name).as_bytes().to_vec();
    key.push(0);
    key.extend_from_slice(&(u32::MAX - sitelinks).to_be_bytes());
    key.extend_from_slice(&qid.to_be_bytes());
    key
}

/// The slug in a key.
pub(super) fn slug_of(key: &[u8]) -> &str {
    let end = key.iter().position(|&b| b == 0).unwrap_or(key.len());
    std::str::from_utf8(&key[..end]).unwrap_or_default()
}

/// The rows of an entity without what is known only at the end: its id and its maker's.
pub(super) struct Packed<'a> {
    pub(super) qid: u32,
    makers: Vec<u32>,
    /// Lines of name, aliases and flags.
    lines: &'a str,
}

/// Packs the rows of an entity: the first has the name, with the aliases that need the same flags.
pub(super) fn pack(
    qid: u32,
    makers: impl Iterator<Item = u32>,
    names: &Names,
    ordinary: &Ordinary,
) -> Vec<u8> {
    let makers: Vec<u32> = makers.take(MAKERS).collect();
    let mut out = qid.to_le_bytes().to_vec();
    out.push(makers.len() as u8);
    makers.iter().for_each(|m| out.extend_from_slice(&m.to_le_bytes()));
    let mut groups: BTreeMap<(bool, Flags), Vec<&str>> = BTreeMap::new();
    let main = ordinary.flags(&names.name);
    groups.insert((false, main), Vec::new());
    for alias in &names.aliases {
        let flags = ordinary.flags(alias);
        groups.entry((flags != main, flags)).or_default().push(alias);
    }
    for ((_, flags), aliases) in groups {
        let line = format!("{}\t{}\t{}\n", names.name, aliases.join("|"), flags.cell());
        out.extend_from_slice(line.as_bytes());
    }
    out
}

impl<'a> Packed<'a> {
    /// What [`pack`] packed.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        let (qid, rest) = bytes.split_first_chunk::<4>()?;
        let (&count, rest) = rest.split_first()?;
        let (makers, lines) = rest.split_at_checked(4 * usize::from(count))?;
        let makers = makers.as_chunks::<4>().0.iter().map(|m| u32::from_le_bytes(*m)).collect();
        Some(Self { qid: u32::from_le_bytes(*qid), makers, lines: std::str::from_utf8(lines).ok()? })
    }

    /// The numbers of its makers, the likeliest first.
    pub(super) fn makers(&self) -> impl Iterator<Item = u32> {
        self.makers.iter().copied()
    }

    /// The lines of the list. A `homonym` of a better known entity needs context.
    pub(super) fn lines(&self, id: &str, kind: &str, maker: &str, note: &str, homonym: bool) -> String {
        let mut out = String::new();
        for (i, line) in self.lines.lines().enumerate() {
            let (names, flags) = line.rsplit_once('\t').unwrap_or((line, ""));
            let more = if !homonym || flags.contains("needs-context") { "" } else { "needs-context" };
            let comma = if flags.is_empty() || more.is_empty() { "" } else { "," };
            let mut row = format!("{id}\t{kind}\t{names}\t{flags}{comma}{more}");
            if i == 0 {
                row.push_str(&format!("\t{maker}\twikidata=Q{}\t{note}", self.qid));
            }
            out.push_str(row.trim_end_matches('\t'));
            out.push('\n');
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::counts::Counts;

    #[test]
    fn aliases_with_other_flags_get_a_row_of_their_own() {
        let names = Names {
            name: "Lumora".to_owned(),
            aliases: ["Lumora Works", "LW", "sao"].map(str::to_owned).to_vec(),
        };
        let ordinary = Ordinary::new(&["sao".to_owned()], Counts::default());
        let bytes = pack(900_000_001, [7, 8].into_iter(), &names, &ordinary);
        let packed = Packed::read(&bytes).unwrap();
        assert_eq!(packed.makers().collect::<Vec<_>>(), [7, 8]);
        assert_eq!(
            packed.lines("lumora", "product", "acme", "wikidata", false),
            "lumora\tproduct\tLumora\tLumora Works\t\tacme\twikidata=Q900000001\twikidata\n\
             lumora\tproduct\tLumora\tsao\tneeds-context\n\
             lumora\tproduct\tLumora\tLW\texact-case\n"
        );
        assert!(packed.lines("l", "product", "", "", true).contains("LW\texact-case,needs-context\n"));
    }

    #[test]
    fn the_better_known_stands_first() {
        assert!(key("Lumora", 9, 5) < key("Lumora", 8, 4));
        assert!(key("Lumora", 0, 5) < key("Lumora 2", 9, 4));
        assert_eq!(slug_of(&key("Lumora 2", 9, 4)), "lumora-2");
    }
}
