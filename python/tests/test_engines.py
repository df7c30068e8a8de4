"""One process, polars and Spark give the same records, on Spark also where an executor is killed meanwhile."""

import hashlib
import shutil
import threading

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from conftest import missing

FILES, COPIES = 24, 12


@pytest.fixture(scope="session")
def dataset(articles, tmp_path_factory):
    """Articles in files, no two of one id."""
    folder = tmp_path_factory.mktemp("articles")
    for number in range(FILES):
        rows = [{**a, "id": f"{a['id']}-{number}-{copy}"} for copy in range(COPIES) for a in articles]
        # A row that is no document is a record too.
        rows.append({"id": f"bad-{number}", "text": ""})
        pq.write_table(pa.Table.from_pylist(rows), folder / f"{number:02}.parquet")
    return folder


def figures(records):
    """How many records there are, the sum of a number made of each, and a digest of all in the order of their ids."""
    columns = (records[name].to_pylist() for name in ("doc", "id", "json"))
    lines = sorted((doc or "", id_ or "", json) for doc, id_, json in zip(*columns, strict=True))
    hashes = [hashlib.sha256(json.encode()).digest() for _, _, json in lines]
    total = sum(int.from_bytes(h[:8]) for h in hashes)
    return len(lines), total, hashlib.sha256(b"".join(hashes)).hexdigest()


@pytest.fixture(scope="session")
def want(nlp, dataset):
    batches = ds.dataset(dataset).to_batches()
    have = figures(pa.Table.from_batches(nlp.extract_batches(batches, "json", stream=False)))
    assert have[0] > 20_000
    return have


@pytest.fixture(scope="session")
def cluster(tmp_path_factory):
    try:
        from cluster import Cluster
    except ImportError:
        missing("pyspark")
    if not shutil.which("java"):
        missing("java (Debian: openjdk-17-jre-headless)")
    with Cluster(tmp_path_factory.mktemp("cluster")) as running:
        session = running.session()
        yield running, session
        session.stop()


def with_one_process(nlp, dataset, request):
    batches = ds.dataset(dataset).to_batches(batch_size=100)
    return pa.Table.from_batches(nlp.extract_batches(batches, "json", n_threads=2, stream=False))


def with_polars(nlp, dataset, request):
    try:
        import polars as pl
    except ImportError:
        missing("polars")
    import trich.polars

    frame = trich.polars.extract(pl.scan_parquet(dataset / "*.parquet"), "json")
    return frame.collect(engine="streaming").to_arrow()


def with_spark(nlp, dataset, request):
    import trich.spark

    _, session = request.getfixturevalue("cluster")
    out = dataset.parent / "spark-out"
    frame = trich.spark.extract(session.read.parquet(str(dataset)), "json")
    frame.write.mode("overwrite").parquet(str(out))
    return ds.dataset(out).to_table()


@pytest.mark.parametrize("engine", [with_one_process, with_polars, with_spark], ids=lambda e: e.__name__[5:])
def test_engines_give_the_same_records(engine, nlp, dataset, want, request):
    assert figures(engine(nlp, dataset, request)) == want


def test_spark_gives_documents_with_their_records(nlp, dataset, cluster):
    import trich.spark

    _, session = cluster
    path = str(dataset / "00.parquet")
    have = trich.spark.extract(session.read.parquet(path)).toArrow().sort_by("id")
    batches = nlp.extract_batches(ds.dataset(path).to_batches(), stream=False)
    want = pa.Table.from_batches(batches, nlp.schema()).sort_by("id")
    assert have.to_pylist() == want.to_pylist()


def test_spark_is_exact_where_an_executor_is_killed(dataset, want, cluster):
    import trich.spark
    from cluster import kill, wait_for

    running, session = cluster
    tracker = session.sparkContext.statusTracker()
    out = dataset.parent / "killed-out"
    frame = trich.spark.extract(session.read.parquet(str(dataset)), "json")
    faults = []

    def write():
        try:
            frame.write.mode("overwrite").parquet(str(out))
        except Exception as error:  # noqa: BLE001
            faults.append(error)

    def under_way():
        """The stage, once some of its tasks are done and some are not."""
        for stage in tracker.getActiveStageIds():
            told = tracker.getStageInfo(stage)
            if told and told.numTasks >= FILES and 2 <= told.numCompletedTasks < told.numTasks - 4:
                return told
        assert job.is_alive(), "the job ended before it could be disturbed"
        return None

    job = threading.Thread(target=write)
    job.start()
    told = wait_for("stage under way", under_way)
    before = running.executors()
    assert len(before) == 2
    kill(before[0])
    print(f"killed executor {before[0]} after {told.numCompletedTasks} of {told.numTasks} tasks")
    job.join(300)
    assert not job.is_alive() and faults == []
    assert before[0] not in running.executors()
    assert figures(ds.dataset(out).to_table()) == want
