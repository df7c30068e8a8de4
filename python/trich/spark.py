"""Spark: `trich.spark.extract(df)`. Needs pyspark, pyarrow and, as `mapInArrow` asks for it, pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyspark.sql.pandas.types import from_arrow_schema

import trich

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def extract(df: DataFrame, records: str = "nested", *, source: str = "-", **options: Any) -> DataFrame:
    """The records of the rows of `df`, with the columns of `Nlp.schema(records)`; `options` are those of `trich.load`.

    A task that runs again gives the same records: ids come from the documents, and nothing is written on the way.
    Each Python worker loads the lexicon once; a pack is mapped, and shared by the workers of a host.
    """

    def run(batches: Any) -> Any:
        return trich.load(**options).extract_batches(batches, records, n_threads=1, source=source, stream=False)

    return df.mapInArrow(run, from_arrow_schema(trich.Nlp.schema(records)))
