"""Arrow in and out: the typed columns say what the JSON says."""

import json
from datetime import date, datetime, timezone
from decimal import Decimal

import pyarrow as pa
import pytest

import trich

TYPES = ("mention", "claim", "time", "event")


def batch(articles, text_type=pa.string()):
    schema = pa.schema([(name, text_type) for name in ("id", "title", "text", "date", "source", "url")])
    return pa.RecordBatch.from_pylist(articles, schema)


def as_json(row):
    """A row of typed columns as the contract writes it: exact numbers, ISO dates, no key without a value."""
    if isinstance(row, dict):
        return {key: as_json(value) for key, value in row.items() if value not in (None, [])}
    if isinstance(row, list):
        return [as_json(item) for item in row]
    return row.isoformat() if isinstance(row, date) else row


def without_nulls(record):
    record = {key: value for key, value in record.items() if key != "type"}
    if "links" in record:
        record["links"] = [{"site": site, "id": id_} for site, id_ in record["links"].items()]
    if "sentences" in record:
        record["sentences"] = [{"start": start, "end": end} for start, end in record["sentences"]]
    for key in ("value", "low", "high"):
        if record.get(key) is not None:
            record[key] = Decimal(record[key])
    if "confidence" in record:
        record["confidence"] = float(record["confidence"])
    return as_json(record)


def lines(text):
    return [json.loads(line, parse_float=Decimal) for line in text.splitlines()]


def test_typed_columns_say_what_the_json_says(articles):
    nlp = trich.load(with_text=True)
    rows = [row for out in nlp.extract_batches([batch(articles)]) for row in out.to_pylist()]
    assert len(rows) == len(articles)
    flat = {
        kind: [row for out in nlp.extract_batches([batch(articles)], kind) for row in out.to_pylist()]
        for kind in TYPES
    }
    seen = dict.fromkeys(TYPES, 0)
    for row in rows:
        head, *records = lines(row.pop("json"))
        assert row.pop("error") is None
        nested = {kind: row.pop(kind + "s") for kind in TYPES}
        assert as_json(row) == without_nulls(head)
        for kind in TYPES:
            want = [without_nulls(record) for record in records if record["type"] == kind]
            assert [as_json(record) for record in nested[kind]] == want
            at = seen[kind]
            seen[kind] += len(want)
            assert [as_json(record) for record in flat[kind][at : seen[kind]]] == want
    assert all(count > 20 for count in seen.values()), seen
    assert seen == {kind: len(found) for kind, found in flat.items()}


def test_the_schema_is_the_one_of_the_records():
    described = json.loads(trich.SCHEMA)["$defs"]
    for kind in (*TYPES, "error"):
        columns = set(trich.Nlp.schema(kind).names)
        assert columns | {"type"} == set(described[kind]["properties"]), kind
    nested = trich.Nlp.schema()
    own = set(described["document"]["properties"]) - {"type", "truncated"}
    assert own <= set(nested.names)
    assert nested.field("claims").type.value_type.field("value").type == pa.decimal128(38, 10)
    for layout in trich.LAYOUTS:
        assert trich.Nlp.schema(layout).names


@pytest.mark.parametrize("text_type", [pa.string(), pa.large_string(), pa.string_view()], ids=str)
def test_all_texts_of_arrow_are_read(nlp, articles, text_type):
    want = pa.Table.from_batches(nlp.extract_batches([batch(articles)], "json"))
    whole = batch(articles, text_type)
    assert pa.Table.from_batches(nlp.extract_batches([whole], "json")).equals(want)
    halves = [whole.slice(0, 20), whole.slice(20)]
    assert pa.Table.from_batches(nlp.extract_batches(halves, "json", n_threads=2)).equals(want)
    one = [nlp.extract_batch(half, "json") for half in halves]
    assert pa.Table.from_batches(one).equals(want)


def test_columns_of_other_types_are_read(nlp):
    rows = pa.table(
        {
            "key": pa.array([7, None], pa.uint16()),
            "meta": pa.array([{"when": datetime(2025, 6, 15, 8, tzinfo=timezone.utc)}, None]),
            "from": pa.array(["báo", "báo"]).dictionary_encode(),
            "body": ["Xiaomi ra mắt.", "Nokia ra mắt."],
            "more": [[1], [2]],
        }
    )
    moved = trich.load(fields={"id": "key", "date": "meta.when", "source": "from", "text": "body"})
    first, second = (row for out in moved.extract_batches(rows.to_batches()) for row in out.to_pylist())
    assert (first["id"], first["date"], first["source"]) == ("7", date(2025, 6, 15), "báo")
    assert (second["date"], second["source"]) == (None, "báo")


def test_rows_that_cannot_be_read_are_errors_in_their_place(nlp):
    texts = pa.record_batch({"text": ["Xiaomi", None, "", "Nokia"]})
    rows = [row for out in nlp.extract_batches([texts, texts]) for row in out.to_pylist()]
    assert [row["error"] and row["error"]["code"] for row in rows] == [
        None, "missing-field", "empty-document", None, None, "missing-field", "empty-document", None,
    ]  # fmt: skip
    assert [row["error"]["record"] for row in rows if row["error"]] == [2, 3, 6, 7]
    assert [row["duplicate"] for row in rows if not row["error"]] == [None, None, True, True]
    alone = [row for out in nlp.extract_batches([texts, texts], stream=False) for row in out.to_pylist()]
    assert alone[:4] == alone[4:]
    assert [row["error"]["record"] for row in alone if row["error"]] == [None] * 4
    told = [row for out in nlp.extract_batches([texts], "error") for row in out.to_pylist()]
    assert [row["code"] for row in told] == ["missing-field", "empty-document"]


def test_bytes_that_are_no_text_are_errors(nlp):
    offsets = pa.py_buffer((0).to_bytes(4, "little") + (2).to_bytes(4, "little") + (8).to_bytes(4, "little"))
    texts = pa.Array.from_buffers(pa.string(), 2, [None, offsets, pa.py_buffer(b"\xff\xfeXiaomi")])
    rows = nlp.extract_batch(pa.record_batch({"text": texts, "id": pa.nulls(2)})).to_pylist()
    assert rows[0]["error"]["code"] == "invalid-utf8"
    assert [mention["name"] for mention in rows[1]["mentions"]] == ["Xiaomi"]


def test_wrong_batches_are_told(nlp):
    with pytest.raises(ValueError, match="no column `text`; it has: body, n"):
        list(nlp.extract_batches([pa.record_batch({"body": ["x"], "n": [1]})]))
    with pytest.raises(ValueError, match="no layout"):
        nlp.extract_batches([], "tables")
    with pytest.raises(TypeError):
        nlp.extract_batches(7)
    with pytest.raises(TypeError):
        list(nlp.extract_batches(["text"]))
    with pytest.raises(ValueError, match="n_threads=0"):
        nlp.extract_batches([], n_threads=0)


def test_nothing_gives_nothing(nlp):
    assert list(nlp.extract_batches([])) == []
    empty = batch([])
    assert list(nlp.extract_batches([empty])) == []
    assert nlp.extract_batch(empty).num_rows == 0
    assert nlp.extract_batch(empty).schema == nlp.schema()


def test_what_the_iterator_raises_comes_after_what_came_before(nlp, articles):
    def source():
        yield batch(articles)
        raise KeyError("the disk is gone")

    rows = 0
    with pytest.raises(KeyError, match="the disk is gone"):
        for out in nlp.extract_batches(source()):
            rows += out.num_rows
    assert rows == len(articles)
