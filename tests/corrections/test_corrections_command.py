"""``mittellage analyse --corrections``: made again, and told where a row is not found."""

from __future__ import annotations

import pytest

from analysis import analyse, open_result
from analysis.cli import main
from analysis.export import csv_bytes

TEXT = "Kasachstan kritisiert Russland scharf.\n\nChina lobte am Abend die Arbeit der Regierung in Astana.\n"


def call(*arguments: object) -> int:
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as leaving:
        return int(leaving.code or 0)
    return 0


@pytest.fixture(scope="module")
def corrections(tmp_path_factory):
    path = tmp_path_factory.mktemp("hand") / "corrections.csv"
    result = analyse(TEXT)
    (first, *_) = result.rows["stances"]
    path.write_bytes(csv_bytes(result.correct(first.stance_id, sign=-first.sign, who="AB").corrections))
    return path


def test_corrections_are_made_again_on_an_edited_text(corrections, tmp_path, capsys):
    (tmp_path / "neu.txt").write_text("Ein neuer Titel\n\n" + TEXT, encoding="utf-8")
    code = call("analyse", tmp_path / "neu.txt", "--out", tmp_path / "out", "--corrections", corrections)
    assert code == 0
    assert "1 Zeile von Hand berichtigt" in capsys.readouterr().out
    result = open_result(tmp_path / "out")
    assert result.corrections["state"].tolist() == ["applied", "applied"]
    assert result.stances["sign"].tolist()[0] == 1


def test_what_is_not_found_is_told(corrections, tmp_path, capsys):
    (tmp_path / "anders.txt").write_text("Es regnet seit Tagen in der Stadt am Fluss.\n", encoding="utf-8")
    code = call("analyse", tmp_path / "anders.txt", "--out", tmp_path / "out", "-q", "--corrections", corrections)
    assert code == 1
    assert "1 of 1 corrections found no row and changed nothing" in capsys.readouterr().err
    assert (tmp_path / "out" / "report.html").is_file()


@pytest.mark.parametrize("name", ["fehlt.csv", "leer.csv"])
def test_what_is_no_table_is_refused_before_anything_is_written(tmp_path, capsys, name):
    (tmp_path / "text.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "leer.csv").write_text("", encoding="utf-8")
    code = call("analyse", tmp_path / "text.txt", "--out", tmp_path / "out", "--corrections", tmp_path / name)
    assert code == 2
    assert "corrections" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
