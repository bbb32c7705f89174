"""What an efficiency claim compares with: a product, a predecessor, a class, or nothing."""

from dataclasses import dataclass

from schema.claim import Claim
from schema.vocabulary import PartyRole
from warehouse.limits.reference import chip_by_alias
from warehouse.limits.words import has_word, is_word


@dataclass(frozen=True, slots=True)
class Baseline:
    """The baseline of a record, and what was assumed in reading it."""

    name: str | None
    kind: str
    assumption: str | None = None


def baseline_of(claim: Claim) -> Baseline:
    """The baseline that a claim's object names, by what is known of that name."""
    name = claim.object
    if name is None:
        return Baseline(None, "none")
    if (chip := chip_by_alias(name)) is not None:
        assumption = f"{name} is taken as {chip.name}" if name != chip.name else None
        return Baseline(chip.name, "product", assumption)
    if has_word(name, "predecessor"):
        return Baseline(name, "predecessor")
    if _names_only_makers(claim):
        return Baseline(name, "class", f"{name} is taken as what its maker sells on that day")
    if any(map(_is_proper, name.split())):
        return Baseline(name, "predecessor")
    return Baseline(name, "class")


def _names_only_makers(claim: Claim) -> bool:
    entities = [m.entity for m in claim.parties if m.role is PartyRole.OBJECT]
    return bool(entities) and all(e is not None and e.startswith("org:") for e in entities)


def _is_proper(word: str) -> bool:
    """Whether a word is part of a product's name: capitals or digits, but not GPU or AI."""
    bare = word.strip(".,'’\"()").removesuffix("'s").removesuffix("’s")
    if is_word(bare, "class_acronyms"):
        return False
    return any(c.isupper() or c.isdigit() for c in bare)
