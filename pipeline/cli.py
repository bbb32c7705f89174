"""The command line: options and help; each command's work is a module of its own.

Exit codes are the same for every command: 0 for success, 1 where something could not be had or
done though the rest was, 2 where the command, its files or its sources cannot be used. Modules
are imported when their command runs, so that ``--help`` comes at once.
"""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli_common import Data, JudgementsFile, directory, end, told_errors
from pipeline.cli_review import review_app

app = typer.Typer(
    name="gigawatch",
    help="An open knowledge base of AI infrastructure announcements: every number with its "
    "sentence.\n\nStart with `gigawatch run`, then open DATA/gigawatch.duckdb.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)

sources_app = typer.Typer(
    help="Look at the sources: what they are, and whether they answer.", no_args_is_help=True
)
app.add_typer(sources_app, name="sources")
app.add_typer(review_app, name="review")

Sources = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="TOML file of sources, or `live` for the list that ships with Gigawatch; the sample "
        "newsroom if left out. [env: GIGAWATCH_SOURCES]",
        show_default=False,
    ),
]
LiveSources = Annotated[
    Path | None,
    typer.Option(
        "--sources",
        metavar="FILE",
        help="TOML file of sources; the list that ships with Gigawatch if left out. "
        "[env: GIGAWATCH_SOURCES]",
        show_default=False,
    ),
]
Files = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[FILE ...]", help="Files; standard input if none, or for -."),
]


@app.callback()
def common(context: typer.Context, data: Data = None) -> None:
    """Hold the options that every command takes."""
    context.obj = data


@app.command()
def run(
    context: typer.Context,
    sources: Sources = None,
    judgements: JudgementsFile = None,
    data: Data = None,
) -> None:
    """Fetch, read, merge and publish everything once.

    Exit code: 0 if all went well, 1 if something could not be had or done (the rest is done),
    2 if the sources file cannot be used.
    """
    from pipeline.commands.run import run as go

    with told_errors():
        end(go(data or context.obj, sources, judgements))


@app.command()
def extract(
    files: Files = None,
    html: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Also write a page with the claims marked in the text."),
    ] = None,
) -> None:
    """Print the claims of documents, one line of JSON each; touches no database.

    Takes HTML, Markdown and text files, and JSON or JSON Lines documents
    (`{"id", "title", "published", "url", "text"}`, or `"html"` in place of `"text"`).
    Exit code 1 if a document could not be read; the others are printed all the same.
    """
    from pipeline.commands.extract import extract as go

    with told_errors():
        end(go(files or [], html))


@app.command()
def parse(files: Files = None) -> None:
    """Print the article that each file holds, one line of JSON each; touches no database.

    Exit code 1 if a file holds no article; the others are printed all the same.
    """
    from pipeline.commands.parse import parse as go

    with told_errors():
        end(go(files or []))


@app.command()
def assess(files: Files = None) -> None:
    """Judge physical claims given as JSON Lines against shipping parts, the trend and physics.

    Exit code 1 if some line was no JSON object; a verdict never changes it.
    """
    from pipeline.commands.assess import assess as go

    with told_errors():
        end(go(files or []))


@app.command()
def evaluate(
    gold_dir: Annotated[Path, typer.Argument(help="Annotated documents, one JSON file each.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print every figure as JSON.")] = False,
    errors: Annotated[bool, typer.Option(help="Print the mistakes too.")] = False,
    min_confidence: Annotated[
        float, typer.Option(min=0, max=1, help="Leave out claims of less confidence.")
    ] = 0.0,
) -> None:
    """Measure precision and recall of the extraction against annotated documents."""
    from pipeline.commands.evaluate import evaluate_directory as go

    with told_errors():
        go(gold_dir, as_json=as_json, errors=errors, least=min_confidence)


@app.command()
def ingest(
    context: typer.Context,
    given: Annotated[
        list[str], typer.Argument(metavar="FILE-or-URL ...", help="What to put in by hand.")
    ],
    local: Annotated[
        bool, typer.Option("--local", help="The addresses may be on this machine or network.")
    ] = False,
    data: Data = None,
) -> None:
    """Put documents into the warehouse by hand, then rebuild and publish it."""
    from pipeline.commands.ingest import ingest as go
    from pipeline.settings import Settings

    with told_errors():
        end(go(Settings.given(data or context.obj), given, local=local))


@app.command()
def digest(
    context: typer.Context,
    week: Annotated[
        str | None,
        typer.Option(help="ISO week such as 2026-W26; the last full one with news if left out."),
    ] = None,
    data: Data = None,
) -> None:
    """Write the digest of a week and print where its files lie."""
    from pipeline.commands.digest import digest as go

    with told_errors():
        go(directory(context, data), week)


@app.command()
def export(context: typer.Context, data: Data = None) -> None:
    """Write every table and feed as Parquet, CSV and JSON Lines, with a data dictionary."""
    from pipeline.commands.export import export as go

    with told_errors():
        go(directory(context, data))


@app.command()
def why(
    context: typer.Context,
    fact: Annotated[
        list[str],
        typer.Argument(
            metavar="FACT", help="Id of a fact, claim or deal, its beginning, or words to search."
        ),
    ],
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it as a page instead.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    data: Data = None,
) -> None:
    """Show why a fact stands: sentences, articles, arithmetic, and how they came together.

    Words, such as `gigawatch why Anthropic SpaceX`, list the facts that hold them.
    """
    from pipeline.commands.why import why as go

    with told_errors():
        go(directory(context, data), " ".join(fact), page=html, as_json=as_json)


@sources_app.command("list")
def sources_list(sources: LiveSources = None) -> None:
    """List the sources of a file: kind, tier, schedule, mark and address."""
    from pipeline.commands.sources import list_sources as go

    with told_errors():
        go(sources)


@sources_app.command("check")
def sources_check(sources: LiveSources = None) -> None:
    """Ask each source once, politely, and print what became of it; nothing is kept.

    Exit code 1 if a source did not answer, or had nothing to read.
    """
    from pipeline.commands.sources import check_sources as go

    with told_errors():
        end(go(sources))


def main() -> None:
    """Run the command line."""
    app()
