"""A standalone Spark cluster on the loopback: a master and two workers, each a process of ours."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pyspark
from pyspark.sql import SparkSession

HOME = Path(pyspark.__file__).parent
PACKAGE = "org.apache.spark.deploy"
EXECUTOR = "CoarseGrainedExecutorBackend"


def wait_for(what: str, is_there, seconds: float = 180):
    """What `is_there` gives, once it is something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := is_there():
            return found
        time.sleep(0.05)
    raise TimeoutError(f"no {what} after {seconds} s")


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return bound.getsockname()[1]


class Cluster:
    """Starts the cluster in `folder`, where it leaves its logs; `with` ends it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen] = []
        self.url = f"spark://127.0.0.1:{free_port()}"
        self.environment = {
            **os.environ,
            "SPARK_HOME": str(HOME),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_LOCAL_DIRS": str(folder / "scratch"),
            "PYSPARK_PYTHON": sys.executable,
            "SPARK_DAEMON_MEMORY": "256m",
        }

    def __enter__(self) -> Cluster:
        port = self.url.rsplit(":", 1)[1]
        self.start("master.Master", "--host", "127.0.0.1", "--port", port, "--webui-port", str(free_port()))
        wait_for("master", lambda: "I have been elected leader" in self.log(0))
        for number in (1, 2):
            work = str(self.folder / f"work{number}")
            ports = ["--webui-port", str(free_port())]
            options = ["--host", "127.0.0.1", "--cores", "1", "--memory", "1g", "--work-dir", work, *ports]
            self.start("worker.Worker", *options, self.url)
        for number in (1, 2):
            wait_for("worker", lambda n=number: "Successfully registered with master" in self.log(n))
        return self

    def __exit__(self, *_: object) -> None:
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()

    def start(self, name: str, *options: str) -> None:
        command = [str(HOME / "bin/spark-class"), f"{PACKAGE}.{name}", *options]
        with open(self.folder / f"{len(self.processes)}.log", "wb") as log:
            self.processes.append(subprocess.Popen(command, env=self.environment, stdout=log, stderr=log))

    def log(self, number: int) -> str:
        if self.processes[number].poll() is not None:
            raise ChildProcessError((self.folder / f"{number}.log").read_text())
        return (self.folder / f"{number}.log").read_text()

    def session(self) -> SparkSession:
        os.environ.update(self.environment)
        settings = {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.ui.enabled": "false",
            "spark.executor.memory": "512m",
            "spark.executor.cores": "1",
            # A file is a task.
            "spark.sql.files.maxPartitionBytes": "1m",
            "spark.sql.files.openCostInBytes": "1m",
        }
        builder = SparkSession.builder.master(self.url).appName("trich")
        for key, value in settings.items():
            builder = builder.config(key, value)
        return builder.getOrCreate()

    def executors(self) -> list[int]:
        """The executors under our two workers."""
        ours = {process.pid for process in self.processes[1:]}
        return [pid for pid in below(ours) if EXECUTOR in command_line(pid)]


def below(pids: set[int]) -> set[int]:
    """The descendants of `pids`."""
    parents = {}
    for entry in Path("/proc").iterdir():
        try:
            stat = (entry / "stat").read_text() if entry.name.isdigit() else ""
        except OSError:
            continue
        if stat:
            parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
    found, last = set(), set(pids)
    while last := {pid for pid, parent in parents.items() if parent in last}:
        found |= last
    return found


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
