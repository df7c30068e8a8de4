from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

ENGINE: str
"""The program and its version, as documents name it."""
SCHEMA: str
"""The JSON Schema of the records."""

class Engine:
    def __init__(
        self,
        lexicon: list[str],
        offsets: str,
        with_text: bool,
        only: list[str],
        fields: list[str],
        html: bool,
        max_document: int,
    ) -> None: ...
    @property
    def digest(self) -> str: ...
    def extract(self, article: Any, source: str) -> tuple[str, bytes]: ...
    def pipe(self, articles: Iterable[Any], source: str, jobs: int) -> Pipe: ...
    def extract_batch(self, batch: pa.RecordBatch, layout: str, source: str) -> pa.RecordBatch: ...
    def extract_batches(
        self, batches: Iterable[pa.RecordBatch], layout: str, source: str, jobs: int, stream: bool
    ) -> Batches: ...

class Pipe(Iterator[tuple[str, bytes]]):
    def __next__(self) -> tuple[str, bytes]: ...

class Batches(Iterator[pa.RecordBatch]):
    def __next__(self) -> pa.RecordBatch: ...

def arrow_schema(layout: str) -> pa.Schema: ...
