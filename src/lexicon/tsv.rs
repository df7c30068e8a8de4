//! Reads the lists of names: tab-separated rows with a header, each cell with its line and column.

use std::borrow::Cow;

use icu_normalizer::DecomposingNormalizerBorrowed;

use super::schema::Kind;
use crate::error::Diagnostic;
use crate::text::nfc;

/// What a row of a list is about: an entity, or a noun that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum RowKind {
    Entity(Kind),
    Noun,
}

/// Flags of a row; they hold for all surfaces of that row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags {
    /// The surface must be written with the lexicon's capitals.
    pub(crate) exact_case: bool,
    /// The surface is also something else: it needs a cue beside it or its entity elsewhere in the text.
    pub(crate) needs_context: bool,
    /// The surface is a press nickname.
    pub(crate) nickname: bool,
    /// The name is that of a line, and a model designation may follow.
    pub(crate) line: bool,
    /// The name is that of the firm behind the product too.
    pub(crate) firm: bool,
    /// The row takes an entry, or aliases of it, out.
    pub(crate) off: bool,
}

/// One row, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row<'a> {
    /// Line in the file, from 1.
    pub(crate) line: u32,
    pub(crate) id: Cow<'a, str>,
    pub(crate) kind: RowKind,
    pub(crate) name: &'a str,
    pub(crate) aliases: Vec<&'a str>,
    pub(crate) flags: Flags,
    pub(crate) maker: Option<&'a str>,
    /// `wikidata=Q95`, by commas.
    pub(crate) links: &'a str,
}

const COLUMNS: [&str; 8] = ["id", "kind", "name", "aliases", "flags", "maker", "links", "note"];

/// Reads `text`, the contents of `file`, and gives each row to `each`, with the faults so far; rows with faults are
/// left out.
pub(crate) fn read<'a>(
    file: &str,
    text: &'a str,
    faults: &mut Vec<Diagnostic>,
    mut each: impl FnMut(Row<'a>, &mut Vec<Diagnostic>),
) {
    let mut reader = Reader { file, faults, line: 0, text: "", columns: Vec::new() };
    for (i, line) in text.lines().enumerate() {
        (reader.line, reader.text) = (i + 1, line);
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        if reader.columns.is_empty() {
            if !reader.header(line) {
                return;
            }
        } else if let Some(row) = reader.row(line) {
            each(row, reader.faults);
        }
    }
    if reader.columns.is_empty() {
        (reader.line, reader.text) = (1, "");
        reader.fault(0, "the file has no header row; begin it with: id, kind, name, ... separated by tabs");
    }
}

struct Reader<'f, 'a> {
    file: &'f str,
    faults: &'f mut Vec<Diagnostic>,
    /// Number and text of the line.
    line: usize,
    text: &'a str,
    columns: Vec<&'static str>,
}

