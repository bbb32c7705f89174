"""Near-duplicate articles: MinHash signatures of shingles, and the groups that they form.

MinHash is a few lines of numpy here: the library that has it loads all of scipy for a second.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

_SHINGLE = 5
_PERMUTATIONS = 64
_BAND = 4
#: So many shingles are hashed at once: a long text takes no more memory than a short one.
_CHUNK = 4096
#: Each permutation is a multiplication by an odd number and an addition, modulo 2^64.
_NUMBERS: NDArray[np.uint64] = np.frombuffer(
    hashlib.shake_128(b"shingles").digest(2 * 8 * _PERMUTATIONS), "<u8"
).reshape(2, _PERMUTATIONS)
_FACTORS, _ADDENDS = _NUMBERS[0] | np.uint64(1), _NUMBERS[1]

#: A band shared by more articles than this is boilerplate and proposes no pairs beyond a chain.
_CROWD = 50


def signature(text: str) -> list[int]:
    """MinHash of a text's five-word shingles, ignoring case."""
    words = text.casefold().split()
    shingles = {
        " ".join(words[i : i + _SHINGLE]).encode() for i in range(max(1, len(words) - _SHINGLE + 1))
    }
    digests = b"".join(hashlib.blake2b(shingle, digest_size=8).digest() for shingle in shingles)
    hashes = np.frombuffer(digests, "<u8")
    least = np.full(_PERMUTATIONS, 2**32 - 1, np.uint64)
    for start in range(0, len(hashes), _CHUNK):
        mixed = (hashes[start : start + _CHUNK, None] * _FACTORS + _ADDENDS) >> np.uint64(32)
        np.minimum(least, mixed.min(axis=0), out=least)
    return [int(value) for value in least]


def groups(signatures: Mapping[str, Sequence[int]], threshold: float) -> dict[str, str]:
    """For each key the first key (in the order given) of the texts that are nearly the same.

    Pairs are proposed by bands of equal minima and kept where the estimated Jaccard similarity
    reaches the threshold; a group is whatever such pairs connect, so order of arrival is no matter.
    """
    keys = list(signatures)
    values = np.array([signatures[key] for key in keys], dtype=np.uint64)
    leader = list(range(len(keys)))

    def find(i: int) -> int:
        while leader[i] != i:
            leader[i] = leader[leader[i]]
            i = leader[i]
        return i

    for i, j in _proposed(values):
        if float(np.mean(values[i] == values[j])) >= threshold:
            low, high = sorted((find(i), find(j)))
            leader[high] = low
    return {key: keys[find(i)] for i, key in enumerate(keys)}


def _proposed(values: NDArray[np.uint64]) -> list[tuple[int, int]]:
    """Pairs of rows that share a band of their signatures."""
    pairs: set[tuple[int, int]] = set()
    for start in range(0, values.shape[1] if values.size else 0, _BAND):
        buckets: dict[bytes, list[int]] = defaultdict(list)
        for i, row in enumerate(values[:, start : start + _BAND]):
            buckets[row.tobytes()].append(i)
        for bucket in buckets.values():
            pairs.update(_pairs(bucket))
    return sorted(pairs)


def _pairs(bucket: Sequence[int]) -> Iterable[tuple[int, int]]:
    if len(bucket) <= _CROWD:
        return combinations(bucket, 2)
    return pairwise(bucket)
