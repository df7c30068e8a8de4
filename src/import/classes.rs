//! Which classes are imported, as what, and the classes below them.

use std::collections::{HashMap, VecDeque};
use std::path::Path;

use anyhow::{Context, bail};
use foldhash::fast::RandomState;
use serde::Deserialize;

use super::entity::qid;
use crate::lexicon::Kind;

const BUILTIN: &str = include_str!("../../lexicons/import/wikidata.toml");
const BUILTIN_NAME: &str = "lexicons/import/wikidata.toml";

/// A class of the list.
pub(super) struct Class {
    /// Its number.
    pub(super) qid: u32,
    /// What its instances become; `None` leaves them out.
    pub(super) kind: Option<Kind>,
    /// Its English label, to tell a wrong number.
    pub(super) label: String,
    /// The fewest wikis that an instance must be in.
    pub(super) sitelinks: u32,
}

/// The list of classes, with what else the file says.
pub(super) struct ClassList {
    /// In the order of the file: for an entity of several classes the first one decides.
    pub(super) classes: Vec<Class>,
    /// Names that are ordinary words.
    pub(super) ordinary: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileForm {
    #[serde(default)]
    ordinary: Vec<String>,
    class: Vec<ClassForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassForm {
    qid: String,
    kind: String,
    label: String,
    #[serde(default)]
    sitelinks: u32,
}

impl ClassList {
    /// Reads the file at `path`, or the builtin list.
    pub(super) fn load(path: Option<&Path>) -> anyhow::Result<Self> {
        match path {
            None => Self::parse(BUILTIN).context(BUILTIN_NAME),
            Some(path) => {
                let name = path.display();
                let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {name}"))?;
                Self::parse(&text).with_context(|| name.to_string())
            }
        }
    }

    fn parse(text: &str) -> anyhow::Result<Self> {
        let form: FileForm = toml::from_str(text)?;
        let classes: Vec<Class> = form.class.into_iter().map(class).collect::<anyhow::Result<_>>()?;
        for (i, class) in classes.iter().enumerate() {
            if classes[..i].iter().any(|c| c.qid == class.qid) {
                bail!("the class Q{} stands twice; remove one", class.qid);
            }
        }
        Ok(Self { classes, ordinary: form.ordinary })
    }

    /// The class of the list with the number `qid`.
    pub(super) fn position(&self, qid: u32) -> Option<usize> {
        self.classes.iter().position(|c| c.qid == qid)
    }
}

fn class(form: ClassForm) -> anyhow::Result<Class> {
    let Some(qid) = qid(&form.qid) else {
        bail!("`{}` is no number of a class; write it as Q4830453", form.qid);
    };
    let kind = match form.kind.as_str() {
        "none" => None,
        word => match Kind::from_name(word) {
            Some(kind) => Some(kind),
            None => bail!(
                "unknown kind `{word}` of {}; use company, product, person, place, organization or none",
                form.qid
            ),
        },
    };
    Ok(Class { qid, kind, label: form.label, sitelinks: form.sitelinks })
}

/// The subclass edges of a dump.
#[derive(Default)]
pub(super) struct Tree {
    /// Parent and child.
    edges: Vec<(u32, u32)>,
}

impl Tree {
    /// Notes that `child` is a subclass of `parent`.
    pub(super) fn push(&mut self, parent: u32, child: u32) {
        self.edges.push((parent, child));
    }

    /// Goes down from the classes of `list`, all at the same time: a class below several of them belongs to the
    /// nearest, and to the earlier in the list of two that are as near.
    pub(super) fn below(mut self, list: &ClassList) -> Reached {
        self.edges.sort_unstable();
        let mut reached = HashMap::default();
        let mut queue = VecDeque::new();
        for (i, class) in list.classes.iter().enumerate() {
            reached.insert(class.qid, i as u16);
            queue.push_back(class.qid);
        }
        while let Some(parent) = queue.pop_front() {
            let root = reached[&parent];
            let first = self.edges.partition_point(|e| e.0 < parent);
            for &(_, child) in self.edges[first..].iter().take_while(|e| e.0 == parent) {
                reached.entry(child).or_insert_with(|| {
                    queue.push_back(child);
                    root
                });
            }
        }
        Reached { classes: reached }
    }
}

/// The classes of the list and all below them.
pub(super) struct Reached {
    classes: HashMap<u32, u16, RandomState>,
}

impl Reached {
    /// Which class of the list decides on an instance of `types`: the first of the list.
    pub(super) fn class<'l>(
        &self,
        list: &'l ClassList,
        types: impl Iterator<Item = u32>,
    ) -> Option<&'l Class> {
        let first = types.filter_map(|t| self.classes.get(&t)).min()?;
        list.classes.get(usize::from(*first))
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.classes.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_builtin_list_is_well_formed() {
        let list = ClassList::load(None).unwrap();
        for kind in Kind::ALL {
            assert!(list.classes.iter().any(|c| c.kind == Some(*kind)), "{kind:?}");
        }
        for word in &list.ordinary {
            assert_eq!(crate::text::nfc(word), word.as_str());
            assert_eq!(&word.to_lowercase(), word, "write it in small letters");
        }
    }

    #[test]
    fn the_nearest_class_decides_and_circles_end() {
        let list = ClassList::parse(
            "[[class]]\nqid='Q1'\nkind='company'\nlabel=''\n[[class]]\nqid='Q2'\nkind='none'\nlabel=''\n",
        )
        .unwrap();
        let mut tree = Tree::default();
        for (parent, child) in [(1, 10), (10, 11), (2, 11), (11, 12), (12, 11), (5, 6)] {
            tree.push(parent, child);
        }
        let reached = tree.below(&list);
        let kind = |q: &[u32]| reached.class(&list, q.iter().copied()).map(|c| c.kind);
        assert_eq!(kind(&[10]), Some(Some(Kind::Company)));
        assert_eq!(kind(&[12]), Some(None));
        assert_eq!(kind(&[12, 10]), Some(Some(Kind::Company)));
        assert_eq!(kind(&[6]), None);
    }

    #[test]
    fn faults_say_what_to_write() {
        let parse = |t: &str| ClassList::parse(t).err().map(|e| e.to_string()).unwrap_or_default();
        assert!(parse("[[class]]\nqid='95'\nkind='company'\nlabel=''\n").contains("write it as Q4830453"));
        assert!(parse("[[class]]\nqid='Q95'\nkind='firm'\nlabel=''\n").contains("unknown kind `firm`"));
    }
}
