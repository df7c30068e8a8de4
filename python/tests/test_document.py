"""One document: its records as Python sees them."""

import json
import pickle
from datetime import date
from decimal import Decimal

import pytest

import trich

TEXT = "Nokia và Xiaomi vừa ký kết một thoả thuận hợp tác. Xiaomi 🚀 đang bán điện thoại ở hơn 30 nước."


def test_names_stand_where_they_say(nlp):
    doc = nlp(TEXT)
    assert [(m.text, m.kind, m.entity) for m in doc.mentions] == [
        ("Nokia", "company", "company/nokia"),
        ("Xiaomi", "company", "company/xiaomi"),
        ("Xiaomi", "company", "company/xiaomi"),
    ]
    for found in [*doc.mentions, *doc.claims, *doc.events]:
        assert doc.text[found.start : found.end] == found.text
    assert [doc.text[a:b].rstrip(".") for a, b in doc.sentences] == [s.rstrip(".") for s in TEXT.split(". ")]


def test_claims_are_exact(nlp):
    (claim,) = nlp(TEXT).claims
    assert (claim.text, claim.comparator, claim.value, claim.unit) == ("hơn 30 nước", ">", Decimal(30), "nước")
    assert claim.subject.entity == "company/xiaomi"
    (price,) = nlp("Chiếc Galaxy S24 có giá 22,99 triệu đồng.").claims
    assert price.value == Decimal(22_990_000)


def test_events_have_roles_and_triggers(nlp):
    (event,) = nlp(TEXT).events
    assert (event.event, event.polarity) == ("partnership", "positive")
    assert [(r.role, r.name) for r in event.roles] == [("partner", "Nokia"), ("partner", "Xiaomi")]
    assert TEXT[event.trigger.start : event.trigger.end] == event.trigger.text


def test_times_are_days(nlp):
    doc = nlp({"text": "Apple ra mắt iPhone 15 vào ngày 12/9/2023.", "date": date(2023, 9, 13)})
    assert doc.date == date(2023, 9, 13)
    assert [(t.from_, t.to, t.grain) for t in doc.times] == [(date(2023, 9, 12), date(2023, 9, 12), "day")]


def test_an_article_has_its_fields(nlp):
    article = {"id": 7, "title": "Xiaomi", "text": "ra mắt", "url": "https://a.vn", "source": "báo", "date": "15/06/2025"}
    doc = nlp(article)
    assert (doc.id, doc.title, doc.text, doc.url) == ("7", "Xiaomi", "Xiaomi\nra mắt", "https://a.vn")
    assert (doc.source, doc.date, doc.duplicate, doc.error) == ("báo", date(2025, 6, 15), False, None)
    moved = trich.load(fields={"text": "lead+body.main", "title": "head"})
    assert moved({"head": "A", "lead": "B", "body": {"main": "C"}}).text == "A\nB\nC"


def test_a_dict_is_the_lines_nested(nlp, articles):
    for article in articles[:20]:
        doc = nlp(article)
        head, *lines = [json.loads(line, parse_float=Decimal) for line in doc.to_json().splitlines()]
        for line in lines:
            line["confidence"] = float(line["confidence"])
        nested = doc.to_dict()
        for name, kind in [("mentions", "mention"), ("claims", "claim"), ("times", "time"), ("events", "event")]:
            assert nested.pop(name) == [line for line in lines if line["type"] == kind]
        assert nested == head
        counts = (len(doc.mentions), len(doc.claims), len(doc.times), len(doc.events))
        assert sum(counts) == len(lines)


@pytest.mark.parametrize(
    ("article", "code"),
    [
        ("", "empty-document"),
        ("  \n", "empty-document"),
        ("\ud800", "invalid-utf8"),
        (7, "wrong-type"),
        (b"bytes", "wrong-type"),
        ({"text": 7}, "wrong-type"),
        ({"body": "x"}, "missing-field"),
        ({"text": "\udfff"}, "invalid-utf8"),
        ({}, "missing-field"),
    ],
)
def test_what_cannot_be_read_is_an_error(nlp, article, code):
    doc = nlp(article)
    assert doc.error.code == code, doc.error
    assert (doc.text, doc.mentions, doc.id) == ("", [], None)
    assert json.loads(doc.to_json()) == doc.to_dict()


def test_a_text_may_be_too_large():
    small = trich.load(max_document=10)
    assert small("Xiaomi ra mắt").error.code == "too-large"


def test_options_change_what_is_written():
    assert trich.load(only=["claim"])(TEXT).mentions == []
    byte = trich.load(offsets="byte")(TEXT).mentions[1]
    assert TEXT.encode()[byte.start : byte.end].decode() == "Xiaomi"
    assert json.loads(trich.load(with_text=True)(TEXT).to_json().splitlines()[0])["text"] == TEXT
    assert trich.load(html=True)({"text": "<p>Xiaomi</p>"}).text == "Xiaomi"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"offsets": "bit"}, "use char, byte or utf16"),
        ({"only": ["colour"]}, "selects no record"),
        ({"fields": {"body": "x"}}, "has no field `body`"),
        ({"lexicon": "/nowhere"}, "/nowhere"),
    ],
)
def test_wrong_options_say_what_to_do(options, told):
    with pytest.raises((ValueError, OSError), match=told):
        trich.load(**options)


def test_the_same_options_give_the_same_pipeline(nlp):
    assert trich.load() is nlp
    assert pickle.loads(pickle.dumps(nlp)) is nlp
    doc = nlp(TEXT)
    assert pickle.loads(pickle.dumps(doc)) == doc
    assert pickle.loads(pickle.dumps(doc.events)) == doc.events


def test_a_notebook_shows_the_article(nlp):
    shown = nlp("Xiaomi <script>alert(1)</script> & Nokia bán hơn 30 <b>nước</b>.")._repr_html_()
    assert "<script>" not in shown and "<b>" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in shown
    assert '">Xiaomi</mark>' in shown
    assert "empty-document" in nlp("")._repr_html_()


def test_what_is_shown_is_the_text(nlp, articles):
    import html
    import re

    for article in articles:
        doc = nlp(article)
        body = doc._repr_html_().split("white-space:pre-wrap")[1].split(">", 1)[1].removesuffix("</div></div>")
        assert html.unescape(re.sub(r"</?mark[^>]*>", "", body)) == doc.text
