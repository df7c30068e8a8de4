"""Streams, threads, forks, and an interpreter that ends in the middle."""

import gc
import multiprocessing
import os
import subprocess
import sys
import threading
import time

import pytest

import trich


def test_documents_come_in_order(nlp, articles):
    want = [nlp(article).to_json() for article in articles]
    for n_threads in (1, 2, 5):
        assert [doc.to_json() for doc in nlp.pipe(articles, n_threads=n_threads)] == want


def test_a_bad_article_stops_nothing(nlp):
    docs = list(nlp.pipe(["Xiaomi", "", None, "\ud800", {"text": "Nokia"}], n_threads=2))
    assert [doc.error and doc.error.code for doc in docs] == [
        None, "empty-document", "wrong-type", "invalid-utf8", None,
    ]  # fmt: skip
    assert [doc.error.record for doc in docs if doc.error] == [2, 3, 4]


def test_a_document_that_came_before_is_marked(nlp):
    docs = list(nlp.pipe([{"id": 1, "text": "a"}, {"id": 1, "text": "b"}, "c", "c"]))
    assert [doc.duplicate for doc in docs] == [False, True, False, True]


def test_what_the_iterator_raises_comes_after_what_came_before(nlp):
    def source():
        yield from ["Xiaomi"] * 100
        raise KeyError("gone")

    have = []
    with pytest.raises(KeyError, match="gone"):
        have.extend(doc.text for doc in nlp.pipe(source()))
    # `extend` keeps what came before the exception.
    assert have == ["Xiaomi"] * 100


def test_a_pipe_reads_no_more_than_it_says(nlp):
    taken = 0

    def source():
        nonlocal taken
        for _ in range(100_000):
            taken += 1
            yield "Xiaomi"

    pipe = nlp.pipe(source(), n_threads=2)
    next(pipe)
    assert taken <= 8 * 32
    pipe.close()
    assert taken < 100_000


def test_eight_threads_share_a_pipeline(nlp, articles):
    want = [nlp(article).to_json() for article in articles]
    faults = []

    def work(number):
        for round_ in range(3):
            have = (
                [nlp(article).to_json() for article in articles]
                if (number + round_) % 2
                else [doc.to_json() for doc in nlp.pipe(articles, n_threads=2)]
            )
            if have != want:
                faults.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=300)
        assert not thread.is_alive(), "deadlock"
    assert faults == []


def test_the_interpreter_is_free_meanwhile(nlp, articles):
    text = "\n".join(article["text"] for article in articles) * 40
    ended = threading.Event()

    def work():
        nlp(text)
        ended.set()

    worker = threading.Thread(target=work)
    worker.start()
    steps = 0
    while not ended.is_set():
        steps += 1
        time.sleep(0.0005)
    worker.join()
    assert steps > 5


def in_a_fork(number):
    return [doc.to_json() for doc in trich.load().pipe(["Xiaomi và Nokia hợp tác."] * (number + 1), n_threads=2)]


@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_processes_do_as_one(nlp, method):
    pipe = nlp.pipe(["Xiaomi"] * 10_000, n_threads=2)
    next(pipe)
    with multiprocessing.get_context(method).Pool(3) as pool:
        have = pool.map_async(in_a_fork, range(12)).get(timeout=300)
    assert have == [in_a_fork(number) for number in range(12)]
    assert sum(1 for _ in pipe) == 9_999


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no forks here")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_pipe_does_not_go_on_in_a_fork(nlp):
    pipe = nlp._engine.pipe(["Xiaomi"] * 1000, "-", 2)
    next(pipe)
    child = os.fork()
    if child == 0:
        try:
            next(pipe)
        except RuntimeError:
            del pipe
            gc.collect()
            os._exit(7)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    assert sum(1 for _ in pipe) == 999


SHUTDOWN = """
import atexit, itertools, sys, threading
import trich
nlp = trich.load()
pipe = nlp.pipe(itertools.repeat("Xiaomi và Nokia hợp tác." * 50), n_threads=3)
for _ in range(100):
    next(pipe)
if sys.argv[1] == "thread":
    threading.Thread(target=lambda: [None for _ in pipe], daemon=True).start()
if sys.argv[1] == "exit":
    sys.exit(5)
if sys.argv[1] == "raise":
    raise KeyError("x")
"""


@pytest.mark.parametrize(("how", "status"), [("end", 0), ("thread", 0), ("exit", 5), ("raise", 1)])
def test_the_interpreter_may_end_in_the_middle(how, status):
    for _ in range(3):
        run = subprocess.run([sys.executable, "-c", SHUTDOWN, how], timeout=120, capture_output=True, check=False)
        assert run.returncode == status, run.stderr.decode()
        assert b"panicked" not in run.stderr


def resident():
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="no /proc here")
def test_memory_does_not_grow(nlp):
    def run(count):
        for _ in nlp.pipe(({"id": n, "text": f"Xiaomi bán {n} máy."} for n in range(count)), n_threads=2):
            pass
        gc.collect()
        return resident()

    first = run(20_000)
    assert run(60_000) - first < 8 << 20
