"""Compares the tables of `trich extract --to` with the records of standard output, one by one."""

import csv
import datetime
import decimal
import glob
import json

import pyarrow.parquet as parquet

csv.field_size_limit(1 << 30)
records = [json.loads(line, parse_float=decimal.Decimal) for line in open("records", encoding="utf-8")]
of_type = {}
for record in records:
    of_type.setdefault(record.pop("type"), []).append(record)
assert set(of_type) == {"document", "mention", "claim", "time", "event", "error"}


def plain(value):
    """A value of a table as JSON has it."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, float):
        return decimal.Decimal(str(value))
    return value


def as_lists(key, value):
    """What JSON writes in a shorter form than a list of objects."""
    if key == "links":
        return [{"site": site, "id": id} for site, id in sorted(value.items())]
    if key == "sentences":
        return [{"start": start, "end": end} for start, end in value]
    return value


def compare(have, want, place):
    """Keys that a record leaves out are null in its row, or no items."""
    for key, value in have.items():
        wanted = as_lists(key, want[key]) if want.get(key) is not None else None
        if isinstance(value, dict):
            assert wanted is not None, (place, key, value)
            compare(value, wanted, f"{place}.{key}")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            assert len(value) == len(wanted), (place, key)
            for item, wanted_item in zip(value, wanted):
                compare(item, wanted_item, f"{place}.{key}")
        elif value in (None, []):
            assert wanted in (None, []), (place, key, wanted)
        else:
            assert value == wanted, (place, key, value, wanted)
    lost = {key for key, value in want.items() if value is not None} - set(have)
    assert not lost, (place, lost)


def rows_of(pattern):
    files = sorted(glob.glob(pattern))
    assert files, pattern
    return [plain(row) for file in files for row in parquet.read_table(file).to_pylist()]


for name, want in of_type.items():
    for folder, ending in [("parquet", ""), ("rotated", "-*")]:
        rows = rows_of(f"{folder}/{name}{ending}.parquet")
        assert len(rows) == len(want), (folder, name, len(rows), len(want))
        for row, record in zip(rows, want):
            compare(row, record, name)

for file in glob.glob("rotated/claim-*.parquet"):
    documents = parquet.read_table(file.replace("claim", "document")).column("id").to_pylist()
    assert set(parquet.read_table(file).column("doc").to_pylist()) <= set(documents), file


def text(value):
    """A value of JSON as a field."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


for name, want in of_type.items():
    with open(f"csv/{name}.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(want), (name, len(rows), len(want))
    for row, record in zip(rows, want):
        assert set(record) <= {column.split(".")[0] for column in row}, (name, record)
        for column, field in row.items():
            key, _, inner = column.partition(".")
            value = record.get(key)
            if inner:
                value = value and value.get(inner)
            if isinstance(value, (list, dict)):
                assert json.loads(field, parse_float=decimal.Decimal) == value, (name, column, field)
            else:
                assert field == text(value), (name, column, field, value)

nested = rows_of("nested/document.parquet")
assert len(nested) == len(of_type["document"])
for name in ["mention", "claim", "time", "event"]:
    inner = [record["id"] for row in nested for record in row[f"{name}s"]]
    assert inner == [record["id"] for record in of_type[name]], name
