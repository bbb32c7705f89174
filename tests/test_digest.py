"""The weekly digest: what it tells, what it never tells, and that it is never rewritten."""

import datetime as dt
import xml.etree.ElementTree as ET
from pathlib import Path

import duckdb
import pyarrow.compute as pc
import pytest
from icalendar import Calendar
from telling import Told, claim, read, warehouse, warehouse_of_feeds

from schema.entity import load_registry
from warehouse.digest.content import WeekError, last_full_week
from warehouse.digest.drawings import Drawings
from warehouse.digest.write import Written, write_digest
from warehouse.extracted import Extracted
from warehouse.rebuild import rebuild
from warehouse.views import create_past, create_past_facts, read_view

NOW = dt.datetime(2026, 7, 20, 6, tzinfo=dt.UTC)
DEAL = claim(
    "deal", "OpenAI", "AWS", role="purchase", value=38e9, firmness="contracted",
    quote="OpenAI will pay AWS $38 billion for compute.",
)  # fmt: skip
FIRST = claim(
    "milestone", "Rubin", stage="production", modality="planned",
    when=("2026-07-01", "2026-09-30"), quote="Rubin goes into production in the third quarter.",
)  # fmt: skip
SLIPPED = claim(
    "milestone", "Rubin", stage="production", modality="planned",
    when=("2027-01-01", "2027-03-31"), quote="Rubin now goes into production in early 2027.",
)  # fmt: skip
DOUBTFUL = claim("deal", "Oracle", "AMD", role="purchase", value=9e9, confidence=0.2,
                 quote="Oracle may well spend $9 billion with AMD.")  # fmt: skip


#: The feeds that a digest tells of, in the order in which they read each other.
FEEDS = (
    "vendor_dependency", "vendor_concentration", "money_cycles", "timeline_promises",
    "timeline_moves", "deployment_timeline", "capacity_curves", "efficiency_vs_limits",
    "plausibility", "week_changes",
)  # fmt: skip


def digestible(*told: Told) -> duckdb.DuckDBPyConnection:
    """A warehouse with what a digest tells of."""
    connection = warehouse_of_feeds(told, *FEEDS)
    create_past_facts(connection)
    create_past(connection, read_view("feeds/week_changes"))
    return connection


def publish(
    connection: duckdb.DuckDBPyConnection, folder: Path, week: str, now: dt.datetime = NOW
) -> Written:
    """Write a digest; weeks that show the same share their pictures."""
    return write_digest(connection, folder, week, now, Drawings(folder / "pictures"))


def text(folder: Path, name: str = "digest.md") -> str:
    return (folder / name).read_text(encoding="utf-8")


def test_it_tells_each_change_with_its_sentence_and_source(tmp_path):
    told = [Told("2026-07-02", [FIRST]), Told("2026-07-15", [DEAL, SLIPPED])]
    with digestible(*told) as connection:
        written = publish(connection, tmp_path, "2026-W29", NOW)
    shown = text(written.folder)
    assert "OpenAI will pay AWS $38 billion for compute." in shown
    assert "Rubin now goes into production in early 2027." in shown
    assert "When will it be there?" in shown
    assert "https://the-daily-grid.example/" in shown
    assert "https://the-daily-grid.example/" in text(written.folder, "digest.html")


def test_what_waits_in_review_is_counted_but_not_told(tmp_path):
    with digestible(Told("2026-07-15", [DEAL, DOUBTFUL])) as connection:
        written = publish(connection, tmp_path, "2026-W29", NOW)
    assert "Oracle may well" not in text(written.folder)
    assert "1 more wait in review" in text(written.folder)


ROUND = claim(
    "deal", "Nvidia", "Groq", role="investment", value=3e9,
    quote="Nvidia puts $3 billion into Groq.",
)  # fmt: skip
SURER = {**DOUBTFUL, "confidence": 0.5}


