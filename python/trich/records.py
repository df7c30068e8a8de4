"""The records of a document: immutable, compared by value. Offsets are half-open and count in the unit that the
pipeline was loaded with: code points unless said, so that `doc.text[m.start:m.end] == m.text`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the text with its place."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A named entity where it stands."""

    id: str
    doc: str
    kind: str
    """`company`, `product`, `person`, `place` or `organization`."""
    text: str
    start: int
    end: int
    sentence: int
    entity: str
    """The same wherever the same thing is named: `company/xiaomi`."""
    name: str
    """The canonical name."""
    links: dict[str, str]
    """Ids elsewhere, by site."""
    reference: str
    """`name`, `alias`, `nickname` or `coreference`."""
    confidence: float
    """From 0 to 1."""
    via: str
    """The entry behind it: `companies.tsv#xiaomi`."""
    tier: str | None = None
    """How the surface differs from the entry, where it does: `case`, `tone`, `iy`, `form`, `plain`."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a claim is about: `mention` is the id of its mention."""

    mention: str
    entity: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """`direction` is `increase` or `decrease`, `mode` is `by` or `to`."""

    direction: str
    mode: str
    baseline: str | None


@dataclass(frozen=True, slots=True)
class Claim:
    """A quantity that the text asserts. Numbers are exact."""

    id: str
    doc: str
    kind: str
    text: str
    start: int
    end: int
    sentence: int
    comparator: str
    """`=`, `~`, `>`, `>=`, `<`, `<=`, or `range`, with which the bounds are in `low` and `high`."""
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    """ISO 4217 code, `%`, a symbol, or the counted noun phrase in lower case."""
    unit_text: str | None
    subject: Subject | None
    attribute: str | None
    change: Change | None
    time: str | None
    """The id of a `Time`."""
    modality: str
    """`asserted`, `planned`, `possible` or `rumoured`."""
    confidence: float
    via: str
    fraction: str | None = None
    per: str | None = None
    vague: bool = False
    of: str | None = None
    """The id of the claim that this one is part of."""
    same_as: str | None = None
    """The id of the first telling of the same amount."""


@dataclass(frozen=True, slots=True)
class Time:
    """A time that the text names; first and last day, both included, where they are known."""

    id: str
    doc: str
    text: str
    start: int
    end: int
    sentence: int
    from_: date | None
    to: date | None
    grain: str
    confidence: float
    via: str


@dataclass(frozen=True, slots=True)
class Role:
    """One part in an event: `record` is the id of the mention, claim or time that fills it, if one does."""

    role: str
    text: str
    start: int
    end: int
    entity: str | None
    name: str | None
    record: str | None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says so."""

    text: str
    start: int
    end: int
    entity: str
    name: str


@dataclass(frozen=True, slots=True)
class Event:
    """An event that the text reports; `text` is the clause that states it."""

    id: str
    doc: str
    event: str
    """Its type: `partnership`, `launch` ..."""
    text: str
    start: int
    end: int
    sentence: int
    trigger: Span
    roles: tuple[Role, ...]
    polarity: str
    """`positive`, or `negative` for a denial."""
    modality: str
    """Only `asserted` says that it is so."""
    time: str | None
    attribution: Attribution | None
    confidence: float
    via: str
    same_as: str | None = None


@dataclass(frozen=True, slots=True)
class Error:
    """Why an input gave no document: `code` is for programs, `message` says what to do."""

    source: str
    record: int | None
    byte: int | None
    code: str
    message: str


def number(written: int | Decimal | None) -> Decimal | None:
    return None if written is None else Decimal(written)


def day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)


def mention(fields: dict[str, Any]) -> Mention:
    return Mention(**{**fields, "confidence": float(fields["confidence"])})


def claim(fields: dict[str, Any]) -> Claim:
    made: dict[str, Any] = {key: number(fields[key]) for key in ("value", "low", "high")}
    subject, change = fields["subject"], fields["change"]
    made["subject"] = subject and Subject(**subject)
    made["change"] = change and Change(**change)
    return Claim(**{**fields, **made, "confidence": float(fields["confidence"])})


def time(fields: dict[str, Any]) -> Time:
    rest = {key: value for key, value in fields.items() if key not in ("from", "to")}
    days = {"from_": day(fields["from"]), "to": day(fields["to"])}
    return Time(**{**rest, **days, "confidence": float(fields["confidence"])})


def event(fields: dict[str, Any]) -> Event:
    who = fields["attribution"]
    made = {
        "trigger": Span(**fields["trigger"]),
        "roles": tuple(Role(**role) for role in fields["roles"]),
        "attribution": who and Attribution(**who),
        "confidence": float(fields["confidence"]),
    }
    return Event(**{**fields, **made})
