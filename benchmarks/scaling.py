"""Whether any input makes reading superlinear: hostile pages and articles, doubled and timed.

    python -m benchmarks.scaling [--size 20000] [--doublings 2] [--of claims] [--large 5000000]

Each input is read at a size and at each of its doublings; what is printed is the time of the
largest and the factor of each doubling, which is 2 where time is linear. Times are of the
processor, the least of two, so that other work on the machine counts for little; under a
hundredth of a second they say nothing, and no factor is told.
"""

import argparse
import time
from collections.abc import Callable
from itertools import pairwise

from benchmarks.scaling_inputs import READERS, SENTENCE, Make, read_claims, repeated

_TELLING = 0.01


def seconds(read: Callable[[str], object], text: str) -> float:
    """The least processor time of two readings."""
    times = []
    for _ in range(2):
        begin = time.process_time()
        read(text)
        times.append(time.process_time() - begin)
    return min(times)


def line(read: Callable[[str], object], make: Make, size: int, doublings: int) -> str:
    """The time of the largest input, and the factors of its doublings."""
    times = [seconds(read, make(size * 2**n)) for n in range(doublings + 1)]
    factors = (
        f"{after / before:8.1f}" if before > _TELLING else "       -"
        for before, after in pairwise(times)
    )
    return f"{times[-1]:10.2f} s{''.join(factors)}"


def main() -> None:
    """Print the figures, and the factor above which they are not linear."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--size", type=int, default=20_000, help="characters of the smallest")
    parser.add_argument("--doublings", type=int, default=2)
    parser.add_argument("--of", choices=[*READERS, "all"], default="all", help="what reads")
    parser.add_argument("--only", default="", help="inputs whose name holds this")
    parser.add_argument("--large", type=int, default=0, help="also an article of so many bytes")
    options = parser.parse_args()
    largest = options.size * 2**options.doublings
    print(f"{'':36}{largest:>9,} characters, factor of each doubling")
    for title, reader in READERS.items():
        if options.of not in (title, "all"):
            continue
        reader.read(SENTENCE)  # loads what is loaded once
        for name, make in reader.inputs.items():
            if options.only in name:
                told = line(reader.read, make, options.size, options.doublings)
                print(f"{title:<10} {name:<26}{told}", flush=True)
    if options.large:
        begin = time.process_time()
        read_claims(repeated(SENTENCE * 4 + "\n")(options.large))
        print(f"one article of {options.large:,} bytes: {time.process_time() - begin:.1f} s")


if __name__ == "__main__":
    main()
