"""The tables of the warehouse: a row model for each, and the statements that create them."""

import datetime as dt

import duckdb
from pydantic import BaseModel, ConfigDict, Field

from schema.article import Article, Page
from schema.claim import Claim
from schema.entity import Entity
from schema.fact import AgreementFact, ClaimParty, FactClaim, FactLink
from schema.judgement import JudgedAs, Status, Verb
from schema.vocabulary import (
    ClaimKind,
    DatePrecision,
    DealRole,
    EntityKind,
    Firmness,
    MilestoneStage,
    SetAside,
    Verdict,
)
from warehouse.columns import Table, columns_of, comments, quoted


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True)


class _ArticleKeys(_Row):
    article_id: str = Field(description="Hash of the canonical URL; the same for every version.")
    page_id: str = Field(description="The page that this version was parsed from.")


class _ArticleParsed(_Row):
    text_sha256: str = Field(description="SHA-256 of the text (UTF-8), 64 hex digits.")
    words: int = Field(description="Number of words in the text.")
    minhash: tuple[int, ...] = Field(description="MinHash signature of its five-word shingles.")
    set_aside: SetAside | None = Field(
        None, description="Why no claims were looked for in it; null where they were."
    )


class _ArticleDerived(_Row):
    source_id: str = Field(description="Source that led to the page.")
    recorded_at: dt.datetime = Field(description="When the page was fetched (UTC).")
    version: int = Field(description="1 for the first version that was fetched, then 2, 3 ...")
    is_latest: bool = Field(description="Whether no later version of the article is known.")
    publisher_group: str = Field(
        description="Publisher, or its group, under which it counts as one voice."
    )
    duplicate_group: str = Field(
        description="Article id of the earliest article of nearly the same text."
    )
    voice: str | None = Field(
        description="Publisher group of the earliest article in the duplicate group: "
        "copies of one text are one voice. Null where a machine wrote it: that is none."
    )


class _ClaimKeys(_Row):
    claim_id: str = Field(
        description="Hash of page, sentence and numbers, 16 hex digits; a better reading keeps it."
    )
    statement_id: str = Field(
        description="Hash of article and content without the span: one in all versions."
    )
    article_id: str = Field(description="The article that says it.")
    page_id: str = Field(description="The page (version of the article) that first says it.")


class _ClaimWhen(_Row):
    when_start: dt.date | None = Field(None, description="First day of the interval, null if open.")
    when_end: dt.date | None = Field(None, description="Last day of the interval, null if open.")


class _ClaimDerived(_Row):
    published: dt.date | None = Field(None, description="Day of publication of the article.")
    recorded_at: dt.datetime = Field(description="When we first recorded it (UTC).")
    told_on: dt.date = Field(
        description="Day of publication; the day of recording where that is unknown or later."
    )
    is_current: bool = Field(description="Whether the latest version of the article still says it.")
    judged: JudgedAs | None = Field(
        None,
        description="What a person said of it: accepted, corrected, or rejected, "
        "and then it stands for no fact; null where nobody did.",
    )


class _EntityKind(_Row):
    kind: EntityKind | None = Field(
        None, description="What sort of thing it is; null while it is a candidate."
    )


class _EntityExtra(_Row):
    root_id: str = Field(
        description="Owner under which it counts: the top of its chain of parents, itself if none; "
        "a company that an investor holds counts for itself."
    )
    is_candidate: bool = Field(description="True for a name that the registry does not know.")
    is_named: bool = Field(
        description="False for words that describe a thing or name a place only: gas turbines."
    )


class EntityCandidate(_Row):
    """An unknown name, for a person to judge."""

    entity_id: str = Field(description="Id of the candidate: name: and the name in small letters.")
    name: str = Field(description="The name in its most frequent spelling.")
    is_named: bool = Field(
        description="False for words that describe a thing or name a place only: gas turbines."
    )
    mentions: int = Field(description="Number of claims that name it.")
    articles: int = Field(description="Number of articles that name it.")
    first_seen: dt.date = Field(description="Day of the first article that names it.")
    last_seen: dt.date = Field(description="Day of the last article that names it.")
    parent: str | None = Field(
        None, description="Known owner of whom it is told: Nvidia GPUs, a site of Meta in Ohio."
    )
    nearest_id: str | None = Field(
        None, description="Entity of the registry that it is most like, only proposed."
    )
    similarity: float | None = Field(None, description="How like it is, 0 to 100.")
    proposals: tuple[str, ...] = Field(
        (), description="Entities of the registry that it may be, the likest first, at most three."
    )


