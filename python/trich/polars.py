"""polars: `trich.polars.extract(frame)`. Needs polars and pyarrow."""

from __future__ import annotations

from typing import Any

import polars as pl
import pyarrow as pa

import trich


def extract(frame: pl.LazyFrame, records: str = "nested", *, source: str = "-", **options: Any) -> pl.LazyFrame:
    """The records of the rows of `frame`, with the columns of `Nlp.schema(records)`; `options` are those of `trich.load`.

    A streaming query hands in the rows batch by batch; no row hangs on another.
    """
    schema = trich.Nlp.schema(records)
    empty = pl.DataFrame(pl.from_arrow(schema.empty_table()))

    def run(rows: pl.DataFrame) -> pl.DataFrame:
        batches = rows.to_arrow().to_batches()
        found = list(trich.load(**options).extract_batches(batches, records, source=source, stream=False))
        return pl.DataFrame(pl.from_arrow(pa.Table.from_batches(found, schema)))

    return frame.map_batches(run, schema=empty.schema, streamable=True)
