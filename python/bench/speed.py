"""How fast the wheel is beside the program, on the same file: python speed.py PROGRAM NEWS.jsonl[.gz] FOLDER.

Prints a JSON object. Both run as processes of their own, in turn, round by round; from start to end, so the wheel's figures
hold the start of Python and of the lexicon as the program's do. A ratio is that of the same round; medians of all rounds.
"""

import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 5

RUN = """
import sys
import pyarrow as pa, pyarrow.json, pyarrow.parquet as pq
import trich
path, layout, threads = sys.argv[1:]
if path.endswith(".parquet"):
    batches = pq.ParquetFile(path).iter_batches(1000)
else:
    fields = pa.schema([(name, pa.string()) for name in ("id", "title", "text", "date", "source", "url")])
    parse = pyarrow.json.ParseOptions(explicit_schema=fields, unexpected_field_behavior="ignore")
    batches = pyarrow.json.open_json(path, pyarrow.json.ReadOptions(block_size=1 << 22), parse)
size = 0
for batch in trich.load().extract_batches(batches, layout, source=path, n_threads=int(threads)):
    size += batch.nbytes
print(size)
"""


def timed(command):
    """Wall and processor seconds of a command that must succeed, and the size of the batches that it tells."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdout=out if command[0] == sys.executable else subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        assert status == 0, command
        wall = time.perf_counter() - start
        out.seek(0)
        return wall, usage.ru_utime + usage.ru_stime, int(out.read() or 0)


def unpacked(news, folder):
    """The articles as JSON Lines and as Parquet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    lines = gzip.open(news).read() if news.suffix == ".gz" else news.read_bytes()
    jsonl, parquet = folder / "news.jsonl", folder / "news.parquet"
    jsonl.write_bytes(lines)
    rows = [json.loads(line) for line in lines.splitlines()]
    keys = [key for key in ("id", "title", "text", "date", "source", "url") if any(key in row for row in rows)]
    table = pa.Table.from_pylist(rows, pa.schema([(key, pa.string()) for key in keys]))
    pq.write_table(table, parquet, row_group_size=1000)
    return [jsonl, parquet], len(rows), len(lines), sum(len((row.get("text") or "").encode()) for row in rows)


def stored(parquet, folder):
    """Bytes of the records of a file as Parquet with Zstandard: whole, and without the JSON."""
    import pyarrow.parquet as pq

    import trich

    sizes = []
    for columns in (trich.Nlp.schema().names, trich.Nlp.schema().names[:-1]):
        out = folder / "stored.parquet"
        writer = None
        for batch in trich.load().extract_batches(pq.ParquetFile(parquet).iter_batches(1000), source="news"):
            batch = batch.select(columns)
            writer = writer or pq.ParquetWriter(out, batch.schema, compression="zstd")
            writer.write_batch(batch)
        writer.close()
        sizes.append(out.stat().st_size)
    return sizes


def main(program, news, folder):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    paths, documents, size, text = unpacked(Path(news), folder)
    threads = str(len(os.sched_getaffinity(0)))
    runs = {}
    for path in paths:
        kind = path.suffix[1:]
        runs[kind, "program"] = [program, "extract", "--quiet", "--jobs", threads, str(path)]
        for layout in ("nested", "json", "mention"):
            runs[kind, layout] = [sys.executable, "-I", "-c", RUN, str(path), layout, threads]
    times = {key: [] for key in runs}
    for _ in range(ROUNDS):
        for key, command in runs.items():
            times[key].append(timed(command))
    figures = {}
    for (kind, name), taken in times.items():
        own = times[kind, "program"]
        figures[f"{kind}_{name}"] = {
            **({"output_bytes": taken[0][2]} if taken[0][2] else {}),
            "megabytes_per_second": round(size / 1e6 / statistics.median(wall for wall, _, _ in taken), 2),
            "cpu_seconds": round(statistics.median(cpu for _, cpu, _ in taken), 3),
            "speed_beside_program": round(statistics.median(o[0] / t[0] for o, t in zip(own, taken)), 3),
            "speed_beside_program_by_cpu": round(statistics.median(o[1] / t[1] for o, t in zip(own, taken)), 3),
        }
    whole, typed = stored(paths[1], folder)
    head = {"parquet_zstd_bytes": whole, "parquet_zstd_bytes_without_json": typed, "documents": documents, "bytes": size, "text_bytes": text, "rounds": ROUNDS, "threads": int(threads)}
    print(json.dumps({**head, **figures}))


if __name__ == "__main__":
    main(*sys.argv[1:])