class Publisher(_Row):
    """Who published articles."""

    publisher: str = Field(description="Name of the publisher, else its host.")
    publisher_group: str = Field(description="Group under which it counts as one voice.")
    tier: str | None = Field(None, description="Best tier under which it was read.")
    articles: int = Field(description="Number of articles.")
    first_published: dt.date | None = Field(None, description="Day of its first article.")
    last_published: dt.date | None = Field(None, description="Day of its last article.")


class PublisherGroup(_Row):
    """A publisher that counts as one voice with others of its owner."""

    publisher: str = Field(description="Name of the publisher.")
    publisher_group: str = Field(description="The owner, under which it counts as one voice.")
    source: str = Field(description="Where the owner names it.")


class VerdictRow(_Row):
    """The verdict on one physical claim, stamped with the references it was judged against."""

    fact_id: str = Field(description="The fact that was judged.")
    claim_id: str = Field(description="The claim whose words were judged.")
    joined_claim_ids: tuple[str, ...] = Field(
        description="Claims of the same part that gave missing values."
    )
    record_id: str = Field(description="Id of the assessed record; a claim may give several.")
    metric: str | None = Field(None, description="Metric of the limits that it was judged under.")
    verdict: Verdict = Field(description="Where the claim stands on the ladder of references.")
    binding: str | None = Field(
        None, description="The rung that decided: hard, practical, roofline, trend, best_shipping."
    )
    normalised_value: float | None = Field(
        None, description="The claim in the form where higher is bolder."
    )
    normalised_unit: str | None = Field(None, description="Unit of the value and of every rung.")
    best_shipping: float | None = Field(None, description="Best shipping value at the claim date.")
    trend: float | None = Field(None, description="Value of the trend at the claimed date.")
    practical: float | None = Field(None, description="Practical limit.")
    hard: float | None = Field(None, description="Hard limit of physics.")
    missing: tuple[str, ...] = Field(description="What keeps the claim from being judged.")
    explanation: str = Field(description="The arithmetic in one sentence.")
    assumptions: tuple[str, ...] = Field(description="What was taken for granted in the mapping.")
    frontier: str = Field(description="Version of the reference data that it was judged against.")


class Threshold(_Row):
    """A number that decides something, kept as data."""

    name: str = Field(description="Name of the threshold.")
    value: float = Field(description="Its value.")
    meaning: str = Field(description="What it decides, and where the value comes from.")


class Rank(_Row):
    """The place of a word on a ladder."""

    word: str = Field(description="The word.")
    rank: int = Field(description="Place on the ladder, 1 first.")
    grade: str = Field(description="Coarser grade under which sums are kept apart.")


class BuildTest(_Row):
    """One of the five tests of when a large buyer should stop renting."""

    test: str = Field(description="Name of the test.")
    place: int = Field(description="Its place among the five.")
    measure: str = Field(description="What is measured.")
    speaks_for_building: str = Field(
        description="at_least or at_most: which side of the threshold speaks for building."
    )
    evidence_needed: str = Field(description="Without which the test says no evidence.")
    limits: str = Field(description="What the measure cannot see.")


class Finance(_Row):
    """A company's last annual figures, against which its commitments are measured."""

    entity_id: str = Field(description="The company.")
    company: str = Field(description="Its name.")
    fiscal_year_end: dt.date = Field(description="Last day of the fiscal year.")
    revenue_usd: float | None = Field(None, description="Annual revenue, US dollars.")
    operating_cash_flow_usd: float | None = Field(None, description="Cash from operations.")
    capex_usd: float | None = Field(None, description="Annual capital spending, US dollars.")
    source: str = Field(description="Filing or statement that gives the figures.")


