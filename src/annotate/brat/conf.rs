//! `annotation.conf`: the types that brat offers.

use super::{COMPARATORS, PHRASE};
use crate::annotate::CLAIMS;
use crate::lexicon::{Kind, Lexicon};

/// The types of annotation; events and their roles are those of `lexicon`.
pub(crate) fn configuration(lexicon: &Lexicon) -> String {
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    let (mentions, claims) = (kinds.join("|"), CLAIMS.join("|"));
    let comparators: Vec<&str> = COMPARATORS.iter().map(|(_, name)| *name).collect();
    let mut out = String::from("[entities]\n");
    for name in kinds.iter().chain(&CLAIMS).chain(&[PHRASE]) {
        out += &format!("{name}\n");
    }
    out += &format!("\n[relations]\nsubject Arg1:{claims}, Arg2:{mentions}\n\n[events]\n");
    for rule in &lexicon.events {
        let role = |role: &crate::lexicon::RoleRule| {
            format!("{}{}:<ENTITY>", role.name, if role.many { "*" } else { "?" })
        };
        let roles: Vec<String> = rule.roles.iter().map(role).collect();
        out += &format!("{} {}\n", rule.event, roles.join(", "));
    }
    out += &format!(
        "\n[attributes]\n\
         Comparator Arg:{claims}, Value:{}\n\
         Polarity Arg:<EVENT>, Value:positive|negative\n\
         Modality Arg:<EVENT>, Value:asserted|planned|possible|rumoured\n\
         Coreference Arg:{mentions}\n\
         Optional Arg:<ANY>\n",
        comparators.join("|")
    );
    out
}
