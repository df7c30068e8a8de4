"""Writes the same articles in many formats, each by the libraries that its users write it with.

usage: formats.py ARTICLES.jsonl FOLDER
"""

import io
import json
import sys
from email.utils import format_datetime
from datetime import datetime
from html import escape

import pandas
import pyarrow
import pyarrow.parquet
from feedgen.feed import FeedGenerator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

source, folder = sys.argv[1:]
articles = [json.loads(line) for line in open(source, encoding="utf-8")]
for article in articles:
    article["url"] = f"https://a.example/{article['id']}?a=1&b=2"
frame = pandas.DataFrame(articles)


def path(name):
    return f"{folder}/{name}"


def text(name, content):
    with open(path(name), "w", encoding="utf-8", newline="") as file:
        file.write(content)


# What the others are compared with.
def lines_of(name, records):
    text(name, "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records))


lines_of("articles.jsonl", articles)
lines_of("times.jsonl", [{**a, "date": f"{a['date']}T00:00:00Z"} for a in articles])

# JSON by Python and pandas.
text("dump.json", json.dumps(articles, ensure_ascii=False))
text("indented.json", json.dumps(articles, indent=2))
nested = [{"meta": {"id": a["id"], "when": {"$date": a["date"]}}, "from": a["source"], "head": a["title"],
           "body": a["text"], "link": {"href": a["url"]}, "tags": ["x", {"y": []}]} for a in articles]
text("nested.json", json.dumps(nested, indent=1))
frame.to_json(path("pandas.json"), orient="records", force_ascii=True)
frame.to_json(path("pandas.jsonl.gz"), orient="records", lines=True, compression="gzip")

# Tables by pandas.
frame.to_csv(path("table.csv"), index=False)
frame.to_csv(path("table.csv.gz"), index=False, compression="gzip")
frame.to_csv(path("quoted.csv"), index=False, quoting=1, lineterminator="\r\n", encoding="utf-8-sig")
frame.to_csv(path("table.tsv"), index=False, sep="\t")

# Parquet by pandas and pyarrow.
frame.assign(score=0.5, tags=[["a", "b"]] * len(frame)).to_parquet(path("pandas.parquet"))
table = pyarrow.Table.from_pylist(articles)
for codec in ["none", "snappy", "gzip", "zstd", "lz4"]:
    pyarrow.parquet.write_table(table, path(f"{codec}.parquet"), compression=codec, row_group_size=7)
pyarrow.parquet.write_table(table, path("v2.parquet"), data_page_version="2.0", use_dictionary=False)
renamed = pyarrow.Table.from_pylist(
    [{"meta": {"id": a["id"]}, "when": datetime.fromisoformat(a["date"]), "from": a["source"], "head": a["title"],
      "body": a["text"], "url": a["url"]} for a in articles])
pyarrow.parquet.write_table(renamed, path("nested.parquet"))

# As the web corpora write it.
web = [{"text": a["text"], "id": f"<urn:uuid:{n}>", "dump": "CC-MAIN-2025-26", "url": a["url"],
        "date": f"{a['date']}T08:00:00Z", "file_path": "s3://x", "language": "vie", "language_score": 0.99,
        "minhash_cluster_size": 1, "top_langs": "{}"} for n, a in enumerate(articles)]
pyarrow.parquet.write_table(pyarrow.Table.from_pylist(web), path("fineweb2.parquet"), compression="zstd")
lines_of("fineweb2.jsonl", web)

# WARC and WET by warcio. They have no titles and no sources: the records are compared with those of pages.jsonl.
pages, lines = [], []
for number, a in enumerate(articles):
    paragraphs = a["text"].split("\n")
    body = "".join(f"<p>{escape(p)}</p>\n" for p in paragraphs)
    page = f"<!DOCTYPE html><html><head><title>{escape(a['title'])}</title><script>x < 1</script></head><body>"
    page += f"<nav><a href='/'>Menu</a></nav>{body}<footer>x</footer></body></html>"
    identifier = f"<urn:uuid:00000000-0000-4000-8000-{number:012}>"
    shown = "\n".join(" ".join(p.split()) for p in paragraphs if p.strip())
    pages.append((identifier, a, page))
    lines.append({"id": identifier, "title": a["title"], "text": shown, "date": f"{a['date']}T08:00:00Z",
                  "url": a["url"]})
lines_of("pages.jsonl", lines)
lines_of("texts.jsonl", [{**line, "title": None, "text": a["text"]} for line, (_, a, _) in zip(lines, pages)])
lines_of("html.jsonl", [{**line, "title": None, "text": page} for line, (_, _, page) in zip(lines, pages)])
lines_of("html-as-text.jsonl", lines)


def headers(identifier, a):
    return {"WARC-Record-ID": identifier, "WARC-Date": f"{a['date']}T08:00:00Z"}


for name, gzip in [("pages.warc", False), ("pages.warc.gz", True)]:
    with open(path(name), "wb") as file:
        writer = WARCWriter(file, gzip=gzip)
        writer.write_record(writer.create_warcinfo_record(name, {"software": "test"}))
        for identifier, a, page in pages:
            request = StatusAndHeaders("GET / HTTP/1.1", [("Host", "a.example")], is_http_request=True)
            writer.write_record(writer.create_warc_record(a["url"], "request", http_headers=request))
            answer = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=UTF-8")], protocol="HTTP/1.1")
            writer.write_record(writer.create_warc_record(
                a["url"], "response", payload=io.BytesIO(page.encode()), http_headers=answer,
                warc_headers_dict=headers(identifier, a)))
for name, gzip in [("texts.wet", False), ("texts.wet.gz", True)]:
    with open(path(name), "wb") as file:
        writer = WARCWriter(file, gzip=gzip)
        writer.write_record(writer.create_warcinfo_record(name, {"software": "test"}))
        for identifier, a, _ in pages:
            writer.write_record(writer.create_warc_record(
                a["url"], "conversion", payload=io.BytesIO(a["text"].encode()), warc_content_type="text/plain",
                warc_headers_dict=headers(identifier, a)))

# RSS and Atom by feedgen: compared with feed.jsonl.
feed = FeedGenerator()
feed.id("https://a.example/")
feed.title("Tin")
feed.description("Tin")
feed.link(href="https://a.example/")
wanted = []
for line, (identifier, a, _) in zip(lines, pages):
    entry = feed.add_entry(order="append")
    entry.id(a["url"])
    entry.guid(a["url"])
    entry.title(a["title"])
    entry.link(href=a["url"])
    entry.content("".join(f"<p>{escape(p)}</p>" for p in a["text"].split("\n")), type="CDATA")
    entry.published(f"{a['date']}T08:00:00+07:00")
    wanted.append({**line, "id": a["url"], "date": f"{a['date']}T08:00:00+07:00"})
feed.rss_file(path("feed.rss"), pretty=True)
feed.atom_file(path("feed.atom"), pretty=True)
lines_of("feed.jsonl", wanted)
