"""The arithmetic behind a fact in words that a person can check with a pencil."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol


class Weighed(Protocol):
    """A voice with its weight in the confidence."""

    @property
    def confidence(self) -> float:
        """How sure its surest claim is."""

    @property
    def is_vouched(self) -> bool:
        """Whether a person accepted or corrected a claim of it."""

    @property
    def weight(self) -> float:
        """1 for the surest voice, less for the others."""

    @property
    def cap(self) -> float:
        """What no fact exceeds."""


class Linked(Protocol):
    """A fact on the other end of a link."""

    @property
    def relation(self) -> str:
        """part_of, revises, supersedes or contradicts."""

    @property
    def is_other_side(self) -> bool:
        """Whether the other fact bears the link."""

    @property
    def words(self) -> str:
        """The other fact in a line."""


def confidence_in_words(voices: Sequence[Weighed], confidence: float, trusted_from: float) -> str:
    """How the confidence comes from its voices, and what the threshold makes of it."""
    if any(voice.is_vouched for voice in voices):
        return f"A person vouches for it, so it is trusted; its confidence is {confidence:.2f}."
    verdict = (
        f"At {trusted_from:.2f} or more it is trusted."
        if confidence >= trusted_from
        else f"Below {trusted_from:.2f} it waits in review."
    )
    if not voices:
        return f"Nobody asserts it, so its confidence is {confidence:.2f}. {verdict}"
    if len(voices) == 1:
        told = f"One voice, whose surest sentence was read with confidence {confidence:.2f}"
        return f"{told}. {verdict}"
    factors = [
        f"(1 − {v.confidence:.2f})" if v.weight == 1 else f"(1 − {v.weight:g} × {v.confidence:.2f})"
        for v in voices
    ]
    rest = f"{len(voices) - 1} other {'voice' if len(voices) == 2 else 'voices'}"
    cap = ", the most that any fact gets" if confidence >= voices[0].cap else ""
    return (
        f"The surest voice counts in full and {rest} by half, as they may err alike: "
        f"1 − {' × '.join(factors)} = {confidence:.2f}{cap}. {verdict}"
    ).replace("by half", f"by {voices[1].weight:g}")


def sums_in_words(fact: dict[str, Any], links: Iterable[Linked], deal_usd: str | None) -> str:
    """Whether its amounts are added up, or why not.

    Args:
        fact: The row of ``facts``, with ``is_commitment``.
        links: Its links.
        deal_usd: The dollars of its deal in words.
    """
    if fact["in_sums"]:
        if fact["low"] is None and fact["high"] is None:
            return "It holds, and has no amount to add up."
        if fact["kind"] == "deal" and not fact["is_commitment"]:
            total = f", {deal_usd}" if deal_usd else ""
            return f"It holds, but sums take the dollars of its deal as they are told{total}."
        return "It counts in sums."
    listed = list(links)
    replaced = _of(listed, {"revises", "supersedes"}, "replaced by", True)
    for applies, reason in (
        (not fact["is_trusted"], "its confidence is below the threshold"),
        (fact["state"] in {"denied", "cancelled"}, f"it was {fact['state']}"),
        (fact["state"] == "superseded", replaced),
        (fact["is_part"], _of(listed, {"part_of"}, "its amount is part of", False)),
        (fact["qualitative"], "it is told in words alone"),
    ):
        if applies:
            return f"It counts in no sum: {reason}."
    better = _of(listed, {"contradicts"}, "a better source says otherwise:", None)
    return f"It counts in no sum: {better}."


def _of(links: Iterable[Linked], relations: set[str], phrase: str, other_side: bool | None) -> str:
    """A reason with the facts that it is about."""
    words = [
        link.words
        for link in links
        if link.relation in relations and other_side in {None, link.is_other_side}
    ]
    return f"{phrase} {'; '.join(words)}" if words else phrase.rstrip(":")
