"""Feeds: each answers its question with counted-once numbers, commented columns and evidence."""

import datetime as dt
from decimal import Decimal
from importlib.resources import files
from typing import Any

import duckdb
import pytest
from telling import NOW, Told, claim, warehouse, warehouse_of_feeds

from schema.fact import FactState
from schema.vocabulary import Firmness, Tier
from warehouse.views import base_views, feed_views, read_view

#: Every feed that the design names.
DESIGNED = {
    "vendor_dependency", "indirect_dependency", "vendor_concentration", "customer_concentration",
    "supplier_exposure", "money_cycles",
    "commitment_burden", "commitment_conversion", "build_or_rent", "layer_concentration",
    "deployment_timeline", "capacity_pipeline", "efficiency_vs_limits", "plausibility",
    "week_changes",
}  # fmt: skip


def told(day: str, *claims: dict[str, Any], publisher: str = "The Daily Grid", **more: Any) -> Told:
    return Told(day, list(claims), publisher=publisher, **more)


def pays(payer: str, payee: str | None, dollars: float, **fields: Any) -> dict[str, Any]:
    return claim(
        "deal", payer, payee, **{"role": "purchase", "low": dollars, "high": dollars, **fields}
    )


def by(stage: str, subject: str, start: str | None, end: str, **fields: Any) -> dict[str, Any]:
    return claim("milestone", subject, stage=stage, when=(start, end), **fields)


NEWS = [
    told(
        "2025-09-10",
        pays("OpenAI", "Oracle", 300e9, firmness="contracted", when=("2027-01-01", "2031-12-31")),
    ),
    told("2025-09-11", pays("Oracle", "Nvidia", 40e9, firmness="announced")),
    told("2025-09-12", pays("OpenAI", "Oracle", 300e9), publisher="Second Desk"),
    told(
        "2025-09-22",
        pays("Nvidia", "OpenAI", 100e9, role="investment", firmness="letter_of_intent", low=None),
    ),
    told(
        "2025-10-06",
        pays("OpenAI", "AMD", 90e9, firmness="announced"),
        claim("capacity", "OpenAI", "AMD", value=6e9),
        claim("duration", "OpenAI", "AMD", metric="contract_term", value=60, unit="months"),
    ),
    told("2025-10-07", pays("OpenAI", "CoreWeave", 20e9, modality="reported", firmness="rumoured")),
    told("2025-10-08", pays("OpenAI", "Google, Vertiv", 9e9)),
    told("2025-10-09", claim("volume", "OpenAI", "H100", value=400_000)),
    told(
        "2025-11-20",
        claim(
            "share",
            "Nvidia",
            "Customer A",
            value=0.22,
            unit="fraction",
            quote="Customer A made up 22% of revenue.",
        ),
        claim(
            "share", "Intel", "SoftBank", value=0.02, unit="fraction", quote="SoftBank holds 2%."
        ),
        tier=Tier.FILING,
    ),
    told(
        "2026-01-10",
        by("first_deployment", "Jalapeño", None, "2026-06-30"),
        by("tape_out", "Jalapeño", "2025-12-01", "2025-12-31", modality="achieved"),
        claim(
            "duration",
            "Jalapeño",
            metric="design_to_tapeout",
            value=9,
            unit="months",
            modality="achieved",
        ),
    ),
    told("2026-01-12", by("online", "Hyperion", "2026-01-01", "2026-06-30")),
    told("2026-02-10", by("online", "Hyperion", "2026-03-01", "2026-04-30"), publisher="Other"),
    told(
        "2026-03-02",
        pays("Meta", None, 5e9, role="capex", when=("2027-01-01", "2027-12-31")),
        fetched="2026-06-01T09:00:00",
    ),
    told("2026-05-10", by("first_deployment", "Jalapeño", "2026-10-01", "2026-12-31")),
    told(
        "2026-06-24",
        claim(
            "efficiency",
            "Dragonfly C1000",
            "existing server CPUs",
            metric="perf_per_watt",
            low=2,
            high=None,
            unit="ratio",
            conditions={"device": "server_cpu", "baseline_kind": "class"},
        ),
        claim("capacity", "Hyperion", "Meta", value=2e9, stage="under_construction"),
        claim("capacity", "Hyperion", "Meta", value=5e9, unit="Wh", basis="storage"),
    ),
    told(
        "2026-07-06", pays("Amazon", None, 220e9, role="capex", when=("2026-01-01", "2026-12-31"))
    ),
]