impl<'a> Reader<'_, 'a> {
    /// A fault at byte `at` of the line.
    fn fault(&mut self, at: usize, message: impl Into<String>) {
        self.faults.push(Diagnostic {
            file: self.file.to_owned(),
            line: self.line,
            column: self.text.get(..at).map_or(0, |before| before.chars().count()) + 1,
            message: message.into(),
        });
    }

    fn header(&mut self, line: &str) -> bool {
        let mut at = 0;
        let mut good = true;
        for cell in line.split('\t') {
            match COLUMNS.iter().find(|&&c| c == cell) {
                Some(&known) if !self.columns.contains(&known) => self.columns.push(known),
                Some(_) => {
                    self.fault(at, format!("the column `{cell}` stands twice; remove one"));
                    good = false;
                }
                None => {
                    let known = COLUMNS.join(", ");
                    self.fault(
                        at,
                        format!("unknown column `{cell}`; the columns are {known}, separated by tabs"),
                    );
                    good = false;
                }
            }
            at += cell.len() + 1;
        }
        for required in ["kind", "name"] {
            if good && !self.columns.contains(&required) {
                self.fault(0, format!("the column `{required}` is missing; add it to the header"));
                good = false;
            }
        }
        good
    }

    fn row(&mut self, line: &'a str) -> Option<Row<'a>> {
        let before = self.faults.len();
        if nfc(line) != line {
            self.fault(0, "the row is not in Unicode NFC; save the file in composed form (NFC)");
        }
        let mut row = Row {
            line: self.line as u32,
            id: Cow::Borrowed(""),
            kind: RowKind::Noun,
            name: "",
            aliases: Vec::new(),
            flags: Flags::default(),
            maker: None,
            links: "",
        };
        let mut kind = None;
        let mut at = 0;
        for (i, cell) in line.split('\t').enumerate() {
            let Some(&name) = self.columns.get(i) else {
                self.fault(
                    at,
                    format!("a cell too many: the header names {} columns; remove it", self.columns.len()),
                );
                break;
            };
            if cell.trim() != cell {
                self.fault(at, format!("blanks around the cell of `{name}`; remove them"));
            }
            match name {
                "id" => row.id = self.id(at, cell),
                "kind" => kind = self.kind(at, cell),
                "name" => row.name = cell,
                "aliases" => row.aliases = self.aliases(at, cell),
                "flags" => row.flags = self.flags(at, cell),
                "maker" => row.maker = (!cell.is_empty()).then_some(cell),
                "links" => row.links = self.links(at, cell),
                _ => {}
            }
            at += cell.len() + 1;
        }
        if row.name.is_empty() {
            self.fault(0, "the row has no name; write the canonical name into the column `name`");
        }
        if row.id.is_empty() {
            row.id = Cow::Owned(slug(row.name));
        }
        match kind {
            Some(kind) => row.kind = kind,
            None if self.faults.len() == before => self
                .fault(0, "the row has no kind; write company, product, person, place, organization or noun"),
            None => {}
        }
        (self.faults.len() == before).then_some(row)
    }

    fn id(&mut self, at: usize, cell: &'a str) -> Cow<'a, str> {
        if !cell.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
            let better = slug(cell);
            self.fault(
                at,
                format!("`{cell}` is no id; use small ASCII letters, digits and hyphens, e.g. `{better}`"),
            );
        }
        Cow::Borrowed(cell)
    }

    fn kind(&mut self, at: usize, cell: &str) -> Option<RowKind> {
        let kind = match cell {
            "noun" => Some(RowKind::Noun),
            _ => Kind::from_name(cell).map(RowKind::Entity),
        };
        if kind.is_none() {
            self.fault(
                at,
                format!("unknown kind `{cell}`; use company, product, person, place, organization or noun"),
            );
        }
        kind
    }

    fn aliases(&mut self, at: usize, cell: &'a str) -> Vec<&'a str> {
        if cell.is_empty() {
            return Vec::new();
        }
        let mut at = at;
        let mut aliases = Vec::new();
        for alias in cell.split('|') {
            if alias.trim().is_empty() {
                self.fault(at, "an empty alias; remove the `|` that is too many");
            } else if alias.trim() != alias {
                self.fault(at, format!("blanks around the alias `{}`; remove them", alias.trim()));
            }
            at += alias.len() + 1;
            aliases.push(alias);
        }
        aliases
    }

    fn flags(&mut self, at: usize, cell: &str) -> Flags {
        let mut flags = Flags::default();
        let mut at = at;
        for flag in cell.split(',').filter(|f| !f.is_empty()) {
            match flag {
                "exact-case" => flags.exact_case = true,
                "needs-context" => flags.needs_context = true,
                "nickname" => flags.nickname = true,
                "line" => flags.line = true,
                "firm" => flags.firm = true,
                "off" => flags.off = true,
                _ => self.fault(
                    at,
                    format!(
                        "unknown flag `{flag}`; use exact-case, needs-context, nickname, line, firm or off"
                    ),
                ),
            }
            at += flag.len() + 1;
        }
        flags
    }

    fn links(&mut self, at: usize, cell: &'a str) -> &'a str {
        for link in cell.split(',').filter(|link| !link.is_empty()) {
            if link.split_once('=').is_none_or(|(site, id)| site.is_empty() || id.is_empty()) {
                self.fault(at, format!("`{link}` is no link; write it as wikidata=Q95"));
            }
        }
        cell
    }
}

/// The id that a name gets by itself: small letters without marks, digits, hyphens; `+` is `plus`, `&` is `and`.
/// A letter of another alphabet stays, so that no two names fall together for lack of Latin letters.
pub(crate) fn slug(name: &str) -> String {
    let mut words = String::with_capacity(name.len());
    for c in DecomposingNormalizerBorrowed::new_nfd().normalize(&name.to_lowercase()).chars() {
        match c {
            '\u{300}'..='\u{36F}' => {}
            'đ' => words.push('d'),
            '+' => words.push_str(" plus "),
            '&' => words.push_str(" and "),
            _ if c.is_alphanumeric() => words.push(c),
            _ => words.push(' '),
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        let mut faults = Vec::new();
        read("x.tsv", text, &mut faults, |_, _| {});
        faults.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn reads_rows_with_missing_cells() {
        let mut faults = Vec::new();
        let mut rows = Vec::new();
        let text = "# list\nkind\tname\taliases\nplace\tThế Giới\ncompany\tAT&T\tA|B\n";
        read("x.tsv", text, &mut faults, |row, _| rows.push(row));
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(rows[0].id, "the-gioi");
        assert_eq!((rows[1].line, rows[1].id.as_ref(), rows[1].aliases.len()), (4, "at-and-t", 2));
    }

    #[test]
    fn faults_say_where_and_what_to_do() {
        assert_eq!(
            faults("kind\tname\tcolour\n"),
            [
                "x.tsv:1:11: unknown column `colour`; the columns are id, kind, name, aliases, flags, maker, links, note, separated by tabs"
            ]
        );
        assert_eq!(
            faults("kind\tname\tflags\ncompany\tViệt\texact,off\n"),
            ["x.tsv:2:14: unknown flag `exact`; use exact-case, needs-context, nickname, line, firm or off"]
        );
        assert_eq!(
            faults("kind\tname\nfirm\tNokia\n"),
            ["x.tsv:2:1: unknown kind `firm`; use company, product, person, place, organization or noun"]
        );
        assert_eq!(faults("").len(), 1);
        assert_eq!(faults("kind\tname\ncompany\tA\tB\n").len(), 1);
    }

    #[test]
    fn slugs() {
        for (name, want) in [
            ("Thế Giới Di Động", "the-gioi-di-dong"),
            ("Galaxy S8+", "galaxy-s8-plus"),
            ("AT&T", "at-and-t"),
            ("TP.HCM", "tp-hcm"),
            ("小米", "小米"),
        ] {
            assert_eq!(slug(name), want);
        }
    }
}
