"""One document and what was found in it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from trich import html, records
from trich.records import Claim, Error, Event, Mention, Time

LISTS = {"mention": "mentions", "claim": "claims", "time": "times", "event": "events"}

R = TypeVar("R")


class Doc:
    """What `nlp(text)` gives. An input that could not be read has `error`, no text and no records; else `error` is None.

    Records are made when they are first asked for; `to_json` costs nothing.
    """

    def __init__(self, text: str, lines: bytes) -> None:
        self.text: str = text
        """The text that offsets count in: the title, a line break and the body, where it has both."""
        self._lines = lines

    @cached_property
    def _records(self) -> list[dict[str, Any]]:
        return [json.loads(line, parse_float=Decimal) for line in self._lines.splitlines()]

    def _of(self, kind: str, make: Callable[[dict[str, Any]], R]) -> list[R]:
        records = (dict(record) for record in self._records)
        return [make(record) for record in records if record.pop("type") == kind]

    @property
    def _head(self) -> dict[str, Any]:
        return {} if self.error else self._records[0]

    @cached_property
    def error(self) -> Error | None:
        """Why the input gave no document."""
        return next(iter(self._of("error", lambda fields: Error(**fields))), None)

    @property
    def id(self) -> str | None:
        """The input's own id, else one made from the text."""
        return self._head.get("id")

    @property
    def source(self) -> str | None:
        """Where it comes from; it is known by its source and id."""
        return self._head.get("source")

    @property
    def title(self) -> str | None:
        """The title, which is also the head of `text`."""
        return self._head.get("title")

    @property
    def url(self) -> str | None:
        """Where it can be read."""
        return self._head.get("url")

    @property
    def date(self) -> datetime.date | None:
        """The day of publication."""
        return records.day(self._head.get("date"))

    @property
    def duplicate(self) -> bool:
        """Whether the same source and id came before in the same `pipe`."""
        return bool(self._head.get("duplicate", False))

    @property
    def sentences(self) -> list[tuple[int, int]]:
        """Half-open bounds of the sentences, in the unit of all offsets."""
        return [(start, end) for start, end in self._head.get("sentences", [])]

    @cached_property
    def mentions(self) -> list[Mention]:
        """The names, by their places in the text."""
        return self._of("mention", records.mention)

    @cached_property
    def claims(self) -> list[Claim]:
        """The quantities that the text asserts, by their places."""
        return self._of("claim", records.claim)

    @cached_property
    def times(self) -> list[Time]:
        """The times it names, by their places."""
        return self._of("time", records.time)

    @cached_property
    def events(self) -> list[Event]:
        """The events it reports, by their places."""
        return self._of("event", records.event)

    def to_json(self) -> str:
        """The records as JSON Lines, byte for byte what the command line writes: the document, then its records, each with
        a line break; or the one `error` record."""
        return self._lines.decode()

    def to_dict(self) -> dict[str, Any]:
        """The document's record with its records in the lists `mentions`, `claims`, `times` and `events`, as
        `trich extract --nest` writes it; or the `error` record. Numbers are `int`, or `float` for a confidence and
        `Decimal` for a value that is not whole."""
        head, *rest = self._records
        nested = dict(head)
        if not self.error:
            nested.update((name, []) for name in LISTS.values())
        for record in rest:
            nested[LISTS[record["type"]]].append({**record, "confidence": float(record["confidence"])})
        return nested

    def __reduce__(self) -> tuple[Any, ...]:
        return Doc, (self.text, self._lines)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Doc) and (self.text, self._lines) == (other.text, other._lines)

    def __hash__(self) -> int:
        return hash(self._lines)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        if self.error:
            return f"<Doc error {self.error.code}: {self.error.message}>"
        counts = ", ".join(f"{len(getattr(self, name))} {name}" for name in LISTS.values())
        return f"<Doc {self.id}: {counts}>"

    def _repr_html_(self) -> str:
        """For notebooks: the article with its names, quantities and triggers highlighted."""
        return html.page(self)
