"""Near-duplicate articles: MinHash signatures of shingles, and the groups that they form.

MinHash is a few lines of numpy here: the library that has it loads all of scipy for a second.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

_SHINGLE = 5
#: Outlets shorten a release from its end, and add what they say under each of theirs.
_LEAD_WORDS = 400
PERMUTATIONS = 64
_BAND = 3
#: So many shingles are hashed at once: a long text takes no more memory than a short one.
_CHUNK = 4096
#: Each permutation is a multiplication by an odd number and an addition, modulo 2^64.
_NUMBERS: NDArray[np.uint64] = np.frombuffer(
    hashlib.shake_128(b"shingles").digest(2 * 8 * PERMUTATIONS), "<u8"
).reshape(2, PERMUTATIONS)
_FACTORS, _ADDENDS = _NUMBERS[0] | np.uint64(1), _NUMBERS[1]

#: A band shared by more articles than this is boilerplate and proposes no pairs beyond a chain.
_CROWD = 50

Signatures = NDArray[np.uint64]


def signature(text: str) -> list[int]:
    """MinHash of the five-word shingles that a text begins with, ignoring case."""
    words = text.casefold().split()[:_LEAD_WORDS]
    shingles = {
        " ".join(words[i : i + _SHINGLE]).encode() for i in range(max(1, len(words) - _SHINGLE + 1))
    }
    digests = b"".join(hashlib.blake2b(shingle, digest_size=8).digest() for shingle in shingles)
    hashes = np.frombuffer(digests, "<u8")
    least = np.full(PERMUTATIONS, 2**32 - 1, np.uint64)
    for start in range(0, len(hashes), _CHUNK):
        mixed = (hashes[start : start + _CHUNK, None] * _FACTORS + _ADDENDS) >> np.uint64(32)
        np.minimum(least, mixed.min(axis=0), out=least)
    return [int(value) for value in least]


def neighbours(values: Signatures, rows: Collection[int]) -> set[int]:
    """The texts that share a band with some of them, these included."""
    found = set(rows)
    for band in _bands(values):
        found.update(np.flatnonzero(np.isin(band, band[list(rows)])).tolist())
    return found


def follows(
    values: Signatures, words: Sequence[int], rows: Collection[int], threshold: float
) -> dict[int, int]:
    """The earlier text that each of some texts was copied from, if any.

    Pairs are proposed by bands of equal minima, and kept where the shorter text shares so much with
    the other as the threshold says. Each text follows the earlier one that it shares most with; it
    follows one alone, since a round-up of two releases does not make them one text.

    Args:
        values: Signatures of all texts, the earliest first.
        words: Number of words of each.
        rows: The texts that are asked for.
        threshold: Part of the shorter text that the other holds, as estimated.
    """
    sizes = np.minimum(np.array(words, dtype=np.float64), _LEAD_WORDS)
    followed: dict[int, tuple[float, int]] = {}
    for i, j in _proposed(values, rows):
        shared = _shared(values, sizes, i, j)
        if shared >= threshold:
            followed[j] = max(followed.get(j, (0.0, 0)), (shared, -i))
    return {j: -earlier for j, (_, earlier) in followed.items()}


def _shared(values: Signatures, sizes: NDArray[np.float64], i: int, j: int) -> float:
    """The part of the shorter of two texts that the other holds, estimated by their signatures."""
    jaccard = float(np.mean(values[i] == values[j]))
    common = jaccard / (1 + jaccard) * (sizes[i] + sizes[j])
    return float(min(1.0, common / max(1.0, min(sizes[i], sizes[j]))))


def _bands(values: Signatures) -> Iterator[NDArray[np.uint64]]:
    """The bands of the signatures, each as one number a text."""
    for start in range(0, PERMUTATIONS - _BAND + 1 if values.size else 0, _BAND):
        mixed = np.zeros(len(values), np.uint64)
        for column in range(start, start + _BAND):
            mixed = (mixed ^ values[:, column]) * _FACTORS[0] + _ADDENDS[0]
        yield mixed


def _proposed(values: Signatures, rows: Collection[int]) -> list[tuple[int, int]]:
    """Pairs of texts, the earlier first, that share a band; the later is one of those asked for."""
    pairs: set[tuple[int, int]] = set()
    asked = np.fromiter(rows, np.int64)
    for band in _bands(values):
        near = np.flatnonzero(np.isin(band, band[asked]))
        _, number, sizes = np.unique(band[near], return_inverse=True, return_counts=True)
        shared = np.flatnonzero(sizes[number] > 1)
        buckets: dict[int, list[int]] = defaultdict(list)
        for i, key in zip(near[shared].tolist(), number[shared].tolist(), strict=True):
            buckets[key].append(i)
        for bucket in buckets.values():
            pairs.update(_pairs(bucket))
    wanted = set(rows)
    return sorted(pair for pair in pairs if pair[1] in wanted)


def _pairs(bucket: Sequence[int]) -> Iterable[tuple[int, int]]:
    if len(bucket) <= _CROWD:
        return combinations(bucket, 2)
    return pairwise(bucket)
