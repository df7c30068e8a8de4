"""The pipeline: loaded once, shared by all threads, and again by the workers of other engines."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from trich import _trich
from trich.doc import Doc

if TYPE_CHECKING:
    import pyarrow as pa

LAYOUTS = ("nested", "json", "mention", "claim", "time", "event", "error")
"""What a row of `extract_batches` may be."""

Path = str | os.PathLike[str]
Article = str | dict[str, Any]


def load(
    lexicon: Path | Sequence[Path] = (),
    *,
    offsets: str = "char",
    with_text: bool = False,
    only: Iterable[str] = (),
    fields: Mapping[str, str] | None = None,
    html: bool = False,
    max_document: int = 16 << 20,
) -> Nlp:
    """Loads the pipeline; the same arguments give the same one again, so that a process holds one of each.

    `lexicon`: a pack (`trich lexicon build`), which is mapped, or folders that are laid over the builtin lists.
    `offsets`: what they count: `char` (code points, as Python does), `byte` or `utf16`.
    `with_text`: whether the document's record holds the text.
    `only`: types of records, kinds of mentions or types of events; all unless said.
    `fields`: where an article keeps the fields id, title, text, date, source, url, if elsewhere: `{"text": "lead+body",
    "date": "meta.date"}`.
    `html`: titles and texts in dicts and batches are HTML; offsets count in the text that it reads as.
    `max_document`: the largest text in bytes; a larger one gives an error.

    Raises ValueError for an argument or a lexicon that cannot be used, OSError for one that cannot be read.
    """
    paths = (lexicon,) if isinstance(lexicon, (str, os.PathLike)) else tuple(lexicon)
    mappings = tuple(f"{field}={path}" for field, path in (fields or {}).items())
    only = (only,) if isinstance(only, str) else tuple(only)
    return _load(tuple(os.fspath(path) for path in paths), offsets, with_text, only, mappings, html, max_document)


@lru_cache(maxsize=16)
def _load(*options: Any) -> Nlp:
    return Nlp(options)


class Nlp:
    """Extracts documents. Made by `load`; pickled as its options, and loaded again where it is unpickled."""

    def __init__(self, options: tuple[Any, ...]) -> None:
        self._options = options
        lists_as_lists: Any = (list(o) if isinstance(o, tuple) else o for o in options)
        self._engine = _trich.Engine(*lists_as_lists)

    @property
    def lexicon(self) -> str:
        """The digest of the lexicon: equal digests, equal lexicons."""
        return self._engine.digest

    def __call__(self, article: Article, *, source: str = "-") -> Doc:
        """What is found in `article`: a text, or a dict with `text` and what else there is of `id`, `title`, `date`, `source`
        and `url`. One that cannot be read gives a `Doc` with `error`. Other threads run meanwhile."""
        return Doc(*self._engine.extract(article, source))

    def pipe(self, articles: Iterable[Article], *, n_threads: int | None = None, source: str = "-") -> Iterator[Doc]:
        """The documents of a stream, in order, by `n_threads` threads (all cores unless said). It reads some articles
        ahead, so that memory is bounded. One that cannot be read gives a `Doc` with `error` and its number from 1, and the
        stream goes on; one that came before, by source and id, is marked `duplicate`. What `articles` raises is raised
        after what came before it."""
        for text, lines in self._engine.pipe(articles, source, threads(n_threads)):
            yield Doc(text, lines)

    def extract_batch(self, batch: pa.RecordBatch, records: str = "nested", *, source: str = "-") -> pa.RecordBatch:
        """The records of a batch as one batch, on the calling thread. No row hangs on another.

        Raises ValueError where no column holds a title or a text, or where the records take more than 2 GB.
        """
        return self._engine.extract_batch(batch, records, source)

    def extract_batches(
        self,
        batches: Iterable[pa.RecordBatch],
        records: str = "nested",
        *,
        n_threads: int | None = None,
        source: str = "-",
        stream: bool = True,
    ) -> Iterator[pa.RecordBatch]:
        """The records of batches as batches of `schema(records)`, in order, by `n_threads` threads (all cores unless said).

        The columns of `batches` are named as the fields of a document, or as `load(fields=...)` says; texts may be
        string, large_string or string_view and are not copied on the way in. Where the batches are one `stream`, errors tell
        the number of their row, from 1, and documents that came before are marked, as the command line does it;
        with `stream=False` nothing hangs on other rows, as a task wants it that may run again.

        Raises ValueError where no column holds a title or a text.
        """
        return iter(self._engine.extract_batches(batches, records, source, threads(n_threads), stream))

    @staticmethod
    def schema(records: str = "nested") -> pa.Schema:
        """The columns that `extract_batches` gives."""
        return _trich.arrow_schema(records)

    def __reduce__(self) -> tuple[Any, ...]:
        return _load, self._options

    def __repr__(self) -> str:
        return f"<trich.Nlp {_trich.ENGINE}, lexicon {self.lexicon[:12]}>"


def threads(wanted: int | None) -> int:
    """How many threads are meant: those that this process may run on unless said."""
    if wanted is not None:
        if wanted < 1:
            raise ValueError(f"n_threads={wanted}: use 1 or more")
        return wanted
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
