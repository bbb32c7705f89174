"""``gigawatch why``: the whole chain behind a fact, from its number to its sentences."""

import json
import re
from pathlib import Path

from rich.console import Console
from rich.text import Text

from pipeline.commands.errors import CommandError
from pipeline.commands.output import print_text
from pipeline.commands.published import open_published
from pipeline.data_directory import DataDirectory
from pipeline.store import PageStore, write_atomically
from warehouse.why.chain import (
    MOST_FOUND,
    Chain,
    Evidence,
    Found,
    Link,
    chain,
    find,
    listed,
    rejected,
)
from warehouse.why.page import html


def why(data: DataDirectory, given: str, *, page: Path | None, as_json: bool) -> None:
    """Print a fact with everything behind it; or a list of facts where several are meant.

    Args:
        data: Where the warehouse is.
        given: The id of a fact, a claim or a deal, the beginning of one, or words.
        page: Where to write it as HTML.
        as_json: Whether to print it as JSON.

    Raises:
        CommandError: if no fact is meant, or several for a page.
    """
    with open_published(data) as connection:
        meant = find(connection, given)
        if not meant and (told := rejected(connection, given)):
            raise CommandError(told)
        if not meant:
            raise CommandError(
                f"{given!r} is the id of no fact and no claim in the warehouse, and no fact holds "
                "these words. Try fewer words, such as the names of two companies."
            )
        if len(meant) > 1:
            _tell_list(listed(connection, meant), given, page, as_json=as_json)
            return
        found = chain(connection, meant[0])
    if page is not None:
        write_atomically(page, html(found, _stored(data, found)).encode())
    if as_json:
        print_text(found.model_dump_json(indent=1))
    elif page is not None:
        print_text(str(page))
    else:
        _Teller(data).tell(found)


def _tell_list(found: list[Found], given: str, page: Path | None, *, as_json: bool) -> None:
    console = Console(soft_wrap=True, highlight=False)
    if page is not None:
        ids = ", ".join(one.fact_id for one in found)
        raise CommandError(f"{given!r} may mean several facts; give one of these: {ids}")
    if as_json:
        listing = [one.model_dump(mode="json") for one in found]
        print_text(json.dumps(listing, indent=1, ensure_ascii=False))
        return
    for one in found:
        trust = "" if one.is_trusted else ", in review"
        firm = f", {one.firmness.replace('_', ' ')}" if one.firmness else ""
        voices = f"{one.voices} {'voice' if one.voices == 1 else 'voices'}"
        console.print(Text.assemble((one.fact_id, "bold"), f"  {one.words}"))
        console.print(
            f"  {one.kind}, {one.state}{firm}, {voices}, first told {one.first_seen}{trust}"
        )
    more = " These are the first; more words find fewer." if len(found) == MOST_FOUND else ""
    console.print(f"\nMore of one: gigawatch why {found[0].fact_id}.{more}")


def _stored(data: DataDirectory, found: Chain) -> dict[str, str]:
    """Where the body of each page lies, as far as it does."""
    store = PageStore(data.pages)
    paths = {claim.page_id: store.path(claim.page_id) for claim in found.evidence}
    return {page_id: str(path) for page_id, path in paths.items() if path.exists()}


def _running(text: str) -> str:
    """A text on one line, with a stroke where a paragraph ends."""
    return re.sub(r"\s*\n\s*", " / ", re.sub(r"[^\S\n]+", " ", text))