class StageDuration(_Row):
    """How long a step between two stages of a chip takes, usually and at the shortest known."""

    place: int = Field(description="Place of the step in the chain, 1 first.")
    from_stage: MilestoneStage = Field(description="The stage before the step.")
    to_stage: MilestoneStage = Field(description="The stage after it.")
    typical_low_days: int = Field(description="Usual time, lower end, days.")
    typical_high_days: int = Field(description="Usual time, upper end, days.")
    record_days: int = Field(description="The shortest known, days.")
    typical_source: str = Field(description="Where the usual time comes from.")
    record_source: str = Field(description="Where the record comes from.")
    seen_at: str = Field(description="Where that was read.")
    published: str = Field(description="When that was published or the value was set.")
    standing: str = Field(description="cited, or assumed where it is our assumption.")


class AnnouncedAgreement(_Row):
    """One of the field's largest announced agreements, whether or not an article tells it."""

    entry_id: str = Field(description="Short name of the entry.")
    what: str = Field(description="What was agreed, in words.")
    payer_ids: tuple[str, ...] = Field(description="Who pays or takes the capacity.")
    payee_ids: tuple[str, ...] = Field(
        description="Who is paid or supplies; empty where the payer builds for itself."
    )
    kind: ClaimKind = Field(description="deal where it is money, capacity where it is power.")
    role: DealRole | None = Field(None, description="What the money is for; null of capacity.")
    low: float | None = Field(None, description="Lower bound, null where open.")
    high: float | None = Field(None, description="Upper bound, null where open.")
    unit: str = Field(description="USD or W.")
    announced_on: dt.date = Field(description="Day of the announcement, or of the first report.")
    announced_precision: DatePrecision = Field(
        description="day where the page prints it; month where it gives no more, and the day is "
        "not sourced."
    )
    firmness: Firmness = Field(description="How firm it stood when it was announced.")
    source: str = Field(description="Address of a page that tells parties and amount.")


class ExchangeRate(_Row):
    """What a unit of another currency was worth, for totals in dollars."""

    currency: str = Field(description="ISO 4217 code.")
    day: dt.date = Field(description="Day of the rate; it holds until the next one.")
    usd_per_unit: float = Field(description="US dollars for one unit.")
    source: str = Field(description="Who published it.")


class JudgementRow(_Row):
    """A line of the file of judgements, and what became of it."""

    judgement_id: str = Field(description="Id of the judgement; line: and its number if unusable.")
    line: int = Field(description="Its line in the file.")
    judged_at: dt.datetime | None = Field(None, description="When it was decided (UTC).")
    who: str | None = Field(None, description="Who decided it.")
    verb: Verb | None = Field(
        None, description="accept, reject, merge, split, correct, alias or undo."
    )
    why: str | None = Field(None, description="Why.")
    url: str | None = Field(None, description="Address of the article whose claim was judged.")
    quote: str | None = Field(None, description="The sentence that was judged.")
    judgement: str = Field(description="The whole line.")
    status: Status = Field(
        description="applied; waiting (its page or name is not there); unmatched (the sentence is "
        "not read so any more); ambiguous (several claims fit); overruled (by a later judgement, "
        "or by the registry); undone; unreadable."
    )
    note: str | None = Field(None, description="Why it was not applied, or how, in words.")
    claim_ids: tuple[str, ...] = Field(description="The claims that it touches.")
    fact_ids: tuple[str, ...] = Field(description="The facts that those claims stand for.")


class ClaimCorrection(_Row):
    """A field of a claim that a judgement changed."""

    claim_id: str = Field(description="The claim.")
    field: str = Field(description="Column of the table claims.")
    as_read: str | None = Field(None, description="What was read in the text.")
    as_judged: str | None = Field(None, description="What a person says that it says.")
    judgement_id: str = Field(description="The judgement.")


class Versions(_Row):
    """What a build depends on beside the clock, each as a hash; equal hashes, equal content."""

    code: str = Field("", description="The program that read, resolved and aggregated, as a hash.")
    reference: str = Field("", description="The registry of names and other reference data.")
    judgements: str = Field("", description="The judgements of persons; empty if none.")
    sources: str = Field("", description="What is said of sources: publishers and tiers.")
    pages: str = Field("", description="The pages, and which of them could be read.")