def test_the_next_digest_tells_what_came_late_and_not_what_was_read_late(tmp_path):
    """An article that comes late is news of the next week; a sentence that is read late is not."""
    then = [
        Told("2026-07-15", [SLIPPED, ROUND], fetched="2026-07-16T09:00:00"),
        Told("2026-07-13", [SURER], fetched="2026-07-16T09:00:00"),
    ]
    pages, extracted = read(then)
    worse = extracted.claims.filter(pc.not_equal(extracted.claims["object"], "Groq"))
    with duckdb.connect() as connection:
        rebuild(connection, pages, Extracted(extracted.articles, worse, extracted.parties),
                registry=load_registry(), now=NOW)  # fmt: skip
        first = publish(connection, tmp_path, "2026-W29", NOW)
    assert "Nvidia puts" not in text(first.folder)
    before = {path: path.read_bytes() for path in first.folder.iterdir()}
    late = [
        Told("2026-07-14", [DEAL], fetched="2026-07-22T09:00:00"),
        Told("2026-07-14", [{**SURER, "quote": "AMD is said to have won $9 billion of Oracle's."}],
             fetched="2026-07-22T09:00:00", publisher="Other", extra="A chip maker, a database."),
    ]  # fmt: skip
    with warehouse([*then, *late], NOW + dt.timedelta(days=14)) as again:
        repeated = publish(again, tmp_path, "2026-W29", NOW + dt.timedelta(days=3))
        following = publish(again, tmp_path, "2026-W30", NOW + dt.timedelta(days=7))
        third = publish(again, tmp_path, "2026-W31", NOW + dt.timedelta(days=14))
        places = again.execute(
            "SELECT week, is_late FROM week_changes WHERE summary LIKE '%AWS%'"
        ).fetchall()
    assert not repeated.is_new
    assert {path: path.read_bytes() for path in first.folder.iterdir()} == before
    assert places == [("2026-W29", True)]
    _, _, told_late = text(following.folder).partition("Told late")
    assert "OpenAI will pay AWS" in told_late
    assert "Oracle – AMD" in told_late  # a late article made it sure
    assert "Nvidia puts" not in text(following.folder)
    assert "Told late" not in text(third.folder)


def test_a_week_that_is_not_over_is_preliminary_and_may_change(tmp_path):
    midweek = dt.datetime(2026, 7, 16, tzinfo=dt.UTC)
    with digestible(Told("2026-07-15", [SLIPPED])) as connection:
        assert not publish(connection, tmp_path, "2026-W29", midweek).digest.is_final
    with digestible(Told("2026-07-15", [SLIPPED]), Told("2026-07-16", [DEAL])) as connection:
        written = publish(connection, tmp_path, "2026-W29", NOW)
    assert written.digest.is_final
    assert "OpenAI will pay AWS" in text(written.folder)


def test_markup_of_an_article_does_nothing_in_the_digest(tmp_path):
    hostile = claim(
        "deal", "OpenAI", "AWS", role="purchase", value=38e9,
        quote='<script>alert(1)</script> [click](javascript:alert(2)) | $38 billion',
    )  # fmt: skip
    told = Told("2026-07-15", [hostile], url="javascript:alert(3)")
    with digestible(told) as connection:
        written = publish(connection, tmp_path, "2026-W29", NOW)
    page = text(written.folder, "digest.html")
    assert "<script" not in page
    assert 'href="javascript' not in page
    assert "](javascript" not in text(written.folder)
    assert "\\[click\\]\\(javascript" in text(written.folder)


def test_the_calendar_holds_the_dates_ahead(tmp_path):
    with digestible(Told("2026-07-02", [FIRST]), Told("2026-07-15", [SLIPPED])) as connection:
        written = publish(connection, tmp_path, "2026-W29", NOW)
    calendar = Calendar.from_ical((written.folder / "milestones.ics").read_bytes())
    events = calendar.walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == ["Rubin: production due"]
    assert events[0]["DTSTART"].dt == dt.date(2027, 3, 31)


def test_the_feed_has_an_entry_a_week(tmp_path):
    with digestible(Told("2026-07-08", [FIRST]), Told("2026-07-15", [SLIPPED])) as connection:
        for week, now in (("2026-W28", NOW - dt.timedelta(days=7)), ("2026-W29", NOW)):
            publish(connection, tmp_path, week, now)
    feed = ET.fromstring((tmp_path / "feed.xml").read_bytes())  # noqa: S314
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == 2


def test_a_week_that_is_none_is_refused_in_words(tmp_path):
    with duckdb.connect() as connection:
        for week in ("2026-29", "2026-W60", "2025-W53", "2026-w29", "next", "2027-W01"):
            with pytest.raises(WeekError, match=week):
                publish(connection, tmp_path, week, NOW)


def test_the_last_full_week_ends_before_today():
    assert last_full_week(dt.date(2026, 7, 20)) == "2026-W29"
    assert last_full_week(dt.date(2026, 7, 19)) == "2026-W28"
    assert last_full_week(dt.date(2027, 1, 6)) == "2026-W53"


def test_pictures_of_an_older_week_show_what_was_recorded_by_its_end(tmp_path: Path) -> None:
    def pays(payee: str, dollars: float, day: str) -> Told:
        deal = claim("deal", "OpenAI", payee, role="purchase", value=dollars, firmness="contracted")
        return Told(day, [deal])

    news = [pays("Oracle", 300e9, "2026-05-04"), pays("AMD", 90e9, "2026-07-13")]
    with warehouse(news, NOW) as connection:
        drawn = publish(connection, tmp_path, "2026-W24").digest.charts[0]
    assert [row[1] for row in drawn.rows] == ["Oracle"]
    assert drawn.source.endswith("; as recorded by 14 June 2026")