#: An evening on which some of the news was out, some published but not fetched, some to come.
THEN = dt.datetime(2026, 5, 10, 20, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def house() -> duckdb.DuckDBPyConnection:
    return warehouse(NEWS)


@pytest.fixture(scope="module")
def house_then() -> duckdb.DuckDBPyConnection:
    """What stood there then: the same of the pages that were recorded."""
    recorded = [news for news in NEWS if (news.fetched or news.published) <= f"{THEN:%Y-%m-%d}"]
    return warehouse(recorded, THEN)


@pytest.mark.parametrize(
    "name", ["facts", *(view.name for view in (*base_views(), *feed_views()) if view.has_history)]
)
def test_as_of_a_time_every_feed_is_what_it_was_then(
    house: duckdb.DuckDBPyConnection, house_then: duckdb.DuckDBPyConnection, name: str
) -> None:
    as_of = f"SELECT * FROM {name}_as_of(TIMESTAMP '{THEN:%Y-%m-%d %H:%M}') ORDER BY ALL"
    assert house.sql(as_of).fetchall() == house_then.sql(f"FROM {name} ORDER BY ALL").fetchall()


def rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    relation = connection.sql(query)
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def test_every_feed_of_the_design_exists() -> None:
    assert {view.name for view in feed_views()} >= DESIGNED


VIEWS = [read_view("sql/views/firmness_history"), *base_views(), *feed_views()]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_every_column_is_commented_and_every_row_has_evidence(
    house: duckdb.DuckDBPyConnection, view: Any
) -> None:
    found = rows(house, f"DESCRIBE {view.name}")
    assert [row["column_name"] for row in found] == list(view.columns)
    assert "fact_ids" in view.columns or "fact_id" in view.columns
    if "fact_ids" in view.columns:
        lost = house.sql(
            f"SELECT 1 FROM (SELECT unnest(fact_ids) AS fact_id FROM {view.name}) "
            "ANTI JOIN evidence USING (fact_id)"
        )
        assert lost.fetchall() == []


def test_comments_are_in_the_database(house: duckdb.DuckDBPyConnection) -> None:
    missing = house.sql(
        "SELECT table_name, column_name FROM duckdb_columns() "
        "WHERE schema_name = 'main' AND database_name <> 'temp' AND NOT internal "
        "AND comment IS NULL"
    )
    assert missing.fetchall() == []


def test_dependency_keeps_sums_of_different_firmness_apart(
    house: duckdb.DuckDBPyConnection,
) -> None:
    found = {
        row["supplier"]: row
        for row in rows(house, "FROM vendor_dependency WHERE customer = 'OpenAI'")
    }
    assert found.keys() == {"AMD", "CoreWeave", "Google", "Nvidia", "Oracle", "Vertiv"}
    oracle, amd, coreweave = found["Oracle"], found["AMD"], found["CoreWeave"]
    assert (oracle["contracted_usd_high"], oracle["announced_usd_high"]) == (300_000_000_000, None)
    assert (oracle["voices"], oracle["facts"]) == (2, 1)
    assert (amd["announced_usd_high"], amd["gigawatts_high"]) == (90_000_000_000, 6.0)
    assert (coreweave["committed_usd_high"], coreweave["soft_usd_high"]) == (None, 20_000_000_000)
    assert found["Nvidia"]["units_high"] == 400_000
    assert found["Nvidia"]["products"] == ["H100"]
    assert found["Google"]["committed_usd_high"] is None
    assert found["Google"]["joint_usd_high"] == found["Vertiv"]["joint_usd_high"] == 9_000_000_000
    assert oracle["usd_share"] + amd["usd_share"] == pytest.approx(1)


def test_watts_measured_at_different_places_are_not_added() -> None:
    connection = warehouse_of_feeds(
        [
            told(
                "2026-01-05",
                claim("capacity", "OpenAI", "AMD", value=1e9, basis="it"),
                claim("capacity", "OpenAI", "AMD", value=3e9, basis="grid"),
            )
        ],
        "vendor_dependency",
    )
    assert connection.sql(
        "SELECT gigawatts_high, gigawatts_basis, gigawatts_share FROM vendor_dependency"
    ).fetchall() == [(3.0, "grid", 1.0)]


def test_dependency_as_of_a_day_knows_no_more_than_was_recorded(
    house: duckdb.DuckDBPyConnection,
) -> None:
    suppliers = house.sql(
        "SELECT supplier, voices FROM vendor_dependency_as_of(TIMESTAMP '2025-09-11 18:00')"
        " WHERE customer = 'OpenAI'"
    ).fetchall()
    assert suppliers == [("Oracle", 1)]


def test_concentration_falls_as_suppliers_are_added(house: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        house,
        "FROM vendor_concentration WHERE customer = 'OpenAI' AND committed_usd_high IS NOT NULL "
        "ORDER BY week",
    )
    assert found[0]["hhi_usd"] == 1
    last = found[-1]
    assert last["hhi_usd"] == pytest.approx((300 / 390) ** 2 + (90 / 390) ** 2, abs=1e-6)
    assert (last["top_supplier"], last["has_own_silicon"]) == ("Oracle", True)


def test_words_of_facts_are_those_of_the_vocabulary(house: duckdb.DuckDBPyConnection) -> None:
    found = rows(house, "SELECT state, firmness FROM facts")
    assert {row["state"] for row in found} <= set(FactState)
    assert {row["firmness"] for row in found if row["firmness"]} <= set(Firmness)


def test_exposure_is_of_revenue_alone(house: duckdb.DuckDBPyConnection) -> None:
    (row,) = rows(house, "FROM supplier_exposure")
    assert (row["supplier"], row["customer"], row["share_high"]) == ("Nvidia", "Customer A", 0.22)
    assert (row["is_named"], row["best_tier"]) == (False, "filing")


def test_what_several_share_is_no_single_ones() -> None:
    quote = "Four customers, Microsoft, Meta, Amazon and Google, bring 40% of revenue."
    shared = warehouse_of_feeds(
        [
            told(
                "2026-01-10",
                claim(
                    "share", "Nvidia", "Microsoft, Meta, Amazon, Google",
                    value=0.4, unit="fraction", quote=quote,
                ),
                claim("capacity", "Anthropic", "Google, Broadcom", value=3e9),
                claim("capacity", "Anthropic", "Google", value=1e9),
                claim("capacity", "Anthropic", "Google", value=7e9, modality="exploring"),
            )
        ],
        "supplier_exposure",
        "vendor_dependency",
    )  # fmt: skip
    exposure = rows(shared, "FROM supplier_exposure")
    assert len(exposure) == 4
    assert {(r["is_joint"], r["share_low"], r["share_high"]) for r in exposure} == {
        (True, None, 0.4)
    }
    pair = "FROM vendor_dependency WHERE customer = 'Anthropic' AND supplier = 'Google'"
    (google,) = rows(shared, pair)
    assert (google["gigawatts_low"], google["gigawatts_high"]) == (1, 1)
    assert google["joint_gigawatts_high"] == 3


def test_a_magnitude_alone_is_in_no_sum_of_watts() -> None:
    ambition = "It wants tens of gigawatts this decade."
    planned = warehouse_of_feeds(
        [
            told(
                "2026-01-10",
                claim("capacity", "Meta", low=1e10, high=None, quote=ambition),
                claim("capacity", "Meta", value=2e9, when=(None, "2028-12-31")),
            )
        ],
        "capacity_pipeline",
    )
    (row,) = rows(planned, "FROM capacity_pipeline")
    assert (row["planned_low"], row["planned_high"], row["vague"], row["facts"]) == (2e9, 2e9, 1, 2)
    assert row["ready_by"] == dt.date(2028, 12, 31)


def test_money_that_returns_to_its_giver_is_a_cycle(house: duckdb.DuckDBPyConnection) -> None:
    (row,) = rows(house, "FROM money_cycles")
    assert row["cycle"] == "Nvidia → OpenAI → Oracle → Nvidia"
    assert row["steps"][0] == "Nvidia invests in OpenAI $100 billion"
    assert (row["length"], row["investments"]) == (3, 1)
    assert (row["weakest_usd_high"], row["weakest_firmness"]) == (
        40_000_000_000,
        "letter_of_intent",
    )
    assert row["closed_on"] == dt.date(2025, 9, 22)
    assert row["weakest_step"] == "Oracle pays Nvidia $40 billion"
    assert row["told_together"] == 0
    assert row["least_confidence"] == pytest.approx(0.9)


def test_burden_is_measured_against_reference_figures(house: duckdb.DuckDBPyConnection) -> None:
    (amazon,) = rows(house, "FROM commitment_burden WHERE payer = 'Amazon'")
    assert amazon["own_spending_usd_high"] == 220_000_000_000
    assert amazon["committed_to_revenue"] == pytest.approx(220 / 716.9, abs=1e-3)
    assert "Amazon.com Announces" in amazon["figures_source"]


def test_the_schedule_spreads_an_amount_over_its_days(house: duckdb.DuckDBPyConnection) -> None:
    yearly = rows(
        house,
        "SELECT year, contracted_usd_high AS usd FROM commitment_schedule "
        "WHERE payer = 'OpenAI' AND contracted_usd_high IS NOT NULL ORDER BY year",
    )
    assert [row["year"] for row in yearly] == [2027, 2028, 2029, 2030, 2031]
    assert sum(row["usd"] for row in yearly) == pytest.approx(Decimal(300_000_000_000), abs=1)


def test_the_schedule_says_what_is_told_of_a_year_and_what_is_spread() -> None:
    def spends(
        payer: str, dollars: float, start: str | None = None, end: str | None = None
    ) -> dict[str, Any]:
        when = {"when": (start, end), "when_kind": "spending"} if end else {}
        return pays(payer, "Oracle", dollars, quote=f"{payer}: in all {dollars} {end}.", **when)

    two_years = ("2026-01-01", "2027-12-31")
    signed = {"when_kind": "agreement", "firmness": "announced"}
    connection = warehouse_of_feeds(
        [
            told(
                "2026-01-05",
                spends("Meta", 40e9, *two_years),
                spends("OpenAI", 40e9, *two_years),
                spends("OpenAI", 10e9, "2026-01-01", "2026-12-31"),
                spends("OpenAI", 30e9, "2027-01-01", "2027-12-31"),
                spends("Microsoft", 40e9),
                spends("Anthropic", 40e9, *two_years) | signed,
            )
        ],
        "commitment_schedule",
    )

    def years(payer: str) -> list[tuple[Any, ...]]:
        return connection.execute(
            "SELECT year, announced_usd_high::BIGINT // 1_000_000, how FROM commitment_schedule "
            "WHERE payer = ?",
            [payer],
        ).fetchall()

    assert years("Meta") == [(2026, 20_000, "spread evenly"), (2027, 20_000, "spread evenly")]
    assert years("OpenAI") == [(2026, 10_000, "told"), (2027, 30_000, "told")]
    assert years("Microsoft") == [(None, 40_000, "no year is told")]
    assert years("Anthropic") == [(None, 40_000, "no year is told")]


def test_conversion_tells_what_has_not_moved(house: duckdb.DuckDBPyConnection) -> None:
    (row,) = rows(house, "FROM commitment_conversion WHERE supplier = 'CoreWeave'")
    assert (row["firmness"], row["usd_high"]) == ("rumoured", 20_000_000_000)
    assert row["days_unmoved"] == (NOW.date() - dt.date(2025, 10, 7)).days


def test_build_or_rent_scores_only_what_has_evidence(house: duckdb.DuckDBPyConnection) -> None:
    found = {row["customer"]: row for row in rows(house, "FROM build_or_rent")}
    assert found["OpenAI"]["design_cycle_leverage"] == "build"
    assert found["OpenAI"]["workload_stability"] == "build"
    assert found["OpenAI"]["strategic_optionality"] == "build"
    assert (found["OpenAI"]["verdict"], found["OpenAI"]["voices"]) == ("build", 2)
    assert "Told by 2 independent voices" in found["OpenAI"]["summary"]
    # One supplier alone says nothing of concentration or choice.
    assert found["Oracle"]["volume_concentration"] == "no evidence"
    assert found["Oracle"]["strategic_optionality"] == "no evidence"
    assert found["Oracle"]["verdict"] == "too little evidence"
    # Nvidia sells chips: it is no buyer that could stop renting.
    assert "Nvidia" not in found


def test_layers_are_concentrated_among_suppliers_and_buyers(
    house: duckdb.DuckDBPyConnection,
) -> None:
    found = rows(house, "FROM layer_concentration WHERE layer = 'chips' ORDER BY quarter")
    assert [row["quarter"] for row in found] == ["2025-Q3", "2025-Q4"]
    assert found[-1]["hhi_suppliers"] == pytest.approx((90 / 130) ** 2 + (40 / 130) ** 2, abs=1e-6)
    assert found[-1]["market"] == "premium"


def test_a_timeline_tells_first_and_latest_promise_and_the_slip(
    house: duckdb.DuckDBPyConnection,
) -> None:
    (row,) = rows(house, "FROM deployment_timeline WHERE stage = 'first_deployment'")
    assert (row["first_promise"], row["latest_promise"]) == ("by 30 June 2026", "Q4 2026")
    assert (row["slip_days"], row["revisions"], row["slips"]) == (184, 1, 1)
    assert (row["is_done"], row["is_overdue"]) == (False, False)


def test_a_date_within_the_promised_one_is_no_slip_and_an_old_one_is_overdue(
    house: duckdb.DuckDBPyConnection,
) -> None:
    (row,) = rows(house, "FROM deployment_timeline WHERE subject = 'Hyperion' AND what IS NULL")
    assert (row["slip_days"], row["revisions"], row["promises"]) == (0, 0, 2)
    assert (row["is_overdue"], row["overdue_days"]) == (True, 81)


def test_a_day_first_told_when_it_was_over_is_no_broken_promise() -> None:
    spring = dt.date(2025, 3, 1), dt.date(2025, 5, 31)
    told = claim("milestone", "Hyperion", stage="groundbreaking", when=spring)
    timeline = ("timeline_promises", "timeline_moves", "deployment_timeline")
    with warehouse_of_feeds([Told("2026-02-02", [told])], *timeline) as connection:
        (row,) = rows(connection, "FROM deployment_timeline")
    assert (row["is_overdue"], row["overdue_days"]) == (False, None)


#: The changes of the weeks, and the feeds whose changes they tell.
CHANGES = (
    "timeline_promises", "timeline_moves", "efficiency_vs_limits", "plausibility", "week_changes",
)  # fmt: skip


def test_a_change_is_told_with_the_sentence_of_its_day() -> None:
    first = claim("deal", "Meta", "AMD", value=6e9, role="purchase", confidence=0.7, quote="First.")
    later = {**first, "confidence": 0.95, "quote": "Later and surer."}
    news = [Told("2026-02-02", [first]), Told("2026-03-30", [later])]
    with warehouse_of_feeds(news, *CHANGES) as connection:
        (row,) = rows(connection, "FROM week_changes WHERE change = 'new'")
    assert (row["changed_on"], row["quote"]) == (dt.date(2026, 2, 2), "First.")


def test_what_revises_a_doubtful_fact_is_news_and_what_its_sentence_replaces_is_none() -> None:
    def cost(value: float, **fields: Any) -> dict[str, Any]:
        return claim("deal", "Meta", "Hyperion", value=value, role="capex", **fields)

    sentence = "Groq goes from 54 MW to 200 MW."
    news = [
        Told("2026-02-02", [cost(20e9, confidence=0.2)]),
        Told("2026-05-07", [cost(55e9)]),
        Told(
            "2026-05-08",
            [claim("capacity", "Groq", value=v, quote=sentence) for v in (54e6, 200e6)],
        ),
    ]
    with warehouse_of_feeds(news, *CHANGES) as connection:
        found = rows(connection, "FROM week_changes WHERE change <> 'verdict' ORDER BY changed_on")
    assert [(row["change"], row["summary"]) for row in found] == [
        ("new", "Meta – Hyperion: $55 billion, capex"),
        ("superseded", "Groq: 200 MW: was 54 MW"),
    ]


def test_a_reached_stage_is_done_on_its_day(house: duckdb.DuckDBPyConnection) -> None:
    (row,) = rows(house, "FROM deployment_timeline WHERE stage = 'tape_out'")
    assert (row["is_done"], row["done_on"]) == (True, dt.date(2025, 12, 31))


def test_every_promise_is_on_the_ledger_with_who_made_it(house: duckdb.DuckDBPyConnection) -> None:
    found = rows(house, "FROM timeline_promises WHERE subject = 'Hyperion' AND what IS NULL")
    assert [(row["in_words"], row["promised_by"]) for row in found] == [
        ("first half of 2026", "The Daily Grid"),
        ("March to April 2026", "Other"),
    ]


def test_the_pipeline_never_mixes_power_and_energy(house: duckdb.DuckDBPyConnection) -> None:
    found = rows(house, "FROM capacity_pipeline WHERE place = 'Hyperion' ORDER BY unit")
    assert [(row["unit"], row["basis"], row["in_words"]) for row in found] == [
        ("W", None, "2 GW under construction"),
        ("Wh", "storage", "5 GWh planned"),
    ]


def test_claims_are_judged_with_the_arithmetic_in_words(house: duckdb.DuckDBPyConnection) -> None:
    (chip,) = rows(house, "FROM efficiency_vs_limits")
    assert (chip["subject"], chip["normalised_value"]) == ("Dragonfly C1000", 2.0)
    assert chip["over_trend"] > 1
    (design,) = rows(house, "FROM plausibility WHERE metric = 'design_to_tapeout'")
    assert design["verdict"] == "aggressive"
    assert "9 months" in design["explanation"]


def test_a_week_tells_what_changed_in_it(house: duckdb.DuckDBPyConnection) -> None:
    changes = {
        (row["week"], row["change"], row["summary"]) for row in rows(house, "FROM week_changes")
    }
    assert ("2025-W41", "new", "OpenAI – AMD: $90 billion, purchase") in changes
    assert (
        "2026-W19",
        "slipped",
        "Jalapeño: first deployment: was by 30 June 2026, now Q4 2026",
    ) in changes
    assert any(w == "2026-W26" and kind == "verdict" for w, kind, _ in changes)


def test_a_retold_deal_is_news_once(house: duckdb.DuckDBPyConnection) -> None:
    found = rows(house, "FROM week_changes WHERE object = 'Oracle' AND change = 'new'")
    assert len(found) == 1


def test_a_late_article_is_marked_and_lands_in_the_week_that_it_tells_of(
    house: duckdb.DuckDBPyConnection,
) -> None:
    (row,) = rows(house, "FROM week_changes WHERE subject = 'Meta' AND kind = 'deal'")
    assert (row["week"], row["is_late"]) == ("2026-W10", True)
    earlier = "FROM week_changes_as_of(TIMESTAMP '2026-03-15') WHERE week = '2026-W10'"
    assert rows(house, earlier) == []


def test_every_check_of_the_warehouse_passes(house: duckdb.DuckDBPyConnection) -> None:
    folder = files("warehouse").joinpath("checks")
    checks = [
        file.read_text(encoding="utf-8")
        for asset in folder.iterdir()
        if asset.is_dir()
        for file in asset.iterdir()
        if file.name.endswith(".sql") and file.name != "pages_are_recent.sql"
    ]
    assert len(checks) > 4
    for check in checks:
        assert rows(house, check) == [], check.splitlines()[0]
