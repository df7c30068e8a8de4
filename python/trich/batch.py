"""Batches that Arrow does not take as they are."""

from __future__ import annotations

import pyarrow as pa


def as_bytes(batch: pa.RecordBatch) -> pa.RecordBatch:
    """`batch` with its texts as bytes, which need not be UTF-8."""
    texts = (pa.string(), pa.large_string(), pa.string_view())
    columns = [column.cast(pa.large_binary()) if column.type in texts else column for column in batch.columns]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)