class Build(Versions):
    """How and when this file was built."""

    built_at: dt.datetime = Field(description="The clock that the build was handed (UTC).")
    latest_recorded: dt.datetime | None = Field(
        None, description="When the newest page in it was fetched (UTC)."
    )


class RebuildChange(_Row):
    """What a rebuild changed of a fact, and why."""

    cause: str = Field(
        description="world (new pages), or what else was changed: code, reference, judgements, "
        "sources; several joined by 'and' where they were changed at once."
    )
    change: str = Field(
        description="appeared, vanished, merged or split; or what of it differs: parties, amount, "
        "date, sort, firmness, state, trust, sums, evidence (independent voices), id."
    )
    kind: str = Field(description="What sort of statement the fact is.")
    fact_id: str = Field(description="The fact; of one that vanished its earlier id.")
    old_value: str | None = Field(None, description="What it was before.")
    new_value: str | None = Field(None, description="What it is now.")
    words: str | None = Field(None, description="The fact in words, as it was if it is no more.")
    rebuilt_at: dt.datetime = Field(description="The clock of the rebuild (UTC).")


PAGES = Table(
    "pages",
    "One row per response exactly as received; bodies lie under pages/ by their hash.",
    ("page_id",),
    columns_of(Page),
)

#: Articles as they travel from extraction to loading.
PARSED_ARTICLES = Table(
    "parsed_articles",
    "One row per page that holds an article, as extraction leaves it.",
    ("page_id",),
    (*columns_of(_ArticleKeys), *columns_of(Article), *columns_of(_ArticleParsed)),
)

ARTICLES = Table(
    "articles",
    "One row per version of an article: its text and what is known about it.",
    ("page_id",),
    (
        *columns_of(_ArticleKeys),
        *columns_of(_ArticleDerived),
        *columns_of(Article),
        *columns_of(_ArticleParsed, without={"minhash"}),
    ),
)

_CLAIM_COLUMNS = (
    *columns_of(_ClaimKeys),
    *columns_of(
        Claim,
        without={"parties"},
        renamed={"start": "char_start", "end": "char_end"},
        replaced={"when": columns_of(_ClaimWhen)},
    ),
)

#: Claims as they travel from extraction to loading.
EXTRACTED_CLAIMS = Table(
    "extracted_claims",
    "One row per claim of a page, as extraction leaves it.",
    (),
    _CLAIM_COLUMNS,
)

CLAIMS = Table(
    "claims",
    "One row per statement in an article, with the exact sentence that carries it.",
    ("claim_id",),
    (*_CLAIM_COLUMNS, *columns_of(_ClaimDerived)),
)

CLAIM_PARTIES = Table(
    "claim_parties",
    "One row per party of a claim, as the text names it and as it was resolved.",
    ("claim_id", "role", "position"),
    columns_of(ClaimParty),
)

ENTITIES = Table(
    "entities",
    "Organisations, chips, sites and programmes; candidates are names nobody has judged yet.",
    ("entity_id",),
    (*columns_of(Entity, replaced={"kind": columns_of(_EntityKind)}), *columns_of(_EntityExtra)),
)

