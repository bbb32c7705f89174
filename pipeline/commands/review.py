"""``gigawatch review``: what waits for a person, the weightiest first."""

from rich.console import Console
from rich.markup import escape

from pipeline.commands.published import open_published
from pipeline.data_directory import DataDirectory

#: Titles with their queries: an id, what it is about, and what speaks for a look at it.
_WAITING = {
    "Facts below the threshold of trust, which enter no sum": """
        SELECT fact_id,
          concat_ws(' ', kind, coalesce(subject, '?'), '>', coalesce(object, '?')) AS about,
          format('{} {}, confidence {:.2f}, {} voices: {}',
            coalesce(high, low), unit, confidence, voices, quote) AS look
        FROM facts WHERE NOT is_trusted
        ORDER BY coalesce(usd_high, 0) DESC, coalesce(high, low, 0) DESC, fact_id
    """,
    "Facts that contradict each other": """
        SELECT link.fact_id,
          concat_ws(' ', fact.kind, coalesce(fact.subject, '?'), '>', coalesce(fact.object, '?')),
          concat_ws(' ', 'against', link.other_fact_id, link.reason)
        FROM fact_links AS link JOIN facts AS fact USING (fact_id)
        WHERE link.relation = 'contradicts'
        ORDER BY coalesce(fact.usd_high, 0) DESC, link.fact_id
    """,
    "Articles set aside unread, a sample of each run and reason": """
        SELECT article_id, concat_ws(': ', reason, title), url FROM set_aside WHERE is_sampled
        ORDER BY recorded_at DESC, reason DESC, article_id
    """,
    "Names that the registry does not know": """
        SELECT entity_id, name,
          format('{} mentions in {} articles', mentions, articles)
            || coalesce(format('; like {} ({:.0f} of 100)', nearest_id, similarity), '')
        FROM entity_candidates ORDER BY articles DESC, mentions DESC, entity_id
    """,
}


def review(data: DataDirectory, limit: int) -> None:
    """Print what waits for a person.

    Args:
        data: Where the warehouse is.
        limit: How many of each sort.
    """
    console = Console(soft_wrap=True, highlight=False)
    with open_published(data) as connection:
        for title, query in _WAITING.items():
            _print(console, title, connection.execute(query).fetchall(), limit)
    console.print("The evidence of a fact: gigawatch why FACT")


def _print(console: Console, title: str, rows: list[tuple[str, ...]], limit: int) -> None:
    console.print(f"[bold]{title}: {len(rows):,}[/bold]")
    for identifier, about, look in rows[:limit]:
        console.print(f"  {identifier}  {escape(about)}\n    {escape(look or '')}")
    if len(rows) > limit:
        console.print(f"  ... and {len(rows) - limit:,} more (--limit)")
    console.print()
