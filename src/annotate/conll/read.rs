//! Reads columns: the text that is given, that is in the file, or that the tokens make.

use std::collections::HashMap;

use crate::annotate::{Annotated, Mark, Mention, fault};
use crate::error::Error;
use crate::lexicon::Kind;

/// What a file gave.
pub(crate) struct Read {
    pub(crate) articles: Vec<Annotated>,
    /// Documents whose text was made of their tokens, since none was given.
    pub(crate) made: usize,
}

/// The documents of `columns`, the file `name`. `texts` gives the texts of articles by id.
///
/// # Errors
/// [`Error::Annotation`] with file and line.
pub(crate) fn read(name: &str, columns: &str, texts: &HashMap<String, String>) -> Result<Read, Error> {
    let mut reader =
        Reader { name, texts, documents: 0, page: Page::default(), articles: Vec::new(), made: 0 };
    for (number, line) in columns.lines().enumerate() {
        reader.line(line.trim_end()).map_err(|message| fault(name, number + 1, message))?;
    }
    reader.end();
    Ok(Read { articles: reader.articles, made: reader.made })
}

struct Reader<'a> {
    name: &'a str,
    texts: &'a HashMap<String, String>,
    documents: usize,
    page: Page,
    articles: Vec<Annotated>,
    made: usize,
}

/// The document that is being read.
#[derive(Default)]
struct Page {
    id: Option<String>,
    /// None where it is made of the tokens.
    text: Option<Vec<char>>,
    chars: Vec<char>,
    /// Where the next token is looked for.
    at: usize,
    mentions: Vec<Mention>,
    /// The kind of the token before, in the same sentence.
    open: Option<Kind>,
    has_tokens: bool,
    begins_sentence: bool,
}

impl Reader<'_> {
    fn line(&mut self, line: &str) -> Result<(), String> {
        if line.is_empty() {
            self.page.open = None;
            self.page.begins_sentence = true;
            return Ok(());
        }
        if line.starts_with("-DOCSTART-") {
            self.end();
            return Ok(());
        }
        if let Some(comment) = line.strip_prefix("# ") {
            return self.comment(comment);
        }
        self.token(line)
    }

    fn comment(&mut self, comment: &str) -> Result<(), String> {
        let Some((key, value)) = comment.split_once('=') else { return Ok(()) };
        match key.trim() {
            "doc_id" => {
                self.end();
                let id = value.trim().to_owned();
                self.page.text = self.texts.get(&id).map(|text| text.chars().collect());
                self.page.id = Some(id);
            }
            "text" if !self.page.has_tokens && self.page.text.is_none() => {
                let text: String = serde_json::from_str(value.trim())
                    .map_err(|error| format!("the text is no JSON string: {error}"))?;
                self.page.text = Some(text.chars().collect());
            }
            _ => {}
        }
        Ok(())
    }

    fn token(&mut self, line: &str) -> Result<(), String> {
        let cells: Vec<&str> = line.split(['\t', ' ']).filter(|cell| !cell.is_empty()).collect();
        let [form, .., tag] = cells[..] else {
            return Err("a token and its tag are wanted, with a tab between them".to_owned());
        };
        let mark = self.page.place(form)?;
        let (begins, kind) = match tag {
            "O" => (false, None),
            _ => {
                let (mark, label) = tag.split_once('-').unwrap_or(("I", tag));
                let kind = Kind::from_name(&label.to_lowercase()).filter(|_| matches!(mark, "B" | "I"));
                let kind = kind.ok_or_else(|| {
                    format!("`{tag}` is no tag; use O, or B- and I- with company, product, person, place or organization")
                })?;
                (mark == "B", Some(kind))
            }
        };
        match (kind, self.page.mentions.last_mut()) {
            (Some(kind), Some(last)) if !begins && self.page.open == Some(kind) => last.mark.end = mark.end,
            (Some(kind), _) => self.page.mentions.push(Mention {
                kind,
                mark,
                name: None,
                optional: false,
                coreference: false,
            }),
            (None, _) => {}
        }
        self.page.open = kind;
        Ok(())
    }

    /// Ends the document that is being read, if there is one.
    fn end(&mut self) {
        let page = std::mem::take(&mut self.page);
        if page.id.is_none() && !page.has_tokens {
            return;
        }
        self.documents += 1;
        self.made += usize::from(page.text.is_none());
        let text = page.text.unwrap_or(page.chars).into_iter().collect();
        let id = page.id.unwrap_or_else(|| format!("{}#{}", self.name, self.documents));
        self.articles.push(Annotated { id, text, mentions: page.mentions, ..Annotated::default() });
    }
}

