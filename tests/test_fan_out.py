"""Work shared among processes: all of it done, whichever of them dies."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.fan_out import fan_out

DEADLY = {13, 40}


def square(share: Sequence[int]) -> list[int]:
    return [number**2 for number in share]


def square_or_die(share: Sequence[int]) -> list[int]:
    if DEADLY & set(share):
        os.kill(os.getpid(), signal.SIGKILL)  # as the system does where memory runs out
    return square(share)


def fail(share: Sequence[int]) -> list[int]:
    raise ValueError(f"cannot square {share[0]}")


def dead(number: int) -> list[int]:
    return [-number]


def shares(count: int, size: int = 5) -> list[list[int]]:
    return [list(range(i, min(i + size, count))) for i in range(0, count, size)]


def test_every_item_is_worked_on_once() -> None:
    results = fan_out(square, shares(42), 2, died=dead)
    assert sorted(n for result in results for n in result) == [n**2 for n in range(42)]


def test_an_item_that_kills_its_process_takes_no_other_with_it() -> None:
    results = fan_out(square_or_die, shares(50), 2, died=dead)
    done = sorted(n for result in results for n in result)
    assert done == sorted([-13, -40, *(n**2 for n in range(50) if n not in DEADLY)])


def test_an_error_of_the_work_is_raised_as_it_is() -> None:
    with pytest.raises(ValueError, match="cannot square 0"):
        list(fan_out(fail, shares(5), 2, died=dead))


def test_whoever_stops_listening_leaves_no_process() -> None:
    results = fan_out(square, shares(50), 2, died=dead)
    next(results)
    assert multiprocessing.active_children()
    results.close()
    assert not multiprocessing.active_children()


ENDLESS = """
import time
from pathlib import Path
from pipeline.fan_out import fan_out

def work(share):
    Path("worker.pid").write_text(str(__import__("os").getpid()))
    time.sleep(share[0])
    return share

if __name__ == "__main__":
    print(list(fan_out(work, [[60]], 1, died=str)))
"""


def test_processes_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    script = tmp_path / "endless.py"
    script.write_text(ENDLESS)
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    with subprocess.Popen([sys.executable, script], cwd=tmp_path, env=environment) as process:
        told = tmp_path / "worker.pid"
        wait_until(lambda: told.exists() and told.read_text() != "")
        worker = int(told.read_text())
        process.kill()
    wait_until(lambda: not is_alive(worker))


def wait_until(happened: object) -> None:
    end = time.monotonic() + 30
    while not happened():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    try:
        return "State:\tZ" not in status.read_text()
    except OSError:
        return False
