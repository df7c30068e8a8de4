"""What the tests share: the articles of the project, and the program whose records are the measure."""

import gzip
import json
import os
import subprocess
from pathlib import Path

import pytest

import trich

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus/articles.jsonl"
NEWS = ROOT.parent / "shared/text/tech.jsonl.gz"


def missing(what: str) -> None:
    """Skips a test, but fails where all must run."""
    if os.environ.get("TRICH_CI"):
        pytest.fail(f"{what} is missing; install it")
    pytest.skip(f"{what} is missing")


@pytest.fixture(scope="session")
def nlp() -> trich.Nlp:
    return trich.load()


@pytest.fixture(scope="session")
def articles() -> list[dict]:
    return read(CORPUS)


def read(path: Path) -> list[dict]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def records(path: Path, *options: str) -> bytes:
    """What the command line writes for a file."""
    program = os.environ.get("TRICH_PROGRAM")
    if not program:
        missing("TRICH_PROGRAM, the path of the program,")
    command = [program, "extract", "--quiet", *options, path.name]
    return subprocess.run(command, cwd=path.parent, check=True, capture_output=True).stdout
