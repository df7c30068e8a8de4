"""Reads what `trich load` wrote as Parquet and RDF with DuckDB, pyarrow and Oxigraph, and prints it as JSON.

Usage: exports.py FOLDER-OF-PARQUET FILE.nq
"""

import json
import sys

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pyoxigraph as ox

folder, quads = sys.argv[1:]
tables = ["document", "entity", "mention", "claim", "time", "event", "role"]

rows, types, counts = {}, {}, {}
for table in tables:
    path = f"{folder}/{table}.parquet"
    read = pq.read_table(path)
    types[table] = {field.name: str(field.type) for field in read.schema}
    counts[table] = [read.num_rows, duckdb.sql(f"SELECT count(*) FROM '{path}'").fetchall()[0][0]]
    names = [field.name for field in read.schema]

    def plain(value):
        if value is None or isinstance(value, (bool, int)):
            return value
        if isinstance(value, (bytes, bytearray)):
            return bytes(value).hex()
        if hasattr(value, "hex") and not isinstance(value, float):
            return value.hex
        return format(value.normalize(), "f") if hasattr(value, "normalize") else str(value)

    rows[table] = [{name: plain(row[name]) for name in names} for row in read.to_pylist()]

path = f"{folder}/claim.parquet"
exact = duckdb.sql(f"SELECT replace(CAST(key AS VARCHAR), '-', ''), CAST(value AS VARCHAR) FROM '{path}' WHERE value IS NOT NULL").fetchall()
joined = duckdb.sql(
    f"SELECT DISTINCT e.slug FROM '{path}' c JOIN '{folder}/entity.parquet' e ON e.key = c.subject ORDER BY 1"
).fetchall()

store = ox.Store()
store.bulk_load(path=quads, format=ox.RdfFormat.N_QUADS)
prefixes = """
PREFIX trich: <urn:trich:vocabulary:>
PREFIX schema: <https://schema.org/>
PREFIX prov: <http://www.w3.org/ns/prov#>
"""


def ask(query):
    return [[None if term is None else term.value for term in row] for row in store.query(prefixes + query)]


print(
    json.dumps(
        {
            "rows": rows,
            "types": types,
            "counts": counts,
            "exact": exact,
            "joined": [slug for (slug,) in joined],
            "graphs": len(list(store.named_graphs())),
            "claims": ask(
                "SELECT ?c ?v ?b ?e ?t WHERE { GRAPH ?g { ?c a trich:Claim ; trich:begins ?b ; trich:ends ?e ; trich:text ?t . "
                "OPTIONAL { ?c schema:value ?v } } }"
            ),
            "events": ask("SELECT ?e ?t WHERE { GRAPH ?g { ?e a schema:Event ; trich:eventType ?t } }"),
            "partners": ask(
                "SELECT DISTINCT ?w WHERE { GRAPH ?g { ?e trich:eventType 'partnership' ; "
                "trich:partner <urn:trich:entity:company/nokia>, ?w } }"
            ),
            "same": ask("SELECT DISTINCT ?x WHERE { GRAPH ?g { <urn:trich:entity:company/nokia> schema:sameAs ?x } }"),
            "derived": ask("SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?r prov:wasDerivedFrom ?g } }"),
        },
        ensure_ascii=False,
    )
)
