"""The sources that ship, and what the command line says of sources."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from typer.testing import CliRunner
from webserver import Site, page, rss, serve, status

from pipeline.cli import app
from pipeline.settings import LIVE, Settings, sources_path
from pipeline.steps import fetch_pages
from schema.source import Mark, load_sources

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


def test_sources_are_listed() -> None:
    listed = runner.invoke(app, ["sources", "list"])
    assert listed.exit_code == 0
    assert "nvidia-newsroom" in listed.output
    assert "https://www.energy.gov/newsroom/rss.xml" in listed.output


def test_a_disabled_source_is_listed_with_its_note_and_not_asked(tmp_path: Path) -> None:
    with serve(Site()) as site:
        site.paths["/feed"] = rss()
        off = f'id="off"\nkind="feed"\nlocal=true\nurl="{site.url}/feed"\nenabled=false'
        file = sources_file(tmp_path, f'{off}\nnote="no [robots]"', 'id="on"\nkind="edgar"\ncik=1')
        listed = runner.invoke(app, ["sources", "list", "--sources", file])
        checked = runner.invoke(app, ["sources", "check", "--sources", file])
        ran = fetch_pages(Settings.given(tmp_path / "data", file))
        assert site.log == []
    assert "off: no [robots]" in listed.output
    assert "2 sources, 1 of them disabled" in listed.output
    assert "Not asked, since disabled: off." in checked.output
    assert "0 of 1 sources answered" in checked.output
    assert set(ran.outcomes) == {"on"}


def test_sources_whose_terms_forbid_robots_wait_for_a_person() -> None:
    disabled = [source for source in load_sources(LIVE).source if not source.enabled]
    assert {source.publisher for source in disabled} == {
        "NVIDIA",
        "Amazon Web Services",
        "SK hynix",
    }
    assert all(source.note and "terms of use" in source.note for source in disabled)


def test_a_sources_file_that_is_not_there_is_told() -> None:
    listed = runner.invoke(app, ["sources", "list", "--sources", "no-such.toml"])
    assert listed.exit_code == 2
    assert "no-such.toml: cannot be read" in listed.output


def sources_file(folder: Path, *tables: str) -> str:
    path = folder / "sources.toml"
    path.write_text("\n".join(f"[[source]]\n{table}" for table in tables))
    return str(path)


def test_check_asks_each_source_once_and_tells_what_became_of_it(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.md").write_text("# A\n\nText.")
    with serve(Site()) as site:
        site.paths |= {"/feed": rss("/a", "/b"), "/page": page("P"), "/empty": rss()}
        site.paths["/gone"] = status(503)
        local = f'local=true\nkind="feed"\nurl="{site.url}'
        checked = runner.invoke(
            app,
            [
                "sources",
                "check",
                "--sources",
                sources_file(
                    tmp_path,
                    f'id="good"\n{local}/feed"',
                    f'id="gone"\n{local}/gone"',
                    f'id="wrong"\n{local}/page"',
                    f'id="empty"\n{local}/empty"',
                    f'id="one"\nkind="pages"\nlocal=true\nurls=["{site.url}/page"]',
                    'id="inbox"\nkind="directory"\npath="inbox"',
                    'id="sec"\nkind="edgar"\ncik=1',
                ),
            ],
        )
        assert site.statuses("/gone") == [503]
        assert site.statuses("/a") == []
    rows = {line.split()[0]: line.split()[1:] for line in checked.output.splitlines() if line}
    assert rows["good"] == ["fetched", "200", "2", "2026-07-06"]
    assert rows["gone"][:2] == ["http_status", "503"]
    assert rows["wrong"][0] == "wrong_type"
    assert rows["empty"][:2] == ["empty", "200"]
    assert rows["one"] == ["fetched", "200", "1"]
    assert rows["inbox"] == ["fetched", "1"]
    assert rows["sec"][0] == "undeclared"
    assert "3 of 7 sources answered with something to read" in checked.output
    assert checked.exit_code == 1


def test_check_ends_well_where_all_answered(tmp_path: Path) -> None:
    with serve(Site()) as site:
        site.paths["/feed"] = rss("/a")
        table = f'id="good"\nkind="feed"\nlocal=true\nurl="{site.url}/feed"'
        checked = runner.invoke(
            app, ["sources", "check", "--sources", sources_file(tmp_path, table)]
        )
    assert checked.exit_code == 0


def test_a_contact_of_the_environment_must_be_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIGAWATCH_CONTACT", "somebody")
    table = 'id="sec"\nkind="edgar"\ncik=1'
    checked = runner.invoke(app, ["sources", "check", "--sources", sources_file(tmp_path, table)])
    assert checked.exit_code == 2
    assert "GIGAWATCH_CONTACT: " in checked.output
    assert "names no e-mail address" in checked.output