class _Teller:
    """Prints a chain; whatever an article wrote is printed as it is, never as markup."""

    def __init__(self, data: DataDirectory) -> None:
        self._console = Console(soft_wrap=True, highlight=False)
        self._data = data

    def tell(self, found: Chain) -> None:
        """Print everything."""
        self._head(found)
        stored = _stored(self._data, found)
        self._title("Who says so")
        for claim in found.evidence:
            self._claim(claim, stored)
        if found.history:
            self._title("How firm, and since when")
            for step in found.history:
                was = f"{step.from_firmness} → " if step.from_firmness else ""
                firmness = f"{was}{step.to_firmness}".replace("_", " ")
                self._line(f"{step.changed_on}  {firmness}  “{step.quote}” {step.publisher or ''}")
        if found.links:
            self._title("Next to other facts")
            for link in found.links:
                self._link(link)
        self._deal(found)
        self._rest(found)

    def _head(self, found: Chain) -> None:
        self._console.print(Text(found.words, style="bold"))
        firm = (found.firmness_latest or found.firmness or "").replace("_", " ")
        told = [
            f"fact {found.fact_id}", found.kind, firm, found.state,
            f"{found.voices} {'voice' if found.voices == 1 else 'voices'}",
            f"{found.articles} {'article' if found.articles == 1 else 'articles'}",
            f"best source: {found.best_tier or 'unknown'}",
            f"told {found.first_seen} to {found.last_seen}",
        ]  # fmt: skip
        self._line(", ".join(filter(None, told)))
        self._line(found.sums_in_words)
        self._line(found.confidence_in_words)

    def _claim(self, claim: Evidence, stored: dict[str, str]) -> None:
        around = Text(_running(claim.before), style="dim")
        around.append(_running(claim.quote), style="not dim bold")
        around.append(_running(claim.after))
        self._console.print(around)
        read = [claim.amount, claim.modality, (claim.firmness or "").replace("_", " ")]
        said = f", said by {claim.speaker}" if claim.speaker else ""
        place = stored.get(claim.page_id, claim.page_id)
        self._lines(
            f"{claim.publisher or 'unknown'} ({claim.tier or 'unknown tier'}), {claim.told_on}:"
            f" {claim.title or ''}  {claim.url or ''}",
            f"{claim.stance} it: {', '.join(filter(None, read))}{said}; read with confidence"
            f" {claim.confidence:.2f}; {claim.reason}",
            f"claim {claim.claim_id}, characters {claim.char_start} to {claim.char_end},"
            f" recorded {claim.recorded_at:%Y-%m-%d %H:%M} UTC",
            f"page {place}",
            *(["the latest version of the article no longer says it"] * (not claim.is_current)),
            *filter(None, [claim.identity, claim.judgement]),
        )
        self._console.print()

    def _link(self, link: Link) -> None:
        self._line(f"{link.phrase}: {link.words}  ({link.reason})")
        self._lines(
            f"“{link.quote or ''}” {link.publisher or ''}, {link.first_seen}",
            f"fact {link.fact_id}, {link.state}, counts in {'sums' if link.in_sums else 'no sum'}",
        )

    def _deal(self, found: Chain) -> None:
        if found.agreement is None:
            return
        deal = found.agreement
        derived = " (a rate times its term)" if deal.is_derived else ""
        amounts = ", ".join(filter(None, [deal.usd and deal.usd + derived, deal.watts]))
        self._title("The deal that it belongs to")
        self._line(f"{deal.payers or '?'} → {deal.payees or '?'}: {amounts}  {deal.agreement_id}")
        for part in deal.parts:
            sums = "in sums" if part.in_sums else "in no sum"
            here = " (this fact)" if part.fact_id == found.fact_id else ""
            self._lines(f"{part.part}: {part.words}, {sums}, fact {part.fact_id}{here}")

    def _rest(self, found: Chain) -> None:
        if found.verdicts:
            self._title("Can it be true?")
            for verdict in found.verdicts:
                self._line(f"{verdict.verdict.replace('_', ' ')}: {verdict.explanation}")
        if found.near:
            self._title("Near it, and kept apart")
            for near in found.near:
                self._line(f"{near.words}  ({near.differs})")
                self._lines(f"“{near.quote or ''}” {near.publisher or ''}, fact {near.fact_id}")
        if found.feeds:
            self._title("Where it stands")
            self._line(", ".join(f"{feed.name} ({feed.rows})" for feed in found.feeds))

    def _title(self, title: str) -> None:
        self._console.print(f"\n[bold underline]{title}[/bold underline]")

    def _line(self, line: str) -> None:
        self._console.print(Text(" ".join(line.split())))

    def _lines(self, *lines: str) -> None:
        for line in lines:
            self._console.print(Text("  " + " ".join(line.split())))
