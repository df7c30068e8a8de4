"""Whether the wheel gives the bytes of the program: python equality.py PROGRAM FILE... Prints a JSON object."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa

import trich

FIELDS = ("id", "title", "text", "date", "source", "url")


def main(program, *paths):
    nlp, figures = trich.load(), {}
    for path in map(Path, paths):
        command = [program, "extract", "--quiet", str(path)]
        want = subprocess.run(command, check=True, capture_output=True).stdout
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as lines:
            articles = [json.loads(line) for line in lines]
        one = "".join(nlp(article, source=str(path)).to_json() for article in articles)
        piped = "".join(doc.to_json() for doc in nlp.pipe(articles, source=str(path)))
        table = pa.Table.from_pylist(articles, pa.schema([(name, pa.string()) for name in FIELDS]))
        batches = nlp.extract_batches(table.to_batches(500), source=str(path))
        nested = "".join(line for batch in batches for line in batch["json"].to_pylist())
        figures[path.name.split(".")[0]] = {
            "documents": len(articles),
            "bytes": len(want),
            "document_by_document": one.encode() == want,
            "pipe": piped.encode() == want,
            "batches": nested.encode() == want,
        }
    print(json.dumps(figures))


if __name__ == "__main__":
    main(*sys.argv[1:])
