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
#: Outlets shorten a release from its end, and add what they say under each of theirs.
_LEAD_WORDS = 400
_PERMUTATIONS = 64
_BAND = 3
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
    """MinHash of the five-word shingles that a text begins with, ignoring case."""
    words = text.casefold().split()[:_LEAD_WORDS]
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


def groups(texts: Mapping[str, tuple[Sequence[int], int]], threshold: float) -> dict[str, str]:
    """For each key the first key (in the order given) of the texts that it was copied from.

    Pairs are proposed by bands of equal minima, and kept where the shorter text shares so much with
    the other as the threshold says. Each text follows the earlier one that it shares most with; it
    follows one alone, since a round-up of two releases does not make them one text.

    Args:
        texts: Signature and number of words of each text.
        threshold: Part of the shorter text that the other holds, as estimated.
    """
    keys = list(texts)
    values = np.array([minhash for minhash, _ in texts.values()], dtype=np.uint64)
    sizes = np.array([min(words, _LEAD_WORDS) for _, words in texts.values()], dtype=np.float64)
    followed: dict[int, tuple[float, int]] = {}
    for i, j in _proposed(values):
        shared = _shared(values, sizes, i, j)
        if shared >= threshold:
            followed[j] = max(followed.get(j, (0.0, 0)), (shared, -i))
    leaders = list(range(len(keys)))
    for j in sorted(followed):
        leaders[j] = leaders[-followed[j][1]]
    return {key: keys[leader] for key, leader in zip(keys, leaders, strict=True)}


def _shared(values: NDArray[np.uint64], sizes: NDArray[np.float64], i: int, j: int) -> float:
    """The part of the shorter of two texts that the other holds, estimated by their signatures."""
    jaccard = float(np.mean(values[i] == values[j]))
    common = jaccard / (1 + jaccard) * (sizes[i] + sizes[j])
    return float(min(1.0, common / max(1.0, min(sizes[i], sizes[j]))))


def _proposed(values: NDArray[np.uint64]) -> list[tuple[int, int]]:
    """Pairs of rows, the earlier first, that share a band of their signatures."""
    pairs: set[tuple[int, int]] = set()
    for start in range(0, _PERMUTATIONS - _BAND + 1 if values.size else 0, _BAND):
        band = np.ascontiguousarray(values[:, start : start + _BAND]).view(f"V{8 * _BAND}").ravel()
        _, number, sizes = np.unique(band, return_inverse=True, return_counts=True)
        shared = np.flatnonzero(sizes[number] > 1)
        buckets: dict[int, list[int]] = defaultdict(list)
        for i, bucket in zip(shared.tolist(), number[shared].tolist(), strict=True):
            buckets[bucket].append(i)
        for rows in buckets.values():
            pairs.update(_pairs(rows))
    return sorted(pairs)


def _pairs(bucket: Sequence[int]) -> Iterable[tuple[int, int]]:
    if len(bucket) <= _CROWD:
        return combinations(bucket, 2)
    return pairwise(bucket)
