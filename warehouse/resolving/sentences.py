"""What the statements of one sentence tell of each other."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from schema.vocabulary import ClaimKind
from warehouse.resolving.statement import Statement


def in_context(statements: Iterable[Statement]) -> list[Statement]:
    """Statements, each read with the others of its sentence.

    A further payment to nobody, told beside what its payer invests, is of that investment:
    "it will invest $5 billion in Acme, and $20 billion in additional payments".
    """
    told = list(statements)
    stakes: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for one in told:
        if one.kind is ClaimKind.DEAL and one.family == "stake" and one.object:
            stakes[one.article_id, one.quote].append(one)
    return [
        _joined(one, stakes.get((one.article_id, one.quote), ())) if is_loose(one) else one
        for one in told
    ]


def is_loose(statement: Statement) -> bool:
    """Whether it is a further payment of somebody to nobody."""
    deal = statement.kind is ClaimKind.DEAL and statement.family == "spending"
    return deal and statement.further and bool(statement.subject) and not statement.object


def _joined(payment: Statement, stakes: Iterable[Statement]) -> Statement:
    """The payment as one of the only investment that its payer makes beside it."""
    own = [stake for stake in stakes if stake.subject == payment.subject]
    if len(own) != 1:
        return payment
    stake = own[0]
    return replace(
        payment,
        family=stake.family,
        role=stake.role,
        object=stake.object,
        owners=stake.owners,
        object_names=stake.object_names,
    )
