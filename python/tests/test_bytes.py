"""The records are, to the byte, those of the command line."""

import json

import pyarrow as pa
import pytest
from conftest import CORPUS, NEWS, read, records


@pytest.mark.parametrize("path", [CORPUS, NEWS], ids=lambda path: path.name)
def test_documents_give_the_bytes_of_the_command_line(nlp, path):
    if not path.exists():
        pytest.skip(f"{path} is not here")
    want, articles = records(path), read(path)
    assert b'"type":"error"' not in want
    piped = [doc.to_json() for doc in nlp.pipe(articles, source=path.name)]
    assert len(piped) == len(articles)
    assert "".join(piped).encode() == want
    one_by_one = (nlp(article, source=path.name) for article in articles[:500])
    assert all(doc.to_json() == line for doc, line in zip(one_by_one, piped, strict=False))


@pytest.mark.parametrize("path", [CORPUS, NEWS], ids=lambda path: path.name)
@pytest.mark.parametrize("n_threads", [1, 3])
def test_batches_give_the_bytes_of_the_command_line(nlp, path, n_threads):
    if not path.exists():
        pytest.skip(f"{path} is not here")
    fields = ("id", "title", "text", "date", "source", "url")
    table = pa.Table.from_pylist(read(path), pa.schema([(name, pa.string()) for name in fields]))
    for layout, end in [("nested", ""), ("json", "\n")]:
        batches = nlp.extract_batches(
            table.to_batches(max_chunksize=700), layout, source=path.name, n_threads=n_threads
        )
        have = "".join(line + end for batch in batches for line in batch["json"].to_pylist())
        assert have.encode() == records(path)


def test_errors_and_duplicates_are_those_of_the_command_line(nlp, tmp_path):
    lines = [{"id": "a", "text": "Xiaomi"}, {"id": "b"}, {"id": "a", "text": "Nokia"}, {"id": "c", "text": 5}, {"text": ""}]
    path = tmp_path / "bad.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    import os
    import subprocess

    from conftest import missing

    program = os.environ.get("TRICH_PROGRAM") or missing("TRICH_PROGRAM, the path of the program,")
    run = subprocess.run([program, "extract", "--quiet", path.name], cwd=tmp_path, capture_output=True, check=False)
    assert run.returncode == 3
    want = [json.loads(line) for line in run.stdout.splitlines()]
    have = [json.loads(line) for doc in nlp.pipe(lines, source=path.name) for line in doc.to_json().splitlines()]
    for record in want:
        # Only a file has bytes.
        if record["type"] == "error":
            record["byte"] = None
    assert have == want
    assert [r.get("duplicate", False) for r in have if r["type"] == "document"] == [False, True]
