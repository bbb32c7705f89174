"""Work shared among processes, of which one that dies takes no more with it than what killed it."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

#: So many shares wait for each process; results that nobody took yet are bounded by it too.
_WAITING = 2


def fan_out(
    work: Callable[[Sequence[T]], R],
    shares: Iterable[Sequence[T]],
    workers: int,
    *,
    died: Callable[[T], R],
) -> Generator[R, None, None]:
    """The results of work on shares of items, as they come.

    Where a process dies, as by running out of memory, what was at work is done again, one item at
    a time, so that only the item that kills its process is lost.

    Args:
        work: What to do with a share; it and the items travel to processes that start afresh.
        shares: The items, in shares.
        workers: Number of processes.
        died: The result that stands for an item which killed its process.
    """
    waiting = deque(shares)
    while waiting:
        suspects = yield from _until_death(work, waiting, workers, _WAITING * workers)
        alone: deque[Sequence[T]] = deque([item] for item in suspects)
        while alone:
            killers = yield from _until_death(work, alone, workers=1, at_once=1)
            yield from map(died, killers)


def _until_death(
    work: Callable[[Sequence[T]], R], waiting: deque[Sequence[T]], workers: int, at_once: int
) -> Generator[R, None, list[T]]:
    """Work until nothing is waiting, or a process dies; what was then at work is returned."""
    at_work: dict[Future[R], Sequence[T]] = {}
    with _pool(min(workers, len(waiting))) as pool:
        while waiting or at_work:
            try:
                while waiting and len(at_work) < at_once:
                    at_work[pool.submit(work, waiting[0])] = waiting[0]
                    waiting.popleft()
                done, _ = wait(at_work, return_when=FIRST_COMPLETED)
                results = [future.result() for future in done]
            except BrokenProcessPool:
                return [item for share in at_work.values() for item in share]
            for future in done:
                del at_work[future]
            yield from results
    return []


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that are gone when the context ends, whatever ends it."""
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """Leave the keys that interrupt to the process that started us, and end when it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
