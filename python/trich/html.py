"""A document as HTML, for notebooks."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trich.doc import Doc

COLOURS = {
    "company": "#bfdbfe",
    "product": "#c7d2fe",
    "person": "#fbcfe8",
    "place": "#bbf7d0",
    "organization": "#bae6fd",
    "claim": "#fde68a",
    "time": "#e5e7eb",
    "event": "#fecaca",
}

Mark = tuple[int, int, str, str]


def page(doc: Doc) -> str:
    """The text with a coloured mark for each name, quantity, time and trigger, and what they mean when pointed at."""
    if doc.error:
        return f"<pre>{escape(doc.error.code)}: {escape(doc.error.message)}</pre>"
    if doc._head["offset_unit"] != "char":
        return f"<pre>{escape(repr(doc))}\n{escape(doc.text)}</pre>"
    body = "".join(pieces(doc.text, outermost(sorted(marks(doc), key=lambda m: (m[0], -m[1])))))
    legend = " ".join(mark(name, name, "") for name in COLOURS)
    return f'<div style="line-height:1.8">{legend}<hr><div style="white-space:pre-wrap">{body}</div></div>'


def marks(doc: Doc) -> Iterator[Mark]:
    """What is marked: bounds in code points, colour, and what is told."""
    for m in doc.mentions:
        yield m.start, m.end, m.kind, f"{m.kind} {m.name} ({m.entity}), {m.confidence}"
    for c in doc.claims:
        bounds = f"{c.low}–{c.high}" if c.comparator == "range" else f"{c.comparator} {c.value}"
        about = [c.subject.name] if c.subject else []
        yield c.start, c.end, "claim", " ".join([c.kind, bounds, c.unit or "", c.attribute or "", *about])
    for t in doc.times:
        yield t.start, t.end, "time", f"{t.from_} – {t.to}"
    for e in doc.events:
        roles = ", ".join(f"{r.role}: {r.name or r.text}" for r in e.roles)
        yield e.trigger.start, e.trigger.end, "event", f"{e.event} ({e.polarity}, {e.modality}) {roles}"


def outermost(sorted_marks: list[Mark]) -> Iterator[Mark]:
    """Those that begin behind the end of the last one."""
    end = 0
    for one in sorted_marks:
        if one[0] >= end:
            end = one[1]
            yield one


def pieces(text: str, chosen: Iterator[Mark]) -> Iterator[str]:
    end = 0
    for start, stop, name, told in chosen:
        yield escape(text[end:start])
        yield mark(text[start:stop], name, told)
        end = stop
    yield escape(text[end:])


def mark(text: str, name: str, told: str) -> str:
    style = f"background:{COLOURS[name]};color:#111;border-radius:3px;padding:1px 3px"
    return f'<mark style="{style}" title="{escape(told)}">{escape(text)}</mark>'
