from collections.abc import Iterable, Iterator
from typing import Any, final

import pyarrow as pa
from typing_extensions import Self

__all__ = ["ENGINE", "SCHEMA", "Engine", "Pipe", "Batches", "arrow_schema"]

ENGINE: str
"""The program and its version, as documents name it."""
SCHEMA: str
"""The JSON Schema of the records."""

@final
class Engine:
    def __new__(
        cls,
        lexicon: list[str],
        offsets: str,
        with_text: bool,
        only: list[str],
        fields: list[str],
        html: bool,
        max_document: int,
    ) -> Self: ...
    @property
    def digest(self) -> str: ...
    def extract(self, article: Any, source: str) -> tuple[str, bytes]: ...
    def pipe(self, articles: Iterable[Any], source: str, jobs: int) -> Pipe: ...
    def extract_batch(self, batch: pa.RecordBatch, layout: str, source: str) -> pa.RecordBatch: ...
    def extract_batches(
        self, batches: Iterable[pa.RecordBatch], layout: str, source: str, jobs: int, stream: bool
    ) -> Batches: ...

@final
class Pipe(Iterator[tuple[str, bytes]]):
    def __iter__(self) -> Self: ...
    def __next__(self) -> tuple[str, bytes]: ...

@final
class Batches(Iterator[pa.RecordBatch]):
    def __iter__(self) -> Self: ...
    def __next__(self) -> pa.RecordBatch: ...

def arrow_schema(layout: str) -> pa.Schema: ...
