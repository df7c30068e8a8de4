//! Writes an article as columns.

use std::fmt::Write as _;

use crate::annotate::{Annotated, Mark, Mention};

/// The article as columns; `sentences` are its tokens by sentence, in order.
pub(crate) fn write(article: &Annotated, sentences: &[Vec<Mark>]) -> String {
    let chars: Vec<char> = article.text.chars().collect();
    let mut names: Vec<&Mention> = article.mentions.iter().filter(|mention| !mention.coreference).collect();
    names.sort_by_key(|mention| (mention.mark.start, std::cmp::Reverse(mention.mark.end)));
    let id = article.id.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = serde_json::Value::from(article.text.as_str());
    let mut out = format!("# doc_id = {id}\n# text = {text}\n");
    for sentence in sentences {
        for token in sentence.iter().flat_map(|token| cut(*token, &names)) {
            let words: String = chars[token.start..token.end].iter().collect();
            let form = words.split_whitespace().collect::<Vec<_>>().join("_");
            let name = names.iter().find(|name| name.mark.start <= token.start && token.end <= name.mark.end);
            let _ = match name {
                Some(name) if name.mark.start == token.start => {
                    writeln!(out, "{form}\tB-{}", name.kind.name())
                }
                Some(name) => writeln!(out, "{form}\tI-{}", name.kind.name()),
                None => writeln!(out, "{form}\tO"),
            };
        }
        out.push('\n');
    }
    out
}

/// A token in pieces, where a name begins or ends inside it.
fn cut(token: Mark, names: &[&Mention]) -> Vec<Mark> {
    let edges = names.iter().flat_map(|name| [name.mark.start, name.mark.end]);
    let mut edges: Vec<usize> = edges.filter(|edge| (token.start + 1..token.end).contains(edge)).collect();
    edges.sort_unstable();
    edges.dedup();
    edges.push(token.end);
    let mut start = token.start;
    let piece = |end| {
        let piece = Mark { start, end };
        start = end;
        piece
    };
    edges.into_iter().map(piece).collect()
}