TABLES: tuple[Table, ...] = (
    PAGES,
    ARTICLES,
    CLAIMS,
    CLAIM_PARTIES,
    ENTITIES,
    Table(
        "entity_candidates",
        "Names that the registry does not know, with how often they were met.",
        ("entity_id",),
        columns_of(EntityCandidate),
    ),
    Table(
        "publishers",
        "Who published the articles, and which of them count as one voice.",
        ("publisher",),
        columns_of(Publisher),
    ),
    Table(
        "fact_claims",
        "Which claims are one fact; all else of a fact is aggregated from here.",
        ("claim_id",),
        columns_of(FactClaim),
    ),
    Table(
        "fact_links",
        "Relations between facts: tranches, revisions, replacements, conflicts.",
        ("fact_id", "relation", "other_fact_id"),
        columns_of(FactLink),
    ),
    Table(
        "agreement_facts",
        "Which facts belong to one deal, and what each adds to it.",
        ("fact_id",),
        columns_of(AgreementFact),
    ),
    Table(
        "verdicts",
        "Verdicts on physical claims with the arithmetic and the references used.",
        ("record_id",),
        columns_of(VerdictRow),
    ),
    Table(
        "thresholds",
        "Numbers that decide what is merged, trusted and summed.",
        ("name",),
        columns_of(Threshold),
    ),
    Table(
        "firmness_ladder",
        "The ladder of firmness, softest first, with the grade under which sums are kept.",
        ("word",),
        columns_of(Rank),
    ),
    Table(
        "publisher_groups",
        "Publishers of one owner, which count as one voice.",
        ("publisher",),
        columns_of(PublisherGroup),
    ),
    Table("tiers", "Tiers of publishers, best first.", ("word",), columns_of(Rank)),
    Table(
        "layers",
        "Layers of the AI stack, from the ground up.",
        ("word",),
        columns_of(Rank),
    ),
    Table(
        "milestone_stages",
        "Stages of a milestone in their order, those of a chip first.",
        ("word",),
        columns_of(Rank),
    ),
    Table(
        "build_tests",
        "The five tests of build_or_rent: what each measures, and what it cannot see.",
        ("test",),
        columns_of(BuildTest),
    ),
    Table(
        "company_finances",
        "Annual figures of companies from their filings, as a measure for commitments.",
        ("entity_id",),
        columns_of(Finance),
    ),
    Table(
        "stage_durations",
        "How long the steps between the stages of a chip take, usually and at the shortest known.",
        ("place",),
        columns_of(StageDuration),
    ),
    Table(
        "announced_agreements",
        "The largest announced agreements from 2024 on: what the warehouse could hold.",
        ("entry_id",),
        columns_of(AnnouncedAgreement),
    ),
    Table(
        "exchange_rates",
        "Rates at the end of each month, at which totals convert other currencies.",
        ("currency", "day"),
        columns_of(ExchangeRate),
    ),
    Table(
        "judgements",
        "What persons decided about claims, facts and names, and what became of each decision.",
        ("judgement_id",),
        columns_of(JudgementRow),
    ),
    Table(
        "claim_corrections",
        "Fields of claims that a judgement changed, with what was read before.",
        ("claim_id", "field"),
        columns_of(ClaimCorrection),
    ),
    Table("build", "How and when this file was built; one row.", (), columns_of(Build)),
    Table(
        "rebuild_changes",
        "What the last rebuild that changed any fact changed: because of the world, that is new "
        "pages, or because of the program and its data.",
        (),
        columns_of(RebuildChange),
    ),
)

BY_NAME = {table.name: table for table in TABLES}


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop every view and table that an earlier build left, and create every table, empty."""
    connection.execute("DROP SCHEMA IF EXISTS standing CASCADE")
    left: list[tuple[str, str]] = connection.execute(
        """
        SELECT 'VIEW', view_name FROM duckdb_views() WHERE NOT internal AND NOT temporary
        UNION ALL
        SELECT 'TABLE', table_name FROM duckdb_tables() WHERE NOT internal AND NOT temporary
        """
    ).fetchall()
    _drop(connection, left)
    for table in TABLES:
        connection.execute(table.ddl())


def drop_macros(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop every macro, those of an older version of the program included."""
    left: list[tuple[str, str]] = connection.execute(
        "SELECT DISTINCT if(function_type = 'macro', 'MACRO', 'MACRO TABLE'), function_name"
        " FROM duckdb_functions() WHERE NOT internal"
    ).fetchall()
    _drop(connection, left)


def describe_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Comment on every table and column."""
    for table in TABLES:
        meanings = {column.name: column.comment for column in table.columns}
        connection.execute(comments("TABLE", table.name, table.comment, meanings))


def _drop(connection: duckdb.DuckDBPyConnection, left: list[tuple[str, str]]) -> None:
    for kind, name in left:
        connection.execute(f"DROP {kind} IF EXISTS {quoted(name)}")