impl Page {
    /// Where the token `form` stands: next in the text, or at the end of the text that is being made.
    fn place(&mut self, form: &str) -> Result<Mark, String> {
        let gap = if self.begins_sentence { '\n' } else { ' ' };
        let is_first = !std::mem::replace(&mut self.has_tokens, true);
        self.begins_sentence = false;
        let Some(text) = &self.text else {
            if !is_first {
                self.chars.push(gap);
            }
            let start = self.chars.len();
            self.chars.extend(form.chars());
            return Ok(Mark { start, end: self.chars.len() });
        };
        let mark = next(text, self.at, form).ok_or_else(|| {
            let rest = text[self.at..].iter().skip_while(|c| c.is_whitespace());
            let stands: String = rest.take(20).collect();
            format!("the token {form:?} does not come next in the text, {stands:?} does; tokens must not be changed, left out or added")
        })?;
        self.at = mark.end;
        Ok(mark)
    }
}

/// Where `form` comes next, from `start` on: after blanks, and after marks and tags that are no tokens.
fn next(text: &[char], mut start: usize, form: &str) -> Option<Mark> {
    loop {
        if let Some(end) = follow(text, start, form) {
            return Some(Mark { start, end });
        }
        start += match text.get(start)? {
            '<' => text[start..].iter().position(|c| *c == '>').map_or(1, |at| at + 1),
            c if c.is_alphanumeric() => return None,
            _ => 1,
        };
    }
}

/// One past `form`, if it stands at `start`; `_` stands for blanks too.
fn follow(text: &[char], start: usize, form: &str) -> Option<usize> {
    let mut at = start;
    for c in form.chars() {
        let blanks = text[at..].iter().take_while(|t| t.is_whitespace()).count();
        match text.get(at) {
            Some(&next) if next == c => at += 1,
            Some(_) if c == '_' && blanks > 0 => at += blanks,
            _ => return None,
        }
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(article: &Annotated) -> Vec<(Kind, String)> {
        let chars: Vec<char> = article.text.chars().collect();
        let text = |m: &Mention| chars[m.mark.start..m.mark.end].iter().collect();
        article.mentions.iter().map(|m| (m.kind, text(m))).collect()
    }

    #[test]
    fn offsets_are_those_of_the_text_that_is_kept() {
        let columns = "# doc_id = a\n# text = \"Acme  Corp\\nmua 5 kg\"\nAcme\tB-company\nCorp\tI-company\n\nmua\tO\n5_kg\tO\n";
        let read = read("x.conll", columns, &HashMap::new()).unwrap();
        assert_eq!(names(&read.articles[0]), [(Kind::Company, "Acme  Corp".to_owned())]);
        assert_eq!(read.made, 0);
    }

    #[test]
    fn what_readers_do_not_see_is_passed_over() {
        let columns = "# text = \"<b>Acme</b>\u{200B} Corp\"\nAcme\tB-company\nCorp\tI-company\n";
        let read = read("x.conll", columns, &HashMap::new()).unwrap();
        let name = (Kind::Company, "Acme</b>\u{200B} Corp".to_owned());
        assert_eq!(names(&read.articles[0]), [name]);
    }

    #[test]
    fn a_text_can_be_given_or_made() {
        let columns = "# doc_id = a\nAcme\tCOMPANY\nmua\tO\n\nViệt PLACE\nNam PLACE\n";
        let texts = HashMap::from([("a".to_owned(), "Acme mua Việt  Nam".to_owned())]);
        let given = read("x.conll", columns, &texts).unwrap();
        assert_eq!(names(&given.articles[0])[1], (Kind::Place, "Việt  Nam".to_owned()));
        let made = read("x.conll", columns, &HashMap::new()).unwrap();
        assert_eq!((made.articles[0].text.as_str(), made.made), ("Acme mua\nViệt Nam", 1));
    }

    #[test]
    fn documents_end_where_the_next_begins() {
        let columns = "A B-company\n-DOCSTART- O\n\nB B-company\n# doc_id = c\nC O\n";
        let read = read("x.conll", columns, &HashMap::new()).unwrap();
        let ids: Vec<&str> = read.articles.iter().map(|a| a.id.as_str()).collect();
        assert_eq!(ids, ["x.conll#1", "x.conll#2", "c"]);
    }

    #[test]
    fn faults_say_where_and_what_to_do() {
        for (columns, want) in [
            ("Acme\n", "x.conll:1:1: a token and its tag are wanted"),
            ("Acme B-firm\n", "x.conll:1:1: `B-firm` is no tag"),
            (
                "# text = \"Acme\"\nAcne O\n",
                "x.conll:2:1: the token \"Acne\" does not come next in the text, \"Acme\"",
            ),
        ] {
            let told = read("x.conll", columns, &HashMap::new()).err().unwrap().to_string();
            assert!(told.starts_with(want), "{told}");
        }
    }
}
