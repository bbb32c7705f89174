"""The evaluation: what counts as found, with figures worked out by hand."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from extractors.comparison import Level, level, same_party
from extractors.scoring import (
    GoldError,
    Judged,
    calibration_error,
    confidence_figures,
    evaluate,
    precision_recall_curve,
    read_gold,
    recall_at,
    reliability,
)


def claim(**fields: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "kind": "deal", "subject": "Acme", "object": "Initech", "role": "purchase", "stage": None,
        "metric": None, "low": 5e9, "high": 5e9, "unit": "USD", "when": None,
        "modality": "announced", "quote": "Acme will pay Initech $5 billion for chips",
    }  # fmt: skip
    return base | fields


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Level.FULL),
        ({"low": 5.09e9, "high": 4.95e9}, Level.FULL),
        ({"low": 5.2e9}, Level.NONE),
        ({"high": None}, Level.NONE),
        ({"unit": "EUR"}, Level.NONE),
        ({"kind": "capacity"}, Level.NONE),
        ({"modality": "denied"}, Level.NONE),
        ({"modality": "reported"}, Level.FULL),
        ({"subject": None}, Level.VALUE),
        ({"subject": "Hooli"}, Level.VALUE),
        ({"subject": "Acme Technologies Inc."}, Level.FULL),
        ({"object": None}, Level.PARTY),
        ({"role": "lease"}, Level.PARTY),
        ({"when": {"start": None, "end": "2026-12-31"}}, Level.PARTY),
    ],
)
def test_levels_of_agreement(changes: dict[str, Any], expected: Level) -> None:
    assert level(claim(), claim(**changes)) is expected


def test_a_role_that_the_annotation_leaves_open_may_be_anything() -> None:
    assert level(claim(role=None), claim(role="lease")) is Level.FULL


def test_dates_may_be_a_month_apart_at_each_end() -> None:
    gold = claim(when={"start": "2026-07-01", "end": "2026-12-31"})
    assert level(gold, claim(when={"start": "2026-06-15", "end": "2027-01-15"})) is Level.FULL
    assert level(gold, claim(when={"start": "2026-05-15", "end": "2026-12-31"})) is Level.PARTY
    assert level(gold, claim(when={"start": "soon", "end": "2026-12-31"})) is Level.PARTY


def test_a_dependency_is_its_pair_and_a_milestone_its_stage_and_date() -> None:
    pair = claim(kind="dependency", role="foundry", low=None, high=None, unit=None)
    assert level(pair, pair | {"object": "Hooli"}) is Level.NONE
    assert level(pair, pair | {"role": "supplies"}) is Level.PARTY
    year = {"start": "2027-01-01", "end": "2027-12-31"}
    milestone = claim(kind="milestone", role=None, stage="online", when=year, object=None)
    assert level(milestone, milestone | {"subject": "Hooli"}) is Level.VALUE
    assert level(milestone, milestone | {"object": "Hooli"}) is Level.PARTY
    assert level(milestone, milestone | {"stage": "launch"}) is Level.NONE


@pytest.mark.parametrize(
    ("gold", "got", "same"),
    [
        ("Acme, Initech", "Initech and Acme", True),
        ("Acme, Initech", "Acme", True),
        ("Acme, Initech, Hooli, Globex", "Acme", False),
        ("Amazon", "AWS", True),
        ("Taiwan Semiconductor Manufacturing Company", "TSMC", True),
        ("Colossus", "Colossus 2", False),
        ("Trainium-3", "Trainium3", True),
        ("Acme’s", "Acme", True),
        ("Jalapeño", "Jalapeno chip", True),
        ("The Company", None, False),
        (None, None, True),
        ("", None, True),
    ],
)
def test_names_of_parties(gold: str | None, got: str | None, same: bool) -> None:
    assert same_party(gold, got) is same


def test_figures_worked_out_by_hand() -> None:
    gold = {
        "one": [claim(), claim(low=7e9, high=7e9, quote="another seven billion for racks")],
        "two": [claim(kind="capacity", unit="W", low=3e8, high=3e8, role=None)],
        "three": [],
    }
    found = {
        "one": [claim(subject="Hooli"), claim(confidence=0.2), claim(low=1.0, high=1.0)],
        "three": [claim(kind="share", unit="fraction", low=0.5, high=0.5)],
        "unknown": [claim()],
    }
    report = evaluate(gold, found)
    figures = report.as_dict()
    assert figures["deal"]["gold"] == 2
    assert figures["deal"]["got"] == 3
    # Of three deals found one is right in full (the better of two candidates), of two annotated.
    assert figures["deal"]["full"] == {"precision": 1 / 3, "recall": 0.5, "f1": pytest.approx(0.4)}
    assert figures["capacity"]["value"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0}
    assert figures["all"]["gold"] == 3
    assert figures["all"]["got"] == 4
    assert figures["grounded"] == 1.0
    assert report.missing == ["two"]
    assert sum(m.got is None for m in report.mistakes) == 2
    assert sum(m.gold is None for m in report.mistakes) == 3
    without_doubtful = evaluate(gold, found, min_confidence=0.5)
    assert without_doubtful.total.at(Level.VALUE).hits == 1
    assert without_doubtful.total.at(Level.PARTY).hits == 0


def test_each_claim_is_matched_once() -> None:
    report = evaluate({"one": [claim()]}, {"one": [claim(), claim()]})
    assert report.total.at(Level.FULL).precision == 0.5


def test_report_prints_as_a_table_and_lists_mistakes() -> None:
    report = evaluate({"one": [claim()]}, {"one": [claim(object="Hooli")]})
    out = io.StringIO()
    Console(file=out, width=100).print(report.table())
    assert "1.00 1.00 1.000" in out.getvalue()
    lines = report.mistakes[0].lines()
    assert "Initech" in lines[0]
    assert "Hooli" in lines[1]


def test_calibration_and_curve_by_hand() -> None:
    judged = [Judged(0.95, True), Judged(0.95, True), Judged(0.45, False), Judged(0.41, True)]
    low, high = reliability(judged)
    assert (low.count, low.right, low.confidence) == (2, 0.5, pytest.approx(0.43))
    assert (high.low, high.high, high.right) == (0.9, 1.0, 1.0)
    assert calibration_error(judged) == pytest.approx((2 * 0.07 + 2 * 0.05) / 4)
    points = precision_recall_curve(judged, gold=5)
    assert [(p.confidence, p.precision, p.recall) for p in points] == [
        (0.95, 1.0, 0.4),
        (0.45, pytest.approx(2 / 3), 0.4),
        (0.41, 0.75, 0.6),
    ]
    assert calibration_error([Judged(1.0, True)]) == 0.0
    sure = recall_at(points, 0.7)
    assert sure is not None
    assert (sure.confidence, sure.recall) == (0.41, 0.6)
    assert recall_at(points[1:2], 0.7) is None


def test_confidence_figures_can_be_written_as_json() -> None:
    report = evaluate({"one": [claim()]}, {"one": [claim(confidence=0.8), claim(confidence=0.3)]})
    figures = json.loads(json.dumps(confidence_figures(report)))
    assert figures["sure"] == {"confidence": 0.8, "precision": 1.0, "recall": 1.0}
    assert [entry["count"] for entry in figures["reliability"]] == [1, 1]
    assert len(figures["curve"]) == 2


def test_annotations_that_cannot_be_read_name_the_file(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="no such directory"):
        read_gold(tmp_path / "missing")
    with pytest.raises(GoldError, match="holds no annotated documents"):
        read_gold(tmp_path)
    (tmp_path / "good.json").write_text(json.dumps({"id": "a", "claims": [claim()]}))
    assert read_gold(tmp_path)["a"][0]["unit"] == "USD"
    (tmp_path / "odd.json").write_text("[]")
    with pytest.raises(GoldError, match=r"odd\.json"):
        read_gold(tmp_path)
