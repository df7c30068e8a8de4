"""How fast others read the same articles, on one thread: python peers.py NAME NEWS.jsonl[.gz] [LEXICONS].

Prints a JSON object. NAME is trich, underthesea-ner, underthesea-words, pyvi-words or spacy-ruler. Loading is not counted; what takes
longer than a minute is stopped, and the articles so far count.
"""

import csv
import gzip
import json
import sys
import time
from pathlib import Path

LONGEST = 60.0
LISTS = {"companies": "company", "products": "product", "people": "person", "places": "place", "organizations": "organization"}


def trich(_):
    import trich

    nlp = trich.load()
    return lambda text: len(nlp(text).to_json())


def underthesea_ner(_):
    from underthesea import ner

    return lambda text: len(ner(text))


def underthesea_words(_):
    from underthesea import word_tokenize

    return lambda text: len(word_tokenize(text))


def pyvi_words(_):
    from pyvi import ViTokenizer

    return lambda text: len(ViTokenizer.tokenize(text))


def spacy_ruler(lexicons):
    """The names of trich's lists, by their letters, over spaCy's tokens that follow blanks and marks."""
    import spacy

    nlp = spacy.blank("xx")
    patterns = []
    for name, label in LISTS.items():
        with open(Path(lexicons) / f"{name}.tsv", encoding="utf-8") as file:
            rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
            for row in rows:
                names = [row["name"], *(row.get("aliases") or "").split("|")]
                patterns.extend({"label": label, "pattern": name} for name in names if name)
    nlp.add_pipe("entity_ruler").add_patterns(patterns)
    return lambda text: len(nlp(text).ents)


def main(name, news, lexicons=None):
    path = Path(news)
    lines = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8")
    texts = [json.loads(line)["text"] for line in lines]
    read = globals()[name.replace("-", "_")](lexicons)
    read(texts[0])
    start, wall = time.process_time(), time.perf_counter()
    size = documents = 0
    for text in texts:
        read(text)
        size += len(text.encode())
        documents += 1
        if time.perf_counter() - wall > LONGEST:
            break
    cpu = time.process_time() - start
    print(json.dumps({"name": name, "documents": documents, "bytes": size, "cpu_seconds": round(cpu, 3), "megabytes_per_cpu_second": round(size / 1e6 / cpu, 4)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
