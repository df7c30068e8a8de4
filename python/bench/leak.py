"""Memory over a million short documents: python leak.py. Prints a JSON object with the resident size on the way.

The 16 bytes that a stream keeps of each document, to know it again, are given back when it ends: it runs in ten streams.
"""

import gc
import json
import os

import trich

STREAMS, DOCUMENTS = 10, 100_000


def resident():
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def main():
    nlp = trich.load()
    sizes = []
    for stream in range(STREAMS):
        articles = ({"id": f"{stream}-{n}", "text": f"Xiaomi bán {n} điện thoại ở Việt Nam."} for n in range(DOCUMENTS))
        found = sum(len(doc.to_json()) > 0 for doc in nlp.pipe(articles))
        assert found == DOCUMENTS
        gc.collect()
        sizes.append(round(resident() / 1e6, 1))
    print(json.dumps({"documents": STREAMS * DOCUMENTS, "megabytes_after_each_stream": sizes}))


if __name__ == "__main__":
    main()
