"""The sources that ship, and what the command line says of sources."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.settings import LIVE, sources_path
from schema.source import Mark, SourceError, load_sources

runner = CliRunner(env={"COLUMNS": "250"})


def test_the_list_that_ships_names_where_its_addresses_are_documented() -> None:
    listed = load_sources(LIVE).source
    assert len({source.address for source in listed}) == len(listed) > 60
    verified = [source for source in listed if source.mark is Mark.VERIFIED]
    assert len(verified) >= 40
    assert {urlsplit(source.address).scheme for source in listed} == {"https"}


def test_the_list_that_ships_covers_the_field() -> None:
    tiers = {source.tier for source in load_sources(LIVE).source}
    assert tiers == {"filing", "company", "trade", "news"}


def test_live_is_the_list_that_ships_unless_a_file_has_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert sources_path("live") == LIVE
    (tmp_path / "live").write_text("")
    assert sources_path("live") == Path("live")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ('mark="verified"', "source 'a': mark 'verified' needs 'documented'"),
        ('mark="perhaps"', "source 'a', field 'mark': Input should be 'verified' or 'unverified'"),
        ('schedule="often"', "field 'schedule': Input should be 'hourly', 'daily' or 'weekly'"),
        ('documented="a book"', "source 'a', field 'documented'"),
    ],
)
def test_a_wrong_mark_or_schedule_is_told(tmp_path: Path, fields: str, words: str) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(f'[[source]]\nid="a"\nkind="feed"\nurl="http://a.example"\n{fields}\n')
    with pytest.raises(SourceError) as raised:
        load_sources(path)
    assert words in str(raised.value)


def test_sources_are_listed() -> None:
    listed = runner.invoke(app, ["sources", "list"])
    assert listed.exit_code == 0
    assert "nvidia-newsroom" in listed.output
    assert "https://www.energy.gov/newsroom/rss.xml" in listed.output


def test_a_sources_file_that_is_not_there_is_told() -> None:
    listed = runner.invoke(app, ["sources", "list", "--sources", "no-such.toml"])
    assert listed.exit_code == 2
    assert "no-such.toml: cannot be read" in listed.output
