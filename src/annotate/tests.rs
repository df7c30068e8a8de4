//! There and back: what a format carries comes back as it went.

use std::collections::HashMap;

use super::{Annotated, Claim, Event, Filler, Mark, Mention, brat, conll};
use crate::lexicon::Kind;

fn mark(start: usize, end: usize) -> Mark {
    Mark { start, end }
}

fn mention(kind: Kind, mark: Mark, name: &str) -> Mention {
    Mention { kind, mark, name: Some(name.to_owned()), optional: false, coreference: false }
}

/// All that an article can have; a trigger goes over the end of a line.
fn article() -> Annotated {
    let claim = Claim {
        kind: "money".to_owned(),
        mark: mark(31, 43),
        comparator: "range".to_owned(),
        value: None,
        low: Some("2.5".to_owned()),
        high: Some("3000000".to_owned()),
        unit: Some("VND".to_owned()),
        attribute: Some("price".to_owned()),
        subject: Some(1),
        optional: true,
    };
    let role = |role: &str, filler| (role.to_owned(), filler);
    let event = Event {
        event: "launch".to_owned(),
        trigger: mark(10, 16),
        roles: vec![
            role("maker", Filler::Mention(0)),
            role("product", Filler::Mention(1)),
            role("product", Filler::Claim(0)),
            role("place", Filler::Phrase(mark(27, 30))),
        ],
        polarity: "negative".to_owned(),
        modality: "planned".to_owned(),
        optional: true,
    };
    Annotated {
        id: "a".to_owned(),
        text: "Acme Corp ra\nmắt Widget 5; giá 3 triệu đồng.".to_owned(),
        mentions: vec![
            mention(Kind::Company, mark(0, 9), "Acme; Corp"),
            mention(Kind::Product, mark(17, 25), "Widget 5"),
        ],
        claims: vec![claim],
        events: vec![event],
    }
}

#[test]
fn standoff_carries_everything() {
    let article = article();
    let read = brat::read("a", &article.text, "a.ann", &brat::write(&article), &["launch"]);
    assert_eq!(read.unwrap(), article);
}

#[test]
fn columns_carry_text_and_names() {
    let article = article();
    let sentences = [
        vec![mark(0, 9), mark(10, 12), mark(13, 16)],
        vec![mark(17, 26), mark(27, 30), mark(31, 43), mark(43, 44)],
    ];
    let columns = conll::write(&article, &sentences);
    assert!(columns.contains("Widget_5\tB-product\n;\tO\n"), "{columns}");
    let read = conll::read("a.conll", &columns, &HashMap::new()).unwrap();
    let names = |article: &Annotated| article.mentions.iter().map(|m| (m.kind, m.mark)).collect::<Vec<_>>();
    assert_eq!(read.articles[0].text, article.text);
    assert_eq!(names(&read.articles[0]), names(&article));
}
